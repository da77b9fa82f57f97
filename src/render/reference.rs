//! What a document refers to: links, pictures and sounds, and what they become.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::{Document, Fragment};
use crate::media::{MediaKind, MediaName};
use crate::path::SourcePath;
use crate::source::Span;

/// What an address in a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// On the web or mail: kept as it is.
    Web(String),
    /// A file of the project, perhaps the document itself, with what follows `#`.
    File(SourcePath, Option<String>),
    /// No address: nothing, or `#` alone.
    Nowhere,
    /// A path that leads out of the project.
    Outside,
    /// A kind of address that is not allowed: `javascript:`, `data:`, `file:` ...
    Unsafe,
}

impl Reference {
    /// Reads the address `text` in the document at `path`.
    pub fn read(text: &str, path: &SourcePath) -> Reference {
        // Browsers drop control characters and spaces around, so they must not hide a scheme.
        let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
        let (file, place) = text.split_once('#').map_or((text.as_str(), None), |(file, place)| (file, Some(place)));
        let place = place.map(percent_decode).filter(|place| !place.is_empty());
        if file.is_empty() {
            return place.map_or(Reference::Nowhere, |place| Reference::File(path.clone(), Some(place)));
        }
        if let Some(scheme) = scheme(&text) {
            return match scheme.to_ascii_lowercase().as_str() {
                "http" | "https" | "mailto" => Reference::Web(text),
                _ => Reference::Unsafe,
            };
        }
        if text.starts_with("//") || text.starts_with('\\') {
            return Reference::Unsafe;
        }
        let file = percent_decode(file.split('?').next().unwrap_or_default());
        // `@/` and a leading slash mean the folder documents are read from.
        let inside = match file.strip_prefix("@/").or_else(|| file.strip_prefix('/')) {
            Some(top) => SourcePath::new("x").join(top),
            None => path.join(&file),
        };
        match inside {
            Some(found) if !found.as_str().is_empty() => Reference::File(found, place),
            Some(_) => Reference::Unsafe,
            None => Reference::Outside,
        }
    }
}

/// The scheme before a colon, if the address begins with one.
pub(super) fn scheme(text: &str) -> Option<&str> {
    let (scheme, _) = text.split_once(':')?;
    let fits = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    fits.then_some(scheme)
}

/// `%20` and its like as what they stand for; what is no text afterwards stays as it was.
fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

/// What there is in the project to refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// Media files that were read.
    pub media: BTreeMap<SourcePath, MediaName>,
    /// The page of each document that has one, from the top of the site.
    pub pages: BTreeMap<SourcePath, String>,
    /// Of each document where the headings are that something refers to, by what follows `#`.
    pub places: BTreeMap<SourcePath, BTreeMap<String, Goal>>,
}

/// Where a link to a heading leads, from the top of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// From a page.
    pub from_page: String,
    /// From a card in Anki, where the link must hold for longer.
    pub from_card: String,
}

/// For what something is rendered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<'a> {
    /// A field of an Anki note.
    Card {
        /// Where the site is, without a slash at the end, if that is known.
        base_url: Option<&'a str>,
    },
    /// A page of the site.
    Page {
        /// The way from the page to the top of the site: empty, or `../` some times.
        root: &'a str,
    },
}

/// What a picture becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Picture {
    /// A file that is shown.
    Shown(String),
    /// A picture elsewhere, to be followed by hand.
    Elsewhere(String),
    /// Only its description.
    Missing,
}

impl Links {
    /// The address to write for a link; `None` where its text stands alone.
    pub(super) fn link(&self, reference: &Reference, form: Form<'_>) -> Option<String> {
        match reference {
            Reference::Web(address) => Some(address.clone()),
            Reference::File(path, place) => {
                if let Some(goal) = place.as_ref().and_then(|place| self.places.get(path)?.get(place)) {
                    return match form {
                        Form::Page { root } => Some(format!("{root}{}", goal.from_page)),
                        Form::Card { base_url } => base_url.map(|base| format!("{base}/{}", goal.from_card)),
                    };
                }
                let media = || self.media.get(path).map(|name| format!("media/{name}"));
                let page = self.pages.get(path).cloned().or_else(media)?;
                match form {
                    Form::Page { root } => Some(format!("{root}{page}")),
                    Form::Card { base_url } => base_url.map(|base| format!("{base}/{page}")),
                }
            }
            Reference::Nowhere | Reference::Outside | Reference::Unsafe => None,
        }
    }

