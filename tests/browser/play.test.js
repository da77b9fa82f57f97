// Cards that are played: picked, typed, filled, turned round; facts beside their question; the interview; what is heard.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { articles, asked, factsOf, onPage, open, questionWith, session } from "./harness.js";

const NOW = new Date("2026-03-06T12:00:00");
const DAY = 86_400_000;
const SCREENS = { phone: { width: 360, height: 740 }, desk: { width: 1280, height: 800 } };

let browser, site, server, close;

before(async () => { ({ browser, site, server, close } = await open("world")); });
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, async (page, context) => {
  await page.clock.install({ time: NOW });
  await body(page, context);
});

const find = (phrase) => questionWith(site.site, phrase);

/** Goes to the page of a question and studies it until that question is asked. */
async function begin(page, phrase) {
  await page.goto(server.url(find(phrase).page));
  await page.locator("[data-study]").click();
  for (let step = 0; step < 12 && !(await asked(page)).includes(phrase); step += 1) await page.keyboard.press("j");
  assert.ok((await asked(page)).includes(phrase), `${phrase} is asked`);
}

/** The cards that were graded, as `guid: [reps, phase]`. */
const graded = (page) => page.evaluate(() => Object.fromEntries(Object.entries(localStorage).flatMap(([key, line]) => {
  const [, card] = key.match(/:card:(.*)$/) ?? [];
  return card ? [[card, Number(line.split(" ")[3])]] : [];
})));

const suggested = (page) => session(page).locator("[data-suggested]").evaluateAll((buttons) => buttons.map((button) => button.dataset.grade));
const left = async (page) => Number((await session(page).locator(".count").innerText()).match(/\d+/)[0]);

for (const [screen, viewport] of Object.entries(SCREENS)) {
  describe(`on a ${screen}`, () => {
    const play = (body) => () => visit(body, { viewport, hasTouch: screen === "phone" });

    test("one choice is picked and told right or wrong", play(async (page) => {
      for (const [digit, grade, verdict] of [["2", "good", /Lake Baikal.*(right|correct)/is], ["1", "again", /Lake Victoria.*(wrong|not)/is]]) {
        await page.evaluate(() => localStorage.clear()).catch(() => {});
        await begin(page, "Which lake is the deepest?");
        assert.equal(await session(page).getByRole("group", { name: /pick|choose/i }).getByRole("button").count(), 3);
        if (screen === "phone") await session(page).locator(".option-button").nth(Number(digit) - 1).tap();
        else await page.keyboard.press(digit);
        await session(page).locator(".answer").first().waitFor({ state: "visible" });
        assert.match(await session(page).locator(".options").innerText(), verdict);
        assert.deepEqual(await suggested(page), [grade]);
        assert.match(await session(page).locator(".answers").innerText(), /1642 metres/);
        await page.keyboard.press("Space");
        assert.equal((await graded(page))[find("Which lake is the deepest?").guid], 1);
        await page.keyboard.press("Escape");
        await page.keyboard.press("Escape");
      }
    }));

    test("several choices are picked, then checked", play(async (page) => {
      await begin(page, "Which of these are oceans?");
      await page.keyboard.press("1");
      await page.keyboard.press("2");
      assert.equal(await session(page).getByRole("group", { name: /how well/i }).isVisible(), false, "more may be picked");
      await page.keyboard.press("2");
      await page.keyboard.press("3");
      assert.deepEqual(await session(page).locator(".option-button").evaluateAll((all) => all.map((one) => one.getAttribute("aria-pressed"))), ["true", "false", "true"]);
      await page.keyboard.press("Space");
      assert.deepEqual(await suggested(page), ["good"]);
      await page.keyboard.press("1");
      assert.equal(Object.values(await graded(page)).length, 1, "the digits grade now");
    }));

    test("a typed answer is compared, sign by sign, and its keys are letters", play(async (page) => {
      await begin(page, "Mount Everest");
      assert.equal(await page.evaluate(() => document.activeElement.matches(".typed-field")), true);
      await page.keyboard.type("j?8949 u/s");
      assert.equal(await session(page).locator(".typed-field").inputValue(), "j?8949 u/s");
      await session(page).locator(".typed-field").fill("8949");
      await page.keyboard.press("Enter");
      await session(page).locator(".typed-diff").waitFor();
      assert.deepEqual(await session(page).locator(".typed-diff :is(ins, del)").evaluateAll((parts) => parts.map((part) => `${part.localName} ${part.lastChild.textContent}`)), ["del 9", "ins 8"].sort((a, b) => (a < b ? -1 : 1)));
      assert.deepEqual(await suggested(page), ["again"]);
      await page.keyboard.press("Enter");
      assert.equal((await graded(page))[find("Mount Everest").guid], 1);
    }));

    test("a typed answer that is right is told so", play(async (page) => {
      await begin(page, "Mount Everest");
      await session(page).locator(".typed-field").fill(" 8849. ");
      await page.keyboard.press("Enter");
      assert.deepEqual(await suggested(page), ["good"]);
    }));

    test("blanks of a text: one is asked with its hint, the others stand there, on another day the next", play(async (page) => {
      const { guid } = find("flows into the");
      await begin(page, "flows into the");
      assert.match(await asked(page), /^The (blank )?\[…\] flows into the Mediterranean\.?$/i);
      await page.keyboard.press("Space");
      assert.match(await asked(page), /^The Nile flows/);
      await page.keyboard.press("4");
      assert.deepEqual(Object.keys(await graded(page)), [guid]);
      await page.clock.setFixedTime(new Date(+NOW + DAY));
      await page.reload();
      await page.locator("[data-study]").click();
      assert.match(await asked(page), /^The Nile flows into the (blank )?\[a sea\]/i);
      await page.keyboard.press("Space");
      await page.keyboard.press("3");
      assert.deepEqual(Object.keys(await graded(page)).sort(), [guid, `${guid}.2`]);
    }));
  });
}

