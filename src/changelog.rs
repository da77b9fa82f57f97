//! The changelog: what the deck's readers got on which day, for pages, feed and package.

use std::fmt;
use std::sync::Arc;

use crate::note::Guid;

/// What happened to questions, the latest day first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changelog {
    /// Days on which anything happened.
    pub days: Vec<Day>,
    /// How much of what happened is named.
    pub extent: Extent,
}

/// How much a changelog names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Extent {
    /// Every question of every day.
    #[default]
    Whole,
    /// The latest so many questions; the others are counted, days of long ago left out.
    Latest(usize),
}

/// What happened on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// Which day.
    pub date: Date,
    /// The moment of its last change, in seconds since 1970.
    pub last: i64,
    /// Questions seen for the first time.
    pub new: Changes,
    /// Questions whose text, tags or facts changed.
    pub changed: Changes,
    /// Questions that left the documents.
    pub retired: Changes,
}

/// Questions to which the same happened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changes {
    /// How many.
    pub count: usize,
    /// Those that are named, in the order of documents.
    pub named: Vec<Change>,
}

/// A question to which something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its note; where the question is no card itself, its first fact's.
    pub guid: Guid,
    /// What it asks, as plain text.
    pub title: Arc<str>,
    /// How many of its facts had a part in it.
    pub facts: usize,
}

/// What can happen to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Movement {
    /// It was seen for the first time.
    New,
    /// Its text, tags or facts changed.
    Changed,
    /// It left the documents.
    Retired,
}

impl Movement {
    /// In one word, for templates.
    pub fn name(self) -> &'static str {
        match self {
            Movement::New => "new",
            Movement::Changed => "changed",
            Movement::Retired => "retired",
        }
    }
}

impl Day {
    /// What happened, leaving out what did not.
    pub fn movements(&self) -> impl Iterator<Item = (Movement, &Changes)> {
        let all = [(Movement::New, &self.new), (Movement::Changed, &self.changed), (Movement::Retired, &self.retired)];
        all.into_iter().filter(|(_, changes)| changes.count > 0)
    }
}

/// Seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// The last second of the year 9999, the last that the formats used here can write.
pub const END: i64 = 253_402_300_799;

/// A day of the calendar, in universal time; written as `2026-11-27`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Days since 1970.
    day: i64,
}

impl Date {
    /// The day of a moment in seconds since 1970. What lies outside of 1970 to 9999 counts as the nearest day.
    pub fn of(seconds: i64) -> Date {
        Date { day: seconds.clamp(0, END) / DAY }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (mut year, mut left) = (1970 + self.day / 146_097 * 400, self.day % 146_097);
        while left >= days_of(year) {
            left -= days_of(year);
            year += 1;
        }
        let february = days_of(year) - 337;
        let (mut month, mut day) = (1, left);
        for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
            if day < length {
                break;
            }
            day -= length;
            month += 1;
        }
        write!(f, "{year:04}-{month:02}-{:02}", day + 1)
    }
}

fn days_of(year: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    if leap { 366 } else { 365 }
}

/// A moment in seconds since 1970 as RFC 3339 has it: `2026-11-27T07:15:29Z`.
pub fn timestamp(seconds: i64) -> String {
    let seconds = seconds.clamp(0, END);
    let (minutes, second) = (seconds % DAY / 60, seconds % 60);
    format!("{}T{:02}:{:02}:{second:02}Z", Date::of(seconds), minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_have_a_day() {
        for (seconds, written) in [
            (0, "1970-01-01T00:00:00Z"),
            (-5, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (951_868_800, "2000-03-01T00:00:00Z"),
            (1_795_763_729, "2026-11-27T07:15:29Z"),
            (2_147_483_648, "2038-01-19T03:14:08Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (13_569_465_600, "2400-01-01T00:00:00Z"),
            (i64::MAX, "9999-12-31T23:59:59Z"),
        ] {
            assert_eq!(timestamp(seconds), written);
        }
    }
}
