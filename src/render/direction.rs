//! Which way a block runs: one whose letters are mostly of a script written from right to left says
//! so itself, for a card and a page do not know the languages of what they hold.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Tag};

use crate::markdown::{Document, Fragment};

/// Whether a text has letters of such a script: asked once, so that all other documents pay nothing for them.
pub(super) fn may_run_from_right(text: &str) -> bool {
    // The first byte of the first such letter; all of Latin, Greek and Cyrillic begin lower.
    text.bytes().any(|byte| byte >= 0xd6) && text.chars().any(|c| weight(c) > 0)
}

/// The numbers of the events that open a block which runs from right to left; blocks inside it run as it does.
pub(super) fn from_right(document: &Document<'_>, fragment: &Fragment) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut opened = None;
    let (mut depth, mut lead) = (0, 0_i64);
    for number in fragment.events.iter().cloned().flatten() {
        let Some((event, _)) = document.events.get(number) else { continue };
        match event {
            Event::Start(tag) => {
                if depth == 0 {
                    (opened, lead) = (can_say(tag).then_some(number), 0);
                }
                depth += 1;
            }
            Event::End(_) => {
                depth -= 1;
                if depth == 0 && lead > 0 {
                    found.extend(opened.take());
                }
            }
            Event::Text(text) if opened.is_some() => lead += text.chars().map(weight).sum::<i64>(),
            _ => {}
        }
    }
    found
}

/// Whether a block can be written with a direction.
fn can_say(tag: &Tag<'_>) -> bool {
    matches!(tag, Tag::Paragraph | Tag::List(_) | Tag::BlockQuote(None) | Tag::Table(_))
}

/// The start of a block that runs from right to left.
pub(super) fn start(tag: &Tag<'_>) -> Option<String> {
    Some(match tag {
        Tag::Paragraph => "<p dir=\"rtl\">".into(),
        Tag::List(None) => "<ul dir=\"rtl\">\n".into(),
        Tag::List(Some(1)) => "<ol dir=\"rtl\">\n".into(),
        Tag::List(Some(first)) => format!("<ol dir=\"rtl\" start=\"{first}\">\n"),
        Tag::BlockQuote(None) => "<blockquote dir=\"rtl\">\n".into(),
        _ => return None,
    })
}

/// What a letter says of the direction: the scripts written from right to left are the Unicode
/// blocks from Hebrew to Arabic Extended-A and their later forms.
fn weight(c: char) -> i64 {
    match c {
        '\u{590}'..='\u{8ff}'
        | '\u{fb1d}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}'
        | '\u{10800}'..='\u{10fff}'
        | '\u{1e800}'..='\u{1efff}' => 1,
        _ if c.is_alphabetic() => -1,
        _ => 0,
    }
}
