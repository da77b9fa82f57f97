//! Publishing: all or nothing, and never over what Recto did not write.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use recto::error::{Cause, Error};
use recto::path::OutPath;
use recto::publish::{GITIGNORE, LockFile, Staging};

fn out(path: &str) -> OutPath {
    OutPath::new(path).unwrap()
}

/// A build that writes `text` into two files.
fn build(output: &Path, text: &str) {
    let staging = Staging::begin(output).unwrap();
    staging.write(&out("index.html"), text.as_bytes()).unwrap();
    staging.write(&out("go/memory.html"), text.as_bytes()).unwrap();
    staging.publish(None).unwrap();
}

/// All below `folder`, with what files hold.
fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().map(Result::unwrap);
    let entry = |entry: walkdir::DirEntry| {
        let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
        let text = if entry.file_type().is_file() { fs::read_to_string(entry.path()).unwrap() } else { "-".into() };
        (name, text)
    };
    entries.map(entry).collect()
}

fn refusal(output: &Path) -> String {
    match Staging::begin(output) {
        Err(Error { cause: Cause::Refused(why), .. }) => why,
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn the_committed_mark_is_what_builds_write() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("output/.gitignore");
    assert_eq!(fs::read_to_string(committed).unwrap(), GITIGNORE);
}

#[test]
fn a_build_replaces_the_last_one() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    build(&output, "one");
    fs::write(output.join("stale.html"), "").unwrap();
    build(&output, "two");
    let expected = [(".gitignore", GITIGNORE), ("go", "-"), ("go/memory.html", "two"), ("index.html", "two")];
    let expected = expected.map(|(name, text)| (name.to_owned(), text.to_owned()));
    assert_eq!(tree(&output), BTreeMap::from(expected));
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "nothing is left beside the output");
}

#[test]
fn what_is_the_same_is_taken_over() {
    let dir = tempfile::tempdir().unwrap();
    let (output, picture) = (dir.path().join("output"), dir.path().join("picture"));
    fs::write(&picture, "12345").unwrap();
    let build = |page: &str| {
        let staging = Staging::begin(&output).unwrap();
        staging.write(&out("index.html"), page.as_bytes()).unwrap();
        staging.write(&out("go/memory.html"), b"same").unwrap();
        staging.copy(&picture, &out("media/picture")).unwrap();
        let published = staging.publish(None).unwrap();
        let held = tree(&output);
        assert_eq!((held["index.html"].as_str(), held["go/memory.html"].as_str()), (page, "same"));
        assert_eq!(held["media/picture"], fs::read_to_string(&picture).unwrap());
        (published.files, published.written, published.bytes - page.len() as u64)
    };
    let made = |name: &str| fs::metadata(output.join(name)).unwrap().modified().unwrap();
    let first = build("one");
    assert_eq!((first.0, first.1), (4, 4));
    let before = made("go/memory.html");
    // The mark is one of those that stay.
    assert_eq!(build("two"), (4, 1, first.2));
    assert_eq!(made("go/memory.html"), before);
    // As long, and another.
    fs::write(&picture, "54321").unwrap();
    assert_eq!(build("two"), (4, 1, first.2));
    // What somebody did to the old output does not last.
    fs::write(output.join("go/memory.html"), "mine").unwrap();
    let mut protected = fs::metadata(output.join("media/picture")).unwrap().permissions();
    protected.set_readonly(true);
    fs::set_permissions(output.join("media/picture"), protected).unwrap();
    assert_eq!(build("two"), (4, 2, first.2));
    assert!(!fs::metadata(output.join("media/picture")).unwrap().permissions().readonly());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 2, "nothing is left beside the output");
}

#[test]
fn files_and_bytes_are_counted() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("picture"), "12345").unwrap();
    let staging = Staging::begin(&dir.path().join("output")).unwrap();
    staging.write(&out("a"), b"123").unwrap();
    staging.copy(&dir.path().join("picture"), &out("b")).unwrap();
    let mut file = staging.create(&out("c")).unwrap();
    file.write_all(b"1234567").unwrap();
    drop(file);
    fs::write(staging.scratch("database").unwrap(), "not published").unwrap();
    let published = staging.publish(None).unwrap();
    assert_eq!((published.files, published.written, published.bytes), (4, 4, 15 + GITIGNORE.len() as u64));
    assert!(published.leftover.is_none());
    assert_eq!(tree(&dir.path().join("output")).len(), 4);
}

