// Pictures of cards of every kind, many on a sheet: both sides as Anki's reviewer shows them, and as they are played on
// the site. One sheet for each theme, light or dark, desk or phone.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { asked, build, sections, serve, session } from "./harness.js";
import { cardsOf, serveReviewer, showSide } from "./reviewer.js";

/** A card is pictured in a window of this size. */
const WINDOWS = { desk: { width: 720, height: 440 }, phone: { width: 360, height: 560 } };

/** Cards in a row of a sheet; each has two sides. */
const ROW = { desk: 2, phone: 4 };

/**
 * Takes all sheets of a theme.
 * @param keep takes a name and the bytes of a picture
 */
export async function pictureKinds(browser, theme, keep) {
  const project = build("kinds", "--theme", theme);
  try {
    for (const colorScheme of ["light", "dark"]) {
      for (const [screen, viewport] of Object.entries(WINDOWS)) {
        const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
        context.setDefaultTimeout(10_000);
        const page = await context.newPage();
        for (const [where, shots] of [["anki", await cards(page, project, { colorScheme, screen })], ["play", await played(page, project)]]) {
          keep(`${theme}-kinds-${where}-${colorScheme}-${screen}`, await sheet(browser, shots, viewport, ROW[screen] * 2));
        }
        await context.close();
      }
    }
  } finally {
    project.remove();
  }
}

async function cards(page, project, look) {
  const media = mkdtempSync(join(tmpdir(), "recto-media-"));
  const reviewer = await serveReviewer(media);
  const shots = [];
  for (const card of cardsOf(project.deck, media)) {
    await page.goto(reviewer.url(look));
    for (const side of ["question", "answer"]) {
      await showSide(page, card, side, look);
      shots.push(await page.screenshot({ animations: "disabled" }));
    }
  }
  await reviewer.close();
  rmSync(media, { recursive: true, force: true });
  return shots;
}

async function played(page, project) {
  const server = await serve(project.site);
  const shots = [];
  const grades = session(page).locator("[data-grade=easy]");
  for (const section of sections(project.site)) {
    await page.goto(server.url(section));
    await page.locator("[data-study]").first().click();
    await asked(page);
    const count = Number((await session(page).locator(".count").innerText()).match(/\d+/)[0]);
    for (let card = 0; card < count; card += 1) {
      shots.push(await page.screenshot({ animations: "disabled" }));
      if (await session(page).locator(".typed-field").count()) {
        await session(page).locator(".typed-field").fill("wc -k");
        await page.keyboard.press("Enter");
      } else {
        // The first option is picked; where one may pick several, they are checked after it. Blanks are filled one by one.
        if (await session(page).locator(".option-button").count()) await page.keyboard.press("1");
        for (let blank = 0; blank < 5 && !(await grades.isVisible()); blank += 1) await page.keyboard.press("Space");
      }
      await grades.waitFor({ state: "visible" });
      shots.push(await page.screenshot({ animations: "disabled" }));
      await grades.click();
    }
    await page.evaluate(() => localStorage.clear());
  }
  await server.close();
  return shots;
}

/** Pictures side by side, at two thirds of their size. */
async function sheet(browser, shots, { width }, across) {
  const page = await browser.newPage({ viewport: { width: Math.round((width * 2) / 3 + 8) * across, height: 800 } });
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString("base64")}">`).join("");
  await page.setContent(`<style>body { margin: 0; background: #888 } img { width: calc(100% / ${across} - 8px); margin: 4px; float: left }</style>${images}`);
  const bytes = await page.screenshot({ fullPage: true });
  await page.close();
  return bytes;
}
