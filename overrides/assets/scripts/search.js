/* Search, fetched by essay.js when it is first opened: as a dialog over any page, or in its place on the page search/.

   In: the site's root. The index is Pagefind's (apparatus/postbuild/search.py), fetched in pieces. A result is a passage or an entry; groups.json says of
   what kind, in which sections and with which finding each one is, so that results are counted and sorted before they are fetched.
   What can be wrong: no connection, or a browser that refuses WebAssembly. Then a sentence says so and leads to the contents.
   No markup is ever read from the index: what Pagefind marks is set as text. */

import { KINDS, NAMED } from "./kinds.js"; // made from the table of kinds: what one and several of each are called; those that come first if asked for by name

const DELAY = 200; // ms after the last key before a search
const FEW = 3; // results of a kind while all kinds are shown
const MANY = 10; // results at a time of one kind
const EXCERPT = 30; // words

const NAMES = ["title", "urdu", "name"]; // the fields of the index in which it then is found
const ARABIC = { "ي": "ی", "ى": "ی", "ك": "ک", "ه": "ہ", "ة": "ہ" }; // an Arabic keyboard's letters, to Urdu's

/** The words as the index has them: Urdu's letters for an Arabic keyboard's, our figures for Urdu's and Arabic's, plain quotation marks, nothing without width. */
function folded(words) {
  return words.normalize("NFC")
    .replace(/[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, "")
    .replace(/[٠-٩۰-۹]/g, (figure) => String(figure.charCodeAt(0) & 15))
    .replace(/[‘’‚ʼ]/g, "'").replace(/[“”„«»]/g, '"')
    .replace(/[يىكهة]/g, (letter) => ARABIC[letter]);
}

/** Make an element: element("a", { href }, "text", child). */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** Fetch the stylesheet; whatever happens to it, the search opens. */
function styled(root) {
  return new Promise((done) => {
    const link = element("link", { rel: "stylesheet", href: new URL("assets/stylesheets/search.css", root) });
    link.onload = link.onerror = done;
    document.head.append(link);
  });
}

/** The index: groups.json and Pagefind, fetched once; fetched again after a failure. */
class Index {
  constructor(root) {
    this.root = root;
  }

  load() {
    this.loading ??= this.fetch().catch((error) => {
      this.loading = undefined;
      throw error;
    });
    return this.loading;
  }

  async fetch() {
    const folder = new URL("pagefind/", this.root);
    const [pagefind, groups] = await Promise.all([
      import(new URL("pagefind.js", folder)),
      fetch(new URL("groups.json", folder), { cache: "no-cache" }).then((response) => response.json()),
    ]);
    this.of = new Map();
    for (const [kind, finding, sections, ids] of groups.groups) {
      for (const id of ids) this.of.set(id, { kind, finding, sections });
    }
    this.sections = groups.sections;
    this.findings = groups.findings;
    // On the page's own thread: the index is small, and the worker would be 12 kB more.
    this.engine = pagefind.createInstance({
      basePath: folder.pathname, baseUrl: "/", noWorker: true, excerptLength: EXCERPT,
      ranking: { metaWeights: { title: 4, urdu: 4, name: 4, also: 1 } },
    });
  }

  /** Return what is found, best first, each with its kind, finding and sections. */
  async search(words) {
    await this.load();
    const plain = folded(words);
    try {
      const { results } = await this.engine.search(plain);
      return results.filter(({ id }) => this.of.has(id)).map((result) => ({ ...result, ...this.of.get(result.id) }));
    } catch (error) {
      this.loading = undefined;
      throw error;
    }
  }

  /** Return a result as it is shown: where it leads, under what title, and its excerpt with the words found. */
  async shown(result) {
    const { raw_url: file, raw_content: content, excerpt, plain_excerpt: plain, meta } = await result.data();
    const [part, page, id, note] = file.replace(/^\/|\.html$/g, "").split("~");
    const section = this.sections[result.sections[0] - 1];
    const start = content.startsWith(plain) ? "" : "… ";
    return {
      href: new URL(`${part}/${page}/#${id}`, this.root),
      title: result.kind === "passage" ? section : meta.title,
      urdu: meta.urdu,
      label: note ? "in a note" : result.finding,
      excerpt: [start, ...marked(excerpt), content.endsWith(plain) ? "" : " …"],
    };
  }
}

/** Turn Pagefind's excerpt, text with <mark> around what was found, into nodes: everything in it is text. */
function marked(excerpt) {
  return excerpt.split(/<\/?mark>/).map((text, i) => {
    const plain = text.replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    if (i % 2 === 0) return [plain];
    const [, before, word, after] = plain.match(/^(\P{L}*?)([\p{L}\p{N}].*?)?([\p{P}\s]*)$/su) ?? [, "", plain, ""];
    return [before, element("mark", {}, word ?? ""), after];
  }).flat();
}

/** Return what is found by kind, best first: [["passage", […]], …]. */
function arranged(found) {
  const asked = (kind) => NAMED.includes(kind) && found.some((one) => one.kind === kind && one.matchedMetaFields?.some((field) => NAMES.includes(field)));
  const first = Object.keys(KINDS).filter(asked);
  return [...new Set([...first, ...Object.keys(KINDS)])].map((kind) => [kind, found.filter((one) => one.kind === kind)]);
}

function radio(name, value, label, checked = false) {
  const count = element("span", { class: "count" });
  return element("label", {}, element("input", { type: "radio", name, value, checked }), ` ${label} `, count);
}

function radios(name, legend, all, choices) {
  const labels = choices.map(([value, label]) => radio(name, value, label));
  return element("fieldset", { class: `filter by-${name}` }, element("legend", {}, legend), radio(name, "", all, true), ...labels);
}

/** The field, its filters and its results. `changed` is called with what is asked, as URLSearchParams, after each search. */
class Panel {
  constructor(root, changed = () => {}) {
    this.index = new Index(root);
    this.contents = new URL("#contents", root);
    this.changed = changed;
    this.field = element("input", {
      type: "search", name: "q", autocomplete: "off", autocapitalize: "none", spellcheck: "false", enterkeyhint: "search",
    });
    this.finding = element("div", { hidden: true });
    this.sections = element("details", {}, element("summary"));
    this.bar = element("div", { class: "bar" }, element("label", {}, element("span", {}, "Search the essay and its record"), this.field));
    this.form = element("form", { role: "search" }, this.bar,
      radios("kind", "Show", "everything", Object.entries(KINDS).map(([kind, names]) => [kind, names[1].toLowerCase()])),
      this.finding, this.sections);
    this.status = element("p", { role: "status", class: "status" });
    this.results = element("div", { class: "results" });
    this.listen();
    this.follow();
  }

  /** What is asked, empty fields left out. */
  get asked() {
    return new URLSearchParams([...new FormData(this.form)].filter(([, value]) => value));
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.run().then(() => this.links()[0]?.focus());
    });
    this.form.addEventListener("input", (event) => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.run(), event.target === this.field ? DELAY : 0);
    });
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "ArrowDown") this.step(event, -1, 1);
    });
    this.results.addEventListener("keydown", (event) => {
      const at = this.links().indexOf(event.target);
      if (event.key === "ArrowDown") this.step(event, at, 1);
      if (event.key === "ArrowUp") this.step(event, at, -1);
    });
  }

  links() {
    return [...this.results.querySelectorAll("a, button")];
  }

  /** Move the focus to the result before or after; before the first is the field. */
  step(event, at, by) {
    const to = at + by < 0 ? this.field : this.links()[at + by];
    if (!to) return;
    event.preventDefault();
    to.focus();
    to.closest("li")?.scrollIntoView({ block: "nearest" });
  }

  /** Fetch the index and say so; list what can be chosen once it is there. */
  async prepare() {
    if (!this.index.sections) this.say("Fetching the index, about 0.1 MB, once…");
    await this.index.load();
    if (!this.sections.querySelector("fieldset")) {
      const finding = radios("finding", "Finding", "any", this.index.findings.map((name) => [name, name]));
      this.finding.replaceWith(finding);
      this.finding = finding;
      this.sections.append(radios("section", "Section", "the whole essay", this.index.sections.map((title, i) => [String(i + 1), title])));
      this.follow();
    }
    if (!this.field.value) this.say("");
  }

  /** Show the filters that what is chosen allows. */
  follow() {
    const { kind, section } = Object.fromEntries(this.asked);
    this.finding.hidden = kind !== "claim";
    const where = section ? `In “${this.index.sections?.[section - 1]}”` : "In the whole essay";
    this.sections.querySelector("summary").textContent = where;
  }

  /** Ask, and show what is found unless something else has been asked meanwhile. */
  async run() {
    const turn = (this.turn = {});
    const { q = "", kind, section, finding } = Object.fromEntries(this.asked);
    try {
      await this.prepare();
      const found = q.trim().length > 1 ? await this.index.search(q) : [];
      if (turn !== this.turn) return;
      const within = found.filter((one) => (!section || one.sections.includes(Number(section)))
        && (!finding || kind !== "claim" || one.finding === finding));
      this.count(within, q.trim().length > 1);
      const parts = arranged(within).filter(([name, ones]) => (kind ? name === kind : ones.length));
      const shown = await Promise.all(parts.map(([name, ones]) => this.part(name, ones, kind ? MANY : FEW)));
      if (turn !== this.turn) return;
      this.follow();
      this.results.replaceChildren(...shown);
      this.tell(q.trim(), parts);
      this.changed(this.asked);
    } catch (error) {
      if (turn === this.turn) this.fail();
    }
  }

  count(found, asked) {
    for (const input of this.form.querySelectorAll("[name=kind]")) {
      const number = input.value ? found.filter((one) => one.kind === input.value).length : found.length;
      input.parentElement.querySelector(".count").textContent = asked ? number : "";
    }
  }

  /** Return the results of one kind: a heading where there are several kinds, a list, and a button for the rest. */
  async part(kind, found, most) {
    const list = element("ol", {}, ...(await this.rows(found.slice(0, most))));
    const part = element("section", {}, element("h2", {}, KINDS[kind][1]), list);
    if (found.length <= most) return part;
    const more = element("button", { type: "button", class: "more" });
    const name = () => {
      more.textContent = most === FEW ? `All ${found.length} ${KINDS[kind][1].toLowerCase()}` : `${Math.min(MANY, found.length - list.children.length)} more`;
    };
    more.addEventListener("click", async () => {
      if (most === FEW) {
        this.form.elements.kind.value = kind;
        await this.run();
        return this.links()[0]?.focus();
      }
      const rows = await this.rows(found.slice(list.children.length, list.children.length + MANY));
      list.append(...rows);
      rows[0].querySelector("a").focus();
      if (list.children.length < found.length) name();
      else more.remove();
    });
    name();
    part.append(more);
    return part;
  }

  rows(found) {
    return Promise.all(found.map(async (result) => {
      const { href, title, urdu, label, excerpt } = await this.index.shown(result);
      const link = element("a", { href, "aria-describedby": `found-${result.id}` }, title);
      if (urdu) link.append(" ", element("bdi", { lang: "ur", dir: "rtl", class: "urdu" }, urdu));
      return element("li", {}, element("p", { class: "head" }, link, " ", element("span", { class: "label" }, label)),
        element("p", { class: "excerpt", id: `found-${result.id}` }, ...excerpt));
    }));
  }

  say(...text) {
    this.status.replaceChildren(...text);
  }

  tell(words, parts) {
    const all = parts.reduce((sum, [, found]) => sum + found.length, 0);
    if (words.length < 2) return this.say(words ? "Type one more letter." : "");
    if (!all) return this.say(`Nothing found for “${words}”. Another spelling or fewer words may find it; `, this.way(), " list every section.");
    const each = parts.map(([kind, found]) => `${found.length} ${KINDS[kind][found.length === 1 ? 0 : 1].toLowerCase()}`);
    this.say(parts.length > 1 ? `${all} results: ${each.join(", ")}.` : `${each[0]}.`);
  }

  way() {
    return element("a", { href: this.contents }, "the contents");
  }

  fail() {
    this.results.replaceChildren();
    this.say("The search could not be loaded; there may be no connection. Until it can, ", this.way(), " list every section.");
  }
}

