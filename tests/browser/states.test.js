// All states of all pages: what axe, the content policy, small windows, the keyboard and fingers make of them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { THEMES, build, launch, onPage, serve } from "./harness.js";
import { DESK, axe, look } from "./axe.js";
import { STATES, learn } from "./states.js";

let browser;
const sites = {};

before(async () => {
  browser = await launch();
  for (const name of THEMES) sites[name] = build("world", "--theme", name);
  sites.arabic = build("world");
  sites.arabic.add("recto.yaml", "language: ar\n");
  for (const site of Object.values(sites)) site.server = await serve(site.site);
});

after(async () => {
  await browser?.close();
  for (const { server, remove } of Object.values(sites)) {
    await server?.close();
    remove();
  }
});

const NARROW = { width: 320, height: 640 };
/** A desk's window at 200 %. */
const ZOOMED = { width: 640, height: 400 };

/** Parts of the page that are wider than their window. */
const tooWide = (page) => page.evaluate(() => [...document.querySelectorAll("html, dialog[open], .study-stage")]
  .map((part) => (part === document.documentElement ? document.scrollingElement : part))
  .filter((part) => part.scrollWidth > part.clientWidth).map((part) => `${part.tagName} ${part.scrollWidth} > ${part.clientWidth}`));

/** What can be pressed and is too small for a finger. */
const tooSmall = (page) => page.evaluate(() => {
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

/** What moves, or would smoothly scroll. */
const moving = (page) => page.evaluate(() => [...document.querySelectorAll("*")].flatMap((one) => {
  const { animationName, animationDuration, transitionDuration, scrollBehavior } = getComputedStyle(one);
  const seconds = (list) => Math.max(...list.split(",").map(parseFloat));
  const moves = (animationName !== "none" && seconds(animationDuration) > 0.01) || seconds(transitionDuration) > 0.01 || scrollBehavior === "smooth";
  return moves ? [`${one.tagName}.${one.className}`] : [];
}));

/** What takes the focus by the Tab key and does not show it. */
async function hiddenFocus(page) {
  const found = [];
  for (let step = 0; step < 14; step += 1) {
    await page.keyboard.press("Tab");
    const plain = await page.evaluate(() => {
      const one = document.activeElement;
      if (!one || one === document.body) return null;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
      return (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none" ? null : one.outerHTML.slice(0, 90);
    });
    if (plain) found.push(plain);
  }
  return found;
}

/** The states in which the Tab key is tried. */
const TABBED = ["study page, all open", "choice", "answer", "typed", "section", "search", "nothing due"];

const CHECKS = {
  axe: "axe finds nothing, light and dark, on a desk and on a phone",
  wide: "nothing scrolls sideways at 320 pixels, nor at 200 % zoom",
  small: "what can be pressed is at least 24 pixels high and wide, or stands in a line of text",
  focus: "whatever has the focus shows it",
  motion: "nothing moves for who wants less motion",
  policy: "the content policy is strict and nothing breaks it",
};

// One walk a theme through all states, which costs more than to look at each in many ways.
describe("in every state", { concurrency: 2 }, () => {
  for (const name of [...THEMES, "arabic"]) {
    test(name, async (context) => {
      const found = Object.fromEntries(Object.keys(CHECKS).map((check) => [check, new Set()]));
      const { site, server } = sites[name];
      await onPage(browser, { home: server.url(), viewport: DESK }, async (page) => {
        let state;
        const note = (check, all) => all.forEach((one) => found[check].add(`${state}: ${one}`));
        // `onPage` fails when the console tells of a breach; this hears of those it does not tell.
        await page.exposeFunction("policyBroken", (what) => note("policy", [what]));
        await page.addInitScript(() => {
          document.addEventListener("securitypolicyviolation", (event) => window.policyBroken(`${event.violatedDirective}: ${event.blockedURI} at ${location.pathname}`));
        });
        for (const [title, prepare] of STATES) {
          state = title;
          await look(page, "light", DESK);
          // A picture is as good a place as any to put down what is remembered.
          await page.goto(server.url("assets/favicon.svg"));
          await page.evaluate(() => localStorage.clear());
          await learn(page, site);
          await prepare(page, site, server.url).catch((error) => { error.message = `${state}: ${error.message}`; throw error; });
          const policy = await page.evaluate(() => document.querySelector("meta[http-equiv='Content-Security-Policy' i]")?.content ?? "");
          if (!/^default-src 'none'; script-src 'self';/.test(policy) || /unsafe|\*|https?:/.test(policy)) note("policy", [policy]);
          note("motion", await moving(page));
          note("axe", await axe(page, name));
          note("small", await tooSmall(page));
          for (const viewport of [NARROW, ZOOMED]) {
            await look(page, "light", viewport);
            note("wide", (await tooWide(page)).map((part) => `${viewport.width}: ${part}`));
          }
          if (!TABBED.includes(state)) continue;
          for (const colorScheme of ["light", "dark"]) {
            await look(page, colorScheme, DESK);
            note("focus", (await hiddenFocus(page)).map((one) => `${colorScheme}: ${one}`));
          }
        }
      });
      for (const [check, title] of Object.entries(CHECKS)) {
        await context.test(title, () => assert.deepEqual([...found[check]], [], [...found[check]].join("\n")));
      }
    });
  }
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
