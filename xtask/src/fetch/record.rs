//! What was fetched, in `product.yaml`: the only part of it that is not people's.

use alibabacloud_generator::files::write::replace;
use alibabacloud_generator::spec::product::{Fetched, Manifest};
use alibabacloud_generator::yaml::{self, positions::section};
use anyhow::{Context as _, bail};
use std::fs;
use std::path::Path;

const COMMENT: &str = "# What `cargo xtask fetch` brought; it writes this part anew.";
const KEY: &str = "fetched";

/// Writes what was fetched in the place of what was before.
pub(super) fn write(path: &Path, fetched: &Fetched) -> anyhow::Result<()> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let text = with(&text, fetched);
    // Whatever else the file holds, it must be read as before.
    match yaml::from_str::<Manifest>(&text) {
        Ok(manifest) if manifest.fetched.as_ref() == Some(fetched) => {}
        _ => bail!("{}: `fetched` can't be written into it", path.display()),
    }
    Ok(replace(path, &text)?)
}

fn with(text: &str, fetched: &Fetched) -> String {
    let (before, behind) = match section(text, KEY) {
        Some(old) => (&text[..old.start], text[old.end..].trim_start_matches('\n')),
        None => (text, ""),
    };
    let before = before.trim_end().strip_suffix(COMMENT).unwrap_or(before);
    // Dates and sums of digits alone are texts, which YAML 1.1 knows by their quotes.
    let mut body = String::new();
    if !fetched.metadata.is_empty() {
        body.push_str("  metadata:\n");
    }
    for (version, sum) in &fetched.metadata {
        body.push_str(&format!("    '{version}': '{sum}'\n"));
    }
    if let Some(commit) = &fetched.docs {
        body.push_str(&format!("  docs: '{commit}'\n"));
    }
    let kept = [before, behind].concat();
    format!("{}\n\n{COMMENT}\n{KEY}:\n{body}", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_keep_the_rest() {
        let fetched = Fetched {
            metadata: [("2020-01-02".to_owned(), "ab".to_owned())].into(),
            docs: None,
        };
        let block = "\n# What `cargo xtask fetch` brought; it writes this part anew.\nfetched:\n  metadata:\n    '2020-01-02': 'ab'\n";
        let mine = "# Mine.\ncode: X\n\n# A rule.\nstyle: RPC\n";
        for (before, after) in [
            (mine.to_owned(), format!("{mine}{block}")),
            (format!("{mine}{}", block.replace("ab", "cd")), format!("{mine}{block}")),
            (
                "fetched:\n  docs: x\nprose: none\n".to_owned(),
                format!("prose: none\n{block}"),
            ),
            (
                format!("code: X\n{block}\n# Mine.\nprose: none\n"),
                format!("code: X\n\n# Mine.\nprose: none\n{block}"),
            ),
        ] {
            assert_eq!(with(&before, &fetched), after);
        }
    }
}
