//! Events to HTML.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};

use super::blank::{begin_blank, end_blank, put_blanks};
use super::code::{colour, escape, language_name};
use super::code_block::{Code, take_code};
use super::direction::{self, from_right};
use super::footnote::{Footnotes, Used};
use super::kept::Kept;
use super::math::{Place, formula};
use super::player::{is_played, player, replace, signs};
use super::raw_picture::{self, is_elsewhere};
use super::reference::{Form, Links, Picture, Reference};
use super::sanitise::{Addresses, clean, is_too_deep};
use super::table::TableState;
use crate::markdown::{Document, Fragment, Piece as Part};
use crate::output::anki::field::neutralise;

/// Renders the pieces of one document.
pub struct Renderer<'d, 'a> {
    document: &'d Document<'a>,
    links: &'d Links,
    footnotes: Footnotes,
    /// Coloured code by the number of its event: the same for card and page, and dear.
    coloured: BTreeMap<usize, String>,
    /// Whether anything in the document may run from right to left.
    has_right_to_left: bool,
}

/// What part a piece plays, which decides how headings in it are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It asks: a heading in it is a paragraph.
    Prompt,
    /// It answers: headings in it come under the question's.
    Answer,
}

impl<'d, 'a> Renderer<'d, 'a> {
    /// A renderer for the pieces of `document`.
    pub fn new(document: &'d Document<'a>, links: &'d Links) -> Renderer<'d, 'a> {
        Renderer {
            document,
            links,
            footnotes: Footnotes::of(document),
            coloured: BTreeMap::new(),
            has_right_to_left: direction::may_run_from_right(&document.source.text),
        }
    }

    /// The HTML of a fragment, safe for what it is rendered for.
    pub fn render(&self, fragment: &Fragment, role: Role, form: Form<'_>) -> String {
        let mut piece = Piece::new(self, role, form);
        piece.levels = heading_levels(self.document, fragment);
        piece.take(fragment);
        piece.append_footnotes();
        let (html, kept) = piece.finish();
        kept.put(&put_blanks(&html, &fragment.blanks, form))
    }

    /// The code blocks of a fragment, to be coloured by [`colour`] wherever there is time and then
    /// given to [`remember`](Renderer::remember).
    pub fn code(&self, fragment: &Fragment) -> Vec<Code> {
        let mut blocks = Vec::new();
        let mut events = fragment.read(self.document);
        while let Some((number, event, _)) = events.next() {
            if let Event::Start(Tag::CodeBlock(kind)) = event {
                blocks.push(take_code(number, &kind, events.by_ref()));
            }
        }
        blocks
    }

    /// Keeps coloured code, by the number of its event.
    pub fn remember(&mut self, number: usize, coloured: String) {
        self.coloured.insert(number, coloured);
    }
}

/// One fragment on its way to HTML.
struct Piece<'r, 'd, 'a> {
    renderer: &'r Renderer<'d, 'a>,
    role: Role,
    form: Form<'r>,
    /// The levels of headings in it, in order; the first is written as the third level.
    levels: Vec<HeadingLevel>,
    out: Vec<Event<'a>>,
    /// For each open link, whether it is written.
    links: Vec<bool>,
    table: TableState,
    used: Used,
    /// Formulas and players.
    kept: Kept,
    /// Addresses written here.
    written: BTreeSet<String>,
    holds_raw_html: bool,
}

impl<'r, 'd, 'a> Piece<'r, 'd, 'a> {
    fn new(renderer: &'r Renderer<'d, 'a>, role: Role, form: Form<'r>) -> Self {
        Piece {
            renderer,
            role,
            form,
            levels: Vec::new(),
            out: Vec::new(),
            links: Vec::new(),
            table: TableState::default(),
            used: Used::default(),
            kept: Kept::default(),
            written: BTreeSet::new(),
            holds_raw_html: false,
        }
    }

