//! Markdown as Recto sees it: the parser's events with their places, and over them a light tree
//! of blocks. Nobody scans Markdown text a second time.

mod anchor;
mod block;
mod code;
mod fragment;
mod html;
mod opened;
mod parse;
mod plain;
mod title;

pub use anchor::{Anchor, anchors, bare_name};
pub use block::{Block, BlockKind, Heading, outer_blocks};
pub use code::code_infos;
pub use fragment::{Blank, Fragment, Piece};
pub use parse::{Document, FrontMatterText, front_matter};
pub use plain::{CODE, blank_text, plain_run, plain_text, prose};
