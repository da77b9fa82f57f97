"""The sample's package in Anki: everything arrives, and says what the Markdown says."""

import re

import pytest
from harness import SAMPLE, Counts, assert_renders
from source import code_spans, elements, missing_words, questions, squash, text_of, words

DECK = "Go Internals"
FIELDS = ["Front", "Back", "Extra", "Context", "Source", "Spare1", "Spare2"]
QUESTIONS = questions(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def imported(sample, anki):
    counts = anki.take(sample.build())
    assert counts == Counts(new=len(QUESTIONS))
    return anki


def test_the_sample_is_read_as_we_know_it():
    """Guards the tests' own reading of the Markdown."""
    assert len(QUESTIONS) == 7
    assert [q.blocks for q in QUESTIONS] == [0, 1, 5, 0, 1, 0, 1]
    assert [q.items for q in QUESTIONS] == [17, 8, 16, 29, 18, 28, 0]
    assert all(len(q.words) > 50 for q in QUESTIONS)


def test_import_makes_a_note_and_a_card_for_each_question(imported):
    assert imported.col.note_count() == len(QUESTIONS)
    assert imported.col.card_count() == len(QUESTIONS)
    assert {imported.deck_of(card) for card in imported.cards()} == {DECK}
    note_type = imported.cards()[0].note_type()
    assert note_type["name"] == "Recto Basic"
    assert [field["name"] for field in note_type["flds"]] == FIELDS
    imported.assert_sound()


def test_new_cards_come_in_document_order(imported):
    fronts = [squash(text_of(card.note()["Front"])) for card in imported.cards()]
    assert fronts == [squash(question.title) for question in QUESTIONS]
    dues = [card.due for card in imported.cards()]
    assert dues == sorted(set(dues))


def test_tags_are_the_topics(imported):
    for note, question in zip(imported.notes(), QUESTIONS, strict=True):
        topic = "-".join(words(question.topic.lower()))
        languages = ["lang::shell" if name == "bash" else f"lang::{name}" for name in sorted(question.languages)]
        assert note.tags == [f"go-internals::{topic}", *sorted(languages)]
    assert any(question.languages for question in QUESTIONS)
    assert len({question.topic for question in QUESTIONS}) == 3


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_card_shows_the_whole_answer(imported, number):
    question = QUESTIONS[number]
    card = imported.cards()[number]
    asked, answered = assert_renders(card)

    assert squash(question.title) in squash(text_of(asked))
    assert squash(question.title) in squash(text_of(answered)), "the answer's side repeats the question"
    answer_only = text_of(card.note()["Back"])
    assert squash(answer_only[:60]) not in squash(text_of(asked)), "the question gives the answer away"

    # First by words, for a message one can read; then to the letter.
    gap = missing_words(question.words, words(text_of(answered)))
    assert not gap, f"from here on the answer is not what the document says: {' '.join(gap)}"
    assert squash(question.answer) in squash(text_of(answered))
    assert squash(answer_only) == squash(question.answer)


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_card_keeps_the_answers_structure(imported, number):
    question = QUESTIONS[number]
    back = imported.cards()[number].note()["Back"]
    assert len(elements(back, "li")) == question.items
    assert len(elements(back, "pre")) == question.blocks
    assert code_spans(back) == question.spans
    assert not re.search(r"\*\*|```", text_of(back)), "Markdown shows through"


def test_code_is_coloured_by_classes(imported):
    backs = "".join(note["Back"] for note in imported.notes())
    classes = {attrs.get("class") for attrs in elements(backs, "span")}
    assert {"k", "s", "c"} <= classes, "keywords, strings and comments"
    assert all(re.fullmatch(r"[a-z]{1,3}", name or "") for name in classes), classes
    assert {attrs.get("data-lang") for attrs in elements(backs, "pre")} == {"go", "bash"}
    css = imported.cards()[0].note_type()["css"]
    for name in sorted(classes):
        assert re.search(rf"\.{name}\b", css), f"no colour for class {name}"
    assert ".nightMode" in css


def test_unused_fields_are_empty(imported):
    for note in imported.notes():
        assert note["Spare1"] == note["Spare2"] == ""
