"""Facts keep who they are: what an author does to an answer, and what it does to its facts in Anki.

A note goes by a name here: `KEY` is a question, `KEY/KEY` a fact in its answer. The author's edits
change texts and places, never keys; so a test can say which notes an import may touch.
"""

import time
from dataclasses import dataclass, replace

import pytest
from harness import DAY, Anki, Counts, Project, is_question, notes_in, topics
from scene import RETIRED
from source import plain, squash, text_of

TITLE = "Facts"
LEAD = "What matters"


@dataclass(frozen=True)
class Item:
    label: str
    text: str


@dataclass
class Question:
    front: str
    items: dict[str, Item]
    lead: str = LEAD

    def markdown(self):
        items = "\n".join(f"- **{item.label}**: {item.text}" for item in self.items.values())
        return f"### Q: {self.front}\n\n**A:** In short, it depends on the load.\n\n{self.lead}:\n\n{items}\n"


# Both questions have a label "Cost", and one label says the same in both.
def documents():
    return {
        "storage.md": {
            "Indexes": {
                "tree": Question(
                    "What is a B-tree index good for?",
                    {
                        "order": Item("Order", "Answers ranges and sorted reads without another pass"),
                        "cost": Item("Cost", "Every insert walks from the root and may split a page"),
                        "size": Item("Size", "Grows with the rows, at about one entry each"),
                        "locks": Item("Locking", "Readers wait for nobody"),
                    },
                ),
                "hash": Question(
                    "When does a hash index beat a sorted one?",
                    {
                        "lookup": Item("Lookup", "Finds a single key in constant time"),
                        "cost": Item("Cost", "Rehashing moves the whole table at once"),
                        "locks": Item("Locking", "Readers wait for nobody"),
                    },
                ),
            },
            "Logs": {
                "wal": Question(
                    "Why write changes to a log before the pages?",
                    {
                        "crash": Item("Recovery", "After a crash the log is replayed up to the last commit"),
                        "batch": Item("Speed", "One sequential write takes the place of many random ones"),
                    },
                ),
            },
        },
        "network.md": {
            "Transport": {
                "tcp": Question(
                    "What does TCP promise to a program?",
                    {
                        "sequence": Item("Sequence", "Bytes arrive as they were sent, or not at all"),
                        "flow": Item("Flow control", "A slow receiver makes the sender wait"),
                    },
                ),
            },
        },
    }


class Stage:
    """A project that was built two days ago, imported and studied today, and the edits after that."""

    def __init__(self, folder, settings=""):
        self.project, self.anki = Project(folder / "project"), Anki(folder / "collection")
        self.documents, self.guids, self.retired = documents(), {}, set()
        self.clock = int(time.time()) - 2 * DAY
        self.project.write("recto.yaml", f"title: {TITLE}\nseed: facts\n{settings}")
        package = self.build()
        count = len(self.guids)
        assert self.anki.take(package) == Counts(new=count)
        assert self.anki.study(TITLE) >= count
        assert all(card[5] > 0 for card in self.anki.history()[0].values())

    # What an author does.

    def question(self, key):
        """The section that holds a question."""
        return next(s for sections in self.documents.values() for s in sections.values() if key in s)

    def items(self, key):
        return self.question(key)[key].items

    def change(self, name, **parts):
        key, _, item = name.partition("/")
        if item:
            self.items(key)[item] = replace(self.items(key)[item], **parts)
        else:
            self.question(key)[key] = replace(self.question(key)[key], **parts)

    def put(self, name, item, index):
        key, _, new = name.partition("/")
        items = list(self.items(key).items())
        items.insert(index, (new, item))
        self.question(key)[key].items = dict(items)

    def move(self, key, path, section):
        question = self.question(key).pop(key)
        self.documents.setdefault(path, {}).setdefault(section, {})[key] = question

    # What must come of it.

    def said(self):
        """What each note must say, front and back, by its name."""
        said = {}
        for sections in self.documents.values():
            for section in sections.values():
                for key, question in section.items():
                    _, back = question.markdown().split("**A:**")
                    said[key] = squash(question.front), squash(plain(back.replace("\n- ", "\n")))
                    for name, item in question.items.items():
                        front = f"{question.front} {question.lead} {item.label}"
                        said[f"{key}/{name}"] = squash(front), squash(plain(item.text))
        return said

    def build(self):
        """Builds, an hour after the last build; every note of the package says what it must, and
        names that are new are learnt."""
        for path in (self.project.folder / "content").rglob("*.md"):
            path.unlink()
        for path, sections in self.documents.items():
            parts = [f"# {path.removesuffix('.md').title()}\n"]
            for name, section in sections.items():
                parts += [f"## {name}\n", *(question.markdown() for question in section.values())]
            self.project.write(f"content/{path}", "\n".join(parts))
        self.clock += 3600
        package = self.project.build(0, clock=self.clock)
        live = {
            guid: (squash(text_of(fields[0])), squash(text_of(fields[1])))
            for guid, _, tags, fields in notes_in(package)
            if RETIRED not in tags
        }
        said = self.said()
        if "granularity: fact" in self.project.read("recto.yaml"):
            said = {name: texts for name, texts in said.items() if "/" in name}
        elif "granularity: question" in self.project.read("recto.yaml"):
            said = {name: texts for name, texts in said.items() if "/" not in name}
        assert sorted(live.values()) == sorted(said.values())
        for name, texts in said.items():
            if name in self.guids:
                assert live[self.guids[name]] == texts, f"{name} is another note now"
            else:
                [guid] = {guid for guid, found in live.items() if found == texts} - set(self.guids.values())
                self.guids[name] = guid
        return package

    def comes(self, updated=(), new=(), retired=(), revived=()):
        """Builds and imports: these notes change, by name, and no other; no review is lost or moved."""
        content, (schedule, log) = self.anki.everything()
        package = self.build()
        touched = {*updated, *retired, *revived}
        counts = self.anki.take_at_once(package)
        assert (counts.new, counts.updated, counts.conflicting, counts.other) == (len(new), len(touched), 0, 0)
        after, (schedule_after, log_after) = self.anki.everything()
        assert log_after == log and schedule.items() <= schedule_after.items()
        names = {guid: name for name, guid in self.guids.items()}
        assert {names[guid] for guid in content if after[guid] != content[guid]} == touched
        assert {names[guid] for guid in after.keys() - content.keys()} == set(new)
        self.retired = (self.retired | set(retired)) - set(revived)
        assert {names[self.anki.col.get_note(n).guid] for n in self.anki.col.find_notes(f"tag:{RETIRED}")} == self.retired
        return self

    def note(self, name):
        [found] = self.anki.col.db.list("select id from notes where guid = ?", self.guids[name])
        return self.anki.col.get_note(found)

    def whole(self, *keys):
        """The names of questions with all their facts."""
        return {name for name in self.said() if name.split("/")[0] in keys}


