//! What a build has written so far, before anybody sees it.

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use unicode_normalization::UnicodeNormalization;

use crate::error::{Error, Result};
use crate::path::OutPath;

use super::guard::{self, GITIGNORE, Guard, MARK, Target};
use super::swap;

/// A build being written: a folder beside the output that [`publish`](Staging::publish) puts in the
/// output's place. Dropped without that, it leaves everything as it was.
///
/// Holds the right to build into this output, so the lock of identities is to be read after
/// [`begin`](Staging::begin). Files may be written from many threads.
#[derive(Debug)]
pub struct Staging {
    target: Target,
    tree: PathBuf,
    names: Mutex<Names>,
    files: AtomicU64,
    written: AtomicU64,
    bytes: AtomicU64,
    /// Given up by `publish`: after that, what lies beside the output may be another build's.
    guard: Option<Guard>,
}

/// The lock of identities, to be replaced together with the output.
pub struct LockFile<'a> {
    /// Where it lies.
    pub path: &'a Path,
    /// All it is to hold, each line with its end.
    pub lines: &'a mut dyn Iterator<Item = String>,
}

/// What a build has put into the output.
#[derive(Debug)]
pub struct Published {
    /// Files, with the mark.
    pub files: u64,
    /// Those among them that were written; the others are those of the old output, which held the same.
    pub written: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Why the old output could not be removed from beside the new one, if it could not. The next
    /// build tries again.
    pub leftover: Option<Error>,
}

/// The names taken, folded as file systems fold them.
#[derive(Debug, Default)]
struct Names {
    files: HashSet<String>,
    /// Folders made, with the spelling they were made in.
    folders: HashMap<String, String>,
}

impl Names {
    /// Whether a file of this name would meet no other file or folder, on any file system.
    fn is_free(&self, path: &str) -> bool {
        let above = path.match_indices('/').filter_map(|(end, _)| path.get(..end));
        let is_open = |folder: &str| {
            let known = self.folders.get(&folded(folder));
            known.is_none_or(|spelling| spelling == folder) && !self.files.contains(&folded(folder))
        };
        let own = folded(path);
        !self.files.contains(&own) && !self.folders.contains_key(&own) && above.into_iter().all(is_open)
    }
}

impl Staging {
    /// Begins a build into `output`, which need not exist.
    ///
    /// # Errors
    /// [`Cause::Refused`](crate::error::Cause::Refused) for an output that a build may not replace:
    /// a file, a link, a folder that holds the current or the home folder, or what Recto did not
    /// write. [`Cause::Busy`](crate::error::Cause::Busy) while another build writes to it.
    pub fn begin(output: &Path) -> Result<Staging> {
        let target = Target::of(output)?;
        target.check()?;
        let guard = guard::acquire(&target.work)?;
        let tree = swap::new_tree(&target.work);
        let (names, files, written, bytes) = Default::default();
        // From here on, dropping it clears up.
        let staging = Staging { target, tree, names, files, written, bytes, guard: Some(guard) };
        swap::recover(&staging.target)?;
        // What a stopped build has left may just have become the output again.
        staging.target.check()?;
        fs::create_dir(&staging.tree).map_err(|cause| staging.failed("create", &staging.tree, cause, 0))?;
        staging.put(MARK, GITIGNORE.as_bytes())?;
        Ok(staging)
    }

