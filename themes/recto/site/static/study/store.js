// A reader's progress, kept in this browser under the project's own name: an entry a card, a day.
//
//   recto:PROJECT:form           "1", the form of the rest
//   recto:PROJECT:card:CARD      its state, a line of state.js; CARD is a guid, or guid.n for the nth sibling
//   recto:PROJECT:day:DAY:DEVICE what was done: "fresh again hard good easy"
//   recto:PROJECT:star:GUID      when it was starred, negative when the star was taken away
//   recto:PROJECT:options        JSON
//   recto:PROJECT:device         six letters, so that counts of two devices can be added up
//
// An entry a card makes a write small, lets two tabs write at the same time, and keeps damage to one card.
(() => {
  "use strict";

  const recto = window.recto;
  const FORM = 1;
  const PREFIX = `recto:${encodeURIComponent(document.documentElement.dataset.project || "")}:`;
  const OPTIONS = { fresh: 20, reviews: 200, retention: 0.9, apart: true };

  /** @type {Map<string, string>} all entries of this project, without the prefix */
  const entries = new Map();
  /** @type {Set<() => void>} */
  const listeners = new Set();
  /** Why what is learnt now does not last: "" | "forbidden" | "full" | "newer". */
  let trouble = "";

  const load = () => {
    entries.clear();
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX)) entries.set(key.slice(PREFIX.length), localStorage.getItem(key) ?? "");
      }
    } catch {
      trouble = "forbidden";
    }
  };

  /** Writes an entry, or takes it away; says whether it will last. @param {string} key @param {string | null} value */
  const put = (key, value) => {
    if (value === null) entries.delete(key);
    else entries.set(key, value);
    if (trouble === "forbidden" || trouble === "newer") return false;
    try {
      if (value === null) localStorage.removeItem(PREFIX + key);
      else localStorage.setItem(PREFIX + key, value);
      // What did not fit before is tried again as soon as something fits.
      if (trouble === "full") {
        trouble = "";
        for (const [other, held] of entries) localStorage.setItem(PREFIX + other, held);
      }
    } catch {
      trouble = "full";
    }
    return trouble === "";
  };

  /**
   * Writes all of these entries, or none of them; says whether it did.
   * @param {Map<string, string>} changes
   */
  const putAll = (changes) => {
    if (trouble === "forbidden" || trouble === "newer") return false;
    const written = /** @type {string[]} */ ([]);
    try {
      for (const [key, value] of changes) {
        localStorage.setItem(PREFIX + key, value);
        written.push(key);
      }
    } catch {
      // What was there before fits again when what grew goes first.
      const grown = (/** @type {string} */ key) => (changes.get(key) ?? "").length - (entries.get(key) ?? "").length;
      for (const key of written.sort((a, b) => grown(b) - grown(a))) put(key, entries.get(key) ?? null);
      return false;
    }
    for (const [key, value] of changes) entries.set(key, value);
    return true;
  };

  /** Form 0: one JSON text of the scheduler's own cards by guid. @param {unknown} cards @returns {Map<string, string>} */
  const fromForm0 = (cards) => {
    const found = new Map();
    const seconds = (/** @type {any} */ date) => Math.floor(new Date(date).getTime() / 1000);
    for (const [card, old] of Object.entries(cards && typeof cards === "object" ? cards : {})) {
      if (!old || typeof old !== "object" || !old.last_review) continue;
      const state = {
        due: seconds(old.due), stability: old.stability, difficulty: old.difficulty, reps: old.reps, lapses: old.lapses,
        phase: old.state, last: seconds(old.last_review), step: old.learning_steps ?? 0, days: old.scheduled_days,
      };
      if (!Object.values(state).every(Number.isFinite)) continue;
      const line = recto.state.write(state);
      if (recto.state.parse(line)) found.set(card, line);
    }
    return found;
  };

  /** Brings what an older version wrote into today's form. What cannot be read is left where it is. */
  const migrate = () => {
    const form = Number(entries.get("form") ?? (entries.has("progress") ? 0 : FORM));
    if (form > FORM) trouble = "newer";
    if (form !== 0) return;
    let old;
    try { old = fromForm0(JSON.parse(entries.get("progress") ?? "")); } catch { return; }
    for (const [card, line] of old) if (!entries.has(`card:${card}`)) put(`card:${card}`, line);
    // Only when all is in its new place, the old one goes.
    if (put("form", String(FORM))) put("progress", null);
  };

  load();
  migrate();

  addEventListener("storage", ({ key, newValue, storageArea }) => {
    if (storageArea !== localStorage) return;
    if (key === null) load();
    else if (!key.startsWith(PREFIX)) return;
    else if (newValue === null) entries.delete(key.slice(PREFIX.length));
    else entries.set(key.slice(PREFIX.length), newValue);
    for (const heard of listeners) heard();
  });

  const device = () => {
    if (!entries.has("device")) put("device", Math.random().toString(36).slice(2, 8).padEnd(6, "0"));
    return entries.get("device");
  };

  /** Entries whose keys begin so, without that beginning. @param {string} kind @returns {[string, string][]} */
  const all = (kind) => [...entries].filter(([key]) => key.startsWith(kind)).map(([key, value]) => [key.slice(kind.length), value]);

  /** @param {string | undefined} line @returns {number[]} */
  const counts = (line) => (line && /^\d+( \d+){4}$/.test(line) ? line.split(" ").map(Number) : [0, 0, 0, 0, 0]);

  recto.store = {
    project: document.documentElement.dataset.project || "",
    form: FORM,
    trouble: () => trouble,
    put,
    putAll,
    all,
    counts,
    fromForm0,

    /** Called when another tab has changed something. @param {() => void} heard */
    listen: (heard) => { listeners.add(heard); },

    /** The line of a card, if it was ever graded and is sound. @param {string} card */
    line: (card) => {
      const line = entries.get(`card:${card}`);
      return recto.state.parse(line) ? line : undefined;
    },

    /** The state of a card, if it was ever graded. @param {string} card */
    state: (card) => recto.state.parse(entries.get(`card:${card}`)),

    /** All graded cards. @returns {Map<string, CardState>} */
    states: () => {
      const states = new Map();
      for (const [card, line] of all("card:")) {
        const state = recto.state.parse(line);
        if (state) states.set(card, state);
      }
      return states;
    },

    /** Adds to a day's counts: 0 fresh cards, 1 to 4 grades. @param {string} day @param {number[]} by */
    count: (day, by) => {
      const key = `day:${day}:${device()}`;
      put(key, counts(entries.get(key)).map((value, at) => Math.max(0, value + by[at])).join(" "));
    },

    /** What was done each day, on all devices together. @returns {Map<string, number[]>} */
    days: () => {
      const days = new Map();
      for (const [key, line] of all("day:")) {
        const [day] = key.split(":");
        days.set(day, counts(line).map((value, at) => value + (days.get(day)?.[at] ?? 0)));
      }
      return days;
    },

    /** @param {string} guid */
    isStarred: (guid) => Number(entries.get(`star:${guid}`)) > 0,

    /** Gives or takes a star; says which. @param {string} guid */
    star: (guid) => {
      const starred = !(Number(entries.get(`star:${guid}`)) > 0);
      put(`star:${guid}`, String(recto.state.now() * (starred ? 1 : -1)));
      return starred;
    },

    /** Guids with a star. @returns {string[]} */
    starred: () => all("star:").filter(([, at]) => Number(at) > 0).map(([guid]) => guid),

    /** How the reader wants to study. */
    options: () => {
      try {
        const chosen = JSON.parse(entries.get("options") ?? "{}");
        const sound = Object.entries(OPTIONS).filter(([name, usual]) => typeof chosen?.[name] === typeof usual);
        return { ...OPTIONS, ...Object.fromEntries(sound.map(([name]) => [name, chosen[name]])) };
      } catch {
        return { ...OPTIONS };
      }
    },

    /** How many new cards whoever has done today's gets when asking for more: as many again. */
    another: () => recto.store.options().fresh || OPTIONS.fresh,

    /** @param {Partial<typeof OPTIONS>} some */
    choose: (some) => put("options", JSON.stringify({ ...recto.store.options(), ...some })),

    /** Marks the form once something is to be kept, and asks the browser not to clear it away. */
    begin: () => {
      if (!entries.has("form")) {
        put("form", String(FORM));
        navigator.storage?.persist?.().catch(() => {});
      }
    },
  };
})();
