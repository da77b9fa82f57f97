//! Turns the questions and answers of the corpus from Markdown into HTML, once, so that every deck
//! writer gets the same ready fields and only writing is measured.
//!
//! Usage: `ready-fields < cards.jsonl > ready.jsonl`

use std::error::Error;
use std::io::{BufRead, BufWriter, Write};

use pulldown_cmark::{Options, Parser, html};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Line {
    id: String,
    topic: String,
    q: String,
    a: String,
}

fn html_of(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, Parser::new_ext(markdown, Options::ENABLE_TABLES));
    out.trim_end().to_owned()
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let mut line: Line = serde_json::from_str(&line?)?;
        line.q = html_of(&line.q);
        line.a = html_of(&line.a);
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    Ok(out.flush()?)
}
