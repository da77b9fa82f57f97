// What a session came to: grades as bars, what comes in the next days, what is worth another look.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store, t } = recto;

  /** How many cards come on each of the next days. @param {number} days @returns {{day: string, count: number}[]} */
  const forecast = (days) => {
    const { day, now, DAY } = recto.state;
    const counts = new Map();
    for (const state of store.states().values()) counts.set(day(state.due), (counts.get(day(state.due)) ?? 0) + 1);
    return Array.from({ length: days }, (_, at) => {
      const key = day(now() + (at + 1) * DAY);
      return { day: key, count: counts.get(key) ?? 0 };
    });
  };

  /** A row of upright bars with their numbers: read as a list, seen as a chart. */
  const bars = (/** @type {string} */ label, /** @type {{name: string, spoken: string, count: number, id?: string}[]} */ rows) => {
    const most = Math.max(1, ...rows.map(({ count }) => count));
    return el("ul", { class: "bars", "aria-label": label }, ...rows.map(({ name, spoken, count, id }) => {
      const bar = el("span", { class: "bar", "aria-hidden": "true" });
      bar.style.blockSize = `${(count / most) * 100}%`;
      return el("li", { "data-grade": id },
        el("span", { class: "visually-hidden" }, spoken),
        el("span", { class: "bar-count", "aria-hidden": "true" }, recto.number(count)), el("span", { class: "bar-box" }, bar),
        el("span", { class: "bar-name", "aria-hidden": "true" }, name));
    }));
  };

  /**
   * Puts the results on the stage; gives the heading that takes the focus.
   * @param {any} stage
   * @param {{past: {item: Item, grade: number, seconds: number}[], grades: {id: string, name: string}[], weak: Item[], left: number,
   *   held: {fresh: number, siblings: number}, again: (items: Item[]) => void}} results
   */
  recto.summary = (stage, { past, grades, weak, left, held, again }) => {
    const of = (/** @type {number} */ grade) => past.filter((one) => one.grade === grade).length;
    const heading = el("h2", { tabindex: "-1" }, t(left ? "summary.ended" : "summary.done"));
    const share = recto.percent(past.length ? 1 - of(1) / past.length : 0);
    const seconds = past.reduce((sum, one) => sum + one.seconds, 0);
    const line = t("summary.line", { n: past.length, share, time: recto.span(Math.max(60, seconds), "long") });
    const waits = [held.fresh && t("nothing.new", { n: held.fresh }), held.siblings && t("nothing.siblings", { n: held.siblings })].filter(Boolean).join(" ");
    const days = forecast(7).map(({ day, count }, at) => {
      const name = at === 0 ? t("summary.tomorrow") : recto.date(day, { weekday: "long" });
      return { name: recto.date(day, { weekday: "short" }), spoken: `${name}: ${recto.number(count)}`, count };
    });
    stage.put(el("div", { class: "study-card summary" },
      heading,
      el("p", {}, line),
      waits && el("p", { class: "note" }, waits),
      el("div", { class: "charts" },
        el("section", {}, el("h3", {}, t("summary.grades")),
          bars(t("summary.grades"), grades.map(({ id, name }, at) => ({ id, name, spoken: `${name}: ${of(at + 1)}`, count: of(at + 1) })))),
        el("section", {}, el("h3", {}, t("summary.coming")), bars(t("summary.coming"), days))),
      ...(weak.length ? [
        el("h3", {}, t("summary.weak")),
        el("ul", { class: "weak" }, ...weak.map((item) => el("li", {}, el("a", { href: item.href }, item.title)))),
      ] : []),
      el("p", { class: "actions" },
        el("button", { class: "button primary", type: "button", onclick: () => stage.close() }, t("summary.close")),
        weak.length > 0 && el("button", { class: "button", type: "button", onclick: () => again(weak) }, t("summary.again")))));
    stage.say(line);
    return heading;
  };
})();
