// Formulas: MathML that Chromium lays out without a script, MathJax on cards; diagrams: code, until a theme draws them.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asked, notesOf, onPage, open, questionWith, session } from "./harness.js";

/** Formulas as they are written, each with what must be seen of it. */
const FORMULAS = {
  aligned: "\\begin{align} a &= b + c \\\\ &= d \\end{align}",
  alignedStar: "\\begin{align*} x + y &= 1 \\\\ x - y &= 2 \\end{align*}",
  cases: "|x| = \\begin{cases} x & \\text{if } x \\ge 0 \\\\ -x & \\text{otherwise} \\end{cases}",
  matrix: "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}",
  bars: "\\begin{vmatrix} a & b \\\\ c & d \\end{vmatrix} = ad - bc",
  sum: "\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}",
  limit: "\\lim_{x \\to 0} \\frac{\\sin x}{x} = 1",
  integral: "\\int_0^\\infty e^{-x^2}\\,dx = \\frac{\\sqrt{\\pi}}{2}",
  text: "P(\\text{rain} \\mid \\text{clouds}) < \\mathrm{const}",
  binomial: "\\binom{n}{k} = \\frac{n!}{k!\\,(n-k)!}",
  accents: "\\hat{\\beta} = \\overline{x} + \\vec{v} + \\underbrace{a+b}_{c}",
  ruled: "\\begin{array}{r|c} a & b \\\\ \\hline c & d \\end{array}",
  coloured: "{\\color{red} a}\\!b",
  logic: "\\forall \\varepsilon > 0\\, \\exists \\delta : \\mathbb{R} \\subset \\mathbb{C}",
};

const DIAGRAM = "flowchart LR\n  a[Begin] --> b{Is it so?}\n  b -->|yes| c[End]";

let browser, site, server, close;

before(async () => {
  ({ browser, site, server, close } = await open("shapes"));
  const questions = Object.entries(FORMULAS).map(([name, tex]) => `## Q: What is the ${name} one, with $${name.length}_i$ in it?\n\n$$\n${tex}\n$$\n\nAnd $a_{1} < b$ in a line.\n`);
  site.add("content/math.md", `# Math\n\n${questions.join("\n")}\n## Q: How does it flow?\n\n\`\`\`mermaid\n${DIAGRAM}\n\`\`\`\n`);
});
after(() => close?.());

const visit = (body, options = {}) => onPage(browser, { home: server.url(), ...options }, body);

