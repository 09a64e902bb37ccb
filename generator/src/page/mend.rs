//! Mends the tables of a page, so that a GFM parser can read them.
//!
//! The pages let a cell span lines: a paragraph or a list inside a cell, closed by a `|` lines later. A GFM parser ends the table at the
//! first blank line and loses the rest. Here each row becomes one line, with exactly as many cells as the header; the line breaks
//! inside cells stand as [`BREAK`] until the cells are read.

use memchr::memchr_iter;
use std::borrow::Cow;

/// Stands for a line break inside a cell of a mended table. A private-use character: no page holds it.
pub(crate) const BREAK: char = '\u{E00A}';
/// The first byte of [`BREAK`], which no Chinese or Latin letter begins with: a byte is looked for faster.
pub(crate) const BREAK_BEGINS: u8 = 0xEE;

/// The cells that a row may have; more than this is no table.
const MOST_COLUMNS: usize = 64;

/// A page whose every table row stands on one line.
#[derive(Debug, Default)]
pub(crate) struct Mended {
    pub(crate) text: String,
    /// For each line of `text` where it begins there, and the line of the page it begins at, counted from 1.
    lines: Vec<(usize, usize)>,
    /// The lines of rows that the page never closed.
    pub(crate) cut_off: Vec<usize>,
    /// The lines of rows with more cells than their header.
    pub(crate) too_many_cells: Vec<usize>,
}

impl Mended {
    fn push(&mut self, line: usize, text: &str) {
        self.lines.push((self.text.len(), line));
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Writes a row on one line, filled up to the number of columns.
    fn push_row<T: AsRef<str>>(&mut self, line: usize, indent: &str, cells: &[T], columns: usize) {
        self.lines.push((self.text.len(), line));
        self.text.push_str(indent);
        self.text.push('|');
        for at in 0..columns {
            self.text.push_str(cells.get(at).map_or("", |cell| cell.as_ref()));
            self.text.push('|');
        }
        self.text.push('\n');
    }

    /// How many lines `text` has.
    pub(crate) fn lines(&self) -> usize {
        self.lines.len()
    }

    /// The line of the page that a place in `text` comes from.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        let after = self.lines.partition_point(|(start, _)| *start <= offset);
        let before = after.checked_sub(1).and_then(|at| self.lines.get(at));
        before.map_or(0, |(_, line)| *line)
    }
}

/// Mends all tables of a page, from one of its lines on. What an earlier page took up is used again.
pub(crate) fn mend(page: &str, first_line: usize, mended: &mut Mended) {
    let lines = lines(page);
    mended.text.clear();
    mended.text.reserve(page.len() + page.len() / 8);
    mended.lines.clear();
    mended.lines.reserve(lines.len() + lines.len() / 8);
    mended.cut_off.clear();
    mended.too_many_cells.clear();
    let mut at = first_line - 1;
    let mut fence: Option<Fence> = None;
    while at < lines.len() {
        let line = lines[at];
        if let Some(open) = &fence {
            if open.is_closed_by(line) {
                fence = None;
            }
            mended.push(at + 1, line);
            at += 1;
        } else if let Some(opened) = Fence::opened_by(line) {
            fence = Some(opened);
            // `{#id}` after a fence would be read as its language, with a brace that breaks nothing; kept as it is.
            mended.push(at + 1, line);
            at += 1;
        } else if starts_row(line) {
            at = mend_table(&lines, at, mended);
        } else {
            mended.push(at + 1, line);
            at += 1;
        }
    }
}

/// What [`str::lines`] gives, faster.
fn lines(page: &str) -> Vec<&str> {
    let mut lines = Vec::with_capacity(page.len() / 32);
    let mut begin = 0;
    for end in memchr_iter(b'\n', page.as_bytes()) {
        let line = &page[begin..end];
        lines.push(line.strip_suffix('\r').unwrap_or(line));
        begin = end + 1;
    }
    if begin < page.len() {
        lines.push(&page[begin..]);
    }
    lines
}

