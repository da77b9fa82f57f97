#!/usr/bin/env python3
"""A deck by Python's genanki from JSON lines of ready HTML fields: genanki_deck.py CARDS.jsonl OUT.apkg"""
import json
import sys

import genanki

MODEL = genanki.Model(
    1607392319,
    "Bench",
    fields=[{"name": "Front"}, {"name": "Back"}],
    templates=[{"name": "Card 1", "qfmt": "{{Front}}", "afmt": "{{FrontSide}}<hr id=answer>{{Back}}"}],
)


def main():
    source, target = sys.argv[1:]
    deck = genanki.Deck(2059400110, "Bench")
    with open(source, encoding="utf-8") as lines:
        for line in lines:
            card = json.loads(line)
            tags = [card["topic"].lower().replace(" ", "-")]
            deck.add_note(genanki.Note(model=MODEL, fields=[card["q"], card["a"]], tags=tags, guid=card["id"]))
    genanki.Package(deck).write_to_file(target)


if __name__ == "__main__":
    main()