test("a reversed question is asked from both sides, on different days", () => visit(async (page) => {
  const { guid } = find("A tributary.");
  await begin(page, "What is a river that flows into another one?");
  await page.keyboard.press("Space");
  assert.match(await session(page).locator(".answers").innerText(), /A tributary/);
  await page.keyboard.press("4");
  assert.deepEqual(Object.keys(await graded(page)), [guid]);
  await page.clock.setFixedTime(new Date(+NOW + DAY));
  await begin(page, "A tributary");
  await page.keyboard.press("Space");
  assert.match(await session(page).locator(".answers").innerText(), /What is a river that flows into another one/);
  await page.keyboard.press("3");
  assert.deepEqual(Object.keys(await graded(page)).sort(), [guid, `${guid}.2`]);
}));

test("a question and its facts are kept apart: one a day, each once, with their own progress", () => visit(async (page) => {
  const { guid, page: path } = find("Which rivers flow through Europe?");
  const facts = factsOf(site.site);
  assert.equal(facts.length, 3);
  const days = [];
  for (let day = 0; day < 4; day += 1) {
    await page.clock.setFixedTime(new Date(+NOW + day * DAY));
    await page.goto(server.url(`${path}?${day}`));
    const known = Object.keys(await graded(page));
    await page.locator("[data-study]").click();
    // All that is asked this day.
    for (let step = 0; step < 12; step += 1) {
      const grades = session(page).getByRole("group", { name: /how well/i });
      await page.locator("dialog.study .question, dialog.study .summary").first().waitFor();
      if (await page.locator("dialog.study .summary").isVisible()) break;
      await page.keyboard.press("Space");
      await grades.waitFor({ state: "visible" });
      await page.keyboard.press("4");
    }
    const family = Object.keys(await graded(page)).filter((card) => !known.includes(card) && (card === guid || facts.includes(card)));
    days.push(family);
    await page.keyboard.press("Escape");
    await page.locator("dialog.study").waitFor({ state: "detached" });
  }
  assert.deepEqual(days.map((family) => family.length), [1, 1, 1, 1], "one new card of the family each day");
  assert.deepEqual(days.flat().sort(), [guid, ...facts].sort(), "and in the end each of them");
  assert.equal(days[0][0], guid, "the question first");
}));

