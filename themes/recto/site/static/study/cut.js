// Cards to cut out of paper: sheets of fronts, each followed by its backs with the columns in the other
// order, so that a printer of both sides puts an answer behind its question. What does not fit is set
// smaller, down to what can be read, and then goes on on another card.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;

  const COLUMNS = 2;
  const ON_SHEET = 8;

  /** So many cards are laid out at once: browsers give up on a print of thousands of sheets. */
  const AT_ONCE = 1000;

  /** Sizes of type in points, from the wanted one to the smallest that is read with ease. */
  const SIZES = [10, 9, 8, 7.5];

  /** A question that fits at none of them goes smaller still: it cannot go on elsewhere. */
  const SMALLEST = [...SIZES, 7, 6, 5, 4];

  /** A text shorter than this is not divided. */
  const LEAST = 24;

  /** A side of a card: what stands on it, and how large. @typedef {{nodes: Node[], size: number}} Side */
  /** @typedef {{front: Side, back: Side, part: string, name: string}} Paper */

  const place = /** @type {HTMLElement} */ (document.querySelector("[data-cut]"));
  const status = /** @type {HTMLElement} */ (document.querySelector(".page-head [role=status]"));
  const facts = /** @type {HTMLInputElement} */ (document.querySelector("[name=facts]"));
  const print = /** @type {HTMLButtonElement} */ (document.querySelector("[name=print]"));
  const parts = /** @type {HTMLElement} */ (document.querySelector("[data-parts]"));

  const body = el("div", { class: "cut-body" });
  const measure = el("div", { class: "cut-measure", "aria-hidden": "true" },
    el("div", { class: "cut-card" }, body, el("p", { class: "cut-foot" }, "1")));

  /** Whether this fits on a side of a card. @param {Node[]} nodes @param {number} size */
  const fits = (nodes, size) => {
    body.style.fontSize = `${size}pt`;
    body.replaceChildren(...nodes);
    return body.scrollHeight <= body.clientHeight && body.scrollWidth <= body.clientWidth;
  };

  /** The largest of these sizes at which it fits, if there is one. @param {Node[]} nodes @param {number[]} sizes */
  const largest = (nodes, sizes) => sizes.find((size) => fits(nodes, size));

  /** An answer's blocks, lists by their items. @param {Element} answer @returns {Element[]} */
  const blocks = (answer) => [...answer.children].flatMap((block) => {
    if (!block.matches("ul, ol") || block.childElementCount < 2) return [block];
    const first = Number(block.getAttribute("start") ?? 1);
    return [...block.children].map((item, at) => {
      const list = /** @type {Element} */ (block.cloneNode(false));
      if (list.matches("ol")) list.setAttribute("start", String(first + at));
      list.append(item.cloneNode(true));
      return list;
    });
  });

  /** Two halves of a block, divided between lines or words; nothing where it is too short. @param {Element} block @returns {Element[] | null} */
  const halves = (block) => {
    const text = block.textContent ?? "";
    if (text.length < LEAST) return null;
    const middle = text.length >> 1;
    const near = (/** @type {RegExp} */ gap) => {
      const places = [...text.matchAll(gap)].map(({ index }) => index + 1).filter((at) => at < text.length);
      return places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0];
    };
    const at = (block.querySelector("pre") || block.matches("pre") ? near(/\n/g) : undefined) ?? near(/\s/g) ?? middle;
    const walk = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    let left = at;
    let node = walk.nextNode();
    while (node && left > (node.nodeValue ?? "").length) {
      left -= (node.nodeValue ?? "").length;
      node = walk.nextNode();
    }
    if (!node) return null;
    return [true, false].map((first) => {
      const range = document.createRange();
      range.selectNodeContents(block);
      if (first) range.setEnd(node, left);
      else range.setStart(node, left);
      const half = /** @type {Element} */ (block.cloneNode(false));
      half.append(range.cloneContents());
      // The second half of an item or a numbered list goes on without a number of its own.
      if (!first) for (const item of half.querySelectorAll(":scope > li:first-child")) item.setAttribute("class", "goes-on");
      return half;
    });
  };

  /** An answer on as many sides as it needs. @param {Element[]} answer @returns {Side[]} */
  const sides = (answer) => {
    const whole = largest(answer, SIZES);
    if (whole) return [{ nodes: answer, size: whole }];
    const size = SIZES[SIZES.length - 1];
    const box = () => el("div", { class: "answer content" });
    const parts = [box()];
    const queue = answer.flatMap((part) => (part.childElementCount ? blocks(part) : [el("p", {}, part.textContent)]));
    while (queue.length) {
      const block = /** @type {Element} */ (queue.shift());
      const part = parts[parts.length - 1];
      part.append(block);
      if (fits([part], size)) continue;
      block.remove();
      if (part.childElementCount) {
        parts.push(box());
        queue.unshift(block);
        continue;
      }
      const two = halves(block);
      if (two) queue.unshift(...two);
      else {
        part.append(block);
        parts.push(box());
      }
    }
    return parts.filter((part) => part.childElementCount).map((part) => ({ nodes: [part], size: largest([part], SMALLEST.filter((one) => one <= size)) ?? size }));
  };

  /** The papers of a card: one, or more where its answer is long. @param {Item} item @returns {Paper[]} */
  const papers = (item) => {
    const front = () => {
      const { context, question } = item.faces();
      for (const blank of question.querySelectorAll(".cloze")) {
        if ((blank.getAttribute("data-blank") ?? "1") !== item.blank) blank.classList.remove("cloze");
        else blank.textContent = `[${blank.getAttribute("data-hint") || "…"}]`;
      }
      return [...context, question];
    };
    const answer = item.kind === "cloze" ? [item.faces().question, ...item.faces().answer] : item.faces().answer;
    const backs = sides(answer.filter((part) => part.textContent?.trim() || part.querySelector("img, math")));
    return backs.map((back, at) => {
      const nodes = front();
      const size = largest(nodes, SMALLEST) ?? SMALLEST[SMALLEST.length - 1];
      return { front: { nodes, size }, back, part: backs.length > 1 ? `${at + 1}/${backs.length}` : "", name: item.title };
    });
  };

  /** @param {Side | null} side @param {string} name @param {string} part @param {number} number */
  const card = (side, name, part, number) => {
    if (!side) return el("div", { class: "cut-card" });
    const inner = el("div", { class: "cut-body" }, ...side.nodes);
    inner.style.fontSize = `${side.size}pt`;
    return el("div", { class: "cut-card", "data-number": number },
      inner, el("p", { class: "cut-foot" }, el("span", {}, name), el("span", {}, [part, recto.number(number)].filter(Boolean).join(" · "))));
  };

  /** A sheet's two sides. @param {Paper[]} of @param {number} first number of its first paper */
  const sheet = (of, first) => {
    const full = Array.from({ length: ON_SHEET }, (_, at) => at);
    const fronts = full.map((at) => card(of[at]?.front ?? null, "", of[at]?.part ?? "", first + at));
    const mirrored = full.map((at) => at - (at % COLUMNS) + (COLUMNS - 1 - (at % COLUMNS)));
    const backs = mirrored.map((at) => card(of[at]?.back ?? null, of[at]?.name ?? "", of[at]?.part ?? "", first + at));
    return [el("section", { class: "cut-sheet", "data-side": "front" }, ...fronts), el("section", { class: "cut-sheet", "data-side": "back" }, ...backs)];
  };

  /** The cards that the address asks for: of one section or more. @returns {Promise<Item[]>} */
  const chosen = async () => {
    const from = new URLSearchParams(location.hash.slice(1)).getAll("from");
    const lists = await recto.pages.fewAtATime(from.map((url) => () => recto.pages.cardsOf(url)));
    const items = lists.flat();
    return facts.checked ? items : items.filter(({ guid, family }) => guid === family);
  };

  /** The cards of the part that the address asks for, with links to the others. @param {Item[]} items */
  const part = (items) => {
    const asked = new URLSearchParams(location.hash.slice(1));
    const count = Math.ceil(items.length / AT_ONCE);
    const now = Math.min(Math.max(1, Math.trunc(Number(asked.get("part"))) || 1), Math.max(1, count));
    const links = Array.from({ length: count }, (_, at) => {
      const [from, to] = [at * AT_ONCE + 1, Math.min((at + 1) * AT_ONCE, items.length)];
      asked.set("part", String(at + 1));
      return el("li", {}, el("a", { href: `#${asked}`, "aria-current": at + 1 === now && "true" }, t("print.part", { from: recto.number(from), to: recto.number(to) })));
    });
    parts.hidden = count < 2;
    parts.querySelector("ul")?.replaceChildren(...links);
    return items.slice((now - 1) * AT_ONCE, now * AT_ONCE);
  };

  let turn = 0;

  const show = async () => {
    turn += 1;
    const mine = turn;
    place.replaceChildren();
    delete place.dataset.ready;
    status.textContent = "";
    print.hidden = true;
    parts.hidden = true;
    if (!location.hash.includes("from=")) return;
    let items;
    try {
      items = await chosen();
    } catch {
      status.textContent = t("print.failed");
      return;
    }
    if (mine !== turn) return;
    items = part(items);
    document.body.append(measure);
    let waiting = /** @type {Paper[]} */ ([]);
    let count = 0;
    const flush = (/** @type {number} */ least) => {
      while (waiting.length >= least && waiting.length) {
        place.append(...sheet(waiting.slice(0, ON_SHEET), count + 1));
        count += Math.min(ON_SHEET, waiting.length);
        waiting = waiting.slice(ON_SHEET);
      }
    };
    for (const [at, item] of items.entries()) {
      waiting.push(...papers(item));
      flush(ON_SHEET);
      // The page stays alive while thousands are laid out.
      if (at % 50 === 49) await new Promise((next) => setTimeout(next));
      if (mine !== turn) return;
    }
    flush(1);
    measure.remove();
    print.hidden = count === 0;
    status.textContent = t("print.sheets", { n: Math.ceil(count / ON_SHEET) });
    place.dataset.ready = "";
  };

  print.addEventListener("click", () => window.print());
  facts.addEventListener("change", show);
  addEventListener("hashchange", () => { show(); scrollTo(0, 0); });
  show();
})();
