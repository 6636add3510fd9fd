/* The service worker: the essay without a line. Made by apparatus/postbuild/offline.py, which fills in version and
   files.

   A version is everything that one deployment published: a list of files, each with the first letters of its hash. A
   file is stored under its address and its hash, so two versions share what is the same in both, and what is stored
   already is not fetched again.

   save     on the reader's word, store this version; it counts as whole when its last file is there, and until then the
            one before it is kept
   fetch    a page comes from the network or, where that fails or is late, from the newest whole version; the files of a
            page that came from the store come from the version of that page, whatever has been deployed since
   ask      say what is stored, and whether the page that asks came from the store
   remove   on the reader's word, forget everything and go

   What the worker has to remember stands in the store too, under addresses of the form sw.js?…, because a browser may
   end a worker at any time. */

const VERSION = "__VERSION__";
const FILES = __FILES__;
const SIZE = Object.keys(FILES).length;
const AT_ONCE = 12; // files on their way at a time: there are a few hundred, and a far host takes its time for each
const WAIT = 4000; // ms for a page on a bad line before the stored copy is shown
const HANG = 120000; // ms for a file before the line is given up

const base = self.registration.scope;
const fileOf = (url) => url.slice(base.length).split(/[?#]/)[0] || "./";
const keyOf = (file, hash) => `${new URL(file, base)}?v=${hash}`;
const opened = () => caches.open(base); // a host may have other sites, with stores of their own
const recall = async (store, what) => (await store.match(`${base}sw.js?${what}`))?.json();
const remember = (store, what, value) => store.put(`${base}sw.js?${what}`, new Response(JSON.stringify(value)));
const versions = async (store) => await recall(store, "versions") ?? []; // [{ version, whole, files }], newest last
const shown = new Map(); // the version of each page that came from the store, by its client's id

let saving = null, failure = "", done = 0;

async function save() {
  const store = await opened();
  const all = await versions(store);
  const others = all.filter(({ version }) => version !== VERSION);
  const own = all.find(({ version }) => version === VERSION) ?? { version: VERSION, whole: false, files: FILES };
  await keep(store, [...others, own]);
  const missing = await notStored(store, FILES);
  done = SIZE - missing.length;
  // before any page, so that no stored page is without
  const style = missing.filter((file) => file.startsWith("assets/"));
  await fetchAll(store, style);
  await fetchAll(store, missing.filter((file) => !style.includes(file)));
  await keep(store, [...others, { ...own, whole: true }]);
}

async function notStored(store, files) {
  const have = new Set((await store.keys()).map(({ url }) => url));
  return Object.keys(files).filter((file) => !have.has(keyOf(file, files[file])));
}

/* What fails ends the others too: what is stored by then stays, and the next time only the rest is fetched. */
async function fetchAll(store, files) {
  const rest = [...files];
  const line = new AbortController();
  const fetchSome = async () => {
    for (let file = rest.shift(); file; file = rest.shift()) {
      const answer = await fetched(file, line);
      await store.put(keyOf(file, FILES[file]), answer);
      done += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, fetchSome));
  } catch (error) {
    rest.length = 0;
    line.abort();
    throw error;
  }
}

/* Fetch a file of this version, and no other: not that of a deployment since, not half of it, not what a hotel's
   network says in its place, be it now or when the browser last kept the file. */
async function fetched(file, line) {
  for (const cache of ["no-cache", "reload"]) {
    const limit = setTimeout(() => line.abort(), HANG);
    const answer = await fetch(new URL(file, base), { cache, signal: line.signal });
    const bytes = await answer.arrayBuffer();
    clearTimeout(limit);
    if (answer.ok && (await hash(bytes)).startsWith(FILES[file])) {
      const headers = new Headers(answer.headers);
      headers.delete("content-encoding"); // it came packed, and is kept unpacked
      return new Response(bytes, { headers });
    }
  }
  throw new Error(`${file} is not what was published`);
}

const hash = async (bytes) =>
  Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)))
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");

