"""Every way in which a second package can differ from the first, and what it does in Anki.

Each scene begins with a project that was built, imported, and studied with Anki's own scheduler. A
later build is imported, and `Scene.comes` compares note by note and card by card: what was to be
updated is, all else is what it was, and so are every schedule and every row of the review log.
"""

import json
import re
import shutil
import sqlite3
import zipfile

import pytest
from harness import DATES_BY_IMPORT, DAY, HAS_OPTIONS, Anki, Counts, Project, notes_in, png, topics
from scene import NEW, RETIRED, TITLE, Document, Question, begin, documents, matching
from source import elements, squash, text_of

# "Update notes: Always", by its number in Anki's protocol.
ALWAYS = 1

# The question "closed", reworded: what is asked is the same, most words are.
REWORDED = "What happens if you send a value on a channel that is closed?"
BACK = "A panic. Close a channel on the sender's side, once nobody sends any more."


@pytest.fixture
def scene_with(tmp_path):
    """A first act with something changed before it."""
    scenes = []

    def make(change=lambda scene: None, study=lambda scene: None):
        scenes.append(begin(tmp_path / f"scene-{len(scenes)}", change, study))
        return scenes[-1]

    yield make
    for scene in scenes:
        scene.anki.close()


# Nothing changes.


def test_the_same_package_again(scene):
    [package] = scene.project.folder.glob("build-1/*.apkg")
    scene.write().arrives(package)
    scene.anki.assert_sound()


def test_a_later_build_without_a_change(scene):
    lock = scene.project.read("recto.lock")
    scene.comes().comes()
    assert scene.project.read("recto.lock") == lock
    scene.anki.assert_sound()


def test_the_lock_lost_after_the_first_build(scene):
    """The last package gives guids and times back."""
    (scene.project.folder / "recto.lock").unlink()
    scene.write()
    scene.arrives(scene.project.build(0, clock=scene.clock()))


def test_the_lock_lost_without_the_last_package(scene):
    """The same guids come again; the notes count as updated, since nobody knows when they changed."""
    (scene.project.folder / "recto.lock").unlink()
    shutil.rmtree(scene.project.folder / "output")
    scene.write()
    package = scene.project.build(0, clock=scene.clock())
    scene.arrives(package, updated=scene.guids)


def test_the_lock_lost_after_edits(scene):
    """What was built last comes back; an answer edited since arrives; a question reworded since is told of,
    and stops the build until somebody agrees."""
    scene.change("closed", back=BACK)
    scene.put(scene.take("leak"), "concurrency.md", "Channels")
    scene.comes(updated=["closed", "leak"])
    scene.change("buffered", front="What is a buffered channel, and how does another differ from it?")
    scene.change("mutex", back="Where one value is changed in place.")
    scene.write()
    (scene.project.folder / "recto.lock").unlink()
    before = scene.anki.history()
    scene.project.run("build", code=2, clock=scene.clock())
    scene.anki.assert_sound()
    package = scene.project.build(0, "--forget", clock=scene.clock())
    assert scene.anki.take(package) == Counts(new=1, updated=1, duplicate=6)
    after = scene.anki.history()
    assert after[1] == before[1] and before[0].items() <= after[0].items()


# The text of a question changes.


def test_an_answer_edited(scene):
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"]).comes()
    scene.anki.assert_sound()


def test_a_typo_in_the_answer(scene):
    scene.change("mutex", back=scene.question("mutex")[0][0].back.replace("counter", "countr"))
    scene.comes(updated=["mutex"])


@matching
def test_a_question_reworded(scene):
    scene.change("closed", front=REWORDED)
    scene.comes(updated=["closed"]).comes()
    scene.anki.assert_sound()


@matching
def test_a_typo_in_the_question(scene):
    scene.change("collector", front="How does the garbage colector find objects that are no longer needed?")
    scene.comes(updated=["collector"])


@matching
def test_question_and_answer_both_touched(scene):
    """A word more in the question and some others in the answer: near-twins differ no less, so the plan
    asks, and the answer brings the history along."""
    scene.change("leak", front="What makes a goroutine leak memory?")
    questions, index = scene.question("leak")
    scene.change("leak", back=questions[index].back.replace("until the program ends", "as long as the program runs"))
    scene.write()
    clock = scene.now - DAY
    [offer] = scene.plan(clock)["offers"]
    assert offer["old"] == scene.guids["leak"]
    scene.project.run("accept", offer["old"], clock=clock)
    scene.comes(updated=["leak"], clock=clock)


def test_an_edit_and_back_again(scene):
    questions, index = scene.question("closed")
    before = questions[index].back
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"])
    scene.change("closed", back=before)
    scene.comes(updated=["closed"])


def test_a_package_left_out(scene):
    """A reader who skips a package gets both edits with the next one."""
    scene.change("closed", back=BACK)
    scene.build()
    scene.behind = True
    scene.change("mutex", back="Where one value is changed in place.")
    scene.comes(updated=["closed", "mutex"])


def test_an_old_package_after_the_new_one(scene):
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"])
    [old] = scene.project.folder.glob("build-1/*.apkg")
    scene.arrives(old)


def test_an_edit_built_before_the_last_import(scene):
    """A reader imports two packages later than both were built. Every Anki but those of 2022 to
    2024 takes both edits of a note; they wait for the next change after that, and lose nothing."""
    scene.change("closed", back=BACK)
    scene.anki.take(scene.build())
    history = scene.anki.history()
    scene.change("closed", back=BACK + " Always.")
    expected = Counts(duplicate=8) if DATES_BY_IMPORT else Counts(updated=1, duplicate=7)
    assert scene.anki.take(scene.build()) == expected
    assert scene.anki.history() == history
    scene.change("closed", back=BACK + " Never.")
    scene.comes(updated=["closed"], clock=scene.now + 60)


# Places change.


