// After the first visit the site works without its server, below its path, and an update arrives.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { asked, build, files, launch, onPage, sections, serve, text } from "./harness.js";

let browser, sample, server;

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  sample?.remove();
});

/** Waits until the worker of the served version has kept everything. */
async function kept(page, site) {
  const version = text(site, "sw.js").match(/"version":"([0-9a-f]+)"/)[1];
  await until(page, async (wanted) => {
    const names = await caches.keys();
    const registration = await navigator.serviceWorker.getRegistration();
    return names.length === 1 && names[0].endsWith(`:${wanted}`) && registration?.active?.state === "activated";
  }, version);
}

/** Asks in the page again and again; `waitForFunction` takes a promise for an answer. */
async function until(page, isSo, value) {
  for (let turn = 0; turn < 200; turn += 1) {
    if (await page.evaluate(isSo, value)) return;
    await page.waitForTimeout(100);
  }
  assert.fail("the worker does not come to an end");
}

/** The server is away: what fails to load then is expected to. */
const away = { serviceWorkers: "allow" };

test("one visit, then no server: pages, search and study; then an update", async () => {
  sample = build("sample");
  server = await serve(sample.site);
  const { origin } = server;
  const port = Number(new URL(origin).port);
  const context = await browser.newContext(away);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const address = (path = "") => server.url(path);

  await page.goto(address());
  await kept(page, sample.site);
  const urls = new Map(files(sample.site).filter((file) => file.endsWith(".html")).map((file) => [file, address(file)]));
  await server.close();

  for (const [file, url] of urls) {
    await page.goto(url);
    assert.ok((await page.getByRole("main").innerText()).trim().length > 10, `${file} without a server`);
    assert.ok(await page.evaluate(() => document.styleSheets.length > 3 && !!window.recto?.t), `${file} is whole`);
  }
  await page.goto(urls.get(sections(sample.site)[0]));
  await page.getByRole("main").getByText(/^study/i).first().click();
  await asked(page);
  await page.goto(urls.get("search.html"));
  await page.getByRole("searchbox").fill("tokenized");
  await page.locator("main a[data-guid]").first().click();
  await page.locator("article.card:not(.fact) .answer", { hasText: "tokenized" }).waitFor({ state: "visible" });
  // A folder, a wrong address, a query.
  await page.goto(`${origin}/decks/go/`);
  assert.ok(await page.getByRole("heading", { level: 1 }).isVisible());
  assert.equal((await page.goto(`${origin}/decks/go/nowhere.html`)).status(), 404);
  await page.goto(`${urls.get("search.html")}?q=itab`);
  await page.locator("main a[data-guid]").first().waitFor();

  // The author edits, publishes: a reload has it, and so has the next visit without a server.
  const document = join(sample.folder, "content/go-internals.md");
  const changed = sections(sample.site).find((path) => /memory/.test(path));
  writeFileSync(document, readFileSync(document, "utf8").replace("tri-color", "four-colour"));
  server = await serve(sample.site, {}, port);
  await page.goto(urls.get(changed));
  assert.match(await page.getByRole("main").innerText(), /tri-color/);
  sample.rebuild();
  await page.reload();
  assert.match(await page.getByRole("main").innerText(), /four-colour/, "the first reload has the new text");
  await kept(page, sample.site);
  await server.close();
  await page.reload();
  assert.match(await page.getByRole("main").innerText(), /four-colour/, "what is kept is the new text");
  server = undefined;
  await context.close();
});

