// A study session: asks what the queue gives, keeps each grade, brings back what is still being learnt.
(() => {
  "use strict";

  /**
   * `before` is the card's line as it was; `line`, `steps` and `at` are the session's as they were.
   * @typedef {{item: Item, grade: number, before: string | undefined, day: string, by: number[], seconds: number,
   *   line: Item[], steps: Item[], at: number}} Past
   */

  const recto = window.recto;
  const { el, store, t } = recto;
  const GRADES = [
    { id: "again", name: t("session.again") },
    { id: "hard", name: t("session.hard") },
    { id: "good", name: t("session.good") },
    { id: "easy", name: t("session.easy") },
  ];

  /** So long a learning step may be waited for at the end of a session; it is asked early instead. */
  const AHEAD = 20 * 60;

  /** So many lapses make a leech, as in Anki, and half as many more make it one again. */
  const LEECH = 8;

  /**
   * Runs a session.
   * @param {Item[]} items what may be asked, in the order of the pages
   * @param {{title: string, mode: "due" | "weak" | "all", shuffled?: boolean, unlimited?: boolean, ended?: () => void}} how
   * @returns {{fresh: number, reviews: number, siblings: number} | null} what waits for another day, where there is nothing to ask
   */
  recto.study = (items, { title, mode, shuffled = false, unlimited = false, ended = () => {} }) => {
    const options = store.options();
    const [freshToday, ...gradesToday] = store.days().get(recto.state.day()) ?? [0, 0, 0, 0, 0];
    const reviewsToday = Math.max(0, gradesToday.reduce((sum, n) => sum + n, 0) - freshToday);
    const planned = recto.queue.plan(items, {
      mode, shuffled, apart: options.apart,
      fresh: unlimited ? store.another() : Math.max(0, options.fresh - freshToday),
      reviews: unlimited ? Infinity : Math.max(0, options.reviews - reviewsToday),
      state: store.state,
      recall: recto.schedule.recall,
    });
    /** @type {Item[]} */
    let line = planned.line;
    /** @type {Item[]} */
    let steps = planned.steps;
    if (line.length + steps.length === 0) return planned.held;

    let at = 0;
    /** @type {Past[]} */
    let past = [];
    /** @type {Item | null} */
    let current = null;
    /** @type {CardState[]} */
    let outcomes = [];
    let since = Date.now();
    let over = false;

    const back = el("button", { class: "button quiet", type: "button", "aria-keyshortcuts": "u", disabled: true, onclick: () => undo() }, t("session.undo"));

    const left = () => line.length + steps.length;
    const dueOf = (/** @type {Item} */ item) => store.state(item.card)?.due ?? 0;

    /** The next card: a step whose time has come, the line, a step not far away. @returns {Item | null} */
    const pick = () => {
      const now = recto.state.now();
      const [next] = [...steps].sort((a, b) => dueOf(a) - dueOf(b));
      if (next && dueOf(next) <= now) return next;
      if (line.length) {
        at = Math.min(at, line.length - 1);
        return line[at];
      }
      return next && dueOf(next) - now <= AHEAD ? next : null;
    };

    /** Another tab may have graded what waits here. */
    const drop = () => {
      if (mode !== "due") return;
      const begun = recto.state.now() - AHEAD;
      const waits = (/** @type {Item} */ item) => {
        const state = store.state(item.card);
        return !state || state.phase !== 2 || recto.state.isDue(state) || state.last < begun;
      };
      line = line.filter((item) => item === current || waits(item));
      steps = steps.filter((item) => item === current || store.state(item.card)?.phase !== 2);
    };

    /** @param {string} said what is said before the question */
    const ask = (said = "") => {
      drop();
      const next = pick();
      if (!next) return finish();
      current = next;
      over = false;
      since = Date.now();
      back.disabled = past.length === 0;
      const asked = new Set(past.map(({ item }) => item.card)).size;
      stage.progress(past.length, past.length + left(), t("session.left", { n: left() }));
      stage.show(next, `${said} ${t("session.place", { n: asked + 1, left: left() })}`.trim());
    };

    /** Writes on the buttons when the card would come again. */
    const turned = () => {
      if (!current) return;
      const state = store.state(current.card);
      outcomes = recto.schedule.preview(state, options.retention);
      const now = recto.state.now();
      outcomes.forEach((outcome, index) => {
        const wait = Math.max(60, outcome.due - now);
        stage.label(index + 1, recto.span(wait), t("session.next", { when: recto.ahead(wait) }));
      });
    };

    const mark = (/** @type {number} */ grade) => {
      if (!current || !stage.isShown()) return;
      const item = current;
      const before = store.line(item.card);
      const after = outcomes[grade - 1];
      const day = recto.state.day();
      const by = [before ? 0 : 1, 0, 0, 0, 0].map((value, index) => (index === grade ? 1 : value));
      past.push({ item, grade, before, day, by, seconds: Math.min(120, (Date.now() - since) / 1000), line, steps, at });
      store.begin();
      store.put(`card:${item.card}`, recto.state.write(after));
      store.count(day, by);
      line = line.filter((other) => other !== item);
      steps = steps.filter((other) => other !== item);
      if (after.phase !== 2) steps = [...steps, item];
      const leech = grade === 1 && after.lapses >= LEECH && (after.lapses - LEECH) % (LEECH / 2) === 0;
      stage.note(store.trouble() ? t(`trouble.${store.trouble()}`) : leech ? t("session.leech") : "");
      ask(t("session.graded", { name: GRADES[grade - 1].name, when: recto.ahead(Math.max(60, after.due - recto.state.now())) }));
    };

    const undo = () => {
      const last = past.pop();
      if (!last) return;
      store.put(`card:${last.item.card}`, last.before ?? null);
      store.count(last.day, last.by.map((value) => -value));
      ({ line, steps, at } = last);
      current = last.item;
      over = false;
      back.disabled = past.length === 0;
      stage.progress(past.length, past.length + left(), t("session.left", { n: left() }));
      stage.show(last.item, t("session.undone"));
      stage.turn(true);
    };

    /** To the next or previous of the line, without a grade. @param {number} by */
    const move = (by) => {
      if (!line.length) return;
      const here = current ? line.indexOf(current) : -1;
      at = ((here < 0 ? at : here + by) + line.length) % line.length;
      current = line[at];
      since = Date.now();
      stage.show(current, t("session.place", { n: at + 1, left: left() }));
    };

    const finish = () => {
      over = true;
      current = null;
      stage.progress(1, 1, "");
      const weak = [...new Set(past.filter(({ grade }) => grade <= 2).map(({ item }) => item))];
      const heading = recto.summary(stage, { past, grades: GRADES, weak, left: left(), held: planned.held,
        again: (/** @type {Item[]} */ some) => {
          line = recto.queue.shuffle([...some]);
          steps = [];
          past = [];
          at = 0;
          ask();
        } });
      heading.focus();
    };

    /** First the results, if there are any, then away. */
    const leave = () => {
      if (over || past.length === 0) stage.close();
      else finish();
    };

    const stage = recto.stage({
      title, grades: GRADES, usual: 3, measure: t("session.measure"), turned, graded: mark, leave, closed: ended,
      key: (key) => {
        if (key === "u") undo();
        else if (key === "j" && !over) move(1);
        else if (key === "k" && !over) move(-1);
        else return false;
        return true;
      },
    });
    stage.extra.append(back);
    store.listen(() => { if (!over && !stage.isShown()) stage.progress(past.length, past.length + left(), t("session.left", { n: left() })); });
    stage.note(store.trouble() && t(`trouble.${store.trouble()}`));
    ask();
    return null;
  };
})();