describe("a mock interview", () => {
  /** Opens the study page and begins one. */
  const start = async (page, count, minutes) => {
    await page.goto(server.url("study.html"));
    await page.locator(".study-form[data-ready]").waitFor();
    await page.locator("summary", { hasText: /interview/i }).click();
    await page.locator("[name=count]").fill(String(count));
    await page.locator("[name=minutes]").fill(String(minutes));
    await page.locator("button[name=interview]").click();
    await asked(page);
  };

  for (const [screen, viewport] of Object.entries(SCREENS)) {
    test(`draws from all topics alike, is graded by oneself, ends in a sheet, and leaves the schedule alone (${screen})`, () => visit(async (page) => {
      const pages = new Set([...articles(site.site).values()].map((one) => one.page));
      await start(page, pages.size, 10);
      const titles = [];
      for (let n = 0; n < pages.size; n += 1) {
        titles.push(await asked(page));
        await page.clock.fastForward(5000);
        // What is typed or picked is part of it.
        if (await session(page).locator(".typed-field").isVisible()) await page.keyboard.press("Enter");
        else for (let step = 0; step < 3 && !(await session(page).getByRole("group", { name: /how well|how did/i }).isVisible()); step += 1) await page.keyboard.press("Space");
        await page.keyboard.press(String(1 + (n % 3)));
      }
      const sheet = page.locator(".sheet");
      await sheet.waitFor();
      assert.equal(new Set(titles).size, pages.size, "no question twice");
      const rows = await sheet.locator("tbody tr[data-grade]").evaluateAll((all) => all.map((row) => ({ href: row.querySelector("a").href, grade: row.dataset.grade, time: row.lastElementChild.textContent })));
      assert.equal(new Set(rows.map(({ href }) => new URL(href).pathname)).size, pages.size, "each topic once, before any comes twice");
      assert.deepEqual(rows.map(({ grade }) => grade), rows.map((_, n) => ["again", "hard", "good"][n % 3]));
      assert.ok(rows.every(({ time }) => time === "0:05" || time === "0:06"), rows.map(({ time }) => time).join());
      const worth = rows.reduce((sum, _, n) => sum + [0, 0.5, 1][n % 3], 0) / rows.length;
      assert.match(await sheet.locator(".lead").innerText(), new RegExp(`\\b${Math.round(worth * 100)}\\s?%`));
      assert.equal(await page.evaluate(() => document.activeElement.id), "sheet-title");
      assert.deepEqual(await graded(page), {});
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), true, "nothing scrolls sideways");
      await sheet.getByRole("button", { name: /close/i }).click();
      await sheet.waitFor({ state: "detached" });
    }, { viewport }));
  }

  test("ends with its time, warns a minute before, and says what was not reached", () => visit(async (page) => {
    await start(page, 4, 2);
    const clock = page.getByRole("timer");
    assert.match(await clock.innerText(), /^(2:00|1:5\d)$/);
    await page.keyboard.press("Space");
    await page.clock.runFor(61_000);
    await page.getByText(/minute/i).first().waitFor();
    assert.match(await clock.innerText(), /^0:5\d$/);
    await page.clock.runFor(61_000);
    await page.locator(".sheet").waitFor();
    assert.deepEqual(await page.locator(".sheet tr[data-grade]").evaluateAll((all) => all.map((row) => row.dataset.grade)), ["none", "none", "none", "none"]);
    assert.match(await page.locator(".sheet .lead").innerText(), /2:00/);
  }));
});

