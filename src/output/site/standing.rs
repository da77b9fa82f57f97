//! Pages that show no answers: home, documents, tags, and those that scripts fill.

use super::pages::{CardLink, Contents, DocumentPage, Nothing, TagPage, TagsPage, UnansweredContext, UnansweredPage};
use super::{Site, TextFile, description, layout, tag};
use crate::theme::ThemeError;

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

impl Site<'_> {
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
}

/// A page was asked for that the site does not have.
fn missing(what: &str, number: usize) -> ThemeError {
    ThemeError::new(format!("the site has no {what} number {number}"))
}
