//! Text made harmless inside an Anki field.
//!
//! Anki reads more than HTML in a field: sounds, LaTeX, inputs, blanks, mathematics. What an author
//! wrote is to be shown as written, so the first character of each such sign becomes an entity, and
//! MathJax, which reads what the browser has decoded, gets an empty element between the two
//! characters it looks for. An end that may be the beginning of a sign counts as one, so pieces may
//! be made harmless one by one and then joined.

use std::borrow::Cow;

/// What Anki acts on after an opening bracket, in any case.
const BRACKETS: [&str; 7] = ["[sound:", "[latex]", "[$]", "[$$]", "[anki:", "[[type:", "[/anki:"];

/// A backslash kept from what follows it, for MathJax; the element is shown and copied as nothing.
const BACKSLASH: &str = "\\<span></span>";

/// Makes an author's HTML harmless: everything Anki or MathJax would act on is shown instead.
///
/// Not for HTML that already holds mathematics from [`math_inline`] or blanks: those are put in after.
pub fn neutralise(html: &str) -> Cow<'_, str> {
    let mut inside = Inside::Text;
    rewrite(html, |at, c| {
        inside = inside.next(c, html.get(at..).unwrap_or_default());
        harmless(html, at, c, &inside)
    })
}

/// Turns plain text into HTML for a field: escaped, and harmless as [`neutralise`] makes it.
pub fn escape_text(text: &str) -> Cow<'_, str> {
    rewrite(text, |at, c| escaped(c).or_else(|| harmless(text, at, c, &Inside::Text)))
}

/// Makes harmless HTML fit for the inside of a blank, where `}}` would end it and `::` begin its hint.
pub fn inside_blank(html: &str) -> Cow<'_, str> {
    rewrite(html, |at, c| match c {
        '}' | ':' if doubled(html, at, c) => Some(entity(c)),
        _ => None,
    })
}

/// TeX as mathematics within a line, `\(...\)`; harmless and fit for the inside of a blank.
pub fn math_inline(tex: &str) -> String {
    format!("\\({}\\)", math(tex))
}

/// TeX as mathematics on lines of its own, `\[...\]`; harmless and fit for the inside of a blank.
pub fn math_display(tex: &str) -> String {
    format!("\\[{}\\]", math(tex))
}

/// The beginning of a field's text, on one line, for people.
pub fn title(html: &str) -> String {
    plain(html).split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect()
}

