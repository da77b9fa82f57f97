//! Where each document and section has its page, and which page follows which.

use super::urls::{Names, Page, is_slug, slug};
use crate::site::{Chapter, Plan};
use crate::theme::ThemeError;

/// Names at the top that belong to the site itself, or that a host would mistake for them.
const RESERVED: [&str; 17] = [
    "404",
    "assets",
    "card",
    "changelog",
    "feed",
    "index",
    "links",
    "manifest",
    "media",
    "print",
    "robots",
    "search",
    "sitemap",
    "study",
    "sw",
    "tags",
    "unanswered",
];

/// The pages of all documents.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// One a chapter of the plan.
    pub(super) chapters: Vec<Place>,
    /// The section pages of all chapters, in order.
    pub(super) sections: Vec<Page>,
}

/// The pages of one document.
#[derive(Debug)]
pub(super) struct Place {
    /// Its own page; where it has one section, that section's.
    pub(super) page: Page,
    /// Place of its first section page in the list of all.
    pub(super) first: usize,
}

impl Layout {
    /// Names the pages of `plan`.
    ///
    /// A slug of the plan is kept where it is a portable name nobody else has.
    ///
    /// # Errors
    /// Where a page cannot be named, which no slug leads to.
    pub(super) fn of(plan: &Plan) -> Result<Layout, ThemeError> {
        let mut layout = Layout::default();
        let mut taken = Names::default();
        for chapter in &plan.chapters {
            let folder = taken.unique(folder(chapter));
            let index = Page::new(&format!("{folder}/index.html"))?;
            let first = layout.sections.len();
            if has_one_page(chapter) {
                layout.sections.push(index.clone());
            } else {
                let mut names = Names::taken(["index"]);
                for section in &chapter.sections {
                    let wanted = if is_slug(&section.slug) { section.slug.clone() } else { slug(&section.slug) };
                    layout.sections.push(Page::new(&format!("{folder}/{}.html", names.unique(wanted)))?);
                }
            }
            layout.chapters.push(Place { page: index, first });
        }
        Ok(layout)
    }

    /// The page of a section, by chapter and place in it.
    pub(super) fn section(&self, chapter: usize, section: usize) -> Option<&Page> {
        let place = self.chapters.get(chapter)?;
        // A section of another chapter is none of this one.
        let end = self.chapters.get(chapter + 1).map_or(self.sections.len(), |next| next.first);
        let at = place.first + section;
        (at < end).then(|| self.sections.get(at)).flatten()
    }
}

/// Whether the document's only section stands on the document's own page.
pub(super) fn has_one_page(chapter: &Chapter) -> bool {
    chapter.sections.len() == 1
}

/// The folder a chapter asks for, of portable names.
fn folder(chapter: &Chapter) -> String {
    let parts = chapter.slug.split('/').filter(|part| !part.is_empty());
    let mut parts: Vec<String> = parts.map(|part| if is_slug(part) { part.to_owned() } else { slug(part) }).collect();
    if parts.is_empty() {
        parts.push(slug(&chapter.title));
    }
    if let Some(first) = parts.first_mut()
        && RESERVED.contains(&first.as_str())
    {
        first.push_str("-2");
    }
    parts.join("/")
}
