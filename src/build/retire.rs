//! What becomes of notes that left the content: they are retired, and shipped with a tag for a while.

use std::collections::BTreeMap;

use super::work::Work;
use crate::config::Retired;
use crate::deck::Note;
use crate::error::Result;
use crate::identity::{Kept, RETIRED, Stamp};
use crate::load;
use crate::note::Guid;
use crate::output::anki::{self, Package, note_type};
use crate::tag::Tag;

/// Notes that left the content, as the package has them.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// How many are shipped with a tag.
    pub tagged: usize,
    /// Anki's ids of those that left now and could not be tagged.
    pub untagged: Vec<i64>,
}

/// Retires what is gone and adds retired notes to the package.
pub(super) fn retire(work: &Work<'_>, gone: &[Guid], stamp: &mut Stamp, package: &mut Package) -> Result<Left> {
    stamp.retire(gone);
    if work.inspected.config.retired == Retired::Keep {
        stamp.keep_untagged();
        return Ok(Left::default());
    }
    let said = last_said(work, stamp);
    stamp.tag(said);
    stamp.let_go();
    for (guid, record, kept) in stamp.retired() {
        let tags = kept.tags.iter().map(String::as_str).chain([RETIRED]);
        let note = Note {
            guid: *guid,
            kind: record.kind,
            made: record.made,
            modified: record.modified,
            deck: record.deck.to_string(),
            tags: tags.filter_map(Tag::parse).collect(),
            ordinals: note_type::ordinals(record.kind, &kept.fields),
            fields: kept.fields.clone(),
            due: 0,
        };
        package.add_retired(&note).map_err(|error| error.at(&work.request.layout.root))?;
    }
    Ok(Left { tagged: stamp.retired().count(), untagged: stamp.left_untagged() })
}

/// What retired notes said in the last build's package, where that is still here. One that cannot be
/// read is as good as none: the notes are retired all the same, only without a tag.
fn last_said(work: &Work<'_>, stamp: &Stamp) -> BTreeMap<Guid, Kept> {
    let wanted = stamp.untagged();
    let mut said = BTreeMap::new();
    let packages = if wanted.is_empty() { Vec::new() } else { load::packages(work.request.output) };
    for path in packages {
        let read = load::open_package(&path).and_then(|file| {
            anki::read(file, &path, &work.staging.scratch("last.anki2")?, |note| {
                if wanted.contains(&note.guid) {
                    said.insert(note.guid, Kept { fields: note.fields, tags: note.tags });
                }
            })
        });
        drop(read);
    }
    said
}
