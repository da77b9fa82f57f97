//! Lints: advice on the quality of cards. Each is one file and one line in [`LINTS`]; none stops
//! anything unless settings or the command line say so. Pure.

mod answer_in_front;
mod asked;
mod cloze_answers;
mod different_answers;
mod levels;
mod long_answer;
mod long_list;
mod near_duplicate;
mod noted;
mod same_question;
mod similar_tags;
mod trail_answers;
mod two_questions;
mod vocabulary;
mod yes_no;

pub use asked::Asked;
pub use levels::{Level, Levels};
pub use noted::{Noted, Project};

use crate::draft::Outline;
use crate::finding::{
    ANSWER_IN_FRONT, CLOZE_ANSWERS, DIFFERENT_ANSWERS, Finding, LONG_ANSWER, LONG_LIST, NEAR_DUPLICATE, Rule,
    SAME_QUESTION, SIMILAR_TAGS, TRAIL_ANSWERS, TWO_QUESTIONS, YES_NO,
};
use crate::markdown::Document;
use crate::question::Question;
use crate::source::Span;

/// A lint.
#[derive(Debug)]
pub struct Lint {
    /// What it finds.
    pub rule: &'static Rule,
    check: Check,
}

/// What a lint looks at.
#[derive(Debug, Clone, Copy)]
enum Check {
    /// One question at a time.
    Question(fn(&Asked<'_, '_>) -> Option<Hit>),
    /// All questions of the project, to compare them.
    Project(fn(&Project<'_>) -> Vec<ProjectHit>),
}

/// What a lint says of a question.
#[derive(Debug, PartialEq, Eq)]
struct Hit {
    /// What was found, as one sentence without a full stop.
    message: String,
    /// What stands at the question, in a few words.
    label: &'static str,
    /// What to do.
    help: &'static str,
}

/// What a lint says of a question beside others.
#[derive(Debug, PartialEq, Eq)]
pub struct ProjectHit {
    /// The question's place in [`Project::notes`].
    note: usize,
    /// Those it is compared with, which the message names.
    others: Vec<usize>,
    hit: Hit,
}

/// Every lint, by code.
pub static LINTS: &[Lint] = &[
    Lint { rule: &TWO_QUESTIONS, check: Check::Question(two_questions::check) },
    Lint { rule: &LONG_ANSWER, check: Check::Question(long_answer::check) },
    Lint { rule: &ANSWER_IN_FRONT, check: Check::Question(answer_in_front::check) },
    Lint { rule: &SAME_QUESTION, check: Check::Project(same_question::check) },
    Lint { rule: &NEAR_DUPLICATE, check: Check::Project(near_duplicate::check) },
    Lint { rule: &DIFFERENT_ANSWERS, check: Check::Project(different_answers::check) },
    Lint { rule: &LONG_LIST, check: Check::Question(long_list::check) },
    Lint { rule: &TRAIL_ANSWERS, check: Check::Question(trail_answers::check) },
    Lint { rule: &CLOZE_ANSWERS, check: Check::Question(cloze_answers::check) },
    Lint { rule: &YES_NO, check: Check::Question(yes_no::check) },
    Lint { rule: &SIMILAR_TAGS, check: Check::Project(similar_tags::check) },
];

/// What the lints say of the questions of one document.
pub fn of_document(document: &Document<'_>, questions: &[Question], levels: &Levels) -> Vec<Finding> {
    let mut findings = Vec::new();
    for asked in questions.iter().map(|question| Asked::new(document, question)) {
        for lint in LINTS {
            let Check::Question(check) = lint.check else { continue };
            let Some(severity) = levels.severity(lint.rule) else { continue };
            if let Some(Hit { message, label, help }) = check(&asked) {
                let finding = Finding::at(lint.rule, document.source, asked.line(), message).label(label).help(help);
                findings.push(Finding { severity, ..finding });
            }
        }
    }
    findings
}

/// Something that a lint says of two places of a project, or of one.
#[derive(Debug)]
pub struct Told {
    /// What was found; its severity is for the settings to say.
    pub rule: &'static Rule,
    /// The document it is said of, as a number in the order they were given, and the question there.
    pub place: (usize, Span),
    /// The other questions; their places go where the message has `{others}`.
    pub others: Vec<(usize, Span)>,
    /// What was found.
    pub message: String,
    /// What stands at the place.
    pub label: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// What those lints that are `wanted` say of all questions of a project, given for each document in outline.
pub fn of_project<'a>(documents: impl Iterator<Item = &'a [Outline]>, wanted: impl Fn(&Rule) -> bool) -> Vec<Told> {
    let project = Project::new(documents);
    let mut told = Vec::new();
    for lint in LINTS.iter().filter(|lint| wanted(lint.rule)) {
        let Check::Project(check) = lint.check else { continue };
        for ProjectHit { note, others, hit } in check(&project) {
            let Some(place) = project.place(note) else { continue };
            let others = others.into_iter().filter_map(|other| project.place(other)).collect();
            let Hit { message, label, help } = hit;
            told.push(Told { rule: lint.rule, place, others, message, label, help });
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::RULES;

    #[test]
    fn every_lint_has_its_row_and_its_page() {
        assert!(LINTS.windows(2).all(|pair| pair[0].rule.code < pair[1].rule.code));
        let rules: Vec<_> = RULES.iter().filter(|rule| rule.code.starts_with("R4")).map(|rule| rule.name).collect();
        assert_eq!(rules, LINTS.iter().map(|lint| lint.rule.name).collect::<Vec<_>>());
    }
}
