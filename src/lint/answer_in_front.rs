//! A question that holds its own answer.

use super::asked::{holds, telling};
use super::vocabulary::{is_common, is_or, is_yes_no};
use super::{Asked, Hit};
use crate::identity::words;
use crate::note::Kind;

/// The longest answer, in words, that is looked for.
const LONGEST: usize = 12;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    if !matches!(asked.question.kind, Kind::Basic | Kind::Reversed | Kind::Typed) {
        return None;
    }
    let answer = telling(&asked.answer, LONGEST);
    let front = words(&asked.prose);
    // Where there is a choice, the answer has to be named.
    let chooses = front.iter().any(|word| is_or(&word.text)) || asked.prose.contains(['/', ',']);
    let says_little = answer.iter().all(|word| is_common(&word.text) || is_yes_no(&word.text));
    (!chooses && !says_little && front.len() > answer.len() && holds(&front, &answer)).then(|| Hit {
        message: format!("the question holds its answer, \"{}\"", asked.answer.trim()),
        label: "the answer stands here",
        help: "ask so that the answer has to be remembered, not read",
    })
}
