// Finds cards by their words. The index is loaded in pieces by script tags, so it works from disk too;
// docs/themes.md has its form. Nothing of it is taken apart before it is needed: a file of words is read line by line.
(() => {
  "use strict";

  /** @typedef {{word: string, cjk: boolean}} Word */
  /** @typedef {{cards: number, block: number, shards: string[], t: string, c: string}} Index */
  /** @typedef {(term: string, text: string, from: number, to: number) => void} Heard told of a term, and where its cards stand */

  const recto = window.recto;
  const root = document.documentElement.dataset.root || "";

  // ---- loading

  /** What has arrived or is on its way, by file name. @type {Map<string, Promise<any>>} */
  const files = new Map();
  /** Who waits for a script's call. @type {Map<Element | null, (value: unknown) => void>} */
  const waiting = new Map();

  /** Loads search/NAME once; it calls one of the three functions below. @param {string} name @returns {Promise<any>} */
  const load = (name) => {
    const known = files.get(name);
    if (known) return known;
    const file = new Promise((resolve, reject) => {
      const script = document.createElement("script");
      waiting.set(script, resolve);
      script.src = `${root}search/${name}`;
      const failed = () => { files.delete(name); waiting.delete(script); script.remove(); reject(new Error(name)); };
      script.onerror = failed;
      // Something else may stand at its address.
      script.onload = () => { if (waiting.has(script)) failed(); };
      document.head.append(script);
    });
    files.set(name, file);
    return file;
  };

  const arrive = (/** @type {unknown} */ value) => {
    waiting.get(document.currentScript)?.(value);
    waiting.delete(document.currentScript);
  };

  recto.searchIndex = arrive;
  recto.searchCards = (_, cards) => arrive(cards.map(([title, url, guid, text, tags]) => ({ title, url, guid, text, tags })));
  recto.searchTerms = (_, text) => arrive(text);

  /** The list of all files; with a query once it was found to be out of date, so that no cache answers. */
  let list = "index.js";
  const listed = () => /** @type {Promise<Index>} */ (load(list));

  /** Another build may have taken the place of the one this page is of: its files have other names. */
  const renew = () => {
    list = `index.js?${Date.now()}`;
  };

  /** Signs of a digest in a file's name. */
  const DIGEST = 8;

  /** A file of words or of cards, by the name the list gives it. @param {Index} index @param {"t" | "c"} kind @param {number} n */
  const part = (index, kind, n) => load(`${kind}${n}-${index[kind].slice(n * DIGEST, (n + 1) * DIGEST)}.js`);

  // ---- words

  const WORDS = /[\p{L}\p{N}\p{M}_+#]+/gu;
  const CJK = /[\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\u{1b000}-\u{1b16f}\u{20000}-\u{3ffff}]+/gu;
  /** The index keeps no more of a word. */
  const LONGEST = 40;

  /** Marks that many leave out when they write. */
  const PASSED_OVER = /[\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;

  const fold = (/** @type {string} */ text) => text.normalize("NFKD").replace(PASSED_OVER, "").normalize("NFKC").toLowerCase();

  const plain = (/** @type {string} */ word) => ({ word: [...word].slice(0, LONGEST).join(""), cjk: false });

  /** The terms of a query; the last one may be the beginning of a word. @param {string} query */
  const wordsOf = (query) => {
    const words = /** @type {Word[]} */ ([]);
    for (const [run] of fold(query).matchAll(WORDS)) {
      let from = 0;
      for (const cjk of run.matchAll(CJK)) {
        if (cjk.index > from) words.push(plain(run.slice(from, cjk.index)));
        const signs = [...cjk[0]];
        if (signs.length === 1) words.push({ word: cjk[0], cjk: true });
        for (let i = 0; i + 1 < signs.length; i += 1) words.push({ word: signs[i] + signs[i + 1], cjk: true });
        from = cjk.index + cjk[0].length;
      }
      if (from < run.length) words.push(plain(run.slice(from)));
    }
    return words;
  };

  /** Shorter words are too like others to be forgiven a slip. */
  const FORGIVEN = 5;

  /** Whether one slip makes `a` of `b`: a sign too many, too few, another, or two exchanged. @param {string} a @param {string} b */
  const isNear = (a, b) => {
    if (Math.abs(a.length - b.length) > 1) return false;
    let from = 0;
    while (from < a.length && a[from] === b[from]) from += 1;
    const [left, right] = [a.slice(from), b.slice(from)];
    return left.slice(1) === right.slice(1) || left.slice(1) === right || left === right.slice(1)
      || (left[0] === right[1] && left[1] === right[0] && left.slice(2) === right.slice(2));
  };

  /** Whether `term`, or a beginning of it, is near to the typed word. @param {string} word @param {string} term @param {boolean} prefix */
  const mayBeMeant = (word, term, prefix) => isNear(word, term)
    || (prefix && [-1, 0, 1].some((more) => isNear(word, term.slice(0, word.length + more))));

  // ---- terms

  /** No more files of words are read for a beginning, and for a single letter, which begins thousands. */
  const FILES = 4;
  const FILES_OF_LETTER = 2;
  /** Nor for what may have been meant by a word. */
  const FILES_OF_SLIP = 8;

  /**
   * The files of words that begin so, or the one where such a word would stand.
   * @param {Index} index @param {string} begin @param {boolean} prefix @param {number} most @returns {number[]}
   */
  const filesAt = ({ shards }, begin, prefix, most) => {
    let first = 0;
    // Words and files are in the order in which strings compare.
    while (first + 1 < shards.length && shards[first + 1] <= begin) first += 1;
    let last = first;
    while (prefix && last + 1 < shards.length && shards[last + 1].startsWith(begin)) last += 1;
    return Array.from({ length: Math.min(last - first + 1, most) }, (_, i) => first + i);
  };

  /** @param {Index} index @param {number[]} numbers @returns {Promise<string[]>} */
  const texts = (index, numbers) => Promise.all(numbers.map((n) => part(index, "t", n)));

  const WIDE = /[\ud800-\udfff]/;

  /** Reads the terms of a file of words. @param {string} text @param {Heard} heard */
  const read = (text, heard) => {
    let before = "";
    let wide = false;
    for (let at = 0, end = 0; at < text.length; at = end + 1) {
      end = text.indexOf("\n", at);
      if (end < 0) end = text.length;
      const space = text.indexOf(" ", at);
      const shared = parseInt(text[at], 36);
      // Characters are counted, which are two places of a string each in some scripts.
      const term = (wide ? [...before].slice(0, shared).join("") : before.slice(0, shared)) + text.slice(at + 1, space);
      heard(term, text, space + 1, end);
      before = term;
      wide = WIDE.test(term);
    }
  };

  /**
   * Weighs the cards of a term: more for titles and for the word itself.
   * @param {Uint8Array} weights @param {string} text base 36 numbers @param {number} from @param {number} to @param {number} more
   */
  const weigh = (weights, text, from, to, more) => {
    let card = 0;
    let value = 0;
    for (let i = from; i <= to; i += 1) {
      const sign = i < to ? text.charCodeAt(i) : 32;
      if (sign !== 32) {
        value = value * 36 + (sign < 58 ? sign - 48 : sign - 87);
        continue;
      }
      card += value >> 1;
      const weight = (value & 1 ? 4 : 1) + more;
      if (weights[card] < weight) weights[card] = weight;
      value = 0;
    }
  };

  // ---- finding

  /** More words that may have been meant are not marked. */
  const MARKED = 20;

  /**
   * Where words may stand that `word` was meant for, the likelier files first. A slip is rarer at the beginning, and
   * looking for one everywhere would mean to read all words; a small index is read whole.
   * @param {Index} index @param {string} word
   */
  const meant = (index, word) => {
    if (index.shards.length <= FILES_OF_SLIP) return [index.shards.map((_, n) => n)];
    const [first, second, third] = word;
    const at = (/** @type {string} */ begin) => filesAt(index, begin, true, FILES_OF_SLIP);
    const [near, far] = [at(first + second), [...at(second + first), ...at(second + third), ...at(first)]];
    return [near, [...new Set(far)].filter((n) => !near.includes(n)).slice(0, FILES_OF_SLIP)];
  };

  /**
   * Cards with a word, or with one that begins so; where there is none, with what may have been meant.
   * @param {Index} index @param {Word} word @param {boolean} prefix
   * @returns {Promise<{marks: Word[], weights: Uint8Array}>} what to mark, and the weight of each card, 0 for most
   */
  const find = async (index, { word, cjk }, prefix) => {
    const weights = new Uint8Array(index.cards);
    const signs = [...word].length;
    let there = false;
    for (const text of await texts(index, filesAt(index, word, prefix, signs === 1 ? FILES_OF_LETTER : FILES))) {
      read(text, (term, hits, from, to) => {
        if (term !== word && !(prefix && term.startsWith(word))) return;
        there = true;
        weigh(weights, hits, from, to, term === word ? 1 : 0);
      });
    }
    const marks = [{ word, cjk }];
    if (there || cjk || signs < FORGIVEN) return { marks, weights };
    const near = /** @type {Word[]} */ ([]);
    for (const numbers of meant(index, word)) {
      for (const text of await texts(index, numbers)) {
        read(text, (term, hits, from, to) => {
          if (!mayBeMeant(word, term, prefix)) return;
          near.push({ word: term, cjk: false });
          weigh(weights, hits, from, to, 0);
        });
      }
      if (near.length) break;
    }
    return { marks: near.slice(0, MARKED), weights };
  };

  /** The cards that all of these hold, the heaviest first. @param {Uint8Array[]} words the weight of each card, word by word */
  const best = (words) => {
    const byWeight = /** @type {number[][]} */ ([]);
    const [first, ...others] = words;
    for (let card = 0; card < first.length; card += 1) {
      let weight = first[card];
      for (const other of others) weight = weight && other[card] && weight + other[card];
      if (weight) (byWeight[weight] ??= []).push(card);
    }
    return byWeight.reverse().flat();
  };

  /**
   * The cards that hold all words of a query, the best first, and what to mark in them.
   * @param {string} query @returns {Promise<{hits: number[], marks: Word[]}>}
   */
  const search = async (query) => {
    const words = wordsOf(query);
    const nothing = { hits: /** @type {number[]} */ ([]), marks: /** @type {Word[]} */ ([]) };
    if (words.length === 0) return nothing;
    const index = await listed();
    if (!index.shards.length) return nothing;
    const open = /[\p{L}\p{N}\p{M}_+#]$/u.test(query);
    const found = await Promise.all(words.map((word, i) => find(index, word, open && !word.cjk && i === words.length - 1)));
    return { hits: best(found.map(({ weights }) => weights)), marks: found.flatMap((part) => part.marks) };
  };

  /** What is shown of cards. @param {number[]} numbers @returns {Promise<SearchCard[]>} */
  const cards = async (numbers) => {
    const index = await listed();
    const some = await Promise.all(numbers.map(async (n) => (await part(index, "c", Math.floor(n / index.block)))[n % index.block]));
    return some.filter(Boolean);
  };

  // ---- marking

  /** Where in a text the words stand, as [from, to) of the text itself. @param {string} text @param {Word[]} words */
  const spans = (text, words) => {
    // Folding may change lengths, so it is done sign by sign, with the way back kept.
    let folded = "";
    const origin = [];
    let at = 0;
    for (const sign of text) {
      const piece = sign < "\u0080" ? sign.toLowerCase() : fold(sign);
      for (let i = 0; i < piece.length; i += 1) origin.push(at);
      folded += piece;
      at += sign.length;
    }
    origin.push(at);
    const found = [];
    for (const { word, cjk } of words) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
        const starts = cjk || i === 0 || !/[\p{L}\p{N}\p{M}_+#]$/u.test(folded.slice(Math.max(0, i - 2), i));
        if (starts) found.push([origin[i], origin[i + word.length]]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  };

  // The list of files is small, and every query begins with it.
  const prepare = () => { listed().catch(() => {}); };

  recto.find = { prepare, search, cards, spans, renew };
})();