def test_a_section_renamed(scene):
    sections = scene.documents["memory.md"].sections
    sections["Memory on the stack"] = sections.pop("Stack")
    scene.comes(updated=["locals", "escape"])
    assert topics(scene.note("locals")) == ["memory::memory-on-the-stack"]


def test_a_document_given_another_title(scene):
    """Its topic is the title, so tags change; cards stay in the deck they are in."""
    scene.documents["memory.md"].title = "Memory of Go"
    scene.comes(updated=["locals", "escape", "collector", "leak"])
    assert topics(scene.note("leak")) == ["memory-of-go::heap"]


def test_tags_in_front_matter(scene):
    scene.documents["memory.md"].settings = "tags: [runtime]"
    scene.comes(updated=["locals", "escape", "collector", "leak"])
    assert topics(scene.note("leak")) == ["memory::heap", "runtime"]


def test_the_project_given_another_title(scene):
    scene.project.write("recto.yaml", "title: Another\nseed: scene\n")
    scene.comes()


def test_a_question_moved_within_its_section(scene):
    scene.put(scene.take("locals"), "memory.md", "Stack")
    scene.comes()


def test_a_question_moved_to_another_section(scene):
    scene.put(scene.take("locals"), "memory.md", "Heap")
    scene.comes(updated=["locals"])
    assert topics(scene.note("locals")) == ["memory::heap"]


def test_a_question_moved_to_another_document(scene):
    """Its deck is where the cards are; only its topic follows the move."""
    scene.put(scene.take("leak"), "concurrency.md", "Channels")
    scene.comes(updated=["leak"])
    assert topics(scene.note("leak")) == ["concurrency::channels"]
    assert [scene.anki.deck_of(card) for card in scene.note("leak").cards()] == [f"{TITLE}::Memory"]


@matching
def test_a_question_moved_and_its_answer_edited(scene):
    scene.change("leak", back=scene.question("leak")[0][1].back + " A profile of goroutines shows it.")
    scene.put(scene.take("leak"), "concurrency.md", "Channels")
    scene.comes(updated=["leak"])


def test_a_document_renamed(scene):
    scene.documents["notes/go-memory.md"] = scene.documents.pop("memory.md")
    scene.comes(updated=["locals", "escape", "collector", "leak"])  # The folder is a topic.
    scene.documents["notes/memory-of-go.md"] = scene.documents.pop("notes/go-memory.md")
    scene.comes()


def test_a_document_split_in_two(scene):
    heap = scene.documents["memory.md"].sections.pop("Heap")
    scene.documents["heap.md"] = Document("Heap", {"Collection": heap})
    scene.comes(updated=["collector", "leak"])


def test_two_documents_merged(scene):
    other = scene.documents.pop("concurrency.md")
    scene.documents["memory.md"].sections.update(other.sections)
    scene.comes(updated=["closed", "buffered", "mutex", "readers"])


def test_the_order_shuffled(scene):
    for document in scene.documents.values():
        document.sections = {name: questions[::-1] for name, questions in reversed(document.sections.items())}
    scene.documents = dict(reversed(scene.documents.items()))
    scene.comes()


def test_two_questions_swapped(scene):
    """Each stands where the other stood."""
    first, second = scene.take("escape"), scene.take("closed")
    scene.put(second, "memory.md", "Stack", 1)
    scene.put(first, "concurrency.md", "Channels", 0)
    scene.comes(updated=["escape", "closed"])


def test_two_answers_swapped(scene):
    """A question is its front: each keeps its own history and gets the other's text."""
    escape, closed = (scene.question(key)[0][scene.question(key)[1]].back for key in ("escape", "closed"))
    scene.change("escape", back=closed)
    scene.change("closed", back=escape)
    scene.comes(updated=["escape", "closed"])


# Questions come and go.


def test_a_new_question_in_the_middle(scene):
    scene.put(NEW, "concurrency.md", "Channels", 1)
    scene.comes(new=1)
    [card] = scene.note_of(NEW.front).cards()
    assert scene.anki.deck_of(card) == f"{TITLE}::Concurrency"
    scene.anki.assert_sound()


def test_a_question_deleted_where_notes_are_kept(scene_with):
    scene = scene_with(lambda scene: scene.project.write("recto.yaml", f"title: {TITLE}\nretired: keep\n"))
    before = scene.anki.everything()
    scene.take("escape")
    package = scene.build()
    assert scene.anki.take(package) == Counts(duplicate=len(scene.live()))
    assert scene.anki.everything() == before
    assert scene.guids["escape"] not in {guid for guid, *_ in notes_in(package)}
    scene.anki.assert_sound()


def test_a_question_deleted_takes_nothing_with_it(scene):
    scene.take("escape")
    scene.comes(retired=["escape"])
    scene.anki.assert_sound()


def test_a_question_deleted_is_tagged(scene):
    fields = scene.note("escape").fields
    scene.take("escape")
    scene.comes(retired=["escape"])
    assert RETIRED in scene.note("escape").tags
    assert scene.note("escape").fields == fields
    scene.comes()  # Once tagged, it rests.


def test_a_retired_question_reaches_those_who_skipped_a_package(scene):
    fields = scene.note("escape").fields
    scene.take("escape")
    scene.build()
    scene.change("closed", back=BACK)
    scene.build()
    scene.arrives(scene.build(), updated=["closed"], retired=["escape"])
    assert RETIRED in scene.note("escape").tags
    assert scene.note("escape").fields == fields


def test_a_question_that_leaves_after_a_build_whose_clock_was_years_ahead(scene):
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now + 12 * 365 * DAY)
    scene.take("escape")
    scene.comes(retired=["escape"], clock=scene.now)
    assert RETIRED in scene.note("escape").tags