    fn take(&mut self, fragment: &Fragment) {
        let from_right = match self.renderer.has_right_to_left {
            true => from_right(self.renderer.document, fragment),
            false => BTreeSet::new(),
        };
        let mut parts = fragment.pieces(self.renderer.document);
        while let Some(part) = parts.next() {
            let (number, event) = match part {
                Part::Event(number, event, _) => (number, event),
                Part::Open(blank) => {
                    self.out.push(Event::Text(CowStr::from(begin_blank(blank))));
                    continue;
                }
                Part::Close => {
                    self.out.push(Event::Text(CowStr::from(end_blank())));
                    continue;
                }
            };
            let mut events = parts.by_ref().filter_map(|part| match part {
                Part::Event(number, event, span) => Some((number, event, span)),
                Part::Open(_) | Part::Close => None,
            });
            match event {
                Event::Start(Tag::Table(alignments)) if from_right.contains(&number) => {
                    let html = self.table.start_from_right(alignments);
                    self.html(html);
                }
                Event::Start(tag) if from_right.contains(&number) => {
                    if let Some(html) = direction::start(&tag) {
                        self.html(html);
                    }
                }
                Event::Start(Tag::CodeBlock(kind)) => {
                    let code = take_code(number, &kind, events.by_ref());
                    self.code(&code);
                }
                Event::Start(Tag::Image { dest_url, title, .. }) => {
                    let mut description = String::new();
                    for (_, event, _) in events.by_ref() {
                        match event {
                            Event::Text(text) | Event::Code(text) => description.push_str(&text),
                            Event::SoftBreak | Event::HardBreak => description.push(' '),
                            Event::End(TagEnd::Image) => break,
                            _ => {}
                        }
                    }
                    self.picture(&dest_url, &title, &description);
                }
                Event::Start(Tag::FootnoteDefinition(_)) => {
                    let ends = |event: &Event<'_>| matches!(event, Event::End(TagEnd::FootnoteDefinition));
                    let _ = events.by_ref().find(|(_, event, _)| ends(event));
                }
                other => self.event(other),
            }
        }
    }

