//! What several commands do: find the project, tell the time, hand both down.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use super::ProjectArguments;
use crate::build::{Changes, Passes, Progress, Request};
use crate::changelog;
use crate::discover::Layout;
use crate::error::{Error, Result};
use crate::identity::Moment;

/// A project with the places it is built into.
pub(super) struct Places {
    pub layout: Layout,
    pub output: PathBuf,
    pub lock: PathBuf,
}

impl Places {
    pub(super) fn of(arguments: &ProjectArguments) -> Result<Places> {
        Places::at(arguments.path.as_deref(), arguments.output.as_deref(), arguments.lock.as_deref())
    }

    /// The places of the project at `path`, or here.
    pub(super) fn at(path: Option<&Path>, output: Option<&Path>, lock: Option<&Path>) -> Result<Places> {
        let layout = Layout::of(path.unwrap_or(Path::new(".")))?;
        let output = output.map_or_else(|| layout.output(), Path::to_owned);
        let lock = lock.map_or_else(|| layout.lock(), Path::to_owned);
        Ok(Places { layout, output, lock })
    }

    /// The request that all commands make of these places: nothing is chosen, everything may change.
    ///
    /// # Errors
    /// Where `SOURCE_DATE_EPOCH` is no time.
    pub(super) fn request<'a>(
        &'a self,
        passes: &'a Passes,
        progress: &'a (dyn Fn(Progress) + Sync),
    ) -> Result<Request<'a>> {
        let Places { layout, output, lock } = self;
        Ok(Request {
            layout,
            output,
            lock,
            theme: None,
            changes: Changes::Welcome,
            consent: &|_| false,
            earlier: None,
            now: now()?,
            passes,
            progress,
        })
    }
}

/// Now, or the moment that `SOURCE_DATE_EPOCH` gives for a build that can be repeated.
pub(super) fn now() -> Result<Moment> {
    if let Some(given) = env::var_os("SOURCE_DATE_EPOCH") {
        let seconds = given
            .to_str()
            .and_then(|text| text.trim().parse::<i64>().ok())
            .filter(|time| (0..=changelog::END).contains(time));
        let wrong = || {
            let error = Error::refused("read", "SOURCE_DATE_EPOCH", "it is not a number of seconds since 1970");
            error.with_help("give a number up to the year 9999, or unset it")
        };
        return Ok(Moment { milliseconds: seconds.ok_or_else(wrong)? * 1000 });
    }
    // A clock before 1970 counts as 1970: what is stamped only has to rise.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Ok(Moment { milliseconds: i64::try_from(since.as_millis()).unwrap_or(i64::MAX) })
}

/// The time since the program began.
pub(super) fn clock() -> Duration {
    static BEGIN: LazyLock<Instant> = LazyLock::new(Instant::now);
    BEGIN.elapsed()
}

/// The way to a project from the root of the repository it is checked in: the folder that GitHub Actions names, or
/// this one. Nothing where the project lies elsewhere.
pub(super) fn way_to(layout: &Layout) -> String {
    let named = env::var_os("GITHUB_WORKSPACE").map(PathBuf::from);
    let mut bases = named.into_iter().chain(env::current_dir());
    bases.find_map(|base| layout.way_from(&base)).unwrap_or_default()
}

/// A path as a person would write it from here.
pub(super) fn shown(path: &Path) -> String {
    let here = env::current_dir().ok();
    let relative = here.as_deref().and_then(|here| path.strip_prefix(here).ok());
    relative.unwrap_or(path).display().to_string()
}
