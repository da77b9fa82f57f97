//! Style sheets made smaller without being understood.

/// `css` without comments and without white space that means nothing.
///
/// Strings and unquoted `url(...)` stay as they are; spaces that may part selectors or values are
/// kept, as one space.
pub(super) fn squeeze(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut rest = css;
    // Whether the sign written last is one of CSS itself, and not escaped.
    let mut plain = true;
    while let Some(c) = rest.chars().next() {
        let taken = if rest.starts_with("/*") {
            let end = comment_end(rest);
            let after = rest.get(end..).and_then(|rest| rest.chars().next());
            // `1px/**/2px` are two values: a comment parts what would grow together.
            if out.chars().next_back().is_some_and(is_name) && after.is_some_and(is_name) {
                out.push(' ');
            }
            end
        } else if c == '"' || c == '\'' {
            let end = string_end(rest, c);
            out.push_str(rest.get(..end).unwrap_or(rest));
            end
        } else if starts_url(rest) {
            let end = rest.find(')').map_or(rest.len(), |at| at + 1);
            out.push_str(rest.get(..end).unwrap_or(rest));
            end
        } else if c.is_ascii_whitespace() {
            let needless = plain && out.ends_with([' ', '{', '}', ';', ',']);
            if !out.is_empty() && !needless {
                out.push(' ');
            }
            plain = true;
            c.len_utf8()
        } else {
            if matches!(c, '{' | '}') && plain && out.ends_with(' ') {
                out.pop();
            }
            out.push(c);
            plain = c != '\\';
            if c == '\\' {
                // What is escaped is never a sign of its own.
                let escaped = rest.chars().nth(1);
                out.extend(escaped);
                c.len_utf8() + escaped.map_or(0, char::len_utf8)
            } else {
                c.len_utf8()
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    out.truncate(out.trim_end().len());
    out
}

/// Length of the comment that `text` starts with.
pub(super) fn comment_end(text: &str) -> usize {
    let close = text.get(2..).and_then(|inner| inner.find("*/"));
    close.map_or(text.len(), |at| at + 4)
}

/// Length of the string in `quote`s that `text` starts with.
pub(super) fn string_end(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// Whether `text` starts with an address without quotes.
fn starts_url(text: &str) -> bool {
    let start = text.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("url("));
    start && !text.get(4..).unwrap_or_default().trim_start().starts_with(['"', '\''])
}

/// Whether `c` may stand in a name or number.
fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '%')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_means_nothing_goes() {
        for (css, small) in [
            ("/* a */ .card  {\n  color : red ;\n}\n\n.b,\n.c { }", ".card{color : red ;}.b,.c{}"),
            (
                "a :hover > b + c { margin: 1px/**/2px calc(1px + 2px) }",
                "a :hover > b + c{margin: 1px 2px calc(1px + 2px)}",
            ),
            ("a::before{content:\"/*  } \\\" \"}", "a::before{content:\"/*  } \\\" \"}"),
            ("a{b:url( data:image/*;x  y ) }", "a{b:url( data:image/*;x  y )}"),
            ("a{b:url( \"x\" )}", "a{b:url( \"x\" )}"),
            (".a\\ b\\{ c{}", ".a\\ b\\{ c{}"),
            ("a{} /* open", "a{}"),
            ("a{b:'open", "a{b:'open"),
            ("@media (min-width: 1px) and (x) { a { } }", "@media (min-width: 1px) and (x){a{}}"),
            ("é{--ü: 日本 ;}", "é{--ü: 日本 ;}"),
            (".a\\  { } .b", ".a\\ {}.b"),
            ("\\", "\\"),
        ] {
            assert_eq!(squeeze(css), small);
        }
    }
}
