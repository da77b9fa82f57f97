//! The page of cards: each with both sides as Anki shows them, by the templates, fields and style sheets that the
//! package holds. Each side is a document of its own in a frame, so that cards cannot touch each other.

use std::sync::Arc;

use super::answer::Reply;
use super::board::Board;
use super::live;
use super::site::decode;
use crate::error::Error;
use crate::note::{Guid, Kind};
use crate::output::anki::field::{escape_text, plain};
use crate::output::anki::{Shown, ShownCard, faces};
use crate::render::{Place, mathml};

/// Cards of one page.
const PAGE: usize = 20;

/// Said above cards with formulas: the one thing that does not look here as it will there.
const MATH_NOTE: &str = "<p class=\"note\">Anki sets formulas by MathJax. Here the browser sets them, as MathML: \
                         what they say is the same, letters and spaces differ a little. A formula that stands here \
                         as TeX could not be read; MathJax may still know it.</p>\n";

/// What the page may do.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'self'";
/// What a side of a card may do: nothing but be seen. Anki allows styles in fields.
const FACE_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           media-src 'self'; font-src 'self' data:; base-uri 'self'; form-action 'none'; \
                           frame-ancestors 'self'";

/// Answers a request for what lies at `rest`, below `/_preview/`.
pub(super) fn answer(board: &Board, rest: &str, query: &str) -> Reply {
    let shown = match board.cards() {
        Ok(shown) => shown,
        Err(error) => return unreadable(&error),
    };
    let parts: Vec<&str> = rest.split('/').collect();
    let found = match parts.as_slice() {
        [""] => Some(Reply::html(page(board, &shown, &Asked::of(query)), POLICY)),
        ["sheets", name] => sheet(&shown, name),
        ["cards", guid, ordinal, side] => face(&shown, guid, ordinal, side),
        _ => None,
    };
    found.unwrap_or_else(|| Reply::text(404, "there is nothing here; the cards are at /_preview/\n"))
}

fn unreadable(error: &Error) -> Reply {
    Reply::text(500, &format!("{error}\n"))
}

fn sheet(shown: &Shown, name: &str) -> Option<Reply> {
    let css = shown.sheets.get(&Kind::from_name(name.strip_suffix(".css")?)?)?;
    Some(Reply::new("text/css; charset=utf-8", css.as_str()))
}

/// One side of a card, as a document.
fn face(shown: &Shown, guid: &str, ordinal: &str, side: &str) -> Option<Reply> {
    let (guid, ordinal) = (Guid::parse(guid)?, ordinal.parse::<u16>().ok()?);
    let card = shown.cards.iter().find(|card| card.guid == guid && card.ordinal == ordinal)?;
    let faces = faces(card.kind, card.ordinal, &card.fields)?;
    let content = match side {
        "front.html" => faces.question,
        "back.html" => faces.answer,
        _ => return None,
    };
    let (content, number, kind) = (played(&with_math(&content)), u32::from(ordinal) + 1, card.kind.name());
    let head = "<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">";
    // Fields name their files without a folder, as Anki keeps them.
    let links = format!(
        "<base href=\"/media/\" target=\"_blank\">\n<link rel=\"stylesheet\" href=\"/_preview/reviewer.css\">\n\
         <link rel=\"stylesheet\" href=\"/_preview/sheets/{kind}.css\">"
    );
    let body = format!("<body class=\"card card{number}\">\n<div id=\"qa\">{content}</div>\n</body>");
    let page =
        format!("<!doctype html>\n<html>\n<head>\n{head}\n<title>{side}</title>\n{links}\n</head>\n{body}\n</html>\n");
    Some(Reply::html(page, FACE_POLICY))
}

/// What of the cards is to be shown.
#[derive(Debug, Default, PartialEq, Eq)]
struct Asked {
    /// Words that cards must hold, or a guid, a tag or a deck.
    words: String,
    /// Which page, from 0.
    page: usize,
}

impl Asked {
    fn of(query: &str) -> Asked {
        let mut asked = Asked::default();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            match name {
                "q" => asked.words = decode(&value.replace('+', " ")).unwrap_or_default().trim().to_owned(),
                "page" => asked.page = value.parse::<usize>().unwrap_or(1).saturating_sub(1),
                _ => {}
            }
        }
        asked
    }

    fn admits(&self, card: &ShownCard) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let text =
            [&card.deck, &card.tags.join(" "), card.kind.name(), card.guid.as_str()].map(str::to_owned).join("\n");
        let text = format!("{text}\n{}\n{}", plain(&card.fields.front), plain(&card.fields.back)).to_lowercase();
        self.words.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }

    fn link(&self, page: usize, text: &str) -> String {
        let words: String = self.words.bytes().map(|byte| format!("%{byte:02X}")).collect();
        format!("<a href=\"?q={words}&amp;page={}\">{text}</a>", page + 1)
    }
}

