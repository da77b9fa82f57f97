"""Prints the cards of a package as JSON, the way Anki hands them to its reviewer.

usage: show.py PACKAGE MEDIA-FOLDER: the package's media are copied to the folder.
"""

import json
import shutil
import sys
import tempfile
from pathlib import Path

from harness import Anki


def main(package, media):
    with tempfile.TemporaryDirectory() as folder:
        anki = Anki(folder)
        anki.take(Path(package).resolve())
        cards = [
            # As the reviewer: the note type's style comes first, inside the page.
            {"number": card.ord + 1, "front": card.note()["Front"], "question": card.question(), "answer": card.answer()}
            for card in anki.cards()
        ]
        shutil.copytree(anki.col.media.dir(), media, dirs_exist_ok=True)
        anki.close()
    json.dump(cards, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
