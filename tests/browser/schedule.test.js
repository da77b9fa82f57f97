// Spaced repetition: what comes when, in which order, how much of it; undo; other modes.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { asked, onPage, open, questionWith, sections, session } from "./harness.js";

/** A Friday, noon. */
const NOW = new Date("2026-03-06T12:00:00");
const DAY = 86400;

let browser, site, server, close;

before(async () => { ({ browser, site, server, close } = await open("study")); });
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, async (page, context) => {
  await page.clock.install({ time: NOW });
  await body(page, context);
});

const find = (phrase) => questionWith(site.site, phrase);

/** Everything of this project that the browser keeps, without the prefix. */
const kept = (page) => page.evaluate(() => Object.fromEntries(
  Object.entries(localStorage).filter(([key]) => key.startsWith("recto:things-to-learn:")).map(([key, value]) => [key.split(":").slice(2).join(":"), value])));

/** Puts states of cards into the browser: days until due, interval in days. */
const learnt = async (page, states) => {
  await page.goto(server.url("tags/index.html"));
  await page.evaluate(([all, now, day]) => {
    for (const [card, { due, days = 10, stability = days }] of Object.entries(all)) {
      localStorage.setItem(`recto:things-to-learn:card:${card}`,
        `${now + due * day} ${stability} 5 4 0 2 ${now + (due - days) * day} 0 ${days}`);
    }
  }, [states, Math.floor(NOW / 1000), DAY]);
};

const start = async (page, path) => {
  await page.goto(server.url(path));
  if (!path.includes("study.html")) await page.locator("[data-study]").click();
};

const grade = async (page, key) => {
  // A text with blanks is uncovered blank by blank before its grades come.
  const grades = session(page).getByRole("group", { name: /how well/i });
  for (let step = 0; step < 3 && !(await grades.isVisible()); step += 1) await page.keyboard.press("Space");
  await grades.waitFor({ state: "visible" });
  await page.keyboard.press(key);
};

const whens = (page) => session(page).locator(".grades .when").allInnerTexts();

describe("a new card", () => {
  test("shows when each grade brings it again, and comes again then", async () => {
    const { page: path, guid } = find("Portugal");
    await visit(async (page) => {
      await start(page, path);
      assert.match(await asked(page), /Portugal/);
      await page.keyboard.press("Space");
      const [again, hard, good, easy] = await whens(page);
      assert.deepEqual([again, hard, good], ["1 min", "6 min", "10 min"]);
      assert.match(easy, /^\d+ days$/);
      await page.keyboard.press("4");
      const line = (await kept(page))[`card:${guid}`].split(" ").map(Number);
      const days = Number(easy.split(" ")[0]);
      assert.ok(Math.abs(line[0] - Math.floor(NOW / 1000) - days * DAY) < 60, "due as the button said");
      assert.deepEqual([line[3], line[5], line[8]], [1, 2, days]);

      // Not before that day, and on it.
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.clock.setFixedTime(new Date(+NOW + (days - 1) * DAY * 1000));
      await page.goto(server.url("study.html"));
      await page.locator(".today div").first().waitFor();
      assert.match(await page.locator(".today").innerText(), /^due\s*0\b/);
      await page.clock.setFixedTime(new Date(+NOW + days * DAY * 1000 - 6 * 3600 * 1000));
      await page.goto(server.url("study.html?later"));
      await page.locator(".today div").first().waitFor();
      assert.match(await page.locator(".today").innerText(), /^due\s*1\b/);
    });
  });

  test("is learnt in steps: again comes back in the session, good twice is done", async () => {
    await visit(async (page) => {
      await start(page, find("Nepal").page);
      assert.match(await asked(page), /Nepal/);
      await grade(page, "3");
      assert.match(await asked(page), /Mongolia/);
      await grade(page, "1");
      // Both are in their steps now; the shorter one comes first, though its minute is not over.
      assert.match(await asked(page), /Mongolia/);
      await grade(page, "4");
      assert.match(await asked(page), /Nepal/);
      await page.keyboard.press("Space");
      const [, , good] = await whens(page);
      assert.match(good, /day/);
      await page.keyboard.press("3");
      await session(page).waitFor({ state: "detached" });
      const summary = page.locator("dialog.study");
      assert.match(await summary.innerText(), /All done[\s\S]*4 grades, 75% remembered/);
      assert.deepEqual(await summary.getByRole("list", { name: "Grades" }).locator(".visually-hidden").allInnerTexts(), ["Again: 1", "Hard: 0", "Good: 2", "Easy: 1"]);
      assert.match(await summary.innerText(), /Worth another look\s*What is the capital of Mongolia/);
      assert.equal(Object.entries(await kept(page)).find(([key]) => key.startsWith("day:2026-03-06:"))[1], "2 1 0 2 1");
    });
  });
});