def test_a_retired_question_on_a_fresh_clone(scene):
    """`output/` is not committed. A build without the last one must not empty a note."""
    fields = scene.note("escape").fields
    scene.take("escape")
    shutil.rmtree(scene.project.folder / "output")
    scene.anki.take(scene.build())
    shutil.rmtree(scene.project.folder / "output")
    scene.anki.take(scene.build())
    assert scene.note("escape").fields == fields
    assert scene.reviews(scene.note("escape"))


def test_a_lock_that_knows_of_retired_questions_on_a_fresh_clone(scene):
    """Whoever retires has the last build; whoever builds from the lock alone, as a server does, ships
    the same package."""
    scene.take("escape")
    package = scene.build()
    shutil.rmtree(scene.project.folder / "output")
    again = scene.project.build(0, "--locked", clock=scene.clock())
    assert again.read_bytes() == package.read_bytes()


def test_a_retired_question_and_a_new_reader(scene, tmp_path):
    """Who never had it is not asked it. Its note comes without a card, so that nothing is in the deck."""
    scene.take("escape")
    package = scene.build()
    reader = Anki(tmp_path / "reader")
    try:
        assert reader.take(package) == Counts(new=8)
        assert reader.col.card_count() == 7
        assert reader.study(TITLE) >= 7
        assert "compiler move" not in "".join(card.question() for card in reader.cards())
        assert reader.take(scene.build()) == Counts(duplicate=8)
    finally:
        reader.close()


def test_a_retired_question_that_the_user_deleted(scene):
    """It comes back as a note without a card: nobody is asked it again."""
    scene.take("escape")
    scene.comes(retired=["escape"])
    scene.anki.col.remove_notes([scene.note("escape").id])
    cards = scene.anki.col.card_count()
    scene.anki.take(scene.build())
    assert scene.anki.col.card_count() == cards


def test_a_retired_question_with_a_picture(scene_with):
    """The picture may be gone from the project; readers have it."""
    scene = scene_with(with_picture)
    (scene.project.folder / "content/pictures/heap.png").unlink()
    fields = scene.note("picture").fields
    scene.take("picture")
    scene.comes(retired=["picture"])
    assert scene.note("picture").fields == fields
    scene.anki.assert_sound()


def test_a_retired_question_is_shipped_for_a_while(scene):
    """After a quarter of a year, counted to the last change, packages no longer hold it. A build without a
    change does not move that moment."""
    scene.take("escape")
    scene.comes(retired=["escape"])
    lock = scene.project.read("recto.lock")
    scene.write()
    scene.project.build(0, clock=scene.now + 200 * DAY)
    assert scene.project.read("recto.lock") == lock
    scene.change("closed", back=BACK)
    shipped = {guid for guid, *_ in notes_in(scene.build(clock=scene.now + 80 * DAY))}
    assert scene.guids["escape"] in shipped
    scene.change("mutex", back=BACK + " Always.")
    shipped = {guid for guid, *_ in notes_in(scene.build(clock=scene.now + 100 * DAY))}
    assert scene.guids["escape"] not in shipped
    # It is still remembered: brought back, it loses its tag.
    assert "was" not in scene.project.lock()[scene.guids["escape"]]
    scene.documents["memory.md"].sections["Stack"] += [q for q in documents()["memory.md"].sections["Stack"] if q.key == "escape"]
    assert scene.anki.take_at_once(scene.build(clock=scene.now + 101 * DAY)) == Counts(updated=3, duplicate=5)
    assert RETIRED not in scene.note("escape").tags


def test_a_question_deleted_and_brought_back(scene):
    question = scene.take("escape")
    scene.comes(retired=["escape"])
    scene.comes()
    scene.put(question, "memory.md", "Stack")
    scene.comes(revived=["escape"])
    scene.anki.assert_sound()


def test_all_questions_of_a_document_deleted_and_brought_back(scene):
    document = scene.documents.pop("memory.md")
    keys = ["locals", "escape", "collector", "leak"]
    scene.comes(retired=keys)
    scene.documents["memory.md"] = document
    scene.comes(revived=keys)


def test_a_document_made_a_draft_and_finished(scene):
    """A draft is left out, so its questions leave the content for a while."""
    document = scene.documents["memory.md"]
    keys = ["locals", "escape", "collector", "leak"]
    document.settings = "draft: true"
    scene.write()
    package = scene.project.build(0, clock=scene.clock())
    del scene.documents["memory.md"]
    scene.arrives(package, retired=keys)
    document.settings = ""
    scene.documents["memory.md"] = document
    scene.comes(revived=keys)


def test_a_document_that_cannot_be_read(scene):
    """Its notes are not gone: they are neither retired nor tagged, and come back unchanged."""
    before = scene.anki.everything()
    scene.write()
    whole = scene.project.read("content/memory.md")
    scene.project.write("content/memory.md", b"\xff\xfe broken")
    assert scene.anki.take(scene.project.build(0, clock=scene.clock(), code=1)) == Counts(duplicate=4)
    assert all("retired" not in record for record in scene.project.lock().values())
    scene.project.write("content/memory.md", whole)
    scene.comes()
    assert scene.anki.everything() == before


@matching
def test_a_question_brought_back_with_other_words(scene):
    question = scene.take("closed")
    scene.comes(retired=["closed"])
    scene.put(question, "concurrency.md", "Channels")
    scene.change("closed", front=REWORDED)
    scene.comes(revived=["closed"])


# Questions that look alike.

TWIN = Question(
    "twin",
    "What happens when you receive from a closed channel?",
    "The zero value comes at once, once the buffer is empty. The second result says whether the value was sent.",
)

def test_a_near_twin_inserted_before(scene):
    scene.put(TWIN, "concurrency.md", "Channels", 0)
    scene.comes(new=1)
    assert not scene.reviews(scene.note_of(TWIN.front))


