// The home page: what is due, how far one is in each document and section, the last year.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store, t } = recto;

  const draw = async () => {
    const place = document.querySelector("[data-progress]");
    if (!place) return;
    for (const old of document.querySelectorAll(".progress-bar, .legend")) old.remove();
    place.replaceChildren();
    const states = store.states();
    if (states.size === 0) {
      delete document.documentElement.dataset.learnt;
      return;
    }
    const shares = await recto.progress.byPage();
    const total = Number(place.getAttribute("data-progress"));
    const sum = recto.progress.add(shares.values());
    const { day } = recto.state;
    const here = await recto.where([...states.keys()].map((card) => card.split(".")[0]));
    const due = [...states].filter(([card, state]) => here.has(card.split(".")[0]) && day(state.due) <= day()).length;
    place.replaceChildren(el("section", { class: "progress", "aria-labelledby": "progress-title" },
      el("h2", { id: "progress-title" }, t("progress.title")),
      el("p", {}, due ? t("progress.due", { n: due }) : t("progress.none")),
      recto.progress.bar(total, sum), recto.progress.legend(total, sum)));
    const heat = recto.heat();
    if (heat) place.append(heat);
    for (const list of document.querySelectorAll("[data-document]")) {
      const rows = [...list.querySelectorAll("[data-section]")];
      for (const row of rows) {
        const page = row.getAttribute("data-section") ?? "";
        const count = Number(row.getAttribute("data-count"));
        row.querySelector(".leader")?.after(recto.progress.bar(count, shares.get(page) ?? { learning: 0, known: 0 }));
      }
      const pages = rows.map((row) => shares.get(row.getAttribute("data-section") ?? ""));
      list.querySelector("header")?.append(recto.progress.bar(Number(list.getAttribute("data-document")), recto.progress.add(pages)));
    }
  };

  store.listen(draw);
  // Back from a session, the page may stand as it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  draw();
})();
