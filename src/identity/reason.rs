//! Reason: why a draft is the note it is, and which notes it might be, in words.

use std::fmt;

use crate::note::Guid;

/// How a draft found its note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// It did not: it is a new note.
    New,
    /// By the id the author gave both.
    Anchor,
    /// Question and answer are the same.
    Texts,
    /// The question is the same, and only one note has it.
    Front,
    /// The answer is the same, and only one note has it.
    Back,
    /// Both changed, and what stayed leaves no doubt. Shares of the rare words, in percent.
    Likeness {
        /// Of the question.
        front: u8,
        /// Of the answer.
        back: u8,
    },
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::New => f.write_str("nothing like it was there"),
            Evidence::Anchor => f.write_str("same id"),
            Evidence::Texts => f.write_str("same question, same answer"),
            Evidence::Front => f.write_str("same question, answer changed"),
            Evidence::Back => f.write_str("same answer, question reworded"),
            Evidence::Likeness { front: 100, back } => {
                write!(f, "same question; of the answer, {back} % of the rare words are the same")
            }
            Evidence::Likeness { front, back: 100 } => {
                write!(f, "same answer; of the question, {front} % of the rare words are the same")
            }
            Evidence::Likeness { front, back } => {
                write!(f, "{front} % of the rare words of the question and {back} % of the answer's are the same")
            }
        }
    }
}

/// Why a draft is the note it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What they share.
    pub evidence: Evidence,
    /// The document the note was in, where that is another one.
    pub moved_from: Option<String>,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.evidence.fmt(f)?;
        match &self.moved_from {
            Some(path) => write!(f, "; moved here from {path}"),
            None => Ok(()),
        }
    }
}

/// A new note that may be an edit of an old one; [`accept`](super::accept) makes it so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The note it may be.
    pub old: Guid,
    /// The guid it has otherwise.
    pub new: Guid,
    /// How alike they are, in percent.
    pub score: u8,
    /// What they share.
    pub evidence: Evidence,
    /// The note that is as much like the new one, where it was that which left a doubt.
    pub rival: Option<Rival>,
}

/// A note that a new one may be the near-twin of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rival {
    /// Its guid.
    pub guid: Guid,
    /// Its question, as far as the lock keeps it.
    pub front: String,
}

impl fmt::Display for Offer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.evidence.fmt(f)?;
        match &self.rival {
            Some(Rival { guid, front }) => {
                write!(
                    f,
                    "; but it is as much like {guid}, \"{}\"",
                    front.split_whitespace().collect::<Vec<_>>().join(" ")
                )
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_are_told_in_words() {
        let moved = Reason { evidence: Evidence::Back, moved_from: Some("go/memory.md".into()) };
        assert_eq!(moved.to_string(), "same answer, question reworded; moved here from go/memory.md");
        let like = Evidence::Likeness { front: 85, back: 40 };
        assert_eq!(like.to_string(), "85 % of the rare words of the question and 40 % of the answer's are the same");
    }
}
