//! Homes: which question of the lock is which question of today, as far as their facts are concerned.
//! A fact follows its question, and never crosses to the equal label of another.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use super::Fingerprint;
use super::similar::Pair;
use super::table::{Draft, Given, Old, Pool, Table};

/// A question that has facts; the same for the one in the lock and the one it is today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Home(u32);

#[cfg(test)]
impl Home {
    /// The home of this number.
    pub(super) fn number(number: usize) -> Home {
        Home(u32::try_from(number).unwrap_or_default())
    }
}

/// A document and a question in it.
type Place<'a> = (&'a str, Fingerprint);

/// The homes of all facts.
#[derive(Debug, Default)]
pub(super) struct Homes<'a> {
    drafts: Side<'a>,
    olds: Side<'a>,
    /// Facts of today whose texts have some words.
    telling: HashSet<Fact>,
}

#[derive(Debug, Default)]
struct Side<'a> {
    by_place: HashMap<Place<'a>, usize>,
    groups: Vec<Group<'a>>,
}

/// The facts of one question.
#[derive(Debug)]
struct Group<'a> {
    place: Place<'a>,
    /// The id on its first fact.
    anchor: Option<&'a str>,
    /// Its facts, but for those that had left already.
    facts: Vec<Fact>,
    /// Whether the question itself is a note.
    led: bool,
    home: Option<Home>,
}

/// A fact's label and text.
type Fact = (Fingerprint, Fingerprint);

/// Words from which on a fact's text says which question it is of: *Useful links:* stands under many.
const TELLING: usize = 3;

impl<'a> Side<'a> {
    fn add(&mut self, place: Place<'a>, anchor: Option<&'a str>) -> Option<&mut Group<'a>> {
        let next = self.groups.len();
        let at = *self.by_place.entry(place).or_insert(next);
        if at == next {
            self.groups.push(Group { place, anchor, facts: Vec::new(), led: false, home: None });
        }
        self.groups.get_mut(at)
    }

    fn at(&self, place: Place<'_>) -> Option<usize> {
        self.by_place.get(&place).copied()
    }

    fn lead(&mut self, place: Place<'_>) {
        if let Some(group) = self.at(place).and_then(|at| self.groups.get_mut(at)) {
            group.led = true;
        }
    }

    fn home(&self, place: Place<'_>) -> Option<Home> {
        self.groups.get(self.at(place)?)?.home
    }

    fn homeless(&self) -> impl Iterator<Item = (usize, &Group<'a>)> {
        self.groups.iter().enumerate().filter(|(_, group)| group.home.is_none())
    }

    /// The one homeless group of each key.
    fn alone<K: Eq + Hash>(&self, key: impl Fn(&Group<'a>) -> Option<K>) -> HashMap<K, Option<usize>> {
        let mut out: HashMap<K, Option<usize>> = HashMap::new();
        for (at, group) in self.homeless() {
            if let Some(key) = key(group) {
                out.entry(key).and_modify(|one| *one = None).or_insert(Some(at));
            }
        }
        out
    }
}

/// Of the larger of two groups, so many facts in three have to be word for word the same and of some words,
/// and no less than so many in all, where nothing else says that their questions are one.
const SAME_FACTS: (usize, usize) = (2, 2);

pub(super) fn are_enough(same: usize, all: usize) -> bool {
    same >= SAME_FACTS.1 && same * 3 >= all * SAME_FACTS.0
}

