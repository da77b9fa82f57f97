//! The colours of every built-in theme, light and dark, keep the contrast that WCAG 2.2 AA asks for.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};

use recto::theme::Theme;

/// For text: 1.4.3. For what is needed to make out a control: 1.4.11.
const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// What text stands on.
const GROUNDS: [&str; 3] = ["--bg", "--surface", "--sunken"];

/// Colours of text.
const INKS: [&str; 8] = ["--text", "--muted", "--accent", "--success", "--again", "--hard", "--good", "--easy"];

#[test]
fn colours_of_text_are_readable_on_every_ground() {
    let mut poor = Vec::new();
    for (theme, look, tokens) in looks() {
        for (ink, ground, wanted) in pairs(&tokens) {
            let ratio = contrast(colour(&tokens, &ink), colour(&tokens, &ground));
            if ratio < wanted {
                poor.push(format!("{theme}, {look}: {ink} on {ground} has {ratio:.2}:1, {wanted}:1 is needed"));
            }
        }
    }
    assert!(poor.is_empty(), "{}", poor.join("\n"));
}

#[test]
fn four_themes_are_built_in_and_differ_in_light_dark_and_type() {
    let names: BTreeSet<String> = looks().into_iter().map(|(theme, ..)| theme).collect();
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["folio", "poster", "recto", "slate"]);
    for look in ["light", "dark"] {
        let seen = |token: &str| -> BTreeSet<String> {
            looks().into_iter().filter(|(_, l, _)| *l == look).map(|(.., tokens)| tokens[token].clone()).collect()
        };
        for token in ["--bg", "--accent", "--radius", "--size-question", "--question-bg", "--weight-display"] {
            assert!(seen(token).len() > 1, "all themes have the same {token}");
        }
        assert_eq!(seen("--accent").len(), 4, "an accent of its own for each, {look}");
    }
}

#[test]
fn the_measure_is_that_of_wcag() {
    let close = |a: f64, b: f64| (a - b).abs() < 0.005;
    assert!(close(contrast(hex("#000000"), hex("#ffffff")), 21.0));
    assert!(close(contrast(hex("#767676"), hex("#ffffff")), 4.54));
    assert!(close(contrast(hex("#00f"), hex("#fff")), 8.59));
}

/// What stands on what, and how much contrast it needs.
fn pairs(tokens: &BTreeMap<String, String>) -> Vec<(String, String, f64)> {
    let mut pairs: Vec<(String, String, f64)> = Vec::new();
    let mut add = |ink: &str, ground: &str, wanted| pairs.push((ink.to_owned(), ground.to_owned(), wanted));
    for ground in GROUNDS {
        INKS.iter().for_each(|ink| add(ink, ground, TEXT));
    }
    add("--line-strong", "--bg", CONTROL);
    add("--line-strong", "--surface", CONTROL);
    add("--accent-contrast", "--accent", TEXT);
    add("--text", "--accent-soft", TEXT);
    add("--mark-text", "--mark", TEXT);
    // What is said last, in reverse: "Link copied".
    add("--bg", "--text", TEXT);
    for name in tokens.keys() {
        if name.starts_with("--code-") && name != "--code-bg" {
            add(name, "--code-bg", TEXT);
        }
        // Paint is a theme's own: grounds that carry one colour of text.
        if name.starts_with("--paint-") && name != "--paint-text" {
            add("--paint-text", name, TEXT);
        }
    }
    pairs
}

/// Every built-in theme in light and dark: its name, the look, its tokens.
fn looks() -> Vec<(String, &'static str, BTreeMap<String, String>)> {
    let none = BTreeMap::new();
    let mut looks = Vec::new();
    for name in Theme::names(&none) {
        let css = Theme::find(&name, "en", &none).unwrap().site_css();
        let light = rule(&css, ":root {");
        let mut dark = light.clone();
        dark.extend(rule(&css, ":root[data-theme=\"dark\"] {"));
        assert!(light != dark, "{name} is the same in the dark");
        looks.extend([(name.clone(), "light", light), (name, "dark", dark)]);
    }
    looks
}

/// The declarations of the rule that begins with `start`, a line each as Recto writes them.
fn rule(css: &str, start: &str) -> BTreeMap<String, String> {
    let (_, rest) = css.split_once(start).unwrap();
    let lines = rest.lines().skip(1).take_while(|line| *line != "}");
    lines
        .map(|line| {
            let (name, value) = line.trim().trim_end_matches(';').split_once(": ").unwrap();
            (name.to_owned(), value.to_owned())
        })
        .collect()
}

/// The colour a token stands for, through other tokens.
fn colour(tokens: &BTreeMap<String, String>, name: &str) -> [f64; 3] {
    let value = &tokens[name];
    match value.strip_prefix("var(").and_then(|rest| rest.strip_suffix(')')) {
        Some(other) => colour(tokens, other),
        None => hex(value),
    }
}

/// `#rgb` or `#rrggbb` as three values from 0 to 1.
fn hex(text: &str) -> [f64; 3] {
    let digits = text.strip_prefix('#').unwrap_or_else(|| panic!("`{text}` is no colour in hex"));
    let long: String = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        _ => digits.to_owned(),
    };
    [0, 2, 4].map(|at| f64::from(u8::from_str_radix(&long[at..at + 2], 16).unwrap()) / 255.0)
}

/// The contrast ratio of WCAG 2.2, from 1 to 21.
fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// The relative luminance of WCAG 2.2.
fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = |value: f64| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    let [r, g, b] = rgb.map(linear);
    0.2126 * r + 0.7152 * g + 0.0722 * b
}
