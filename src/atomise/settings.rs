//! Settings in a comment: `granularity=question, reversed`.

use super::rules::{CardRules, Granularity, Typing};
use crate::finding::{BAD_VALUE, Finding, UNKNOWN_KEY, nearest};
use crate::markdown::Document;
use crate::source::Span;

/// Keys that a comment may hold.
const KEYS: [&str; 4] = ["granularity", "sequence", "reversed", "type"];

/// Whether a character stands between settings.
fn parts(c: char) -> bool {
    matches!(c, ',' | ';') || c.is_whitespace()
}

/// Reads `key=value`, `key: value` and `key`, parted by commas or spaces.
pub(super) fn read(document: &Document<'_>, inside: Span, findings: &mut Vec<Finding>) -> CardRules {
    let mut rules = CardRules::default();
    let text = document.source.slice(inside);
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let begin = at + rest.len() - rest.trim_start_matches(parts).len();
        let Some(length) = setting(text.get(begin..).unwrap_or_default()) else { break };
        at = begin + length;
        let span = Span::new(inside.start + begin, inside.start + at);
        let written = document.source.slice(span);
        let (key, value) = written.split_once(['=', ':']).unwrap_or((written, "true"));
        if let Some(finding) = set(&mut rules, key.trim(), value.trim()) {
            findings.push(finding.at(document, span));
        }
    }
    rules
}

/// The length of the setting that a text begins with, its value with it; `None` where there is none.
fn setting(text: &str) -> Option<usize> {
    let end = |from: usize| text.get(from..).and_then(|rest| rest.find(parts)).map_or(text.len(), |at| from + at);
    let key = end(0);
    let rest = text.get(key..).unwrap_or_default();
    let value = key + rest.len() - rest.trim_start().len();
    // A sign at its end waits for the value; one before the next word brings it.
    let waits = text.get(..key).is_some_and(|key| key.ends_with(['=', ':']));
    let brings = text.get(value..).is_some_and(|rest| rest.starts_with(['=', ':']));
    let after = |from: usize| text.get(from..).map_or(from, |rest| from + rest.len() - rest.trim_start().len());
    match key {
        0 => None,
        _ if waits => Some(end(value)),
        _ if brings => Some(end(after(value + 1))),
        _ => Some(key),
    }
}

/// What is wrong with a setting.
enum Wrong {
    Key(String),
    Value(String, String),
}

impl Wrong {
    fn at(self, document: &Document<'_>, span: Span) -> Finding {
        match self {
            Wrong::Key(key) => {
                let near = nearest(&key, KEYS).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| format!("known keys: {}", KEYS.join(", ")));
                let message = format!("`{key}` is not a key that Recto knows");
                Finding::at(&UNKNOWN_KEY, document.source, span, message).label("this key").help(help)
            }
            Wrong::Value(key, wanted) => {
                let message = format!("`{key}` needs one of `{wanted}`");
                Finding::at(&BAD_VALUE, document.source, span, message).label("this value")
            }
        }
    }
}

/// Sets a rule; what is wrong with it, where it cannot be set.
fn set(rules: &mut CardRules, key: &str, value: &str) -> Option<Wrong> {
    let flag = match value {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    };
    let (known, wanted) = match key {
        "granularity" => {
            rules.granularity = Granularity::from_name(value);
            (rules.granularity.is_some(), Granularity::NAMES.join("`, `"))
        }
        "type" => {
            rules.typing = Typing::from_name(value);
            (rules.typing.is_some(), Typing::NAMES.join("`, `"))
        }
        "sequence" => {
            rules.sequence = flag;
            (flag.is_some(), "true`, `false".into())
        }
        "reversed" => {
            rules.reversed = flag;
            (flag.is_some(), "true`, `false".into())
        }
        _ => return Some(Wrong::Key(key.to_owned())),
    };
    (!known).then(|| Wrong::Value(key.to_owned(), wanted))
}
