//! Whether a folder is ours to replace, and whether another build is at work on it.

use std::fs::{self, File, TryLockError};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use crate::error::{Cause, Error, Result};

use super::swap;

/// What `output/.gitignore` holds: the mark by which Recto knows a folder it may replace, and a rule
/// that keeps builds out of version control.
pub const GITIGNORE: &str = "# Made by Recto: this folder is replaced by every build.\n*\n";

/// The file that holds [`GITIGNORE`].
pub(super) const MARK: &str = ".gitignore";

/// Things no output holds, but projects and repositories do.
const NOT_OUTPUT: [&str; 3] = [".git", "recto.yaml", "recto.lock"];

const OPERATION: &str = "build into";

/// An output that may be replaced: where it lies, and where its staging goes.
#[derive(Debug)]
pub(super) struct Target {
    /// The folder above, with no links in it.
    pub(super) parent: PathBuf,
    /// The output.
    pub(super) output: PathBuf,
    /// The folder of a running build.
    pub(super) work: PathBuf,
}

impl Target {
    /// The target for an output, whether or not it may be replaced; makes the folders above it.
    pub(super) fn of(output: &Path) -> Result<Target> {
        let refused = || Error::refused(OPERATION, output, "this is no name of a folder");
        let name = output.file_name().ok_or_else(refused)?.to_owned();
        let absolute = std::path::absolute(output).map_err(|cause| Error::io(OPERATION, output, cause))?;
        let parent = absolute.parent().ok_or_else(refused)?;
        fs::create_dir_all(parent).map_err(|cause| Error::io("create", parent, cause))?;
        let parent = fs::canonicalize(parent).map_err(|cause| Error::io("find", parent, cause))?;
        let mut work = std::ffi::OsString::from(".recto-");
        work.push(&name);
        Ok(Target { output: parent.join(name), work: parent.join(work), parent })
    }

    /// Refuses an output that a build may not replace.
    pub(super) fn check(&self) -> Result<()> {
        let refused = |why: &str| Err(Error::refused(OPERATION, &self.output, why));
        let kind = match fs::symlink_metadata(&self.output) {
            Ok(metadata) => metadata.file_type(),
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(()),
            Err(cause) => return Err(Error::io("look at", &self.output, cause)),
        };
        if kind.is_symlink() {
            return refused("it is a link; name the folder itself");
        }
        if !kind.is_dir() {
            return refused("it is a file, and a build makes a folder");
        }
        for (place, what) in [(fs::canonicalize("."), "the current folder"), (home(), "your home folder")] {
            if place.is_ok_and(|place| place.starts_with(&self.output)) {
                return refused(&format!("it is {what} or holds it; name a folder that may be replaced"));
            }
        }
        let mut entries = fs::read_dir(&self.output).map_err(|cause| Error::io("read", &self.output, cause))?;
        if entries.next().is_none() || holds_mark(&self.output.join(MARK))? {
            return match NOT_OUTPUT.into_iter().find(|name| self.output.join(name).symlink_metadata().is_ok()) {
                Some(name) => refused(&format!("it holds {name}, which a build would delete")),
                None => Ok(()),
            };
        }
        let why = "it holds files that Recto did not write, and a build would delete them";
        Err(Error::refused(OPERATION, &self.output, why).with_help("choose another folder, or empty this one"))
    }
}

fn home() -> std::io::Result<PathBuf> {
    std::env::home_dir().ok_or(ErrorKind::NotFound.into()).and_then(fs::canonicalize)
}

/// Whether the file begins with the mark's first line; a missing file or a link does not.
fn holds_mark(path: &Path) -> Result<bool> {
    match beginning(path) {
        Ok(text) => Ok(text.lines().next() == GITIGNORE.lines().next()),
        Err(cause) if matches!(cause.kind(), ErrorKind::NotFound | ErrorKind::InvalidInput) => Ok(false),
        Err(cause) => Err(Error::io("read", path, cause)),
    }
}

