// The service worker: keeps all pages for reading, searching and studying without a network.
// sw.js names the files with their digests and then runs this. Whoever is online always gets what the
// server has now; what is kept is for when it cannot be reached.
(() => {
  "use strict";

  /** @typedef {[url: string, digest: string][]} Files */

  const worker = /** @type {any} */ (self);
  const { version, files } = /** @type {{version: string, files: Files}} */ (worker.recto);
  const top = new URL("./", worker.location.href);
  // Sites of one host share its storage; only what is ours may be touched.
  const OURS = `recto:${top.pathname}:`;
  const CACHE = OURS + version;
  const LIST = new URL("sw.list", top).href;
  /** How long a page waits for a slow network, in milliseconds, before what is kept is shown. */
  const PATIENCE = 4000;

  const older = async () => (await caches.keys()).filter((name) => name.startsWith(OURS) && name !== CACHE);

  /** What older versions hold that is still right: digest and place by address. */
  const known = async () => {
    const found = new Map();
    for (const name of await older()) {
      const cache = await caches.open(name);
      const list = await cache.match(LIST);
      for (const [url, digest] of list ? /** @type {Files} */ (await list.json()) : []) found.set(url, { digest, cache });
    }
    return found;
  };

  const keep = async () => {
    const cache = await caches.open(CACHE);
    const old = await known();
    const rest = [...files];
    const work = async () => {
      for (let next = rest.pop(); next; next = rest.pop()) {
        const [url, digest] = next;
        const full = new URL(url, top).href;
        if (await cache.match(full)) continue;
        const before = old.get(url);
        const same = before?.digest === digest ? await before.cache.match(full) : undefined;
        const answer = same ?? await fetch(full, { cache: "no-cache" });
        if (!answer.ok) throw new Error(`${answer.status}: ${url}`);
        await cache.put(full, answer);
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    // Last, so that a list is there only for what is whole.
    await cache.put(LIST, new Response(JSON.stringify(files)));
  };

  /** What is kept for an address, whatever its query. @param {string} address */
  const kept = async (address) => {
    const url = new URL(address);
    url.search = "";
    url.hash = "";
    if (url.pathname.endsWith("/")) url.pathname += "index.html";
    return (await caches.open(CACHE)).match(url.href);
  };

  const missing = async () => {
    const page = await kept(new URL("404.html", top).href);
    return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
  };

  /** @param {Request} request */
  const answer = async (request) => {
    const network = fetch(request, { cache: "no-cache" });
    const copy = await kept(request.url);
    if (!copy) return network.catch(() => (request.mode === "navigate" ? missing() : Response.error()));
    const late = new Promise((done) => { setTimeout(done, PATIENCE, copy); });
    const now = network.then((found) => (found.status >= 500 ? copy : found), () => copy);
    return Promise.race([now, late]);
  };

  worker.addEventListener("install", (/** @type {any} */ event) => {
    event.waitUntil(keep().then(() => worker.skipWaiting()));
  });

  worker.addEventListener("activate", (/** @type {any} */ event) => {
    const clear = async () => {
      for (const name of await older()) await caches.delete(name);
      await worker.clients.claim();
    };
    event.waitUntil(clear());
  });

  worker.addEventListener("fetch", (/** @type {any} */ event) => {
    const { request } = event;
    const isOurs = request.method === "GET" && request.url.startsWith(top.href);
    // The deck is not kept: it is fetched, or it is not.
    if (isOurs && !request.url.endsWith(".apkg") && !request.headers.has("range")) event.respondWith(answer(request));
  });
})();