/// Mends the table whose header begins at line `start`; gives the first line after it.
fn mend_table(lines: &[&str], start: usize, mended: &mut Mended) -> usize {
    let indent: String = lines[start].chars().take_while(|c| c.is_ascii_whitespace()).collect();
    let (header, mut at, closed) = gather(lines, start, 0);
    let cells = split_cells(&header);
    let columns = cells.len();
    if !closed || !(2..=MOST_COLUMNS).contains(&columns) {
        // Not a table after all: a lone pipe, or a diagram.
        mended.push(start + 1, lines[start]);
        return start + 1;
    }
    let first_heading = cells[0].trim().to_owned();
    // The blank line ends a paragraph before: a table can't interrupt every construct.
    mended.push(start + 1, "");
    mended.push_row(start + 1, &indent, &cells, columns);
    let ruled = at < lines.len() && is_rule(lines[at]);
    mended.push_row(start + 2, &indent, &vec!["--"; columns], columns);
    if ruled {
        at += 1;
    }
    loop {
        let mut next = at;
        while next < lines.len() && !starts_row(lines[next]) && lines[next].trim().is_empty() {
            next += 1;
        }
        if next >= lines.len() || !starts_row(lines[next]) {
            break;
        }
        let after_blank = next > at;
        if after_blank && begins_new_table(lines, next, &first_heading) {
            break;
        }
        let (row, after, closed) = gather(lines, next, columns);
        let mut cells = split_cells(&row);
        if !closed {
            mended.cut_off.push(next + 1);
        }
        if cells.len() > columns {
            while cells.len() > columns && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
                cells.pop();
            }
            if cells.len() > columns {
                mended.too_many_cells.push(next + 1);
            }
        }
        let last = (cells.len() > columns).then(|| cells.split_off(columns - 1).join("\\|"));
        cells.extend(last.as_deref());
        if !is_rule(&row) {
            mended.push_row(next + 1, &indent, &cells, columns);
        }
        at = after.max(next + 1);
    }
    mended.push(at + 1, "");
    at
}

/// Whether the row at `at`, after a blank line, is the header of another table.
fn begins_new_table(lines: &[&str], at: usize, first_heading: &str) -> bool {
    let (header, after, closed) = gather(lines, at, 0);
    if !closed {
        return false;
    }
    let ruled = after < lines.len() && is_rule(lines[after]);
    ruled
        || split_cells(&header)
            .first()
            .is_some_and(|cell| cell.trim() == first_heading)
}

/// Joins the lines of one row. Gives its text, the line after it, and whether the page closed it.
///
/// With `columns` 0 (a header) the row ends at the first line that ends in a pipe.
fn gather<'a>(lines: &[&'a str], start: usize, columns: usize) -> (Cow<'a, str>, usize, bool) {
    /// A cell longer than this is a table that was never closed.
    const LONGEST_ROW: usize = 2_000;
    /// The bytes that lines after the first mostly add.
    const JOINED: usize = 256;
    let mut row = Cow::Borrowed(lines[start].trim());
    let mut pipes = count_pipes(&row);
    let mut fence: Option<Fence> = None;
    let mut at = start + 1;
    let wanted = if columns == 0 { 3 } else { columns + 1 };
    loop {
        if pipes >= wanted && ends_with_pipe(&row) && fence.is_none() {
            return (row, at, true);
        }
        // A closed line with too few cells, before what can only be the next row: the row lacks cells.
        if pipes >= 2
            && ends_with_pipe(&row)
            && fence.is_none()
            && (at >= lines.len() || ends_short_row(lines[at], columns))
        {
            return (row, at, true);
        }
        let limit = if columns == 0 { 12 } else { LONGEST_ROW };
        if at >= lines.len() || at - start > limit || (fence.is_none() && breaks_row(lines, at, columns)) {
            return (row, at, false);
        }
        let line = lines[at];
        match &fence {
            // The pipe that closes the cell may stand behind the fence's end.
            Some(open) if open.is_closed_by(line.trim_end().trim_end_matches('|')) => fence = None,
            Some(_) => {}
            None => fence = Fence::opened_by(line),
        }
        row = match row {
            Cow::Borrowed(first) => Cow::Owned(String::with_capacity(first.len() + JOINED) + first),
            joined => joined,
        };
        let joined = row.to_mut();
        joined.push(BREAK);
        joined.push_str(line.trim_end());
        pipes += if fence.is_some() { 0 } else { count_pipes(line) };
        at += 1;
    }
}