def test_a_question_replaced_by_a_near_twin(scene):
    """The old one is retired, and nothing of its history goes to the new one."""
    scene.take("closed")
    scene.put(TWIN, "concurrency.md", "Channels", 0)
    scene.comes(new=1, retired=["closed"])
    assert not scene.reviews(scene.note_of(TWIN.front))
    assert len(scene.reviews(scene.note("closed"))) > 0


def setting(key, name, value):
    """Questions that differ in one word each, which is the word that matters."""
    return Question(
        key,
        f"What is the default value of `{name}`?",
        f"The value is {value}, unless the environment of the process sets another one when it begins.",
    )


def test_a_question_replaced_by_one_that_differs_in_a_word(scene_with):
    one, other = setting("one", "GOGC", "100"), setting("other", "GOMEMLIMIT", "off")
    scene = scene_with(lambda scene: scene.put(one, "memory.md", "Heap"))
    scene.take("one")
    scene.put(other, "memory.md", "Heap")
    scene.comes(new=1, retired=["one"])
    assert not scene.reviews(scene.note_of(other.front))


def test_a_duplicate_question(scene):
    """A copy is a new note; the first keeps what it has."""
    questions, index = scene.question("closed")
    copy = Question("copy", questions[index].front, questions[index].back)
    scene.put(copy, "concurrency.md", "Locks")
    scene.comes(new=1)
    scene.comes()
    # The copy goes again, and the first is what it was.
    scene.take("copy")
    scene.guids["copy"] = ({guid for guid in scene.anki.content()} - set(scene.guids.values())).pop()
    scene.comes(retired=["copy"])


def test_one_question_with_two_answers(scene_with):
    """Questions that share a front, as "What is the output?" does, and differ in the answer."""
    one, two = (Question(name, "What does `fmt.Println(x)` print?", f"It prints {name}.") for name in ("one", "two"))
    scene = scene_with(lambda scene: scene.put(one, "memory.md", "Heap"))
    scene.put(two, "memory.md", "Heap", 0)
    scene.comes(new=1)
    # In the other order nothing moves.
    scene.put(scene.take("two"), "memory.md", "Heap")
    scene.comes()


PRINTS = "What does this program print?"


def prints(key, code):
    return Question(key, PRINTS, f"See for yourself:\n\n```go\n{code}\n```")


@matching
def test_one_of_many_with_the_same_question_replaced(scene_with):
    """Where several ask "What does this print?", that they do is no evidence: the one that goes and
    the one that comes share nothing else."""
    one, other = prints("one", "fmt.Println(len(m))"), prints("other", "for i := range 3 { defer fmt.Print(i) }")
    scene = scene_with(lambda scene: scene.put(one, "memory.md", "Heap"))
    kept = prints("kept", "var p *int; fmt.Println(p == nil)")
    scene.put(kept, "memory.md", "Heap", 0)
    history = len(scene.anki.history()[1])
    scene.anki.take_at_once(scene.build())
    scene.take("one")
    scene.put(other, "memory.md", "Heap")
    counts = scene.anki.take_at_once(scene.build())
    assert len(scene.anki.history()[1]) == history
    assert counts.new == 1
    assert "defer" not in scene.note("one")["Back"]


@matching
def test_a_question_reworded_beside_its_copy(scene):
    """One draft has the old question, another the old answer. Whichever is the old note, or none, the
    history must not go to the copy, whose answer is another."""
    questions, index = scene.question("closed")
    old = questions[index]
    scene.change("closed", front="Does a send on a channel that was closed return?")
    copy = Question("copy", old.front, TWIN.back)
    scene.put(copy, "concurrency.md", "Channels", 0)
    scene.anki.take_at_once(scene.build())
    assert squash(text_of(scene.note("closed")["Back"])) == squash(old.back)


# Decks.


def test_another_deck_in_front_matter(scene):
    """Anki does not move cards: they stay, the fields arrive, and the build says so."""
    scene.documents["memory.md"].settings = "deck: Elsewhere"
    scene.change("leak", back="It waits for ever.")
    scene.comes(updated=["leak"])
    assert any("deck" in json.dumps(finding) for finding in scene.project.summary["findings"])
    assert "Elsewhere" not in scene.decks()


def test_the_deck_says_what_changed(scene):
    """Each import that holds the deck puts its text in the place of the one before, also of the user's own;
    everything else of the deck stays."""
    decks, deck = scene.anki.col.decks, lambda: scene.anki.col.decks.by_name(TITLE)
    assert "8 new" in deck()["desc"]
    assert set(scene.decks()) - {"Default"} == {TITLE, f"{TITLE}::Memory", f"{TITLE}::Concurrency"}
    mine = deck() | {"desc": "My own text", "collapsed": True}
    decks.save(mine)
    scene.change("closed", back=BACK)
    scene.take("mutex")
    scene.comes(updated=["closed"], retired=["mutex"], clock=scene.now - DAY)
    assert "1 changed · 1 removed<br>" in deck()["desc"] and "My own text" not in deck()["desc"]
    assert deck()["collapsed"] and decks.by_name(f"{TITLE}::Memory")["desc"] == ""
    scene.comes(clock=scene.now)


def test_a_deck_renamed_by_the_user(scene):
    """Its cards stay; only what is new would come into a deck of the old name."""
    deck = scene.anki.col.decks.id_for_name(f"{TITLE}::Memory")
    scene.anki.col.decks.rename(deck, "My memory")
    scene.change("leak", back="It waits for ever.")
    package = scene.build()
    history = scene.anki.history()
    assert scene.anki.take(package) == Counts(updated=1, duplicate=7)
    assert scene.anki.history() == history
    assert [scene.anki.deck_of(card) for card in scene.note("leak").cards()] == ["My memory"]


