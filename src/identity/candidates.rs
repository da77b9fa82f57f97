//! Candidates: for each draft the few notes that share its rarest words, without comparing all
//! with all.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Record;
use super::home::Home;
use super::likeness::Texts;
use super::rarity::Rarity;
use super::words::{Word, words};
use crate::note::Kind;

/// Up to so many pairs, all are compared.
const ALL_PAIRS: usize = 20_000;
/// Rarest words of each text that are looked up.
const WORDS: usize = 8;
/// A word that so many notes share is not looked up, unless there is nothing better.
const CROWD: usize = 64;
/// Candidates a draft is compared with.
const CANDIDATES: usize = 8;

/// What must be the same: the kind, and the question that both are parts of.
pub(super) type Class = (Kind, Option<Home>);
/// What can be looked up: class, side, word.
type Sign = (Class, u8, u64);

/// Pairs of (draft, note) that are worth a comparison, by draft, then by note.
pub(super) fn candidates(
    drafts: &[(Class, Texts<'_>)],
    olds: &[(Class, Texts<'_>)],
    rarity: &Rarity,
) -> Vec<(usize, usize)> {
    if drafts.len().saturating_mul(olds.len()) <= ALL_PAIRS {
        let all = |(draft, (class, _)): (usize, &(Class, Texts<'_>))| {
            let class = *class;
            let same = move |(old, (other, _)): (usize, &(Class, Texts<'_>))| (*other == class).then_some((draft, old));
            olds.iter().enumerate().filter_map(same).collect::<Vec<_>>()
        };
        return drafts.iter().enumerate().flat_map(all).collect();
    }
    let mut index: Vec<(Sign, usize)> = olds
        .par_iter()
        .enumerate()
        .flat_map_iter(|(old, (class, texts))| {
            signs(*class, texts, rarity).into_iter().map(move |(sign, _)| (sign, old))
        })
        .collect();
    index.par_sort_unstable();
    let best = |(draft, (class, texts)): (usize, &(Class, Texts<'_>))| {
        best(&index, &signs(*class, texts, rarity)).into_iter().map(move |old| (draft, old))
    };
    drafts.par_iter().enumerate().flat_map_iter(best).collect()
}

/// Which of many notes share one of the rarest words of any of these drafts.
pub(super) fn near(drafts: &[(Class, Texts<'_>)], notes: &[(Class, &Record)], rarity: &Rarity) -> Vec<usize> {
    let rare = |(class, texts): &(Class, Texts<'_>)| signs(*class, texts, rarity).into_iter().map(|(sign, _)| sign);
    let wanted: HashSet<Sign> = drafts.iter().flat_map(rare).collect();
    let classes: HashSet<Class> = drafts.iter().map(|(class, _)| *class).collect();
    let is_near = |(class, record): &(Class, &Record)| {
        let back = |print: &u32| wanted.contains(&(*class, 1, u64::from(*print)));
        let front = |word: Word| wanted.contains(&(*class, 0, u64::from(word.print)));
        classes.contains(class)
            && (record.back_sketch.prints().iter().any(back) || words(&record.front).into_iter().any(front))
    };
    notes.par_iter().enumerate().filter(|(_, note)| is_near(note)).map(|(at, _)| at).collect()
}

/// The rarest words of both texts, and the texts as a whole, each with its weight.
fn signs(class: Class, texts: &Texts<'_>, rarity: &Rarity) -> Vec<(Sign, f64)> {
    let fronts = texts.words().iter().map(|word| ((class, 0, u64::from(word.print)), rarity.front(word)));
    let backs = texts.back().prints().iter().map(|print| ((class, 1, u64::from(*print)), rarity.back(*print)));
    let (front, back) = texts.prints();
    let mut out = rarest(fronts.collect());
    out.extend(rarest(backs.collect()));
    out.extend([((class, 2, front.bits()), 20.0), ((class, 3, back.bits()), 20.0)]);
    out
}

fn rarest(mut signs: Vec<(Sign, f64)>) -> Vec<(Sign, f64)> {
    signs.sort_by(|(a, weight_a), (b, weight_b)| weight_b.total_cmp(weight_a).then(a.cmp(b)));
    signs.dedup_by_key(|(sign, _)| *sign);
    signs.truncate(WORDS);
    signs
}

/// The notes that share most, by weight; in their order.
fn best(index: &[(Sign, usize)], signs: &[(Sign, f64)]) -> Vec<usize> {
    let holders = |sign: &Sign| {
        let from = index.partition_point(|(other, _)| other < sign);
        let rest = index.get(from..).unwrap_or_default();
        rest.get(..rest.partition_point(|(other, _)| other == sign)).unwrap_or_default()
    };
    let lists: Vec<_> = signs.iter().map(|(sign, weight)| (holders(sign), *weight)).collect();
    let mut shared: Vec<(usize, f64)> = Vec::new();
    let few = lists.iter().filter(|(list, _)| list.len() <= CROWD);
    for (list, weight) in few {
        shared.extend(list.iter().map(|(_, old)| (*old, *weight)));
    }
    if shared.is_empty()
        && let Some((list, weight)) =
            lists.iter().filter(|(list, _)| !list.is_empty()).min_by_key(|(list, _)| list.len())
    {
        shared.extend(list.iter().take(CROWD).map(|(_, old)| (*old, *weight)));
    }
    shared.sort_by_key(|(old, _)| *old);
    shared.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 += next.1;
        }
        same
    });
    shared.sort_by(|(a, weight_a), (b, weight_b)| weight_b.total_cmp(weight_a).then(a.cmp(b)));
    let mut best: Vec<usize> = shared.into_iter().take(CANDIDATES).map(|(old, _)| old).collect();
    best.sort_unstable();
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Outline, Shown};

    /// All share all words but one: nothing is rarer than anything else.
    fn outlines(salt: &str, many: usize) -> Vec<Outline> {
        let outline = |number: usize| {
            let (front, back) = (format!("what is the use of {salt}{number}"), format!("the use of it is {number}"));
            Outline::new(Kind::Basic, Shown::text(&front), Shown::text(&back))
        };
        (0..many).map(outline).collect()
    }

    /// The pairs of so many drafts and 2,000 notes, the facts of one question in groups of `size`.
    fn pairs(many: usize, size: Option<usize>) -> Vec<(usize, usize)> {
        let (drafts, olds) = (outlines("new", many), outlines("old", 2_000));
        let counted = drafts.iter().chain(&olds);
        let rarity =
            Rarity::of(olds.len(), counted.map(|one| (one.front_print.bits(), one.kept_front(), &one.back_sketch)));
        let class = |at: usize| (Kind::Basic, size.map(|size| Home::number(at / size)));
        let texts = |(at, one)| (class(at), Texts::of_outline(one));
        let new: Vec<_> = drafts.iter().enumerate().map(texts).collect();
        let old: Vec<_> = olds.iter().enumerate().map(texts).collect();
        candidates(&new, &old, &rarity)
    }

    #[test]
    fn the_number_of_comparisons_grows_with_the_drafts_alone() {
        // Questions; facts of many questions; and those of a table of 2,000 rows.
        for size in [None, Some(4), Some(2_000)] {
            for many in [500, 2_000] {
                let pairs = pairs(many, size);
                assert!(!pairs.is_empty() && pairs.len() <= many * CANDIDATES, "{} for {many}", pairs.len());
            }
        }
    }

    #[test]
    fn a_fact_is_compared_with_those_of_its_question_alone() {
        let pairs = pairs(2_000, Some(4));
        assert!(pairs.iter().all(|(draft, old)| draft / 4 == old / 4));
        assert!(pairs.len() > 2_000, "with more than one of them");
    }
}
