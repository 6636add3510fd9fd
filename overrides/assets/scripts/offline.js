/* Reading without a line, where the reader asks for it: fetched where the offer stands (.offline), and on pages that a saved copy may have answered.
   What is saved, and how, is the worker's business: apparatus/postbuild/worker.js. */

const site = new URL("../../", import.meta.url);
const workers = navigator.serviceWorker;
const offer = document.querySelector(".offline");
const place = offer ?? document.createElement("p");

function show(text, label, act) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.addEventListener("click", act);
  place.replaceChildren(text, label ? button : "");
  place.setAttribute("role", "status");
  if (place.isConnected) return;
  place.className = "said";
  document.querySelector("article").prepend(place);
}

const tell = async (what) => (await workers.ready).active.postMessage(what);
async function save() {
  await workers.register(new URL("sw.js", site), { scope: site.pathname });
  tell("save");
}
const ask = () => offer && show("", "Save the essay for reading offline (under 1.5 MB)", save);

async function start() {
  workers.addEventListener("message", ({ data }) => {
    if (data.removed) ask();
    else if (data.failed) show("Not everything could be saved. ", "Try again", save);
    else if (data.saving) show(`Saving ${data.saving} of ${data.of}. `, "");
    else if (data.stored) show("No line: this is the copy that you saved. ", "");
    else if (data.saved && data.saved !== data.version) show("The saved copy is older than this text. ", "Save the newer text", save);
    else if (data.saved && offer) show("Saved for offline. ", "Remove", () => tell("remove"));
    else if (!data.saved) ask();
  });
  if (await workers.getRegistration(site)) tell("ask");
  else ask();
}

if (workers) start();
