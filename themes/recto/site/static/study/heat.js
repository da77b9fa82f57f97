// The last year's reviews as a map of days: a column a week, darker the more was done.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;
  const WEEKS = 53;
  const BOX = 10;
  const STEP = 12;

  /** How dark, from 0 to 4: by quarters of the busiest tenth, so that one mad day does not pale the rest. */
  const levels = (/** @type {number[]} */ counts) => {
    const busy = counts.filter(Boolean).sort((a, b) => a - b);
    const most = busy[Math.floor(busy.length * 0.9)] || 1;
    return (/** @type {number} */ count) => (count === 0 ? 0 : Math.min(4, Math.ceil((4 * count) / most)));
  };

  /** Days in a row up to today, or yesterday while today is young. */
  const streakOf = (/** @type {(day: string) => number} */ count) => {
    const { day, now, DAY } = recto.state;
    let at = now();
    if (!count(day(at))) at -= DAY;
    let streak = 0;
    while (count(day(at))) {
      streak += 1;
      at -= DAY;
    }
    return streak;
  };

  /** The picture, its numbers, and a table for whoever does not see it; nothing before the first review. */
  recto.heat = () => {
    const done = recto.store.days();
    const count = (/** @type {string} */ day) => (done.get(day) ?? []).slice(1).reduce((sum, n) => sum + n, 0);
    const { day, now, DAY } = recto.state;
    const weekday = new Date(`${day()}T12:00`).getDay();
    const before = (WEEKS - 1) * 7 + ((weekday + 6) % 7);
    const days = Array.from({ length: before + 1 }, (_, at) => day(now() - (before - at) * DAY));
    const counts = days.map(count);
    const reviews = counts.reduce((sum, n) => sum + n, 0);
    if (reviews === 0) return null;
    const level = levels(counts);
    const rtl = document.documentElement.dir === "rtl";
    const x = (/** @type {number} */ week) => (rtl ? WEEKS - 1 - week : week) * STEP;
    const summary = recto.list([t("heat.reviews", { n: reviews }), t("heat.days", { n: counts.filter(Boolean).length }), t("heat.streak", { n: streakOf(count) })]);
    const months = new Map();
    days.forEach((one, at) => months.set(one.slice(0, 7), (months.get(one.slice(0, 7)) ?? 0) + counts[at]));
    const names = [...months.keys()].slice(1).flatMap((month) => {
      const at = days.findIndex((one) => one.startsWith(month));
      const week = Math.ceil(at / 7);
      return week < WEEKS - 2 ? [el("text", { x: x(week) + (rtl ? BOX : 0), y: 9, class: "heat-month" }, recto.date(`${month}-01`, { month: "short" }))] : [];
    });
    const picture = el("svg", { class: "heat", role: "img", "aria-label": summary, viewBox: `0 0 ${WEEKS * STEP - 2} ${7 * STEP + 14}` },
      ...names,
      ...days.map((one, at) => el("rect", { class: `heat-${level(counts[at])}`, x: x(Math.floor(at / 7)), y: 16 + (at % 7) * STEP, width: BOX, height: BOX, rx: 2 },
        el("title", {}, `${recto.date(one)}: ${recto.number(counts[at])}`))));
    const key = el("p", { class: "heat-key", "aria-hidden": "true" }, t("heat.less"),
      ...[0, 1, 2, 3, 4].map((shade) => el("svg", { viewBox: "0 0 10 10", width: 10, height: 10 }, el("rect", { class: `heat-${shade}`, width: 10, height: 10, rx: 2 }))), t("heat.more"));
    const table = el("details", { class: "heat-table" }, el("summary", {}, t("heat.table")), el("table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("heat.month")), el("th", { scope: "col" }, t("heat.count")))),
      el("tbody", {}, ...[...months].filter(([, sum]) => sum).map(([month, sum]) =>
        el("tr", {}, el("th", { scope: "row" }, recto.date(`${month}-01`, { month: "long", year: "numeric" })), el("td", {}, recto.number(sum)))))));
    return el("section", { class: "heat-map", "aria-labelledby": "heat-title" },
      el("h2", { id: "heat-title" }, t("heat.title")), el("p", {}, summary), el("div", { class: "heat-box", tabindex: "0", role: "group", "aria-labelledby": "heat-title" }, picture), el("div", { class: "heat-foot" }, table, key));
  };
})();
