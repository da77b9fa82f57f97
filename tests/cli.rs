//! The command line: `cli/*.md` are prose with commands and all that they print.
//!
//! Each heading begins with an empty folder. A block whose first word is `file` writes the file it
//! names (`%20` is a space; options as in `spec.rs`, and `latin1`); a block `console` holds commands after `$ ` and
//! below each what it prints on both streams. Known commands: `recto`, and `rm`, `mv`, `ln -s` for
//! files. What changes from build to build is replaced: `[TIME]`, `[SIZE]`. `UPDATE=1 cargo test`
//! renews what is printed; review the difference.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::Path;

use rayon::prelude::*;
use support::literate::{Fenced, Literate};
use support::project::Project;

/// Runs one command and gives what it printed, with its exit code where that is not 0.
fn command(project: &Project, line: &str) -> String {
    let mut words = line.split_whitespace();
    let (program, arguments) = (words.next().unwrap_or_default(), words.collect::<Vec<_>>());
    match (program, arguments.as_slice()) {
        ("recto", arguments) => {
            let run = project.recto(arguments);
            let exit = if run.code == 0 { String::new() } else { format!("[exit {}]\n", run.code) };
            redacted(project, &run.text) + &exit
        }
        ("rm", [file]) => fs::remove_file(project.path(file)).map(|()| String::new()).unwrap(),
        ("mv", [from, to]) => fs::rename(project.path(from), project.path(to)).map(|()| String::new()).unwrap(),
        #[cfg(unix)]
        ("ln", ["-s", to, link]) => std::os::unix::fs::symlink(to, project.path(link)).map(|()| String::new()).unwrap(),
        _ => panic!("`{line}` is not a command of these tests"),
    }
}

/// What is printed, without what changes from build to build.
fn redacted(project: &Project, text: &str) -> String {
    let text = text.replace(project.dir.to_str().unwrap(), "[HERE]");
    text.lines().map(|line| redacted_line(line) + "\n").collect()
}

fn redacted_line(line: &str) -> String {
    if let Some(rest) = line.strip_prefix("  time ") {
        return format!("  time {}[TIME]", &rest[..rest.len() - rest.trim_start().len()]);
    }
    let words: Vec<&str> = line.split(' ').collect();
    let mut out: Vec<String> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let is_number = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ','));
        let is_unit =
            matches!(words.get(at + 1).map(|unit| unit.trim_end_matches(',')), Some("B" | "kB" | "MB" | "files"));
        out.push(if is_number && is_unit { "[SIZE]".into() } else { (*word).into() });
    }
    out.join(" ").trim_end().to_owned()
}

fn run(path: &Path) -> Vec<String> {
    let file = Literate::read(path);
    let mut actual = Vec::new();
    let mut project = Project::new();
    let mut section = usize::MAX;
    for (number, block) in file.blocks.iter().enumerate() {
        if block.section != section {
            (project, section) = (Project::new(), block.section);
        }
        match block.kind() {
            "console" => actual.push((number, console(&project, block))),
            "file" => project.write(&block.options()[0].replace("%20", " "), block.bytes()),
            other => panic!("{}: `{other}` is no kind of block", file.name()),
        }
    }
    file.settle(&actual)
}

/// The commands of a block, with what they print now.
fn console(project: &Project, block: &Fenced) -> String {
    let commands = block.text.lines().filter_map(|line| line.strip_prefix("$ "));
    commands.map(|line| format!("$ {line}\n{}", command(project, line))).collect()
}

#[test]
fn every_command_prints_what_is_written() {
    let failures: Vec<String> = support::markdown_files("tests/cli").par_iter().flat_map(|path| run(path)).collect();
    support::settle(&failures);
}
