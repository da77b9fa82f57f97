// Compares what was typed with what is right, character by character.
(() => {
  "use strict";

  const recto = window.recto;

  /** A longer text is compared as a whole: nobody types it. */
  const MOST = 400;

  const plain = (/** @type {string} */ text) => text.normalize("NFC").replace(/\s+/g, " ").trim();

  /** What may differ without being wrong: case, marks at the end, quotes. @param {string} text */
  const lenient = (text) => plain(text).toLocaleLowerCase().replace(/[“”„«»"'\u0060’‘]/g, "").replace(/[.!。！]+$/, "");

  /**
   * Pieces of both texts in order: kept, missing in what was typed, or too much in it.
   * @param {string} typed @param {string} right @returns {{kind: "kept" | "missing" | "extra", text: string}[]}
   */
  const pieces = (typed, right) => {
    const [a, b] = [[...plain(typed)], [...plain(right)]];
    if (a.length > MOST || b.length > MOST) {
      return typed === right ? [{ kind: "kept", text: right }] : [{ kind: "extra", text: typed }, { kind: "missing", text: right }];
    }
    // Lengths of the longest common part of what is left of both.
    const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i -= 1) {
      for (let j = b.length - 1; j >= 0; j -= 1) {
        length[i][j] = a[i] === b[j] ? length[i + 1][j + 1] + 1 : Math.max(length[i + 1][j], length[i][j + 1]);
      }
    }
    const out = /** @type {{kind: "kept" | "missing" | "extra", text: string}[]} */ ([]);
    const add = (/** @type {"kept" | "missing" | "extra"} */ kind, /** @type {string} */ text) => {
      const last = out[out.length - 1];
      if (last?.kind === kind) last.text += text;
      else out.push({ kind, text });
    };
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) { add("kept", a[i]); i += 1; j += 1; }
      else if (j < b.length && (i === a.length || length[i][j + 1] > length[i + 1][j])) { add("missing", b[j]); j += 1; }
      else { add("extra", a[i]); i += 1; }
    }
    return out;
  };

  /** How near what was typed comes to what is right: 1 is the same, 0 has nothing of it. @param {string} typed @param {string} right */
  const likeness = (typed, right) => {
    const [a, b] = [lenient(typed), lenient(right)];
    if (a === b) return 1;
    const kept = pieces(a, b).filter(({ kind }) => kind === "kept").reduce((sum, { text }) => sum + [...text].length, 0);
    return Math.min(0.99, (2 * kept) / Math.max(1, [...a].length + [...b].length));
  };

  recto.diff = { pieces, likeness };
})();
