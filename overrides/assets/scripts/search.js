/* Search, fetched by essay.js when it is first opened: as a dialog over any page, or in its place on the page search/.

   In: the site's root. The index is one file (apparatus/postbuild/search.py), fetched once; matching.js finds in it. A
   result is a passage or an entry. What can be wrong: no connection. Then a sentence says so and leads to the contents.
   No markup is ever read from the index: all that it holds is set as text. */

import { Corpus, excerpt } from "./matching.js";

const WORDS = {}; // filled by the build, from apparatus/words/
/* What kinds and findings are called; the kinds that come first if asked for by name. */
const { kinds: KINDS, named: NAMED, findings: FINDINGS } = WORDS.labels ?? {};

const DELAY = 200; // ms after the last key before a search
const FEW = 3; // results of a kind while all kinds are shown
const MANY = 10; // results at a time of one kind

/** Return the words at `key`, in the form that goes with the number `n` where they have several, with what `values`
    holds put in for {name}. */
function said(key, values = {}) {
  const words = key.split(".").reduce((within, name) => within[name], WORDS);
  const form = words.other ? words[new Intl.PluralRules(document.documentElement.lang).select(values.n)] : words;
  return form.replace(/\{(\w+)\}/g, (_, name) => values[name]);
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

/** The index, fetched once; fetched again after a failure. */
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
    const response = await fetch(new URL("search/index.json", this.root), { cache: "no-cache" });
    const { language, sections, findings, fields, rows } = await response.json();
    const named = rows.map((row) => Object.fromEntries(fields.map((field, i) => [field, row[i]])));
    this.corpus = new Corpus(named, language);
    this.sections = sections;
    this.findings = findings;
  }

  /** Return a result as it is shown: where it leads, under what title, and its excerpt with the words found. */
  shown({ address, kind, title, urdu, finding, sections, note, words }, sought) {
    return {
      href: new URL(address, this.root),
      title: kind === "passage" ? this.sections[sections[0] - 1] : title,
      urdu,
      label: note ? WORDS["in-note"] : (FINDINGS[finding] ?? ""),
      excerpt: excerpt(words, sought).map((text, i) => (i % 2 ? element("mark", {}, text) : text)),
    };
  }
}

/** Return what is found by kind, best first: [["passage", […]], …]. */
function arranged(found) {
  const asked = (kind) => NAMED.includes(kind) && found.some((one) => one.kind === kind && one.named);
  const first = Object.keys(KINDS).filter(asked);
  const order = [...new Set([...first, ...Object.keys(KINDS)])];
  return order.map((kind) => [kind, found.filter((one) => one.kind === kind)]);
}

const quoted = (words) => words.map((word) => said("quoted", { word })).join(WORDS.comma);

function radio(name, value, label, checked = false) {
  const count = element("span", { class: "count" });
  return element("label", {}, element("input", { type: "radio", name, value, checked }), ` ${label} `, count);
}

function radios(name, legend, all, choices) {
  const labels = [radio(name, "", all, true), ...choices.map(([value, label]) => radio(name, value, label))];
  return element("fieldset", { class: `filter by-${name}` }, element("legend", {}, legend), ...labels);
}

/** The field, its filters and its results. `changed` is called with what is asked, as URLSearchParams, after each
    search. */
