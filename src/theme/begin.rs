//! What a theme of one's own begins with: a few files, copied from the theme it is to extend.

use std::collections::BTreeMap;

use super::error::ThemeError;
use super::lookup::{self, Layer};
use super::manifest::closest;
use super::nearest;

/// The files that most themes change, and what they hold where the theme that is extended has none.
const CHANGED: [(&str, &str); 3] = [
    ("tokens.css", ":root {\n}\n"),
    (
        "site/static/look.css",
        "/* Laid over all other style sheets of the site. To change more than rules, copy the file that has it:\n   \
         `recto theme files NAME` lists them. */\n",
    ),
    ("card/look.css", "/* Laid over the style sheets of the cards in Anki. Begin every selector with `.card`. */\n"),
];

/// The files of a theme `name` that extends `base`: `theme.yaml`, those that most themes change, and
/// `wanted`, all as `base` has them. Of a theme that there is already, those that are wanted alone, as the
/// theme has them now. Each has its path below `themes/`.
///
/// # Errors
/// Where `name` is no name for a folder, `base` cannot be used, or a wanted file is in no theme of the chain.
pub fn begin(
    name: &str,
    base: Option<&str>,
    wanted: &[String],
    project: &BTreeMap<String, Vec<u8>>,
) -> Result<Vec<(String, Vec<u8>)>, ThemeError> {
    let portable = name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    if !portable || name.is_empty() || name.starts_with('-') {
        let help = "use lower-case letters, digits, `-` and `_`";
        return Err(ThemeError::new(format!("`{name}` is no name for a theme")).with_help(help));
    }
    let known = lookup::names(project).contains(name);
    if known && (wanted.is_empty() || base.is_some()) {
        let help = format!("name files to copy from it: `recto theme new {name} site/templates/section.html`");
        return Err(ThemeError::new(format!("there is a theme `{name}` already")).with_help(help));
    }
    let base = base.unwrap_or(if known { name } else { super::required::BASE_THEME });
    let layers = lookup::chain(base, project)?;
    let mut drafts = Vec::new();
    if !known {
        drafts.push((format!("{name}/theme.yaml"), manifest(name, base).into_bytes()));
        for (path, otherwise) in CHANGED {
            let bytes = nearest(&layers, path).map_or(otherwise.as_bytes(), |file| &file.bytes);
            drafts.push((format!("{name}/{path}"), bytes.to_vec()));
        }
    }
    for path in wanted {
        let path = path.trim_start_matches("./");
        let file =
            nearest(&layers, path).filter(|_| path != "theme.yaml").ok_or_else(|| missing(base, path, &layers))?;
        let place = format!("{name}/{path}");
        if !drafts.iter().any(|(there, _)| *there == place) {
            drafts.push((place, file.bytes.to_vec()));
        }
    }
    Ok(drafts)
}

/// Every theme there is, sorted: its name, and its line of description if it has one.
///
/// # Errors
/// Where the `theme.yaml` of one is missing or wrong.
pub fn list(project: &BTreeMap<String, Vec<u8>>) -> Result<Vec<(String, String)>, ThemeError> {
    let about = |name| {
        let layers = lookup::chain(name, project)?;
        let description = layers.first().and_then(|layer| layer.manifest.description.clone());
        Ok((name.to_owned(), description.unwrap_or_default()))
    };
    lookup::names(project).into_iter().map(about).collect()
}

/// The files of the theme `name` with those it takes from the themes it extends, sorted by path, and the
/// theme that each comes from.
///
/// # Errors
/// Where a theme of the chain is unknown or wrong.
pub fn files(name: &str, project: &BTreeMap<String, Vec<u8>>) -> Result<BTreeMap<String, String>, ThemeError> {
    let mut files = BTreeMap::new();
    for layer in lookup::chain(name, project)? {
        for path in layer.files.into_keys() {
            files.entry(path).or_insert_with(|| layer.manifest.name.clone());
        }
    }
    Ok(files)
}

