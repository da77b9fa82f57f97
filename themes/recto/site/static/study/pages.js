// Other pages of the site, as documents: fetched, or from disk, where no page may fetch another,
// shown in a hidden frame that sends its text (page.js has the other end).
(() => {
  "use strict";

  const recto = window.recto;
  const top = new URL("./", new URL(document.documentElement.dataset.root || "./", location.href));
  const fromDisk = location.protocol === "file:";

  /** @type {Map<string, Promise<Document>>} */
  const loaded = new Map();

  /** A page of this site, without its anchor, or nothing: an address may come from anyone. @param {string} url */
  const inside = (url) => {
    const full = new URL(url, top);
    full.hash = "";
    return full.href.startsWith(top.href) ? full.href : null;
  };

  const parse = (/** @type {string} */ html) => new DOMParser().parseFromString(html, "text/html");

  const fetched = async (/** @type {string} */ url) => {
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${answer.status}`);
    return parse(await answer.text());
  };

  const framed = (/** @type {string} */ url) => new Promise((done, failed) => {
    const frame = recto.el("iframe", { hidden: true, title: "", src: url, tabindex: -1 });
    const end = () => {
      clearTimeout(late);
      removeEventListener("message", hear);
      frame.remove();
    };
    const hear = (/** @type {MessageEvent} */ { source, data }) => {
      if (source !== frame.contentWindow || typeof data?.rectoPage !== "string") return;
      end();
      done(parse(data.rectoPage));
    };
    const late = setTimeout(() => { end(); failed(new Error("silent")); }, 10_000);
    addEventListener("message", hear);
    document.body.append(frame);
  });

  /** @param {string} url full address of a page of this site @returns {Promise<Document>} */
  const load = (url) => {
    if (!loaded.has(url)) {
      const page = fromDisk ? framed(url) : fetched(url);
      page.catch(() => loaded.delete(url));
      loaded.set(url, page);
    }
    return /** @type {Promise<Document>} */ (loaded.get(url));
  };

  /** Runs jobs, a few at a time, and gives their results in order. @template T @param {(() => Promise<T>)[]} jobs @returns {Promise<T[]>} */
  const fewAtATime = async (jobs) => {
    const results = /** @type {T[]} */ ([]);
    let next = 0;
    const work = async () => {
      while (next < jobs.length) {
        const at = next;
        next += 1;
        results[at] = await jobs[at]();
      }
    };
    await Promise.all(Array.from({ length: 6 }, work));
    return results;
  };

  /** The cards of a page's questions. @param {string} url from the top */
  const cardsOf = async (url) => {
    const at = inside(url);
    if (!at) return [];
    const page = await load(at);
    return [...page.querySelectorAll("article.card")].flatMap((article) => recto.lift(article, at));
  };

  /** Addresses and guids of the questions a page links to. @param {string} url from the top */
  const linksOf = async (url) => {
    const at = inside(url);
    if (!at) return [];
    const links = [.../** @type {NodeListOf<HTMLAnchorElement>} */ ((await load(at)).querySelectorAll("main a[data-guid]"))];
    return links.map((link) => ({
      guid: link.dataset.guid || "",
      url: inside(new URL(link.getAttribute("href") || "", at).href)?.slice(top.href.length) ?? "",
    }));
  };

  recto.pages = { inside, cardsOf, linksOf, fewAtATime };
})();
