//! Names of pages, and addresses that lead to them.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::path::OutPath;
use crate::theme::ThemeError;

/// A slug is at most so many characters.
const MAX_CHARS: usize = 80;

/// And so many bytes: with a number and `.html` it must stay a portable name.
const MAX_BYTES: usize = 180;

/// A text as the name of a page: lower-case letters and digits of any script, and hyphens.
///
/// `c++` gives `cpp`, `C#` gives `csharp`; a text without letters and digits gives a name made from
/// its hash. The same text always gives the same slug; different texts may too, see [`Names`].
pub fn slug(text: &str) -> String {
    let folded: Vec<char> = text.nfkc().flat_map(char::to_lowercase).nfc().collect();
    let mut out = String::new();
    let mut after_word = false;
    let mut chars = folded.iter().copied().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if is_letter(c) || (is_combining_mark(c) && after_word) {
            out.push(c);
            after_word = true;
        } else if after_word && c == '+' && next == Some('+') {
            chars.next();
            out.push_str("pp");
        } else if after_word && c == '#' && !next.is_some_and(is_letter) {
            out.push_str("sharp");
        } else {
            if after_word {
                out.push('-');
            }
            after_word = false;
        }
    }
    let count = out.char_indices().take(MAX_CHARS).take_while(|(at, c)| at + c.len_utf8() <= MAX_BYTES).count();
    let mut out: String = out.chars().take(count).collect();
    out.truncate(out.trim_end_matches('-').len());
    if out.is_empty() {
        out = blake3::hash(text.as_bytes()).to_hex().chars().take(10).collect();
    }
    // Windows keeps some names for devices.
    if OutPath::new(&out).is_none() {
        out.push_str("-1");
    }
    out
}

/// Whether `c` may stand in a slug by itself.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && c.to_lowercase().eq(std::iter::once(c))
}

/// Whether `part` can be the name of a page or folder as it is.
pub(super) fn is_slug(part: &str) -> bool {
    !part.contains('.') && part.len() <= MAX_BYTES + 10 && OutPath::new(part).is_some()
}

/// Names that are taken in one place, so that each page gets its own.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// Taken names, and the number to try next where one is wanted again.
    taken: BTreeMap<String, usize>,
}

impl Names {
    /// No names but these are taken.
    pub fn taken<'a>(names: impl IntoIterator<Item = &'a str>) -> Names {
        Names { taken: names.into_iter().map(|name| (name.to_owned(), 2)).collect() }
    }

    /// `slug` where it is free, else with the first of `-2`, `-3`, ... that is; taken from now on.
    pub fn unique(&mut self, slug: String) -> String {
        let Some(mut number) = self.taken.get(&slug).copied() else {
            self.taken.insert(slug.clone(), 2);
            return slug;
        };
        let name = loop {
            let name = format!("{slug}-{number}");
            number += 1;
            if !self.taken.contains_key(&name) {
                break name;
            }
        };
        self.taken.insert(slug, number);
        self.taken.insert(name.clone(), 2);
        name
    }
}

/// A page's file and its address.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Where the file lies.
    pub(super) path: OutPath,
    /// Its address from the top, percent-encoded.
    pub(super) url: String,
}

impl Page {
    /// The page in the file `path`.
    ///
    /// # Errors
    /// Where `path` is no portable name, which no path made of slugs is.
    pub(super) fn new(path: &str) -> Result<Page, ThemeError> {
        let out = OutPath::new(path).ok_or_else(|| ThemeError::new(format!("`{path}` cannot be a page's name")))?;
        Ok(Page { path: out, url: encode(path) })
    }

    /// What leads from the page to the top: `../` for each folder it lies in.
    pub(super) fn root(&self) -> String {
        "../".repeat(self.path.depth())
    }

    /// The address of the question `guid` on the page.
    pub(super) fn at(&self, guid: &str) -> String {
        format!("{}#{guid}", self.url)
    }
}

/// `path` percent-encoded, but for the slashes.
pub(super) fn encode(path: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_keep_letters_of_any_script() {
        for (text, name) in [
            ("Memory & Allocation", "memory-allocation"),
            ("C++ and C#, i++", "cpp-and-csharp-ipp"),
            ("Issue #12", "issue-12"),
            ("Пам'ять Go", "пам-ять-go"),
            ("メモリ管理", "メモリ管理"),
            ("हिन्दी", "हिन्दी"),
            ("Ｆｕｌｌ  Ⅻ", "full-xii"),
            ("İstanbul", "i\u{307}stanbul"),
            ("con", "con-1"),
            ("NUL", "nul-1"),
            ("../../etc/passwd", "etc-passwd"),
            ("node.js", "node-js"),
        ] {
            assert_eq!(slug(text), name, "{text}");
            assert!(OutPath::new(&slug(text)).is_some());
        }
    }

    #[test]
    fn slugs_are_never_empty_or_too_long() {
        for text in ["", "???", "🙂", "\u{301}"] {
            assert_eq!(slug(text).len(), 10);
        }
        assert_ne!(slug("?"), slug("!"));
        for text in ["a".repeat(500), "日".repeat(500), "𠀀".repeat(500), "a ".repeat(500)] {
            let slug = slug(&text);
            assert!(slug.chars().count() <= 80 && !slug.ends_with('-'));
            assert!(OutPath::new(&format!("{slug}-12345.html")).is_some());
        }
    }

    #[test]
    fn names_are_taken_once() {
        let mut names = Names::taken(["index"]);
        let wanted = ["index", "a", "a", "a-2", "a", "index"];
        let got: Vec<String> = wanted.iter().map(|name| names.unique((*name).to_owned())).collect();
        assert_eq!(got, ["index-2", "a", "a-2", "a-2-2", "a-3", "index-3"]);
    }

    #[test]
    fn addresses_are_ascii() {
        assert_eq!(encode("go/記憶 x.html"), "go/%E8%A8%98%E6%86%B6%20x.html");
        let page = Page::new("a/b/c.html").unwrap();
        assert_eq!((page.root().as_str(), page.at("x").as_str()), ("../../", "a/b/c.html#x"));
    }
}
