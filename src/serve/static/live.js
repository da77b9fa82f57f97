// Put into each page by `recto serve`: listens for builds, loads the page anew when there is another, and shows what
// is wrong with the documents. All of it stands in a shadow tree, so that themes and this cannot touch each other.
(() => {
  "use strict";
  // A worker would go on showing what the next build changes.
  const workers = navigator.serviceWorker;
  if (workers) {
    const refuse = () => Promise.reject(new Error("a preview has no worker"));
    Object.defineProperty(workers, "register", { value: refuse });
  }
  // The study page holds other pages in frames; one badge is enough.
  if (parent !== window) return;
  const mine = document.currentScript?.dataset.site;

  const host = document.createElement("recto-live");
  const root = host.attachShadow({ mode: "open" });
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.href = "/_preview/live.css";
  const badge = make("button", "badge");
  badge.type = "button";
  badge.setAttribute("aria-expanded", "false");
  const panel = make("section", "panel");
  panel.setAttribute("aria-label", "Preview");
  panel.hidden = true;
  root.append(sheet, badge, panel);
  document.body.append(host);

  /** The build whose errors somebody has closed. */
  let closed = -1;
  /** @type {ServeState | null} */
  let state = null;

  /**
   * @template {keyof HTMLElementTagNameMap} T
   * @param {T} name
   * @param {string} [look]
   * @param {string} [text]
   */
  function make(name, look, text) {
    const element = document.createElement(name);
    if (look) element.className = look;
    if (text) element.textContent = text;
    return element;
  }

  /** @param {number} number @param {string} word @param {string} many */
  function counted(number, word, many) {
    return number === 0 ? [] : [`${number} ${number === 1 ? word : many}`];
  }

  /** @param {boolean} shown */
  function open(shown) {
    panel.hidden = !shown;
    badge.setAttribute("aria-expanded", String(shown));
  }

  /** @param {ServeFinding} entry */
  function finding(entry) {
    const item = make("li", entry.severity);
    const place = entry.line ? `${entry.path}:${entry.line}` : entry.path;
    item.append(make("strong", "", `${entry.severity} ${entry.code}`), ` ${entry.message} `, make("code", "", place));
    if (entry.help) item.append(make("p", "help", entry.help));
    return item;
  }

  /** @param {ServeState} state */
  function show(state) {
    const counts = [
      ...counted(state.errors, "error", "errors"),
      ...counted(state.warnings, "warning", "warnings"),
      ...counted(state.advice, "piece of advice", "pieces of advice"),
    ];
    const broken = state.failed !== null || state.errors > 0;
    badge.textContent = state.failed ? "Build failed" : ["Preview", ...counts].join(" · ");
    badge.classList.toggle("broken", broken);
    panel.classList.toggle("overlay", broken);
    const close = make("button", "close", "Close");
    close.type = "button";
    close.addEventListener("click", shut);
    const cards = make("a", "", "Cards as Anki shows them");
    cards.href = "/_preview/";
    /** @type {HTMLElement[]} */
    const parts = [close];
    if (state.failed) {
      const alert = make("div", "failed");
      alert.setAttribute("role", "alert");
      alert.append(make("h2", "", "The build failed; this is the one before it"), make("p", "", state.failed.message));
      if (state.failed.help) alert.append(make("p", "help", state.failed.help));
      parts.push(alert);
    }
    parts.push(make("h2", "", counts.length ? `Findings: ${counts.join(", ")}` : "Nothing to complain about"));
    const list = make("ul");
    list.append(...state.findings.map(finding));
    const links = make("p");
    links.append(cards);
    parts.push(list, links);
    panel.replaceChildren(...parts);
    if (broken && closed < state.build) open(true);
    if (!broken && panel.dataset.was === "broken") open(false);
    panel.dataset.was = broken ? "broken" : "";
  }

  function shut() {
    closed = state ? state.build : closed;
    open(false);
    badge.focus();
  }

  badge.addEventListener("click", () => (panel.hidden ? open(true) : shut()));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) shut();
  });

  /** @type {EventSource | null} */
  let source = null;
  function listen() {
    source = new EventSource("/_preview/events");
    source.addEventListener("build", (event) => {
      const now = /** @type {ServeState} */ (JSON.parse(event.data));
      state = now;
      if (now.site !== mine) location.reload();
      else show(now);
    });
    source.addEventListener("error", () => {
      badge.textContent = "Preview stopped";
      badge.classList.add("broken");
    });
  }
  // A browser gives few connections to one address: pages that are out of sight keep none.
  addEventListener("pagehide", () => source?.close());
  addEventListener("pageshow", (event) => event.persisted && listen());

  /** Sends away the workers of sites that were served at this address before, with all that they kept. */
  async function clear() {
    for (const registration of await workers.getRegistrations()) await registration.unregister();
    const names = (await caches.keys()).filter((name) => name.startsWith("recto:"));
    await Promise.all(names.map((name) => caches.delete(name)));
  }
  // Its events must not go through a worker: it could not end while they come. As long as one answers it may
  // keep something anew, so the next page, which has none, clears once more.
  if (workers?.controller) clear().then(() => location.reload());
  else {
    if (workers) clear();
    listen();
  }
})();
