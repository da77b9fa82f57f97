//! A table of two columns whose rows are questions with answers: because its head says so, or because
//! the first column asks. A column of numbers before them, and one of notes after, may be there too.

use super::asking::{Asks, asks};
use super::contents::is_contents;
use super::evidence::Evidence;
use super::label_words::{Role, is_known};
use super::pieces::{span_of, text};
use super::{Claims, Dialect, Reading};
use crate::markdown::{Block, BlockKind, Document, Fragment};
use crate::question::Question;

/// Tables of questions or terms.
pub(super) struct Tables;

/// Heads of columns with terms, in lower case.
const TERMS: &[&str] = &[
    "term",
    "terms",
    "vocabulary",
    "expression",
    "word",
    "concept",
    "front",
    "prompt",
    "phrase",
    "keyword",
    "begriff",
    "wort",
    "término",
    "palabra",
    "concepto",
    "termo",
    "palavra",
    "termine",
    "parola",
    "terme",
    "mot",
    "термін",
    "слово",
    "поняття",
    "термин",
    "понятие",
    "pojęcie",
    "słowo",
    "术语",
    "单词",
    "词",
    "用語",
    "単語",
    "용어",
    "단어",
    "개념",
    "مصطلح",
    "كلمة",
    "từ",
    "từ vựng",
    "thuật ngữ",
    "terim",
    "kelime",
    "शब्द",
];

impl Dialect for Tables {
    fn name(&self) -> &'static str {
        "table"
    }

    fn summary(&self) -> &'static str {
        "a table whose first column asks and whose second answers"
    }

    fn recognise(&self, document: &Reading<'_>, claims: &mut Claims) -> Vec<Question> {
        let mut questions = Vec::new();
        for block in document.blocks.iter().filter(|block| block.kind == BlockKind::Table) {
            if !claims.is_free(&block.events) {
                continue;
            }
            match columns(document, block) {
                Some(columns) => {
                    let rows = block.children.iter().skip(1);
                    questions.extend(rows.filter_map(|row| question(self.name(), row, columns)));
                    claims.take(block.events.clone());
                }
                None if claims.insists() && !is_contents(document, block) => {
                    let rows = block.children.iter().skip(1);
                    questions.extend(rows.filter_map(|row| question(self.name(), row, (0, 1))));
                    claims.take(block.events.clone());
                }
                None => claims.remark(block.span, "a table whose first column neither asks nor is headed as terms"),
            }
        }
        questions
    }
}

/// Which column asks and which answers.
fn columns(document: &Document<'_>, table: &Block) -> Option<(usize, usize)> {
    let (head, rows) = table.children.split_first()?;
    let said =
        |row: &Block, column: usize| row.children.get(column).map(|cell| text(document, cell)).unwrap_or_default();
    let is_number =
        |text: &str| !text.is_empty() && text.chars().all(|c| c.is_numeric() || matches!(c, '.' | ')' | '#'));
    let numbered = rows.iter().all(|row| said(row, 0).is_empty() || is_number(&said(row, 0)));
    let first = usize::from(numbered && head.children.len() > 2);
    let wide = head.children.len() - first.min(head.children.len());
    if !(2..=3).contains(&wide) || rows.is_empty() || is_contents(document, table) {
        return None;
    }
    let word = |column: usize| said(head, column).trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let (asking, answering) = (word(first), word(first + 1));
    let one_letter = asking.chars().count() == 1 && answering.chars().count() != 1;
    let headed = !one_letter && is_known(&asking, Role::Question) || asks(&said(head, first)) == Asks::ByMark;
    // "الكلمة" is the word with its article.
    let termed = TERMS.contains(&asking.strip_prefix("ال").unwrap_or(&asking)) && wide == 2;
    let evidence = Evidence::of(rows.iter().map(|row| asks(&said(row, first))));
    let by_rows = evidence.marks >= 2 && 5 * evidence.marks >= 3 * evidence.all;
    let answered = rows.iter().filter(|row| !said(row, first + 1).is_empty()).count();
    let full = 2 * answered >= rows.len();
    (full && (headed && is_known(&answering, Role::Answer) || termed || by_rows)).then_some((first, first + 1))
}

fn question(dialect: &'static str, row: &Block, (asking, answering): (usize, usize)) -> Option<Question> {
    let (prompt, answer) = (row.children.get(asking)?, row.children.get(answering)?);
    let extra = row.children.get(answering + 1).map(|cell| Fragment::new(cell.inner())).unwrap_or_default();
    let cells = row.children.get(asking..).unwrap_or_default();
    let fragment = |cell: &Block| Fragment::new(cell.inner());
    let question = Question::new(dialect, span_of(cells), prompt.span, fragment(prompt), fragment(answer));
    Some(Question { extra, ..question })
}
