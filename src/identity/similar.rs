//! The steps that weigh: the same answer under a reworded question, likeness of both texts, and
//! what is left as an offer.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::blanks::common;
use super::candidates::candidates;
use super::exact::pairs;
use super::home::{Home, Homes};
use super::likeness::{Change, Likeness, Texts};
use super::marks::Marks;
use super::rarity::Rarity;
use super::reason::Evidence;
use super::rivals::doubt_twins;
use super::table::{Draft, Pool, Table};
use super::verdict::{Doubt, Verdict, is_template};
use crate::note::Kind;

/// A draft, a note, and how alike they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub draft: usize,
    pub old: usize,
    pub score: f64,
    pub evidence: Evidence,
    pub verdict: Verdict,
    /// The note that it may be the near-twin of.
    pub rival: Option<usize>,
    pub doubt: Doubt,
}

impl Pair {
    /// Whether it is sure unless it is the near-twin of a note that is no longer in question.
    pub(super) fn is_doubtful(&self) -> bool {
        self.verdict == Verdict::Sure && self.doubt != Doubt::Usual
    }
}

/// Counts the words of the project: of all its notes and drafts, each text once.
pub(super) fn rarity(table: &Table<'_>) -> Rarity {
    let number = table.drafts.len().max(table.olds.len());
    let drafts = table.drafts.iter().map(|draft| {
        let outline = draft.outline;
        (outline.front_print.bits(), outline.kept_front(), &outline.back_sketch)
    });
    let olds = table.olds.iter().map(|old| {
        let record = old.record;
        (record.front_print.bits(), &*record.front, &record.back_sketch)
    });
    Rarity::of(number, drafts.chain(olds))
}

/// Questions with less in common are not related: where the note was there in the last build, and
/// where it had left before.
const RELATED: (f64, f64) = (0.05, 0.35);

/// By the same answer, where no other draft and no other note has it: an answer of many words is
/// enough, unless the question may be a near-twin; else the questions must be alike.
pub(super) fn answers(table: &mut Table<'_>, rarity: &Rarity) {
    for pool in [Pool::Live, Pool::Retired] {
        pairs(
            table,
            pool,
            |marks: Marks<'_>| Some(marks.back()),
            |draft, old| {
                let (new, old) = (Texts::of_outline(draft.outline), Texts::of_record(old.record));
                let like = Likeness::of(&old, &new, rarity);
                let related = if pool == Pool::Live { RELATED.0 } else { RELATED.1 };
                // Within a question, an answer needs no word of its label to be known again.
                let related = if draft.home.is_some() { 0.0 } else { related };
                let twin = draft.home.is_none() && is_template(&like);
                ((like.telling_back && !twin && like.front >= related) || Verdict::of(&like) == Verdict::Sure)
                    .then_some(Evidence::Back)
            },
        );
    }
}

/// By likeness: joins sure pairs, and returns the others that a person should look at.
pub(super) fn likenesses(table: &mut Table<'_>, pool: Pool, rarity: &Rarity) -> Vec<Pair> {
    let mut pairs = compare(table, pool, rarity);
    doubt_twins(table, pool, &mut pairs, rarity);
    loop {
        let sure = clear(&pairs);
        if sure.is_empty() {
            return pairs;
        }
        for pair in &sure {
            table.take(pair.draft, pair.old, pair.evidence);
        }
        let waiting = |pair: &Pair| table.found.get(pair.draft).is_some_and(Option::is_none);
        pairs.retain(|pair| waiting(pair) && table.is_free(pair.old));
    }
}

/// Compares what may be alike; copies are looked at once.
fn compare(table: &Table<'_>, pool: Pool, rarity: &Rarity) -> Vec<Pair> {
    let mut seen = HashSet::new();
    let drafts = table.waiting().filter(|(_, draft)| {
        let outline = draft.outline;
        seen.insert((outline.kind, draft.home, outline.front_print, outline.back_print))
    });
    let (new_places, new): (Vec<_>, Vec<_>) = drafts
        .map(|(place, draft)| (place, ((draft.outline.kind, draft.home), Texts::of_outline(draft.outline))))
        .unzip();
    if new.is_empty() {
        return Vec::new();
    }
    let mut seen = HashSet::new();
    let olds = table.left(pool).filter(|(_, old)| {
        let record = old.record;
        seen.insert((record.kind, old.home, record.front_print, record.back_print))
    });
    let (old_places, old): (Vec<_>, Vec<_>) =
        olds.map(|(place, old)| (place, ((old.record.kind, old.home), Texts::of_record(old.record)))).unzip();
    let pair = |(draft, note): (usize, usize)| {
        let (draft_place, note_place) = (*new_places.get(draft)?, *old_places.get(note)?);
        let (new, old) = (&new.get(draft)?.1, &old.get(note)?.1);
        let (draft_marks, note_marks) = (table.drafts.get(draft_place)?, table.olds.get(note_place)?);
        let ids = (draft_marks.outline.anchor.as_ref(), note_marks.record.anchor.as_ref());
        // What stands on a question says nothing of its facts.
        if let (Some(one), Some(other)) = ids
            && one != other
            && draft_marks.home.is_none()
        {
            return None;
        }
        let like = Likeness::of(old, new, rarity);
        let verdict = match pool {
            Pool::Live if draft_marks.outline.kind == Kind::Cloze => {
                Verdict::of_cloze(&like, common(note_marks.record, draft_marks.outline))
            }
            Pool::Live => Verdict::of(&like),
            Pool::Retired => Verdict::of_retired(&like),
        };
        let evidence =
            Evidence::Likeness { front: share(like.front, like.same_front), back: share(like.back, like.same_back) };
        // Even what is another note stays in the field: a sure pair has to be better by a margin.
        Some(Pair {
            draft: draft_place,
            old: note_place,
            score: like.score(),
            evidence,
            verdict,
            rival: None,
            doubt: match like.change {
                Change::Reworded if !like.same_back => Doubt::Anew,
                Change::Reworded => Doubt::Twin,
                _ if like.same_front => Doubt::Twin,
                _ => Doubt::Usual,
            },
        })
    };
    candidates(&new, &old, rarity).into_par_iter().filter_map(pair).collect()
}

