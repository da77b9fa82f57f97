//! The run: builds, edits, and a judge who knows which note is which.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use recto::draft::{Outline, Shown};
use recto::identity::{Identified, Lock, Moment, Scope, Stamp, accept, fingerprint, identify};
use recto::note::{Fields, Guid, Kind as NoteKind};
use recto::path::SourcePath;

use super::corpus::{Set, Text};
use super::mutate::{ALL, Edits, Kind, Stuff, mutate};
use super::random::Random;
use super::words::Words;
use super::world::World;

/// What came of one kind of mutation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row {
    pub made: usize,
    /// Notes of the last build whose texts were changed and that are still there.
    pub touched: usize,
    /// Notes, touched or new, that have the history of another.
    pub wrong: usize,
    /// Touched notes that have a new guid.
    pub lost: usize,
    /// Lost notes offered for what they are.
    pub offered: usize,
    /// Offers that are wrong.
    pub misled: usize,
}

/// The sums of a run.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub rows: BTreeMap<Kind, Row>,
    pub builds: usize,
    pub decisions: usize,
    /// Notes whose texts nobody changed and that have a new guid.
    pub lost_untouched: usize,
    pub accepted: usize,
}

impl Tally {
    pub fn sum(&self) -> Row {
        let mut sum = Row::default();
        for row in self.rows.values() {
            sum.made += row.made;
            sum.touched += row.touched;
            sum.wrong += row.wrong;
            sum.lost += row.lost;
            sum.offered += row.offered;
            sum.misled += row.misled;
        }
        sum
    }

    pub fn lost_percent(&self) -> f64 {
        let sum = self.sum();
        100.0 * sum.lost as f64 / sum.touched.max(1) as f64
    }

    pub fn offered_percent(&self) -> f64 {
        let sum = self.sum();
        100.0 * sum.offered as f64 / sum.lost.max(1) as f64
    }

    /// Adds another run.
    pub fn add(&mut self, other: &Tally) {
        for (kind, more) in &other.rows {
            let row = self.row(*kind);
            row.made += more.made;
            row.touched += more.touched;
            row.wrong += more.wrong;
            row.lost += more.lost;
            row.offered += more.offered;
            row.misled += more.misled;
        }
        self.builds += other.builds;
        self.decisions += other.decisions;
        self.lost_untouched += other.lost_untouched;
        self.accepted += other.accepted;
    }

    fn row(&mut self, kind: Kind) -> &mut Row {
        self.rows.entry(kind).or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:16}{:>8}{:>9}{:>7}{:>7}{:>9}{:>8}",
            "mutation", "made", "touched", "wrong", "lost", "offered", "misled"
        )?;
        let all =
            self.rows.iter().map(|(kind, row)| (format!("{kind:?}"), *row)).chain([("all".to_owned(), self.sum())]);
        for (name, row) in all {
            let Row { made, touched, wrong, lost, offered, misled } = row;
            writeln!(f, "{name:16}{made:>8}{touched:>9}{wrong:>7}{lost:>7}{offered:>9}{misled:>8}")?;
        }
        let (lost, offered) = (self.lost_percent(), self.offered_percent());
        writeln!(
            f,
            "lost {lost:.2} % of the touched, {offered:.1} % of them offered; untouched lost: {}",
            self.lost_untouched
        )?;
        write!(f, "{} builds, {} decisions, {} offers accepted", self.builds, self.decisions, self.accepted)
    }
}

/// Runs until so many mutations are made.
pub fn run(sets: &[Set], seed: u64, mutations: usize) -> Tally {
    let mut random = Random::new(seed);
    let mut tally = Tally::default();
    while tally.sum().made < mutations {
        let mut texts: Vec<Text> = if random.percent(70) {
            random.pick(sets).texts.clone()
        } else {
            sets.iter().flat_map(|set| set.texts.iter().cloned()).collect()
        };
        random.shuffle(&mut texts);
        let words = Words::of(&texts);
        let number = random.within(45, 75).min(texts.len() * 3 / 4);
        let stuff = Stuff { others: &texts[number..], texts: &texts, words: &words };
        let mut life = Life::new(World::new(texts[..number].to_vec(), &mut random));
        for _ in 0..8 {
            let mut edits = Edits::default();
            for _ in 0..random.within(3, 12) {
                let kind = *random.pick(&ALL);
                mutate(&mut life.world, kind, &mut edits, &stuff, &mut random);
            }
            life.build(&edits, &mut tally, &mut random);
        }
    }
    tally
}

/// A project over many builds.
struct Life {
    world: World,
    lock: Lock,
    /// What guid each note has, by its number.
    truth: BTreeMap<usize, Guid>,
    second: i64,
}

impl Life {
    fn new(world: World) -> Life {
        let mut life = Life { world, lock: Lock::new("marathon"), truth: BTreeMap::new(), second: 1_700_000_000 };
        let (found, ids) = life.identify();
        life.stamp(&found);
        life.truth = ids.into_iter().zip(found.guids.into_iter().flatten()).collect();
        life
    }

