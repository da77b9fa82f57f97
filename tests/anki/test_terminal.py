"""What is asked on a terminal: edits one by one, and whether to go on without a lock."""

import fcntl
import os
import pty
import re
import select
import subprocess
import termios
import time

import pytest
from harness import RECTO, Project

NOTES = """# Go

### Q: How does the garbage collector find objects that are no longer needed?

A: It marks everything that can be reached from stacks and globals, while the program runs, and sweeps what was not marked. A write barrier keeps the marks right.

### Q: When does the compiler move a variable to the heap?

A: When it cannot prove that no reference is left after the function returns, for instance where a pointer is stored in a global or handed to an interface.
"""
# Both questions reworded and both answers shortened: likely edits, but not beyond doubt.
EDITED = """# Go

### Q: How does the collector of garbage see which objects are no longer needed?

A: It marks everything that can be reached from stacks and globals, while the program runs.

### Q: When is a variable moved to the heap by the compiler?

A: When it cannot prove that no reference is left after the function returns, for instance where a pointer is stored.
"""


INTERRUPT, END = KEYS = "\x03", "\x04"  # Ctrl-C, Ctrl-D.


def on_a_terminal(project, *arguments, answers=()):
    """Runs the tool on a terminal and types an answer at each question; gives what it showed and its code."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI")}
    environment |= {"SOURCE_DATE_EPOCH": "1700086400", "TERM": "xterm-256color"}
    running = subprocess.Popen(
        [RECTO, *arguments],
        cwd=project.folder,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        close_fds=True,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(theirs, termios.TIOCSCTTY, 0),
    )
    os.close(theirs)
    shown, left, end = "", list(answers), time.monotonic() + 60
    while time.monotonic() < end:
        if not select.select([ours], [], [], 0.2)[0]:
            continue
        try:
            got = os.read(ours, 65536).decode()
        except OSError:  # The other side is closed: it has ended.
            break
        if not got:
            break
        shown += got
        if left and len(re.findall(r"\[y/N(?:/q)?\]", shown)) > len(answers) - len(left):
            answer = left.pop(0)
            os.write(ours, answer.encode() if answer in KEYS else f"{answer}\n".encode())
    os.close(ours)
    assert not left, f"not asked for {left}:\n{shown}"
    return shown, running.wait(timeout=60)


def plain(shown):
    """What was shown, without its colours."""
    return re.sub("\x1b\\[[0-9;]*m", "", shown)


QUESTIONS = {
    "How does the garbage collector find objects that are no longer needed?": (
        "It marks everything that can be reached from stacks and globals, while the program runs, and sweeps what was not marked. A write barrier keeps the marks right.",
        "How does the collector of garbage see which objects are no longer needed?",
        "It marks everything that can be reached from stacks and globals, while the program runs.",
    ),
    "When does the compiler move a variable to the heap?": (
        "When it cannot prove that no reference is left after the function returns, for instance where a pointer is stored in a global or handed to an interface.",
        "When is a variable moved to the heap by the compiler?",
        "When it cannot prove that no reference is left after the function returns, for instance where a pointer is stored.",
    ),
    "What happens to a value that is sent on a channel without a buffer?": (
        "The sender waits until a receiver takes it; both then go on, and nothing was ever stored between the two of them.",
        "What happens to a value that is sent on a channel which has no buffer?",
        "The sender waits until a receiver takes it; nothing was ever stored.",
    ),
    "Why may two goroutines not write to one map at a time?": (
        "Growing moves all buckets to another place, so that one of the writers would lose entries; the runtime notices this and ends the program.",
        "For which reason does one map not allow two goroutines to write at a time?",
        "Growing moves all buckets to another place; the runtime notices this and ends the program.",
    ),
}


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path / "project").write("recto.yaml", "title: Go\nseed: terminal\n")
    project.write("content/go.md", NOTES)
    project.build(0)
    return project


def test_edits_are_accepted_one_by_one(project):
    before = project.lock()
    project.write("content/go.md", EDITED)
    shown, code = on_a_terminal(project, "plan")
    assert code == 0 and shown.count("Is this an edit?") == 2
    assert "\x1b[" in shown and "{+" in shown and "[-" in shown, "in colours, with what changed"
    shown, code = on_a_terminal(project, "accept", answers=["y", "n"])
    assert code == 0 and "1 edit" in shown
    project.build(2)
    assert project.summary["fates"] == {"new": 1, "edited": 1, "retired": 1}
    kept = [guid for guid, record in project.lock().items() if guid in before and "retired" not in record]
    assert len(kept) == 1


@pytest.fixture
def four(tmp_path):
    """A project of which four questions were edited so that all are asked about."""
    project = Project(tmp_path / "four").write("recto.yaml", "title: Go\nseed: terminal\n")
    text = lambda of: "# Go\n" + "".join(f"\n### Q: {front}\n\nA: {back}\n" for front, back in of)
    project.write("content/go.md", text((front, back) for front, (back, _, _) in QUESTIONS.items()))
    project.build(0)
    project.write("content/go.md", text((front, back) for _, front, back in QUESTIONS.values()))
    return project


def kept(project, before):
    """How many of the notes are still there under the guid that they had."""
    return sum(1 for guid, record in project.lock().items() if guid in before and "retired" not in record)


@pytest.mark.parametrize(
    ("answers", "accepted", "told"),
    [
        (["y", "Y", "yes", "y"], 4, "4 edits in"),
        (["n", "y", "", "maybe"], 1, "1 edit in"),
        (["n", "no", "N", ""], 0, "nothing to accept"),
        (["y", "n", "q"], 1, "2 edits not answered"),
        (["y", "y", END], 2, "2 edits not answered"),
        (["q"], 0, "4 edits not answered"),
    ],
)
def test_several_edits_in_a_row(four, answers, accepted, told):
    before = four.lock()
    shown, code = on_a_terminal(four, "accept", answers=answers)
    assert code == 0 and told in plain(shown)
    assert [f"{number} of 4" in shown for number in range(1, 5)] == [number <= len(answers) for number in range(1, 5)]
    # What was not taken is asked again.
    shown, code = on_a_terminal(four, "plan")
    assert code == 0 and shown.count("Is this an edit?") == 4 - accepted
    four.build(2)
    assert kept(four, before) == accepted
    assert len(four.lock()) == 8 - accepted


def test_an_interrupt_between_two_edits_changes_nothing(four):
    before = four.read("recto.lock")
    _, code = on_a_terminal(four, "accept", answers=["y", INTERRUPT])
    assert code == -2 and four.read("recto.lock") == before


def test_edits_accepted_in_two_goes_and_after_the_build(four):
    before = four.lock()
    on_a_terminal(four, "accept", answers=["y", "q"])
    on_a_terminal(four, "accept", answers=["n", "y", "q"])
    four.build(2)
    assert kept(four, before) == 2
    # The build made new notes of the two others, and their old ones are still offered by their guids.
    retired = {record["front"]: guid for guid, record in four.lock().items() if "retired" in record}
    made = {record["front"]: guid for guid, record in four.lock().items() if guid not in before}
    for front, (_, edited, _) in QUESTIONS.items():
        if front in retired:
            shown, code = on_a_terminal(four, "accept", f"{retired[front]}={made[edited]}")
            assert code == 0 and "1 edit in" in plain(shown)
    four.build(3)
    assert kept(four, before) == 4


def test_nothing_is_accepted_where_nobody_answers(project):
    project.write("content/go.md", EDITED)
    lock = project.read("recto.lock")
    assert "nothing to accept" in project.run("accept", clock=1700086400)
    shown, _ = on_a_terminal(project, "accept", answers=["", "no"])
    assert "nothing to accept" in shown and project.read("recto.lock") == lock
    assert not re.search("\x1b\\[", project.run("plan", clock=1700086400)), "no colours where nobody looks"


def test_a_lost_lock_is_asked_about(project):
    project.write("content/go.md", EDITED)
    (project.folder / "recto.lock").unlink()
    shown, code = on_a_terminal(project, "build", answers=["n"])
    assert code == 2 and "2 notes of the last package cannot be found" in shown
    assert "When does the compiler move" in shown and not (project.folder / "recto.lock").exists()
    shown, code = on_a_terminal(project, "build", answers=["y"])
    assert code == 0 and len(project.lock()) == 2
