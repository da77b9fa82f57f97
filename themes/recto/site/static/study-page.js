// study.html: chooses pages and fetches their cards. `#all`, `#from=URL&from=URL`, `&shuffle`.
(() => {
  "use strict";

  const recto = window.recto;
  const form = document.querySelector(".study-form");
  const message = document.querySelector(".study-message");
  const links = [...form.querySelectorAll("a[data-section]")];
  const top = new URL(document.documentElement.dataset.root || "./", location.href);
  const button = form.querySelector("[type=submit]");

  /** A page of this site, or nothing: an address may come from anyone. */
  const page = (url) => {
    const full = new URL(url, top);
    full.hash = "";
    return full.href.startsWith(new URL("./", top).href) ? full.href : null;
  };

  const load = async (url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  /** The cards a page holds, or those it links to, in its order. */
  const cardsOf = async (url) => {
    const found = await load(url);
    const articles = [...found.querySelectorAll("article.card")];
    if (articles.length) return articles.map((article) => recto.lift(article, url));
    const wanted = [...found.querySelectorAll("main a[data-guid]")];
    const pages = new Map();
    for (const link of wanted) {
      const at = page(new URL(link.getAttribute("href"), url).href);
      if (at && !pages.has(at)) pages.set(at, load(at));
    }
    const byGuid = new Map();
    for (const [at, loading] of pages) {
      for (const article of (await loading).querySelectorAll("article.card")) {
        byGuid.set(article.dataset.guid, [article, at]);
      }
    }
    return wanted.map((link) => byGuid.get(link.dataset.guid)).filter(Boolean)
      .map(([article, at]) => recto.lift(article, at));
  };

  const shuffle = (items) => {
    for (let i = items.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [items[i], items[j]] = [items[j], items[i]];
    }
  };

  const start = async () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const urls = asked.has("all") ? links.map((link) => link.dataset.section) : asked.getAll("from");
    const pages = urls.map(page).filter(Boolean);
    if (pages.length === 0) return;
    message.textContent = "Fetching the questions …";
    try {
      const all = (await Promise.all(pages.map(cardsOf))).flat().filter(Boolean);
      const items = [...new Map(all.map((item) => [item.guid, item])).values()];
      if (asked.has("shuffle")) shuffle(items);
      message.textContent = items.length ? "" : "There are no questions on that page.";
      const title = pages.length === 1 ? document.querySelector(`[data-section="${CSS.escape(urls[0])}"]`)?.textContent : null;
      if (items.length) {
        recto.study(items, title || document.title, () => {
          // So that the same choice can be made again.
          history.replaceState(null, "", location.pathname + location.search);
          button.focus();
        });
      }
    } catch {
      message.textContent = location.protocol === "file:"
        ? "A browser lets no page opened from disk read another. Open a section below and choose “Study this section” there: that works from disk."
        : "The questions could not be fetched. Try again, or open a section below and study it there.";
    }
  };

  // The plain links become a choice; the link to the section itself stays.
  const boxes = links.map((link) => {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = link.dataset.section;
    box.setAttribute("aria-label", `Study ${link.textContent}`);
    link.before(box);
    return box;
  });
  for (const link of document.querySelectorAll("a[data-from]")) link.href = `#from=${link.dataset.from}`;

  const chosen = () => boxes.filter((box) => box.checked);
  form.addEventListener("change", () => {
    const { length } = chosen();
    button.textContent = length === 0 ? "Study everything" : `Study ${length} ${length === 1 ? "section" : "sections"}`;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const some = chosen().map((box) => `from=${box.value}`);
    const parts = [...(some.length ? some : ["all"]), ...(form.elements.shuffle.checked ? ["shuffle"] : [])];
    const hash = `#${parts.join("&")}`;
    if (location.hash === hash) start();
    else location.hash = hash;
  });

  addEventListener("hashchange", start);
  start();
})();