fn page(board: &Board, shown: &Arc<Shown>, asked: &Asked) -> String {
    let admitted: Vec<&ShownCard> = shown.cards.iter().filter(|card| asked.admits(card)).collect();
    let last = admitted.len().saturating_sub(1) / PAGE;
    let at = asked.page.min(last);
    let here = admitted.get(at * PAGE..).unwrap_or_default();
    let here = here.get(..PAGE).unwrap_or(here);
    let cards: String = here.iter().map(|card| article(card)).collect();
    let note = if here.iter().any(|card| has_math(card)) { MATH_NOTE } else { "" };
    let title = escape_text(&board.title()).into_owned();
    let script = live::script(board);
    let previous = if at > 0 { asked.link(at - 1, "← previous") } else { String::new() };
    let next = if at < last { asked.link(at + 1, "next →") } else { String::new() };
    let count = match admitted.len() {
        1 => "1 card".to_owned(),
        many => format!("{many} cards"),
    };
    let words = escape_text(&asked.words).into_owned();
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Cards · {title}</title>
<link rel=\"stylesheet\" href=\"/_preview/preview.css\">
<script src=\"/_preview/preview.js\" defer></script>
{script}</head>
<body>
<header>
<h1>Cards of <a href=\"/\">{title}</a></h1>
<form role=\"search\"><label>Find <input type=\"search\" name=\"q\" value=\"{words}\"></label> <button>Show</button></form>
<fieldset><legend>Look</legend>
<label><input type=\"radio\" name=\"look\" value=\"light\" checked> Light</label>
<label><input type=\"radio\" name=\"look\" value=\"dark\"> Dark</label>
</fieldset>
<fieldset><legend>Width</legend>
<label><input type=\"radio\" name=\"width\" value=\"desktop\" checked> Desktop</label>
<label><input type=\"radio\" name=\"width\" value=\"phone\"> Phone</label>
</fieldset>
</header>
<main>
<p>{count}, page {} of {}</p>
{note}{cards}
<nav aria-label=\"Pages\">{previous} {next}</nav>
</main>
</body>
</html>
",
        at + 1,
        last + 1
    )
}

fn article(card: &ShownCard) -> String {
    let (guid, number) = (card.guid, u32::from(card.ordinal) + 1);
    let front: String = plain(&card.fields.front).chars().take(80).collect();
    let front = escape_text(&front).into_owned();
    let about =
        [card.kind.name(), &format!("card {number}"), &card.deck, &card.tags.join(" ")].map(escape_text).join(" · ");
    let frame = |side: &str| {
        format!(
            "<figure><figcaption>{side}</figcaption><iframe src=\"cards/{guid}/{}/{side}.html\" title=\"{side} of {front}\" \
             loading=\"lazy\" sandbox=\"allow-same-origin allow-popups\"></iframe></figure>",
            card.ordinal
        )
    };
    format!(
        "<article id=\"c{guid}-{number}\">\n<p><a href=\"/card.html#{guid}\"><code>{guid}</code></a> {about}</p>\n\
         <div class=\"faces\">{}{}</div>\n</article>\n",
        frame("front"),
        frame("back")
    )
}

/// Whether a side of the card has a formula.
fn has_math(card: &ShownCard) -> bool {
    let faces = faces(card.kind, card.ordinal, &card.fields);
    faces.is_some_and(|faces| [faces.question, faces.answer].iter().any(|side| holds_math(side)))
}

/// Whether formulas stand between marks of MathJax in it.
fn holds_math(html: &str) -> bool {
    let marks = [("\\(", "\\)"), ("\\[", "\\]")];
    marks.iter().any(|(open, close)| html.split_once(open).is_some_and(|(_, rest)| rest.contains(close)))
}

/// Formulas, which MathJax sets in Anki, as MathML.
fn with_math(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find("\\(").into_iter().chain(rest.find("\\[")).min() {
        let (before, here) = rest.split_at(at);
        let (place, end) = if here.starts_with("\\(") { (Place::Inline, "\\)") } else { (Place::Display, "\\]") };
        let inside = here.get(2..).unwrap_or_default();
        let Some((tex, after)) = inside.split_once(end) else { break };
        out.push_str(before);
        match mathml(&plain(tex).replace("&#125;", "}"), place) {
            Some(math) => out.push_str(&math),
            None => out.push_str(here.get(..4 + tex.len()).unwrap_or_default()),
        }
        rest = after;
    }
    out + rest
}

/// Sounds, which Anki plays, with something to play them by.
fn played(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("[sound:") {
        let Some((name, after)) = after.split_once(']') else { break };
        out.push_str(before);
        out.push_str(&format!("<audio controls src=\"{name}\"></audio>"));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_read() {
        let asked = Asked::of("q=a%C3%A9+b&page=3");
        assert_eq!(asked, Asked { words: "aé b".into(), page: 2 });
        assert_eq!(Asked::of("page=x&q=%"), Asked::default());
        assert_eq!(asked.link(3, "next"), "<a href=\"?q=%61%C3%A9%20%62&amp;page=4\">next</a>");
    }

    #[test]
    fn formulas_and_sounds_are_shown() {
        let math = with_math("a \\(x &lt; y\\) b \\[z\\] c \\(d");
        assert_eq!(math.matches("<math").count(), 2, "{math}");
        assert!(holds_math("a \\(x\\)") && holds_math("\\[z\\]") && !holds_math("c \\(d") && !holds_math("x\\) \\("));
        assert!(math.contains("&lt;") && math.ends_with("c \\(d"), "{math}");
        assert_eq!(played("x [sound:a.mp3] [sound:b"), "x <audio controls src=\"a.mp3\"></audio> [sound:b");
    }
}
