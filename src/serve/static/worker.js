// Stands in place of the service worker of a site that was served at this address before: forgets what that one
// kept, and goes. Pages that it still showed are loaded anew.
{
  const worker = /** @type {any} */ (self);
  worker.addEventListener("install", () => worker.skipWaiting());
  worker.addEventListener("activate", (/** @type {any} */ event) => {
    event.waitUntil((async () => {
      const kept = await caches.keys();
      await Promise.all(kept.map((name) => caches.delete(name)));
      await worker.registration.unregister();
      if (kept.length === 0) return;
      const pages = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
      await Promise.all(pages.map((/** @type {any} */ page) => page.navigate(page.url).catch(() => {})));
    })());
  });
}
