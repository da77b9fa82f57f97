//! Changes to a text, word by word.

use super::corpus::Text;
use super::random::Random;

/// Words of a set, each as often as it stands there.
pub struct Words {
    pub fronts: Vec<String>,
    pub backs: Vec<String>,
}

impl Words {
    pub fn of(texts: &[Text]) -> Words {
        let words = |side: fn(&Text) -> &str| {
            texts.iter().flat_map(|text| side(text).split_whitespace()).map(str::to_owned).collect()
        };
        Words { fronts: words(|text| &text.front), backs: words(|text| &text.back) }
    }

    /// A word that asks for something: longer ones.
    pub fn telling(&self, random: &mut Random) -> String {
        loop {
            let word = random.pick(&self.fronts).trim_matches(|c: char| !c.is_alphanumeric());
            if word.chars().count() >= 4 || random.percent(2) {
                return word.to_owned();
            }
        }
    }
}

/// Lines and the words between them, so that texts keep their form.
pub fn pieces(text: &str) -> Vec<String> {
    text.split_inclusive(char::is_whitespace).map(str::to_owned).collect()
}

pub fn replace(piece: &mut String, word: &str) {
    let space: String = piece.chars().skip_while(|c| !c.is_whitespace()).collect();
    *piece = format!("{word}{space}");
}

/// Replaces so many percent of the words, at least `least`.
pub fn reworded(text: &str, percent: usize, least: usize, words: &[String], random: &mut Random) -> String {
    let mut pieces = pieces(text);
    let mut places: Vec<usize> = (0..pieces.len()).filter(|at| !pieces[*at].trim().is_empty()).collect();
    random.shuffle(&mut places);
    let number = (places.len() * percent).div_ceil(100).max(least);
    for at in places.into_iter().take(number) {
        let word = random.pick(words).clone();
        replace(&mut pieces[at], &word);
    }
    pieces.concat()
}

/// Slips of the fingers in so many words.
pub fn mistyped(text: &str, number: usize, random: &mut Random) -> String {
    let mut pieces = pieces(text);
    let places: Vec<usize> = (0..pieces.len()).filter(|at| pieces[*at].trim().chars().count() >= 4).collect();
    if places.is_empty() {
        return format!("{text}.");
    }
    for _ in 0..number {
        let at = *random.pick(&places);
        let mut letters: Vec<char> = pieces[at].trim_end().chars().collect();
        let place = random.below(letters.len().saturating_sub(1));
        match random.below(4) {
            0 => letters.swap(place, place + 1),
            1 => drop(letters.remove(place)),
            2 => letters.insert(place, letters[place]),
            _ => letters[place] = char::from(b'a' + random.below(26) as u8),
        }
        let word: String = letters.into_iter().collect();
        replace(&mut pieces[at], &word);
    }
    pieces.concat()
}

/// A new answer, of sentences from many others.
pub fn invented(texts: &[Text], random: &mut Random) -> String {
    let mut out = String::new();
    for _ in 0..random.within(1, 4) {
        let sentences: Vec<&str> =
            random.pick(texts).back.split_inclusive(['.', '\n']).filter(|s| s.trim().len() > 12).collect();
        if !sentences.is_empty() {
            out.push_str(random.pick(&sentences).trim());
            out.push(' ');
        }
    }
    if out.is_empty() { "It depends.".to_owned() } else { out.trim().to_owned() }
}
