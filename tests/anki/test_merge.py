"""Two people work on one project, each on a branch of git: merged, built, imported.

`recto init` tells git to join the lines of `recto.lock`. What that leaves (a note twice, lines out of
order) the next build puts right, and a reader gets the edits of both.
"""

import os
import random
import re
import shutil
import subprocess
import time

import pytest
from harness import DAY, FIRST_DAY, Anki, Counts, Project
from scene import NEW, TITLE, documents
from source import squash, text_of

MARKS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
GIT = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}
CLOSED = "The program panics."
PICKED = "Where several goroutines change one value"


class Repository(Project):
    """A project under git."""

    def git(self, *arguments, fails=False):
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env={**os.environ, **GIT}, capture_output=True, text=True, timeout=60
        )
        assert (done.returncode != 0) == fails, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def commit(self, message):
        self.git("add", "--all", "content", "recto.lock", ".gitattributes", ".gitignore", "recto.yaml")
        self.git("commit", "--quiet", "-m", message)

    def on(self, branch, clock, *edits):
        """Edits, builds and commits on a branch from the first commit; returns the package."""
        self.git("checkout", "--quiet", "-B", branch, "first")
        return self.work(branch, clock, *edits)

    def work(self, message, clock, *edits):
        for edit in edits:
            edit(self)
        package = self.build(0, clock=clock)
        self.commit(message)
        return package

    def merge(self, ours, theirs, fails=False):
        self.git("checkout", "--quiet", ours)
        self.git("merge", "--quiet", "--no-edit", theirs, fails=fails)
        self.assert_lock_is_joined()

    def assert_lock_is_joined(self):
        """The lock has no conflict, whatever the documents have."""
        lock = self.read("recto.lock")
        assert not [line for line in lock.splitlines() if line.startswith(MARKS)]
        assert "recto.lock" not in self.git("diff", "--name-only", "--diff-filter=U")
        assert lock.endswith('\n{"end":true}\n'), "the line that ends a lock is not its last"
        assert lock.count('"end":true') == 1


def answered(old, new, path="concurrency.md"):
    return lambda project: project.edit(f"content/{path}", old, new)


def asked(question, before, path="concurrency.md"):
    """A new question before the one with this front."""
    heading = f"### Q: {before}"
    return lambda project: project.edit(f"content/{path}", heading, f"{question}\n{heading}")


def added(name):
    return f"### Q: What is {name}?\n\n**A:** It is {name}, and nothing else is.\n"


@pytest.fixture
def repository(tmp_path):
    """A project of `recto init`, built three days ago and committed as `first`."""
    project = Repository(tmp_path / "project")
    project.folder.mkdir()
    project.now = int(time.time())
    for path, document in documents().items():
        project.write(f"content/{path}", document.markdown())
    project.run("init", clock=project.now - 3 * DAY)
    assert "recto.lock merge=union" in project.read(".gitattributes").splitlines()
    project.edit("recto.yaml", 'title: "Project"', f"title: {TITLE}")
    project.git("init", "--quiet", "--initial-branch", "main")
    project.first = project.build(0, clock=project.now - 3 * DAY)
    project.commit("first")
    project.git("tag", "first")
    return project


@pytest.fixture
def readers(repository, tmp_path):
    """Collections that hold the first build, studied."""
    collections = []

    def make():
        anki = Anki(tmp_path / f"collection-{len(collections)}")
        collections.append(anki)
        assert anki.take(repository.first) == Counts(new=8)
        anki.study(TITLE)
        return anki

    yield make
    for anki in collections:
        anki.close()


def back_of(anki, front):
    notes = [anki.col.get_note(found) for found in anki.col.find_notes("")]
    [note] = [note for note in notes if squash(text_of(note["Front"])) == squash(front)]
    return text_of(note["Back"])


def assert_history_stayed(before, after):
    (schedule, log), (schedule_after, log_after) = before, after
    assert log_after == log
    assert schedule.items() <= schedule_after.items()