def test_cards_the_user_moved_suspended_and_flagged(scene):
    [card] = scene.note("leak").cards()
    scene.anki.col.set_deck([card.id], scene.anki.col.decks.id("Mine"))
    scene.anki.col.sched.suspend_cards([card.id])
    scene.anki.col.set_user_flag_for_cards(2, [card.id])
    scene.change("leak", back="It waits for ever.")
    scene.comes(updated=["leak"])
    [card] = scene.note("leak").cards()
    assert (scene.anki.deck_of(card), card.queue, card.user_flag()) == ("Mine", -1, 2)


def test_cards_in_a_filtered_deck(scene):
    """Cards that the user took into a deck for cramming stay there, with their way back."""
    deck = scene.anki.col.sched.get_or_create_filtered_deck(0)
    deck.name = "Cram"
    deck.config.search_terms[0].search = f'deck:"{TITLE}"'
    scene.anki.col.sched.add_or_update_filtered_deck(deck)
    [card] = scene.note("leak").cards()
    assert (scene.anki.deck_of(card), card.odid != 0) == ("Cram", True)
    scene.change("leak", back="It waits for ever.")
    scene.comes(updated=["leak"])


@pytest.mark.skipif(not HAS_OPTIONS, reason="this Anki has no FSRS")
def test_cards_scheduled_by_fsrs(scene_with):
    """What FSRS knows of a card stands in the card, and stays."""
    scene = scene_with(study=lambda scene: scene.anki.col.set_config("fsrs", True))
    [card] = scene.note("leak").cards()
    assert card.memory_state is not None
    before = card.memory_state
    scene.change("leak", back="It waits for ever.")
    scene.comes(updated=["leak"])
    [card] = scene.note("leak").cards()
    assert card.memory_state == before


# What the user does in Anki.


def test_another_note_edited_by_the_user(scene):
    scene.anki.edit_note(scene.note("mutex"), Extra="my own remark")
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"])
    note = scene.note("mutex")
    assert note["Extra"] == "my own remark" and "mine" in note.tags


def test_the_same_note_edited_by_the_user_before_the_build(scene):
    """The later one stands: the author's. What the user wrote is gone, and the tag with it."""
    scene.anki.edit_note(scene.note("closed"), Extra="my own remark", Back="mine")
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now + 60)
    assert scene.note("closed")["Extra"] == "" and "mine" not in scene.note("closed").tags


def test_the_same_note_edited_by_the_user_after_the_build(scene):
    """The later one stands: the user's. The author's edit waits for the next change of this note."""
    scene.change("closed", back=BACK)
    package = scene.build()  # Dated yesterday.
    scene.anki.edit_note(scene.note("closed"), Extra="my own remark")
    before = scene.anki.everything()
    assert scene.anki.take(package) == Counts(duplicate=8)
    assert scene.anki.everything() == before
    # A later build without a change does not bring it either: `mod` moves with content alone.
    assert scene.anki.take(scene.build()) == Counts(duplicate=8)
    assert scene.anki.everything() == before
    scene.change("closed", back=BACK + " Always.")
    scene.comes(updated=["closed"], clock=scene.now + 60)


def test_a_leech(scene):
    """Anki tags the note of a card that is failed too often, as if the user had edited it."""
    [card] = scene.note("closed").cards()
    card.lapses, card.type, card.queue, card.ivl = 7, 2, 2, 10
    scene.anki.col.update_card(card)
    card = scene.anki.col.get_card(card.id)
    card.start_timer()
    scene.anki.col.decks.select(card.did)
    scene.anki.col.sched.answerCard(card, 1)
    assert "leech" in scene.note("closed").tags
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now + 60)


def test_a_question_made_a_cloze(scene):
    """Anki never changes the kind of a note: the question's is retired, the cloze is a new one."""
    scene.take("closed")
    scene.write()
    scene.project.write("content/blanks.md", "# Blanks\n\nA send on a channel that is {{c1::closed}} {{c2::panics}}.\n")
    history = scene.anki.history()
    package = scene.project.build(0, clock=scene.clock())
    assert scene.anki.take(package) == Counts(new=1, updated=1, duplicate=7)
    schedule, log = scene.anki.history()
    assert log == history[1] and history[0].items() <= schedule.items()
    assert RETIRED in scene.note("closed").tags and scene.reviews(scene.note("closed"))
    scene.anki.assert_sound()


@pytest.mark.skipif(not HAS_OPTIONS, reason="this Anki has no such option")
def test_merge_note_types(scene):
    """The option changes nothing where the note types are the same, as those of all packages are."""
    scene.change("closed", back=BACK)
    package = scene.build()
    history = scene.anki.history()
    assert scene.anki.take(package, merge_notetypes=True) == Counts(updated=1, duplicate=7)
    assert scene.anki.history() == history
    scene.says(scene.question("closed")[0][0])


def test_tags_of_the_user(scene):
    """They stay on notes that the author leaves alone, and go from those that are updated."""
    for key in ("closed", "mutex"):
        note = scene.note(key)
        note.add_tag("mine")
        scene.anki.col.update_note(note)
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now + 60)
    assert topics(scene.note("closed")) == ["concurrency::channels"]
    assert topics(scene.note("mutex")) == ["concurrency::locks", "mine"]


def test_a_note_deleted_by_the_user(scene):
    """It comes back with the next import, its card as a new one; the review log was never gone."""
    [old] = scene.note("closed").cards()
    log = scene.anki.history()[1]
    scene.anki.col.remove_notes([scene.note("closed").id])
    assert scene.anki.take(scene.build()) == Counts(new=1, duplicate=7)
    [card] = scene.note("closed").cards()
    assert (card.id, card.reps, card.ivl) == (old.id, 0, 0)
    assert scene.anki.history()[1] == log
    assert scene.reviews(scene.note("closed"))
    scene.anki.assert_sound()


