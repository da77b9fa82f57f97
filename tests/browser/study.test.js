// Studying and searching with the keyboard.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { articles, asked, onPage, open, sections, session, tabTo } from "./harness.js";

let browser, sample, server, close;

before(async () => { ({ browser, site: sample, server, close } = await open("sample")); });
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, body);

/** From the session's first question to its end: flips and grades, returns what was asked. */
async function studyToTheEnd(page, grade) {
  const questions = [];
  for (let step = 0; step < 60; step += 1) {
    const question = await asked(page);
    questions.push(question);
    const answer = session(page).locator(".answer").first();
    assert.equal(await answer.isVisible(), false, "the answer shows before the card is turned");
    await page.keyboard.press("Space");
    await answer.waitFor({ state: "visible" });
    assert.ok((await answer.innerText()).trim().length > 20, "the answer is empty");
    await page.keyboard.press(grade(step));
    const next = await page.waitForFunction((before) => {
      const dialog = [...document.querySelectorAll("dialog[open], [role=dialog]")].at(-1);
      const seen = (selector) => [...(dialog?.querySelectorAll(selector) ?? [])].find((e) => e.checkVisibility());
      const question = seen(".question");
      if (!question) return "end";
      const changed = question.innerText.replace(/\s+/g, " ").trim() !== before;
      return changed || !seen(".answer") ? "next" : false;
    }, question);
    if ((await next.jsonValue()) === "end") return questions;
  }
  assert.fail("the session does not come to an end");
}

test("from home through all cards to the end, by keyboard alone", async () => {
  await visit(async (page) => {
    await page.goto(server.url());
    await tabTo(page, /^study\b/i, "main");
    await page.keyboard.press("Enter");
    await page.waitForURL(/study\.html/);
    // Some themes begin at once, some ask first what to study.
    await session(page).waitFor({ timeout: 1500 }).catch(async () => {
      await tabTo(page, /^(study|start|begin)\b/i, "main");
      await page.keyboard.press("Enter");
      await session(page).waitFor();
    });
    const questions = await studyToTheEnd(page, () => "4");
    assert.equal(new Set(questions).size, 7, "every question of the sample, once");
    assert.equal(questions.length, 7);

    await page.keyboard.press("Escape");
    await session(page).waitFor({ state: "hidden" });
  });
});

test("a card graded 'again' comes again in the same session", async () => {
  await visit(async (page) => {
    await page.goto(server.url(sections(sample.site).find((s) => /error/.test(s)) ?? sections(sample.site)[2]));
    await tabTo(page, /^study\b/i, "main");
    await page.keyboard.press("Enter");
    await session(page).waitFor();
    const questions = await studyToTheEnd(page, (step) => (step === 0 ? "1" : "4"));
    assert.equal(questions.length, 2);
    assert.equal(questions[0], questions[1]);
  });
});

test("a session can be left at any time and the page is there again", async () => {
  await visit(async (page) => {
    await page.goto(server.url(sections(sample.site)[0]));
    await tabTo(page, /^study\b/i, "main");
    await page.keyboard.press("Enter");
    await asked(page);
    await page.keyboard.press("Escape");
    await session(page).waitFor({ state: "hidden" });
    await page.locator("article.card .question").first().waitFor({ state: "visible" });
  });
});

test("a session says what it shows: names, focus, roles", async () => {
  await visit(async (page) => {
    await page.goto(server.url(sections(sample.site)[0]));
    await tabTo(page, /^study\b/i, "main");
    await page.keyboard.press("Enter");
    await asked(page);
    const inside = () => page.evaluate(() => !!document.activeElement?.closest("dialog[open], [role=dialog]"));
    assert.ok(await inside(), "the focus is in the session");
    await page.keyboard.press("Space");
    for (const name of [/again/i, /hard/i, /good/i, /easy/i]) {
      await session(page).getByRole("button", { name }).waitFor({ state: "visible" });
    }
    assert.ok(await inside(), "the focus stays in the session when the answer is shown");
  });
});

