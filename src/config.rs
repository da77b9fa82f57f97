//! Settings: `recto.yaml` for a project, front matter for a document.

use crate::atomise::{CardRules, Granularity, Typing};
use crate::dialect::{Allowed, DIALECTS};
use crate::finding::{Finding, nearest};
use crate::lint::{Level, Levels};
use crate::markdown::FrontMatterText;
use crate::source::{Source, Span};
use crate::tag::{Origin, Origins, Tag};
use crate::topic::{Pattern, TagRule};
use crate::yaml::{Keys, Others};

/// What `recto.yaml` sets. Every key may be left out.
#[derive(Debug, Clone)]
pub struct Config {
    /// `title`: of the deck and the site; else the only document's title, else the folder's name.
    pub title: Option<String>,
    /// `language`: BCP 47 tag of the site's pages; else the one its documents agree on.
    pub language: Option<String>,
    /// `base_url`: where the site will be, for links from cards and for the site map.
    pub base_url: Option<String>,
    /// `repository`: address of the project's repository, for "edit this page".
    pub repository: Option<String>,
    /// `deck`: name of the deck that holds all others; else the title.
    pub deck: Option<String>,
    /// Where the deck that holds all others is named: the value of `deck`, else of `title`.
    pub deck_span: Option<Span>,
    /// `dialects`: which may be used; else all.
    pub dialects: Allowed,
    /// `theme`: the theme's name.
    pub theme: String,
    /// `ignore`: patterns of paths below `content/` to leave out.
    pub ignore: Vec<String>,
    /// `tags`: put on every note.
    pub tags: Vec<Tag>,
    /// `topics`: what may give notes their tags; else everything.
    pub origins: Origins,
    /// `tag_rules`: tags for questions that hold certain words.
    pub tag_rules: Vec<TagRule>,
    /// `lints`: which run, and how much they weigh.
    pub lints: Levels,
    /// `granularity`, `sequence`, `reversed`, `type`: what cards are made of questions.
    pub cards: CardRules,
    /// `subdecks`: whether questions and facts are put into decks of their own.
    pub subdecks: bool,
    /// `retired`: what becomes of notes that left the content.
    pub retired: Retired,
    /// `seed`: mixed into guids, so that two projects with the same questions stay apart.
    pub seed: Option<String>,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            title: None,
            language: None,
            base_url: None,
            repository: None,
            deck: None,
            deck_span: None,
            dialects: Allowed::Any,
            theme: "recto".into(),
            ignore: Vec::new(),
            tags: Vec::new(),
            origins: Origins::ALL,
            tag_rules: Vec::new(),
            lints: Levels::default(),
            cards: CardRules::default(),
            subdecks: false,
            retired: Retired::Tag,
            seed: None,
        }
    }
}

impl Config {
    /// Reads `recto.yaml`.
    pub fn read(source: &Source) -> (Config, Vec<Finding>) {
        let mut keys = Keys::read(source, Span::new(0, source.text.len()));
        let default = Config::default();
        let deck_span = keys.value_span("deck").or(keys.value_span("title"));
        let config = Config {
            title: keys.text("title"),
            language: language(&mut keys),
            base_url: web_address(&mut keys, "base_url"),
            repository: web_address(&mut keys, "repository"),
            deck: keys.text("deck"),
            deck_span,
            dialects: dialects(&mut keys, "dialects"),
            theme: keys.text("theme").unwrap_or(default.theme),
            ignore: keys.list("ignore"),
            tags: tags(&mut keys),
            origins: origins(&mut keys),
            tag_rules: tag_rules(&mut keys),
            lints: lints(&mut keys),
            cards: cards(&mut keys),
            subdecks: keys.flag("subdecks").unwrap_or(false),
            retired: retired(&mut keys),
            seed: keys.text("seed"),
        };
        (config, keys.finish(Others::Unknown))
    }
}

/// What becomes of notes that left the content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Retired {
    /// They are shipped once more, with a tag.
    Tag,
    /// They are left as they are.
    Keep,
}

