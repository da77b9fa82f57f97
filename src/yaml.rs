//! YAML with places: `recto.yaml` and front matter are read key by key, so that every finding can
//! point at the key or the value it is about.

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;
use serde_yaml::Spanned;

use crate::finding::{BAD_VALUE, FOREIGN_KEY, Finding, NOT_YAML, UNKNOWN_KEY, nearest};
use crate::source::{Source, Span};

/// The keys of a mapping, taken one by one by whoever knows them.
#[derive(Debug)]
pub struct Keys<'a> {
    source: &'a Source,
    entries: Vec<Entry>,
    known: Vec<&'static str>,
    findings: Vec<Finding>,
}

#[derive(Debug)]
struct Entry {
    key: String,
    key_span: Span,
    value: Value,
    value_span: Span,
}

/// What becomes of keys that nobody took.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Others {
    /// Each is a mistake.
    Unknown,
    /// Other tools read this text too: only a key that is nearly ours is a mistake.
    Foreign,
}

impl<'a> Keys<'a> {
    /// Reads the YAML at `yaml` in `source`; what cannot be read is a finding and gives no keys.
    pub fn read(source: &'a Source, yaml: Span) -> Keys<'a> {
        let mut keys = Keys { source, entries: Vec::new(), known: Vec::new(), findings: Vec::new() };
        let text = source.slice(yaml);
        if text.lines().all(|line| line.trim().is_empty() || line.trim_start().starts_with('#')) {
            return keys;
        }
        match serde_yaml::from_str_with_options::<Mapping>(text, options()) {
            Ok(mapping) => {
                let place = |location: serde_yaml::Location| place(text, yaml.start, location);
                keys.entries = mapping
                    .0
                    .into_iter()
                    .map(|(key, value)| Entry {
                        key_span: place(key.referenced),
                        key: key.value,
                        value_span: place(value.referenced),
                        value: value.value,
                    })
                    .collect();
            }
            Err(error) => {
                let span = error.location().map_or(yaml, |location| place(text, yaml.start, location));
                let said = error.without_snippet().to_string();
                let why = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
                // The place is told by the finding, in lines of the whole file.
                let why = why.split(" at line ").next().unwrap_or_default();
                let why = if why.starts_with("budget") { "it is too large or too deep" } else { why };
                let finding = Finding::at(&NOT_YAML, source, span, format!("this is not YAML that can be read: {why}"));
                keys.findings.push(finding.label("here").help(
                    "write `key: value` lines; put text that holds `: `, `#` or begins with `@`, `[` or `{` in quotes",
                ));
            }
        }
        keys
    }

    fn take(&mut self, key: &'static str) -> Option<Entry> {
        self.known.push(key);
        let at = self.entries.iter().position(|entry| entry.key == key)?;
        let entry = self.entries.remove(at);
        (!entry.value.is_null()).then_some(entry)
    }

    fn bad(&mut self, entry: &Entry, wanted: &str) {
        let message = format!("`{}` needs {wanted}", entry.key);
        self.findings.push(Finding::at(&BAD_VALUE, self.source, entry.value_span, message).label("this value"));
    }

    /// Takes a text; a number or a date is the text as it stands.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        let entry = self.take(key)?;
        let text = self.scalar(&entry);
        if text.is_none() {
            self.bad(&entry, "a text");
        }
        text
    }

    fn scalar(&self, entry: &Entry) -> Option<String> {
        match &entry.value {
            Value::String(text) => Some(text.trim().to_owned()),
            Value::Array(_) | Value::Object(_) => None,
            _ => Some(self.source.slice(entry.value_span).trim().to_owned()),
        }
    }

    /// Takes a text with its place.
    pub fn placed_text(&mut self, key: &'static str) -> Option<(String, Span)> {
        let span = self.value_span(key);
        self.text(key).zip(span)
    }

