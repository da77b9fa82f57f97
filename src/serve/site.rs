//! The files of the site as the last build published them.
#![allow(clippy::disallowed_methods, reason = "hands out what a build has published")]

use std::fs;
use std::io::ErrorKind;

use super::answer::{HTML, Reply};
use super::board::Board;
use super::live;
use crate::path::OutPath;

/// Answers with the file at `path`, an address from the top.
pub(super) fn answer(board: &Board, path: &str) -> Reply {
    let worker = path == "/sw.js";
    if worker {
        return Reply::new(kind(path), live::WORKER);
    }
    let decoded = decode(path.trim_start_matches('/'));
    let wanted = decoded.as_deref().map(|name| match name {
        "" => "index.html".to_owned(),
        folder if folder.ends_with('/') => format!("{folder}index.html"),
        file => file.to_owned(),
    });
    // Every file of the site has such a name, and none of these leads out of its folder.
    let Some(name) = wanted.as_deref().and_then(OutPath::given) else { return missing(board) };
    let file = board.site().join(name.as_str());
    match fs::read(&file) {
        Ok(bytes) => shown(board, name.as_str(), bytes),
        Err(_) if file.is_dir() => {
            let place = format!("{path}/");
            Reply { status: 302, elsewhere: Some(place), ..Reply::text(302, "this is a folder\n") }
        }
        Err(cause) if cause.kind() == ErrorKind::NotFound => missing(board),
        Err(cause) => Reply::text(500, &format!("cannot read {}: {cause}\n", file.display())),
    }
}

fn shown(board: &Board, name: &str, bytes: Vec<u8>) -> Reply {
    let kind = kind(name);
    match String::from_utf8(bytes) {
        Ok(page) if kind == HTML => Reply::new(kind, lively(board, page)),
        Ok(text) => Reply::new(kind, text),
        Err(other) => Reply::new(kind, other.into_bytes()),
    }
}

/// A page with the script that keeps it live.
fn lively(board: &Board, page: String) -> String {
    let script = live::script(board);
    match page.find("</head>").or_else(|| page.find("</body>")) {
        Some(at) => {
            let (before, after) = page.split_at(at);
            format!("{before}{script}{after}")
        }
        None => page + &script,
    }
}

/// The answer where there is nothing: the site's own page for that, unless it is made for another place.
fn missing(board: &Board) -> Reply {
    let own = fs::read_to_string(board.site().join("404.html")).ok();
    // It looks for its place where it was told none.
    let fits = |page: &String| ["data-root=\"/\"", "data-root=\"\""].iter().any(|root| page.contains(root));
    match own.filter(fits).filter(|_| board.has_site()) {
        Some(page) => Reply { status: 404, ..Reply::new(HTML, lively(board, page)) },
        None if board.has_site() => Reply { status: 404, ..plain(board, "There is no such page") },
        None => Reply { status: 503, ..plain(board, "Nothing is built yet") },
    }
}

/// A page of the preview's own.
fn plain(board: &Board, title: &str) -> Reply {
    const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'";
    let head = "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
    let style = "<link rel=\"stylesheet\" href=\"/_preview/preview.css\">";
    let body =
        format!("<main><h1>{title}</h1>\n<p><a href=\"/\">Site</a> · <a href=\"/_preview/\">Cards</a></p></main>");
    let script = live::script(board);
    let page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n{head}\n<title>{title}</title>\n{style}\n{script}</head>\n<body>\n{body}\n</body>\n</html>\n"
    );
    Reply::html(page, POLICY)
}

/// What a file is, by its ending. The package is offered to be saved.
fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "xml" => "application/xml",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "bmp" => "image/bmp",
        "mp3" => "audio/mpeg",
        "ogg" | "oga" | "opus" => "audio/ogg",
        "wav" => "audio/wav",
        "flac" => "audio/flac",
        "m4a" => "audio/mp4",
        "mp4" | "m4v" => "video/mp4",
        "webm" => "video/webm",
        "ogv" => "video/ogg",
        "mov" => "video/quicktime",
        "pdf" => "application/pdf",
        "woff2" => "font/woff2",
        "woff" => "font/woff",
        _ => "application/octet-stream",
    }
}

/// A text in which bytes may be written as `%XX`; `None` where it is no text then.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        bytes.push(match byte {
            b'%' => u8::try_from(digit(rest.next())? << 4 | digit(rest.next())?).ok()?,
            other => other,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::serve::{Built, Failed};

    fn board(files: &[(&str, &str)]) -> (tempfile::TempDir, Board) {
        let folder = tempfile::tempdir().unwrap();
        let output = folder.path().join("output");
        fs::create_dir_all(output.join("site/go")).unwrap();
        fs::write(output.join("secret.html"), "secret").unwrap();
        files.iter().for_each(|(name, text)| fs::write(output.join("site").join(name), text).unwrap());
        (folder, Board::new(&output, "run"))
    }

    fn built(board: &Board) {
        let built = Built { title: "T".into(), package: "none".into(), findings: Vec::new() };
        board.take(Ok(built));
    }

    #[test]
    fn pages_get_a_script_and_files_stay_as_they_are() {
        let (_folder, board) = board(&[("index.html", "<head></head>"), ("go/記.html", "x"), ("a.css", "</head>")]);
        built(&board);
        let page = answer(&board, "/");
        let script = "<head><script src=\"/_preview/live.js\" data-site=\"run-1\" defer></script>\n</head>";
        assert_eq!((page.status, page.kind, String::from_utf8(page.body).unwrap().as_str()), (200, HTML, script));
        assert_eq!(answer(&board, "/a.css").body, b"</head>");
        assert_eq!(answer(&board, "/go/%E8%A8%98.html").status, 200);
        let folder = answer(&board, "/go");
        assert_eq!((folder.status, folder.elsewhere.as_deref()), (302, Some("/go/")));
        assert_eq!(answer(&board, "/go/").status, 404);
    }

    #[test]
    fn nothing_outside_of_the_site_is_handed_out() {
        let (_folder, board) = board(&[("index.html", "")]);
        built(&board);
        for path in [
            "/../secret.html",
            "/%2e%2e/secret.html",
            "/go/..%2f..%2fsecret.html",
            "//etc/passwd",
            "/go/%5c..%5csecret.html",
            "/%00",
            "/%",
            "/%ff",
            "/c:/windows/win.ini",
        ] {
            assert_eq!(answer(&board, path).status, 404, "{path}");
        }
    }

    #[test]
    fn the_page_for_wrong_addresses_is_the_sites_unless_it_is_for_another_place() {
        let (folder, board) = board(&[("404.html", "<html data-root=\"\"><head></head>own")]);
        assert_eq!(answer(&board, "/x.html").status, 503);
        board.take(Err(Failed { message: "m".into(), help: None }));
        assert_eq!(answer(&board, "/x.html").status, 503);
        built(&board);
        let said = |path: &str| String::from_utf8(answer(&board, path).body).unwrap().contains("own");
        assert!(said("/x.html") && said("/a/x.html"));
        let page = folder.path().join("output/site/404.html");
        fs::write(&page, "<html data-root=\"/\"><head></head>own").unwrap();
        assert!(said("/a/x.html"));
        fs::write(&page, "<html data-root=\"/notes/\"><head></head>own").unwrap();
        assert!(!said("/x.html"));
    }
}