fn retired(keys: &mut Keys<'_>) -> Retired {
    match keys.placed_text("retired") {
        None => Retired::Tag,
        Some((text, _)) if text == "tag" => Retired::Tag,
        Some((text, _)) if text == "keep" => Retired::Keep,
        Some((text, span)) => {
            let help = "`tag` ships notes that left the documents once more, tagged; `keep` leaves them alone".into();
            keys.complain(span, format!("`{text}` is not what can become of retired notes"), help);
            Retired::Tag
        }
    }
}

/// What the front matter of a document sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `title`: the document's title.
    pub title: Option<String>,
    /// `deck`: full name of the deck for its notes, with the place for findings about it.
    pub deck: Option<(String, Span)>,
    /// `tags`: put on each of its notes.
    pub tags: Vec<Tag>,
    /// `dialect`: the only ones to use.
    pub dialect: Option<Allowed>,
    /// `lints`: which run on it, and how much they weigh.
    pub lints: Levels,
    /// `granularity`, `sequence`, `reversed`, `type`: what cards are made of its questions.
    pub cards: CardRules,
    /// `draft`: leave the document out for now.
    pub draft: bool,
    /// `lang`: BCP 47 tag of the document's text. Other tools write more under this key, so what is no
    /// such tag counts as not given.
    pub language: Option<String>,
}

impl FrontMatter {
    /// Reads the front matter of a document that has some.
    pub fn read(source: &Source, text: Option<FrontMatterText>) -> (FrontMatter, Vec<Finding>) {
        let Some(text) = text else { return (FrontMatter::default(), Vec::new()) };
        if let Some(front) = toml(source.slice(text.yaml)) {
            return (front, Vec::new());
        }
        let mut keys = Keys::read(source, text.yaml);
        let front = FrontMatter {
            title: keys.text("title"),
            deck: keys.placed_text("deck"),
            tags: tags(&mut keys),
            cards: cards(&mut keys),
            dialect: Some(dialects(&mut keys, "dialect")).filter(|allowed| *allowed != Allowed::Any),
            lints: lints(&mut keys),
            draft: keys.flag("draft").unwrap_or(false),
            language: keys.text("lang").and_then(|text| language_tag(&text)),
        };
        (front, keys.finish(Others::Foreign))
    }
}

/// TOML where YAML is usual, as hashcards writes it: lines `key = value`. Only a name is taken from it.
fn toml(text: &str) -> Option<FrontMatter> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let pairs: Option<Vec<(&str, &str)>> = lines
        .map(|line| line.split_once('=').map(|(key, value)| (key.trim(), value.trim())))
        .map(|pair| pair.filter(|(key, _)| !key.is_empty() && !key.contains([':', ' '])))
        .collect();
    let pairs = pairs.filter(|pairs| !pairs.is_empty())?;
    let name = pairs.iter().find(|(key, _)| matches!(*key, "name" | "title"));
    let title = name.map(|(_, value)| value.trim_matches(['"', '\'']).to_owned());
    Some(FrontMatter { title, ..FrontMatter::default() })
}

/// The language of the site.
fn language(keys: &mut Keys<'_>) -> Option<String> {
    let (text, span) = keys.placed_text("language")?;
    let tag = language_tag(&text);
    if tag.is_none() {
        let message = format!("`{text}` is not the tag of a language");
        keys.complain(span, message, "write it like `en`, `de`, `pt-BR` or `zh-Hans`".into());
    }
    tag
}

/// `text` as a BCP 47 tag, if it has the form of one.
fn language_tag(text: &str) -> Option<String> {
    let tag = text.replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next()?;
    let letters = |part: &str| part.chars().all(|c| c.is_ascii_alphabetic());
    let rest = |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    ((2..=3).contains(&first.len()) && letters(first) && parts.all(rest)).then_some(tag)
}

fn tags(keys: &mut Keys<'_>) -> Vec<Tag> {
    keys.list("tags").iter().filter_map(|text| Tag::parse(text)).collect()
}

