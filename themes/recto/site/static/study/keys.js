// The sheet that tells the keys, and how a key is understood.
(() => {
  "use strict";

  const recto = window.recto;
  const { el } = recto;
  const TEXT = {
    title: "Keys",
    single: "Use single keys",
    close: "Close",
    keys: /** @type {[string[], string][]} */ ([
      [["Space"], "Show the answer, or the next blank; then: the suggested grade"],
      [["1", "2", "3", "4"], "Again, hard, good, easy; before that: pick an option"],
      [["u"], "Take the last grade back"],
      [["s"], "Give the question a star, or take it away"],
      [["j", "→"], "Leave it for later, next question"],
      [["k", "←"], "Previous question"],
      [["/"], "Search"],
      [["?"], "This list"],
      [["Esc"], "End"],
    ]),
  };

  /** Shows the sheet, over `on` where a dialog is open. @param {Element} [on] */
  recto.keysSheet = (on = document.body) => {
    if (document.querySelector("dialog.keys")) return;
    const box = el("input", { type: "checkbox" });
    box.checked = recto.read("keys") !== "off";
    box.addEventListener("change", () => recto.write("keys", box.checked ? "" : "off"));
    const sheet = el("dialog", { class: "keys", "aria-labelledby": "keys-title", onclose: () => sheet.remove() },
      el("h2", { id: "keys-title" }, TEXT.title),
      el("dl", {}, ...TEXT.keys.map(([keys, does]) =>
        el("div", {}, el("dt", {}, ...keys.map((key) => el("kbd", {}, key))), el("dd", {}, does)))),
      el("p", {}, el("label", { class: "option" }, box, TEXT.single)),
      el("button", { class: "button", type: "button", onclick: () => sheet.close() }, TEXT.close));
    on.append(sheet);
    sheet.showModal();
  };

  /** What a key stands for: by its sign, else by its place, for keyboards with other letters. @param {KeyboardEvent} event */
  recto.keyOf = ({ key, code }) => (key.length === 1 && key > "~" ? code.replace(/^Key|^Digit/, "").toLowerCase() : key);
})();
