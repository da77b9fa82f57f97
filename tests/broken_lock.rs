//! A lock that is not whole: every command that needs it says where and what to do, and leaves all as it was.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;

use support::project::{NOW, Project};

const GO: &str = "# Go\n\n### Q: What is the heap?\n\nA: Memory that outlives a call.\n\n### Q: What is the stack?\n\nA: Memory of one call.\n\n### Q: What is a map?\n\nA: A table of keys.\n";

/// A project that was built once and edited since.
fn edited() -> Project {
    let mut project = Project::with(&[("content/go.md", GO)]);
    project.build();
    project.now = NOW + 60;
    project.write("content/go.md", GO.replace("one call", "a call"));
    project
}

/// What a lock that is refused says: its line and why, then what to do.
#[track_caller]
fn refused(project: &Project, said: &[&str]) {
    let before = project.tree("");
    let guid = "0000000000001";
    for command in [&["build"][..], &["build", "--locked"], &["build", "--forget"], &["plan"], &["accept", guid]] {
        let run = project.recto(command).ends(2).says("cannot use").says("recto.lock: ");
        said.iter().fold(run, |run, said| run.says(said));
        assert_eq!(project.tree(""), before, "{command:?} left something else behind");
    }
}

/// Its lines, and where notes begin.
fn lines(project: &Project) -> (Vec<String>, usize) {
    let lines: Vec<String> = project.text("recto.lock").lines().map(str::to_owned).collect();
    let first = lines.iter().position(|line| line.starts_with("{\"guid\"")).unwrap();
    (lines, first)
}

#[test]
fn one_that_is_cut_off_says_what_is_lost() {
    let project = edited();
    let (lines, first) = lines(&project);
    let whole = project.text("recto.lock");
    for keep in 0..lines.len() {
        let left = lines[..keep].iter().map(|line| format!("{line}\n")).collect::<String>();
        project.write("recto.lock", &left);
        let lost = match 3 - keep.saturating_sub(first).min(3) {
            0 => String::new(),
            lost => format!("; {lost} of the 3 notes of the last package are not in it (\"What is"),
        };
        let restore = "git checkout HEAD -- recto.lock";
        refused(&project, &[&format!("line {}: the file ", keep + 1), &lost, restore, "rename it"]);
        // The same within the next line.
        let next = &lines[keep];
        project.write("recto.lock", format!("{left}{}", &next[..next.len() / 2]));
        refused(&project, &[&format!("line {}: the line is cut off", keep + 1), restore]);
    }
    // Without a package nobody knows what is lost.
    project.write("recto.lock", format!("{}\n", lines[0]));
    fs::remove_dir_all(project.path("output")).unwrap();
    refused(&project, &["line 2: the file ends here, without its last line, {\"end\":true}\n", "rename it"]);
    project.write("recto.lock", whole);
    project.recto(&["build"]).ends(0).says("1 edited, 2 same");
}

#[test]
fn a_rename_gives_back_what_the_last_package_knows() {
    let project = edited();
    let (lines, first) = lines(&project);
    project.write("recto.lock", lines[..=first].join("\n") + "\n");
    refused(&project, &["2 of the 3 notes", "rename it"]);
    fs::rename(project.path("recto.lock"), project.path("broken.lock")).unwrap();
    project.build().says("1 edited, 2 same").says("all 3 notes of the last package are found");
}

