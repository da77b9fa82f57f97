// How fast a large site answers: scripts/bench --site calls this with the folder of a site and prints what it says.
//
//   node tests/browser/timing.js SITE [ROUNDS]
//
// Each query is put into a new page of a browser that keeps nothing, once all at once, as from the clipboard, which
// nothing could prepare for, and once key by key. `first` is the time from the last input event
// until the browser has drawn results, `milliseconds` until it has drawn the last change of them; bytes are what was loaded from
// the first key on, before any compression.
import { launch, serve } from "./harness.js";

const [site, rounds = "3"] = process.argv.slice(2);

/** Milliseconds between two keys of somebody who types fast. */
const KEY = 80;

const QUERIES = [
  ["a frequent word", "memory"],
  ["a rare word", "tributary"],
  ["a beginning", "compa"],
  ["a slip", "goroutnie"],
  ["two words", "bounded channel"],
  ["five words", "what is a virtual kernel"],
  ["Chinese", "尼罗河"],
  ["Japanese", "富士山"],
  ["Korean", "한라산"],
  ["nothing", "qqqzzz"],
];

/** Watches the field and the results: `settled()` gives the time from the last input to the last drawn change. */
function watch() {
  let input = 0;
  let drawn = 0;
  let first = 0;
  let changed = 0;
  document.addEventListener("input", (event) => { input = event.timeStamp; first = 0; drawn = 0; changed = 0; }, true);
  addEventListener("DOMContentLoaded", () => {
    const seen = () => {
      if (!input) return;
      changed += 1;
      const turn = changed;
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => {
          if (turn !== changed) return;
          drawn = performance.now();
          if (document.querySelector("#results li")) first ||= drawn;
        };
        channel.port2.postMessage(0);
      });
    };
    const look = new MutationObserver(seen);
    for (const part of document.querySelectorAll("#results, .search-count")) look.observe(part, { childList: true, characterData: true, subtree: true });
  });
  window.settled = () => ({ all: drawn - input, first: (first || drawn) - input, results: document.querySelectorAll("#results a").length, said: document.querySelector(".search-count").textContent });
}

/** The sizes of all files a page has loaded. */
const asked = () => performance.getEntriesByType("resource").map(({ decodedBodySize }) => decodedBodySize);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const server = await serve(site);
const browser = await launch();

async function fresh(body) {
  const context = await browser.newContext({ serviceWorkers: "block", reducedMotion: "reduce" });
  const page = await context.newPage();
  try {
    return await body(page);
  } finally {
    await context.close();
  }
}

async function query(text, keys) {
  return fresh(async (page) => {
    await page.addInitScript(watch);
    await page.goto(server.url("search.html"), { waitUntil: "load" });
    await page.waitForTimeout(300);
    const before = (await page.evaluate(asked)).length;
    if (keys) {
      for (const sign of text) {
        await page.keyboard.insertText(sign);
        await page.waitForTimeout(KEY);
      }
    } else {
      await page.keyboard.insertText(text);
    }
    await page.waitForTimeout(800);
    const files = (await page.evaluate(asked)).slice(before);
    const bytes = files.reduce((sum, size) => sum + size, 0);
    return { ...(await page.evaluate(() => window.settled())), bytes, requests: files.length };
  });
}

const studyReady = () => fresh(async (page) => {
  await page.goto(server.url("study.html"), { waitUntil: "commit" });
  await page.locator(".study-form[data-ready] .today div").first().waitFor();
  return page.evaluate(() => performance.now());
});

const sessionReady = () => fresh(async (page) => {
  await page.goto(server.url("study.html#all"), { waitUntil: "commit" });
  await page.locator("dialog[open] .question").first().waitFor();
  return page.evaluate(() => performance.now());
});

const figures = { queries: [], study: [], session: [] };
for (const [what, text] of QUERIES) {
  for (const keys of [false, true]) {
    const runs = [];
    for (let round = 0; round < Number(rounds); round += 1) runs.push(await query(text, keys));
    figures.queries.push({ what, text, keys, first: median(runs.map((run) => run.first)), milliseconds: median(runs.map((run) => run.all)), worst: Math.max(...runs.map((run) => run.first)), bytes: runs[0].bytes, requests: runs[0].requests, results: runs[0].results, said: runs[0].said });
  }
}
for (let round = 0; round < Number(rounds); round += 1) {
  figures.study.push(await studyReady());
  figures.session.push(await sessionReady());
}
await browser.close();
await server.close();
process.stdout.write(`${JSON.stringify(figures)}\n`);
