"""Fixtures: a project and a collection, each in a new folder."""

import os
import shutil
import tempfile

import pytest
from harness import ANKI_VERSION, RECTO, Anki, Project
from scene import copied, kept_for_copies


MEMORY = "/dev/shm"


def pytest_configure(config):
    """Works in memory where that can be had: both tools wait for the disk after every step, which is
    three quarters of the time, and is tested elsewhere."""
    if config.option.basetemp is None and os.access(MEMORY, os.W_OK):
        folder = tempfile.mkdtemp(prefix="recto-", dir=MEMORY)
        config.option.basetemp = os.path.join(folder, "tests")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def pytest_report_header():
    return f"Anki {ANKI_VERSION}, {RECTO}"


def pytest_sessionstart(session):
    if not RECTO.is_file():
        pytest.exit(f"there is no {RECTO}: build it, or name another in RECTO_BIN", returncode=2)


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path / "project")


@pytest.fixture
def sample(project):
    """A project that holds the sample document alone."""
    return project.add_sample()


@pytest.fixture
def anki(tmp_path):
    anki = Anki(tmp_path / "collection")
    yield anki
    anki.close()


@pytest.fixture(scope="session")
def first_act(tmp_path_factory):
    """A project built, imported and studied once, for all who want a copy."""
    return kept_for_copies(tmp_path_factory.mktemp("scene"))


@pytest.fixture
def scene(first_act, tmp_path):
    """Eight questions in two documents, built two days ago, imported and studied today."""
    scene = copied(first_act, tmp_path / "scene")
    yield scene
    scene.anki.close()
