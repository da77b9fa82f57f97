//! What is said of a lock that cannot be used: where, what is lost with it, and what to do.

use std::collections::BTreeSet;

use super::Request;
use super::recover::in_packages;
use crate::error::Error;
use crate::identity::{Damage, LockError};
use crate::note::Guid;
use crate::output::anki::field;
use crate::publish::Staging;

/// The error that tells of a lock which is not whole.
pub(super) fn broken(request: &Request<'_>, staging: Option<&Staging>, error: &LockError) -> Error {
    let name = request.lock.file_name().unwrap_or_default().to_string_lossy();
    let lost = match &error.damage {
        Damage::Cut(left) => lost(request, staging, left),
        _ => String::new(),
    };
    let restore = format!("restore it from version control: `git checkout HEAD -- {name}`");
    let help = match &error.damage {
        Damage::Cut(_) => format!(
            "{restore}; without one, rename it, and the next build makes it again of the last package and says \
             what that cannot give back"
        ),
        Damage::Conflict => format!(
            "keep the lines of both sides and remove the marks; the line `{name} merge=union` in .gitattributes makes \
             git do so"
        ),
        Damage::Later => "build with a Recto that is as new as the one that wrote it".to_owned(),
        Damage::Foreign => format!("{restore}; or remove the line if it was put there by hand"),
    };
    Error::refused("use", request.lock, format!("{error}{lost}")).with_help(help)
}

/// Which notes of the last package are not in what is left of a lock, where there is a package to tell.
fn lost(request: &Request<'_>, staging: Option<&Staging>, left: &[Guid]) -> String {
    let left: BTreeSet<&Guid> = left.iter().collect();
    let shipped = in_packages(request, staging).unwrap_or_default();
    let lost: Vec<_> = shipped.iter().filter(|note| !left.contains(&note.guid)).collect();
    if lost.is_empty() {
        return String::new();
    }
    let fronts = lost.iter().take(3).map(|note| format!("{:?}", field::title(&note.said.fields.front)));
    let more = if lost.len() > 3 { ", and more" } else { "" };
    let named = fronts.collect::<Vec<_>>().join(", ");
    format!("; {} of the {} notes of the last package are not in it ({named}{more})", lost.len(), shipped.len())
}
