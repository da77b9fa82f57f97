//! The moment at which a build becomes the output, in steps that can be stopped anywhere.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

use crate::error::{Cause, Error, Result};

use super::guard::{self, Target};

/// What is being written; after the exchange, the old output.
pub(super) fn new_tree(work: &Path) -> PathBuf {
    work.join("new")
}

/// Where the old output goes when two folders cannot be exchanged.
fn old_tree(work: &Path) -> PathBuf {
    work.join("old")
}

/// Files that are not published.
pub(super) fn scratch(work: &Path) -> PathBuf {
    work.join("scratch")
}

/// Finishes or undoes what a build that was stopped has left. Only for who holds the guard.
pub(super) fn recover(target: &Target) -> Result<()> {
    let old = old_tree(&target.work);
    // Stopped between two renames: there is no output, and this was it.
    if exists(&old) && !exists(&target.output) {
        rename(&old, &target.output)?;
    }
    for stale in [new_tree(&target.work), old, scratch(&target.work)] {
        remove(&stale)?;
    }
    Ok(())
}

/// Removes the work folder; the mark last, so that what is left always has it.
pub(super) fn clear(work: &Path) -> Result<()> {
    for stale in [new_tree(work), old_tree(work), scratch(work)] {
        remove(&stale)?;
    }
    remove(&work.join(guard::MARK))?;
    match fs::remove_dir(work) {
        // The next build is already there.
        Err(cause) if matches!(cause.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound) => Ok(()),
        other => other.map_err(|cause| Error::io("remove", work, cause)),
    }
}

/// Removes what is not published, so that it need not be synced.
pub(super) fn discard_scratch(work: &Path) -> Result<()> {
    remove(&scratch(work))
}

/// Makes all that was staged last on the disk.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub(super) fn sync_tree(tree: &Path) -> Result<()> {
    // One call for the whole file system: seventy times faster than one for each of 500 files.
    let folder = File::open(tree).map_err(|cause| Error::io("open", tree, cause))?;
    rustix::fs::syncfs(&folder).map_err(|cause| Error::io("sync", tree, cause.into()))
}

/// Makes all that was staged last on the disk.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub(super) fn sync_tree(tree: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(tree) {
        let entry = entry.map_err(|cause| Error::other("read", tree, cause))?;
        if entry.file_type().is_file() {
            let file = File::options().append(true).open(entry.path());
            file.and_then(|file| file.sync_all()).map_err(|cause| Error::io("sync", entry.path(), cause))?;
        } else {
            sync_folder(entry.path())?;
        }
    }
    Ok(())
}

/// Replaces the lock of identities, durably; leaves it alone where it holds these bytes already. A link
/// stays one: what it leads to is replaced.
///
/// # Errors
/// Where the disk does not take it, or the file may not be written; the old lock is whole then.
pub fn write_lock(path: &Path, lines: &mut dyn Iterator<Item = String>) -> Result<()> {
    let target = if path.is_symlink() {
        fs::canonicalize(path).map_err(|cause| Error::io("follow the link", path, cause))?
    } else {
        path.to_owned()
    };
    write_file(&target, lines)
}

fn write_file(path: &Path, lines: &mut dyn Iterator<Item = String>) -> Result<()> {
    let name = path.file_name().ok_or_else(|| Error::refused("write", path, "this is no name of a file"))?;
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(".recto-new");
    let temporary = path.with_file_name(temporary);
    // Half written by a build that was stopped.
    remove(&temporary)?;
    let written = replace(&temporary, path, lines);
    if !matches!(written, Ok(Replaced::Exchanged)) {
        // The first error is the one to tell.
        let _ = fs::remove_file(&temporary);
    }
    match written? {
        Replaced::Same => Ok(()),
        Replaced::Exchanged => sync_folder(folder_of(path)),
    }
}

/// What became of a file that was to be replaced.
enum Replaced {
    /// It holds just that already.
    Same,
    /// The new one stands in its place.
    Exchanged,
}

/// Writes a new file, and puts it in the place of an old one that differs.
fn replace(new: &Path, path: &Path, lines: &mut dyn Iterator<Item = String>) -> Result<Replaced> {
    let file = File::create_new(new).map_err(|cause| Error::io("create", new, cause))?;
    let failed = |cause, more: &str| full(Error::io("write", new, cause), 0, more.len() as u64);
    let mut writer = BufWriter::new(file);
    for line in lines {
        writer.write_all(line.as_bytes()).map_err(|cause| failed(cause, &line))?;
    }
    let file = writer.into_inner().map_err(|error| failed(error.into_error(), ""))?;
    if same(new, path)? {
        return Ok(Replaced::Same);
    }
    may_write(path)?;
    file.sync_all().map_err(|cause| Error::io("sync", new, cause))?;
    rename(new, path)?;
    Ok(Replaced::Exchanged)
}

/// Fails where a file is there and protected. To put another in its place asks for the folder's right
/// alone, and whoever protects a file does not want that.
fn may_write(path: &Path) -> Result<()> {
    let failed = |cause| Err(Error::io("write", path, cause));
    match fs::metadata(path) {
        // The administrator may open it all the same.
        Ok(metadata) if metadata.permissions().readonly() => failed(ErrorKind::PermissionDenied.into()),
        Ok(_) => File::options().append(true).open(path).map(drop).or_else(failed),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) => failed(cause),
    }
}

