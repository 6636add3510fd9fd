/* The reader's choices: a form in a panel, made when first opened. Each change takes effect, and is kept, at once. */

const WORDS = {}; // filled by the build, from apparatus/words/

const GROUPS = { // what can be chosen, what is there without a choice first
  scheme: ["system", "light", "dark"],
  size: ["browser", "smaller", "larger", "largest"],
  marks: ["all", "claims", "none"],
  keys: ["on", "off"],
};

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* Put the form into `panel`; `choices` reads and keeps what was chosen (essay.js). */
export function fill(panel, choices) {
  const form = made("form", {});
  for (const [name, [usual]] of Object.entries(GROUPS)) {
    const buttons = Object.entries(WORDS[name]).map(([choice, text]) => {
      const value = choice === usual ? "" : choice, checked = (choices.read()[name] ?? "") === value;
      return made("label", {}, made("input", { type: "radio", name, value, checked }), ` ${text}`);
    });
    form.append(made("fieldset", { className: "filter" }, made("legend", {}, WORDS.groups[name]), ...buttons));
  }
  form.addEventListener("change", () => choices.keep(Object.fromEntries(new FormData(form))));
  const list = made("dl", { className: "keys" });
  for (const [key, does] of Object.entries(WORDS.does)) {
    list.append(made("div", {}, made("dt", {}, made("kbd", {}, key)), made("dd", {}, does)));
  }
  const close = made("button", { type: "button", className: "close", textContent: WORDS.close });
  close.popoverTargetElement = panel;
  close.popoverTargetAction = "hide";
  panel.append(form, list, made("p", { className: "caveat" }, WORDS.kept), close);
  form.querySelector("input:checked").focus();
}
