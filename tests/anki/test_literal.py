"""What an author writes is what Anki shows, even where it looks like Anki's own notation."""

from pathlib import Path

import pytest
from harness import Counts, assert_renders, png
from source import all_elements, elements, math_in, squash, text_of

# Title, answer in Markdown, and what a reader must see of it.
CASES = [
    ("cloze in code", "Write `{{c1::x}}` or `{{c2::a::hint}}`.", "Write {{c1::x}} or {{c2::a::hint}}."),
    ("cloze in a block", "```\n{{c1::x}} }} {{Front}} {{#Back}}\n```", "{{c1::x}} }} {{Front}} {{#Back}}"),
    ("field names", "Use `{{Front}}` and `{{FrontSide}}`.", "Use {{Front}} and {{FrontSide}}."),
    ("braces and colons", "Ends with }} and has std::vec in it.", "Ends with }} and has std::vec in it."),
    ("sound in prose", "Play [sound:a.mp3] now.", "Play [sound:a.mp3] now."),
    ("sound in code", "Play `[sound:a.mp3]` now.", "Play [sound:a.mp3] now."),
    ("speech", "Say [anki:tts lang=en_US]hello[/anki:tts].", "Say [anki:tts lang=en_US]hello[/anki:tts]."),
    ("latex in prose", "Between [latex]a[/latex] lies a.", "Between [latex]a[/latex] lies a."),
    ("latex in code", "`[latex]a[/latex]` and `[$]x[/$]`, `[$$]y[/$$]`", "[latex]a[/latex] and [$]x[/$], [$$]y[/$$]"),
    ("latex with escapes", r"In [\$]x[/\$] it is.", "In [$]x[/$] it is."),
    ("mathjax in code", r"`\(x\)` and `\[y\]`", r"\(x\) and \[y\]"),
    ("mathjax in prose", r"Written \\(x\\) and \\[y\\].", r"Written \(x\) and \[y\]."),
    ("markup in code", "`<script>alert(1)</script> <b>`", "<script>alert(1)</script> <b>"),
    ("entities in code", "`&amp; &lt; &#123;`", "&amp; &lt; &#123;"),
    ("entities in prose", "a &amp; b &lt; c", "a & b < c"),
    ("emoji", "A crab 🦀 and a family 👩‍👩‍👧.", "A crab 🦀 and a family 👩‍👩‍👧."),
    ("two directions", "שלום (abc) עולם, مرحبا 123", "שלום (abc) עולם, مرحبا 123"),
    ("composed letters", "Café, Cafe\u0301, ﬁn, 한국어", "Café, Cafe\u0301, ﬁn, 한국어"),
    ("odd spaces", "a\u00a0b\u2009c", "a b c"),
    ("table", "| a | b |\n|---|---|\n| `x` | 1 \\| 2 |", "a b x 1 | 2"),
    ("backslashes", r"`C:\new\table` and \\server", r"C:\new\table and \server"),
    ("quotes", "\"double\" 'single' `\"'`", "\"double\" 'single' \"'"),
]

def question(title, answer):
    """An answer of blocks stands below its label, one of text beside it."""
    between = "\n\n" if answer.startswith(("```", "|")) else " "
    return f"### Q: What of {title}?\n\n**A:**{between}{answer}\n"


DOCUMENT = "# Literally\n\n" + "\n".join(question(title, answer) for title, answer, _ in CASES)


def cards_by_title(anki):
    return {text_of(note["Front"]).strip(): note.cards()[0] for note in anki.notes()}


@pytest.fixture
def literal(project, anki):
    """All cases in one document; built and imported once a test, it is fast enough."""
    project.write("recto.yaml", "granularity: question\n")
    project.write("content/literally.md", DOCUMENT)
    assert anki.take(project.build()) == Counts(new=len(CASES))
    return anki


def test_every_text_is_shown_as_written(literal):
    cards = cards_by_title(literal)
    wrong = []
    for title, _, expected in CASES:
        card = cards[f"What of {title}?"]
        _, answered = assert_renders(card)
        if squash(expected) not in squash(text_of(answered)) or squash(text_of(card.note()["Back"])) != squash(expected):
            wrong.append(f"{title}: {answered}")
    assert not wrong, "\n".join(wrong)


def test_nothing_plays_and_nothing_is_typeset(literal):
    for card in literal.cards():
        output = card.render_output()
        assert not output.question_av_tags and not output.answer_av_tags
        for html in (output.question_text, output.answer_text):
            assert "[anki:play" not in html
            assert not math_in(html), f"MathJax would take {math_in(html)}"
            assert not elements(html, "img"), "Anki made a LaTeX picture"
    literal.assert_sound()