/// Whether a line can't belong to the open row above it.
fn breaks_row(lines: &[&str], at: usize, columns: usize) -> bool {
    let line = lines[at];
    if is_heading(line) {
        return true;
    }
    if columns == 0 {
        return line.trim().is_empty();
    }
    // A whole row of its own, with as many cells as the header and a name first: the row above was never closed.
    starts_row(line) && count_pipes(line) > columns && ends_with_pipe(line.trim()) && starts_with_name(line)
}

/// Whether a line after a closed row that lacks cells shows that it has ended.
fn ends_short_row(line: &str, columns: usize) -> bool {
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return false;
    }
    is_heading(line)
        || is_rule(line)
        || (starts_row(line) && count_pipes(line) >= columns.clamp(2, 3) && starts_with_name(line))
        || (columns > 0 && !trimmed.starts_with('|') && !line.starts_with([' ', '-']))
}

fn is_heading(line: &str) -> bool {
    let hashes = line.bytes().take_while(|b| *b == b'#').count();
    (1..=6).contains(&hashes) && line[hashes..].starts_with(' ')
}

fn starts_with_name(line: &str) -> bool {
    line.trim_start()
        .trim_start_matches('|')
        .chars()
        .next()
        .is_some_and(|c| !c.is_whitespace() || c == '\u{2003}')
}

/// Whether a line begins a table row: a pipe, less than a code block's indentation away or inside a list.
fn starts_row(line: &str) -> bool {
    line.bytes().find(|b| !matches!(b, b' ' | b'\t')) == Some(b'|')
}

/// Whether a line is the rule between header and body.
fn is_rule(line: &str) -> bool {
    if !starts_row(line) {
        return false;
    }
    let trimmed = line.trim();
    trimmed.starts_with('|')
        && trimmed.bytes().all(|b| matches!(b, b'|' | b'-' | b':' | b' '))
        && trimmed.contains("--")
}

fn ends_with_pipe(text: &str) -> bool {
    let trimmed = text.trim_end().trim_end_matches(BREAK).trim_end();
    trimmed.len() > 1 && trimmed.ends_with('|') && !is_escaped(trimmed, trimmed.len() - 1)
}

fn is_escaped(text: &str, at: usize) -> bool {
    text.as_bytes()[..at].iter().rev().take_while(|b| **b == b'\\').count() % 2 == 1
}

fn count_pipes(text: &str) -> usize {
    pipes(text).count()
}

/// Where the pipes are that stand between cells.
fn pipes(text: &str) -> impl Iterator<Item = usize> + '_ {
    memchr_iter(b'|', text.as_bytes()).filter(|at| !is_escaped(text, *at))
}

/// The cells between the pipes of a row.
fn split_cells(row: &str) -> Vec<&str> {
    let row = row.trim_matches([' ', '\t', BREAK]);
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if ends_with_pipe(row) {
        &row[..row.len() - 1]
    } else if row == "|" {
        ""
    } else {
        row
    };
    let mut cells = Vec::with_capacity(8);
    let mut from = 0;
    for at in pipes(row) {
        cells.push(&row[from..at]);
        from = at + 1;
    }
    cells.push(&row[from..]);
    cells
}

/// A fence that opened and has not closed.
struct Fence {
    mark: char,
    length: usize,
}

impl Fence {
    fn opened_by(line: &str) -> Option<Self> {
        // Told soonest of most lines.
        let first = line.as_bytes().first()?;
        if first.is_ascii_alphanumeric() || *first == b'|' {
            return None;
        }
        let trimmed = line.trim_start();
        let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = trimmed.chars().take_while(|c| *c == mark).count();
        let closes_itself = trimmed.trim_start_matches(mark).contains("```");
        (length >= 3 && !closes_itself).then_some(Self { mark, length })
    }

