//! A question that can be answered by yes or no.

use unicode_normalization::char::is_combining_mark;

use super::asked::Sentence;
use super::vocabulary::{is_asking, is_or, is_polar, is_task, is_yes_no};
use super::{Asked, Hit};
use crate::note::Kind;

pub(super) fn check(asked: &Asked<'_, '_>) -> Option<Hit> {
    if !matches!(asked.question.kind, Kind::Basic | Kind::Typed) {
        return None;
    }
    let sentences = asked.sentences();
    let asking: Vec<&Sentence> = sentences.iter().filter(|sentence| sentence.is_marked).collect();
    let claims = asked.prose.to_lowercase().starts_with("true or false");
    let polar = match asking.as_slice() {
        // "Why?" after it asks for more than yes or no.
        [only] if sentences.last() == Some(only) => {
            let open =
                only.words.iter().any(|word| is_or(word)) || only.words.first().is_some_and(|word| is_asking(word));
            !open && !is_request(only) && (is_polar_form(only) || answers_so(&asked.answer))
        }
        _ => false,
    };
    (polar || claims).then(|| Hit {
        message: "this question can be answered by yes or no".to_owned(),
        label: "a guess is right half the time",
        help: "ask why, how or what, so that the answer has to be known",
    })
}

/// Whether a sentence has the form of a question for yes or no.
fn is_polar_form(sentence: &Sentence) -> bool {
    let words: Vec<&str> = sentence.words.iter().map(String::as_str).collect();
    // "In Go, can a map ...": what stands first may only set the scene.
    let begins = words.first().is_some_and(|word| is_polar(word));
    let particle = words.get(1..3).unwrap_or_default().contains(&"ли");
    let last = words.last().copied().unwrap_or_default();
    let turkish = matches!(last, "mi" | "mı" | "mu" | "mü" | "midir" | "mıdır");
    begins || particle || turkish || last.ends_with(['吗', '嗎'])
}

/// "Can you explain ...", "Do you know how ...": a request in the form of a question.
fn is_request(sentence: &Sentence) -> bool {
    let rest = sentence.words.get(1..).unwrap_or_default();
    let names = |word: &String| {
        is_task(word)
            || matches!(
                word.as_str(),
                "tell"
                    | "walk"
                    | "think"
                    | "provide"
                    | "elaborate"
                    | "talk"
                    | "demonstrate"
                    | "please"
                    | "mention"
                    | "create"
                    | "find"
                    | "predict"
                    | "guess"
            )
    };
    let asks_on = rest.iter().any(|word| matches!(word.as_str(), "how" | "what" | "why" | "which"));
    // "Do you know any other ...?" wants to hear them.
    let knows = rest.iter().take(2).any(|word| word == "know");
    rest.iter().take(3).any(names) || asks_on || knows
}

/// Whether an answer begins with yes or no, and a sign after it.
fn answers_so(answer: &str) -> bool {
    let first = answer.trim_start();
    let word: String = first.chars().take_while(|c| c.is_alphabetic() || is_combining_mark(*c)).collect();
    let after = first.get(word.len()..).unwrap_or_default().chars().next();
    is_yes_no(&word.to_lowercase())
        && after.is_none_or(|c| {
            matches!(c, ',' | '.' | '!' | ':' | ';' | '\n' | '、' | '，' | '。' | '،' | '؛' | '।' | '—' | '–')
        })
}
