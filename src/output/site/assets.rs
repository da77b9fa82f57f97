//! Files beside the pages: the theme's, and those for hosts and search engines.

use std::borrow::Cow;

use serde_json::json;

use super::facts::{SiteFacts, direction};
use super::script::without_remarks;
use crate::path::OutPath;
use crate::theme::{TOKENS_FILE, Theme, WORDS_FILE};

/// A sitemap may hold 50 000 addresses.
const SITEMAP_URLS: usize = 40_000;

/// The theme's own files, its tokens, and its words for scripts.
pub(super) fn theme_files(theme: &Theme) -> Vec<(OutPath, Cow<'_, [u8]>)> {
    let words = OutPath::new(WORDS_FILE).map(|path| {
        let words = format!("recto.words({});\n", theme.script_words());
        (path, Cow::Owned(words.into_bytes()))
    });
    let tokens = OutPath::new(TOKENS_FILE).map(|path| (path, Cow::Owned(theme.site_css().into_bytes())));
    let statics = theme.statics().into_iter().map(|(path, bytes)| {
        let bytes = if path.as_str().ends_with(".js") { served(bytes) } else { bytes };
        (path, bytes)
    });
    statics.chain(tokens).chain(words).collect()
}

/// A script without its remarks; one that is not UTF-8 as it is.
fn served(script: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    match std::str::from_utf8(&script).map(without_remarks) {
        Ok(Cow::Owned(text)) => Cow::Owned(text.into_bytes()),
        Ok(Cow::Borrowed(_)) | Err(_) => script,
    }
}

/// What a browser needs to know to install the site as an app.
pub(super) fn manifest(facts: &SiteFacts, theme: &Theme) -> Option<(OutPath, String)> {
    let statics = theme.statics();
    let known = [
        ("assets/favicon.svg", "any", "image/svg+xml"),
        ("assets/icon-192.png", "192x192", "image/png"),
        ("assets/icon-512.png", "512x512", "image/png"),
    ];
    let icons = known.iter().filter(|(path, ..)| statics.iter().any(|(there, _)| there.as_str() == *path));
    let icon = |(src, sizes, kind): &(&str, &str, &str)| json!({ "src": src, "sizes": sizes, "type": kind });
    let manifest = json!({
        "name": facts.title,
        "lang": facts.language,
        "dir": direction(&facts.language),
        "start_url": "index.html",
        "scope": "./",
        "display": "standalone",
        "icons": icons.map(icon).collect::<Vec<_>>(),
    });
    Some((OutPath::new("manifest.webmanifest")?, format!("{manifest}\n")))
}

/// What tells GitHub Pages to serve all files as they are.
pub(super) fn no_jekyll() -> Option<(OutPath, String)> {
    Some((OutPath::new(".nojekyll")?, String::new()))
}

/// `robots.txt` and the sitemap of `urls`, for the site at `base`.
pub(super) fn for_engines(base: &str, urls: &[&str]) -> Vec<(OutPath, String)> {
    let base = escape(base.trim_end_matches('/'));
    let mut files = vec![("robots.txt".to_owned(), format!("User-agent: *\nAllow: /\nSitemap: {base}/sitemap.xml\n"))];
    let parts: Vec<&[&str]> = urls.chunks(SITEMAP_URLS).collect();
    if let [part] = parts.as_slice() {
        files.push(("sitemap.xml".to_owned(), sitemap("urlset", "url", &base, part.iter().copied())));
    } else {
        let names: Vec<String> = (1..=parts.len()).map(|number| format!("sitemap-{number}.xml")).collect();
        let index = sitemap("sitemapindex", "sitemap", &base, names.iter().map(String::as_str));
        files.push(("sitemap.xml".to_owned(), index));
        for (name, part) in names.into_iter().zip(parts) {
            files.push((name, sitemap("urlset", "url", &base, part.iter().copied())));
        }
    }
    files.into_iter().filter_map(|(path, text)| Some((OutPath::new(&path)?, text))).collect()
}

/// A list of addresses in the form of sitemaps.org.
fn sitemap<'a>(list: &str, item: &str, base: &str, urls: impl Iterator<Item = &'a str>) -> String {
    let head = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    let mut out = format!("{head}<{list} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for url in urls {
        // The home page is known by its folder.
        let url = if url == "index.html" { "" } else { url };
        out.push_str(&format!("<{item}><loc>{base}/{}</loc></{item}>\n", escape(url)));
    }
    out.push_str(&format!("</{list}>\n"));
    out
}

/// `text` for XML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_sitemap_is_parted() {
        let small = for_engines("https://a.example/x/", &["index.html", "a.html"]);
        assert_eq!(small.len(), 2);
        assert!(small[0].1.ends_with("Sitemap: https://a.example/x/sitemap.xml\n"));
        assert!(
            small[1]
                .1
                .contains("<url><loc>https://a.example/x/</loc></url>\n<url><loc>https://a.example/x/a.html</loc>")
        );
        let large = for_engines("https://a.example", &vec!["a.html"; SITEMAP_URLS + 1]);
        assert_eq!(
            large.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(),
            ["robots.txt", "sitemap.xml", "sitemap-1.xml", "sitemap-2.xml"]
        );
    }
}
