"""A project that was built, imported and studied, and what the next builds do to its cards.

A scene knows each question by a short key, and the guid its note had in the first build, so that a
test can say "this one is updated, the others are not".
"""

import json
import shutil
import subprocess
import time
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from harness import DAY, RECTO, Anki, Counts, Project
from source import plain, squash, text_of

# Whether the tool finds reworded questions again and tags what left: it has `recto plan` then.
MATCHES = RECTO.is_file() and subprocess.run([RECTO, "plan", "--help"], capture_output=True).returncode == 0
RETIRED = "recto::retired"

def matching(test):
    """A test of what comes with `recto plan`. Until then it must fail; from then on, pass."""
    return pytest.mark.xfail(not MATCHES, reason="comes with `recto plan`", strict=True)(test)


@dataclass(frozen=True)
class Question:
    """A question, as a document in the form of the sample says it."""

    key: str
    front: str
    back: str
    anchor: str = ""
    """What stands in the line before the heading."""
    mark: str = ""
    """What stands at the end of the heading."""

    def markdown(self):
        before = f"{self.anchor}\n\n" if self.anchor else ""
        mark = f" {self.mark}" if self.mark else ""
        return f"{before}### Q: {self.front}{mark}\n\n**A:** {self.back}\n"


@dataclass
class Document:
    title: str
    sections: dict[str, list[Question]]
    settings: str = ""
    """Front matter."""

    def markdown(self):
        front = f"---\n{self.settings}\n---\n\n" if self.settings else ""
        parts = [f"{front}# {self.title}\n"]
        for name, questions in self.sections.items():
            parts += [f"## {name}\n", *(question.markdown() for question in questions)]
        return "\n".join(parts)


# Answers in prose, of which no facts are made.
def documents():
    return {
        "memory.md": Document(
            "Memory",
            {
                "Stack": [
                    Question(
                        "locals",
                        "Where do the local variables of a function live?",
                        "On the stack of the goroutine that calls it, as long as nothing outlives the call. The"
                        " stack begins small and is copied to a larger one when it is full.",
                    ),
                    Question(
                        "escape",
                        "When does the compiler move a variable to the heap?",
                        "When it cannot prove that no reference is left after the function returns, for instance"
                        " where a pointer is stored in a global or handed to an interface.",
                    ),
                ],
                "Heap": [
                    Question(
                        "collector",
                        "How does the garbage collector find objects that are no longer needed?",
                        "It marks everything that can be reached from stacks and globals, while the program runs,"
                        " and sweeps what was not marked. A write barrier keeps the marks right.",
                    ),
                    Question(
                        "leak",
                        "What makes a goroutine leak?",
                        "It waits for a channel or a lock that nobody will ever serve. Its stack and all that it"
                        " refers to stay in memory until the program ends.",
                    ),
                ],
            },
        ),
        "concurrency.md": Document(
            "Concurrency",
            {
                "Channels": [
                    Question(
                        "closed",
                        "What happens when you send on a closed channel?",
                        "The program panics. Only the sender should close a channel, and only when it is certain"
                        " that nobody sends any more.",
                    ),
                    Question(
                        "buffered",
                        "How does a buffered channel differ from an unbuffered one?",
                        "A send on it returns at once while there is room. Without a buffer, sender and receiver"
                        " meet, and each waits for the other.",
                    ),
                ],
                "Locks": [
                    Question(
                        "mutex",
                        "When is a mutex a better choice than a channel?",
                        "Where several goroutines change one value in place and none of them hands work to another:"
                        " a cache, a counter, a table of connections.",
                    ),
                    Question(
                        "readers",
                        "What does a read-write mutex allow?",
                        "Any number of readers at a time, or one writer alone. It pays where reading is long and"
                        " writing is rare; otherwise its own cost eats the gain.",
                    ),
                ],
            },
        ),
    }


TITLE = "Scene"
NEW = Question("new", "What is a data race?", "Two goroutines touch one value at once, and one of them writes.")


