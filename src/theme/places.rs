//! Files and tokens of a project's theme that nothing takes: a slip in a name, which would be passed over in silence.

use super::error::{Place, ThemeError};
use super::lookup::{File, Layer, Origin, builtin_files};
use super::manifest::closest;
use super::required::BASE_THEME;
use super::templates::FOLDER;
use super::tokens::Tokens;
use super::{STATIC, nearest};
use crate::note::Kind;

/// Endings of what themes are made of; anything else that lies beside it, such as a licence, is the author's affair.
const ENDINGS: [&str; 5] = [".html", ".css", ".js", ".yaml", ".yml"];

/// Refuses a file of the project that lies or is called so that no theme takes it.
///
/// # Errors
/// Where there is such a file.
pub(super) fn check_files(layers: &[Layer]) -> Result<(), ThemeError> {
    for layer in layers {
        let own = layer.files.iter().filter(|(_, file)| file.origin == Origin::Project);
        let made = own.filter(|(path, _)| ENDINGS.iter().any(|end| path.ends_with(end)));
        for (path, _) in made {
            if !is_taken(path, layers) {
                let message = format!("nothing takes the file themes/{}/{path}", layer.manifest.name);
                return Err(ThemeError::new(message).with_help(meant(path, layers)));
            }
        }
    }
    Ok(())
}

fn is_taken(path: &str, layers: &[Layer]) -> bool {
    if let Some(name) = path.strip_prefix(FOLDER) {
        return builtin_files(BASE_THEME).contains_key(path) || texts(layers, ".html").any(|text| text.contains(name));
    }
    let sheet = path.strip_prefix("card/").and_then(|file| file.strip_suffix(".css"));
    match (path, sheet) {
        ("theme.yaml" | "tokens.css", _) | (_, Some("card" | "look")) => true,
        (_, Some(kind)) => Kind::ALL.iter().any(|known| known.name() == kind),
        _ => path.starts_with(STATIC) || path.starts_with("strings/") && path.ends_with(".yaml"),
    }
}

/// What a file that nothing takes may be meant for.
fn meant(path: &str, layers: &[Layer]) -> String {
    let base = builtin_files(BASE_THEME);
    let known: Vec<&str> =
        base.keys().chain(layers.iter().flat_map(|layer| layer.files.keys())).map(String::as_str).collect();
    let name = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let others = || known.iter().copied().filter(|other| *other != path && is_taken(other, layers));
    let moved = others().find(|other| name(other) == name(path));
    match moved.or_else(|| closest(path, others())) {
        Some(other) => format!("did you mean {other}?"),
        None => {
            "templates lie in site/templates/, what the site gets as it is in site/static/, sheets for Anki in card/"
                .into()
        }
    }
}

/// Refuses a token that is like one of the extended theme's, is none of them, and stands in no file.
///
/// # Errors
/// Where there is such a token.
pub(super) fn check_tokens(
    layers: &[Layer],
    own: &Tokens,
    parent: &Tokens,
    (file, text): (&str, &str),
) -> Result<(), ThemeError> {
    let strange = own.names().filter(|name| !parent.names().any(|known| known == *name));
    for name in strange {
        let Some(close) = closest(name, parent.names()) else { continue };
        let in_values = text.contains(&format!("var({name}"));
        if in_values || [".css", ".js", ".html"].iter().any(|end| texts(layers, end).any(|text| text.contains(name))) {
            continue;
        }
        let at = text.find(name).unwrap_or_default();
        let error = ThemeError::new(format!("nothing takes the token `{name}`")).at(Place::of_byte(file, text, at));
        return Err(error.with_help(format!("did you mean `{close}`?")));
    }
    Ok(())
}

/// The texts of the nearest files with this ending, without tokens.
fn texts<'a>(layers: &'a [Layer], ending: &'a str) -> impl Iterator<Item = &'a str> {
    let paths = layers.iter().flat_map(|layer| layer.files.keys());
    let paths = paths.filter(move |path| path.ends_with(ending) && *path != "tokens.css");
    let text = |file: &'a File| std::str::from_utf8(&file.bytes).ok();
    paths.filter_map(move |path| text(nearest(layers, path)?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::theme::Theme;

    fn refused(files: &[(&str, &str)]) -> Option<String> {
        let yaml = ("mine/theme.yaml", "name: mine\nextends: recto\n");
        let files = files.iter().chain([&yaml]).map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
        Theme::find("mine", "en", &files.collect::<BTreeMap<_, _>>()).err().map(|error| error.to_string())
    }

    #[test]
    fn a_file_that_nothing_takes_is_refused() {
        for (path, meant) in [
            ("templates/home.html", "site/templates/home.html"),
            ("site/templates/hom.html", "site/templates/home.html"),
            ("card/cart.css", "card/card.css"),
            ("card/basics.css", "card/"),
            ("static/site.css", "site/static/site.css"),
            ("token.css", "tokens.css"),
            ("string/de.yaml", "strings/de.yaml"),
            ("strings/de.yml", "strings/de.yaml"),
        ] {
            let error = refused(&[(&format!("mine/{path}"), "")]).unwrap_or_default();
            assert!(error.starts_with(&format!("nothing takes the file themes/mine/{path}\n")), "{path}: {error}");
            assert!(error.contains(meant), "{path}: {error}");
        }
    }

    #[test]
    fn whatever_is_taken_or_no_part_of_a_theme_may_lie_there() {
        let home = "{% extends \"recto/home.html\" %}{% block head %}{% include \"parts/more.html\" %}{% endblock %}";
        assert_eq!(
            refused(&[
                ("mine/README.md", ""),
                ("mine/shot.png", ""),
                ("mine/card/basic.css", ""),
                ("mine/site/static/own/x.js", ""),
                ("mine/site/templates/home.html", home),
                ("mine/site/templates/parts/more.html", "x"),
                ("mine/site/static/look.css", "a { color: var(--texts) }"),
                (
                    "mine/tokens.css",
                    ":root { --texts: #123; --line-of-mine: 1px; --lined: var(--line-of-mine); --quite-another: 1 }"
                ),
            ])
            .map(|error| error.lines().next().unwrap_or_default().to_owned()),
            Some("themes/mine/tokens.css:1:45: nothing takes the token `--lined`".to_owned())
        );
    }
}
