// Reading: what leads from page to page, what a question has at hand, and what the reader chose.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { articles, files, onPage, open, questionWith, sections, text } from "./harness.js";

const REPOSITORY = "https://github.com/somebody/notes";

let browser, site, server, close;

before(async () => {
  ({ browser, site, server, close } = await open("shapes"));
  site.add("recto.yaml", `repository: ${REPOSITORY}/tree/trunk\n`);
  site.add("content/deep.md", `# A Deep Document

## Part one

### Steps

#### Q: What is far below?

A: This.

### Q: What is the second?

A: That.

### Q: What is the third?

A: Another.

### Q: What is the fourth?

A: And one more.
`);
});
after(() => close?.());

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const SCREENS = [["desk", DESK], ["phone", PHONE]];

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, body);
const find = (phrase) => questionWith(site.site, phrase);
const main = (page) => page.getByRole("main");

/** The question's article on the page that is open. */
const article = (page, guid) => page.locator(`article[data-guid="${guid}"]`);

describe("answers", () => {
  for (const [screen, viewport] of SCREENS) {
    test(`are folded by one button, which is remembered on all pages, on a ${screen}`, () => visit(async (page) => {
      const { page: path, guid } = find("end a loop with a value");
      await page.goto(server.url(path));
      const answer = article(page, guid).locator(".answer");
      assert.ok(await answer.isVisible(), "open, as long as nothing is chosen");
      await page.getByRole("button", { name: "Hide answers" }).click();
      await answer.waitFor({ state: "hidden" });
      await page.reload();
      assert.ok(!(await answer.isVisible()), "after a reload");
      await page.goto(server.url(find("<table").page));
      assert.equal(await page.locator(".answer:visible").count(), 0, "on another page");
      // One alone is looked at without a change of what is chosen.
      await main(page).getByText("Answer", { exact: true }).first().click();
      assert.equal(await page.locator("article.card > .fold > .answer:visible").count(), 1);
      await page.goto(server.url(path));
      assert.ok(!(await answer.isVisible()));
      await page.getByRole("button", { name: "Show answers" }).click();
      await answer.waitFor({ state: "visible" });
      await page.reload();
      assert.ok(await answer.isVisible(), "the other choice is remembered as well");
    }, { viewport }));
  }

  test("that are folded never flash on the way in", () => visit(async (page) => {
    const { page: path } = find("end a loop with a value");
    await page.goto(server.url(path));
    await page.getByRole("button", { name: "Hide answers" }).click();
    // The script that folds them comes last; what is painted before must hide them already.
    await page.route(/assets\/answers\.js/, (route) => route.abort("aborted"));
    await page.reload();
    assert.equal(await page.locator(".answer:visible").count(), 0);
  }));

  test("that are folded lie on paper all the same, and are folded again after it", () => visit(async (page) => {
    const { page: path, guid } = find("end a loop with a value");
    await page.goto(server.url(path));
    await page.getByRole("button", { name: "Hide answers" }).click();
    const isOpen = () => article(page, guid).locator("details.fold").evaluate((fold) => fold.open);
    await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
    assert.equal(await isOpen(), true);
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await isOpen(), false);
  }));

  test("are found by a link into the page even when folded", () => visit(async (page) => {
    const { page: path, guid } = find("<table");
    await page.goto(server.url(path));
    await page.getByRole("button", { name: "Hide answers" }).click();
    await page.goto(server.url(`${path}#${guid}`));
    await page.waitForFunction((id) => {
      const { top } = document.getElementById(id).getBoundingClientRect();
      return top > -5 && top < innerHeight / 2;
    }, guid);
  }));
});