test("undo takes back grade, count and place", async () => {
  await visit(async (page) => {
    await start(page, find("Nepal").page);
    const first = await asked(page);
    await grade(page, "2");
    assert.notEqual(await asked(page), first);
    await grade(page, "4");
    await page.keyboard.press("u");
    await page.keyboard.press("u");
    assert.equal(await asked(page), first);
    await session(page).locator(".answer").first().waitFor({ state: "visible" });
    const now = await kept(page);
    assert.deepEqual(Object.keys(now).filter((key) => key.startsWith("card:")), []);
    assert.equal(Object.entries(now).find(([key]) => key.startsWith("day:"))[1], "0 0 0 0 0");
    assert.ok(await session(page).getByRole("button", { name: "Undo" }).isDisabled());
    await page.keyboard.press("4");
    assert.equal(Object.keys(await kept(page)).filter((key) => key.startsWith("card:")).length, 1);
  });
});

test("j and k move without a grade, s gives a star, ? tells the keys, / leads to the search", async () => {
  await visit(async (page) => {
    await start(page, find("Portugal").page);
    const first = await asked(page);
    await page.keyboard.press("j");
    const second = await asked(page);
    assert.notEqual(second, first);
    await page.keyboard.press("k");
    assert.equal(await asked(page), first);
    const star = session(page).getByRole("button", { name: "Star" });
    assert.equal(await star.getAttribute("aria-pressed"), "false");
    await page.keyboard.press("s");
    assert.equal(await star.getAttribute("aria-pressed"), "true");
    await page.keyboard.press("?");
    await page.getByRole("dialog", { name: "Keys" }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog", { name: "Keys" }).waitFor({ state: "detached" });
    assert.equal(await asked(page), first, "the session is still there");
    await page.goto(server.url("study.html#starred&mode=all"));
    assert.match(await asked(page), /Portugal/);
    assert.match(await session(page).locator(".count").innerText(), /^1 left/);
    await page.keyboard.press("/");
    await page.waitForURL(/search\.html/);
  });
});

describe("a day", () => {
  test("has a limit of new cards; the rest waits, and may be asked all the same", async () => {
    await visit(async (page) => {
      await page.goto(server.url("tags/index.html"));
      await page.evaluate(() => localStorage.setItem("recto:things-to-learn:options", JSON.stringify({ fresh: 2 })));
      await page.goto(server.url("study.html#all"));
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^2 left/);
      await grade(page, "4");
      await asked(page);
      await grade(page, "4");
      await page.locator("dialog.study", { hasText: "All done" }).waitFor();
      await page.keyboard.press("Escape");
      await page.locator("dialog.study").waitFor({ state: "detached" });

      const again = async () => {
        await page.getByRole("button", { name: "Study everything" }).click();
        return page.getByRole("dialog", { name: "Nothing is due here today" });
      };
      const nothing = await again();
      await nothing.getByText(/\b7 new questions wait beyond today's limit/).waitFor();
      await nothing.getByRole("button", { name: "Not now" }).click();
      await nothing.waitFor({ state: "detached" });
      await (await again()).getByRole("button", { name: "More new questions" }).click();
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^2 left/);
      await grade(page, "4");
      assert.equal(Object.keys(await kept(page)).filter((key) => key.startsWith("card:")).length, 3);

      // Tomorrow is another day.
      await page.clock.setFixedTime(new Date(+NOW + DAY * 1000));
      await page.goto(server.url("study.html?tomorrow#all"));
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^2 left/);
    });
  });

  test("has a limit of reviews, the longest due first", async () => {
    const [a, b, c] = ["Portugal", "Norway", "Latvia"].map((phrase) => find(phrase).guid);
    await visit(async (page) => {
      await learnt(page, { [a]: { due: -1 }, [b]: { due: -5 }, [c]: { due: -3 } });
      await page.evaluate(() => localStorage.setItem("recto:things-to-learn:options", JSON.stringify({ fresh: 0, reviews: 2 })));
      await page.goto(server.url("study.html#all"));
      const questions = [];
      for (let turn = 0; turn < 2; turn += 1) {
        questions.push(await asked(page));
        await grade(page, "3");
      }
      assert.deepEqual(questions.map((question) => question.match(/Portugal|Norway|Latvia/)[0]), ["Norway", "Latvia"]);
      await page.locator("dialog.study", { hasText: "All done" }).waitFor();
    });
  });
});

