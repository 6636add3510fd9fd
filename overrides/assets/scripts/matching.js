/* What a search finds in the words of the essay and its record: whatever was typed, and nothing else.

   In: the rows that apparatus/postbuild/search.py writes, and what a reader typed. Out: the rows that hold it, best
   first, and what to say about it. Every word typed has to stand in a row, or a form of it that English makes by an
   ending ("killed" finds "killings"). A word that stands nowhere as a whole is taken for the beginning of one; if none
   begins so, it is absent, and nothing is found. Words in quotation marks stand as they are, next to each other, in
   this order; so do the parts of a word with a hyphen. Accents, case, vowel signs and the keyboard that was used make
   no difference. */

const EXCERPT = 30; // words
const BEFORE = 6; // of them before the first that was found
const LEAST = 3; // letters that are left of a word without its ending

// letters of an Arabic keyboard, to Urdu's; it has one h for Urdu's two
const ARABIC = { "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ", "ۃ": "ہ", "ھ": "ہ", "ە": "ہ", "٫": ".", "٬": "," };
// accents and vowel signs, ʾ and ʿ, a hamza that stands alone, what stretches a word, and what has no width
const NOTHING = /[\p{M}\u0621\u0640\u00ad\u02be\u02bf\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const WORD = /\p{N}+(?:[.,٫٬]\p{N}+)*|[\p{L}\p{M}\u00ad\u200b-\u200f\u2060\ufeff]+(?:['’][\p{L}\p{M}]+)*/gu;
const GROUPED = /^\d{1,3}(,\d{2,3})*,\d{3}(\.\d+)?$/; // 16,024,894, or 1,60,24,894

/** Write words as they are compared. */
function folded(text) {
  return text.normalize("NFKD").replace(NOTHING, "").toLowerCase()
    .replace(/[٠-٩۰-۹]/g, (figure) => String(figure.charCodeAt(0) & 15))
    .replace(/[‘’‚ʼ]/g, "'").replace(/[“”„«»]/g, '"')
    .replace(/[يىكهةۃھە٫٬]/g, (letter) => ARABIC[letter]);
}

/** Write one word as it is compared: without apostrophes, a number without the commas between its thousands. */
function plain(word) {
  const bare = folded(word).replaceAll("'", "");
  return GROUPED.test(bare) ? bare.replaceAll(",", "") : bare;
}

/** The words of a text: where each stands in it, and how it is compared. */
export function tokens(text) {
  return [...text.matchAll(WORD)]
    .map(({ 0: word, index }) => ({ at: index, end: index + word.length, plain: plain(word) }))
    .filter((token) => token.plain);
}

/** Words one after the other, with a space at either end, so that whole ones can be looked for. */
const joined = (words) => ` ${words.join(" ")} `;
const line = (text) => joined(tokens(text).map((token) => token.plain));

/** Compounds by what they are without their hyphen, under which they are found too: "byelection" for "by-election". */
function compounds(text) {
  return [...text.matchAll(/\p{L}+(?:[-‐‑]\p{L}+)+/gu)].map(({ 0: word, index }) => (
    { at: index, end: index + word.length, plain: plain(word.replace(/[-‐‑]/g, "")) }));
}

/** The forms that English may make of a word by an ending; not all of them are words. */
function forms(word) {
  if (!/^[a-z]{3,}$/.test(word) || word === "news") return [];
  const bases = new Set([word]);
  const base = (ending, by = "") => {
    const rest = word.slice(0, -ending.length) + by;
    if (word.endsWith(ending) && rest.length >= LEAST) bases.add(rest).add(rest.replace(/([bdgmnprt])\1$/, "$1"));
  };
  if (!/(ss|us|is)$/.test(word)) base("s");
  for (const ending of ["es", "ed", "ing", "ings"]) base(ending);
  for (const ending of ["ed", "ing", "ings"]) base(ending, "e");
  for (const ending of ["ies", "ied"]) base(ending, "y");
  return [...bases].flatMap((stem) => {
    const starts = [stem, stem.replace(/e$/, ""), stem + stem.at(-1)]; // kill-ed, rul-ed, plann-ed
    const many = stem.endsWith("y") ? ["ies", "ied"].map((ending) => stem.slice(0, -1) + ending) : [`${stem}es`];
    return [stem, `${stem}s`, ...many, ...starts.flatMap((start) => [`${start}ed`, `${start}ing`, `${start}ings`])];
  });
}

/** What was typed, in parts: words, and what stands in quotation marks, each with the words to look for, and whether
    just so. */
export function parts(typed) {
  return [...typed.replace(/[“”„«»]/g, '"').matchAll(/"([^"]*)("?)|[^\s"]+/g)].map(([text, quoted, closed]) => {
    const words = tokens(quoted ?? text).map((token) => token.plain);
    return { text: quoted ?? text, words, exact: quoted !== undefined, begun: closed !== '"' };
  }).filter(({ words }) => words.length);
}

const count = (text, sought) => text.split(sought).length - 1;

/** All rows: what can be found. `language` is theirs, which decides whether English's endings are known. */
export class Corpus {
  constructor(rows, language = "en") {
    this.rows = rows.map((row, number) => {
      const text = line(row.words), name = line(`${row.title} ${row.urdu} ${row.names}`);
      const more = line(row.also) + joined(compounds(row.words).map((word) => word.plain));
      return { ...row, number, text, name, more, length: text.length };
    });
    this.mean = this.rows.reduce((sum, { length }) => sum + length, 0) / this.rows.length;
    this.words = new Set(this.rows.flatMap(({ text, name, more }) => `${text}${name}${more}`.split(" ")));
    this.forms = (word) => (language.startsWith("en") ? [...new Set(forms(word))] : [])
      .filter((form) => form !== word && this.words.has(form));
  }

  /** Return how often a row holds one of the words sought, as a whole or as a beginning; what stands in its name counts
      four times, another form half. */
  held(row, sought) {
    return sought.reduce((sum, words, i) => {
      const times = count(row.text, words) + 4 * count(row.name, words) + (row.more.includes(words) ? 1 : 0);
      return sum + (i ? 0.5 : 1) * times;
    }, 0);
  }

  /** Return what a part is looked for as, and the rows that hold it: whole words, then beginnings of words. */
  look({ words, exact, begun }) {
    const [before, last] = [words.slice(0, -1), words.at(-1)];
    const whole = [joined(words), ...(exact ? [] : this.forms(last).map((form) => joined([...before, form])))];
    if (!exact && words.length > 1) whole.push(joined([words.join("")]));
    const start = begun && last.length > 1 ? [joined(words).trimEnd()] : [];
    for (const sought of [whole, start]) {
      const held = new Map(this.rows.map((row) => [row, this.held(row, sought)]).filter(([, often]) => often));
      if (held.size) return { sought, held, begins: sought === start };
    }
    return { sought: whole, held: new Map(), begins: false };
  }

  /** Return `{ found, sought, absent, begins, rest }`: rows, best first; what to mark in them; the parts that stand
      nowhere; those found as beginnings; and, where nothing is found but would be without what is absent or without
      quotation marks, that. */
  search(typed) {
    const asked = parts(typed), looked = asked.map((part) => this.look(part));
    const told = (chosen) => asked.filter((_, i) => chosen(looked[i])).map(({ text }) => text);
    const found = this.ranked(asked, looked), absent = told(({ held }) => !held.size);
    const there = asked.filter(({ text, exact }) => exact || !absent.includes(text));
    const rest = found.length ? "" : there.map(({ text }) => text).join(" ");
    return {
      found, absent, begins: told(({ begins }) => begins), sought: looked.flatMap((part) => part.sought),
      rest: rest && rest !== typed.trim() && this.search(rest).found.length ? rest : "",
    };
  }

  /** Return the rows that hold every part, best first: rare words count for more, and a row that has all of them side
      by side, or in its name, stands before the others: a long entry before the short ones that mention it. */
  ranked(asked, looked) {
    const aside = joined(asked.flatMap(({ words }) => words));
    const score = (row) => looked.reduce((sum, { held }) => {
      const often = held.get(row), rare = Math.log(1 + this.rows.length / held.size);
      // BM25, with one weight for a row's length
      return sum + (rare * often) / (often + 0.4 + 0.8 * (row.length / this.mean));
    }, 0);
    const held = looked.length ? this.rows.filter((row) => looked.every((part) => part.held.has(row))) : [];
    return held.map((row) => {
      const named = looked.every(({ sought }) => sought.some((words) => row.name.includes(words)));
      const beside = asked.length > 1 && (row.text.includes(aside) || row.name.includes(aside));
      return { ...row, named, score: score(row) * (beside ? 4 : 1) * (named ? 4 : 1) };
    }).sort((a, b) => b.score - a.score);
  }
}

/** Return a text's thirty words around what is sought, as [text, found, text, found …, text]. */
export function excerpt(text, sought) {
  const words = tokens(text), glued = compounds(text), hit = new Array(words.length).fill(false);
  const starts = new Map(words.map((_, i) => [i, joined(words.slice(i, i + 12).map((word) => word.plain))]));
  for (const one of sought) {
    const long = one.trim().split(" ").length;
    for (const [i, rest] of starts) if (rest.startsWith(one)) hit.fill(true, i, i + long);
    for (const { at, end } of glued.filter((word) => word.plain === one.trim())) {
      words.forEach((word, i) => { if (word.at >= at && word.end <= end) hit[i] = true; });
    }
  }
  const hits = (from) => hit.slice(from, from + EXCERPT - BEFORE).filter(Boolean).length;
  const best = hit.reduce((most, is, i) => (is && hits(i) > hits(most) ? i : most), Math.max(0, hit.indexOf(true)));
  const first = Math.max(0, Math.min(best - BEFORE, words.length - EXCERPT)), after = first + EXCERPT;
  const from = first ? text.lastIndexOf(" ", words[first].at) + 1 : 0;
  const to = after < words.length ? text.lastIndexOf(" ", words[after].at) : text.length;
  const cut = [from];
  for (let i = first; i < Math.min(after, words.length); i++) {
    if (hit[i] && !(hit[i - 1] && i > first)) cut.push(words[i].at);
    if (hit[i] && (!hit[i + 1] || i + 1 >= after)) cut.push(words[i].end);
  }
  const pieces = [...cut, to].slice(1).map((end, i) => text.slice(cut[i], end));
  if (from) pieces[0] = `… ${pieces[0]}`;
  if (to < text.length) pieces[pieces.length - 1] += " …";
  return pieces;
}