describe("at hand", () => {
  const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
  const allowed = { permissions: ["clipboard-read", "clipboard-write"] };

  for (const [screen, viewport] of SCREENS) {
    test(`code is copied as it is written, on a ${screen}`, () => visit(async (page) => {
      const { page: path, guid } = find("end a loop with a value");
      await page.goto(server.url(path));
      const button = article(page, guid).getByRole("button", { name: "Copy code" });
      assert.equal(await button.innerText(), "Copy");
      // Under a finger nothing hovers: it is there.
      assert.ok(await button.evaluate((element) => getComputedStyle(element).opacity > 0.5 || matchMedia("(hover: hover)").matches));
      await button.click();
      await page.waitForFunction((element) => element.textContent !== "Copy", await button.elementHandle());
      const code = await copied(page);
      assert.match(code, /^fn first_even\(numbers: &\[u32\]\) -> Option<u32> \{\n    \/\/ A loop is an expression\.\n/);
      assert.match(code, /\n\}$/);
    }, { viewport, ...allowed }));
  }

  test("the permanent link is copied, told, and stands in the address", () => visit(async (page) => {
    const { page: path, guid } = find("<table");
    await page.goto(server.url(path));
    await article(page, guid).getByRole("link", { name: "Permanent link to this question" }).click();
    const lasting = server.url(`card.html#${guid}`);
    await page.waitForFunction(() => document.querySelector("[role=status].toast").textContent);
    assert.equal(await copied(page), lasting);
    assert.equal(page.url(), server.url(`${path}#${guid}`), "the page stays");
    await page.goto(lasting);
    await page.waitForURL(server.url(`${path}#${guid}`));
  }, allowed));

  test("the line of the source is one link away", () => visit(async (page) => {
    const lineOf = (phrase, file) => text(site.folder, `content/${file}`).split("\n").findIndex((line) => line.includes(phrase)) + 1;
    for (const [phrase, file] of [["What is far below?", "deep.md"], ["Which sizes are there?", "shapes.md"], ["What is a document of one section?", "single.md"]]) {
      const { page: path, guid } = find(phrase);
      const line = lineOf(phrase, file);
      await page.goto(server.url(path));
      const link = article(page, guid).getByRole("link", { name: "Edit" });
      assert.equal(await link.getAttribute("href"), `${REPOSITORY}/blob/trunk/content/${file}?plain=1#L${line}`);
    }
    await page.goto(server.url("unanswered.html"));
    const open = "Why has nobody answered this one?";
    const line = lineOf(open, "shapes.md");
    assert.equal(await main(page).getByRole("link", { name: open }).getAttribute("href"), `${REPOSITORY}/blob/trunk/content/shapes.md?plain=1#L${line}`);
    assert.ok((await main(page).innerText()).includes(`shapes.md:${line}`));
    assert.equal(await page.getByRole("contentinfo").getByRole("link", { name: "Source" }).getAttribute("href"), REPOSITORY);
  }));
});

describe("the way", () => {
  test("leads by 'next' through every section, and by 'previous' back", () => visit(async (page) => {
    await page.goto(server.url());
    const shown = await main(page).locator("[data-section] a").evaluateAll((links) => links.map((link) => link.href));
    assert.ok(shown.length > 3);
    await page.goto(shown[0]);
    const walk = async (rel) => {
      const passed = [page.url()];
      for (const link = page.locator(`a[rel=${rel}]`); (await link.count()) > 0;) {
        const title = (await link.innerText()).split("\n").at(-1);
        await link.click();
        await page.waitForFunction((before) => location.href !== before, passed.at(-1));
        // It is called as the page it leads to is, or as that page's document.
        const here = [await main(page).getByRole("heading", { level: 1 }).innerText(), ...await main(page).locator(".trail a").allInnerTexts()];
        assert.ok(here.includes(title), `${title} leads to ${here}`);
        passed.push(page.url());
      }
      return passed;
    };
    assert.deepEqual(await walk("next"), shown, "the order of the home page");
    assert.deepEqual(await walk("prev"), [...shown].reverse());
  }));

  test("up is the trail: from a section to its document, and home", () => visit(async (page) => {
    const { page: path } = find("<table");
    await page.goto(server.url(path));
    assert.equal(await main(page).getByRole("heading", { level: 1 }).innerText(), "Tables and pictures");
    await main(page).getByRole("link", { name: "Shapes of Answers" }).click();
    await main(page).getByRole("heading", { level: 1, name: "Shapes of Answers" }).waitFor();
    const listed = await main(page).locator(".toc a").allInnerTexts();
    assert.deepEqual(listed, ["Code in languages", "Tables and pictures", "Directions"]);
    await main(page).getByRole("link", { name: "Tables and pictures" }).click();
    await page.waitForURL(server.url(path));
    await page.getByRole("banner").getByRole("link", { name: "A Small Library" }).click();
    await page.waitForURL(server.url("index.html"));
  }));

  test("headings between a section and its question stand above the question", () => visit(async (page) => {
    const { page: path, guid } = find("What is far below?");
    await page.goto(server.url(path));
    assert.equal(await article(page, guid).locator(".context").innerText(), "Steps");
  }));

  for (const [screen, viewport] of SCREENS) {
    test(`contents lead to every question, on a ${screen}`, () => visit(async (page) => {
      const { page: path } = find("What is far below?");
      await page.goto(server.url(path));
      const contents = page.getByRole("navigation", { name: "On this page" });
      const listed = await contents.getByRole("link").allInnerTexts();
      assert.deepEqual(listed, ["What is far below?", "What is the second?", "What is the third?", "What is the fourth?"]);
      for (const name of listed) {
        await contents.getByRole("link", { name }).click();
        const { guid } = find(name);
        await page.waitForFunction((id) => {
          const box = document.getElementById(id).querySelector(".question").getBoundingClientRect();
          return location.hash === `#${id}` && box.top >= 0 && box.bottom <= innerHeight;
        }, guid);
      }
    }, { viewport }));
  }
});

