//! `recto explain`.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::say::{self, BOLD, DIM, GOOD, LOOK, NAME, styled};
use super::{Exit, ExplainArguments};
use crate::build::explain_document;
use crate::discover::{Found, Layout};
use crate::error::{Error, Result};
use crate::explain::{BlockFate, Explained};
use crate::load;
use crate::path::SourcePath;
use crate::source::Source;

pub(super) fn run(arguments: &ExplainArguments) -> Result<Exit> {
    let (file, line) = place(&arguments.place);
    let layout = Layout::of(&file)?;
    if file.is_dir() {
        let error = Error::refused("explain", &file, "it is a folder");
        return Err(error.with_help("name one document: recto explain FILE[:LINE]"));
    }
    let path = layout.only.clone().unwrap_or_else(|| SourcePath::new(&arguments.place));
    let found = Found { path, file: file.clone() };
    let source = match load::document(&found) {
        Ok(source) => source,
        Err(finding) => {
            super::findings::print(&[finding], super::Format::Text);
            return Ok(Exit::Findings);
        }
    };
    let (summary, blocks) = explain_document(&source, &layout);
    let touches = |block: &Explained| {
        let (first, last) =
            (source.line(block.span.start), source.line(block.span.end.saturating_sub(1).max(block.span.start)));
        line.is_none_or(|line| first <= line && line <= last)
    };
    if !arguments.json {
        say::line(&format!("{}  {}", styled(BOLD, file.display()), styled(DIM, summary)));
    }
    for block in blocks.iter().filter(|block| touches(block)) {
        let number = source.line(block.span.start);
        if arguments.json {
            let tags = block.topics.iter().map(|topic| json!({"tag": topic.tag.as_str(), "from": topic.origin.name()}));
            let mut text = json!({
                "line": number, "block": block.noun, "depth": block.depth, "became": block.fate.name(),
                "why": block.why, "tags": tags.collect::<Vec<_>>(),
            });
            if let Some(object) = text.as_object_mut().filter(|_| block.topics.is_empty()) {
                object.remove("tags");
            }
            say::line(&text.to_string());
        } else {
            print(&source, number, block);
        }
    }
    Ok(Exit::Fine)
}

/// Parts `FILE:LINE`, unless a file has the whole name.
fn place(text: &str) -> (PathBuf, Option<usize>) {
    let parted = text.rsplit_once(':').and_then(|(file, line)| Some((file, line.parse().ok()?)));
    match parted {
        Some((file, line)) if !Path::new(text).exists() => (file.into(), Some(line)),
        _ => (text.into(), None),
    }
}

fn print(source: &Source, line: usize, block: &Explained) {
    let style = match block.fate {
        BlockFate::Question => GOOD,
        BlockFate::Answer => NAME,
        BlockFate::Title | BlockFate::Topic | BlockFate::Settings => BOLD,
        BlockFate::Unanswered => LOOK,
        BlockFate::Nothing => DIM,
    };
    let text: String = source.slice(block.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let cut: String = text.chars().take(48).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    let fate = styled(style, format!("{:<10}", block.fate.name()));
    say::line(&format!(
        "{line:>6}  {fate}  {:<22} {}",
        format!("{}{}", "  ".repeat(block.depth), block.noun),
        styled(DIM, format!("{cut}{more}"))
    ));
    say::line(&format!("{:>6}  {:<10}  {}", "", "", block.why));
    for topic in &block.topics {
        let from = styled(DIM, format!("({})", topic.origin.name()));
        say::line(&format!("{:>6}  {:<10}  {} {from}", "", "", styled(NAME, format!("#{}", topic.tag))));
    }
}