/* Keep these versions, but for those that nobody needs: all but the newest whole one, what is being saved, and what
   open pages are of. */
async function keep(store, all) {
  const windows = new Set((await self.clients.matchAll({ includeUncontrolled: true })).map(({ id }) => id));
  const keys = (await store.keys()).map(({ url }) => url);
  const pages = keys.filter((url) => url.startsWith(`${base}sw.js?page=`));
  const open = pages.filter((url) => windows.has(url.split("page=")[1]));
  const used = await Promise.all(open.map((url) => recall(store, url.split("?")[1])));
  const needed = all.filter((one) => one === newest(all) || one.version === VERSION || used.includes(one.version));
  await remember(store, "versions", needed);
  const wanted = new Set(needed.flatMap(({ files }) => Object.keys(files).map((file) => keyOf(file, files[file]))));
  for (const url of [...open, `${base}sw.js?versions`]) wanted.add(url);
  await Promise.all(keys.filter((url) => !wanted.has(url)).map((url) => store.delete(url)));
}

/* The version from which pages are shown: the newest whole one or, where none is, a part of one. */
const newest = (all) => all.findLast(({ whole }) => whole) ?? all.at(-1);

async function page(event, file) {
  // Past the browser's own store, which would not say that it is one; a redirection is the browser's to follow.
  const network = fetch(event.request.url, { cache: "no-cache", redirect: "manual" });
  const late = new Promise((_, refuse) => setTimeout(refuse, WAIT, new Error("late")));
  try {
    return await Promise.race([network, late]);
  } catch {
    const store = await opened();
    const from = newest(await versions(store));
    const copy = await stored(store, from, file);
    if (!copy) return network;
    shown.set(event.resultingClientId, from.version);
    const remembered = remember(store, `page=${event.resultingClientId}`, from.version);
    event.waitUntil(remembered.catch(() => { /* full: it is known until the worker ends */ }));
    return copy;
  }
}

async function part(event, file) {
  const store = await opened();
  const from = await versionOf(store, event.clientId);
  const own = await stored(store, from, file);
  if (own) return own;
  try {
    return await fetch(event.request);
  } catch (error) {
    const copy = await stored(store, newest(await versions(store)), file);
    if (copy) return copy;
    throw error;
  }
}

const stored = async (store, from, file) => from?.files[file] && store.match(keyOf(file, from.files[file]));

/* The version that a page is of, if it came from the store. */
async function versionOf(store, client) {
  const known = shown.get(client) ?? await recall(store, `page=${client}`);
  return known && (await versions(store)).find(({ version }) => version === known);
}

async function answer(client) {
  const store = await opened();
  const all = await versions(store);
  const from = await versionOf(store, client);
  const { files, whole, version } = from ?? newest(all) ?? {};
  const counted = from && !whole ? files : FILES;
  const missing = all.length && !(whole && version === VERSION) ? (await notStored(store, counted)).length : 0;
  return {
    version: VERSION, begun: all.length > 0, whole: newest(all)?.whole ? newest(all).version : null,
    stored: from && (whole ? "whole" : "part"),
    of: Object.keys(counted).length, done: saving ? done : Object.keys(counted).length - missing,
    saving: Boolean(saving), failure,
  };
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  if (method !== "GET" || !url.startsWith(base)) return;
  event.respondWith((mode === "navigate" ? page : part)(event, fileOf(url)));
});
self.addEventListener("message", (event) => {
  const acts = {
    ask: async () => event.source.postMessage(await answer(event.source.id)),
    save: () => {
      failure = "";
      saving ??= save()
        .catch((error) => { failure = error.name === "QuotaExceededError" ? "room" : "line"; })
        .finally(() => { saving = null; });
      return saving;
    },
    remove: async () => {
      await caches.delete(base);
      await self.registration.unregister();
      event.source.postMessage({});
    },
  };
  if (Object.hasOwn(acts, event.data)) event.waitUntil(acts[event.data]());
});
