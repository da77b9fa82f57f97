// A session in other languages: every word of it, in their plurals, numbers and times; from right to left.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { asked, build, launch, onPage, questionWith, serve, session } from "./harness.js";

const NOW = new Date("2026-03-06T12:00:00");

/** Of each language what some parts of the app say. */
const SAID = {
  de: { mode: "Schwaches zuerst", left: "noch 2", show: "Antwort zeigen", easy: /^Einfach, wieder in \d+ Tagen$/, heard: /^Einfach, wieder in \d+ Tagen\. Frage 2, noch 1\.$/, line: /^2 Bewertungen, 50\s?% gewusst, 1 Minute\.$/, nothing: "Heute ist hier nichts fällig" },
  es: { mode: "Primero las flojas", left: "quedan 2", show: "Mostrar respuesta", easy: /^Fácil, vuelve dentro de \d+ días$/, heard: /^Fácil, vuelve dentro de \d+ días\. Pregunta 2, quedan 1\.$/, line: /^2 valoraciones, 50\s?% recordado, 1 minuto\.$/, nothing: "Hoy no hay nada pendiente aquí" },
  zh: { mode: "薄弱的优先", left: "剩余 2", show: "显示答案", easy: /^简单，\d+天后再问$/, heard: /^简单，\d+天后再问。 第 2 题，剩余 1。$/, line: /^2 次评分，记住 50%，用时 1分钟。$/, nothing: "今天这里没有到期的问题" },
  ar: { mode: "الأضعف أولًا", left: "المتبقي: 2", show: "أظهر الجواب", easy: /^سهل، يعود خلال \d+ أيام$/, heard: /^سهل، يعود خلال \d+ (أيام|يومًا)\. السؤال 2، المتبقي 1\.$/, line: /^تقييمان، نسبة التذكر .*50.*، (دقيقة|1 دقيقة)\.$/, nothing: "لا شيء مستحق هنا اليوم" },
};

let browser;

before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

for (const [language, said] of Object.entries(SAID)) {
  test(`a session speaks ${language}`, async () => {
    const built = build("study");
    built.add("recto.yaml", `\nlanguage: ${language}\n`);
    const server = await serve(built.site);
    try {
      await onPage(browser, { home: server.url() }, async (page) => {
        await page.clock.install({ time: NOW });
        await page.goto(server.url("study.html"));
        await page.getByLabel(said.mode).waitFor();
        const { page: path } = questionWith(built.site, "Nepal");
        await page.goto(server.url(path));
        await page.locator("[data-study]").click();
        await asked(page);
        assert.equal(await session(page).locator(".count").innerText(), said.left);
        await session(page).getByRole("button", { name: said.show }).click();
        const easy = await session(page).locator("[data-grade=easy]").getAttribute("aria-label");
        assert.match(easy, said.easy);
        await page.keyboard.press("4");
        assert.match(await page.locator("dialog.study [role=status].visually-hidden").innerText(), said.heard);
        await page.keyboard.press("Space");
        await page.keyboard.press("1");
        await page.keyboard.press("Escape");
        await page.locator("dialog.study .summary").waitFor();
        assert.match(await page.locator(".summary p").first().innerText(), said.line);
        assert.deepEqual(await english(page), [], "words left in English");
        await page.keyboard.press("Escape");
        await page.locator("dialog.study").waitFor({ state: "detached" });
        // Both are learnt or on their way; nothing is left for today but the one in its step.
        await page.evaluate(() => { for (const key of Object.keys(localStorage)) if (/:card:/.test(key)) localStorage.setItem(key, localStorage.getItem(key).replace(/^\d+/, "9999999999").replace(/^((\S+ ){5})\d/, "$12")); });
        await page.reload();
        await page.locator("[data-study]").click();
        await page.getByRole("dialog", { name: said.nothing }).waitFor();
        assert.deepEqual(await english(page), [], "words left in English");
        for (const other of ["study.html", "index.html"]) {
          await page.goto(server.url(other));
          await page.locator(".progress-bar").first().waitFor();
          assert.deepEqual(await english(page), [], `words left in English on ${other}`);
        }
        assert.equal(await page.evaluate(() => document.documentElement.dir), language === "ar" ? "rtl" : "ltr");
      });
    } finally {
      await server.close();
      built.remove();
    }
  });
}

test("a document in Arabic runs from right to left on an English site, read and studied", async () => {
  const built = build("kinds");
  const server = await serve(built.site);
  try {
    await onPage(browser, { home: server.url() }, async (page) => {
      const { page: path } = questionWith(built.site, "الفهرس");
      await page.goto(server.url(path));
      assert.deepEqual(await runs(page, "article .answer"), ["ar", "rtl", "the signs of a list stand at its right"]);
      await page.locator("[data-study]").click();
      await asked(page);
      await page.keyboard.press("Space");
      await session(page).locator(".answer").first().waitFor({ state: "visible" });
      assert.deepEqual(await runs(page, "dialog .answer"), ["ar", "rtl", "the signs of a list stand at its right"]);
      assert.equal(await session(page).locator(".question").evaluate((one) => getComputedStyle(one).direction), "rtl");
      assert.equal(await session(page).getByRole("button").first().evaluate((one) => getComputedStyle(one).direction), "ltr");
    });
  } finally {
    await server.close();
    built.remove();
  }
});

/** Language and direction of an answer's list, and where its signs have their room. */
const runs = (page, answer) => page.locator(`${answer} :is(ul, ol)`).first().evaluate((list) => {
  const [outer, item] = [list, list.querySelector("li")].map((one) => one.getBoundingClientRect());
  const [left, right] = [item.left - outer.left, outer.right - item.right];
  return [list.closest("[lang]").lang, getComputedStyle(list).direction, `the signs of a list stand at its ${right > left ? "right" : "left"}`];
});

/** Names, hints and texts outside of the author's own that hold an English word. */
const english = (page) => page.evaluate(() => {
  const words = /\b(the|study|question|questions|answer|again|hard|good|easy|grade|grades|undo|end|star|keys|close|today|due|new|known|learning|left|next|day|days|review|reviews|less|more|month|print|file|save|load|minutes|show|read|page|not|now)\b/i;
  const found = [];
  const look = (text) => { if (words.test(text ?? "")) found.push(text.trim()); };
  const own = "[data-guid], .content, .weak, .toc a, h1, h2 > a, .brand, .tags, title, script, .trail, .contents, .group h2, .site-footer, .pager";
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const { parentElement, textContent } = walker.currentNode;
    if (!parentElement.closest(own)) look(textContent);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder]")) {
    if (element.closest("[data-guid], .content") || element.matches(".toc input, h2 input")) continue;
    for (const name of ["aria-label", "title", "placeholder"]) look(element.getAttribute(name));
  }
  return found;
});
