//! Scripts as they are served: without the remarks that are for whoever reads their source.

use std::borrow::Cow;

/// `script` without lines that are only a remark, and without empty ones.
///
/// Only whole lines go, so nothing needs to be known of the language but where a text may go over more than
/// one line: a script that has such a text is left as it is. A remark that begins with `/*!` stays, as it
/// names a licence.
pub(super) fn without_remarks(script: &str) -> Cow<'_, str> {
    let goes_on = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
    let mut out = String::with_capacity(script.len());
    let mut inside = false;
    for line in script.lines() {
        let words = line.trim();
        if inside || (words.starts_with("/*") && !words.starts_with("/*!")) {
            let after = words.split_once("*/").map(|(_, after)| after.trim());
            inside = after.is_none();
            if after.is_some_and(|code| !code.is_empty()) {
                // Code behind a remark: too clever for lines.
                return Cow::Borrowed(script);
            }
        } else if !words.is_empty() && !words.starts_with("//") {
            if goes_on(line) {
                return Cow::Borrowed(script);
            }
            out.push_str(line);
            out.push('\n');
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remarks_go_and_code_stays() {
        let script =
            "// One.\n(() => {\n  /**\n   * Two.\n   */\n\n  const a = 1; // three\n  /* four */\n  f(`x`);\n})();\n";
        assert_eq!(without_remarks(script), "(() => {\n  const a = 1; // three\n  f(`x`);\n})();\n");
        assert_eq!(without_remarks("/*! MIT */\nf()\n"), "/*! MIT */\nf()\n");
        assert_eq!(without_remarks(""), "");
    }

    #[test]
    fn a_script_whose_texts_span_lines_is_left_as_it_is() {
        for script in [
            "f(`a\n// no remark\n`);\n",
            "f(\"a\\\n// no remark\");\n",
            "/* a */ f();\n",
            "/*\n a */ f();\n",
            "f(/`/);\n// a remark\n",
        ] {
            assert_eq!(without_remarks(script), script);
        }
    }
}
