// study.html: what is due, what to study and how, the interview, limits, progress as a file.
// `#all`, `#from=URL&from=URL`, `#starred`, with `&mode=weak|all` and `&shuffle`, begin at once.
(() => {
  "use strict";

  const recto = window.recto;
  const { el, store, scope, t } = recto;
  const form = /** @type {HTMLFormElement} */ (document.querySelector(".study-form"));
  const message = /** @type {HTMLElement} */ (document.querySelector(".study-message"));
  const trouble = /** @type {HTMLElement} */ (document.querySelector(".study-trouble"));
  const rows = /** @type {HTMLElement[]} */ ([...form.querySelectorAll("[data-section]")]);
  const tags = /** @type {HTMLAnchorElement[]} */ ([...document.querySelectorAll("a[data-from]")]);

  const say = (/** @type {string} */ text) => { message.textContent = text; };
  const part = (/** @type {string} */ name) => /** @type {any} */ (form.elements.namedItem(name));
  const urlOf = (/** @type {HTMLElement} */ row) => row.dataset.section || "";
  const countOf = (/** @type {HTMLElement} */ row) => Number(row.dataset.count);
  const titleOf = (/** @type {string} */ url) => rows.find((row) => urlOf(row) === url)?.querySelector("a")?.textContent ?? "";

  // ---- what is chosen

  /** A tag with the tags below it. @param {string} url */
  const withNarrower = (url) => {
    const name = tags.find((tag) => tag.dataset.from === url)?.dataset.name;
    return name ? tags.filter((tag) => tag.dataset.name === name || tag.dataset.name?.startsWith(`${name}::`)).map((tag) => tag.dataset.from ?? "") : [url];
  };

  /** The scope an address asks for. @param {URLSearchParams} asked */
  const scopeOf = async (asked) => {
    if (asked.has("starred")) return scope.ofGuids(store.starred());
    const urls = asked.has("all") ? rows.map(urlOf) : asked.getAll("from");
    const sections = rows.filter((row) => urls.includes(urlOf(row)));
    const others = urls.filter((url) => !sections.some((row) => urlOf(row) === url) && recto.pages.inside(url));
    const places = new Map(sections.map((row) => [urlOf(row), countOf(row)]));
    if (!others.length) return { pages: places, only: null };
    const tagged = await scope.ofTags([...new Set(others.flatMap(withNarrower))]);
    if (!places.size) return tagged;
    // Sections as a whole and tags together: all guids of the sections count.
    for (const [url, count] of tagged.pages) if (!places.has(url)) places.set(url, count);
    return { pages: places, only: null };
  };

  const nameOf = (/** @type {URLSearchParams} */ asked) => {
    const [from, ...more] = asked.getAll("from");
    if (asked.has("starred")) return t("study.starred-title");
    const tag = tags.find((one) => one.dataset.from === from);
    return from && !more.length ? titleOf(from) || tag?.dataset.name || document.title : document.title;
  };

  // ---- sessions

  const back = () => {
    // So that the same choice can be made again.
    history.replaceState(null, "", location.pathname + location.search);
    show();
    /** @type {HTMLElement | null} */ (form.querySelector("[type=submit]"))?.focus();
  };

  const guarded = async (/** @type {() => Promise<void>} */ job) => {
    say(t("study.fetching"));
    try {
      await job();
    } catch {
      say(t("study.failed"));
    }
  };

  /** @param {URLSearchParams} asked @param {any} [change] */
  const study = (asked, change = {}) => guarded(async () => {
    const wanted = asked.get("mode");
    const mode = change.mode ?? (wanted === "weak" || wanted === "all" ? wanted : "due");
    const how = { mode, shuffled: asked.has("shuffle"), unlimited: Boolean(change.unlimited) };
    const chosen = await scopeOf(asked);
    if (!chosen.pages.size) return say(t("study.nothing"));
    const items = await scope.gather(chosen, how);
    say("");
    const held = [...chosen.pages.values()].reduce((sum, count) => sum + count, 0);
    const seen = new Set((await scope.graded(chosen)).map(({ guid }) => guid)).size;
    recto.begin(items, { ...how, title: nameOf(asked), ended: back, beyond: mode === "due" && !how.unlimited ? Math.max(0, held - seen) : 0, retry: (/** @type {any} */ other) => study(asked, other) });
  });

  const start = () => {
    const asked = new URLSearchParams(location.hash.slice(1));
    if (asked.has("all") || asked.has("from") || asked.has("starred")) study(asked);
  };

  const boxes = () => /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("[data-section] input")]);
  const chosenUrls = () => boxes().filter((box) => box.checked).map((box) => box.value);

  const interview = () => guarded(async () => {
    const urls = chosenUrls();
    const asked = new URLSearchParams(urls.length ? urls.map((url) => ["from", url]) : [["all", ""]]);
    const count = Math.max(1, Math.min(100, Number(part("count").value) || 10));
    const minutes = Math.max(0, Math.min(600, Number(part("minutes").value) || 0));
    const drawn = await recto.interview.draw(await scopeOf(asked), count);
    if (!drawn.length) return say(t("study.nothing"));
    say("");
    recto.interview.run(drawn, { minutes, ended: (/** @type {any} */ outcome) => recto.sheet(outcome, titleOf, () => part("interview").focus()) });
  });

  // ---- what the page shows

  const show = async () => {
    const states = [...store.states()];
    const places = await recto.where(states.map(([card]) => scope.guidOf(card)));
    const { day } = recto.state;
    const pageOf = (/** @type {string} */ card) => places.get(scope.guidOf(card));
    const due = new Map();
    for (const [card, state] of states) {
      const page = pageOf(card);
      if (page && day(state.due) <= day()) due.set(page, (due.get(page) ?? 0) + 1);
    }
    const shares = await recto.progress.byPage();
    for (const row of rows) {
      for (const old of row.querySelectorAll(".progress-bar, .due")) old.remove();
      const share = shares.get(urlOf(row));
      if (!share) continue;
      const here = due.get(urlOf(row)) ?? 0;
      row.querySelector(".leader")?.after(...(here ? [el("span", { class: "due" }, t("study.due-here", { n: here }))] : []), recto.progress.bar(countOf(row), share));
    }
    const [freshToday, ...grades] = store.days().get(day()) ?? [0, 0, 0, 0, 0];
    const total = rows.reduce((sum, row) => sum + countOf(row), 0);
    const { learning, known } = recto.progress.add(shares.values());
    const fresh = Math.max(0, Math.min(store.options().fresh - freshToday, total - learning - known));
    const numbers = [[[...due.values()].reduce((sum, n) => sum + n, 0), t("study.due")], [fresh, t("study.new")], [grades.reduce((sum, n) => sum + n, 0), t("study.done-today")]];
    document.querySelector(".today")?.replaceChildren(...numbers.map(([count, name]) =>
      el("div", {}, el("dt", {}, String(name)), el("dd", {}, recto.number(Number(count))))));
    const starred = /** @type {HTMLInputElement} */ (document.querySelector("[name=mode][value=starred]"));
    starred.disabled = store.starred().length === 0;
    // Beside what was said of the last deed, which it must not wipe away.
    trouble.textContent = store.trouble() && t(`trouble.${store.trouble()}`);
  };

  for (const box of form.querySelectorAll("[data-whole] input")) {
    box.addEventListener("change", () => {
      const some = /** @type {Iterable<HTMLInputElement>} */ (box.closest("section")?.querySelectorAll("[data-section] input") ?? []);
      for (const other of some) other.checked = /** @type {HTMLInputElement} */ (box).checked;
    });
  }
  for (const link of tags) link.href = `#from=${link.dataset.from}`;

  const button = /** @type {HTMLElement} */ (form.querySelector("[type=submit]"));
  const atHand = el("button", { class: "button primary", type: "submit" });
  form.append(el("p", { class: "chosen", hidden: true }, atHand));
  form.addEventListener("change", () => {
    const { length } = chosenUrls();
    button.textContent = length === 0 ? t("study.everything") : t("study.sections", { n: length });
    atHand.textContent = button.textContent;
    atHand.parentElement.hidden = length === 0;
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const some = chosenUrls().map((url) => `from=${url}`);
    const mode = part("mode").value;
    const parts = [...(mode === "starred" ? ["starred&mode=all"] : some.length ? some : ["all"]), ...(mode === "due" || mode === "starred" ? [] : [`mode=${mode}`]), ...(part("shuffle").checked ? ["shuffle"] : [])];
    const hash = `#${parts.join("&")}`;
    if (location.hash === hash) start();
    else location.hash = hash;
  });
  part("interview").addEventListener("click", interview);

  // ---- limits

  const options = store.options();
  for (const name of /** @type {("fresh" | "reviews")[]} */ (["fresh", "reviews"])) {
    part(name).value = options[name];
    part(name).addEventListener("change", () => {
      const value = Math.max(0, Math.min(9999, Math.floor(Number(part(name).value) || 0)));
      part(name).value = value;
      store.choose({ [name]: value });
      show();
    });
  }
  part("retention").value = Math.round(options.retention * 100);
  part("retention").addEventListener("change", () => {
    const value = Math.max(70, Math.min(97, Math.floor(Number(part("retention").value) || 90)));
    part("retention").value = value;
    store.choose({ retention: value / 100 });
  });
  part("apart").checked = options.apart;
  part("apart").addEventListener("change", () => store.choose({ apart: part("apart").checked }));

  // ---- progress as a file

  part("save").addEventListener("click", () => {
    const title = form.dataset.title || "";
    const blob = new Blob([recto.transfer.save(title)], { type: "application/json" });
    const link = el("a", { href: URL.createObjectURL(blob), download: `${store.project.replace(/[^\w-]+/g, "-") || "recto"}-progress-${recto.state.day()}.json` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    say(t("file.saved"));
  });
  part("load").addEventListener("click", () => part("file").click());
  part("file").addEventListener("change", async () => {
    const [file] = part("file").files;
    if (!file) return;
    try {
      const text = await file.text().catch(() => { throw new Error(t("file.unread")); });
      const { cards, of } = recto.transfer.take(text);
      say(t("file.taken", { n: cards, total: of }));
    } catch (error) {
      say(/** @type {Error} */ (error).message);
    }
    part("file").value = "";
    show();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || !recto.shortcut(event) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    recto.keysSheet();
  });

  store.listen(show);
  addEventListener("hashchange", start);
  form.dataset.ready = "";
  show();
  start();
})();
