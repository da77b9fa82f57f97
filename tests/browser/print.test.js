// print.html: cards to cut out. Fronts and backs lie at mirrored places, nothing is cut across pages,
// long answers go on, and nothing of an answer is lost.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { THEMES, build, launch, onPage, sections, serve } from "./harness.js";

let browser, sample, server;

/** Paper, in CSS pixels. */
const PAPERS = { A4: [210 / 25.4 * 96, 297 / 25.4 * 96], Letter: [8.5 * 96, 11 * 96] };

// A code of many lines, a paragraph that has no end, a list as long: none of them fits on a card.
const LONG = `# Long

## Q: What is a long program?

\`\`\`go
${Array.from({ length: 90 }, (_, at) => `func line${at}() { println("number ${at}") }`).join("\n")}
\`\`\`

## Q: What is a long text?

${Array.from({ length: 400 }, (_, at) => `word${at}`).join(" ")}

## Q: What is a long list?

${Array.from({ length: 60 }, (_, at) => `${at + 1}. **Item ${at}** is explained here at some length`).join("\n")}

## Q: What is short?

This.
`;

before(async () => {
  browser = await launch();
  sample = build("sample");
  writeFileSync(join(sample.folder, "content/long.md"), LONG);
  sample.rebuild();
  server = await serve(sample.site);
});

after(async () => {
  await browser?.close();
  await server?.close();
  sample?.remove();
});

const visit = (options, body, on = server) => onPage(browser, { home: on.url(), ...options }, body);
const all = () => sections(sample.site).map((url) => `from=${url}`).join("&");

async function lay(page, hash = all(), on = server) {
  await page.goto(on.url(`print.html#${hash}`));
  await page.locator("[data-cut][data-ready]").waitFor({ timeout: 30_000 });
}

/** Every card with something on it: its side, number, sheet, place on the paper, and whether all of it shows. */
const cards = (page) => page.evaluate(() => [...document.querySelectorAll(".cut-sheet")].flatMap((sheet, at) => {
  const box = sheet.getBoundingClientRect();
  return [...sheet.querySelectorAll(".cut-card[data-number]")].map((card) => {
    const { left, top, width, height } = card.getBoundingClientRect();
    const body = card.querySelector(".cut-body");
    return {
      sheet: at, side: sheet.dataset.side, number: Number(card.dataset.number), text: body.innerText,
      left, right: document.documentElement.clientWidth - left - width, top: top - box.top, width, height,
      y: top + scrollY, over: body.scrollHeight > body.clientHeight + 1 || body.scrollWidth > body.clientWidth + 1,
      size: parseFloat(getComputedStyle(body).fontSize) * 0.75,
    };
  });
}));

/** Whether each back lies behind its front, all of the text shows, and the sheet is in the middle of the paper. */
async function aligned(page) {
  const found = await cards(page);
  const fronts = found.filter(({ side }) => side === "front");
  const backs = found.filter(({ side }) => side === "back");
  assert.ok(fronts.length > 8, "more than one sheet");
  assert.deepEqual(fronts.map(({ number }) => number), fronts.map((_, at) => at + 1));
  assert.equal(backs.length, fronts.length);
  for (const front of fronts) {
    const back = backs.find(({ number }) => number === front.number);
    assert.equal(back.sheet, front.sheet + 1, "the back is the next page");
    // Measured on the paper. Turned on the long edge, what was left is right; what is above stays above.
    assert.ok(Math.abs(back.right - front.left) < 0.5, `card ${front.number}: ${front.left} and ${back.right}`);
    assert.ok(Math.abs(back.top - front.top) < 0.5, `card ${front.number}: ${front.top} and ${back.top}`);
  }
  assert.deepEqual(found.filter(({ over }) => over).map(({ text }) => text.slice(0, 60)), [], "cards that do not hold their text");
  assert.ok(found.every(({ size }) => size >= 5), "no type below five points");
  // In the middle of the paper, or the two sides would not meet.
  const sheet = await page.locator(".cut-sheet").first().boundingBox();
  assert.ok(Math.abs(sheet.x - (page.viewportSize().width - sheet.x - sheet.width)) < 1, "the sheet stands in the middle");
}

