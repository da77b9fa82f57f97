// What the browser keeps of a reader: its form and older ones, two tabs, two decks, files; the pictures of it.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { asked, build, onPage, open, questionWith, serve, session } from "./harness.js";

const NOW = new Date("2026-03-06T12:00:00");
const DAY = 86400;
const SECONDS = Math.floor(NOW / 1000);
const P = "recto:things-to-learn:";

let browser, site, server, close;

before(async () => { ({ browser, site, server, close } = await open("study")); });
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, async (page, context) => {
  await page.clock.install({ time: NOW });
  await page.goto(server.url("tags/index.html"));
  await body(page, context);
});

const find = (phrase) => questionWith(site.site, phrase);

const line = (due, days, last = due - days) => `${SECONDS + due * DAY} ${days} 5 4 0 2 ${SECONDS + last * DAY} 0 ${days}`;

const put = (page, entries) => page.evaluate(([all, prefix]) => {
  for (const [key, value] of Object.entries(all)) localStorage.setItem(prefix + key, value);
}, [entries, P]);

const kept = (page, prefix = P) => page.evaluate((start) => Object.fromEntries(
  Object.entries(localStorage).filter(([key]) => key.startsWith(start)).map(([key, value]) => [key.slice(start.length), value])), prefix);

const openStudy = async (page) => {
  await page.goto(server.url("study.html"));
  await page.locator(".today div").nth(2).waitFor();
};

const due = async (page) => Number((await page.locator(".today dd").first().innerText()));

const message = (page) => page.locator(".study-message");

