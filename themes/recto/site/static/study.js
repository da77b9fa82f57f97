// A study session over the page: one question at a time, turned and graded.
// Nothing of it is kept when it ends.
(() => {
  "use strict";

  /** @typedef {{guid: string, href: string, title: string, context: Node[], question: Element, answer: Element[]}} Item */
  /** @typedef {{item: Item, grade: string | null}} Turn */

  const recto = window.recto;
  const GRADES = ["again", "hard", "good", "easy"];
  const NAMES = { again: "Again", hard: "Hard", good: "Good", easy: "Easy" };

  /**
   * An element with attributes and children. Text goes in as text.
   * @param {string} tag @param {Record<string, unknown>} [props] @param {...(Node | string)} children
   */
  const el = (tag, props = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
    }
    node.append(...children);
    return node;
  };

  /** A copy without ids, so that none is twice on the page, with addresses that hold anywhere. */
  const copy = (node, base) => {
    const clone = document.importNode(node, true);
    for (const part of [clone, ...clone.querySelectorAll("*")]) {
      part.removeAttribute("id");
      for (const name of ["href", "src", "poster"]) {
        const value = part.getAttribute(name);
        if (value !== null) part.setAttribute(name, new URL(value, base).href);
      }
    }
    return clone;
  };

  /** Takes the question and answer out of an article. @returns {Item | null} */
  recto.lift = (article, base) => {
    const question = article.querySelector(".question");
    const answer = article.querySelector(".answer");
    if (!question || !answer) return null;
    const { guid } = article.dataset;
    const heading = article.querySelector(`h2`) || question;
    return {
      guid,
      href: new URL(`#${guid}`, base).href,
      title: heading.textContent.trim(),
      context: [...article.querySelectorAll(".card-head .context")].map((part) => copy(part, base)),
      question: copy(question, base),
      answer: [answer, ...article.querySelectorAll(".extra")].map((part) => copy(part, base)),
    };
  };

  const KEYS = [
    ["Space", "show or hide the answer"], ["1 2 3 4", "again, hard, good, easy"],
    ["← →", "previous, next (also k, j)"], ["u", "take the last grade back"],
    ["?", "this list"], ["Esc", "end"],
  ];

  const keysSheet = () => {
    const box = el("input", { type: "checkbox", checked: recto.read("keys") !== "off" });
    box.addEventListener("change", () => recto.write("keys", box.checked ? "" : "off"));
    const sheet = el("dialog", { class: "keys", "aria-labelledby": "keys-title", onclose: () => sheet.remove() },
      el("h2", { id: "keys-title" }, "Keys"),
      el("dl", {}, ...KEYS.flatMap(([key, does]) => [el("dt", {}, el("kbd", {}, key)), el("dd", {}, does)])),
      el("p", {}, el("label", { class: "option" }, box, "Use single keys")),
      el("button", { class: "button", type: "button", onclick: () => sheet.close() }, "Close"));
    return sheet;
  };

  /**
   * Runs a session.
   * @param {Item[]} items @param {string} title @param {() => void} [ended]
   */
  recto.study = (items, title, ended = () => {}) => {
    /** @type {Turn[]} */
    let turns = items.map((item) => ({ item, grade: null }));
    /** @type {{turn: Turn, repeat: Turn | null}[]} */
    let past = [];
    let at = 0;
    let shown = false;
    let over = false;

    const live = el("p", { class: "visually-hidden", role: "status" });
    const progress = el("progress", { "aria-label": "Questions known", max: items.length, value: 0 });
    const count = el("span", { class: "count" });
    const back = el("button", { class: "button quiet", type: "button", onclick: () => undo() }, "Undo");
    const stage = el("div", { class: "study-stage" });
    const flip = el("button", { class: "button primary", type: "button", onclick: () => turn() },
      el("span", {}, "Show answer"), el("kbd", { "aria-hidden": "true" }, "Space"));
    const flipRow = el("div", { class: "flip-row" }, flip);
    const grades = el("div", { class: "grades", role: "group", "aria-label": "How well did you know it?" },
      ...GRADES.map((grade, index) => el("button", {
        class: "button", type: "button", "data-grade": grade, "aria-keyshortcuts": index + 1, onclick: () => mark(grade),
      }, NAMES[grade], el("kbd", { "aria-hidden": "true" }, String(index + 1)))));
    const foot = el("div", { class: "study-foot" }, flipRow, grades);

    const dialog = el("dialog", { class: "study", "aria-label": `Study: ${title}` },
      el("div", { class: "study-bar" },
        progress, count, back,
        el("button", { class: "button quiet", type: "button", "aria-label": "Keys", onclick: () => help() }, "?"),
        el("button", { class: "button quiet", type: "button", onclick: () => end() }, "End")),
      stage, foot, live);

    let question, answers;

    const known = () => turns.filter(({ grade }) => grade && grade !== "again").length;

    /** Puts the turn at `at` on the stage; the focus goes to what is to be read. */
    const show = (said = "") => {
      const { item, grade } = turns[at];
      over = false;
      question = item.question;
      question.classList.add("content");
      question.setAttribute("tabindex", "-1");
      answers = el("section", { class: "answers", "aria-label": "Answer", tabindex: "-1" }, ...item.answer);
      const card = el("div", { class: "study-card card" }, ...item.context, question, answers,
        el("p", { class: "source" }, el("a", { href: item.href }, "Read it on its page")));
      // A press on the card turns it, unless it was on something or marked text.
      card.addEventListener("click", (event) => {
        if (!shown && !event.target.closest("a, button, pre, summary, audio, video") && !String(getSelection())) turn();
      });
      stage.replaceChildren(card);
      stage.scrollTop = 0;
      recto.enhance(card);
      turn(false);
      for (const button of grades.children) button.setAttribute("aria-pressed", String(button.dataset.grade === grade));
      progress.value = known();
      count.textContent = `${at + 1} / ${turns.length}`;
      back.disabled = past.length === 0;
      live.textContent = `${said}Question ${at + 1} of ${turns.length}.`;
      question.focus();
    };

    /** Turns the card over, or to the side that is named. */
    const turn = (side = !shown) => {
      shown = side;
      answers.hidden = !shown;
      for (const part of answers.children) part.hidden = !shown;
      stage.querySelector(".source").hidden = !shown;
      flipRow.hidden = shown;
      grades.hidden = !shown;
      if (!shown) {
        question.focus();
        return;
      }
      // The question stays in view above its answer, unless it fills the screen itself.
      answers.focus({ preventScroll: true });
      const below = answers.getBoundingClientRect().top > stage.getBoundingClientRect().bottom - 96;
      if (below) answers.scrollIntoView({ block: "start" });
    };

    const mark = (grade) => {
      const now = turns[at];
      // Graded before, then gone back to: the older grade gives way to the new one.
      const before = past.findIndex(({ turn: other }) => other === now);
      if (before >= 0) withdraw(past.splice(before, 1)[0]);
      now.grade = grade;
      const repeat = grade === "again" ? { item: now.item, grade: null } : null;
      if (repeat) turns.push(repeat);
      past.push({ turn: now, repeat });
      const open = (from, to) => turns.slice(from, to).findIndex((other) => other.grade === null);
      const after = open(at + 1);
      const earlier = open(0, at);
      if (after < 0 && earlier < 0) return finish();
      at = after >= 0 ? at + 1 + after : earlier;
      show(`${NAMES[grade]}. `);
    };

    const withdraw = ({ turn: now, repeat }) => {
      now.grade = null;
      // A repeat that has been graded since stays: it happened.
      if (repeat && repeat.grade === null) turns = turns.filter((other) => other !== repeat);
    };

    const undo = () => {
      const last = past.pop();
      if (!last) return;
      withdraw(last);
      at = turns.indexOf(last.turn);
      foot.hidden = false;
      show("Grade taken back. ");
      turn(true);
    };

    const move = (by) => {
      const to = at + by;
      if (to < 0 || to >= turns.length) return;
      at = to;
      show();
    };

    const help = () => {
      const sheet = keysSheet();
      dialog.append(sheet);
      sheet.showModal();
    };

    const again = (chosen) => {
      turns = chosen.map((item) => ({ item, grade: null }));
      past = [];
      at = 0;
      progress.max = turns.length;
      foot.hidden = false;
      show();
    };

    const finish = () => {
      over = true;
      foot.hidden = true;
      progress.value = known();
      count.textContent = "";
      const of = (grade) => past.filter(({ turn: now }) => now.grade === grade).length;
      const weak = items.filter((item) => past.some(({ turn: now }) => now.item === item && ["again", "hard"].includes(now.grade)));
      const heading = el("h2", { tabindex: "-1" }, known() >= progress.max ? "All done" : "Ended");
      stage.replaceChildren(el("div", { class: "study-card" },
        heading,
        el("dl", { class: "tally" }, ...GRADES.map((grade) =>
          el("div", { "data-grade": grade }, el("dt", {}, NAMES[grade]), el("dd", {}, String(of(grade)))))),
        ...(weak.length ? [
          el("h3", {}, "Worth another look"),
          el("ul", {}, ...weak.map((item) => el("li", {}, el("a", { href: item.href }, item.title)))),
        ] : []),
        el("p", { class: "actions" },
          el("button", { class: "button primary", type: "button", onclick: () => dialog.close() }, "Close"),
          ...(weak.length ? [el("button", { class: "button", type: "button", onclick: () => again(weak) }, "Study these again")] : []),
          el("button", { class: "button", type: "button", onclick: () => again(items) }, "Start over"))));
      live.textContent = GRADES.map((grade) => `${NAMES[grade]} ${of(grade)}`).join(", ");
      heading.focus();
    };

    /** First the results, if there are any, then away. */
    const end = () => {
      if (over || past.length === 0) dialog.close();
      else finish();
    };

    const rtl = () => getComputedStyle(dialog).direction === "rtl";
    const moves = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 };

    dialog.addEventListener("keydown", (event) => {
      if (event.target.closest(".keys") || !recto.shortcut(event)) return;
      // By place as well as by sign, for keyboards with other letters.
      const key = event.key.length === 1 && event.key > "~" ? event.code.replace(/^Key|^Digit/, "").toLowerCase() : event.key;
      const grade = GRADES["1234".indexOf(key)];
      if (key === "?") help();
      else if (key === "u" && past.length) undo();
      else if (over) return;
      else if (key === " " || key === "Enter") {
        if (event.target.closest("button, a, summary, [role=region]")) return;
        turn();
      } else if (key.length === 1 && grade && shown) mark(grade);
      else if (key in moves) {
        // Arrows scroll a code block that has the focus.
        if (key.startsWith("Arrow") && event.target.closest("[role=region], audio, video")) return;
        move(key.startsWith("Arrow") && rtl() ? -moves[key] : moves[key]);
      } else return;
      event.preventDefault();
    });

    dialog.addEventListener("cancel", (event) => {
      if (event.target !== dialog || over || past.length === 0) return;
      event.preventDefault();
      finish();
    });
    // A link followed to this very page must not stay under the session.
    dialog.addEventListener("click", (event) => {
      if (event.target.closest(".study-card a[href]")) dialog.close();
    });
    dialog.addEventListener("close", (event) => {
      if (event.target !== dialog) return;
      dialog.remove();
      document.documentElement.style.overflow = "";
      ended();
    });

    document.body.append(dialog);
    document.documentElement.style.overflow = "hidden";
    dialog.showModal();
    show();
  };

  // On a section page its own cards are studied, without any loading.
  const start = document.querySelector("[data-study]");
  start?.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const items = [...document.querySelectorAll("article.card")]
      .map((article) => recto.lift(article, location.href)).filter(Boolean);
    if (items.length) recto.study(items, document.querySelector("h1").textContent, () => start.focus());
  });
})();
