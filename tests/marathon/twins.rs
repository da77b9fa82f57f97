//! Near-twins: texts that are alike but for what matters.

use super::random::Random;
use super::words::{Words, pieces};

/// Words and what is asked in their place, in either direction.
const OPPOSITES: [(&str, &str); 55] = [
    ("advantages", "disadvantages"),
    ("synchronous", "asynchronous"),
    ("sync", "async"),
    ("mutable", "immutable"),
    ("controlled", "uncontrolled"),
    ("stateful", "stateless"),
    ("mount", "unmount"),
    ("mounting", "unmounting"),
    ("before", "after"),
    ("first", "last"),
    ("minimum", "maximum"),
    ("min", "max"),
    ("input", "output"),
    ("import", "export"),
    ("encode", "decode"),
    ("increment", "decrement"),
    ("public", "private"),
    ("static", "dynamic"),
    ("server", "client"),
    ("true", "false"),
    ("all", "any"),
    ("in", "out"),
    ("more", "less"),
    ("with", "without"),
    ("same", "different"),
    ("shallow", "deep"),
    ("parent", "child"),
    ("bind", "find"),
    ("slice", "splice"),
    ("map", "mapped"),
    ("call", "apply"),
    ("local", "global"),
    ("internal", "external"),
    ("inner", "outer"),
    ("read", "write"),
    ("start", "stop"),
    ("high", "low"),
    ("left", "right"),
    ("up", "down"),
    ("hard", "soft"),
    ("supervised", "unsupervised"),
    ("bias", "variance"),
    ("precision", "recall"),
    ("mean", "median"),
    ("type", "typo"),
    ("props", "proxy"),
    ("class", "clause"),
    ("why", "when"),
    ("what", "who"),
    ("ventajas", "desventajas"),
    ("antes", "antes no"),
    ("mayor", "menor"),
    ("con", "sin"),
    ("props", "state"),
    ("component", "complement"),
];

/// Put before a word, or taken away, they turn it into another.
const BEFORE: [&str; 16] =
    ["un", "in", "im", "non", "a", "de", "dis", "re", "pre", "sub", "hyper", "hypo", "inter", "intra", "anti", "auto"];

/// The same text but for one word that matters: a number, a denial, a name or a word. Gives what
/// was replaced, too.
pub fn pointed(text: &str, words: &Words, random: &mut Random) -> (String, String, String) {
    let mut pieces = pieces(text);
    let core = |piece: &str| piece.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let places: Vec<usize> = (0..pieces.len()).filter(|at| !core(&pieces[*at]).is_empty()).collect();
    if places.is_empty() {
        return (format!("{text} twice"), String::new(), String::new());
    }
    let numbers: Vec<usize> = places.iter().copied().filter(|at| core(&pieces[*at]).parse::<u32>().is_ok()).collect();
    let long: Vec<usize> = places.iter().copied().filter(|at| core(&pieces[*at]).chars().count() >= 4).collect();
    let (at, new) = match random.below(10) {
        0..5 if !numbers.is_empty() => {
            let at = *random.pick(&numbers);
            (at, (core(&pieces[at]).parse::<u64>().unwrap_or(1) + 1 + random.below(8) as u64).to_string())
        }
        5 if places.len() > 2 => {
            let at = *random.pick(&places);
            (at, format!("{} not", core(&pieces[at])))
        }
        _ => {
            let at = *random.pick(if long.is_empty() { &places } else { &long });
            let old = core(&pieces[at]).to_lowercase();
            let new = loop {
                let new = words.telling(random);
                // Another word, not another form of it.
                if strsim::osa_distance(&new.to_lowercase(), &old) > 2 {
                    break new;
                }
            };
            (at, new)
        }
    };
    let old = core(&pieces[at]);
    pieces[at] = pieces[at].replacen(&old, &new, 1);
    (pieces.concat(), old, new)
}

/// The same text but for one number, name or operator of its code.
pub fn code_changed(text: &str, random: &mut Random) -> Option<String> {
    let is_code = |piece: &str| piece.chars().any(|c| c.is_ascii_digit() || "=(){}[]<>+_;".contains(c));
    let mut pieces = pieces(text);
    let places: Vec<usize> = (0..pieces.len()).filter(|at| is_code(&pieces[*at])).collect();
    if places.is_empty() {
        return None;
    }
    let at = *random.pick(&places);
    let old = pieces[at].clone();
    let digit =
        |c: char| c.is_ascii_digit().then(|| char::from(b'0' + (c as u8 - b'0' + 1 + random.below(8) as u8) % 10));
    let changed: String = if old.contains(|c: char| c.is_ascii_digit()) {
        let mut digit = digit;
        old.chars().map(|c| digit(c).unwrap_or(c)).collect()
    } else if old.contains("===") {
        old.replace("===", "!==")
    } else if old.contains('+') {
        old.replace('+', "-")
    } else {
        let name: String = old.chars().skip_while(|c| !c.is_alphabetic()).take_while(|c| c.is_alphanumeric()).collect();
        let names: [&str; 6] = ["value", "items", "x", "other", "done", "handleClick"];
        old.replacen(&name, names[random.below(names.len())], usize::from(!name.is_empty()))
    };
    pieces[at] = changed;
    let new = pieces.concat();
    (new != text).then_some(new)
}

/// The same text but for one word that has become its opposite or another of its family. Gives what was
/// replaced, too.
pub fn opposite(text: &str, random: &mut Random) -> Option<(String, String, String)> {
    let mut pieces = pieces(text);
    let core = |piece: &str| piece.trim().trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    let mut known = Vec::new();
    let mut long = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let word = core(piece);
        let lower = word.to_lowercase();
        for (one, other) in OPPOSITES {
            known.extend((lower == one).then(|| (at, other.to_owned())));
            known.extend((lower == other).then(|| (at, one.to_owned())));
        }
        if word.chars().count() >= 5 && word.chars().all(char::is_alphabetic) {
            long.push((at, lower));
        }
    }
    let (at, new) = if !known.is_empty() && random.percent(60) {
        random.pick(&known).clone()
    } else if long.is_empty() {
        return None;
    } else {
        let (at, word) = random.pick(&long).clone();
        let start = *random.pick(&BEFORE);
        let bare = BEFORE.iter().filter_map(|start| word.strip_prefix(start)).find(|bare| bare.chars().count() >= 4);
        match bare {
            Some(bare) if random.percent(50) => (at, bare.to_owned()),
            // "imformation" is no word: whoever reads it takes it for a slip.
            Some(bare) if strsim::osa_distance(&format!("{start}{bare}"), &word) < 2 => return None,
            Some(bare) => (at, format!("{start}{bare}")),
            None => (at, format!("{start}{word}")),
        }
    };
    let old = core(&pieces[at]);
    pieces[at] = pieces[at].replacen(&old, &new, 1);
    (new != old.to_lowercase()).then(|| (pieces.concat(), old, new))
}
