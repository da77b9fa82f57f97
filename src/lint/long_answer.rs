//! An answer that is longer than a screen.

use unicode_width::UnicodeWidthStr;

use super::{Asked, Hit};

/// Lines that a screen shows.
const SCREEN: usize = 40;
/// Letters of a line.
const WIDTH: usize = 80;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    let lines: usize = asked.answer.lines().map(height).sum();
    (lines > SCREEN).then(|| Hit {
        message: format!("the answer is about {lines} lines long, more than a screen"),
        label: "the answer to this",
        help: "nobody can say whether they knew all of it: ask for its parts in questions of their own",
    })
}

/// How many lines of a screen a line of text takes.
fn height(line: &str) -> usize {
    line.width().div_ceil(WIDTH).max(1)
}
