//! The mutations: what authors do between two builds.

use std::collections::BTreeMap;

use super::breed::breed;
use super::corpus::Text;
use super::facts;
use super::random::Random;
use super::words::{Words, mistyped, reworded};
use super::world::{File, Note, Section, World};

/// What was done, as a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Typos,
    Reworded,
    Rewritten,
    ListItem,
    MovedWithin,
    MovedAcross,
    FileRenamed,
    HeadingRenamed,
    Shuffled,
    Swapped,
    FileSplit,
    FilesMerged,
    Deleted,
    Restored,
    Inserted,
    TwinInserted,
    TwinReplaces,
    Duplicated,
    CodeDiffers,
    OppositeReplaces,
    FactLabel,
    FactText,
    FactInserted,
    FactRemoved,
    FactsReordered,
    FactTwinReplaces,
    /// Not a mutation of its own: the fact of a question that was edited.
    FactFollows,
    Several,
}

pub const ALL: [Kind; 26] = [
    Kind::Typos,
    Kind::Reworded,
    Kind::Rewritten,
    Kind::ListItem,
    Kind::MovedWithin,
    Kind::MovedAcross,
    Kind::FileRenamed,
    Kind::HeadingRenamed,
    Kind::Shuffled,
    Kind::Swapped,
    Kind::FileSplit,
    Kind::FilesMerged,
    Kind::Deleted,
    Kind::Restored,
    Kind::Inserted,
    Kind::TwinInserted,
    Kind::TwinReplaces,
    Kind::Duplicated,
    Kind::CodeDiffers,
    Kind::OppositeReplaces,
    Kind::FactLabel,
    Kind::FactText,
    Kind::FactInserted,
    Kind::FactRemoved,
    Kind::FactsReordered,
    Kind::FactTwinReplaces,
];

/// What a round of edits did to which note.
#[derive(Debug, Default)]
pub struct Edits {
    /// Notes whose text was changed.
    pub touched: BTreeMap<usize, Kind>,
    /// Notes that are new, and why.
    pub born: BTreeMap<usize, Kind>,
    /// How often each mutation was made.
    pub made: BTreeMap<Kind, usize>,
}

impl Edits {
    pub fn touch(&mut self, id: usize, kind: Kind) {
        let several = |first: &mut Kind| {
            if (*first, kind) != (Kind::FactFollows, Kind::FactFollows) {
                *first = Kind::Several;
            }
        };
        self.touched.entry(id).and_modify(several).or_insert(kind);
    }

    pub fn bear(&mut self, note: &Note, kind: Kind) {
        self.born.extend(std::iter::once(note.id).chain(note.facts.iter().map(|fact| fact.id)).map(|id| (id, kind)));
    }

    /// What was done to a note.
    pub fn kind(&self, id: usize) -> Kind {
        self.touched.get(&id).or(self.born.get(&id)).copied().unwrap_or(Kind::Restored)
    }

    /// Whether a note is as it was built.
    pub fn is_fresh(&self, id: usize) -> bool {
        self.born.contains_key(&id) || self.touched.contains_key(&id)
    }
}

/// What mutations are made from.
pub struct Stuff<'a> {
    /// Texts that the project does not have.
    pub others: &'a [Text],
    pub texts: &'a [Text],
    pub words: &'a Words,
}

