//! `<!-- recto: granularity=question, reversed -->`: what an author sets for one question, in a
//! comment right before it or anywhere in it.

use pulldown_cmark::Event;

use super::rules::{CardRules, Granularity, Typing};
use crate::finding::{BAD_VALUE, Finding, UNKNOWN_KEY, nearest};
use crate::markdown::Document;
use crate::question::Question;
use crate::source::Span;

/// Keys that a comment may hold.
const KEYS: [&str; 4] = ["granularity", "sequence", "reversed", "type"];

/// What is set for each question by comments, and what is wrong with them.
pub(super) fn marks(document: &Document<'_>, questions: &[Question]) -> (Vec<CardRules>, Vec<Finding>) {
    let mut rules = vec![CardRules::default(); questions.len()];
    let mut findings = Vec::new();
    for number in &document.raw {
        let Some((Event::Html(_) | Event::InlineHtml(_), span)) = document.events.get(*number) else { continue };
        let Some(inside) = inside(document, *span) else { continue };
        match holder(document, questions, *span).and_then(|place| rules.get_mut(place)) {
            Some(rules) => *rules = rules.with(read(document, inside, &mut findings)),
            None => findings.push(
                Finding::at(&BAD_VALUE, document.source, *span, "this comment stands before no question and in none")
                    .label("settings for nothing")
                    .help("write it right above the question it is for"),
            ),
        }
    }
    (rules, findings)
}

/// What stands behind `recto:` in a comment.
fn inside(document: &Document<'_>, span: Span) -> Option<Span> {
    let written = document.source.slice(span);
    let (before, rest) = written.split_once("<!--")?;
    let (inside, _) = rest.split_once("-->")?;
    let settings = inside.trim_start().strip_prefix("recto:")?;
    let start = span.start + before.len() + "<!--".len() + inside.len() - settings.len();
    Some(Span::new(start, start + settings.len()))
}

/// The question that a comment is for: the next, where nothing but comments stands between, else the
/// one that it stands in.
fn holder(document: &Document<'_>, questions: &[Question], comment: Span) -> Option<usize> {
    let next = questions.partition_point(|question| question.span.start < comment.end);
    let is_next = questions.get(next).is_some_and(|question| {
        let mut between = document.source.slice(Span::new(comment.end, question.span.start)).trim();
        while let Some((_, rest)) = between.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
            between = rest.trim();
        }
        between.is_empty()
    });
    let around = next.checked_sub(1).filter(|at| questions.get(*at).is_some_and(|q| q.span.holds(comment)));
    if is_next { Some(next) } else { around }
}

/// Reads `key=value` and `key`, parted by commas or spaces.
fn read(document: &Document<'_>, inside: Span, findings: &mut Vec<Finding>) -> CardRules {
    let mut rules = CardRules::default();
    let text = document.source.slice(inside);
    let mut at = inside.start;
    for word in text.split_inclusive([',', ' ', ';', '\n', '\t']) {
        let span = Span::new(at, at + word.trim_end_matches([',', ' ', ';', '\n', '\t']).len());
        at += word.len();
        let setting = document.source.slice(span);
        let (key, value) = setting.split_once(['=', ':']).unwrap_or((setting, "true"));
        let flag = match value {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        };
        let (known, wanted) = match key {
            "" => continue,
            "granularity" => {
                rules.granularity = Granularity::from_name(value);
                (rules.granularity.is_some(), Granularity::NAMES.join("`, `"))
            }
            "sequence" => {
                rules.sequence = flag;
                (flag.is_some(), "true`, `false".into())
            }
            "reversed" => {
                rules.reversed = flag;
                (flag.is_some(), "true`, `false".into())
            }
            "type" => {
                rules.typing = Typing::from_name(value);
                (rules.typing.is_some(), Typing::NAMES.join("`, `"))
            }
            _ => {
                let near = nearest(key, KEYS).map(|near| format!("did you mean `{near}`?"));
                let help = near.unwrap_or_else(|| format!("known keys: {}", KEYS.join(", ")));
                let message = format!("`{key}` is not a key that Recto knows");
                findings.push(Finding::at(&UNKNOWN_KEY, document.source, span, message).label("this key").help(help));
                continue;
            }
        };
        if !known {
            let message = format!("`{key}` needs one of `{wanted}`");
            findings.push(Finding::at(&BAD_VALUE, document.source, span, message).label("this value"));
        }
    }
    rules
}
