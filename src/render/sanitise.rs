//! Raw HTML of authors, by an allow-list: what is common in documents stays, all else goes.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex};

use ammonia::Builder;

use super::reference::{Form, Links, Picture, Reference};
use crate::path::SourcePath;

const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "audio",
    "b",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "dd",
    "del",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "small",
    "source",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "video",
];

/// The classes that our own markup carries.
const CLASSES: &[(&str, &[&str])] = &[
    ("span", &["c", "s", "e", "n", "l", "v", "k", "o", "f", "t", "m", "a", "g", "i", "d", "h", "x", "task"]),
    ("pre", &["code"]),
    ("div", &["table-box"]),
    ("ol", &["footnotes"]),
    ("sup", &["note"]),
    ("th", &["left", "center", "right"]),
    ("td", &["left", "center", "right"]),
    ("a", &["elsewhere"]),
    (
        "blockquote",
        &[
            "markdown-alert-note",
            "markdown-alert-tip",
            "markdown-alert-important",
            "markdown-alert-warning",
            "markdown-alert-caution",
        ],
    ),
];

/// Where addresses lead, while raw HTML is cleaned.
pub(super) struct Addresses<'a> {
    pub links: &'a Links,
    pub form: Form<'a>,
    pub path: &'a SourcePath,
    /// Addresses that the renderer itself has written, and which are therefore final.
    pub written: &'a BTreeSet<String>,
}

impl Addresses<'_> {
    fn map(&self, element: Element, address: &str) -> Option<String> {
        if self.written.contains(address) {
            return Some(address.to_owned());
        }
        let reference = Reference::read(address, self.path);
        if element == Element::Link {
            return self.links.link(&reference, self.form);
        }
        match self.links.picture(&reference, self.form) {
            // One elsewhere becomes a link when all is clean.
            Picture::Shown(address) | Picture::Elsewhere(address) => Some(address),
            Picture::Missing => None,
        }
    }
}

/// Cleans a whole rendered fragment that holds raw HTML.
pub(super) fn clean(html: &str, addresses: &Addresses<'_>) -> String {
    // The cleaner keeps its filter for longer than anything can be lent to it.
    let mapped = addresses_in(html).into_iter().map(|mention| {
        let target = addresses.map(mention.element, &mention.address);
        (mention, target)
    });
    let mapped: BTreeMap<Mentioned, Option<String>> = mapped.collect();
    let mut builder = builder();
    builder.attribute_filter(move |element, attribute, value| match Mentioned::new(element, attribute, value) {
        Some(mention) => mapped.get(&mention).cloned().flatten().map(Into::into),
        None => Some(value.into()),
    });
    builder.clean(html).to_string()
}

/// Whether markup is nested beyond all reason.
pub(super) fn is_too_deep(html: &str) -> bool {
    let mut depth = 0_i64;
    html.match_indices('<').any(|(at, _)| {
        match html.as_bytes().get(at + 1) {
            Some(b'/') => depth -= 1,
            Some(c) if c.is_ascii_alphabetic() => {
                let tag = html.get(at + 1..).unwrap_or_default();
                let void = ["br", "hr", "img", "input", "wbr"].iter().any(|void| tag.starts_with(void));
                depth += i64::from(!void);
            }
            _ => {}
        }
        depth > DEEPEST
    })
}

/// How deep markup may be nested.
const DEEPEST: i64 = 300;

/// An address in raw HTML.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Mentioned {
    element: Element,
    address: String,
}

/// An element with an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Element {
    Link,
    Image,
    /// A sound or film, or a source of one.
    Player,
}

impl Mentioned {
    fn new(element: &str, attribute: &str, address: &str) -> Option<Mentioned> {
        let element = match (element, attribute) {
            ("a", "href") => Element::Link,
            ("img", "src") => Element::Image,
            ("audio" | "video" | "source", "src") => Element::Player,
            _ => return None,
        };
        Some(Mentioned { element, address: address.to_owned() })
    }
}

fn builder<'a>() -> Builder<'a> {
    let mut builder = Builder::empty();
    let classes: HashMap<&str, HashSet<&str>> =
        CLASSES.iter().map(|(element, classes)| (*element, classes.iter().copied().collect())).collect();
    let attributes: HashMap<&str, HashSet<&str>> = HashMap::from([
        ("a", HashSet::from(["href", "title"])),
        ("img", HashSet::from(["src", "alt", "title", "width", "height"])),
        ("audio", HashSet::from(["src"])),
        ("video", HashSet::from(["src"])),
        ("source", HashSet::from(["src"])),
        ("td", HashSet::from(["colspan", "rowspan"])),
        ("th", HashSet::from(["colspan", "rowspan"])),
        ("ol", HashSet::from(["start"])),
        ("details", HashSet::from(["open"])),
        ("pre", HashSet::from(["data-lang"])),
    ]);
    builder
        .tags(ELEMENTS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style", "title", "textarea", "template", "noscript"]))
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["dir", "lang", "title"]))
        .allowed_classes(classes)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(None);
    builder
}

/// The addresses raw HTML mentions, and whether each is shown rather than followed.
pub(super) fn addresses(html: &str) -> Vec<(String, bool)> {
    addresses_in(html).into_iter().map(|mention| (mention.address, mention.element != Element::Link)).collect()
}

fn addresses_in(html: &str) -> Vec<Mentioned> {
    let found = Arc::new(Mutex::new(Vec::new()));
    let sink = Arc::clone(&found);
    let mut builder = builder();
    builder.attribute_filter(move |element, attribute, value| {
        if let (Some(mention), Ok(mut sink)) = (Mentioned::new(element, attribute, value), sink.lock()) {
            sink.push(mention);
        }
        None
    });
    // Only what the filter saw counts.
    let _ = builder.clean(html);
    found.lock().map(|mut found| std::mem::take(&mut *found)).unwrap_or_default()
}
