//! What of a site is no page: the theme's files, permanent links, the manifest, and what hosts and search engines read.

use std::borrow::Cow;

use super::{Site, TextFile, assets, layout, links, offline};
use crate::path::OutPath;

impl Site<'_> {
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
}
