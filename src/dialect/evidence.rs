//! What speaks for taking pieces of one shape for questions.

use super::asking::Asks;

/// How many pieces of a shape there are and how many of them ask.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Evidence {
    /// All of them.
    pub all: usize,
    /// Those that ask by a mark or by their first word.
    pub asking: usize,
    /// Those that ask by a mark.
    pub marks: usize,
}

impl Evidence {
    /// Weighs how pieces ask.
    pub(super) fn of(pieces: impl IntoIterator<Item = Asks>) -> Evidence {
        pieces.into_iter().fold(Evidence::default(), |sum, asks| Evidence {
            all: sum.all + 1,
            asking: sum.asking + usize::from(asks != Asks::No),
            marks: sum.marks + usize::from(asks == Asks::ByMark),
        })
    }

    /// So many ask that all are questions.
    pub(super) fn is_regular(self) -> bool {
        (self.marks > 0 && self.asking >= 2 && 2 * self.asking >= self.all)
            || (self.asking >= 3 && 5 * self.asking >= 4 * self.all)
    }

    /// Whether those that ask by a mark are questions, and only they.
    pub(super) fn has_some(self) -> bool {
        self.marks >= 2 && 4 * self.marks >= self.all
    }

    /// Whether a piece is a question, all being so many.
    pub(super) fn admits(self, asks: Asks) -> bool {
        self.is_regular() || (self.has_some() && asks == Asks::ByMark)
    }
}
