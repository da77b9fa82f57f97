// What axe makes of a page: loaded into it once, asked in every look.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const DESK = { width: 1280, height: 800 };
export const PHONE = { width: 390, height: 844 };

/** What depends on colours; all other rules find in the dark what they find in the light. */
const COLOURS = { type: "rule", values: ["color-contrast", "link-in-text-block"] };

/** Light and dark, each on a desk and on a phone, with what is asked there: nothing is everything. */
const LOOKS = [["light", DESK, null], ["dark", DESK, COLOURS], ["dark", PHONE, null], ["light", PHONE, COLOURS]];

/** Shows a page in another look, and waits until it is laid out. */
export async function look(page, colorScheme, viewport) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize(viewport);
  // What scrolls is found out when its size is known, a frame later.
  await page.evaluate(() => new Promise((done) => { requestAnimationFrame(() => requestAnimationFrame(done)); }));
}

/** All that axe finds on a page as it stands, in every look. @returns {Promise<string[]>} */
export async function axe(page, where) {
  const found = [];
  // From outside: the content policy of the page lets no other script in.
  await page.evaluate(AXE);
  for (const [colorScheme, viewport, runOnly] of LOOKS) {
    await look(page, colorScheme, viewport);
    const { passed, violations } = await page.evaluate(async (only) => {
      const { passes, violations: all } = await window.axe.run(document, { resultTypes: ["violations"], ...(only && { runOnly: only }) });
      return { passed: passes.length, violations: all.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} -- ${node.any[0]?.message ?? ""}`) })) };
    }, runOnly);
    assert.ok(passed > (runOnly ? 0 : 10), `axe looked at nothing: ${where}`);
    for (const { id, help, nodes } of violations) {
      found.push(`${where}, ${colorScheme}, ${viewport.width} pixels wide: ${id} (${help})\n    ${nodes.join("\n    ")}`);
    }
  }
  return found;
}
