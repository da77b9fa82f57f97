//! Load: files to values. Reads the file system, and nothing but the project.
#![allow(clippy::disallowed_methods, reason = "one of the two rooms that read files")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::discover::{Found, Layout};
use crate::error::{Error, Result};
use crate::finding::{Finding, NOT_UTF8, Place, UNREADABLE};
use crate::identity::{Lock, LockError, Reading};
use crate::media::{MediaKind, MediaName, may_run};
use crate::path::SourcePath;
use crate::source::{NotUtf8, Source, Span};

/// Reads a document. What cannot be read or is not text is a finding; the build goes on without.
pub fn document(found: &Found) -> std::result::Result<Source, Finding> {
    let bytes = fs::read(&found.file).map_err(|cause| {
        let message = format!("`{}` cannot be read: {cause}", found.path);
        Finding::new(&UNREADABLE, Place::file(found.path.as_str()), message)
            .help("its notes are neither built nor retired; give yourself the right to read it and build again")
    })?;
    Source::from_bytes(found.path.clone(), bytes).map_err(not_utf8)
}

fn not_utf8(error: NotUtf8) -> Finding {
    let NotUtf8 { offset, byte, before } = error;
    let end = before.text.len();
    let message = format!("`{}` is not UTF-8 text: byte 0x{byte:02x} at offset {offset}", before.path);
    Finding::at(&NOT_UTF8, &before, Span::new(end, end), message)
        .label("after this")
        .help("save it as UTF-8; if it was saved as Windows-1252: iconv -f WINDOWS-1252 -t UTF-8 FILE")
}

/// Reads `recto.yaml`, where there is one.
pub fn settings(layout: &Layout) -> Option<std::result::Result<Source, Finding>> {
    let file = layout.root.join("recto.yaml");
    file.is_file().then(|| document(&Found { path: SourcePath::new("recto.yaml"), file }))
}

/// Why a lock was not read.
#[derive(Debug)]
pub enum NoLock {
    /// There is none yet.
    Missing,
    /// It is not whole. Going on would lose the history of cards.
    Broken(LockError),
    /// The environment refused.
    Unread(Error),
}

/// Reads the lock.
///
/// # Errors
/// Where there is none, or it cannot be used.
pub fn lock(path: &Path) -> std::result::Result<Lock, NoLock> {
    let failed = |cause| NoLock::Unread(Error::io("read", path, cause));
    if path.is_dir() {
        let error = Error::refused("read", path, "it is a folder, and the lock is a file");
        return Err(NoLock::Unread(error.with_help("rename the folder, or name another file with --lock")));
    }
    let mut file = match File::open(path) {
        Ok(file) => BufReader::new(file),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound && path.is_symlink() => {
            let error = Error::other("read", path, "it is a link to a file that is not there");
            return Err(NoLock::Unread(error.with_help("bring that file back, or remove the link to begin anew")));
        }
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Err(NoLock::Missing),
        Err(cause) => return Err(failed(cause)),
    };
    let (mut reading, mut line) = (Reading::default(), Vec::new());
    while file.read_until(b'\n', &mut line).map_err(failed)? > 0 {
        reading.line(&line).map_err(NoLock::Broken)?;
        line.clear();
    }
    reading.finish().map_err(NoLock::Broken)
}

/// Reads the project's own themes: `NAME/...` below `themes/` to what each file holds.
///
/// # Errors
/// Where a file cannot be read.
pub fn themes(layout: &Layout) -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = layout.root.join("themes");
    let mut files = BTreeMap::new();
    if !folder.is_dir() {
        return Ok(files);
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::other("read", &folder, error))?;
        let name = entry.path().strip_prefix(&folder).ok().and_then(Path::to_str);
        if let Some(name) = name.filter(|_| entry.file_type().is_file()) {
            let bytes = fs::read(entry.path()).map_err(|cause| Error::io("read", entry.path(), cause))?;
            files.insert(name.replace('\\', "/"), bytes);
        }
    }
    Ok(files)
}

/// The packages of the last build, in order of their names.
pub fn packages(output: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(output).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "apkg") && path.is_file()).collect();
    files.sort();
    files
}

/// Opens a package of the last build.
///
/// # Errors
/// Where it cannot be read.
pub fn open_package(path: &Path) -> Result<File> {
    File::open(path).map_err(|cause| Error::io("read", path, cause))
}

/// A media file that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// Its name in package and site.
    pub name: MediaName,
    /// The file.
    pub file: PathBuf,
}

/// What became of the files that documents refer to. What is in neither is not there.
#[derive(Debug, Default)]
pub struct MediaFiles {
    /// Files that are shown or offered.
    pub found: BTreeMap<SourcePath, Media>,
    /// Files that are never published, and why.
    pub refused: BTreeMap<SourcePath, &'static str>,
}

/// Finds and names media files.
pub fn media(layout: &Layout, wanted: &BTreeSet<SourcePath>) -> MediaFiles {
    let mut files = MediaFiles::default();
    for path in wanted {
        let Ok(file) = layout.content.join(path.as_str()).canonicalize() else { continue };
        match read_media(layout, path, &file) {
            Ok(Some(name)) => {
                files.found.insert(path.clone(), Media { name, file });
            }
            Ok(None) => {}
            Err(why) => {
                files.refused.insert(path.clone(), why);
            }
        }
    }
    files
}

/// The name of a media file; nothing where it cannot be read.
fn read_media(layout: &Layout, path: &SourcePath, file: &Path) -> std::result::Result<Option<MediaName>, &'static str> {
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    let inside = file.strip_prefix(&layout.root).map_err(|_| "it lies outside the project")?;
    let hidden = |part: &std::ffi::OsStr| part.to_string_lossy().starts_with('.');
    if inside.iter().any(hidden) {
        return Err("it is hidden");
    }
    let kind = MediaKind::of(name).ok_or("it is no picture, sound, film or PDF")?;
    if !file.is_file() {
        return Ok(None);
    }
    let Ok(mut open) = File::open(file) else { return Ok(None) };
    let mut hasher = blake3::Hasher::new();
    if kind == MediaKind::Drawing {
        let Ok(bytes) = fs::read(file) else { return Ok(None) };
        if may_run(&bytes) {
            return Err("a drawing with scripts, events or foreign parts in it");
        }
        hasher.update(&bytes);
    } else if hasher.update_reader(&mut open).is_err() {
        return Ok(None);
    }
    Ok(Some(MediaName::new(name, &hasher.finalize())))
}

/// Opens a media file that was found.
///
/// # Errors
/// Where it is gone since.
pub fn open_media(media: &Media) -> Result<File> {
    File::open(&media.file).map_err(|cause| Error::io("read", &media.file, cause))
}
