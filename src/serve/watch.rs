//! Watching: the documents, the themes, the files of its own, the settings and the lock of a project.

use std::path::{Path, PathBuf};
use std::time::Duration;

use notify_debouncer_full::notify::event::{AccessKind, AccessMode};
use notify_debouncer_full::notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::discover::Layout;
use crate::error::{Error, Result};

/// So long nothing may happen before a change counts as made: editors write in several steps.
const QUIET: Duration = Duration::from_millis(80);

/// Watches until it is dropped.
pub struct Watcher {
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    folders: Vec<(PathBuf, RecursiveMode)>,
}

/// Calls `changed` after each change to the project, from another thread.
///
/// # Errors
/// Where the system does not tell of changes.
pub fn watch(layout: &Layout, changed: impl Fn() + Send + 'static) -> Result<Watcher> {
    let watched = layout.clone();
    let take = move |events: DebounceEventResult| {
        // What could not be told may have been a change.
        let tells = events.map_or(true, |events| {
            let told = events.iter().filter(|event| is_change(&event.kind));
            told.flat_map(|event| &event.paths).any(|path| matters(&watched, path))
        });
        if tells {
            changed();
        }
    };
    let failed = |error: notify_debouncer_full::notify::Error| {
        let error = Error::other("watch", &layout.root, error);
        error.with_help("the system may allow too few watches (fs.inotify.max_user_watches)")
    };
    let debouncer = new_debouncer(QUIET, None, take).map_err(failed)?;
    let mut watcher = Watcher { debouncer, folders: folders(layout) };
    for (folder, mode) in watcher.folders.clone() {
        if folder.is_dir() {
            watcher.debouncer.watch(&folder, mode).map_err(failed)?;
        }
    }
    Ok(watcher)
}

impl Watcher {
    /// Watches folders that were made, or put in another's place, since.
    pub fn renew(&mut self) {
        for (folder, mode) in self.folders.clone() {
            // One that is not there is watched once it is: the one above it tells.
            let _ = self.debouncer.watch(&folder, mode);
        }
    }
}

/// The folders of a project, with whether all below them is meant.
fn folders(layout: &Layout) -> Vec<(PathBuf, RecursiveMode)> {
    let bare = layout.content == layout.root;
    // One document in a folder that is no project: what else lies there is none of ours.
    let content = if bare && layout.only.is_some() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive };
    let mut folders = vec![(layout.content.clone(), content)];
    if !bare {
        folders.push((layout.root.clone(), RecursiveMode::NonRecursive));
        folders.extend(["themes", "static"].map(|name| (layout.root.join(name), RecursiveMode::Recursive)));
    }
    folders
}

/// Whether an event is of something that changed. Reading gives events too, and a build reads: it would set
/// itself off for ever.
fn is_change(kind: &EventKind) -> bool {
    !matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write))
}

/// Whether a build may come out otherwise where `path` changes: a part of the project that is no output, hidden or
/// a scratch file of an editor.
fn matters(layout: &Layout, path: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(&layout.root) else { return false };
    let names: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    let scratch = |name: &str| {
        name != ".well-known" && name.starts_with(['.', '#']) || name.ends_with(['~', '#']) || name.ends_with(".tmp")
    };
    let hidden = names.iter().any(|name| scratch(name));
    let output = path.starts_with(layout.output());
    let ours = path.starts_with(&layout.content)
        || matches!(
            names.first().map(AsRef::as_ref),
            Some("content" | "themes" | "static" | "recto.yaml" | "recto.lock")
        );
    ours && !hidden && !output && !names.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scratch_files_and_the_output_do_not_matter() {
        let root = PathBuf::from("/p");
        let project = Layout { content: root.join("content"), root: root.clone(), only: None };
        let bare = Layout { content: root.clone(), root, only: None };
        for path in ["content/a.md", "content/b/c.png", "recto.yaml", "recto.lock", "themes/x/tokens.css", "content"] {
            assert!(matters(&project, &Path::new("/p").join(path)), "{path}");
        }
        for path in
            ["README.md", "output/site/index.html", ".git/index", "content/.a.md.swp", "content/a.md~", "", "src"]
        {
            assert!(!matters(&project, &Path::new("/p").join(path)), "{path}");
        }
        assert!(matters(&bare, Path::new("/p/notes.md")) && !matters(&bare, Path::new("/p/output/a.md")));
        assert!(!matters(&bare, Path::new("/p/.recto-output/new/a.md")) && !matters(&bare, Path::new("/q/a.md")));
    }

    #[test]
    fn reading_is_no_change() {
        use notify_debouncer_full::notify::event::{AccessKind, AccessMode, ModifyKind};
        assert!(!is_change(&EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!is_change(&EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(is_change(&EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(is_change(&EventKind::Modify(ModifyKind::Any)));
    }
}