class Panel {
  constructor(root, changed = () => {}) {
    this.index = new Index(root);
    this.contents = new URL("#contents", root);
    this.changed = changed;
    this.field = element("input", {
      type: "search", name: "q", enterkeyhint: "search",
      autocomplete: "off", autocapitalize: "none", spellcheck: "false",
    });
    this.finding = element("div", { hidden: true });
    this.sections = element("details", {}, element("summary"));
    this.bar = element("div", { class: "bar" }, element("label", {}, element("span", {}, WORDS.field), this.field));
    this.form = element("form", { role: "search" }, this.bar,
      radios("kind", WORDS.show, WORDS.everything, Object.entries(KINDS).map(([kind, { choice }]) => [kind, choice])),
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
    if (!this.index.sections) this.say(WORDS.fetching);
    await this.index.load();
    if (!this.sections.querySelector("fieldset")) {
      const { findings, sections } = this.index;
      const finding = radios("finding", WORDS.finding, WORDS.any, findings.map((name) => [name, FINDINGS[name]]));
      this.finding.replaceWith(finding);
      this.finding = finding;
      const choices = sections.map((title, i) => [String(i + 1), title]);
      this.sections.append(radios("section", WORDS.section, WORDS.whole, choices));
      this.follow();
    }
    if (!this.field.value) this.say("");
  }

  /** Show the filters that what is chosen allows. */
  follow() {
    const { kind, section } = Object.fromEntries(this.asked);
    this.finding.hidden = kind !== "claim";
    const where = section ? said("in-section", { section: this.index.sections?.[section - 1] }) : WORDS["in-whole"];
    this.sections.querySelector("summary").textContent = where;
  }

  /** Ask, and show what is found unless something else has been asked meanwhile. */
  async run() {
    const turn = (this.turn = {});
    const { q = "", kind, section, finding } = Object.fromEntries(this.asked);
    try {
      await this.prepare();
      if (turn !== this.turn) return;
      const asked = this.index.corpus.search(q.trim().length > 1 ? q : "");
      const within = asked.found.filter((one) => (!section || one.sections.includes(Number(section)))
        && (!finding || kind !== "claim" || one.finding === finding));
      this.count(within, q.trim().length > 1);
      const parts = arranged(within).filter(([name, ones]) => (kind ? name === kind : ones.length));
      this.follow();
      const most = kind ? MANY : FEW;
      this.results.replaceChildren(...parts.map(([name, ones]) => this.part(name, ones, asked.sought, most)));
      this.tell(q.trim(), parts, asked);
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
  part(kind, found, sought, most) {
    const list = element("ol", {}, ...this.rows(found.slice(0, most), sought));
    const part = element("section", {}, element("h2", {}, KINDS[kind].many), list);
    if (found.length <= most) return part;
    const more = element("button", { type: "button", class: "more" });
    const name = () => {
      more.textContent = most === FEW ? said("all", { n: found.length, kind: KINDS[kind].choice })
        : said("more", { n: Math.min(MANY, found.length - list.children.length) });
    };
    more.addEventListener("click", async () => {
      if (most === FEW) {
        this.form.elements.kind.value = kind;
        await this.run();
        return this.links()[0]?.focus();
      }
      const rows = this.rows(found.slice(list.children.length, list.children.length + MANY), sought);
      list.append(...rows);
      rows[0].querySelector("a").focus();
      if (list.children.length < found.length) name();
      else more.remove();
    });
    name();
    part.append(more);
    return part;
  }

  rows(found, sought) {
    return found.map((result) => {
      const { href, title, urdu, label, excerpt } = this.index.shown(result, sought);
      const id = `found-${result.number}`;
      const link = element("a", { href, "aria-describedby": id }, title);
      if (urdu) link.append(" ", element("bdi", { lang: "ur", dir: "rtl", class: "urdu" }, urdu));
      return element("li", {}, element("p", { class: "head" }, link, " ", element("span", { class: "label" }, label)),
        element("p", { class: "excerpt", id }, ...excerpt));
    });
  }

  say(...text) {
    this.status.replaceChildren(...text);
  }

  /** Say how much was found, or why nothing was and what would find something. */
  tell(words, parts, { absent, begins, rest }) {
    const all = parts.reduce((sum, [, found]) => sum + found.length, 0);
    if (words.length < 2) return this.say(words ? WORDS.short : "");
    if (!all) {
      const why = !rest && !/\s/.test(words) ? "nothing" : absent.length ? "lacking" : "apart";
      const told = said(why, { words, absent: quoted(absent), n: absent.length });
      return this.say(`${told} `, ...(rest ? [this.instead(rest)] : this.leading(WORDS.otherwise)));
    }
    const each = parts.map(([kind, found]) => said(`found.${kind}`, { n: found.length })).join(WORDS.comma);
    const begun = begins.length ? ` ${said("begun", { words: quoted(begins) })}` : "";
    this.say(said(parts.length > 1 ? "results" : "result", { n: all, each }) + begun);
  }

  /** A button that asks for what can be found of what was typed. */
  instead(words) {
    const button = element("button", { type: "button", class: "more" }, said("instead", { words }));
    button.addEventListener("click", () => {
      this.field.value = words;
      this.field.focus();
      this.run();
    });
    return button;
  }

  /** Return a sentence with the link to the contents in its place. */
  leading(sentence) {
    const [before, after] = sentence.split("{contents}");
    return [before, element("a", { href: this.contents }, WORDS.contents), after];
  }

  fail() {
    this.results.replaceChildren();
    this.say(...this.leading(WORDS.failed));
  }
}

let dialog, panel;

/** Open the search over the page. `opener` gets the focus back if it had it. */
export async function open(root, opener) {
  if (!dialog) {
    panel = new Panel(root);
    const close = element("button", { type: "button", class: "close" }, WORDS.close);
    dialog = element("dialog", { class: "search", "aria-label": WORDS.search });
    dialog.append(panel.form, panel.status, panel.results);
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
  const address = (asked) =>
    history.replaceState(history.state, "", `${location.pathname}${asked.size ? `?${asked}` : ""}`);
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