describe("siblings", () => {
  test("blanks of one text come on different days", async () => {
    const { page: path, guid } = find("is the capital of");
    await visit(async (page) => {
      await start(page, path);
      assert.match(await session(page).locator(".count").innerText(), /^1 left/);
      await asked(page);
      await page.keyboard.press("Space");
      await grade(page, "4");
      await page.locator("dialog.study", { hasText: "All done" }).waitFor();
      assert.deepEqual(Object.keys(await kept(page)).filter((key) => key.startsWith("card:")), [`card:${guid}`]);
      await page.keyboard.press("Escape");
      await page.locator("dialog.study").waitFor({ state: "detached" });
      await page.clock.setFixedTime(new Date(+NOW + DAY * 1000));
      await page.reload();
      await page.locator("[data-study]").click();
      assert.match(await asked(page), /^Paris is the capital of .*a country/);
      await grade(page, "4");
      assert.ok(Object.keys(await kept(page)).includes(`card:${guid}.2`));
    });
  });

  test("parts of one question, by data-parent, too", async () => {
    const { page: path, guid } = find("Portugal");
    const file = join(site.site, path);
    const whole = readFileSync(file, "utf8");
    const parts = ["Norway", "Latvia"].map((phrase) => find(phrase).guid);
    writeFileSync(file, parts.reduce((html, part) => html.replace(`data-guid="${part}"`, `data-guid="${part}" data-parent="${guid}"`), whole));
    try {
      await visit(async (page) => {
        await start(page, path);
        assert.match(await session(page).locator(".count").innerText(), /^1 left/);
        await asked(page);
        await grade(page, "4");
        await page.locator("dialog.study", { hasText: "2 are kept apart" }).waitFor();
      });
      await visit(async (page) => {
        await page.goto(server.url("study.html"));
        await page.evaluate(() => localStorage.setItem("recto:things-to-learn:options", JSON.stringify({ apart: false })));
        await start(page, path);
        assert.match(await session(page).locator(".count").innerText(), /^3 left/);
      });
    } finally {
      writeFileSync(file, whole);
    }
  });
});

describe("what to study", () => {
  test("sections are chosen by boxes, one or a document's all", async () => {
    await visit(async (page) => {
      await page.goto(server.url("study.html"));
      await page.getByRole("checkbox", { name: "Study Asia" }).check();
      await page.getByRole("button", { name: "Study 1 section" }).first().click();
      const first = await asked(page);
      await page.keyboard.press("j");
      assert.match([first, await asked(page)].sort().join(), /Mongolia.*Nepal/);
      assert.match(await session(page).locator(".count").innerText(), /^2 left/);
      await page.keyboard.press("Escape");
      await session(page).waitFor({ state: "detached" });
      await page.getByRole("checkbox", { name: "Study Capitals" }).check();
      await page.getByRole("button", { name: "Study 2 sections" }).first().click();
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^5 left/);
    });
  });

  test("a tag takes the narrower tags along", async () => {
    await visit(async (page) => {
      await page.goto(server.url("study.html"));
      await page.locator("a[data-name='capitals']").click();
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^5 left/);
      await page.goto(server.url("study.html?other"));
      await page.locator("a[data-name='capitals::asia']").click();
      await asked(page);
      assert.match(await session(page).locator(".count").innerText(), /^2 left/);
    });
  });

  test("weak first asks what is most likely forgotten, whatever is due", async () => {
    const [a, b, c] = ["Portugal", "Norway", "Latvia"].map((phrase) => find(phrase).guid);
    await visit(async (page) => {
      await learnt(page, { [a]: { due: 20, days: 30 }, [b]: { due: 5, days: 30, stability: 3 }, [c]: { due: 10, days: 30, stability: 12 } });
      await page.goto(server.url("study.html"));
      await page.getByLabel("Weak first").check();
      await page.getByRole("button", { name: "Study everything" }).click();
      const questions = [];
      for (let turn = 0; turn < 3; turn += 1) {
        questions.push((await asked(page)).match(/Portugal|Norway|Latvia/)[0]);
        await grade(page, "3");
      }
      assert.deepEqual(questions, ["Norway", "Latvia", "Portugal"]);
    });
  });

  test("a session of what is due fetches only the pages that hold it", async () => {
    const { guid, page: path } = find("Nepal");
    await visit(async (page) => {
      await learnt(page, { [guid]: { due: -1 } });
      await page.evaluate(() => localStorage.setItem("recto:things-to-learn:options", JSON.stringify({ fresh: 0 })));
      const fetched = [];
      page.on("request", (request) => { if (request.resourceType() === "fetch") fetched.push(request.url()); });
      await page.goto(server.url("study.html#all"));
      assert.match(await asked(page), /Nepal/);
      assert.deepEqual(fetched, [server.url(path)]);
      assert.ok(sections(site.site).length > 4);
    });
  });
});