/// Makes one mutation, if it can be made here.
pub fn mutate(world: &mut World, kind: Kind, edits: &mut Edits, stuff: &Stuff<'_>, random: &mut Random) {
    let places = world.places();
    let at = *random.pick(&places);
    let id = world.at(at).id;
    // A near-twin is one of what was built, and as such it comes: no other edit in the same build.
    let fresh = edits.is_fresh(id) || world.at(at).facts.iter().any(|fact| edits.is_fresh(fact.id));
    match kind {
        Kind::Typos | Kind::Reworded | Kind::Rewritten | Kind::ListItem => {
            if edits.born.contains_key(&id) {
                return;
            }
            if !world.at(at).facts.is_empty() {
                facts::edit_question(world, at, kind, edits, stuff, random);
            } else {
                let mut text = world.at(at).text.clone();
                edit(world, &mut text, kind, stuff, random);
                world.at(at).text = text;
                edits.touch(id, kind);
            }
        }
        Kind::FactLabel
        | Kind::FactText
        | Kind::FactInserted
        | Kind::FactRemoved
        | Kind::FactsReordered
        | Kind::FactTwinReplaces => {
            if edits.born.contains_key(&id) || !facts::mutate(world, at, kind, edits, stuff, random) {
                return;
            }
        }
        Kind::MovedWithin | Kind::MovedAcross => {
            let note = world.remove(at);
            let goal = world.any_section(random);
            let goal =
                if kind == Kind::MovedWithin { (at.0, random.below(world.files[at.0].sections.len())) } else { goal };
            world.insert(goal, note, random);
        }
        Kind::FileRenamed => world.files[at.0].path = world.name("renamed", ".md"),
        Kind::HeadingRenamed => world.files[at.0].sections[at.1].heading = world.name("Renamed", ""),
        Kind::Shuffled => random.shuffle(&mut world.files[at.0].sections[at.1].notes),
        Kind::Swapped => {
            let other = *random.pick(&places);
            let (one, two) = (world.at(at).clone(), world.at(other).clone());
            (*world.at(at), *world.at(other)) = (two, one);
        }
        Kind::FileSplit if world.files.len() < 12 => {
            let sections = &mut world.files[at.0].sections;
            let mut moved = if sections.len() > 1 { sections.split_off(sections.len() / 2) } else { Vec::new() };
            if moved.is_empty() {
                let notes = &mut sections[0].notes;
                let half = notes.split_off(notes.len() / 2);
                moved.push(Section { heading: world.name("Part", ""), notes: half });
            }
            let path = world.name("split", ".md");
            world.files.push(File { path, sections: moved });
        }
        Kind::FilesMerged if world.files.len() > 2 => {
            let gone = world.files.remove(at.0);
            let into = random.below(world.files.len());
            world.files[into].sections.extend(gone.sections);
        }
        Kind::Deleted if places.len() > 30 && !fresh => {
            let note = world.remove(at);
            edits.touched.remove(&id);
            if edits.born.remove(&id).is_none() {
                world.deleted.push(note);
            }
        }
        Kind::Restored if !world.deleted.is_empty() => {
            let note = world.deleted.swap_remove(random.below(world.deleted.len()));
            let goal = world.any_section(random);
            world.insert(goal, note, random);
        }
        Kind::Inserted => {
            let text = random.pick(stuff.others).clone();
            if !world.is_new(&text.front) || !world.is_new(&text.back) {
                return;
            }
            let note = world.note(text, random);
            edits.bear(&note, kind);
            world.insert((at.0, at.1), note, random);
        }
        Kind::TwinInserted | Kind::TwinReplaces | Kind::OppositeReplaces | Kind::Duplicated | Kind::CodeDiffers => {
            if fresh || !breed(world, at, kind, edits, stuff, random) {
                return;
            }
        }
        _ => return,
    }
    *edits.made.entry(kind).or_default() += 1;
}

fn edit(world: &World, text: &mut Text, kind: Kind, stuff: &Stuff<'_>, random: &mut Random) {
    let sides = random.below(10);
    let (front, back) = (!(4..8).contains(&sides), sides >= 4);
    let Words { fronts, backs } = stuff.words;
    match kind {
        Kind::Typos => {
            let number = random.within(1, 3);
            if front {
                text.front = mistyped(&text.front, number, random);
            }
            if back {
                text.back = mistyped(&text.back, number, random);
            }
        }
        Kind::Reworded => {
            if front {
                text.front = reworded(&text.front, random.within(30, 70), 1, fronts, random);
            }
            if back {
                text.back = reworded(&text.back, random.within(30, 70), 1, backs, random);
            }
        }
        Kind::Rewritten => text.back = world.invented(stuff.texts, random),
        _ => {
            let item = reworded(random.pick(stuff.texts).front.as_str(), 30, 1, backs, random);
            let mut lines: Vec<&str> = text.back.lines().collect();
            let item = format!("- {}", item.split_whitespace().collect::<Vec<_>>().join(" "));
            lines.insert(random.below(lines.len() + 1), &item);
            text.back = lines.join("\n");
        }
    }
}
