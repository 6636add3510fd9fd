/* What a script makes better on a page that is complete without one. Every function does nothing when its element is missing.

   boxes      a mark previews its box on hover and focus, pins it on click, tap or Enter; focus returns when it closes
   addresses  the sign beside a paragraph copies a short quotation with its link */

const HOVER_DELAY = 150; // ms before a pointer that rests on a mark opens its box
const LEAVE_DELAY = 250; // ms to cross from mark to box

function boxes() {
  const marks = document.querySelectorAll(".mark button, a[data-box]");
  if (!marks.length || !HTMLElement.prototype.showPopover) return;
  let timer, pinned = null, returning = false;

  const boxOf = (mark) => document.getElementById(mark.getAttribute("popovertarget") || mark.dataset.box);
  const isOpen = (box) => box.matches(":popover-open");
  const inMargin = (box) => !isOpen(box) && box.matches(".note") && box.getClientRects().length > 0;
  const open = (box, mark) => { if (!isOpen(box)) box.showPopover({ source: mark }); };
  const later = (wait, act) => { clearTimeout(timer); timer = setTimeout(act, wait); };

  for (const mark of marks) {
    const box = boxOf(mark);
    if (!box) continue;
    const leave = () => later(LEAVE_DELAY, () => {
      const used = mark.matches(":hover, :focus-visible") || box.matches(":hover, :focus-within");
      if (pinned !== box && isOpen(box) && !used) box.hidePopover();
    });
    mark.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !pinned && !inMargin(box)) later(HOVER_DELAY, () => open(box, mark));
    });
    mark.addEventListener("focus", () => {
      if (!returning && !pinned && !inMargin(box) && mark.matches(":focus-visible")) open(box, mark);
    });
    for (const element of [mark, box]) {
      element.addEventListener("pointerleave", leave);
      element.addEventListener("focusout", leave);
    }
    mark.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      clearTimeout(timer);
      if (pinned === box && isOpen(box)) return box.hidePopover();
      open(box, mark);
      pinned = box;
      box.opener = mark;
      if (event.detail === 0 || event.pointerType === "") { box.tabIndex = -1; box.focus({ preventScroll: true }); } // by key; Firefox counts one click for a link
    });
    box.addEventListener("beforetoggle", (event) => {
      if (event.newState === "closed") box.hadFocus = box.contains(document.activeElement);
    });
    box.addEventListener("toggle", (event) => {
      if (event.newState !== "closed") return;
      const opener = pinned === box ? box.opener : null;
      if (pinned === box) pinned = null;
      if (opener && (box.hadFocus || document.activeElement === document.body)) {
        returning = true;
        opener.focus({ preventScroll: true });
        returning = false;
      }
    });
  }
}

function addresses() {
  const links = document.querySelectorAll("a.address");
  if (!links.length || !navigator.clipboard) return;
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");
  document.body.append(said);
  for (const link of links) {
    link.addEventListener("click", async (event) => {
      event.preventDefault();
      history.replaceState(null, "", link.hash);
      const passage = link.closest(".passage").cloneNode(true);
      for (const extra of passage.querySelectorAll(".mark, .address")) extra.remove();
      const words = passage.textContent.trim().split(/\s+/);
      const quoted = words.length > 24 ? words.slice(0, 24).join(" ") + " …" : words.join(" ");
      const title = document.querySelector("h1").textContent;
      await navigator.clipboard.writeText(`“${quoted}” (${title}) ${location.href}`).then(
        () => { said.textContent = "Copied: quotation and link"; },
        () => { said.textContent = "The link is in the address bar"; },
      );
      setTimeout(() => { said.textContent = ""; }, 3000);
    });
  }
}

boxes();
addresses();
