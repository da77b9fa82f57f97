//! A deck by genanki-rs from JSON lines of ready HTML fields.
//!
//! Usage: `genanki-rs-deck CARDS.jsonl OUT.apkg [--full] [FILE...]`
//!
//! A line is `{"id", "topic", "q", "a"}`, and may have `tags`, `extra` and `context`. The note type
//! has the two fields Front and Back, which is the least work for genanki-rs; with `--full` it has
//! the seven fields and the templates' needs of Recto's. FILEs are media.

use std::error::Error;
use std::io::{BufRead, BufReader};

use genanki_rs::{Deck, Field, Model, Note, Package, Template};
use serde::Deserialize;

#[derive(Deserialize)]
struct Line {
    id: String,
    topic: String,
    q: String,
    a: String,
    #[serde(default)]
    tags: Vec<String>,
    #[serde(default)]
    extra: String,
    #[serde(default)]
    context: String,
}

const FULL: [&str; 7] = ["Front", "Back", "Extra", "Context", "Source", "Spare1", "Spare2"];

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: genanki-rs-deck CARDS.jsonl OUT.apkg [--full] [FILE...]".into());
    };
    let rest: Vec<String> = args.collect();
    let full = rest.iter().any(|arg| arg == "--full");
    let media: Vec<&str> = rest.iter().map(String::as_str).filter(|arg| *arg != "--full").collect();

    let fields = if full { &FULL[..] } else { &FULL[..2] };
    let back = if full {
        "{{FrontSide}}<hr id=answer>{{Back}}{{Extra}}{{Context}}"
    } else {
        "{{FrontSide}}<hr id=answer>{{Back}}"
    };
    let model = Model::new(
        1_607_392_319,
        "Bench",
        fields.iter().map(|name| Field::new(name)).collect(),
        vec![Template::new("Card 1").qfmt("{{Front}}").afmt(back)],
    );
    let mut deck = Deck::new(2_059_400_110, "Bench", "");
    for line in BufReader::new(std::fs::File::open(input)?).lines() {
        let line: Line = serde_json::from_str(&line?)?;
        let mut values = vec![line.q.as_str(), line.a.as_str()];
        if full {
            values.extend([line.extra.as_str(), line.context.as_str(), "", "", ""]);
        }
        let tags = if line.tags.is_empty() { vec![tag(&line.topic)] } else { line.tags };
        deck.add_note(Note::new(model.clone(), values)?.guid(line.id).tags(tags));
    }
    Package::new(vec![deck], media)?.write_to_file(&output)?;
    Ok(())
}

fn tag(topic: &str) -> String {
    topic.to_lowercase().replace(' ', "-")
}
