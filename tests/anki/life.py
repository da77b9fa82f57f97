"""A project of real questions that its author edits at random, with facts in their answers, and the
truth about which is which.

The truth is kept here, by numbers that Recto never sees: what is a rewording of what, and what is
another question that only looks alike. `test_life.py` holds Recto's guids against it.
"""

import random
import re
from dataclasses import dataclass, field, replace
from pathlib import Path

from harness import ROOT, png
from source import text_of, words

CORPUS = ROOT.parent / "shared" / "corpus" / "midudev+preguntas-entrevista-react" / "README.md"
DOCUMENTS = 4
QUESTIONS = 60

# Other words of the same length of meaning; an author who rewords uses some of them.
OTHER_WORDS = {
    "qué": "cuál",
    "cómo": "de qué manera",
    "puedes": "se puede",
    "puedo": "se puede",
    "crear": "hacer",
    "usar": "utilizar",
    "sirve": "vale",
    "diferencia": "distinción",
    "hace": "realiza",
    "es": "viene a ser",
    "son": "vienen a ser",
    "debemos": "hay que",
    "recomendable": "aconsejable",
    "funciona": "trabaja",
    "para": "con el fin de",
    "permite": "deja",
    "ejecutar": "lanzar",
    "cuando": "en cuanto",
    "también": "además",
    "forma": "manera",
    "por": "debido a",
    "una": "alguna",
    "un": "algún",
    "componente": "elemento de la interfaz",
    "mejor": "preferible",
}
# Words that tell one question from another that looks like it.
TELLING = {
    "useState": "useReducer",
    "useEffect": "useLayoutEffect",
    "useMemo": "useCallback",
    "useCallback": "useMemo",
    "useRef": "useId",
    "React": "Vue",
    "componente": "contexto",
    "componentes": "contextos",
    "estado": "evento",
    "props": "refs",
    "evento": "error",
    "código": "estilo",
    "hook": "reducer",
    "JSX": "TSX",
}


# What leads to the facts of an answer, and what they are called: names that any question may use.
LEAD = "En detalle"
LABELS = ["Coste", "Estado", "Límites", "Motivo", "Regla", "Rendimiento", "Riesgo", "Uso", "Ventaja"]


@dataclass(kw_only=True)
class Asked:
    """What becomes a note: a question, or a fact in its answer."""

    number: int
    """The truth: the same number is the same note."""
    text_before: tuple = ()
    """Its text in the build before, as `text` gives it."""
    guid: str = ""
    """Of the note it was in the build before."""


@dataclass(kw_only=True)
class Fact(Asked):
    question: "Item"
    label: str
    said: str

    def text(self):
        """What Anki would show, as words."""
        return tuple(words(f"{self.question.front} {LEAD} {self.label}")), tuple(words(self.said))


@dataclass(kw_only=True)
class Item(Asked):
    front: str
    back: str
    facts: list[Fact] = field(default_factory=list)
    """In a list below the answer."""
    code: str = ""
    """At the end of the answer."""
    picture: str = ""

    def listed(self):
        facts = "\n".join(f"- **{fact.label}**: {fact.said}" for fact in self.facts)
        return f"\n\n{LEAD}:\n\n{facts}" if facts else ""

    def markdown(self):
        code = f"\n\n```js\n{self.code}\n```" if self.code else ""
        picture = f"\n\n![]({self.picture})" if self.picture else ""
        return f"### Q: {self.front}\n\n**A:** {self.back}{self.listed()}{code}{picture}\n"

    def text(self):
        """What Anki would show, as words."""
        return tuple(words(self.front)), tuple(words(f"{self.back} {self.listed()} {self.code}"))


@dataclass
class Section:
    name: str
    items: list[Item]


