"""Lives: a project edited at random for twenty generations, each imported into one collection, with
reviews between. At the end every note has the reviews it was given, and no other.

`LIFE=50 pytest tests/anki/test_life.py` lives fifty lives instead of three. A life is its number: the
same number makes the same edits.
"""

import json
import os
from collections import Counter
from dataclasses import dataclass, field

import pytest
from harness import DAY, FIRST_DAY, Anki, Project, notes_in
from life import CORPUS, Life, is_there, shown
from scene import MATCHES, RETIRED

GENERATIONS = 20
LIVES = int(os.environ.get("LIFE", "3"))
# Where new cards are taken from, by its number in Anki's options.
LOWEST_POSITION, HIGHEST_POSITION = 1, 2
HEADS = "life", "live", "facts", "shipped", "touched", "lost", "offered", "revived", "reviews", "of facts", "updated"


@dataclass
class Truth:
    """What a life knows of its notes, beside what Recto says."""

    owner: dict[str, int] = field(default_factory=dict)
    """Which question a guid belongs to."""
    text: dict[str, tuple] = field(default_factory=dict)
    """What a guid's note last said."""
    ever: set[str] = field(default_factory=set)
    """All guids ever shipped."""
    reviews: dict[str, list] = field(default_factory=dict)
    """Rows of the review log, by the guid of the note that was shown."""
    counts: Counter = field(default_factory=Counter)
    retired: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def table():
    rows = []
    yield rows
    if rows:
        print("\n\n" + "  ".join(f"{head:>8}" for head in HEADS))
        for row in rows:
            print("  ".join(f"{row.get(head, 0):>8}" for head in HEADS))


@pytest.mark.skipif(not is_there(), reason=f"there is no {CORPUS.name} of the corpus beside the project")
@pytest.mark.parametrize("seed", range(1, LIVES + 1))
def test_a_life(seed, tmp_path, table):
    anki = Anki(tmp_path / "collection")
    try:
        truth = live(seed, Project(tmp_path / "project"), anki)
        table.append({"life": seed, **truth.counts})
    finally:
        anki.close()


def live(seed, project, anki):
    project.write("recto.yaml", f"title: Vida\nseed: life {seed}\ngranularity: both\n")
    life, truth = Life(seed, project), Truth()
    anki.lift_limits()
    for generation in range(GENERATIONS):
        touched = life.edit() if generation else set()
        generate(life, truth, anki, project, FIRST_DAY + generation * DAY, touched)
        review(life, truth, anki)
    the_end(life, truth, anki)
    return truth


def generate(life, truth, anki, project, clock, touched):
    """Builds, holds the guids against the truth, imports, and holds Anki against the package."""
    life.write()
    offers = json.loads(project.run("plan", "--json", clock=clock))["offers"] if MATCHES else []
    package = project.build(0, clock=clock)
    notes = notes_in(package)
    lock = project.lock()
    assert truth.ever <= lock.keys(), "the lock forgot a note"
    recognise(life, truth, notes, touched, {offer["old"] for offer in offers})

    content, history = anki.everything()
    counts = anki.take_at_once(package)
    fresh = {guid for guid, *_ in notes} - content.keys()
    assert (counts.new, counts.conflicting, counts.other) == (len(fresh), 0, 0)
    assert counts.updated + counts.duplicate == len(notes) - len(fresh)
    truth.ever |= fresh
    truth.counts["updated"] += counts.updated

    after, (schedule, log) = anki.everything()
    assert log == history[1], "an import touched the review log"
    assert history[0].items() <= schedule.items(), "an import touched a schedule"
    assert after.keys() == truth.ever == lock.keys()
    for guid, _, tags, fields in notes:
        assert shown(after[guid][4].split("\x1f")) == shown(fields), "an edit did not arrive"
        assert after[guid][3].split() == sorted(tags)
    # What was not shipped, or was the same, is as it was.
    shipped = {guid for guid, *_ in notes}
    assert all(after[guid] == note for guid, note in content.items() if guid not in shipped)
    assert sum(after[guid] != content[guid] for guid in content) == counts.updated


