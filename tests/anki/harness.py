"""Builds projects with the `recto` binary and takes the packages into the real Anki.

Works with every Anki from 2.1.54 on; the few differences between its versions are in `Anki`.
"""

import json
import os
import shutil
import sqlite3
import struct
import subprocess
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import anki.collection
from anki.buildinfo import version as ANKI_VERSION
from anki.collection import Collection

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "content" / "go-internals.md"
RECTO = Path(os.environ.get("RECTO_BIN") or ROOT / "target" / "checked" / "recto").resolve()

# The first build's day. Long past, so that what a user does in Anki during a test is always later.
FIRST_DAY = 1_700_000_000
DAY = 86_400
NOW = None

# Until 24.11 Anki dates an update by the import, not by the package.
DATES_BY_IMPORT = ANKI_VERSION.startswith(("2.1.", "23.", "24."))

# Whether the user is asked how to import.
HAS_OPTIONS = hasattr(anki.collection, "ImportAnkiPackageOptions")

# What Anki writes on a card that it cannot make.
COMPLAINTS = (
    "No cloze",
    "found on card",
    "has a problem",
    "is not a valid field",
    "No such field",
    "unknown field",
    "there is no field",
    "The front of this card is blank",
    "More information",
)


# What the database check of today's Anki does to any collection: at times an answer's time is in the
# review log and not in the card, and is written there.
USUAL_REPAIRS = ("Database rebuilt", "Added last review time")


