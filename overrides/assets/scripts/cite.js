/* Copying citations. Fetched when a reader first asks for one, by essay.js; nothing of it is needed to read.

   citeParagraph  opens a box beside a paragraph's sign, with a button for each form in which the paragraph can be cited
   citePage       puts the same buttons into the page's own box

   The forms are the files that stand beside the page. Each holds the page's entry first, then one a paragraph, parted by empty lines
   (the JSON is a list), so the entry of a paragraph is the one that holds its address. */

const WORDS = {}; // filled by the build, from apparatus/words/
const FORMS = { [WORDS.forms.reference]: "cite.txt", BibTeX: "cite.bib", RIS: "cite.ris", "CSL-JSON": "cite.json" };

async function entryIn(file, hash) {
  const answer = await fetch(file);
  if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
  const text = await answer.text();
  const ours = (entry) => !hash || new RegExp(`${hash}(?!\\w)`).test(entry);
  if (file.endsWith(".json")) return JSON.stringify(JSON.parse(text).filter((one) => ours(one.URL)).slice(0, 1), null, 2);
  return text.split(/\r?\n\r?\n/).find(ours).replace(/[\r\n]+$/, "");
}

/* Safari lets a page write to the clipboard only within the click, so it gets the promise of a text. */
function copy(promised) {
  if (!window.ClipboardItem) return promised.then((text) => navigator.clipboard.writeText(text));
  const blob = promised.then((text) => new Blob([text], { type: "text/plain" }));
  return navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
}

function buttons(hash, label) {
  const row = document.createElement("p");
  row.className = "copies";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", label);
  const said = document.createElement("span");
  said.className = "said";
  said.setAttribute("role", "status");
  for (const [name, file] of Object.entries(FORMS)) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.addEventListener("click", async () => {
      said.textContent = "";
      await copy(entryIn(file, hash())).then(
        () => { said.textContent = WORDS.copied.replace("{form}", name); },
        () => { said.textContent = WORDS.failed; },
      );
    });
    row.append(button);
  }
  return [`${label}:`, row, said];
}

let box, shown = "";

function makeBox() {
  box = document.createElement("div");
  box.className = "box citing";
  box.popover = "auto";
  box.setAttribute("role", "dialog");
  box.setAttribute("aria-label", WORDS.box);
  const close = document.createElement("button");
  close.type = "button";
  close.className = "close";
  close.textContent = WORDS.close;
  close.addEventListener("click", () => box.hidePopover());
  box.append(...buttons(() => shown, WORDS.paragraph), close);
}

/* `copied`: whether quotation and link have been already; `byKey` moves the focus into the box, from where Escape gives it back; `show` opens a box beside a mark. */
export function citeParagraph(sign, copied, byKey, show) {
  if (!box) makeBox();
  if (box.matches(":popover-open")) box.hidePopover();
  shown = sign.hash;
  sign.after(box); // next in the order of reading, too
  show(box, sign);
  box.querySelector(".said").textContent = copied ? WORDS.quoted : WORDS.address;
  if (byKey) box.querySelector("button").focus({ preventScroll: true });
}

export function citePage(details) {
  if (!details.querySelector(".copies")) details.querySelector(".reference").after(...buttons(() => "", WORDS.page));
}
