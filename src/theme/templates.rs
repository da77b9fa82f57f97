//! The templates of a chain of themes, ready to render. The only place that knows Tera.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use super::error::{Place, ThemeError};
use super::lookup::{Layer, Origin};
use super::strings::Strings;

/// Where templates lie in a theme.
pub(super) const FOLDER: &str = "site/templates/";

/// A value that many pages receive, turned once into what templates work with.
///
/// Put into a context it is shared, not copied.
#[derive(Debug, Clone)]
pub struct Constant(Value);

impl Constant {
    /// Makes a constant from anything that serialises.
    ///
    /// # Errors
    /// Where `value` cannot be serialised, which the values of this crate always can.
    pub fn new(value: &impl Serialize) -> Result<Constant, ThemeError> {
        Value::try_from_serializable(value).map(Constant).map_err(|error| ThemeError::new(error.to_string()))
    }
}

impl Serialize for Constant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// The templates of a chain of themes.
#[derive(Debug)]
pub(super) struct Templates {
    tera: Tera,
    /// By the name Tera knows: `THEME/NAME`.
    sources: BTreeMap<String, Source>,
    /// Plain names and the theme-qualified names they stand for.
    names: BTreeMap<String, String>,
}

/// A template's text and where it comes from.
#[derive(Debug, Clone)]
struct Source {
    file: String,
    text: String,
    origin: Origin,
}

impl Templates {
    /// Loads the templates of `layers`, the nearest theme first.
    ///
    /// The nearest file of a name stands for the plain name. Files it hides are loaded only where a
    /// template asks for them by `THEME/NAME`, so that what is never used cannot fail. The filter `t`
    /// takes its words from `strings`.
    ///
    /// # Errors
    /// Where a template is not UTF-8 or has a mistake.
    pub(super) fn load(layers: &[Layer], strings: &Arc<Strings>) -> Result<Templates, ThemeError> {
        let mut hidden: BTreeMap<String, Source> = BTreeMap::new();
        let mut sources: BTreeMap<String, Source> = BTreeMap::new();
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        for layer in layers {
            let theme = &layer.manifest.name;
            for (path, file) in &layer.files {
                let Some(name) = path.strip_prefix(FOLDER) else { continue };
                let place = format!("themes/{theme}/{path}");
                let text = std::str::from_utf8(&file.bytes);
                let text = text.map_err(|_| ThemeError::new(format!("{place} is not UTF-8")))?.to_owned();
                let source = Source { file: place, text, origin: file.origin };
                let qualified = format!("{theme}/{name}");
                if names.contains_key(name) {
                    hidden.insert(qualified, source);
                } else {
                    names.insert(name.to_owned(), qualified.clone());
                    sources.insert(qualified, source);
                }
            }
        }
        while let Some(name) = asked_for(&sources, &hidden) {
            if let Some(source) = hidden.remove(&name) {
                sources.insert(name, source);
            }
        }

        let mut tera = Tera::new();
        // Whatever a template is called, what it writes is escaped.
        tera.autoescape_on([""]);
        let strings = Arc::clone(strings);
        tera.register_filter("t", move |key: &str, values: Kwargs, _: &State<'_>| word(&strings, key, &values));
        let prefixes = layers.iter().map(|layer| format!("{}/", layer.manifest.name));
        let loaded = tera
            .set_fallback_prefixes(prefixes)
            .and_then(|()| tera.add_raw_templates(sources.iter().map(|(name, source)| (name, &source.text))));
        if let Err(error) = loaded {
            return Err(explain(&sources, error.kind()));
        }
        Ok(Templates { tera, sources, names })
    }

    /// Plain names of the templates there are, sorted.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// Renders the template of this plain name.
    ///
    /// # Errors
    /// Where there is no such template, or it asks for a value there is not.
    pub(super) fn render(&self, name: &str, context: &impl Serialize) -> Result<String, ThemeError> {
        let context = Context::from_serialize(context).map_err(|error| explain(&self.sources, error.kind()))?;
        self.tera.render(name, &context).map_err(|error| explain(&self.sources, error.kind()))
    }
}

/// The filter `t`: the word for `key`, with the named values filled in.
fn word(strings: &Strings, key: &str, values: &Kwargs) -> TeraResult<String> {
    let values = values.iter().filter_map(|(name, value)| Some((name.as_str()?, value.to_string()))).collect();
    strings.word(key, &values).ok_or_else(|| {
        let close = strings.like(key).map(|close| format!("; did you mean `{close}`?")).unwrap_or_default();
        tera::Error::message(format!("there is no word `{key}` in strings/{close}"))
    })
}

/// A hidden template that one of `sources` names in quotes.
fn asked_for(sources: &BTreeMap<String, Source>, hidden: &BTreeMap<String, Source>) -> Option<String> {
    let named = |name: &str| {
        let quoted = ['"', '\'', '`'].map(|quote| format!("{quote}{name}{quote}"));
        sources.values().any(|source| quoted.iter().any(|quoted| source.text.contains(quoted.as_str())))
    };
    hidden.keys().find(|name| named(name)).cloned()
}

/// Tera's error with the file's own name, and the place also where Tera knows only a name.
fn explain(sources: &BTreeMap<String, Source>, kind: &ErrorKind) -> ThemeError {
    match kind {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let span = report.span();
            placed(sources, report.message(), report.filename(), span.start_line, span.start_col + 1)
        }
        ErrorKind::Msg(text) => from_report(sources, text),
        ErrorKind::MissingParent { current, parent } => {
            at_word(sources, format!("there is no template `{parent}` to extend"), current, "extends")
        }
        ErrorKind::CircularExtend { tpl, .. } => at_word(sources, "the template extends itself", tpl, "extends")
            .with_help("to extend the template of the theme below, name it: `{% extends \"recto/base.html\" %}`"),
        ErrorKind::CircularInclude { tpl, .. } => {
            at_word(sources, "the template includes itself in the end", tpl, "include")
        }
        ErrorKind::TemplateNotFound(name) => ThemeError::new(format!("there is no template `{name}`")),
        other => ThemeError::new(other.to_string()),
    }
}

