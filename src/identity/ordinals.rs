//! Ordinals: which number each blank of a cloze note has. Anki keeps the history of a card by it,
//! so a number belongs to one blank for ever and is not given again.
//!
//! The author's numbers group: blanks of one number are hidden together, as one card. Which number
//! that card has is decided here. A blank keeps its number where its text is still there; of equal
//! texts, those with the same neighbours go together. A blank whose text changed keeps its number
//! where it stands between the same neighbours and is the only one there, unless the text shows
//! that another word was hidden instead. All others get the number the author gave, if that was
//! never given before, else the next free one.

use std::collections::{BTreeMap, BTreeSet};

use super::{Blank, Record};
use crate::draft::Outline;

/// The highest number Anki takes.
const LAST: u16 = 500;

/// The numbers of a note's blanks, for its record.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Numbered {
    /// The blanks in the order of the text.
    pub blanks: Vec<Blank>,
    /// The number the next new blank gets; 0 where there never was one.
    pub next: u16,
    /// For each number the author gave, the one the card has.
    numbers: BTreeMap<u16, u16>,
}

impl Numbered {
    /// The number of the card on which the author's blanks of this number are asked; nothing where
    /// Anki has no more of them, and the text has to be shown.
    pub fn number(&self, given: u16) -> Option<u16> {
        self.numbers.get(&given).copied()
    }
}

/// What a note said, as its record has it.
#[derive(Debug, Clone, Copy, Default)]
struct Old<'a> {
    front: &'a str,
    blanks: &'a [Blank],
    next: u16,
}

/// Numbers the blanks of a draft. `record` is that of its note, if it is known.
pub fn number(record: Option<&Record>, outline: &Outline) -> Numbered {
    let old = record.map_or(Old::default(), |record| Old {
        front: &record.front,
        blanks: &record.blanks,
        next: record.next_blank,
    });
    assign(old, outline.kept_front(), &outline.blanks)
}

/// Numbers blanks anew for a record that takes the texts of another.
pub(super) fn inherit(old: &Record, new: &Record) -> Numbered {
    assign(Old { front: &old.front, blanks: &old.blanks, next: old.next_blank }, &new.front, &new.blanks)
}

/// What two clozes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Common {
    /// One blank was reworded; another, and all around them, is the same.
    AllButOne,
    /// One asks for all that the other asks for, and for two things at least.
    Asked,
    /// Less.
    Less,
}

/// Compares the clozes of a record and a draft.
pub(super) fn common(record: &Record, outline: &Outline) -> Common {
    let (old, new) = (&record.blanks, &outline.blanks);
    let without = |blanks: &[Blank], others: &[Blank]| -> Vec<Box<str>> {
        let alone = blanks.iter().filter(|blank| others.iter().all(|other| other.text != blank.text));
        alone.map(|blank| blank.text.clone()).collect()
    };
    let (gone, come) = (without(old, new), without(new, old));
    let (was, is) = (&*record.front, outline.kept_front());
    match (gone.as_slice(), come.as_slice()) {
        ([gone], [come]) if old.len() >= 2 && is.replacen(&**come, gone, 1) == was => Common::AllButOne,
        ([], _) | (_, []) if old.len().min(new.len()) >= 2 => Common::Asked,
        _ => Common::Less,
    }
}

