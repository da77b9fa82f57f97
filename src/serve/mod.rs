//! Serve: a build on this computer's own address, as it is and live. Pages are handed out from a folder that a
//! build has published; a page learns over server-sent events when there is a newer one.
//!
//! Only this computer is answered: the socket is bound to the loopback address, and a request must name it in
//! `Host`, so that no page of another site reaches in by a name that leads here. What belongs to the preview lies
//! below `/_preview/`; all else is the site, with one script put into its pages.

mod answer;
mod board;
mod door;
mod host;
mod live;
mod preview;
mod site;
mod watch;

pub use board::{Board, Built, Failed};
pub use door::{Door, Port};
pub use watch::{Watcher, watch};
