//! Permanent links: which page a card is on, found by its guid.

use super::js;
use crate::note::Guid;
use crate::path::OutPath;

/// The digits of a guid.
const DIGITS: &str = "0123456789abcdefghijkmnpqrstwxyz";

/// About so many cards stand in one file.
const CARDS_A_SHARD: usize = 2000;

/// The number of files for `cards` cards, at least one.
pub(super) fn shards(cards: usize) -> usize {
    cards.div_ceil(CARDS_A_SHARD).clamp(1, 512)
}

/// The file that holds `guid`, of `shards` files.
fn shard(guid: &Guid, shards: usize) -> usize {
    let digits = guid.as_str().chars().take(2).map(|c| DIGITS.find(c).unwrap_or(0));
    digits.fold(0, |value, digit| value * 32 + digit) * shards / 512
}

/// The files for `cards`, each with its page's address, page by page.
pub(super) fn files<'a>(
    cards: impl Iterator<Item = (&'a Guid, &'a str)>,
    shards: usize,
) -> impl Iterator<Item = (OutPath, String)> {
    let mut buckets: Vec<Vec<(&Guid, &str)>> = vec![Vec::new(); shards];
    for (guid, page) in cards {
        if let Some(bucket) = buckets.get_mut(shard(guid, shards)) {
            bucket.push((guid, page));
        }
    }
    buckets.into_iter().enumerate().filter_map(|(number, cards)| {
        let path = OutPath::new(&format!("links/{number}.js"))?;
        Some((path, file(&cards)))
    })
}

/// One file. Cards of a page stand together, so a page is new where it is not the last one.
fn file(cards: &[(&Guid, &str)]) -> String {
    let mut pages: Vec<&str> = Vec::new();
    let mut entries = String::new();
    for (guid, page) in cards {
        if pages.last() != Some(page) {
            pages.push(page);
        }
        if !entries.is_empty() {
            entries.push(',');
        }
        js::string(&mut entries, guid.as_str());
        entries.push_str(&format!(":{}", pages.len() - 1));
    }
    let mut out = String::from("recto.links({\"pages\":");
    js::strings(&mut out, pages);
    out.push_str(",\"cards\":{");
    out.push_str(&entries);
    out.push_str("}});\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_in_the_file_its_first_digits_name() {
        let guids: Vec<Guid> = (0..200).map(|n| Guid::from_bits(0x0123_4567_89ab_cdef_u64.wrapping_mul(n))).collect();
        let files: Vec<_> = files(guids.iter().map(|guid| (guid, "a.html")), 7).collect();
        assert_eq!(files.len(), 7);
        for guid in &guids {
            let file = &files[shard(guid, 7)].1;
            assert!(file.contains(guid.as_str()));
        }
        assert_eq!((shards(0), shards(2000), shards(2001), shards(9_000_000)), (1, 1, 2, 512));
        let last = Guid::parse("fzzzzzzzzzzzz").unwrap();
        assert_eq!((shard(&last, 1), shard(&last, 512)), (0, 511));
    }

    #[test]
    fn the_form_is_that_of_the_contract() {
        let guids = [Guid::from_bits(1), Guid::from_bits(2)];
        let cards = [(&guids[0], "a.html"), (&guids[1], "b.html")];
        let files: Vec<_> = files(cards.into_iter(), 1).collect();
        assert_eq!(files[0].0.as_str(), "links/0.js");
        assert_eq!(
            files[0].1,
            "recto.links({\"pages\":[\"a.html\",\"b.html\"],\"cards\":{\"0000000000001\":0,\"0000000000002\":1}});\n"
        );
    }
}