#[test]
fn foreign_lines_are_named() {
    let project = edited();
    let (lines, first) = lines(&project);
    let restore = "git checkout HEAD -- recto.lock";
    let note = &lines[first];
    for (line, said, help) in [
        ("<<<<<<< HEAD", "a conflict mark of git", "recto.lock merge=union"),
        ("=======", "a conflict mark of git", "keep the lines of both sides"),
        (">>>>>>> topic", "a conflict mark of git", "remove the marks"),
        ("||||||| 0374c4a", "a conflict mark of git", "remove the marks"),
        ("hello", "not a line of a lock", restore),
        ("", "not a line of a lock", restore),
        ("{\"guid\":\"x\"}", "not a line of a lock: missing field `kind` at column 12", restore),
        ("{\"guid\":\"x\",\"kind\":7}", "invalid type: integer `7`, expected a string at column 20", restore),
        (&note.replace("\"kind\":\"basic\"", "\"kind\":\"odd\""), "`odd` is not a kind of note", restore),
        (&note.replace("\"made\":", "\"made\":true,\"x\":"), "invalid type: boolean `true`, expected i64", restore),
        (&note.replace("\"made\":", "\"made\":99999999"), "expected i64", restore),
        (&note.replace("\"mod\":", "\"mod\":99999999"), "is a time that no clock shows", restore),
        (&note.replace("\"mod\":", "\"mod\":-"), "is a time that no clock shows", restore),
        (&note.replace("\"fq\":\"", "\"fq\":\"x"), "is not sixteen hex digits", restore),
        (&note.replace("\"deck\":", "\"deck\":\"A\",\"deck\":"), "duplicate field `deck`", restore),
        (&note.replace("\"deck\":", "\"colour\":\"red\",\"deck\":"), "unknown field `colour`", restore),
        (&note.replace("\"guid\":\"", "\"guid\":\"é"), "is not a guid", restore),
        ("{\"recto.lock\":1,\"seed\":\"other\"}", "a second header, of another project", restore),
        ("{\"recto.lock\":2,\"seed\":\"other\"}", "version 2", "as new as the one that wrote it"),
    ] {
        assert_ne!(line, note);
        let mut damaged = lines.clone();
        damaged.insert(first + 1, line.to_owned());
        project.write("recto.lock", damaged.join("\n") + "\n");
        refused(&project, &[&format!("line {}: ", first + 2), said, help]);
    }
}

#[test]
fn the_first_line_is_a_header_that_this_program_can_read() {
    let project = edited();
    let (lines, _) = lines(&project);
    let rest = lines[1..].join("\n") + "\n";
    let restore = "git checkout HEAD -- recto.lock";
    for (first, said, help) in [
        ("", "line 1: the file is empty", restore),
        ("{}\n", "line 1: not a line of a lock", restore),
        ("{\"recto.lock\":\"1\",\"seed\":\"x\"}\n", "line 1: not a line of a lock: invalid type: string", restore),
        ("{\"recto.lock\":1}\n", "line 1: not a line of a lock: missing field `seed`", restore),
        (&lines[1..].join("\n"), "line 1: not a line of a lock", restore),
        ("{\"end\":true}\n", "line 2: the first line is missing", restore),
        ("<<<<<<< HEAD\n", "line 1: a conflict mark of git", "keep the lines of both sides"),
        ("{\"recto.lock\":7,\"notes\":\"elsewhere\"}\n", "line 1: version 7", "as new as the one that wrote it"),
    ] {
        project.write("recto.lock", first);
        refused(&project, &[said, help]);
        if first.starts_with("{\"recto.lock\"") {
            project.write("recto.lock", format!("{first}{rest}"));
            refused(&project, &[said, help]);
        }
    }
    let bytes: Vec<u8> = project.text("content/go.md").encode_utf16().flat_map(u16::to_le_bytes).collect();
    project.write("recto.lock", [b"\xff\xfe", &bytes[..]].concat());
    refused(&project, &["line 1: not UTF-8 text", restore]);
}

#[test]
fn what_git_and_editors_do_to_lines_loses_nothing() {
    let project = edited();
    let (lines, first) = lines(&project);
    let whole = project.text("recto.lock");
    let mut twice = lines.clone();
    twice.insert(first, lines[first + 2].clone());
    twice.swap(1, first + 3);
    for read in [
        whole.replace('\n', "\r\n"),
        format!("\u{feff}{whole}"),
        whole.trim_end().to_owned(),
        // Two branches that both made the file.
        format!("{whole}{whole}"),
        format!("{}\n{{\"end\":true}}\n{whole}", lines[..=first].join("\n")),
        twice.join("\n") + "\n",
    ] {
        project.write("recto.lock", &read);
        project.recto(&["plan"]).ends(0).says("2 same, 1 edited");
        assert_eq!(project.text("recto.lock"), read);
    }
    project.build().says("1 edited, 2 same");
    assert_eq!(project.text("recto.lock").lines().count(), lines.len(), "as it should be again");
}

#[test]
fn a_folder_in_its_place_is_refused() {
    let project = edited();
    let output = project.tree("output");
    fs::remove_file(project.path("recto.lock")).unwrap();
    fs::create_dir(project.path("recto.lock")).unwrap();
    for command in ["build", "plan"] {
        project.recto(&[command]).ends(2).says("recto.lock: it is a folder").says("--lock");
    }
    assert_eq!((project.tree("output"), project.tree("recto.lock").len()), (output, 0));
}
