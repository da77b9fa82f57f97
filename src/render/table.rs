//! Tables: written here, because the parser's writer aligns cells by `style`, which pages forbid.

use pulldown_cmark::{Alignment, Event, Tag, TagEnd};

/// The table that is being written.
#[derive(Debug, Default)]
pub(super) struct TableState {
    alignments: Vec<Alignment>,
    column: usize,
    part: Part,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Head,
    Body,
}

impl TableState {
    /// The HTML that opens a table which runs from right to left.
    pub(super) fn start_from_right(&mut self, alignments: Vec<Alignment>) -> String {
        *self = TableState { alignments, ..TableState::default() };
        "<div class=\"table-box\" dir=\"rtl\"><table>".into()
    }

    /// The HTML of an event that belongs to a table's frame.
    pub(super) fn html(&mut self, event: &Event<'_>) -> Option<String> {
        Some(match event {
            Event::Start(Tag::Table(alignments)) => {
                *self = TableState { alignments: alignments.clone(), ..TableState::default() };
                "<div class=\"table-box\"><table>".into()
            }
            Event::Start(Tag::TableHead) => "<thead><tr>".into(),
            Event::End(TagEnd::TableHead) => {
                self.part = Part::Body;
                "</tr></thead><tbody>".into()
            }
            Event::Start(Tag::TableRow) => {
                self.column = 0;
                "<tr>".into()
            }
            Event::End(TagEnd::TableRow) => "</tr>".into(),
            Event::Start(Tag::TableCell) => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Left) => " class=\"left\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::None) | None => "",
                };
                self.column += 1;
                format!("<{}{class}>", self.cell())
            }
            Event::End(TagEnd::TableCell) => format!("</{}>", self.cell()),
            Event::End(TagEnd::Table) => "</tbody></table></div>\n".into(),
            _ => return None,
        })
    }

    fn cell(&self) -> &'static str {
        if self.part == Part::Head { "th" } else { "td" }
    }
}
