// Light and dark, accessibility of every kind of page in every theme, narrow screens.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { THEMES, articles, asked, build, files, launch, lightness, onPage, sections, serve, session, text } from "./harness.js";
import { axe } from "./axe.js";

let browser;
const sites = {};

before(async () => {
  browser = await launch();
  for (const name of THEMES) {
    const built = build("shapes", "--theme", name);
    sites[name] = { ...built, server: await serve(built.site) };
  }
});

after(async () => {
  await browser?.close();
  for (const { server, remove } of Object.values(sites)) {
    await server.close();
    remove();
  }
});

const visit = (site, options, body) => onPage(browser, { home: site.server.url(), ...options }, body);

/** The switch between light and dark; it may also know "as the system". */
const themeSwitch = (page) => page.getByRole("button", { name: /theme|dark|colou?r/i }).first();

async function switchUntil(page, isDark) {
  for (let press = 0; press < 3; press += 1) {
    if ((await page.evaluate(() => document.documentElement.dataset.theme)) === (isDark ? "dark" : "light")) return;
    await themeSwitch(page).click();
  }
  assert.equal((await lightness(page)) < 0.3, isDark, "the switch does not reach what it should");
}

describe("light and dark", () => {
  test("follow the system when nothing is chosen", async () => {
    for (const site of Object.values(sites)) {
      for (const [colorScheme, isDark] of [["light", false], ["dark", true]]) {
        await visit(site, { colorScheme }, async (page) => {
          await page.goto(site.server.url());
          assert.equal((await lightness(page)) < 0.3, isDark, `background when the system is ${colorScheme}`);
        });
      }
    }
  });

  test("a choice wins over the system and is remembered, here and on other pages", async () => {
    const site = sites.recto;
    for (const [colorScheme, isDark] of [["light", true], ["dark", false]]) {
      await visit(site, { colorScheme }, async (page) => {
        await page.goto(site.server.url());
        await switchUntil(page, isDark);
        assert.equal((await lightness(page)) < 0.3, isDark);
        await page.reload();
        assert.equal((await lightness(page)) < 0.3, isDark, "after a reload");
        await page.goto(site.server.url(sections(site.site)[0]));
        assert.equal((await lightness(page)) < 0.3, isDark, "on another page");
      });
    }
  });

  test("themes look different", async () => {
    const styles = Object.values(sites).map(({ site }) =>
      files(site).filter((file) => file.endsWith(".css")).map((file) => text(site, file)).join("\n"));
    assert.equal(new Set(styles).size, THEMES.length, "two themes have the same styles");
  });
});

/** Every kind of page: its name, its address, and what is done there before it is judged. */
function kinds(site) {
  const pages = files(site).filter((file) => file.endsWith(".html"));
  const known = ["index.html", "study.html", "search.html", "card.html", "unanswered.html", "changelog.html", "404.html", "print.html", "tags/index.html"];
  const section = sections(site);
  const tag = pages.filter((file) => file.startsWith("tags/") && !known.includes(file));
  const documents = pages.filter((file) => !known.includes(file) && !section.includes(file) && !tag.includes(file));
  assert.ok(documents.length && section.length > 3 && tag.length, "the fixture gives every kind of page");
  return [
    ["home", "index.html"],
    ["document", documents[0]],
    ["section with code", pick(site, section, "break None")],
    ["section with a table", pick(site, section, "<table")],
    ["section from right to left", pick(site, section, "كتاب")],
    ["document of one section", pick(site, section, "zymurgy")],
    ["tags", "tags/index.html"],
    ["tag", tag.at(-1)],
    ["study, before it begins", "study.html"],
    ["study, answer shown", pick(site, section, "<table"), answerShown],
    ["search, with results", "search.html", searched],
    ["card that is not there", "card.html#0123456789abc"],
    ["unanswered", "unanswered.html"],
    ["changes", "changelog.html"],
    ["cards to cut out, to be chosen", "print.html"],
    ["cards to cut out", `print.html#from=${pick(site, section, "<table")}`, async (page) => page.locator("[data-cut][data-ready]").waitFor()],
    ["no such page", "nowhere.html"],
  ];
}

function pick(site, pages, phrase) {
  const found = pages.find((page) => text(site, page).replace(/<span[^>]*>|<\/span>/g, "").includes(phrase));
  assert.ok(found, `no section holds ${phrase}`);
  return found;
}

async function answerShown(page) {
  await page.locator("main").getByRole("link", { name: /^study/i }).or(page.locator("main").getByRole("button", { name: /^study/i })).first().click();
  await asked(page);
  await page.keyboard.press("Space");
  await session(page).locator(".answer").first().waitFor({ state: "visible" });
}

async function searched(page) {
  await page.getByRole("searchbox").fill("the");
  await page.locator("main a[data-guid]").first().waitFor();
}

describe("axe finds nothing on any kind of page, light and dark, on a desk and on a phone", { concurrency: 2 }, () => {
  for (const theme of THEMES) {
    test(theme, async () => {
      const site = sites[theme];
      const found = [];
      await visit(site, {}, async (page) => {
        for (const [name, path, prepare] of kinds(site.site)) {
          await page.goto(site.server.url(path));
          await prepare?.(page);
          found.push(...await axe(page, name));
        }
      });
      assert.deepEqual(found, [], found.join("\n"));
    });
  }
});

test("no page scrolls sideways on a screen of 320 pixels", async () => {
  for (const [theme, site] of Object.entries(sites)) {
    await visit(site, { viewport: { width: 320, height: 640 } }, async (page) => {
      for (const path of files(site.site).filter((file) => file.endsWith(".html"))) {
        await page.goto(site.server.url(path));
        await noSidewaysScroll(page, `${theme}: ${path}`);
      }
      await page.goto(site.server.url(pick(site.site, sections(site.site), "break None")));
      await answerShown(page);
      await noSidewaysScroll(page, `${theme}: a session`);
    });
  }
});

test("a session stays beside the bar that scrolls the page", async () => {
  for (const [theme, site] of Object.entries(sites)) {
    await visit(site, { viewport: { width: 390, height: 844 } }, async (page) => {
      await page.goto(site.server.url(pick(site.site, sections(site.site), "<table")));
      await answerShown(page);
      const [dialog, free] = await page.locator("dialog[open]").evaluate((one) => [one.getBoundingClientRect().right, document.documentElement.getBoundingClientRect().right]);
      assert.ok(dialog <= free + 0.5, `${theme}: the session ends at ${dialog}, the page at ${free}`);
    });
  }
});

async function noSidewaysScroll(page, where) {
  const [content, window] = await page.evaluate(() => {
    const root = document.scrollingElement;
    return [root.scrollWidth, root.clientWidth];
  });
  assert.ok(content <= window, `${where} is ${content} pixels wide in a window of ${window}`);
}

test("every question has its anchor, a question and an answer", () => {
  for (const { site } of Object.values(sites)) {
    const all = articles(site);
    assert.equal(all.size, 7, "six questions of shapes.md with an answer and one of single.md");
    for (const [guid, { html }] of all) {
      assert.match(html, new RegExp(`^<article[^>]*\\bid="${guid}"`));
      assert.match(html, /class="[^"]*\bquestion\b/);
      assert.match(html, /class="[^"]*\banswer\b/);
    }
  }
});
