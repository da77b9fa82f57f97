// Progress as a file, and back. A file is read whole and understood before anything is written.
(() => {
  "use strict";

  /** @typedef {{format: string, form: number, project: string, title: string, saved: string, cards: Record<string, string>,
   *   days: Record<string, string>, stars: Record<string, number>, sum: string}} ProgressFile */

  const recto = window.recto;
  const { store, t } = recto;
  const FORMAT = "recto-progress";

  /** A short sum of a text, so that damage is seen (FNV-1a). @param {string} text */
  const sum = (text) => {
    let hash = 0x811c9dc5;
    for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return (hash >>> 0).toString(16).padStart(8, "0");
  };

  const sumOf = (/** @type {any} */ { cards, days, stars }) => sum(JSON.stringify([cards, days, stars].map((part) => Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))));

  /** The file's text. @param {string} title of the deck */
  const save = (title) => {
    const parts = {
      cards: Object.fromEntries(store.all("card:").filter(([, line]) => recto.state.parse(line))),
      days: Object.fromEntries(store.all("day:")),
      stars: Object.fromEntries(store.all("star:").map(([guid, at]) => [guid, Number(at)])),
    };
    const head = { format: FORMAT, form: store.form, project: store.project, title, saved: new Date().toISOString() };
    return `${JSON.stringify({ ...head, ...parts, sum: sumOf(parts) }, null, 1)}\n`;
  };

  const isRecord = (/** @type {unknown} */ value) => typeof value === "object" && value !== null && !Array.isArray(value);

  const damaged = (/** @type {string} */ where) => new Error(t("file.damaged", { where }));

  /** Understands a file, or throws an error that says what is wrong. @param {string} text @returns {ProgressFile} */
  const read = (text) => {
    let file;
    try { file = JSON.parse(text); } catch { throw new Error(t("file.not-json")); }
    if (!isRecord(file) || file.format !== FORMAT || !Number.isInteger(file.form)) throw new Error(t("file.not-ours"));
    if (file.form > store.form) throw new Error(t("file.newer"));
    if (file.project !== store.project) throw new Error(t("file.foreign", { title: String(file.title ?? file.project) }));
    if (file.form === 0) {
      if (!isRecord(file.cards)) throw damaged("cards");
      const cards = store.fromForm0(file.cards);
      if (cards.size !== Object.keys(file.cards).length) throw damaged("cards");
      return { ...file, cards: Object.fromEntries(cards), days: {}, stars: {} };
    }
    for (const part of ["cards", "days", "stars"]) if (!isRecord(file[part])) throw damaged(part);
    for (const [card, line] of Object.entries(file.cards)) {
      if (!/^[\w.-]{1,40}$/.test(card) || !recto.state.parse(line)) throw damaged(`card ${card}`);
    }
    for (const [key, line] of Object.entries(file.days)) {
      if (!/^\d{4}-\d\d-\d\d:\w{1,12}$/.test(key) || !/^\d+( \d+){4}$/.test(line)) throw damaged(`day ${key}`);
    }
    for (const [guid, at] of Object.entries(file.stars)) {
      if (!/^[\w-]{1,40}$/.test(guid) || !Number.isSafeInteger(at)) throw damaged(`star ${guid}`);
    }
    if (sumOf(file) !== file.sum) throw damaged(t("file.sum"));
    return file;
  };

  /** What a file changes: of each card the newer review stays. @param {ProgressFile} file @returns {Map<string, string>} */
  const merge = ({ cards, days, stars }) => {
    const changes = new Map();
    for (const [card, line] of Object.entries(cards)) {
      const [mine, theirs] = [store.state(card), recto.state.parse(line)];
      if (!theirs) continue;
      const newer = !mine || theirs.last > mine.last || (theirs.last === mine.last && theirs.reps > mine.reps);
      if (newer) changes.set(`card:${card}`, line);
    }
    const mineDays = new Map(store.all("day:"));
    for (const [key, line] of Object.entries(days)) {
      const mine = store.counts(mineDays.get(key));
      const both = store.counts(line).map((value, at) => Math.max(value, mine[at])).join(" ");
      if (both !== mineDays.get(key)) changes.set(`day:${key}`, both);
    }
    const mineStars = new Map(store.all("star:"));
    for (const [guid, at] of Object.entries(stars)) {
      if (Math.abs(at) > Math.abs(Number(mineStars.get(guid) ?? 0))) changes.set(`star:${guid}`, String(at));
    }
    return changes;
  };

  /**
   * Takes a file in: all of it, or nothing.
   * @param {string} text @returns {{cards: number, of: number}} how many cards were newer in it
   */
  const take = (text) => {
    const file = read(text);
    const changes = merge(file);
    if (store.trouble() === "newer") throw new Error(t("file.newer"));
    if (store.trouble() === "forbidden") throw new Error(t("file.forbidden"));
    if (!store.putAll(changes)) throw new Error(t("file.full"));
    store.begin();
    return { cards: [...changes.keys()].filter((key) => key.startsWith("card:")).length, of: Object.keys(file.cards).length };
  };

  recto.transfer = { save, take };
})();