    /// Where the value of a key is that was not taken yet.
    pub fn value_span(&self, key: &str) -> Option<Span> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| entry.value_span)
    }

    /// Takes `true` or `false`; anything else is a finding and counts as not given.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let entry = self.take(key)?;
        let flag = entry.value.as_bool();
        if flag.is_none() {
            self.bad(&entry, "`true` or `false`");
        }
        flag
    }

    /// Takes a mapping of names to texts or lists of texts, each with its place.
    pub fn lists(&mut self, key: &'static str) -> Vec<(String, Span, Vec<String>)> {
        let Some(mut inner) = self.section(key, "lines of the form `name: text`") else { return Vec::new() };
        let mut lists = Vec::new();
        for entry in std::mem::take(&mut inner.entries) {
            let list = inner.list_of(&entry);
            lists.push((entry.key, entry.value_span, list));
        }
        self.findings.append(&mut inner.findings);
        lists
    }

    /// Takes a mapping, to be read as keys of its own.
    fn section(&mut self, key: &'static str, wanted: &str) -> Option<Keys<'a>> {
        let entry = self.take(key)?;
        if !entry.value.is_object() {
            self.bad(&entry, wanted);
            return None;
        }
        // From the beginning of its first line, so that all lines are indented alike, to the next key outside.
        let text = &self.source.text;
        let before = text.get(..entry.value_span.start).unwrap_or_default();
        let start = before.trim_end_matches(' ').len();
        let lines = text.get(start..).unwrap_or_default().split_inclusive('\n').enumerate();
        let inside =
            lines.take_while(|(number, line)| *number == 0 || line.starts_with([' ', '\t', '\r', '\n', '#', '}']));
        let length: usize = inside.map(|(_, line)| line.len()).sum();
        Some(Keys::read(self.source, Span::new(start, start + length)))
    }

    /// Takes a list of texts; one text stands for a list of it, parts separated by commas.
    pub fn list(&mut self, key: &'static str) -> Vec<String> {
        self.take(key).map(|entry| self.list_of(&entry)).unwrap_or_default()
    }

    fn list_of(&mut self, entry: &Entry) -> Vec<String> {
        let one = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        };
        let list: Option<Vec<String>> = match &entry.value {
            Value::Array(items) => items.iter().map(one).collect(),
            Value::Object(_) => None,
            _ => self.scalar(entry).map(|text| text.split(',').map(str::to_owned).collect()),
        };
        if list.is_none() {
            self.bad(entry, "a list of texts");
        }
        let trimmed = list.unwrap_or_default().into_iter().map(|text| text.trim().to_owned());
        trimmed.filter(|text| !text.is_empty()).collect()
    }

    /// Says that the value of a key that was taken is wrong.
    pub fn complain(&mut self, span: Span, message: String, help: String) {
        self.findings.push(Finding::at(&BAD_VALUE, self.source, span, message).label("this value").help(help));
    }

    /// All findings, those about keys that nobody took included.
    pub fn finish(mut self, others: Others) -> Vec<Finding> {
        for entry in &self.entries {
            let near = nearest(&entry.key, self.known.iter().copied());
            let known = || format!("known keys: {}", self.known.join(", "));
            let (rule, help) = match (others, near) {
                (_, Some(near)) => (&UNKNOWN_KEY, format!("did you mean `{near}`?")),
                (Others::Unknown, None) => (&UNKNOWN_KEY, known()),
                (Others::Foreign, None) => (&FOREIGN_KEY, known()),
            };
            let message = format!("`{}` is not a key that Recto knows", entry.key);
            self.findings.push(Finding::at(rule, self.source, entry.key_span, message).label("this key").help(help));
        }
        self.findings
    }
}

/// Limits that no honest front matter meets, against texts made to fill the memory.
fn options() -> serde_yaml::Options {
    serde_yaml::options! {
        strict_booleans: true,
        budget: serde_yaml::budget! {
            max_nodes: 2_000,
            max_depth: 16,
            max_anchors: 50,
            max_aliases: 50,
        },
    }
}

fn place(text: &str, offset: usize, location: serde_yaml::Location) -> Span {
    let span = location.span();
    let number = |number: u64| usize::try_from(number).unwrap_or_default();
    let (start, length) = match span.byte_offset().zip(span.byte_len()) {
        Some((start, length)) => (number(start).min(text.len()), number(length)),
        None => (offset_of(text, number(location.line()), number(location.column())), 1),
    };
    let end = start.saturating_add(length).min(text.len());
    let text = text.get(start..end).unwrap_or_default();
    Span::new(offset + start, offset + start + text.trim_end().len())
}

