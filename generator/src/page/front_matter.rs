//! The YAML that clippers put before a page.

use serde::Deserialize;

/// What it says of the page.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct FrontMatter {
    pub(crate) title: Option<String>,
}

/// How many lines it may have.
const MOST_LINES: usize = 100;

/// Splits front matter off a page: what it says, or why it can't be read, and the number of its lines.
pub(crate) fn split(text: &str) -> Option<(Result<FrontMatter, String>, usize)> {
    let mut lines = text.lines();
    if lines.next()?.trim_end() != "---" {
        return None;
    }
    let end = lines.take(MOST_LINES).position(|line| line.trim_end() == "---")?;
    let yaml = text.lines().skip(1).take(end).collect::<Vec<_>>().join("\n");
    // A rule, not front matter: nothing in it looks like a key.
    if !yaml.contains(':') {
        return None;
    }
    let read = crate::yaml::from_str(&yaml).map_err(|error| error.to_string());
    Some((read, end + 2))
}
