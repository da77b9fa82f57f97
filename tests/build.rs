//! Builds, through the program: same bytes, exit codes, what is read and what is refused, and what
//! is left where a build is stopped.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;

use support::project::{NOW, Project, tree};

const GO: &str = "# Go\n\n## Memory\n\n### Q: What is the heap?\n\nA: Memory that outlives a call.\n\n### Q: What is the stack?\n\nA: Memory of one call.\n";
const WEB: &str = "# Web\n\n## What is a cookie?\n\nA small text.\n\n## What is a header?\n\nA line.\n";

/// A project of two documents.
fn project() -> Project {
    Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", GO), ("content/web.md", WEB)])
}

/// The guid of each note in the lock that is not retired, by its front; and those that are.
fn notes(project: &Project) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let (mut here, mut retired) = (BTreeMap::new(), BTreeMap::new());
    for line in project.text("recto.lock").lines() {
        let value: serde_json::Value = serde_json::from_str(line).unwrap();
        if let (Some(front), Some(guid)) = (value["front"].as_str(), value["guid"].as_str()) {
            let notes = if value["retired"].is_null() { &mut here } else { &mut retired };
            notes.insert(front.to_owned(), guid.to_owned());
        }
    }
    (here, retired)
}

/// Everything of a project but its output and lock, to see that a build leaves it alone.
fn sources(project: &Project) -> BTreeMap<String, Vec<u8>> {
    let mut files = project.tree("");
    files.retain(|name, _| !name.starts_with("output/") && name != "recto.lock");
    files
}

/// Builds a single document and gives its report as JSON.
#[track_caller]
fn report(project: &Project, arguments: &[&str]) -> serde_json::Value {
    let run = project.recto(&[&["build", "--json"], arguments].concat()).ends(0);
    serde_json::from_str(run.text.lines().last().unwrap()).unwrap()
}

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, two) = (project(), project());
    one.build();
    two.build();
    assert_eq!(one.read("recto.lock"), two.read("recto.lock"));
    assert_eq!(one.tree("output"), two.tree("output"));
    assert!(one.has("output/notes.apkg") && one.has("output/site/index.html"));
    // With the lock of another machine, later and elsewhere.
    let three = project();
    three.write("recto.lock", one.read("recto.lock"));
    three.build();
    assert_eq!(one.tree("output"), three.tree("output"));
}

#[test]
fn a_folder_beside_a_projects_documents_is_the_same_project_before_and_after_its_first_build() {
    let project = project();
    project.write("examples/web/content/web.md", WEB);
    project.write("examples/web/README.md", "# How to use this\n");
    let first = project.recto(&["build", "examples/web"]).ends(0).says("2 new");
    assert!(project.has("examples/web/output/web.apkg"), "{}", first.text);
    let lock = project.text("examples/web/recto.lock");
    project.recto(&["build", "examples/web"]).ends(0).says("2 same");
    assert_eq!(project.text("examples/web/recto.lock"), lock);
}

#[test]
fn pages_speak_the_language_that_is_set_or_agreed_on() {
    let german = format!("---\nlang: de\n---\n{GO}");
    let arabic = format!("---\nlang: ar\n---\n{WEB}");
    let home = |files: &[(&str, &str)]| {
        let project = Project::with(files);
        project.build();
        let section = project.text("output/site/web/index.html");
        (project.text("output/site/index.html"), section, project.text("output/site/assets/strings.js"))
    };
    // All documents agree, so no setting is needed.
    let (page, _, words) = home(&[("content/go.md", &german), ("content/web.md", &arabic.replace("ar", "de"))]);
    assert!(page.contains("<html lang=\"de\" dir=\"ltr\"") && page.contains("4 Fragen"), "{page}");
    assert!(words.contains("\"de\"") && words.contains("Antworten ausblenden"));
    // They do not: English, and each text says its own.
    let (page, section, _) = home(&[("content/go.md", &german), ("content/web.md", &arabic)]);
    assert!(page.contains("<html lang=\"en\"") && page.contains("4 questions"), "{page}");
    assert!(page.contains("lang=\"ar\" dir=\"rtl\"") && section.contains("<h1 lang=\"ar\" dir=\"rtl\">"));
    // The setting wins; a project's words come before the built-in ones, one by one.
    let own = ("themes/mine/theme.yaml", "name: mine\nextends: slate\n");
    let tokens = ("themes/mine/tokens.css", ":root{}\n");
    let words = ("themes/mine/strings/ar.yaml", "pages: {nav.topics: الفهرس}\n");
    let config = ("recto.yaml", "language: ar_EG\ntheme: mine\n");
    let (page, section, _) = home(&[config, own, tokens, words, ("content/go.md", GO), ("content/web.md", &arabic)]);
    assert!(page.contains("<html lang=\"ar-EG\" dir=\"rtl\""), "{page}");
    assert!(page.contains("الفهرس") && page.contains("4 أسئلة") && section.contains("الجواب"));
}

