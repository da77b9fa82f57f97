//! A project that is edited: files of sections of notes, each note with its own number.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::Text;
use super::random::Random;

#[derive(Debug, Clone)]
pub struct Note {
    /// Which note it is, whatever its texts say.
    pub id: usize,
    pub text: Text,
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
        for text in texts {
            let note = world.note(text);
            let (file, section) = world.any_section(random);
            world.files[file].sections[section].notes.push(note);
        }
        world
    }

    pub fn name(&mut self, stem: &str, end: &str) -> String {
        self.next_name += 1;
        format!("{stem}-{}{end}", self.next_name)
    }

    pub fn note(&mut self, text: Text) -> Note {
        self.next_id += 1;
        self.known.extend([text.front.clone(), text.back.clone()]);
        Note { id: self.next_id, text }
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

    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.files.iter().flat_map(|file| &file.sections).flat_map(|section| &section.notes)
    }
}
