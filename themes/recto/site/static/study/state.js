// What is remembered of a card: one line of numbers, and what they mean on a day.
(() => {
  "use strict";

  const recto = window.recto;
  /** In this order a line holds them. @type {(keyof CardState)[]} */
  const FIELDS = ["due", "stability", "difficulty", "reps", "lapses", "phase", "last", "step", "days"];

  /** A day begins at four in the morning, so that a late evening is one day. */
  const NIGHT = 4 * 3600;
  const DAY = 86400;

  /** Three weeks without a look, as Anki counts a card as mature. */
  const KNOWN_DAYS = 21;

  const now = () => Math.floor(Date.now() / 1000);

  /** The state a line holds, or nothing where it is damaged. @param {unknown} line @returns {CardState | null} */
  const parse = (line) => {
    if (typeof line !== "string" || !/^\d+( \d+(\.\d+)?){8}$/.test(line)) return null;
    const values = line.split(" ").map(Number);
    const state = /** @type {any} */ (Object.fromEntries(FIELDS.map((name, at) => [name, values[at]])));
    const sound = values.every((value) => value < 1e12) && state.reps > 0 && state.last > 0 && state.stability > 0
      && state.difficulty >= 1 && state.difficulty <= 10 && [1, 2, 3].includes(state.phase);
    return sound ? state : null;
  };

  /** @param {CardState} state */
  const write = (state) => FIELDS.map((name) => Number(state[name].toFixed(4))).join(" ");

  /** The day a time is in, as `2026-11-27`. @param {number} [at] seconds */
  const day = (at = now()) => {
    const date = new Date((at - NIGHT) * 1000);
    const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  };

  /** Whether a card is to be asked: to the second while it is learnt, by the day afterwards. @param {CardState} state */
  const isDue = (state) => (state.phase === 2 ? day(state.due) <= day() : state.due <= now());

  /** @param {CardState} state */
  const isKnown = (state) => state.phase === 2 && state.days >= KNOWN_DAYS;

  recto.state = { parse, write, day, now, isDue, isKnown, DAY };
})();
