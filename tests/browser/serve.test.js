// `recto serve` in a browser: pages load anew when documents change, errors lie over them, cards are shown as Anki
// shows them, and no worker of an earlier site gets in the way.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { RECTO, build, launch, onPage, serve } from "./harness.js";

let browser;
const running = [];

before(async () => {
  browser = await launch();
});

after(async () => {
  await browser?.close();
  for (const end of running) await end();
});

/** Begins to serve a folder with these files. */
async function begin(files, port = 0) {
  const folder = mkdtempSync(join(tmpdir(), "recto-serve-test-"));
  const write = (name, text) => {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const child = spawn(RECTO, ["serve", "--port", String(port)], { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout });
  let home;
  for await (const line of lines) {
    home ??= line.match(/http:\S+/)?.[0];
    if (/^Built/.test(line)) break;
  }
  child.stdout.resume();
  running.push(async () => {
    const ended = once(child, "exit");
    child.kill("SIGINT");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  });
  return { home, folder, write };
}

const GO = "# Go\n\n### Q: What is a channel?\n\nA: A queue.\n";

test("a page loads anew when its document changes, and an error lies over it until it is mended", async () => {
  const served = await begin({ "recto.yaml": "title: Notes\n", "content/go.md": GO });
  await onPage(browser, { home: served.home }, async (page) => {
    await page.goto(`${served.home}go/`);
    const badge = page.locator("recto-live .badge");
    await badge.waitFor();
    assert.equal(await badge.innerText(), "Preview");
    await page.evaluate(() => { window.before = true; });
    served.write("content/go.md", GO.replace("A queue.", "A typed queue."));
    await page.waitForFunction(() => !window.before && document.body.textContent.includes("A typed queue."));
    await badge.waitFor();

    await page.evaluate(() => { window.before = true; });
    served.write("recto.yaml", "title: [a\n");
    const alert = page.locator("recto-live").getByRole("alert");
    await alert.waitFor();
    assert.match(await alert.innerText(), /The build failed[^]*recto\.yaml/);
    assert.ok(await page.evaluate(() => window.before), "the last good page stays");
    assert.match(await page.locator("main").innerText(), /What is a channel/);
    await page.keyboard.press("Escape");
    await alert.waitFor({ state: "hidden" });
    assert.equal(await badge.innerText(), "Build failed");

    served.write("recto.yaml", "title: Mended\n");
    await page.waitForFunction(() => !window.before && document.title.includes("Mended"));
    await badge.waitFor();
    assert.equal(await badge.innerText(), "Preview");
  });
});

test("what is wrong with documents is said in the page", async () => {
  const served = await begin({
    "content/go.md": `${GO}\n### Q: What is a select?\n\n### Q: Is it 1?\n\nA: Yes.\n`,
    "content/odd.md": "---\ndraft: maybe\n---\n### Q: What is odd?\n\nA: Three.\n",
  });
  await onPage(browser, { home: served.home }, async (page) => {
    await page.goto(served.home);
    const panel = page.locator("recto-live .panel");
    await panel.waitFor();
    assert.match(await panel.innerText(), /1 error, 1 warning, 1 piece of advice/);
    const items = await panel.locator("li").allInnerTexts();
    assert.deepEqual(items.map((item) => item.match(/^\w+ R\d+/)[0]), ["error R004", "warning R101", "advice R410"]);
    assert.match(items[0], /content\/odd\.md:2/);
    served.write("content/odd.md", "### Q: What is odd?\n\nA: Three.\n");
    await page.waitForFunction(() => document.querySelector("recto-live")?.shadowRoot.querySelector(".badge")
      ?.textContent === "Preview · 1 warning · 1 piece of advice");
    assert.ok(await panel.isHidden(), "advice waits to be asked for");
    await page.locator("recto-live .badge").click();
    assert.ok(await panel.isVisible());
  });
});

test("cards are shown with both sides, light and dark, wide and narrow", async () => {
  const served = await begin({
    "content/a.md": "# Math\n\n### Q: What is asked by `x < y`?\n\nA: Whether $x_{1}$ is less.\n",
    "content/b.md": "# Memory\n\nC: A [heap] is memory of the [runtime].\n",
  });
  await onPage(browser, { home: served.home }, async (page) => {
    await page.goto(`${served.home}_preview/`);
    const side = (card, name) => page.locator("article").nth(card).locator(`iframe[title^=${name}]`);
    const body = (card, name) => side(card, name).contentFrame().locator("body");
    assert.match(await body(0, "front").innerText(), /What is asked by x < y/);
    assert.match(await body(0, "back").innerText(), /Whether/);
    assert.equal(await body(0, "back").locator("math").count(), 1);
    assert.match(await body(1, "front").innerText(), /A \[\.\.\.\] is memory of the runtime/);
    assert.match(await body(2, "back").innerText(), /A heap is memory of the runtime/);

    const colour = () => body(0, "front").evaluate((element) => getComputedStyle(element).backgroundColor);
    const light = await colour();
    await page.getByRole("radio", { name: "Dark" }).check();
    await page.waitForFunction(() => document.querySelector("iframe").contentDocument.body.matches(".nightMode"));
    assert.notEqual(await colour(), light, "the sheet of the note type has colours for the night");

    const width = async () => side(0, "front").evaluate((frame) => frame.clientWidth);
    const wide = await width();
    await page.getByRole("radio", { name: "Phone" }).check();
    assert.equal(await width(), 360);
    assert.ok(wide > 400, `${wide}`);
    const isFitted = () => [...document.querySelectorAll("iframe")].every((frame) => {
      const root = frame.contentDocument.documentElement;
      return root.scrollHeight <= frame.clientHeight + 1 && root.scrollWidth <= frame.clientWidth + 1;
    });
    await page.waitForFunction(isFitted);

    served.write("content/b.md", "# Memory\n\nC: A [stack] is memory of a call.\n");
    await page.waitForFunction(() => document.querySelectorAll("article").length === 2);
    assert.ok(await page.getByRole("radio", { name: "Dark" }).isChecked(), "the look is remembered");
    assert.match(await body(1, "back").innerText(), /A stack is/);
    await page.getByLabel("Find").fill("stack");
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForFunction(() => document.querySelectorAll("article").length === 1);
  });
});

test("a worker that was left at this address goes, and what it kept", async () => {
  const sample = build("study");
  const context = await browser.newContext({ serviceWorkers: "allow" });
  try {
    const page = await context.newPage();
    // As a site that another program served here has left it.
    const other = await serve(sample.site, { "/": sample.site });
    const left = Number(new URL(other.origin).port);
    await page.goto(`${other.origin}/`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register("/sw.js");
      await navigator.serviceWorker.ready;
    });
    assert.ok(await page.evaluate(async () => (await caches.keys()).length) > 0);
    await page.goto("about:blank");
    await other.close();

    const served = await begin({ "recto.yaml": "title: Fresh\n", "content/go.md": GO }, left);
    await page.goto(served.home);
    await page.waitForFunction(() => document.title.includes("Fresh"));
    for (let turn = 0; ; turn += 1) {
      const rest = await page.evaluate(async () => (await caches.keys()).length
        + (await navigator.serviceWorker.getRegistrations()).length)
        // The page may be loaded anew meanwhile.
        .catch(() => 1);
      if (rest === 0) break;
      assert.ok(turn < 200, "the worker stays");
      await page.waitForTimeout(50);
    }
  } finally {
    await context.close();
    sample.remove();
  }
});

test("serving leaves no output and no lock behind", async () => {
  const served = await begin({ "content/go.md": GO });
  assert.ok(!existsSync(join(served.folder, "output")) && !existsSync(join(served.folder, "recto.lock")));
});
