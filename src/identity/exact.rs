//! The steps that need no figures: the author's id, the same texts, the same question, the same
//! answer.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::Fingerprint;
use super::reason::Evidence;
use super::table::{Draft, Old, Pool, Table};
use crate::draft::Outline;
use crate::note::Kind;

/// What a draft and a note must share to be the same; `None` does not matter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Key<'a> {
    kind: Kind,
    anchor: Option<&'a str>,
    front: Option<Fingerprint>,
    back: Option<Fingerprint>,
    parent: Option<Option<Fingerprint>>,
    path: Option<&'a str>,
}

/// Hashes keys fast: they are prints already, but for paths. Nobody gains by making them collide.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Mixer(u64);

type Quick = BuildHasherDefault<Mixer>;

impl Hasher for Mixer {
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)));
        }
    }

    fn write_u64(&mut self, part: u64) {
        self.0 = (self.0.rotate_left(23) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn write_u8(&mut self, part: u8) {
        self.write_u64(u64::from(part));
    }

    fn write_isize(&mut self, part: isize) {
        self.write_u64(part as u64);
    }
}

/// The texts of a draft or a note, and where it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks<'a> {
    kind: Kind,
    anchor: Option<&'a str>,
    front: Fingerprint,
    back: Fingerprint,
    parent: Option<Fingerprint>,
    path: &'a str,
    text: &'a str,
}

impl<'a> Draft<'a> {
    pub(super) fn marks(&self) -> Marks<'a> {
        let Outline { kind, front_print, back_print, parent, .. } = *self.outline;
        let (anchor, text) = (self.outline.anchor.as_deref(), self.outline.kept_front());
        Marks { kind, anchor, front: front_print, back: back_print, parent, path: self.path, text }
    }
}

impl<'a> Old<'a> {
    pub(super) fn marks(&self) -> Marks<'a> {
        let record = self.record;
        let (front, back, parent) = (record.front_print, record.back_print, record.parent);
        let (anchor, path, text) = (record.anchor.as_deref(), &*record.path, &*record.front);
        Marks { kind: record.kind, anchor, front, back, parent, path, text }
    }
}

/// A question of fewer words can stand for many: it is known by its document too.
const WORDS_OF_ITS_OWN: usize = 3;

impl<'a> Marks<'a> {
    fn bare(self) -> Key<'a> {
        Key { kind: self.kind, anchor: None, front: None, back: None, parent: None, path: None }
    }

    fn anchored(self) -> Option<Key<'a>> {
        self.anchor.map(|anchor| Key { anchor: Some(anchor), ..self.bare() })
    }

    fn texts(self) -> Key<'a> {
        Key { front: Some(self.front), back: Some(self.back), ..self.bare() }
    }

    /// The question, within the one it is a part of.
    pub(super) fn front(self) -> Key<'a> {
        let short = self.text.split_whitespace().take(WORDS_OF_ITS_OWN).count() < WORDS_OF_ITS_OWN;
        let path = short.then_some(self.path);
        Key { front: Some(self.front), parent: Some(self.parent), path, ..self.bare() }
    }

    /// The answer.
    pub(super) fn back(self) -> Key<'a> {
        Key { back: Some(self.back), ..self.bare() }
    }
}

/// By the author's id: in the same document, then wherever only one has it. What is the note word for
/// word comes first: an id that was copied to another question must not lead there.
pub(super) fn anchors(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        same_texts(table, pool, |m| Key { anchor: m.anchor, path: Some(m.path), parent: Some(m.parent), ..m.texts() });
        pairs(
            table,
            pool,
            |m| m.anchored().map(|key| Key { path: Some(m.path), ..key }),
            |_, _| Some(Evidence::Anchor),
        );
        pairs(table, pool, Marks::anchored, |_, _| Some(Evidence::Anchor));
    }
}

/// By the same texts: best where document and parent question are the same too, then anywhere.
pub(super) fn texts(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        same_texts(table, pool, |m| Key { parent: Some(m.parent), path: Some(m.path), ..m.texts() });
        same_texts(table, pool, |m| Key { path: Some(m.path), ..m.texts() });
        same_texts(table, pool, |m| Key { parent: Some(m.parent), ..m.texts() });
        same_texts(table, pool, Marks::texts);
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

/// By the same question, where no other draft and no other note has it.
pub(super) fn fronts(table: &mut Table<'_>) {
    for pool in [Pool::Live, Pool::Retired] {
        pairs(table, pool, |marks| Some(marks.front()), |_, _| Some(Evidence::Front));
    }
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