def test_two_branches_that_both_edit_and_add(repository, readers):
    one = repository.on(
        "one",
        repository.now - 2 * DAY,
        answered(CLOSED, "It panics at once."),
        asked(added("a semaphore"), "How does a buffered"),
    )
    guids_one = repository.lock().keys()
    two = repository.on(
        "two",
        repository.now - 2 * DAY + 3600,
        answered(PICKED, "Where many goroutines change one value"),
        asked(added("a barrier"), "What does a read-write"),
        asked(added("an arena"), "What makes a goroutine", "memory.md"),
    )
    guids_two = repository.lock().keys()
    repository.merge("one", "two")
    merged = repository.build(0, clock=repository.now - DAY)

    # One record a note, and none lost.
    assert repository.lock().keys() == guids_one | guids_two
    assert is_in_order(repository)
    assert all("retired" not in record for record in repository.lock().values())
    assert len({record["made"] for record in repository.lock().values()}) == 11

    # Readers of the first build, of one branch, of the other, and of both: all end with the same.
    ends = []
    for packages, counts in [
        ([], Counts(new=3, updated=2, duplicate=6)),
        ([one], Counts(new=2, updated=1, duplicate=8)),
        ([two], Counts(new=1, updated=1, duplicate=9)),
        ([one, two], Counts(duplicate=11)),
        ([two, one], Counts(duplicate=11)),
    ]:
        anki = readers()
        for package in packages:
            anki.take_at_once(package)
        history = anki.history()
        assert anki.take_at_once(merged) == counts
        assert_history_stayed(history, anki.history())
        anki.assert_sound()
        ends.append({guid: (note[3], note[4]) for guid, note in anki.content().items()})
        assert "It panics at once." in back_of(anki, "What happens when you send on a closed channel?")
        assert "Where many goroutines" in back_of(anki, "When is a mutex a better choice than a channel?")
    assert all(end == ends[0] for end in ends)


def is_in_order(repository):
    guids = [line for line in repository.read("recto.lock").splitlines() if line.startswith('{"guid"')]
    return guids == sorted(guids) and len(guids) == len(repository.lock())


def test_many_notes_added_on_both_branches(repository):
    """Lines of both land in one gap, out of order and some of them twice: that is the lock's form, not its content, so
    a build that may not change the lock takes it as it is; the next one puts it in order."""
    one, two = ([added(f"{side} {n}") for n in range(12)] for side in ("left", "right"))
    repository.on("one", repository.now - 2 * DAY, asked("\n".join(one), "How does a buffered"))
    repository.on("two", repository.now - DAY, asked("\n".join(two), "What does a read-write"))
    repository.merge("one", "two")
    joined = repository.read("recto.lock").splitlines()
    assert joined != sorted(set(joined)), "this merge proves nothing"
    repository.build(0, "--locked", clock=repository.now)
    repository.build(0, clock=repository.now)
    assert is_in_order(repository) and len(repository.lock()) == 32
    assert set(repository.read("recto.lock").splitlines()) == set(joined)


def test_a_build_of_what_was_merged_changes_no_time(repository):
    """After a merge only the lock's form is put right: nothing was edited, so no `mod` moves."""
    repository.on("one", repository.now - 2 * DAY, answered(CLOSED, "It panics at once."))
    times = {guid: record["mod"] for guid, record in repository.lock().items()}
    repository.on("two", repository.now - DAY, asked(added("a barrier"), "What does a read-write"))
    times |= {guid: max(record["mod"], times.get(guid, 0)) for guid, record in repository.lock().items()}
    repository.merge("one", "two")
    repository.build(0, clock=repository.now)
    assert {guid: record["mod"] for guid, record in repository.lock().items()} == times


@pytest.mark.parametrize("theirs", [True, False], ids=["later text kept", "earlier text kept"])
def test_one_note_edited_on_two_machines_a_day_apart(repository, readers, theirs):
    """The author settles which text stands. Whoever imported either gets it with the next build."""
    one = repository.on("one", repository.now - 3 * DAY + 60, answered(CLOSED, "The first machine says: it panics."))
    two = repository.on("two", repository.now - 2 * DAY + 60, answered(CLOSED, "The second machine says: it panics."))
    [guid] = [guid for guid, record in repository.lock().items() if "send on a closed" in record["front"]]
    later = repository.lock()[guid]["mod"]
    merged = settle(repository, theirs, repository.now - DAY)
    kept = repository.lock()[guid]["mod"]
    # The later time stands; where the earlier text was chosen, that is an edit, and the time moves on.
    assert kept == (later if theirs else repository.now - DAY)
    says = "The second machine" if theirs else "The first machine"
    for packages in ([], [one], [two], [one, two], [two, one]):
        anki = readers()
        for package in packages:
            anki.take_at_once(package)
        history = anki.history()
        counts = anki.take_at_once(merged)
        assert (counts.new, counts.conflicting) == (0, 0)
        assert says in back_of(anki, "What happens when you send on a closed channel?"), len(packages)
        assert anki.history() == history


