//! `theme.yaml`: what a theme says of itself.

use serde::Deserialize;

use super::error::{Place, ThemeError};

/// The keys of `theme.yaml`.
const KEYS: [&str; 3] = ["name", "extends", "description"];

/// A theme's own words.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Manifest {
    /// The theme's name, the same as its folder's.
    pub(super) name: String,
    /// The theme that has what this one lacks.
    pub(super) extends: Option<String>,
    /// One line for people who choose a theme.
    pub(super) description: Option<String>,
}

impl Manifest {
    /// Reads the `theme.yaml` of the theme in the folder `name`.
    ///
    /// # Errors
    /// Where it is not UTF-8, not YAML, has an unknown key, or names another theme than its folder.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Manifest, ThemeError> {
        let file = format!("themes/{name}/theme.yaml");
        let text = std::str::from_utf8(bytes).map_err(|_| ThemeError::new(format!("{file} is not UTF-8")))?;
        // Three short keys: what needs more than this is an attack, not a theme.
        let options = serde_yaml::options! {
            budget: serde_yaml::budget! { max_nodes: 100, max_depth: 4 },
            with_snippet: false,
        };
        let manifest: Manifest =
            serde_yaml::from_str_with_options(text, options).map_err(|error| explain(&file, text, &error))?;
        if manifest.name != name {
            let message = format!("the theme in themes/{name} calls itself `{}`", manifest.name);
            let place = Place::of_byte(&file, text, text.find("name").unwrap_or_default());
            return Err(ThemeError::new(message).at(place).with_help(format!("write `name: {name}`")));
        }
        Ok(manifest)
    }
}

/// What the YAML library found, with the place in our form and a suggestion for a misspelt key.
fn explain(file: &str, text: &str, error: &serde_yaml::Error) -> ThemeError {
    let error = error.without_snippet();
    let mut found = match error {
        serde_yaml::Error::SerdeUnknownField { field, .. } => {
            let found = ThemeError::new(format!("unknown key `{field}`"));
            match closest(field, KEYS) {
                Some(key) => found.with_help(format!("did you mean `{key}`?")),
                None => found.with_help(format!("the keys are `{}`", KEYS.join("`, `"))),
            }
        }
        // The library adds the position in words; ours stands before the message.
        other => ThemeError::new(other.to_string().lines().next().unwrap_or_default()),
    };
    if let Some(location) = error.location() {
        let number = |n: u64| usize::try_from(n).unwrap_or(1);
        found = found.at(Place::new(file, text, number(location.line()), number(location.column())));
    } else {
        found = found.at(Place::new(file, text, 1, 1));
    }
    found
}

/// The one of `names` that `text` is most likely a misspelling of.
pub(super) fn closest<'a>(text: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let scored = names.into_iter().map(|name| (strsim::jaro_winkler(text, name), name));
    scored.filter(|(score, _)| *score > 0.8).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_are_placed_and_explained() {
        let error = Manifest::read("slate", b"name: slate\nextend: recto\n").unwrap_err();
        assert_eq!(error.message, "unknown key `extend`");
        assert_eq!(error.place.map(|p| (p.line, p.column)), Some((2, 1)));
        assert_eq!(error.help.as_deref(), Some("did you mean `extends`?"));

        let error = Manifest::read("slate", b"name: slab\n").unwrap_err();
        assert_eq!(error.help.as_deref(), Some("write `name: slate`"));
        assert!(Manifest::read("slate", b"name: [\n").is_err());
        assert!(Manifest::read("slate", b"").is_err());
        assert!(Manifest::read("slate", b"\xff").is_err());
        let full = Manifest::read("slate", b"name: slate\nextends: recto\ndescription: Cool.\n").unwrap();
        assert_eq!((full.extends.as_deref(), full.description.as_deref()), (Some("recto"), Some("Cool.")));
    }
}
