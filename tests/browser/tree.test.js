// What a screen reader is told of the reading pages (the accessibility tree of the browser), and where the Tab
// key leads on them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { articles, files, onPage, open, sections, text } from "./harness.js";

let browser, site, server, close;

before(async () => {
  ({ browser, site, server, close } = await open("shapes"));
});
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, body);

const section = () => sections(site.site).find((path) => text(site.site, path).includes("<table"));
const tag = () => files(site.site).filter((file) => file.startsWith("tags/") && file.endsWith(".html") && file !== "tags/index.html").at(-1);

/** The reading pages: name, address, and what is done before they are read. */
const PAGES = () => [
  ["home", "index.html"],
  ["section", section()],
  ["tags", "tags/index.html"],
  ["tag", tag()],
  ["search", "search.html", async (page) => {
    await page.getByRole("searchbox").fill("the");
    await page.locator("main a[data-guid]").first().waitFor();
  }],
  ["unanswered", "unanswered.html"],
  ["changelog", "changelog.html"],
  ["print", "print.html"],
  ["no such page", "nowhere.html"],
];

/** The accessibility tree as Chromium hands it to a screen reader, in its order: role, name, properties, depth. */
async function tree(page) {
  const client = await page.context().newCDPSession(page);
  const { nodes } = await client.send("Accessibility.getFullAXTree");
  await client.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const walk = (node, above) => {
    const here = {
      role: node.role?.value ?? "",
      name: (node.name?.value ?? "").trim(),
      above,
      ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
    };
    const below = (node.childIds ?? []).flatMap((id) => (byId.has(id) ? walk(byId.get(id), node.ignored ? above : [...above, here.role]) : []));
    return node.ignored ? below : [here, ...below];
  };
  return walk(nodes.find((node) => !node.parentId), []);
}

describe("a screen reader", () => {
  test("finds the same landmarks on every page, each once or by its name", () => visit(async (page) => {
    for (const [name, path, prepare] of PAGES()) {
      await page.goto(server.url(path));
      await prepare?.(page);
      const found = await tree(page);
      const of = (role) => found.filter((node) => node.role === role);
      for (const role of ["banner", "main", "contentinfo"]) assert.equal(of(role).length, 1, `${name}: ${role}`);
      const ways = of("navigation").map((node) => node.name);
      assert.ok(ways.includes("Site"), `${name}: ${ways}`);
      assert.ok(ways.every(Boolean) && new Set(ways).size === ways.length, `${name}: navigations ${ways}`);
      if (path.startsWith("search") || path.startsWith("nowhere")) assert.equal(of("search").length, 1, name);
    }
  }));

  test("hears headings that go down one step at a time, under one first", () => visit(async (page) => {
    for (const [name, path, prepare] of PAGES()) {
      await page.goto(server.url(path));
      await prepare?.(page);
      const headings = (await tree(page)).filter(({ role }) => role === "heading");
      assert.equal(headings.filter(({ level }) => level === 1).length, 1, `${name}: first headings`);
      let last = 0;
      for (const { level, name: title } of headings) {
        assert.ok(title, `${name}: a heading without words`);
        assert.ok(level <= last + 1, `${name}: ${title} is ${level} after ${last}`);
        last = level;
      }
    }
  }));

  test("hears a name for whatever can be pressed, and the page's language", () => visit(async (page) => {
    const pressed = ["link", "button", "checkbox", "radio", "searchbox", "textbox", "spinbutton", "DisclosureTriangle", "image"];
    for (const [name, path, prepare] of PAGES()) {
      await page.goto(server.url(path));
      await prepare?.(page);
      const found = await tree(page);
      const ours = found.filter(({ role }) => pressed.includes(role));
      assert.ok(ours.length > 8, `${name} has links`);
      assert.deepEqual(ours.filter((node) => !node.name).map(({ role, above }) => `${role} in ${above.join(" ")}`), [], name);
      assert.equal(await page.locator("html").getAttribute("lang"), "en", name);
      assert.ok((await page.title()).includes("A Small Library"), name);
    }
  }));

  test("is told that lists are lists, and of how many", () => visit(async (page) => {
    for (const [name, path, prepare] of PAGES()) {
      await page.goto(server.url(path));
      await prepare?.(page);
      // Each list that shows is one in the tree, and no item stands outside of one.
      const shown = await page.evaluate(() => [...document.querySelectorAll("ul, ol")]
        .filter((list) => list.checkVisibility({ visibilityProperty: true }) && list.querySelector(":scope > li")).length);
      const found = await tree(page);
      const lists = found.filter(({ role }) => role === "list").length;
      assert.ok(shown > 0 && lists >= shown, `${name}: ${lists} of ${shown} lists`);
      const lost = found.filter(({ role, above }) => role === "listitem" && above.at(-1) !== "list");
      assert.deepEqual(lost, [], name);
    }
  }));

  test("hears each question as a heading and whether its answer is open", () => visit(async (page) => {
    const path = section();
    await page.goto(server.url(path));
    const mine = [...articles(site.site).values()].filter((one) => one.page === path).length;
    const questions = async () => {
      const found = await tree(page);
      const inside = ({ above }) => above.includes("article");
      return {
        headings: found.filter((node) => node.role === "heading" && inside(node) && node.level === 2).length,
        folds: found.filter((node) => node.role === "DisclosureTriangle" && inside(node)),
        articles: found.filter(({ role }) => role === "article"),
      };
    };
    const open = await questions();
    assert.equal(open.headings, mine);
    assert.equal(open.articles.length, mine);
    assert.ok(open.articles.every(({ name }) => name), "an article is called as its question");
    await page.getByRole("button", { name: "Hide answers" }).click();
    const folded = await questions();
    assert.equal(folded.headings, mine, "a folded answer leaves its question");
    assert.equal(folded.folds.length, mine);
    assert.ok(folded.folds.every(({ expanded }) => expanded === false), "folded, and said so");
    await page.getByRole("button", { name: "Show answers" }).click();
    assert.ok((await questions()).folds.every(({ expanded }) => expanded === true), "open, and said so");
  }));
});

