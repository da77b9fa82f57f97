// Which cards a session may ask, without loading the whole site: only pages that hold what is due,
// and as many more as today's new questions need.
(() => {
  "use strict";

  const recto = window.recto;
  const { store, pages } = recto;

  /** A session over everything asks no more than this at once. */
  const MOST = 200;

  const guidOf = (/** @type {string} */ card) => card.split(".")[0];

  /** The scope of tags: what their pages link to. @param {string[]} urls @returns {Promise<Scope>} */
  const ofTags = async (urls) => {
    const lists = await pages.fewAtATime(urls.map((url) => () => pages.linksOf(url)));
    const counts = new Map();
    const only = new Set();
    for (const { guid, url } of lists.flat()) {
      if (!only.has(guid)) counts.set(url, (counts.get(url) ?? 0) + 1);
      only.add(guid);
    }
    return { pages: counts, only };
  };

  /** The scope of guids, wherever they are. @param {string[]} guids @returns {Promise<Scope>} */
  const ofGuids = async (guids) => {
    const where = await recto.where(guids);
    const counts = new Map();
    for (const url of where.values()) counts.set(url, (counts.get(url) ?? 0) + 1);
    return { pages: counts, only: new Set(where.keys()) };
  };

  /** Graded cards of a scope with their page. @param {Scope} scope */
  const graded = async ({ pages: places, only }) => {
    const states = [...store.states()];
    const where = await recto.where(states.map(([card]) => guidOf(card)));
    return states.flatMap(([card, state]) => {
      const guid = guidOf(card);
      const page = where.get(guid);
      return page !== undefined && places.has(page) && (!only || only.has(guid)) ? [{ card, guid, state, page }] : [];
    });
  };

  const inScope = (/** @type {Scope} */ { only }) => (/** @type {Item} */ item) => !only || only.has(item.guid);

  /** Loads pages and gives their cards in the order of the scope. @param {Scope} scope @param {Iterable<string>} urls */
  const cards = async (scope, urls) => {
    const wanted = new Set(urls);
    const ordered = [...scope.pages.keys()].filter((url) => wanted.has(url));
    return (await pages.fewAtATime(ordered.map((url) => () => pages.cardsOf(url)))).flat().filter(inScope(scope));
  };

  /** Pages one after the other until they hold enough. @param {Scope} scope @param {string[]} urls @param {(items: Item[]) => boolean} enough */
  const until = async (scope, urls, enough) => {
    const items = /** @type {Item[]} */ ([]);
    for (let at = 0; at < urls.length && !enough(items); at += 4) {
      const some = await pages.fewAtATime(urls.slice(at, at + 4).map((url) => () => pages.cardsOf(url)));
      items.push(...some.flat().filter(inScope(scope)));
    }
    return items;
  };

  /**
   * The cards a session of this mode chooses from.
   * @param {Scope} scope @param {{mode: Mode, shuffled: boolean, unlimited: boolean}} how @returns {Promise<Item[]>}
   */
  const gather = async (scope, { mode, shuffled, unlimited }) => {
    const urls = [...scope.pages.keys()];
    if (mode === "all") {
      if (shuffled) recto.queue.shuffle(urls);
      return (await until(scope, urls, (items) => items.length >= MOST)).slice(0, MOST);
    }
    const seen = await graded(scope);
    if (mode === "weak") {
      const weak = seen.map((one) => ({ ...one, recall: recto.schedule.recall(one.state) })).sort((a, b) => a.recall - b.recall).slice(0, MOST);
      const chosen = new Set(weak.map(({ card }) => card));
      return (await cards(scope, weak.map(({ page }) => page))).filter((item) => chosen.has(item.card));
    }
    const { day, isDue } = recto.state;
    const options = store.options();
    const due = seen.filter(({ state }) => (state.phase === 2 ? isDue(state) : day(state.due) <= day()));
    const most = unlimited ? MOST : options.reviews;
    const first = due.sort((a, b) => a.state.due - b.state.due).slice(0, most).map(({ page }) => page);
    const again = await cards(scope, first);

    const [freshToday] = store.days().get(day()) ?? [0];
    const wanted = unlimited ? store.another() : Math.max(0, options.fresh - freshToday);
    const learnt = new Map();
    for (const { page, guid } of seen) learnt.set(page, (learnt.get(page) ?? new Set()).add(guid));
    const taken = new Set(first);
    const open = urls.filter((url) => !taken.has(url) && (learnt.get(url)?.size ?? 0) < (scope.pages.get(url) ?? 0));
    if (shuffled) recto.queue.shuffle(open);
    // A family asks one new card a day, so the families count.
    const fresh = (/** @type {Item[]} */ items) => new Set(items.filter((item) => !store.state(item.card)).map((item) => item.family)).size;
    const enough = fresh(again);
    const more = await until(scope, open, (items) => enough + fresh(items) >= wanted);
    const place = new Map(urls.map((url, at) => [pages.inside(url), at]));
    const order = (/** @type {Item} */ item) => place.get(item.page) ?? 0;
    return [...again, ...more].sort((a, b) => order(a) - order(b));
  };

  recto.scope = { ofTags, ofGuids, gather, cards, graded, guidOf };
})();