test("without a server every kind of page does what it does with one", async () => {
  const built = build("world");
  const host = await serve(built.site);
  const home = host.url();
  const url = (path) => home + path;
  const context = await browser.newContext({ ...away, viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  const all = files(built.site).filter((file) => file.endsWith(".html"));
  const whole = async (file) => {
    await page.goto(url(file));
    const broken = await page.evaluate(() => [...document.querySelectorAll("script[src], link[rel=stylesheet], img")]
      .filter((part) => (part.localName === "img" ? part.complete && !part.naturalWidth : part.localName === "link" && !part.sheet)).map((part) => part.src ?? part.href));
    assert.deepEqual(broken, [], file);
    return (await page.getByRole("main").innerText()).trim();
  };
  await page.goto(home);
  await kept(page, built.site);
  const online = new Map();
  for (const file of all) online.set(file, await whole(file));
  await host.close();
  const kinds = new Set();
  for (const file of all) {
    assert.equal(await whole(file), online.get(file), `${file} says the same`);
    kinds.add(await page.evaluate(() => document.body.dataset.page));
  }
  for (const kind of ["home", "section", "tags", "tag", "search", "study", "404"]) assert.ok(kinds.has(kind), `${kind}, of ${[...kinds]}`);

  // A session over everything, whose pages are fetched; an interview; cards to cut out.
  await page.goto(url("study.html#all"));
  await asked(page);
  for (let step = 0; step < 3 && !(await page.locator(".grades").isVisible()); step += 1) await page.keyboard.press("Space");
  await page.keyboard.press("4");
  await page.goto(url("study.html?again"));
  await page.locator(".today", { hasText: /1/ }).waitFor();
  await page.locator("summary", { hasText: /interview/i }).click();
  await page.locator("button[name=interview]").click();
  await asked(page);
  await page.goto(url(`print.html#from=${sections(built.site)[0]}`));
  await page.locator(".cut-sheet").first().waitFor();
  // Words in scripts whose files no page has asked for, by the address alone.
  for (const [query, title] of [["尼罗河", /河流/], ["フジサン", /高い山/], ["한라산", /높은/], ["tributary", /flows into/]]) {
    await page.goto(url(`search.html?q=${encodeURIComponent(query)}`));
    await page.locator("main a[data-guid]", { hasText: title }).first().waitFor();
  }
  // A permanent link, which leads to where the card is.
  const guid = await page.locator("main a[data-guid]").first().getAttribute("data-guid");
  await page.goto(url(`card.html#${guid}`));
  await page.locator(`article.card[data-guid="${guid}"] .question`).waitFor({ state: "visible" });
  assert.deepEqual(wrong, []);
  await context.close();
  built.remove();
});

test("a host that lets browsers keep files for long gives nobody an old page, an old session or an old deck", async () => {
  const built = build("sample");
  const host = await serve(built.site, {}, 0, { "cache-control": "max-age=600" });
  const context = await browser.newContext({ ...away, acceptDownloads: true });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const changed = sections(built.site).find((path) => /memory/.test(path));
  const download = async () => {
    await page.goto(host.url());
    const [file] = await Promise.all([page.waitForEvent("download"), page.locator('main a[href$=".apkg"]').first().click()]);
    return readFileSync(await file.path());
  };
  await page.goto(host.url());
  await kept(page, built.site);
  await page.goto(host.url(changed));
  assert.deepEqual(await download(), readFileSync(built.deck));

  const document = join(built.folder, "content/go-internals.md");
  writeFileSync(document, readFileSync(document, "utf8").replaceAll("tri-color", "four-colour"));
  const before = readFileSync(built.deck);
  built.rebuild();
  assert.notDeepEqual(readFileSync(built.deck), before);
  assert.deepEqual(await download(), readFileSync(built.deck), "the deck is what was published last");
  await page.goto(host.url(changed));
  assert.match(await page.getByRole("main").innerText(), /four-colour/);
  await page.goto(host.url("search.html?q=four-colour"));
  await page.locator("main a[data-guid]").first().waitFor();
  await page.goto(host.url(`study.html#from=${changed}`));
  for (let card = 0; ; card += 1) {
    assert.ok(card < 8, "the session asks the changed card");
    await asked(page);
    await page.keyboard.press("Space");
    await page.locator("dialog.study .answer").first().waitFor({ state: "visible" });
    if (/four-colour/.test(await page.locator("dialog.study .answers").innerText())) break;
    await page.keyboard.press("4");
  }
  await context.close();
  await host.close();
  built.remove();
});

test("an update fetches only what has changed, and other sites of the host keep their storage", async () => {
  const built = build("sample");
  const host = await serve(built.site);
  const context = await browser.newContext(away);
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  await page.goto(host.url());
  await kept(page, built.site);
  await page.evaluate(() => caches.open("recto:/decks/other/:0"));
  const old = new Map(listed(built.site));
  const document = join(built.folder, "content/go-internals.md");
  writeFileSync(document, readFileSync(document, "utf8").replace("tri-color", "four-colour"));
  built.rebuild();
  const changed = listed(built.site).filter(([url, digest]) => old.get(url) !== digest).map(([url]) => url);
  assert.ok(changed.length > 0 && changed.length < old.size / 2, `${changed.length} of ${old.size} differ`);
  const fetched = [];
  context.on("request", (request) => { if (request.serviceWorker()) fetched.push(request.url().slice(host.url().length)); });
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistration()).update());
  const version = text(built.site, "sw.js").match(/"version":"([0-9a-f]+)"/)[1];
  await until(page, async (wanted) => {
    const names = await caches.keys();
    return names.length === 2 && names.some((name) => name.endsWith(wanted)) && names.includes("recto:/decks/other/:0");
  }, version);
  const pages = fetched.filter((url) => !/^(sw\.js|assets\/offline\.js)$/.test(url));
  assert.deepEqual([...new Set(pages)].sort(), changed.sort());
  await context.close();
  await host.close();
  built.remove();
});

const listed = (site) => JSON.parse(text(site, "sw.js").match(/"files":(\[.*\])\};/s)[1]);

test("the list of the worker is the site: no file is missing, none is too much", () => {
  const { site, remove } = build("shapes");
  const urls = listed(site).map(([url]) => decodeURIComponent(url));
  const expected = files(site).filter((file) => !/(^|\/)\.|\.(txt|xml|apkg)$|^sw\.js$/.test(file));
  assert.deepEqual(urls.sort(), expected.sort());
  remove();
});

test("the manifest names icons that are there, in their size", async () => {
  const { site, remove } = build("sample");
  const host = await serve(site);
  await onPage(browser, { home: host.url() }, async (page) => {
    await page.goto(host.url(sections(site)[0]));
    const found = await page.evaluate(async () => {
      const link = document.querySelector("link[rel=manifest]");
      const manifest = await (await fetch(link.href)).json();
      const icons = await Promise.all(manifest.icons.map(async ({ src, sizes }) => {
        const image = new Image();
        image.src = new URL(src, link.href).href;
        await image.decode();
        return [sizes, image.naturalWidth];
      }));
      return { icons, start: new URL(manifest.start_url, link.href).href, scope: new URL(manifest.scope, link.href).href };
    });
    assert.deepEqual(found.icons.slice(1), [["192x192", 192], ["512x512", 512]]);
    assert.deepEqual([found.start, found.scope], [host.url("index.html"), host.url()]);
  });
  await host.close();
  remove();
});

test("a wrong address searches for what it names", async () => {
  const { site, remove } = build("sample");
  const host = await serve(site);
  await onPage(browser, { home: host.url() }, async (page) => {
    assert.equal((await page.goto(host.url("garbage-collector.html"))).status(), 404);
    await page.locator("main a[data-guid]", { hasText: /garbage collector/ }).first().click();
    await page.locator("article.card .answer").first().waitFor({ state: "visible" });
  });
  await host.close();
  remove();
});
