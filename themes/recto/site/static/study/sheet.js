// The result sheet of a mock interview, made to be printed.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;
  const IDS = ["none", "again", "hard", "good"];
  const GRADES = [t("sheet.not-reached"), t("interview.missed"), t("interview.partly"), t("interview.well")];
  const WORTH = [0, 0, 0.5, 1];

  const share = (/** @type {{grade: number}[]} */ some) => recto.percent(some.reduce((sum, { grade }) => sum + WORTH[grade], 0) / Math.max(1, some.length));

  /**
   * @param {{results: {item: Item, page: string, grade: number, seconds: number}[], seconds: number}} outcome
   * @param {(page: string) => string} nameOf a page's title @param {() => void} closed
   */
  recto.sheet = ({ results, seconds }, nameOf, closed) => {
    const topics = new Map();
    for (const result of results) topics.set(result.page, [...(topics.get(result.page) ?? []), result]);
    const heading = el("h1", { tabindex: "-1", id: "sheet-title" }, t("sheet.title"));
    const answered = results.filter(({ grade }) => grade).length;
    const close = () => {
      delete document.body.dataset.sheet;
      sheet.remove();
      closed();
    };
    const head = (/** @type {string[]} */ names) => el("thead", {}, el("tr", {}, ...names.map((name) => el("th", { scope: "col" }, name))));
    const sheet = el("section", { class: "sheet", "aria-labelledby": "sheet-title" },
      heading,
      el("p", { class: "lead" }, t("sheet.score", { share: share(results), n: answered, total: results.length, time: recto.interview.clock(seconds) })),
      el("p", { class: "count" }, `${document.title} · ${recto.date(recto.state.day(), { dateStyle: "long" })}`),
      topics.size > 1 && el("div", { class: "table-box" }, el("table", {}, el("caption", {}, t("sheet.by-topic")), head([t("sheet.topic"), t("sheet.questions"), t("sheet.share")]),
        el("tbody", {}, ...[...topics].map(([page, some]) => el("tr", {}, el("th", { scope: "row" }, nameOf(page)), el("td", {}, recto.number(some.length)), el("td", {}, share(some))))))),
      el("div", { class: "table-box" }, el("table", {}, el("caption", {}, t("sheet.questions")), head([t("sheet.question"), t("sheet.result"), t("sheet.time")]),
        el("tbody", {}, ...results.map(({ item, grade, seconds: spent }) => el("tr", { "data-grade": IDS[grade] },
          el("th", { scope: "row" }, el("a", { href: item.href }, item.title)), el("td", { class: "verdict" }, GRADES[grade]), el("td", {}, grade ? recto.interview.clock(spent) : "")))))),
      el("p", { class: "actions" },
        el("button", { class: "button primary", type: "button", onclick: () => print() }, t("sheet.print")),
        el("button", { class: "button", type: "button", onclick: close }, t("sheet.close"))));
    document.querySelector(".sheet")?.remove();
    document.body.dataset.sheet = "";
    document.querySelector("main")?.prepend(sheet);
    heading.focus();
    scrollTo(0, 0);
  };
})();