/// A share as a whole number.
pub(super) fn percent(share: f64) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// What is told of a text: all only where all is the same, and not only the sample.
fn share(share: f64, same: bool) -> u8 {
    if same { 100 } else { percent(share).min(99) }
}

/// Sure pairs that are the best on both sides, by a margin.
fn clear(pairs: &[Pair]) -> Vec<Pair> {
    let drafts = pairs.iter().map(|pair| pair.draft + 1).max().unwrap_or(0);
    let olds = pairs.iter().map(|pair| pair.old + 1).max().unwrap_or(0);
    let (mut of_draft, mut of_old) = (vec![Best::default(); drafts], vec![Best::default(); olds]);
    for pair in pairs {
        for (bests, place) in [(&mut of_draft, pair.draft), (&mut of_old, pair.old)] {
            if let Some(best) = bests.get_mut(place) {
                best.see(pair.score);
            }
        }
    }
    let wins = |bests: &[Best], place: usize, pair: &Pair| bests.get(place).is_some_and(|best| best.is_won_by(pair));
    let clear = |pair: &&Pair| {
        pair.verdict == Verdict::Sure && wins(&of_draft, pair.draft, pair) && wins(&of_old, pair.old, pair)
    };
    pairs.iter().filter(clear).copied().collect()
}

/// The two best scores.
#[derive(Debug, Clone, Copy, Default)]
struct Best {
    first: f64,
    second: f64,
}

impl Best {
    fn see(&mut self, score: f64) {
        if score > self.first {
            (self.first, self.second) = (score, self.first);
        } else {
            self.second = self.second.max(score);
        }
    }

    fn is_won_by(&self, pair: &Pair) -> bool {
        pair.score >= self.first && pair.doubt.is_won(pair.score, self.second)
    }
}

/// Joins those of the asked whose facts vouch for them; returns the others.
pub(super) fn vouched(table: &mut Table<'_>, mut asked: Vec<Pair>, homes: &Homes<'_>) -> Vec<Pair> {
    asked.retain(|pair| {
        let both = (table.drafts.get(pair.draft), table.olds.get(pair.old));
        let vouched = matches!(both, (Some(draft), Some(old)) if homes.vouch(draft, old));
        if vouched {
            table.take(pair.draft, pair.old, pair.evidence);
        }
        !vouched
    });
    asked
}

/// Facts that stand word for word in a question that is not theirs: moved there, or written anew.
pub(super) fn strays(table: &Table<'_>) -> Vec<Pair> {
    let mut olds: HashMap<_, Option<usize>> = HashMap::new();
    for (place, old) in [Pool::Retired, Pool::Live].into_iter().flat_map(|pool| table.left(pool)) {
        let key = (old.record.kind, old.record.front_print, old.record.back_print);
        olds.entry(key).and_modify(|one| *one = None).or_insert(Some(place));
    }
    let mut seen = HashSet::new();
    let pair = |(draft, new): (usize, Draft<'_>)| {
        let key = (new.outline.kind, new.outline.front_print, new.outline.back_print);
        let old = (*olds.get(&key)?)?;
        new.home.filter(|_| seen.insert(old))?;
        Some(Pair {
            draft,
            old,
            score: 1.0,
            evidence: Evidence::Texts,
            verdict: Verdict::Ask,
            rival: None,
            doubt: Doubt::Usual,
        })
    };
    table.waiting().filter_map(pair).collect()
}

/// What may be asked of facts whose questions may be the same: `homes` leads from those of today to
/// those in the lock.
pub(super) fn asked_within(table: &mut Table<'_>, homes: &HashMap<Home, Home>) -> Vec<Pair> {
    for (draft, found) in table.drafts.iter_mut().zip(&table.found) {
        if let Some(home) = draft.home.filter(|_| found.is_none()).and_then(|home| homes.get(&home)) {
            draft.home = Some(*home);
        }
    }
    if homes.is_empty() {
        return Vec::new();
    }
    let rarity = rarity(table);
    let mut pairs = compare(table, Pool::Live, &rarity);
    for pair in &mut pairs {
        pair.verdict = pair.verdict.min(Verdict::Ask);
    }
    pairs
}

/// The best of what may be asked, each draft and each note once.
pub(super) fn offers(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.retain(|pair| pair.verdict >= Verdict::Ask);
    pairs.sort_by(|a, b| b.score.total_cmp(&a.score).then((a.draft, a.old).cmp(&(b.draft, b.old))));
    let (mut drafts, mut olds) = (HashSet::new(), HashSet::new());
    pairs.retain(|pair| {
        !drafts.contains(&pair.draft) && !olds.contains(&pair.old) && drafts.insert(pair.draft) && olds.insert(pair.old)
    });
    pairs
}