@pytest.fixture
def stage(tmp_path):
    stage = Stage(tmp_path, "granularity: both\n")
    yield stage
    stage.anki.close()


@pytest.fixture
def staged(tmp_path):
    """A stage with other settings."""
    stages = []

    def make(settings):
        stages.append(Stage(tmp_path, settings))
        return stages[-1]

    yield make
    for stage in stages:
        stage.anki.close()


# One item changes.


def test_an_item_edited_touches_no_sibling(stage):
    stage.change("tree/cost", text="Each insert goes from the root to a leaf, and may split a page")
    stage.comes(updated=["tree", "tree/cost"]).comes()
    stage.anki.assert_sound()


def test_with_facts_alone_an_edit_updates_one_note(staged):
    stage = staged("granularity: fact\n")
    assert not any(is_question(note) for note in stage.anki.notes())
    stage.change("tree/cost", text="Each insert goes from the root to a leaf, and may split a page")
    stage.comes(updated=["tree/cost"])
    stage.change("tcp/flow", label="Control of the flow")
    stage.comes(updated=["tcp/flow"])


def test_a_label_reworded(stage):
    stage.change("tree/locks", label="What readers do")
    stage.comes(updated=["tree", "tree/locks"])


def test_an_item_written_anew_under_its_label(stage):
    stage.change("hash/cost", text="No order, so no range can be read")
    stage.comes(updated=["hash", "hash/cost"])


def test_typos_in_label_and_text(stage):
    stage.change("wal/crash", label="Recovry", text="After a crash, the log is replayed up to the last commit")
    stage.comes(updated=["wal", "wal/crash"])


@pytest.mark.parametrize("place", [0, 2, 4], ids=["first", "between", "last"])
def test_an_item_inserted(stage, place):
    stage.put("tree/depth", Item("Depth", "Three levels hold many millions of keys"), place)
    stage.comes(updated=["tree"], new=["tree/depth"])
    assert stage.note("tree/depth").cards()[0].reps == 0


def test_an_item_removed_and_brought_back(stage):
    item = stage.items("tree").pop("size")
    stage.comes(updated=["tree"], retired=["tree/size"])
    stage.put("tree/size", item, 0)
    stage.comes(updated=["tree"], revived=["tree/size"])


def test_items_reordered(stage):
    question = stage.question("tree")["tree"]
    question.items = dict(reversed(question.items.items()))
    stage.comes(updated=["tree"])


def test_an_item_replaced_by_another(stage):
    """Its history stays behind."""
    del stage.items("wal")["batch"]
    stage.put("wal/copies", Item("Replication", "Other machines follow by reading the same log"), 1)
    stage.comes(updated=["wal"], new=["wal/copies"], retired=["wal/batch"])
    assert stage.note("wal/copies").cards()[0].reps == 0


