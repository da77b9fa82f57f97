//! The pages of a document's sections: its questions with their answers.

use super::pages::{CardContext, FactContext, Link, NamedLink, SectionContext, SectionPage, WholeContext};
use super::{Site, TextFile, description, layout};
use crate::site::{Chapter, Face, FactFace, PromptShape, Section};
use crate::theme::ThemeError;

impl Site<'_> {
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
}

/// How a section is called in a link from another: a document of one section by its own title, and
/// so the section of another document.
fn link_title<'a>(chapter: &'a Chapter, section: &'a Section, same_chapter: bool) -> &'a str {
    if same_chapter && !layout::has_one_page(chapter) { &section.title } else { &chapter.title }
}

/// What a section page receives of a fact.
fn fact(face: &FactFace) -> FactContext<'_> {
    let FactFace { guid, kind, title, lead, prompt, answer } = face;
    FactContext { guid: guid.as_str(), kind: kind.name(), title, lead, prompt, answer }
}
