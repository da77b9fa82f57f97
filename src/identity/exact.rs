//! The steps that need no figures: the author's id, the same texts, the same question, the same
//! answer.

use std::collections::{HashMap, HashSet};

use super::home::Home;
use super::marks::{Key, Marks, Quick};
use super::reason::Evidence;
use super::sketch::Side;
use super::table::{Draft, Old, Pool, Table};
use super::{Fingerprint, Record};
use crate::draft::Outline;

/// By the author's id: in the same document, then wherever only one has it. What is the note word for
/// word comes first: an id that was copied to another question must not lead there.
pub(super) fn anchors(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        same_texts(table, pool, |m| Key { anchor: m.anchor, path: Some(m.path), ..m.texts() });
        pairs(
            table,
            pool,
            |m| m.anchored().map(|key| Key { path: Some(m.path), ..key }),
            |_, _| Some(Evidence::Anchor),
        );
        pairs(table, pool, Marks::anchored, |_, _| Some(Evidence::Anchor));
    }
}

/// By the same texts: best in the same document, then anywhere.
pub(super) fn texts(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        same_texts(table, pool, |m| Key { path: Some(m.path), ..m.texts() });
        same_texts(table, pool, Marks::texts);
    }
}

/// Facts, by the same texts under the same question, wherever that is: copies of a question may part.
pub(super) fn facts(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        same_texts(table, pool, |m| Key { home: None, parent: m.parent, ..m.texts() });
    }
}

fn same_texts<'a>(table: &mut Table<'a>, pool: Pool, key: impl Fn(Marks<'a>) -> Key<'a>) {
    if table.waiting().next().is_none() {
        return;
    }
    // The first note of each key, and after each note the next of its key.
    let mut first: HashMap<Key<'_>, usize, Quick> = HashMap::default();
    let mut next: Vec<Option<usize>> = vec![None; table.olds.len()];
    let left: Vec<_> = table.left(pool).collect();
    for (place, old) in left.into_iter().rev() {
        let after = first.insert(key(old.marks()), place);
        if let Some(next) = next.get_mut(place) {
            *next = after;
        }
    }
    let mut found = Vec::new();
    for (place, draft) in table.waiting() {
        let key = key(draft.marks());
        if let Some(old) = first.get(&key).copied() {
            found.push((place, old));
            match next.get(old).copied().flatten() {
                Some(after) => first.insert(key, after),
                None => first.remove(&key),
            };
        }
    }
    for (draft, old) in found {
        table.take(draft, old, Evidence::Texts);
    }
}

/// By the same question, where no other draft and no other note has it. It is doubtful where the old answer
/// stands under a new question now; and within a question, where another item says now what this one
/// said, or this one what another said. Then the answers have to be alike too.
pub(super) fn fronts(table: &mut Table<'_>, pool: Pool) {
    let asked: HashSet<Key<'_>, Quick> = table.left(pool).map(|(_, old)| old.marks().front()).collect();
    let is_new = |draft: &Draft<'_>| !asked.contains(&draft.marks().front());
    let answers = table.waiting().map(|(_, draft)| draft).filter(is_new).map(|draft| draft.marks().back());
    let answers: HashSet<Key<'_>, Quick> = answers.collect();
    let mut items: HashMap<Home, Vec<&Outline>> = HashMap::new();
    let mut said: HashMap<Home, Vec<&Record>> = HashMap::new();
    for (home, outline) in table.waiting().filter_map(|(_, draft)| Some((draft.home?, draft.outline))) {
        items.entry(home).or_default().push(outline);
    }
    for (home, record) in table.left(pool).filter_map(|(_, old)| Some((old.home?, old.record))) {
        said.entry(home).or_default().push(record);
    }
    let judge = |draft: Draft<'_>, old: Old<'_>| {
        let related = |new: &Outline, old: &Record| new.back_sketch.share(&old.back_sketch) >= RELATED;
        let of_other = |home: Home| {
            let item = |item: &&Outline| item.front_print != old.record.front_print && says(item, old.record);
            let note = |note: &&Record| note.front_print != old.record.front_print && says(draft.outline, note);
            items.get(&home).is_some_and(|items| items.iter().any(item))
                || said.get(&home).is_some_and(|said| said.iter().any(note))
        };
        let doubtful = || answers.contains(&old.marks().back()) || draft.home.is_some_and(of_other);
        (related(draft.outline, old.record) || !doubtful()).then_some(Evidence::Front)
    };
    pairs(table, pool, |marks| Some(marks.front()), judge);
}

/// Share of the words that two answers to a doubtful question have in common if it is the same one.
const RELATED: f64 = 0.25;

/// Share and number of the words that an item has of another if it says what that one said: a word or two
/// are in both by chance.
const SAID: (f64, usize) = (1.0 / 3.0, 3);

/// Whether an item says what a note said.
fn says(item: &Outline, note: &Record) -> bool {
    let mut both = 0;
    item.back_sketch.compare(&note.back_sketch, |_, side| both += usize::from(side == Side::Both));
    let alike = both >= SAID.1 && item.back_sketch.share(&note.back_sketch) >= SAID.0;
    item.back_print == note.back_print || alike
}

/// Who has a key.
#[derive(Debug, Default, Clone, Copy)]
struct Holders {
    /// Drafts, but for those that are word for word what the notes are.
    drafts: usize,
    draft: usize,
    /// Different texts of notes.
    texts: usize,
    text: Option<(Fingerprint, Fingerprint)>,
    /// The first note that is left.
    old: Option<usize>,
}

/// Joins a waiting draft and a note that is left where no other draft and no other note of the
/// whole project has the key, whether found already or not, and `judge` agrees. Copies of a note
/// are not others.
pub(super) fn pairs<'a>(
    table: &mut Table<'a>,
    pool: Pool,
    key: impl Fn(Marks<'a>) -> Option<Key<'a>>,
    judge: impl Fn(Draft<'a>, Old<'a>) -> Option<Evidence>,
) {
    let mut holders: HashMap<Key<'_>, Holders, Quick> = HashMap::default();
    for (place, draft) in table.waiting() {
        if let Some(key) = key(draft.marks()) {
            holders.insert(key, Holders { draft: place, ..Holders::default() });
        }
    }
    if holders.is_empty() {
        return;
    }
    for (place, old) in table.olds.iter().enumerate() {
        // A note that had left does not make one that is there ambiguous; the other way round it does.
        if pool == Pool::Live && !pool.holds(old) {
            continue;
        }
        let marks = old.marks();
        if let Some(held) = key(marks).and_then(|key| holders.get_mut(&key)) {
            let text = Some((marks.front, marks.back));
            held.texts += usize::from(held.text != text);
            held.text = text;
            if held.old.is_none() && table.is_free(place) && pool.holds(old) {
                held.old = Some(place);
            }
        }
    }
    for draft in &table.drafts {
        let marks = draft.marks();
        if let Some(held) = key(marks).and_then(|key| holders.get_mut(&key)) {
            held.drafts += usize::from(held.text != Some((marks.front, marks.back)));
        }
    }
    let alone = |held: &Holders| (held.drafts == 1 && held.texts == 1).then_some((held.draft, held.old?));
    let mut found: Vec<(usize, usize)> = holders.values().filter_map(alone).collect();
    found.sort_unstable();
    for (draft, old) in found {
        if let (Some(one), Some(other)) = (table.drafts.get(draft), table.olds.get(old))
            && let Some(evidence) = judge(*one, *other)
        {
            table.take(draft, old, evidence);
        }
    }
}
