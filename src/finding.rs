//! Findings: what is to be said about the author's text. They are values, never errors: the rest
//! of the document and of the project is still built.

use serde::Serialize;

use crate::source::{Source, Span};

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know; nothing is missing from the output.
    Advice,
    /// Something the author wrote did not reach the output as meant.
    Warning,
    /// A document or a setting could not be used; the exit code is 1.
    Error,
}

/// One kind of finding. The codes are never used again for something else.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// What was found, in words with hyphens.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// One sentence for the table in the documentation.
    pub summary: &'static str,
}

/// Declares the rules and their table: one row a rule.
macro_rules! rules {
    ($($constant:ident $code:literal $name:literal $severity:ident $summary:literal;)*) => {
        $(#[doc = $summary] pub static $constant: Rule = Rule {
            code: $code, name: $name, severity: Severity::$severity, summary: $summary,
        };)*
        /// Every rule, by code.
        pub static RULES: &[&Rule] = &[$(&$constant),*];
    };
}

rules! {
    NOT_UTF8          "R001" "not-utf8"          Error   "A file is not UTF-8 text and is left out.";
    NOT_YAML          "R002" "front-matter"      Error   "Front matter or recto.yaml is not YAML that can be read.";
    UNKNOWN_KEY       "R003" "unknown-key"       Warning "A key that Recto does not know.";
    BAD_VALUE         "R004" "bad-value"         Error   "A key holds a value of the wrong form.";
    LEFT_OUT          "R005" "left-out"          Warning "A file or folder could not be read or leads out of the project, and is left out.";
    FOREIGN_KEY       "R006" "foreign-key"       Advice  "A key of front matter that is meant for another tool.";
    UNREADABLE        "R007" "unreadable"        Error   "A document could not be read; its notes are left as they are.";
    OWN_FILE          "R008" "own-file"          Warning "A file in static/ is not published: the site has one of that name, or not every system takes its name.";
    NO_ANSWER         "R101" "no-answer"         Warning "A question has no answer; it is listed as unanswered and gives no card.";
    NO_QUESTIONS      "R102" "no-questions"      Advice  "A document holds no questions that are recognised.";
    NO_QUESTION_TEXT  "R103" "no-question-text"  Warning "A question has no text; it gives no card.";
    PLACEHOLDER       "R104" "placeholder"       Advice  "An answer is a short text that stands behind many questions, such as \"To be completed\", or only says TODO; it is a card all the same.";
    MISSING_IMAGE     "R201" "missing-image"     Warning "A picture or sound that a document shows is not there.";
    OUTSIDE_IMAGE     "R202" "outside-image"     Warning "A picture or sound lies outside the project and is not read.";
    REMOTE_IMAGE      "R203" "remote-image"      Advice  "A picture lies on another server; it becomes a link, since decks and sites load nothing from elsewhere.";
    UNSAFE_LINK       "R204" "unsafe-link"       Warning "A link of a kind that is not allowed (only http, https, mailto and links into the project) is written as text.";
    DEAD_LINK         "R205" "dead-link"         Warning "A link into the project leads to no document; it is written as text.";
    CONTROL_CHARACTER "R206" "control-character" Warning "A control character in the text is shown as a replacement mark.";
    REFUSED_FILE      "R207" "refused-file"      Warning "A document refers to a file that is never published: hidden, no picture, sound, film or PDF, or with a script in it.";
    NO_HEADING        "R208" "no-heading"        Warning "A link leads to a heading that is not there; it leads to the document.";
    DECK_KEPT         "R301" "deck-kept"         Advice  "A document or recto.yaml names another deck than the one that holds its cards; Anki never moves cards that it has.";
    COPIED_ID         "R302" "copied-id"         Warning "One id stands on several questions of a document; none of them is found by it.";
    LOST_LOCK         "R303" "lost-lock"         Warning "There is no lock, but a package of an earlier build; a lock is made of it again.";
    TWO_QUESTIONS     "R401" "two-questions"     Advice  "A question asks two things; neither can be graded by itself.";
    LONG_ANSWER       "R402" "long-answer"       Advice  "An answer is longer than a screen.";
    ANSWER_IN_FRONT   "R403" "answer-in-front"   Advice  "A question holds its own answer.";
    SAME_QUESTION     "R404" "same-question"     Advice  "A question is asked twice, with the same answer.";
    NEAR_DUPLICATE    "R405" "near-duplicate"    Advice  "Two questions ask nearly the same.";
    DIFFERENT_ANSWERS "R406" "different-answers" Advice  "A question is asked several times, with different answers.";
    LONG_LIST         "R407" "long-list"         Advice  "An answer is a list of more than seven items that have no labels to ask for.";
    TRAIL_ANSWERS     "R408" "trail-answers"     Advice  "The headings above a question give its answer away.";
    CLOZE_ANSWERS     "R409" "cloze-answers"     Advice  "What a cloze hides stands in its text a second time.";
    YES_NO            "R410" "yes-no"            Advice  "A question can be answered by yes or no; a guess is right half the time.";
    SIMILAR_TAGS      "R411" "similar-tags"      Advice  "Two tags are nearly equal: they differ by plural, hyphen, accents or one letter.";
}

