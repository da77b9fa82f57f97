//! The words of the built-in themes: every language has them all, templates and scripts use no others,
//! and nothing that people read stands outside of them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use icu_plurals::PluralRules;
use serde_json::Value;

/// Key to word, of one section of a file.
type Section = BTreeMap<String, Value>;

/// The files of all built-in themes with this ending, by path below `themes/`.
fn files(ending: &str) -> BTreeMap<String, String> {
    let root = support::root().join("themes");
    let entries = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
    let paths = entries.map(walkdir::DirEntry::into_path).filter(|path| path.to_str().unwrap().ends_with(ending));
    let name = |path: &std::path::Path| path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
    paths.map(|path| (name(&path), fs::read_to_string(path).unwrap())).collect()
}

/// The scripts that were written here; libraries of others lie in `vendor/`.
fn scripts() -> BTreeMap<String, String> {
    files(".js").into_iter().filter(|(path, _)| !path.contains("/vendor/")).collect()
}

fn words(file: &str) -> BTreeMap<String, Section> {
    let text = fs::read_to_string(support::root().join("themes/recto/strings").join(file)).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

fn english() -> Section {
    words("en.yaml").into_values().flatten().collect()
}

/// The texts of a word, each with the plural it is for, if it is.
fn forms(word: &Value) -> Vec<(Option<&str>, &str)> {
    match word {
        Value::Object(forms) => {
            forms.iter().map(|(plural, text)| (Some(plural.as_str()), text.as_str().unwrap())).collect()
        }
        text => vec![(None, text.as_str().unwrap())],
    }
}

/// The `{names}` of a text.
fn names(text: &str) -> BTreeSet<&str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
}

#[test]
fn every_language_has_all_words_and_no_others() {
    let english = words("en.yaml");
    let languages: Vec<String> =
        files(".yaml").into_keys().filter_map(|path| Some(path.strip_prefix("recto/strings/")?.to_owned())).collect();
    for wanted in ["ar.yaml", "de.yaml", "en.yaml", "es.yaml", "zh.yaml"] {
        assert!(languages.iter().any(|file| file == wanted), "{wanted} is missing");
    }
    for file in &languages {
        let own = words(file);
        assert_eq!(own.keys().collect::<Vec<_>>(), english.keys().collect::<Vec<_>>(), "{file}: sections");
        for (section, words) in &english {
            let keys = |section: &Section| section.keys().cloned().collect::<BTreeSet<_>>();
            let (here, there) = (keys(&own[section]), keys(words));
            assert_eq!(there.difference(&here).collect::<Vec<_>>(), Vec::<&String>::new(), "{file} lacks");
            assert_eq!(here.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "{file} has besides");
            for (key, word) in &own[section] {
                fits(file, key, word, &words[key]);
            }
        }
    }
}

/// A word has the plurals of its language and the names of the English one.
fn fits(file: &str, key: &str, word: &Value, english: &Value) {
    assert_eq!(word.is_object(), english.is_object(), "{file}: {key} depends on a number or not");
    let all: BTreeSet<&str> = forms(english).iter().flat_map(|(_, text)| names(text)).collect();
    for (plural, text) in forms(word) {
        assert!(!text.trim().is_empty(), "{file}: {key} is empty");
        let mut needed = all.clone();
        // "One question" needs no number where the form is for one number alone.
        if matches!(plural, Some("zero" | "one" | "two")) && !names(text).contains("n") {
            needed.remove("n");
        }
        assert_eq!(names(text), needed, "{file}: {key}: the names in braces");
    }
    if word.is_object() {
        let locale: icu_locale_core::Locale = file.strip_suffix(".yaml").unwrap().parse().unwrap();
        let rules = PluralRules::try_new_cardinal(locale.into()).unwrap();
        let needed: BTreeSet<String> =
            (0..=200usize).map(|n| format!("{:?}", rules.category_for(n)).to_lowercase()).collect();
        let here: BTreeSet<String> = forms(word).iter().map(|(plural, _)| plural.unwrap().to_owned()).collect();
        assert_eq!(here, &needed | &BTreeSet::from(["other".to_owned()]), "{file}: {key}: the plurals");
    }
}

