/* Reading without a line, where the reader asks for it: fetched where the offer stands (.offline), and on pages that a
   saved copy may have answered. What is saved, and how, is the worker's business: apparatus/postbuild/worker.js. This
   asks how things stand, and says so. */

const WORDS = {}; // filled by the build, from apparatus/words/
const POLL = 500; // ms between two questions while the worker saves
const site = new URL("../../", import.meta.url);
const workers = navigator.serviceWorker;
const offer = document.querySelector(".offline");
const place = offer ?? document.createElement("p");
let asked = false; // whether the reader asked for it on this page, and it is not done yet
let polling;

/** Say something, with a button for each act: say(WORDS.saved, [WORDS.remove, remove]). */
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
  say(WORDS.saving);
  try {
    await renewed(await workers.register(new URL("sw.js", site), { scope: site.pathname }));
  } catch {
    return say(WORDS.impossible, [WORDS.again, save]);
  }
  await tell("save");
  tell("ask");
}

/** Wait for the worker of the newest text, if the one at work is an older one and there is a line. */
async function renewed(registration) {
  await registration.update().catch(() => { /* no line: the one at work is what there is */ });
  const coming = registration.installing ?? registration.waiting;
  if (!coming) return;
  await new Promise((done) => coming.addEventListener("statechange", () => {
    if (["activated", "redundant"].includes(coming.state)) done();
  }));
}

/** Say how things stand, by the worker's answer; without one, nothing is stored. */
function show({ saving, failure, done = 0, of = 0, begun, whole, version, stored } = {}) {
  const number = (n) => n.toLocaleString(document.documentElement.lang);
  const files = WORDS.files.replace("{done}", number(done)).replace("{of}", number(of));
  const told = (words) => words.replace("{files}", files);
  if (saving) {
    polling ??= setInterval(tell, POLL, "ask"); // again and again: a worker that the browser has ended answers nothing
    return say(told(WORDS.progress));
  }
  polling = clearInterval(polling);
  if (asked && !failure && whole !== version) return save(); // the browser ended the worker before it was done
  asked = false;
  if (stored === "whole") say(WORDS.whole);
  else if (stored) say(told(WORDS.part));
  else if (failure === "room") say(told(WORDS.full), [WORDS["go-on"], save], [WORDS.remove, remove]);
  else if (failure) say(told(WORDS.failed), [WORDS["go-on"], save], [WORDS.remove, remove]);
  else if (whole && whole !== version) say(WORDS.older, [WORDS.newer, save]);
  else if (begun && !whole) say(told(WORDS.begun), [WORDS["go-on"], save], [WORDS.remove, remove]);
  else if (!offer) place.remove();
  else say(...whole ? [WORDS.saved, [WORDS.remove, remove]] : ["", [WORDS.save, save]]);
}

async function start() {
  workers.addEventListener("message", ({ data }) => show(data));
  const registration = await workers.getRegistration(site);
  if (registration?.scope !== site.href) return show(); // none, or that of the site around this one, in another language
  tell("ask");
  await renewed(registration);
  tell("ask");
}

if (workers) start();