describe("a screen reader", () => {
  /** What Chromium tells assistive programs: nodes that are not ignored, by role, with names. */
  const tree = async (page) => {
    const client = await page.context().newCDPSession(page);
    const { nodes } = await client.send("Accessibility.getFullAXTree");
    await client.detach();
    const value = (property) => property?.value ?? "";
    return nodes.filter(({ ignored }) => !ignored).map((node) => ({
      role: value(node.role), name: value(node.name), id: node.nodeId, children: node.childIds,
      ...Object.fromEntries((node.properties ?? []).map((property) => [property.name, property.value.value])), all: nodes,
    }));
  };
  /** The text below a node, as it is read. */
  const read = ({ children, all }) => children.flatMap((id) => {
    const child = all.find(({ nodeId }) => nodeId === id);
    if (!child) return [];
    return child.role?.value === "StaticText" ? [child.name.value] : [read({ children: child.childIds ?? [], all })];
  }).join(" ").replace(/\s+/g, " ").trim();
  const focused = (nodes) => nodes.filter(({ focused: has, role }) => has && role !== "RootWebArea").at(-1);
  /** What live regions hold now. */
  const live = (nodes) => nodes.filter((node) => node.live === "polite" || node.live === "assertive").map((node) => read(node)).filter(Boolean).join(" | ");

  test("hears the question, the answer, the grades and what a grade did; nothing hidden is told", () => visit(async (page) => {
    await begin(page, "What does a river leave where it meets the sea?");
    let nodes = await tree(page);
    const dialog = nodes.find(({ role }) => role === "dialog");
    assert.ok(dialog?.modal, "the session is a modal dialog");
    assert.match(dialog.name, /rivers/i);
    const question = focused(nodes);
    assert.equal(question.role, "heading");
    assert.match(question.name || read(question), /What does a river leave/);
    const told = nodes.map(({ name }) => name).join(" ");
    assert.doesNotMatch(told, /A delta/, "the answer is not told before the card is turned");
    assert.ok(!nodes.some(({ role, name }) => role === "button" && /^Again/.test(name)), "nor are there grades");
    assert.ok(nodes.some(({ role, name }) => role === "button" && /show/i.test(name)), "a button shows it");
    assert.match(live(nodes), /left/);

    await page.keyboard.press("Space");
    nodes = await tree(page);
    assert.match(live(nodes), /Answer: A delta, of what it has carried/);
    const answer = focused(nodes);
    assert.match(answer.name, /answer/i);
    assert.match(read(answer), /A delta/);
    const group = nodes.find(({ role, name }) => role === "group" && /how well/i.test(name));
    assert.ok(group, "the grades are a group with a name");
    const grades = nodes.filter(({ role, name }) => role === "button" && /^(Again|Hard|Good|Easy)\b/.test(name)).map(({ name }) => name);
    assert.equal(grades.length, 4);
    for (const name of grades) assert.match(name, /\b(minute|day|month)/, `${name} says when the card comes again`);

    await page.keyboard.press("4");
    await page.waitForFunction(() => !document.querySelector("dialog .grades")?.checkVisibility());
    nodes = await tree(page);
    assert.match(live(nodes), /Easy.*\bdays\b/, "what the grade did is told");
    await page.keyboard.press("u");
    await page.waitForFunction(() => document.querySelector("dialog .grades")?.checkVisibility());
    nodes = await tree(page);
    assert.match(live(nodes), /A delta|undone|back/i);
  }));

  test("hears which options there are, what was picked and whether it was right", () => visit(async (page) => {
    await begin(page, "Which lake is the deepest?");
    let nodes = await tree(page);
    const options = nodes.filter(({ role, name }) => role === "button" && /Lake/.test(name));
    assert.deepEqual(options.map(({ name }) => name.replace(/^\d\s*/, "")), ["Lake Victoria", "Lake Baikal", "Lake Erie"]);
    assert.ok(options.every(({ pressed }) => String(pressed) === "false"));
    await page.keyboard.press("3");
    nodes = await tree(page);
    assert.match(live(nodes), /not right|wrong|1642/i);
    const [erie] = nodes.filter(({ role, name }) => role === "button" && /Erie/.test(name));
    assert.match(erie.name, /wrong|not/i);
    assert.equal(String(erie.pressed), "true");
    assert.match(nodes.find(({ role, name }) => role === "button" && /^Again/.test(name)).name, /suggest/i);
  }));

  test("hears where a blank is, never what it hides", () => visit(async (page) => {
    await begin(page, "flows into the");
    let nodes = await tree(page);
    assert.match(read(focused(nodes)), /^The blank \[…\] flows into the Mediterranean/i);
    assert.doesNotMatch(nodes.map(({ name }) => name).join(" "), /Nile/);
    await page.keyboard.press("Space");
    nodes = await tree(page);
    assert.match(live(nodes), /Nile/);
  }));

  test("hears what a session came to", () => visit(async (page) => {
    await begin(page, "Mount Everest");
    await page.keyboard.press("Enter");
    await page.keyboard.press("4");
    await page.locator("dialog.study .summary").waitFor();
    const nodes = await tree(page);
    const heading = focused(nodes);
    assert.equal(heading.role, "heading");
    assert.match(heading.name, /done/i);
    assert.match(live(nodes), /1 grade, 100% remembered/);
    assert.ok(nodes.some(({ role, name }) => role === "list" && /grades/i.test(name)));
  }));
});
