//! Raw HTML or text that looks like it: `Vec<T>` in a sentence is no tag.

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
}
