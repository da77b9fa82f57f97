"""Prints the cards of a package as JSON, the way Anki hands them to its reviewer.

usage: show.py PACKAGE MEDIA-FOLDER: the package's media are copied to the folder.
"""

import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from harness import Anki


def typed(col, card, html, given=None):
    """What the reviewer puts in place of `[[type:Field]]`: a field to type in, then how it differs from what was typed."""

    def put(found):
        if given is None:
            return '<center><input type="text" id="typeans" style="font-family: Arial; font-size: 20px;"></center>'
        compared = col.compare_answer(card.note()[found[1]], given)
        return f'<div style="font-family: Arial; font-size: 20px">{compared}</div>'

    return re.sub(r"\[\[type:(.+?)\]\]", put, html)


def main(package, media):
    with tempfile.TemporaryDirectory() as folder:
        anki = Anki(folder)
        anki.take(Path(package).resolve())
        cards = [
            # As the reviewer: the note type's style comes first, inside the page.
            {
                "number": card.ord + 1,
                "front": card.note().fields[0],
                "question": typed(anki.col, card, card.question()),
                "answer": typed(anki.col, card, card.answer(), given="wc -k"),
            }
            for card in anki.cards()
        ]
        shutil.copytree(anki.col.media.dir(), media, dirs_exist_ok=True)
        anki.close()
    json.dump(cards, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
