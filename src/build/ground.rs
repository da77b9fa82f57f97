//! What the second sweep stands on: the theme, the site, and its decks.

use std::collections::BTreeSet;

use super::plan::Planned;
use super::{Inspected, Request};
use crate::deck::Deck;
use crate::error::{Error, Result};
use crate::load;
use crate::output::site::{Repository, Site, SiteFacts};
use crate::path::OutPath;
use crate::theme::{Theme, ThemeError};

/// The theme that is asked for, else the configured one.
pub(super) fn theme(request: &Request<'_>, inspected: &Inspected) -> Result<Theme> {
    let name = request.theme.unwrap_or(&inspected.config.theme);
    let files = load::themes(request.layout)?;
    Theme::find(name, &inspected.language, &files)
        .map_err(|error| Error::refused("use the theme", name, error.to_string()))
}

/// A mistake in the theme that shows only when pages are made.
pub(super) fn theme_error(request: &Request<'_>, theme: &str, error: &ThemeError) -> Error {
    Error::refused("render with the theme", request.layout.root.join("themes").join(theme), error.to_string())
}

/// What the site calls things by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'a> {
    /// What the project is known by.
    pub seed: &'a str,
    /// The package.
    pub deck_file: &'a OutPath,
}

/// The site of a plan.
pub(super) fn site<'a>(
    request: &Request<'_>,
    inspected: &Inspected,
    named: Named<'_>,
    theme: &'a Theme,
    planned: &'a Planned,
) -> Result<Site<'a>> {
    let entries =
        planned.plan.chapters.iter().flat_map(|chapter| &chapter.sections).flat_map(|section| &section.entries);
    let cards = entries.map(|entry| 1 + entry.facts.len()).sum();
    Site::new(theme, facts(request, inspected, named, cards), &planned.plan)
        .map_err(|error| theme_error(request, theme.name(), &error))
}

fn facts(request: &Request<'_>, inspected: &Inspected, named: Named<'_>, cards: usize) -> SiteFacts {
    let Inspected { config, title, .. } = inspected;
    let folder = request.layout.content.strip_prefix(&request.layout.root).unwrap_or(&request.layout.content);
    let folder = folder.to_string_lossy();
    SiteFacts {
        title: title.clone(),
        project: named.seed.to_owned(),
        language: inspected.language.clone(),
        base_url: config.base_url.as_ref().map(|base| format!("{base}/")),
        repository: config.repository.as_deref().map(|url| Repository::on_github(url, &folder)),
        deck_file: named.deck_file.to_string(),
        cards,
        version: env!("CARGO_PKG_VERSION"),
    }
}

/// All decks, the one that holds all others with a description.
pub(super) fn decks<'a>(homes: impl IntoIterator<Item = &'a str>, root: &str) -> Vec<Deck> {
    let names: BTreeSet<&str> = homes.into_iter().collect();
    let description = |name: &str| match name == root {
        true => "Built with Recto from Markdown. Import a newer package at any time: your reviews stay.".to_owned(),
        false => String::new(),
    };
    names.into_iter().map(|name| Deck { name: name.to_owned(), description: description(name) }).collect()
}