    fn documents(&self) -> Vec<(SourcePath, Vec<Outline>)> {
        let outline = |text: &Text, heading: &str| {
            let outline = Outline::new(NoteKind::Basic, Shown::text(&text.front), Shown::text(&text.back));
            Outline { trail: [heading.to_owned()].into(), ..outline }
        };
        let notes = |file: &super::world::File| {
            let sections = file.sections.iter();
            sections
                .flat_map(|section| section.notes.iter().map(|note| outline(&note.text, &section.heading)))
                .collect()
        };
        self.world.files.iter().map(|file| (SourcePath::new(&file.path), notes(file))).collect()
    }

    fn identify(&self) -> (Identified, Vec<usize>) {
        // Through its text, as every build has it.
        let lock = Lock::read(&self.lock.write()).unwrap();
        let found = identify(&self.documents(), &lock, &Scope::default());
        (found, self.world.notes().map(|note| note.id).collect())
    }

    fn stamp(&mut self, found: &Identified) {
        self.second += 60;
        let mut stamp = Stamp::new(std::mem::take(&mut self.lock), Moment { milliseconds: self.second * 1000 });
        for ((path, outlines), guids) in self.documents().iter().zip(&found.guids) {
            for (outline, guid) in outlines.iter().zip(guids) {
                let fields = Fields {
                    front: outline.front.to_string(),
                    back: outline.back_print.to_string(),
                    ..Fields::default()
                };
                stamp.note(guid, path, outline, &"Deck".into(), &fields);
            }
        }
        stamp.retire(&found.gone);
        self.lock = stamp.finish().0;
    }

    fn build(&mut self, edits: &Edits, tally: &mut Tally, random: &mut Random) {
        for (kind, made) in &edits.made {
            tally.row(*kind).made += made;
        }
        tally.builds += 1;
        let (found, ids) = self.identify();
        let old_lock = self.lock.clone();
        let prints = |guid: &Guid| old_lock.records.get(guid).map(|record| (record.front_print, record.back_print));
        let guids: Vec<Guid> = found.guids.iter().flatten().cloned().collect();
        let notes: Vec<(usize, Text)> = self.world.notes().map(|note| (note.id, note.text.clone())).collect();
        // Guids that a note with the very texts of the old one has: of copies, any may be the first.
        let same_text: BTreeSet<&Guid> = notes
            .iter()
            .zip(&guids)
            .filter(|((_, text), guid)| prints(guid) == Some((fingerprint(&text.front), fingerprint(&text.back))))
            .map(|(_, guid)| guid)
            .collect();
        let owners: BTreeMap<&Guid, usize> = self.truth.iter().map(|(id, guid)| (guid, *id)).collect();
        let taken: BTreeSet<&Guid> = guids.iter().collect();
        let mut lost: BTreeMap<Guid, (Guid, usize)> = BTreeMap::new();
        for ((id, text), guid) in notes.iter().zip(&guids) {
            tally.decisions += 1;
            let touched = edits.touched.get(id);
            let expected = self.truth.get(id);
            let kind = touched.or(edits.born.get(id)).copied().unwrap_or(Kind::Restored);
            if touched.is_some() && expected.is_some() {
                tally.row(kind).touched += 1;
            }
            let owner = owners.get(guid).map(|owner| self.world.first(*owner));
            if expected == Some(guid) || same_text.contains(guid) || owner == Some(self.world.first(*id)) {
                continue;
            }
            match (expected, prints(guid)) {
                (Some(expected), Some(has)) if prints(expected) == Some(has) => {}
                (_, Some(_)) => {
                    tally.row(kind).wrong += 1;
                    let record = &old_lock.records[guid];
                    println!(
                        "WRONG {kind:?}\n  note: {}\n  got:  {} (retired {:?})\n  because {}",
                        text.front.replace('\n', " "),
                        record.front,
                        record.retired,
                        reason(&found, guid)
                    );
                }
                (Some(expected), None) if !taken.contains(expected) => {
                    lost.insert(*guid, (*expected, *id));
                    match touched {
                        Some(_) => tally.row(kind).lost += 1,
                        None => tally.lost_untouched += 1,
                    }
                }
                _ => {}
            }
        }
        self.stamp(&found);
        self.truth.extend(ids.iter().copied().zip(guids.iter().cloned()));
        for offer in &found.offers {
            // Of copies, only the very note: else the other one's texts would be forgotten.
            let right = lost.get(&offer.new).filter(|(old, _)| *old == offer.old);
            let place = guids.iter().position(|guid| *guid == offer.new).unwrap();
            let kind =
                edits.touched.get(&ids[place]).or(edits.born.get(&ids[place])).copied().unwrap_or(Kind::Restored);
            if let Some((_, id)) = right {
                tally.row(kind).offered += usize::from(edits.touched.contains_key(id));
                if random.percent(50) {
                    accept(&mut self.lock, &offer.old, &offer.new).unwrap();
                    self.truth.insert(*id, offer.old);
                    tally.accepted += 1;
                }
            } else {
                tally.row(kind).misled += 1;
            }
        }
    }
}

fn reason(found: &Identified, guid: &Guid) -> String {
    let all = found.guids.iter().flatten().zip(found.reasons.iter().flatten());
    all.filter(|(other, _)| *other == guid).map(|(_, reason)| reason.to_string()).collect()
}
