// "Hide answers" on a section page, remembered.
(() => {
  "use strict";

  const recto = window.recto;
  const root = document.documentElement;
  const folds = /** @type {HTMLDetailsElement[]} */ ([...document.querySelectorAll("details.fold")]);
  const button = document.querySelector("[data-answers-switch]");

  const label = (/** @type {boolean} */ hidden) => { if (button) button.textContent = recto.t(hidden ? "answers.show" : "answers.hide"); };

  // theme.js has kept them from being painted; closing them takes over from there.
  const hidden = root.dataset.answers === "hidden";
  if (hidden) folds.forEach((fold) => { fold.open = false; });
  delete root.dataset.answers;
  label(hidden);

  button?.addEventListener("click", () => {
    const hide = folds.some((fold) => fold.open);
    folds.forEach((fold) => { fold.open = !hide; });
    recto.write("answers", hide ? "hidden" : "");
    label(hide);
  });

  // Paper cannot be unfolded.
  /** @type {HTMLDetailsElement[]} */
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = folds.filter((fold) => !fold.open);
    folded.forEach((fold) => { fold.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((fold) => { fold.open = false; }));
})();
