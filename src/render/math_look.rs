//! The converter writes where columns stand, borders and colours as `style`, which the content policy of the
//! pages forbids: here they become classes, whose rules stand in `content.css` of the theme `recto`.

/// Declarations, each with its class; an empty one needs none.
const CLASSES: &[(&str, &str)] = &[
    ("width:100%", "m-wide"),
    ("width:50%", "m-half"),
    ("width:7.5%", "m-edge"),
    ("text-align:left", "m-left"),
    ("text-align:right", "m-right"),
    ("justify-items:start", ""),
    ("justify-items:end", ""),
    ("padding-left:0", "m-close-left"),
    ("padding-left:0.1em", "m-close-left"),
    ("padding-left:1em", "m-apart"),
    ("padding-right:0", "m-close-right"),
    ("padding-right:0.1em", "m-close-right"),
    ("padding-top:0", "m-close-top"),
    ("padding-bottom:0", ""),
    ("padding-top:0.1667em", ""),
    ("border-top:0.05emsolidcurrentcolor", "m-over"),
    ("border-left:0.05emsolidcurrentcolor", "m-before"),
    ("border-right:0.05emsolidcurrentcolor", "m-after"),
    ("border-top:0.05emdashedcurrentcolor", "m-over m-dashed"),
    ("border-left:0.05emdashedcurrentcolor", "m-before m-dashed"),
    ("border-right:0.05emdashedcurrentcolor", "m-after m-dashed"),
    ("math-shift:compact", ""),
];

/// MathML with classes, and `mathcolor`, in place of styles; `None` where a style is unknown.
pub(super) fn with_classes(mathml: &str) -> Option<String> {
    const STYLE: &str = " style=\"";
    let mut out = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, after)) = rest.split_once('<') {
        let (tag, next) = after.split_once('>')?;
        out.push_str(before);
        out.push('<');
        if let Some((name, style)) = tag.split_once(STYLE) {
            let (style, end) = style.split_once('"')?;
            out.push_str(name);
            out.push_str(&attributes(style)?);
            out.push_str(end);
        } else {
            out.push_str(tag);
        }
        out.push('>');
        rest = next;
    }
    out.push_str(rest);
    Some(out)
}

/// The attributes that say what a style says.
fn attributes(style: &str) -> Option<String> {
    let mut classes: Vec<&str> = Vec::new();
    let mut colour = String::new();
    for declaration in style.split(';') {
        let declaration: String = declaration.split_whitespace().collect();
        if declaration.is_empty() {
            continue;
        }
        if let Some(value) = declaration.strip_prefix("color:") {
            colour = format!(" mathcolor=\"{value}\"");
            continue;
        }
        // A step back, as wide as `\!` wants it; of others the width does not matter much.
        if declaration.starts_with("margin-left:-") {
            classes.push("m-back");
            continue;
        }
        let (_, class) = CLASSES.iter().find(|(known, _)| *known == declaration)?;
        if !class.is_empty() {
            classes.push(class);
        }
    }
    let class = if classes.is_empty() { String::new() } else { format!(" class=\"{}\"", classes.join(" ")) };
    Some(class + &colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_become_classes() {
        let cell = r#"<mtd style="text-align: left;justify-items: start;padding-left: 0;"><mi>a</mi></mtd>"#;
        assert_eq!(with_classes(cell).unwrap(), r#"<mtd class="m-left m-close-left"><mi>a</mi></mtd>"#);
        let red = r#"<mrow style="color:#ff0000;"><mi>a</mi></mrow>"#;
        assert_eq!(with_classes(red).unwrap(), r##"<mrow mathcolor="#ff0000"><mi>a</mi></mrow>"##);
        assert_eq!(with_classes("<mi>style=\"a\"</mi>").unwrap(), "<mi>style=\"a\"</mi>");
        assert_eq!(with_classes("<mi style=\"position: fixed\">a</mi>"), None);
    }
}
