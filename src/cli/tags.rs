//! `recto tags`.

use serde_json::json;
use unicode_width::UnicodeWidthStr;

use super::common::{Places, clock};
use super::say::{self, BOLD, DIM, GOOD, NAME, styled};
use super::{Exit, TagsArguments};
use crate::build::{Passes, inspect};
use crate::error::Result;
use crate::finding::SIMILAR_TAGS;
use crate::topic::Branch;

/// The longest bar, in characters.
const BAR: usize = 24;

pub(super) fn run(arguments: &TagsArguments) -> Result<Exit> {
    let places = Places::of(&arguments.project)?;
    let passes = Passes::new(clock);
    let inspected = inspect(&places.request(&passes, &|_| {})?)?;
    let tags = inspected.tags();
    if arguments.json {
        let value = |branch: &Branch| json!({"tag": branch.tag, "notes": branch.notes, "own": branch.own}).to_string();
        tags.iter().for_each(|branch| say::line(&value(branch)));
        return Ok(Exit::Fine);
    }
    let (notes, number) = (say::count(inspected.notes(), "note"), say::count(tags.len(), "tag"));
    say::line(&format!("{}  {}", styled(BOLD, &inspected.title), styled(DIM, format!("{notes}, {number}"))));
    let indented = |branch: &Branch| format!("{}{}", "  ".repeat(branch.depth + 1), branch.label);
    let width = tags.iter().map(|branch| indented(branch).width()).max().unwrap_or_default();
    let digits = tags.iter().map(|branch| say::grouped(branch.notes).len()).max().unwrap_or_default();
    let most = tags.iter().map(|branch| branch.notes).max().unwrap_or_default().max(1);
    for branch in &tags {
        let name = indented(branch);
        let gap = " ".repeat(width.saturating_sub(name.width()));
        let length = (branch.notes * BAR).div_ceil(most);
        let (style, bar) = if branch.depth == 0 { (BOLD, GOOD) } else { (NAME, NAME) };
        let bar = styled(bar, "█".repeat(length));
        say::line(&format!("{}{gap}  {:>digits$}  {bar}", styled(style, name), say::grouped(branch.notes)));
    }
    for finding in inspected.findings.iter().filter(|finding| *finding.rule == SIMILAR_TAGS) {
        let place = &finding.place;
        say::line(&format!("{}  {}", finding.message, styled(DIM, format!("{}:{}", place.path, place.line))));
    }
    Ok(Exit::Fine)
}
