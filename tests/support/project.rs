//! A folder of its own for one test, and the program run in it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// The moment at which tests build: 1,760,000,000 seconds after 1970.
pub(crate) const NOW: u64 = 1_760_000_000;

/// A folder of its own.
pub(crate) struct Project {
    _keep: TempDir,
    /// The folder. Its name is always `project`.
    pub(crate) dir: PathBuf,
    /// `SOURCE_DATE_EPOCH` of its commands.
    pub(crate) now: u64,
}

/// What a command did.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code.
    pub(crate) code: i32,
    /// All it printed, on both streams, in order.
    pub(crate) text: String,
}

impl Run {
    /// Fails where the command ended otherwise.
    #[track_caller]
    pub(crate) fn ends(self, code: i32) -> Run {
        assert_eq!(self.code, code, "{}", self.text);
        self
    }

    /// Fails where the command did not say so.
    #[track_caller]
    pub(crate) fn says(self, text: &str) -> Run {
        assert!(self.text.contains(text), "not said: {text}\n{}", self.text);
        self
    }
}

impl Project {
    /// An empty folder.
    pub(crate) fn new() -> Project {
        let keep = tempfile::tempdir().unwrap();
        let dir = keep.path().canonicalize().unwrap().join("project");
        fs::create_dir(&dir).unwrap();
        Project { _keep: keep, dir, now: NOW }
    }

    /// A folder with files.
    pub(crate) fn with(files: &[(&str, &str)]) -> Project {
        let project = Project::new();
        for (name, text) in files {
            project.write(name, text);
        }
        project
    }

    /// The path of a file.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Writes a file, and the folders above it.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Reads a file.
    #[track_caller]
    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// Reads a file as text.
    #[track_caller]
    pub(crate) fn text(&self, name: &str) -> String {
        String::from_utf8(self.read(name)).unwrap()
    }

    /// Whether there is something of this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.path(name).symlink_metadata().is_ok()
    }

    /// The program, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_recto"));
        command.args(arguments).current_dir(&self.dir).env_clear().stdin(Stdio::null());
        command.env("SOURCE_DATE_EPOCH", self.now.to_string()).env("HOME", self.dir.parent().unwrap().join("home"));
        command
    }

    /// Runs the program in the folder.
    pub(crate) fn recto(&self, arguments: &[&str]) -> Run {
        let mut said = tempfile::tempfile().unwrap();
        let stream = |file: &File| Stdio::from(file.try_clone().unwrap());
        let status = self.command(arguments).stdout(stream(&said)).stderr(stream(&said)).status().unwrap();
        let mut text = String::new();
        said.rewind().unwrap();
        said.read_to_string(&mut text).unwrap();
        Run { code: status.code().unwrap_or(-1), text }
    }

    /// Builds, and fails where that ends with anything but 0.
    #[track_caller]
    pub(crate) fn build(&self) -> Run {
        self.recto(&["build"]).ends(0)
    }

    /// All files below a folder with what they hold.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }
}

/// All files below a folder with what they hold; links as what they lead to.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    let entries = entries.filter(|entry| !entry.file_type().is_dir());
    let named = entries.map(|entry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().replace('\\', "/");
        let bytes = match fs::read_link(entry.path()) {
            Ok(target) => format!("-> {}", target.display()).into_bytes(),
            Err(_) => fs::read(entry.path()).unwrap(),
        };
        (name, bytes)
    });
    named.collect()
}
