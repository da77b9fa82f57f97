// What can be done on a card before it is turned: pick, type, fill blank by blank.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;

  const nothing = { parts: [], left: () => 0, step: () => false, press: () => false, reveal: () => ({ grade: 0, said: "" }) };

  /** @param {Faces} faces @param {() => void} turn @returns {Play} */
  const choice = ({ question, answer }, turn) => {
    const list = question.querySelector(".choices");
    const marked = answer[0]?.querySelector(".choices");
    if (!list || !marked) return nothing;
    const right = new Set([...marked.children].flatMap((item, at) => (item.classList.contains("right") ? [at] : [])));
    if (right.size === 0) return nothing;
    list.remove();
    marked.remove();
    const many = right.size > 1;
    const buttons = [...list.children].map((item, at) => el("button", {
      type: "button", class: "option-button", "aria-pressed": "false", "aria-keyshortcuts": at < 9 ? at + 1 : undefined, onclick: () => pick(at),
    }, el("span", { class: "option-sign", "aria-hidden": "true" }, String(at + 1)), el("span", { class: "option-text" }, ...item.childNodes)));
    const pick = (/** @type {number} */ at) => {
      const now = buttons[at];
      if (!now || now.disabled) return;
      const pressed = now.getAttribute("aria-pressed") !== "true";
      if (!many) for (const other of buttons) other.setAttribute("aria-pressed", "false");
      now.setAttribute("aria-pressed", String(pressed));
      if (!many) turn();
    };
    const parts = [el("div", { class: "options", role: "group", "aria-label": t(many ? "play.pick-many" : "play.pick-one") },
      el("p", { class: "options-hint", "aria-hidden": "true" }, t(many ? "play.pick-many" : "play.pick-one")), ...buttons)];
    return {
      ...nothing,
      parts,
      press: (digit) => {
        const there = digit >= 1 && digit <= buttons.length;
        if (there) pick(digit - 1);
        return there;
      },
      reveal: () => {
        let mistakes = 0;
        let picked = 0;
        buttons.forEach((button, at) => {
          const chosen = button.getAttribute("aria-pressed") === "true";
          if (chosen) picked += 1;
          if (chosen !== right.has(at)) mistakes += 1;
          button.disabled = true;
          const signs = [right.has(at) ? t("play.right") : chosen ? t("play.wrong") : "", chosen ? t("play.picked") : ""].filter(Boolean);
          button.classList.toggle("is-right", right.has(at));
          button.classList.toggle("is-wrong", chosen && !right.has(at));
          if (signs.length) button.append(el("span", { class: "option-verdict" }, recto.list(signs)));
        });
        if (picked === 0) return { grade: 0, said: "" };
        return mistakes ? { grade: 1, said: t("play.not-right") } : { grade: 3, said: t("play.all-right") };
      },
    };
  };

  /** @param {Faces} faces @returns {Play} */
  const typed = ({ answer }) => {
    const right = (answer[0]?.textContent ?? "").replace(/\s+/g, " ").trim();
    if (!right) return nothing;
    const field = el("input", { type: "text", class: "typed-field", "aria-label": t("play.type"), placeholder: t("play.type"), autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
    const box = el("div", { class: "typed" }, field);
    return {
      ...nothing,
      parts: [box],
      focus: field,
      reveal: () => {
        const given = field.value;
        if (!given.trim()) {
          box.replaceChildren();
          return { grade: 0, said: "" };
        }
        const like = recto.diff.likeness(given, right);
        const said = t(like === 1 ? "play.same" : like >= 0.8 ? "play.near" : "play.different");
        box.replaceChildren(el("p", { class: "typed-verdict" }, said), el("p", { class: "typed-diff", role: "group", "aria-label": t("play.typed") },
          ...recto.diff.pieces(given, right).map(({ kind, text }) => (kind === "kept"
            ? el("span", {}, text)
            : el(kind === "missing" ? "ins" : "del", {}, el("span", { class: "visually-hidden" }, ` ${t(kind === "missing" ? "play.missing" : "play.extra")}: `), text)))));
        return { grade: like === 1 ? 3 : like >= 0.8 ? 2 : 1, said };
      },
    };
  };

  /** @param {Faces} faces @param {string} number the blank that is asked @returns {Play} */
  const cloze = ({ question }, number) => {
    const all = /** @type {HTMLElement[]} */ ([...question.querySelectorAll(".cloze")]);
    const asked = all.filter((blank) => (blank.dataset.blank ?? "1") === number);
    for (const blank of all) if (!asked.includes(blank)) blank.classList.remove("cloze");
    const hidden = asked.map((blank) => {
      const inside = [...blank.childNodes];
      const { hint } = blank.dataset;
      blank.classList.add("is-blank");
      blank.replaceChildren(el("span", { class: "visually-hidden" }, `${t("play.blank")} `), el("span", {}, hint ? `[${hint}]` : "[…]"));
      return { blank, inside };
    });
    const step = () => {
      const next = hidden.shift();
      if (!next) return false;
      next.blank.classList.remove("is-blank");
      next.blank.replaceChildren(...next.inside);
      return true;
    };
    return {
      ...nothing,
      left: () => hidden.length,
      step: () => hidden.length > 1 && step(),
      reveal: () => {
        while (hidden.length) step();
        return { grade: 0, said: recto.list(asked.map((blank) => blank.textContent ?? "")) };
      },
    };
  };

  /** Makes a card playable. @param {Item} item @param {Faces} faces @param {() => void} turn shows the answer @returns {Play} */
  recto.play = (item, faces, turn) => {
    if (item.kind === "choice") return choice(faces, turn);
    if (item.kind === "typed") return typed(faces);
    if (item.kind === "cloze") return cloze(faces, item.blank);
    return nothing;
  };
})();
