// The sheet that tells the keys, and how a key is understood.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, t } = recto;
  /** @type {[string[], string][]} */
  const KEYS = [
    [[t("session.space")], t("keys.flip")],
    [["1", "2", "3", "4"], t("keys.grade")],
    [["u"], t("keys.undo")],
    [["s"], t("keys.star")],
    [["j", "→"], t("keys.next")],
    [["k", "←"], t("keys.previous")],
    [["/"], t("keys.search")],
    [["?"], t("keys.help")],
    [["Esc"], t("keys.end")],
  ];

  /** Shows the sheet, over `on` where a dialog is open. @param {Element} [on] */
  recto.keysSheet = (on = document.body) => {
    if (document.querySelector("dialog.keys")) return;
    const box = el("input", { type: "checkbox" });
    box.checked = recto.read("keys") !== "off";
    box.addEventListener("change", () => recto.write("keys", box.checked ? "" : "off"));
    const sheet = el("dialog", { class: "keys", "aria-labelledby": "keys-title", onclose: () => sheet.remove() },
      el("h2", { id: "keys-title" }, t("keys.title")),
      el("dl", {}, ...KEYS.map(([keys, does]) =>
        el("div", {}, el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, does)))),
      el("p", {}, el("label", { class: "option" }, box, t("keys.use"))),
      el("button", { class: "button", type: "button", onclick: () => sheet.close() }, t("keys.close")));
    on.append(sheet);
    sheet.showModal();
  };

  /** What a key stands for: by its sign, else by its place, for keyboards with other letters. @param {KeyboardEvent} event */
  recto.keyOf = ({ key, code }) => (key.length === 1 && key > "~" ? code.replace(/^Key|^Digit/, "").toLowerCase() : key);
})();
