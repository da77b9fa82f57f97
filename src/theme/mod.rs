//! Themes: the look of the site and of the cards, found file by file, rendered by Tera.
//!
//! Nothing here touches a file: built-in themes are in the binary, a project's are handed over.
//! What a theme is made of is told in `docs/themes.md`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::note::Kind;
use crate::path::OutPath;

mod begin;
mod builtin;
mod css;
mod error;
mod lookup;
mod manifest;
mod places;
mod required;
mod strings;
mod templates;
mod tokens;

pub use begin::{begin, files, list};
pub use error::{Place, ThemeError};
use lookup::{File, Layer, Origin};
use strings::Strings;
pub use templates::Constant;
use templates::Templates;
use tokens::Tokens;

/// Where the files lie that a theme gives to the site as they are.
const STATIC: &str = "site/static/";

/// Where the site has its tokens; no theme may bring a file of this name.
pub(crate) const TOKENS_FILE: &str = "assets/theme.css";

/// Where the site has the words for scripts; no theme may bring a file of this name either.
pub(crate) const WORDS_FILE: &str = "assets/strings.js";

/// A theme with all it extends, checked and ready.
#[derive(Debug)]
pub struct Theme {
    /// The theme itself first, then what it extends.
    layers: Vec<Layer>,
    templates: Templates,
    strings: Arc<Strings>,
    tokens: Tokens,
    /// Paths below `site/static/` by where they go.
    statics: BTreeMap<OutPath, String>,
    /// Style sheets of the note types.
    cards: BTreeMap<Kind, String>,
}

impl Theme {
    /// The theme `name`: the files of `project`, whose keys are like `slate/tokens.css`, before the
    /// built-in ones of that name, before those of the theme it extends. Its words are those of
    /// `language`, a BCP 47 tag, and English where it has none.
    ///
    /// # Errors
    /// Where a theme of the chain is unknown or extends itself, a needed template is in none of them,
    /// or one of their files has a mistake.
    pub fn find(name: &str, language: &str, project: &BTreeMap<String, Vec<u8>>) -> Result<Theme, ThemeError> {
        let layers = lookup::chain(name, project)?;
        places::check_files(&layers)?;
        let strings = Arc::new(Strings::load(&layers, language)?);
        let templates = Templates::load(&layers, &strings)?;
        if let Some(missing) = required::TEMPLATES.iter().find(|needed| !templates.names().any(|had| had == **needed)) {
            return Err(ThemeError::new(format!("theme `{name}` has no template `{missing}`")).with_help(format!(
                "add themes/{name}/site/templates/{missing}, or `extends: {}` to theme.yaml",
                required::BASE_THEME
            )));
        }
        let tokens = chain_tokens(&layers)?;
        let statics = statics(&layers)?;
        let mut cards = BTreeMap::new();
        for kind in Kind::ALL {
            let mut sheet = tokens.card_css();
            for file in ["card/card.css".to_owned(), format!("card/{kind}.css"), "card/look.css".to_owned()] {
                sheet.push_str(text(&layers, &file)?);
                sheet.push('\n');
            }
            cards.insert(kind, css::squeeze(&sheet));
        }
        Ok(Theme { layers, templates, strings, tokens, statics, cards })
    }

    /// The names of all themes there are, built-in ones and those of `project`, sorted.
    pub fn names(project: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
        lookup::names(project).into_iter().map(str::to_owned).collect()
    }

    /// The theme's name.
    pub fn name(&self) -> &str {
        self.chain().next().unwrap_or_default()
    }

    /// One line about the theme, if it has one.
    pub fn description(&self) -> Option<&str> {
        self.layers.first().and_then(|layer| layer.manifest.description.as_deref())
    }

