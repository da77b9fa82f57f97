//! Headings above a question that give its answer away: they stand on the card.

use super::asked::{holds, telling};
use super::vocabulary::is_yes_no;
use super::{Asked, Hit};
use crate::identity::words;
use crate::note::Kind;

/// The longest answer, in words, that is looked for.
const LONGEST: usize = 6;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    if !matches!(asked.question.kind, Kind::Basic | Kind::Typed) {
        return None;
    }
    let answer = telling(&asked.answer, LONGEST);
    // What the question itself says is no secret.
    if holds(&words(&asked.prose), &answer) || answer.iter().all(|word| is_yes_no(&word.text)) {
        return None;
    }
    let heading = asked.question.trail.iter().find(|heading| holds(&words(heading), &answer))?;
    Some(Hit {
        message: format!("the heading \"{heading}\" above this question holds its answer, \"{}\"", asked.answer.trim()),
        label: "the card shows the headings above it",
        help: "ask for something else, or move the question under another heading",
    })
}