@dataclass
class Life:
    """A project as its author knows it, and the dice."""

    seed: int
    project: object
    documents: dict[str, list[Section]] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    deleted: list[tuple[str, Item]] = field(default_factory=list)
    count: int = 0
    """How many numbers and names were given."""
    asked: set[tuple] = field(default_factory=set)
    """Every question line ever written: what asks the same as one of old is no new question."""
    edited: set[int] = field(default_factory=set)
    copied: set[int] = field(default_factory=set)
    """Of this build. A question is not both: who copies one and rewords it leaves no truth."""

    def __post_init__(self):
        self.dice = random.Random(self.seed)
        questions = corpus()
        self.dice.shuffle(questions)
        for document in range(DOCUMENTS):
            share = questions[document : QUESTIONS : DOCUMENTS]
            sections = [Section(f"Parte {n}", []) for n in range(3)]
            for place, (front, back) in enumerate(share):
                item = Item(number=self.number(), front=front, back=back)
                if place % 8 == 0:
                    self.draw(item)
                if place % 2:
                    item.facts = self.some_facts(item)
                sections[place % 3].items.append(item)
            path = f"tema-{document}.md"
            self.documents[path], self.titles[path] = sections, f"Tema {document}"
        self.asked = {item.text()[0] for item in self.items()}

    def number(self):
        self.count += 1
        return self.count

    def items(self):
        return [item for sections in self.documents.values() for section in sections for item in section.items]

    def asked_for(self):
        """All that becomes a note."""
        return [asked for item in self.items() for asked in (item, *item.facts)]

    def some_facts(self, item):
        labels = self.dice.sample(LABELS, self.dice.randint(2, 4))
        return [self.some_fact(item, label) for label in labels]

    def some_fact(self, item, label):
        """A fact that nothing was called and nothing said before: its number is in it."""
        number = self.number()
        sentence = re.split(r"(?<=[.]) ", self.dice.choice(corpus())[1])[0].rstrip(".:")
        return Fact(number=number, question=item, label=label, said=f"{sentence}, según la nota {number}")

    def draw(self, item):
        """A new picture, under the name of the old one if there is one."""
        item.picture = item.picture or f"pictures/{item.number}.png"
        colour = tuple(self.dice.randrange(256) for _ in range(3))
        self.project.write(f"content/{item.picture}", png(colour=colour))

    def write(self):
        content = self.project.folder / "content"
        for path in content.rglob("*.md"):
            path.unlink()
        for path, sections in self.documents.items():
            parts = [f"# {self.titles[path]}\n"]
            for section in sections:
                parts += [f"## {section.name}\n", *(item.markdown() for item in section.items)]
            self.project.write(f"content/{path}", "\n".join(parts))

    # What an author does between two builds.

    def edit(self):
        """A few edits; returns the numbers of the questions they touch."""
        self.edited, self.copied = set(), set()
        for _ in range(self.dice.randint(4, 9)):
            self.dice.choice(EDITS)(self)
            self.asked |= {item.text()[0] for item in self.items()}
        return self.edited

    def some_section(self, but=None):
        sections = [s for sections in self.documents.values() for s in sections if s.items and s is not but]
        return self.dice.choice(sections)

    def some_item(self):
        section = self.some_section()
        return section, self.dice.randrange(len(section.items))

    def some_to_edit(self):
        """The place of a question that was not copied since the last build; it counts as edited."""
        section, index = self.some_item()
        while section.items[index].number in self.copied:
            section, index = self.some_item()
        self.edited.add(section.items[index].number)
        return section, index

    def some_to_copy(self):
        section, index = self.some_item()
        while section.items[index].number in self.edited:
            section, index = self.some_item()
        self.copied.add(section.items[index].number)
        return section, index

    def some_new_place(self, item):
        section = self.some_section()
        section.items.insert(self.dice.randint(0, len(section.items)), item)

    def typo(self, text):
        """Two letters change places, in a word of letters alone."""
        found = [m for m in re.finditer(r"(?<![\w`])[a-záéíóúñ]{5,}(?![\w`])", text)]
        if not found:
            return text
        at = self.dice.choice(found).start() + 2
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]

    def reword(self, text, share=0.5):
        def other(match):
            word = match[0]
            new = OTHER_WORDS.get(word.lower())
            if new is None or self.dice.random() > share:
                return word
            return new.capitalize() if word[0].isupper() else new

        return re.sub(r"\w+", other, text)

    def fix_typo(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        if self.dice.random() < 0.5:
            item.front = self.typo(item.front)
        else:
            item.back = self.typo(item.back)

    def reword_question(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        item.front = self.reword(item.front)

    def reword_both(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        item.front, item.back = self.reword(item.front, 0.3), self.reword(item.back, 0.3)

    def add_to_answer(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        item.back += f" Añadido número {self.number()}."

    def write_answer_anew(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        sentences = re.split(r"(?<=[.:]) ", item.back)
        self.dice.shuffle(sentences)
        item.back = " ".join(sentences[: max(1, len(sentences) // 2)]) + f" Escrito de nuevo, vez {self.number()}."

    def edit_and_move(self):
        section, index = self.some_to_edit()
        item = section.items.pop(index)
        item.back = self.typo(item.back)
        self.some_new_place(item)

    def move(self):
        section, index = self.some_item()
        self.some_new_place(section.items.pop(index))

    def swap(self):
        (one, i), (other, j) = self.some_item(), self.some_item()
        one.items[i], other.items[j] = other.items[j], one.items[i]

    def shuffle(self):
        self.dice.shuffle(self.some_section().items)

    def rename_document(self):
        path = self.dice.choice(sorted(self.documents))
        new = f"tema-{self.number()}.md"
        self.documents[new], self.titles[new] = self.documents.pop(path), self.titles.pop(path)

    def rename_title(self):
        path = self.dice.choice(sorted(self.documents))
        self.titles[path] = f"Título {self.number()}"

    def rename_section(self):
        self.some_section().name = f"Parte {self.number()}"

    def split(self):
        path = max(self.documents, key=lambda path: len(self.documents[path]))
        if len(self.documents[path]) > 1:
            new = f"tema-{self.number()}.md"
            self.documents[new], self.titles[new] = [self.documents[path].pop()], f"Tema {self.number()}"

    def merge(self):
        if len(self.documents) > 2:
            one, other = self.dice.sample(sorted(self.documents), 2)
            self.documents[one] += self.documents.pop(other)
            del self.titles[other]

    def delete(self):
        section, index = self.some_to_edit()
        self.deleted.append((section.name, section.items.pop(index)))

    def restore(self):
        if self.deleted:
            _, item = self.deleted.pop(self.dice.randrange(len(self.deleted)))
            self.some_new_place(item)

    def restore_reworded(self):
        if self.deleted:
            _, item = self.deleted.pop(self.dice.randrange(len(self.deleted)))
            item.front = self.reword(item.front)
            self.some_new_place(item)
            self.edited.add(item.number)

    def twin(self, item):
        """Another question that looks like this one: a telling word or two are others."""
        present = [word for word in TELLING if re.search(rf"\b{word}\b", item.front)]
        if not present:
            return None
        word = self.dice.choice(present)

        def told(text):
            return re.sub(rf"\b{word}\b", TELLING[word], text)

        if tuple(words(told(item.front))) in self.asked:
            return None
        back = told(item.back) if self.dice.random() < 0.5 else self.dice.choice(corpus())[1]
        twin = Item(number=self.number(), front=told(item.front), back=f"{back} Caso {self.count}.")
        # What it says under the same names is its own.
        twin.facts = [self.some_fact(twin, fact.label) for fact in item.facts]
        return twin

    def insert_twin(self):
        section, index = self.some_to_copy()
        if twin := self.twin(section.items[index]):
            section.items.insert(index, twin)

    def replace_by_twin(self):
        section, index = self.some_to_edit()
        if twin := self.twin(section.items[index]):
            self.deleted.append((section.name, section.items[index]))
            section.items[index] = twin

    def insert(self):
        fresh = [(front, back) for front, back in corpus() if tuple(words(front)) not in self.asked]
        if fresh:
            front, back = self.dice.choice(fresh)
            item = Item(number=self.number(), front=front, back=back)
            item.facts = self.some_facts(item)
            self.some_new_place(item)

    def copy(self, item):
        copy = Item(number=self.number(), front=item.front, back=item.back, code=item.code)
        copy.facts = [replace(fact, number=self.number(), question=copy, guid="", text_before=()) for fact in item.facts]
        return copy

    def duplicate(self):
        section, index = self.some_to_copy()
        self.some_new_place(self.copy(section.items[index]))

    def code_differs(self):
        """A question beside another that differs in the code of its answer alone."""
        section, index = self.some_to_copy()
        item = section.items[index]
        code = self.dice.choice([code for code in samples() if code != item.code])
        copy = self.copy(item)
        copy.code = code
        section.items.insert(index + 1, copy)

    # What an author does to the facts of an answer.

    def some_fact_to_edit(self):
        """A question with facts and the place of one of them, or nothing."""
        section, index = self.some_to_edit()
        facts = section.items[index].facts
        return (section.items[index], self.dice.randrange(len(facts))) if facts else (None, 0)

    def fix_fact(self):
        item, place = self.some_fact_to_edit()
        if item:
            item.facts[place].said = self.typo(item.facts[place].said)

    def reword_fact(self):
        item, place = self.some_fact_to_edit()
        if item:
            item.facts[place].said = self.reword(item.facts[place].said)

    def rename_fact(self):
        item, place = self.some_fact_to_edit()
        free = [label for label in LABELS if item and all(fact.label != label for fact in item.facts)]
        if free:
            item.facts[place].label = self.dice.choice(free)

    def add_fact(self):
        section, index = self.some_to_edit()
        item = section.items[index]
        free = [label for label in LABELS if all(fact.label != label for fact in item.facts)]
        if free:
            fact = self.some_fact(item, self.dice.choice(free))
            item.facts.insert(self.dice.randint(0, len(item.facts)), fact)

    def delete_fact(self):
        item, place = self.some_fact_to_edit()
        if item:
            del item.facts[place]

    def replace_fact(self):
        """Another fact in place of one, under another name."""
        item, place = self.some_fact_to_edit()
        free = [label for label in LABELS if item and all(fact.label != label for fact in item.facts)]
        if free:
            item.facts[place] = self.some_fact(item, self.dice.choice(free))

    def shuffle_facts(self):
        item, _ = self.some_fact_to_edit()
        if item:
            self.dice.shuffle(item.facts)

    def redraw(self):
        drawn = [item for item in self.items() if item.picture]
        if drawn:
            item = self.dice.choice(drawn)
            self.draw(item)


EDITS = [
    Life.fix_typo,
    Life.fix_typo,
    Life.reword_question,
    Life.reword_question,
    Life.reword_both,
    Life.add_to_answer,
    Life.write_answer_anew,
    Life.edit_and_move,
    Life.move,
    Life.move,
    Life.swap,
    Life.shuffle,
    Life.rename_document,
    Life.rename_title,
    Life.rename_section,
    Life.split,
    Life.merge,
    Life.delete,
    Life.delete,
    Life.restore,
    Life.restore_reworded,
    Life.insert_twin,
    Life.replace_by_twin,
    Life.insert,
    Life.duplicate,
    Life.code_differs,
    Life.redraw,
    Life.fix_fact,
    Life.fix_fact,
    Life.reword_fact,
    Life.rename_fact,
    Life.add_fact,
    Life.delete_fact,
    Life.replace_fact,
    Life.shuffle_facts,
]


def corpus(known=[]):  # The list is kept from call to call.
    """Questions of the corpus with the prose of their answers, without pictures, lists and code."""
    if not known:
        found = re.split(r"(?m)^#### +", CORPUS.read_text(encoding="utf-8"))[1:]
        for part in found:
            front, _, answer = part.partition("\n")
            paragraphs = [p.strip() for p in re.split(r"\n\s*\n", re.sub(r"(?ms)^```.*?^```", "", answer))]
            prose = [p for p in paragraphs if re.match(r"[*_]*[A-ZÁÉÍÓÚ¿]", p) and not p.endswith(":")]
            prose = [p for p in prose if "Volver a índice" not in p and not re.search(r"[<>|\[\]{}$\\]", p)]
            if prose and re.match(r"[¿A-Z]", front):
                known.append((bare(front), bare(" ".join(prose[:2]))))
    return list(known)


def samples(known=[]):  # As above.
    """Pieces of code from the corpus, of a few lines each."""
    if not known:
        blocks = re.findall(r"(?ms)^```jsx?\n(.*?)^```", CORPUS.read_text(encoding="utf-8"))
        known += sorted({block.strip() for block in blocks if 3 <= block.count("\n") <= 9})
    return known


def bare(markdown):
    """Text with inline code alone."""
    text = re.sub(r"\*+|(?<!\w)_+|_+(?!\w)", "", markdown)
    return " ".join(text.split())


def shown(fields):
    """The text of a note's front and back, as `Item.text` gives it."""
    return tuple(words(text_of(fields[0]))), tuple(words(text_of(fields[1])))


def is_there():
    return Path(CORPUS).is_file()