def test_a_field_the_user_added(scene):
    """Anki updates none of the notes then: it calls them conflicting, or, in older versions, counts
    the new field as an edit of each. Nothing is lost, and "Merge note types" with "Update notes:
    Always" brings the edits."""
    note_type = scene.note("closed").note_type()
    scene.anki.col.models.add_field(note_type, scene.anki.col.models.new_field("Mine"))
    scene.anki.col.models.update_dict(note_type)
    before = scene.anki.everything()
    scene.change("closed", back=BACK)
    package = scene.build()
    assert scene.anki.take(package) in (Counts(conflicting=8), Counts(duplicate=8))
    assert scene.anki.everything() == before
    if HAS_OPTIONS:
        counts = scene.anki.take(package, merge_notetypes=True, update_notes=ALWAYS, update_notetypes=ALWAYS)
        assert counts.new == counts.conflicting == 0
        assert scene.anki.history() == before[1]
        scene.says(scene.question("closed")[0][0])


@pytest.mark.skipif(not HAS_OPTIONS, reason="this Anki has no such option")
def test_update_notes_always(scene):
    """For those to whom the documents are the master: what the author wrote replaces the user's."""
    scene.change("closed", back=BACK)
    package = scene.build()
    scene.anki.edit_note(scene.note("closed"), Extra="my own remark")
    history = scene.anki.history()
    counts = scene.anki.take(package, update_notes=ALWAYS)
    assert (counts.new, counts.conflicting) == (0, 0)
    assert scene.note("closed")["Extra"] == ""
    assert scene.anki.history() == history
    scene.says(scene.question("closed")[0][0])


def test_a_style_the_user_changed(scene):
    """It stays while the theme stays, also where notes are updated; the next theme replaces it."""
    note_type = scene.note("closed").note_type()
    note_type["css"] += "\n.card { color: rebeccapurple }"
    scene.anki.col.models.update_dict(note_type)
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"])
    assert "rebeccapurple" in scene.note("closed").note_type()["css"]
    scene.comes("--theme", "slate", clock=scene.now + 60)
    assert "rebeccapurple" not in scene.note("closed").note_type()["css"]


# Themes and media.


def test_another_theme(scene):
    before = scene.note("closed").note_type()
    scene.comes("--theme", "slate")
    after = scene.note("closed").note_type()
    assert after["id"] == before["id"] and after["css"] != before["css"]
    scene.anki.assert_sound()


def with_picture(scene):
    scene.project.write("content/pictures/heap.png", png())
    question = Question("picture", "What does the heap look like?", "Like this: ![heap](pictures/heap.png)")
    scene.put(question, "memory.md", "Heap")


def picture(scene):
    [image] = elements(scene.note("picture")["Back"], "img")
    return image["src"]


def shown(scene):
    with open(f"{scene.anki.col.media.dir()}/{picture(scene)}", "rb") as file:
        return file.read()


def test_a_picture_changed_under_its_name(scene_with):
    scene = scene_with(with_picture)
    old = picture(scene)
    scene.project.write("content/pictures/heap.png", png(colour=(0, 90, 200)))
    scene.comes(updated=["picture"])
    assert picture(scene) != old
    assert shown(scene) == png(colour=(0, 90, 200))
    scene.anki.assert_sound(unused=[old])


def test_a_picture_renamed(scene_with):
    scene = scene_with(with_picture)
    old = picture(scene)
    (scene.project.folder / "content/pictures/heap.png").rename(scene.project.folder / "content/pictures/pile.png")
    scene.change("picture", back="Like this: ![heap](pictures/pile.png)")
    scene.comes(updated=["picture"])
    assert shown(scene) == png()
    scene.anki.assert_sound(unused=[old])


def test_a_picture_in_two_documents_under_one_name(scene_with):
    """Two pictures of one name in two folders stay two."""

    def change(scene):
        with_picture(scene)
        scene.project.write("content/other/heap.png", png(colour=(1, 2, 3)))
        scene.put(Question("other", "And the other heap?", "Like that: ![heap](other/heap.png)"), "memory.md", "Heap")

    scene = scene_with(change)
    [other] = elements(scene.note("other")["Back"], "img")
    assert other["src"] != picture(scene)
    scene.comes()
    scene.anki.assert_sound()


# Projects.


def test_one_document_built_alone(scene, tmp_path):
    """The others are not in its package, and nothing happens to them."""
    scene.change("closed", back=BACK)
    scene.write()
    output = tmp_path / "alone"
    scene.project.run(
        "build", "content/concurrency.md", "--lock", "recto.lock", "--output", str(output), clock=scene.clock()
    )
    before = scene.anki.everything()
    [package] = output.glob("*.apkg")
    counts = scene.anki.take(package)
    assert (counts.new, counts.updated, counts.conflicting) == (0, 1, 0), counts
    assert scene.anki.history() == before[1]
    assert all("retired" not in record for record in scene.project.lock().values())


