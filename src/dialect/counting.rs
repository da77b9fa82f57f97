//! Headings at several levels that one count runs through: an author who changed the level of questions on the
//! way went on numbering them.

use super::asking::{Asks, asks};
use super::pieces::{number, text};
use super::{Claims, extra};
use crate::markdown::{Block, Document};

/// A numbered heading.
struct Counted {
    /// Its place among the blocks.
    block: usize,
    level: u8,
    number: u32,
    asks: bool,
}

/// The headings, by their places among the blocks, that a count runs through at more than one level, if nearly
/// all numbered headings are among them and half of them ask.
pub(super) fn across_levels(document: &Document<'_>, claims: &Claims) -> Option<Vec<usize>> {
    let blocks = document.blocks.iter().enumerate();
    let free = blocks.filter(|(_, block)| block.heading().is_some() && claims.is_free(&block.events));
    let all: Vec<Counted> = free.filter_map(|(at, block)| counted(document, block, at)).collect();
    let mut run: Vec<&Counted> = Vec::new();
    for heading in &all {
        // Numbers are left out now and then.
        if run.last().is_none_or(|last| matches!(heading.number.checked_sub(last.number), Some(1 | 2))) {
            run.push(heading);
        }
    }
    let most = (1..=6).map(|level| run.iter().filter(|heading| heading.level == level).count()).max()?;
    let asking = run.iter().filter(|heading| heading.asks).count();
    let is_run = run.len() >= 5 && run.len() >= most + 2;
    (is_run && 10 * run.len() >= 9 * all.len() && 2 * asking >= run.len())
        .then(|| run.iter().map(|heading| heading.block).collect())
}

/// A heading with one number, `7.`, not `2.3`.
fn counted(document: &Document<'_>, block: &Block, at: usize) -> Option<Counted> {
    let level = block.heading()?.level;
    let written = document.source.slice(number(document, block)?);
    let number = written.trim_matches(|c: char| !c.is_alphanumeric()).parse().ok()?;
    let asks = asks(&text(document, block)) != Asks::No;
    (!extra::is_headed(document, block)).then_some(Counted { block: at, level, number, asks })
}
