// Takes the pictures of scripts/pictures.
//
// usage: node pictures.js DIR [--docs] [THEME...]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cardsOf, serveReviewer, showSide } from "./reviewer.js";
import { pictureKinds } from "./picture-kinds.js";
import { ROOT, THEMES, asked, build, launch, sections, serve, session } from "./harness.js";

const [folder, ...rest] = process.argv.slice(2);
const forDocs = rest.includes("--docs");
const chosen = rest.filter((word) => !word.startsWith("-"));
const themes = chosen.length ? chosen : THEMES;
const PICTURES = join(ROOT, "docs/pictures");

/** A picture in README and docs may weigh no more; whoever reads it on the way should not wait. */
const LIMIT = 150 * 1024;

const SCREENS = {
  desk: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
};

/** Which pictures the README shows, and from what: as large as there, light or dark. */
const IN_README = {
  "site-section": "recto-site-section-light-desk",
  "site-study": "recto-site-study-answer-dark-desk",
  "anki-card": "recto-anki-1-answer-light-desk",
};

let taken = 0;

async function shoot(page, name) {
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: join(folder, `${name}.png`), animations: "disabled" });
  taken += 1;
}

/** Runs `body(page, name => ...)` for every look: light and dark, desk and phone. */
async function everyLook(browser, theme, body) {
  for (const colorScheme of ["light", "dark"]) {
    for (const [screen, viewport] of Object.entries(SCREENS)) {
      const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
      context.setDefaultTimeout(10_000);
      await body(await context.newPage(), (name) => `${theme}-${name}-${colorScheme}-${screen}`, { colorScheme, screen });
      await context.close();
    }
  }
}

// ---- the site

async function pictureSite(browser, theme, sample) {
  const server = await serve(sample.site);
  const section = sections(sample.site).find((path) => /memory/.test(path)) ?? sections(sample.site)[0];
  await everyLook(browser, theme, async (page, name) => {
    await page.goto(server.url());
    await shoot(page, name("site-home"));

    await page.goto(server.url(section));
    await shoot(page, name("site-section"));

    // The second question has code in its answer.
    await page.getByRole("main").getByText(/^study/i).first().click();
    await asked(page);
    await page.keyboard.press("j");
    await shoot(page, name("site-study-question"));
    await page.keyboard.press("Space");
    await session(page).locator(".answer").first().waitFor({ state: "visible" });
    await shoot(page, name("site-study-answer"));

    await page.goto(server.url("study.html"));
    await page.locator("[data-counted], .today dd").first().waitFor();
    await shoot(page, name("site-study"));

    await page.goto(server.url("search.html"));
    await page.getByRole("searchbox").fill("pointer");
    await page.locator("main a[data-guid]").first().waitFor();
    await shoot(page, name("site-search"));
  });
  await server.close();
}

// ---- the cards, in Anki's own reviewer

async function pictureCards(browser, theme, sample) {
  const media = mkdtempSync(join(tmpdir(), "recto-media-"));
  const cards = cardsOf(sample.deck, media);
  const reviewer = await serveReviewer(media);
  // One with lists, and one with code.
  const chosen = [
    cards.find(({ front }) => /garbage collector/.test(front)) ?? cards[0],
    cards.find(({ front }) => /recovers from panics/.test(front)) ?? cards.at(-1),
    // A fact: its question small, what leads to it, and what is asked.
    cards.find(({ front }) => /class="label">[^<]*Low pause/.test(front)) ?? cards.at(-2),
  ];
  await everyLook(browser, theme, async (page, name, look) => {
    for (const [index, card] of chosen.entries()) {
      await page.goto(reviewer.url(look));
      for (const side of ["question", "answer"]) {
        await showSide(page, card, side, look);
        await shoot(page, name(`anki-${index + 1}-${side}`));
      }
    }
  });
  await reviewer.close();
  rmSync(media, { recursive: true, force: true });
}

// ---- the README's

