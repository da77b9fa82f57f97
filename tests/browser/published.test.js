// A site below a path of its host, as GitHub publishes it: wrong addresses at any depth, and what is told to machines.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { BASE, build, onPage, open, serve, text } from "./harness.js";

let browser, site, server, close;

before(async () => {
  ({ browser, site, server, close } = await open("shapes"));
  site.add("recto.yaml", `base_url: https://somebody.github.io${BASE}\n`);
});
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, body);

for (const wrong of ["zymurgy.html", "no/such/folder/zymurgy", "shapes/zymurgy/"]) {
  test(`at ${wrong} there is a page that looks like the others, and searches`, () => visit(async (page) => {
    assert.equal((await page.goto(server.url(wrong))).status(), 404);
    assert.ok(await page.evaluate(() => [...document.styleSheets].every((sheet) => sheet.cssRules.length > 0)));
    assert.equal(await page.getByRole("searchbox").inputValue(), "zymurgy", "what was asked for is searched");
    const found = page.locator("main a[data-guid]", { hasText: "a document of one section" });
    await found.click();
    await page.waitForURL((url) => url.pathname === `${BASE}single/index.html`);
    await page.goto(server.url(wrong));
    await page.getByRole("searchbox").fill("sizes");
    await page.locator("main a[data-guid]", { hasText: "Which sizes are there?" }).click();
    await page.locator("article.card", { hasText: "Which sizes are there?" }).first().waitFor();
    await page.goto(server.url(wrong));
    await page.getByRole("banner").getByRole("link", { name: "Tags" }).click();
    await page.waitForURL(server.url("tags/index.html"));
  }));
}

// Most of the places where it looks for its top are not there, so nobody watches.
for (const wrong of ["zymurgy.html", "no/such/folder/zymurgy", "shapes/zymurgy/"]) {
  test(`without a base address the page at ${wrong} finds its place by itself`, async () => {
    const homeless = build("shapes");
    const own = await serve(homeless.site);
    const context = await browser.newContext({ serviceWorkers: "block" });
    try {
      const page = await context.newPage();
      const broken = [];
      page.on("console", (message) => { if (/Content.Security.Policy/i.test(message.text())) broken.push(message.text()); });
      page.on("pageerror", (error) => broken.push(String(error)));
      assert.equal((await page.goto(own.url(wrong))).status(), 404);
      await page.waitForFunction(() => getComputedStyle(document.querySelector(".site-header")).display === "flex");
      assert.equal(await page.getByRole("searchbox").inputValue(), "zymurgy");
      await page.getByRole("button", { name: /Theme/ }).click();
      assert.equal(await page.locator("html").getAttribute("data-theme"), "light");
      await page.locator("main a[data-guid]", { hasText: "a document of one section" }).click();
      await page.waitForURL(own.url("single/index.html") + "#*");
      await page.goto(own.url(wrong));
      await page.getByRole("banner").getByRole("link", { name: "Tags" }).click();
      await page.waitForURL(own.url("tags/index.html"));
      assert.deepEqual(broken, []);
    } finally {
      await context.close();
      await own.close();
      homeless.remove();
    }
  });
}

test("every address of the site map is a page that names itself so", () => visit(async (page) => {
  const addresses = [...text(site.site, "sitemap.xml").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, url]) => url);
  assert.ok(addresses.length > 8);
  for (const address of addresses) {
    const { pathname } = new URL(address);
    assert.equal((await page.goto(`${server.origin}${pathname}`)).status(), 200, address);
    assert.equal(await page.locator("link[rel=canonical]").getAttribute("href"), address);
  }
}));
