// Search as you type. The index is loaded in pieces by script tags, so it works from disk too;
// docs/themes.md has its form.
(() => {
  "use strict";

  /** @typedef {{title: string, url: string, guid: string, text: string}} Card */
  /** @typedef {{term: string, hits: string}} Term with the cards that hold it, as they are written */
  /** @typedef {{word: string, cjk: boolean}} Word */
  /** @typedef {{cards: number, block: number, shards: string[]}} Index */

  const recto = window.recto;
  const root = document.documentElement.dataset.root || "";
  const field = /** @type {HTMLInputElement} */ (document.getElementById("query"));
  const list = /** @type {HTMLElement} */ (document.getElementById("results"));
  const more = /** @type {HTMLElement} */ (document.getElementById("more"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".search-count"));
  const PAGE = 20;

  // ---- loading

  /** What has arrived or is on its way, by file name. @type {Map<string, Promise<any>>} */
  const files = new Map();
  /** @type {Map<string, (value: unknown) => void>} */
  const arrived = new Map();

  /** Loads search/NAME.js once; it calls one of the three functions below. @param {string} name @returns {Promise<any>} */
  const load = (name) => {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      arrived.set(name, resolve);
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js`;
      script.onerror = () => { files.delete(name); reject(new Error(name)); };
      document.head.append(script);
    });
    files.set(name, file);
    return file;
  };

  recto.searchIndex = (index) => arrived.get("index")?.(index);
  recto.searchCards = (n, cards) => arrived.get(`c${n}`)?.(cards.map(([title, url, guid, text]) => ({ title, url, guid, text })));
  recto.searchTerms = (n, text) => {
    const terms = /** @type {Term[]} */ ([]);
    let before = /** @type {string[]} */ ([]);
    for (const line of text.split("\n")) {
      if (!line) continue;
      const space = line.indexOf(" ");
      const term = [...before.slice(0, parseInt(line[0], 36)), ...line.slice(1, space)];
      terms.push({ term: term.join(""), hits: line.slice(space + 1) });
      before = term;
    }
    arrived.get(`t${n}`)?.(terms);
  };

  // ---- words

  const WORDS = /[\p{L}\p{N}\p{M}_+#]+/gu;
  const CJK = /[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]+/gu;
  /** The index keeps no more of a word. */
  const LONGEST = 40;

  const fold = (/** @type {string} */ text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").normalize("NFKC").toLowerCase();

  const plain = (/** @type {string} */ word) => ({ word: [...word].slice(0, LONGEST).join(""), cjk: false });

  /** The terms of a query; the last one may be the beginning of a word. @param {string} query */
  const wordsOf = (query) => {
    const words = /** @type {Word[]} */ ([]);
    for (const [run] of fold(query).matchAll(WORDS)) {
      let from = 0;
      for (const cjk of run.matchAll(CJK)) {
        if (cjk.index > from) words.push(plain(run.slice(from, cjk.index)));
        const signs = [...cjk[0]];
        if (signs.length === 1) words.push({ word: cjk[0], cjk: true });
        for (let i = 0; i + 1 < signs.length; i += 1) words.push({ word: signs[i] + signs[i + 1], cjk: true });
        from = cjk.index + cjk[0].length;
      }
      if (from < run.length) words.push(plain(run.slice(from)));
    }
    return words;
  };

  /** Shorter words are too like others to be forgiven a slip. */
  const FORGIVEN = 5;

  /** Whether one slip makes `a` of `b`: a sign too many, too few, another, or two exchanged. @param {string} a @param {string} b */
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let from = 0;
    while (from < a.length && a[from] === b[from]) from += 1;
    const [left, right] = [a.slice(from), b.slice(from)];
    return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
      || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
  };

  /** Whether `term`, or a beginning of it, is near to the typed word. @param {string} word @param {string} term @param {boolean} prefix */
  const mayBeMeant = (word, term, prefix) => isNear(word, term)
    || (prefix && [-1, 0, 1].some((more) => isNear(word, term.slice(0, word.length + more))));

  // ---- finding

  /** No more files of words are read for one word of a query; a single letter begins thousands. */
  const MOST_FILES = 6;

  /**
   * The words in the files that hold those beginning with `begin`, or the one where it would stand.
   * @param {Index} index @param {string} begin @param {boolean} prefix @returns {Promise<Term[]>}
   */
  const termsAt = async ({ shards }, begin, prefix) => {
    let first = 0;
    // Words and files are in the order in which strings compare.
    while (first + 1 < shards.length && shards[first + 1] <= begin) first += 1;
    let last = first;
    while (prefix && last + 1 < shards.length && shards[last + 1].startsWith(begin)) last += 1;
    const count = Math.min(last - first + 1, MOST_FILES);
    return (await Promise.all(Array.from({ length: count }, (_, i) => load(`t${first + i}`)))).flat();
  };

  /** The cards of some words: number to weight, more for titles and for the word itself. @param {Term[]} terms @param {string} word */
  const weigh = (terms, word) => {
    const cards = /** @type {Map<number, number>} */ (new Map());
    for (const { term, hits } of terms) {
      let card = 0;
      for (const hit of hits.split(" ")) {
        const value = parseInt(hit, 36);
        card += value >> 1;
        const weight = (value & 1 ? 4 : 1) + (term === word ? 1 : 0);
        cards.set(card, Math.max(cards.get(card) || 0, weight));
      }
    }
    return cards;
  };

  /**
   * Cards with a word, or with one that begins so; where there is none, with what may have been meant.
   * @param {Index} index @param {Word} word @param {boolean} prefix
   * @returns {Promise<{marks: Word[], cards: Map<number, number>}>} what to mark, and the cards
   */
  const find = async (index, { word, cjk }, prefix) => {
    const there = (await termsAt(index, word, prefix)).filter(({ term }) => term === word || (prefix && term.startsWith(word)));
    if (there.length || cjk || [...word].length < FORGIVEN) return { marks: [{ word, cjk }], cards: weigh(there, word) };
    // A slip is rarer in the first letter, and looking there as well would mean to read all words.
    const first = [...word][0];
    const all = index.shards.length <= MOST_FILES ? await termsAt(index, "", true) : await termsAt(index, first, true);
    const near = all.filter(({ term }) => mayBeMeant(word, term, prefix));
    return { marks: near.slice(0, PAGE).map(({ term }) => ({ word: term, cjk: false })), cards: weigh(near, word) };
  };

  /** The cards that hold all words of a query, the best first, and what to mark in them. @param {string} query */
  const search = async (query) => {
    const words = wordsOf(query);
    const nothing = { hits: /** @type {number[]} */ ([]), marks: /** @type {Word[]} */ ([]) };
    if (words.length === 0) return nothing;
    const index = await load("index");
    if (!index.shards.length) return nothing;
    const open = /[\p{L}\p{N}\p{M}_+#]$/u.test(query);
    const found = await Promise.all(words.map((word, i) => find(index, word, open && !word.cjk && i === words.length - 1)));
    const marks = found.flatMap((part) => part.marks);
    const [rarest, ...others] = found.map(({ cards }) => cards).sort((a, b) => a.size - b.size);
    const hits = [...rarest]
      .filter(([card]) => others.every((cards) => cards.has(card)))
      .map(([card, weight]) => ({ card, weight: others.reduce((sum, cards) => sum + (cards.get(card) ?? 0), weight) }))
      .sort((a, b) => b.weight - a.weight || a.card - b.card)
      .map(({ card }) => card);
    return { hits, marks };
  };

  // ---- showing

  /** Where in a text the words stand, as [from, to) of the text itself. @param {string} text @param {Word[]} words */
  const spans = (text, words) => {
    // Folding may change lengths, so it is done sign by sign, with the way back kept.
    let folded = "";
    const origin = [];
    let at = 0;
    for (const sign of text) {
      const piece = fold(sign);
      for (let i = 0; i < piece.length; i += 1) origin.push(at);
      folded += piece;
      at += sign.length;
    }
    origin.push(at);
    const found = [];
    for (const { word, cjk } of words) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
        const starts = cjk || i === 0 || !/[\p{L}\p{N}\p{M}_+#]$/u.test(folded.slice(Math.max(0, i - 2), i));
        if (starts) found.push([origin[i], origin[i + word.length]]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  };

  /** A text with its hits marked; only text nodes are made of what others wrote. @param {string} text @param {Word[]} words */
  const marked = (text, words) => {
    const part = document.createDocumentFragment();
    let at = 0;
    for (const [from, to] of spans(text, words)) {
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
    const [first] = spans(text, words);
    let from = first ? Math.max(0, first[0] - 60) : 0;
    if (from > 0) from = text.indexOf(" ", from) + 1 || from;
    if (first && from > first[0]) from = first[0];
    const cut = text.slice(from, from + LENGTH);
    const end = from + LENGTH < text.length ? `${cut.replace(/\s+\S*$/, "")} …` : cut;
    return (from > 0 ? "… " : "") + end;
  };

  /** @param {Card} card @param {Word[]} words */
  const entry = (card, words) => {
    const link = document.createElement("a");
    link.href = `${root}${card.url}#${card.guid}`;
    link.dataset.guid = card.guid;
    link.append(marked(card.title, words));
    const text = document.createElement("p");
    text.append(marked(excerpt(card.text, words), words));
    const item = document.createElement("li");
    item.append(link, text);
    return item;
  };

  let turn = 0;
  let rest = /** @type {number[]} */ ([]);
  let marks = /** @type {Word[]} */ ([]);
  const isMissing = document.body.dataset.page === "404";

  const showSome = async (/** @type {number} */ mine) => {
    const { block } = await load("index");
    const some = rest.slice(0, PAGE);
    const cards = await Promise.all(some.map(async (n) => (await load(`c${Math.floor(n / block)}`))[n % block]));
    if (mine !== turn) return;
    rest = rest.slice(PAGE);
    list.append(...cards.filter(Boolean).map((card) => entry(card, marks)));
    more.hidden = rest.length === 0;
  };

  const run = async () => {
    const query = field.value.trim();
    const mine = turn += 1;
    if (!isMissing) history.replaceState(null, "", query ? `#q=${encodeURIComponent(query)}` : location.pathname + location.search);
    try {
      const { hits, marks: found } = await search(field.value);
      // Something newer has been typed meanwhile.
      if (mine !== turn) return;
      list.replaceChildren();
      rest = hits;
      marks = found;
      more.hidden = true;
      status.textContent = !query ? ""
        : hits.length ? recto.t("count.questions", { n: hits.length }) : recto.t("search.none");
      if (hits.length) await showSome(mine);
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

  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(run, 30);
  });
  field.form?.addEventListener("submit", (event) => {
    event.preventDefault();
    list.querySelector("a")?.focus();
  });
  more.addEventListener("click", async () => {
    const next = list.children.length;
    await showSome(turn);
    list.children[next]?.querySelector("a")?.focus();
  });

  // Up and down go through the field and the results.
  document.addEventListener("keydown", (event) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by || event.ctrlKey || event.metaKey || event.altKey) return;
    const stops = /** @type {(Element | null)[]} */ ([field, ...list.querySelectorAll("a")]);
    const at = stops.indexOf(document.activeElement);
    const next = stops[at + by];
    if (at < 0 || !(next instanceof HTMLElement)) return;
    event.preventDefault();
    next.focus();
  });

  addEventListener("hashchange", fromAddress);
  fromAddress();
  // At a wrong address there is something to read first.
  if (!isMissing) field.focus();
})();
