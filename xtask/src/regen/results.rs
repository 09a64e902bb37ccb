//! What comes of a run: what is told of it, by product and as a whole.

use super::table::Row;
use crate::diagnostics::{Diagnostics, line};
use crate::workspace;
use alibabacloud_generator::diagnostics::{Diagnostic, listed};
use alibabacloud_generator::files::sync::SyncReport;
use std::collections::BTreeMap;
use std::path::Path;

/// How many products whose sources are not here are named.
const MOST_ABSENT: usize = 20;

/// What has come of a run.
#[derive(Default)]
pub(super) struct Results {
    pub(super) rows: BTreeMap<String, Row>,
    pub(super) diagnostics: Diagnostics,
    /// Sources that product.yaml files name and that are not here: pages or metadata, and of which products.
    pub(super) absent: BTreeMap<&'static str, Vec<String>>,
    /// What kept some of the input from being used.
    pub(super) errors: Vec<String>,
    /// Changes that belong to no product, such as a manifest of the whole folder.
    pub(super) rest: SyncReport,
}

impl Results {
    pub(super) fn row(&mut self, product: &str) -> &mut Row {
        self.rows.entry(product.to_owned()).or_default()
    }

    /// Adds errors of a product's files, which are relative to `folder`.
    pub(super) fn fail(&mut self, product: &str, folder: &Path, errors: Vec<Diagnostic>) {
        let folder = workspace::shown(folder);
        self.errors
            .extend(errors.iter().map(|error| format!("{folder}/{}", line(error))));
        self.diagnostics.add(product, &folder, errors);
    }

    /// The sources that are not here, in one line. Not everyone who has the spec has them.
    pub(super) fn not_at_hand(&self) -> Option<String> {
        let of = |(what, products): (&&str, &Vec<String>)| format!("{what} of {}", listed(products, MOST_ABSENT));
        let all: Vec<_> = self.absent.iter().map(of).collect();
        (!all.is_empty()).then(|| {
            format!(
                "not at hand: {}; their spec stays as it is (`cargo xtask fetch` brings them)",
                all.join(", ")
            )
        })
    }

    /// What became of the files, of all products together.
    pub(super) fn files(&mut self) -> SyncReport {
        let mut all = std::mem::take(&mut self.rest);
        for row in self.rows.values() {
            all.add(row.files.clone());
        }
        all
    }
}
