//! The site output: pages, permanent links, search index and assets, as paths and contents.
//!
//! It writes nothing itself. Pages come one at a time or a document at a time, so that a site of
//! many thousands of pages is never held at once; both ways may be taken from many threads.

use serde::Serialize;

use crate::note::Guid;
use crate::path::OutPath;
use crate::site::{Chapter, Plan};
use crate::theme::{Constant, Theme, ThemeError};

mod assets;
mod changelog;
mod facts;
mod js;
mod layout;
mod links;
mod lists;
mod offline;
mod pages;
mod script;
mod search;
mod sections;
mod standing;
mod topics;
mod urls;
mod words;

pub use facts::{Repository, SiteFacts};
use layout::Layout;
pub use offline::{Kept, is_for_hosts};
use pages::{DocumentContext, PageContext, PageFacts, SectionContext, TagContext};
pub use search::{Found, SearchIndex};
pub use standing::Standing;
use topics::{Topic, Topics};
pub use urls::{Names, slug};
pub use words::tokens;

/// A file of the site: where it lies and what it holds.
pub type TextFile = (OutPath, String);

/// A description says no more than search engines show.
const DESCRIPTION_CHARS: usize = 160;

/// A site whose pages are known and not yet rendered.
#[derive(Debug)]
pub struct Site<'a> {
    theme: &'a Theme,
    facts: SiteFacts,
    plan: &'a Plan,
    layout: Layout,
    topics: Topics<'a>,
    /// What every page receives.
    site: Constant,
    /// One a chapter.
    documents: Vec<Constant>,
    /// All tags.
    tags: Constant,
}

impl<'a> Site<'a> {
    /// Names all pages of `plan` and prepares what they share.
    ///
    /// # Errors
    /// Where a page cannot be named or a value not be handed to templates; neither is known to happen.
    pub fn new(theme: &'a Theme, facts: SiteFacts, plan: &'a Plan) -> Result<Site<'a>, ThemeError> {
        let layout = Layout::of(plan)?;
        let topics = Topics::of(plan)?;
        let site = Constant::new(&facts.context(plan, theme))?;
        let documents = plan.chapters.iter().enumerate();
        let documents = documents.map(|(c, chapter)| Constant::new(&document(&layout, c, chapter, &facts.language)));
        let documents = documents.collect::<Result<_, _>>()?;
        let tags = Constant::new(&topics.list.iter().map(tag).collect::<Vec<_>>())?;
        Ok(Site { theme, facts, plan, layout, topics, site, documents, tags })
    }

    /// The address of a card that lasts when its page moves, from the top.
    pub fn card_url(&self, guid: &Guid) -> String {
        format!("card.html#{guid}")
    }

    /// The address of a section's page from the top; empty where there is no such section.
    pub fn page_url(&self, chapter: usize, section: usize) -> &str {
        self.layout.section(chapter, section).map_or("", |page| &page.url)
    }

    /// The address of a question on its section's page, from the top.
    pub fn question_url(&self, chapter: usize, section: usize, guid: &Guid) -> String {
        format!("{}#{guid}", self.page_url(chapter, section))
    }

    /// Renders a page whose place is fixed.
    fn plain(
        &self,
        kind: &str,
        path: &str,
        title: &str,
        about: &str,
        own: impl Serialize,
    ) -> Result<TextFile, ThemeError> {
        self.render(kind, &urls::Page::new(path)?, title, about, own)
    }

    /// Renders a page by the template of its kind.
    fn render(
        &self,
        kind: &str,
        page: &urls::Page,
        title: &str,
        about: &str,
        own: impl Serialize,
    ) -> Result<TextFile, ThemeError> {
        let root = if kind == "404" { self.facts.root_anywhere() } else { page.root() };
        let facts = PageFacts { kind, title, description: about, url: &page.url };
        let context = PageContext { site: &self.site, page: facts, root: &root, own };
        let text = self.theme.render(&format!("{kind}.html"), &context)?;
        Ok((page.path.clone(), text))
    }
}

/// For each chapter of `plan` the addresses of its sections' pages, from the top.
///
/// # Errors
/// As [`Site::new`].
pub fn page_urls(plan: &Plan) -> Result<Vec<Vec<String>>, ThemeError> {
    let layout = Layout::of(plan)?;
    let chapters = plan.chapters.iter().enumerate();
    let url = |c, s| layout.section(c, s).map(|page| page.url.clone()).unwrap_or_default();
    Ok(chapters.map(|(c, chapter)| (0..chapter.sections.len()).map(|s| url(c, s)).collect()).collect())
}

/// What templates receive of a document.
fn document<'a>(layout: &'a Layout, c: usize, chapter: &'a Chapter, language: &'a str) -> DocumentContext<'a> {
    let sections = chapter.sections.iter().enumerate().map(|(s, section)| SectionContext {
        title: &section.title,
        url: layout.section(c, s).map_or("", |page| &page.url),
        count: section.entries.len(),
    });
    let language = chapter.language.as_deref().unwrap_or(language);
    DocumentContext {
        title: &chapter.title,
        language,
        dir: facts::direction(language),
        url: layout.chapters.get(c).map_or("", |place| &place.page.url),
        count: chapter.sections.iter().map(|section| section.entries.len()).sum(),
        sections: sections.collect(),
    }
}

/// What templates receive of a tag.
fn tag<'a>(topic: &'a Topic<'_>) -> TagContext<'a> {
    let Topic { name, label, page, count, depth, .. } = topic;
    TagContext { name, label, url: &page.url, count: *count, depth: *depth }
}

/// The first of `titles`, as many as a description holds.
fn description<'a>(titles: impl Iterator<Item = &'a str>) -> String {
    let mut out = String::new();
    let mut length = 0;
    for title in titles {
        if length > 0 {
            out.push_str(" · ");
            length += 3;
        }
        out.push_str(title);
        length += title.chars().count();
        if length > DESCRIPTION_CHARS {
            let end = out.char_indices().nth(DESCRIPTION_CHARS - 1).map_or(out.len(), |(at, _)| at);
            out.truncate(end);
            out.push('…');
            break;
        }
    }
    out
}
