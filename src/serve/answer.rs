//! What a request is answered with.

use axum::body::Body;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;

use super::board::Board;
use super::{live, preview, site};

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Reply {
    pub(super) status: u16,
    /// What it is, as the header says.
    pub(super) kind: &'static str,
    pub(super) body: Vec<u8>,
    /// What the page may do, where it does not say so itself.
    pub(super) policy: Option<&'static str>,
    /// Where to look instead.
    pub(super) elsewhere: Option<String>,
}

impl Reply {
    pub(super) fn new(kind: &'static str, body: impl Into<Vec<u8>>) -> Reply {
        Reply { status: 200, kind, body: body.into(), policy: None, elsewhere: None }
    }

    pub(super) fn html(body: String, policy: &'static str) -> Reply {
        Reply { policy: Some(policy), ..Reply::new(HTML, body) }
    }

    pub(super) fn text(status: u16, body: &str) -> Reply {
        Reply { status, ..Reply::new("text/plain; charset=utf-8", body) }
    }
}

pub(super) const HTML: &str = "text/html; charset=utf-8";

/// Answers a request for `path`, which still is encoded.
pub(super) fn answer(board: &Board, method: &str, path: &str, query: Option<&str>) -> Reply {
    if !matches!(method, "GET" | "HEAD") {
        return Reply::text(405, "only GET and HEAD are answered here\n");
    }
    match path.strip_prefix("/_preview/") {
        Some(rest) => live::file(rest).unwrap_or_else(|| preview::answer(board, rest, query.unwrap_or_default())),
        None => site::answer(board, path),
    }
}

impl From<Reply> for Response {
    fn from(reply: Reply) -> Response {
        let mut response = Response::new(Body::from(reply.body));
        *response.status_mut() = StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(reply.kind));
        // The next build may change any file.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
        if reply.status == 405 {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        if let Some(policy) = reply.policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
        }
        if let Some(place) = reply.elsewhere.and_then(|place| HeaderValue::try_from(place).ok()) {
            headers.insert(header::LOCATION, place);
        }
        response
    }
}
