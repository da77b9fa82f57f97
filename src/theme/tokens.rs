//! `tokens.css`: the custom properties that site and cards share.

use super::css;
use super::error::{Place, ThemeError};

/// Custom properties for light and dark, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Tokens {
    light: Vec<Token>,
    dark: Vec<Token>,
}

/// A custom property's name, with its two hyphens, and its value.
type Token = (String, String);

/// Which of the two rules.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rule {
    Light,
    Dark,
}

impl Tokens {
    /// Reads the text of `file`.
    ///
    /// # Errors
    /// Where it holds anything but the two rules of custom properties.
    pub(super) fn read(file: &str, text: &str) -> Result<Tokens, ThemeError> {
        let mut reader = Reader { file, text, at: 0 };
        let (mut light, mut dark) = (None, None);
        while reader.skip_blank() {
            let start = reader.at;
            let tokens = match reader.selector()? {
                Rule::Light => light.replace(reader.declarations()?),
                Rule::Dark => dark.replace(reader.declarations()?),
            };
            if tokens.is_some() {
                return Err(reader.error(start, "this rule stands here for the second time"));
            }
        }
        let light = light.ok_or_else(|| reader.error(0, "there is no `:root { ... }` rule"))?;
        Ok(Tokens { light, dark: dark.unwrap_or_default() })
    }

    /// These tokens over those of the theme that is extended.
    ///
    /// A token that is set here only for light also hides the extended theme's dark one.
    pub(super) fn over(self, parent: Tokens) -> Tokens {
        let set = |name: &str| self.light.iter().chain(&self.dark).any(|(own, _)| own == name);
        let below = |tokens: Vec<Token>| tokens.into_iter().filter(|(name, _)| !set(name)).collect::<Vec<_>>();
        let (light, dark) = (below(parent.light), below(parent.dark));
        Tokens {
            light: light.into_iter().chain(self.light).collect(),
            dark: dark.into_iter().chain(self.dark).collect(),
        }
    }

    /// The names of all tokens.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.light.iter().chain(&self.dark).map(|(name, _)| name.as_str())
    }

    /// The style sheet for the site: light, dark by choice, dark by the system's wish.
    pub(super) fn site_css(&self) -> String {
        let mut out = rule(":root", &self.light);
        if !self.dark.is_empty() {
            out.push_str(&rule(":root[data-theme=\"dark\"]", &self.dark));
            let by_system = rule(":root:not([data-theme=\"light\"])", &self.dark);
            out.push_str(&format!("@media (prefers-color-scheme: dark) {{\n{by_system}}}\n"));
        }
        out
    }

    /// The style sheet for the cards, where Anki marks the dark by a class.
    pub(super) fn card_css(&self) -> String {
        let mut out = rule(".card", &self.light);
        if !self.dark.is_empty() {
            out.push_str(&rule(".card.nightMode, .nightMode .card, .night_mode .card", &self.dark));
        }
        out
    }
}

/// One rule, a declaration a line.
fn rule(selector: &str, tokens: &[Token]) -> String {
    let body: String = tokens.iter().map(|(name, value)| format!("  {name}: {value};\n")).collect();
    format!("{selector} {{\n{body}}}\n")
}

/// Reads the little of CSS that `tokens.css` may hold.
struct Reader<'a> {
    file: &'a str,
    text: &'a str,
    /// Byte offset of what is read next.
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn error(&self, at: usize, message: impl Into<String>) -> ThemeError {
        ThemeError::new(message)
            .at(Place::of_byte(self.file, self.text, at))
            .with_help("tokens.css holds custom properties in `:root` and `:root[data-theme=\"dark\"]`, nothing else")
    }

    /// Skips white space and comments; whether anything is left.
    fn skip_blank(&mut self) -> bool {
        loop {
            let rest = self.rest();
            let trimmed = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
            let blank = rest.len() - trimmed.len();
            let comment = if trimmed.starts_with("/*") { css::comment_end(trimmed) } else { 0 };
            if blank + comment == 0 {
                return !rest.is_empty();
            }
            self.at += blank + comment;
        }
    }

    /// Reads a selector and the brace after it.
    fn selector(&mut self) -> Result<Rule, ThemeError> {
        let start = self.at;
        let Some(length) = self.rest().find('{') else {
            return Err(self.error(start, "a rule is expected here"));
        };
        let selector = css::squeeze(self.rest().get(..length).unwrap_or_default()).replace(['"', '\''], "");
        self.at += length + 1;
        match selector.as_str() {
            ":root" => Ok(Rule::Light),
            ":root[data-theme=dark]" => Ok(Rule::Dark),
            _ => Err(self.error(start, format!("the selector `{selector}` is not one of the two"))),
        }
    }

    /// Reads declarations up to the brace that closes the rule.
    fn declarations(&mut self) -> Result<Vec<Token>, ThemeError> {
        let mut tokens: Vec<Token> = Vec::new();
        loop {
            if !self.skip_blank() {
                return Err(self.error(self.at, "the rule is not closed"));
            }
            if self.rest().starts_with('}') {
                self.at += 1;
                return Ok(tokens);
            }
            if self.rest().starts_with(';') {
                self.at += 1;
                continue;
            }
            let start = self.at;
            let (name, value) = self.declaration()?;
            if tokens.iter().any(|(known, _)| *known == name) {
                return Err(self.error(start, format!("`{name}` is set twice")));
            }
            tokens.push((name, value));
        }
    }

    /// Reads one declaration, without the `;` or `}` that ends it.
    fn declaration(&mut self) -> Result<Token, ThemeError> {
        let start = self.at;
        let colon = self.rest().find(':').unwrap_or(self.rest().len());
        let name = css::squeeze(self.rest().get(..colon).unwrap_or_default());
        let custom = name.starts_with("--") && name.len() > 2 && !name.contains([';', '{', '}', ' ']);
        if !custom {
            let shown: String = name.chars().take(40).collect();
            return Err(self.error(start, format!("`{shown}` is not a custom property")));
        }
        self.at += colon + 1;
        let length = value_end(self.rest());
        let value = css::squeeze(self.rest().get(..length).unwrap_or_default());
        if value.is_empty() {
            return Err(self.error(start, format!("`{name}` has no value")));
        }
        if let Some(next) = next_declaration(self.rest().get(..length).unwrap_or_default()) {
            return Err(
                self.error(self.at + next, format!("a `;` is missing before this, after the value of `{name}`"))
            );
        }
        if value.strip_prefix('#').is_some_and(|digits| !is_colour(digits)) {
            return Err(self
                .error(start, format!("`{value}` is no colour: `#` is followed by 3, 4, 6 or 8 digits of 0-9, a-f")));
        }
        self.at += length;
        Ok((name, value))
    }
}

