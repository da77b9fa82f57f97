//! Ready HTML in, an Anki package out: Recto's own package writer and nothing else.
//!
//! ```sh
//! cargo run --release --example deck -- CARDS.jsonl OUT.apkg [PICTURE...]
//! ```
//!
//! A line of `CARDS.jsonl` is `{"id", "topic", "q", "a"}`, and may have `tags`, `extra` and
//! `context`. A field that shows `src="picture.png"` needs `picture.png` among the PICTUREs; it gets
//! the name Recto gives to media. Identity comes from `id` and from the line's number, and every
//! time is fixed, so the same lines give the same bytes.
//!
//! `scripts/bench` compares this with genanki-rs and Python's genanki, fed with the same lines.

// A program by itself, outside the rooms that keep files away from the passes.
#![allow(clippy::disallowed_methods)]

use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Cursor, Read};
use std::path::Path;

use recto::deck::{Note, NoteTypeLook};
use recto::media::MediaName;
use recto::note::{Fields, Guid, Kind};
use recto::output::anki::{Head, MediaFile, Package};
use recto::tag::Tag;
use serde::Deserialize;

/// Milliseconds since 1970 of the first note; each further one is one later.
const MADE: i64 = 1_750_000_000_000;

/// A line of the input.
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

/// A picture, read whole: its file's name, the name it gets, and its bytes.
struct Picture {
    file: String,
    name: MediaName,
    bytes: Vec<u8>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(input), Some(output)) = (args.next(), args.next()) else {
        return Err("usage: deck CARDS.jsonl OUT.apkg [PICTURE...]".into());
    };
    let pictures = args.map(|path| picture(Path::new(&path))).collect::<Result<Vec<_>, _>>()?;

    let scratch = tempfile::tempdir()?;
    let decks = ["Bench".to_owned()];
    let looks =
        [NoteTypeLook { kind: Kind::Basic, css: ".card { text-align: left }".to_owned(), modified: MADE / 1000 }];
    let mut package = Package::begin(
        &scratch.path().join("collection.anki2"),
        &Head { project: "bench", decks: &decks, looks: &looks },
    )?;
    for (line, due) in BufReader::new(File::open(input)?).lines().zip(1..) {
        let line: Line = serde_json::from_str(&line?)?;
        package.add(&note(line, due, &pictures))?;
    }
    let mut media = pictures.into_iter().map(|picture| {
        let content: Box<dyn Read> = Box::new(Cursor::new(picture.bytes));
        Ok(MediaFile { name: picture.name, content })
    });
    let written = package.finish(&mut media, BufWriter::new(File::create(output)?))?;
    println!(
        "{} notes, {} cards, {} media files, {} bytes",
        written.notes, written.cards, written.media, written.bytes
    );
    Ok(())
}

fn picture(path: &Path) -> Result<Picture, Box<dyn Error>> {
    let bytes = std::fs::read(path)?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let name = MediaName::new(&file, &blake3::hash(&bytes));
    Ok(Picture { file, name, bytes })
}

fn note(line: Line, due: u32, pictures: &[Picture]) -> Note {
    let shown = |html: String| {
        let source = |name: &str| format!("src=\"{name}\"");
        pictures.iter().fold(html, |html, picture| html.replace(&source(&picture.file), &source(picture.name.as_str())))
    };
    let mut tags: Vec<Tag> = match line.tags.as_slice() {
        [] => Tag::from_levels([line.topic.as_str()]).into_iter().collect(),
        named => named.iter().filter_map(|tag| Tag::parse(tag)).collect(),
    };
    tags.sort();
    let bits =
        blake3::hash(line.id.as_bytes()).as_bytes().iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte));
    Note {
        guid: Guid::from_bits(bits),
        kind: Kind::Basic,
        made: MADE + i64::from(due),
        modified: MADE / 1000,
        deck: "Bench".to_owned(),
        tags,
        fields: Fields {
            front: shown(line.q),
            back: shown(line.a),
            extra: line.extra,
            context: line.context,
            source: String::new(),
        },
        ordinals: vec![0],
        due,
    }
}
