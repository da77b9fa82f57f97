//! A project that is edited: files of sections of notes, each note with its own number.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Text;
use super::random::Random;
use super::words::invented;

#[derive(Debug, Clone)]
pub struct Note {
    /// Which note it is, whatever its texts say.
    pub id: usize,
    /// The back is what its facts say, if it has any.
    pub text: Text,
    pub facts: Vec<Fact>,
    /// Labels of facts it had: who writes one again means the old fact.
    pub gone: BTreeSet<String>,
}

/// A labelled item of an answer: a note of its own.
#[derive(Debug, Clone)]
pub struct Fact {
    pub id: usize,
    pub label: String,
    pub text: String,
}

/// What becomes a note.
#[derive(Debug, Clone)]
pub struct Asked {
    pub id: usize,
    pub front: String,
    pub back: String,
    pub heading: String,
    /// The question that it is a fact of.
    pub parent: Option<String>,
}

impl Note {
    /// Writes the answer of its facts.
    pub fn tell_facts(&mut self) {
        if !self.facts.is_empty() {
            self.text.back = told(self.facts.iter().map(|fact| (&*fact.label, &*fact.text)));
        }
    }
}

/// The answer that facts make: label and text of each.
pub fn told<'a>(facts: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    facts.map(|(label, text)| format!("- {label}: {text}")).collect::<Vec<_>>().join("\n")
}

#[derive(Debug, Clone)]
pub struct Section {
    pub heading: String,
    pub notes: Vec<Note>,
}

#[derive(Debug, Clone)]
pub struct File {
    pub path: String,
    pub sections: Vec<Section>,
}

#[derive(Debug, Clone, Default)]
pub struct World {
    pub files: Vec<File>,
    pub deleted: Vec<Note>,
    /// Fronts and backs of all notes there ever were.
    known: BTreeSet<String>,
    /// Copies, and of which note.
    copies: BTreeMap<usize, usize>,
    next_id: usize,
    next_name: usize,
    /// Whether questions that have facts are no notes themselves.
    pub facts_alone: bool,
}

/// Where a note stands: file, section, place.
pub type At = (usize, usize, usize);

impl World {
    /// Puts texts into a few files.
    pub fn new(texts: Vec<Text>, random: &mut Random) -> World {
        let mut world = World::default();
        for _ in 0..random.within(2, 5) {
            let path = world.name("notes", ".md");
            let mut sections = Vec::new();
            for _ in 0..random.within(1, 4) {
                sections.push(Section { heading: world.name("Part", ""), notes: Vec::new() });
            }
            world.files.push(File { path, sections });
        }
        world.facts_alone = random.percent(25);
        for text in texts {
            let note = world.note(text, random);
            let (file, section) = world.any_section(random);
            world.files[file].sections[section].notes.push(note);
        }
        world
    }

    pub fn name(&mut self, stem: &str, end: &str) -> String {
        self.next_name += 1;
        format!("{stem}-{}{end}", self.next_name)
    }

    fn id(&mut self) -> usize {
        self.next_id += 1;
        self.next_id
    }

    /// A new note; some answers of many sentences have facts.
    pub fn note(&mut self, text: Text, random: &mut Random) -> Note {
        let facts = if random.percent(50) { facts_of(&text.back, random) } else { Vec::new() };
        self.note_with(text, facts)
    }

    /// A new note with facts of these labels and texts.
    pub fn note_with(&mut self, text: Text, facts: Vec<(String, String)>) -> Note {
        let facts = facts.into_iter().map(|(label, text)| self.fact(label, text)).collect();
        let mut note = Note { id: self.id(), text, facts, gone: BTreeSet::new() };
        note.tell_facts();
        self.know(&note);
        note
    }

    fn know(&mut self, note: &Note) {
        self.known.extend([note.text.front.clone(), note.text.back.clone()]);
        self.known.extend(note.facts.iter().map(|fact| fact.text.clone()));
    }

    /// Remembers all that is said now.
    pub fn know_all(&mut self) {
        for place in self.places() {
            let note = self.at(place).clone();
            self.know(&note);
        }
    }

    pub fn fact(&mut self, label: String, text: String) -> Fact {
        self.known.insert(text.clone());
        Fact { id: self.id(), label, text }
    }