#[test]
fn what_is_no_language_is_said_in_settings_and_passed_over_in_front_matter() {
    let project = Project::with(&[("recto.yaml", "language: English\n"), ("content/go.md", GO)]);
    assert!(project.recto(&["check"]).text.contains("`English` is not the tag of a language"));
    let project = Project::with(&[("content/go.md", &format!("---\nlang: C++\n---\n{GO}"))]);
    project.build();
    assert!(project.text("output/site/index.html").contains("<html lang=\"en\""));
}

#[test]
fn a_later_build_of_the_same_changes_nothing() {
    let mut project = project();
    project.build();
    let (output, lock) = (project.tree("output"), project.read("recto.lock"));
    project.now = NOW + 86_400;
    project.build().says("4 same");
    assert_eq!(project.read("recto.lock"), lock);
    assert_eq!(project.tree("output"), output);
}

#[test]
fn an_edit_touches_one_note() {
    let mut project = project();
    project.build();
    let (before, _) = notes(&project);
    let lock: BTreeSet<String> = project.text("recto.lock").lines().map(str::to_owned).collect();
    project.now = NOW + 86_400;
    project.write("content/go.md", GO.replace("one call", "a single call"));
    project.build().says("1 edited, 3 same");
    assert_eq!(notes(&project).0, before);
    let changed = project.text("recto.lock").lines().filter(|line| !lock.contains(*line)).count();
    assert_eq!(changed, 1);
}

#[test]
fn documents_never_change() {
    let project = project();
    project.write("content/crlf.md", GO.replace('\n', "\r\n"));
    project.write("content/pictures/a.png", "png");
    project.write("content/notes.txt", "beside");
    let before = sources(&project);
    project.build();
    project.recto(&["check"]).ends(0);
    project.recto(&["explain", "content/go.md"]).ends(0);
    project.build();
    assert_eq!(sources(&project), before);
}

/// The sample in the repository is built from a clone by its first reader, and changes nothing then.
#[test]
fn the_committed_lock_of_the_sample_is_current() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = tempfile::tempdir().unwrap();
    let build = std::process::Command::new(env!("CARGO_BIN_EXE_recto"))
        .args(["build", "--locked", "--output"])
        .arg(output.path().join("output"))
        .current_dir(root)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&build.stderr).into_owned();
    assert!(build.status.success(), "{said}\nrun `recto build` and commit recto.lock");
}

#[test]
fn exit_codes_tell_what_happened() {
    project().recto(&["build"]).ends(0);
    let finding = project();
    finding.write("content/bad.md", "---\ndraft: maybe\n---\n### Q: Is it built?\n\nA: Yes.\n");
    finding.recto(&["build"]).ends(1).says("needs `true` or `false`").says("Built Notes");
    finding.recto(&["check"]).ends(1);
    assert_eq!(notes(&finding).0.len(), 4, "what can be built is built, what may be a draft is not");
    let usage = project();
    usage.recto(&["build", "--theme", "nosuch"]).ends(2);
    usage.recto(&["build", "--what"]).ends(2);
    usage.recto(&["explain", "."]).ends(2);
    let environment = project();
    environment.recto(&["build", "nowhere"]).ends(3);
    environment.write("file", "");
    environment.recto(&["build", "--output", "file/below"]).ends(3);
    let mut odd = environment.command(&["build"]);
    assert_eq!(odd.env("SOURCE_DATE_EPOCH", "soon").output().unwrap().status.code(), Some(2));
    assert!(!usage.has("output") && !environment.has("output"), "nothing is written where a build fails");
    assert!(!usage.has("recto.lock") && !environment.has("recto.lock"));
}

#[test]
fn a_folder_a_file_and_a_file_of_a_project_are_built() {
    let folder = Project::with(&[("notes/go.md", GO), ("notes/deep/web.md", WEB)]);
    let built = report(&folder, &["notes"]);
    assert_eq!((&built["title"], &built["notes"]), (&"notes".into(), &4.into()));
    assert!(folder.has("notes/output/notes.apkg") && folder.has("notes/recto.lock"));

    let file = Project::with(&[("go.md", GO), ("web.md", WEB)]);
    assert_eq!(report(&file, &["go.md"])["notes"], 2);
    assert!(file.has("output/go.apkg"));

    let inside = project();
    inside.build();
    let (before, _) = notes(&inside);
    assert_eq!(report(&inside, &["content/go.md"])["notes"], 2);
    assert_eq!(notes(&inside), (before, BTreeMap::new()), "the rest of the project is not retired");
}

#[test]
fn nothing_to_build_is_no_accident() {
    for files in
        [&[][..], &[("a.md", "Only text.\n")], &[("a.md", "### Q: Why?\n")], &[("a.txt", "### Q: Why?\n\nA: So.\n")]]
    {
        let project = Project::with(files);
        assert_eq!(report(&project, &[])["notes"], 0, "{files:?}");
        assert!(project.has("output/site/index.html") && project.has("output/project.apkg"), "{files:?}");
    }
}

