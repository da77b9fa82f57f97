//! `recto serve` builds anew only what changed. Whatever is edited, that gives the same bytes as a build that knows
//! nothing of the one before.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod support;

use std::fs;
use std::path::Path;
use std::time::Duration;

use recto::build::{Changes, Memory, Passes, Report, Request, build};
use recto::discover::Layout;
use recto::identity::Moment;
use support::project::{NOW, Project, tree};

/// How many edits are made.
const EDITS: usize = 40;

/// Builds as `recto serve` does.
fn rebuild(project: &Project, output: &str, earlier: Option<&Memory>) -> Report {
    let layout = Layout::of(&project.dir).unwrap();
    let passes = Passes::new(Duration::default);
    build(&Request {
        layout: &layout,
        output: &project.dir.parent().unwrap().join(output),
        lock: &layout.lock(),
        theme: None,
        changes: Changes::Withheld,
        consent: &|_| false,
        earlier,
        now: Moment { milliseconds: NOW as i64 * 1000 },
        passes: &passes,
        progress: &|_| {},
    })
    .unwrap()
}

/// A document: questions below two headings, code, a cloze, a picture, and links to another document and its heading.
fn document(number: usize) -> String {
    let other = (number + 1) % 6;
    format!(
        "# Part {number}\n\n## Basics {number}\n\n### Q: What is thing {number}?\n\nA: A thing, see [the other](d{other}.md#more-{other}).\n\n\
         ```go\nfunc thing{number}() int {{ return {number} }}\n```\n\n### Q: How does {number} look?\n\nA: ![It](p{number}.png)\n\n\
         - **Front**: the face of {number}\n- **Rear**: the tail of {number}\n\n## More {number}\n\n\
         Thing {number} has {{{{c1::iron}}}} and {{{{c2::coal {number}}}}}.\n\n### Q: Why is {number} more?\n\nA: Since [it](d{other}.md) is.\n"
    )
}

fn path(number: usize) -> String {
    format!("content/d{number}.md")
}

fn project() -> Project {
    let project = Project::with(&[("recto.yaml", "title: Things\n")]);
    for number in 0..6 {
        project.write(&path(number), document(number));
        project.write(&format!("content/p{number}.png"), format!("picture {number}"));
    }
    project.build();
    project
}

/// Numbers that look drawn and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

/// Makes one edit of those that people make; says which.
fn edit(project: &Project, dice: &mut Dice, step: usize) -> String {
    let number = dice.roll(6);
    let (name, picture) = (path(number), format!("content/p{number}.png"));
    let text = fs::read_to_string(project.path(&name)).unwrap_or_default();
    let change = |from: &str, to: &str| {
        project.write(&name, text.replacen(from, to, 1));
        format!("{name}: {from:?} to {to:?}")
    };
    match dice.roll(17) {
        0 => change("A thing", &format!("A thing ({step})")),
        1 => change("What is thing", "What ever is thing"),
        2 => change("int {", "int64 {"),
        3 => change("coal", "{{c7::dust}} and coal"),
        4 => change("{{c1::iron}}", "iron"),
        5 => change("## More", &format!("## Ever {step} more")),
        6 => change("## Basics", &format!("## Basis {step} of")),
        7 => change("# Part", &format!("# Piece {step}")),
        8 => change("- **Front**", &format!("- **Side {step}**: another\n- **Front**")),
        9 => {
            project.write(&name, format!("{text}\n### Q: What came in step {step}?\n\nA: This.\n"));
            format!("{name}: a question more")
        }
        10 => {
            project.write(&picture, format!("another picture {step}"));
            format!("{picture}: another")
        }
        11 => {
            let _ = fs::remove_file(project.path(&picture));
            format!("{picture}: gone")
        }
        12 => {
            let there = project.has(&name);
            if there {
                fs::remove_file(project.path(&name)).unwrap()
            } else {
                project.write(&name, document(number))
            }
            format!("{name}: {}", if there { "gone" } else { "back" })
        }
        13 => {
            let title = ["Things", "Other things"][dice.roll(2)];
            let base = ["", "base_url: https://example.org/x\n", "base_url: https://example.org\n"][dice.roll(3)];
            let cards = ["", "granularity: question\n", "tags: [extra]\n"][dice.roll(3)];
            project.write("recto.yaml", format!("title: {title}\n{base}{cards}"));
            "recto.yaml".into()
        }
        14 => {
            project.write(&name, format!("---\ntags: [t{step}]\n---\n{}", text.trim_start_matches("---\n")));
            format!("{name}: front matter")
        }
        15 => {
            // As another branch's lock may have it.
            let lock = project.text("recto.lock");
            let one = lock.replace("[[1,\"iron\"],", "[[9,\"iron\"],").replace("\"next\":3", "\"next\":10");
            let other = lock.replace("[[9,\"iron\"],", "[[1,\"iron\"],");
            assert_ne!(one, other);
            project.write("recto.lock", if lock == one { other } else { one });
            "recto.lock: other numbers".into()
        }
        _ => "nothing".into(),
    }
}

fn same(one: &Path, other: &Path) -> Vec<String> {
    let (one, other) = (tree(one), tree(other));
    let names = one.keys().chain(other.keys());
    let mut different: Vec<String> = names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect();
    different.dedup();
    different
}

#[test]
fn whatever_is_edited_it_gives_the_bytes_of_a_whole_build() {
    let project = project();
    let outputs = ["known", "whole"].map(|name| project.dir.parent().unwrap().join(name));
    let (mut dice, mut memory) = (Dice(7), Memory::default());
    let (mut rendered, mut all) = (0, 0);
    for step in 0..EDITS {
        let edited = edit(&project, &mut dice, step);
        let whole = rebuild(&project, "whole", None);
        let known = rebuild(&project, "known", Some(&memory));
        assert_eq!(same(&outputs[0], &outputs[1]), [""; 0], "step {step}, {edited}");
        let said = |report: &Report| {
            let Report { findings, fates, documents, tags, bytes, .. } = report;
            format!("{findings:?} {fates:?} {documents:?} {tags} {bytes}")
        };
        assert_eq!(said(&known), said(&whole), "step {step}, {edited}");
        if step > 0 {
            (rendered, all) = (rendered + known.rendered, all + whole.rendered);
        }
        memory = known.memory;
    }
    // Every third edit or so is of settings, headings or pictures, on which all documents hang.
    assert!(rendered > EDITS / 2 && 3 * rendered < 2 * all, "{rendered} of {all} documents were rendered");
}

#[test]
fn only_what_changed_is_rendered_and_written() {
    let project = project();
    let first = rebuild(&project, "known", Some(&Memory::default()));
    assert_eq!((first.rendered, first.written), (6, first.files));
    let again = rebuild(&project, "known", Some(&first.memory));
    // A package is always written, and its copy compared.
    assert_eq!((again.rendered, again.written), (0, 1));
    project.write(&path(2), document(2).replace("A thing,", "Something,"));
    let edited = rebuild(&project, "known", Some(&again.memory));
    assert_eq!(edited.rendered, 1);
    assert!(edited.written < 10, "{} of {} files", edited.written, edited.files);
}