def test_questions_may_hold_it_too(project, anki):
    title = "What do `{{c1::x}}`, [sound:b.mp3], `<i>` and \\\\(y\\\\) mean, \"here\" & now?"
    shown = "What do {{c1::x}}, [sound:b.mp3], <i> and \\(y\\) mean, \"here\" & now?"
    project.write("content/odd.md", f"# Odd\n\n### Q: {title}\n\n**A:** Nothing.\n")
    assert anki.take(project.build()) == Counts(new=1)
    [card] = anki.cards()
    asked, answered = assert_renders(card)
    assert squash(shown) in squash(text_of(asked))
    assert squash(shown) in squash(text_of(answered))
    assert not card.question_av_tags() and not card.answer_av_tags() and not math_in(asked)
    anki.assert_sound()


def test_math_is_left_to_anki(project, anki):
    project.write(
        "content/math.md",
        "# Math\n\n### Q: What is $a < b$?\n\n**A:** $x^2$, and\n\n$$\\frac{a}{b} < 1$$\n",
    )
    assert anki.take(project.build()) == Counts(new=1)
    [card] = anki.cards()
    asked, answered = assert_renders(card)
    assert math_in(asked) == [r"\(a < b\)"]
    assert [squash(m) for m in math_in(card.note()["Back"])] == [r"\(x^2\)", r"\[\frac{a}{b}<1\]"]


def test_code_from_strangers_does_not_reach_a_card(project, anki):
    project.write(
        "content/bad.md",
        "# Bad\n\n### Q: What runs?\n\n**A:** Nothing.\n\n<script>alert(1)</script>\n\n"
        '<img src="x.png" onerror="alert(2)">\n\n<a href="javascript:alert(3)">a</a> [b](javascript:alert(4))\n\n'
        '<iframe src="https://example.org"></iframe><style>*{display:none}</style>\n',
    )
    project.write("content/x.png", png())
    assert anki.take(project.build()) == Counts(new=1)
    [card] = anki.cards()
    asked, answered = assert_renders(card)
    for tag, attributes in all_elements(asked + card.note()["Back"]):
        assert tag not in ("script", "iframe", "object", "embed", "form", "style")
        for name, value in attributes.items():
            assert not name.startswith("on"), f"<{tag} {name}>"
            assert not (value or "").strip().lower().startswith("javascript:")
    assert "alert(1)" not in text_of(answered)
    anki.assert_sound()


def test_a_picture_is_packed_and_found(project, anki):
    picture = png()
    project.write("content/pictures/a dot.png", picture)
    project.write(
        "content/pictures.md",
        "# Pictures\n\n### Q: What is it?\n\n**A:** A dot: ![a red dot](<pictures/a dot.png>) and again\n"
        "![the same](pictures/a%20dot.png).\n",
    )
    assert anki.take(project.build()) == Counts(new=1)
    [card] = anki.cards()
    _, answered = assert_renders(card)
    images = elements(answered, "img")
    assert [image["alt"] for image in images] == ["a red dot", "the same"]
    assert len({image["src"] for image in images}) == 1, "one picture is packed once"
    name = images[0]["src"]
    assert "/" not in name and not name.startswith("_")
    assert (Path(anki.col.media.dir()) / name).read_bytes() == picture
    anki.assert_sound()


def test_sounds_and_films_are_packed_and_played(project, anki):
    files = {"rain.mp3": b"rain", "loops/Two words.OGG": b"loop", "clip.mp4": b"clip", "film.webm": b"film"}
    for path, content in files.items():
        project.write(f"content/{path}", content)
    project.write(
        "content/sounds.md",
        "Q: What do you hear? [sound:rain.mp3]\nA: ![](<loops/Two words.OGG>) and ![](@/clip.mp4)\n\n"
        'Q: And now?\nA: <video width="200"><source src="film.webm">none</video> but `[sound:rain.mp3]` is text.\n',
    )
    assert anki.take(project.build()) == Counts(new=2)
    played = []
    for card in anki.cards():
        for tags in (card.question_av_tags(), card.answer_av_tags()):
            played += [tag.filename for tag in tags if tag.filename not in played]
    folder = Path(anki.col.media.dir())
    assert sorted((folder / name).read_bytes() for name in played) == sorted(files.values())
    [second] = [card for card in anki.cards() if "And now" in card.note()["Front"]]
    assert "[sound:rain.mp3]" in text_of(second.answer())
    anki.assert_sound()


def test_a_changed_picture_arrives(project, anki):
    """Anki takes a picture only with a note that changed, so the note must change with it."""
    project.write("content/dot.png", png())
    project.write("content/dot.md", "# Dot\n\n### Q: Which colour?\n\n**A:** This: ![](dot.png)\n")
    anki.take(project.build(day=1))
    changed = png(colour=(20, 60, 200))
    project.write("content/dot.png", changed)
    assert anki.take(project.build(day=2)) == Counts(updated=1)
    [image] = elements(anki.cards()[0].note()["Back"], "img")
    assert (Path(anki.col.media.dir()) / image["src"]).read_bytes() == changed