def test_all_at_once(stage):
    """Inserted, removed, reordered and reworded between two builds."""
    question = stage.question("tree")["tree"]
    del question.items["size"]
    question.items = dict(reversed(question.items.items()))
    stage.put("tree/depth", Item("Depth", "Three levels hold many millions of keys"), 1)
    stage.change("tree/order", text="Answers ranges and sorted reads with no other pass")
    stage.change("tree/cost", label="Price")
    stage.comes(updated=["tree", "tree/order", "tree/cost"], new=["tree/depth"], retired=["tree/size"])


# What leads to items changes: it stands on the front of each, so each is updated, and stays who it is.


def test_the_lead_in_reworded(stage):
    stage.change("tree", lead="What to look at")
    stage.comes(updated=stage.whole("tree"))


def test_the_question_reworded(stage):
    stage.change("tree", front="What are B-tree indexes good for, and when?")
    stage.comes(updated=stage.whole("tree"))


def test_the_question_reworded_and_an_item_edited(stage):
    stage.change("tree", front="What are B-tree indexes good for, and when?")
    stage.change("tree/cost", text="Each insert goes from the root to a leaf, and may split a page")
    stage.put("tree/depth", Item("Depth", "Three levels hold many millions of keys"), 0)
    stage.comes(updated=stage.whole("tree") - {"tree/depth"}, new=["tree/depth"])


def test_the_question_moved_within_its_section(stage):
    """Places are no content: nothing is updated."""
    section = stage.question("tree")
    section["tree"] = section.pop("tree")
    stage.comes()


def test_the_question_moved_to_another_section(stage):
    stage.move("hash", "storage.md", "Logs")
    stage.comes(updated=stage.whole("hash"))
    assert topics(stage.note("hash/cost")) == ["storage::logs"]


def test_the_question_moved_to_another_document(stage):
    before = {card.id: card.did for card in stage.anki.cards()}
    stage.move("hash", "network.md", "Tables")
    stage.comes(updated=stage.whole("hash"))
    assert topics(stage.note("hash/locks")) == ["network::tables"]
    assert {card.id: card.did for card in stage.anki.cards()} == before


def test_the_question_moved_to_a_new_document_and_reworded(stage):
    stage.move("tree", "indexes.md", "Trees")
    stage.change("tree", front="What are B-tree indexes good for, and when?")
    stage.comes(updated=stage.whole("tree"))


def test_a_document_renamed(stage):
    """Its title comes from its heading here, so its topic moves with the name."""
    stage.documents["disks.md"] = stage.documents.pop("storage.md")
    stage.comes(updated=stage.whole("tree", "hash", "wal"))


def test_two_questions_swapped(stage):
    """Both have a label "Cost", and one label with one text in common."""
    section = stage.question("tree")
    stage.documents["storage.md"]["Indexes"] = dict(reversed(section.items()))
    stage.comes()


def test_one_label_in_two_questions_edited_in_one(stage):
    stage.change("hash/locks", text="Readers wait for the one who moves the table")
    stage.comes(updated=["hash", "hash/locks"])


# Questions come and go, and with them their facts.


def test_a_question_deleted_and_brought_back(stage):
    names, question = stage.whole("hash"), stage.question("hash").pop("hash")
    stage.comes(retired=names).comes()
    stage.documents["network.md"]["Transport"]["hash"] = question
    stage.comes(revived=names)


def test_facts_left_out_for_a_while(stage):
    facts = {name for name in stage.guids if "/" in name}
    settings = stage.project.read("recto.yaml")
    stage.project.write("recto.yaml", settings.replace("both", "question"))
    stage.comes(retired=facts)
    stage.project.write("recto.yaml", settings)
    stage.comes(revived=facts)
    stage.anki.assert_sound()


def test_questions_left_out_for_a_while(stage):
    questions = {name for name in stage.guids if "/" not in name}
    settings = stage.project.read("recto.yaml")
    stage.project.write("recto.yaml", settings.replace("both", "fact"))
    stage.comes(retired=questions)
    stage.project.write("recto.yaml", settings)
    stage.comes(revived=questions)


# One kind alone.


def test_one_kind_can_be_found_by_its_tag(stage):
    for tag, has_slash in (("recto::question", False), ("recto::fact", True)):
        found = {stage.anki.col.get_note(note).guid for note in stage.anki.col.find_notes(f"tag:{tag}")}
        assert found == {guid for name, guid in stage.guids.items() if ("/" in name) == has_slash}


