//! Which file of which theme is used: the project's before the built-in one, then what the theme
//! extends.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::builtin;
use super::error::ThemeError;
use super::manifest::{Manifest, closest};

/// One theme of a chain, with the files it has itself.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    /// What its `theme.yaml` says.
    pub(super) manifest: Manifest,
    /// Its files by path below its folder.
    pub(super) files: BTreeMap<String, File>,
}

/// A file of a theme.
#[derive(Debug, Clone)]
pub(super) struct File {
    /// What it holds.
    pub(super) bytes: Cow<'static, [u8]>,
    /// Where it comes from.
    pub(super) origin: Origin,
}

/// Where a file of a theme comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    /// The project's `themes/`.
    Project,
    /// The binary.
    BuiltIn,
}

/// The theme `name`, the theme it extends, and so on.
///
/// # Errors
/// Where a name is unknown, a theme extends itself in the end, or a `theme.yaml` is wrong.
pub(super) fn chain(name: &str, project: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Layer>, ThemeError> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = Some(name.to_owned());
    while let Some(name) = next.take() {
        if layers.iter().any(|layer| layer.manifest.name == name) {
            let names: Vec<&str> = layers.iter().map(|layer| layer.manifest.name.as_str()).collect();
            let message = format!("themes extend each other in a circle: {} -> {name}", names.join(" -> "));
            let help = "a project's theme of a built-in name has the built-in files already, without `extends`";
            return Err(ThemeError::new(message).with_help(help));
        }
        let layer = layer(&name, project, layers.last())?;
        next.clone_from(&layer.manifest.extends);
        layers.push(layer);
    }
    Ok(layers)
}

/// The names of all themes there are, sorted.
pub(super) fn names(project: &BTreeMap<String, Vec<u8>>) -> BTreeSet<&str> {
    let paths = project.keys().map(String::as_str).chain(builtin::FILES.iter().map(|(path, _)| *path));
    paths.filter_map(|path| path.split_once('/')).map(|(name, _)| name).filter(|name| !name.starts_with('.')).collect()
}

/// The files of the built-in theme `name`, by path below its folder.
pub(super) fn builtin_files(name: &str) -> BTreeMap<String, File> {
    let file = |(path, bytes): &(&str, &'static [u8])| {
        Some((below(name, path)?, File { bytes: Cow::Borrowed(bytes), origin: Origin::BuiltIn }))
    };
    builtin::FILES.iter().filter_map(file).collect()
}

/// The theme `name` alone, which `child` extends.
fn layer(name: &str, project: &BTreeMap<String, Vec<u8>>, child: Option<&Layer>) -> Result<Layer, ThemeError> {
    let mut files = builtin_files(name);
    for (path, bytes) in project {
        if let Some(path) = below(name, path) {
            files.insert(path, File { bytes: Cow::Owned(bytes.clone()), origin: Origin::Project });
        }
    }
    if files.is_empty() {
        return Err(unknown(name, &names(project), child));
    }
    let Some(yaml) = files.get("theme.yaml") else {
        let help = format!("write one with `name: {name}` and `extends: recto`");
        return Err(ThemeError::new(format!("themes/{name} has no theme.yaml")).with_help(help));
    };
    Ok(Layer { manifest: Manifest::read(name, &yaml.bytes)?, files })
}

/// The rest of `path` below the folder `name`, unless a part of it is hidden.
fn below(name: &str, path: &str) -> Option<String> {
    let rest = path.strip_prefix(name)?.strip_prefix('/')?;
    (!rest.split('/').any(|part| part.starts_with('.'))).then(|| rest.to_owned())
}

/// There is no theme `name`.
fn unknown(name: &str, names: &BTreeSet<&str>, child: Option<&Layer>) -> ThemeError {
    let message = match child {
        Some(child) => format!("theme `{}` extends `{name}`, which is not there", child.manifest.name),
        None => format!("there is no theme `{name}`"),
    };
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let there = if list.is_empty() { "there are no themes".to_owned() } else { format!("the themes are {list}") };
    let help = match closest(name, names.iter().copied()) {
        Some(close) => format!("did you mean `{close}`? {there}"),
        None => there,
    };
    ThemeError::new(message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(files: &[(&str, &str)]) -> BTreeMap<String, Vec<u8>> {
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
    }

    #[test]
    fn a_chain_follows_extends() {
        let files = project(&[("a/theme.yaml", "name: a\nextends: b"), ("b/theme.yaml", "name: b"), ("b/.x", "")]);
        let chain = chain("a", &files).unwrap();
        assert_eq!(chain.iter().map(|l| l.manifest.name.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(chain[1].files.len(), 1);
    }

    #[test]
    fn circles_and_unknown_names_are_told() {
        let files = project(&[("a1/theme.yaml", "name: a1\nextends: b1"), ("b1/theme.yaml", "name: b1\nextends: a1")]);
        assert!(chain("a1", &files).unwrap_err().message.ends_with("a1 -> b1 -> a1"));
        let error = chain("a2", &files).unwrap_err();
        assert_eq!(error.message, "there is no theme `a2`");
        assert!(error.help.unwrap().contains("`a1`, `b1`"));
        let files = project(&[("c1/theme.yaml", "name: c1\nextends: nowhere")]);
        assert_eq!(chain("c1", &files).unwrap_err().message, "theme `c1` extends `nowhere`, which is not there");
        let files = project(&[("d1/tokens.css", "")]);
        assert!(chain("d1", &files).unwrap_err().message.contains("no theme.yaml"));
    }
}
