// The page of changes: what is told leads to the questions, and they can be studied.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { articles, asked, onPage, open, session } from "./harness.js";

let browser, site, server, close;

before(async () => { ({ browser, site, server, close } = await open("study")); });
after(() => close?.());

const visit = (body) => onPage(browser, { home: server.url() }, async (page) => {
  await page.goto(server.url());
  await page.getByRole("contentinfo").getByRole("link", { name: "Changes" }).click();
  await page.getByRole("heading", { level: 1, name: "Changes" }).waitFor();
  await body(page);
});

describe("the page of changes", () => {
  test("names every question once, each with its place", () => visit(async (page) => {
    const told = await page.locator("main a[data-guid]").evaluateAll((links) => links.map((link) => [link.dataset.guid, link.href]));
    const there = articles(site.site);
    assert.deepEqual(told.map(([guid]) => guid).sort(), [...there.keys()].sort());
    for (const [guid, address] of told) assert.equal(address, server.url(`${there.get(guid).page}#${guid}`));
    await page.locator("main a[data-guid]").last().click();
    const [guid] = told.at(-1);
    await page.locator(`article[id="${guid}"]`).waitFor({ state: "visible" });
  }));

  test("its questions are studied", () => visit(async (page) => {
    await page.getByRole("link", { name: "Study these questions" }).click();
    assert.ok(await asked(page));
    assert.ok(await session(page).isVisible());
  }));
});
