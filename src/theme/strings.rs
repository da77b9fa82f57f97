//! The words of the pages in a language: `strings/LANGUAGE.yaml` of the themes of a chain.
//!
//! Key by key, the nearest theme's word in the wanted language comes first, last the built-in English
//! one. So a file may hold as little as one word.

use std::collections::{BTreeMap, BTreeSet};

use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};
use serde::Deserialize;
use serde_json::Value;

use super::error::{Place, ThemeError};
use super::lookup::{self, File, Layer};
use super::manifest::closest;
use super::required::BASE_THEME;

/// Where a theme has its words.
const FOLDER: &str = "strings/";

/// The language every word is known in.
const FALLBACK: &str = "en";

/// The words of one language, with English ones where it has none.
#[derive(Debug)]
pub(super) struct Strings {
    /// The wanted language first, from narrow to wide (`zh-Hant-TW`, `zh-Hant`, `zh`), last English.
    languages: Vec<Language>,
    /// Keys that scripts may use.
    for_scripts: BTreeSet<String>,
}

/// What is known in one language.
#[derive(Debug)]
struct Language {
    /// Its BCP 47 tag.
    tag: String,
    /// Whose plurals are used; none where the tag is not of a known form.
    plurals: Option<PluralRulesPreferences>,
    words: BTreeMap<String, Word>,
}

/// A word or sentence.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Word {
    /// The same for all numbers.
    Plain(String),
    /// One form a plural.
    Plural(Forms),
}

/// The forms of a word for the plurals of CLDR.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Forms {
    zero: Option<String>,
    one: Option<String>,
    two: Option<String>,
    few: Option<String>,
    many: Option<String>,
    other: String,
}

/// A file of words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    /// Used by templates alone.
    #[serde(default)]
    pages: BTreeMap<String, Word>,
    /// Used by scripts, and by templates.
    #[serde(default)]
    scripts: BTreeMap<String, Word>,
}

impl Forms {
    /// The form for `category`.
    fn of(&self, category: PluralCategory) -> &str {
        let form = match category {
            PluralCategory::Zero => &self.zero,
            PluralCategory::One => &self.one,
            PluralCategory::Two => &self.two,
            PluralCategory::Few => &self.few,
            PluralCategory::Many => &self.many,
            PluralCategory::Other => &None,
        };
        form.as_deref().unwrap_or(&self.other)
    }

    /// The forms that are there, by their names.
    pub(super) fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let Forms { zero, one, two, few, many, other } = self;
        let some = [("zero", zero), ("one", one), ("two", two), ("few", few), ("many", many)];
        let some = some.into_iter().filter_map(|(name, form)| Some((name, form.as_deref()?)));
        some.chain([("other", other.as_str())])
    }
}

impl Strings {
    /// The words of `layers` in `language`.
    ///
    /// # Errors
    /// Where a file is not UTF-8, not YAML, or has a key that English does not have.
    pub(super) fn load(layers: &[Layer], language: &str) -> Result<Strings, ThemeError> {
        let base = lookup::builtin_files(BASE_THEME);
        // The base theme's words are there for every theme, also for one that extends nothing.
        let themes =
            || std::iter::once((BASE_THEME, &base)).chain(layers.iter().rev().map(|l| (&*l.manifest.name, &l.files)));
        let mut english = Language::new(FALLBACK);
        let mut for_scripts = BTreeSet::new();
        for (theme, files) in themes() {
            if let Some((file, words)) = read(theme, files, FALLBACK)? {
                for_scripts.extend(words.scripts.keys().cloned());
                english.add(&file, words, None)?;
            }
        }
        let mut languages = Vec::new();
        let mut tag = language;
        while !tag.is_empty() && !tag.eq_ignore_ascii_case(FALLBACK) {
            let mut own = Language::new(tag);
            for (theme, files) in themes() {
                if let Some((file, words)) = read(theme, files, tag)? {
                    own.add(&file, words, Some(&english))?;
                }
            }
            languages.push(own);
            tag = tag.rsplit_once('-').map_or("", |(wider, _)| wider);
        }
        languages.push(english);
        Ok(Strings { languages, for_scripts })
    }

    /// The word for `key` with what `values` has for each `{name}`; `n` also decides the plural.
    /// Nothing where no language has the key.
    pub(super) fn word(&self, key: &str, values: &BTreeMap<&str, String>) -> Option<String> {
        let (language, word) = self.languages.iter().find_map(|language| Some((language, language.words.get(key)?)))?;
        Some(fill(language.form(word, values.get("n").map_or("", String::as_str)), values))
    }