describe("cards to cut out", () => {
  for (const [name, theme, language] of [...THEMES.map((one) => [one, one, "en"]), ["from right to left", "recto", "ar"]]) {
    test(`a back lies behind its front in every theme: ${name}`, async () => {
      const themed = build("sample", "--theme", theme);
      writeFileSync(join(themed.folder, "content/long.md"), LONG);
      themed.add("recto.yaml", `language: ${language}\n`);
      const own = await serve(themed.site);
      try {
        for (const [width, height] of Object.values(PAPERS)) {
          await visit({ viewport: { width: Math.round(width), height: Math.round(height) } }, async (page) => {
            await lay(page, sections(themed.site).map((url) => `from=${url}`).join("&"), own);
            await page.emulateMedia({ media: "print" });
            await aligned(page);
          }, own);
        }
      } finally {
        await own.close();
        themed.remove();
      }
    });
  }


  for (const [paper, [width, height]] of Object.entries(PAPERS)) {
    test(`a sheet is a page of ${paper}, and no more`, async () => {
      await visit({}, async (page) => {
        await lay(page);
        const sheets = await page.locator(".cut-sheet").count();
        const pdf = (await page.pdf({ format: paper, preferCSSPageSize: false })).toString("latin1");
        const pages = [...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length;
        assert.equal(pages, sheets, "pages of the PDF");
        const [, , w, h] = pdf.match(/\/MediaBox\s*\[\s*([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+)/).slice(1).map(Number);
        assert.ok(Math.abs(w / 72 * 96 - width) < 2 && Math.abs(h / 72 * 96 - height) < 2, `${w} x ${h} points`);
      });
    });
  }

  test("a long answer goes on on other cards and nothing of it is lost", async () => {
    await visit({}, async (page) => {
      const url = sections(sample.site).find((path) => /long/.test(path));
      await lay(page, `from=${url}`);
      const found = await cards(page);
      const backs = found.filter(({ side }) => side === "back").sort((a, b) => a.number - b.number);
      const text = backs.map((back) => back.text).join("\n");
      for (let at = 0; at < 90; at += 1) assert.match(text, new RegExp(`func line${at}\\(\\)[^\\n]*number ${at}"\\) \\}`), `line ${at}`);
      for (let at = 0; at < 400; at += 1) assert.match(text, new RegExp(`\\bword${at}\\b`));
      for (let at = 0; at < 60; at += 1) assert.match(text, new RegExp(`Item ${at} is explained`));
      assert.ok(backs.length > 6 && backs.length < 60, `${backs.length} cards`);
      const feet = await page.locator('[data-side="front"] .cut-foot').allInnerTexts();
      assert.ok(feet.some((foot) => /^1\/\d+ · 1$/.test(foot.trim())), feet.slice(0, 3).join(" | "));
      assert.ok(found.every(({ over }) => !over));
    });
  });

  test("more cards than a browser prints at once are laid out part by part", async () => {
    const large = build("sample");
    const many = Array.from({ length: 1040 }, (_, at) => `### Q: What is number ${at + 1}?\n\nA: The one after ${at}.\n`).join("\n");
    writeFileSync(join(large.folder, "content/many.md"), `# Many\n\n${many}`);
    large.rebuild();
    const own = await serve(large.site);
    try {
      await visit({}, async (page) => {
        const url = sections(large.site).find((path) => /many/.test(path));
        await lay(page, `from=${url}`, own);
        const parts = page.getByRole("navigation", { name: "Parts to print" });
        assert.match(await parts.innerText(), /more than browsers print at once/);
        assert.deepEqual(await parts.getByRole("link").allInnerTexts(), ["Cards 1 to 1,000", "Cards 1,001 to 1,040"]);
        assert.equal(await page.locator('[data-side="front"] .cut-card[data-number]').count(), 1000);
        const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
        assert.equal([...pdf.matchAll(/\/Type\s*\/Page\b(?!s)/g)].length, 250);
        await parts.getByRole("link").nth(1).click();
        await page.waitForFunction(() => document.querySelectorAll('[data-side="front"] .cut-card[data-number]').length === 40);
        assert.match(await page.locator('[data-side="front"] .cut-card').first().innerText(), /number 1001/);
        assert.equal(await parts.locator("[aria-current]").innerText(), "Cards 1,001 to 1,040");
        // What one print holds needs no parts, and a part that is not there is the last.
        await lay(page, `from=${url}&part=7`, own);
        assert.equal(await parts.locator("[aria-current]").innerText(), "Cards 1,001 to 1,040");
        await lay(page, `from=${sections(large.site)[0]}`, own);
        assert.ok(await parts.isHidden());
      }, own);
    } finally {
      await own.close();
      large.remove();
    }
  });

  test("questions alone, or their facts besides; a section's link leads here", async () => {
    await visit({}, async (page) => {
      await page.goto(server.url(sections(sample.site)[0]));
      await page.getByRole("link", { name: "Print cards" }).click();
      await page.locator("[data-cut][data-ready]").waitFor();
      const few = (await cards(page)).length;
      await page.getByRole("checkbox").check();
      await page.waitForFunction((n) => document.querySelectorAll(".cut-card[data-number]").length > n, few);
    });
  });

  test("the phone shows the choice, and nothing scrolls sideways but the sheets", async () => {
    await visit({ viewport: { width: 390, height: 844 } }, async (page) => {
      await page.goto(server.url("print.html"));
      assert.equal(await page.locator(".cut-sheet").count(), 0);
      await page.locator(".cut-choice .toc a").first().click();
      await page.locator(".cut-sheet").first().waitFor();
      const [content, window] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
      assert.ok(content <= window, `${content} in ${window}`);
    });
  });
});
