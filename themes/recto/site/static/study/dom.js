// Small helpers for making elements and for writing numbers and times in the page's language.
(() => {
  "use strict";

  const recto = window.recto;
  const SVG = new Set(["svg", "rect", "path", "g", "line", "text", "title"]);
  const language = document.documentElement.lang || "en";

  /**
   * An element with attributes, listeners (`onclick`) and children. Text goes in as text.
   * @param {string} tag @param {Record<string, unknown>} [props] @param {...(Node | string | null | false | undefined)} children
   * @returns {any}
   */
  recto.el = (tag, props = {}, ...children) => {
    const node = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(props)) {
      if (name.startsWith("on")) node.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
      else if (value === true) node.setAttribute(name, "");
      else if (value !== false && value !== undefined) node.setAttribute(name, String(value));
    }
    node.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child !== null && child !== false && child !== undefined)));
    return node;
  };

  const unit = (/** @type {string} */ name, /** @type {"short" | "long"} */ style) =>
    new Intl.NumberFormat(language, { style: "unit", unit: name, unitDisplay: style, maximumFractionDigits: 1, numberingSystem: "latn" });

  const ahead = new Intl.RelativeTimeFormat(language, /** @type {object} */ ({ numberingSystem: "latn" }));

  /** @type {[number, string][]} */
  const UNITS = [[365 * 86400, "year"], [30 * 86400, "month"], [86400, "day"], [3600, "hour"], [60, "minute"]];

  /** A span of time as an amount of one unit. @param {number} seconds @returns {[number, string]} */
  const measured = (seconds) => {
    const [size, name] = UNITS.find(([size]) => seconds >= size * 0.95) ?? UNITS[UNITS.length - 1];
    const amount = seconds / size;
    // Half a month matters, half a day does not.
    return [size >= 30 * 86400 ? Math.round(amount * 10) / 10 : Math.max(1, Math.round(amount)), name];
  };

  /** A span of time: `10 min`, `3 days`. @param {number} seconds @param {"short" | "long"} [style] */
  recto.span = (seconds, style = "short") => {
    const [amount, name] = measured(seconds);
    return unit(name, style).format(amount);
  };

  /** A time to come: `in 10 minutes`. @param {number} seconds from now */
  recto.ahead = (seconds) => {
    const [amount, name] = measured(seconds);
    return ahead.format(amount, /** @type {Intl.RelativeTimeFormatUnit} */ (name));
  };

  /** What is told one after the other; nothing of what is empty. @param {string[]} parts */
  recto.list = (parts) => parts.filter(Boolean).join(recto.t("list.comma"));

  const percent = new Intl.NumberFormat(language, { style: "percent", numberingSystem: "latn" });
  recto.percent = (/** @type {number} */ value) => percent.format(value);

  /** A date in words. @param {string} day as `2026-11-27` @param {Intl.DateTimeFormatOptions} [form] */
  recto.date = (day, form = { dateStyle: "medium" }) => new Intl.DateTimeFormat(language, { numberingSystem: "latn", ...form }).format(new Date(`${day}T12:00`));
})();
