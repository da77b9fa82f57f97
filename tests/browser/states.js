// Every state a page of the site can be in, of the fixture "world": where it is, and what is done to get there.
import assert from "node:assert/strict";
import { asked, questionWith, session } from "./harness.js";

/** What a reader of the world has learnt: two cards, one due, and a few days of study. */
export async function learn(page, site, now = Date.now()) {
  const second = Math.floor(now / 1000);
  const day = (back) => new Date((second - back * 86400) * 1000).toISOString().slice(0, 10);
  const line = (due, days) => `${second + due * 86400} ${days} 5 4 0 2 ${second + (due - days) * 86400} 0 ${days}`;
  const [delta, lake] = ["leave where it meets", "is the deepest"].map((phrase) => questionWith(site, phrase).guid);
  await page.evaluate((entries) => {
    for (const [key, value] of Object.entries(entries)) localStorage.setItem(`recto:the-world:${key}`, value);
  }, {
    form: "1", [`card:${delta}`]: line(-1, 9), [`card:${lake}`]: line(20, 30), [`star:${delta}`]: String(second),
    [`day:${day(1)}:abcdef`]: "2 0 1 3 1", [`day:${day(40)}:abcdef`]: "0 1 0 9 0",
  });
}

const begin = (phrase) => async (page, site, url) => {
  const { page: path, guid } = questionWith(site, phrase);
  await page.goto(url(`study.html#from=${path}&mode=all`));
  await asked(page);
  // The one that is meant may stand behind others of its page.
  for (let step = 0; step < 12; step += 1) {
    const here = await session(page).locator(".source a").evaluate((link) => link.hash.slice(1));
    if (here === guid) return;
    await page.keyboard.press("j");
  }
  assert.fail(`the session does not come to ${phrase}`);
};

const after = (...steps) => async (page, site, url) => {
  for (const step of steps) await step(page, site, url);
};

const press = (...keys) => async (page) => {
  for (const key of keys) await page.keyboard.press(key);
};

const shown = (selector) => (page) => page.locator(selector).first().waitFor({ state: "visible" });

const study = async (page, site, url) => {
  await page.goto(url("study.html"));
  await page.locator(".today div").nth(2).waitFor();
  for (const summary of await page.locator(".panel > summary").all()) await summary.click();
  await page.locator(".toc input").first().check();
};

const interview = async (page, site, url) => {
  await page.goto(url("study.html"));
  await page.locator(".today div").nth(2).waitFor();
  await page.locator(".panel > summary").first().click();
  await page.locator("input[name=count]").fill("2");
  await page.locator("button[name=interview]").click();
  await asked(page);
};

/** Turns the card, whatever its kind. */
const turned = async (page) => {
  for (let step = 0; step < 3 && !(await page.locator(".grades").isVisible()); step += 1) await page.locator(".flip-row button").evaluate((button) => button.click());
  await page.locator(".grades").waitFor({ state: "visible" });
};

const load = (text) => async (page) => {
  await page.locator("input[name=file]").setInputFiles({ name: "p.json", mimeType: "application/json", buffer: Buffer.from(text) });
  await page.waitForFunction(() => document.querySelector(".study-message").textContent);
};

const open = (path) => async (page, site, url) => { await page.goto(url(path)); };

const search = (query) => async (page, site, url) => {
  await page.goto(url("search.html"));
  await page.getByRole("searchbox").fill(query);
  await page.locator("#results mark").first().waitFor();
};

/** Name and way there of every state. @type {[string, (page, site: string, url: (path: string) => string) => Promise<void>][]} */
export const STATES = [
  ["home with progress", after(open("index.html"), shown(".heat"))],
  ["study page, all open", study],
  ["study page, a file refused", after(study, load("{"))],
  ["question", begin("leave where it meets")],
  ["answer", after(begin("leave where it meets"), press("Space"), shown(".answers"))],
  ["fact", after(begin("Which rivers"), press("j", "j"), press("Space"), shown(".answers"))],
  ["blank", begin("flows into the")],
  ["blank filled", after(begin("flows into the"), press("Space"))],
  ["choice", begin("is the deepest")],
  ["choice, wrong", after(begin("is the deepest"), press("1"), shown(".is-wrong"))],
  ["choice of many, picked", after(begin("are oceans"), press("1"))],
  ["choice of many, right", after(begin("are oceans"), press("1", "3", "Space"), shown(".is-right"))],
  ["typed", begin("Mount Everest")],
  ["typed, compared", after(begin("Mount Everest"), (page) => page.locator(".typed-field").fill("8848"), press("Enter"), shown(".typed-diff"))],
  ["keys", after(begin("leave where it meets"), press("?"), shown("dialog.keys"))],
  ["summary", after(begin("leave where it meets"), press("Space", "1", "Escape"), shown(".summary"))],
  ["nothing due", after(async (page, site, url) => { await page.goto(url(`study.html?x#from=${questionWith(site, "is the deepest").page}&mode=weak`)); }, async (page) => {
    await asked(page);
    await page.keyboard.press("Escape");
    await page.locator("dialog").waitFor({ state: "detached" });
    await page.evaluate(() => { for (const key of Object.keys(localStorage)) if (/:day:/.test(key)) localStorage.removeItem(key); });
    await page.locator("input[name=fresh]").evaluate((field) => { field.value = 0; field.dispatchEvent(new Event("change", { bubbles: true })); });
    await page.locator("input[type=submit], [type=submit]").first().click();
    await page.locator("dialog").waitFor();
    if (await session(page).count()) {
      await page.keyboard.press("Space");
      await page.keyboard.press("4");
      await page.keyboard.press("Escape");
      await page.locator("dialog").waitFor({ state: "detached" });
      await page.locator("[type=submit]").first().click();
    }
    await page.locator("dialog.nothing").waitFor();
  })],
  ["interview", interview],
  ["interview, answer", after(interview, turned)],
  ["result sheet", after(interview, press("Escape"), shown(".sheet"))],
  ["section", open("rivers/index.html")],
  ["section in another language", open("ja/index.html")],
  ["tags", open("tags/index.html")],
  ["tag", open("tags/rivers.html")],
  ["search", search("riv")],
  ["permanent link to nothing", open("card.html#0123456789abc")],
  ["changelog", open("changelog.html")],
  ["unanswered", open("unanswered.html")],
  ["no such page", open("nowhere.html")],
];
