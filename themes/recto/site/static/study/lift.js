// Cards out of the questions of a page. A question of one blank is one card; blanks of other
// numbers, and the way back of a reversed question, are its siblings.
(() => {
  "use strict";

  const recto = window.recto;

  /** A copy without ids, so that none is twice on the page, with addresses that hold anywhere. @param {Element} node @param {string} base */
  const copy = (node, base) => {
    const clone = /** @type {HTMLElement} */ (document.importNode(node, true));
    for (const part of [clone, ...clone.querySelectorAll("*")]) {
      part.removeAttribute("id");
      for (const name of ["href", "src", "poster"]) {
        const value = part.getAttribute(name);
        if (value !== null) part.setAttribute(name, new URL(value, base).href);
      }
    }
    return clone;
  };

  /** What a heading held, or a block, as a block of one class. @param {string} name @param {Element} from */
  const block = (name, from) => recto.el("div", { class: `${name} content` }, ...from.childNodes);

  /** The blanks of a text, as numbers in their order. @param {Element} question */
  const blanks = (question) => {
    const numbers = [...question.querySelectorAll(".cloze")].map((blank) => Number(blank.getAttribute("data-blank") ?? 1));
    return [...new Set(numbers)].sort((a, b) => a - b);
  };

  /** The cards of an article; none where it lacks a side. @param {Element} article @param {string} base @returns {Item[]} */
  recto.lift = (article, base) => {
    const question = article.querySelector(".question");
    const answer = article.querySelector(".answer");
    const guid = article.getAttribute("data-guid");
    if (!question || !answer || !guid) return [];
    const kind = article.getAttribute("data-kind") || "basic";
    /** A card in another language than the site's stays so where it is studied. @param {HTMLElement} part */
    const tongue = (part) => {
      for (const name of ["lang", "dir"]) {
        const value = article.getAttribute(name);
        if (value) part.setAttribute(name, value);
      }
      return part;
    };
    const parts = () => ({
      context: [...article.querySelectorAll(".card-head .context")].map((part) => tongue(copy(part, base))),
      question: tongue(block("question", copy(question, base))),
      answer: [answer, ...article.querySelectorAll(".extra")].map((part) => tongue(copy(part, base))),
    });
    const first = {
      card: guid,
      guid,
      family: article.getAttribute("data-parent") || guid,
      kind,
      href: new URL(`#${guid}`, base).href,
      page: base,
      title: (article.querySelector("h2") || question).textContent.trim().replace(/\s+/g, " "),
      blank: "",
      faces: parts,
    };
    if (kind === "cloze") {
      const numbers = blanks(question);
      return numbers.map((blank) => ({ ...first, card: blank === numbers[0] ? guid : `${guid}.${blank}`, blank: String(blank) }));
    }
    if (kind !== "reversed") return [first];
    const back = () => {
      const { context, question: asked, answer: [said, ...rest] } = parts();
      return { context, question: tongue(block("question", said)), answer: [tongue(block("answer", asked)), ...rest] };
    };
    return [first, { ...first, card: `${guid}.2`, title: answer.textContent.trim().replace(/\s+/g, " ").slice(0, 120), faces: back }];
  };
})();
