// The site by itself: from disk, without JavaScript, without the rest of the internet; its links.
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, test } from "node:test";
import { articles, asked, build, factsOf, files, launch, notesOf, onPage, sections, serve, session, text } from "./harness.js";

let browser;
const sites = {};

before(async () => {
  browser = await launch();
  for (const name of ["sample", "shapes"]) {
    const built = build(name);
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

const html = (site) => files(site).filter((file) => file.endsWith(".html"));

test("no page asks for anything from elsewhere, and none complains", async () => {
  for (const { site, server } of Object.values(sites)) {
    await onPage(browser, { home: server.url() }, async (page) => {
      for (const path of html(site)) {
        await page.goto(server.url(path));
      }
    });
  }
});

describe("from disk", () => {
  const visit = (site, body) => onPage(browser, { home: pathToFileURL(`${site}/`).href }, body);
  const address = (site, path) => pathToFileURL(join(site, path)).href;

  test("all pages open, styled, and complain about nothing", async () => {
    for (const { site } of Object.values(sites)) {
      await visit(site, async (page) => {
        for (const path of html(site)) {
          await page.goto(address(site, path));
          assert.ok((await page.getByRole("main").innerText()).trim(), `${path} is empty`);
          assert.ok(await page.evaluate(() => [...document.styleSheets].length > 0), `${path} has no style`);
        }
      });
    }
  });

  test("one reads from home to an answer", async () => {
    const { site } = sites.sample;
    await visit(site, async (page) => {
      await page.goto(address(site, "index.html"));
      await page.getByRole("main").getByRole("link", { name: /^memory management/i }).first().click();
      await page.waitForURL(/memory-management/);
      await page.locator("article.card .answer", { hasText: "tri-color mark-and-sweep" }).waitFor({ state: "visible" });
    });
  });

  test("the study session of a section works", async () => {
    const { site } = sites.sample;
    await visit(site, async (page) => {
      await page.goto(address(site, sections(site)[0]));
      await page.getByRole("main").getByText(/^study/i).first().click();
      const first = await asked(page);
      await page.keyboard.press("Space");
      await session(page).locator(".answer").first().waitFor({ state: "visible" });
      await page.keyboard.press("4");
      await page.waitForFunction((before) => {
        const now = document.querySelector("dialog[open] .question, [role=dialog] .question")?.innerText ?? "";
        return now.replace(/\s+/g, " ").trim() !== before;
      }, first);
    });
  });

  test("search works", async () => {
    const { site } = sites.sample;
    await visit(site, async (page) => {
      await page.goto(address(site, "search.html"));
      await page.getByRole("searchbox").fill("tokenized");
      await page.locator("main a[data-guid]").first().click();
      await page.locator("article.card:not(.fact) .answer", { hasText: "tokenized" }).waitFor({ state: "visible" });
    });
  });

  test("a permanent link leads to its card", async () => {
    const { site } = sites.sample;
    const [guid] = articles(site).keys();
    await visit(site, async (page) => {
      await page.goto(address(site, "card.html") + `#${guid}`);
      await page.locator(`article.card[data-guid="${guid}"] .answer`).waitFor({ state: "visible" });
    });
  });
});

describe("without JavaScript", () => {
  test("questions and answers are readable and links lead on", async () => {
    const { site, server } = sites.sample;
    await onPage(browser, { home: server.url(), javaScriptEnabled: false }, async (page) => {
      await page.goto(server.url());
      await page.getByRole("main").getByRole("link", { name: /^error handling/i }).first().click();
      await page.waitForURL(/error-handling/);
      for (const path of sections(site)) {
        await page.goto(server.url(path));
        const cards = page.locator("article.card:not(.fact)");
        assert.ok((await cards.count()) > 0);
        for (const card of await cards.all()) {
          assert.ok(await card.locator(".question").isVisible(), `${path}: question`);
          assert.ok(await card.locator(".answer").isVisible(), `${path}: answer`);
          assert.ok((await card.locator(".answer").innerText()).length > 50);
        }
      }
    });
  });

  test("no page shows a control that does nothing, or is empty", async () => {
    const { site, server } = sites.shapes;
    await onPage(browser, { home: server.url(), javaScriptEnabled: false }, async (page) => {
      for (const path of html(site)) {
        await page.goto(server.url(path));
        assert.ok((await page.getByRole("main").innerText()).trim().length > 10, `${path} is empty`);
        for (const button of await page.getByRole("button").all()) {
          assert.equal(await button.isVisible(), false, `${path}: ${await button.innerText()}`);
        }
      }
    });
  });
});

describe("the files", () => {
  /** Addresses in a page, with the attribute they stand in; comments and scripts are no page. */
  const addresses = (page) =>
    [...page.replace(/<!--.*?-->/gs, "").matchAll(/<([a-z]+)\b[^>]*?\s(href|src|action|poster)="([^"]*)"/g)].map(
      ([, element, attribute, value]) => ({ element, attribute, value: value.replaceAll("&amp;", "&") }),
    );
  const anchors = (page) => new Set([...page.matchAll(/\s(?:id|name)="([^"]*)"/g)].map((match) => match[1]));

  test("every link and anchor leads somewhere", () => {
    for (const { site } of Object.values(sites)) {
      const wrong = [];
      const guids = articles(site);
      for (const path of html(site)) {
        for (const { element, value } of addresses(text(site, path))) {
          const bad = (why) => wrong.push(`${path}: ${value} ${why}`);
          // It looks for its top at several depths.
          if (path === "404.html" && /^(\.\.\/)+assets\/root\.js$/.test(value)) continue;
          if (/^[a-z][a-z0-9+.-]*:/i.test(value)) {
            if (element !== "a" && !value.startsWith("data:")) bad("is loaded from elsewhere");
            continue;
          }
          if (value.startsWith("/")) { bad("does not work under a sub-path"); continue; }
          const [before, hash] = value.split("#");
          const target = before === "" ? path : posix.join(posix.dirname(path), decodeURIComponent(before.split("?")[0]));
          if (target.startsWith("..") || !existsSync(join(site, target))) { bad("leads nowhere"); continue; }
          if (target.endsWith("/")) { bad("does not work from disk"); continue; }
          if (!hash) continue;
          const name = decodeURIComponent(hash);
          if (posix.basename(target) === "print.html") {
            for (const [key, from] of new URLSearchParams(hash)) {
              if (key === "from" && !existsSync(join(site, from))) bad("prints a page that is not there");
            }
          } else if (target === path) {
            if (!anchors(text(site, path)).has(name)) bad("has no such anchor");
          } else if (posix.basename(target) === "card.html") {
            if (!guids.has(name)) bad("names no question");
          } else if (posix.basename(target) === "study.html") {
            for (const [key, from] of new URLSearchParams(hash)) {
              if (key === "from" && !existsSync(join(site, from))) bad("studies a page that is not there");
            }
          } else if (!anchors(text(site, target)).has(name)) {
            bad("has no such anchor");
          }
        }
      }
      assert.deepEqual(wrong, []);
    }
  });

  test("ids are unique in every page", () => {
    for (const { site } of Object.values(sites)) {
      for (const path of html(site)) {
        const ids = [...text(site, path).matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
        assert.equal(new Set(ids).size, ids.length, `${path}: ${ids.filter((id, i) => ids.indexOf(id) !== i)}`);
      }
    }
  });

  test("pages hold no script, no style and no handler of their own", () => {
    for (const { site } of Object.values(sites)) {
      for (const path of html(site)) {
        const page = text(site, path);
        for (const never of [/<script(?![^>]*\bsrc=)[^>]*>/i, /<style\b[^>]*>/i, /<[a-z][^>]*\s(?:on[a-z]+|style)="[^>]*>/i]) {
          assert.equal(page.match(never)?.[0], undefined, path);
        }
        assert.ok(/<html[^>]*\blang="[a-z]/.test(page), `${path} names no language`);
        assert.ok(/<title>[^<]+<\/title>/.test(page), `${path} has no title`);
      }
    }
  });

  test("what GitHub Pages needs is there", () => {
    for (const { site, deck } of Object.values(sites)) {
      const all = files(site);
      for (const name of ["index.html", "404.html", ".nojekyll", posix.basename(deck)]) {
        assert.ok(all.includes(name), `${name} is missing`);
      }
      assert.ok(all.every((file) => /^[\w.+~@/-]+$/.test(file)), "names need no escaping");
    }
  });

  test("no file names a place on the machine that built it", () => {
    for (const { site, folder } of Object.values(sites)) {
      for (const path of files(site).filter((file) => /\.(html|js|css|json|xml|svg)$/.test(file))) {
        assert.ok(!text(site, path).includes(folder), path);
        assert.ok(!text(site, path).includes(dirname(folder) + "/recto-"), path);
      }
    }
  });

  test("code has the same colours on the site as in Anki", () => {
    const spans = (markup) =>
      [...markup.matchAll(/<span class="([a-z]{1,3})">([^<]*)<\/span>/g)].map(([, name, body]) => `${name} ${body}`);
    for (const { site, deck } of Object.values(sites)) {
      const cards = articles(site);
      const notes = notesOf(deck);
      const facts = factsOf(site);
      assert.deepEqual(notes.map(([guid]) => guid).sort(), [...cards.keys(), ...facts].sort());
      let coloured = 0;
      for (const [guid, fields] of notes.filter(([guid]) => cards.has(guid))) {
        const inAnki = spans(fields);
        assert.deepEqual(spans(cards.get(guid).html), inAnki);
        coloured += inAnki.length;
      }
      assert.ok(coloured > 10);
    }
  });
});
