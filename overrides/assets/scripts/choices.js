/* What the reader chose, applied before anything is painted. Published, these lines stand in the page: no request is
   waited for. What essay.js shares with them, it finds under these names: both are scripts of one page, not modules. */

const root = document.documentElement;

/* Storage may be forbidden, or hold something else. */
function stored(name) {
  try { return JSON.parse(localStorage.getItem(`${root.dataset.essay}-${name}`)); } catch { return null; }
}

const choices = {
  read: () => stored("reading") ?? {},
  /* Every choice is an attribute of the root, which the stylesheet knows; what is not chosen has none. */
  apply(chosen) {
    for (const name of ["scheme", "size", "marks", "keys"]) {
      if (chosen[name]) root.dataset[name] = chosen[name];
      else delete root.dataset[name];
    }
  },
};

choices.apply(choices.read());
