"""What a Markdown document says, read without Recto, to compare what Anki shows with it.

This is deliberately no Markdown parser. It knows the notation of the sample document (headings,
lists, emphasis, fences) well enough to take the markup away, so that the tests do not judge
Recto's reading by Recto's reading.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from html.parser import HTMLParser

# Elements that end a word: `<li>a</li><li>b</li>` reads "a b", `<b>a</b>b` reads "ab".
BLOCKS = frozenset(
    "address article aside blockquote br dd details div dl dt figcaption figure footer h1 h2 h3 h4 "
    "h5 h6 header hr li main nav ol p pre section summary table tbody td th thead tr ul".split()
)
# Elements whose content nobody sees.
UNSEEN = frozenset(["script", "style", "template"])
# Elements MathJax leaves alone.
NO_MATH = frozenset(["script", "noscript", "style", "textarea", "pre", "code"])


@dataclass
class Question:
    """A question of the sample, as its author wrote it, without markup."""

    topic: str
    title: str
    answer: str
    items: int = 0
    """List items in the answer."""
    blocks: int = 0
    """Fenced code blocks in the answer."""
    spans: list[str] = field(default_factory=list)
    """Inline code in the answer, in order."""
    languages: set[str] = field(default_factory=set)
    """What stands after the fences."""

    @property
    def words(self):
        return words(self.answer)


def questions(markdown):
    """The questions of a document in the form of the sample: `## topic`, `### Q: ...`, `**A:** ...`."""
    found, topic, fence = [], "", None
    for line in markdown.splitlines():
        if fence is None and (match := re.match(r"## +(?:\d+\. *)?(.*)", line)):
            topic = match[1].strip()
        elif fence is None and (match := re.match(r"### +Q: *(.*)", line)):
            found.append(Question(topic, plain(match[1]), ""))
        elif found:
            fence = read_answer_line(found[-1], line, fence)
    return found


def read_answer_line(question, line, fence):
    """Adds one line of the answer; returns the fence that is open after it."""
    if match := re.match(r" *(```+|~~~+)(\w*)", line):
        if fence is None:
            question.blocks += 1
            question.languages |= {match[2]} - {""}
            return match[1]
        if match[1].startswith(fence):
            return None
    if fence is not None:
        question.answer += line + "\n"
        return fence
    line = re.sub(r"^\*\*A:\*\* *", "", line)
    if match := re.match(r" *(?:[-*]|\d+\.) +", line):
        question.items += 1
        line = line[match.end() :]
    question.spans += re.findall(r"`([^`]+)`", line)
    question.answer += plain(line) + "\n"
    return None


def plain(line):
    """A line of prose without the marks of emphasis and inline code."""
    parts = re.split(r"(`[^`]+`)", line)
    return "".join(p[1:-1] if p.startswith("`") else p.replace("**", "") for p in parts)


def words(text):
    return re.findall(r"\w+", text)


def squash(text):
    """All of a text but its white space, composed (Anki composes the letters of what it stores)."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.seen, self.open = [], []
        self.math_runs = [""]
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("br", "hr", "img", "input", "wbr", "source"):
            self.open.append(tag)
        self._border(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass
        self._border(tag)

    def _border(self, tag):
        if tag in BLOCKS:
            self.seen.append(" ")
        # MathJax joins texts only across these.
        if tag not in ("br", "wbr"):
            self.math_runs.append("")

    def handle_data(self, data):
        if not UNSEEN & set(self.open):
            self.seen.append(data)
        if not NO_MATH & set(self.open):
            self.math_runs[-1] += data


def _read(html):
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


def text_of(html):
    """What a reader sees of some HTML, roughly."""
    return "".join(_read(html).seen)


def elements(html, name):
    """The attributes of all elements of this name."""
    return [attrs for tag, attrs in _read(html).tags if tag == name]


def all_elements(html):
    return _read(html).tags


def code_spans(html):
    """The texts of the `code` elements that do not stand in a code block."""
    inline = re.sub(r"<pre\b.*?</pre>", " ", html, flags=re.S)
    return [text_of(span) for span in re.findall(r"<code\b[^>]*>(.*?)</code>", inline, flags=re.S)]


def math_in(html):
    """The formulas MathJax would set in some HTML, with Anki's delimiters."""
    runs = _read(html).math_runs
    return [m[0] for run in runs for m in re.finditer(r"\\\(.*?\\\)|\\\[.*?\\\]", run, flags=re.S)]


def missing_words(expected, actual):
    """The first words of `expected` that do not follow in `actual`, in order; empty if all do."""
    rest = iter(actual)
    for index, word in enumerate(expected):
        if word not in rest:
            return expected[max(0, index - 3) : index + 4]
    return []