/// Names of what gives topics; none at all where the list is empty.
fn origins(keys: &mut Keys<'_>) -> Origins {
    let Some(span) = keys.value_span("topics") else {
        keys.list("topics");
        return Origins::ALL;
    };
    let mut chosen = Vec::new();
    for name in keys.list("topics") {
        match Origin::SWITCHED.into_iter().find(|origin| origin.name() == name) {
            Some(origin) => chosen.push(origin),
            None => {
                let known = Origin::SWITCHED.map(Origin::name);
                let help = nearest(&name, known).map(|near| format!("did you mean `{near}`?"));
                let help = help.unwrap_or_else(|| format!("topics come from: {}", known.join(", ")));
                keys.complain(span, format!("`{name}` gives no topics"), help);
            }
        }
    }
    Origins::only(&chosen)
}

/// Lints, each with what becomes of it.
fn lints(keys: &mut Keys<'_>) -> Levels {
    let mut levels = Levels::default();
    for (name, span, written) in keys.lists("lints") {
        let level = match written.as_slice() {
            [only] => Level::parse(only),
            _ => None,
        };
        let Some(level) = level else {
            let message = format!("`{}` says nothing of a lint", written.join(", "));
            keys.complain(span, message, "write off, advice, warning or error".into());
            continue;
        };
        if let Err(help) = levels.set(&name, level) {
            keys.complain(span, format!("`{name}` is not a lint"), help);
        }
    }
    levels
}

/// Tags, each with the words or patterns that give it.
fn tag_rules(keys: &mut Keys<'_>) -> Vec<TagRule> {
    let mut rules = Vec::new();
    for (name, span, written) in keys.lists("tag_rules") {
        let mut patterns = Vec::new();
        for text in written {
            match Pattern::parse(&text) {
                Ok(pattern) => patterns.push(pattern),
                Err(why) => {
                    let help = "between slashes stands a regular expression; anything else is words, in which `*` stands for more letters";
                    keys.complain(span, format!("`{text}` is not a pattern: {why}"), help.into());
                }
            }
        }
        match Tag::parse(&name) {
            Some(tag) => rules.push(TagRule { tag, patterns }),
            None => keys.complain(span, format!("`{name}` is not a tag"), "a tag has a letter or digit".into()),
        }
    }
    rules
}

/// What cards are made of questions.
fn cards(keys: &mut Keys<'_>) -> CardRules {
    CardRules {
        granularity: one_of(keys, "granularity", &Granularity::NAMES, Granularity::from_name),
        sequence: keys.flag("sequence"),
        reversed: keys.flag("reversed"),
        typing: one_of(keys, "type", &Typing::NAMES, Typing::from_name),
    }
}

/// One of a few words.
fn one_of<T>(
    keys: &mut Keys<'_>,
    key: &'static str,
    names: &[&str],
    from_name: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let (name, span) = keys.placed_text(key)?;
    let found = from_name(&name);
    if found.is_none() {
        keys.complain(span, format!("`{key}` cannot be `{name}`"), format!("write one of: {}", names.join(", ")));
    }
    found
}

/// Names of dialects, one or a list.
fn dialects(keys: &mut Keys<'_>, key: &'static str) -> Allowed {
    let span = keys.value_span(key);
    let names = keys.list(key);
    let known: Vec<&str> = DIALECTS.iter().map(|dialect| dialect.name()).collect();
    for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
        if let Some(span) = span {
            let help = format!("dialects: {}", known.join(", "));
            keys.complain(span, format!("`{name}` is not a dialect"), help);
        }
    }
    let names: Vec<String> = names.into_iter().filter(|name| known.contains(&name.as_str())).collect();
    if names.is_empty() { Allowed::Any } else { Allowed::Only(names) }
}

/// An `http` or `https` address without its last slash.
fn web_address(keys: &mut Keys<'_>, key: &'static str) -> Option<String> {
    let (address, span) = keys.placed_text(key)?;
    if address.starts_with("https://") || address.starts_with("http://") {
        return Some(address.trim_end_matches('/').to_owned());
    }
    keys.complain(span, format!("`{key}` is not a web address"), "write it with `https://`".into());
    None
}
