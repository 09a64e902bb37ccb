//! Where on a page something is said that came to light only after the page was read.

use alibabacloud_generator::diagnostics::Diagnostic;
use alibabacloud_generator::files::read;
use std::path::Path;

/// Gives diagnostics of the second half, which knows of pages only their names, the line that they are about.
pub(super) fn locate(pages: &Path, diagnostics: &mut [Diagnostic]) {
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.line == 0) {
        // A page that was moved since, or a spec without pages: the file alone must do.
        if let Ok(Some(text)) = read::text(&pages.join(&diagnostic.file))
            && let Some((line, row)) =
                row_of(&text, subject(&diagnostic.message)).or_else(|| title_of(&text, subject(&diagnostic.message)))
        {
            diagnostic.line = line;
            if diagnostic.excerpt.is_empty() {
                *diagnostic = diagnostic.clone().with_excerpt(row);
            }
        }
    }
}

/// What a diagnostic is about: its message begins with the name.
fn subject(message: &str) -> &str {
    let first = message.split([' ', ':']).next().unwrap_or_default();
    first.trim_matches(['`', '"'])
}

/// The last row of a table that begins with the name; the last, as it is the second of two that is in the way.
fn row_of<'a>(text: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let first = |row: &str| {
        let cell = row.trim_start().strip_prefix('|')?.split('|').next()?;
        Some(
            cell.replace('\\', "")
                .trim_matches(|letter: char| letter.is_whitespace() || letter == '└')
                .to_owned(),
        )
    };
    let rows = text
        .lines()
        .enumerate()
        .filter(|(_, row)| first(row).as_deref() == Some(name));
    rows.map(|(at, row)| (at + 1, row)).last()
}

/// The page's title, if it is the name.
fn title_of<'a>(text: &'a str, name: &str) -> Option<(usize, &'a str)> {
    let title = |line: &str| {
        let rest = line.strip_prefix("# ")?;
        Some(rest.split(" {#").next()?.trim() == name && !name.is_empty())
    };
    text.lines()
        .enumerate()
        .find(|(_, line)| title(line) == Some(true))
        .map(|(at, line)| (at + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_by_their_first_cell() {
        let page = "# X\n\n|Name|Type|\n|--|--|\n|Name|String|\n|name|String|\n|A\\_B|x|\n|└ Deep|x|\n";
        for (name, line) in [
            ("Name", Some(5)),
            ("name", Some(6)),
            ("A_B", Some(7)),
            ("Deep", Some(8)),
            ("Nam", None),
            ("", None),
        ] {
            assert_eq!(row_of(page, name).map(|(line, _)| line), line, "{name:?}");
        }
        assert_eq!(title_of(page, "X"), Some((1, "# X")));
        assert_eq!(title_of("\n# X {#x .y}\n", "X"), Some((2, "# X {#x .y}")));
        assert_eq!(title_of(page, "Name"), None);
        assert_eq!(subject("`fn` is a word"), "fn");
    }
}
