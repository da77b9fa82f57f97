"""Real collections in Anki: as many notes as each holds, every card renders, no medium is missing."""

import json
import shutil

import pytest
from harness import COMPLAINTS, SAMPLE, Counts, assert_renders, is_question
from source import squash, text_of

CORPUS = SAMPLE.resolve().parents[2] / "shared" / "corpus"
EXPECTED = CORPUS / "expected.json"
SETS = json.loads(EXPECTED.read_text(encoding="utf-8"))["documents"] if EXPECTED.is_file() else []


def add(project, collection, folder=""):
    """Puts a collection into a project, its pictures beside it; its other documents are another set's."""
    content = project.folder / "content" / folder
    for file in collection["files"]:
        source = CORPUS / file["path"]
        shutil.copytree(
            source.parent,
            content,
            ignore=lambda folder, names: [name for name in names if name.endswith(".md")],
            dirs_exist_ok=True,
        )
        shutil.copy(source, content)


def assert_all_render(cards):
    """One answer of the corpus, and its facts, say what Anki says where it complains; all others nothing like it."""
    notes = {card.nid: card.note() for card in cards}
    says_so = {nid for nid, note in notes.items() if any(said in str(note.fields) for said in COMPLAINTS)}
    assert sum(is_question(notes[nid]) for nid in says_so) <= 1
    for card in cards:
        if card.nid not in says_so:
            assert_renders(card)


@pytest.mark.parametrize("collection", SETS, ids=[entry["id"] for entry in SETS])
def test_a_collection_arrives_whole(project, anki, collection):
    add(project, collection)
    count = collection["expected_cards"]
    package = project.build()
    notes = anki.take(package).new
    assert anki.take(package) == Counts(duplicate=notes)
    questions = [note for note in anki.notes() if is_question(note)]
    assert len(questions) == count
    cards = anki.cards()
    clozes = collection["cloze_notes"]
    assert len(cards) == notes if clozes == 0 else len(cards) > notes
    assert_all_render(cards)
    anki.assert_sound()


# One with options, one with blanks, one with many facts; with the sample they hold every kind there is.
OF_KINDS = [entry for entry in SETS if entry["id"] in ("javascript-mcq-en", "hashcards-statistics-en", "sysadmin-en")]
KINDS = {"Recto Basic", "Recto Basic and Reversed", "Recto Cloze", "Recto Choice", "Recto Typed"}


@pytest.mark.skipif(not OF_KINDS, reason="there is no corpus beside the project")
def test_all_kinds_arrive_whole(project, anki):
    """Collections with typed answers, and the sample asked both ways, all with their facts."""
    project.write("content/go-internals.md", "---\nreversed: true\n---\n\n" + SAMPLE.read_text(encoding="utf-8"))
    for collection in OF_KINDS:
        add(project, collection, collection["id"])
    project.write("recto.yaml", "title: Kinds\ngranularity: both\ntype: true\n")
    package = project.build()
    count = anki.take(package).new
    assert anki.take(package) == Counts(duplicate=count)
    notes = anki.notes()
    questions = [note for note in notes if is_question(note)]
    assert len(questions) == 7 + sum(entry["expected_cards"] for entry in OF_KINDS)
    facts = [note for note in notes if not is_question(note)]
    assert {note.note_type()["name"] for note in notes} == KINDS
    assert {note.note_type()["name"] for note in facts} == {"Recto Basic", "Recto Basic and Reversed", "Recto Typed"}
    for note in notes:
        kind, cards = note.note_type()["name"], note.cards()
        if kind == "Recto Basic and Reversed":
            assert len(cards) == 2
        elif kind == "Recto Cloze":
            assert len(cards) >= 1
        else:
            assert len(cards) == 1
        if kind == "Recto Typed":
            assert "[[type:Back]]" in cards[0].render_output().question_text
    assert_all_render(anki.cards())
    # A fact holds less than the answer it is of.
    for fact in facts:
        front, back = (squash(text_of(fact[name])) for name in ("Front", "Back"))
        answers = [squash(text_of(q.fields[1])) for q in questions if front.startswith(squash(text_of(q.fields[0])))]
        assert any(len(back) < len(answer) for answer in answers)
    anki.assert_sound()
