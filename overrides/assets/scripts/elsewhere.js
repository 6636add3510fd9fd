/* The link to a page in another language leads to the place where the reader is, by its id, which is the same in both:
   what the address names, while it is in the window, or what stands first there; under the title it leads to the
   page. */

function inView(selector) {
  const bar = document.querySelector(".masthead").offsetHeight;
  return [...document.querySelectorAll(selector)].find((one) => one.getBoundingClientRect().bottom > bar + 8);
}

function lead({ currentTarget: link }) {
  const named = inView(":target:not(.closed)");
  const here = named?.getBoundingClientRect().top < innerHeight ? named
    : inView("article > :is(h1, h2, .passage, .figure), .entries > li");
  link.hash = here && here.tagName !== "H1" ? here.id : "";
}

for (const link of document.querySelectorAll("a.language")) {
  for (const type of ["pointerdown", "click"]) link.addEventListener(type, lead);
}
