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
}
