"""`recto serve` shows both sides of every card as Anki makes them."""

import re
import subprocess
from urllib.request import urlopen

import pytest
from harness import HAS_OPTIONS, RECTO

DOCUMENTS = {
    "content/kinds.md": """# Kinds

### Q: Which of these is a `<b>` "quoted" word?

- [ ] one & two
- [x] three

### Q: What does `vet` look for?

**A:** Likely mistakes:

- **Copied locks**: a `sync.Mutex` passed by value
- **Format strings**: `%d` for a text

```go
fmt.Printf("%d", "x")
```
""",
    "content/blanks.md": """# Blanks

C: A [heap] holds what [outlives] the call, in `std::vec{{x}}` too.

C: {{c1::Nested {{c2::blanks::a hint}} stay}} in [[order]].
""",
    "content/typed.md": """---
type: true
---
# Typed

### Q: Which command lists a folder?

A: `ls`
""",
    "content/both.md": "---\nreversed: true\n---\n# Both\n\n### Q: Stack\n\nA: last in, first out\n",
}


@pytest.mark.skipif(not HAS_OPTIONS, reason="older Anki marks blanks otherwise")
def test_both_sides_are_those_of_anki(sample, anki):
    for name, text in DOCUMENTS.items():
        sample.write(name, text)
    anki.take(sample.build())
    cards = list(anki.cards())
    assert len(cards) > 70 and {card.note().note_type()["name"] for card in cards} == {
        "Recto Basic", "Recto Basic and Reversed", "Recto Cloze", "Recto Choice", "Recto Typed"
    }
    serving = subprocess.Popen(
        [RECTO, "serve", "--port", "0"], cwd=sample.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    try:
        home = re.search(r"http:\S+/", serving.stdout.readline()).group()
        assert any(line.startswith("Built") for line in iter(serving.stdout.readline, ""))
        for card in cards:
            output = card.render_output()
            address = f"{home}_preview/cards/{card.note().guid}/{card.ord}"
            for side, made in (("front", output.question_text), ("back", output.answer_text)):
                assert shown(f"{address}/{side}.html") == known(made), f"{side} of {card.note().fields[0]}"
    finally:
        serving.terminate()
        assert serving.wait() == 0


def shown(address):
    page = urlopen(address).read().decode()
    content = re.search(r'<div id="qa">(.*)</div>\n</body>', page, re.DOTALL).group(1)
    typed = r'<center><input type="text" id="typeans"></center>|<div><code id="typeans">.*?</code></div>'
    return re.sub(typed, "[[type:Back]]", content)


def known(made):
    """What Anki makes, less the hidden content of a blank, which only its scripts read."""
    return re.sub(r' data-cloze="[^"]*"', "", made)
