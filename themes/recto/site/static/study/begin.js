// Begins a session, or says why there is nothing to ask today and offers to study all the same.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store } = recto;
  const TEXT = {
    nothing: "Nothing is due here today",
    none: "There are no questions here.",
    next: (/** @type {string} */ when) => `The next question comes in ${when}.`,
    limit: (/** @type {number} */ held) => `${held} new ${held === 1 ? "question waits" : "questions wait"} beyond today's limit.`,
    reviews: (/** @type {number} */ held) => `${held} due ${held === 1 ? "question waits" : "questions wait"} beyond today's limit.`,
    siblings: (/** @type {number} */ held) => `${held} ${held === 1 ? "is" : "are"} kept for another day, because a sibling was asked today.`,
    anyway: "Study all the same",
    more: "More new questions",
    close: "Not now",
  };

  /**
   * @param {Item[]} items
   * @param {any} how what `recto.study` takes; `beyond` new questions were not even loaded, and `retry`
   *   gathers the cards of a changed choice where these are not all
   */
  recto.begin = (items, how) => {
    const held = recto.study(items, how);
    if (!held) return;
    const beyond = Math.max(held.fresh, how.beyond ?? 0);
    const ahead = items.map((item) => store.state(item.card)?.due ?? Infinity).filter(Number.isFinite).sort((a, b) => a - b);
    const wait = ahead.length ? ahead[0] - recto.state.now() : 0;
    const reasons = [
      wait > 0 && TEXT.next(recto.span(Math.max(60, wait), "long")),
      beyond > 0 && TEXT.limit(beyond), held.reviews && TEXT.reviews(held.reviews), held.siblings && TEXT.siblings(held.siblings),
    ].filter(Boolean);
    const some = items.length > 0 || beyond > 0;
    let next = how.ended;
    const then = (/** @type {any} */ change) => {
      next = undefined;
      dialog.close();
      if (how.retry) how.retry(change);
      else recto.begin(items, { ...how, ...change, beyond: 0 });
    };
    const dialog = el("dialog", { class: "keys nothing", "aria-labelledby": "nothing-title", onclose: () => { dialog.remove(); next?.(); } },
      el("h2", { id: "nothing-title" }, some ? TEXT.nothing : TEXT.none),
      ...reasons.map((reason) => el("p", {}, reason)),
      el("p", { class: "actions" },
        (beyond > 0 || held.reviews > 0) && el("button", { class: "button primary", type: "button", onclick: () => then({ unlimited: true }) }, TEXT.more),
        some && el("button", { class: "button", type: "button", onclick: () => then({ mode: "all" }) }, TEXT.anyway),
        el("button", { class: "button", type: "button", onclick: () => dialog.close() }, TEXT.close)));
    document.body.append(dialog);
    dialog.showModal();
  };
})();