async function renewReadme(browser) {
  mkdirSync(PICTURES, { recursive: true });
  const page = await browser.newPage();
  for (const [name, from] of Object.entries(IN_README)) {
    const picture = readFileSync(join(folder, `${from}.png`)).toString("base64");
    // Scaled by the browser: no picture tools are needed for it.
    let bytes;
    for (const width of [960, 800, 640]) {
      const scaled = await page.evaluate(async ([data, to]) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        const canvas = document.createElement("canvas");
        canvas.width = to;
        canvas.height = Math.round((image.naturalHeight * to) / image.naturalWidth);
        const brush = canvas.getContext("2d");
        brush.imageSmoothingQuality = "high";
        brush.drawImage(image, 0, 0, canvas.width, canvas.height);
        return canvas.toDataURL("image/png").split(",")[1];
      }, [picture, width]);
      bytes = Buffer.from(scaled, "base64");
      if (bytes.length < LIMIT) break;
    }
    if (bytes.length >= LIMIT) throw new Error(`${name}.png weighs ${bytes.length} bytes even when small`);
    writeFileSync(join(PICTURES, `${name}.png`), bytes);
    console.log(`docs/pictures/${name}.png, ${Math.ceil(bytes.length / 1024)} KB`);
  }
  await page.close();
}

// ---- the gallery of docs/gallery.md

/** What the gallery shows of each theme, in one picture: first the desk, then a row of phones. */
const IN_GALLERY = [
  ["site-home-light-desk", "site-section-light-desk", "site-study-answer-dark-desk", "anki-1-answer-light-desk"],
  ["site-section-light-phone", "site-study-light-phone", "site-study-answer-light-phone", "site-home-dark-phone", "anki-3-answer-dark-phone"],
];

async function renewGallery(browser) {
  mkdirSync(PICTURES, { recursive: true });
  const page = await browser.newPage();
  for (const theme of themes) {
    const rows = IN_GALLERY.map((names) => names.map((name) => readFileSync(join(folder, `${theme}-${name}.png`)).toString("base64")));
    const data = await page.evaluate(async ([desks, phones]) => {
      const load = async (data) => {
        const image = new Image();
        image.src = `data:image/png;base64,${data}`;
        await image.decode();
        return image;
      };
      const WIDTH = 1200, GAP = 12;
      const rows = [desks.slice(0, 2), desks.slice(2), phones];
      const canvas = document.createElement("canvas");
      const brush = canvas.getContext("2d");
      const images = await Promise.all(rows.map((row) => Promise.all(row.map(load))));
      const size = (row) => (WIDTH - GAP * (row.length - 1)) / row.length;
      const tall = (row) => (size(row) * row[0].naturalHeight) / row[0].naturalWidth;
      canvas.width = WIDTH;
      canvas.height = Math.round(images.reduce((sum, row) => sum + tall(row), GAP * (images.length - 1)));
      brush.fillStyle = "#8a8a8a";
      brush.fillRect(0, 0, canvas.width, canvas.height);
      brush.imageSmoothingQuality = "high";
      let top = 0;
      for (const row of images) {
        row.forEach((image, at) => brush.drawImage(image, at * (size(row) + GAP), top, size(row), tall(row)));
        top += tall(row) + GAP;
      }
      return canvas.toDataURL("image/webp", 0.8).split(",")[1];
    }, rows);
    const bytes = Buffer.from(data, "base64");
    if (bytes.length >= LIMIT) throw new Error(`the picture of ${theme} weighs ${bytes.length} bytes`);
    writeFileSync(join(PICTURES, `theme-${theme}.webp`), bytes);
    console.log(`docs/pictures/theme-${theme}.webp, ${Math.ceil(bytes.length / 1024)} KB`);
  }
  await page.close();
}

const browser = await launch();
try {
  for (const theme of themes) {
    const sample = build("sample", "--theme", theme);
    try {
      await pictureSite(browser, theme, sample);
      await pictureCards(browser, theme, sample);
    } finally {
      sample.remove();
    }
    await pictureKinds(browser, theme, (name, bytes) => {
      writeFileSync(join(folder, `${name}.png`), bytes);
      taken += 1;
    });
  }
  if (forDocs) {
    await renewReadme(browser);
    await renewGallery(browser);
  }
  console.log(`${taken} pictures in ${folder}`);
} finally {
  await browser.close();
}
