//! Sounds and films: what plays them, and where documents name them.

use std::ops::Range;

use super::code::escape;
use super::reference::Form;
use crate::media::MediaKind;

/// What plays the file at an address: Anki's sign on a card, a player on a page. `None` for a file that is
/// looked at.
pub(super) fn player(address: &str, description: &str, form: Form<'_>) -> Option<String> {
    let element = match MediaKind::of(address)? {
        MediaKind::Sound => "audio",
        MediaKind::Film => "video",
        MediaKind::Plain | MediaKind::Drawing => return None,
    };
    Some(match form {
        Form::Card { .. } => format!("[sound:{address}]"),
        Form::Page { .. } => {
            let description = description.trim();
            let label =
                if description.is_empty() { String::new() } else { format!(" aria-label=\"{}\"", escape(description)) };
            format!("<{element} controls preload=\"metadata\" src=\"{}\"{label}></{element}>", escape(address))
        }
    })
}

/// Whether an address names a sound or film by its ending.
pub(super) fn is_played(address: &str) -> bool {
    let path = address.split(['?', '#']).next().unwrap_or_default();
    matches!(MediaKind::of(path), Some(MediaKind::Sound | MediaKind::Film))
}

/// Where a text names sounds or films as Anki does, `[sound:a.mp3]`: the whole sign, and the address in it.
pub(super) fn signs(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    const OPENS: &str = "[sound:";
    text.match_indices(OPENS).filter_map(|(at, _)| {
        let (address, _) = text.get(at + OPENS.len()..)?.split_once(']')?;
        is_played(address).then(|| (at..at + OPENS.len() + address.len() + 1, address))
    })
}

/// Takes the elements `audio` and `video` out of clean HTML: `put` gives what stands in their place, by their
/// first address. What is inside is for browsers without them and goes; so does a `source` elsewhere.
pub(super) fn replace(html: &str, mut put: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open: Option<(&str, Option<&str>)> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        let (tag, after) = from.split_at(tag_length(from));
        let name = tag.trim_start_matches(['<', '/']);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        if open.is_none() {
            out.push_str(text);
        }
        match (name, &mut open) {
            ("audio" | "video", None) if !tag.starts_with("</") => open = Some((name, attribute(tag, "src"))),
            ("audio" | "video" | "source", None) => {}
            (_, None) => out.push_str(tag),
            ("source", Some((_, address))) => *address = address.or(attribute(tag, "src")),
            (_, Some((element, address))) if tag.starts_with("</") && name == *element => {
                out.push_str(&address.map(&mut put).unwrap_or_default());
                open = None;
            }
            (_, Some(_)) => {}
        }
        rest = after;
    }
    if open.is_none() {
        out.push_str(rest);
    }
    out
}

/// The length of the tag that clean HTML begins with. Its attributes are in double quotes.
pub(super) fn tag_length(html: &str) -> usize {
    let mut quoted = false;
    let end = html.bytes().position(|byte| {
        quoted ^= byte == b'"';
        byte == b'>' && !quoted
    });
    end.map_or(html.len(), |end| end + 1)
}

/// An attribute of a tag of clean HTML, as it is written.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    // The pieces between quotes are in turn names and values.
    let mut pieces = tag.split('"');
    while let (Some(before), Some(value)) = (pieces.next(), pieces.next()) {
        if before.trim_start().strip_suffix('=').is_some_and(|before| before.rsplit(' ').next() == Some(name)) {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn players_are_cut_out_whole() {
        let put = |html: &str| replace(html, |address| format!("({address})"));
        assert_eq!(put("<p>a <audio src=\"x.mp3\">no <b>sound</b></audio> b</p>"), "<p>a (x.mp3) b</p>");
        assert_eq!(put("<video><source src=\"a.mp4\"><source src=\"b.webm\"></video>!"), "(a.mp4)!");
        assert_eq!(put("<audio></audio><source src=\"x.mp3\">c"), "c");
        assert_eq!(put("<i title=\"<audio src=x>\">d</i>"), "<i title=\"<audio src=x>\">d</i>");
        assert_eq!(put("e <audio src=\"x.mp3\">f"), "e ");
    }

    #[test]
    fn signs_name_what_can_be_played() {
        let found: Vec<&str> =
            signs("a [sound:x.mp3] b [sound:y z.webm][sound:n.txt] [sound:open.mp3").map(|(_, a)| a).collect();
        assert_eq!(found, ["x.mp3", "y z.webm"]);
    }
}
