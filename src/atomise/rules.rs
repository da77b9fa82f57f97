//! How questions become cards: what a project, a document or a question sets, each over the one
//! before.

/// What is made of a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Granularity {
    /// A note of the question as it stands, and a note of each fact in its answer.
    #[default]
    Both,
    /// The question alone.
    Question,
    /// Its facts alone; the question where it has none.
    Fact,
}

/// Whether answers are typed in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Typing {
    /// None.
    #[default]
    Off,
    /// Those that are one piece of code.
    Code,
    /// Those that are one short line.
    Short,
}

/// Settings of cards; `None` leaves what is set further out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CardRules {
    /// `granularity`.
    pub granularity: Option<Granularity>,
    /// `sequence`: whether the steps of numbered lists are asked for in turn.
    pub sequence: Option<bool>,
    /// `reversed`: whether answers ask for what they answer too.
    pub reversed: Option<bool>,
    /// `type`.
    pub typing: Option<Typing>,
}

impl CardRules {
    /// The same with what `inner` sets in place of what is set here.
    #[must_use]
    pub fn with(self, inner: CardRules) -> CardRules {
        CardRules {
            granularity: inner.granularity.or(self.granularity),
            sequence: inner.sequence.or(self.sequence),
            reversed: inner.reversed.or(self.reversed),
            typing: inner.typing.or(self.typing),
        }
    }
}

impl Granularity {
    /// The names of all.
    pub const NAMES: [&str; 3] = ["both", "question", "fact"];

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Granularity> {
        match name {
            "both" => Some(Granularity::Both),
            "question" => Some(Granularity::Question),
            "fact" => Some(Granularity::Fact),
            _ => None,
        }
    }
}

impl Typing {
    /// The names of all.
    pub const NAMES: [&str; 3] = ["true", "false", "code"];

    /// The one of this name.
    pub fn from_name(name: &str) -> Option<Typing> {
        match name {
            "true" => Some(Typing::Short),
            "false" => Some(Typing::Off),
            "code" => Some(Typing::Code),
            _ => None,
        }
    }
}
