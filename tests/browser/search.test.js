// Searching: in all kinds of scripts, with slips, by keyboard alone, and among ten thousand cards.
import assert from "node:assert/strict";
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { files, onPage, open, questionWith } from "./harness.js";

/** Phones and desks. */
const SCREENS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };

/** A search page that is watched, with what it loads of the index. */
const searching = (at, body, options = {}) => onPage(at.browser, { home: at.server.url(), ...options }, async (page) => {
  const asked = [];
  page.on("request", (request) => {
    const [, file] = request.url().match(/\/search\/([a-z0-9-]+\.js)$/) ?? [];
    if (file) asked.push(file);
  });
  await page.goto(at.server.url("search.html"));
  await body(page, asked);
});

/** Types a query and gives what is found once it says how much that is. */
async function found(page, query) {
  await page.evaluate(() => { document.querySelector(".search-count").textContent = ""; });
  await page.getByRole("searchbox").fill(query);
  await page.locator(".search-count", { hasText: /\S/ }).waitFor();
  return page.locator("#results li").evaluateAll((items) => items.map((item) => ({
    title: item.querySelector("a").textContent,
    text: item.querySelector("p").textContent,
    tags: item.querySelector(".found-tags")?.textContent,
    marks: [...item.querySelectorAll("mark")].map((mark) => mark.textContent),
  })));
}

