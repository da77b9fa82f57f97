//! What is wrong with a theme, and where.

use std::fmt;

/// A theme that cannot be used: unknown, incomplete, or with a mistake in one of its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ThemeError {
    /// What is wrong, in one line.
    pub message: String,
    /// Where, if the mistake stands in a file.
    pub place: Option<Place>,
    /// What a person can do about it, where that is known.
    pub help: Option<String>,
}

/// A place in a file of a theme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file, as `themes/NAME/...`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// The line's text.
    pub text: String,
}

impl ThemeError {
    /// An error that is in no file.
    pub(crate) fn new(message: impl Into<String>) -> ThemeError {
        ThemeError { message: message.into(), place: None, help: None }
    }

    /// The same error with advice.
    #[must_use]
    pub(crate) fn with_help(mut self, help: impl Into<String>) -> ThemeError {
        self.help = Some(help.into());
        self
    }

    /// The same error with its place.
    #[must_use]
    pub(crate) fn at(mut self, place: Place) -> ThemeError {
        self.place = Some(place);
        self
    }
}

impl Place {
    /// The place on `line` and `column` of `file`, which holds `source`.
    pub(crate) fn new(file: &str, source: &str, line: usize, column: usize) -> Place {
        let text = source.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        Place { file: file.to_owned(), line, column, text: text.to_owned() }
    }

    /// The place of the byte at `offset` in `source`.
    pub(crate) fn of_byte(file: &str, source: &str, offset: usize) -> Place {
        let before = source.get(..offset).unwrap_or(source);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = before.matches('\n').count() + 1;
        let column = before.get(line_start..).unwrap_or_default().chars().count() + 1;
        Place::new(file, source, line, column)
    }
}

impl fmt::Display for ThemeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{}:{}:{}: ", place.file, place.line, place.column)?;
        }
        f.write_str(&self.message)?;
        if let Some(place) = &self.place {
            let number = place.line.to_string();
            let margin = " ".repeat(number.len());
            // Tabs stay tabs, so that the caret stands under what it points at.
            let indent = place.text.chars().take(place.column.saturating_sub(1));
            let indent: String = indent.map(|c| if c == '\t' { '\t' } else { ' ' }).collect();
            write!(f, "\n {number} | {}\n {margin} | {indent}^", place.text)?;
        }
        if let Some(help) = &self.help {
            write!(f, "\nhelp: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ThemeError {}
