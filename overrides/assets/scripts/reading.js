/* The reader's choices: a form in a panel, made when it is first opened. Each change takes effect and is kept at once. */

const GROUPS = [
  ["scheme", "Colours", [["", "as the system"], ["light", "light"], ["dark", "dark"]]],
  ["size", "Size of the text", [["smaller", "smaller"], ["", "as the browser"], ["larger", "larger"], ["largest", "largest"]]],
  ["marks", "Marks in the text", [["", "all"], ["claims", "claims alone"], ["none", "none: read plain"]]],
  ["keys", "Single keys", [["", "on"], ["off", "off"]]],
];
const KEYS = [["j", "next section"], ["k", "section before"], ["c", "contents"], ["/", "search"], ["?", "this panel"]];

function made(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/* Put the form into `panel`; `choices` reads and keeps what was chosen (essay.js). */
export function fill(panel, choices) {
  const form = made("form", {});
  for (const [name, label, values] of GROUPS) {
    const buttons = values.map(([value, text]) => {
      const checked = (choices.read()[name] ?? "") === value;
      return made("label", {}, made("input", { type: "radio", name, value, checked }), ` ${text}`);
    });
    form.append(made("fieldset", { className: "filter" }, made("legend", {}, label), ...buttons));
  }
  form.addEventListener("change", () => choices.keep(Object.fromEntries(new FormData(form))));
  const list = made("dl", { className: "keys" });
  for (const [key, does] of KEYS) list.append(made("div", {}, made("dt", {}, made("kbd", {}, key)), made("dd", {}, does)));
  const close = made("button", { type: "button", className: "close", textContent: "Close" });
  close.popoverTargetElement = panel;
  close.popoverTargetAction = "hide";
  panel.append(form, list, made("p", { className: "caveat" }, "Kept on this device alone."), close);
  form.querySelector("input:checked").focus();
}
