// Brings in the scripts of a study session when they are needed: a page that is read needs none of them.
(() => {
  "use strict";

  const recto = window.recto;
  const root = document.documentElement.dataset.root || "";

  /** What a session is made of, in this order. */
  const SESSION = ["../vendor/ts-fsrs", "dom", "state", "store", "schedule", "queue", "lift", "diff", "play", "keys", "stage", "summary", "session", "begin"];

  /** What the study page needs beside that. */
  const PAGE = ["where", "pages", "scope", "interview", "sheet", "transfer", "progress", "page"];

  /** What the home page needs. */
  const HOME = ["dom", "state", "store", "where", "progress", "heat", "home"];

  /** What the page of cards to cut out needs. */
  const PRINT = ["dom", "lift", "pages", "cut"];

  /** @type {Map<string, Promise<void>>} */
  const asked = new Map();

  /** Runs a script of this site, once. @param {string} src @returns {Promise<void>} */
  recto.script = (src) => {
    if (!asked.has(src)) {
      asked.set(src, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = src;
        // Scripts put in by scripts run in any order, unless this is said.
        script.async = false;
        script.onload = () => done();
        script.onerror = () => {
          asked.delete(src);
          script.remove();
          failed(new Error(src));
        };
        document.head.append(script);
      }));
    }
    return /** @type {Promise<void>} */ (asked.get(src));
  };

  const load = async (/** @type {string[]} */ names) => {
    await Promise.all(names.map((name) => recto.script(name.startsWith("../") ? `${root}assets/${name.slice(3)}.js` : `${root}assets/study/${name}.js`)));
  };

  // On a section page its own cards are studied, without leaving it. Elsewhere, or when something
  // does not load, the link leads to the study page.
  const start = /** @type {HTMLAnchorElement | null} */ (document.querySelector("[data-study]"));
  start?.addEventListener("click", async (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      await load(SESSION);
    } catch {
      location.href = start.href;
      return;
    }
    const items = [...document.querySelectorAll("article.card")].flatMap((article) => recto.lift(article, location.href));
    recto.begin(items, { title: document.querySelector("h1")?.textContent ?? "", mode: "due", ended: () => start.focus() });
  });

  const page = document.body.dataset.page;
  if (page === "study") load([...SESSION, ...PAGE]);
  if (page === "home") load(HOME);
  if (page === "print") load(PRINT);
})();