/// One finding, with its place.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Which kind.
    pub rule: &'static Rule,
    /// How much it weighs here: the rule's own weight, unless settings say otherwise.
    pub severity: Severity,
    /// What was found, as one sentence without a full stop.
    pub message: String,
    /// Where.
    pub place: Place,
    /// What stands at the place, in a few words.
    pub label: String,
    /// What to do about it, where that can be said.
    pub help: Option<String>,
}

/// The most of a text that a finding keeps, in bytes.
const LONGEST: usize = 1_000;

/// Where a finding is, with enough of the text to show it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the project's root, with `/`.
    pub path: String,
    /// Line from 1; 0 where the finding is about the file as a whole.
    pub line: usize,
    /// Column from 1, in characters; 0 likewise.
    pub column: usize,
    /// The whole lines the span touches, three at most.
    pub excerpt: String,
    /// The span within `excerpt`, in bytes.
    pub within: Span,
}

impl Place {
    /// A place in a source.
    pub fn new(source: &Source, span: Span) -> Place {
        let (line, column) = source.position(span.start);
        let begin = source.line_start(line);
        let wanted = span.end.saturating_sub(begin);
        let last = source.line(span.end.saturating_sub(1).max(span.start)).min(line + 2);
        let length = source.line_start(last + 1) - begin;
        let rest = source.text.get(begin..).unwrap_or_default();
        // Of a line that no screen holds only what is around the place.
        let near = |at: usize| (0..=at.min(rest.len())).rev().find(|&at| rest.is_char_boundary(at)).unwrap_or(0);
        let from = if length > LONGEST { near((span.start - begin).saturating_sub(LONGEST / 4)) } else { 0 };
        let to = near(length.min(from + LONGEST));
        let excerpt = rest.get(from..to).unwrap_or_default().trim_end_matches('\n').to_owned();
        let (start, end) = ((span.start - begin).saturating_sub(from), wanted.saturating_sub(from));
        let within = Span::new(start.min(excerpt.len()), end.min(excerpt.len()));
        Place { path: source.path.to_string(), line, column, excerpt, within }
    }

    /// A file as a whole.
    pub fn file(path: impl Into<String>) -> Place {
        Place { path: path.into(), line: 0, column: 0, excerpt: String::new(), within: Span::new(0, 0) }
    }
}

impl Finding {
    /// A finding at a span of a source.
    pub fn at(rule: &'static Rule, source: &Source, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(rule, Place::new(source, span), message)
    }

    /// A finding at a place.
    pub fn new(rule: &'static Rule, place: Place, message: impl Into<String>) -> Finding {
        Finding { rule, severity: rule.severity, message: message.into(), place, label: String::new(), help: None }
    }

    /// The same finding with words at its place.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    /// The same finding with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }
}

/// The known word nearest to `word`, for "did you mean", if one is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.into_iter().map(|candidate| (strsim::osa_distance(word, candidate), candidate));
    near.filter(|&(distance, candidate)| distance <= candidate.len() / 3 + 1).min().map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    #[test]
    fn codes_and_names_are_unique_and_sorted() {
        assert!(RULES.windows(2).all(|pair| pair[0].code < pair[1].code));
        let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }

    #[test]
    fn every_rule_stands_in_the_documentation() {
        let page = include_str!("../docs/findings.md");
        for rule in RULES {
            let severity = format!("{:?}", rule.severity).to_lowercase();
            let row = format!("| {} | {} | {severity} | {} |", rule.code, rule.name, rule.summary);
            assert!(page.contains(&row), "docs/findings.md lacks this row:\n{row}");
        }
    }

    #[test]
    fn a_place_shows_whole_lines() {
        let source = Source::new(SourcePath::new("a.md"), "one\ntwo three\nfour\n");
        let place = Place::new(&source, Span::new(8, 13));
        assert_eq!((place.line, place.column, place.excerpt.as_str()), (2, 5, "two three"));
        assert_eq!(&place.excerpt[place.within.range()], "three");
        let long = Place::new(&source, Span::new(0, source.text.len()));
        assert_eq!(long.excerpt, "one\ntwo three\nfour");
        let end = Place::new(&source, Span::new(source.text.len(), source.text.len()));
        assert_eq!((end.line, end.excerpt.as_str()), (4, ""));
    }

    #[test]
    fn suggestions_are_near() {
        assert_eq!(nearest("titel", ["title", "tags"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "tags"]), None);
    }
}