    pub(super) fn picture(&self, reference: &Reference, form: Form<'_>) -> Picture {
        match reference {
            Reference::Web(address) => Picture::Elsewhere(address.clone()),
            Reference::File(path, _) => match (self.media.get(path), form) {
                (Some(name), Form::Page { root }) => Picture::Shown(format!("{root}media/{name}")),
                // Anki looks for the plain name, beside all other media.
                (Some(name), Form::Card { .. }) => Picture::Shown(name.to_string()),
                (None, _) => Picture::Missing,
            },
            Reference::Nowhere | Reference::Outside | Reference::Unsafe => Picture::Missing,
        }
    }
}

/// One place where a document refers to something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// What it refers to.
    pub reference: Reference,
    /// The address as written.
    pub address: String,
    /// Whether it is to be shown rather than followed.
    pub shown: bool,
    /// Where it stands.
    pub span: Span,
}

impl Mention {
    /// What is shown, by the name of the file.
    pub fn noun(&self) -> &'static str {
        match MediaKind::of(self.address.split(['?', '#']).next().unwrap_or_default()) {
            Some(MediaKind::Sound) => "sound",
            Some(MediaKind::Film) => "film",
            Some(MediaKind::Plain | MediaKind::Drawing) | None => "picture",
        }
    }
}

/// All that a fragment refers to, raw HTML included.
pub fn mentions(document: &Document<'_>, fragment: &Fragment) -> Vec<Mention> {
    let path = &document.source.path;
    let mention = |address: &str, shown: bool, span: Span| Mention {
        reference: Reference::read(address, path),
        address: address.to_owned(),
        shown,
        span,
    };
    let mut found = Vec::new();
    let mut in_code = false;
    for (_, event, span) in fragment.read(document) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(text) if !in_code => {
                let signs = super::player::signs(&text);
                found.extend(signs.map(|(_, address)| mention(address, true, span)));
            }
            Event::Start(Tag::Link { dest_url, .. }) => found.push(mention(&dest_url, false, span)),
            Event::Start(Tag::Image { dest_url, .. }) => found.push(mention(&dest_url, true, span)),
            Event::Html(html) | Event::InlineHtml(html) => {
                for (address, shown) in super::sanitise::addresses(&html) {
                    found.push(mention(&address, shown, span));
                }
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_apart() {
        let path = SourcePath::new("go/memory.md");
        let read = |text: &str| Reference::read(text, &path);
        let file = |path: &str| Reference::File(SourcePath::new(path), None);
        assert_eq!(read("https://go.dev/x"), Reference::Web("https://go.dev/x".into()));
        assert_eq!(read("img/a%20b.png"), file("go/img/a b.png"));
        assert_eq!(read("../a.png?raw=true"), file("a.png"));
        assert_eq!(read("@/img/x.png"), file("img/x.png"));
        assert_eq!(read("/img/x.png"), file("img/x.png"));
        assert_eq!(read("other.md#part"), Reference::File(SourcePath::new("go/other.md"), Some("part".into())));
        assert_eq!(read("#a%20part"), Reference::File(path.clone(), Some("a part".into())));
        assert_eq!(read("other.md#"), file("go/other.md"));
        assert_eq!((read("#"), read(" ")), (Reference::Nowhere, Reference::Nowhere));
        assert_eq!(read("../../etc/passwd"), Reference::Outside);
        assert_eq!(read("%2e%2e/%2e%2e/etc"), Reference::Outside);
        for bad in
            ["javascript:x", "JaVa\tScript:x", " data:x", "file:///etc", "//evil.example", "vbscript:x", "\\\\host"]
        {
            assert_eq!(read(bad), Reference::Unsafe, "{bad}");
        }
    }
}