@dataclass
class Scene:
    project: Project
    anki: Anki
    now: int
    """The moment of the first import; builds are dated before or after it."""
    documents: dict[str, Document] = field(default_factory=documents)
    guids: dict[str, str] = field(default_factory=dict)
    """Of each question, by its key, as the first build gave it."""
    steps: int = 0
    retired: set[str] = field(default_factory=set)
    behind: bool = False
    """Whether the reader has skipped a package."""

    # What an author does.

    def question(self, key):
        """Where a question stands: its place in the list of its section."""
        for document in self.documents.values():
            for questions in document.sections.values():
                for index, question in enumerate(questions):
                    if question.key == key:
                        return questions, index
        raise KeyError(key)

    def change(self, key, **parts):
        questions, index = self.question(key)
        questions[index] = replace(questions[index], **parts)

    def take(self, key):
        questions, index = self.question(key)
        return questions.pop(index)

    def put(self, question, path, section, index=None):
        questions = self.documents[path].sections.setdefault(section, [])
        questions.insert(len(questions) if index is None else index, question)

    def live(self):
        return [q for d in self.documents.values() for questions in d.sections.values() for q in questions]

    def write(self):
        """Writes all documents, and nothing else, to `content/`; pictures stay."""
        for path in (self.project.folder / "content").rglob("*.md"):
            path.unlink()
        for path, document in self.documents.items():
            self.project.write(f"content/{path}", document.markdown())
        return self

    def clock(self):
        """A moment for the next build: an hour after the last."""
        self.steps += 1
        return self.now - 2 * DAY + 3600 * self.steps

    def build(self, *arguments, clock=None):
        self.write()
        return self.project.build(0, *arguments, clock=self.clock() if clock is None else clock)

    # What must come of it.

    def comes(self, *arguments, updated=(), new=0, retired=(), revived=(), clock=None):
        """Builds, imports, and holds Anki against what is expected, by keys: notes updated, those
        that leave and come back, and how many are new. All else, and all history, must stay."""
        clock = self.clock() if clock is None else clock
        self.write()
        plan = self.plan(clock)
        return self.arrives(self.project.build(0, *arguments, clock=clock), updated, new, retired, revived, plan)

    def arrives(self, package, updated=(), new=0, retired=(), revived=(), plan=None):
        content, (schedule, log) = self.anki.everything()
        decks = self.decks()
        self.retired -= set(revived)
        touched = {*updated, *revived, *retired}
        shipped = len(self.live()) + len(self.retired | set(retired))
        assert self.anki.take_at_once(package) == Counts(
            new=new, updated=len(touched), duplicate=shipped - new - len(touched)
        )
        self.retired |= set(retired)

        after, (schedule_after, log_after) = self.anki.everything()
        assert log_after == log, "the review log changed"
        assert schedule.items() <= schedule_after.items(), "a card's schedule changed"
        fresh = schedule_after.keys() - schedule.keys()
        assert all(schedule_after[card][5:8] == (0, 0, 0) for card in fresh), "a new card has a past"
        changed = {guid for guid, note in content.items() if after[guid] != note}
        names = {guid: key for key, guid in self.guids.items()}
        assert {names.get(guid, guid) for guid in changed} == touched
        for guid in changed:
            assert after[guid][:2] == content[guid][:2], "a note got another id or type"
            assert after[guid][2] > content[guid][2], "the time of change did not rise"
        assert len(after) == len(content) + new
        if not new:
            assert self.decks() == decks, "an import made a deck"
        for key in self.retired:
            assert RETIRED in self.note(key).tags
        assert set(self.anki.col.find_notes(f"tag:{RETIRED}")) == {
            self.note(key).id for key in self.retired
        }
        for question in self.live():
            if question.key in self.guids and "![" not in question.back:
                self.says(question)
        if plan is not None:
            self.holds(plan, changed, len(fresh), retired, revived)
        return self

    def plan(self, clock):
        """What `recto plan` says, once there is one; it writes nothing."""
        if not MATCHES:
            return None
        lock = self.project.read("recto.lock")
        plan = json.loads(self.project.run("plan", "--json", clock=clock))
        assert self.project.read("recto.lock") == lock, "`recto plan` changed the lock"
        return plan

    def holds(self, plan, changed, new, retired, revived):
        """The plan foretold what came."""
        fates = {}
        for note in plan["notes"]:
            fates.setdefault(note["fate"], set()).add(note["guid"])
        assert len(fates.get("new", set()) | fates.get("ask", set())) == new
        assert fates.get("retired", set()) == {self.guids[key] for key in retired}
        assert fates.get("revived", set()) == {self.guids[key] for key in revived}
        assert fates.get("edited", set()) <= changed
        # A reader who skipped a package gets more than this build changes.
        assert self.behind or not fates.get("same", set()) & changed

    def note(self, key):
        [found] = self.anki.col.db.list("select id from notes where guid = ?", self.guids[key])
        return self.anki.col.get_note(found)

    def says(self, question):
        """The note that a question was in the first build says what the question says now."""
        note = self.note(question.key)
        assert squash(text_of(note["Front"])) == squash(plain(question.front))
        assert squash(text_of(note["Back"])) == squash(plain(question.back))

    def note_of(self, front):
        """The one note with exactly this front."""
        notes = [self.anki.col.get_note(found) for found in self.anki.col.find_notes("")]
        [found] = [note for note in notes if squash(text_of(note["Front"])) == squash(plain(front))]
        return found

    def reviews(self, note):
        """Rows of the review log for the cards of a note."""
        log = "select * from revlog where cid = ?"
        return [row for card in note.card_ids() for row in self.anki.col.db.all(log, card)]

    def decks(self):
        return sorted(deck.name for deck in self.anki.col.decks.all_names_and_ids())


def begin(folder, change=lambda scene: None, study=lambda scene: None):
    """A scene after its first act: built two days ago, imported today, every card studied."""
    folder = Path(folder)
    scene = Scene(Project(folder / "project"), Anki(folder / "collection"), int(time.time()))
    scene.project.write("recto.yaml", f"title: {TITLE}\nseed: scene\n")
    change(scene)
    scene.write()
    package = scene.project.build(0, clock=scene.now - 2 * DAY)
    count = len(scene.live())
    assert scene.anki.take(package) == Counts(new=count)
    study(scene)
    assert scene.anki.study(TITLE) >= count
    schedule, log = scene.anki.history()
    assert len(log) >= count and all(card[3] > 0 and card[5] > 0 for card in schedule.values())
    for question in scene.live():
        scene.guids[question.key] = scene.note_of(question.front).guid
    return scene


def copied(template, folder):
    """A scene of one's own, from one that was closed."""
    folder = Path(folder)
    for part in ("project", "collection"):
        shutil.copytree(template / part, folder / part)
    scene = Scene(Project(folder / "project"), Anki(folder / "collection"), int(time.time()))
    scene.project.builds = 1
    scene.guids = json.loads((template / "guids.json").read_text())
    return scene


def kept_for_copies(folder):
    """Plays the first act once, and closes it so that it can be copied."""
    folder = Path(folder)
    scene = begin(folder)
    (folder / "guids.json").write_text(json.dumps(scene.guids))
    scene.anki.close()
    return folder

