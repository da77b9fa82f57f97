// card.html#GUID: finds the page a question is on now.
(() => {
  "use strict";

  const DIGITS = "0123456789abcdefghijkmnpqrstwxyz";
  const recto = window.recto;
  const { root = "", shards = "1" } = document.documentElement.dataset;
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  const lost = /** @type {HTMLElement} */ (document.getElementById("lost"));

  const giveUp = (/** @type {string} */ text) => {
    found.textContent = text;
    lost.hidden = false;
  };

  const guid = () => location.hash.slice(1);

  /** Called by links/N.js. */
  recto.links = ({ pages, cards }) => {
    const page = Object.hasOwn(cards, guid()) ? pages[cards[guid()]] : undefined;
    if (page === undefined) giveUp(recto.t("permanent.gone"));
    else location.replace(`${root}${page}#${guid()}`);
  };

  const resolve = () => {
    const id = guid();
    lost.hidden = true;
    if (id.length !== 13 || [...id].some((digit) => !DIGITS.includes(digit))) {
      giveUp(recto.t(id ? "permanent.broken" : "permanent.empty"));
      return;
    }
    const place = DIGITS.indexOf(id[0]) * 32 + DIGITS.indexOf(id[1]);
    const script = document.createElement("script");
    script.src = `${root}links/${Math.floor(place * Number(shards) / 512)}.js`;
    script.onerror = () => giveUp(recto.t("permanent.gone"));
    document.head.append(script);
  };

  addEventListener("hashchange", resolve);
  resolve();
})();