/** What has the focus: what it is, what it looks like with it, and whether it is in view. */
const focused = (page) => page.evaluate(() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const look = () => {
    const { outlineStyle, outlineWidth, outlineColor, boxShadow } = getComputedStyle(one);
    return outlineStyle === "none" ? boxShadow : `${outlineWidth} ${outlineStyle} ${outlineColor} ${boxShadow}`;
  };
  const box = one.getBoundingClientRect();
  const all = [...document.querySelectorAll("*")];
  const lit = look();
  const scrolled = scrollY;
  one.blur();
  const plain = look();
  one.focus({ preventScroll: true, focusVisible: true });
  scrollTo(0, scrolled);
  return { at: all.indexOf(one), what: one.outerHTML.slice(0, 80), lit: lit !== plain, seen: box.bottom > 0 && box.top < innerHeight && box.width > 0, skip: one.matches(".skip") };
});

describe("the Tab key", () => {
  for (const [name, path] of [["home", () => "index.html"], ["a section", section]]) {
    test(`goes through ${name} in the order of the page, shows where it is, and comes out again`, () => visit(async (page) => {
      await page.goto(server.url(path()));
      const reachable = await page.evaluate(() => [...document.querySelectorAll("a[href], button, input, select, summary, [tabindex='0']")]
        .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.tabIndex >= 0 && !one.disabled).length);
      const stops = [];
      let out = false;
      for (let step = 0; step < reachable + 5 && !out; step += 1) {
        await page.keyboard.press("Tab");
        const here = await focused(page);
        out = !here || here.at === stops[0]?.at;
        if (!out) stops.push(here);
      }
      assert.ok(stops[0]?.skip, `the way past the head comes first, not ${stops[0]?.what}`);
      assert.ok(out, "the last stop is left");
      assert.ok(stops.length >= reachable, `${stops.length} stops of ${reachable}`);
      assert.deepEqual(stops.filter(({ lit }) => !lit).map(({ what }) => what), [], "looks the same with the focus as without");
      assert.deepEqual(stops.filter(({ seen }) => !seen).map(({ what }) => what), [], "has the focus out of sight");
      const order = stops.map(({ at }) => at);
      assert.deepEqual(order, [...order].sort((a, b) => a - b), "against the order of the page");
    }));
  }

  test("skips to the text by Enter: the next stop is in it", () => visit(async (page) => {
    await page.goto(server.url(section()));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement?.id), "main");
    await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => Boolean(document.activeElement?.closest("main a, main button"))));
  }));

  test("a session that Enter began is left by Escape, to where it was begun", () => visit(async (page) => {
    await page.goto(server.url(section()));
    const study = page.locator("main [data-study]");
    await study.focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open]").waitFor();
    assert.ok(await page.evaluate(() => Boolean(document.activeElement?.closest("dialog[open]"))), "the focus is in the session");
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    assert.ok(await study.evaluate((one) => one === document.activeElement), "the focus is back");
  }));
});

test("nothing runs for who wants less motion, at the start nor on a press", () => visit(async (page) => {
  const running = () => page.evaluate(() => document.getAnimations().filter((one) => one.playState === "running" && Number(one.effect?.getComputedTiming().duration) > 10).length);
  for (const path of ["index.html", section()]) {
    await page.goto(server.url(path));
    assert.equal(await running(), 0, path);
    await page.locator(".theme-switch").click();
    await page.locator("main a").first().hover();
    assert.equal(await running(), 0, `${path}, after a press`);
  }
}));
