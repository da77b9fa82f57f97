//! What the second sweep stands on: the theme, the site, and its decks.

use std::collections::BTreeSet;

use super::plan::Planned;
use super::{Inspected, Request};
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

/// All decks, each once.
pub(super) fn decks<'a>(homes: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let names: BTreeSet<&str> = homes.into_iter().collect();
    names.into_iter().map(str::to_owned).collect()
}

/// The deck that stands for the project: the one new decks are put in, called `root`, if it has any, else
/// the innermost that all decks lie in.
pub(super) fn own_deck<'a>(homes: impl Iterator<Item = &'a str> + Clone, root: &str) -> Option<&'a str> {
    let wanted = root.to_lowercase();
    let begins =
        |home: &&str| home.to_lowercase().strip_prefix(&wanted).is_some_and(|r| r.is_empty() || r.starts_with("::"));
    if let Some(home) = homes.clone().find(begins) {
        return Some(levels(home, root.split("::").count()));
    }
    let mut homes = homes;
    let mut shared = homes.next()?;
    for home in homes {
        let count = shared.split("::").zip(home.split("::")).take_while(|(one, other)| one == other).count();
        shared = levels(shared, count);
    }
    (!shared.is_empty()).then_some(shared)
}

/// The first levels of a deck's name.
fn levels(name: &str, count: usize) -> &str {
    let ends = name.match_indices("::").map(|(at, _)| at).chain([name.len()]);
    let end = count.checked_sub(1).and_then(|last| ends.clone().nth(last));
    end.and_then(|end| name.get(..end)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_has_a_deck_of_its_own() {
        let own = |homes: &[&'static str], root| own_deck(homes.iter().copied(), root);
        assert_eq!(own(&["Go::Memory", "Other"], "Go"), Some("Go"));
        assert_eq!(own(&["Other", "go::memory::Facts"], "Go::Memory"), Some("go::memory"));
        assert_eq!(own(&["Go"], "Go"), Some("Go"));
        // The title changed, and all decks are of before.
        assert_eq!(own(&["Go::Memory", "Go::Maps"], "Notes"), Some("Go"));
        assert_eq!(own(&["Go::A::B", "Go::A::C"], "Notes"), Some("Go::A"));
        assert_eq!(own(&["Gopher", "Go"], "Goph"), None);
        assert_eq!(own(&[], "Go"), None);
    }
}