const load = async (page, text) => {
  await page.locator("input[name=file]").setInputFiles({ name: "progress.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.waitForFunction(() => document.querySelector(".study-message").textContent);
  return message(page).innerText();
};

const save = async (page) => {
  const summary = page.locator("summary", { hasText: "Save or load" });
  if (!(await page.getByRole("button", { name: "Save as a file" }).isVisible())) await summary.click();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as a file" }).click()]);
  assert.match(download.suggestedFilename(), /^things-to-learn-progress-2026-03-06\.json$/);
  return readFileSync(await download.path(), "utf8");
};

describe("the form", () => {
  test("of an older version is brought into today's, and its entry goes", async () => {
    const [a, b] = ["Portugal", "Norway"].map((phrase) => find(phrase).guid);
    const card = { due: "2026-03-05T12:00:00.000Z", stability: 9.5, difficulty: 6.1, elapsed_days: 4, scheduled_days: 10, learning_steps: 0, reps: 3, lapses: 1, state: 2, last_review: "2026-02-23T12:00:00.000Z" };
    await visit(async (page) => {
      await put(page, { progress: JSON.stringify({ [a]: card, [b]: { due: "2026-03-05T12:00:00.000Z", state: 0, reps: 0 } }) });
      await openStudy(page);
      assert.equal(await due(page), 1);
      const now = await kept(page);
      assert.deepEqual(now, { form: "1", [`card:${a}`]: `${Date.parse(card.due) / 1000} 9.5 6.1 3 1 2 ${Date.parse(card.last_review) / 1000} 0 10` });
    });
  });

  test("of an older version that is damaged stays where it is", async () => {
    await visit(async (page) => {
      await put(page, { progress: "{\"half" });
      await openStudy(page);
      assert.equal((await kept(page)).progress, "{\"half");
    });
  });

  test("of a newer version is left alone, and the reader is told", async () => {
    const { guid, page: path } = find("Portugal");
    await visit(async (page) => {
      await put(page, { form: "2", [`card:${guid}`]: "something new" });
      const before = await kept(page);
      await openStudy(page);
      assert.match(await page.locator(".study-trouble").innerText(), /newer version/);
      await page.goto(server.url(path));
      await page.locator("[data-study]").click();
      await asked(page);
      await page.keyboard.press("Space");
      await page.keyboard.press("4");
      assert.deepEqual(await kept(page), before);
    });
  });

  test("damaged in one card costs that card alone", async () => {
    const [a, b] = ["Portugal", "Norway"].map((phrase) => find(phrase).guid);
    await visit(async (page) => {
      for (const damaged of ["", "NaN", "1 2 3", "99 0 5 4 0 2 99 0 1", `${line(-1, 10)} 7`, "{}", "<b>"]) {
        await put(page, { [`card:${a}`]: damaged, [`card:${b}`]: line(-1, 10), options: "{oops", "day:2026-03-05:abcdef": "x" });
        await openStudy(page);
        assert.equal(await due(page), 1, damaged);
      }
    });
  });
});

test("a full browser says so, goes on, and offers the file", async () => {
  const { page: path } = find("Nepal");
  await visit(async (page) => {
    await page.addInitScript(() => {
      Storage.prototype.setItem = () => { throw new DOMException("full", "QuotaExceededError"); };
    });
    await page.goto(server.url(path));
    await page.locator("[data-study]").click();
    const first = await asked(page);
    await page.keyboard.press("Space");
    await page.keyboard.press("4");
    await session(page).getByRole("status").filter({ hasText: /no more room/ }).waitFor();
    assert.notEqual(await asked(page), first);
  });
});

test("two tabs do not write over each other, and hear of each other", async () => {
  const { page: path } = find("Nepal");
  await visit(async (page, context) => {
    const other = await context.newPage();
    await other.clock.install({ time: NOW });
    for (const tab of [page, other]) {
      await tab.goto(server.url(path));
      await tab.locator("[data-study]").click();
      await asked(tab);
    }
    const third = await context.newPage();
    await third.clock.install({ time: NOW });
    await openStudy(third);
    await page.keyboard.press("Space");
    await page.keyboard.press("4");
    // The other tab has the same question open; once it moves on, what was graded here is not asked there.
    const second = await asked(page);
    await other.keyboard.press("j");
    assert.equal(await asked(other), second);
    await other.keyboard.press("Space");
    await other.keyboard.press("4");
    await other.locator("dialog.study", { hasText: "All done" }).waitFor();
    const now = await kept(page);
    assert.equal(Object.keys(now).filter((key) => key.startsWith("card:")).length, 2);
    assert.equal(Object.entries(now).find(([key]) => key.startsWith("day:"))[1], "2 0 0 0 2");
    await third.waitForFunction(() => document.querySelector(".today div:nth-child(3) dd")?.textContent === "2");
  });
});

test("two decks of one origin keep to themselves", async () => {
  const other = build("study");
  const settings = join(other.folder, "recto.yaml");
  writeFileSync(settings, readFileSync(settings, "utf8").replace("things-to-learn", "\"other: deck\""));
  // A project of its own: it never had the lock of the first.
  other.forget();
  other.rebuild();
  const both = await serve(site.site, { "/decks/other/": other.site });
  try {
    await onPage(browser, { home: both.origin }, async (page) => {
      await page.goto(`${both.origin}/decks/other/capitals/europe.html`);
      await page.locator("[data-study]").click();
      await asked(page);
      await page.keyboard.press("Space");
      await page.keyboard.press("4");
      assert.equal(Object.keys(await kept(page, "recto:other%3A%20deck:")).filter((key) => key.startsWith("card:")).length, 1);
      assert.deepEqual(await kept(page), {});
      await page.goto(both.url("study.html"));
      await page.locator(".today div").nth(2).waitFor();
      assert.match(await page.locator(".today").innerText(), /done today\s*0/);
    });
  } finally {
    await both.close();
    other.remove();
  }
});

test("an edited question keeps what was learnt of it, as in Anki", async () => {
  const own = build("study");
  const host = await serve(own.site);
  try {
    await onPage(browser, { home: host.url() }, async (page) => {
      await page.clock.install({ time: NOW });
      const { guid, page: path } = find("Nepal");
      await page.goto(host.url(path));
      await page.locator("[data-study]").click();
      assert.match(await asked(page), /Nepal/);
      await page.keyboard.press("Space");
      await page.keyboard.press("4");
      await page.waitForFunction(([key]) => localStorage.getItem(key), [`${P}card:${guid}`]);
      const before = await kept(page);

      const document = join(own.folder, "content/capitals.md");
      const edited = readFileSync(document, "utf8").replace("Kathmandu, in a valley", "Kathmandu, below the Himalaya");
      writeFileSync(document, edited);
      own.rebuild();
      await page.goto(host.url(`${path}?edited`));
      await page.locator(`[data-guid="${guid}"] .answer`, { hasText: "Himalaya" }).waitFor();
      assert.deepEqual(await kept(page), before);
      // It is not due, so the section asks for the other one alone; on its day it is asked as it is now.
      await page.locator("[data-study]").click();
      assert.match(await asked(page), /Mongolia/);
      const due = Number(before[`card:${guid}`].split(" ")[0]);
      await page.clock.setFixedTime(new Date(due * 1000));
      await page.goto(host.url(`study.html#from=${path}`));
      assert.match(await asked(page), /Nepal/);
      await page.keyboard.press("Space");
      await session(page).locator(".answer", { hasText: "Himalaya" }).waitFor();
      await page.keyboard.press("3");
      await page.waitForFunction(([key, line]) => localStorage.getItem(key) !== line, [`${P}card:${guid}`, before[`card:${guid}`]]);
      const [, , , reps] = (await kept(page))[`card:${guid}`].split(" ").map(Number);
      assert.equal(reps, 2, "the second grade follows on the first");
    });
  } finally {
    await host.close();
    own.remove();
  }
});

describe("a file", () => {
  test("brings everything back in another browser", async () => {
    const [a, b] = ["Portugal", "Norway"].map((phrase) => find(phrase).guid);
    const entries = { form: "1", [`card:${a}`]: line(-1, 10), [`card:${b}.2`]: line(3, 20), "day:2026-03-05:abcdef": "1 0 1 2 3", [`star:${b}`]: "1700000000" };
    let file;
    await visit(async (page) => {
      await put(page, entries);
      await openStudy(page);
      file = await save(page);
    }, { acceptDownloads: true });
    await visit(async (page) => {
      await openStudy(page);
      assert.match(await load(page, file), /2 of 2 cards were newer/);
      const { device, ...now } = await kept(page);
      assert.deepEqual(now, entries);
      assert.equal(await due(page), 1);
    });
  });

  test("merges: of each card the newer review stays, days are not counted twice", async () => {
    const [a, b, c] = ["Portugal", "Norway", "Latvia"].map((phrase) => find(phrase).guid);
    let file;
    await visit(async (page) => {
      await put(page, { [`card:${a}`]: line(5, 10, -2), [`card:${b}`]: line(5, 10, -8), "day:2026-03-01:aaaaaa": "1 0 0 2 0", "day:2026-03-02:aaaaaa": "0 0 0 5 0", [`star:${a}`]: "-90" });
      await openStudy(page);
      file = await save(page);
    }, { acceptDownloads: true });
    await visit(async (page) => {
      const mine = { [`card:${a}`]: line(9, 10, -4), [`card:${b}`]: line(9, 10, -3), [`card:${c}`]: line(1, 10), "day:2026-03-01:aaaaaa": "0 0 0 1 3", "day:2026-03-01:bbbbbb": "0 0 0 7 0", [`star:${a}`]: "80" };
      await put(page, mine);
      await openStudy(page);
      assert.match(await load(page, file), /1 of 2 cards were newer/);
      const { device, form, ...now } = await kept(page);
      assert.deepEqual(now, { ...mine, [`card:${a}`]: line(5, 10, -2), "day:2026-03-01:aaaaaa": "1 0 0 2 3", "day:2026-03-02:aaaaaa": "0 0 0 5 0", [`star:${a}`]: "-90" });
    });
  });

  test("of form 0 is read too", async () => {
    const { guid } = find("Portugal");
    const file = { format: "recto-progress", form: 0, project: "things-to-learn", cards: { [guid]: { due: NOW.toISOString(), stability: 4, difficulty: 5, reps: 1, lapses: 0, state: 2, scheduled_days: 4, last_review: "2026-03-02T12:00:00Z" } } };
    await visit(async (page) => {
      await openStudy(page);
      assert.match(await load(page, JSON.stringify(file)), /1 of 1/);
      assert.equal(await due(page), 1);
    });
  });

  test("that is damaged is refused with the reason, and nothing changes", async () => {
    const [a, b] = ["Portugal", "Norway"].map((phrase) => find(phrase).guid);
    await visit(async (page) => {
      await put(page, { form: "1", [`card:${a}`]: line(-1, 10), "day:2026-03-05:abcdef": "1 0 1 2 3" });
      await openStudy(page);
      const good = await save(page);
      const parsed = JSON.parse(good);
      const before = await kept(page);
      const changed = (change) => JSON.stringify({ ...parsed, ...change });
      for (const [text, reason] of [
        ["", /JSON/],
        [good.slice(0, -40), /JSON/],
        ["[1, 2]", /no progress file/],
        ["null", /no progress file/],
        ["{\"format\":\"other\"}", /no progress file/],
        [changed({ form: 99 }), /newer version/],
        [changed({ project: "cooking", title: "Cooking" }), /another deck, “Cooking”/],
        [changed({ cards: null }), /damaged \(cards\)/],
        [changed({ cards: { [b]: "soon" } }), /damaged \(card/],
        [changed({ days: { yesterday: "1 2 3 4 5" } }), /damaged \(day/],
        [changed({ stars: { [b]: 1.5 } }), /damaged \(star/],
        [changed({ cards: { [a]: parsed.cards[a].replace(/ 5 4 /, " 5 9 ") } }), /check sum/],
        [changed({ cards: {} }), /check sum/],
      ]) {
        await page.evaluate(() => { document.querySelector(".study-message").textContent = ""; });
        const said = await load(page, text);
        assert.match(said, reason);
        assert.match(said, /Nothing was changed/);
        assert.deepEqual(await kept(page), before, said);
      }
    }, { acceptDownloads: true });
  });

  test("that does not fit is refused as a whole, and says so; what fits is taken then", async () => {
    const [a, b, c] = ["Portugal", "Norway", "Latvia"].map((phrase) => find(phrase).guid);
    let file;
    await visit(async (page) => {
      await put(page, { [`card:${a}`]: line(5, 10, -2), [`card:${b}`]: line(5, 10, -1), [`card:${c}`]: line(-1, 10), "day:2026-03-02:aaaaaa": "0 0 0 5 0" });
      await openStudy(page);
      file = await save(page);
    }, { acceptDownloads: true });
    await visit(async (page) => {
      // One card was seen here before, the others are new.
      await put(page, { form: "1", [`card:${a}`]: line(9, 10, -4), "day:2026-03-02:aaaaaa": "0 0 0 1 0" });
      await openStudy(page);
      const before = await kept(page);
      // Real limits: the rest of what the browser gives is filled up, but for less than the file needs.
      await page.evaluate(([first]) => {
        for (let size = 1 << 22; size > 0; size = Math.floor(size / 2)) {
          for (;;) {
            try { localStorage.setItem("filler", (localStorage.getItem("filler") ?? "") + "x".repeat(size)); } catch { break; }
          }
        }
        localStorage.setItem("filler", localStorage.getItem("filler").slice(0, -first));
      }, [60]);
      const said = await load(page, file);
      assert.match(said, /no room in this browser.*as it was/);
      await page.waitForTimeout(300);
      assert.equal(await message(page).innerText(), said, "nothing else is written over it");
      assert.equal(await page.locator(".study-trouble").innerText(), "", "and what was there still fits");
      assert.deepEqual(await kept(page), before);
      assert.equal(await due(page), 0, "the page shows what it did");

      await page.evaluate(() => { localStorage.removeItem("filler"); document.querySelector(".study-message").textContent = ""; });
      assert.match(await load(page, file), /3 of 3 cards were newer/);
      assert.equal(await due(page), 1);
    });
  });
});

describe("the home page", () => {
  test("draws what is known, being learnt and new, with words for it", async () => {
    const [a, b] = ["Portugal", "Nepal"].map((phrase) => find(phrase).guid);
    await visit(async (page) => {
      await page.goto(server.url());
      assert.equal(await page.locator(".progress-bar").count(), 0, "nothing is drawn before anything is learnt");
      await put(page, { [`card:${a}`]: line(10, 30), [`card:${b}`]: line(0, 5) });
      await page.goto(server.url("?learnt"));
      const whole = page.getByRole("region", { name: "Your progress" });
      await whole.getByRole("img", { name: "7 new, 1 learning, 1 known" }).waitFor();
      assert.match(await whole.innerText(), /1 due today/);
      const row = (name) => page.locator("[data-section]", { hasText: name });
      await row("Europe").getByRole("img", { name: "2 new, 0 learning, 1 known" }).waitFor();
      await row("Asia").getByRole("img", { name: "1 new, 1 learning, 0 known" }).waitFor();
      const widths = await row("Asia").locator("rect").evaluateAll((all) => all.map((one) => [one.getAttribute("class"), Number(one.getAttribute("width"))]));
      assert.deepEqual(widths, [["is-new", 100], ["is-learning", 50]]);
    });
  });

  test("maps the last year's reviews, with a summary and a table", async () => {
    const { guid } = find("Portugal");
    const days = { "2026-03-06": 4, "2026-03-05": 1, "2026-03-03": 20, "2025-12-24": 7, "2024-01-01": 99 };
    await visit(async (page) => {
      await put(page, { [`card:${guid}`]: line(10, 30), ...Object.fromEntries(Object.entries(days).map(([day, count]) => [`day:${day}:abcdef`, `0 0 0 ${count} 0`])), "day:2026-03-05:other1": "0 2 0 0 0" });
      await page.goto(server.url());
      const map = page.getByRole("region", { name: "The last year" });
      await map.getByRole("img", { name: "34 reviews, 4 days of study, 2 days in a row now" }).waitFor();
      const shades = await map.locator(".heat rect").evaluateAll((all) => all.map((one) => [one.textContent, one.getAttribute("class")]));
      assert.ok(shades.length > 364 && shades.length <= 371, `${shades.length} days`);
      const shade = (count) => shades.filter(([title]) => title.endsWith(`: ${count}`)).map(([, name]) => name);
      assert.deepEqual([shade(20), shade(7), shade(4), shade(3)], [["heat-4"], ["heat-2"], ["heat-1"], ["heat-1"]]);
      await map.getByText("By month").click();
      assert.deepEqual(await map.getByRole("row").allInnerTexts(), ["Month\tReviews", "December 2025\t7", "March 2026\t27"]);
    });
  });
});

describe("the boxes of the study page", () => {
  for (const [language, direction] of [["en", "ltr"], ["ar", "rtl"]]) {
    for (const [screen, viewport] of [["phone", { width: 360, height: 740 }], ["desk", { width: 1280, height: 800 }]]) {
      test(`each stands before its title, apart from it, on a ${screen}, ${direction}`, async () => {
        const built = build("study");
        built.add("recto.yaml", `language: ${language}\n`);
        const own = await serve(built.site);
        try {
          await onPage(browser, { home: own.url(), viewport }, async (page) => {
            await page.goto(own.url("study.html"));
            await page.locator(".group input").first().waitFor();
            assert.equal(await page.evaluate(() => document.documentElement.dir), direction);
            const gaps = await page.locator(".group input[type=checkbox]").evaluateAll((boxes, rtl) => boxes.map((box) => {
              const title = document.createRange();
              title.selectNodeContents(box.nextSibling);
              const [own, other] = [box.getBoundingClientRect(), title.getClientRects()[0]];
              return { title: title.toString(), gap: rtl ? own.left - other.right : other.left - own.right, below: Math.abs(own.top + own.height / 2 - other.top - other.height / 2) };
            }), direction === "rtl");
            assert.ok(gaps.length >= 4, `${gaps.length} boxes`);
            assert.deepEqual(gaps.filter(({ gap, below }) => gap < 4 || gap > 20 || below > 8), []);
          });
        } finally {
          await own.close();
          built.remove();
        }
      });
    }
  }
});