/// The first bytes of a file that is no link.
fn beginning(path: &Path) -> std::io::Result<String> {
    if !fs::symlink_metadata(path)?.is_file() {
        return Err(ErrorKind::InvalidInput.into());
    }
    let mut text = Vec::new();
    File::open(path)?.take(4096).read_to_end(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}

/// The right to build into one output, held as long as this lives.
#[derive(Debug)]
pub(super) struct Guard {
    /// Locked; the system unlocks it when the process ends, however it ends.
    _file: File,
}

/// Takes the right to build, making the work folder; [`Cause::Busy`] where another build has it.
pub(super) fn acquire(work: &Path) -> Result<Guard> {
    let mark = work.join(MARK);
    // A build that ends removes the folder at any moment, so what was found may be gone again.
    for _ in 0..100 {
        match fs::create_dir(work) {
            Err(cause) if cause.kind() != ErrorKind::AlreadyExists => {
                return Err(swap::full(Error::io("create", work, cause), 0, 0));
            }
            _ => {}
        }
        if !is_ours(work)? {
            let why = "it is not a folder of Recto's, but has the name of one";
            return Err(Error::refused("use", work, why).with_help("rename or remove it"));
        }
        let mut file = match File::options().read(true).append(true).create(true).open(&mark) {
            Ok(file) => file,
            Err(cause) if cause.kind() == ErrorKind::NotFound => continue,
            Err(cause) => {
                // Goes only if it is empty, as it is if this build made it.
                let _ = fs::remove_dir(work);
                return Err(swap::full(Error::io("open", &mark, cause), 0, 0));
            }
        };
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(work)),
            Err(TryLockError::Error(cause)) => return Err(Error::io("lock", &mark, cause)),
        }
        if !is_same(&file, &mark) {
            continue;
        }
        let length = file.metadata().map_err(|cause| Error::io("read", &mark, cause))?.len();
        let missing = usize::try_from(length).ok().and_then(|length| GITIGNORE.as_bytes().get(length..));
        if let Err(cause) = file.write_all(missing.unwrap_or_default()) {
            // The first error is the one to tell.
            let _ = swap::clear(work);
            return Err(swap::full(Error::io("write", &mark, cause), 0, 0));
        }
        return Ok(Guard { _file: file });
    }
    Err(busy(work))
}

fn busy(work: &Path) -> Error {
    Error::new("use", work, Cause::Busy).with_help("wait for the other build to end, then build again")
}

/// Whether a folder was made by a build: nothing in it, or the mark, be it only half written. A build
/// makes the mark first and removes it last, so a list of names without it is a stranger's.
fn is_ours(work: &Path) -> Result<bool> {
    let gone = |cause: &std::io::Error| cause.kind() == ErrorKind::NotFound;
    match fs::symlink_metadata(work) {
        Ok(metadata) if !metadata.is_dir() => return Ok(false),
        Err(cause) if !gone(&cause) => return Err(Error::io("look at", work, cause)),
        _ => {}
    }
    let names = fs::read_dir(work).and_then(|entries| entries.map(|entry| Ok(entry?.file_name())).collect());
    match names {
        Ok(names) if Vec::<std::ffi::OsString>::is_empty(&names) => return Ok(true),
        Ok(names) if !names.iter().any(|name| name == MARK) => return Ok(false),
        Err(cause) if gone(&cause) => return Ok(true),
        Err(cause) => return Err(Error::io("read", work, cause)),
        Ok(_) => {}
    }
    match beginning(&work.join(MARK)) {
        Ok(text) => Ok(GITIGNORE.starts_with(&text)),
        Err(cause) if gone(&cause) => Ok(true),
        Err(cause) if cause.kind() == ErrorKind::InvalidInput => Ok(false),
        Err(cause) => Err(Error::io("read", work.join(MARK), cause)),
    }
}

/// Whether the file locked is still the one at the path, and not one that its build has removed.
#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(found)) => held.dev() == found.dev() && held.ino() == found.ino(),
        _ => false,
    }
}

/// Elsewhere an open file keeps its name.
#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.exists()
}
