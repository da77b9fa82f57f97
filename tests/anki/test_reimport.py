"""Building again and importing again: what changed arrives, the rest and all history stays.

Each test studies the deck first, with Anki's own scheduler, so that there is history to lose.
"""

import re
import time

import pytest
from harness import NOW, Counts, topics
from scene import RETIRED
from source import text_of

DECK = "Go Internals"
DOCUMENT = "content/go-internals.md"
QUESTIONS = 7
ALL = QUESTIONS + 61
"""Questions and facts."""

EDITED = "Prioritizes latency over throughput"
EDIT = "Prefers short pauses to throughput"
EDITED_QUESTION = "garbage collector algorithm"
OTHER_QUESTION = "interfaces are implemented"

NEW_QUESTION = """### Q: What is a write barrier?

**A:** A hook that runs when a pointer is stored.

"""


@pytest.fixture
def studied(sample, anki):
    """The first build, imported and studied."""
    assert anki.take(sample.build(day=1)) == Counts(new=ALL)
    assert anki.study(DECK) >= ALL
    schedule, log = anki.history()
    assert len(log) >= ALL and all(card[5] > 0 for card in schedule.values())
    return anki


def unchanged(before, after, but=()):
    """That two contents are the same except for the notes with the guids `but`."""
    assert before.keys() <= after.keys()
    for guid, note in before.items():
        if guid not in but:
            assert after[guid] == note


def question_block(text, phrase):
    """A question of the document, from its heading to the next."""
    [block] = [b for b in re.split(r"(?m)^(?=##)", text) if b.startswith("### ") and phrase in b.splitlines()[0]]
    return block


def test_the_same_package_again_changes_nothing(sample, anki):
    package = sample.build(day=1)
    anki.take(package)
    anki.study(DECK)
    before = anki.everything()
    assert anki.take(package) == Counts(duplicate=ALL)
    assert anki.everything() == before
    anki.assert_sound()


def test_a_later_build_of_the_same_source_changes_nothing(sample, studied):
    before = studied.everything()
    assert studied.take(sample.build(day=9)) == Counts(duplicate=ALL)
    assert studied.everything() == before
    studied.assert_sound()


def test_an_edited_answer_arrives_and_history_stays(sample, studied):
    # The question, and the one fact that says it.
    edited = studied.guids_with(EDITED, "Back")
    assert len(edited) == 2 and studied.note_with(EDITED_QUESTION).guid in edited
    # Meanwhile the user has made another note their own.
    studied.edit_note(studied.note_with(OTHER_QUESTION), Extra="my own remark")
    content, history = studied.everything()

    sample.edit(DOCUMENT, EDITED, EDIT)
    assert studied.take(sample.build(day=2)) == Counts(updated=2, duplicate=ALL - 2)

    note = studied.note_with(EDITED_QUESTION)
    assert studied.guids_with(EDIT, "Back") == edited
    assert EDIT in text_of(note["Back"]) and EDITED not in text_of(note["Back"])
    assert studied.history() == history
    unchanged(content, studied.content(), but=edited)
    other = studied.note_with(OTHER_QUESTION)
    assert other["Extra"] == "my own remark" and "mine" in other.tags
    studied.assert_sound()


def test_an_edit_and_back_again_both_arrive(sample, studied):
    """Two edits in a row, and a third build that changes nothing."""
    history = studied.history()
    sample.edit(DOCUMENT, EDITED, EDIT)
    assert studied.take(sample.build(day=2)).updated == 2
    sample.edit(DOCUMENT, EDIT, EDITED)
    # Old versions of Anki date an update by the import, in seconds, so the next edit must be later.
    time.sleep(1.1)
    assert studied.take(sample.build(NOW)).updated == 2
    assert EDITED in text_of(studied.note_with(EDITED_QUESTION)["Back"])
    time.sleep(1.1)
    assert studied.take(sample.build(NOW)) == Counts(duplicate=ALL)
    assert studied.history() == history


def test_an_edit_in_the_same_second_still_arrives(sample, studied):
    """Two builds within a second: the time of the change must rise all the same."""
    history = studied.history()
    sample.edit(DOCUMENT, EDITED, EDIT)
    assert studied.take(sample.build(day=1)) == Counts(updated=2, duplicate=ALL - 2)
    assert studied.history() == history