def recognise(life, truth, notes, touched, offered):
    """Finds each question's note by what it says, and compares with the note it was before."""
    by_text = {}
    for guid, _, tags, fields in notes:
        if RETIRED not in tags:
            by_text.setdefault(shown(fields), []).append(guid)
    items = {}
    for asked in life.asked_for():
        items.setdefault(asked.text(), []).append(asked)
    assert {text: len(guids) for text, guids in by_text.items()} == {
        text: len(same) for text, same in items.items()
    }, "the package is not what the documents say"

    live = set()
    for text, same in items.items():
        guids = by_text[text]
        # Of questions with one text, each is taken for the note it was; the rest are anybody's.
        same.sort(key=lambda item: item.guid not in guids)
        for item in same:
            guid = item.guid if item.guid in guids else guids[0]
            guids.remove(guid)
            live.add(guid)
            settle(truth, item, guid, touched, offered)
            truth.text[guid] = text
            item.text_before = text
    truth.counts["revived"] += len(live & truth.retired)
    truth.retired = truth.ever - live
    truth.counts["facts"] = len(live) - len(life.items())
    truth.counts["live"], truth.counts["shipped"] = len(live), len(truth.ever | live)


def settle(truth, item, guid, touched, offered):
    """Whether a question got the note that is its own."""
    owner = truth.owner.get(guid)
    # A note may pass between questions that say, or said in the last build, the same to the letter.
    alike = truth.text.get(guid) in (item.text(), item.text_before)
    if owner not in (None, item.number) and not alike:
        was, now = (" / ".join(" ".join(part) for part in text) for text in (truth.text[guid], item.text()))
        raise AssertionError(f"{guid} was “{was}” and is now “{now}”")
    if item.guid:
        truth.counts["touched"] += item.number in touched
        if item.guid != guid and owner is None:
            truth.counts["lost"] += 1
            truth.counts["offered"] += item.guid in offered
    truth.owner[guid] = item.number
    item.guid = guid


def review(life, truth, anki):
    """Five days pass, and some of what is due is answered, with all four buttons. New cards come from
    the front of the deck and from its end in turn: questions stand there, and facts."""
    config = anki.col.decks.config_dict_for_deck_id(1)
    config["newGatherPriority"] = HIGHEST_POSITION if config.get("newGatherPriority") != HIGHEST_POSITION else LOWEST_POSITION
    anki.col.decks.update_config(config)
    anki.col.db.execute("update cards set due = due - 5 where queue in (2, 3)")
    anki.col.db.execute("update cards set due = due - 432000 where queue = 1")
    anki.col.decks.select(anki.col.decks.id_for_name("Vida"))
    last = anki.col.db.scalar("select max(id) from revlog") or 0
    for _ in range(16):
        card = anki.col.sched.getCard()
        if card is None:
            break
        card.start_timer()
        anki.col.sched.answerCard(card, life.dice.choice((1, 2, 3, 3, 4, 4)))
    facts = {fact.guid for item in life.items() for fact in item.facts}
    for guid, *row in log_by_note(anki, last):
        truth.reviews.setdefault(guid, []).append(row)
        truth.counts["reviews"] += 1
        truth.counts["of facts"] += guid in facts
    leeches = set(anki.col.find_notes("tag:leech"))
    assert not leeches, "a leech's note is newer than its package; fewer wrong answers, please"


def log_by_note(anki, after=0):
    """The review log, each row with the guid of its note before it."""
    return anki.col.db.all(
        "select n.guid, r.* from revlog r join cards c on c.id = r.cid join notes n on n.id = c.nid"
        " where r.id > ? order by r.id",
        after,
    )


def the_end(life, truth, anki):
    """Every note has its reviews, the text of its question, and nobody else's."""
    assert anki.col.note_count() == anki.col.card_count() == len(truth.ever)
    guids = anki.col.db.list("select guid from notes")
    assert len(set(guids)) == len(guids)

    logged = {}
    for guid, *row in log_by_note(anki):
        logged.setdefault(guid, []).append(row)
    assert logged == truth.reviews
    assert anki.col.db.scalar("select count() from revlog") == truth.counts["reviews"]

    by_guid = {note.guid: note for note in map(anki.col.get_note, anki.col.find_notes(""))}
    for item in life.asked_for():
        assert shown(by_guid[item.guid].fields) == item.text()
        for card in by_guid[item.guid].cards():
            assert len(logged.get(item.guid, [])) >= card.reps
    tagged = {note.guid for note in by_guid.values() if RETIRED in note.tags}
    assert tagged == truth.retired

    anki.assert_sound(unused=anki.col.media.check().unused)
