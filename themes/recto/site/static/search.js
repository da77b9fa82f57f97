// Search as you type: the field, what is shown of what find.js finds, and the keys.
(() => {
  "use strict";

  /** @typedef {{word: string, cjk: boolean}} Word */

  const recto = window.recto;
  const { find } = recto;
  const root = document.documentElement.dataset.root || "";
  const field = /** @type {HTMLInputElement} */ (document.getElementById("query"));
  const list = /** @type {HTMLElement} */ (document.getElementById("results"));
  const more = /** @type {HTMLElement} */ (document.getElementById("more"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".search-count"));
  const PAGE = 20;
  /** So many are shown at once: what a window holds. */
  const FIRST = 6;
  /** The rest of a page is asked for when nothing more was typed for so long, in milliseconds. */
  const PAUSE = 120;

  /** A text with its hits marked; only text nodes are made of what others wrote. @param {string} text @param {Word[]} words */
  const marked = (text, words) => {
    const part = document.createDocumentFragment();
    let at = 0;
    for (const [from, to] of find.spans(text, words)) {
      if (from < at) { if (to <= at) continue; }
      const begin = Math.max(from, at);
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, to);
      part.append(text.slice(at, begin), mark);
      at = to;
    }
    part.append(text.slice(at));
    return part;
  };

  const excerpt = (/** @type {string} */ text, /** @type {Word[]} */ words) => {
    const LENGTH = 220;
    const [first] = find.spans(text, words);
    let from = first ? Math.max(0, first[0] - 60) : 0;
    if (from > 0) from = text.indexOf(" ", from) + 1 || from;
    if (first && from > first[0]) from = first[0];
    const cut = text.slice(from, from + LENGTH);
    const end = from + LENGTH < text.length ? `${cut.replace(/\s+\S*$/, "")} …` : cut;
    return (from > 0 ? "… " : "") + end;
  };

  /** @param {SearchCard} card @param {Word[]} words */
  const entry = (card, words) => {
    const link = document.createElement("a");
    link.href = `${root}${card.url}#${card.guid}`;
    link.dataset.guid = card.guid;
    // Results of all languages stand in one list.
    link.dir = "auto";
    link.append(marked(card.title, words));
    const text = document.createElement("p");
    text.dir = "auto";
    text.append(marked(excerpt(card.text, words), words));
    const item = document.createElement("li");
    item.append(link, text);
    // Tags are shown where they are what was looked for.
    if (find.spans(card.tags, words).length) {
      const tags = document.createElement("p");
      tags.className = "found-tags";
      tags.append(marked(card.tags, words));
      item.append(tags);
    }
    return item;
  };

  let turn = 0;
  let rest = /** @type {number[]} */ ([]);
  let marks = /** @type {Word[]} */ ([]);
  const isMissing = document.body.dataset.page === "404";

  /** The next of what was found, as entries. @param {number} count */
  const next = async (count) => (await find.cards(rest.splice(0, count))).map((card) => entry(card, marks));

  /** Finds and shows, unless something newer is typed meanwhile. @param {number} mine */
  const show = async (mine) => {
    const found = await find.search(field.value);
    if (mine !== turn) return;
    rest = found.hits;
    marks = found.marks;
    const count = rest.length;
    const first = await next(FIRST);
    if (mine !== turn) return;
    // What was found before stands until there is something else to see.
    list.replaceChildren(...first);
    more.hidden = count <= PAGE;
    status.textContent = !field.value.trim() ? "" : count ? recto.t("count.questions", { n: count }) : recto.t("search.none");
    await new Promise((done) => { setTimeout(done, PAUSE); });
    if (mine !== turn) return;
    const others = await next(PAGE - FIRST);
    if (mine === turn) list.append(...others);
  };

  const run = async () => {
    const query = field.value.trim();
    const mine = turn += 1;
    if (!isMissing) history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : location.pathname + location.search);
    try {
      // Another build may have been published since this page was opened.
      await show(mine).catch(() => { find.renew(); return show(mine); });
    } catch {
      if (mine === turn) status.textContent = recto.t("search.failed");
    }
  };

  const fromAddress = () => {
    field.value = new URLSearchParams(location.hash.slice(1)).get("q") || new URLSearchParams(location.search).get("q") || "";
    // A wrong address says what was looked for: its last part, without its ending.
    if (isMissing && !field.value) field.value = lastPart();
    run();
  };

  const lastPart = () => {
    const part = location.pathname.split("/").findLast((piece) => piece !== "") ?? "";
    try {
      return decodeURIComponent(part).replace(/\.[a-z]+$/, "").replace(/[-_]+/g, " ");
    } catch {
      return "";
    }
  };

  field.addEventListener("input", run);
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => {
    const mine = turn;
    const others = await next(PAGE).catch(() => null);
    if (mine !== turn) return;
    if (!others) return run();
    list.append(...others);
    more.hidden = rest.length === 0;
    others[0]?.querySelector("a")?.focus();
  });

  // Up and down go through the field and the results, Escape leads back to the field.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.contains(document.activeElement)) {
      field.focus();
      field.select();
      return;
    }
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = /** @type {(Element | null)[]} */ ([field, ...list.querySelectorAll("a")]);
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + by];
    if (at < 0 || !(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  });

  find.prepare();
  addEventListener("hashchange", fromAddress);
  fromAddress();
  // At a wrong address there is something to read first.
  if (!isMissing) field.focus();
})();
