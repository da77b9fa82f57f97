//! Literate files: prose, with fenced blocks that say what is read and what is expected.

use std::fs;
use std::path::{Path, PathBuf};

use super::{difference, update};

/// A literate file.
pub(crate) struct Literate {
    path: PathBuf,
    lines: Vec<String>,
    /// Its fenced blocks, in order.
    pub(crate) blocks: Vec<Fenced>,
}

/// A fenced block.
#[derive(Debug, Clone)]
pub(crate) struct Fenced {
    /// The words after the fence.
    pub(crate) info: Vec<String>,
    /// What it holds, each line with its end.
    pub(crate) text: String,
    /// The heading above it.
    pub(crate) heading: String,
    /// The number of the heading above it.
    pub(crate) section: usize,
    /// The lines of both fences, from 0.
    opening: usize,
    closing: usize,
}

impl Fenced {
    /// The first word after the fence.
    pub(crate) fn kind(&self) -> &str {
        self.info.first().map_or("", String::as_str)
    }

    /// The other words.
    pub(crate) fn options(&self) -> &[String] {
        self.info.get(1..).unwrap_or_default()
    }

    /// Its text as the bytes of a file: the options `crlf`, `bom`, `open` and `latin1` say how.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let has = |option: &str| self.options().iter().any(|other| other == option);
        let mut text = self.text.clone();
        if has("open") {
            text.pop();
        }
        if has("crlf") {
            text = text.replace('\n', "\r\n");
        }
        if has("bom") {
            text.insert(0, '\u{feff}');
        }
        if has("latin1") {
            text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
        } else {
            text.into_bytes()
        }
    }

    /// The option that is the name of a file, if one is.
    pub(crate) fn file(&self) -> Option<&str> {
        self.options().iter().map(String::as_str).find(|option| option.contains(['.', '/']))
    }
}

impl Literate {
    /// Reads a literate file.
    pub(crate) fn read(path: &Path) -> Literate {
        let text = fs::read_to_string(path).unwrap();
        let lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let mut blocks = Vec::new();
        let (mut heading, mut section, mut at) = (String::new(), 0, 0);
        while at < lines.len() {
            let line = &lines[at];
            let ticks = fence(line);
            if ticks >= 3 {
                let closes = |other: &&String| fence(other) >= ticks && other.trim_end().len() == fence(other);
                let length = lines[at + 1..].iter().take_while(|line| !closes(line)).count();
                let closing = at + 1 + length;
                assert!(closing < lines.len(), "{}:{}: this fence is not closed", path.display(), at + 1);
                blocks.push(Fenced {
                    info: line[ticks..].split_whitespace().map(str::to_owned).collect(),
                    text: lines[at + 1..closing].iter().map(|line| format!("{line}\n")).collect(),
                    heading: heading.clone(),
                    section,
                    opening: at,
                    closing,
                });
                at = closing;
            } else if line.starts_with('#') {
                heading = line.trim_start_matches('#').trim().to_owned();
                section += 1;
            }
            at += 1;
        }
        Literate { path: path.to_owned(), lines, blocks }
    }

    /// Its name for messages.
    pub(crate) fn name(&self) -> String {
        self.path.file_name().unwrap().to_string_lossy().into_owned()
    }

    /// Compares blocks with what they should hold, or renews them.
    pub(crate) fn settle(&self, actual: &[(usize, String)]) -> Vec<String> {
        if !update() {
            let failure = |(number, actual): &(usize, String)| {
                let block = &self.blocks[*number];
                let place = format!("{}:{} ({}) `{}`", self.name(), block.opening + 1, block.heading, block.kind());
                difference(&place, &block.text, actual)
            };
            return actual.iter().filter_map(failure).collect();
        }
        let mut lines = self.lines.clone();
        for (number, text) in actual.iter().rev() {
            let block = &self.blocks[*number];
            let longest = text.lines().map(fence).max().unwrap_or_default();
            let ticks = "`".repeat(fence(&self.lines[block.opening]).max(longest + 1).max(3));
            let mut new = vec![format!("{ticks}{}", block.info.join(" "))];
            new.extend(text.lines().map(str::to_owned));
            new.push(ticks);
            lines.splice(block.opening..=block.closing, new);
        }
        if lines != self.lines {
            fs::write(&self.path, lines.join("\n") + "\n").unwrap();
        }
        Vec::new()
    }
}

/// How many backticks a line begins with.
fn fence(line: &str) -> usize {
    line.bytes().take_while(|&byte| byte == b'`').count()
}
