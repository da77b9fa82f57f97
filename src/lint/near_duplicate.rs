//! Two questions that ask nearly the same. Only those that share a rare word are compared, so the time
//! grows with the number of questions and not with its square.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::asked::singular;
use super::noted::{Noted, is_telling};
use super::vocabulary::{is_and, is_asking, is_or, is_plain_asking, subject};
use super::{Hit, Project, ProjectHit};
use crate::identity::{Fingerprint, Sort, Word, words};
use crate::note::Kind;

/// Words of a question that are looked up, the rarest.
const LOOKED_UP: usize = 4;
/// A word that so many questions share is not looked up.
const CROWD: usize = 48;
/// The share of words from which on two questions are compared.
const NEAR: f64 = 0.5;
/// An answer that so many questions have proves nothing of them.
const REPEATED: u32 = 3;
/// Words that an answer must have to prove anything.
const TELLING: usize = 3;

pub(super) fn check(project: &Project<'_>) -> Vec<ProjectHit> {
    let mut counts: HashMap<u32, u32> = HashMap::new();
    for print in project.notes.iter().flat_map(|note| note.telling.iter()) {
        *counts.entry(*print).or_default() += 1;
    }
    let count = |print: &u32| counts.get(print).copied().unwrap_or_default();
    let mut index: Vec<(u32, usize)> = Vec::new();
    for (at, note) in project.notes.iter().enumerate().filter(|(_, note)| note.outline.kind != Kind::Cloze) {
        let mut rarest: Vec<u32> = note.telling.to_vec();
        rarest.sort_by_key(|print| (count(print), *print));
        index.extend(rarest.into_iter().take(LOOKED_UP).map(|print| (print, at)));
    }
    index.par_sort_unstable();
    let mut backs: HashMap<Fingerprint, u32> = HashMap::new();
    for note in &project.notes {
        *backs.entry(note.outline.back_print).or_default() += 1;
    }
    // "Yes." and "To be completed." stand behind questions that have nothing to do with each other.
    let tells = |note: &Noted<'_>| {
        let count = backs.get(&note.outline.back_print).copied().unwrap_or_default();
        count < REPEATED && note.outline.back_sketch.len() >= TELLING
    };
    let weight = |print: &u32| (1.0 + project.notes.len() as f64 / f64::from(count(print).max(1))).ln();
    let weighed: Vec<Vec<(u32, f64)>> =
        project.notes.iter().map(|note| note.telling.iter().map(|print| (*print, weight(print))).collect()).collect();
    let groups: Vec<&[(u32, usize)]> = index.chunk_by(|one, other| one.0 == other.0).collect();
    let pairs = groups.par_iter().filter(|group| group.len() <= CROWD).flat_map_iter(|group| {
        let pairs =
            group.iter().enumerate().flat_map(|(at, one)| group.iter().skip(at + 1).map(move |two| (two.1, one.1)));
        pairs.filter(|(note, first)| {
            let words = weighed.get(*note).zip(weighed.get(*first));
            if words.is_none_or(|(one, two)| share(one, two) < NEAR) {
                return false;
            }
            let both = project.notes.get(*note).zip(project.notes.get(*first));
            both.is_some_and(|(note, first)| {
                let answers = if tells(note) { note.likeness(first) } else { 0.0 };
                is_near(note, first, answers)
            })
        })
    });
    let mut best: BTreeMap<usize, usize> = BTreeMap::new();
    for (note, first) in pairs.collect::<Vec<_>>() {
        best.entry(note).and_modify(|known| *known = first.min(*known)).or_insert(first);
    }
    let hit = |(note, first): (usize, usize)| {
        let front = project.notes.get(first).map(|first| shortened(&first.outline.front)).unwrap_or_default();
        ProjectHit {
            note,
            others: vec![first],
            hit: Hit {
                message: format!("this is nearly the question at {{others}}: \"{front}\""),
                label: "asked twice?",
                help: "delete one of them, or say in both what makes the difference",
            },
        }
    };
    best.into_iter().map(hit).collect()
}

/// The share of two sorted sets of words, by weight.
fn share(one: &[(u32, f64)], two: &[(u32, f64)]) -> f64 {
    let weight = |words: &[(u32, f64)]| words.iter().map(|(_, weight)| weight).sum::<f64>();
    let is_shared = |(print, _): &&(u32, f64)| two.binary_search_by_key(print, |(other, _)| *other).is_ok();
    let both: f64 = one.iter().filter(is_shared).map(|(_, weight)| weight).sum();
    let all = weight(one) + weight(two) - both;
    if all > 0.0 { both / all } else { 0.0 }
}

/// How alike two answers must be where the questions differ in how they ask, or by added words.
const ASKS_OTHERWISE: f64 = 0.4;
const ADDED: f64 = 0.6;

/// Whether two questions ask nearly the same; `answers` is how alike their answers are, from 0 to 1, and 0 where
/// they prove nothing.
fn is_near(note: &Noted<'_>, first: &Noted<'_>, answers: f64) -> bool {
    let (one, two) = (note.outline, first.outline);
    let seen = one.front_sketch.is_empty() && two.front_sketch.is_empty();
    if note.asks == first.asks || !seen || one.kind != two.kind {
        return false;
    }
    let (ours, theirs) = (words(&subject(&one.front)), words(&subject(&two.front)));
    let (ours_telling, theirs_telling) = (telling(&ours), telling(&theirs));
    let (lost, gained) = (less(&ours_telling, &theirs_telling), less(&theirs_telling, &ours_telling));
    // Numbers, names of code and denials decide what is asked.
    if lost.iter().chain(&gained).any(|word| word.sort != Sort::Plain) {
        return false;
    }
    match (lost.is_empty(), gained.is_empty()) {
        (true, true) => {
            let order = in_order(&ours) == in_order(&theirs);
            let alike = manner(&ours) == manner(&theirs) && note.telling.len() >= 2;
            (order && (alike || answers >= ASKS_OTHERWISE)) || answers >= 1.0
        }
        (true, false) | (false, true) => answers >= ADDED,
        (false, false) => answers >= 1.0,
    }
}

/// The words that say how a text asks; "what" and its like say nothing, since "Explain X" and "X" ask so too.
fn manner(words: &[Word]) -> Vec<&str> {
    let texts = words.iter().map(|word| word.text.as_str());
    texts.filter(|word| is_asking(word) && !is_plain_asking(word)).collect()
}

/// The words that say something, as they stand; two that are joined by "and" or "or" mean the same in either order.
fn in_order(words: &[Word]) -> Vec<&str> {
    let mut order: Vec<&str> = Vec::new();
    let mut is_joined = false;
    for word in words {
        if is_and(&word.text) || is_or(&word.text) {
            is_joined = !order.is_empty();
        } else if is_telling(word) {
            let text = singular(&word.text);
            let swaps = is_joined && order.last().is_some_and(|last| text < *last);
            let place = if swaps { order.len() - 1 } else { order.len() };
            order.insert(place, text);
            is_joined = false;
        }
    }
    order
}

fn telling(words: &[Word]) -> Vec<&Word> {
    words.iter().filter(|word| is_telling(word)).collect()
}

/// The words of `one` that `two` has not, plural and singular alike.
fn less<'w>(one: &[&'w Word], two: &[&Word]) -> Vec<&'w Word> {
    let has = |word: &&&Word| two.iter().any(|other| singular(&other.text) == singular(&word.text));
    one.iter().filter(|word| !has(word)).copied().collect()
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}