describe("lists", () => {
  test("the tags: each as deep as its place, with its number, and its page has them all", () => visit(async (page) => {
    await page.goto(server.url("tags/index.html"));
    const tags = await main(page).locator(".toc li").evaluateAll((items) => items.map((item) => ({
      depth: Number(item.dataset.depth), name: item.querySelector("a").textContent, url: item.querySelector("a").href, count: Number(item.querySelector(".count").textContent),
    })));
    assert.ok(tags.length > 4 && tags.some(({ depth }) => depth > 0), "a tree");
    for (const { url, count, name, depth } of tags) {
      await page.goto(url);
      assert.ok((await main(page).getByRole("heading", { level: 1 }).innerText()).endsWith(name));
      const said = await main(page).locator(".page-head .count").innerText();
      assert.match(said, new RegExp(`^${count} question`));
      const own = await page.locator("main .questions a").count();
      const narrower = await main(page).locator(".tags .count").allInnerTexts();
      // A question may be in more than one narrower tag, none is without a place.
      assert.ok(own <= count && own + narrower.reduce((sum, n) => sum + Number(n), 0) >= count, name);
      if (depth > 0) assert.ok(await main(page).locator(".trail a").count());
    }
  }));

  test("a question's tags lead to pages that lead back to it", () => visit(async (page) => {
    const { page: path, guid } = find("end a loop with a value");
    await page.goto(server.url(path));
    const links = article(page, guid).getByRole("list", { name: "Tags" }).getByRole("link");
    const addresses = await links.evaluateAll((all) => all.map((link) => link.href));
    assert.ok(addresses.length > 0);
    for (const address of addresses) {
      await page.goto(address);
      await main(page).locator(`a[data-guid="${guid}"]`).click();
      await page.waitForURL(server.url(`${path}#${guid}`));
    }
  }));

  test("what has no answer is listed, counted in the foot, and no card", () => visit(async (page) => {
    await page.goto(server.url());
    await page.getByRole("contentinfo").getByRole("link", { name: "1 unanswered" }).click();
    await page.waitForURL(server.url("unanswered.html"));
    assert.equal(await main(page).getByRole("listitem").count(), 1);
    assert.ok(![...articles(site.site).values()].some(({ html }) => html.includes("nobody answered")));
  }));

  test("the home page counts what is there", () => visit(async (page) => {
    await page.goto(server.url());
    const total = articles(site.site).size;
    assert.ok((await main(page).locator(".lead").innerText()).startsWith(`${total} questions · 3 documents`));
    const counts = await main(page).locator("[data-section]").evaluateAll((rows) => rows.map((row) => [row.dataset.section, Number(row.querySelector(".count").textContent)]));
    for (const [path, count] of counts) {
      const there = [...text(site.site, path).matchAll(/<article\b(?![^>]*data-parent)/g)].length;
      assert.equal(count, there, path);
    }
    assert.deepEqual(counts.map(([path]) => path).sort(), sections(site.site));
    assert.ok(files(site.site).includes("changelog.html"));
  }));
});