/// Whether two files hold the same bytes; the second need not be there. Read in pieces: a lock can be
/// as large as all else.
pub(super) fn same(one: &Path, other: &Path) -> Result<bool> {
    let open = |path: &Path| match File::open(path) {
        Ok(file) => Ok(Some(BufReader::new(file))),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(Error::io("read", path, cause)),
    };
    let (Some(mut ones), Some(mut others)) = (open(one)?, open(other)?) else { return Ok(false) };
    loop {
        let a = ones.fill_buf().map_err(|cause| Error::io("read", one, cause))?;
        let b = others.fill_buf().map_err(|cause| Error::io("read", other, cause))?;
        let length = a.len().min(b.len());
        if length == 0 || a.get(..length) != b.get(..length) {
            return Ok(a.is_empty() && b.is_empty());
        }
        ones.consume(length);
        others.consume(length);
    }
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts the staged tree in the output's place. The old output is in the work folder afterwards.
pub(super) fn exchange(target: &Target) -> Result<()> {
    let new = new_tree(&target.work);
    if !exists(&target.output) {
        rename(&new, &target.output)?;
    } else if !at_once(&new, &target.output)? {
        by_two_renames(target)?;
    }
    sync_folder(&target.parent)?;
    sync_folder(&target.work)
}

/// Exchanges two folders in one system call; `false` where system or file system has none.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn at_once(new: &Path, output: &Path) -> Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, new, CWD, output, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::NOSYS | Errno::INVAL | Errno::NOTSUP) => Ok(false),
        Err(cause) => Err(Error::io("replace", output, cause.into())),
    }
}

/// Exchanges two folders in one system call; `false` where system or file system has none.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn at_once(_: &Path, _: &Path) -> Result<bool> {
    Ok(false)
}

/// For a moment there is no output; [`recover`] puts the old one back if that moment is the last.
fn by_two_renames(target: &Target) -> Result<()> {
    let old = old_tree(&target.work);
    rename(&target.output, &old)?;
    rename(&new_tree(&target.work), &target.output).inspect_err(|_| {
        // The first error is the one to tell; where this fails too, the next build does it.
        let _ = fs::rename(&old, &target.output);
    })
}

/// Adds to an error of a full disk how many bytes the build had written and how many more it needs at least.
pub(super) fn full(error: Error, written: u64, more: u64) -> Error {
    let out_of_space = matches!(
        &error.cause,
        Cause::Io(cause) if matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
    );
    if !out_of_space {
        return error;
    }
    let more = if more > 0 { format!(" and needs at least {more} more") } else { " and needs more".to_owned() };
    error
        .with_help(format!("the build had written {written} bytes{more}; free some space on this disk and build again"))
}

fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn rename(from: &Path, to: &Path) -> Result<()> {
    fs::rename(from, to).map_err(|cause| Error::io(format!("rename {} to", from.display()), to, cause))
}

/// Removes a file or a folder with all it holds, if it is there; never follows a link.
fn remove(path: &Path) -> Result<()> {
    let removed = match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(path),
        Ok(_) => fs::remove_file(path),
        Err(cause) => Err(cause),
    };
    match removed {
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        other => other.map_err(|cause| Error::io("remove", path, cause)),
    }
}

/// Makes names in a folder last; where folders cannot be opened as files, the system sees to it.
fn sync_folder(path: &Path) -> Result<()> {
    if cfg!(not(unix)) {
        return Ok(());
    }
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|cause| Error::io("sync", path, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A project folder with an old output, and a work folder with a new one.
    fn ready() -> (tempfile::TempDir, Target) {
        let dir = tempfile::tempdir().unwrap();
        let target = Target::of(&dir.path().join("output")).unwrap();
        for (tree, text) in [(target.output.clone(), "old"), (new_tree(&target.work), "new")] {
            fs::create_dir_all(&tree).unwrap();
            fs::write(tree.join("a"), text).unwrap();
        }
        (dir, target)
    }

    fn output(target: &Target) -> String {
        fs::read_to_string(target.output.join("a")).unwrap()
    }

    #[test]
    fn folders_are_exchanged() {
        let (_dir, target) = ready();
        exchange(&target).unwrap();
        assert_eq!(output(&target), "new");
        assert_eq!(fs::read_to_string(new_tree(&target.work).join("a")).unwrap(), "old");
        clear(&target.work).unwrap();
        assert!(!target.work.exists());
    }

    #[test]
    fn two_renames_do_the_same() {
        let (_dir, target) = ready();
        by_two_renames(&target).unwrap();
        assert_eq!(output(&target), "new");
        recover(&target).unwrap();
        assert_eq!(output(&target), "new");
        assert!(!old_tree(&target.work).exists());
    }

    #[test]
    fn a_stop_between_two_renames_is_undone() {
        let (_dir, target) = ready();
        fs::rename(&target.output, old_tree(&target.work)).unwrap();
        recover(&target).unwrap();
        assert_eq!(output(&target), "old");
        assert!(!new_tree(&target.work).exists());
    }

    #[test]
    fn a_failing_second_rename_puts_the_old_output_back() {
        let (_dir, target) = ready();
        fs::remove_dir_all(new_tree(&target.work)).unwrap();
        assert!(by_two_renames(&target).is_err());
        assert_eq!(output(&target), "old");
    }

    #[test]
    fn the_lock_is_written_once() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("recto.lock");
        fs::write(dir.path().join(".recto.lock.recto-new"), "half").unwrap();
        write_lock(&path, &mut std::iter::once("one".to_owned())).unwrap();
        let written = fs::metadata(&path).unwrap().modified().unwrap();
        write_lock(&path, &mut std::iter::once("one".to_owned())).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), written);
        write_lock(&path, &mut std::iter::once("two".to_owned())).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_link_is_removed_and_not_what_it_leads_to() {
        let dir = tempfile::tempdir().unwrap();
        let kept = dir.path().join("kept");
        fs::create_dir(&kept).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&kept, dir.path().join("link")).unwrap();
        remove(&dir.path().join("link")).unwrap();
        assert!(kept.exists());
    }
}
