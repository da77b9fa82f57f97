"""Real collections in Anki: as many notes as each holds, every card renders, no medium is missing."""

import json
import shutil

import pytest
from harness import COMPLAINTS, SAMPLE, Counts, assert_renders

CORPUS = SAMPLE.resolve().parents[2] / "shared" / "corpus"
EXPECTED = CORPUS / "expected.json"
SETS = json.loads(EXPECTED.read_text(encoding="utf-8"))["documents"] if EXPECTED.is_file() else []


@pytest.mark.parametrize("collection", SETS, ids=[entry["id"] for entry in SETS])
def test_a_collection_arrives_whole(project, anki, collection):
    for file in collection["files"]:
        source = CORPUS / file["path"]
        # Its pictures lie beside it; its other documents are another set's.
        shutil.copytree(
            source.parent,
            project.folder / "content",
            ignore=lambda folder, names: [name for name in names if name.endswith(".md")],
            dirs_exist_ok=True,
        )
        shutil.copy(source, project.folder / "content")
    project.write("recto.yaml", "granularity: question\n")
    count = collection["expected_cards"]
    assert anki.take(project.build()) == Counts(new=count)
    assert anki.col.note_count() == count
    cards = anki.cards()
    clozes = collection["cloze_notes"]
    assert len(cards) == count if clozes == 0 else len(cards) > count
    # One answer says what Anki says where it complains.
    says_so = [card for card in cards if any(complaint in str(card.note().fields) for complaint in COMPLAINTS)]
    assert len(says_so) <= 1
    for card in cards:
        if card not in says_so:
            assert_renders(card)
    anki.assert_sound()
