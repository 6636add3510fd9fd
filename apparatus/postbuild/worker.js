/* The service worker: the essay without a line. Made by apparatus/postbuild/offline.py, which fills in version and files.

   save     on the page's word, store every file; what is stored already with the same contents is not fetched again
   fetch    pages from the network, from the store when there is none; everything else that is stored, from the store
   remove   on the page's word, forget everything and go

   Each file is stored under its address and the first letters of its hash, so a store can be carried from one version to the next. */

const VERSION = "__VERSION__";
const FILES = __FILES__;
const STORE = "essay";
const AT_ONCE = 12; // files on their way at a time: there are a thousand small ones, most of them the search's, and a far host takes its time for each
const WAIT = 4000; // ms for a page on a bad line before the stored copy is shown

const shown = new Set(); // windows that show a stored page
const base = self.registration.scope;
const keyOf = (file) => `${base}${file === "./" ? "" : file}?v=${FILES[file]}`;
const fileOf = (url) => {
  const path = url.split(/[?#]/)[0];
  if (!path.startsWith(base)) return null;
  const file = path.slice(base.length) || "./";
  return file in FILES ? file : null;
};

async function save(report) {
  const store = await caches.open(STORE);
  const have = new Set((await store.keys()).map((request) => request.url));
  const missing = Object.keys(FILES).filter((file) => !have.has(keyOf(file)));
  const all = missing.length;
  let done = 0;
  const fetchSome = async () => {
    for (let file = missing.pop(); file; file = missing.pop()) {
      const answer = await fetch(base + (file === "./" ? "" : file), { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${file}: ${answer.status}`);
      await store.put(keyOf(file), answer);
      if (++done % 10 === 0) report({ saving: done, of: all });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  } finally {
    missing.length = 0; // what failed ends the others too; what is stored by then is not fetched again
  }
  const wanted = new Set(Object.keys(FILES).map(keyOf));
  for (const request of await store.keys()) if (!wanted.has(request.url)) await store.delete(request);
  await store.put(`${base}saved?`, new Response(VERSION));
}

async function saved() {
  const store = await caches.open(STORE);
  const answer = await store.match(`${base}saved?`);
  return answer ? await answer.text() : null;
}

/* The stored copy, of this version or, where that is missing, of whichever was saved. */
async function stored(file, any) {
  const store = await caches.open(STORE);
  return await store.match(keyOf(file)) ?? (any ? await store.match(keyOf(file).split("?")[0], { ignoreSearch: true }) : undefined);
}

async function page(event, file) {
  const { request } = event;
  const late = new Promise((_, refuse) => setTimeout(refuse, WAIT, new Error("late")));
  try {
    return await Promise.race([fetch(request.url, { cache: "no-cache" }), late]); // past the browser's own store, which would not say that it is one
  } catch {
    const copy = await stored(file, true);
    if (copy) shown.add(event.resultingClientId);
    return copy ?? fetch(request);
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const file = event.request.method === "GET" ? fileOf(event.request.url) : null;
  if (!file) return;
  if (event.request.mode === "navigate") event.respondWith(page(event, file));
  else event.respondWith(stored(file).then((copy) => copy ?? fetch(event.request)).catch(async (error) => await stored(file, true) ?? Promise.reject(error)));
});
self.addEventListener("message", (event) => {
  const say = (what) => event.source.postMessage(what);
  const acts = {
    ask: async () => say({ saved: await saved(), version: VERSION, stored: shown.has(event.source.id) }),
    save: async () => { await save(say); say({ saved: VERSION, version: VERSION }); },
    remove: async () => { await caches.delete(STORE); await self.registration.unregister(); say({ removed: true }); },
  };
  if (acts[event.data]) event.waitUntil(acts[event.data]().catch((error) => say({ failed: error.message })));
});
