//! Discover: which project a path means, and which documents it holds. Reads the file system.
#![allow(clippy::disallowed_methods, reason = "one of the two rooms that read files")]

use std::fs;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, Result};
use crate::finding::{BAD_VALUE, Finding, LEFT_OUT, Place};
use crate::path::SourcePath;

/// Where a project's things lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// The project's folder.
    pub root: PathBuf,
    /// The folder documents are read from: `content/`, or the root where there is none.
    pub content: PathBuf,
    /// What is built, relative to `content`, where that is not everything.
    pub only: Option<SourcePath>,
}

impl Layout {
    /// What `path` means: a project, a folder or one document of a project, or any folder or file
    /// by itself.
    ///
    /// # Errors
    /// Where there is nothing at `path`, or nothing that can be built.
    pub fn of(path: &Path) -> Result<Layout> {
        let path = path.canonicalize().map_err(|cause| Error::io("find", path, cause))?;
        let folder = if path.is_dir() { path.as_path() } else { path.parent().unwrap_or(&path) };
        let project = folder.ancestors().find(|folder| is_project(folder));
        let root = project.unwrap_or(folder).to_owned();
        let content = if root.join("content").is_dir() { root.join("content") } else { root.clone() };
        let inside = path.strip_prefix(&content).ok().map(|inside| inside.to_string_lossy().replace('\\', "/"));
        match inside {
            _ if path == root => Ok(Layout { root, content, only: None }),
            Some(inside) if inside.is_empty() => Ok(Layout { root, content, only: None }),
            Some(inside) => Ok(Layout { root, content, only: Some(SourcePath::new(&inside)) }),
            // Beside the project's documents: a folder or file by itself.
            None => {
                let only = path.file_name().filter(|_| path.is_file()).map(|name| name.to_string_lossy().into_owned());
                let only = only.map(|name| SourcePath::new(&name));
                Ok(Layout { root: folder.to_owned(), content: folder.to_owned(), only })
            }
        }
    }

    /// Where builds go if nothing else is said.
    pub fn output(&self) -> PathBuf {
        self.root.join("output")
    }

    /// Where identities are remembered if nothing else is said.
    pub fn lock(&self) -> PathBuf {
        self.root.join("recto.lock")
    }

    /// The way from the project's folder to the documents: `content/`, or nothing.
    pub fn content_folder(&self) -> String {
        let folder = self.content.strip_prefix(&self.root).unwrap_or(Path::new("")).to_string_lossy();
        if folder.is_empty() { String::new() } else { format!("{}/", folder.replace('\\', "/")) }
    }

    /// The way from a folder to the project's, with a `/` at its end; nothing where they are one. `None` where the
    /// project does not lie in `folder`.
    pub fn way_from(&self, folder: &Path) -> Option<String> {
        let folder = folder.canonicalize().ok()?;
        let way = self.root.strip_prefix(folder).ok()?.to_string_lossy().replace('\\', "/");
        Some(if way.is_empty() { way } else { way + "/" })
    }

    /// The name of the project's folder.
    pub fn name(&self) -> String {
        self.root.file_name().map_or_else(|| "notes".into(), |name| name.to_string_lossy().into_owned())
    }
}

/// A folder with settings, or with both documents and a memory of them.
fn is_project(folder: &Path) -> bool {
    folder.join("recto.yaml").is_file() || (folder.join("content").is_dir() && folder.join("recto.lock").is_file())
}

/// A document that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Its name in the project.
    pub path: SourcePath,
    /// The file.
    pub file: PathBuf,
}