class Project:
    """A Recto project in a folder of its own."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.builds = 0
        self.summary = {}
        """What the last build said of itself."""

    def write(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(content, encoding="utf-8")
        return self

    def add_sample(self):
        return self.write("content/go-internals.md", SAMPLE.read_bytes())

    def read(self, name):
        return (self.folder / name).read_text(encoding="utf-8")

    def edit(self, name, old, new):
        """Changes one place of a document, as its author would."""
        text = self.read(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))

    def build(self, day=1, *arguments, clock=None, code=0):
        """Builds as if on the given day (NOW: today, by the clock), or at `clock`, in seconds since
        1970; returns the package, kept from the next build's hands."""
        if clock is None and day is not NOW:
            clock = FIRST_DAY + day * DAY
        self.summary = json.loads(self.run("build", "--json", *arguments, clock=clock, code=code))
        [package] = (self.folder / "output").glob("*.apkg")
        self.builds += 1
        kept = self.folder / f"build-{self.builds}" / package.name
        kept.parent.mkdir()
        shutil.copy(package, kept)
        return kept

    def run(self, *arguments, clock=None, code=0):
        """Runs the tool in the project, at `clock` if given; returns what it printed. It must end with
        the exit code."""
        environment = {k: v for k, v in os.environ.items() if k != "SOURCE_DATE_EPOCH"}
        if clock is not None:
            environment["SOURCE_DATE_EPOCH"] = str(clock)
        done = subprocess.run(
            [RECTO, *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.returncode == code, f"exit code {done.returncode}\n{done.stderr}\n{done.stdout}"
        return done.stdout

    def lock(self):
        """The records of recto.lock by guid; fails if there are two for one note."""
        lines = [json.loads(line) for line in self.read("recto.lock").splitlines()]
        records = [line for line in lines if "guid" in line]
        by_guid = {record["guid"]: record for record in records}
        assert len(by_guid) == len(records), "recto.lock holds a note twice"
        return by_guid


@dataclass(frozen=True)
class Counts:
    """What Anki's import says it did, in notes."""

    new: int = 0
    updated: int = 0
    duplicate: int = 0
    conflicting: int = 0
    other: int = 0


class Anki:
    """A collection of its own, with what a user does to it."""

    def __init__(self, folder):
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.col = Collection(str(folder / "collection.anki2"))
        if not self.col.v3_scheduler():
            self.col.set_v3_scheduler(True)

    def close(self):
        self.col.close()

    def take(self, package, **options):
        """Imports a package with the settings Anki proposes, or, where Anki `HAS_OPTIONS`, others."""
        if hasattr(anki.collection, "ImportAnkiPackageRequest"):
            request = anki.collection.ImportAnkiPackageRequest(package_path=str(package))
            if options:
                request.options.CopyFrom(anki.collection.ImportAnkiPackageOptions(**options))
            log = self.col.import_anki_package(request).log
        else:  # until 2.1.66
            log = self.col.import_anki_package(str(package)).log
        self.col.models._clear_cache()  # It remembers note types as they were before the import.
        return Counts(
            new=len(log.new),
            updated=len(log.updated),
            duplicate=len(log.duplicate),
            conflicting=len(log.conflicting),
            other=len(log.first_field_match)
            + len(log.missing_notetype)
            + len(log.missing_deck)
            + len(log.empty_first_field),
        )

    def take_at_once(self, package):
        """Imports a package as if in the second in which it was built.

        It matters to an Anki that dates an update by the import: the next edit would have to be
        built later than that, which in a test means to wait.
        """
        before = dict(self.col.db.all("select guid, mod from notes"))
        counts = self.take(package)
        if DATES_BY_IMPORT and counts.updated:
            for guid, modified, _, _ in notes_in(package):
                if before.get(guid, modified) < modified:
                    self.col.db.execute("update notes set mod = ? where guid = ?", modified, guid)
        return counts

    def notes(self):
        """All notes, in the order in which their first cards stand in the deck."""
        rows = self.col.db.list("select nid from cards group by nid order by min(id)")
        by_due = self.col.db.list(
            "select nid from cards where type = 0 group by nid order by min(due)"
        )
        order = by_due if len(by_due) == len(rows) else rows
        return [self.col.get_note(nid) for nid in order]

    def cards(self):
        return [self.col.get_card(cid) for cid in self.col.db.list("select id from cards order by due, id")]

    def note_with(self, phrase):
        """The one note of a question whose front holds the phrase."""
        found = [n for n in map(self.col.get_note, self.col.find_notes("tag:recto::question")) if phrase in n["Front"]]
        assert len(found) == 1, f"{len(found)} notes ask {phrase!r}"
        return found[0]

    def deck_of(self, card):
        return self.col.decks.name(card.did)

    def study(self, deck):
        """Answers all cards of a deck with Anki's own scheduler until none is left for today."""
        self.lift_limits()
        self.col.decks.select(self.col.decks.id_for_name(deck))
        answered = 0
        while card := self.col.sched.getCard():
            card.start_timer()
            # Good and Easy in turn: different intervals, and some cards come twice.
            self.col.sched.answerCard(card, 3 + answered % 2)
            answered += 1
            assert answered < 500, "the scheduler does not come to an end"
        return answered

    def lift_limits(self):
        config = self.col.decks.config_dict_for_deck_id(1)
        config["new"]["perDay"] = config["rev"]["perDay"] = 9999
        self.col.decks.update_config(config)

    def guids_with(self, phrase, field="Front"):
        """The guids of all notes whose field holds the phrase: a question and its facts."""
        notes = map(self.col.get_note, self.col.find_notes(""))
        return {note.guid for note in notes if phrase in note[field]}

    def tagged(self, tag):
        """The guids of all notes with a tag."""
        return {self.col.get_note(note).guid for note in self.col.find_notes(f"tag:{tag}")}

    def edit_note(self, note, **fields):
        """Edits a note as a user does in Anki's editor."""
        for name, value in fields.items():
            note[name] = value
        note.add_tag("mine")
        self.col.update_note(note)

    def history(self):
        """All that studying left behind: a card's schedule by its guid and number, and the review log."""
        schedule = {
            tuple(row[:2]): tuple(row[2:])
            for row in self.col.db.all(
                "select n.guid, c.ord, c.id, c.did, c.due, c.ivl, c.factor, c.reps, c.lapses, c.left,"
                " c.queue, c.type, c.odue, c.odid, c.flags, c.data"
                " from cards c join notes n on n.id = c.nid"
            )
        }
        log = [tuple(row) for row in self.col.db.all("select * from revlog order by id")]
        return schedule, log

    def content(self):
        """All notes by guid: what they say, and when they last changed."""
        return {
            row[0]: tuple(row[1:])
            for row in self.col.db.all("select guid, id, mid, mod, tags, flds from notes")
        }

    def everything(self):
        return self.content(), self.history()

    def assert_sound(self, unused=()):
        """Anki's own checks find nothing to repair; the database check repairs in silence, so what
        it may have touched is compared too. `unused` are the media that nothing refers to."""
        content, (schedule, log) = self.everything()
        report, _ = self.col.fix_integrity()
        repaired = [line for line in report.splitlines() if not line.startswith(USUAL_REPAIRS)]
        assert not repaired, report
        after, (schedule_after, log_after) = self.everything()
        assert (after, log_after) == (content, log), f"the database check repaired something: {report}"
        assert schedule_after.keys() == schedule.keys()
        # But for the last column, where the time of the last review stands.
        assert all(schedule_after[card][:-1] == row[:-1] for card, row in schedule.items()), report
        media = self.col.media.check()
        assert not media.missing, f"media referred to and not there: {list(media.missing)}"
        assert list(media.unused) == list(unused)
        empty = self.col.get_empty_cards()
        assert not empty.notes, f"empty cards: {empty.report}"


def topics(note):
    """The tags of a note that its author gave it, or Anki's user."""
    return [tag for tag in note.tags if not tag.startswith("recto::")]


def is_question(note):
    return "recto::question" in note.tags


def notes_in(package):
    """The notes of a package as it is written: (guid, time of change, tags, fields)."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(package) as archive:
            archive.extract("collection.anki2", folder)
        database = sqlite3.connect(Path(folder) / "collection.anki2")
        rows = database.execute("select guid, mod, tags, flds from notes order by id").fetchall()
        database.close()
    return [(guid, modified, tags.split(), fields.split("\x1f")) for guid, modified, tags, fields in rows]


def assert_renders(card):
    """Both sides of a card are made without a complaint; returns question and answer."""
    output = card.render_output()
    for side, html in (("question", output.question_text), ("answer", output.answer_text)):
        for complaint in COMPLAINTS:
            assert complaint not in html, f"Anki complains on the {side}: {html}"
        assert "<script" not in html.lower(), f"a script on the {side}"
    return output.question_text, output.answer_text


def png(width=2, height=2, colour=(200, 60, 40)):
    """A picture of one colour."""

    def chunk(kind, data):
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    rows = (b"\0" + bytes(colour) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
