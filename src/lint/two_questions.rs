//! Two questions in one: "What is X? How does it differ from Y?", "What is X and how does it work?".

use super::asked::Sentence;
use super::asked::is_dense;
use super::vocabulary::{is_and, is_asking, is_manner, is_not, is_or, is_polar, is_task};
use super::{Asked, Hit};
use crate::note::Kind;

/// Words of a sentence that asks by itself; shorter ones ("Why?", "If so, how?") follow up.
const OWN: usize = 4;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    if asked.question.kind == Kind::Cloze {
        return None;
    }
    let sentences = asked.sentences();
    // The first may be short: "What is it?"
    let opens = |sentence: &Sentence| asks(sentence) || (sentence.is_marked && sentence.words.len() >= 2);
    let first = sentences.iter().position(opens);
    let more = |at: usize| sentences.iter().skip(at + 1).any(|sentence| asks(sentence) && !follows(sentence));
    let asking = first.is_some_and(more);
    let joined = sentences.iter().any(joins);
    (asking || joined).then(|| Hit {
        message: "this question asks two things".to_owned(),
        label: "more than one question",
        help: "make a question of each: one can be known while the other is not",
    })
}

/// Whether a sentence asks for something of its own.
fn asks(sentence: &Sentence) -> bool {
    let first = sentence.words.first().map_or("", String::as_str);
    // A script that parts no words has a sentence in one.
    let dense = sentence.words.iter().any(|word| word.chars().filter(|c| is_dense(*c)).count() >= 6);
    (sentence.words.len() >= OWN || dense) && (sentence.is_marked || is_task(first))
}

/// Whether a sentence only says more of what one before it asks: on which condition, for which reason, between
/// what ("Before or after?"), or how it is to be answered ("Explain with an example.").
fn follows(sentence: &Sentence) -> bool {
    let words: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
    let first = words.first().copied().unwrap_or_default();
    let short = words.len() <= OWN + 2;
    let reason = matches!(first, "if" | "why" | "wenn" | "si" | "se" | "якщо" | "если") && short;
    let choice = short && words.iter().any(|word| is_or(word)) && !opens_sentence(first);
    let manner = is_task(first) && (words.len() <= OWN || words.get(1).is_some_and(|word| is_manner(word)));
    reason || choice || manner
}

/// Whether a word begins a question or task.
fn opens_sentence(word: &str) -> bool {
    is_asking(word) || is_polar(word) || is_task(word)
}

/// Whether a second word that asks is joined to a first one by "and", each with words of its own.
fn joins(sentence: &Sentence) -> bool {
    let words: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
    let polar = words.first().is_some_and(|word| is_polar(word));
    let asks = |word: &str| {
        (is_asking(word) && !is_relative(word)) || is_task(word) || (polar && is_polar(word) && !is_relative(word))
    };
    let Some(first) = words.iter().position(|word| is_asking(word) || asks(word)) else { return false };
    words.windows(2).enumerate().any(|(at, pair)| {
        let [and, next] = pair else { return false };
        let before = at.checked_sub(1).and_then(|before| words.get(before)).copied().unwrap_or_default();
        let rest = words.get(at..).unwrap_or_default();
        // Two words ask where a verb needs no pronoun: "y cómo funciona".
        let few = rest.len() == OWN - 1 && is_asking(next) && !rest.last().is_some_and(|word| is_not(word));
        let own = at >= first + 3 && (few || rest.len() >= OWN);
        let same = is_asking(before) || words.get(..at).unwrap_or_default().contains(&"between");
        own && !same && is_and(and) && asks(next)
    })
}

/// Words that join more often than they ask: "and which was ...", "y que ...", "e come ...".
fn is_relative(word: &str) -> bool {
    matches!(
        word,
        "which"
            | "who"
            | "whose"
            | "whom"
            | "que"
            | "qui"
            | "where"
            | "por"
            | "chi"
            | "was"
            | "have"
            | "state"
            | "list"
            | "name"
            | "show"
    )
}