@pytest.mark.parametrize("search, wanted", [
    (f'deck:"{TITLE}" tag:recto::fact', lambda name: "/" in name),
    ("tag:recto::question is:due", lambda name: "/" not in name),
    ("tag:recto::fact tag:storage::indexes", lambda name: name.startswith(("tree/", "hash/"))),
], ids=["facts of a deck", "questions due", "facts of a topic"])
def test_the_searches_that_the_docs_name(stage, search, wanted):
    """Each takes into a filtered deck what it should, once everything is due."""
    stage.anki.col.db.execute("update cards set due = due - 400 where queue = 2")
    deck = stage.anki.col.sched.get_or_create_filtered_deck(0)
    deck.config.search_terms[0].search = search
    made = stage.anki.col.sched.add_or_update_filtered_deck(deck)
    notes = {stage.anki.col.get_card(card).note().guid for card in stage.anki.col.decks.cids(made.id)}
    assert notes == {guid for name, guid in stage.guids.items() if wanted(name)}
    stage.change("wal/crash", text="After a crash, the log is replayed up to the last commit")
    stage.comes(updated=["wal", "wal/crash"])


def test_one_kind_suspended_stays_so(stage):
    found = stage.anki.col.find_cards("tag:recto::question")
    stage.anki.col.sched.suspend_cards(found)
    stage.change("wal/crash", text="After a crash, the log is replayed up to the last commit")
    stage.comes(updated=["wal", "wal/crash"])
    assert {card.id for card in stage.anki.cards() if card.queue == -1} == set(found)


def test_subdecks_part_questions_from_facts(staged):
    stage = staged("subdecks: true\n")
    decks = {name: {stage.anki.deck_of(card) for card in stage.note(name).cards()} for name in stage.guids}
    for name, found in decks.items():
        document = "Network" if name.startswith("tcp") else "Storage"
        assert found == {f"{TITLE}::{document}::{'Facts' if '/' in name else 'Questions'}"}
    stage.put("tcp/close", Item("End", "Either side may close its half"), 1)
    stage.comes(updated=["tcp"], new=["tcp/close"])
    assert stage.anki.deck_of(stage.note("tcp/close").cards()[0]) == f"{TITLE}::Network::Facts"


PARTS = """\
### Q: What does a scheduler do?

**A:** It shares time. Its parts:

- **Queue**: holds what waits
- **Clock**: ends a turn

### Q: Which of these is a lock?

- [x] a mutex
- [ ] a map

### Q: Which call ends a program?

<!-- recto: type=true -->

**A:** `exit()`
"""


@pytest.mark.parametrize("settings, named", [
    ("", "Parts"),
    ("granularity: fact\n", "Parts"),
    ("", "Course::Week 1"),
], ids=["both", "facts alone", "a deck of its own"])
def test_one_kind_is_studied_by_its_subdeck(tmp_path, settings, named):
    """Whatever kind a question is, it is with the questions; so is one without facts, where facts alone are cards."""
    project, anki = Project(tmp_path / "project"), Anki(tmp_path / "collection")
    project.write("recto.yaml", f"title: Parts\nsubdecks: true\n{settings}")
    deck = "" if named == "Parts" else f"---\ndeck: {named}\n---\n"
    project.write("content/parts.md", f"{deck}# Parts\n\n{PARTS}")
    anki.take(project.build())
    found = {"Questions": [], "Facts": []}
    for card in anki.cards():
        part = "Questions" if is_question(card.note()) else "Facts"
        assert anki.deck_of(card) == f"{named}::{part}"
        found[part].append(card.id)
    assert (len(found["Questions"]), len(found["Facts"])) == (2 if settings else 3, 2)
    # Studied alone, each gives its own and leaves the other.
    anki.study(f"{named}::Facts")
    assert {card.id for card in anki.cards() if card.reps} == set(found["Facts"])
    anki.study(f"{named}::Questions")
    assert all(card.reps for card in anki.cards())
    anki.close()


def test_anki_buries_the_cards_of_a_note_and_no_sibling_of_a_fact(tmp_path):
    """Why the order of new cards keeps facts apart: options to bury reach no other note."""
    project, anki = Project(tmp_path / "project"), Anki(tmp_path / "collection")
    project.write("recto.yaml", "title: Parts\nreversed: true\n")
    project.write("content/parts.md", f"# Parts\n\n{PARTS}")
    anki.take(project.build())
    options = anki.col.decks.config_dict_for_deck_id(1)
    options["new"]["bury"] = options["rev"]["bury"] = options["buryInterdayLearning"] = True
    anki.col.decks.update_config(options)
    anki.lift_limits()
    anki.col.decks.select(anki.col.decks.id_for_name("Parts"))
    queue = [anki.col.get_card(entry.card.id) for entry in anki.col.sched.get_queued_cards(fetch_limit=100).cards]
    notes = [card.nid for card in queue]
    assert len(set(notes)) == len(notes), "two cards of one note on one day"
    assert set(notes) == {note.id for note in anki.notes()}, "a note was buried by another"
    assert len(anki.cards()) > len(notes), "nothing could be buried"
    anki.close()