describe("a formula", () => {
  test("is laid out without a script: nothing stays TeX, nothing is empty, nothing is an error", () => visit(async (page) => {
    await page.goto(server.url("math/index.html"));
    for (const name of Object.keys(FORMULAS)) {
      const card = page.locator("article.card", { hasText: `What is the ${name} one` });
      assert.equal(await card.locator("code.tex, merror").count(), 0, `${name} was not converted`);
      const block = card.locator(".answer math[display=block]");
      const { width, height } = await block.boundingBox();
      const line = await card.locator(".answer math:not([display=block])").boundingBox();
      assert.ok(width > 25 && height > 12, `${name}: ${width} x ${height}`);
      assert.ok(line.height > 8 && line.height < 40, `${name}: a formula in a line is ${line.height} high`);
      assert.equal(await card.locator(".question math").count(), 1);
      assert.doesNotMatch(await block.textContent(), /\\[a-z]|&/, name);
    }
  }, { javaScriptEnabled: false }));

  test("stands as mathematicians write it: rows below rows, columns in line, limits above and below", () => visit(async (page) => {
    await page.goto(server.url("math/index.html"));
    const boxes = (name, selector) => page.locator("article.card", { hasText: `What is the ${name} one` }).locator(`.answer math[display=block] ${selector}`)
      .evaluateAll((all) => all.map((one) => { const { left, right, top, bottom, width, height } = one.getBoundingClientRect(); return { left, right, top, bottom, width, height }; }));
    for (const name of ["aligned", "alignedStar", "cases", "matrix", "bars"]) {
      const rows = await boxes(name, "mtr");
      assert.equal(rows.length, 2, name);
      assert.ok(rows[1].top >= rows[0].bottom - 2, `${name}: the second row is below the first`);
      const cells = await boxes(name, "mtr:first-of-type > mtd");
      assert.ok(cells.length >= 2 && cells[1].left >= cells[0].right - 2, `${name}: columns`);
    }
    // Before the sign it ends, after the sign it begins, in every row at one place.
    const cells = await boxes("aligned", "mtd");
    assert.ok(Math.abs(cells[1].left - cells[cells.length / 2 + 1].left) < 1, "rows meet at their signs");
    for (const name of ["sum", "limit"]) {
      const [, below] = await boxes(name, "munderover > *, munder > *");
      const [sign] = await boxes(name, "munderover > *, munder > *");
      assert.ok(below.top >= sign.top + sign.height / 2, `${name}: its limit stands below`);
    }
    const [sign, , above] = await boxes("sum", "munderover > *");
    assert.ok(above.bottom <= sign.top + sign.height / 2, "and its end above");
    const [bracket] = await boxes("matrix", "mo");
    const [table] = await boxes("matrix", "mtable");
    assert.ok(bracket.height > table.height * 0.8, `a bracket as high as its matrix: ${bracket.height} and ${table.height}`);
    const rule = await page.locator("article.card", { hasText: "What is the ruled one" }).locator("mtd").evaluateAll((all) => all.map((one) => { const { borderTopWidth, borderRightWidth, textAlign } = getComputedStyle(one); return [parseFloat(borderTopWidth) > 0, parseFloat(borderRightWidth) > 0, textAlign]; }));
    assert.deepEqual(rule.map(([over]) => over), [false, false, true, true], "a line between the rows");
    assert.ok(rule[0][1] && rule[0][2].includes("right"));
    assert.equal(await page.locator("article.card", { hasText: "What is the coloured one" }).locator("math[display=block] [mathcolor]").evaluate((one) => getComputedStyle(one).color), "rgb(255, 0, 0)");
    assert.match(await page.locator("article.card", { hasText: "What is the cases one" }).locator(".answer math[display=block]").textContent(), /if\s?.*otherwise/);
  }));

  test("stays in a narrow window", () => visit(async (page) => {
    await page.goto(server.url("math/index.html"));
    const [content, window] = await page.evaluate(() => [document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]);
    assert.ok(content <= window, `${content} in ${window}`);
  }, { viewport: { width: 320, height: 640 } }));

  test("is for MathJax on the cards, as it was written", () => {
    const notes = notesOf(site.deck);
    for (const [name, tex] of Object.entries(FORMULAS)) {
      const { guid } = questionWith(site.site, `What is the ${name} one`);
      const [, fields] = notes.find(([one]) => one === guid);
      const written = fields.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&#125;", "}").replaceAll("&amp;", "&");
      const flat = (text) => text.replace(/\s+/g, "");
      assert.ok(flat(written).includes(flat(`\\[${tex}\\]`)), `${name}: ${fields}`);
      assert.ok(written.includes("\\(a_{1} < b\\)"), name);
      assert.ok(!fields.includes("<math"), name);
    }
  });
});

describe("a diagram", () => {
  test("is code, with all it says, where nothing draws it", () => visit(async (page) => {
    const { page: path, guid } = questionWith(site.site, "How does it flow");
    await page.goto(server.url(path));
    const code = page.locator(`article[data-guid="${guid}"] .answer pre[data-lang=mermaid]`);
    assert.equal((await code.textContent()).trim(), DIAGRAM);
    const [, fields] = notesOf(site.deck).find(([one]) => one === guid);
    assert.match(fields, /flowchart LR/);
  }));

  test("is drawn by the script of a theme, on its page and in a session", async () => {
    const files = {
      "theme.yaml": "name: drawn\nextends: slate\n",
      "site/templates/base.html": '{% extends "recto/base.html" %}\n{% block head %}<script src="{{ root }}assets/diagrams.js" defer></script>{% endblock %}\n',
      "site/static/diagrams.js": `const { enhance } = window.recto;
window.recto.enhance = (below) => {
  enhance(below);
  for (const pre of below.querySelectorAll("pre[data-lang=mermaid]")) {
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("role", "img");
    picture.setAttribute("aria-label", pre.textContent.match(/\\[(.*?)\\]/)[1]);
    pre.closest(".code-box").replaceWith(picture);
  }
};
window.recto.enhance(document);
`,
    };
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(site.folder, "themes/drawn", name)), { recursive: true });
      writeFileSync(join(site.folder, "themes/drawn", name), content);
    }
    site.add("recto.yaml", "theme: drawn\n");
    await visit(async (page) => {
      const { page: path, guid } = questionWith(site.site, "How does it flow");
      await page.goto(server.url(path));
      await page.locator(`article[data-guid="${guid}"]`).getByRole("img", { name: "Begin" }).waitFor({ state: "attached" });
      await page.goto(server.url(`study.html#from=${path}&mode=all`));
      for (let step = 0; !/How does it flow/.test(await asked(page)); step += 1) {
        assert.ok(step < 40, "it is asked");
        await page.keyboard.press("j");
      }
      await page.keyboard.press("Space");
      await session(page).getByRole("img", { name: "Begin" }).waitFor({ state: "attached" });
    });
  });
});
