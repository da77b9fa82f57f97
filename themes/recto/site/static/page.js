// What every page does: words in its language, "/" leads to the search, permanent links can be copied,
// short messages.
(() => {
  "use strict";

  const recto = window.recto;
  const root = document.documentElement.dataset.root || "";

  // ---- words

  const number = new Intl.NumberFormat(document.documentElement.lang || "en", { numberingSystem: "latn" });

  /** A number as the page's language groups it, in the digits that stand on the pages. @param {number} value */
  recto.number = (value) => number.format(value);

  /** Languages from the wanted one to English, with the words each has first. @type {{plurals: Intl.PluralRules, of: Words}[]} */
  let languages = [];

  /** Called by strings.js. */
  recto.words = (words) => {
    languages = words.map(([tag, of]) => ({ plurals: new Intl.PluralRules(tag), of }));
  };

  const write = (/** @type {string | number} */ value) => (typeof value === "number" ? number.format(value) : value);

  /** The word for a key, with the values of its {names}; `n` also decides the plural. */
  recto.t = (key, values = {}) => {
    const language = languages.find(({ of }) => Object.hasOwn(of, key));
    if (!language) return key;
    const word = language.of[key];
    const text = typeof word === "string" ? word : word[language.plurals.select(Number(values.n))] ?? word.other;
    return text.replace(/\{([a-z]+)\}/g, (/** @type {string} */ all, /** @type {string} */ name) => (Object.hasOwn(values, name) ? write(values[name]) : all));
  };

  // ----

  /** Says something for a moment, to eye and ear. @param {string} text */
  recto.say = (text) => {
    const toast = document.querySelector(".toast");
    if (!toast) return;
    toast.textContent = text;
    setTimeout(() => { if (toast.textContent === text) toast.textContent = ""; }, 2500);
  };

  /**
   * Whether a key is meant as a shortcut: no modifier, not typed into something, not turned off.
   * @param {KeyboardEvent} event
   */
  recto.shortcut = (event) => {
    const target = event.target;
    return !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing
      && !(target instanceof Element
        && target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]"))
      && recto.read("keys") !== "off";
  };

  // Kept for use without a network, and to be installed; neither is possible from disk.
  if (location.protocol !== "file:") {
    const manifest = document.createElement("link");
    manifest.rel = "manifest";
    manifest.href = `${root}manifest.webmanifest`;
    document.head.append(manifest);
    // After everything the page itself needs. Storage may be forbidden; then there is no worker.
    addEventListener("load", () => {
      navigator.serviceWorker?.register(`${root}sw.js`, { updateViaCache: "none" }).catch(() => {});
    });
  }

  // From disk no page may read another; a frame of the study page sends what it holds, as it was written.
  if (location.protocol === "file:" && parent !== window) {
    parent.postMessage({ rectoPage: document.documentElement.outerHTML }, "*");
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !recto.shortcut(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    const field = document.getElementById("query");
    if (field) field.focus();
    else location.href = `${root}search.html`;
  });

  // The link itself leads to the resolver; a plain click copies it and stays.
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && /** @type {HTMLAnchorElement | null} */ (event.target.closest(".permalink"));
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard) return;
    event.preventDefault();
    location.hash = link.hash;
    try {
      await navigator.clipboard.writeText(link.href);
      recto.say(recto.t("permanent.copied"));
    } catch {
      recto.say(recto.t("permanent.in-address"));
    }
  });
})();
