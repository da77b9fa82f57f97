//! A cloze that gives itself away: what it hides stands in its text a second time.

use super::asked::{holds, telling};
use super::vocabulary::is_common;
use super::{Asked, Hit};
use crate::identity::words;
use crate::markdown::{Blank, plain_text};
use crate::note::Kind;

/// The longest blank, in words, that is looked for.
const LONGEST: usize = 12;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    let prompt = &asked.question.prompt;
    if asked.question.kind != Kind::Cloze {
        return None;
    }
    let given = |blank: &&Blank| {
        let hidden = telling(asked.document.source.slice(blank.inner), LONGEST);
        // Blanks of one number are hidden together; all others are seen.
        let mut rest = prompt.clone();
        let together = prompt.blanks.iter().filter(|other| other.number == blank.number);
        rest.cuts.extend(together.map(|other| other.inner));
        rest.blanks.clear();
        let seen = words(&plain_text(asked.document, &rest));
        let hint = words(blank.hint.as_deref().unwrap_or_default());
        !hidden.iter().all(|word| is_common(&word.text)) && (holds(&seen, &hidden) || holds(&hint, &hidden))
    };
    let blank = prompt.blanks.iter().find(given)?;
    Some(Hit {
        message: format!(
            "\"{}\" is hidden in one place and shown in another",
            asked.document.source.slice(blank.inner)
        ),
        label: "this text gives itself away",
        help: "reword the text, or hide both places under one number",
    })
}