describe("words", () => {
  let at;
  before(async () => { at = await open("search"); });
  after(() => at?.close());

  const RESULTS = [
    ["Chinese, a word of the question", "隔离级别", /隔离级别/, "隔离级别"],
    ["Chinese, one sign", "表", /索引/, "表"],
    ["Chinese, words of question and answer", "索引 扫描", /索引/, "扫描"],
    ["Chinese beside Latin", "快照 postgres", /隔离/, "PostgreSQL".slice(0, 8)],
    ["Japanese, Katakana", "ガベージ", /ガベージ/, "ガベージ"],
    ["Japanese, half-width", "ﾒﾓﾘ", /ガベージ/, "メモリ"],
    ["Japanese beside Latin", "go言語", /ガベージ/, "Go"],
    ["Korean, without its particle", "교착", /교착 상태/, "교착"],
    ["Korean, of the answer", "프로세스", /교착 상태/, "프로세스"],
    ["Arabic, without its vowels", "الذاكرة", /الذّاكرة/, "الذّاكرة"],
    ["Arabic, another alef", "احدثها", /الذّاكرة/, "أحدثها"],
    ["accents left out", "cafe creme", /café/, "café"],
    ["accents too many", "náive", /café/, "naïve"],
    ["other case", "FRESNEL", /lighthouse/, "Fresnel"],
    ["signs of a language", "c++", /C\+\+/, "C++"],
    ["the beginning of a name", "snake_c", /C\+\+/, "snake_c"],
  ];
  test("a page that was opened before a new build was published reads no files of both", async () => {
    const old = await open("search");
    const context = await old.browser.newContext({ serviceWorkers: "block" });
    try {
      const page = await context.newPage();
      await page.goto(old.server.url("search.html"));
      await page.waitForFunction(() => document.querySelector('script[src$="search/index.js"]'));
      // All cards move on by one, so numbers of the old list are others' in the new files.
      writeFileSync(join(old.site.folder, "content/aa-first.md"), "# First\n\n## What is brandnewword?\n\nAnother one.\n");
      old.site.rebuild();
      assert.match((await found(page, "brandnewword"))[0].title, /brandnewword/);
      const [first] = await found(page, "fresnel");
      assert.match(first.title, /lighthouse/);
      // And where nothing can be had, that is said.
      await context.setOffline(true);
      await page.getByRole("searchbox").fill("qqq");
      await page.waitForFunction(() => /\S/.test(document.querySelector(".search-count").textContent));
    } finally {
      await context.close();
      await old.close();
    }
  });

  for (const [what, query, title, mark] of RESULTS) {
    test(`${what}: ${query}`, () => searching(at, async (page) => {
      const [first, ...others] = await found(page, query);
      assert.match(first?.title ?? "nothing", title);
      assert.deepEqual(others.map((one) => one.title), [], "only the one that holds it");
      const marked = first.marks.join("");
      assert.ok(marked.includes(mark), `${mark} is marked, not only ${first.marks.join(" | ")}`);
    }));
  }

  test("a slip is forgiven wherever it is, but not in short words and not two", () => searching(at, async (page) => {
    for (const slip of ["lighthuose", "lighhouse", "lighthhouse", "lightbouse", "lighthous", "ilghthouse", "ighthouse", "kighthouse"]) {
      const [first] = await found(page, `${slip} `);
      assert.match(first?.title ?? "nothing", /lighthouse/, slip);
      assert.deepEqual(first.marks.map((mark) => mark.toLowerCase()), ["lighthouse"], slip);
    }
    // What is begun with a slip is forgiven too.
    assert.match((await found(page, "lihgtho"))[0]?.title ?? "nothing", /lighthouse/);
    for (const wrong of ["kens ", "lgihthuose ", "事務隔"]) assert.deepEqual(await found(page, wrong), [], wrong);
    assert.match(await page.locator(".search-count").innerText(), /no questions/i);
  }));

  test("an excerpt shows the place, and is text whatever it holds", () => searching(at, async (page) => {
    const [wick] = await found(page, "wick");
    assert.match(wick.text, /^… .*trim the wick/);
    assert.deepEqual(wick.marks, ["wick"]);
    const [rock] = await found(page, "rock");
    assert.match(rock.text, /^On a headland, or on a rock .* …$/);
    assert.ok(rock.text.length < 230, rock.text);
    const [sign] = await found(page, "alert");
    assert.match(sign.text, /<script>alert\("no"\)<\/script>/);
    assert.equal(await page.locator("#results script, #results b").count(), 0);
    // All words are marked, in the question too, and each once.
    const [both] = await found(page, "coffee crème milk");
    assert.deepEqual(both.marks, ["crème", "Coffee", "milk"]);
  }));

  test("tags find their questions and say so", () => searching(at, async (page) => {
    const all = await found(page, "harbour");
    assert.equal(all.length, 4);
    for (const one of all) assert.match(one.tags, /harbour::night/);
    assert.deepEqual(all[0].marks, ["harbour"]);
    const [one, ...others] = await found(page, "tides lantern");
    assert.match(one.title, /lighthouse/);
    assert.deepEqual(others, []);
    // Tags that were not looked for are not shown.
    assert.equal((await found(page, "lantern"))[0].tags, undefined);
  }));

  test("a result reads in the direction of its script", () => searching(at, async (page) => {
    const directions = () => page.locator("#results li a, #results li a + p").evaluateAll((parts) => parts.map((part) => getComputedStyle(part).direction));
    await found(page, "الذاكرة");
    assert.deepEqual(await directions(), ["rtl", "rtl"]);
    await found(page, "lantern");
    assert.deepEqual(await directions(), ["ltr", "ltr"]);
  }));

  for (const [screen, viewport] of Object.entries(SCREENS)) {
    test(`by keyboard alone, on a ${screen}`, () => onPage(at.browser, { home: at.server.url(), viewport }, async (page) => {
      const focus = () => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || "");
      await page.goto(at.server.url());
      await page.keyboard.press("/");
      await page.waitForURL(/search\.html/);
      await page.waitForFunction(() => document.activeElement?.id === "query");
      await page.keyboard.type("harbour");
      await page.waitForFunction(() => document.querySelectorAll("#results li").length === 4);
      const titles = await page.locator("#results a").allInnerTexts();
      await page.keyboard.press("ArrowDown");
      assert.equal(await focus(), titles[0]);
      await page.keyboard.press("ArrowDown");
      assert.equal(await focus(), titles[1]);
      await page.keyboard.press("ArrowUp");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focus(), "query");
      await page.keyboard.press("ArrowUp");
      assert.equal(await focus(), "query", "there is nothing above the field");
      await page.keyboard.press("Enter");
      assert.equal(await focus(), titles[0], "Enter goes to the first result");
      // Escape goes back to the field, with the query ready to be typed over; there it empties it.
      await page.keyboard.press("Escape");
      assert.equal(await focus(), "query");
      await page.keyboard.type("tides lan");
      await page.waitForFunction(() => document.querySelectorAll("#results li").length === 1);
      assert.equal(await page.getByRole("searchbox").inputValue(), "tides lan");
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector("#results li"));
      assert.equal(await page.getByRole("searchbox").inputValue(), "");
      await page.keyboard.type("fresnel");
      await page.locator("#results a").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      const { guid, page: path } = questionWith(at.site.site, "Fresnel");
      await page.waitForURL((url) => url.pathname.endsWith(path) && url.hash === `#${guid}`);
      // And back: the query and its results are still there.
      await page.goBack();
      await page.locator("#results a", { hasText: /lighthouse/ }).waitFor();
      assert.equal(await page.getByRole("searchbox").inputValue(), "fresnel");
    }));
  }

  test("what is found is told once it is there, and typing over shows the last query alone", () => searching(at, async (page) => {
    await found(page, "harbour");
    assert.match(await page.getByRole("status").filter({ hasText: /questions/ }).innerText(), /^4 questions$/);
    // The files of the index come late and out of order; what was typed last is what is shown.
    await page.reload();
    await page.route(/search\/[ct]\d+\.js$/, async (route) => {
      await new Promise((done) => { setTimeout(done, 40 + Math.random() * 80); });
      await route.continue();
    });
    await page.getByRole("searchbox").fill("");
    await page.keyboard.type("fresnelx", { delay: 15 });
    await page.keyboard.press("Backspace");
    await page.locator("#results a", { hasText: /lighthouse/ }).waitFor();
    await page.waitForTimeout(300);
    assert.equal(await page.locator("#results li").count(), 1);
    assert.match(await page.locator(".search-count").innerText(), /^1 question$/);
  }));
});

