//! Discover: which project a path means, and which documents it holds. Reads the file system.
#![allow(clippy::disallowed_methods, reason = "one of the two rooms that read files")]

use std::fs;
use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use walkdir::{DirEntry, WalkDir};

use crate::error::{Error, Result};
use crate::finding::{BAD_VALUE, Finding, LEFT_OUT, OWN_FILE, Place};
use crate::path::{OutPath, SourcePath};

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
        let content = content_of(&root);
        let inside = path.strip_prefix(&content).ok().map(|inside| inside.to_string_lossy().replace('\\', "/"));
        match inside {
            _ if path == root => Ok(Layout { root, content, only: None }),
            Some(inside) if inside.is_empty() => Ok(Layout { root, content, only: None }),
            Some(inside) => Ok(Layout { root, content, only: Some(SourcePath::new(&inside)) }),
            // Beside the project's documents: a folder or file by itself. The folder is taken as it will be once it
            // has a lock of its own.
            None if path.is_dir() => Ok(Layout { content: content_of(&path), root: path, only: None }),
            None => {
                let only = path.file_name().map(|name| SourcePath::new(&name.to_string_lossy()));
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

    /// The folder of files that are published as they are; only a project has one.
    fn own(&self) -> Option<PathBuf> {
        let is_project = self.content != self.root || is_project(&self.root);
        is_project.then(|| self.root.join(OWN)).filter(|folder| folder.is_dir())
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

/// Where the documents of the project at `root` lie.
fn content_of(root: &Path) -> PathBuf {
    let content = root.join("content");
    if content.is_dir() { content } else { root.to_owned() }
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
/// Hidden files and folders, the output, themes, `static/` and what `ignore` matches are passed over in
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
    let (is_bare, own) = (layout.content == layout.root, layout.own());
    let wanted = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        let hidden = entry.depth() > 0 && name.starts_with('.');
        let ours = is_bare && entry.depth() == 1 && entry.file_type().is_dir();
        let ours = ours && (matches!(&*name, "themes" | "output") || own.as_deref() == Some(entry.path()));
        !hidden && !ours && entry.path() != output && !ignore.is_match(relative(entry.path(), &layout.content))
    };
    let mut found = Vec::new();
    let mut walk = WalkDir::new(&start).follow_links(true).into_iter().filter_entry(wanted);
    while let Some(entry) = walk.next() {
        match entry {
            // Not even looked into: it may lead to the whole disk.
            Ok(entry)
                if entry.file_type().is_dir()
                    && entry.path_is_symlink()
                    && !is_inside(entry.path(), &layout.content) =>
            {
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
    if !is_inside(path, &layout.content) {
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

/// Whether what a path leads to lies in `folder`.
fn is_inside(path: &Path, folder: &Path) -> bool {
    path.canonicalize().is_ok_and(|real| real.starts_with(folder))
}

/// The folder of files that are published as they are.
const OWN: &str = "static";

/// A file of the user's own, for the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnFile {
    /// Where it goes, from the top of the site.
    pub path: OutPath,
    /// The file.
    pub file: PathBuf,
}

impl OwnFile {
    /// What is to be said where it cannot be published.
    pub fn refused(name: &str, why: &str) -> Finding {
        let name = format!("{OWN}/{name}");
        Finding::new(&OWN_FILE, Place::file(name.as_str()), format!("`{name}` is not published: {why}"))
            .help("give it another name")
    }
}

/// The files in `static/`, sorted, and what had to be left out. Hidden ones are passed over in
/// silence, all but `.well-known`.
pub fn own_files(layout: &Layout) -> (Vec<OwnFile>, Vec<Finding>) {
    let (mut files, mut findings) = (Vec::new(), Vec::new());
    let Some(folder) = layout.own() else { return (files, findings) };
    let Ok(folder) = folder.canonicalize() else { return (files, findings) };
    if !folder.starts_with(&layout.root) {
        return (files, vec![left_out(OWN, LEADS_OUT)]);
    }
    let is_hidden = |entry: &DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() > 0 && name.starts_with('.') && name != ".well-known"
    };
    let name = |path: &Path| format!("{OWN}/{}", relative(path, &folder));
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().filter_entry(|entry| !is_hidden(entry)) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) if !is_inside(entry.path(), &folder) => {
                findings.push(left_out(&name(entry.path()), "it is a link that leads out of the folder"));
            }
            Ok(entry) if !entry.path().is_file() => {
                findings.push(left_out(&name(entry.path()), "it is no file"));
            }
            Ok(entry) => {
                let inside = entry.path().strip_prefix(&folder).ok().and_then(Path::to_str);
                match inside.and_then(|inside| OutPath::given(&inside.replace('\\', "/"))) {
                    Some(path) => files.push(OwnFile { path, file: entry.path().to_owned() }),
                    None => {
                        let inside = relative(entry.path(), &folder);
                        findings.push(OwnFile::refused(&inside, "not every system takes its name"));
                    }
                }
            }
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                findings.push(left_out(&error.path().map_or_else(|| OWN.to_owned(), name), &why));
            }
        }
    }
    (files, findings)
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
