"""What is asked of every kind of opened box in every engine: inside the window, in full view, over no other, beside its
mark where there is room.

In: kinds of marks, and how many places of the window each of their marks is tried in, 1 or 3; the script runs in a
section's page, whichever program drives the browser. Out: how many boxes it opened, and a sentence for each fault. Of
each kind it takes the first, the middle and the last mark, one of them at the head, one in the middle and one at the
foot of the window, another with each kind; or each of them in all three places. Then it scrolls on a little.
"""

import pytest

KINDS = [".source-mark a", ".claim-mark a", ".note-mark a", "a.person", "a.term", "a.address"]
SIZES = [(320, 568), (390, 844), (844, 390), (768, 1024), (1440, 900)]
"""The windows: a small and a large phone, that on its side, a tablet, a desk."""
OPENINGS = [
    *(pytest.param(*size, 1, id=f"{size[0]}-{size[1]}") for size in SIZES),
    *(pytest.param(*size, 3, id=f"{size[0]}-{size[1]}-each-place", marks=pytest.mark.proof) for size in SIZES),
]

OPEN_ALL = """
const event = (target, name) => new Promise((done) => target.addEventListener(name, done, { once: true }));
const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
const faults = [];
let opened = 0;
const [kinds, places] = arguments;
for (const [turn, kind] of kinds.entries()) {
  const marks = [...document.querySelectorAll(`.section > .passage ${kind}`)].filter((mark) => mark.getClientRects().length);
  if (!marks.length) faults.push(`no ${kind}`);
  for (const [nth, mark] of [...new Set([marks[0], marks[marks.length >> 1], marks.at(-1)])].entries()) {
    for (let place = 0; place < places; place += 1) {
      const block = ["start", "center", "end"][(turn + nth + place) % 3];
      mark.scrollIntoView({ block });
      if (block === "start") scrollBy(0, -64);
      const before = scrollY;
      const showing = new Promise((done) => document.addEventListener("toggle", function opening({ target, newState }) {
        if (newState !== "open") return; // a box before it may be closing yet
        document.removeEventListener("toggle", opening, true);
        done(target);
      }, true));
      mark.click();
      const lit = document.activeElement.matches(".note") && !document.activeElement.matches(":popover-open");
      if (lit) { opened += 1; continue; }
      const box = await showing;
      opened += 1;
      const look = (when) => {
        const at = box.getBoundingClientRect(), from = mark.getBoundingClientRect();
        const say = (what) => faults.push(`${kind} at the ${block}, ${when}: ${what} (${[at.left, at.top, at.right, at.bottom].map(Math.round)}; mark ${Math.round(from.top)})`);
        if (at.left < 0 || at.top < 0 || at.right > innerWidth || at.bottom > innerHeight || at.height < 60) say("not inside the window");
        if (getComputedStyle(box).opacity !== "1") say(`opacity ${getComputedStyle(box).opacity}`);
        if (document.querySelectorAll(".box:popover-open, .box:target").length !== 1) say("not alone");
        const gap = Math.min(Math.abs(at.top - from.bottom), Math.abs(from.top - at.bottom));
        if (innerWidth >= 640 && innerHeight >= 480 && gap > 30) say(`${Math.round(gap)} px from its mark`);
      };
      await Promise.all(box.getAnimations().map((one) => one.finished));
      if (scrollY !== before) faults.push(`${kind} at the ${block}: the page moved by ${scrollY - before} px`);
      look("opened");
      scrollBy(0, block === "start" ? 40 : 90);
      await frame();
      await frame();
      look("scrolled");
      const closed = event(box, "toggle");
      box.hidePopover();
      await closed;
      document.activeElement.blur(); // a mark that has the focus opens its box
    }
  }
}
return { opened, faults };
"""
