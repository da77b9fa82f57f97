//! Leads: what leads to several facts of a question ("Its properties:") and was reworded. One line stands on the
//! fronts of all of them, so that a short label and a short answer alone would not find their notes again.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Fingerprint;
use super::home::{Home, are_enough};
use super::reason::Evidence;
use super::table::{Draft, Old, Pool, Table};
use super::words::{Sort, words};
use crate::draft::{KEPT, STEP};
use crate::note::Kind;

/// A fact below its lead: its label and its answer.
type Item<'a> = (Kind, &'a str, Fingerprint);

/// Facts with one lead, by what they are; `None` for those that are there several times.
type List<'a> = HashMap<Item<'a>, Option<usize>>;

/// The lists of one side.
type Lists<'a> = BTreeMap<(Home, &'a str), List<'a>>;

/// Joins the facts of a question below a lead that is new with those below one that is gone, where most of
/// them have the same label and the same answer, and no other lead has.
pub(super) fn join(table: &mut Table<'_>) {
    if table.waiting().next().is_none() || table.left(Pool::Live).next().is_none() {
        return;
    }
    let (mut new, mut old) = (Lists::new(), Lists::new());
    for (at, draft) in table.drafts.iter().enumerate() {
        let Draft { home, outline, .. } = *draft;
        add(&mut new, home, outline.kept_front(), (outline.kind, outline.back_print), at);
    }
    for (at, note) in table.olds.iter().enumerate().filter(|(_, note)| Pool::Live.holds(note)) {
        let Old { home, record, .. } = *note;
        add(&mut old, home, &record.front, (record.kind, record.back_print), at);
    }
    let pairs: Vec<_> = new
        .iter()
        .filter(|(key, _)| !old.contains_key(*key))
        .flat_map(|(key, items)| {
            let here = old.range((key.0, "")..).take_while(|(other, _)| other.0 == key.0);
            let gone = here.filter(|(other, _)| !new.contains_key(*other));
            gone.filter(|(other, notes)| is_list(items, notes) && tell_the_same(key.1, other.1))
                .map(move |it| (key, it.0))
        })
        .collect();
    let alone = |pair: &&_| {
        let (one, other): &(&(Home, &str), &(Home, &str)) = pair;
        pairs.iter().filter(|(first, second)| first == one || second == other).count() == 1
    };
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (key, other) in pairs.iter().filter(alone) {
        if let (Some(items), Some(notes)) = (new.get(*key), old.get(*other)) {
            found.extend(items.iter().filter_map(|(item, draft)| Some(((*draft)?, (*notes.get(item)?)?))));
        }
    }
    found.sort_unstable();
    for (draft, note) in found {
        table.take(draft, note, Evidence::Back);
    }
}

fn add<'a>(lists: &mut Lists<'a>, home: Option<Home>, front: &'a str, (kind, back): (Kind, Fingerprint), at: usize) {
    // A front that is kept in part may have lost its label.
    let is_whole = front.chars().count() < KEPT;
    if let (Some(home), Some((lead, label))) = (home, front.rsplit_once(STEP).filter(|_| is_whole)) {
        let items = lists.entry((home, lead)).or_default();
        items.entry((kind, label, back)).and_modify(|one| *one = None).or_insert(Some(at));
    }
}

/// Whether most items of two lists are the same.
fn is_list(items: &List<'_>, notes: &List<'_>) -> bool {
    are_enough(items.keys().filter(|item| notes.contains_key(*item)).count(), items.len().max(notes.len()))
}

/// Whether two leads have the same numbers, names of code and denials: others make another list.
fn tell_the_same(one: &str, other: &str) -> bool {
    let telling = |lead: &str| {
        let telling = words(lead).into_iter().filter(|word| word.sort != Sort::Plain);
        telling.map(|word| word.text.to_string()).collect::<HashSet<_>>()
    };
    telling(one) == telling(other)
}
