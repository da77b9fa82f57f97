//! `recto theme`: which themes there are, which files each has, and a theme of one's own.

use super::common::{Places, shown};
use super::init::tell;
use super::say::{self, DIM, GOOD, NAME, styled};
use super::{Exit, ThemeArguments, ThemeCommand};
use crate::error::{Error, Result};
use crate::load;
use crate::publish::place;
use crate::theme::{self, ThemeError};

pub(super) fn run(arguments: &ThemeArguments) -> Result<Exit> {
    let root = Places::at(arguments.project.as_deref(), None, None)?.layout;
    let project = load::themes(&root)?;
    match &arguments.command {
        ThemeCommand::List => {
            let list = theme::list(&project).map_err(refused("list", "the themes"))?;
            let width = list.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
            for (name, description) in list {
                say::line(&format!("{}  {description}", styled(NAME, format!("{name:<width$}"))));
            }
        }
        ThemeCommand::Files { name } => {
            for (path, from) in theme::files(name, &project).map_err(refused("use the theme", name))? {
                let from = if from == *name { String::new() } else { format!("  {}", styled(DIM, from)) };
                say::line(&format!("{path}{from}"));
            }
        }
        ThemeCommand::New { name, extends, files } => {
            let drafts =
                theme::begin(name, extends.as_deref(), files, &project).map_err(refused("begin the theme", name))?;
            let themes = root.root.join("themes");
            for (path, bytes) in drafts {
                tell(&themes.join(&path), place(&themes.join(&path), &bytes)?);
            }
            let next = styled(NAME, format!("theme: {name}"));
            say::line(&format!("{GOOD}Ready{GOOD:#}. Next: {next} in {}", shown(&root.root.join("recto.yaml"))));
        }
    }
    Ok(Exit::Fine)
}

/// What could not be done with a theme.
fn refused<'a>(operation: &'static str, name: &'a str) -> impl FnOnce(ThemeError) -> Error + use<'a> {
    move |error| Error::refused(operation, name, error.to_string())
}