fn assign(old: Old<'_>, front: &str, blanks: &[Blank]) -> Numbered {
    let mut from: Vec<Option<usize>> = vec![None; blanks.len()];
    let mut free = vec![true; old.blanks.len()];
    same_texts(old.blanks, blanks, &mut from, &mut free);
    same_neighbours(&mut from, &mut free, |was, is| {
        let pair = old.blanks.get(was).zip(blanks.get(is));
        pair.is_some_and(|(was, is)| may_be_reworded((old.front, &was.text), (front, &is.text)))
    });
    let kept: Vec<Option<u16>> =
        from.into_iter().map(|from| from.and_then(|at| old.blanks.get(at)).map(|blank| blank.number)).collect();
    // Of a lock that was written by hand only what makes sense.
    let given = old.blanks.iter().map(|blank| blank.number.saturating_add(1)).max().unwrap_or(1);
    let mut numbered = Numbered { next: old.next.max(given), ..Numbered::default() };
    let mut held: BTreeSet<u16> = old.blanks.iter().map(|blank| blank.number).collect();
    let unheard = numbered.next..=LAST;
    let wished = |(blank, kept): (&Blank, &Option<u16>)| match kept {
        None if unheard.contains(&blank.number) => Some(blank.number),
        kept => *kept,
    };
    let decided: Vec<Option<u16>> = blanks.iter().zip(&kept).map(wished).collect();
    held.extend(decided.iter().flatten());
    numbered.next = held.last().map_or(1, |last| last + 1).max(numbered.next);
    for (blank, decided) in blanks.iter().zip(decided) {
        let Some(number) = decided.or_else(|| fresh(&mut numbered.next, &mut held)) else { continue };
        numbered.numbers.insert(blank.number, number);
        numbered.blanks.push(Blank { number, text: blank.text.clone() });
    }
    numbered
}

/// The next number. Once all have been given, those whose blanks are gone come again.
fn fresh(next: &mut u16, held: &mut BTreeSet<u16>) -> Option<u16> {
    let number = if *next <= LAST { *next } else { (1..=LAST).find(|number| !held.contains(number))? };
    *next = (*next).max(number + 1);
    held.insert(number);
    Some(number)
}

/// Whether a blank may be the other reworded. It is not where the old words are still there for all
/// to see, or the new ones were: then another word was hidden. What grew or shrank is the same blank.
fn may_be_reworded(old: (&str, &str), new: (&str, &str)) -> bool {
    let ((old_front, was), (new_front, is)) = (old, new);
    is.contains(was) || was.contains(is) || !(new_front.contains(was) || old_front.contains(is))
}

/// Joins blanks of the same text: those between the same neighbours first, then in order.
fn same_texts(old: &[Blank], new: &[Blank], from: &mut [Option<usize>], free: &mut [bool]) {
    for width in [2, 1, 0] {
        let mut left: BTreeMap<(&str, Vec<Option<&str>>), Vec<usize>> = BTreeMap::new();
        for (at, blank) in old.iter().enumerate().rev().filter(|(at, _)| free.get(*at) == Some(&true)) {
            left.entry((&blank.text, neighbours(old, at, width))).or_default().push(at);
        }
        for (at, blank) in new.iter().enumerate() {
            if let Some(slot) = from.get_mut(at).filter(|slot| slot.is_none())
                && let Some(found) = left.get_mut(&(&*blank.text, neighbours(new, at, width))).and_then(Vec::pop)
            {
                *slot = Some(found);
                if let Some(free) = free.get_mut(found) {
                    *free = false;
                }
            }
        }
    }
}

/// The texts around a blank: both (2), the one before (1), none (0).
fn neighbours(blanks: &[Blank], at: usize, width: usize) -> Vec<Option<&str>> {
    let before = at.checked_sub(1).and_then(|at| blanks.get(at)).map(|blank| &*blank.text);
    let after = blanks.get(at + 1).map(|blank| &*blank.text);
    [before, after].into_iter().take(width).collect()
}

