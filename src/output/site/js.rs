//! Values written into script files.

/// Appends `text` as a JSON string that is also safe inside any script.
///
/// Beside what JSON asks for, the line ends of Unicode and whatever could close or open a script
/// element are escaped.
pub(super) fn string(out: &mut String, text: &str) {
    use std::fmt::Write as _;
    out.push('"');
    let mut before = '\0';
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            '/' if before == '<' => out.push_str("\\/"),
            '!' if before == '<' => out.push_str("\\u0021"),
            // Writing to a string cannot fail.
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => drop(write!(out, "\\u{:04x}", u32::from(c))),
            _ => out.push(c),
        }
        before = c;
    }
    out.push('"');
}

/// Appends `items` as a JSON array of strings.
pub(super) fn strings<'a>(out: &mut String, items: impl IntoIterator<Item = &'a str>) {
    out.push('[');
    for (number, item) in items.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        string(out, item);
    }
    out.push(']');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_json_and_cannot_end_a_script() {
        let hostile = "a\"\\\n\t\r\u{1}\u{2028}\u{2029}</script><!-- <b>é/";
        let mut out = String::new();
        string(&mut out, hostile);
        assert_eq!(serde_json::from_str::<String>(&out).unwrap(), hostile);
        assert!(!out.contains("</") && !out.contains("<!") && !out.contains('\u{2028}'));
        let mut out = String::new();
        strings(&mut out, ["a", "b"]);
        assert_eq!(out, "[\"a\",\"b\"]");
    }
}