    /// The theme's name, that of the theme it extends, and so on.
    pub fn chain(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.manifest.name.as_str())
    }

    /// The names of all templates, sorted.
    pub fn template_names(&self) -> impl Iterator<Item = &str> {
        self.templates.names()
    }

    /// Files the site gets as they are, below `assets/`, sorted.
    pub fn statics(&self) -> Vec<(OutPath, Cow<'_, [u8]>)> {
        let file = |path: &String| nearest(&self.layers, path).map(|file| Cow::Borrowed(file.bytes.as_ref()));
        self.statics.iter().filter_map(|(out, path)| Some((out.clone(), file(path)?))).collect()
    }

    /// The tokens as a style sheet for the site.
    pub fn site_css(&self) -> String {
        self.tokens.site_css()
    }

    /// The word for `key` in the theme's language; the key itself where there is none.
    pub fn word(&self, key: &str) -> String {
        self.strings.word(key, &BTreeMap::new()).unwrap_or_else(|| key.to_owned())
    }

    /// The word for `key` in the form for `number`, which is filled in as `{n}`; the key itself where there
    /// is none.
    pub fn counted(&self, key: &str, number: usize) -> String {
        self.strings.word(key, &BTreeMap::from([("n", number.to_string())])).unwrap_or_else(|| key.to_owned())
    }

    /// The words scripts may use, as JSON: for each language `[tag, {key: word}]`, the wanted language
    /// first; a word that depends on a number is a map of its plurals.
    pub fn script_words(&self) -> serde_json::Value {
        self.strings.for_scripts()
    }

    /// The style sheet of a note type: tokens, what all cards share, what is for this kind.
    pub fn card_css(&self, kind: Kind) -> String {
        self.cards.get(&kind).cloned().unwrap_or_default()
    }

    /// Renders a template with the fields of `context`, a struct or map.
    ///
    /// # Errors
    /// Where there is no such template or it asks for something `context` lacks.
    pub fn render(&self, template: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        self.templates.render(template, context)
    }
}

/// The file at `path` of the nearest theme that has it.
fn nearest<'a>(layers: &'a [Layer], path: &str) -> Option<&'a File> {
    layers.iter().find_map(|layer| layer.files.get(path))
}

/// The text of the nearest file at `path`; empty where no theme has it.
fn text<'a>(layers: &'a [Layer], path: &str) -> Result<&'a str, ThemeError> {
    let bytes = nearest(layers, path).map_or(&[][..], |file| file.bytes.as_ref());
    std::str::from_utf8(bytes).map_err(|_| ThemeError::new(format!("the theme's {path} is not UTF-8")))
}

/// The tokens of all themes of the chain, the nearest on top.
fn chain_tokens(layers: &[Layer]) -> Result<Tokens, ThemeError> {
    let mut all: Option<Tokens> = None;
    for layer in layers.iter().rev() {
        let Some(file) = layer.files.get("tokens.css") else { continue };
        let name = format!("themes/{}/tokens.css", layer.manifest.name);
        let text = std::str::from_utf8(&file.bytes).map_err(|_| ThemeError::new(format!("{name} is not UTF-8")))?;
        let own = Tokens::read(&name, text)?;
        all = Some(match all {
            Some(parent) => {
                if file.origin == Origin::Project {
                    places::check_tokens(layers, &own, &parent, (&name, text))?;
                }
                own.over(parent)
            }
            None => own,
        });
    }
    all.ok_or_else(|| ThemeError::new("the theme and what it extends have no tokens.css"))
}

/// Where the static files of all themes of the chain go.
fn statics(layers: &[Layer]) -> Result<BTreeMap<OutPath, String>, ThemeError> {
    let mut out = BTreeMap::new();
    for layer in layers {
        for path in layer.files.keys() {
            let Some(rest) = path.strip_prefix(STATIC) else { continue };
            let target = format!("assets/{rest}");
            let file = format!("themes/{}/{path}", layer.manifest.name);
            let made_from = [(TOKENS_FILE, "tokens.css"), (WORDS_FILE, "strings/")];
            if let Some((target, from)) = made_from.into_iter().find(|(made, _)| *made == target) {
                let help = format!("give {file} another name");
                let message = format!("{target} is written from {from}");
                return Err(ThemeError::new(message).with_help(help));
            }
            let Some(target) = OutPath::new(&target) else {
                let help = "use lower-case letters, digits, `-`, `_` and `.`";
                return Err(ThemeError::new(format!("{file} has a name that not every system takes")).with_help(help));
            };
            out.entry(target).or_insert_with(|| path.clone());
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_theme_is_whole() {
        let none = BTreeMap::new();
        for name in Theme::names(&none) {
            let theme = Theme::find(&name, "en", &none).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(theme.name(), name);
            assert!(theme.card_css(Kind::Cloze).contains(".card{--"));
        }
    }
}
