//! Ways through a document: tables of contents, links back to the top. They lead, and say nothing.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::markdown::{Block, BlockKind, Document, Fragment};

/// How much of a piece leads to places of its own document.
#[derive(Debug, Default, Clone, Copy)]
struct Share {
    /// Letters inside links to places.
    inside: usize,
    /// Letters elsewhere.
    outside: usize,
    links: usize,
    pictures: usize,
}

/// Whether a block is a table of contents: a list or table of links to places in the document.
pub(super) fn is_contents(document: &Document<'_>, block: &Block) -> bool {
    if !leads_somewhere(document, block) {
        return false;
    }
    let lists = matches!(block.kind, BlockKind::List(_) | BlockKind::Table | BlockKind::Paragraph | BlockKind::Html);
    let share = share(document, &Fragment::new(block.events.clone()));
    lists && share.links >= 2 && share.inside >= 3 * share.outside
}

/// Whether all that a piece says is a link to another place of the document.
pub(super) fn leads_away(document: &Document<'_>, fragment: &Fragment) -> bool {
    let share = share(document, fragment);
    share.links > 0 && share.outside == 0 && share.pictures == 0
}

/// Whether a block holds a link to a place of its document at all; most hold none.
pub(super) fn leads_somewhere(document: &Document<'_>, block: &Block) -> bool {
    document.events.get(block.events.clone()).unwrap_or_default().iter().any(|(event, _)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.starts_with('#'),
        Event::Html(html) | Event::InlineHtml(html) => html.contains('#'),
        _ => false,
    })
}

fn share(document: &Document<'_>, fragment: &Fragment) -> Share {
    let mut share = Share::default();
    let mut inside = false;
    let add = |share: &mut Share, text: &str, inside: bool| {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        *(if inside { &mut share.inside } else { &mut share.outside }) += letters;
    };
    for (_, event, _) in fragment.read(document) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                inside = dest_url.starts_with('#');
                share.links += usize::from(inside);
            }
            Event::End(TagEnd::Link) => inside = false,
            Event::Start(Tag::Image { .. }) => share.pictures += usize::from(!inside),
            Event::Start(Tag::CodeBlock(_)) | Event::DisplayMath(_) => share.outside += 1,
            Event::Text(text) | Event::Code(text) => add(&mut share, &text, inside),
            Event::Html(html) | Event::InlineHtml(html) => {
                // Raw HTML, tag by tag.
                for piece in html.split('<') {
                    let (tag, text) = piece.split_once('>').unwrap_or(("", piece));
                    let name = tag.to_ascii_lowercase();
                    if name.starts_with("a ") || name.starts_with("a\n") {
                        inside = name.contains("href=\"#") || name.contains("href='#");
                        share.links += usize::from(inside);
                    } else if name == "/a" {
                        inside = false;
                    } else if name.starts_with("img") {
                        share.pictures += usize::from(!inside);
                    }
                    add(&mut share, text, inside);
                }
            }
            _ => {}
        }
    }
    share
}