test("search finds a word of an answer and leads to its card", async () => {
  await visit(async (page) => {
    await page.goto(server.url("search.html"));
    await page.keyboard.press("/");
    await page.keyboard.type("tokenized");
    const results = page.locator("main a[data-guid]");
    await results.first().waitFor();
    assert.equal(await results.count(), 1);
    assert.match(await results.first().innerText(), /compilation process/);
    const guid = await results.first().getAttribute("data-guid");
    await tabTo(page, /compilation process/, "main");
    await page.keyboard.press("Enter");
    await page.waitForURL((url) => url.hash === `#${guid}`);
    const card = page.locator(`article.card[data-guid="${guid}"]`);
    await card.locator(".answer", { hasText: "tokenized" }).waitFor({ state: "visible" });
    await inView(page, guid);
  });
});

test("search finds code, several words and beginnings, and says when there is nothing", async () => {
  await visit(async (page) => {
    await page.goto(server.url("search.html"));
    const box = page.getByRole("searchbox");
    const results = page.locator("main a[data-guid]");
    for (const [query, title] of [
      ["NumGC gcflags", null],
      ["gcflags", /escape analysis/],
      ["itab", /interfaces/],
      ["Tri-Color collector", /garbage collector/],
      ["preempt", /scheduler/],
    ]) {
      await box.fill(query);
      if (title) await page.locator("main a[data-guid]", { hasText: title }).first().waitFor();
      else await page.waitForFunction(() => !document.querySelector("main a[data-guid]"));
    }
    await box.fill("qqqzzz");
    await page.waitForFunction(() => !document.querySelector("main a[data-guid]"));
    assert.equal(await results.count(), 0);
    assert.match(await page.getByRole("main").innerText(), /no |nothing|not /i);
  });
});

test("the slash key leads to the search field from every kind of page", async () => {
  await visit(async (page) => {
    for (const path of ["", sections(sample.site)[0], "tags/index.html", "study.html"]) {
      await page.goto(server.url(path));
      await page.keyboard.press("/");
      await page.waitForFunction(() => document.activeElement?.matches("input[type=search], [role=searchbox]"));
      await page.keyboard.type("x/y");
      assert.equal(await page.getByRole("searchbox").inputValue(), "x/y", "inside the field a slash is a slash");
    }
  });
});

test("a permanent link leads to its card", async () => {
  await visit(async (page) => {
    for (const [guid, { page: home }] of articles(sample.site)) {
      await page.goto(server.url(`card.html#${guid}`));
      await page.waitForURL((url) => url.hash === `#${guid}` && url.pathname.endsWith(home));
      await page.locator(`article.card[data-guid="${guid}"] .question`).waitFor({ state: "visible" });
      await inView(page, guid);
    }
  });
});

test("a permanent link to nothing says so", async () => {
  await visit(async (page) => {
    for (const hash of ["#0123456789abc", "#%00<b>", ""]) {
      await page.goto("about:blank");
      await page.goto(server.url(`card.html${hash}`));
      await page.locator("main a[href*='search.html']").first().waitFor({ state: "visible" });
    }
  });
});

test("the deck is there to download", async () => {
  await visit(async (page) => {
    await page.goto(server.url());
    const link = page.locator('main a[href$=".apkg"]').first();
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    assert.equal(download.suggestedFilename(), "go-internals.apkg");
    const bytes = readFileSync(await download.path());
    assert.equal(bytes.subarray(0, 2).toString(), "PK");
    assert.deepEqual(bytes, readFileSync(sample.deck), "the site offers the deck that was built");
  }, { acceptDownloads: true });
});

/** Waits until the card stands in the window, and not under something else's edge. */
async function inView(page, guid) {
  await page.waitForFunction((id) => {
    const box = document.getElementById(id)?.getBoundingClientRect();
    return box && box.top > -2 && box.top < innerHeight;
  }, guid).catch(() => assert.fail(`card ${guid} is not in view`));
}
