/* Reading without a line, where the reader asks for it: fetched where the offer stands (.offline), and on pages that a saved copy may have answered.
   What is saved, and how, is the worker's business: apparatus/postbuild/worker.js. This asks how things stand, and says so. */

const POLL = 500; // ms between two questions while the worker saves
const site = new URL("../../", import.meta.url);
const workers = navigator.serviceWorker;
const offer = document.querySelector(".offline");
const place = offer ?? document.createElement("p");
let asked = false; // whether the reader asked for it on this page, and it is not done yet
let polling;

/** Say something, with a button for each act: say("Saved. ", ["Remove", remove]). */
function say(text, ...acts) {
  const buttons = acts.flatMap(([label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", act);
    return [button, " "];
  });
  place.replaceChildren(text, ...buttons);
  place.setAttribute("role", "status");
  if (place.isConnected) return;
  place.className = "said";
  document.querySelector("article").prepend(place);
}

const tell = async (what) => (await workers.ready).active.postMessage(what);
const remove = () => tell("remove");

async function save() {
  asked = true;
  say("Saving … ");
  try {
    await renewed(await workers.register(new URL("sw.js", site), { scope: site.pathname }));
  } catch {
    return say("The essay cannot be saved now: there is no line, or the browser does not allow it. ", ["Try again", save]);
  }
  await tell("save");
  tell("ask");
}

/** Wait for the worker of the newest text, if the one at work is an older one and there is a line. */
async function renewed(registration) {
  await registration.update().catch(() => { /* no line: the one at work is what there is */ });
  const coming = registration.installing ?? registration.waiting;
  if (coming) await new Promise((done) => coming.addEventListener("statechange", () => ["activated", "redundant"].includes(coming.state) && done()));
}

/** Say how things stand, by the worker's answer; without one, nothing is stored. */
function show({ saving, failure, done = 0, of = 0, begun, whole, version, stored } = {}) {
  const files = `${done.toLocaleString("en")} of ${of.toLocaleString("en")} files`;
  if (saving) {
    polling ??= setInterval(tell, POLL, "ask"); // again and again: a worker that the browser has ended answers nothing
    return say(`Saving: ${files}. `);
  }
  polling = clearInterval(polling);
  if (asked && !failure && whole !== version) return save(); // the browser ended the worker before it was done
  asked = false;
  if (stored === "whole") say("No line: this is the copy that you saved. ");
  else if (stored) say(`No line: this is from a copy that is not whole, ${files}. `);
  else if (failure) say(`Not everything could be saved: ${files} are here${failure === "room" ? ", and there is no room for more" : ""}. `, ["Go on", save], ["Remove", remove]);
  else if (whole && whole !== version) say("The saved copy is older than this text. ", ["Save the newer text", save]);
  else if (begun && !whole) say(`Only ${files} are saved. `, ["Go on", save], ["Remove", remove]);
  else if (!offer) place.remove();
  else say(...whole ? ["Saved for offline. ", ["Remove", remove]] : ["", ["Save the essay for reading offline (under 2 MB)", save]]);
}

async function start() {
  workers.addEventListener("message", ({ data }) => show(data));
  const registration = await workers.getRegistration(site);
  if (!registration) return show();
  tell("ask");
  await renewed(registration);
  tell("ask");
}

if (workers) start();