    /// The key most like `key`.
    pub(super) fn like(&self, key: &str) -> Option<&str> {
        closest(key, self.languages.last()?.words.keys().map(String::as_str))
    }

    /// What scripts may use: for each language its tag and words, each word only in its first language.
    pub(super) fn for_scripts(&self) -> Value {
        let mut seen = BTreeSet::new();
        let languages = self.languages.iter().map(|language| {
            let words = language.words.iter();
            let words = words.filter(|(key, _)| self.for_scripts.contains(*key) && seen.insert(key.as_str()));
            (language.tag.as_str(), words.map(|(key, word)| (key.clone(), word.json())).collect::<Value>())
        });
        let languages = languages.map(|(tag, words)| Value::from(vec![Value::from(tag), words]));
        // A language without any words would only be read for nothing.
        languages.filter(|pair| pair.get(1).and_then(Value::as_object).is_some_and(|words| !words.is_empty())).collect()
    }
}

impl Word {
    /// A text, or a map of plurals.
    fn json(&self) -> Value {
        match self {
            Word::Plain(text) => Value::from(text.as_str()),
            Word::Plural(forms) => forms.all().map(|(name, form)| (name.to_owned(), Value::from(form))).collect(),
        }
    }
}

impl Language {
    fn new(tag: &str) -> Language {
        let plurals = tag.parse::<Locale>().ok().map(PluralRulesPreferences::from);
        Language { tag: tag.to_owned(), plurals, words: BTreeMap::new() }
    }

    /// Puts the words of a nearer theme over those that are there.
    fn add(&mut self, file: &Place, words: Words, english: Option<&Language>) -> Result<(), ThemeError> {
        for (key, word) in words.pages.into_iter().chain(words.scripts) {
            if let Some(english) = english
                && !english.words.contains_key(&key)
            {
                let error = ThemeError::new(format!("unknown key `{key}`")).at(file.clone());
                return Err(match closest(&key, english.words.keys().map(String::as_str)) {
                    Some(close) => error.with_help(format!("did you mean `{close}`?")),
                    None => error.with_help("a theme's own words stand in its strings/en.yaml first"),
                });
            }
            self.words.insert(key, word);
        }
        Ok(())
    }

    /// The form of `word` for the number `n`, if it is one.
    fn form<'a>(&self, word: &'a Word, n: &str) -> &'a str {
        match word {
            Word::Plain(text) => text,
            Word::Plural(forms) => forms.of(self.plural(n).unwrap_or(PluralCategory::Other)),
        }
    }

    /// The plural for the number `n`.
    fn plural(&self, n: &str) -> Option<PluralCategory> {
        let n: usize = n.parse().ok()?;
        Some(PluralRules::try_new_cardinal(self.plurals?).ok()?.category_for(n))
    }
}

/// `text` with the values of its `{names}`; a name without a value stays as it is.
fn fill(text: &str, values: &BTreeMap<&str, String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let value = after.split_once('}').and_then(|(name, rest)| Some((values.get(name)?, rest)));
        rest = match value {
            Some((value, rest)) => {
                out.push_str(value);
                rest
            }
            None => {
                out.push('{');
                after
            }
        };
    }
    out.push_str(rest);
    out
}

