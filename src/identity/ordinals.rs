//! Ordinals: which number each blank of a cloze note has. Anki keeps the history of a card by it,
//! so a number belongs to one blank for ever and is not given again.
//!
//! The author's numbers group: blanks of one number are hidden together, as one card. Which number
//! that card has is decided here. A blank that was [there before](super::blanks) keeps its number. All
//! others get the number the author gave, if that was never given before, else the next free one.

use std::collections::{BTreeMap, BTreeSet};

use super::blanks::find;
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

fn assign(old: Old<'_>, front: &str, blanks: &[Blank]) -> Numbered {
    let from = find((old.front, old.blanks), (front, blanks));
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
