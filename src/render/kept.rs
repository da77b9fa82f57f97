//! Finished HTML, formulas and players, that is kept until everything around it is clean.

/// Begins and ends the place of what is kept. These characters mean nothing; an author who writes them can only
/// move his own formulas about.
const PLACE: (char, char) = ('\u{e000}', '\u{e001}');

/// What is kept, in order.
#[derive(Debug, Default)]
pub(super) struct Kept {
    html: Vec<String>,
}

impl Kept {
    /// Keeps finished HTML, and gives the text that holds its place.
    pub(super) fn keep(&mut self, html: String) -> String {
        self.html.push(html);
        format!("{}{}{}", PLACE.0, self.html.len() - 1, PLACE.1)
    }

    /// Puts all that is kept where its places are.
    pub(super) fn put(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len());
        let mut rest = html;
        while let Some((before, after)) = rest.split_once(PLACE.0) {
            out.push_str(before);
            let place = after.split_once(PLACE.1);
            let found = place.and_then(|(number, after)| Some((self.html.get(number.parse::<usize>().ok()?)?, after)));
            match found {
                Some((kept, after)) => {
                    out.push_str(kept);
                    rest = after;
                }
                None => rest = after,
            }
        }
        out.push_str(rest);
        out
    }
}
