//! Values written into script files.

/// Appends `text` as a JSON string that is also safe inside any script.
///
/// Beside what JSON asks for, the line ends of Unicode and whatever could close or open a script
/// element are escaped.
pub(super) fn string(out: &mut String, text: &str) {
    out.push('"');
    let (mut before, mut written) = ('\0', 0);
    for (at, c) in text.char_indices() {
        let control;
        let escaped = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\t' => "\\t",
            '\r' => "\\r",
            '/' if before == '<' => "\\/",
            '!' if before == '<' => "\\u0021",
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
                control = format!("\\u{:04x}", u32::from(c));
                &control
            }
            _ => "",
        };
        before = c;
        if !escaped.is_empty() {
            out.push_str(text.get(written..at).unwrap_or_default());
            out.push_str(escaped);
            written = at + c.len_utf8();
        }
    }
    out.push_str(text.get(written..).unwrap_or_default());
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