#[test]
fn the_output_may_lie_elsewhere() {
    let project = project();
    project.recto(&["build", "--output", "../elsewhere/deep"]).ends(0);
    assert!(project.has("../elsewhere/deep/notes.apkg") && !project.has("output"));
    let from_outside = Project::new();
    let path = project.dir.to_str().unwrap();
    from_outside.recto(&["build", path]).ends(0);
    assert_eq!(tree(&project.path("output")), tree(&project.path("../elsewhere/deep")));
    assert!(!from_outside.has("output"));
}

#[test]
fn what_recto_did_not_make_is_refused_and_kept() {
    let project = project();
    project.write("output/thesis.txt", "years");
    let before = project.tree("");
    project.recto(&["build"]).ends(2).says("files that Recto did not write");
    project.recto(&["build", "--output", "."]).ends(2);
    project.recto(&["build", "--output", "content"]).ends(2);
    project.recto(&["build", "--output", "recto.yaml"]).ends(2);
    assert_eq!(project.tree(""), before);
}

#[test]
fn the_output_is_not_read() {
    let project = Project::with(&[("content/go.md", GO)]);
    project.recto(&["build", "--output", "content/out"]).ends(0);
    project.write("content/out/site/stray.md", WEB);
    assert_eq!(report(&project, &["--output", "content/out"])["documents_read"], 1);
    let bare = Project::with(&[("go.md", GO)]);
    bare.build();
    bare.write("output/stray.md", WEB);
    assert_eq!(report(&bare, &[])["documents_read"], 1);
}

#[test]
fn a_document_that_is_not_text_is_left_out_and_keeps_its_notes() {
    let project = project();
    project.build();
    let (before, _) = notes(&project);
    project.write("content/go.md", b"# Go\n\n### Q: What is a caf\xe9?\n\nA: A house.\n");
    project.recto(&["build"]).ends(1).says("error[R001]").says("2 same");
    assert_eq!(notes(&project), (before, BTreeMap::new()));
}

#[test]
#[cfg(unix)]
fn links_that_leave_the_project_are_refused() {
    use std::os::unix::fs::symlink;
    let project = project();
    project.write("../secret/passwords.md", "### Q: Which?\n\nA: hunter2\n");
    project.write("content/go/inner.md", "### Q: Inside?\n\nA: Yes.\n");
    symlink(project.path("../secret/passwords.md"), project.path("content/file.md")).unwrap();
    symlink(project.path("../secret"), project.path("content/folder")).unwrap();
    symlink(project.path("../secret/passwords.md"), project.path("content/picture.png")).unwrap();
    symlink(project.path("content"), project.path("content/go/loop")).unwrap();
    project.write("content/show.md", "### Q: Shown?\n\nA: ![x](picture.png)\n");
    let run = project.recto(&["build"]).ends(0).says("leads out of the project").says("picture.png");
    assert!(run.text.contains("`file.md`") && run.text.contains("folder"), "{}", run.text);
    for (name, bytes) in project.tree("output") {
        assert!(!String::from_utf8_lossy(&bytes).contains("hunter2"), "{name}");
    }
    assert_eq!(notes(&project).0.len(), 6);
}

#[test]
#[cfg(unix)]
fn a_link_within_the_project_is_followed() {
    let project = project();
    std::os::unix::fs::symlink("go.md", project.path("content/also.md")).unwrap();
    assert_eq!(report(&project, &[])["documents_read"], 3);
}

#[test]
fn hidden_folders_and_files_are_passed_over() {
    let project = project();
    for name in ["content/.obsidian/a.md", "content/.git/b.md", "content/.hidden.md", "content/deep/.x/c.md"] {
        project.write(name, GO);
    }
    assert_eq!(report(&project, &[])["documents_read"], 2);
}

