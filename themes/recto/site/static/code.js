// Code and tables: a button that copies, and a way in for the keyboard where something scrolls.
(() => {
  "use strict";

  const recto = window.recto;

  /** Only what does not fit takes the focus, so that tabbing stays short. @param {Element} box */
  const measure = (box) => {
    const scrolls = box.scrollWidth > box.clientWidth + 1;
    if (!scrolls) {
      for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      return;
    }
    const lang = box.getAttribute("data-lang");
    box.setAttribute("tabindex", "0");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", !box.matches("pre") ? recto.t("table.label")
      : lang ? recto.t("code.label-of", { language: lang }) : recto.t("code.label"));
  };

  const observer = new ResizeObserver((entries) => entries.forEach((entry) => measure(entry.target)));

  /** @param {Element} inner @param {string} name class of the box put around it @returns {Element} */
  const wrap = (inner, name) => {
    const parent = inner.parentElement;
    if (parent?.classList.contains(name)) return parent;
    const box = document.createElement("div");
    box.className = name;
    inner.replaceWith(box);
    box.append(inner);
    return box;
  };

  /** Does this to what stands below; doing it twice does no harm. @param {ParentNode} below */
  recto.enhance = (below) => {
    for (const pre of below.querySelectorAll("pre")) {
      const box = wrap(pre, "code-box");
      if (navigator.clipboard && !box.querySelector(".copy")) {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "copy";
        button.textContent = recto.t("copy.short");
        button.setAttribute("aria-label", recto.t("copy.label"));
        box.append(button);
      }
      observer.observe(pre);
    }
    for (const table of below.querySelectorAll(".content table")) observer.observe(wrap(table, "table-box"));
  };

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest(".copy");
    if (!button) return;
    const code = button.parentElement?.querySelector("pre")?.textContent ?? "";
    try {
      await navigator.clipboard.writeText(code.replace(/\n$/, ""));
      button.textContent = recto.t("copy.done");
    } catch {
      button.textContent = recto.t("copy.refused");
    }
    setTimeout(() => { button.textContent = recto.t("copy.short"); }, 2000);
  });

  recto.enhance(document);
})();