/// Joins what stands alone between the same two neighbours, in the old order and in the new one,
/// where `may_be` says that the new blank may be the old one.
fn same_neighbours(from: &mut [Option<usize>], free: &mut [bool], may_be: impl Fn(usize, usize) -> bool) {
    let is_free = |free: &[bool], at: usize| free.get(at) == Some(&true);
    for at in 0..from.len() {
        let before = at.checked_sub(1).map(|at| from.get(at).copied().flatten());
        let after = from.get(at + 1).copied();
        // `Some(None)`: a neighbour that is new itself tells nothing.
        let place = match (before, after) {
            (None, None) => (free.len() == 1).then_some(0),
            (None, Some(Some(after))) => (after == 1).then_some(0),
            (Some(Some(before)), None) => (before + 2 == free.len()).then_some(before + 1),
            (Some(Some(before)), Some(Some(after))) => (before + 2 == after).then_some(before + 1),
            _ => None,
        };
        if let (Some(slot), Some(place)) = (from.get_mut(at), place)
            && slot.is_none()
            && is_free(free, place)
            && may_be(place, at)
        {
            *slot = Some(place);
            if let Some(free) = free.get_mut(place) {
                *free = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A text with `[blanks]`, each with a number of its own, or with the number before a colon.
    fn text(marked: &str) -> (String, Vec<Blank>) {
        let mut blanks: Vec<Blank> = Vec::new();
        let mut front = String::new();
        let mut parts = marked.split(['[', ']']);
        while let Some(before) = parts.next() {
            front.push_str(before);
            let Some(inside) = parts.next() else { break };
            let numbered = inside.split_once(':').and_then(|(number, text)| Some((number.parse().ok()?, text)));
            let next = u16::try_from(blanks.len() + 1).unwrap();
            let (number, text) = numbered.unwrap_or((next, inside));
            front.push_str(text);
            match blanks.iter_mut().find(|blank| blank.number == number) {
                Some(blank) => blank.text = format!("{}\n{text}", blank.text).into(),
                None => blanks.push(Blank { number, text: text.into() }),
            }
        }
        (front, blanks)
    }

    /// Numbers a life of texts, and gives the numbers of each.
    fn life(texts: &[&str]) -> Vec<Vec<u16>> {
        let (mut front, mut now) = (String::new(), Numbered::default());
        let step = |marked: &&str| {
            let (later, blanks) = text(marked);
            now = assign(Old { front: &front, blanks: &now.blanks, next: now.next }, &later, &blanks);
            front = later;
            now.blanks.iter().map(|blank| blank.number).collect()
        };
        texts.iter().map(step).collect()
    }

    #[test]
    fn blanks_that_stay_keep_their_numbers() {
        for (texts, numbers, what) in [
            (["[a] [b] [c]", "[a] [x] [b] [c]"], [vec![1, 2, 3], vec![1, 4, 2, 3]], "inserted"),
            (["[a] [b] [c]", "[a] b [c]"], [vec![1, 2, 3], vec![1, 3]], "uncovered"),
            (["[a] [b] [c]", "[c] [a] [b]"], [vec![1, 2, 3], vec![3, 1, 2]], "reordered"),
            (["[1:a] [2:b]", "[2:a] [1:b]"], [vec![1, 2], vec![1, 2]], "numbered anew by the author"),
        ] {
            assert_eq!(life(&texts), numbers, "{what}");
        }
        assert_eq!(life(&["[a] [b] [c]", "[a]", "[a] [b] [c]"])[2], [1, 4, 5], "never given again");
    }

    #[test]
    fn a_reworded_blank_keeps_its_number_where_its_place_is_clear() {
        assert_eq!(life(&["[a] [b] [c]", "[a] [x] [c]"])[1], [1, 2, 3]);
        assert_eq!(life(&["[a]", "[x]"])[1], [1]);
        assert_eq!(life(&["[a] [b]", "[a] [x]"])[1], [1, 2]);
        assert_eq!(life(&["[a] [b] [c]", "[a] [x] [y] [c]"])[1], [1, 4, 5, 3], "one of two: nobody knows which");
        assert_eq!(life(&["[a] [b] [c]", "[c] [x] [a]"])[1], [3, 4, 1], "the neighbours changed places");
        assert_eq!(life(&["[a] [b]", "[x] [y]"])[1], [3, 4]);
    }

    #[test]
    fn another_word_hidden_instead_is_another_blank() {
        assert_eq!(life(&["The [stack] holds locals", "The stack holds [locals]"])[1], [2]);
        assert_eq!(life(&["The [stack] holds locals", "Each stack holds [variables]"])[1], [2]);
        assert_eq!(life(&["The [stack] holds locals", "The heap holds [locals]"])[1], [2]);
        assert_eq!(life(&["The call [stack] holds locals", "The [call stack] holds locals"])[1], [1], "it grew");
        assert_eq!(life(&["The [call stack] holds locals", "The call [stack] holds locals"])[1], [1], "it shrank");
        assert_eq!(life(&["The [stack] holds locals", "The [heap] holds locals"])[1], [1], "corrected");
    }

    #[test]
    fn the_authors_numbers_group_and_are_kept_at_first_sight() {
        assert_eq!(life(&["[2:b] [1:a] [2:c]"]), [[2, 1]]);
        assert_eq!(
            life(&["[1:a] [3:b]", "[1:a] [2:x] [3:b]", "[1:a] [2:x] [3:b] [9:y]"])[1..],
            [vec![1, 4, 3], vec![1, 4, 3, 9]]
        );
        // A group that is parted asks for other things than before.
        assert_eq!(life(&["[1:a] [1:b]", "[1:a] [2:b]"])[1], [3, 2]);
    }

    #[test]
    fn of_equal_texts_those_with_the_same_neighbours_go_together() {
        assert_eq!(life(&["[x] [a] [x] [b]", "[a] [x] [b]"])[1], [2, 3, 4]);
        assert_eq!(life(&["[x] [x]", "[x] [x] [x]"])[1], [1, 3, 2]);
    }

    #[test]
    fn numbers_beyond_what_anki_takes_are_never_given() {
        let many = (0..600).map(|n| format!("[w{n}]")).collect::<Vec<_>>().join(" ");
        let (front, blanks) = text(&many);
        let numbered = assign(Old::default(), &front, &blanks);
        assert_eq!((numbered.blanks.len(), numbered.number(500), numbered.number(501)), (500, Some(500), None));
        // All are given: those of blanks that are gone come again.
        let (later, blanks) = text("[w7] [w3] [new]");
        let old = Old { front: &front, blanks: &[Blank { number: 8, text: "w7".into() }], next: 501 };
        let numbers: Vec<u16> = assign(old, &later, &blanks).blanks.iter().map(|blank| blank.number).collect();
        assert_eq!(numbers, [8, 1, 2]);
    }

    #[test]
    fn five_thousand_edits_never_move_a_number() {
        let mut state = 7_u64;
        let mut below = |end: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((state >> 33) as usize) % end.max(1)
        };
        let blanks = |texts: &[u32]| {
            let all = texts.iter().zip(1..).map(|(text, number)| Blank { number, text: format!("<{text}>").into() });
            all.collect::<Vec<_>>()
        };
        let mut texts: Vec<u32> = (0..5).collect();
        let mut now = assign(Old::default(), "", &blanks(&texts));
        let mut fresh = 5;
        for _ in 0..5_000 {
            let before: BTreeMap<String, u16> =
                now.blanks.iter().map(|blank| (blank.text.to_string(), blank.number)).collect();
            for _ in 0..=below(3) {
                let at = below(texts.len());
                fresh += 1;
                match below(4) {
                    0 if texts.len() < 12 => texts.insert(at, fresh),
                    1 if texts.len() > 1 => drop(texts.remove(at)),
                    2 => {
                        let other = below(texts.len());
                        texts.swap(at, other);
                    }
                    _ => texts[at] = fresh,
                }
            }
            let later = assign(Old { front: "", blanks: &now.blanks, next: now.next }, "", &blanks(&texts));
            let mut seen = BTreeSet::new();
            for blank in &later.blanks {
                assert!(seen.insert(blank.number) && blank.number < later.next);
                match before.get(&*blank.text) {
                    Some(number) => assert_eq!(*number, blank.number, "a text that survived"),
                    None => assert!(blank.number >= now.next || before.values().any(|old| *old == blank.number)),
                }
            }
            now = later;
            if now.next > 450 {
                now = assign(Old::default(), "", &blanks(&texts));
            }
        }
    }
}