/// The words of a theme's file for the language `tag`, whatever the case of its name, with its place.
fn read(theme: &str, files: &BTreeMap<String, File>, tag: &str) -> Result<Option<(Place, Words)>, ThemeError> {
    let wanted = |path: &str| {
        let name = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".yaml"));
        name.is_some_and(|name| name.eq_ignore_ascii_case(tag))
    };
    let Some((path, file)) = files.iter().find(|(path, _)| wanted(path)) else { return Ok(None) };
    let path = format!("themes/{theme}/{path}");
    let text = std::str::from_utf8(&file.bytes).map_err(|_| ThemeError::new(format!("{path} is not UTF-8")))?;
    let options = serde_yaml::options! {
        budget: serde_yaml::budget! { max_nodes: 20_000, max_depth: 6 },
        with_snippet: false,
    };
    let words = serde_yaml::from_str_with_options(text, options).map_err(|error| {
        let error = error.without_snippet();
        let said = error.to_string();
        let (line, column) = error.location().map_or((1, 1), |at| (at.line(), at.column()));
        let number = |n: u64| usize::try_from(n).unwrap_or(1);
        let place = Place::new(&path, text, number(line), number(column));
        ThemeError::new(said.lines().next().unwrap_or_default()).at(place)
    })?;
    Ok(Some((Place::new(&path, text, 1, 1), words)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a theme `near` with these files, in a language.
    fn strings(files: &[(&str, &str)], language: &str) -> Result<Strings, ThemeError> {
        let mut project: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        project.insert("near/theme.yaml".into(), "name: near".into());
        for (path, text) in files {
            project.insert(format!("near/strings/{path}"), (*text).into());
        }
        Strings::load(&lookup::chain("near", &project)?, language)
    }

    fn count(strings: &Strings, key: &str, n: usize) -> String {
        strings.word(key, &BTreeMap::from([("n", n.to_string())])).unwrap()
    }

    #[test]
    fn plurals_are_those_of_the_language_of_the_word() {
        let of = |language, numbers: &[usize]| {
            let strings = strings(&[], language).unwrap();
            numbers.iter().map(|n| count(&strings, "count.questions", *n)).collect::<Vec<_>>()
        };
        assert_eq!(of("en", &[0, 1, 2]), ["0 questions", "1 question", "2 questions"]);
        assert_eq!(of("de-AT", &[1, 2]), ["1 Frage", "2 Fragen"]);
        assert_eq!(of("zh-Hans-CN", &[1]), ["1 个问题"]);
        assert_eq!(of("ar", &[1, 2, 3, 11, 100]), ["سؤال واحد", "سؤالان", "3 أسئلة", "11 سؤالًا", "100 سؤال"]);
        // No words of its own: English ones with English plurals, though Ukrainian has more of them.
        assert_eq!(of("uk", &[1, 3]), ["1 question", "3 questions"]);
    }

    #[test]
    fn a_file_may_hold_one_word_and_the_nearest_wins() {
        let files = [
            ("DE-at.yaml", "pages: {nav.topics: Sachen}"),
            ("de.yaml", "pages: {nav.topics: Dinge, nav.tags: Marken}"),
            ("fr.yaml", "scripts: {copy.done: Copié}"),
        ];
        let words = |language, keys: &[&str]| {
            let strings = strings(&files, language).unwrap();
            keys.iter().map(|key| strings.word(key, &BTreeMap::new()).unwrap()).collect::<Vec<_>>()
        };
        let keys = ["nav.topics", "nav.tags", "nav.study", "copy.done"];
        assert_eq!(words("de-AT", &keys), ["Sachen", "Marken", "Lernen", "Kopiert"]);
        assert_eq!(words("de", &keys), ["Dinge", "Marken", "Lernen", "Kopiert"]);
        assert_eq!(words("fr", &keys), ["Topics", "Tags", "Study", "Copié"]);
    }

    #[test]
    fn a_theme_may_have_words_of_its_own_but_english_has_them_first() {
        let own = ("en.yaml", "pages: {motto: Learn}");
        let german = ("de.yaml", "pages: {motto: Lerne}");
        let found = strings(&[own, german], "de").unwrap();
        assert_eq!(found.word("motto", &BTreeMap::new()).unwrap(), "Lerne");
        assert!(strings(&[german], "de").unwrap_err().message.contains("unknown key `motto`"));
        let error = strings(&[("de.yaml", "pages: {nav.tag: x}")], "de").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("did you mean `nav.tags`?"));
        for broken in
            ["pages: {count.questions: {one: x}}", "pages: [", "other: {}", "pages: {skip: {half: x, other: y}}"]
        {
            let error = strings(&[("de.yaml", broken)], "de").unwrap_err();
            assert_eq!(error.place.map(|place| place.file).as_deref(), Some("themes/near/strings/de.yaml"), "{broken}");
        }
    }

    #[test]
    fn names_are_filled_in_and_unknown_ones_stay() {
        let values = BTreeMap::from([("n", "3".to_owned()), ("title", "{n}".to_owned())]);
        assert_eq!(fill("{title}: {n} of {total}, {", &values), "{n}: 3 of {total}, {");
    }

    #[test]
    fn scripts_get_their_words_once_in_the_first_language_that_has_them() {
        let words = strings(&[("fr.yaml", "scripts: {copy.done: Copié}")], "fr-CA").unwrap().for_scripts();
        let (french, english) = (&words[0], &words[1]);
        assert_eq!((&french[0], &french[1]["copy.done"]), (&Value::from("fr"), &Value::from("Copié")));
        assert_eq!(english[0], "en");
        assert!(english[1].get("copy.done").is_none() && english[1].get("nav.tags").is_none());
        assert_eq!(english[1]["count.questions"]["one"], "{n} question");
        assert_eq!(words.as_array().unwrap().len(), 2);
    }
}
