//! Printing: to terminals with colours, elsewhere plain. A reader who has gone is no error.

use std::io::Write;

use anstyle::{AnsiColor, Style};

/// Makes text stand out.
pub(super) const BOLD: Style = Style::new().bold();
/// Less important text.
pub(super) const DIM: Style = Style::new().dimmed();
/// Good news.
pub(super) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Something to look at.
pub(super) const LOOK: Style = AnsiColor::Yellow.on_default().bold();
/// Bad news.
pub(super) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Names and paths.
pub(super) const NAME: Style = AnsiColor::Cyan.on_default();

/// Prints a line on standard output.
pub(super) fn line(text: &str) {
    let _ = writeln!(anstream::stdout(), "{text}");
}

/// Prints a line on standard error.
pub(super) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Prints an error with advice on standard error.
pub(super) fn error(message: &str, help: Option<&str>) {
    note(&format!("{BAD}error{BAD:#}{BOLD}: {message}{BOLD:#}"));
    if let Some(help) = help {
        note(&format!("  {LOOK}help{LOOK:#}: {help}"));
    }
}

/// A text in a style.
pub(super) fn styled(style: Style, text: impl std::fmt::Display) -> String {
    format!("{style}{text}{style:#}")
}

/// "1 question", "7 questions".
pub(super) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(number)) }
}

/// A number with its thousands apart.
pub(super) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && at % 3 == first % 3 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size in the unit that fits it.
pub(super) fn size(bytes: u64) -> String {
    let bytes = bytes as f64;
    match bytes {
        ..1_000.0 => format!("{bytes} B"),
        ..1_000_000.0 => format!("{:.0} kB", bytes / 1e3),
        ..1_000_000_000.0 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.2} GB", bytes / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_easy_to_read() {
        assert_eq!(
            [1, 12, 123, 1234, 123_456, 1_234_567].map(grouped),
            ["1", "12", "123", "1,234", "123,456", "1,234,567"]
        );
        assert_eq!((count(1, "card"), count(0, "card")), ("1 card".into(), "0 cards".into()));
        assert_eq!([5, 1500, 2_500_000].map(size), ["5 B", "2 kB", "2.5 MB"]);
    }
}
