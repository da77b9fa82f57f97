//! What the templates receive; the names are those of `docs/themes.md`.

use serde::Serialize;

use crate::site::{PromptShape, Whole};
use crate::theme::Constant;

/// A page's context: what all pages receive, and its own part.
#[derive(Serialize)]
pub(super) struct PageContext<'a, T> {
    pub(super) site: &'a Constant,
    pub(super) page: PageFacts<'a>,
    pub(super) root: &'a str,
    #[serde(flatten)]
    pub(super) own: T,
}

/// The site.
#[derive(Serialize)]
pub(super) struct SiteContext<'a> {
    pub(super) title: &'a str,
    pub(super) project: &'a str,
    pub(super) language: &'a str,
    pub(super) dir: &'static str,
    pub(super) deck: String,
    pub(super) counts: Counts,
    pub(super) base_url: &'a str,
    pub(super) repository: &'a str,
    pub(super) version: &'a str,
    pub(super) shards: usize,
    pub(super) look: bool,
}

/// How much the site holds.
#[derive(Serialize)]
pub(super) struct Counts {
    pub(super) documents: usize,
    pub(super) questions: usize,
    pub(super) cards: usize,
    pub(super) unanswered: usize,
}

/// The page.
#[derive(Serialize)]
pub(super) struct PageFacts<'a> {
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) description: &'a str,
    pub(super) url: &'a str,
}

/// A document in a list, or the document a page belongs to.
#[derive(Serialize)]
pub(super) struct DocumentContext<'a> {
    pub(super) title: &'a str,
    pub(super) language: &'a str,
    pub(super) dir: &'static str,
    pub(super) url: &'a str,
    pub(super) count: usize,
    pub(super) sections: Vec<SectionContext<'a>>,
}

/// A section.
#[derive(Serialize)]
pub(super) struct SectionContext<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
    pub(super) count: usize,
}

/// A tag.
#[derive(Serialize)]
pub(super) struct TagContext<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) url: &'a str,
    pub(super) count: usize,
    pub(super) depth: usize,
}

/// Title and address of something.
#[derive(Serialize)]
pub(super) struct Link<'a> {
    pub(super) title: &'a str,
    pub(super) url: &'a str,
}

/// A question on a tag's page.
#[derive(Serialize)]
pub(super) struct CardLink<'a> {
    pub(super) title: &'a str,
    pub(super) url: String,
    pub(super) guid: &'a str,
}

/// A question on its section's page.
#[derive(Serialize)]
pub(super) struct CardContext<'a> {
    pub(super) guid: &'a str,
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) prompt: &'a str,
    pub(super) prompt_is_block: bool,
    pub(super) answer: &'a str,
    pub(super) extra: &'a str,
    pub(super) trail: &'a [String],
    pub(super) tags: Vec<NamedLink<'a>>,
    pub(super) source: String,
    pub(super) edit: String,
    pub(super) facts: Vec<FactContext<'a>>,
    pub(super) whole: Option<WholeContext<'a>>,
}

/// A question with its answer to read, above the first of its facts.
#[derive(Serialize)]
pub(super) struct WholeContext<'a> {
    prompt: &'a str,
    prompt_is_block: bool,
    answer: &'a str,
    extra: &'a str,
}

impl WholeContext<'_> {
    pub(super) fn of(whole: &Whole) -> WholeContext<'_> {
        let Whole { prompt, shape, answer, extra } = whole;
        WholeContext { prompt, prompt_is_block: *shape == PromptShape::Blocks, answer, extra }
    }
}

/// A fact in the answer of a question.
#[derive(Serialize)]
pub(super) struct FactContext<'a> {
    pub(super) guid: &'a str,
    pub(super) kind: &'a str,
    pub(super) title: &'a str,
    pub(super) lead: &'a str,
    pub(super) prompt: &'a str,
    pub(super) answer: &'a str,
}

/// A tag on a question.
#[derive(Serialize)]
pub(super) struct NamedLink<'a> {
    pub(super) name: &'a str,
    pub(super) url: &'a str,
}

/// A question without an answer.
#[derive(Serialize)]
pub(super) struct UnansweredContext<'a> {
    pub(super) title: &'a str,
    pub(super) path: &'a str,
    pub(super) line: usize,
    pub(super) edit: String,
}

/// The own part of a page that has none.
#[derive(Serialize)]
pub(super) struct Nothing {}

/// The own part of the home and study pages.
#[derive(Serialize)]
pub(super) struct Contents<'a> {
    pub(super) documents: &'a [Constant],
    pub(super) tags: &'a Constant,
}

/// The own part of the page of all tags.
#[derive(Serialize)]
pub(super) struct TagsPage<'a> {
    pub(super) tags: &'a Constant,
}

/// The own part of a tag's page.
#[derive(Serialize)]
pub(super) struct TagPage<'a> {
    pub(super) tag: TagContext<'a>,
    pub(super) cards: Vec<CardLink<'a>>,
    pub(super) children: Vec<TagContext<'a>>,
}

/// The own part of a document's page.
#[derive(Serialize)]
pub(super) struct DocumentPage<'a> {
    pub(super) document: &'a Constant,
}

/// The own part of a section's page.
#[derive(Serialize)]
pub(super) struct SectionPage<'a> {
    pub(super) document: &'a Constant,
    pub(super) section: SectionContext<'a>,
    pub(super) cards: Vec<CardContext<'a>>,
    pub(super) previous: Option<Link<'a>>,
    pub(super) next: Option<Link<'a>>,
}

/// The own part of the page of changes.
#[derive(Serialize)]
pub(super) struct ChangelogPage<'a> {
    pub(super) days: Vec<DayContext<'a>>,
    pub(super) limit: usize,
    pub(super) can_study: bool,
}

/// A day on the page of changes.
#[derive(Serialize)]
pub(super) struct DayContext<'a> {
    pub(super) date: String,
    pub(super) summary: String,
    pub(super) movements: Vec<ChangesContext<'a>>,
}

/// Questions to which the same happened on a day.
#[derive(Serialize)]
pub(super) struct ChangesContext<'a> {
    pub(super) movement: &'a str,
    pub(super) summary: String,
    pub(super) questions: Vec<ChangeContext<'a>>,
    pub(super) more: usize,
}

/// A question to which something happened.
#[derive(Serialize)]
pub(super) struct ChangeContext<'a> {
    pub(super) title: &'a str,
    pub(super) guid: &'a str,
    pub(super) url: &'a str,
    pub(super) facts: usize,
}

/// The own part of the page of unanswered questions.
#[derive(Serialize)]
pub(super) struct UnansweredPage<'a> {
    pub(super) questions: Vec<UnansweredContext<'a>>,
}
