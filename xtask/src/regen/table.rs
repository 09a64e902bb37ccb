//! The table at the end of a run.

use alibabacloud_generator::files::sync::SyncReport;
use alibabacloud_generator::spec::model::Field;
use alibabacloud_generator::spec::product::Product;
use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use std::time::Duration;

/// What a run did for one product.
#[derive(Debug, Default)]
pub(crate) struct Row {
    pub(crate) pages: Option<usize>,
    pub(crate) counts: Option<Counts>,
    pub(crate) diagnostics: usize,
    pub(crate) files: SyncReport,
    pub(crate) time: Duration,
}

/// What a product has.
#[derive(Debug, Default, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Counts {
    operations: usize,
    fields: usize,
    values: usize,
    errors: usize,
}

impl Counts {
    pub(crate) fn of(product: &Product) -> Self {
        let mut counts = Self::default();
        for version in &product.versions {
            counts.errors += version.common.errors.len();
            for operation in &version.operations {
                counts.operations += 1;
                counts.errors += operation.errors.len();
                counts.add(&operation.request);
                counts.add(&operation.response);
            }
        }
        counts
    }

    pub(crate) const fn operations(self) -> usize {
        self.operations
    }

    fn add(&mut self, fields: &[Field]) {
        for field in fields {
            self.fields += 1;
            self.values += field.values.len();
            self.add(&field.fields);
        }
    }
}

const HEAD: [&str; 11] = [
    "product",
    "pages",
    "operations",
    "fields",
    "values",
    "errors",
    "diagnostics",
    "written",
    "unchanged",
    "removed",
    "time",
];

/// The table, with a line of sums where there are several products.
pub(crate) fn table<'a>(rows: impl Iterator<Item = (&'a str, &'a Row)>, time: Duration) -> String {
    let mut lines = vec![HEAD.map(str::to_owned)];
    let mut sums = [0; 9];
    for (product, row) in rows {
        let counts = row.counts;
        let numbers = [
            row.pages,
            counts.map(|counts| counts.operations),
            counts.map(|counts| counts.fields),
            counts.map(|counts| counts.values),
            counts.map(|counts| counts.errors),
            Some(row.diagnostics),
            Some(row.files.written.len()),
            Some(row.files.unchanged),
            Some(row.files.removed.len()),
        ];
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum += number.unwrap_or_default();
        }
        lines.push(line(
            product,
            numbers.map(|number| number.map_or_else(|| "-".to_owned(), |number| number.to_string())),
            row.time,
        ));
    }
    if lines.len() > 2 {
        lines.push(line("all", sums.map(|sum| sum.to_string()), time));
    }
    aligned(&lines)
}

fn line(product: &str, numbers: [String; 9], time: Duration) -> [String; 11] {
    let mut line = [const { String::new() }; 11];
    line[0] = product.to_owned();
    for (cell, number) in line[1..].iter_mut().zip(numbers) {
        *cell = number;
    }
    line[10] = format!("{:.2} s", time.as_secs_f64());
    line
}

fn aligned(lines: &[[String; 11]]) -> String {
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or_default()
    };
    let widths: Vec<_> = (0..HEAD.len()).map(width).collect();
    let mut text = String::new();
    for line in lines {
        let _ = write!(text, "{:<1$}", line[0], widths[0]);
        for (cell, width) in line.iter().zip(&widths).skip(1) {
            let _ = write!(text, "  {cell:>width$}");
        }
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_alignment() {
        let row = |pages, diagnostics| Row {
            pages,
            diagnostics,
            ..Row::default()
        };
        let rows = [("kms", row(Some(10), 2)), ("multimediaai", row(None, 3))];
        let table = table(rows.iter().map(|(name, row)| (*name, row)), Duration::from_millis(1230));
        let lines: Vec<_> = table.lines().collect();
        assert_eq!(lines.len(), 4);
        assert!(lines.iter().all(|line| line.len() == lines[0].len()), "{table}");
        assert_eq!(
            lines[3].split_whitespace().collect::<Vec<_>>(),
            ["all", "10", "0", "0", "0", "0", "5", "0", "0", "0", "1.23", "s"]
        );
    }
}
