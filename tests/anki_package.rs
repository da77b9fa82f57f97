//! The Anki package, read back without Anki: bytes, rows, and what is refused.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::io::{Cursor, Read};

use recto::deck::{Note, NoteTypeLook};
use recto::media::MediaName;
use recto::note::{Fields, Guid, Kind};
use recto::output::anki::{Fault, Head, MediaFile, Package, PackageError, Result, Summary};
use recto::tag::Tag;

const MADE: i64 = 1_760_000_000_000;

fn media(name: &str) -> MediaName {
    MediaName::new(name, &blake3::hash(name.as_bytes()))
}

fn note(number: u32, kind: Kind, front: &str, back: &str, ordinals: &[u16]) -> Note {
    Note {
        guid: Guid::from_bits(u64::from(number) * 77_777),
        kind,
        made: MADE + i64::from(number),
        modified: 1_760_000_000,
        deck: "Go::Internals".into(),
        tags: vec![Tag::parse("go::memory").unwrap(), Tag::parse("level::senior").unwrap()],
        fields: Fields { front: front.into(), back: back.into(), ..Fields::default() },
        ordinals: ordinals.to_vec(),
        due: number,
    }
}

fn deck(name: &str) -> String {
    name.into()
}

fn looks() -> Vec<NoteTypeLook> {
    Kind::ALL.map(|kind| NoteTypeLook { kind, css: ".card {}".into(), modified: 1_760_000_000 }).to_vec()
}

fn pack_in(decks: &[String], looks: &[NoteTypeLook], notes: &[Note], files: &[&str]) -> Result<(Summary, Vec<u8>)> {
    let dir = tempfile::tempdir().unwrap();
    let mut package = Package::begin(&dir.path().join("scratch"), &Head { project: "go", decks, looks })?;
    for note in notes {
        package.add(note)?;
    }
    let mut files = files.iter().map(|file| {
        let content: Box<dyn Read> = Box::new(Cursor::new(file.as_bytes().to_vec()));
        Ok(MediaFile { name: media(file), content })
    });
    let mut out = Cursor::new(Vec::new());
    let summary = package.finish(&mut files, &mut out)?;
    Ok((summary, out.into_inner()))
}

fn pack(notes: &[Note], files: &[&str]) -> Result<(Summary, Vec<u8>)> {
    pack_in(&[deck("Go::Internals")], &looks(), notes, files)
}

fn fault(notes: &[Note], files: &[&str]) -> Fault {
    match pack(notes, files) {
        Err(PackageError::Note { fault, .. } | PackageError::Package(fault)) => fault,
        other => panic!("not refused: {other:?}"),
    }
}

/// One note of each kind; two of them show the same picture.
fn sample() -> Vec<Note> {
    let picture = format!("<img src=\"{}\">", media("a.png"));
    vec![
        note(1, Kind::Basic, "What?", &picture, &[0]),
        note(2, Kind::Reversed, "term", "definition", &[0, 1]),
        note(3, Kind::Reversed, "term", "", &[0]),
        note(4, Kind::Cloze, &format!("{{{{c3::a}}}} {{{{c1::b::hint}}}} {picture}"), "", &[2, 0]),
        note(5, Kind::Choice, "Which?", "B", &[0]),
        note(6, Kind::Typed, "Capital?", "Paris", &[0]),
    ]
}

#[test]
fn the_same_deck_gives_the_same_bytes() {
    let (summary, first) = pack(&sample(), &["a.png"]).unwrap();
    let (_, second) = pack(&sample(), &["a.png"]).unwrap();
    assert!(first == second);
    assert_eq!((summary.notes, summary.cards, summary.media, summary.bytes), (6, 8, 1, first.len() as u64));
}