/// An error at a line and column of a template.
fn placed(sources: &BTreeMap<String, Source>, message: &str, template: &str, line: usize, column: usize) -> ThemeError {
    let error = ThemeError::new(message);
    let Some(source) = sources.get(template) else { return error };
    let error = error.at(Place::new(&source.file, &source.text, line, column));
    match source.origin {
        Origin::Project => error,
        Origin::BuiltIn => error.with_help(format!("this template is built in; your own {} hides it", source.file)),
    }
}

/// An error at the first `word` of a template.
fn at_word(sources: &BTreeMap<String, Source>, message: impl Into<String>, template: &str, word: &str) -> ThemeError {
    let error = ThemeError::new(message);
    let Some(source) = sources.get(template) else { return error };
    let offset = source.text.find(word).unwrap_or_default();
    error.at(Place::of_byte(&source.file, &source.text, offset))
}

/// What Tera finds when it looks over all templates comes as text: one report or more, each with
/// `error: ...` and `--> NAME:LINE:COLUMN`. The first is shown.
fn from_report(sources: &BTreeMap<String, Source>, text: &str) -> ThemeError {
    let mut lines = text.lines();
    let message = lines.next().unwrap_or_default();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let place = lines.next().and_then(|line| line.trim_start().strip_prefix("--> "));
    let parts = place.and_then(|place| {
        let (place, column) = place.rsplit_once(':')?;
        let (name, line) = place.rsplit_once(':')?;
        Some((name, line.parse().ok()?, column.parse().ok()?))
    });
    match parts {
        Some((name, line, column)) => placed(sources, message, name, line, column),
        None => ThemeError::new(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::lookup;

    fn load(files: &[(&str, &str)]) -> Result<Templates, ThemeError> {
        let mut project: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        for (theme, yaml) in [("near", "name: near\nextends: far"), ("far", "name: far")] {
            project.insert(format!("{theme}/theme.yaml"), yaml.into());
        }
        for (path, text) in files {
            let (theme, name) = path.split_once('/').unwrap();
            project.insert(format!("{theme}/{FOLDER}{name}"), (*text).into());
        }
        let layers = lookup::chain("near", &project)?;
        Templates::load(&layers, &Arc::new(Strings::load(&layers, "en")?))
    }

    fn render(files: &[(&str, &str)]) -> Result<String, ThemeError> {
        load(files)?.render("page.html", &BTreeMap::from([("x", "<b>")]))
    }

    const PAGE: (&str, &str) = ("far/page.html", "{% extends \"base.html\" %}{% block main %}{{ x }}{% endblock %}");
    const BASE: (&str, &str) = ("far/base.html", "[{% block main %}{% endblock %}]");

    #[test]
    fn the_nearest_file_wins_and_may_extend_the_one_it_hides() {
        assert_eq!(render(&[PAGE, BASE]).unwrap(), "[&lt;b&gt;]");
        let near = ("near/base.html", "({% block main %}{% endblock %})");
        assert_eq!(render(&[PAGE, BASE, near]).unwrap(), "(&lt;b&gt;)");
        let over = ("near/base.html", "{% extends \"far/base.html\" %}{% block main %}+{{ super() }}{% endblock %}");
        let page = ("far/page.html", "{% extends \"base.html\" %}");
        assert_eq!(render(&[page, BASE, over]).unwrap(), "[+]");
    }

    #[test]
    fn what_is_hidden_and_unused_cannot_fail() {
        let page = ("near/page.html", "plain");
        let base = ("near/base.html", "no blocks");
        assert_eq!(render(&[PAGE, BASE, page, base]).unwrap(), "plain");
    }

    #[test]
    fn mistakes_have_file_line_and_column() {
        for (text, message, line, column) in [
            ("a\n {{ y }}", "y", 2, 5),
            ("a\n{{ x.y }}", "y", 2, 6),
            ("\n{% if %}", "", 2, 7),
            ("\n{{ x | nope }}", "nope", 2, 8),
            ("\n\n{{ \"nav.tag\" | t }}", "did you mean `nav.tags`?", 3, 16),
            ("\n\n{% include \"gone.html\" %}", "gone.html", 3, 12),
            ("\n{% extends \"gone.html\" %}", "gone.html", 2, 4),
            ("{% extends \"page.html\" %}", "extends itself", 1, 4),
        ] {
            let error = render(&[("far/page.html", text)]).unwrap_err();
            let place = error.place.clone().unwrap_or_else(|| panic!("{text}: {error}"));
            assert!(error.message.contains(message), "{text}: {error}");
            assert_eq!(place.file, "themes/far/site/templates/page.html");
            assert_eq!((place.line, place.column), (line, column), "{text}: {error}");
            assert_eq!(place.text, text.lines().nth(line - 1).unwrap());
        }
    }

    #[test]
    fn every_template_escapes() {
        let page = ("far/page.html", "{% include \"part.svg\" %}");
        assert_eq!(render(&[page, ("far/part.svg", "{{ x }}")]).unwrap(), "&lt;b&gt;");
    }
}
