// When a card comes again: FSRS by ts-fsrs, with two learning steps on the first day, as Anki has them.
(() => {
  "use strict";

  const recto = window.recto;
  const { fsrs } = tsFsrs;

  let made = 0;
  /** @type {any} */
  let scheduler;

  /** The scheduler for the share of cards the reader wants to remember. @param {number} retention */
  const forRetention = (retention) => {
    if (made !== retention) {
      scheduler = fsrs({
        request_retention: Math.min(0.97, Math.max(0.7, retention)),
        enable_fuzz: true,
        learning_steps: ["1m", "10m"],
        relearning_steps: ["10m"],
      });
      made = retention;
    }
    return scheduler;
  };

  const seconds = (/** @type {Date} */ date) => Math.floor(date.getTime() / 1000);

  /** @param {CardState | null} state */
  const toCard = (state) => (state
    ? {
      due: new Date(state.due * 1000), stability: state.stability, difficulty: state.difficulty, elapsed_days: 0,
      scheduled_days: state.days, learning_steps: state.step, reps: state.reps, lapses: state.lapses,
      state: state.phase, last_review: new Date(state.last * 1000),
    }
    : {
      due: new Date(), stability: 0, difficulty: 0, elapsed_days: 0, scheduled_days: 0, learning_steps: 0, reps: 0,
      lapses: 0, state: 0,
    });

  /** @param {any} card @returns {CardState} */
  const fromCard = (card) => ({
    due: seconds(card.due), stability: card.stability, difficulty: card.difficulty, reps: card.reps,
    lapses: card.lapses, phase: card.state, last: seconds(card.last_review), step: card.learning_steps,
    days: card.scheduled_days,
  });

  recto.schedule = {
    /**
     * What each of the four grades would make of a card now, from "again" to "easy".
     * @param {CardState | null} state null for a card never graded @param {number} retention from 0.7 to 0.97
     * @returns {CardState[]}
     */
    preview: (state, retention) => {
      const outcome = forRetention(retention).repeat(toCard(state), new Date());
      return [1, 2, 3, 4].map((grade) => fromCard(outcome[grade].card));
    },

    /** How likely it is remembered now, from 0 to 1. @param {CardState} state */
    recall: (state) => forRetention(recto.store.options().retention).get_retrievability(toCard(state), new Date(), false),
  };
})();