    /// Creates a file of the output, to be written in pieces.
    ///
    /// # Errors
    /// [`Cause::Refused`](crate::error::Cause::Refused) where the build has written a file of this
    /// name already, or one that some file systems take for it.
    pub fn create(&self, path: &OutPath) -> Result<StagedFile<'_>> {
        let place = self.take(path.as_str())?;
        let file = File::create_new(&place).map_err(|cause| self.failed("create", &place, cause, 0))?;
        self.files.fetch_add(1, Ordering::Relaxed);
        self.written.fetch_add(1, Ordering::Relaxed);
        Ok(StagedFile { file, staging: self })
    }

    /// Writes a file of the output.
    ///
    /// # Errors
    /// As [`create`](Staging::create), and where the disk does not take it.
    pub fn write(&self, path: &OutPath, bytes: &[u8]) -> Result<()> {
        self.put(path.as_str(), bytes)
    }

    /// Copies a file into the output: its bytes, not its permissions.
    ///
    /// # Errors
    /// As [`write`](Staging::write), and where `from` is no file that can be read.
    pub fn copy(&self, from: &Path, path: &OutPath) -> Result<()> {
        let metadata = fs::metadata(from).map_err(|cause| Error::io("read", from, cause))?;
        // Opening a pipe would wait for its other end.
        if !metadata.is_file() {
            return Err(Error::refused("copy", from, "it is not a regular file"));
        }
        let mut source = File::open(from).map_err(|cause| Error::io("read", from, cause))?;
        let place = self.take(path.as_str())?;
        if self.keep(path.as_str(), &place, metadata.len(), |old| swap::same(from, old).unwrap_or_default()) {
            self.count(metadata.len());
            return Ok(());
        }
        let mut file = File::create_new(&place).map_err(|cause| self.failed("create", &place, cause, 0))?;
        let operation = || format!("copy {} to", from.display());
        let bytes = io::copy(&mut source, &mut file)
            .map_err(|cause| self.failed(operation(), &place, cause, metadata.len()))?;
        self.written.fetch_add(1, Ordering::Relaxed);
        self.count(bytes);
        Ok(())
    }

    /// Copies a file into the output, if nothing has taken its name; says whether it did.
    ///
    /// # Errors
    /// As [`copy`](Staging::copy).
    pub fn copy_beside(&self, from: &Path, path: &OutPath) -> Result<bool> {
        let is_free = self.names().is_free(path.as_str());
        if is_free {
            self.copy(from, path)?;
        }
        Ok(is_free)
    }

    /// Repeats a file of the output at a second place.
    ///
    /// # Errors
    /// As [`copy`](Staging::copy).
    pub fn repeat(&self, path: &OutPath, again: &OutPath) -> Result<()> {
        self.copy(&self.tree.join(path.as_str()), again)
    }

    /// A place for a file that is not published, such as a database. The file is not created.
    ///
    /// # Errors
    /// Where the folder for such files cannot be made.
    pub fn scratch(&self, name: &str) -> Result<PathBuf> {
        let folder = swap::scratch(&self.target.work);
        fs::create_dir_all(&folder).map_err(|cause| self.failed("create", &folder, cause, 0))?;
        Ok(folder.join(name))
    }

    /// Puts what was written in the output's place, after replacing the lock of identities. Without a lock the
    /// output is to be looked at and no more: nothing waits until the disk has it.
    ///
    /// # Errors
    /// Where the disk does not take it. The output then is the old one, whole, and the lock may be the
    /// new one; or both are new, and only that they will outlast a power failure is not sure.
    pub fn publish(mut self, lock: Option<LockFile<'_>>) -> Result<Published> {
        self.prepare(lock)?;
        swap::exchange(&self.target)?;
        let guard = self.guard.take();
        let leftover = swap::clear(&self.target.work).err();
        drop(guard);
        let (files, written, bytes) = (self.files.get_mut(), self.written.get_mut(), self.bytes.get_mut());
        Ok(Published { files: *files, written: *written, bytes: *bytes, leftover })
    }

    /// All of publishing but the exchange.
    fn prepare(&self, lock: Option<LockFile<'_>>) -> Result<()> {
        // Somebody may have put something else in the output's place meanwhile.
        self.target.check()?;
        swap::discard_scratch(&self.target.work)?;
        let Some(lock) = lock else { return Ok(()) };
        let written = self.bytes.load(Ordering::Relaxed);
        swap::sync_tree(&self.tree).map_err(|error| swap::full(error, written, 0))?;
        swap::write_lock(lock.path, lock.lines)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        let place = self.take(path)?;
        let more = bytes.len() as u64;
        if !self.keep(path, &place, more, |old| fs::read(old).is_ok_and(|old| old == bytes)) {
            let mut file = File::create_new(&place).map_err(|cause| self.failed("create", &place, cause, more))?;
            file.write_all(bytes).map_err(|cause| self.failed("write", &place, cause, more))?;
            self.written.fetch_add(1, Ordering::Relaxed);
        }
        self.count(more);
        Ok(())
    }

    /// Takes a file of the old output over, where it is `length` bytes long and the `same`; says whether it did. It
    /// has two names then, until the old output goes, and nobody writes into it. Where a file system knows no second
    /// names, it is written anew.
    fn keep(&self, path: &str, place: &Path, length: u64, same: impl FnOnce(&Path) -> bool) -> bool {
        let old = self.target.output.join(path);
        let fits = |old: &fs::Metadata| old.is_file() && old.len() == length && !old.permissions().readonly();
        fs::symlink_metadata(&old).is_ok_and(|old| fits(&old)) && same(&old) && fs::hard_link(&old, place).is_ok()
    }

    fn count(&self, bytes: u64) {
        self.files.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// Takes a name, makes the folders above it, and gives its place in the tree.
    fn take(&self, path: &str) -> Result<PathBuf> {
        let place = self.tree.join(path);
        let mut names = self.names();
        if let Some((folder, _)) = path.rsplit_once('/')
            && names.folders.get(folder).is_none_or(|spelling| spelling != folder)
        {
            self.make_folders(&mut names, folder)?;
        }
        if !names.files.insert(folded(path)) {
            return Err(refused(path, "the build has written a file of this name already"));
        }
        Ok(place)
    }

    fn make_folders(&self, names: &mut Names, folder: &str) -> Result<()> {
        let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
        for folder in ends.filter_map(|end| folder.get(..end)) {
            match names.folders.get(&folded(folder)) {
                Some(spelling) if spelling == folder => continue,
                Some(spelling) => return Err(refused(folder, &format!("some systems take it for {spelling}"))),
                None => {}
            }
            let place = self.tree.join(folder);
            fs::create_dir(&place).map_err(|cause| self.failed("create", &place, cause, 0))?;
            names.folders.insert(folded(folder), folder.to_owned());
        }
        Ok(())
    }

    fn names(&self) -> MutexGuard<'_, Names> {
        // A thread that panicked has left at most a name without a file.
        self.names.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// An error on a staged file; on a full disk with what is written and what `more` is needed.
    fn failed(&self, operation: impl Into<String>, place: &Path, cause: io::Error, more: u64) -> Error {
        let written = self.bytes.load(Ordering::Relaxed);
        swap::full(Error::io(operation, place, cause), written, more)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        if self.guard.is_some() {
            // Nobody is left to tell; the next build tries again and tells.
            let _ = swap::clear(&self.target.work);
        }
    }
}

