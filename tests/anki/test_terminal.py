"""What is asked on a terminal: edits one by one, and whether to go on without a lock."""

import os
import pty
import re
import select
import subprocess
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


def on_a_terminal(project, *arguments, answers=()):
    """Runs the tool on a terminal and types an answer at each question; gives what it showed and its code."""
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CI")}
    environment |= {"SOURCE_DATE_EPOCH": "1700086400", "TERM": "xterm-256color"}
    running = subprocess.Popen(
        [RECTO, *arguments], cwd=project.folder, env=environment, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
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
        if left and shown.count("[y/N]") > len(answers) - len(left):
            os.write(ours, f"{left.pop(0)}\n".encode())
    os.close(ours)
    assert not left, f"not asked for {left}:\n{shown}"
    return shown, running.wait(timeout=60)


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
