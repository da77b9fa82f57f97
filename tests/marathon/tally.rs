//! The tally: what came of each kind of mutation.

use std::collections::BTreeMap;
use std::fmt;

use super::mutate::Kind;

/// What came of one kind of mutation.
#[derive(Debug, Clone, Copy, Default)]
pub struct Row {
    pub made: usize,
    /// Notes of the last build whose texts were changed and that are still there.
    pub touched: usize,
    /// Notes, touched or new, that have the history of another.
    pub wrong: usize,
    /// Touched notes that have a new guid.
    pub lost: usize,
    /// Lost notes offered for what they are.
    pub offered: usize,
    /// Offers that are wrong.
    pub misled: usize,
}

/// The sums of a run.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    pub rows: BTreeMap<Kind, Row>,
    pub builds: usize,
    pub decisions: usize,
    /// Notes whose texts nobody changed and that have a new guid.
    pub lost_untouched: usize,
    pub accepted: usize,
    /// Touched and lost among those that are no facts.
    pub questions: (usize, usize),
}

impl Row {
    fn add(&mut self, other: &Row) {
        self.made += other.made;
        self.touched += other.touched;
        self.wrong += other.wrong;
        self.lost += other.lost;
        self.offered += other.offered;
        self.misled += other.misled;
    }
}

impl Tally {
    pub fn sum(&self) -> Row {
        let mut sum = Row::default();
        for row in self.rows.values() {
            sum.add(row);
        }
        sum
    }

    pub fn lost_percent(&self) -> f64 {
        let sum = self.sum();
        100.0 * sum.lost as f64 / sum.touched.max(1) as f64
    }

    pub fn offered_percent(&self) -> f64 {
        let sum = self.sum();
        100.0 * sum.offered as f64 / sum.lost.max(1) as f64
    }

    /// The same as [`lost_percent`](Self::lost_percent), of questions alone: facts are many and easy.
    pub fn lost_questions_percent(&self) -> f64 {
        100.0 * self.questions.1 as f64 / self.questions.0.max(1) as f64
    }

    /// Adds another run.
    pub fn add(&mut self, other: &Tally) {
        for (kind, more) in &other.rows {
            self.row(*kind).add(more);
        }
        self.builds += other.builds;
        self.decisions += other.decisions;
        self.lost_untouched += other.lost_untouched;
        self.accepted += other.accepted;
        self.questions.0 += other.questions.0;
        self.questions.1 += other.questions.1;
    }

    pub fn row(&mut self, kind: Kind) -> &mut Row {
        self.rows.entry(kind).or_default()
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:16}{:>8}{:>9}{:>7}{:>7}{:>9}{:>8}",
            "mutation", "made", "touched", "wrong", "lost", "offered", "misled"
        )?;
        let all =
            self.rows.iter().map(|(kind, row)| (format!("{kind:?}"), *row)).chain([("all".to_owned(), self.sum())]);
        for (name, row) in all {
            let Row { made, touched, wrong, lost, offered, misled } = row;
            writeln!(f, "{name:16}{made:>8}{touched:>9}{wrong:>7}{lost:>7}{offered:>9}{misled:>8}")?;
        }
        let (lost, offered) = (self.lost_percent(), self.offered_percent());
        writeln!(
            f,
            "lost {lost:.2} % of the touched, {offered:.1} % of them offered; untouched lost: {}",
            self.lost_untouched
        )?;
        let (touched, lost) = self.questions;
        writeln!(f, "questions alone: {lost} of {touched} lost, {:.2} %", self.lost_questions_percent())?;
        write!(f, "{} builds, {} decisions, {} offers accepted", self.builds, self.decisions, self.accepted)
    }
}