#[test]
fn what_recto_did_not_write_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path();
    fs::write(root.join("file"), "x").unwrap();
    fs::create_dir_all(root.join("foreign/deep")).unwrap();
    fs::write(root.join("foreign/deep/thesis"), "x").unwrap();
    fs::create_dir(root.join("other-mark")).unwrap();
    fs::write(root.join("other-mark/.gitignore"), "*\n").unwrap();
    for project in ["project", "repository"] {
        fs::create_dir(root.join(project)).unwrap();
        fs::write(root.join(project).join(".gitignore"), GITIGNORE).unwrap();
    }
    fs::write(root.join("project/recto.yaml"), "").unwrap();
    fs::create_dir(root.join("repository/.git")).unwrap();
    let before = tree(root);
    assert!(refusal(&root.join("file")).contains("file"));
    assert!(refusal(&root.join("foreign")).contains("did not write"));
    assert!(refusal(&root.join("foreign/deep/..")).contains("no name"));
    assert!(refusal(&root.join("other-mark")).contains("did not write"));
    assert!(refusal(&root.join("project")).contains("recto.yaml"));
    assert!(refusal(&root.join("repository")).contains(".git"));
    assert!(refusal(root).contains("did not write"));
    assert!(refusal(Path::new("/")).contains("no name"));
    assert!(refusal(Path::new("..")).contains("no name"));
    let here = std::env::current_dir().unwrap();
    assert!(refusal(&here).contains("current folder"));
    assert!(refusal(here.parent().unwrap()).contains("current folder"));
    assert!(refusal(&std::env::home_dir().unwrap()).contains("home"));
    assert_eq!(tree(root), before);
}

#[cfg(unix)]
#[test]
fn links_are_refused() {
    use std::os::unix::fs::symlink;
    let dir = tempfile::tempdir().unwrap();
    build(&dir.path().join("real"), "one");
    symlink(dir.path().join("real"), dir.path().join("link")).unwrap();
    symlink(dir.path().join("nowhere"), dir.path().join("dangling")).unwrap();
    symlink(dir.path().join("real"), dir.path().join(".recto-output")).unwrap();
    let before = tree(dir.path());
    assert!(refusal(&dir.path().join("link")).contains("link"));
    assert!(refusal(&dir.path().join("dangling")).contains("link"));
    assert!(refusal(&dir.path().join("output")).contains("name of one"));
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_strangers_folder_in_the_way_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".recto-output")).unwrap();
    fs::write(dir.path().join(".recto-output/precious"), "x").unwrap();
    let before = tree(dir.path());
    assert!(refusal(&dir.path().join("output")).contains("name of one"));
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_build_that_is_dropped_leaves_no_trace() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    build(&output, "one");
    let before = tree(dir.path());
    let staging = Staging::begin(&output).unwrap();
    staging.write(&out("index.html"), b"two").unwrap();
    drop(staging);
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn a_build_that_was_killed_is_cleared_up_by_the_next() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    build(&output, "one");
    for mark in ["", "# Made by", GITIGNORE] {
        let work = dir.path().join(".recto-output");
        fs::create_dir_all(work.join("new/go")).unwrap();
        fs::create_dir_all(work.join("old")).unwrap();
        fs::write(work.join("new/go/half.html"), "ha").unwrap();
        fs::write(work.join(".gitignore"), mark).unwrap();
        build(&output, "two");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        assert_eq!(tree(&output)["index.html"], "two");
        assert_eq!(tree(&output).len(), 4);
    }
}

