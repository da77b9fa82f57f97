// How much of something is new, being learnt, known: counted by question, drawn as a bar.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store, t } = recto;
  /** The three parts of a bar, each with its word. */
  const NAMES = /** @type {Record<string, string>} */ ({ new: t("progress.new"), learning: t("progress.learning"), known: t("progress.known") });

  /** Graded questions by the page they are on; a question is known when all its graded cards are. @returns {Promise<Map<string, Share>>} */
  const byPage = async () => {
    /** @type {Map<string, boolean>} */
    const known = new Map();
    for (const [card, state] of store.states()) {
      const [guid] = card.split(".");
      known.set(guid, (known.get(guid) ?? true) && recto.state.isKnown(state));
    }
    const shares = new Map();
    for (const [guid, page] of await recto.where(known.keys())) {
      const share = shares.get(page) ?? { learning: 0, known: 0 };
      share[known.get(guid) ? "known" : "learning"] += 1;
      shares.set(page, share);
    }
    return shares;
  };

  /** @param {Iterable<Share | undefined>} shares @returns {Share} */
  const add = (shares) => {
    const sum = { learning: 0, known: 0 };
    for (const share of shares) {
      sum.learning += share?.learning ?? 0;
      sum.known += share?.known ?? 0;
    }
    return sum;
  };

  /** A bar of three parts that also says its numbers. @param {number} total @param {Share} share */
  const bar = (total, { learning, known }) => {
    const fresh = Math.max(0, total - learning - known);
    const part = (/** @type {number} */ from, /** @type {number} */ count, /** @type {string} */ name) =>
      count > 0 && el("rect", { class: `is-${name}`, x: (100 * from) / total, y: 0, width: (100 * count) / total, height: 4 });
    return el("svg", { class: "progress-bar", role: "img", "aria-label": recto.list(Object.entries({ new: fresh, learning, known }).map(([name, count]) => `${recto.number(count)} ${NAMES[name]}`)), viewBox: "0 0 100 4", preserveAspectRatio: "none" },
      el("rect", { class: "is-new", x: 0, y: 0, width: 100, height: 4 }), part(0, known, "known"), part(known, learning, "learning"));
  };

  /** What the colours of bars mean, with numbers. @param {number} total @param {Share} share */
  const legend = (total, { learning, known }) => el("ul", { class: "legend" },
    ...Object.entries({ known, learning, new: Math.max(0, total - learning - known) }).map(([name, count]) =>
      el("li", { class: `is-${name}` }, el("b", {}, recto.number(count)), ` ${NAMES[name]}`)));

  recto.progress = { byPage, add, bar, legend };
})();
