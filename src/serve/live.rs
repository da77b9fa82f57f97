//! What makes pages live: a script in each that listens for builds, shows what is wrong and loads the page anew.

use std::convert::Infallible;
use std::sync::Arc;

use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::stream;

use super::answer::Reply;
use super::board::Board;

/// The address of the events.
pub(super) const EVENTS: &str = "/_preview/events";

const CSS: &str = "text/css; charset=utf-8";
const JS: &str = "text/javascript; charset=utf-8";

/// The files of the preview itself.
const FILES: [(&str, &str, &str); 6] = [
    ("live.js", JS, include_str!("static/live.js")),
    ("live.css", CSS, include_str!("static/live.css")),
    ("preview.js", JS, include_str!("static/preview.js")),
    ("preview.css", CSS, include_str!("static/preview.css")),
    ("reviewer.css", CSS, include_str!("static/reviewer.css")),
    ("worker.js", JS, WORKER),
];

/// Stands in place of the site's service worker, which would go on showing an older build.
pub(super) const WORKER: &str = include_str!("static/worker.js");

pub(super) fn file(name: &str) -> Option<Reply> {
    FILES.iter().find(|(known, ..)| *known == name).map(|(_, kind, text)| Reply::new(kind, *text))
}

/// What is put into the head of each page.
pub(super) fn script(board: &Board) -> String {
    format!("<script src=\"/_preview/live.js\" data-site=\"{}\" defer></script>\n", board.edition())
}

/// A stream that tells of the last build at once, and of each new one.
pub(super) fn events(board: &Arc<Board>) -> Response {
    let mut news = board.listen();
    news.mark_changed();
    let next = |(mut news, board): (tokio::sync::watch::Receiver<u64>, Arc<Board>)| async move {
        news.changed().await.ok()?;
        let event = Event::default().event("build").data(board.state().to_string());
        Some((Ok::<Event, Infallible>(event), (news, board)))
    };
    let events = Sse::new(stream::unfold((news, board.clone()), next)).keep_alive(KeepAlive::default());
    let mut response = events.into_response();
    response.headers_mut().insert("cross-origin-resource-policy", axum::http::HeaderValue::from_static("same-origin"));
    response
}