/// A `theme.yaml` to begin with.
fn manifest(name: &str, base: &str) -> String {
    format!(
        "name: {name}\n# What this theme lacks is taken from there, file by file, and of tokens.css line by line.\n\
         extends: {base}\ndescription: {base} in other colours.\n"
    )
}

/// No theme of the chain has the file at `path`.
fn missing(base: &str, path: &str, layers: &[Layer]) -> ThemeError {
    let files = layers.iter().flat_map(|layer| layer.files.keys()).map(String::as_str);
    let all = format!("`recto theme files {base}` lists them");
    let help = closest(path, files).map_or_else(|| all.clone(), |close| format!("did you mean {close}? {all}"));
    ThemeError::new(format!("theme `{base}` has no file {path} to copy")).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::Kind;
    use crate::theme::Theme;

    fn paths(drafts: &[(String, Vec<u8>)]) -> Vec<&str> {
        drafts.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn a_begun_theme_looks_like_the_one_it_extends() {
        for (base, _) in list(&BTreeMap::new()).unwrap() {
            let drafts = begin("mine", Some(&base), &[], &BTreeMap::new()).unwrap();
            let some = ["mine/theme.yaml", "mine/tokens.css", "mine/site/static/look.css", "mine/card/look.css"];
            assert_eq!(paths(&drafts), some);
            let project = drafts.into_iter().collect();
            let (mine, theirs) = ["mine", base.as_str()].map(|name| Theme::find(name, "en", &project).unwrap()).into();
            let lines = |css: String| {
                let mut lines: Vec<String> = css.lines().map(str::to_owned).collect();
                lines.sort_unstable();
                lines
            };
            assert_eq!(lines(mine.site_css()), lines(theirs.site_css()), "{base}");
            let set = |theme: &Theme| {
                let css = theme.card_css(Kind::Cloze);
                css.split_once("}.card.nightMode,").map(|(_, rest)| rest.len())
            };
            assert_eq!(set(&mine), set(&theirs), "{base}");
        }
    }

    #[test]
    fn files_are_copied_from_where_they_are_and_asked_for_by_name() {
        let wanted = ["site/templates/section.html".to_owned(), "./site/static/cards.css".to_owned()];
        let drafts = begin("mine", Some("folio"), &wanted, &BTreeMap::new()).unwrap();
        assert_eq!(paths(&drafts)[4..], ["mine/site/templates/section.html", "mine/site/static/cards.css"]);
        let own = lookup::builtin_files("folio").remove("site/static/cards.css").unwrap();
        assert_eq!(drafts[5].1, own.bytes.as_ref());

        let project = drafts.into_iter().collect();
        let more = begin("mine", None, &["card/card.css".to_owned()], &project).unwrap();
        assert_eq!(paths(&more), ["mine/card/card.css"]);
        let built_in = begin("slate", None, &["tokens.css".to_owned()], &BTreeMap::new()).unwrap();
        assert_eq!(paths(&built_in), ["slate/tokens.css"]);
        assert_eq!(files("mine", &project).unwrap()["site/static/cards.css"], "mine");
        assert_eq!(files("mine", &project).unwrap()["site/static/lists.css"], "recto");
    }

    #[test]
    fn mistakes_say_what_to_do() {
        let none = BTreeMap::new();
        let help = |name: &str, base: Option<&str>, file: &str| {
            let wanted: Vec<String> = Some(file.to_owned()).filter(|file| !file.is_empty()).into_iter().collect();
            begin(name, base, &wanted, &none).unwrap_err().help.unwrap()
        };
        assert!(help("My Theme", None, "").contains("lower-case"));
        assert!(help("../up", None, "").contains("lower-case"));
        assert!(help("", None, "").contains("lower-case"));
        assert!(help("slate", None, "").contains("name files"));
        assert!(help("slate", Some("recto"), "tokens.css").contains("name files"));
        assert!(help("mine", Some("folo"), "").contains("did you mean `folio`"));
        assert!(help("mine", None, "site/static/card.css").contains("did you mean site/static/cards.css?"));
        assert!(help("mine", None, "theme.yaml").contains("recto theme files recto"));
    }
}