    fn event(&mut self, event: Event<'a>) {
        if let Some(html) = self.table.html(&event) {
            return self.html(html);
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.start_heading(level),
            Event::End(TagEnd::Heading(level)) => self.end_heading(level),
            Event::Start(Tag::Link { link_type, dest_url, title, .. }) => self.start_link(link_type, &dest_url, title),
            Event::End(TagEnd::Link) => {
                if self.links.pop().unwrap_or(false) {
                    self.out.push(Event::End(TagEnd::Link));
                }
            }
            Event::FootnoteReference(name) => {
                if self.renderer.footnotes.text(&name).is_some() {
                    let number = self.used.number(&name);
                    self.html(format!("<sup class=\"note\">{number}</sup>"));
                }
            }
            Event::TaskListMarker(done) => {
                self.html(format!("<span class=\"task\">{}</span> ", if done { '☑' } else { '☐' }));
            }
            Event::InlineMath(tex) => self.formula(&tex, Place::Inline),
            Event::DisplayMath(tex) => self.formula(&tex, Place::Display),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.holds_raw_html = true;
                self.out.push(event);
            }
            Event::Text(text) if signs(&text).next().is_some() => self.sounds(&without_controls(&text)),
            Event::Text(text) if text.contains(char::is_control) => {
                self.out.push(Event::Text(CowStr::from(without_controls(&text))));
            }
            Event::Code(text) if text.contains(char::is_control) => {
                self.out.push(Event::Code(CowStr::from(without_controls(&text))));
            }
            other => self.out.push(other),
        }
    }

    fn html(&mut self, html: String) {
        self.out.push(Event::InlineHtml(CowStr::from(html)));
    }

    fn code(&mut self, code: &Code) {
        let known = self.renderer.coloured.get(&code.number).cloned();
        let coloured = known.unwrap_or_else(|| colour(&code.text, &code.info));
        let language = language_name(&code.info);
        let language = if language.is_empty() { language } else { format!(" data-lang=\"{}\"", escape(&language)) };
        self.html(format!("<pre class=\"code\"{language}><code>{coloured}</code></pre>\n"));
    }

    fn picture(&mut self, address: &str, title: &str, description: &str) {
        let reference = Reference::read(address, &self.renderer.document.source.path);
        let text = escape(description);
        match self.renderer.links.picture(&reference, self.form) {
            Picture::Shown(source) if is_played(&source) => {
                let player = player(&source, description, self.form);
                self.put(player.unwrap_or_default());
            }
            Picture::Shown(source) => {
                let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
                self.html(format!("<img src=\"{}\" alt=\"{text}\"{title}>", escape(&source)));
                self.written.insert(source);
            }
            // A link inside a link is none.
            Picture::Elsewhere(_) if self.links.contains(&true) => self.html(text),
            Picture::Elsewhere(source) => {
                let text = if text.trim().is_empty() { escape(&source) } else { text };
                self.html(format!("<a class=\"elsewhere\" href=\"{}\">{text}</a>", escape(&source)));
                self.written.insert(source);
            }
            Picture::Missing => self.html(text),
        }
    }

    fn start_link(&mut self, link_type: LinkType, address: &str, title: CowStr<'a>) {
        let address = match link_type {
            LinkType::Email => format!("mailto:{address}"),
            _ => address.to_owned(),
        };
        let reference = Reference::read(&address, &self.renderer.document.source.path);
        let target = self.renderer.links.link(&reference, self.form);
        self.links.push(target.is_some());
        if let Some(target) = target {
            let (dest_url, id) = (CowStr::from(target.clone()), CowStr::from(""));
            self.out.push(Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, title, id }));
            self.written.insert(target);
        }
    }

    fn start_heading(&mut self, level: HeadingLevel) {
        match self.heading(level) {
            Some(level) => self.html(format!("<h{level}>")),
            None => self.out.push(Event::Start(Tag::Paragraph)),
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        match self.heading(level) {
            Some(level) => self.html(format!("</h{level}>\n")),
            None => self.out.push(Event::End(TagEnd::Paragraph)),
        }
    }

    /// The level a heading is written at: the highest in the piece is the third, right under the
    /// question's own, and none is skipped.
    fn heading(&self, level: HeadingLevel) -> Option<usize> {
        let rank = self.levels.iter().position(|known| *known == level).unwrap_or_default();
        (self.role == Role::Answer).then(|| (rank + 3).min(6))
    }

    fn formula(&mut self, tex: &str, place: Place) {
        self.put(formula(&without_controls(tex), place, self.form));
    }

    /// Keeps finished HTML, and a place for it.
    fn put(&mut self, html: String) {
        let place = self.kept.keep(html);
        self.out.push(Event::Text(CowStr::from(place)));
    }

    /// Text that names sounds or films as Anki does.
    fn sounds(&mut self, text: &str) {
        let path = &self.renderer.document.source.path;
        let mut from = 0;
        for (sign, address) in signs(text) {
            // What is not there stays as it is written; a finding says so.
            if self.renderer.links.picture(&Reference::read(address, path), self.form) == Picture::Missing {
                continue;
            }
            let before = text.get(from..sign.start).unwrap_or_default();
            self.out.push(Event::Text(CowStr::from(before.to_owned())));
            self.picture(address, "", "");
            from = sign.end;
        }
        self.out.push(Event::Text(CowStr::from(text.get(from..).unwrap_or_default().to_owned())));
    }

    /// Puts the footnotes that were referred to under the piece; they may refer to more.
    fn append_footnotes(&mut self) {
        let mut number = 1;
        while let Some(name) = self.used.name(number) {
            let Some(events) = self.renderer.footnotes.text(&name) else { break };
            self.html(if number == 1 { "\n<ol class=\"footnotes\">\n<li>".into() } else { "<li>".into() });
            self.take(&Fragment::new(events));
            self.html("</li>\n".into());
            number += 1;
        }
        if number > 1 {
            self.html("</ol>\n".into());
        }
    }

    /// The HTML with places for blanks and for what is kept, and that.
    fn finish(mut self) -> (String, Kept) {
        let mut out = String::new();
        html::push_html(&mut out, self.out.into_iter());
        if self.holds_raw_html {
            let Renderer { links, document, .. } = self.renderer;
            let path = &document.source.path;
            if is_too_deep(&out) {
                // Nobody nests so deep; cleaning it would take longer than all the rest.
                out = escape(&out);
            }
            out = clean(&out, &Addresses { links, form: self.form, path, written: &self.written });
            out = replace(&out, |address| match player(address, "", self.form) {
                Some(player) if !is_elsewhere(address) => self.kept.keep(player),
                _ => format!("<a class=\"elsewhere\" href=\"{address}\">{address}</a>"),
            });
            out = raw_picture::replace(&out);
        }
        // Raw HTML, titles and descriptions may hold some too, and Anki takes no field with U+001F.
        if out.contains(is_hidden) {
            out = without_controls(&out);
        }
        if let Form::Card { .. } = self.form {
            out = neutralise(&out).into_owned();
        }
        out.truncate(out.trim_end().len());
        (out, self.kept)
    }
}

/// Text without characters that no one can see and some programs stumble over.
pub(super) fn without_controls(text: &str) -> String {
    text.chars().map(|c| if is_hidden(c) { '\u{fffd}' } else { c }).collect()
}

fn is_hidden(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\t')
}

/// The levels of headings in a fragment, each once, highest first.
fn heading_levels(document: &Document<'_>, fragment: &Fragment) -> Vec<HeadingLevel> {
    let levels = fragment.read(document).filter_map(|(_, event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(level),
        _ => None,
    });
    let levels: BTreeSet<HeadingLevel> = levels.collect();
    levels.into_iter().collect()
}
