"""Fixtures: a project and a collection, each in a new folder."""

import pytest
from harness import ANKI_VERSION, RECTO, Anki, Project


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
