// The page of cards: gives each frame the height of what it shows, and all of them look and width.
(() => {
  "use strict";
  const frames = [...document.querySelectorAll("iframe")];

  /** @param {HTMLIFrameElement} frame */
  function fit(frame) {
    const page = frame.contentDocument;
    if (!page?.body) return;
    // As a frame never shrinks to what it holds.
    frame.height = "0";
    frame.height = String(page.documentElement.scrollHeight);
  }

  /** What Anki says of the night on the elements of a card. @param {HTMLIFrameElement} frame */
  function dress(frame) {
    const page = frame.contentDocument;
    const night = document.documentElement.dataset.look === "dark";
    page?.documentElement.classList.toggle("night-mode", night);
    for (const name of ["nightMode", "night_mode"]) page?.body?.classList.toggle(name, night);
    fit(frame);
  }

  /** @param {string} name */
  function inputs(name) {
    return /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(`input[name=${name}]`));
  }

  /** @param {string} name @param {string | undefined} value */
  function choose(name, value) {
    if (value === undefined) return;
    document.documentElement.dataset[name] = value;
    for (const input of inputs(name)) input.checked = input.value === value;
    try {
      sessionStorage.setItem(`recto-preview-${name}`, value);
    } catch {
      // Only remembered where that is allowed.
    }
  }

  /** @param {string} name */
  function remembered(name) {
    try {
      return sessionStorage.getItem(`recto-preview-${name}`);
    } catch {
      return null;
    }
  }

  for (const name of ["look", "width"]) {
    for (const input of inputs(name)) {
      input.addEventListener("change", () => {
        choose(name, input.value);
        frames.forEach(dress);
      });
    }
    choose(name, remembered(name) ?? [...inputs(name)].find((input) => input.checked)?.value);
  }
  for (const frame of frames) {
    frame.addEventListener("load", () => dress(frame));
    // It may have been there before this.
    if (frame.contentDocument?.readyState === "complete") dress(frame);
  }
  addEventListener("resize", () => frames.forEach(fit));
})();
