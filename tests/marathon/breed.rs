//! New notes made from old ones: near-twins, opposites, copies.

use recto::identity::fingerprint;

use super::corpus::Text;
use super::facts;
use super::mutate::{Edits, Kind, Stuff};
use super::random::Random;
use super::twins::{code_changed, opposite, pointed};
use super::words::{invented, reworded};
use super::world::{At, World, told};

/// Answers of fewer bytes are those of many questions.
const SHORT: usize = 20;

/// Makes a new note from the one that stands there.
pub fn breed(world: &mut World, at: At, kind: Kind, edits: &mut Edits, stuff: &Stuff<'_>, random: &mut Random) -> bool {
    let parent = world.at(at).clone();
    let replaces = matches!(kind, Kind::TwinReplaces | Kind::OppositeReplaces)
        || (kind == Kind::CodeDiffers && random.percent(40));
    let changed = match kind {
        Kind::Duplicated => Some((parent.text.front.clone(), String::new(), String::new())),
        Kind::CodeDiffers => {
            code_changed(&parent.text.front, random).map(|front| (front, String::new(), String::new()))
        }
        Kind::OppositeReplaces => opposite(&parent.text.front, random),
        _ => Some(pointed(&parent.text.front, stuff.words, random)),
    };
    let Some((front, old, new)) = changed else { return false };
    let texts: Vec<(String, String)> = match kind {
        Kind::Duplicated => parent.facts.iter().map(|fact| (fact.label.clone(), fact.text.clone())).collect(),
        _ => facts::of_twin(&parent.facts, &old, &new, stuff, random),
    };
    let back = match kind {
        Kind::Duplicated => parent.text.back.clone(),
        _ => twin_answer(&parent.text.back, &old, &new, stuff, random),
    };
    // What it will say: who writes an old answer again means the old note.
    let back = if texts.is_empty() { back } else { told(texts.iter().map(|(label, text)| (&**label, &**text))) };
    let text = Text { front, back };
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
    let note = world.note_with(text, texts);
    edits.bear(&note, kind);
    if kind == Kind::Duplicated {
        world.join(note.id, parent.id);
        for (copy, fact) in note.facts.iter().zip(&parent.facts) {
            world.join(copy.id, fact.id);
        }
    }
    let goal = if random.percent(70) { (at.0, at.1) } else { world.any_section(random) };
    world.insert(goal, note, random);
    true
}

/// The answer of a near-twin: another one, or the same with the word that matters and others changed.
pub fn twin_answer(back: &str, old: &str, new: &str, stuff: &Stuff<'_>, random: &mut Random) -> String {
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
