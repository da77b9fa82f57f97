//! What authors do to the labelled items of an answer, each of which is a note of its own.

use super::breed::twin_answer;
use super::mutate::{Edits, Kind, Stuff};
use super::random::Random;
use super::twins::pointed;
use super::words::{Words, invented, mistyped, reworded};
use super::world::{At, Fact, Note, World, new_label};

/// Edits a question that has facts: what it asks, what they say, or both.
pub fn edit_question(world: &mut World, at: At, kind: Kind, edits: &mut Edits, stuff: &Stuff<'_>, random: &mut Random) {
    let mut note = world.at(at).clone();
    let sides = random.below(10);
    let (front, back) = (!(4..8).contains(&sides), sides >= 4);
    let Words { fronts, backs } = stuff.words;
    edits.touch(note.id, kind);
    if front && matches!(kind, Kind::Typos | Kind::Reworded) {
        note.text.front = match kind {
            Kind::Typos => mistyped(&note.text.front, random.within(1, 3), random),
            _ => reworded(&note.text.front, random.within(30, 70), 1, fronts, random),
        };
        for fact in &note.facts {
            edits.touch(fact.id, Kind::FactFollows);
        }
    }
    if back || matches!(kind, Kind::Rewritten | Kind::ListItem) {
        let all = kind == Kind::Rewritten || random.percent(30);
        let one = random.below(note.facts.len());
        for (at, fact) in note.facts.iter_mut().enumerate() {
            if all || at == one {
                fact.text = match kind {
                    Kind::Typos => mistyped(&fact.text, random.within(1, 2), random),
                    Kind::Rewritten => world.invented(stuff.texts, random),
                    _ => reworded(&fact.text, random.within(30, 70), 1, backs, random),
                };
                edits.touch(fact.id, kind);
            }
        }
    }
    note.tell_facts();
    *world.at(at) = note;
}

/// Makes one mutation of facts, if it can be made here.
pub fn mutate(
    world: &mut World,
    at: At,
    kind: Kind,
    edits: &mut Edits,
    stuff: &Stuff<'_>,
    random: &mut Random,
) -> bool {
    let mut note = world.at(at).clone();
    if note.facts.is_empty() {
        return false;
    }
    let place = random.below(note.facts.len());
    let id = note.facts[place].id;
    let born = edits.born.contains_key(&id);
    let labels = |note: &Note, label: &str| note.facts.iter().any(|fact| fact.label == label);
    // Nobody takes *default* for another label than *Default*.
    let is_old = |note: &Note, label: &str| {
        let same = |other: &str| other.to_lowercase() == label.to_lowercase();
        note.facts.iter().any(|fact| same(&fact.label)) || note.gone.iter().any(|gone| same(gone))
    };
    match kind {
        Kind::FactLabel | Kind::FactText if born => return false,
        Kind::FactLabel => {
            let old = note.facts[place].label.clone();
            let label = match random.below(10) {
                0..3 => mistyped(&old, 1, random),
                3..7 => format!("{} {old}", random.pick(&["Typical", "Its", "About the", "Run-time"])),
                _ => new_label(&note.facts[place].text, random),
            };
            if labels(&note, &label) {
                return false;
            }
            note.gone.insert(old);
            note.facts[place].label = label;
            edits.touch(id, kind);
        }
        Kind::FactText => {
            let fact = &mut note.facts[place];
            fact.text = match random.below(3) {
                0 => mistyped(&fact.text, random.within(1, 2), random),
                1 => reworded(&fact.text, random.within(30, 70), 1, &stuff.words.backs, random),
                _ => world.invented(stuff.texts, random),
            };
            if random.percent(20) {
                let label = mistyped(&fact.label, 1, random);
                note.gone.insert(std::mem::replace(&mut fact.label, label));
            }
            edits.touch(id, kind);
        }
        Kind::FactInserted => {
            let text = invented(stuff.others, random);
            let label = new_label(&text, random);
            if is_old(&note, &label) || !world.is_new(&text) {
                return false;
            }
            let fact = world.fact(label, text);
            edits.born.insert(fact.id, kind);
            note.facts.insert(random.below(note.facts.len() + 1), fact);
        }
        Kind::FactRemoved | Kind::FactTwinReplaces if note.facts.len() < 3 || edits.is_fresh(id) => return false,
        Kind::FactRemoved => {
            let fact = note.facts.remove(place);
            note.gone.insert(fact.label);
        }
        Kind::FactTwinReplaces => {
            let Fact { label, text, .. } = note.facts.remove(place);
            note.gone.insert(label.clone());
            let (label, old, new) = pointed(&label, stuff.words, random);
            let text = twin_answer(&text, &old, &new, stuff, random);
            if is_old(&note, &label) || !world.is_new(&text) {
                return false;
            }
            let fact = world.fact(label, text);
            edits.born.insert(fact.id, kind);
            note.facts.push(fact);
        }
        _ => random.shuffle(&mut note.facts),
    }
    note.tell_facts();
    if note.text.back != world.at(at).text.back {
        edits.touch(note.id, kind);
    }
    *world.at(at) = note;
    true
}

/// The facts of a near-twin: the same labels, other texts, but for some that are word for word the same.
pub fn of_twin(facts: &[Fact], old: &str, new: &str, stuff: &Stuff<'_>, random: &mut Random) -> Vec<(String, String)> {
    let mut kept = facts.len() / 2;
    let fact = |fact: &Fact| {
        let text = if kept > 0 && random.percent(30) {
            kept -= 1;
            fact.text.clone()
        } else {
            let text = twin_answer(&fact.text, old, new, stuff, random);
            if text == fact.text { invented(stuff.others, random) } else { text }
        };
        (fact.label.clone(), text)
    };
    facts.iter().map(fact).collect()
}
