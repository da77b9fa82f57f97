// Begins a session, or says why there is nothing to ask today and offers to study all the same.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store, t } = recto;

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
      wait > 0 && t("nothing.next", { when: recto.ahead(Math.max(60, wait)) }),
      beyond > 0 && t("nothing.new", { n: beyond }),
      held.reviews > 0 && t("nothing.reviews", { n: held.reviews }),
      held.siblings > 0 && t("nothing.siblings", { n: held.siblings }),
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
      el("h2", { id: "nothing-title" }, t(some ? "nothing.title" : "nothing.here")),
      ...reasons.map((reason) => el("p", {}, reason)),
      el("p", { class: "actions" },
        (beyond > 0 || held.reviews > 0) && el("button", { class: "button primary", type: "button", onclick: () => then({ unlimited: true }) }, t("nothing.more")),
        some && el("button", { class: "button", type: "button", onclick: () => then({ mode: "all" }) }, t("nothing.anyway")),
        el("button", { class: "button", type: "button", onclick: () => dialog.close() }, t("nothing.close"))));
    document.body.append(dialog);
    dialog.showModal();
  };
})();
