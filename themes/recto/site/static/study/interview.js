// A mock interview: questions drawn over the topics, against the clock, graded by oneself. It
// leaves the schedule alone.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;
  const GRADES = [
    { id: "again", name: t("interview.missed") },
    { id: "hard", name: t("interview.partly") },
    { id: "good", name: t("interview.well") },
  ];

  const clock = (/** @type {number} */ seconds) => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

  /**
   * Draws questions, the same number of each topic as far as they reach: loads only the pages they are on.
   * @param {any} scope @param {number} count @returns {Promise<{item: Item, page: string}[]>}
   */
  const draw = async (scope, count) => {
    const { shuffle } = recto.queue;
    const topics = shuffle([...scope.pages].map(([page, held]) => ({ page, held, wanted: 0 })));
    let drawn = 0;
    while (drawn < count) {
      const open = topics.filter(({ held, wanted }) => wanted < held).slice(0, count - drawn);
      if (!open.length) break;
      for (const topic of open) topic.wanted += 1;
      drawn += open.length;
    }
    const chosen = topics.filter(({ wanted }) => wanted > 0);
    const loaded = await recto.pages.fewAtATime(chosen.map(({ page, wanted }) => async () => {
      const items = await recto.scope.cards(scope, [page]);
      // One card of a question is enough in an interview.
      const families = new Map(shuffle(items).map((/** @type {Item} */ item) => [item.family, item]));
      return [...families.values()].slice(0, wanted).map((item) => ({ item, page }));
    }));
    return shuffle(loaded.flat());
  };

  /**
   * Runs it over what was drawn.
   * @param {{item: Item, page: string}[]} drawn @param {{minutes: number, ended: (results: any) => void}} how `minutes` 0 is without an end
   */
  const run = (drawn, { minutes, ended }) => {
    const results = drawn.map(({ item, page }) => ({ item, page, grade: 0, seconds: 0 }));
    const began = Date.now();
    let at = 0;
    let since = Date.now();
    let warned = false;

    const elapsed = () => (Date.now() - began) / 1000;
    const left = () => minutes * 60 - elapsed();
    const face = el("span", { class: "clock", role: "timer", "aria-live": "off", "aria-label": t(minutes ? "interview.left" : "interview.spent") });

    const tick = () => {
      face.textContent = clock(Math.max(0, minutes ? left() : elapsed()));
      if (!minutes) return;
      if (!warned && left() <= 60) {
        warned = true;
        stage.note(t("interview.soon"));
      }
      if (left() <= 0) stage.close();
    };

    const ask = () => {
      since = Date.now();
      stage.progress(at, results.length, `${recto.number(at + 1)} / ${recto.number(results.length)}`);
      stage.show(results[at].item, t("interview.place", { n: at + 1, total: results.length }));
    };

    const move = (/** @type {number} */ by) => {
      const to = at + by;
      if (to < 0 || to >= results.length) return;
      results[at].seconds += (Date.now() - since) / 1000;
      at = to;
      ask();
    };

    const stage = recto.stage({
      title: t("interview.title"), grades: GRADES, usual: 3, measure: t("interview.measure"),
      turned: () => GRADES.forEach((_, index) => stage.label(index + 1, "", "")),
      graded: (grade) => {
        results[at].grade = grade;
        results[at].seconds += (Date.now() - since) / 1000;
        const open = [...results.keys()].filter((index) => !results[index].grade);
        if (!open.length) stage.close();
        else {
          at = open.find((index) => index > at) ?? open[0];
          ask();
        }
      },
      key: (key) => {
        if (key === "j") move(1);
        else if (key === "k") move(-1);
        else return false;
        return true;
      },
      leave: () => stage.close(),
      closed: () => {
        clearInterval(ticking);
        ended({ results, seconds: minutes ? Math.min(minutes * 60, elapsed()) : elapsed(), minutes });
      },
    });
    stage.extra.append(face);
    const ticking = setInterval(tick, 1000);
    tick();
    ask();
  };

  recto.interview = { draw, run, clock };
})();