/// The documents to build, sorted by the bytes of their path, and what had to be left out.
///
/// Hidden files and folders, the output, themes and what `ignore` matches are passed over in
/// silence.
///
/// # Errors
/// Where the folder of documents cannot be read at all.
pub fn documents(layout: &Layout, output: &Path, ignore: &[String]) -> Result<(Vec<Found>, Vec<Finding>)> {
    let mut findings = Vec::new();
    let ignore = globs(ignore, &mut findings);
    let start = match &layout.only {
        Some(only) => layout.content.join(only.as_str()),
        None => layout.content.clone(),
    };
    let metadata = fs::metadata(&start).map_err(|cause| Error::io("read", &start, cause))?;
    if metadata.is_file() && !is_markdown(&start) {
        let error = Error::refused("build", &start, "its name is not that of a Markdown file");
        return Err(
            error.with_help(format!("documents are called {}", ENDINGS.map(|end| format!("*.{end}")).join(", ")))
        );
    }
    let output = output.canonicalize().unwrap_or_else(|_| output.to_owned());
    let is_bare = layout.content == layout.root;
    let wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let hidden = entry.depth() > 0 && name.starts_with('.');
        let ours = is_bare && entry.depth() == 1 && entry.file_type().is_dir() && matches!(&*name, "themes" | "output");
        !hidden && !ours && entry.path() != output && !ignore.is_match(relative(entry.path(), &layout.content))
    };
    let mut found = Vec::new();
    let mut walk = WalkDir::new(&start).follow_links(true).into_iter().filter_entry(wanted);
    while let Some(entry) = walk.next() {
        match entry {
            // Not even looked into: it may lead to the whole disk.
            Ok(entry) if entry.file_type().is_dir() && entry.path_is_symlink() && !is_inside(entry.path(), layout) => {
                findings.push(left_out(&relative(entry.path(), &layout.content), LEADS_OUT));
                walk.skip_current_dir();
            }
            Ok(entry) => match check(&entry, layout) {
                Verdict::Document(document) => found.push(document),
                Verdict::Other => {}
                Verdict::LeftOut(why) => findings.push(left_out(&relative(entry.path(), &layout.content), &why)),
            },
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(path, &layout.content));
                let why =
                    error.io_error().map_or_else(|| "a link that leads back to itself".into(), ToString::to_string);
                findings.push(left_out(&path, &why));
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok((found, findings))
}

/// How Markdown files end.
const ENDINGS: [&str; 4] = ["md", "markdown", "mdown", "mkd"];

fn is_markdown(path: &Path) -> bool {
    path.extension().is_some_and(|end| ENDINGS.iter().any(|known| end.eq_ignore_ascii_case(known)))
}

enum Verdict {
    Document(Found),
    Other,
    LeftOut(String),
}

fn check(entry: &DirEntry, layout: &Layout) -> Verdict {
    let path = entry.path();
    if !entry.file_type().is_file() || !is_markdown(path) {
        return Verdict::Other;
    }
    if !is_inside(path, layout) {
        return Verdict::LeftOut(LEADS_OUT.into());
    }
    match path.strip_prefix(&layout.content).ok().and_then(Path::to_str) {
        Some(name) => {
            Verdict::Document(Found { path: SourcePath::new(&name.replace('\\', "/")), file: path.to_owned() })
        }
        None => Verdict::LeftOut("its name is not UTF-8".into()),
    }
}

const LEADS_OUT: &str = "it is a link that leads out of the project";

/// Whether what a path leads to lies with the documents.
fn is_inside(path: &Path, layout: &Layout) -> bool {
    path.canonicalize().is_ok_and(|real| real.starts_with(&layout.content))
}

fn relative(path: &Path, content: &Path) -> String {
    path.strip_prefix(content).unwrap_or(path).to_string_lossy().replace('\\', "/")
}

fn left_out(path: &str, why: &str) -> Finding {
    Finding::new(&LEFT_OUT, Place::file(path), format!("`{path}` is left out: {why}"))
}

fn globs(patterns: &[String], findings: &mut Vec<Finding>) -> GlobSet {
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        match Glob::new(pattern) {
            Ok(glob) => {
                set.add(glob);
            }
            Err(error) => {
                let message = format!("`{pattern}` is not a pattern of paths: {}", error.kind());
                findings.push(Finding::new(&BAD_VALUE, Place::file("recto.yaml"), message));
            }
        }
    }
    set.build().unwrap_or_else(|_| GlobSet::empty())
}
