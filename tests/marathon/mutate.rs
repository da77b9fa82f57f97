//! The mutations: what authors do between two builds.

use std::collections::BTreeMap;

use recto::identity::fingerprint;

use super::corpus::Text;
use super::random::Random;
use super::words::{Words, code_changed, invented, mistyped, pointed, reworded};
use super::world::{At, File, Section, World};

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
    Several,
}

pub const ALL: [Kind; 19] = [
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
    fn touch(&mut self, id: usize, kind: Kind) {
        self.touched.entry(id).and_modify(|first| *first = Kind::Several).or_insert(kind);
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
    let fresh = edits.born.contains_key(&id) || edits.touched.contains_key(&id);
    match kind {
        Kind::Typos | Kind::Reworded | Kind::Rewritten | Kind::ListItem => {
            if edits.born.contains_key(&id) {
                return;
            }
            edit(&mut world.at(at).text, kind, stuff, random);
            edits.touch(id, kind);
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
            let note = world.note(text);
            edits.born.insert(note.id, kind);
            world.insert((at.0, at.1), note, random);
        }
        Kind::TwinInserted | Kind::TwinReplaces | Kind::Duplicated | Kind::CodeDiffers => {
            if fresh || !breed(world, at, kind, edits, stuff, random) {
                return;
            }
        }
        _ => return,
    }
    *edits.made.entry(kind).or_default() += 1;
}

fn edit(text: &mut Text, kind: Kind, stuff: &Stuff<'_>, random: &mut Random) {
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
        Kind::Rewritten => text.back = invented(stuff.texts, random),
        _ => {
            let item = reworded(random.pick(stuff.texts).front.as_str(), 30, 1, backs, random);
            let mut lines: Vec<&str> = text.back.lines().collect();
            let item = format!("- {}", item.split_whitespace().collect::<Vec<_>>().join(" "));
            lines.insert(random.below(lines.len() + 1), &item);
            text.back = lines.join("\n");
        }
    }
}

/// Answers of fewer bytes are those of many questions.
const SHORT: usize = 20;

/// Makes a new note from the one that stands there.
fn breed(world: &mut World, at: At, kind: Kind, edits: &mut Edits, stuff: &Stuff<'_>, random: &mut Random) -> bool {
    let parent = world.at(at).clone();
    let replaces = kind == Kind::TwinReplaces || (kind == Kind::CodeDiffers && random.percent(40));
    let text = match kind {
        Kind::Duplicated => Some(parent.text.clone()),
        Kind::CodeDiffers => code_changed(&parent.text.front, random)
            .map(|front| Text { front, back: twin_answer(&parent.text.back, "", "", stuff, random) }),
        _ => {
            let (front, old, new) = pointed(&parent.text.front, stuff.words, random);
            Some(Text { front, back: twin_answer(&parent.text.back, &old, &new, stuff, random) })
        }
    };
    let Some(text) = text else { return false };
    let known = !world.is_new(&text.front) || (text.back.len() >= SHORT && !world.is_new(&text.back));
    if kind != Kind::Duplicated && known {
        return false;
    }
    if replaces {
        if world.places().len() <= 30 {
            return false;
        }
        let gone = world.remove(at);
        edits.touched.remove(&gone.id);
        if edits.born.remove(&gone.id).is_none() {
            world.deleted.push(gone);
        }
    }
    let note = world.note(text);
    edits.born.insert(note.id, kind);
    if kind == Kind::Duplicated {
        world.join(note.id, parent.id);
    }
    let goal = if random.percent(70) { (at.0, at.1) } else { world.any_section(random) };
    world.insert(goal, note, random);
    true
}

/// The answer of a near-twin: another one, or the same with the word that matters and others changed.
fn twin_answer(back: &str, old: &str, new: &str, stuff: &Stuff<'_>, random: &mut Random) -> String {
    let mirrored = if old.len() >= 3 { back.replace(old, new) } else { back.to_owned() };
    if back.len() < SHORT {
        // Many questions have the answer "Yes." or "O(1)".
        return if random.percent(50) { back.to_owned() } else { invented(stuff.texts, random) };
    }
    let way = random.below(20);
    loop {
        let answer = match way {
            0..8 => random.pick(stuff.others).back.clone(),
            8..12 => invented(stuff.texts, random),
            12..17 => reworded(&mirrored, random.within(15, 40), 2, &stuff.words.backs, random),
            19 if mirrored != back => mirrored.clone(),
            _ => reworded(&mirrored, 3, 1, &stuff.words.backs, random),
        };
        if fingerprint(&answer) != fingerprint(back) {
            return answer;
        }
    }
}