let dialog, panel;

/** Open the search over the page. `opener` gets the focus back if it had it. */
export async function open(root, opener) {
  if (!dialog) {
    panel = new Panel(root);
    const close = element("button", { type: "button", class: "close" }, "Close");
    dialog = element("dialog", { class: "search", "aria-label": "Search" }, panel.form, panel.status, panel.results);
    panel.bar.append(close);
    close.addEventListener("click", () => dialog.close());
    /* A press that begins and ends outside closes it. Not by `closedby`, which WebKit 2.50 has not got. */
    const outside = ({ target, clientX: x, clientY: y }) => {
      const { left, right, top, bottom } = dialog.getBoundingClientRect();
      return target === dialog && (x < left || x > right || y < top || y > bottom);
    };
    let leaving = false;
    dialog.addEventListener("pointerdown", (event) => { leaving = outside(event); });
    dialog.addEventListener("click", (event) => {
      const link = event.target.closest("a");
      if ((leaving && outside(event)) || (link && link.pathname === location.pathname)) dialog.close();
    });
    dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault(); // a search field would only empty itself
      dialog.close();
    });
    document.body.append(dialog);
    await styled(root);
  }
  if (dialog.open) return;
  if (opener) dialog.addEventListener("close", () => opener.focus({ preventScroll: true }), { once: true });
  dialog.showModal();
  panel.field.focus();
  panel.field.select();
  panel.prepare().catch(() => panel.fail());
}

/** Put the search into `place`, on the page of its own, with what the page's address asks: search/?q=bhatta. */
export async function mount(root, place) {
  await styled(root);
  const address = (asked) => history.replaceState(history.state, "", `${location.pathname}${asked.size ? `?${asked}` : ""}`);
  panel = new Panel(root, address);
  place.append(panel.form, panel.status, panel.results);
  const asked = new URLSearchParams(location.search);
  panel.field.addEventListener("focus", () => panel.prepare().catch(() => panel.fail()), { once: true });
  if (document.activeElement === document.body) panel.field.focus({ preventScroll: true });
  if (!asked.get("q")) return;
  panel.field.value = asked.get("q");
  await panel.prepare().then(() => {
    for (const name of ["kind", "section", "finding"]) {
      const choices = panel.form.elements[name];
      if ([...choices].some((choice) => choice.value === asked.get(name))) choices.value = asked.get(name);
    }
    return panel.run();
  }, () => panel.fail());
}