#[test]
fn rows_are_as_given() {
    let (_, bytes) = pack(&sample(), &["a.png"]).unwrap();
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut read = |name: &str| {
        let mut bytes = Vec::new();
        let mut entry = zip.by_name(name).unwrap();
        let time = entry.last_modified().unwrap();
        assert_eq!((time.year(), entry.unix_mode()), (1980, Some(0o100_644)));
        entry.read_to_end(&mut bytes).unwrap();
        bytes
    };
    assert_eq!(read("0"), b"a.png");
    assert_eq!(read("media"), format!("{{\"0\":\"{}\"}}", media("a.png")).as_bytes());
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("collection");
    std::fs::write(&path, read("collection.anki2")).unwrap();
    let db = rusqlite::Connection::open(path).unwrap();
    let text = |sql: &str| db.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let number = |sql: &str| db.query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap();
    assert_eq!(text("PRAGMA integrity_check"), "ok");
    assert_eq!(text("SELECT tags FROM notes LIMIT 1"), " go::memory level::senior ");
    assert_eq!(text("SELECT guid FROM notes LIMIT 1"), Guid::from_bits(77_777).as_str());
    assert_eq!(text("SELECT flds FROM notes WHERE id % 10 = 6"), "Capital?\u{1f}Paris\u{1f}\u{1f}\u{1f}\u{1f}\u{1f}");
    assert_eq!(text("SELECT group_concat(ord) FROM (SELECT ord FROM cards WHERE due = 4 ORDER BY ord)"), "0,2");
    assert_eq!(number("SELECT min(id = nid) FROM cards WHERE ord = 0"), 1);
    assert_eq!(number(&format!("SELECT count(*) FROM cards WHERE id <= 0 OR id > {MADE} + 6")), 0);
    assert_eq!(number("SELECT count(*) FROM cards"), 8);
}

#[test]
fn card_ids_stay_apart_and_in_the_past() {
    let blanks: String = (1..=500).map(|number| format!("{{{{c{number}::x}}}}")).collect();
    let ordinals: Vec<u16> = (0..500).collect();
    // Two notes whose later cards would fall on each other's first.
    let step = 400 * 24 * 60 * 60 * 1000;
    let mut notes: Vec<Note> = (1..=3).map(|number| note(number, Kind::Cloze, &blanks, "", &ordinals)).collect();
    for (back, note) in (0..).zip(&mut notes) {
        note.made = MADE - back * step;
    }
    assert_eq!(pack(&notes, &[]).unwrap().0.cards, 1500);
}

#[test]
fn what_anki_would_take_in_wrongly_is_refused() {
    let basic = |front: &str, back: &str| note(1, Kind::Basic, front, back, &[0]);
    let cloze = |text: &str, ordinals: &[u16]| note(1, Kind::Cloze, text, "", ordinals);
    let twin = |change: fn(&mut Note)| {
        let mut other = note(2, Kind::Basic, "b", "b", &[0]);
        change(&mut other);
        fault(&[basic("a", "a"), other], &[])
    };
    assert_eq!(twin(|note| note.guid = Guid::from_bits(77_777)), Fault::DuplicateGuid);
    assert_eq!(twin(|note| note.made = MADE + 1), Fault::DuplicateId(MADE + 1));
    assert_eq!(twin(|note| note.deck = "Rust".into()), Fault::UnknownDeck("Rust".into()));
    assert_eq!(twin(|note| note.ordinals = vec![]), Fault::NoOrdinals);
    assert_eq!(twin(|note| note.made = 0), Fault::BadDate { made: 0, modified: 1_760_000_000 });
    assert_eq!(twin(|note| note.modified = -1), Fault::BadDate { made: MADE + 2, modified: -1 });
    assert_eq!(twin(|note| note.ordinals = vec![1]), Fault::WrongOrdinals { expected: vec![0], found: vec![1] });
    assert_eq!(twin(|note| note.ordinals = vec![500]), Fault::TooManyBlanks);
    assert_eq!(fault(&[basic(" <br> ", "a")], &[]), Fault::EmptyFront);
    assert_eq!(fault(&[basic("a", "b\u{1f}c")], &[]), Fault::ControlCharacter("Back"));
    assert_eq!(fault(&[basic("a\0", "b")], &[]), Fault::ControlCharacter("Front"));
    let wrong =
        |expected: &[u16], found: &[u16]| Fault::WrongOrdinals { expected: expected.into(), found: found.into() };
    assert_eq!(fault(&[cloze("{{c1::a}} {{c2::b}}", &[0])], &[]), wrong(&[0, 1], &[0]));
    assert_eq!(fault(&[cloze("no blank", &[0])], &[]), wrong(&[], &[0]));
    assert_eq!(fault(&[cloze("{{c1::a}}", &[0, 0])], &[]), wrong(&[0], &[0, 0]));
    assert!(matches!(fault(&[cloze("{{c1::a", &[0])], &[]), Fault::BrokenCloze(_)));
    assert_eq!(fault(&[cloze("{{c501::a}}", &[0])], &[]), Fault::TooManyBlanks);
    let stray = note(1, Kind::Cloze, "{{c1::a}}", "{{c2::b}}", &[0]);
    assert_eq!(fault(&[stray], &[]), Fault::StrayCloze("Back"));
    let empty_back = note(1, Kind::Reversed, "a", "", &[0, 1]);
    assert_eq!(fault(&[empty_back], &[]), wrong(&[0], &[0, 1]));
}

