//! The error codes that most operations of a version list alike: they stand once, and not with each operation.

use crate::spec::model::{CommonErrors, ErrorCode, Operation};
use std::collections::{BTreeMap, BTreeSet};

/// How many operations must have a table of errors before those that many of them list are taken for common. Fewer don't show what is
/// common: that three of five operations can fail alike says nothing of a sixth.
const FEWEST: usize = 10;

/// What makes two rows the same: code, status, and message without regard to white space, case and the last mark.
type Row = (String, Option<u16>, String);

fn row(error: &ErrorCode) -> Row {
    let words: Vec<_> = error.message.split_whitespace().collect();
    let message = words.join(" ").to_lowercase();
    let message = message.trim_end_matches(|last: char| last.is_ascii_punctuation() || "。！；，、：".contains(last));
    (error.code.clone(), error.http_status, message.trim_end().to_owned())
}

/// Adds what at least half of the operations with errors list alike, and takes from the operations what stands in common.
pub(crate) fn share(common: &mut CommonErrors, operations: &mut [Operation]) {
    let listing = operations.iter().filter(|operation| !operation.errors.is_empty());
    let listing: Vec<_> = listing.collect();
    let mut known: BTreeSet<Row> = common.errors.iter().map(row).collect();
    if listing.len() >= FEWEST {
        let mut alike: BTreeMap<Row, (usize, &ErrorCode)> = BTreeMap::new();
        for operation in &listing {
            let mut own = BTreeSet::new();
            for error in &operation.errors {
                let row = row(error);
                if own.insert(row.clone()) {
                    alike.entry(row).or_insert((0, error)).0 += 1;
                }
            }
        }
        // What half of those that tell anything have is the rule, and the others' silence is no exception to it; below, it is what some
        // operations do alike.
        let rule = alike.into_iter().filter(|(_, (count, _))| count * 2 >= listing.len());
        let rule = rule.filter(|(row, _)| !known.contains(row));
        let more: Vec<(Row, ErrorCode)> = rule.map(|(row, (_, error))| (row, error.clone())).collect();
        for (row, error) in more {
            known.insert(row);
            common.errors.push(error);
        }
    }
    for operation in operations {
        operation.errors.retain(|error| !known.contains(&row(error)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_operations_have_in_common() {
        let of = |errors: Vec<ErrorCode>| Operation {
            errors,
            ..Operation::default()
        };
        let wait = || ErrorCode::of("Busy", 400, "Please wait.");
        let silent = || of(vec![]);
        let own = || of(vec![ErrorCode::of("Own", 400, "Mine.")]);
        let busy = || of(vec![wait(), ErrorCode::of("Own", 400, "Mine.")]);
        let many = |busies: usize, owns: usize| -> Vec<Operation> {
            let busies = (0..busies).map(|_| busy());
            busies
                .chain((0..owns).map(|_| of(vec![ErrorCode::of("Other", 400, "x")])))
                .chain([silent()])
                .collect()
        };
        // Operations; what a page lists; the codes in common, and how many the operations keep.
        for (mut operations, page, common, kept) in [
            (many(9, 0), vec![], &[][..], 18),
            (many(5, 5), vec![], &["Busy", "Other", "Own"], 0),
            (many(5, 6), vec![], &["Other"], 10),
            (many(4, 6), vec![], &["Other"], 8),
            (vec![busy(), own()], vec![wait()], &["Busy"], 2),
            // Another message or status is another row.
            (
                vec![of(vec![ErrorCode::of("Busy", 400, "The disk is busy.")])],
                vec![wait()],
                &["Busy"],
                1,
            ),
            (
                vec![of(vec![ErrorCode::of("Busy", 503, "Please wait.")])],
                vec![wait()],
                &["Busy"],
                1,
            ),
            (
                vec![of(vec![wait(), ErrorCode::of("Busy", 503, "")])],
                vec![wait()],
                &["Busy"],
                1,
            ),
            // White space, case and the last mark are none.
            (
                vec![of(vec![ErrorCode::of("Busy", 400, " please  WAIT")])],
                vec![wait()],
                &["Busy"],
                0,
            ),
        ] {
            let case = format!("{operations:?} {page:?}");
            let mut all = CommonErrors {
                errors: page,
                ..CommonErrors::default()
            };
            let before: BTreeSet<Row> = rows(&all, &operations);
            share(&mut all, &mut operations);
            let codes: Vec<_> = all.errors.iter().map(|error| error.code.as_str()).collect();
            assert_eq!(codes, common, "{case}");
            let left: usize = operations.iter().map(|operation| operation.errors.len()).sum();
            assert_eq!(left, kept, "{case}");
            assert_eq!(rows(&all, &operations), before, "none is lost or new: {case}");
        }
    }

    fn rows(common: &CommonErrors, operations: &[Operation]) -> BTreeSet<Row> {
        let own = operations.iter().flat_map(|operation| &operation.errors);
        common.errors.iter().chain(own).map(row).collect()
    }
}
