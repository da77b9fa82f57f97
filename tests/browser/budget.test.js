// What a visit costs: bytes of scripts, bytes to the first view of a section, shifts of what stands on a page.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gzipSync } from "node:zlib";
import { build, files, launch, onPage, sections, serve } from "./harness.js";
import { STATES, learn } from "./states.js";

let browser, sample, world, server;

before(async () => {
  browser = await launch();
  sample = build("sample");
  world = build("world");
  server = await serve(world.site);
});

after(async () => {
  await browser?.close();
  await server?.close();
  sample?.remove();
  world?.remove();
});

/** As a host sends it. */
const sent = (bytes) => gzipSync(bytes, { level: 6 }).length;

test("all scripts together are below 60 KB as they are sent, but for the lists of what is on the site", () => {
  for (const { site } of [sample, world]) {
    const scripts = files(site).filter((file) => file.endsWith(".js") && !/^(search|links)\/|^sw\.js$/.test(file));
    assert.ok(scripts.length > 20 && scripts.includes("assets/vendor/ts-fsrs.js"), "all of them are counted");
    const sum = scripts.reduce((total, file) => total + sent(readFileSync(join(site, file))), 0);
    assert.ok(sum < 60_000, `${sum} bytes`);
  }
});

test("a section page costs below 100 KB until it can be read and used, whatever its cards need later", async () => {
  const host = await serve(sample.site);
  for (const viewport of [{ width: 390, height: 844 }, { width: 1280, height: 800 }]) {
    for (const path of sections(sample.site)) {
      await onPage(browser, { home: host.url(), viewport }, async (page, context) => {
        const costs = new Map();
        context.on("response", async (response) => {
          const binary = /image|font|audio|video/.test(response.headers()["content-type"] ?? "");
          const body = await response.body();
          costs.set(response.url().slice(host.url().length), binary ? body.length : sent(body));
        });
        await page.goto(host.url(path), { waitUntil: "networkidle" });
        const sum = [...costs.values()].reduce((total, cost) => total + cost, 0);
        assert.ok(costs.has(path) && [...costs.keys()].some((url) => url.endsWith("site.css")), "what was asked for is counted");
        assert.ok(sum < 100_000, `${path}: ${sum} bytes: ${JSON.stringify([...costs])}`);
      });
    }
  }
  await host.close();
});

/** Without doing anything: what a page shows when it has come to rest. */
const PAGES = [
  "index.html", "study.html", "search.html", "search.html#q=river", "tags/index.html", "tags/rivers.html", "rivers/index.html", "ja/index.html", "choices/index.html",
  "card.html#0123456789abc", "changelog.html", "unanswered.html", "nowhere.html",
];

// They wait more than they work.
describe("nothing shifts while a page loads", { concurrency: 4 }, () => {
  for (const [screen, viewport] of Object.entries({ phone: { width: 390, height: 844 }, desk: { width: 1280, height: 800 } })) {
    for (const visited of ["on a first visit", "with progress"]) {
      test(`on a ${screen}, ${visited}`, async () => {
        const shifts = [];
        await onPage(browser, { home: server.url(), viewport }, async (page) => {
          await page.goto(server.url("assets/favicon.svg"));
          if (visited === "with progress") await learn(page, world.site);
          for (const path of PAGES) {
            await page.goto("about:blank");
            await page.goto(server.url(path), { waitUntil: "networkidle" });
            const found = await page.evaluate(() => new Promise((done) => {
              const seen = [];
              new PerformanceObserver((list) => {
                for (const { value, sources } of list.getEntries()) seen.push([value, sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "?")]);
              }).observe({ type: "layout-shift", buffered: true });
              requestAnimationFrame(() => setTimeout(() => done(seen), 150));
            }));
            if (found.length) shifts.push(`${path}: ${JSON.stringify(found)}`);
          }
        });
        assert.deepEqual(shifts, [], shifts.join("\n"));
      });
    }
  }
});

test("turning a card shifts nothing but what comes with the answer", async () => {
  const [, turned] = STATES.find(([name]) => name === "answer");
  await onPage(browser, { home: server.url(), viewport: { width: 390, height: 844 } }, async (page) => {
    await page.goto(server.url("tags/index.html"));
    await turned(page, world.site, server.url);
    const question = () => page.locator("dialog.study .question").evaluate((part) => Math.round(part.getBoundingClientRect().top));
    const here = await question();
    await page.keyboard.press("u");
    await page.waitForTimeout(100);
    assert.equal(await question(), here, "the question stands where it stood");
  });
});