    fn is_closed_by(&self, line: &str) -> bool {
        let trimmed = line.trim();
        trimmed.len() >= self.length && trimmed.chars().all(|c| c == self.mark)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(page: &str) -> Mended {
        let mut mended = Mended::default();
        mend(page, 1, &mut mended);
        mended
    }

    fn rows(page: &str) -> Vec<String> {
        mended(page)
            .text
            .lines()
            .filter(|line| line.starts_with('|'))
            .map(|line| line.replace(BREAK, "⏎"))
            .collect()
    }

    #[test]
    fn rows_of_many_forms_become_one_line_each() {
        let cases: &[(&str, &str, &[&str])] = &[
            ("plain", "|A|B|\n|--|--|\n|a|b|\n", &["|A|B|", "|--|--|", "|a|b|"]),
            (
                "paragraph, blank, pipe",
                "|A|B|\n|--|--|\n|a|b\n\n |\n|c|d|\n",
                &["|A|B|", "|--|--|", "|a|b⏎⏎ |", "|c|d|"],
            ),
            (
                "lone pipe",
                "|A|B|\n|--|--|\n|a|x\n\n-   y\n\n|\n|c|d|\n",
                &["|A|B|", "|--|--|", "|a|x⏎⏎-   y⏎⏎|", "|c|d|"],
            ),
            ("no rule", "|A|B|\n|a|b|\n", &["|A|B|", "|--|--|", "|a|b|"]),
            (
                "split header",
                "|A\n|B|\n|--|--|\n|a|b|\n",
                &["|A⏎|B|", "|--|--|", "|a|b|"],
            ),
            (
                "too many cells",
                "|A|B|\n|--|--|\n|a|b|c|\n",
                &["|A|B|", "|--|--|", "|a|b\\|c|"],
            ),
            (
                "empty last cell too many",
                "|A|B|\n|--|--|\n|a|b||\n",
                &["|A|B|", "|--|--|", "|a|b|"],
            ),
            (
                "escaped pipe",
                "|A|B|\n|--|--|\n|a|b\\|c|\n",
                &["|A|B|", "|--|--|", "|a|b\\|c|"],
            ),
            (
                "too few cells",
                "|A|B|C|\n|--|--|--|\n|a|b|\n|c|d|e|\n",
                &["|A|B|C|", "|--|--|--|", "|a|b||", "|c|d|e|"],
            ),
            (
                "two tables",
                "|A|B|\n|--|--|\n|a|b|\n\n|A|B|\n|--|--|\n|c|d|\n",
                &["|A|B|", "|--|--|", "|a|b|", "|A|B|", "|--|--|", "|c|d|"],
            ),
            (
                "cut off by a heading",
                "|A|B|\n|--|--|\n|a|b\n\n## H\n",
                &["|A|B|", "|--|--|", "|a|b|"],
            ),
            (
                "a fence inside a cell",
                "|A|B|\n|--|--|\n|a|x\n\n ```\n|y|\n``` |\n|c|d|\n",
                &["|A|B|", "|--|--|", "|a|x⏎⏎ ```⏎\\|y\\|⏎``` |", "|c|d|"],
            ),
            ("in a fence", "```\n|A|B|\n```\n", &["|A|B|"]),
        ];
        for (name, page, expected) in cases {
            assert_eq!(rows(page), *expected, "{name}");
        }
    }

    #[test]
    fn lines_are_those_of_the_page() {
        let mended = mended("# T\n\n|A|B|\n|--|--|\n|a|b\n\n |\n|c|d|\n\nend\n");
        let line_of = |needle: &str| mended.line_at(mended.text.find(needle).expect("a row"));
        assert_eq!((line_of("|a"), line_of("|c"), line_of("end")), (5, 8, 10));
    }
}
