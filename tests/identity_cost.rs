//! What finding notes again costs in large projects. Prints times; nothing is asserted but that
//! it ends well. `cargo test --release --test identity_cost -- --ignored --nocapture`
#![allow(clippy::disallowed_methods, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::unwrap_used)]
#![allow(unreachable_pub)]

use std::time::Instant;

use recto::draft::{Outline, Shown};
use recto::identity::{Evidence, Lock, Moment, Scope, Stamp, fingerprint, identify};
use recto::note::{Fields, Kind};
use recto::path::SourcePath;

const NOTES: usize = 100_000;

type Documents = Vec<(SourcePath, Vec<Outline>)>;

/// Words as texts have them: few that are common, many that are rare.
fn text(state: &mut u64, words: usize, vocabulary: f64) -> Vec<String> {
    let word = |_| {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = (*state >> 11) as f64 / (1_u64 << 53) as f64;
        format!("word{}", vocabulary.powf(share) as u64)
    };
    (0..words).map(word).collect()
}

/// Notes in documents of a hundred; `edit` changes texts by their number.
fn documents(vocabulary: f64, edit: impl Fn(usize, &mut Vec<String>, &mut Vec<String>)) -> Documents {
    let mut state = 1;
    let mut out: Documents = Vec::new();
    for number in 0..NOTES {
        let (mut front, mut back) = (text(&mut state, 9, vocabulary), text(&mut state, 60, vocabulary));
        edit(number, &mut front, &mut back);
        if number % 100 == 0 {
            out.push((SourcePath::new(&format!("part/{number}.md")), Vec::new()));
        }
        let outline = Outline::new(Kind::Basic, Shown::text(&front.join(" ")), Shown::text(&back.join(" ")));
        out.last_mut().unwrap().1.push(outline);
    }
    out
}

fn lock(documents: &Documents) -> Lock {
    let found = identify(documents, &Lock::new("cost"), &Scope::default());
    let mut stamp = Stamp::new(Lock::new("cost"), Moment { milliseconds: 1_700_000_000_000 });
    for ((path, outlines), guids) in documents.iter().zip(&found.guids) {
        for (outline, guid) in outlines.iter().zip(guids) {
            stamp.note(guid, path, outline, &"Deck".into(), &Fields::default());
        }
    }
    stamp.finish().0
}

#[test]
#[ignore = "prints times; run it with --release"]
fn a_hundred_thousand_notes() {
    for vocabulary in [200_000.0, 3_000.0] {
        let first = documents(vocabulary, |_, _, _| {});
        let lock = lock(&first);
        let text = lock.write();
        println!("\nvocabulary {vocabulary}: lock of {} bytes a note", text.len() / NOTES);
        let begun = Instant::now();
        assert_eq!(Lock::read(&text).as_ref(), Ok(&lock));
        println!("  read the lock            {:?}", begun.elapsed());
        let change = |words: &mut Vec<String>, at: usize, to: &str| words[at] = to.to_owned();
        let cases: [(&str, Documents); 4] = [
            ("nothing edited", first.clone()),
            (
                "one note edited",
                documents(vocabulary, |n, front, back| {
                    if n == 5_000 {
                        change(front, 3, "wrod");
                        change(back, 3, "wrod");
                    }
                }),
            ),
            (
                "every text edited",
                documents(vocabulary, |_, front, back| {
                    for at in [1, 4, 7] {
                        change(front, at, "edited");
                    }
                    for at in (0..60).step_by(5) {
                        change(back, at, "edited");
                    }
                }),
            ),
            (
                "every text another",
                documents(vocabulary, |n, front, back| {
                    for (at, word) in front.iter_mut().chain(back).enumerate() {
                        *word = format!(
                            "word{}",
                            vocabulary.powf(((n * 7919 + at * 104_729) % 99_991) as f64 / 99_991.0) as u64
                        );
                    }
                }),
            ),
        ];
        for (name, documents) in cases {
            let begun = Instant::now();
            let found = identify(&documents, &lock, &Scope::default());
            let took = begun.elapsed();
            let new = found.reasons.iter().flatten().filter(|reason| reason.evidence == Evidence::New).count();
            println!("  {name:24} {took:?}, {new} new, {} offered", found.offers.len());
        }
    }
}

fn time(name: &str, documents: &Documents, lock: &Lock) {
    let begun = Instant::now();
    let found = identify(documents, lock, &Scope::default());
    let took = begun.elapsed();
    let new = found.reasons.iter().flatten().filter(|reason| reason.evidence == Evidence::New).count();
    println!("  {name:24} {took:?}, {new} new, {} offered", found.offers.len());
}

#[test]
#[ignore = "prints times; run it with --release"]
fn facts_and_many_new_notes() {
    let mut first = documents(200_000.0, |_, _, _| {});
    let old = lock(&first);
    let mut more = first.clone();
    let shared = |number: usize| {
        let (front, back) = (format!("word1 word2 word3 word4 own{number}"), "word5 word6 word7 word8".to_owned());
        Outline::new(Kind::Basic, Shown::text(&front), Shown::text(&back))
    };
    more.push((SourcePath::new("new.md"), (0..10_000).map(shared).collect()));
    // Something has to be left, or nothing is compared.
    more.remove(0);
    println!("\n100,000 notes");
    time("10,000 new, one text", &more, &old);
    for (_, outlines) in &mut first {
        let fact = |question: &Outline, label: &str| {
            let text = format!("{label} {}", question.front);
            let parent = Some(question.front_print);
            Outline { parent, ..Outline::new(Kind::Basic, Shown::text(label), Shown::text(&text)) }
        };
        *outlines =
            outlines.iter().flat_map(|one| [one.clone(), fact(one, "Performance"), fact(one, "Safety")]).collect();
    }
    let old = lock(&first);
    println!("300,000 notes, two of three are facts");
    time("nothing edited", &first, &old);
    let edited = &mut first[50].1[31];
    let text = format!("{} and more", edited.front);
    *edited = Outline { parent: edited.parent, ..Outline::new(Kind::Basic, Shown::text("Cost"), Shown::text(&text)) };
    time("one fact edited", &first, &old);
    let anew = |one: &Outline| {
        let text = format!("{} and more", one.front);
        match one.parent {
            Some(_) => {
                Outline { parent: one.parent, ..Outline::new(one.kind, Shown::text(&one.front), Shown::text(&text)) }
            }
            None => one.clone(),
        }
    };
    let edited: Documents =
        first.iter().map(|(path, outlines)| (path.clone(), outlines.iter().map(anew).collect())).collect();
    time("every fact's text edited", &edited, &old);
    for many in [2_500, 5_000, 10_000] {
        println!("a table of {many} rows, each a fact");
        let table = |label: &str, texts: &str| -> Documents {
            let row = |number: usize| {
                let (label, text) = (format!("{label}{number}"), format!("word{number} word{} {texts}", number + 7));
                Outline {
                    parent: Some(fingerprint("Which words?")),
                    ..Outline::new(Kind::Basic, Shown::text(&label), Shown::text(&text))
                }
            };
            vec![(SourcePath::new("table.md"), (0..many).map(row).collect())]
        };
        let old = lock(&table("row", "in their own time"));
        time("every text anew", &table("row", "and now something that is wholly other"), &old);
        time("every label anew", &table("line", "in their own time"), &old);
        time("both anew", &table("line", "and now something that is wholly other"), &old);
    }
}