def test_a_new_question_in_the_middle_is_new_alone(sample, studied):
    content, history = studied.everything()
    heading = "### Q: How would you diagnose"
    sample.edit(DOCUMENT, heading, NEW_QUESTION + heading)
    assert studied.take(sample.build(day=2)) == Counts(new=1, duplicate=ALL)

    schedule, log = studied.history()
    assert log == history[1]
    assert history[0].items() <= schedule.items()
    unchanged(content, studied.content())
    new = studied.note_with("What is a write barrier?")
    assert topics(new)[:1] == ["go-internals::memory-management"]
    assert [studied.deck_of(card) for card in new.cards()] == [DECK]
    studied.assert_sound()


def test_a_question_moved_within_its_topic_is_untouched(sample, studied):
    before = studied.everything()
    text = sample.read(DOCUMENT)
    block = question_block(text, EDITED_QUESTION)
    sample.write(DOCUMENT, text.replace(block, "").replace("## 2. ", block + "## 2. "))
    assert studied.take(sample.build(day=2)) == Counts(duplicate=ALL)
    assert studied.everything() == before


def test_a_question_moved_to_another_topic_keeps_its_history(sample, studied):
    content, history = studied.everything()
    moved = studied.guids_with(EDITED_QUESTION)
    assert len(moved) == 1 + 12
    text = sample.read(DOCUMENT)
    block = question_block(text, EDITED_QUESTION)
    sample.write(DOCUMENT, text.replace(block, "").replace("## 3. ", block + "## 3. "))
    counts = studied.take(sample.build(day=2))
    assert (counts.new, counts.conflicting) == (0, 0)
    assert studied.history() == history
    unchanged(content, studied.content(), but=moved)
    assert topics(studied.note_with(EDITED_QUESTION)) [0:1] == ["go-internals::compilation-and-runtime"]


def test_a_removed_question_takes_nothing_with_it(sample, studied):
    content, history = studied.everything()
    removed = studied.guids_with(EDITED_QUESTION)
    text = sample.read(DOCUMENT)
    sample.write(DOCUMENT, text.replace(question_block(text, EDITED_QUESTION), ""))
    counts = studied.take(sample.build(day=2))
    assert (counts.new, counts.conflicting) == (0, 0)
    assert studied.history() == history
    unchanged(content, studied.content(), but=removed)


def test_a_removed_fact_is_tagged_and_comes_back(sample, studied):
    """An item leaves an answer: its note is tagged, its question is edited. The item comes back as it was,
    and with it the note and all its reviews, without the tag."""
    question = studied.note_with(EDITED_QUESTION).guid
    [fact] = studied.guids_with(EDITED, "Back") - {question}
    content, history = studied.everything()
    text = sample.read(DOCUMENT)
    [item] = [line for line in text.splitlines(keepends=True) if EDITED in line]
    sample.edit(DOCUMENT, item, "")
    assert studied.take_at_once(sample.build(day=2)) == Counts(updated=2, duplicate=ALL - 2)
    assert studied.tagged(RETIRED) == {fact}
    assert studied.history() == history
    unchanged(content, studied.content(), but={question, fact})

    sample.write(DOCUMENT, text)
    assert studied.take_at_once(sample.build(day=3)) == Counts(updated=2, duplicate=ALL - 2)
    assert studied.tagged(RETIRED) == set()
    assert fact in studied.guids_with(EDITED, "Back")
    assert studied.history() == history
    assert studied.take(sample.build(day=4)) == Counts(duplicate=ALL)
    studied.assert_sound()


def test_a_removed_question_takes_its_facts_along_and_brings_them_back(sample, studied):
    content, history = studied.everything()
    removed = studied.guids_with(EDITED_QUESTION)
    assert len(removed) == 1 + 12
    text = sample.read(DOCUMENT)
    sample.edit(DOCUMENT, question_block(text, EDITED_QUESTION), "")
    counts = Counts(updated=len(removed), duplicate=ALL - len(removed))
    assert studied.take_at_once(sample.build(day=2)) == counts
    assert studied.tagged(RETIRED) == removed
    unchanged(content, studied.content(), but=removed)

    sample.write(DOCUMENT, text)
    assert studied.take_at_once(sample.build(day=3)) == counts
    assert studied.tagged(RETIRED) == set()
    assert studied.guids_with(EDITED_QUESTION) == removed
    assert studied.history() == history
    studied.assert_sound()


def test_another_theme_reaches_the_cards_without_touching_a_note(sample, studied):
    before = studied.everything()
    old = studied.cards()[0].note_type()
    assert studied.take(sample.build(2, "--theme", "slate")) == Counts(duplicate=ALL)
    new = studied.cards()[0].note_type()
    assert new["id"] == old["id"]
    assert new["css"] != old["css"]
    assert studied.everything() == before
    studied.assert_sound()