@pytest.mark.parametrize(
    "theirs",
    [
        True,
        False,
    ],
    ids=["their text kept", "our text kept"],
)
def test_one_note_edited_on_two_branches_in_one_second(repository, readers, theirs):
    """Builds with a fixed clock, as in packaging, give both edits one time; the text that is settled
    on must reach the reader of the other all the same."""
    clock = repository.now - 2 * DAY
    one = repository.on("one", clock, answered(CLOSED, "The first machine says: it panics."))
    two = repository.on("two", clock, answered(CLOSED, "The second machine says: it panics."))
    merged = settle(repository, theirs, repository.now - DAY)
    says = "The second machine" if theirs else "The first machine"
    for package in (one, two):
        anki = readers()
        anki.take_at_once(package)
        anki.take_at_once(merged)
        assert says in back_of(anki, "What happens when you send on a closed channel?")


def settle(repository, theirs, clock):
    """Merges two branches that differ in one line of a document, takes one side of it, and builds."""
    repository.merge("one", "two", fails=True)
    repository.git("checkout", "--theirs" if theirs else "--ours", "content/concurrency.md")
    repository.commit("settled")
    return repository.build(0, clock=clock)


def test_questions_added_on_two_branches_in_one_millisecond(repository, readers):
    """Both branches gave their new note the same id; in a package there can be only one of each."""
    clock = repository.now - 2 * DAY
    one = repository.on("one", clock, asked(added("a semaphore"), "How does a buffered"))
    two = repository.on("two", clock, asked(added("a barrier"), "What does a read-write"))
    repository.merge("one", "two")
    merged = repository.build(0, clock=repository.now - DAY)
    for packages in ([], [one], [two], [one, two]):
        anki = readers()
        for package in packages:
            anki.take_at_once(package)
        history = anki.history()
        anki.take_at_once(merged)
        assert anki.col.note_count() == 10
        assert_history_stayed(history, anki.history())
        anki.assert_sound()


def test_the_same_question_added_on_two_branches(repository, readers):
    """Same text, same place: one note, since a new guid is made from the text."""
    question = asked(NEW.markdown(), "How does a buffered")
    one = repository.on("one", repository.now - 2 * DAY, question)
    two = repository.on("two", repository.now - 2 * DAY + 60, question)
    repository.merge("one", "two")
    merged = repository.build(0, clock=repository.now - DAY)
    assert len(repository.lock()) == 9
    anki = readers()
    assert anki.take_at_once(one) == Counts(new=1, duplicate=8)
    for package in (two, merged):
        counts = anki.take_at_once(package)
        assert (counts.new, counts.conflicting) == (0, 0)
    assert anki.col.note_count() == 9


def test_two_branches_that_both_made_the_lock(repository):
    """Nothing is common, not even a base; what git leaves is read all the same."""
    repository.git("rm", "--quiet", "--cached", "recto.lock")
    repository.git("commit", "--quiet", "-m", "without a lock")
    repository.git("tag", "--force", "first")
    locks = []
    for branch, name in (("one", "a semaphore"), ("two", "a barrier")):
        repository.git("checkout", "--quiet", "--force", "-B", branch, "first")
        (repository.folder / "recto.lock").unlink(missing_ok=True)
        shutil.rmtree(repository.folder / "output", ignore_errors=True)
        repository.write(f"content/{branch}.md", f"# {branch}\n\n{added(name)}")
        repository.work(branch, repository.now - 2 * DAY)
        locks.append(repository.lock().keys())
    repository.git("checkout", "--quiet", "one")
    repository.git("merge", "--quiet", "--no-edit", "two")
    joined = repository.read("recto.lock")
    assert joined.endswith('\n{"end":true}\n')
    repository.build(0, clock=repository.now - DAY)
    assert repository.lock().keys() == locks[0] | locks[1]
    assert repository.read("recto.lock").count('"end":true') == 1


def test_a_question_deleted_on_one_branch_and_moved_on_the_other(repository, readers):
    """What the documents say after the merge stands: it is live there, so its note is."""
    heading = "### Q: What makes a goroutine leak?"

    def delete(project):
        text = project.read("content/memory.md")
        project.write("content/memory.md", text[: text.index(heading)].rstrip() + "\n")

    def move(project):
        text = project.read("content/memory.md")
        delete(project)
        project.write("content/leaks.md", "# Leaks\n\n## Goroutines\n\n" + text[text.index(heading) :])

    repository.on("one", repository.now - 2 * DAY, delete)
    repository.on("two", repository.now - 2 * DAY + 60, move)
    repository.merge("one", "two")
    merged = repository.build(0, clock=repository.now - DAY)
    assert len(repository.lock()) == 8
    assert all("retired" not in record for record in repository.lock().values())
    anki = readers()
    history = anki.history()
    assert anki.take_at_once(merged) == Counts(updated=1, duplicate=7)
    assert anki.history() == history