    /// What becomes notes: questions and facts, by file.
    pub fn asked(&self) -> Vec<(String, Vec<Asked>)> {
        let file = |file: &File| {
            let mut out = Vec::new();
            for section in &file.sections {
                for note in &section.notes {
                    let Note { id, text, facts, .. } = note;
                    let heading = section.heading.clone();
                    if facts.is_empty() || !self.facts_alone {
                        let (front, back) = (text.front.clone(), text.back.clone());
                        out.push(Asked { id: *id, front, back, heading: heading.clone(), parent: None });
                    }
                    out.extend(facts.iter().map(|Fact { id, label, text: item }| Asked {
                        id: *id,
                        front: label.clone(),
                        back: item.clone(),
                        heading: heading.clone(),
                        parent: Some(text.front.clone()),
                    }));
                }
            }
            (file.path.clone(), out)
        };
        self.files.iter().map(file).collect()
    }

    /// Remembers a copy.
    pub fn join(&mut self, copy: usize, of: usize) {
        let first = self.first(of);
        self.copies.insert(copy, first);
    }

    /// The note that a note is a copy of, or itself: copies have equal claims to one history.
    pub fn first(&self, id: usize) -> usize {
        self.copies.get(&id).copied().unwrap_or(id)
    }

    /// Whether no note ever had this text: who asks an old question again means the old note.
    pub fn is_new(&self, text: &str) -> bool {
        !self.known.contains(text)
    }

    /// A new answer that nothing ever had: who writes an old one again means the old note.
    pub fn invented(&self, texts: &[Text], random: &mut Random) -> String {
        loop {
            let text = invented(texts, random);
            if self.is_new(&text) {
                return text;
            }
        }
    }

    pub fn any_section(&self, random: &mut Random) -> (usize, usize) {
        let file = random.below(self.files.len());
        (file, random.below(self.files[file].sections.len()))
    }

    /// Where the notes stand.
    pub fn places(&self) -> Vec<At> {
        let mut out = Vec::new();
        for (file, sections) in self.files.iter().map(|file| &file.sections).enumerate() {
            for (section, notes) in sections.iter().map(|section| &section.notes).enumerate() {
                out.extend((0..notes.len()).map(|place| (file, section, place)));
            }
        }
        out
    }

    pub fn at(&mut self, (file, section, place): At) -> &mut Note {
        &mut self.files[file].sections[section].notes[place]
    }

    pub fn remove(&mut self, (file, section, place): At) -> Note {
        self.files[file].sections[section].notes.remove(place)
    }

    /// Puts a note somewhere into a section.
    pub fn insert(&mut self, (file, section): (usize, usize), note: Note, random: &mut Random) {
        let notes = &mut self.files[file].sections[section].notes;
        notes.insert(random.below(notes.len() + 1), note);
    }
}

/// Labels that many questions share.
pub const LABELS: [&str; 10] =
    ["Performance", "Memory", "Safety", "Syntax", "Use case", "Default", "Scope", "Drawback", "Return value", "Type"];

/// Facts of an answer: its sentences, some with labels that every question has.
fn facts_of(back: &str, random: &mut Random) -> Vec<(String, String)> {
    let sentences: Vec<&str> = back.split_inclusive(['.', '\n']).map(str::trim).filter(|s| s.len() > 12).collect();
    if sentences.len() < 3 {
        return Vec::new();
    }
    let mut out: Vec<(String, String)> = Vec::new();
    for sentence in sentences.into_iter().take(random.within(3, 6)) {
        let label = new_label(sentence, random);
        if out.iter().all(|(other, text)| *other != label && text != sentence) {
            out.push((label, sentence.to_owned()));
        }
    }
    out
}

/// A label for a text: one that many have, or words of the text.
pub fn new_label(text: &str, random: &mut Random) -> String {
    let words: Vec<&str> = text.split_whitespace().filter(|word| word.len() > 3).collect();
    if words.is_empty() || random.percent(60) {
        return (*random.pick(&LABELS)).to_owned();
    }
    let number = random.within(1, 3).min(words.len());
    let from = random.below(words.len() - number + 1);
    words[from..from + number].join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}
