//! Verdict: whether a likeness is enough. The thresholds were measured by `tests/marathon`, on seeds
//! below 100 of the known documents; `docs/identity.md` has the table of other seeds and of a document
//! that nothing was tuned on.

use super::blanks::Common;
use super::likeness::{Change, Likeness};

/// What follows from a likeness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Verdict {
    /// Another note.
    Other,
    /// Perhaps the same: a person has to say.
    Ask,
    /// The same note.
    Sure,
}

/// What has to be left of a question and an answer that were both written anew, in pairs: the more
/// of the answer, the less of the question.
const REWORDED: [(f64, f64); 1] = [(0.25, 0.38)];

fn reworded(front: f64, back: f64) -> bool {
    REWORDED.iter().any(|least| front >= least.0 && back >= least.1)
}

/// What may speak against a sure pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// That there may be another like it.
    Usual,
    /// That it may be the near-twin of the other: several may ask the same, or have the same answer.
    Twin,
    /// That question and answer were both written anew: all that is left are words, and where many questions
    /// have the same ones, as *What's the output?* and `console.log`, they say little.
    Anew,
}

/// How much better than the next best, on both sides, a sure pair has to be.
const MARGIN: f64 = 0.10;
/// How many times as much like each other as like any other those have to be that were written anew.
const STANDS_OUT: f64 = 2.0;

impl Doubt {
    /// Whether a pair of this score is beyond doubt beside another of `other`.
    pub(super) fn is_won(self, score: f64, other: f64) -> bool {
        match self {
            Doubt::Usual | Doubt::Twin => score >= other + MARGIN,
            Doubt::Anew => score >= other * STANDS_OUT,
        }
    }
}

/// What has to be left of a sentence whose blanks, two at least, are all still there.
const AROUND: f64 = 0.5;

/// Of a question that is the same but for words in the place of others, so much makes it look like a
/// near-twin.
const TEMPLATE: f64 = 0.80;

/// Whether a question looks like a near-twin that was given the old answer: an exchange is all that was done
/// to it, in a question that is long for it, and the answer is not so long that only an edit has it.
pub(super) fn is_template(like: &Likeness) -> bool {
    like.exchanged && like.front >= TEMPLATE && !like.long_back
}

impl Verdict {
    /// Judges a note that was there in the last build.
    ///
    /// Where both texts changed, few changed words are worse than many: near-twins differ by the
    /// one word that matters.
    pub(super) fn of(like: &Likeness) -> Verdict {
        let Likeness { front, back, change, .. } = *like;
        let sure = match change {
            Change::Slight if like.same_front => back >= 0.30,
            // Within a question, a label with a slip is that label, whatever it says now.
            Change::Slight => (back >= 0.30 || like.part) && front >= 0.5,
            Change::Longer if like.same_back && like.part => front >= 0.35,
            Change::Longer | Change::Reworded if like.same_back && like.telling_back => front >= 0.35,
            Change::Reworded => like.telling_back && front < 0.80 && reworded(front, back),
            Change::Longer | Change::Pointed => false,
        };
        if sure { Verdict::Sure } else { Verdict::ask(like) }
    }

    /// Judges a cloze: its blanks are what is asked, so they weigh more than the sentence around them.
    pub(super) fn of_cloze(like: &Likeness, common: Common) -> Verdict {
        match common {
            Common::AllButOne => Verdict::Sure,
            Common::Asked if like.front >= AROUND => Verdict::Sure,
            Common::Asked | Common::Less => Verdict::of(like),
        }
    }

    /// Judges a note that left the content in an earlier build: never sure.
    pub(super) fn of_retired(like: &Likeness) -> Verdict {
        Verdict::ask(like)
    }

    fn ask(like: &Likeness) -> Verdict {
        let Likeness { front_at_most: front, back, .. } = *like;
        let enough = front + back >= 0.60 && (front >= 0.45 || back >= 0.30);
        if enough { Verdict::Ask } else { Verdict::Other }
    }
}
