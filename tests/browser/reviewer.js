// Anki's own reviewer in a browser: what a card looks like there.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { ROOT } from "./harness.js";

/** Anki's reviewer page: its style sheets and scripts, an empty #qa, and no desktop behind it. */
function reviewerPage(look) {
  const dark = look.colorScheme === "dark";
  const platform = look.screen === "phone" ? "mobile android linux js chrome" : "linux chrome";
  return `<!doctype html>
<html class="${platform} ${dark ? "night-mode" : ""}" data-bs-theme="${dark ? "dark" : "light"}"><head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="/_anki/css/webview.css"><link rel="stylesheet" href="/_anki/css/reviewer.css">
<script>
  // What the desktop program would answer.
  window.pycmd = window.bridgeCommand = () => {};
  window.anki = window.anki || {};
</script>
<script src="/_anki/js/mathjax.js"></script><script src="/_anki/js/vendor/mathjax/tex-chtml-full.js"></script>
<script src="/_anki/js/vendor/jquery.min.js"></script><script src="/_anki/js/reviewer.js"></script>
</head><body class="${dark ? "nightMode night_mode" : ""}"><div id="_mark" hidden>&#9733;</div><div id="_flag" hidden>&#9873;</div><div id="qa"></div></body></html>`;
}

/** Serves Anki's reviewer over a folder of media; `url(look)` is its page for `{colorScheme, screen}`. */
export async function serveReviewer(media) {
  const web = join(ROOT, ".tools/aqt/_aqt/data/web");
  const types = { ".css": "text/css", ".js": "text/javascript", ".woff": "font/woff", ".png": "image/png", ".svg": "image/svg+xml" };
  const server = createServer((request, response) => {
    const url = new URL(request.url, "http://x");
    if (url.pathname === "/reviewer") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
      response.end(reviewerPage(Object.fromEntries(url.searchParams)));
      return;
    }
    const path = decodeURIComponent(url.pathname);
    const file = path.startsWith("/_anki/") ? join(web, path.slice("/_anki/".length)) : join(media, path);
    const found = existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { "content-type": types[extname(file)] ?? "application/octet-stream" });
    response.end(found ? readFileSync(file) : "");
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: (look) => `http://127.0.0.1:${server.address().port}/reviewer?${new URLSearchParams(look)}`,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

/** The cards of a package as real Anki renders them; its media are put into a folder. */
export function cardsOf(deck, media) {
  const python = join(ROOT, ".tools/anki/bin/python");
  const printed = execFileSync(python, ["-B", join(ROOT, "tests/anki/show.py"), deck, media], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(printed);
}

/** Shows a side of a card ("question" or "answer") in the reviewer's page, as soon as it can be looked at. */
export async function showSide(page, card, side, look) {
  const classes = `card card${card.number} isLin ${look.colorScheme === "dark" ? "nightMode night_mode" : ""}`.trim();
  await page.evaluate(async ([question, answer, bodyClasses, which]) => {
    if (which === "question") await window._showQuestion(question, answer, bodyClasses);
    else await window._showAnswer(answer, bodyClasses);
  }, [card.question, card.answer, classes, side]);
  await page.waitForFunction((html) => {
    const box = document.getElementById("qa");
    return box?.innerText.trim().length > 0 && getComputedStyle(box).opacity === "1" && html;
  }, true);
  // The reviewer fades a new side in, and puts its style sheet in place, in later turns.
  await page.waitForTimeout(150);
  await page.evaluate(() => scrollTo(0, 0));
}
