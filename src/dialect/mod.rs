//! Dialects: the ways to write questions in Markdown. Each is one file and one line in
//! [`DIALECTS`]; none sees another, an identity or an output.

mod anchor;
mod answer_key;
mod answer_toggle;
mod asking;
mod blank;
mod bold;
mod bullet;
mod callout;
mod card_tag;
mod choice;
mod claims;
mod cloze;
mod compact;
mod contents;
mod counting;
mod definition;
mod details;
mod double_colon;
mod elsewhere;
mod entries;
mod evidence;
mod extra;
mod file;
mod hashtag;
mod heading;
mod inline;
mod key;
mod keyed;
mod label;
mod label_words;
mod labelled;
mod letter;
mod level;
mod level_words;
mod list_heading;
mod noise;
mod numbered;
mod numbering;
mod opening;
mod options;
mod pieces;
mod prefix;
mod reading;
mod refrain;
mod right;
mod separator;
mod start_end;
mod table;
mod toggle;
mod trail;

pub use anchor::id as comment_id;
pub use claims::Claims;
pub use hashtag::take_tag_lines;
pub use level_words::levels;
pub use reading::Reading;
pub use trail::heading_text;

use std::collections::BTreeMap;

use crate::markdown::Document;
use crate::question::{Question, Recognised};
use crate::source::Span;

/// A way to write questions.
pub trait Dialect: Sync {
    /// The name in `dialect:`, in reports and in explanations.
    fn name(&self) -> &'static str;

    /// One line for people: what a question looks like.
    fn summary(&self) -> &'static str;

    /// Finds questions among the blocks that are still free, and claims what it takes. Questions
    /// whose answer is blank are returned as well; they become "unanswered".
    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question>;
}

/// Every dialect; earlier ones choose first.
pub static DIALECTS: &[&dyn Dialect] = &[
    // Signs that nobody writes by chance come first,
    &start_end::StartEnd,
    &callout::Callouts,
    &separator::Separators,
    &card_tag::CardTags,
    // then shapes whose parts belong together, whatever labels they have,
    &answer_key::AnswerKeys,
    &choice::Choices,
    &answer_toggle::AnswerToggles,
    // labels,
    &labelled::Labelled,
    &prefix::Prefixes,
    // shapes that need many of their kind to agree,
    &list_heading::ListHeadings,
    &details::Details,
    &cloze::Clozes,
    &heading::Headings,
    &bold::Bold,
    &bullet::Bullets,
    &numbered::Numbered,
    // then lists of facts, and last what takes the whole document.
    &table::Tables,
    &inline::Inline,
    &definition::Definitions,
    &file::WholeFile,
];

/// Which dialects may be used for a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// Whatever the evidence says.
    Any,
    /// Only the dialects of these names.
    Only(Vec<String>),
}

impl Allowed {
    fn admits(&self, name: &str) -> bool {
        match self {
            Allowed::Any => true,
            Allowed::Only(names) => names.iter().any(|allowed| allowed == name),
        }
    }
}

/// A heading's text without the numbering it begins with, as trails hold it.
pub fn without_numbering(text: &str) -> &str {
    numbering::without(text).trim()
}

/// The questions in order of place. Where two overlap, the one of the earlier dialect stays, or of
/// the same dialect the one that begins first.
fn without_overlaps(found: Vec<Question>) -> Vec<Question> {
    let mut kept: BTreeMap<usize, Question> = BTreeMap::new();
    for question in found {
        let Span { start, end } = question.span;
        let before = kept.range(..end).next_back().is_some_and(|(_, other)| other.span.end > start);
        if !before && !kept.contains_key(&start) {
            kept.insert(start, question);
        }
    }
    kept.into_values().collect()
}

/// Finds the questions of a document.
pub fn recognise(document: &Document<'_>, allowed: &Allowed) -> Recognised {
    let mut claims = match allowed {
        Allowed::Only(names) if names.len() == 1 => Claims::insisting(),
        Allowed::Any | Allowed::Only(_) => Claims::default(),
    };
    let mut found: Vec<Question> = Vec::new();
    let reading = Reading::of(document);
    for dialect in DIALECTS.iter().filter(|dialect| allowed.admits(dialect.name())) {
        found.extend(dialect.recognise(&reading, &mut claims));
    }
    let mut found = without_overlaps(found);
    anchor::set_anchors(document, &mut found);
    let title = trail::set_trails(document, &mut found);
    level::take(document, &mut found);
    for question in &mut found {
        extra::take_source(document, question);
        noise::remove(document, question);
        extra::part(document, question);
    }
    let (silent, found): (Vec<_>, Vec<_>) = found.into_iter().partition(|question| question.prompt.is_blank(document));
    for question in &silent {
        claims.remark(question.asked, format!("would ask ({}), but says nothing", question.dialect));
    }
    let (unanswered, questions): (Vec<_>, Vec<_>) =
        found.into_iter().partition(|question| !question.is_answered(document));
    if !questions.is_empty() {
        for block in document.blocks.iter().filter(|block| contents::is_contents(document, block)) {
            claims.remark(block.span, "a table of contents");
        }
    }
    let remarks = claims.into_remarks();
    Recognised { title, questions, unanswered, silent, remarks, tag_lines: Vec::new() }
}
