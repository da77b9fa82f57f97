//! What changed in the deck: the page, the feed, and the short form that the deck itself carries.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::assets::escape;
use super::pages::{ChangeContext, ChangelogPage, ChangesContext, DayContext};
use super::{Site, TextFile};
use crate::changelog::{Changelog, Changes, Day, Extent, Movement, timestamp};
use crate::note::Guid;
use crate::path::OutPath;
use crate::theme::{Theme, ThemeError};

/// So many days stand in the feed.
const FED: usize = 20;

/// So many days are told of in the description of the deck.
const DESCRIBED: usize = 3;

/// The page, which the feed leads to as well.
const PAGE: &str = "changelog.html";

impl Site<'_> {
    /// The page of changes.
    ///
    /// # Errors
    /// Where the template has a mistake that shows only when it is rendered.
    pub fn changelog(&self, changelog: &Changelog) -> Result<TextFile, ThemeError> {
        let urls = self.urls(changelog);
        let days = changelog.days.iter().map(|day| DayContext {
            date: day.date.to_string(),
            summary: summary(self.theme, day),
            movements: day.movements().map(|(movement, changes)| self.changes(movement, changes, &urls)).collect(),
        });
        let limit = match changelog.extent {
            Extent::Whole => 0,
            Extent::Latest(number) => number,
        };
        let own = ChangelogPage { days: days.collect(), limit, can_study: !urls.is_empty() };
        self.plain("changelog", PAGE, &self.theme.word("changelog.title"), "", own)
    }

    /// The feed of changes in the form of Atom, where the base address is known.
    pub fn feed(&self, changelog: &Changelog) -> Option<TextFile> {
        let base = self.facts.base_url.as_deref()?;
        let urls = self.urls(changelog);
        let days = changelog.days.iter().take(FED);
        let updated = changelog.days.iter().map(|day| day.last).max().unwrap_or_default();
        let title = escape(&self.facts.title);
        let language = attribute(&self.facts.language);
        let (feed, page) = (attribute(&format!("{base}feed.xml")), attribute(&format!("{base}{PAGE}")));
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        // Writing to a string never fails.
        let _ = write!(
            out,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{language}\">\n\
             <id>{feed}</id>\n\
             <title>{title}</title>\n\
             <updated>{}</updated>\n\
             <author><name>{title}</name></author>\n\
             <generator version=\"{}\">Recto</generator>\n\
             <link rel=\"self\" type=\"application/atom+xml\" href=\"{feed}\"/>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{page}\"/>\n",
            timestamp(updated),
            self.facts.version,
        );
        for day in days {
            let _ = write!(
                out,
                "<entry>\n<id>{page}#{date}</id>\n<title>{date}: {}</title>\n<updated>{}</updated>\n\
                 <link rel=\"alternate\" type=\"text/html\" href=\"{page}#{date}\"/>\n\
                 <content type=\"html\">{}</content>\n</entry>\n",
                escape(&summary(self.theme, day)),
                timestamp(day.last),
                escape(&self.content(base, day, &urls)),
                date = day.date,
            );
        }
        out.push_str("</feed>\n");
        // Texts may hold what XML has no way to write.
        out.retain(|c| c == '\n' || c == '\t' || !(c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}')));
        Some((OutPath::new("feed.xml")?, out))
    }

    /// What Anki shows on the page of the deck, as HTML: what it is, and what changed last.
    pub fn deck_description(&self, changelog: &Changelog) -> String {
        let mut out = format!("<p>{}</p>", escape(&self.theme.word("deck.about")));
        let days = changelog.days.iter().take(DESCRIBED);
        let days: Vec<String> =
            days.map(|day| format!("{}: {}", day.date, escape(&summary(self.theme, day)))).collect();
        if !days.is_empty() {
            let _ = write!(out, "<p>{}</p>", days.join("<br>"));
        }
        if let Some(base) = &self.facts.base_url {
            let (page, title) = (attribute(&format!("{base}{PAGE}")), escape(&self.theme.word("changelog.title")));
            let _ = write!(out, "<p><a href=\"{page}\">{title}</a></p>");
        }
        out
    }

    /// What happened on a day, as HTML for readers of feeds.
    fn content(&self, base: &str, day: &Day, urls: &BTreeMap<Guid, String>) -> String {
        let mut out = String::new();
        for (movement, changes) in day.movements() {
            let _ = write!(out, "<p>{}</p>\n<ul>\n", escape(&counted(self.theme, movement, changes)));
            for change in &changes.named {
                let title = escape(&change.title);
                let _ = match urls.get(&change.guid) {
                    // Questions move, and entries of a feed stay as they are.
                    Some(_) => {
                        let url = attribute(&format!("{base}{}", self.card_url(&change.guid)));
                        writeln!(out, "<li><a href=\"{url}\">{title}</a></li>")
                    }
                    None => writeln!(out, "<li>{title}</li>"),
                };
            }
            if let Some(more) = more(changes) {
                let _ = writeln!(out, "<li>{}</li>", escape(&self.theme.counted("changelog.more", more)));
            }
            out.push_str("</ul>\n");
        }
        out
    }

    fn changes<'b>(
        &self,
        movement: Movement,
        changes: &'b Changes,
        urls: &'b BTreeMap<Guid, String>,
    ) -> ChangesContext<'b> {
        let questions = changes.named.iter().map(|change| ChangeContext {
            title: &change.title,
            guid: change.guid.as_str(),
            url: urls.get(&change.guid).map_or("", String::as_str),
            facts: change.facts,
        });
        ChangesContext {
            movement: movement.name(),
            summary: counted(self.theme, movement, changes),
            questions: questions.collect(),
            more: more(changes).unwrap_or_default(),
        }
    }

    /// Where the named questions stand, those that are still there.
    fn urls(&self, changelog: &Changelog) -> BTreeMap<Guid, String> {
        let movements = changelog.days.iter().flat_map(Day::movements);
        let wanted: BTreeSet<Guid> =
            movements.flat_map(|(_, changes)| &changes.named).map(|change| change.guid).collect();
        let mut urls = BTreeMap::new();
        for (c, chapter) in self.plan.chapters.iter().enumerate() {
            for (s, section) in chapter.sections.iter().enumerate() {
                let there = section.entries.iter().filter(|entry| wanted.contains(&entry.guid));
                urls.extend(there.map(|entry| (entry.guid, self.question_url(c, s, &entry.guid))));
            }
        }
        urls
    }
}

/// "3 new · 1 changed".
fn summary(theme: &Theme, day: &Day) -> String {
    let parts: Vec<String> = day.movements().map(|(movement, changes)| counted(theme, movement, changes)).collect();
    parts.join(" · ")
}

/// "3 new".
fn counted(theme: &Theme, movement: Movement, changes: &Changes) -> String {
    let key = match movement {
        Movement::New => "changelog.new",
        Movement::Changed => "changelog.changed",
        Movement::Retired => "changelog.retired",
    };
    theme.counted(key, changes.count)
}

/// How many are counted and not named.
fn more(changes: &Changes) -> Option<usize> {
    changes.count.checked_sub(changes.named.len()).filter(|more| *more > 0)
}

/// `text` for an attribute.
fn attribute(text: &str) -> String {
    escape(text).replace('"', "&quot;")
}
