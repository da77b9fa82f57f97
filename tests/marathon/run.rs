//! The run: builds, edits, and a judge who knows which note is which.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use recto::draft::{Outline, Shown};
use recto::identity::{Fingerprint, Identified, Lock, Moment, Record, Scope, Stamp, accept, fingerprint, identify};
use recto::note::{Fields, Guid, Kind as NoteKind};
use recto::path::SourcePath;

use super::corpus::{Set, Text};
use super::mutate::{ALL, Edits, Kind, Stuff, mutate};
use super::random::Random;
use super::tally::Tally;
use super::words::Words;
use super::world::{Asked, World};

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
    /// For which note each guid was made: a history stays that note's, even once it has lost it.
    owners: BTreeMap<Guid, usize>,
    /// Texts seen before: most stay what they are.
    seen: HashMap<(String, String), Outline>,
    second: i64,
}

/// What must be the same of a note and its copy: its texts, and the question it is a part of.
type Prints = (Fingerprint, Fingerprint, Option<Fingerprint>);

fn prints(lock: &Lock, guid: &Guid) -> Option<Prints> {
    lock.records.get(guid).map(|record| (record.front_print, record.back_print, record.parent))
}

type Documents = Vec<(SourcePath, Vec<Outline>)>;

impl Life {
    fn new(world: World) -> Life {
        let (lock, truth, owners) = (Lock::new("marathon"), BTreeMap::new(), BTreeMap::new());
        let mut life = Life { world, lock, truth, owners, seen: HashMap::new(), second: 1_700_000_000 };
        let documents = life.documents();
        let found = life.identify(&documents);
        life.stamp(&documents, &found);
        let ids = life.world.asked().into_iter().flat_map(|(_, asked)| asked).map(|asked| asked.id);
        let given: Vec<(usize, Guid)> = ids.zip(found.guids.into_iter().flatten()).collect();
        life.learn(&given);
        life
    }

    fn documents(&mut self) -> Documents {
        let mut outline = |asked: &Asked| {
            let texts = (asked.front.clone(), asked.back.clone());
            let outline = self
                .seen
                .entry(texts)
                .or_insert_with(|| Outline::new(NoteKind::Basic, Shown::text(&asked.front), Shown::text(&asked.back)));
            let parent = asked.parent.as_deref().map(fingerprint);
            Outline { trail: [asked.heading.clone()].into(), parent, ..outline.clone() }
        };
        let asked = self.world.asked().into_iter();
        asked.map(|(path, asked)| (SourcePath::new(&path), asked.iter().map(&mut outline).collect())).collect()
    }

    fn identify(&self, documents: &Documents) -> Identified {
        // Through its text, as every build has it.
        let lock = Lock::read(&self.lock.write()).unwrap();
        identify(documents, &lock, &Scope::default())
    }

