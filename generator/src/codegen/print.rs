//! Tokens to text: the only place that knows of text.

use crate::files::GENERATED;
use syn::{File, Item};

/// What the first lines of a file say of where it comes from.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The file or folder of the spec.
    pub(super) from: String,
    /// The page that it was read from, if it is of one.
    pub(super) page: Option<String>,
}

impl Header {
    /// Of a file or folder of the spec.
    pub(super) fn of(from: impl Into<String>) -> Self {
        Self {
            from: from.into(),
            page: None,
        }
    }
}

/// The text of a file.
pub(super) fn text(header: &Header, file: File) -> String {
    let mut text = format!("// {GENERATED} from {}. Do not edit.\n", one_line(&header.from));
    let page = header.page.as_deref().map(one_line).filter(|page| !page.is_empty());
    text.extend(page.map(|page| format!("// Source page: {page}\n")));
    let head = File {
        shebang: None,
        frontmatter: None,
        attrs: file.attrs,
        items: Vec::new(),
    };
    if !head.attrs.is_empty() {
        text.push('\n');
        text.push_str(&prettyplease::unparse(&head));
    }
    let mut before = None;
    for item in file.items {
        // Imports stand together, and so do modules.
        let joins = match &item {
            Item::Use(item) => item.attrs.is_empty(),
            Item::Mod(item) => item.attrs.is_empty(),
            _ => false,
        };
        let kind = std::mem::discriminant(&item);
        if !joins || before != Some(kind) {
            text.push('\n');
        }
        before = Some(kind);
        let is_block = matches!(item, Item::Impl(_));
        let one = File {
            shebang: None,
            frontmatter: None,
            attrs: Vec::new(),
            items: vec![item],
        };
        let printed = prettyplease::unparse(&one);
        if is_block {
            space_out(&printed, &mut text);
        } else {
            text.push_str(&printed);
        }
    }
    text
}

/// Puts empty lines between the members of a block.
fn space_out(block: &str, text: &mut String) {
    let mut ended = false;
    for line in block.lines() {
        if ended && line != "}" {
            text.push('\n');
        }
        // A member ends on its own level; what is inside it stands deeper.
        let member = line
            .strip_prefix("    ")
            .is_some_and(|rest| !rest.starts_with([' ', '/']));
        ended = member && line.ends_with(['}', ';']);
        text.push_str(line);
        text.push('\n');
    }
}

/// The text without line breaks and other control characters.
fn one_line(text: &str) -> String {
    let printable = text.chars().filter(|letter| !letter.is_control());
    printable.collect::<String>().trim().to_owned()
}
