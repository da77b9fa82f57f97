#!/usr/bin/env python3
"""Imports two packages into real Anki, each into a collection of its own, and compares what arrives.

  compare.py RECTO.apkg GENANKI-RS.apkg

Compared: how many notes and cards came and whether Anki found anything to complain of; field by
field each note's seven fields and its tags; card by card its number, deck and state, and that
question and answer show the note's front and back. Pictures are compared by what they hold, since
Recto names them by content. Not compared, because genanki-rs cannot set them: guids of Recto's
form, ids, times, the order of new cards, templates and style.
"""
import hashlib
import re
import sys
import tempfile
from pathlib import Path

from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest

FIELDS = ["Front", "Back", "Extra", "Context", "Source", "Spare1", "Spare2"]
SOURCE = re.compile(r'src="([^"]+)"')


def read(package, folder):
    """What is in the collection after an import, and what Anki says of it."""
    col = Collection(str(Path(folder) / "collection.anki2"))
    try:
        log = col.import_anki_package(
            ImportAnkiPackageRequest(package_path=str(Path(package).resolve()), options=ImportAnkiPackageOptions())).log
        kinds = ("new", "updated", "duplicate", "conflicting", "first_field_match", "missing_notetype", "missing_deck",
                 "empty_first_field")
        counts = {kind: len(getattr(log, kind)) for kind in kinds}

        def shown(html):
            def by_content(found):
                path = Path(col.media.dir()) / found[1]
                return f'src="{hashlib.sha256(path.read_bytes()).hexdigest()[:16] if path.exists() else "missing!"}"'
            return SOURCE.sub(by_content, html)

        notes = {}
        for number in col.find_notes(""):
            note = col.get_note(number)
            values = dict(zip((field["name"] for field in note.note_type()["flds"]), note.fields))
            cards = []
            for card in note.cards():
                output = card.render_output()
                cards.append({
                    "number": card.ord, "deck": col.decks.name(card.did), "state": (card.type, card.queue, card.ivl, card.reps),
                    "front shown": values["Front"] in output.question_text, "back shown": values["Back"] in output.answer_text,
                    "front shown with the answer": values["Front"] in output.answer_text,
                })
            fields = {name: shown(value) for name, value in values.items()}
            notes[fields["Front"]] = {"fields": fields, "tags": sorted(note.tags), "cards": cards}
        media = col.media.check()
        before = (col.note_count(), col.card_count())
        report, sound = col.fix_integrity()
        health = {
            "missing media": list(media.missing), "unused media": list(media.unused),
            "integrity": sound and (col.note_count(), col.card_count()) == before or report,
            "empty cards": [note.note_id for note in col.get_empty_cards().notes],
        }
        return {"log": counts, "notes": notes, "health": health, "count": before}
    finally:
        col.close()


def main():
    ours, theirs = sys.argv[1:]
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        a, b = read(ours, one), read(theirs, other)
    wrong, compared = [], 0

    def same(what, mine, reference):
        nonlocal compared
        compared += 1
        if mine != reference:
            wrong.append(f"{what}:\n    recto      {mine!r}\n    genanki-rs {reference!r}")

    same("notes and cards", a["count"], b["count"])
    same("import log", a["log"], b["log"])
    for name, expected in (("missing media", []), ("unused media", []), ("integrity", True), ("empty cards", [])):
        same(f"{name} (recto against what it should be)", a["health"][name], expected)
        same(name, a["health"][name], b["health"][name])
    same("fronts", sorted(a["notes"]), sorted(b["notes"]))
    for front in sorted(a["notes"].keys() & b["notes"].keys()):
        mine, reference = a["notes"][front], b["notes"][front]
        label = " ".join(front.split())[:40]
        for field in FIELDS:
            same(f"{label} | field {field}", mine["fields"].get(field), reference["fields"].get(field))
        same(f"{label} | tags", mine["tags"], reference["tags"])
        same(f"{label} | number of cards", len(mine["cards"]), len(reference["cards"]))
        for card, other in zip(mine["cards"], reference["cards"]):
            for key in card:
                same(f"{label} | card {card['number'] + 1}: {key}", card[key], other[key])
            compared += 1
            if not (card["front shown"] and card["back shown"]):
                wrong.append(f"{label} | card {card['number'] + 1} does not show its front and back")
    for text in wrong:
        print(text)
    notes, cards = a["count"]
    verdict = f"{len(wrong)} DIFFERENCES" if wrong else "the same"
    print(f"reference: {verdict}. {notes} notes and {cards} cards, {compared} comparisons in Anki's own collection")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
