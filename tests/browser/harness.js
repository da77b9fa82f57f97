// What all browser tests share: sites built by the recto binary, a small server, a browser, and a
// watch over everything a page asks for or complains about.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, extname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = resolve(HERE, "../..");
export const RECTO = resolve(ROOT, process.env.RECTO_BIN || "target/checked/recto");

/** The built-in themes. */
export const THEMES = readdirSync(join(ROOT, "themes")).sort();

/** The site is served below this, as GitHub serves the pages of a project. */
export const BASE = "/decks/go/";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".xml": "application/xml",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
  ".apkg": "application/octet-stream",
};

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * Builds a project in a folder of its own. `name` is "sample" (the document of content/),
 * "shapes" (tests/browser/fixture: all kinds of answers and pages), "world" (fixture-world: all kinds of cards,
 * facts, languages of East Asia), "study" (fixture-study: all kinds
 * of cards), "kinds" (fixture-kinds: cards of all kinds to be looked at) or "search" (fixture-search: words of many scripts).
 * @returns {{folder: string, site: string, deck: string, rebuild: () => void, add: (file: string, text: string) => void, remove: () => void}}
 */
export function build(name, ...options) {
  assert.ok(existsSync(RECTO), `there is no ${RECTO}: build it, or name another in RECTO_BIN`);
  const folder = mkdtempSync(join(tmpdir(), "recto-browser-"));
  if (name === "sample") {
    mkdirSync(join(folder, "content"));
    cpSync(join(ROOT, "content/go-internals.md"), join(folder, "content/go-internals.md"));
  } else {
    cpSync(join(HERE, name === "shapes" ? "fixture" : `fixture-${name}`), folder, { recursive: true });
  }
  run(folder, options);
  const site = join(folder, "output/site");
  const [deck] = files(join(folder, "output")).filter((file) => /^[^/]+\.apkg$/.test(file));
  assert.ok(deck, "the build wrote no package");
  return {
    folder,
    site,
    rebuild: () => run(folder, options),
    /** Puts a text at the end of a file of the project, and builds again. */
    add: (file, more) => {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      appendFileSync(join(folder, file), more);
      run(folder, options);
    },
    deck: join(folder, "output", deck),
    /** As if it had never been built. */
    forget: () => ["recto.lock", "output"].forEach((name) => rmSync(join(folder, name), { recursive: true })),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Builds what is in a folder now. */
function run(folder, options) {
  execFileSync(RECTO, ["build", ...options], {
    cwd: folder,
    env: { ...process.env, SOURCE_DATE_EPOCH: "1700000000" },
    stdio: ["ignore", "ignore", "pipe"],
  });
}

/** All files below a folder, as paths with `/`, sorted. */
export function files(folder) {
  return readdirSync(folder, { recursive: true })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort();
}

/**
 * Serves a site under BASE on a free port of this machine; `close()` ends it.
 * @param others more sites by the path they are served below
 * @param port where, if not anywhere
 * @param headers what goes with each answer, as hosts tell browsers how long to keep a file
 */
export async function serve(site, others = {}, port = 0, headers = {}) {
  const sites = Object.entries({ [BASE]: site, ...others });
  const read = (root, path) => {
    const file = resolve(root, path || "index.html");
    const inside = !relative(root, file).startsWith("..");
    if (!inside || !existsSync(file)) return undefined;
    if (!statSync(file).isDirectory()) return { body: readFileSync(file), type: TYPES[extname(file)] };
    return existsSync(join(file, "index.html")) ? read(root, join(path, "index.html")) : undefined;
  };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname);
    const [base, root] = sites.find(([start]) => path.startsWith(start)) ?? [];
    const found = base && read(resolve(root), path.slice(base.length));
    const missing = base && read(resolve(root), "404.html");
    const answer = found ?? missing ?? { body: "nothing here", type: "text/plain" };
    response.writeHead(found ? 200 : 404, { ...headers, "content-type": answer.type ?? "application/octet-stream" });
    response.end(answer.body);
  });
  await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`,
    url: (path = "") => `http://127.0.0.1:${server.address().port}${BASE}${path}`,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args: FLAGS });
}

/** Builds a fixture, serves it and starts a browser; `close()` ends them all. */
export async function open(name, ...options) {
  const site = build(name, ...options);
  const server = await serve(site.site);
  const browser = await launch();
  const close = async () => {
    await browser.close();
    await server.close();
    site.remove();
  };
  return { browser, site, server, close };
}

/**
 * Runs `body(page)` on a page that is watched: a request to elsewhere, a failed request, an error on
 * the console (a breach of the content security policy is one) or in a script fails the test.
 * @param options what `browser.newContext` takes, and `home`: what all addresses must begin with
 */