def test_a_question_deleted_on_both_branches(repository, readers):
    heading = "### Q: What makes a goroutine leak?"

    def delete(project):
        text = project.read("content/memory.md")
        project.write("content/memory.md", text[: text.index(heading)].rstrip() + "\n")

    repository.on("one", repository.now - 2 * DAY, delete)
    repository.on("two", repository.now - 2 * DAY + 60, delete, answered(CLOSED, "It panics at once."))
    repository.merge("one", "two")
    merged = repository.build(0, clock=repository.now - DAY)
    assert [record["front"] for record in repository.lock().values() if "retired" in record] == [
        "What makes a goroutine leak?"
    ]
    anki = readers()
    history = anki.history()
    expected = Counts(updated=2, duplicate=6)
    assert anki.take_at_once(merged) == expected
    assert anki.history() == history


MERGES = int(os.environ.get("MERGES", "6"))


@pytest.mark.parametrize("seed", range(1, MERGES + 1))
def test_random_merges(tmp_path, seed):
    """Two branches edit, add, delete and move at random, also the same questions; where the documents
    conflict, one side is taken. `MERGES=100` for more."""
    dice = random.Random(seed)
    project = Repository(tmp_path / "project")
    project.write("recto.yaml", f"title: {TITLE}\nseed: merge {seed}\n")
    project.write(".gitattributes", "recto.lock merge=union\n")
    project.write(".gitignore", "/output/\n/build-*/\n")
    base = {f"{n}.md": [(f"base {n} {m}", "as it was") for m in range(8)] for n in range(3)}
    write_plain(project, base)
    first = project.build(0, clock=FIRST_DAY)
    project.git("init", "--quiet", "--initial-branch", "main")
    project.commit("first")
    project.git("tag", "first")
    locks = []
    for side in ("one", "two"):
        project.git("checkout", "--quiet", "-B", side, "first")
        documents = {path: list(questions) for path, questions in base.items()}
        for step in range(dice.randint(2, 6)):
            edit_plain(dice, documents, f"{side} {step}")
            write_plain(project, documents)
            project.build(0, clock=FIRST_DAY + DAY * (1 + step) + (side == "two") * 60)
        project.commit(side)
        locks.append(project.lock())
    project.git("merge", "--quiet", "--no-edit", "-X", dice.choice(("ours", "theirs")), "one")
    project.assert_lock_is_joined()
    merged = project.build(0, clock=FIRST_DAY + 9 * DAY)

    lock = project.lock()
    assert locks[0].keys() | locks[1].keys() <= lock.keys()
    for side in locks:
        assert all(lock[guid]["mod"] >= record["mod"] for guid, record in side.items())
    text = "".join(path.read_text() for path in (project.folder / "content").glob("*.md"))
    assert text.count("### Q:") == sum("retired" not in record for record in lock.values())
    settled = project.read("recto.lock")
    project.build(0, clock=FIRST_DAY + 10 * DAY)
    assert project.read("recto.lock") == settled

    anki = Anki(tmp_path / "collection")
    try:
        anki.take(first)
        anki.study(TITLE)
        history = anki.history()
        counts = anki.take(merged)
        assert (counts.conflicting, counts.other) == (0, 0)
        assert_history_stayed(history, anki.history())
        shipped = {guid for guid, record in lock.items() if "retired" not in record}
        said = sorted(squash(text_of(note["Back"])) for note in anki.notes() if note.guid in shipped)
        assert said == sorted(squash(answer) for answer in re.findall(r"\*\*A:\*\* (.*)", text))
        anki.assert_sound()
    finally:
        anki.close()


def write_plain(project, documents):
    for path, questions in documents.items():
        parts = [f"### Q: What is {front}?\n\n**A:** It is {back}.\n" for front, back in questions]
        project.write(f"content/{path}", "\n".join([f"# Document {path[0]}\n\n## Section\n", *parts]))


def edit_plain(dice, documents, name):
    """One random edit; `name` is what nobody else says."""
    path = dice.choice(sorted(documents))
    questions = documents[path]
    index = dice.randrange(len(questions))
    match dice.choice(("edit", "edit", "add", "delete", "move")):
        case "edit":
            questions[index] = (questions[index][0], f"as {name} has it")
        case "add":
            questions.insert(index, (name, f"new from {name}"))
        case "delete" if len(questions) > 2:
            del questions[index]
        case "move" if len(questions) > 2:
            documents[dice.choice(sorted(documents))].append(questions.pop(index))
