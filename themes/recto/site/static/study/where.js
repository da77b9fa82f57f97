// On which page a question is now. Only the lists that hold the asked guids are fetched.
(() => {
  "use strict";

  const DIGITS = "0123456789abcdefghijkmnpqrstwxyz";
  const recto = window.recto;
  const { root = "", shards = "1" } = document.documentElement.dataset;

  /** @type {Map<string, string>} guid -> address of its page, from the top */
  const known = new Map();
  /** @type {Map<number, Promise<void>>} */
  const loading = new Map();

  /** Called by links/N.js. @param {{pages: string[], cards: Record<string, number>}} links */
  recto.links = ({ pages, cards }) => {
    for (const [guid, page] of Object.entries(cards)) known.set(guid, pages[page]);
  };

  const shard = (/** @type {string} */ guid) => {
    const place = DIGITS.indexOf(guid[0]) * 32 + DIGITS.indexOf(guid[1]);
    return Math.floor(place * Number(shards) / 512);
  };

  /**
   * Finds pages; a guid that is no longer on the site is missing from the answer.
   * @param {Iterable<string>} guids @returns {Promise<Map<string, string>>}
   */
  recto.where = async (guids) => {
    const wanted = new Set(guids);
    const numbers = new Set([...wanted].map(shard).filter((number) => number >= 0));
    await Promise.all([...numbers].map((number) => {
      if (!loading.has(number)) loading.set(number, recto.script(`${root}links/${number}.js`).catch(() => { loading.delete(number); }));
      return loading.get(number);
    }));
    return new Map([...wanted].filter((guid) => known.has(guid)).map((guid) => [guid, /** @type {string} */ (known.get(guid))]));
  };
})();