export async function onPage(browser, { home, ...options }, body) {
  const context = await browser.newContext({ reducedMotion: "reduce", serviceWorkers: "block", ...options });
  context.setDefaultTimeout(5000);
  const problems = [];
  // The page of wrong addresses looks for its top at several depths of its own host.
  const isSought = (url) => /\/assets\/root\.js$/.test(url) && new URL(url).origin === new URL(home).origin;
  const isOurs = (url) => url.startsWith(home) || isSought(url) || /^(data|blob|about):/.test(url);
  context.on("request", (request) => {
    if (!isOurs(request.url())) problems.push(`a request to elsewhere: ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    // Leaving a page breaks off what it was still loading; that and a download are no failures.
    if (request.failure()?.errorText !== "net::ERR_ABORTED" && !isSought(request.url())) {
      problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`);
    }
  });
  context.on("response", (response) => {
    const asked = response.request().isNavigationRequest();
    if (response.status() >= 400 && !asked && !isSought(response.url())) problems.push(`${response.status()}: ${response.url()}`);
  });
  context.on("console", (message) => {
    // That a page asked for is not there is said by the status; everything else counts.
    const isStatus = /^Failed to load resource: .* status of 404/.test(message.text());
    if (message.type() === "error" && !isStatus && !isSought(message.location().url)) problems.push(`console: ${message.text()}`);
    if (/Content.Security.Policy/i.test(message.text())) problems.push(message.text());
  });
  context.on("weberror", (error) => problems.push(`script: ${error.error()}`));
  const page = await context.newPage();
  try {
    await body(page, context);
    assert.deepEqual([...new Set(problems)], [], "what the pages asked for or complained about");
  } catch (error) {
    if (problems.length) error.message += `\n(also seen: ${problems.join("; ")})`;
    error.message += `\n(at ${page.url()})`;
    throw error;
  } finally {
    await context.close();
  }
}

/** Presses Tab until what has the focus is called like `name`; nothing but the keyboard is used. */
export async function tabTo(page, name, within = "body") {
  const seen = [];
  for (let step = 0; step < 80; step += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate((selector) => {
      const element = document.activeElement;
      if (!element || !element.closest(selector)) return "";
      const label = element.getAttribute("aria-label") ?? element.innerText ?? element.value ?? "";
      return label.trim();
    }, within);
    seen.push(focused);
    if (name.test(focused)) return;
  }
  assert.fail(`the Tab key does not lead to ${name}, only to: ${seen.filter(Boolean).join(" | ")}`);
}

/** The running study session: the dialog with the question. */
export function session(page) {
  return page.locator("dialog[open], [role=dialog]").filter({ has: page.locator(".question") });
}

/** The question a session shows now. */
export async function asked(page) {
  const question = session(page).locator(".question").first();
  await question.waitFor({ state: "visible" });
  return (await question.innerText()).replace(/\s+/g, " ").trim();
}

/** Where the sections are: pages that hold questions, in the order of their files. */
export function sections(site) {
  return files(site).filter((file) => file.endsWith(".html") && /<article[^>]*\bdata-guid=/.test(text(site, file)));
}

export function text(site, file) {
  return readFileSync(join(site, file), "utf8");
}

/** `guid -> {page, html}` of all questions, read from the files; facts, which lie folded below them, are left out. */
export function articles(site) {
  const found = new Map();
  for (const page of sections(site)) {
    for (const [html, guid] of text(site, page).matchAll(/<article\b[^>]*\bdata-guid="([^"]+)"[^>]*>.*?<\/article>/gs)) {
      if (!/^<article\b[^>]*\bdata-parent=/.test(html)) found.set(guid, { page, html });
    }
  }
  return found;
}

/** The question that holds a phrase: its guid, its page and its HTML. */
export function questionWith(site, phrase) {
  return [...articles(site)].map(([guid, one]) => ({ guid, ...one })).find(({ html }) => html.includes(phrase));
}

/** The guids of all facts, which lie folded below their questions. */
export function factsOf(site) {
  const facts = (page) => [...text(site, page).matchAll(/<article\b[^>]*\bdata-guid="([^"]+)"[^>]*\bdata-parent=/g)];
  return sections(site).flatMap(facts).map(([, guid]) => guid);
}

/** How light a colour like `rgb(250, 250, 240)` is, from 0 to 1. */
export async function lightness(page) {
  return page.evaluate(() => {
    const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    for (const element of [document.body, document.documentElement]) {
      const colour = getComputedStyle(element).backgroundColor;
      probe.clearRect(0, 0, 1, 1);
      probe.fillStyle = colour;
      probe.fillRect(0, 0, 1, 1);
      const [r, g, b, alpha] = probe.getImageData(0, 0, 1, 1).data;
      if (alpha > 200) return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
    }
    return 1;
  });
}

/** Guid and fields of all notes of a package. Node 20 has no SQLite, Python has. */
export function notesOf(deck) {
  const program = `
import json, sqlite3, sys, tempfile, zipfile
with tempfile.NamedTemporaryFile() as file:
    file.write(zipfile.ZipFile(sys.argv[1]).read("collection.anki2"))
    file.flush()
    print(json.dumps(sqlite3.connect(file.name).execute("select guid, flds from notes").fetchall()))
`;
  return JSON.parse(execFileSync("python3", ["-c", program, deck], { encoding: "utf8", maxBuffer: 1 << 26 }));
}
