"""The sample's package in Anki: everything arrives, and says what the Markdown says."""

import re

import pytest
from harness import SAMPLE, Counts, assert_renders, is_question, topics
from source import code_spans, elements, missing_words, questions, squash, text_of, words

DECK = "Go Internals"
FIELDS = ["Front", "Back", "Extra", "Context", "Source", "Spare1", "Spare2"]
FACTS = [12, 3, 7, 15, 7, 17, 0]
"""Of each question."""
QUESTIONS = questions(SAMPLE.read_text(encoding="utf-8"))


@pytest.fixture
def imported(sample, anki):
    counts = anki.take(sample.build())
    assert counts == Counts(new=len(QUESTIONS) + sum(FACTS))
    return anki


@pytest.fixture
def cards(imported):
    """The cards of the questions, in the order in which they come."""
    return [card for card in imported.cards() if is_question(card.note())]


def test_the_sample_is_read_as_we_know_it():
    """Guards the tests' own reading of the Markdown."""
    assert len(QUESTIONS) == 7
    assert [q.blocks for q in QUESTIONS] == [0, 1, 5, 0, 1, 0, 1]
    assert [q.items for q in QUESTIONS] == [17, 8, 16, 29, 18, 28, 0]
    assert all(len(q.words) > 50 for q in QUESTIONS)


def test_import_makes_a_note_and_a_card_for_each_question_and_fact(imported, cards):
    assert imported.col.note_count() == imported.col.card_count() == 7 + 61
    assert {imported.deck_of(card) for card in imported.cards()} == {DECK}
    note_type = imported.cards()[0].note_type()
    assert note_type["name"] == "Recto Basic"
    assert [field["name"] for field in note_type["flds"]] == FIELDS
    imported.assert_sound()
    fronts = [squash(text_of(card.note()["Front"])) for card in imported.cards()]
    assert len(set(fronts)) == len(fronts)
    of = [sum(front.startswith(squash(question.title)) for front in fronts) - 1 for question in QUESTIONS]
    assert of == FACTS


def test_new_cards_come_in_document_order(imported, cards):
    fronts = [squash(text_of(card.note()["Front"])) for card in cards]
    assert fronts == [squash(question.title) for question in QUESTIONS]
    dues = [card.due for card in imported.cards()]
    assert dues == sorted(set(dues))
    assert [card.due for card in cards] == list(range(1, 8))


def test_the_facts_of_a_question_come_far_apart(imported, cards):
    """As Anki's own queue hands them out, with the options it has by itself."""
    imported.lift_limits()
    imported.col.decks.select(imported.col.decks.id_for_name(DECK))
    queue = imported.col.sched.get_queued_cards(fetch_limit=100).cards
    order = [imported.col.get_card(entry.card.id).note() for entry in queue]
    assert [is_question(note) for note in order] == [True] * 7 + [False] * 61
    titles = [squash(question.title) for question in QUESTIONS]
    of = [
        next(n for n, title in enumerate(titles) if squash(text_of(note["Front"])).startswith(title)) for note in order[7:]
    ]
    for question, count in enumerate(FACTS):
        places = [place for place, number in enumerate(of) if number == question]
        assert len(places) == count
        gaps = [after - before for before, after in zip(places, places[1:])]
        assert all(gap >= 2 and gap >= 61 // count - 2 for gap in gaps), (question, gaps)


def test_tags_are_the_topics(imported, cards):
    for card, question in zip(cards, QUESTIONS, strict=True):
        topic = "-".join(words(question.topic.lower()))
        assert f"go-internals::{topic}" in topics(card.note())
    assert len({question.topic for question in QUESTIONS}) == 3
    found = [len(imported.col.find_notes(f"tag:recto::{kind}")) for kind in ("question", "fact")]
    assert found == [7, 61]


def test_a_fact_shows_its_question_and_its_own_answer_alone(imported):
    [note] = [n for n in imported.notes() if "Low pause times" in n["Front"]]
    asked, answered = assert_renders(note.cards()[0])
    assert squash(text_of(note["Front"])) == squash(f"{QUESTIONS[0].title} Key features Low pause times")
    assert squash(QUESTIONS[0].title) in squash(text_of(asked))
    assert squash(text_of(note["Back"])) == squash("Prioritizes latency over throughput")
    assert "Treats all objects" not in text_of(answered)


@pytest.mark.parametrize("number", range(len(QUESTIONS)))
def test_a_card_shows_the_whole_answer(cards, number):
    question = QUESTIONS[number]
    card = cards[number]
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
def test_a_card_keeps_the_answers_structure(cards, number):
    question = QUESTIONS[number]
    back = cards[number].note()["Back"]
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
