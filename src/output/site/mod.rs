//! The site output: pages, permanent links, search index and assets, as paths and contents.
//!
//! It writes nothing itself. Pages come one at a time or a document at a time, so that a site of
//! many thousands of pages is never held at once; both ways may be taken from many threads.

use std::borrow::Cow;

use serde::Serialize;

use crate::note::Guid;
use crate::path::OutPath;
use crate::site::{Chapter, Face, FactFace, Plan, PromptShape, Section};
use crate::theme::{Constant, Theme, ThemeError};

mod assets;
mod changelog;
mod facts;
mod js;
mod layout;
mod links;
mod offline;
mod pages;
mod script;
mod search;
mod topics;
mod urls;
mod words;

pub use facts::{Repository, SiteFacts};
use layout::Layout;
pub use offline::{Kept, is_for_hosts};
use pages::{
    CardContext, CardLink, Contents, DocumentContext, DocumentPage, FactContext, Link, NamedLink, Nothing, PageContext,
    PageFacts, SectionContext, SectionPage, TagContext, TagPage, TagsPage, UnansweredContext, UnansweredPage,
    WholeContext,
};
pub use search::{Found, SearchIndex};
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

/// A page that shows no answers: everything but the section pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The first page.
    Home,
    /// A document of more than one section, by its place in the plan.
    Document(usize),
    /// All tags.
    Tags,
    /// One tag, by its place in the tree.
    Tag(usize),
    /// Studying.
    Study,
    /// Cards to print and cut out.
    Print,
    /// Searching.
    Search,
    /// Permanent links of cards.
    Card,
    /// Questions without an answer.
    Unanswered,
    /// What is shown at a wrong address.
    NotFound,
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

    /// All pages but those of sections. To render them on many threads, hand each to
    /// [`standing_page`](Site::standing_page).
    pub fn standing(&self) -> impl Iterator<Item = Standing> + '_ {
        use Standing::{Card, NotFound, Print, Search, Study, Unanswered};
        let documents = self.plan.chapters.iter().enumerate().filter(|(_, chapter)| !layout::has_one_page(chapter));
        let tags = (0..self.topics.list.len()).map(Standing::Tag);
        std::iter::once(Standing::Home)
            .chain(documents.map(|(c, _)| Standing::Document(c)))
            .chain([Standing::Tags])
            .chain(tags)
            .chain([Study, Print, Search, Card, Unanswered, NotFound])
    }

    /// All pages but those of sections, rendered one by one, then `links/`, `.nojekyll` and, where
    /// the base address is known, `robots.txt` and the sitemap.
    ///
    /// # Errors
    /// Where a template has a mistake that shows only when it is rendered.
    pub fn standing_pages(&self) -> impl Iterator<Item = Result<TextFile, ThemeError>> + '_ {
        let pages = self.standing().map(|page| self.standing_page(page));
        // Lazily: the lists of links are made only when the pages are done.
        let lists = std::iter::once(()).flat_map(|()| self.lists()).map(Ok);
        pages.chain(lists)
    }

    /// Renders one page of [`standing`](Site::standing).
    ///
    /// # Errors
    /// Where the template has a mistake that shows only when it is rendered.
    pub fn standing_page(&self, page: Standing) -> Result<TextFile, ThemeError> {
        let title = self.facts.title.as_str();
        let word = |key| self.theme.word(key);
        let contents = || Contents { documents: &self.documents, tags: &self.tags };
        match page {
            Standing::Home => {
                let about = description(self.plan.chapters.iter().map(|chapter| chapter.title.as_str()));
                self.plain("home", "index.html", title, &about, contents())
            }
            Standing::Document(c) => self.document_page(c),
            Standing::Tags => {
                self.plain("tags", "tags/index.html", &word("nav.tags"), "", TagsPage { tags: &self.tags })
            }
            Standing::Tag(number) => self.tag_page(number),
            Standing::Study => self.plain("study", "study.html", &word("nav.study"), "", contents()),
            Standing::Print => self.plain("print", "print.html", &word("print.title"), "", contents()),
            Standing::Search => self.plain("search", "search.html", &word("nav.search"), "", Nothing {}),
            Standing::Card => self.plain("card", "card.html", &word("permanent.title"), "", Nothing {}),
            Standing::Unanswered => {
                let questions = self.plan.unanswered.iter().map(|question| UnansweredContext {
                    title: &question.title,
                    path: question.path.as_str(),
                    line: question.line,
                    edit: self.facts.edit(&question.path, question.line),
                });
                let own = UnansweredPage { questions: questions.collect() };
                self.plain("unanswered", "unanswered.html", &word("unanswered.title"), "", own)
            }
            Standing::NotFound => self.plain("404", "404.html", &word("missing.short"), "", Nothing {}),
        }
    }

    /// The section pages of a document, in order.
    ///
    /// `faces` holds the questions of each section. May be called from many threads at once.
    ///
    /// # Errors
    /// Where the template has a mistake that shows only when it is rendered.
    pub fn chapter(&self, index: usize, faces: &[impl AsRef<[Face]>]) -> Result<Vec<TextFile>, ThemeError> {
        let (Some(chapter), Some(document)) = (self.plan.chapters.get(index), self.documents.get(index)) else {
            return Ok(Vec::new());
        };
        let first = self.layout.chapters.get(index).map_or(0, |place| place.first);
        let sections = chapter.sections.iter().zip(faces).enumerate();
        let pages = sections.filter_map(|(s, (section, faces))| {
            let page = self.layout.section(index, s)?;
            let about = description(section.entries.iter().map(|entry| &*entry.title));
            let own = SectionPage {
                document,
                section: SectionContext { title: &section.title, url: &page.url, count: section.entries.len() },
                cards: faces.as_ref().iter().map(|face| self.card(chapter, face)).collect(),
                previous: (first + s).checked_sub(1).and_then(|at| self.link(index, at)),
                next: self.link(index, first + s + 1),
            };
            let title = if layout::has_one_page(chapter) { &chapter.title } else { &section.title };
            Some(self.render("section", page, title, &about, own))
        });
        pages.collect()
    }

    /// The theme's files and its tokens, all below `assets/`.
    pub fn assets(&self) -> Vec<(OutPath, Cow<'_, [u8]>)> {
        assets::theme_files(self.theme)
    }

    /// Whether the theme has the code of a service worker, so that `sw.js` is of use.
    pub fn works_offline(&self) -> bool {
        self.theme.statics().iter().any(|(path, _)| path.as_str() == offline::CODE)
    }

    /// Permanent links, the manifest, and the files for hosts and search engines.
    pub fn lists(&self) -> impl Iterator<Item = TextFile> + '_ {
        let engines = self.facts.base_url.as_deref().map(|base| assets::for_engines(base, &self.addresses()));
        let chapters = self.plan.chapters.iter().enumerate();
        let sections =
            chapters.flat_map(|(c, chapter)| chapter.sections.iter().enumerate().map(move |(s, x)| (c, s, x)));
        let cards = sections.flat_map(|(c, s, section)| {
            let url = self.page_url(c, s);
            section
                .entries
                .iter()
                .flat_map(|entry| std::iter::once(&entry.guid).chain(&entry.facts))
                .map(move |guid| (guid, url))
        });
        let manifest = assets::manifest(&self.facts, self.theme);
        links::files(cards, links::shards(self.facts.cards))
            .chain(manifest)
            .chain(assets::no_jekyll())
            .chain(engines.into_iter().flatten())
    }

    /// The addresses a search engine should know.
    fn addresses(&self) -> Vec<&str> {
        let chapters = self.plan.chapters.iter().zip(&self.layout.chapters);
        let documents = chapters.filter(|(chapter, _)| !layout::has_one_page(chapter)).map(|(_, place)| &place.page);
        let pages = documents.chain(&self.layout.sections).chain(self.topics.list.iter().map(|topic| &topic.page));
        let fixed = ["index.html", "study.html", "changelog.html", "tags/index.html"];
        fixed.into_iter().chain(pages.map(|page| page.url.as_str())).collect()
    }

    fn document_page(&self, c: usize) -> Result<TextFile, ThemeError> {
        let place = self.layout.chapters.get(c).zip(self.plan.chapters.get(c)).zip(self.documents.get(c));
        let ((place, chapter), document) = place.ok_or_else(|| missing("document", c))?;
        let about = description(chapter.sections.iter().map(|section| section.title.as_str()));
        self.render("document", &place.page, &chapter.title, &about, DocumentPage { document })
    }

    fn tag_page(&self, number: usize) -> Result<TextFile, ThemeError> {
        let topic = self.topics.list.get(number).ok_or_else(|| missing("tag", number))?;
        let cards = topic.own.iter().filter_map(|&(c, s, e)| {
            let entry = self.plan.chapters.get(c)?.sections.get(s)?.entries.get(e)?;
            let url = self.layout.section(c, s)?.at(entry.guid.as_str());
            Some(CardLink { title: &entry.title, url, guid: entry.guid.as_str() })
        });
        let cards: Vec<CardLink<'_>> = cards.collect();
        let children = topic.children.iter().filter_map(|child| self.topics.list.get(*child));
        let about = description(cards.iter().map(|card| card.title));
        let own = TagPage { tag: tag(topic), cards, children: children.map(tag).collect() };
        self.render("tag", &topic.page, topic.name, &about, own)
    }

    /// What a section page receives of a question.
    fn card<'b>(&'b self, chapter: &Chapter, face: &'b Face) -> CardContext<'b> {
        let tags = face.tags.iter().filter_map(|tag| self.topics.get(tag.as_str()));
        CardContext {
            guid: face.guid.as_str(),
            kind: face.kind.name(),
            title: &face.title,
            prompt: &face.prompt,
            prompt_is_block: face.shape == PromptShape::Blocks,
            answer: &face.answer,
            extra: &face.extra,
            trail: &face.trail,
            tags: tags.map(|topic| NamedLink { name: topic.name, url: &topic.page.url }).collect(),
            source: format!("{}:{}", chapter.path, face.line),
            edit: self.facts.edit(&chapter.path, face.line),
            facts: face.facts.iter().map(fact).collect(),
            whole: face.whole.as_ref().map(WholeContext::of),
        }
    }

    /// The section page at place `at` in the list of all, as seen from a page of chapter `near`.
    fn link(&self, near: usize, at: usize) -> Option<Link<'_>> {
        let page = self.layout.sections.get(at)?;
        // Chapters are sorted by their first section; those without any have their neighbour's.
        let c = self.layout.chapters.partition_point(|place| place.first <= at).checked_sub(1)?;
        let chapter = self.plan.chapters.get(c)?;
        let section = chapter.sections.get(at - self.layout.chapters.get(c)?.first)?;
        Some(Link { title: link_title(chapter, section, c == near), url: &page.url })
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

/// How a section is called in a link from another: a document of one section by its own title, and
/// so the section of another document.
fn link_title<'a>(chapter: &'a Chapter, section: &'a Section, same_chapter: bool) -> &'a str {
    if same_chapter && !layout::has_one_page(chapter) { &section.title } else { &chapter.title }
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

/// What a section page receives of a fact.
fn fact(face: &FactFace) -> FactContext<'_> {
    let FactFace { guid, kind, title, lead, prompt, answer } = face;
    FactContext { guid: guid.as_str(), kind: kind.name(), title, lead, prompt, answer }
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

/// A page was asked for that the site does not have.
fn missing(what: &str, number: usize) -> ThemeError {
    ThemeError::new(format!("the site has no {what} number {number}"))
}