fn refused(path: &str, why: &str) -> Error {
    Error::refused("write", path, why)
}

/// The form in which names are the same on a file system that knows neither case nor composition.
fn folded(path: &str) -> String {
    if path.is_ascii() {
        return path.to_ascii_lowercase();
    }
    // Upper case first: it joins letters that have two lower-case forms, such as sigma.
    path.nfc().collect::<String>().to_uppercase().to_lowercase().nfc().collect()
}

/// A file of the output, being written. It is not buffered.
#[derive(Debug)]
pub struct StagedFile<'a> {
    file: File,
    staging: &'a Staging,
}

impl Write for StagedFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Seek for StagedFile<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}

impl Drop for StagedFile<'_> {
    fn drop(&mut self) {
        let length = self.file.metadata().map_or(0, |metadata| metadata.len());
        self.staging.bytes.fetch_add(length, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stop_between_lock_and_exchange_leaves_the_old_output() {
        let dir = tempfile::tempdir().unwrap();
        let (output, lock) = (dir.path().join("output"), dir.path().join("recto.lock"));
        let page = OutPath::new("index.html").unwrap();
        let guids = || std::iter::once("guids".to_owned());
        let write = |text: &[u8]| {
            let staging = Staging::begin(&output).unwrap();
            staging.write(&page, text).unwrap();
            staging
        };
        write(b"one").publish(None).unwrap();
        let stopped = write(b"two");
        stopped.prepare(Some(LockFile { path: &lock, lines: &mut guids() })).unwrap();
        drop(stopped);
        assert_eq!(fs::read(output.join("index.html")).unwrap(), b"one");
        assert_eq!(fs::read(&lock).unwrap(), b"guids");
        write(b"two").publish(Some(LockFile { path: &lock, lines: &mut guids() })).unwrap();
        assert_eq!(fs::read(output.join("index.html")).unwrap(), b"two");
    }
}
