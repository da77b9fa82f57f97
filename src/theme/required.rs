//! What a theme must hold. Also compiled into `build.rs`, so that the list is written once.

/// The theme that has every file, on which others lean.
pub(crate) const BASE_THEME: &str = "recto";

/// The templates the site renders by name.
pub(crate) const TEMPLATES: [&str; 12] = [
    "home.html",
    "document.html",
    "section.html",
    "tags.html",
    "tag.html",
    "study.html",
    "print.html",
    "search.html",
    "card.html",
    "unanswered.html",
    "changelog.html",
    "404.html",
];
