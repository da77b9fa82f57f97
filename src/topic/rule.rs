//! Topics by rule: words or patterns of `recto.yaml` that give a question a tag.

use regex::{Regex, RegexBuilder};

use crate::tag::Tag;

/// A tag for every question in which one of some patterns is found.
#[derive(Debug, Clone)]
pub struct TagRule {
    /// The tag.
    pub tag: Tag,
    /// What is looked for in the question and the headings above it.
    pub patterns: Vec<Pattern>,
}

impl TagRule {
    pub(super) fn holds(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.regex.is_match(text))
    }
}

/// Words, or what stands between two slashes: a regular expression.
#[derive(Debug, Clone)]
pub struct Pattern {
    regex: Regex,
}

/// The largest regular expression, compiled, in bytes.
const LARGEST: usize = 1 << 20;

impl Pattern {
    /// Reads a pattern. Words match whole words, upper and lower case alike; `*` stands for more letters.
    ///
    /// # Errors
    /// Says what is wrong with a regular expression.
    pub fn parse(text: &str) -> Result<Pattern, String> {
        let text = text.trim();
        let written = match text.strip_prefix('/').and_then(|text| text.strip_suffix('/')) {
            Some(inner) if !inner.is_empty() => inner.to_owned(),
            _ => words(text),
        };
        let regex = RegexBuilder::new(&written).case_insensitive(true).size_limit(LARGEST).build();
        let why = |error: regex::Error| match error {
            regex::Error::CompiledTooBig(_) => "it is too large".to_owned(),
            other => {
                let said = other.to_string();
                said.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
        };
        regex.map(|regex| Pattern { regex }).map_err(why)
    }
}

/// The regular expression of words: borders only where letters meet, so that `c++` is found as well,
/// and none between letters of scripts that put no spaces between words.
fn words(text: &str) -> String {
    let begins = text.starts_with(is_spaced);
    let ends = text.ends_with(is_spaced);
    let parts: Vec<String> = text.split_whitespace().map(|word| regex::escape(word).replace(r"\*", r"\w*")).collect();
    let border = |there: bool| if there { r"\b" } else { "" };
    // `c` is not found in `c++` or `c#`.
    let end = if ends { r"(?:$|[^\w+#]|[+#]\w)" } else { "" };
    format!("{}{}{end}", border(begins), parts.join(r"\s+"))
}

/// Whether words of a letter's script stand apart.
fn is_spaced(c: char) -> bool {
    let dense = matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}');
    (c.is_alphanumeric() || c == '_') && !dense
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_whole() {
        let found = |pattern: &str, text: &str| Pattern::parse(pattern).unwrap().regex.is_match(text);
        for (pattern, text) in [
            ("goroutine", "What is a Goroutine?"),
            ("goroutine*", "What are goroutines?"),
            ("garbage  collector", "The garbage\ncollector"),
            ("C++", "What is new in C++?"),
            ("c#", "C# events"),
            (".net", "Why .NET?"),
            ("c", "Is it C?"),
            ("内存", "什么是内存管理？"),
            ("пам'ять", "Що таке ПАМ'ЯТЬ?"),
            ("/gc|garbage/", "What does the GC do?"),
        ] {
            assert!(found(pattern, text), "{pattern}: {text}");
        }
        for (pattern, text) in
            [("go", "What are goroutines?"), ("c", "Is it C++?"), ("c", "C# events"), ("java", "JavaScript")]
        {
            assert!(!found(pattern, text), "{pattern}: {text}");
        }
    }

    #[test]
    fn patterns_that_are_none_are_told() {
        assert_eq!(Pattern::parse("/(/").unwrap_err(), "unclosed group");
        assert_eq!(Pattern::parse(r"/\w{500}{500}/").unwrap_err(), "it is too large");
    }
}
