//! What goes wrong outside the author's text: files, disks, permissions.

use std::fmt;
use std::path::{Path, PathBuf};

/// A failure of the environment: always an operation and a path. It stops the build and leaves
/// what is on disk as it was.
#[derive(Debug)]
pub struct Error {
    /// What was being done, as the end of the sentence "cannot ...": `read`, `create`, `rename`.
    pub operation: String,
    /// On what.
    pub path: PathBuf,
    /// Why it failed.
    pub cause: Cause,
    /// What a person can do about it, where that is known.
    pub help: Option<String>,
}

/// Why an operation failed.
#[derive(Debug)]
pub enum Cause {
    /// The operating system refused.
    Io(std::io::Error),
    /// Another build holds the project.
    Busy,
    /// The target is refused for the reason given (a usage error, nothing was touched).
    Refused(String),
    /// Something else went wrong: a library's own words.
    Other(String),
}

/// The result of an operation on the environment.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// An input or output error on `path`.
    pub fn io(operation: impl Into<String>, path: impl AsRef<Path>, cause: std::io::Error) -> Error {
        Error::new(operation, path, Cause::Io(cause))
    }

    /// A refusal: what was asked for is not done, and nothing was touched.
    pub fn refused(operation: impl Into<String>, path: impl AsRef<Path>, why: impl Into<String>) -> Error {
        Error::new(operation, path, Cause::Refused(why.into()))
    }

    /// A failure a library describes in words.
    pub fn other(operation: impl Into<String>, path: impl AsRef<Path>, why: impl fmt::Display) -> Error {
        Error::new(operation, path, Cause::Other(why.to_string()))
    }

    /// An error of any cause.
    pub fn new(operation: impl Into<String>, path: impl AsRef<Path>, cause: Cause) -> Error {
        Error { operation: operation.into(), path: path.as_ref().to_owned(), cause, help: None }
    }

    /// The same error with advice.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Error {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}: ", self.operation, self.path.display())?;
        match &self.cause {
            Cause::Io(cause) => write!(f, "{cause}"),
            Cause::Busy => write!(f, "another build is running"),
            Cause::Refused(why) | Cause::Other(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.cause {
            Cause::Io(cause) => Some(cause),
            Cause::Busy | Cause::Refused(_) | Cause::Other(_) => None,
        }
    }
}
