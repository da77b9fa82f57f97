//! Render: pieces of a document become HTML, for cards and for pages, by pulldown-cmark's writer,
//! with code, math, pictures and links mapped on the way.

mod blank;
mod code;
mod code_block;
mod code_lines;
mod direction;
mod footnote;
mod html;
mod kept;
mod math;
mod math_look;
mod player;
mod raw_picture;
mod reference;
mod sanitise;
mod table;

pub use code::colour;
pub use code_block::Code;
pub use html::{Renderer, Role};
pub use math::{Place, mathml};
pub use reference::{Form, Goal, Links, Mention, Reference, mentions};
