// Light, dark, or as the system has it. Runs in the head, before the first paint.
(() => {
  "use strict";

  const root = document.documentElement;

  /** @param {string} key @returns {string | null} */
  const read = (key) => {
    // Storage may be forbidden; then the choice lasts as long as the page.
    try { return localStorage.getItem(`recto:${key}`); } catch { return null; }
  };

  /** @param {string} key @param {string} value empty to forget */
  const write = (key, value) => {
    try {
      if (value) localStorage.setItem(`recto:${key}`, value);
      else localStorage.removeItem(`recto:${key}`);
    } catch { /* as above */ }
  };

  window.recto = Object.assign(window.recto || {}, { read, write });

  root.dataset.js = "";
  const theme = read("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  // Known before the first paint: home.js draws what was learnt.
  if (read(`${encodeURIComponent(root.dataset.project ?? "")}:form`)) root.dataset.learnt = "";
  if (read("answers") === "hidden") root.dataset.answers = "hidden";

  const begin = () => {
    const button = document.querySelector(".theme-switch");
    const name = document.querySelector(".theme-name");
    if (!button || !name) return;
    const show = () => { name.textContent = window.recto.t(`theme.${root.dataset.theme || "system"}`); };
    show();
    button.addEventListener("click", () => {
      const now = root.dataset.theme || "system";
      const next = { system: "light", light: "dark" }[now] ?? "system";
      if (next === "system") delete root.dataset.theme;
      else root.dataset.theme = next;
      write("theme", next === "system" ? "" : next);
      show();
    });
  };
  // On the page of wrong addresses it may come late.
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
  else addEventListener("load", begin);

  // Paper is light, whatever was chosen for the screen.
  /** @type {string | undefined} */
  let screen;
  addEventListener("beforeprint", () => {
    screen = root.dataset.theme;
    if (screen) root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    if (screen) root.dataset.theme = screen;
  });
})();