#[test]
fn pictures_are_packed_and_shown() {
    let project = Project::with(&[(
        "content/go.md",
        "### Q: What is shown?\n\nA: ![one](my%20pictures/a%20b.png) ![two](<my pictures/ü.png>)\n\n![gone](gone.png)\n\n![far](https://example.org/a.png)\n",
    )]);
    project.write("content/my pictures/a b.png", "one");
    project.write("content/my pictures/ü.png", "two");
    let built = report(&project, &[]);
    assert_eq!(built["media"], 2);
    let names: Vec<&str> = built["findings"].as_array().unwrap().iter().map(|f| f["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["missing-image", "remote-image"]);
    let media = project.tree("output/site/media");
    assert_eq!(media.values().collect::<BTreeSet<_>>(), BTreeSet::from([&b"one".to_vec(), &b"two".to_vec()]));
    let page = project.text("output/site/go/index.html");
    let sections: String =
        project.tree("output/site/go").values().map(|b| String::from_utf8_lossy(b).into_owned()).collect();
    for name in media.keys() {
        assert!(sections.contains(&format!("../media/{name}")), "{name} is not shown:\n{page}");
    }
    assert!(sections.contains("href=\"https://example.org/a.png\"") && !sections.contains("src=\"https:"));
    let file = fs::File::open(project.path("output/go.apkg")).unwrap();
    let mut package = zip::ZipArchive::new(file).unwrap();
    let list: BTreeMap<String, String> = serde_json::from_reader(package.by_name("media").unwrap()).unwrap();
    assert_eq!(list.values().collect::<BTreeSet<_>>(), media.keys().collect());
}

#[test]
fn documents_of_the_same_name_stay_apart() {
    let project = Project::with(&[("content/a/notes.md", GO), ("content/b/notes.md", GO)]);
    project.build();
    assert_eq!(project.text("recto.lock").lines().filter(|line| line.contains("\"guid\"")).count(), 4);
    assert!(project.has("output/site/a/notes/index.html") && project.has("output/site/b/notes/index.html"));
    project.build().says("4 same");
}

#[test]
fn names_of_any_script_become_files() {
    let text = "# Пам'ять\n\n## Купа\n\n### Q: Що це?\n\nA: Так.\n\n## 記憶 / メモリ\n\n### Q: 何？\n\nA: はい。\n\n## ?!\n\n### Q: Nameless?\n\nA: Yes.\n\n## con\n\n### Q: Reserved?\n\nA: Yes.\n";
    let project =
        Project::with(&[("content/Нотатки про Go.md", text), ("content/nul.md", GO), ("content/-- .md", WEB)]);
    project.build();
    let files = project.tree("output/site");
    assert!(files.keys().any(|name| name.contains("купа")), "{:?}", files.keys());
    for name in files.keys() {
        let odd = name.contains([' ', '?', ':', '"', '*', '|', '<', '>', '\\', '%', '#']);
        assert!(!odd, "{name} is not a portable name");
    }
    assert_eq!(notes(&project).0.len(), 8);
}

#[test]
fn a_removed_document_retires_its_notes_and_brings_them_back() {
    let mut project = project();
    project.build();
    let (all, _) = notes(&project);
    fs::rename(project.path("content/web.md"), project.path("web.away")).unwrap();
    project.now += 100;
    project.build().says("2 same").says("2 retired");
    let (here, retired) = notes(&project);
    assert_eq!((here.len(), retired.len()), (2, 2));
    project.now += 100;
    project.build().says("2 same");
    fs::rename(project.path("web.away"), project.path("content/again.md")).unwrap();
    project.now += 100;
    project.build().says("2 revived");
    assert_eq!(notes(&project), (all, BTreeMap::new()));
}

#[test]
fn a_fact_and_a_question_with_facts_retire_and_come_back() {
    let whole = "# Go\n\n### Q: What is the heap?\n\nA: Memory:\n\n- **Owner**: the collector frees it.\n- **Cost**: \
                 an allocation is slow.\n\n### Q: What is the stack?\n\nA: Memory of one call.\n";
    let item = "- **Cost**: an allocation is slow.\n";
    let question = whole.split("### ").nth(1).unwrap();
    // What is left out, and how many notes leave and come back; an item that leaves is an edit of its answer.
    for (part, left, edited) in [(item, 1, 1), (&*format!("### {question}"), 3, 0)] {
        let mut project = Project::with(&[("recto.yaml", "title: Notes\n"), ("content/go.md", whole)]);
        project.build();
        let (all, _) = notes(&project);
        assert_eq!(all.len(), 4);
        project.now += 100;
        project.write("content/go.md", whole.replace(part, ""));
        project.build().says(&format!("{left} retired"));
        let (here, retired) = notes(&project);
        assert_eq!((here.len(), retired.len()), (4 - left, left));
        let lock = project.text("recto.lock");
        assert_eq!(lock.matches("\"was\":").count(), left, "what they said is kept, to be shipped with the tag");
        project.now += 100;
        project.write("content/go.md", whole);
        let built = project.build().says(&format!("{left} revived"));
        if edited > 0 {
            built.says(&format!("{edited} edited"));
        }
        assert_eq!(notes(&project), (all, BTreeMap::new()));
        assert!(!project.text("recto.lock").contains("\"was\":"));
    }
}

#[test]
fn a_moved_document_keeps_its_notes() {
    let project = project();
    project.build();
    let (all, _) = notes(&project);
    fs::create_dir(project.path("content/deep")).unwrap();
    fs::rename(project.path("content/go.md"), project.path("content/deep/golang.md")).unwrap();
    project.build();
    assert_eq!(notes(&project), (all, BTreeMap::new()));
}

#[test]
fn deck_and_package_keep_their_first_name() {
    let decks = |project: &Project| {
        let lock = project.text("recto.lock");
        let decks = lock.split("\"deck\":\"").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
        decks.collect::<BTreeSet<_>>()
    };
    let project = Project::with(&[("content/go.md", GO)]);
    project.build();
    project.write("content/web.md", WEB);
    let both = project.build().text;
    assert!(both.contains("output/go.apkg") && both.contains("2 new, 2 same"), "{both}");
    assert_eq!(decks(&project), BTreeSet::from(["Go".into(), "Go::Web".into()]));
    assert!(project.text("output/site/index.html").contains("href=\"go.apkg\""), "the site offers the same file");
    assert!(
        project.text("recto.lock").starts_with("{\"recto.lock\":1,\"seed\":\"go\",\"name\":\"Go\",\"root\":\"Go\"}")
    );
    // The first document has another title and the second is alone: the names are the first still.
    fs::remove_file(project.path("content/go.md")).unwrap();
    project.write("content/web.md", WEB.replace("# Web", "# The Web") + "\n## What is a method?\n\nA verb.\n");
    project.build();
    assert!(project.has("output/go.apkg") && decks(&project).contains("Go::The Web"));
    // A build of a part takes the root, but does not decide on it.
    let part = project_of_three();
    part.recto(&["build", "content/web.md"]).ends(0);
    assert!(part.has("output/web.apkg") && !part.text("recto.lock").contains("\"root\""));
    part.build();
    let root = part.text("recto.lock").lines().next().unwrap().to_owned();
    part.recto(&["build", "content/new.md"]).ends(0);
    assert!(part.has("output/new.apkg") && part.text("recto.lock").starts_with(&root));
}

/// Three documents without a common title.
fn project_of_three() -> Project {
    Project::with(&[
        ("content/go.md", GO),
        ("content/web.md", WEB),
        ("content/new.md", "# New\n\n### Q: What?\n\nA: This.\n"),
        ("recto.yaml", "language: en\n"),
    ])
}

#[test]
fn another_deck_is_a_finding() {
    let project = project();
    project.build();
    project.write("content/go.md", format!("---\ndeck: Other\n---\n{GO}"));
    project.recto(&["build"]).ends(0).says("advice[R301]").says("Change Deck");
    let lock = project.text("recto.lock");
    assert!(!lock.contains("\"deck\":\"Other\""), "cards that exist stay where they are");
    project.write("content/go.md", format!("---\ndeck: Other\n---\n{GO}\n### Q: New?\n\nA: Yes.\n"));
    project.recto(&["build"]).ends(0);
    assert_eq!(project.text("recto.lock").matches("\"deck\":\"Other\"").count(), 1);
}

/// A document of many questions, so that a build takes a while.
fn long_document(word: &str) -> String {
    (0..400).fold("# Long\n".to_owned(), |mut text, number| {
        write!(
            text,
            "\n## Section {}\n\n### Q: {word} {number}?\n\nA: Because.\n\n```go\nx := {number}\n```\n",
            number / 4
        )
        .unwrap();
        text
    })
}

#[test]
fn a_build_that_is_killed_leaves_the_old_output_or_the_new_one() {
    let project = Project::with(&[("content/long.md", &long_document("Why"))]);
    project.build();
    let old = project.tree("output");
    project.write("content/long.md", long_document("How"));
    let lock = project.read("recto.lock");
    // What the whole build gives, in a folder of its own.
    let whole = Project::with(&[("content/long.md", &long_document("How"))]);
    whole.write("recto.lock", &lock);
    whole.build();
    let new = whole.tree("output");
    let staged = |folder: &str| walkdir::WalkDir::new(project.path(folder)).into_iter().flatten().count();
    // Killed once so many files are staged; at last, once the lock is written.
    for files in [1, 2, 5, 20, 80, usize::MAX] {
        project.write("recto.lock", &lock);
        let mut child = project.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            let changed = || fs::read(project.path("recto.lock")).is_ok_and(|now| now != lock);
            if staged(".recto-output") >= files || (files == usize::MAX && changed()) {
                break;
            }
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let now = project.tree("output");
        assert!(now == old || now == new, "after {files} files the output is neither");
        assert!(project.recto(&["check"]).code == 0);
    }
    project.write("recto.lock", &lock);
    project.build();
    assert_eq!(project.tree("output"), new);
    assert!(!project.has(".recto-output"), "nothing is left beside the output");
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let project = Project::with(&[("content/long.md", &long_document("Why"))]);
    let start = || project.command(&["build"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let children = [start(), start()];
    let codes = children.map(|mut child| child.wait().unwrap().code());
    assert!(codes.iter().all(|code| matches!(code, Some(0 | 75))) && codes.contains(&Some(0)), "{codes:?}");
    let alone = Project::with(&[("content/long.md", &long_document("Why"))]);
    alone.build();
    assert_eq!(project.tree("output"), alone.tree("output"));
}

#[test]
fn what_is_immense_is_built() {
    let project = project();
    let question = |text: &str| format!("### Q: Hard?\n\nA: x\n\n{text}\n\n### Q: After?\n\nA: y\n");
    project.write("content/quotes.md", question(&format!("{} deep", ">".repeat(100_000))));
    project.write("content/lists.md", question(&"- ".repeat(5_000)));
    project.write("content/line.md", question(&"word ".repeat(400_000)));
    project.write("content/stars.md", question(&"*".repeat(50_000)));
    project.write("content/brackets.md", question(&"[".repeat(50_000)));
    project.write("content/ticks.md", question(&(1..700).map(|n| "`".repeat(n) + " ").collect::<String>()));
    project.write("content/html.md", question(&"<div>".repeat(3_000)));
    project.write("content/headings.md", (0..5_000).map(|n| format!("# Heading {n}\n")).collect::<String>());
    project.write("content/math.md", question(&format!("${}x{}$", "{".repeat(5_000), "}".repeat(5_000))));
    project.build();
    assert!(notes(&project).0.contains_key("After?"));
}

#[test]
fn a_question_without_text_or_face_stops_no_build() {
    let project = project();
    project.write("content/a.md", "## Q:\n\nA: Nothing is asked.\n\n## Q: Asked?\n\nA: Yes.\n");
    project
        .write("content/b.md", "## Q: ![](gone.png)\n\nA: Once a picture.\n\n## Q: <iframe src=x></iframe>\n\nA: x\n");
    project.write("content/c.md", "# \u{1f}a\u{7}\n\n## b\u{1f}\u{0}\n\n## Q: c\u{1f}\u{1b}?\n\nA: \u{1f}\u{0} <b title=\"\u{1f}&#31;\">\u{1f}</b> ![\u{1f}](x.png \"\u{1f}\")\n");
    project.recto(&["build"]).ends(0).says("[R103]").says("[R201]").says("[R206]").says("Built Notes");
    assert_eq!(notes(&project).0.len(), 7, "{:?}", notes(&project));
}

#[test]
fn names_that_anki_would_change_stop_no_build() {
    let project = Project::with(&[
        ("content/a.md", "# The \"sync\" package:: one\n\n## Q: One?\n\nA: x\n"),
        ("content/b.md", "# GO\n\n## Q: Two?\n\nA: x\n"),
        ("content/c.md", "# Go\n\n## Q: Three?\n\nA: x\n"),
        ("content/d.md", "---\ndeck: ' A :: :: \"B\" '\n---\n## Q: Four?\n\nA: x\n"),
        ("content/e.md", "---\ntitle: '\"\"'\ntags: ['\"', '::', 'a b']\n---\n## Q: Five?\n\nA: x\n"),
    ]);
    project.build();
    project.build().says("5 same");
    let lock = project.text("recto.lock");
    let decks: BTreeSet<&str> = lock.split("\"deck\":\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(decks, BTreeSet::from(["A::B", "project", "project::GO", "project::The sync package: one"]));
}

#[test]
#[cfg(unix)]
fn a_link_to_the_whole_disk_is_not_followed() {
    let project = project();
    std::os::unix::fs::symlink("/", project.path("content/disk")).unwrap();
    project.recto(&["build"]).ends(0).says("`disk` is left out").says("1 warning");
}

#[test]
fn links_lead_to_what_headings_became() {
    let go = "# Go\n\nIntroduction.\n\n## Memory & allocation\n\n### 1. What is the heap?\n\nSlower than [the stack](#2-what-is-the-stack), not [loops](#loops), [all](#go) and [none](#none).\n\n### 2. What is the stack?\n\nFast.\n\n#### Frames of calls\n\nOne a call. [Up](#memory--allocation) [down](web.md#what-is-a-cookie) [its end](web.md#expiry)\n\n## Control\n\n### 3. What is a channel?\n\nA pipe.\n\n## Loops\n\nOf three kinds.\n\n### 4. What is a loop?\n\nA jump to [frames](#frames-of-calls), <a href=\"#2-what-is-the-stack\">raw</a>, [open](#5-what-is-open).\n\n### 5. What is open?\n";
    let web =
        "# Web\n\n## What is a cookie?\n\nA small text.\n\n### Expiry\n\nA date.\n\n## What is a header?\n\nA line.\n";
    let files = [("content/go.md", go), ("content/web.md", web)];
    let project = Project::with(&files);
    project.build().says("no heading `#none`");
    let (heres, _) = notes(&project);
    let guid = |front: &str| &heres[front];
    let holds = |page: &str, links: &[(&str, String)]| {
        for (text, address) in links {
            let link = format!("<a href=\"{address}\">{text}</a>");
            assert!(page.contains(&link), "{link} is not in {page}");
        }
    };
    let stack = guid("What is the stack?");
    let section = "../go/memory-allocation.html".to_owned();
    holds(
        &project.text("output/site/go/memory-allocation.html"),
        &[
            ("the stack", format!("{section}#{stack}")),
            ("loops", "../go/loops.html".into()),
            ("all", section.clone()),
            ("none", section.clone()),
            ("Up", section.clone()),
            ("down", format!("../web/index.html#{}", guid("What is a cookie?"))),
            ("its end", format!("../web/index.html#{}", guid("What is a cookie?"))),
        ],
    );
    holds(
        &project.text("output/site/go/loops.html"),
        &[
            ("frames", format!("{section}#{stack}")),
            ("raw", format!("{section}#{stack}")),
            ("open", "../unanswered.html".into()),
        ],
    );
    // Cards lead to the site where that has an address, by a link that outlives moves; else they keep the text.
    let back = |project: &Project| {
        let path = project.path("output/project.apkg");
        let mut text = String::new();
        let take = |note: recto::output::anki::ShippedNote| {
            if note.guid.as_str() == guid("What is a loop?") {
                text = note.fields.back;
            }
        };
        recto::output::anki::read(fs::File::open(&path).unwrap(), &path, &project.path("scratch"), take).unwrap();
        text
    };
    assert!(back(&project).contains("A jump to frames, <a>raw</a>, open."), "{}", back(&project));
    project.write("recto.yaml", "base_url: https://example.org/go\n");
    project.build();
    let base = "https://example.org/go";
    holds(
        &back(&project),
        &[("frames", format!("{base}/card.html#{stack}")), ("open", format!("{base}/unanswered.html"))],
    );
}

#[test]
fn own_files_are_published_beside_the_site() {
    let robots = "User-agent: *\nDisallow: /private/\n";
    let project = Project::with(&[
        ("recto.yaml", "base_url: https://example.org\n"),
        ("content/go.md", GO),
        ("static/CNAME", "example.org\n"),
        ("static/robots.txt", robots),
        ("static/.well-known/security.txt", "Contact: mailto:a@example.org\n"),
        ("static/.secret", "x"),
        ("static/Photos and more/My Cat.md", "no document"),
        ("static/go/mine.txt", "beside a page"),
        ("static/Index.html", "x"),
        ("static/assets/theme.css", "x"),
    ]);
    project.build();
    let before = sources(&project);
    assert_eq!(project.text("output/site/CNAME"), "example.org\n");
    assert_eq!(project.text("output/site/robots.txt"), robots, "what speaks to hosts may be the user's own");
    assert!(project.has("output/site/.well-known/security.txt") && project.has("output/site/go/mine.txt"));
    assert_eq!(project.text("output/site/Photos and more/My Cat.md"), "no document");
    assert!(!project.has("output/site/.secret") && !project.has("output/site/Index.html"));
    assert!(
        project.text("output/site/index.html").contains("<html") && project.text("output/site/assets/theme.css") != "x"
    );
    // The same again; and what is gone from the folder goes from the site.
    let tree = project.tree("output");
    project.build();
    assert_eq!((project.tree("output"), sources(&project)), (tree, before));
    fs::remove_dir_all(project.path("static")).unwrap();
    project.build();
    assert!(!project.has("output/site/CNAME") && project.text("output/site/robots.txt").contains("Sitemap"));
    // A folder of notes that happens to have such a folder is no project.
    let notes = Project::with(&[("go.md", GO), ("static/x.html", "x"), ("static/web.md", WEB)]);
    notes.build().says("static/web.md");
    assert!(!notes.has("output/site/x.html"));
}

#[test]
fn where_facts_alone_are_cards_the_site_shows_the_whole_answer_to_read() {
    let answer = "It is kept by a lock.\n\nIts parts are:\n\n- **Flag**: taken or not\n- **Queue**: who waits\n\n```go\nfunc main() {}\n```\n";
    let project = Project::with(&[
        ("recto.yaml", "title: Notes\ngranularity: fact\n"),
        ("content/a.md", &format!("# A\n\n## S\n\n### Q: What is a mutex?\n\n**A:** {answer}")),
    ]);
    project.build();
    assert_eq!(notes(&project).0.len(), 2, "the question is no card");
    let pages = project.tree("output/site");
    let of = |text: &str| pages.values().filter_map(|page| str::from_utf8(page).ok()).find(|page| page.contains(text));
    let page = of("class=\"card whole\"").expect("a page with the whole answer").to_owned();
    assert_eq!(page.matches("It is kept by a lock.").count(), 1, "once, above the first of its facts");
    assert!(page.contains("<span class=\"k\">func</span>"), "with the colours of its code");
    assert_eq!(page.matches("<article class=\"card\"").count(), 2);
    assert_eq!(page.matches("data-guid").count(), page.matches("<article").count(), "only facts are cards");
}

#[test]
fn no_edit_is_accepted_that_has_a_history_of_its_own() {
    let mut project = project();
    project.build();
    project.now += 60;
    let other = GO.replace("What is the stack?", "Which memory goes with a call, and is reused by the next?");
    project.write("content/go.md", other.replace("Memory of one call.", "The stack of the goroutine."));
    project.build().says("1 new").says("1 retired");
    let (here, retired) = notes(&project);
    let new = &here["Which memory goes with a call, and is reused by the next?"];
    let (left, beside) = (&retired["What is the stack?"], &here["What is the heap?"]);
    let lock = project.read("recto.lock");
    let refused = project.recto(&["accept", &format!("{left}={beside}")]).ends(2);
    refused.says(&format!("{beside} was there before {left} left"));
    assert_eq!(project.read("recto.lock"), lock);
    project.recto(&["accept", &format!("{left}={new}")]).ends(0);
}

#[test]
fn a_clock_that_was_years_ahead_keeps_no_note_from_its_tag() {
    const DAY: u64 = 86_400;
    let mut project = project();
    project.build();
    let began = project.now;
    project.now = began + 12 * 365 * DAY;
    project.write("content/web.md", WEB.replace("A line.", "A line above the body."));
    project.build().says("1 edited");
    // The clock is right again, and a question leaves: one that the wrong build edited, and one it did not.
    project.now = began + DAY;
    fs::remove_file(project.path("content/web.md")).unwrap();
    let built = project.build().says("2 retired").says("tag:recto::retired");
    assert!(!built.text.contains("Not tagged"), "{}", built.text);
    let kept = |project: &Project| project.text("recto.lock").matches("\"was\":").count();
    assert_eq!(kept(&project), 2);
    // The same lock gives the same package, on any day until then, and before.
    let package = project.read("output/notes.apkg");
    for days in [0, 1, 40, 4000] {
        project.now = began + days * DAY;
        project.recto(&["build", "--locked"]).ends(0);
        assert_eq!(project.read("output/notes.apkg"), package, "day {days}");
    }
    // A quarter of a year by the clock that is right, and they are let go.
    for (days, edited, left) in [(59, "Memory of one call.", 2), (120, "Memory that outlives a call.", 0)] {
        project.now = began + days * DAY;
        let text = format!("What it has, as of day {days}.");
        project.write("content/go.md", project.text("content/go.md").replace(edited, &text));
        project.build().says("1 edited");
        assert_eq!(kept(&project), left, "day {days}");
    }
    project.now = began;
    project.recto(&["build", "--locked"]).ends(0);
}

/// Builds an edit that the lock may not take, and fails where anything is different then.
#[cfg(unix)]
#[track_caller]
fn edit_is_refused(project: &Project) -> support::project::Run {
    project.write("content/go.md", GO.replace("Memory of one call.", "The memory of one call."));
    let before = project.tree("");
    let refused = project.recto(&["build"]).ends(3);
    assert_eq!(project.tree(""), before);
    refused
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_protected_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let mut project = project();
    project.build();
    fs::set_permissions(project.path("recto.lock"), fs::Permissions::from_mode(0o444)).unwrap();
    project.now += 60;
    project.build().says("4 same");
    edit_is_refused(&project).says("cannot write").says("recto.lock: ").says("give yourself the right to it");
    fs::set_permissions(project.path("recto.lock"), fs::Permissions::from_mode(0o644)).unwrap();
    project.build().says("1 edited");
}

#[cfg(unix)]
#[test]
fn a_lock_that_is_a_link_stays_one() {
    use std::os::unix::fs::symlink;
    let mut project = project();
    project.build();
    fs::create_dir(project.path("kept")).unwrap();
    fs::rename(project.path("recto.lock"), project.path("kept/notes.lock")).unwrap();
    symlink("kept/notes.lock", project.path("recto.lock")).unwrap();
    let before = project.read("kept/notes.lock");
    project.now += 60;
    project.write("content/go.md", GO.replace("Memory of one call.", "The memory of one call."));
    project.build().says("1 edited, 3 same");
    assert!(project.path("recto.lock").is_symlink());
    assert_ne!(project.read("kept/notes.lock"), before);
    assert_eq!(fs::read_dir(project.path("kept")).unwrap().count(), 1);
    project.build().says("4 same");
    // A disk that is not there is no reason to begin anew.
    fs::rename(project.path("kept"), project.path("away")).unwrap();
    edit_is_refused(&project).says("a link to a file that is not there");
}

#[test]
fn a_clock_that_jumps_lets_go_of_no_note_that_left_before() {
    const DAY: u64 = 86_400;
    let mut project = project();
    project.build();
    let began = project.now;
    fs::remove_file(project.path("content/web.md")).unwrap();
    project.build().says("2 retired");
    let count = |project: &Project, key: &str| project.text("recto.lock").matches(key).count();
    let all = count(&project, "\"guid\":");
    // Ahead, on two days, back, before it all, and right again; each build has something to say.
    for (number, now) in
        [began + 12 * 365 * DAY, began + (12 * 365 + 1) * DAY, began + DAY, 5, began + 2 * DAY].into_iter().enumerate()
    {
        project.now = now;
        let text = format!("What one call has, edit {number}.");
        project.write("content/go.md", GO.replace("Memory of one call.", &text));
        project.build().says("1 edited");
        assert_eq!((count(&project, "\"guid\":"), count(&project, "\"was\":")), (all, 2), "{now}");
    }
    // What comes back has its guid, and what it said.
    project.write("content/web.md", WEB);
    project.build().says("2 revived");
    assert_eq!((count(&project, "\"guid\":"), count(&project, "\"was\":")), (all, 0));
}