#[test]
fn media_shown_and_media_given_are_the_same() {
    let shows = note(1, Kind::Basic, "a", &format!("[sound:{}]", media("a.mp3")), &[0]);
    let name = media("a.mp3").to_string();
    assert_eq!(fault(std::slice::from_ref(&shows), &[]), Fault::MissingMedia(name.clone()));
    assert_eq!(fault(&[], &["a.mp3"]), Fault::UnusedMedia(name.clone()));
    assert_eq!(fault(std::slice::from_ref(&shows), &["a.mp3", "a.mp3"]), Fault::RepeatedMedia(name));
    let remote = note(1, Kind::Basic, "a", "<img src=\"https://example.org/a.png\">", &[0]);
    assert_eq!(pack(&[shows, note(2, Kind::Basic, "b", "b", &[0])], &["a.mp3"]).unwrap().0.media, 1);
    assert_eq!(pack(&[remote], &[]).unwrap().0.media, 0);
}

#[test]
fn decks_and_looks_fit_together() {
    let refused = |decks: &[String], looks: &[NoteTypeLook], notes: &[Note]| match pack_in(decks, looks, notes, &[]) {
        Err(PackageError::Package(fault) | PackageError::Note { fault, .. }) => fault,
        other => panic!("not refused: {other:?}"),
    };
    for bad in ["", "a::", "::a", "a::::b", " a", "a:: b", "a\"b", "a\nb", "e\u{301}", "a:::b"] {
        assert_eq!(refused(&[deck(bad)], &looks(), &[]), Fault::BadDeckName(bad.into()), "{bad}");
    }
    assert_eq!(refused(&[deck("Go"), deck("go")], &looks(), &[]), Fault::RepeatedDeck("go".into()));
    let twice = [looks(), looks()].concat();
    assert_eq!(refused(&[], &twice, &[]), Fault::RepeatedLook(Kind::Basic));
    let basic = note(1, Kind::Basic, "a", "b", &[0]);
    assert_eq!(refused(&[deck("Go::Internals")], &looks()[1..], &[basic]), Fault::NoLook(Kind::Basic));
}

#[test]
fn errors_say_which_note_and_where() {
    let error = pack(&[note(1, Kind::Basic, "<b>What</b> is &lt;x&gt;?", "a\0", &[0])], &[]).unwrap_err();
    let guid = Guid::from_bits(77_777).to_string();
    let text = error.at("deck.apkg").to_string();
    assert!(text.contains(&guid) && text.contains("What is <x>?") && text.contains("deck.apkg"), "{text}");
    let head = Head { project: "go", decks: &[], looks: &[] };
    let error = Package::begin(std::path::Path::new("/no/such/folder/scratch"), &head).err().unwrap();
    assert!(error.to_string().contains("/no/such/folder/scratch"), "{error}");
}

#[test]
fn what_cannot_be_read_or_written_is_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("unplugged"))
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let (decks, looks) = ([deck("Go::Internals")], looks());
    let mut package =
        Package::begin(&dir.path().join("scratch"), &Head { project: "go", decks: &decks, looks: &looks }).unwrap();
    package.add(&note(1, Kind::Basic, "a", &format!("[sound:{}]", media("a.mp3")), &[0])).unwrap();
    let mut files = std::iter::once(Ok(MediaFile { name: media("a.mp3"), content: Box::new(Broken) }));
    let error = package.finish(&mut files, Cursor::new(Vec::new())).unwrap_err();
    assert!(error.to_string().contains("cannot read a-") && error.to_string().contains("unplugged"), "{error}");
}