#[test]
fn two_builds_never_meet() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    let first = Staging::begin(&output).unwrap();
    assert!(matches!(Staging::begin(&output), Err(Error { cause: Cause::Busy, .. })));
    assert!(Staging::begin(&dir.path().join("other")).is_ok());
    first.publish(None).unwrap();
    assert!(Staging::begin(&output).is_ok());
}

#[test]
fn many_builds_at_once_end_or_are_busy() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let output = &output;
            scope.spawn(move || {
                for round in 0..30 {
                    let text = format!("{thread} {round}");
                    match Staging::begin(output) {
                        Ok(staging) => {
                            staging.write(&out("a"), text.as_bytes()).unwrap();
                            staging.write(&out("b"), text.as_bytes()).unwrap();
                            staging.publish(None).unwrap();
                        }
                        Err(Error { cause: Cause::Busy, .. }) => {}
                        Err(error) => panic!("{error}"),
                    }
                }
            });
        }
    });
    let tree = tree(&output);
    assert_eq!(tree["a"], tree["b"]);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
}

#[test]
fn a_name_is_taken_once() {
    let dir = tempfile::tempdir().unwrap();
    let staging = Staging::begin(&dir.path().join("output")).unwrap();
    let refused = |path: &str| matches!(staging.write(&out(path), b""), Err(Error { cause: Cause::Refused(_), .. }));
    assert!(!refused("a/b.html"));
    assert!(refused("a/b.html"));
    assert!(refused(".gitignore"));
    assert!(!refused("caf\u{e9}.html"));
    assert!(refused("cafe\u{301}.html"));
    assert!(!refused("caf\u{e9}/a.html"));
    assert!(refused("cafe\u{301}/b.html"));
    assert!(!refused("\u{3c3}.html"));
    assert!(refused("\u{3c2}.html"));
    assert!(staging.create(&out("a/b.html")).is_err());
    assert!(staging.copy(Path::new("Cargo.toml"), &out("a/b.html")).is_err());
}

#[test]
fn many_threads_write_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let staging = Staging::begin(&dir.path().join("output")).unwrap();
    std::thread::scope(|scope| {
        for thread in 0..8 {
            let staging = &staging;
            scope.spawn(move || {
                for file in 0..50 {
                    staging.write(&out(&format!("deep/{}/{thread}-{file}", file % 7)), b"x").unwrap();
                }
            });
        }
    });
    assert_eq!(staging.publish(None).unwrap().files, 401);
}

#[test]
fn a_lock_that_cannot_be_written_keeps_the_old_output() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    build(&output, "one");
    let before = tree(dir.path());
    let staging = Staging::begin(&output).unwrap();
    staging.write(&out("index.html"), b"two").unwrap();
    let path = dir.path().join("missing/recto.lock");
    let error =
        staging.publish(Some(LockFile { path: &path, lines: &mut std::iter::once("guids".to_owned()) })).unwrap_err();
    assert!(error.to_string().contains("missing"), "{error}");
    assert_eq!(tree(dir.path()), before);
}

#[test]
fn what_took_the_outputs_place_meanwhile_is_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let output = dir.path().join("output");
    let staging = Staging::begin(&output).unwrap();
    fs::create_dir(&output).unwrap();
    fs::write(output.join("thesis"), "x").unwrap();
    let lock = dir.path().join("recto.lock");
    assert!(staging.publish(Some(LockFile { path: &lock, lines: &mut std::iter::once("guids".to_owned()) })).is_err());
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    assert_eq!(tree(&output).len(), 1);
}

#[test]
fn errors_name_operation_and_path() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("file"), "").unwrap();
    let error = Staging::begin(&dir.path().join("file/output")).unwrap_err();
    assert!(error.to_string().starts_with("cannot create ") && error.to_string().contains("file"), "{error}");
    let staging = Staging::begin(&dir.path().join("output")).unwrap();
    let error = staging.copy(&dir.path().join("no-such"), &out("a")).unwrap_err();
    assert!(error.to_string().contains("cannot read") && error.to_string().contains("no-such"), "{error}");
    let error = staging.copy(dir.path(), &out("a")).unwrap_err();
    assert!(error.to_string().contains("regular file"), "{error}");
}
