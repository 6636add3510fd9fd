/* What a script makes better on a page that is complete without one. Every function does nothing when its element is
   missing.

   choices    what the reader chose (reading.js) is kept on the device alone; choices.js has applied it before anything
              was painted
   boxes      a mark, which is a link to its box, previews it on hover and focus and pins it on click, tap or Enter,
              beside the mark and out of the page's address; focus returns when it closes; a note that stands in the
              margin is lit there instead
   addresses  the sign beside a paragraph copies the page's reference with the paragraph's address; “Cite this” copies
              it with the page's
   panels     the map of the site, and the reader's choices, open over the page
   searching  the link or the key / opens the search, which is fetched then
   keys       j and k turn the page, c opens the contents, / the search, ? the choices
   place      where the reader stopped is kept, and the cover leads back to it
   offline    where the essay can be saved for reading without a line, or may have been, offline.js is fetched, which
              says so */

const WORDS = {}; // filled by the build, from apparatus/words/

/* Storage may be forbidden or full: then nothing is remembered, and nothing fails. */
function store(name, value) {
  try { localStorage.setItem(`${root.dataset.essay}-${name}`, JSON.stringify(value)); } catch { /* not remembered */ }
}

choices.keep = (chosen) => { store("reading", chosen); choices.apply(chosen); };

const HOVER_DELAY = 150; // ms before a pointer that rests on a mark opens its box
const LEAVE_DELAY = 250; // ms to cross from mark to box
const BAR = 52; // px at the head of the window that the masthead covers, and a little

/* A click with one of these is the browser's: a new tab, a window, a download. */
const isModified = (event) => event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;

/* Open `box` over the page beside `mark`, on the side with more room, also while the page is scrolled (essay.css says
   why not by CSS alone). An entry is a popover for that long only: otherwise it stands in its place, for print, other
   programs, and who has neither scripts nor styles. */
function show(box, mark) {
  const shown = new AbortController(), { signal } = shown, before = box.popover;
  const turn = () => {
    const { top, bottom } = mark.getBoundingClientRect();
    box.classList.toggle("above", top > innerHeight - bottom);
  };
  box.popover = "auto";
  if (!box.hasAttribute("aria-label")) box.setAttribute("aria-label",
    box.querySelector(".unseen")?.textContent ?? mark.textContent);
  turn();
  box.showPopover({ source: mark });
  addEventListener("scroll", turn, { passive: true, signal });
  box.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    shown.abort();
    box.popover = before;
  }, { signal });
}

function boxes() {
  const marks = document.querySelectorAll(".mark a, a.name");
  if (!marks.length || !HTMLElement.prototype.showPopover) return;
  let timer, pinned = null, returning = false, again = false;

  const boxOf = (mark) => document.getElementById(decodeURIComponent(mark.hash.slice(1)));
  /* By the address, as when a mark was opened in a tab of its own. */
  const named = () => document.querySelector(".box:target");
  const taken = () => pinned || named();
  const unname = () => { if (named()) location.replace("#closed"); };
  const isOpen = (box) => box.matches(":popover-open");
  const inMargin = (box) => !isOpen(box) && box.matches(".note") && box.getClientRects().length > 0;
  const open = (box, mark) => {
    box.opener = mark;
    if (isOpen(box)) return;
    unname();
    show(box, mark);
    mark.setAttribute("aria-expanded", "true");
  };
  const light = (box, mark) => { // a note that stands in the margin stays there
    box.tabIndex = -1;
    /* It may have been pushed down, out of the window. */
    box.focus({ preventScroll: box.getBoundingClientRect().top < innerHeight });
    box.onkeydown = (event) => { if (event.key === "Escape") mark.focus(); };
  };
  const later = (wait, act) => { clearTimeout(timer); timer = setTimeout(act, wait); };

  for (const mark of marks) {
    const box = boxOf(mark);
    if (!box) continue;
    const leave = () => later(LEAVE_DELAY, () => {
      const used = mark.matches(":hover, :focus-visible") || box.matches(":hover, :focus-within");
      if (pinned !== box && isOpen(box) && !used) box.hidePopover();
    });
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !taken() && !inMargin(box)) later(HOVER_DELAY, () => open(box, mark));
    });
    /* Which may have come back from a box that is being closed: no other can be opened before it is. */
    mark.addEventListener("focus", () => {
      if (!returning && !taken() && !inMargin(box)) later(0, () => {
        if (!taken() && mark.matches(":focus-visible")) open(box, mark);
      });
    });
    for (const element of [mark, box]) {
      element.addEventListener("pointerleave", leave);
      element.addEventListener("focusout", leave);
    }
    /* The browser closes the box when a press outside it ends, before there is a click: whether this one was to close
       it is known when it begins. */
    mark.addEventListener("pointerdown", () => { again = pinned === box; });
    mark.addEventListener("click", (event) => {
      const closing = again || pinned === box;
      again = false;
      if (isModified(event)) return;
      event.preventDefault();
      clearTimeout(timer);
      if (inMargin(box)) return light(box, mark);
      if (closing) return box.popover && box.hidePopover();
      open(box, mark);
      pinned = box;
      /* By key; Firefox counts one click for a link. */
      if (event.detail === 0 || event.pointerType === "") { box.tabIndex = -1; box.focus({ preventScroll: true }); }
    });
    box.addEventListener("beforetoggle", (event) => {
      if (event.newState === "closed") box.hadFocus = box.contains(document.activeElement);
    });
    box.addEventListener("toggle", (event) => {
      if (event.newState !== "closed") return;
      box.opener?.setAttribute("aria-expanded", "false");
      const opener = pinned === box ? box.opener : null;
      if (pinned === box) pinned = null;
      if (opener && (box.hadFocus || document.activeElement === document.body)) {
        returning = true;
        opener.focus({ preventScroll: true });
        returning = false;
      }
    });
  }
  addEventListener("click", (event) => {
    const box = event.target.closest?.(".box");
    if (!box) return unname();
    if (!isOpen(box) || !event.target.closest("a.close")) return;
    event.preventDefault();
    box.hidePopover();
  });
  addEventListener("keydown", (event) => { if (event.key === "Escape") unname(); });
}

