//! Files of a new project: made where there are none, never overwritten.

use std::fs;
use std::io::{ErrorKind, Write};
use std::path::Path;

use crate::error::{Error, Result};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// It was made.
    New,
    /// It was there and got a line.
    Added,
    /// It was there and is as it was.
    Kept,
}

/// Makes a file, and the folders above it, unless it is there.
///
/// # Errors
/// Where it cannot be made.
pub fn place(path: &Path, bytes: &[u8]) -> Result<Placed> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(|cause| Error::io("create", folder, cause))?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => {
            file.write_all(bytes).map_err(|cause| Error::io("write", path, cause))?;
            Ok(Placed::New)
        }
        Err(cause) if cause.kind() == ErrorKind::AlreadyExists => Ok(Placed::Kept),
        Err(cause) => Err(Error::io("create", path, cause)),
    }
}

/// Makes sure that a file of lines holds a line.
///
/// # Errors
/// Where it cannot be read or written.
pub fn add_line(path: &Path, line: &str) -> Result<Placed> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return place(path, format!("{line}\n").as_bytes()),
        Err(cause) => return Err(Error::io("read", path, cause)),
    };
    if text.lines().any(|known| known.trim() == line) {
        return Ok(Placed::Kept);
    }
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let mut file = fs::OpenOptions::new().append(true).open(path).map_err(|cause| Error::io("write", path, cause))?;
    file.write_all(format!("{gap}{line}\n").as_bytes()).map_err(|cause| Error::io("write", path, cause))?;
    Ok(Placed::Added)
}
