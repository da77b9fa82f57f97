//! `recto check`.

use super::common::{self, Places, clock};
use super::progress::Bar;
use super::{CheckArguments, Exit, Format, deny, findings, say};
use crate::build::{Passes, inspect};
use crate::error::Result;

pub(super) fn run(arguments: &CheckArguments) -> Result<Exit> {
    let places = Places::of(&arguments.project)?;
    let passes = Passes::new(clock);
    let bar = Bar::new();
    let mut inspected = inspect(&places.request(&passes, &|progress| bar.take(progress))?)?;
    bar.finish();
    deny::deny(&arguments.deny, &mut inspected.findings)?;
    if matches!(arguments.format, Format::Github | Format::Sarif) {
        let way = common::way_to(&places.layout);
        let found = inspected.findings.iter_mut();
        found.for_each(|finding| finding.place.path = format!("{way}{}", finding.place.path));
    }
    if arguments.format == Format::Text && !arguments.all {
        findings::print_some(&inspected.findings);
    } else {
        findings::print(&inspected.findings, arguments.format);
    }
    if arguments.format == Format::Text {
        let tally = findings::tally(&inspected.findings).unwrap_or_else(|| "nothing to complain about".into());
        let documents = say::count(inspected.documents_read(), "document");
        say::line(&format!("{} in {documents}", say::styled(say::BOLD, tally)));
    }
    Ok(findings::exit(&inspected.findings))
}
