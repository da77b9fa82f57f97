// The dialog in which one card after the other is shown, turned and graded. It knows nothing of
// when a card comes: session.js and interview.js do.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;

  recto.stage = (script) => {
    /** @type {Item} */
    let item;
    /** @type {Play} */
    let play;
    let shown = false;
    let suggestion = 0;
    /** @type {HTMLElement} */
    let question;
    /** @type {HTMLElement} */
    let answers;

    const live = el("p", { class: "visually-hidden", role: "status" });
    const meter = el("progress", { "aria-label": script.measure, max: 1, value: 0 });
    const count = el("span", { class: "count" });
    const star = el("button", { class: "button quiet star", type: "button", "aria-label": t("session.star"), "aria-keyshortcuts": "s", onclick: () => toggleStar() },
      el("svg", { viewBox: "0 0 20 20", "aria-hidden": "true", width: 20, height: 20 }, el("path", { d: "M10 2.2l2.4 4.9 5.4.8-3.9 3.8.9 5.4-4.8-2.6-4.8 2.6.9-5.4L2.2 7.9l5.4-.8z" })));
    const extra = el("span", { class: "study-extra" });
    const place = el("div", { class: "study-stage" });
    const flipText = el("span", {}, t("session.show"));
    const flip = el("button", { class: "button primary", type: "button", onclick: () => advance() }, flipText, el("kbd", { "aria-hidden": "true" }, t("session.space")));
    const flipRow = el("div", { class: "flip-row" }, flip);
    const buttons = script.grades.map(({ id, name }, at) => el("button", {
      class: "button", type: "button", "data-grade": id, "aria-keyshortcuts": at + 1, onclick: () => script.graded(at + 1),
    }, el("span", { class: "grade-name" }, name), el("span", { class: "when" }), el("kbd", { "aria-hidden": "true" }, String(at + 1))));
    const grades = el("div", { class: "grades", role: "group", "aria-label": t("session.how-well"), "data-count": buttons.length }, ...buttons);
    const foot = el("div", { class: "study-foot" }, flipRow, grades);
    const notice = el("p", { class: "study-notice", role: "status", hidden: true });
    const dialog = el("dialog", { class: "study", "aria-label": t("session.title", { title: script.title }) },
      el("div", { class: "study-bar" }, meter, count, extra, star,
        el("button", { class: "button quiet", type: "button", "aria-label": t("session.keys"), "aria-keyshortcuts": "?", onclick: () => recto.keysSheet(dialog) }, "?"),
        el("button", { class: "button quiet", type: "button", onclick: () => script.leave() }, t("session.end")), notice),
      place, foot, live);

    const say = (/** @type {string} */ text) => { live.textContent = text; };

    /** Something to be seen until it is replaced or taken away. @param {string} text */
    const note = (text) => {
      notice.hidden = !text;
      notice.textContent = text;
    };

    const showStar = () => star.setAttribute("aria-pressed", String(recto.store.isStarred(item.guid)));
    const toggleStar = () => {
      if (foot.hidden) return;
      recto.store.begin();
      recto.store.star(item.guid);
      showStar();
    };

    /** Puts a card on the stage; the focus goes to what is to be read or done. @param {Item} next @param {string} said */
    const show = (next, said) => {
      item = next;
      const faces = item.faces();
      play = recto.play(item, faces, () => turn(true));
      question = faces.question;
      // A heading of any content is read out whole when it gets the focus.
      for (const [name, value] of Object.entries({ role: "heading", "aria-level": "2", tabindex: "-1" })) question.setAttribute(name, value);
      answers = el("section", { class: "answers", "aria-label": t("session.answer"), tabindex: "-1" }, ...faces.answer);
      const card = el("div", { class: "study-card card", "data-kind": item.kind }, ...faces.context, question, ...play.parts, answers,
        el("p", { class: "source" }, el("a", { href: item.href }, t("session.source"))));
      // A press on the card turns it, unless it was on something or marked text.
      card.addEventListener("click", (/** @type {MouseEvent} */ event) => {
        const on = /** @type {Element} */ (event.target);
        if (!shown && !on.closest("a, button, input, pre, summary, audio, video") && !String(getSelection())) advance();
      });
      place.replaceChildren(card);
      place.scrollTop = 0;
      recto.enhance(card);
      foot.hidden = false;
      star.hidden = false;
      showStar();
      turn(false);
      say(said);
      (play.focus ?? question).focus();
    };

    const nameFlip = () => {
      const left = play.left();
      flipText.textContent = left > 1 ? t("session.next-blank", { n: left }) : t(play.parts.length ? "session.check" : "session.show");
    };

    /** Turns the card over, or to the side that is named. @param {boolean} side */
    const turn = (side) => {
      shown = side;
      const empty = !answers.textContent.trim() && !answers.querySelector("img, svg, canvas, audio, video, math");
      answers.hidden = !shown || empty;
      // A theme, or a test, looks at the answer itself.
      for (const part of /** @type {Iterable<HTMLElement>} */ (answers.children)) part.hidden = !shown;
      place.querySelector(".source").hidden = !shown;
      flipRow.hidden = shown;
      grades.hidden = !shown;
      if (!shown) {
        nameFlip();
        return;
      }
      const { grade, said } = play.reveal();
      suggestion = grade || script.usual;
      buttons.forEach((button, at) => {
        button.toggleAttribute("data-suggested", grade === at + 1);
        button.toggleAttribute("data-usual", suggestion === at + 1);
      });
      script.turned();
      const heard = [said, empty ? "" : `${t("session.answer")}: ${spoken(answers)}`].filter(Boolean).join(" ");
      say(heard);
      // The question stays in view above its answer, unless it fills the screen itself.
      const target = empty ? question : answers;
      target.focus({ preventScroll: true });
      const below = target.getBoundingClientRect().top > place.getBoundingClientRect().bottom - 96;
      if (below) target.scrollIntoView({ block: "start" });
    };

    /** What a screen reader says of an answer; the rest it reads itself. @param {HTMLElement} part */
    const spoken = (part) => {
      const text = part.innerText.replace(/\s+/g, " ").trim();
      return text.length > 400 ? `${text.slice(0, 400)} …` : text;
    };

    /** One step on: the next blank, the answer. */
    const advance = () => {
      if (shown || foot.hidden) return;
      if (play.step()) {
        nameFlip();
        say(question.innerText.replace(/\s+/g, " "));
      } else turn(true);
    };

    /** What stands on the stage in place of a card. @param {...Node} nodes */
    const put = (...nodes) => {
      foot.hidden = true;
      star.hidden = true;
      place.replaceChildren(...nodes);
      place.scrollTop = 0;
    };

    /** @param {number} at from 1 @param {string} when shown @param {string} spokenWhen */
    const label = (at, when, spokenWhen) => {
      const button = buttons[at - 1];
      button.querySelector(".when").textContent = when;
      const suggested = button.hasAttribute("data-suggested") ? t("session.suggested") : "";
      button.setAttribute("aria-label", recto.list([script.grades[at - 1].name, spokenWhen, suggested]));
    };

    const rtl = () => getComputedStyle(dialog).direction === "rtl";

    dialog.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
      const on = /** @type {Element} */ (event.target);
      if (on.closest(".keys")) return;
      // In the field of a typed answer, Enter is the only key of ours.
      if (on.matches(".typed-field") && event.key === "Enter" && !event.isComposing) {
        event.preventDefault();
        advance();
        return;
      }
      if (!recto.shortcut(event) || event.repeat) return;
      let key = recto.keyOf(event);
      if (key.startsWith("Arrow")) {
        // Arrows scroll a code block that has the focus.
        if (on.closest("[role=region], audio, video")) return;
        key = { ArrowRight: rtl() ? "k" : "j", ArrowLeft: rtl() ? "j" : "k" }[key] ?? key;
      }
      const digit = /^[1-9]$/.test(key) ? Number(key) : 0;
      if (key === "?") recto.keysSheet(dialog);
      else if (script.key(key)) { /* done there */ }
      else if (key === "/") location.href = `${document.documentElement.dataset.root || ""}search.html`;
      else if (foot.hidden) return;
      else if (key === " " || key === "Enter") {
        if (on.closest("button, a, summary, [role=region]")) return;
        if (shown) script.graded(suggestion);
        else advance();
      } else if (key === "s") toggleStar();
      else if (digit && !shown && play.press(digit)) { /* picked */ }
      else if (digit && shown && digit <= buttons.length) script.graded(digit);
      else return;
      event.preventDefault();
    });

    dialog.addEventListener("cancel", (/** @type {Event} */ event) => {
      if (event.target !== dialog) return;
      event.preventDefault();
      script.leave();
    });
    // A link followed to this very page must not stay under the session.
    dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => {
      if (/** @type {Element} */ (event.target).closest(".study-card a[href]")) dialog.close();
    });
    dialog.addEventListener("close", (/** @type {Event} */ event) => {
      if (event.target !== dialog) return;
      dialog.remove();
      document.documentElement.style.overflow = "";
      script.closed();
    });

    document.body.append(dialog);
    document.documentElement.style.overflow = "hidden";
    dialog.showModal();

    return {
      dialog, extra, show, turn, put, label, say, note,
      isShown: () => shown,
      /** @param {number} done @param {number} of @param {string} text */
      progress: (done, of, text) => {
        meter.max = Math.max(1, of);
        meter.value = done;
        count.textContent = text;
      },
      close: () => dialog.close(),
    };
  };
})();
