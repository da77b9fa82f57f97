// Which cards a session asks, and in which order. Knows neither page nor storage.
(() => {
  "use strict";

  const recto = window.recto;

  /** Mixes in place. @template T @param {T[]} items */
  const shuffle = (items) => {
    for (let i = items.length - 1; i > 0; i -= 1) {
      const j = Math.floor(Math.random() * (i + 1));
      [items[i], items[j]] = [items[j], items[i]];
    }
    return items;
  };

  /** Siblings as far from each other as may be: first one of each family, then the second ones. @template {Askable} T @param {T[]} items */
  const spread = (items) => {
    const seen = new Map();
    const ranked = items.map((item) => {
      const rank = seen.get(item.family) ?? 0;
      seen.set(item.family, rank + 1);
      return { item, rank };
    });
    return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item);
  };

  /** Two lists as one, the shorter one strewn evenly into the longer. @template T @param {T[]} some @param {T[]} others */
  const mix = (some, others) => {
    const placed = [
      ...some.map((item, at) => ({ item, place: (at + 0.5) / some.length })),
      ...others.map((item, at) => ({ item, place: (at + 0.5) / others.length })),
    ];
    return placed.sort((a, b) => a.place - b.place).map(({ item }) => item);
  };

  /**
   * Chooses from items in the order of the pages. `fresh` and `reviews` are how many are left for today;
   * `steps` are still being learnt and come back at their time; `held` waits for another day.
   * @template {Askable} T @param {T[]} items
   * @param {{mode: Mode, shuffled?: boolean, apart: boolean, fresh: number, reviews: number,
   *   state: (card: string) => CardState | null, recall: (state: CardState) => number}} how
   * @returns {{line: T[], steps: T[], held: Held}}
   */
  const plan = (items, { mode, shuffled, apart, fresh, reviews, state, recall }) => {
    const held = { fresh: 0, reviews: 0, siblings: 0 };
    const order = shuffled ? shuffle([...items]) : items;
    if (mode === "all") return { line: spread(order), steps: [], held };
    /** @type {{item: T, now: CardState}[]} */
    const known = [];
    /** @type {{item: T}[]} */
    const unseen = [];
    for (const item of order) {
      const now = state(item.card);
      if (now) known.push({ item, now });
      else unseen.push({ item });
    }
    if (mode === "weak") {
      const seen = known.map(({ item, now }) => ({ item, recall: recall(now) }));
      return { line: seen.sort((a, b) => a.recall - b.recall).map(({ item }) => item), steps: [], held };
    }

    const { day, isDue } = recto.state;
    const today = day();
    // Who of a family was asked today keeps its siblings away until tomorrow.
    const asked = new Map(known.filter(({ now }) => day(now.last) === today).map(({ item }) => [item.family, item.card]));
    const steps = known.filter(({ now }) => now.phase !== 2 && day(now.due) <= today).map(({ item }) => item);
    for (const item of steps) asked.set(item.family, item.card);
    const due = known.filter(({ now }) => now.phase === 2 && isDue(now)).sort((a, b) => a.now.due - b.now.due);

    const take = (/** @type {{item: T}[]} */ from, /** @type {number} */ most, /** @type {"fresh" | "reviews"} */ kind) => {
      const taken = /** @type {T[]} */ ([]);
      for (const { item } of from) {
        if (apart && asked.has(item.family) && asked.get(item.family) !== item.card) held.siblings += 1;
        else if (taken.length >= most) held[kind] += 1;
        else {
          taken.push(item);
          asked.set(item.family, item.card);
        }
      }
      return taken;
    };
    const again = take(due, reviews, "reviews");
    const first = take(unseen, fresh, "fresh");
    return { line: spread(mix(again, first)), steps, held };
  };

  recto.queue = { plan, shuffle };
})();