impl<'a> Homes<'a> {
    /// Gathers the facts of each question, none matched yet.
    pub(super) fn of(all: &Given<'a>) -> Homes<'a> {
        let mut homes = Homes::default();
        for draft in all.drafts() {
            if let Some(parent) = draft.outline.parent
                && let Some(group) = homes.drafts.add((draft.path, parent), draft.outline.anchor.as_deref())
            {
                let fact = (draft.outline.front_print, draft.outline.back_print);
                group.facts.push(fact);
                if draft.outline.back_sketch.prints().len() >= TELLING {
                    homes.telling.insert(fact);
                }
            }
        }
        for old in all.olds() {
            if let Some(parent) = old.record.parent
                && let Some(group) = homes.olds.add((&old.record.path, parent), old.record.anchor.as_deref())
                && Pool::Live.holds(&old)
            {
                group.facts.push((old.record.front_print, old.record.back_print));
            }
        }
        homes
    }

    /// Whether most of their facts, word for word the same and of some words, say that two questions are one.
    pub(super) fn vouch(&self, draft: &Draft<'_>, old: &Old<'_>) -> bool {
        let facts = |side: &Side<'a>, place: Place<'_>| {
            let group = side.at(place).and_then(|at| side.groups.get(at));
            group.map(|group| group.facts.iter().copied().collect::<HashSet<Fact>>()).unwrap_or_default()
        };
        let new = facts(&self.drafts, (draft.path, draft.outline.front_print));
        let old = facts(&self.olds, (&old.record.path, old.record.front_print));
        let same = new.intersection(&old).filter(|fact| self.telling.contains(fact)).count();
        are_enough(same, new.len().max(old.len()))
    }

    /// Matches the homes: by their questions' notes; else, where a question is no note, by its place, its
    /// text, its id and at last by what most of its facts say.
    pub(super) fn join_all(&mut self, questions: &Table<'a>) {
        self.follow(questions);
        self.join_alone(|group| Some(group.place));
        self.join_alone(|group| Some(group.place.1));
        self.join_alone(|group| group.anchor);
        self.join_by_facts();
        self.settle();
    }

    /// Of questions that may be the same, the homes that may be.
    pub(super) fn asked(&self, questions: &Table<'a>, asked: &[Pair]) -> HashMap<Home, Home> {
        let homes = |pair: &Pair| {
            let (new, old) = (questions.drafts.get(pair.draft)?, questions.olds.get(pair.old)?.record);
            Some((self.of_draft(new.path, new.outline.front_print)?, self.of_old(&old.path, old.front_print)?))
        };
        asked.iter().filter_map(homes).collect()
    }

    /// The home of a fact of today.
    pub(super) fn of_draft(&self, path: &str, parent: Fingerprint) -> Option<Home> {
        self.drafts.home((path, parent))
    }

    /// The home of a fact in the lock.
    pub(super) fn of_old(&self, path: &str, parent: Fingerprint) -> Option<Home> {
        self.olds.home((path, parent))
    }

    fn follow(&mut self, questions: &Table<'a>) {
        for old in &questions.olds {
            if Pool::Live.holds(old) {
                self.olds.lead((&old.record.path, old.record.front_print));
            }
        }
        for (draft, found) in questions.drafts.iter().zip(&questions.found) {
            let place = (draft.path, draft.outline.front_print);
            self.drafts.lead(place);
            let old = found.and_then(|(old, _)| questions.olds.get(old));
            if let Some(old) = old
                && let (Some(new), Some(old)) =
                    (self.drafts.at(place), self.olds.at((&old.record.path, old.record.front_print)))
            {
                self.join(new, old);
            }
        }
    }

    /// Makes two groups one. Copies of a question that part ways, or come together, have one home.
    fn join(&mut self, new: usize, old: usize) {
        if let (Some(group), Some(other)) = (self.drafts.groups.get_mut(new), self.olds.groups.get_mut(old)) {
            let home = other.home.or(group.home).or_else(|| u32::try_from(new).ok().map(Home));
            group.home = group.home.or(home);
            other.home = other.home.or(home);
        }
    }

    /// Two questions that are notes, and not the same one, have nothing to do with each other.
    fn may_join(&self, new: usize, old: usize) -> bool {
        let led = |side: &Side<'_>, at: usize| side.groups.get(at).is_some_and(|group| group.led);
        !(led(&self.drafts, new) && led(&self.olds, old))
    }

    fn join_alone<K: Eq + Hash>(&mut self, key: impl Fn(&Group<'a>) -> Option<K>) {
        let (new, old) = (self.drafts.alone(&key), self.olds.alone(&key));
        let pairs = new.into_iter().filter_map(|(key, new)| Some((new?, (*old.get(&key)?)?)));
        for (new, old) in pairs.collect::<Vec<_>>() {
            if self.may_join(new, old) {
                self.join(new, old);
            }
        }
    }

    fn join_by_facts(&mut self) {
        let mut owner: HashMap<Fact, Option<usize>> = HashMap::new();
        for (at, group) in self.olds.homeless() {
            for fact in &group.facts {
                owner.entry(*fact).and_modify(|one| *one = one.filter(|one| *one == at)).or_insert(Some(at));
            }
        }
        let mut votes: HashMap<(usize, usize), usize> = HashMap::new();
        for (new, group) in self.drafts.homeless() {
            let telling = group.facts.iter().filter(|fact| self.telling.contains(fact));
            for old in telling.filter_map(|fact| *owner.get(fact)?) {
                *votes.entry((new, old)).or_default() += 1;
            }
        }
        let size = |side: &Side<'_>, at: usize| side.groups.get(at).map_or(0, |group| group.facts.len());
        let mut sure: Vec<(usize, usize)> = Vec::new();
        for ((new, old), votes) in votes {
            let most = size(&self.drafts, new).max(size(&self.olds, old));
            if are_enough(votes, most) && self.may_join(new, old) {
                sure.push((new, old));
            }
        }
        sure.sort_unstable();
        for (new, old) in sure {
            self.join(new, old);
        }
    }

    /// Gives each group that is left a home of its own.
    fn settle(&mut self) {
        let all = self.drafts.groups.iter_mut().chain(&mut self.olds.groups);
        for (number, group) in (0..).zip(all) {
            group.home = group.home.or(Some(Home(number)));
        }
    }
}