/// The byte at a line and a column, both from 1, the column in characters.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut before = text.split_inclusive('\n');
    let start: usize = before.by_ref().take(line.saturating_sub(1)).map(str::len).sum();
    let within = before.next().unwrap_or_default();
    let at = within.char_indices().nth(column.saturating_sub(1)).map_or(within.trim_end().len(), |(at, _)| at);
    start + at
}

/// A mapping as a list, keys and values with their places.
struct Mapping(Vec<(Spanned<String>, Spanned<Value>)>);

impl<'de> Deserialize<'de> for Mapping {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Mapping, D::Error> {
        struct Keys;
        impl<'de> Visitor<'de> for Keys {
            type Value = Mapping;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("lines of the form `key: value`")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapping, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Mapping(entries))
            }
        }
        deserializer.deserialize_map(Keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::SourcePath;

    fn source(text: &str) -> Source {
        Source::new(SourcePath::new("a.md"), text)
    }

    fn all(source: &Source) -> Span {
        Span::new(0, source.text.len())
    }

    #[test]
    fn values_are_read_as_people_mean_them() {
        let source = source("title: 1.10\ntags: [a, B c]\ndraft: true\ndeck:\nlist: x, y\nempty:\n");
        let mut keys = Keys::read(&source, all(&source));
        assert_eq!(keys.text("title").as_deref(), Some("1.10"));
        assert_eq!(keys.list("tags"), ["a", "B c"]);
        assert_eq!(keys.list("list"), ["x", "y"]);
        assert_eq!(keys.flag("draft"), Some(true));
        assert_eq!(keys.text("deck"), None);
        assert!(keys.list("empty").is_empty());
        assert!(keys.finish(Others::Unknown).is_empty());
    }

    #[test]
    fn mappings_are_read_with_their_places() {
        let source = source("rules:\n  # first\n  a: [x, y]\n  b::c: z\n  d:\n    - w\n    - v\ntitle: t\n");
        let mut keys = Keys::read(&source, all(&source));
        let lists: Vec<_> = keys
            .lists("rules")
            .into_iter()
            .map(|(name, span, list)| (name, source.slice(span).to_owned(), list))
            .collect();
        let texts = |list: &[&str]| list.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(lists[0], ("a".into(), "[".into(), texts(&["x", "y"])));
        assert_eq!(lists[1], ("b::c".into(), "z".into(), texts(&["z"])));
        assert_eq!((lists[2].0.as_str(), &lists[2].2), ("d", &texts(&["w", "v"])));
        assert_eq!(keys.text("title").as_deref(), Some("t"));
        assert!(keys.finish(Others::Unknown).is_empty());
        let source = super::tests::source("rules: {a: x, b: [y]}\n");
        assert_eq!(Keys::read(&source, all(&source)).lists("rules").len(), 2);
    }

    #[test]
    fn mistakes_are_placed() {
        let source = source("titel: x\ndraft: yes\nlayout: post\n");
        let mut keys = Keys::read(&source, all(&source));
        keys.text("title");
        keys.flag("draft");
        let findings = keys.finish(Others::Foreign);
        let said: Vec<_> = findings.iter().map(|f| (f.rule.name, f.place.line, f.place.column)).collect();
        assert_eq!(said, [("bad-value", 2, 8), ("unknown-key", 1, 1), ("foreign-key", 3, 1)]);
        assert_eq!(findings[1].help.as_deref(), Some("did you mean `title`?"));
    }

    #[test]
    fn what_is_not_yaml_is_one_finding() {
        for text in ["a: b: c\n", "just words\n", "- a\n- b\n", "a: [1\n", "x: &a [*a]\n"] {
            let source = source(text);
            let findings = Keys::read(&source, all(&source)).finish(Others::Foreign);
            assert_eq!(findings.len(), 1, "{text}: {findings:?}");
            assert_eq!(findings[0].rule.name, "front-matter", "{text}");
        }
    }
}
