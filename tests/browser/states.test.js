// All states of all pages: what axe, the content policy, small windows, the keyboard and fingers make of them.
import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { AxeBuilder } from "@axe-core/playwright";
import { THEMES, build, launch, onPage, serve } from "./harness.js";
import { STATES, learn } from "./states.js";

let browser;
const sites = {};

before(async () => {
  browser = await launch();
  for (const name of THEMES) sites[name] = build("world", "--theme", name);
  sites.arabic = build("world");
  appendFileSync(join(sites.arabic.folder, "recto.yaml"), "language: ar\n");
  sites.arabic.rebuild();
  for (const site of Object.values(sites)) site.server = await serve(site.site);
});

after(async () => {
  await browser?.close();
  for (const { server, remove } of Object.values(sites)) {
    await server?.close();
    remove();
  }
});

/** Brings a page into one state after the other; `look(page, name)` judges each. */
const inAllStates = (name, options, look, states = STATES) => onPage(browser, { home: sites[name].server.url(), ...options }, async (page) => {
  const { site, server } = sites[name];
  for (const [state, prepare] of states) {
    await page.goto(server.url("tags/index.html"));
    await page.evaluate(() => localStorage.clear());
    await learn(page, site);
    await prepare(page, site, server.url).catch((error) => { error.message = `${state}: ${error.message}`; throw error; });
    // What scrolls is found out when its size is known, a frame later.
    await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
    await look(page, state);
  }
});

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };
/** A desk's window at 200 %. */
const ZOOMED = { width: 640, height: 400 };

describe("axe finds nothing in any state", () => {
  for (const name of [...THEMES, "arabic"]) {
    for (const [colorScheme, viewport] of [["light", DESK], ["dark", PHONE]]) {
      test(`${name}, ${colorScheme}`, async () => {
        const found = [];
        await inAllStates(name, { colorScheme, viewport }, async (page, state) => {
          const { violations, passes } = await new AxeBuilder({ page }).setLegacyMode().analyze();
          assert.ok(passes.length > 10, `axe looked at nothing: ${state}`);
          for (const { id, help, nodes } of violations) {
            found.push(`${state}: ${id} (${help})\n    ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} -- ${node.any[0]?.message ?? ""}`).join("\n    ")}`);
          }
        });
        assert.deepEqual(found, [], found.join("\n"));
      });
    }
  }
});

test("no state scrolls sideways at 320 pixels, nor at 200 % zoom", async () => {
  const wide = [];
  for (const name of [...THEMES, "arabic"]) {
    for (const viewport of name === "recto" || name === "arabic" ? [NARROW, ZOOMED] : [NARROW]) {
      await inAllStates(name, { viewport }, async (page, state) => {
        const parts = await page.evaluate(() => [...document.querySelectorAll("html, dialog[open], .study-stage")]
          .map((part) => (part === document.documentElement ? document.scrollingElement : part))
          .filter((part) => part.scrollWidth > part.clientWidth).map((part) => `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}`));
        if (parts.length) wide.push(`${name}, ${viewport.width}: ${state}: ${parts.join(", ")}`);
      });
    }
  }
  assert.deepEqual(wide, [], wide.join("\n"));
});

test("what can be pressed is at least 24 pixels high and wide, or stands in a line of text", async () => {
  const small = new Set();
  for (const name of THEMES) {
    await inAllStates(name, { viewport: PHONE }, async (page, state) => {
      const found = await page.evaluate(() => {
        const top = document.querySelector("dialog[open]") ?? document;
        const boxes = [...top.querySelectorAll("a[href], button, input:not([type=file]), summary, select")]
          .filter((one) => one.checkVisibility() && !one.closest("[inert], .visually-hidden, .skip"));
        return boxes.flatMap((one) => {
          // A link in a sentence or a list of titles is as high as its line; a label enlarges its box.
          const inline = getComputedStyle(one).display === "inline";
          const box = (one.closest("label") ?? one).getBoundingClientRect();
          return inline || (box.width >= 24 && box.height >= 24) ? [] : [`${one.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`];
        });
      });
      for (const one of found) small.add(`${name}: ${state}: ${one}`);
    });
  }
  assert.deepEqual([...small], []);
});

test("whatever has the focus shows it", async () => {
  const hidden = new Set();
  for (const name of THEMES) {
    for (const colorScheme of ["light", "dark"]) {
      const few = STATES.filter(([state]) => ["study page, all open", "choice", "answer", "typed", "section", "search", "nothing due"].includes(state));
      await inAllStates(name, { viewport: DESK, colorScheme }, async (page, state) => {
        for (let step = 0; step < 14; step += 1) {
          await page.keyboard.press("Tab");
          const plain = await page.evaluate(() => {
            const one = document.activeElement;
            if (!one || one === document.body) return null;
            const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
            return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none" ? null : one.outerHTML.slice(0, 90);
          });
          if (plain) hidden.add(`${name}, ${colorScheme}: ${state}: ${plain}`);
        }
      }, few);
    }
  }
  assert.deepEqual([...hidden], []);
});

test("nothing moves for who wants less motion, and what moves otherwise is short", async () => {
  const moving = (page) => page.evaluate(() => [...document.querySelectorAll("*")].flatMap((one) => {
    const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
    const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
    const moves = (animationName !== "none" && seconds(animationDuration) > 0.01) || seconds(transitionDuration) > 0.01 || scrollBehavior === "smooth";
    return moves ? [`${one.tagName}.${one.className}`] : [];
  }));
  for (const name of THEMES) {
    const found = new Set();
    await inAllStates(name, { reducedMotion: "reduce" }, async (page, state) => {
      for (const one of await moving(page)) found.add(`${state}: ${one}`);
    }, STATES.filter(([state]) => /home|answer|summary|section|choice/.test(state)));
    assert.deepEqual([...found], [], name);
  }
});

test("the content policy is strict on every page and no state breaks it", async () => {
  const broken = [];
  // `inAllStates` fails too when the console tells of a breach; this hears of those it does not tell.
  await onPage(browser, { home: sites.recto.server.url() }, async (page) => {
    const { site, server } = sites.recto;
    await page.exposeFunction("policyBroken", (what) => { broken.push(what); });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) => window.policyBroken(`${event.violatedDirective}: ${event.blockedURI} at ${location.pathname}`));
    });
    for (const [state, prepare] of STATES) {
      await page.goto(server.url("tags/index.html"));
      await page.evaluate(() => localStorage.clear());
      await learn(page, site);
      await prepare(page, site, server.url);
      const policy = await page.evaluate(() => document.querySelector("meta[http-equiv='Content-Security-Policy' i]")?.content);
      assert.match(policy ?? "", /^default-src 'none'; script-src 'self';/, state);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/, state);
    }
  });
  assert.deepEqual(broken, []);
});

test("the content policy stops a script that got into a page, and tells", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const told = [];
  page.on("console", (message) => told.push(message.text()));
  await page.goto(sites.recto.server.url());
  const ran = await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.ran = true";
    document.head.append(script);
    return Boolean(window.ran);
  });
  assert.equal(ran, false);
  assert.ok(told.some((text) => /Content Security Policy/i.test(text)), told.join());
  await context.close();
});