def test_two_projects_with_the_same_questions(scene, tmp_path):
    """Each has its own notes, even where both were made at the same time and so have the same ids."""
    other = Project(tmp_path / "other").write("recto.yaml", "title: Other\nseed: other\n")
    for path, document in scene.documents.items():
        other.write(f"content/{path}", document.markdown())
    before = scene.anki.everything()
    made = {record["made"] for record in scene.project.lock().values()}
    assert scene.anki.take(other.build(0, clock=min(made) // 1000)) == Counts(new=8)
    assert {record["made"] for record in other.lock().values()} == made
    content, (schedule, log) = scene.anki.everything()
    assert before[0].items() <= content.items() and before[1][0].items() <= schedule.items() and before[1][1] == log
    scene.change("closed", back=BACK)
    scene.write()
    package = scene.project.build(0, clock=scene.now - DAY)
    assert scene.anki.take(package) == Counts(updated=1, duplicate=7)


# Clocks.


def test_a_clock_set_back(scene):
    """The second build believes it is the day before the first."""
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now - 3 * DAY)


def test_a_clock_that_stands_still(scene):
    scene.change("closed", back=BACK)
    scene.comes(updated=["closed"], clock=scene.now - 2 * DAY)


@pytest.mark.parametrize(
    "first, second",
    [(0, 0), (0, 1), (1, 1), (1, 0), (915_148_800, 0), (1_700_000_000, 0)],
    ids=["1970 0 0", "1970 0 1", "1970 1 1", "1970 1 0", "1999 then 1970", "2023 then 1970"],
)
def test_old_clocks(tmp_path, first, second):
    clock_case(tmp_path, first, second)


@pytest.mark.parametrize(
    "first, second",
    [(2**31 - 1, 2**31), (2**32, 2**32 + 1), (4_102_444_800, 4_102_444_801), (4_102_444_800, 1_700_000_000)],
    ids=["2038", "2106", "2100", "2100 then 2023"],
)
def test_clocks_ahead(tmp_path, first, second):
    clock_case(tmp_path, first, second)


def clock_case(tmp_path, first, second):
    """A first build by one clock, a second by another: the package is taken and the edit arrives."""
    project = Project(tmp_path / "project").write("recto.yaml", f"title: {TITLE}\nseed: clock\n")
    project.write("content/a.md", Document("A", {"S": [NEW]}).markdown())
    anki = Anki(tmp_path / "collection")
    try:
        assert anki.take(project.build(0, clock=first)) == Counts(new=1)
        assert anki.study(TITLE) > 0
        history = anki.history()
        edited = Question("new", NEW.front, "Two at once, and one writes.")
        project.write("content/a.md", Document("A", {"S": [edited]}).markdown())
        assert anki.take_at_once(project.build(0, clock=second)) == Counts(updated=1)
        assert anki.history() == history
        [note] = anki.notes()
        assert squash(text_of(note["Back"])) == squash(edited.back)
        assert anki.take_at_once(project.build(0, clock=second + 5)) == Counts(duplicate=1)
    finally:
        anki.close()


# What the author says outright: anchors, and answers to what the plan asks.


@matching
@pytest.mark.parametrize("form", [{"mark": "{#send}"}, {"anchor": "<!-- id: send -->"}], ids=["heading", "comment"])
def test_an_anchor_holds_whatever_changes(scene, form):
    scene.change("closed", **form)
    scene.comes()  # To add one is no change.
    scene.change("closed", front="Is it safe to write to it afterwards?", back="No: panic.")
    scene.put(scene.take("closed"), "memory.md", "Heap")
    scene.comes(updated=["closed"])


@matching
def test_an_anchor_copied(scene):
    """Two questions with one anchor: the build says so, and the first keeps its history."""
    scene.change("closed", mark="{#send}")
    scene.comes()
    scene.put(Question("copy", TWIN.front, TWIN.back, mark="{#send}"), "concurrency.md", "Locks")
    scene.comes(new=1)
    assert scene.project.summary["findings"]
    assert not scene.reviews(scene.note_of(TWIN.front))


# The question "collector", reworded more and more, with the answer kept in part.
LADDER = [
    ("How are objects that are no longer needed found by the garbage collector?", 1.0),
    ("How does the collector of garbage see which objects are no longer needed?", 0.6),
    ("In what way does garbage collection find objects without use?", 0.5),
    ("By what means are unused objects recognised by the collector?", 0.5),
    ("Which objects does the garbage collector free?", 0.4),
    ("How is garbage found?", 0.4),
]


@matching
def test_an_edit_that_is_asked_about_and_accepted(scene):
    """Somewhere between a small edit and another question, the plan asks; the answer brings the
    history along."""
    questions, index = scene.question("collector")
    words = questions[index].back.split()
    for front, share in LADDER:
        scene.change("collector", front=front, back=" ".join(words[: int(len(words) * share)]))
        scene.write()
        clock = scene.now - DAY
        offers = scene.plan(clock)["offers"]
        if offers:
            break
    [offer] = offers
    assert offer["old"] == scene.guids["collector"] and 0 < offer["score"] < 100 and offer["reason"]
    scene.project.run("accept", offer["old"], clock=clock)
    scene.comes(updated=["collector"], clock=clock)
    scene.comes()


@matching
def test_an_edit_that_is_asked_about_and_not_accepted(scene):
    """Without an answer it is a new note, and the old one keeps its history."""
    questions, index = scene.question("collector")
    words = questions[index].back.split()
    for front, share in LADDER:
        scene.change("collector", front=front, back=" ".join(words[: int(len(words) * share)]))
        scene.write()
        if scene.plan(scene.now - DAY)["offers"]:
            break
    old = scene.guids.pop("collector")
    scene.guids["gone"] = old
    scene.comes(new=1, retired=["gone"])
    assert scene.reviews(scene.note("gone"))


# Clozes.

AFTER = "holds what outlives the call"
CLOZE = "The {{c1::stack}} holds locals, the {{c2::heap}} holds what outlives the call."


@pytest.fixture
def cloze(tmp_path):
    """A cloze of two blanks, imported and studied."""
    project = Project(tmp_path / "project").write("recto.yaml", f"title: {TITLE}\nseed: cloze\n")
    anki = Anki(tmp_path / "collection")
    project.write("content/a.md", f"# A\n\n## S\n\n{CLOZE}\n")
    assert anki.take(project.build(day=1)) == Counts(new=1)
    anki.study(TITLE)
    yield project, anki
    anki.close()


BLANKS = [
    ("reworded around", "The {{c1::stack}} holds locals, the {{c2::heap}} the rest.", ["stack", "heap"]),
    (
        "inserted between",
        "The {{c1::stack}} holds {{c2::locals}}, the {{c3::heap}} what outlives the call.",
        ["stack", "heap", "locals"],
    ),
    (
        "inserted before",
        "Of {{c1::locals}} the {{c2::stack}} is the place, the {{c3::heap}} of what outlives the call.",
        ["stack", "heap", "locals"],
    ),
    ("reordered", "The {{c1::heap}} holds what outlives the call, the {{c2::stack}} holds locals.", ["stack", "heap"]),
    ("renumbered", "The {{c2::stack}} holds locals, the {{c1::heap}} holds what outlives the call.", ["stack", "heap"]),
    ("removed", "The stack holds locals, the {{c1::heap}} holds what outlives the call.", [None, "heap"]),
    (
        "one reworded",
        "The {{c1::call stack}} holds locals, the {{c2::heap}} holds what outlives the call.",
        ["call stack", "heap"],
    ),
    (
        "another hidden instead",
        "The stack holds {{c1::locals}}, the {{c2::heap}} holds what outlives the call.",
        [None, "heap", "locals"],
    ),
    (
        "two on one card",
        "The {{c1::stack}} holds locals, the {{c2::heap}} holds what {{c3::outlives}} the {{c3::call}}.",
        ["stack", "heap", ("outlives", "call")],
    ),
    ("a hint", "The {{c1::stack::grows}} holds locals, the {{c2::heap}} holds what outlives the call.", ["stack", "heap"]),
    ("a number left out", CLOZE.replace("c2", "c7"), ["stack", "heap"]),
]


@pytest.mark.parametrize("after, asked", [case[1:] for case in BLANKS], ids=[case[0] for case in BLANKS])
def test_blanks_keep_their_history(cloze, after, asked):
    """Each blank that is still there asks on the card on which it was learnt, and no other does."""
    project, anki = cloze
    schedule, log = anki.history()
    project.write("content/a.md", f"# A\n\n## S\n\n{after}\n")
    counts = anki.take(project.build(day=2))
    # The author's numbers matter to the document alone.
    same = after.replace("c7", "c2") == CLOZE or after == BLANKS[4][1]
    assert counts == (Counts(duplicate=1) if same else Counts(updated=1))
    after_schedule, after_log = anki.history()
    assert after_log == log and schedule.items() <= after_schedule.items()
    assert_asked(anki, asked)


def test_a_life_of_blanks(cloze):
    """One edit after the other; a number that was given once never asks for anything else."""
    project, anki = cloze
    schedule, log = anki.history()
    for day, (text, asked) in enumerate(
        [
            (f"The {{{{c1::stack}}}} holds locals, the heap {AFTER}.", ["stack", None]),
            (f"The {{{{c1::stack}}}} holds {{{{c2::locals}}}}, the heap {AFTER}.", ["stack", None, "locals"]),
            (f"The heap {AFTER}, the {{{{c1::stack}}}} holds {{{{c2::locals}}}}.", ["stack", None, "locals"]),
            (
                f"The {{{{c1::heap}}}} {AFTER}, the {{{{c2::stack}}}} holds {{{{c3::locals}}}}.",
                ["stack", None, "locals", "heap"],
            ),
            (
                f"The {{{{c1::heap}}}} {AFTER}, the {{{{c2::stack}}}} holds {{{{c3::local variables}}}}.",
                ["stack", None, "local variables", "heap"],
            ),
        ],
        start=2,
    ):
        project.write("content/a.md", f"# A\n\n## S\n\n{text}\n")
        counts = anki.take_at_once(project.build(day=day))
        assert (counts.new, counts.conflicting) == (0, 0), text
        after_schedule, after_log = anki.history()
        assert after_log == log and schedule.items() <= after_schedule.items()
        assert_asked(anki, asked)


def test_blanks_without_numbers(tmp_path):
    """`==x==` is numbered by its place, which changes with every blank before it."""
    project = Project(tmp_path / "project").write("recto.yaml", f"title: {TITLE}\nseed: cloze\ndialects: cloze\n")
    anki = Anki(tmp_path / "collection")
    try:
        project.write("content/a.md", "# A\n\n## S\n\nThe ==stack== holds locals, the ==heap== the rest.\n")
        assert anki.take(project.build(day=1)) == Counts(new=1)
        anki.study(TITLE)
        history = anki.history()
        project.write("content/a.md", "# A\n\n## S\n\nThe ==stack== holds ==locals==, the ==heap== the rest.\n")
        assert anki.take(project.build(day=2)) == Counts(updated=1)
        assert anki.history()[1] == history[1] and history[0].items() <= anki.history()[0].items()
        assert_asked(anki, ["stack", "heap", "locals"])
        anki.assert_sound()
    finally:
        anki.close()


def answers_of(anki):
    return {card.ord: card.render_output().answer_text for card in anki.cards()}


def assert_asked(anki, asked):
    """What the cards of the one note ask for, by number; nothing where the blank is gone."""
    shown = answers_of(anki)
    assert len(shown) == len(asked)
    for number, blanks in enumerate(asked):
        if blanks is None:
            assert not cloze_parts(shown[number])
        else:
            expected = [blanks] if isinstance(blanks, str) else list(blanks)
            assert [text_of(part) for part in cloze_parts(shown[number])] == expected


def cloze_parts(html):
    """The contents of the blanks that a card reveals."""
    return re.findall(r'<span class="?cloze"?(?: [^>]*)?>(.*?)</span>', html)


def test_the_package_is_whole(scene):
    """One card row a note, unique guids, cards in the order of the documents."""
    scene.put(NEW, "concurrency.md", "Channels", 1)
    package = scene.build()
    with zipfile.ZipFile(package) as archive:
        archive.extract("collection.anki2", scene.project.folder)
    database = sqlite3.connect(scene.project.folder / "collection.anki2")
    assert database.execute("pragma integrity_check").fetchall() == [("ok",)]
    notes = database.execute("select id, guid from notes").fetchall()
    cards = database.execute("select nid, ord from cards").fetchall()
    assert len({guid for _, guid in notes}) == len(notes) == len({note for note, _ in notes})
    assert sorted(cards) == sorted((note, 0) for note, _ in notes)
    database.close()