#[test]
fn templates_and_scripts_use_words_that_are_there() {
    let mut wrong = Vec::new();
    let all = english();
    for (path, text) in files(".html") {
        for (at, _) in text.match_indices("| t") {
            let after = text[at + 3..].chars().next();
            if !after.is_some_and(|c| c == '(' || c == ' ') {
                continue;
            }
            let key =
                text[..at].trim_end().strip_suffix('"').and_then(|before| before.rsplit_once('"')).map(|(_, key)| key);
            if !key.is_some_and(|key| all.contains_key(key)) {
                wrong.push(format!("{path}: {key:?}"));
            }
        }
    }
    let own = &words("en.yaml")["scripts"];
    for (path, text) in scripts() {
        for literal in called_with(&text) {
            let known = match literal.split_once("${") {
                Some((begin, _)) => own.keys().any(|key| key.starts_with(begin)),
                None => own.contains_key(literal),
            };
            if !known {
                wrong.push(format!("{path}: {literal}"));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new(), "no such words in en.yaml (scripts see only `scripts:`)");
}

/// What a script hands to `t(...)` as a literal.
fn called_with(script: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in script.match_indices("t(") {
        let before = script[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
            continue;
        }
        let rest = &script[at + 2..];
        if let Some(quote) = rest.chars().next().filter(|c| matches!(c, '"' | '`')) {
            found.push(rest[1..].split(quote).next().unwrap());
        }
    }
    found
}

#[test]
fn every_word_is_used() {
    let mut used: Vec<String> = files(".html").into_values().chain(scripts().into_values()).collect();
    for entry in fs::read_dir(support::root().join("src/output/site")).unwrap() {
        used.push(fs::read_to_string(entry.unwrap().path()).unwrap());
    }
    let used = used.join("\n");
    let is_used = |key: &&String| {
        let (area, _) = key.split_once('.').unwrap_or((key, ""));
        used.contains(&format!("\"{key}\"")) || used.contains(&format!("`{area}.${{"))
    };
    let english = english();
    let idle: Vec<&String> = english.keys().filter(|key| !is_used(key)).collect();
    assert_eq!(idle, Vec::<&String>::new());
}

#[test]
fn templates_hold_no_text_of_their_own() {
    for (path, text) in files(".html") {
        let text = without(&without(&without(&text, "{#", "#}"), "{%", "%}"), "{{", "}}");
        for name in ["aria-label", "title", "placeholder", "alt", "value", "aria-roledescription"] {
            for (at, _) in text.match_indices(&format!(" {name}=\"")) {
                let value = text[at + name.len() + 3..].split('"').next().unwrap();
                // What a choice stands for is seen by scripts alone.
                let tag = text[..at].rsplit('<').next().unwrap();
                if name == "value" && tag.contains("type=\"radio\"") {
                    continue;
                }
                assert!(!value.chars().any(char::is_alphabetic), "{path}: {name}=\"{value}\"");
            }
        }
        let visible = without(&text, "<", ">");
        let words: Vec<&str> =
            visible.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
        assert_eq!(words, Vec::<&str>::new(), "{path}");
    }
}

/// `text` with a space in place of everything from `open` to `close`.
fn without(text: &str, open: &str, close: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(open) {
        out.push_str(before);
        out.push(' ');
        rest = after.split_once(close).map_or("", |(_, after)| after);
    }
    out + rest
}

#[test]
fn scripts_hold_no_text_of_their_own() {
    for (path, text) in scripts() {
        for literal in literals(&text) {
            assert!(!is_prose(&literal), "{path}: {literal:?} is read by people; put it into strings/");
        }
    }
    for prose in
        ["Copy", "Study everything", "No questions", "it ended.", "Закрыть", "press {key}", "take it back", "3 of 4"]
    {
        assert!(is_prose(prose), "{prose}");
    }
    for code in [
        "ArrowDown",
        "button quiet",
        "aria-label",
        "a, button, pre",
        "Enter",
        "recto:theme",
        "input:not([type=checkbox]), select",
        "…",
        "main a[data-guid]",
    ] {
        assert!(!is_prose(code), "{code}");
    }
}

/// Whether people would read this text: a capital letter before small ones, a sign of sentences, letters
/// beyond ASCII, or a word that no selector and no list of classes has.
fn is_prose(text: &str) -> bool {
    const KEYS: [&str; 10] = ["Arrow", "Enter", "Esc", "Escape", "Tab", "Space", "Home", "End", "Backspace", "Delete"];
    const LITTLE: [&str; 14] =
        ["the", "of", "is", "to", "it", "no", "not", "this", "and", "or", "your", "with", "you", "was"];
    if KEYS.contains(&text) {
        return false;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |word: &&str| {
        let mut chars = word.chars();
        let first = chars.next().is_some_and(char::is_uppercase);
        first && word.chars().count() > 1 && chars.all(|c| c.is_lowercase() || matches!(c, '.' | '…' | ':' | '?' | '!'))
    };
    // `session.` is the beginning of a key.
    let sentence = text.ends_with('.') && words.len() > 1;
    words.iter().any(capital)
        || sentence
        || text.chars().any(|c| !c.is_ascii() && c.is_alphabetic())
        || (words.len() > 1 && words.iter().any(|word| LITTLE.contains(word)))
        || words.len() > 1 && words.iter().any(|word| word.starts_with('{'))
}

/// The string literals of a script: comments and regular expressions are none; of a template literal
/// the parts between its `${}`.
fn literals(script: &str) -> Vec<String> {
    let chars: Vec<char> = script.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    // What stood last that was no space: after these a slash begins a regular expression.
    let mut last = '(';
    // Open braces of `${`, each with the number of braces open inside.
    let mut holes: Vec<usize> = Vec::new();
    while at < chars.len() {
        let (c, next) = (chars[at], chars.get(at + 1).copied().unwrap_or(' '));
        let mut quoted = None;
        match c {
            '/' if next == '/' => {
                while at < chars.len() && chars[at] != '\n' {
                    at += 1;
                }
                continue;
            }
            '/' if next == '*' => {
                while at + 1 < chars.len() && (chars[at], chars[at + 1]) != ('*', '/') {
                    at += 1;
                }
                at += 2;
                continue;
            }
            '/' if "(,=:[!&|?{};+".contains(last) => {
                let mut class = false;
                at += 1;
                while at < chars.len() && (class || chars[at] != '/') {
                    class = (class || chars[at] == '[') && chars[at] != ']';
                    at += if chars[at] == '\\' { 2 } else { 1 };
                }
            }
            '{' => {
                if let Some(open) = holes.last_mut() {
                    *open += 1;
                }
            }
            '}' => match holes.last_mut() {
                Some(0) => {
                    holes.pop();
                    quoted = Some('`');
                }
                Some(open) => *open -= 1,
                None => {}
            },
            '"' | '\'' | '`' => quoted = Some(c),
            _ => {}
        }
        if let Some(quote) = quoted {
            let mut literal = String::new();
            at += 1;
            while at < chars.len() && chars[at] != quote {
                if quote == '`' && chars[at] == '$' && chars.get(at + 1) == Some(&'{') {
                    holes.push(0);
                    at += 1;
                    break;
                }
                if chars[at] == '\\' {
                    at += 1;
                }
                literal.push(chars.get(at).copied().unwrap_or(' '));
                at += 1;
            }
            found.push(literal);
        }
        if !c.is_whitespace() {
            last = if quoted.is_some() { '"' } else { c };
        }
        at += 1;
    }
    found
}
