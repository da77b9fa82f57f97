//! Raw HTML: its text, and text that only looks like it (`Vec<T>` in a sentence is no tag).

use pulldown_cmark::Event;

/// The names of HTML's elements, those that are gone from it included.
const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// The event itself, or, where it is taken for HTML but begins with no element of HTML, the text
/// it is for a reader.
pub(super) fn unless_text(event: Event<'_>) -> Event<'_> {
    match event {
        Event::InlineHtml(html) if !is_html(&html) => Event::Text(html),
        Event::Html(html) if !is_html(&html) => Event::Text(html),
        other => other,
    }
}

/// Whether a piece of raw HTML begins with an element, a comment or a declaration. A piece that
/// begins with none of `<` goes on with what another piece began.
fn is_html(html: &str) -> bool {
    let Some(tag) = html.trim_start().strip_prefix('<') else { return true };
    if tag.starts_with(['!', '?']) {
        return true;
    }
    let name: String = tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
    let ends =
        tag.trim_start_matches('/').get(name.len()..).is_some_and(|rest| rest.starts_with([' ', '>', '/', '\n', '\t']));
    ends && ELEMENTS.contains(&name.to_ascii_lowercase().as_str())
}

/// Reads the text of raw HTML that comes in pieces: a tag or a comment may run on from one to the
/// next.
#[derive(Debug, Default)]
pub(super) struct HtmlText {
    inside: Inside,
}

/// What a piece of raw HTML ended in.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Inside {
    #[default]
    Text,
    Tag,
    Comment,
}

/// Elements that stand on lines of their own.
const LINES: &[&str] =
    &["br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "table", "ul", "ol", "dt", "dd", "hr"];

/// What raw HTML is made of.
enum Part<'h> {
    /// Text between tags, as it is written.
    Text(&'h str),
    /// What begins with a tag or comment.
    Tag(&'h str),
}

impl HtmlText {
    /// Adds the text of a piece to `out`.
    pub(super) fn read(&mut self, html: &str, out: &mut String) {
        self.parts(html, |part| {
            match part {
                Part::Text(text) if text.contains('&') => out.push_str(&decoded(text)),
                Part::Text(text) => out.push_str(text),
                Part::Tag(tag) => begin(tag, out),
            }
            true
        });
    }

    /// Whether a piece shows nothing: tags and comments, but no picture.
    pub(super) fn is_blank(&mut self, html: &str) -> bool {
        let shows = |tag: &str| ["<img", "<audio", "<video", "<hr"].iter().any(|name| starts(tag, name));
        self.parts(html, |part| match part {
            Part::Text(text) => text.trim().is_empty() || decoded(text).trim().is_empty(),
            Part::Tag(tag) => !shows(tag),
        })
    }

    /// Goes over the parts of a piece while `take` says so, and whether it said so to the end.
    fn parts<'h>(&mut self, html: &'h str, mut take: impl FnMut(Part<'h>) -> bool) -> bool {
        let mut rest = html;
        loop {
            let end = match self.inside {
                Inside::Text => {
                    let (text, tag) = rest.split_at(tag_at(rest));
                    if !take(Part::Text(text)) {
                        return false;
                    }
                    if tag.is_empty() {
                        return true;
                    }
                    self.inside = if tag.starts_with("<!--") { Inside::Comment } else { Inside::Tag };
                    if !take(Part::Tag(tag)) {
                        return false;
                    }
                    rest = tag;
                    continue;
                }
                Inside::Tag => rest.find('>').map(|at| at + 1),
                Inside::Comment => rest.find("-->").map(|at| at + 3),
            };
            let Some(after) = end.and_then(|end| rest.get(end..)) else { return true };
            self.inside = Inside::Text;
            rest = after;
        }
    }
}

/// Begins a line, or parts cells, where an element does so.
fn begin(tag: &str, out: &mut String) {
    let name = tag.trim_start_matches(['<', '/']);
    let name = name.get(..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())).unwrap_or_default();
    if !out.is_empty() && !out.ends_with('\n') && LINES.iter().any(|line| line.eq_ignore_ascii_case(name)) {
        out.push('\n');
    } else if name.eq_ignore_ascii_case("td") || name.eq_ignore_ascii_case("th") {
        out.push(' ');
    }
}

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(with))
}

/// Text with the entities that matter for words turned into what they stand for.
fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let known = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&apos;", "'"),
        ("&nbsp;", " "),
        ("&mdash;", "—"),
        ("&ndash;", "–"),
    ];
    let text = known.iter().fold(text.to_owned(), |text, (entity, c)| text.replace(entity, c));
    numbers_decoded(&text).replace("&amp;", "&")
}

/// Text with the characters that are written by their numbers, `&#46;`, `&#x2e;`.
fn numbers_decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("&#") {
        out.push_str(before);
        let character = after.bytes().take(8).position(|byte| byte == b';').and_then(|end| {
            let number = after.get(..end)?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => number.parse(),
            };
            Some((char::from_u32(code.ok()?).filter(|c| !c.is_control())?, number.len() + 1))
        });
        match character {
            Some((c, length)) => {
                out.push(c);
                rest = after.get(length..).unwrap_or_default();
            }
            None => {
                out.push_str("&#");
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Where a tag or comment begins: `<` before a space or a number is text.
fn tag_at(html: &str) -> usize {
    let begins = |at: &usize| {
        let next = html.as_bytes().get(at + 1);
        next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?'))
    };
    html.match_indices('<').map(|(at, _)| at).find(begins).unwrap_or(html.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_are_told_from_types() {
        for html in ["<br>", "</details>", "<IMG src=x>", "<!-- note -->", "text goes on", "<a\nhref=x>"] {
            assert!(is_html(html), "{html}");
        }
        for text in ["<T>", "<string>", "</T>", "<my-element>", "<id>"] {
            assert!(!is_html(text), "{text}");
        }
    }

    #[test]
    fn entities_are_read() {
        for (text, expected) in [
            ("a &lt; b &amp;lt; c", "a < b &lt; c"),
            ("www&#46;x&#x2E;слово", "www.x.слово"),
            ("&#39;&#xe9;&#0;&#99999999;&#;&#x;&", "'é&#0;&#99999999;&#;&#x;&"),
        ] {
            assert_eq!(decoded(text), expected);
        }
        let mut out = String::new();
        HtmlText::default().read("<b>1 < 2</b> <3 <i>c</i>", &mut out);
        assert_eq!(out, "1 < 2 <3 c");
    }
}