/* The reference stands at the end of the page, with the page's address; a paragraph's takes that address's place. */
function addresses() {
  const cite = document.getElementById("cite"), reference = cite?.querySelector(".reference");
  if (!reference || !navigator.clipboard) return;
  const said = document.createElement("p");
  said.className = "box said";
  said.setAttribute("role", "status");
  const copy = async (beside, hash) => {
    const line = reference.textContent.trim().replace(/https?:\S+?(?=\.?$)/, `$&${hash}`);
    if (said.popover) said.hidePopover(); // it may be open beside another paragraph
    said.textContent = "";
    beside.after(said);
    show(said, beside);
    const outcome = await navigator.clipboard.writeText(line).then(() => WORDS.copied, () => WORDS.failed);
    said.textContent = outcome.replace("{line}", line);
  };
  for (const link of document.querySelectorAll("a.address[href^='#']")) {
    link.addEventListener("click", (event) => {
      if (isModified(event)) return;
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      copy(link, link.hash);
    });
  }
  const button = document.createElement("button");
  button.textContent = WORDS.copy;
  button.addEventListener("click", () => copy(button, ""));
  reference.after(button);
}

/* Have a link open a panel. It stays a link to what the panel shows, for a copy that somebody saves of the page, which
   keeps no script. */
function opener(link, panel) {
  let again = false; // as with marks: a press outside closes the panel before there is a click
  link.setAttribute("aria-haspopup", "dialog");
  link.addEventListener("pointerdown", () => { again = panel.matches(":popover-open"); });
  link.addEventListener("click", (event) => {
    if (isModified(event)) return;
    event.preventDefault();
    if (again) panel.hidePopover();
    else panel.togglePopover();
    again = false;
  });
}

function panel(name) {
  const made = document.createElement("div");
  made.className = `panel ${name}`;
  made.popover = "auto";
  made.setAttribute("role", "dialog");
  made.addEventListener("toggle", (event) => {
    if (event.newState === "open") (made.querySelector("[aria-current], input:checked") ??
      made.querySelector("a"))?.focus();
  });
  document.body.append(made);
  return made;
}

function panels() {
  if (!HTMLElement.prototype.showPopover) return;
  const map = document.getElementById("map"), toMap = document.querySelector(".to-map[href$='#map']");
  if (map && toMap) {
    const made = panel("contents-panel");
    made.classList.add("map");
    made.setAttribute("aria-label", map.getAttribute("aria-label"));
    made.append(...map.cloneNode(true).children);
    opener(toMap, made);
  }
  const reading = document.querySelector(".masthead .reading");
  if (reading) {
    const made = panel("reading-panel");
    made.setAttribute("aria-label", reading.textContent);
    opener(reading, made);
    made.addEventListener("beforetoggle", async () => {
      if (!made.hasChildNodes()) (await import("./reading.js")).fill(made, choices);
    });
  }
}

function keys() {
  const press = (selector) => () => document.querySelector(selector)?.click();
  const acts = {
    j: press(".onward [rel=next]"), k: press(".onward [rel=prev]"), c: press(".to-map"), "?": press(".reading"),
    "/": press("a.search"),
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || root.dataset.keys === "off") return;
    if (event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, dialog")) return;
    if (!Object.hasOwn(acts, event.key)) return;
    event.preventDefault();
    acts[event.key]();
  });
}

function place() {
  const title = document.querySelector(".section > h1"), start = document.querySelector(".start a");
  const next = document.querySelector(".onward [rel=next]");
  if (title) {
    const keep = () => {
      const here = [...document.querySelectorAll(".section > .passage")]
        .find((p) => p.getBoundingClientRect().bottom > BAR);
      if (here) store("place", { title: title.textContent, href: `${location.pathname}#${here.id}` });
      else if (next) store("place", { title: next.querySelector(".title").textContent, href: next.pathname });
      else store("place", null);
    };
    addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
    addEventListener("pagehide", keep);
  }
  const last = stored("place");
  if (start && last?.title && String(last.href).startsWith("/")) {
    const label = start.querySelector(".label");
    label.textContent = label.dataset.again;
    start.querySelector(".title").textContent = last.title;
    start.href = location.origin + last.href;
  }
}

function searching() {
  const link = document.querySelector("a.search"), place = document.querySelector(".search-place");
  if (!link || !window.HTMLDialogElement) return;
  const root = new URL("..", link.href);
  const open = (event, opener) => {
    event.preventDefault();
    if (place) return document.querySelector("[role=search] input")?.focus();
    import("./search.js").then((search) => search.open(root, opener), () => location.assign(link.href));
  };
  link.addEventListener("click", (event) => {
    if (!isModified(event)) open(event, event.detail ? link : undefined);
  });
  if (!place) return;
  place.classList.toggle("asked", location.search.includes("q="));
  import("./search.js").then((search) => search.mount(root, place), () => place.classList.remove("asked"));
}

const offline = () =>
  (document.querySelector("[rel=manifest]") || navigator.serviceWorker?.controller) && import("./offline.js");

/* The script is deferred: the page is there. */
boxes();
addresses();
panels();
searching();
keys();
place();
offline();
