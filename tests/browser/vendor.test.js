// What the site carries of others is what scripts/vendor made.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { ROOT } from "./harness.js";

const VENDOR = join(ROOT, "themes/recto/site/static/vendor");
const read = (name) => readFileSync(join(VENDOR, name));

test("the scheduler and its licence have the recorded checksums", () => {
  const lines = read("ts-fsrs.sha256").toString().trim().split("\n");
  assert.equal(lines.length, 2);
  for (const line of lines) {
    const [sum, name] = line.split(/ +/);
    assert.equal(createHash("sha256").update(read(name)).digest("hex"), sum, name);
  }
});

test("it says where it comes from, and schedules as FSRS does", () => {
  const script = read("ts-fsrs.js").toString();
  const version = readFileSync(join(ROOT, "scripts/vendor"), "utf8").match(/FSRS=(\S+)/)[1];
  assert.match(script, new RegExp(`^/\\*! ts-fsrs ${version.replaceAll(".", "\\.")}, MIT`));
  assert.match(read("ts-fsrs.license.txt").toString(), /MIT License[\s\S]*Open Spaced Repetition/);
  const page = {};
  runInNewContext(`${script}; this.made = tsFsrs;`, page);
  const { fsrs } = page.made;
  const start = new Date("2026-01-01T00:00:00Z");
  const card = { due: start, stability: 0, difficulty: 0, elapsed_days: 0, scheduled_days: 0, learning_steps: 0, reps: 0, lapses: 0, state: 0 };
  // The first stabilities of FSRS-6's default parameters.
  const stabilities = [1, 2, 3, 4].map((grade) => fsrs({}).next(card, start, grade).card.stability);
  assert.deepEqual(stabilities.map((value) => Math.round(value * 100) / 100), [0.21, 1.29, 2.31, 8.3]);
});
