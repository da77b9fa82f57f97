//! Pictures in raw HTML that cannot be shown: one on another server becomes a link, one that is missing its
//! description, as pictures in Markdown do.

use super::player::{attribute, tag_length};
use super::reference::scheme;

/// Whether an address may lead to another server: browsers take `HTTP:x` and `https:+//x` for such, too.
pub(super) fn is_elsewhere(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}

/// Puts links and descriptions for the pictures of clean HTML that have no file of the project.
pub(super) fn replace(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut is_in_link = false;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (text, from) = rest.split_at(at);
        let (tag, after) = from.split_at(tag_length(from));
        out.push_str(text);
        match tag {
            _ if tag.starts_with("<a ") || tag == "<a>" => is_in_link = true,
            "</a>" => is_in_link = false,
            _ => {}
        }
        let address = attribute(tag, "src");
        if !tag.starts_with("<img") || address.is_some_and(|address| !is_elsewhere(address)) {
            out.push_str(tag);
        } else {
            // In quotes angle brackets stand as they are.
            let text = attribute(tag, "alt").unwrap_or_default().replace('<', "&lt;").replace('>', "&gt;");
            // A link inside a link is none.
            match address.filter(|_| !is_in_link) {
                Some(address) => {
                    let text = if text.trim().is_empty() { address } else { &text };
                    out.push_str(&format!("<a class=\"elsewhere\" href=\"{address}\">{text}</a>"));
                }
                None => out.push_str(&text),
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_cannot_be_shown_is_replaced() {
        for (html, expected) in [
            ("<p>a <img src=\"x.png\" alt=\"b\"></p>", "<p>a <img src=\"x.png\" alt=\"b\"></p>"),
            ("<img src=\"https-1.png\">", "<img src=\"https-1.png\">"),
            ("<img alt=\"<b> &amp; c\">", "&lt;b&gt; &amp; c"),
            ("<img>d", "d"),
            ("<img src=\"HTTPS://e.org/x\" alt=\"f\">", "<a class=\"elsewhere\" href=\"HTTPS://e.org/x\">f</a>"),
            ("<img src=\"https:+//e.org\" alt=\"g\">", "<a class=\"elsewhere\" href=\"https:+//e.org\">g</a>"),
            (
                "<img alt=\"a > b\" src=\"https://e.org/?a=1&amp;b=2\">",
                "<a class=\"elsewhere\" href=\"https://e.org/?a=1&amp;b=2\">a &gt; b</a>",
            ),
            ("<img src=\"http://e.org/x\">", "<a class=\"elsewhere\" href=\"http://e.org/x\">http://e.org/x</a>"),
            ("<a href=\"y\"><img src=\"http://e.org/x\" alt=\"z\"></a>", "<a href=\"y\">z</a>"),
            ("<i title=\"<img>\">e</i>", "<i title=\"<img>\">e</i>"),
        ] {
            assert_eq!(replace(html), expected);
        }
    }
}