    fn stamp(&mut self, documents: &Documents, found: &Identified) {
        self.second += 60;
        let mut stamp = Stamp::new(std::mem::take(&mut self.lock), Moment { milliseconds: self.second * 1000 });
        for ((path, outlines), guids) in documents.iter().zip(&found.guids) {
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

    /// Remembers which guids the notes were given, and what they say.
    fn learn(&mut self, given: &[(usize, Guid)]) {
        for (id, guid) in given {
            self.truth.insert(*id, *guid);
            self.owners.entry(*guid).or_insert(*id);
        }
        self.world.know_all();
    }

    fn build(&mut self, edits: &Edits, tally: &mut Tally, random: &mut Random) {
        for (kind, made) in &edits.made {
            tally.row(*kind).made += made;
        }
        tally.builds += 1;
        let documents = self.documents();
        let found = self.identify(&documents);
        let says = documents.iter().flat_map(|(_, outlines)| outlines);
        let says: Vec<Prints> = says.map(|one| (one.front_print, one.back_print, one.parent)).collect();
        let guids: Vec<Guid> = found.guids.iter().flatten().cloned().collect();
        let notes: Vec<Asked> = self.world.asked().into_iter().flat_map(|(_, asked)| asked).collect();
        let lost = self.judge(edits, &found, (&notes, &says, &guids), tally);
        self.stamp(&documents, &found);
        let given: Vec<(usize, Guid)> = notes.iter().map(|note| note.id).zip(guids.iter().copied()).collect();
        self.learn(&given);
        for offer in &found.offers {
            // Of copies, only the very note: else the other one's texts would be forgotten.
            let right = lost.get(&offer.new).filter(|(old, _)| *old == offer.old);
            let id = notes[guids.iter().position(|guid| *guid == offer.new).unwrap()].id;
            if let Some((_, id)) = right {
                tally.row(edits.kind(*id)).offered += usize::from(edits.touched.contains_key(id));
                if random.percent(50) {
                    accept(&mut self.lock, &offer.old, &offer.new).unwrap();
                    self.truth.insert(*id, offer.old);
                    tally.accepted += 1;
                }
            } else {
                tally.row(edits.kind(id)).misled += 1;
            }
        }
    }

    /// Counts what came of the edits. Gives the notes that are lost: new guid, old guid, number.
    fn judge(
        &self,
        edits: &Edits,
        found: &Identified,
        (notes, says, guids): (&[Asked], &[Prints], &[Guid]),
        tally: &mut Tally,
    ) -> BTreeMap<Guid, (Guid, usize)> {
        // Guids that a note with the very texts of the old one has: of copies, any may be the first.
        let same_text = says.iter().zip(guids).filter(|(says, guid)| prints(&self.lock, guid) == Some(**says));
        let same_text: BTreeSet<&Guid> = same_text.map(|(_, guid)| guid).collect();
        let taken: BTreeSet<&Guid> = guids.iter().collect();
        let mut lost = BTreeMap::new();
        for (note, guid) in notes.iter().zip(guids) {
            tally.decisions += 1;
            let touched = edits.touched.contains_key(&note.id);
            let expected = self.truth.get(&note.id);
            let kind = edits.kind(note.id);
            if touched && expected.is_some() {
                tally.row(kind).touched += 1;
                tally.questions.0 += usize::from(note.parent.is_none());
            }
            let owner = self.owners.get(guid).map(|owner| self.world.first(*owner));
            if expected == Some(guid) || same_text.contains(guid) || owner == Some(self.world.first(note.id)) {
                continue;
            }
            match (expected, prints(&self.lock, guid)) {
                (Some(expected), Some(has)) if prints(&self.lock, expected) == Some(has) => {}
                (_, Some(_)) => {
                    tally.row(kind).wrong += 1;
                    tell("WRONG", note, kind, self.lock.records.get(guid), &reason(found, guid));
                }
                (Some(expected), None) if !taken.contains(expected) => {
                    lost.insert(*guid, (*expected, note.id));
                    if touched {
                        tally.row(kind).lost += 1;
                        tally.questions.1 += usize::from(note.parent.is_none());
                    } else {
                        tally.lost_untouched += 1;
                    }
                    if !touched || std::env::var_os("MARATHON_TELL").is_some() {
                        tell("LOST", note, kind, self.lock.records.get(expected), "");
                    }
                }
                _ => {}
            }
        }
        lost
    }
}

fn tell(what: &str, note: &Asked, kind: Kind, record: Option<&Record>, why: &str) {
    let front = note.front.replace('\n', " ");
    let (old, retired) = record.map_or(("", None), |record| (&*record.front, record.retired));
    println!(
        "{what} {kind:?} (fact: {})\n  note: {front}\n  lock: {old} (retired {retired:?})\n  back: {}\n  because {why}",
        note.parent.is_some(),
        note.back.replace('\n', " ")
    );
}

fn reason(found: &Identified, guid: &Guid) -> String {
    let all = found.guids.iter().flatten().zip(found.reasons.iter().flatten());
    all.filter(|(other, _)| *other == guid).map(|(_, reason)| reason.to_string()).collect()
}
