// Stands in place of the service worker of a site that was served at this address before: forgets what that one
// kept, and goes. Pages that it still showed are loaded anew.
addEventListener("install", () => self.skipWaiting());
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const kept = await caches.keys();
    await Promise.all(kept.map((name) => caches.delete(name)));
    await self.registration.unregister();
    if (kept.length === 0) return;
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    await Promise.all(pages.map((page) => page.navigate(page.url).catch(() => {})));
  })());
});