/// The text of a field as the browser of notes lists it: without tags, common entities decoded.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = Inside::Text;
    let mut rest = html;
    while let Some(c) = rest.chars().next() {
        let was_text = matches!(inside, Inside::Text);
        inside = inside.next(c, rest);
        let mut taken = c.len_utf8();
        if was_text && matches!(inside, Inside::Text) {
            match DECODED.iter().find(|(entity, _)| rest.starts_with(entity)) {
                Some((entity, decoded)) => {
                    out.push(*decoded);
                    taken = entity.len();
                }
                None => out.push(c),
            }
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    out
}

const DECODED: [(&str, char); 9] = [
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&#39;", '\''),
    ("&nbsp;", ' '),
    ("&#91;", '['),
    ("&#123;", '{'),
    ("&#58;", ':'),
    ("&amp;", '&'),
];

/// Where in HTML a character stands.
#[derive(Clone, Copy)]
enum Inside {
    Text,
    Tag,
    Quotes(char),
}

impl Inside {
    /// The place of what follows `c`, the first character of `rest`.
    fn next(self, c: char, rest: &str) -> Inside {
        let opens = || rest.chars().nth(1).is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match (self, c) {
            (Inside::Text, '<') if opens() => Inside::Tag,
            (Inside::Tag, '>') => Inside::Text,
            (Inside::Tag, '"' | '\'') => Inside::Quotes(c),
            (Inside::Quotes(quote), _) if c == quote => Inside::Tag,
            _ => self,
        }
    }
}

/// Copies `text`, with the characters replaced for which `change` has something else. It is asked about
/// signs and controls of ASCII alone: nothing else is ever replaced, or tells text from tags.
fn rewrite(text: &str, mut change: impl FnMut(usize, char) -> Option<&'static str>) -> Cow<'_, str> {
    let mut out = String::new();
    let mut copied = 0;
    let signs = text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_punctuation() || *byte < b' ');
    for (at, c) in signs.map(|(at, byte)| (at, char::from(byte))) {
        if let Some(other) = change(at, c) {
            if out.is_empty() {
                out.reserve(text.len() + 64);
            }
            out.push_str(text.get(copied..at).unwrap_or_default());
            out.push_str(other);
            copied = at + c.len_utf8();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// What stands for `c` at `at`, where it begins or continues a sign.
fn harmless(text: &str, at: usize, c: char, inside: &Inside) -> Option<&'static str> {
    match c {
        '[' if acts(text.get(at..).unwrap_or_default()) => Some(entity(c)),
        '{' if doubled(text, at, c) => Some(entity(c)),
        '\\' if matches!(inside, Inside::Text) && before_bracket(text, at) => Some(BACKSLASH),
        '\u{1f}' | '\0' => Some("\u{fffd}"),
        _ => None,
    }
}

/// Whether `rest`, which begins with a bracket, is a sign or, cut off by its end, may become one.
fn acts(rest: &str) -> bool {
    BRACKETS.iter().any(|sign| {
        let shared = sign.len().min(rest.len());
        match (rest.as_bytes().get(..shared), sign.as_bytes().get(..shared)) {
            (Some(rest), Some(sign)) => rest.eq_ignore_ascii_case(sign),
            _ => false,
        }
    })
}

/// Whether the character at `at` has one like it as neighbour, or ends the text and may get one.
fn doubled(text: &str, at: usize, c: char) -> bool {
    let before = text.get(..at).and_then(|text| text.chars().next_back());
    let after = text.get(at + c.len_utf8()..).and_then(|text| text.chars().next());
    before == Some(c) || after.is_none_or(|after| after == c)
}

/// Whether the backslash at `at` opens mathematics, or ends the text and may.
fn before_bracket(text: &str, at: usize) -> bool {
    let after = text.get(at + 1..).and_then(|text| text.chars().next());
    after.is_none_or(|after| matches!(after, '(' | '['))
}

fn math(tex: &str) -> String {
    let mut out = rewrite(tex, |at, c| {
        let rest = tex.get(at..).unwrap_or_default();
        match c {
            '[' if acts(rest) => Some(entity(c)),
            '{' | '}' | ':' if doubled(tex, at, c) => Some(entity(c)),
            '\u{1f}' | '\0' => Some("\u{fffd}"),
            _ => escaped(c),
        }
    })
    .into_owned();
    // A backslash at the end would take the closing sign's backslash for its own.
    if tex.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1 {
        out.push(' ');
    }
    out
}

fn escaped(c: char) -> Option<&'static str> {
    match c {
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '&' => Some("&amp;"),
        '"' => Some("&quot;"),
        _ => None,
    }
}

fn entity(c: char) -> &'static str {
    match c {
        '[' => "&#91;",
        '{' => "&#123;",
        '}' => "&#125;",
        _ => "&#58;",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_anki_are_shown() {
        for (text, shown) in [
            ("[sound:a.mp3]", "&#91;sound:a.mp3]"),
            ("[SOUND:a.mp3]", "&#91;SOUND:a.mp3]"),
            ("[latex]x[/latex]", "&#91;latex]x[/latex]"),
            ("[$]x[/$] [$$]y[/$$]", "&#91;$]x[/$] &#91;$$]y[/$$]"),
            ("[anki:tts lang=en]x[/anki:tts]", "&#91;anki:tts lang=en]x&#91;/anki:tts]"),
            ("[[type:Back]]", "&#91;[type:Back]]"),
            ("{{c1::x}}", "&#123;&#123;c1::x}}"),
            ("a {{{b}}} {c}", "a &#123;&#123;&#123;b}}} {c}"),
            ("\\(x\\) \\[y\\]", "\\<span></span>(x\\) \\<span></span>[y\\]"),
            ("a\0b\u{1f}c", "a\u{fffd}b\u{fffd}c"),
        ] {
            assert_eq!(neutralise(text), shown);
            assert_eq!(escape_text(text), shown);
        }
    }

    #[test]
    fn ordinary_text_is_left_alone() {
        for text in
            ["", "a[0] = [1, 2]", "map[string]int{}", "[link](x)", "f(x) \\n \\d", "{ \"a\"", "[soundly]", "été"]
        {
            assert!(matches!(neutralise(text), Cow::Borrowed(_)), "{text}");
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(escape_text("a < b && \"c\" > d"), "a &lt; b &amp;&amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn pieces_are_harmless_when_joined() {
        for (first, second) in
            [("[", "sound:x]"), ("[so", "und:x]"), ("[$", "]x[/$]"), ("{", "{c1::x}}"), ("\\", "(x\\)")]
        {
            let joined = format!("{}{}", escape_text(first), escape_text(second));
            let whole = format!("{first}{second}");
            assert!(!joined.contains(&whole), "{joined}");
            assert!(!joined.contains("[s") && !joined.contains("{{") && !joined.contains("\\("), "{joined}");
        }
    }

    #[test]
    fn attributes_get_entities_but_no_elements() {
        assert_eq!(
            neutralise("<img alt=\"\\(x\\) {{c1::y}} [latex]\" src=a.png> \\(z\\)"),
            "<img alt=\"\\(x\\) &#123;&#123;c1::y}} &#91;latex]\" src=a.png> \\<span></span>(z\\)"
        );
        assert_eq!(neutralise("1 < 2 \\(x\\)"), "1 < 2 \\<span></span>(x\\)");
    }

    #[test]
    fn blanks_hold_what_would_end_them() {
        assert_eq!(inside_blank("std::vec{a{b}}"), "std&#58;&#58;vec{a{b&#125;&#125;");
        assert_eq!(inside_blank(":a:b}"), ":a:b&#125;");
        assert_eq!(inside_blank("a:b}c"), "a:b}c");
    }

    #[test]
    fn mathematics_is_ours() {
        assert_eq!(math_inline("a < b"), "\\(a &lt; b\\)");
        assert_eq!(math_display("x^{a_{b}}"), "\\[x^{a_{b&#125;&#125;\\]");
        assert_eq!(math_inline("{{c1::x}}"), "\\(&#123;&#123;c1&#58;&#58;x&#125;&#125;\\)");
        assert_eq!(math_inline("a\\"), "\\(a\\ \\)");
        assert_eq!(math_inline("a\\\\"), "\\(a\\\\\\)");
        assert_eq!(math_inline("[latex]"), "\\(&#91;latex]\\)");
    }

    #[test]
    fn the_browser_of_notes_lists_plain_text() {
        assert_eq!(plain("<p class=\"a>b\">1 &lt; 2 &amp;lt; <b>x</b></p>"), "1 < 2 &lt; x");
        assert_eq!(plain("\\<span></span>(x) 1 < 2"), "\\(x) 1 < 2");
    }
}