describe("ten thousand cards", () => {
  const CARDS = 10_000;
  const SYLLABLES = ["ka", "lo", "mi", "ra", "te", "su", "no", "ve", "di", "po", "gu", "ze", "ba", "fi", "ho", "ly"];
  /** A word of its own for each number. */
  const word = (n) => [0, 1, 2, 3].map((place) => SYLLABLES[(n >> (4 * place)) % 16]).join("");
  /** What card n says: a word that all have, two that many have, one of its own. */
  const card = (n) => ({ title: `Which ${word(n % 97)} is number ${n}?`, answer: `Common ${word(1000 + (n % 1009))} and ${word(20_000 + n)}.` });
  let at;
  let total;

  before(async () => {
    at = await open("search");
    const folder = join(at.site.folder, "content/many");
    mkdirSync(folder);
    for (let file = 0; file < CARDS / 100; file += 1) {
      const cards = Array.from({ length: 100 }, (_, i) => card(file * 100 + i));
      writeFileSync(join(folder, `f${String(file).padStart(3, "0")}.md`), `# Part ${file}\n\n${cards.map(({ title, answer }) => `## ${title}\n\n${answer}\n`).join("\n")}`);
    }
    at.site.rebuild();
    const index = files(at.site.site).filter((file) => file.startsWith("search/"));
    total = index.reduce((sum, file) => sum + statSync(join(at.site.site, file)).size, 0);
  });
  after(() => at?.close());

  const size = (asked) => asked.reduce((sum, file) => sum + statSync(join(at.site.site, "search", file)).size, 0);

  test("nothing but a list of files is loaded before a key is pressed", () => searching(at, async (page, asked) => {
    await page.waitForTimeout(300);
    assert.deepEqual(asked, ["index.js"]);
    assert.ok(size(asked) < 8 * 1024, `${size(asked)} bytes`);
  }));

  for (const [what, query, count] of [
    ["a word of one card", word(20_000 + 4711), 1],
    ["a word of many cards", word(1000 + 500), [...Array(CARDS).keys()].filter((n) => n % 1009 === 500).length],
    ["a word of all cards", "common", CARDS],
    ["two words", `${word(13)} ${word(1000 + 71)}`, [...Array(CARDS).keys()].filter((n) => n % 97 === 13 && n % 1009 === 71).length],
    ["a number", "4711", 1],
    ["Chinese", "隔离级别", 1],
  ]) {
    test(`${what} finds all of them and loads little`, () => searching(at, async (page, asked) => {
      // What had been asked for when the first results stood there.
      await page.evaluate(() => {
        const watch = new MutationObserver(() => {
          if (!document.querySelector("#results li")) return;
          window.before = performance.getEntriesByType("resource").map(({ name }) => name.match(/search\/(\w+\.js)$/)?.[1]).filter(Boolean);
          watch.disconnect();
        });
        watch.observe(document.getElementById("results"), { childList: true });
      });
      const results = await found(page, `${query} `);
      const said = Number((await page.locator(".search-count").innerText()).replace(/\D/g, "") || 0);
      assert.equal(said, count, "as many as the documents hold");
      assert.ok(results.length > 0);
      const needed = await page.evaluate(() => window.before);
      const first = size(needed);
      assert.ok(needed.length <= 10, `${needed.length} files for the first results`);
      assert.ok(first < total / 10 && first < 256 * 1024, `${first} of ${total} bytes`);
      await page.waitForTimeout(500);
      assert.equal(await page.locator("#results li").count(), Math.min(20, count), "a page of results");
      // A page of results over all the site is one file each at most.
      assert.ok(size(asked) < total / 5, `${size(asked)} of ${total} bytes`);
      await page.getByRole("searchbox").fill(`${query} ${query} `);
      assert.equal(new Set(asked).size, asked.length, "nothing is loaded twice");
    }));
  }

  test("a slip is found without reading all words", () => searching(at, async (page, asked) => {
    const right = word(20_000 + 1234);
    for (const slip of [right.slice(0, 4) + right[5] + right[4] + right.slice(6), right.slice(0, -1), right[1] + right[0] + right.slice(2), `x${right}`]) {
      const results = await found(page, `${slip} `);
      assert.ok(results.some(({ title }) => title.includes("number 1234?")), `${slip} for ${right}`);
    }
    assert.ok(size(asked) < total / 3, `${size(asked)} of ${total} bytes`);
  }));

  test("the next results come on demand, in the order of the first, and the focus goes to them", () => searching(at, async (page) => {
    await found(page, "common ");
    const more = page.getByRole("button", { name: /more/i });
    await page.waitForFunction(() => document.querySelectorAll("#results li").length === 20);
    await more.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelectorAll("#results li").length === 40);
    const numbers = (await page.locator("#results a").allInnerTexts()).map((title) => Number(title.match(/number (\d+)/)[1]));
    assert.deepEqual(numbers, [...Array(40).keys()], "as they stand in the documents, where they are as good");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /number 20\?/);
  }));

  test("a file of the index that does not come is told, and asked for again", () => searching(at, async (page) => {
    // Once it is asked for again by itself: another build may have been published.
    await page.route(/search\/t\d+-\w+\.js$/, (route) => route.fulfill({ status: 200, body: "", contentType: "text/javascript" }), { times: 2 });
    await page.getByRole("searchbox").fill(`${word(20_000 + 77)} `);
    await page.locator(".search-count", { hasText: /could not|not be loaded|failed/i }).waitFor();
    await page.getByRole("searchbox").fill(`${word(20_000 + 77)}`);
    await page.locator("#results a", { hasText: "number 77?" }).waitFor();
  }));
});
