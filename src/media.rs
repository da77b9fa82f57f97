//! Media: pictures and sounds that cards show, named by what they hold.

use std::fmt;

/// The name of a media file in the package and on the site:
/// `<stem, at most 40 characters>-<16 hex digits of its content>.<ext>`, of `[a-z0-9.-]` only.
///
/// Named by content, a changed picture is a new file, so Anki never shows the old one; and it
/// never begins with an underscore, which Anki keeps for files it must not replace.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MediaName(String);

impl MediaName {
    /// The name for a file called `file_name` that holds `digest` (BLAKE3 of its bytes).
    pub fn new(file_name: &str, digest: &blake3::Hash) -> MediaName {
        let (stem, extension) = file_name.rsplit_once('.').unwrap_or((file_name, ""));
        let stem = plain(stem, 40);
        let stem = if stem.is_empty() { "media" } else { &stem };
        let digest: String = digest.to_hex().chars().take(16).collect();
        match plain(extension, 8) {
            extension if extension.is_empty() => MediaName(format!("{stem}-{digest}")),
            extension => MediaName(format!("{stem}-{digest}.{extension}")),
        }
    }

    /// The file name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for MediaName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a file may be to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaKind {
    /// A picture or PDF: nothing in it runs on a site's behalf.
    Plain,
    /// A sound.
    Sound,
    /// A film.
    Film,
    /// An SVG drawing, which may hold scripts.
    Drawing,
}

impl MediaKind {
    /// The kind of a file by its name's ending, in any case; `None` for what is never published.
    pub fn of(name: &str) -> Option<MediaKind> {
        const PLAIN: [&str; 9] = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp", "ico", "pdf"];
        const SOUNDS: [&str; 8] = ["mp3", "ogg", "oga", "opus", "wav", "m4a", "flac", "aac"];
        const FILMS: [&str; 5] = ["mp4", "m4v", "webm", "ogv", "mov"];
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        match ending.as_str() {
            "svg" => Some(MediaKind::Drawing),
            ending if PLAIN.contains(&ending) => Some(MediaKind::Plain),
            ending if SOUNDS.contains(&ending) => Some(MediaKind::Sound),
            ending if FILMS.contains(&ending) => Some(MediaKind::Film),
            _ => None,
        }
    }
}

/// Whether an SVG drawing may run something when it is opened by itself. Rather too careful: what
/// hides letters behind character references counts too.
pub fn may_run(svg: &[u8]) -> bool {
    const SIGNS: [&str; 10] = [
        "<script",
        "<foreignobject",
        "<iframe",
        "<embed",
        "<object",
        "<handler",
        "<!entity",
        "<?xml-stylesheet",
        "javascript:",
        "&#",
    ];
    let text: String = String::from_utf8_lossy(svg).to_lowercase();
    let tight: String = text.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let handler = text.match_indices("on").any(|(at, _)| {
        let before = text.get(..at).and_then(|before| before.chars().next_back());
        let name: &str = text.get(at..).unwrap_or_default();
        let end = name.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(name.len());
        let after = name.get(end..).unwrap_or_default().trim_start();
        before.is_some_and(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '/')) && after.starts_with('=')
    });
    handler || text.contains('\0') || SIGNS.iter().any(|sign| tight.contains(sign) || text.contains(sign))
}

/// ASCII letters and digits of `text` in lower case, hyphens for the rest, at most `most` long.
fn plain(text: &str, most: usize) -> String {
    let mut out = String::new();
    for c in text.chars().take(4 * most) {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(most);
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_hold_only_what_anki_takes() {
        let digest = blake3::hash(b"x");
        let hex = &digest.to_hex()[..16];
        let name = |file: &str| MediaName::new(file, &digest).to_string();
        assert_eq!(name("A Picture (1).PNG"), format!("a-picture-1-{hex}.png"));
        assert_eq!(name("_under:score?.jpg"), format!("under-score-{hex}.jpg"));
        assert_eq!(name("図.svg"), format!("media-{hex}.svg"));
        assert_eq!(name("noext"), format!("noext-{hex}"));
    }

    #[test]
    fn only_media_is_published() {
        for name in ["a.png", "b.JPG", "c.svg", "d.mp3", "e.pdf"] {
            assert!(MediaKind::of(name).is_some(), "{name}");
        }
        for name in [".env", "config", "a.html", "b.md", "recto.yaml", "c.xml", "d.js", "e.svgz"] {
            assert!(MediaKind::of(name).is_none(), "{name}");
        }
    }

    #[test]
    fn drawings_that_may_run_are_told() {
        assert!(!may_run(br#"<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0" fill="none"/></svg>"#));
        for bad in [
            "<svg><script>x</script></svg>",
            "<svg onload=\"x\">",
            "<svg\nonload = x>",
            "<a href=\"java\tscript:x\">",
            "<a href=\"java&#115;cript:x\">",
            "<foreignObject>",
        ] {
            assert!(may_run(bad.as_bytes()), "{bad}");
        }
    }
}