/// Length of the value that `text` starts with: up to a `;` or `}` outside brackets and strings.
fn value_end(text: &str) -> usize {
    let mut depth = 0usize;
    let mut at = 0;
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        match c {
            '"' | '\'' => {
                at += css::string_end(rest, c);
                continue;
            }
            '/' if rest.starts_with("/*") => {
                at += css::comment_end(rest);
                continue;
            }
            '(' | '[' | '{' => depth += 1,
            ';' | '}' if depth == 0 => return at,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += c.len_utf8();
    }
    text.len()
}

/// Where in a value a line begins that reads as the next declaration.
fn next_declaration(value: &str) -> Option<usize> {
    let lines = value.match_indices('\n').map(|(at, _)| at + 1);
    let reads = |at: &usize| {
        let line = value.get(*at..).unwrap_or_default().trim_start();
        line.starts_with("--")
            && line.find([':', '\n']).is_some_and(|end| line.get(end..).unwrap_or_default().starts_with(':'))
    };
    let start = lines.into_iter().find(reads)?;
    let line = value.get(start..)?;
    Some(start + line.len() - line.trim_start().len())
}

fn is_colour(digits: &str) -> bool {
    matches!(digits.len(), 3 | 4 | 6 | 8) && digits.chars().all(|c| c.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "/* light */\n:root {\n  --ink: #111; /* text; not dark */\n  --font: \"A; B\", serif;\n  --art: url(data:a;b)\n}\n:root[data-theme='dark'] { --ink: #eee; }";

    #[test]
    fn both_forms_are_written() {
        let tokens = Tokens::read("t", SAMPLE).unwrap();
        assert_eq!(
            tokens.site_css(),
            ":root {\n  --ink: #111;\n  --font: \"A; B\",serif;\n  --art: url(data:a;b);\n}\n\
             :root[data-theme=\"dark\"] {\n  --ink: #eee;\n}\n\
             @media (prefers-color-scheme: dark) {\n:root:not([data-theme=\"light\"]) {\n  --ink: #eee;\n}\n}\n"
        );
        assert!(tokens.card_css().starts_with(".card {\n  --ink: #111;"));
        assert!(tokens.card_css().contains(".card.nightMode, .nightMode .card, .night_mode .card {\n  --ink: #eee;"));
    }

    #[test]
    fn a_theme_lies_over_the_one_it_extends() {
        let parent = Tokens::read("p", ":root{--a:1;--b:1;--c:1}:root[data-theme=dark]{--a:2;--b:2}").unwrap();
        let child = Tokens::read("c", ":root{--a:3}").unwrap();
        let css = child.over(parent).card_css();
        assert_eq!(
            css,
            ".card {\n  --b: 1;\n  --c: 1;\n  --a: 3;\n}\n\
             .card.nightMode, .nightMode .card, .night_mode .card {\n  --b: 2;\n}\n"
        );
    }

    #[test]
    fn anything_else_is_refused_with_its_place() {
        for (css, line, message) in [
            ("", 1, "there is no `:root { ... }` rule"),
            (":root { --a: 1; }\nbody { --a: 1; }", 2, "the selector `body` is not one of the two"),
            (":root {\n  color: red;\n}", 2, "`color` is not a custom property"),
            (":root {\n --a: 1;\n --a: 2;\n}", 3, "`--a` is set twice"),
            (":root {\n --a: ;\n}", 2, "`--a` has no value"),
            (":root { --a: 1;", 1, "the rule is not closed"),
            (":root{--a:1}\n:root{--a:1}", 2, "this rule stands here for the second time"),
            ("@import 'x';", 1, "a rule is expected here"),
            (":root {\n --a: #111\n --b: 1;\n}", 3, "a `;` is missing before this, after the value of `--a`"),
            (
                ":root {\n --a: #11111g;\n}",
                2,
                "`#11111g` is no colour: `#` is followed by 3, 4, 6 or 8 digits of 0-9, a-f",
            ),
        ] {
            let error = Tokens::read("t", css).unwrap_err();
            assert_eq!((error.message.as_str(), error.place.unwrap().line), (message, line), "{css}");
        }
    }
}
