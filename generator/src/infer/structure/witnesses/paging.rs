//! How answers that page are made: the parts of paging at the top, a list, and hardly anything else.

use crate::infer::REQUEST_ID;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::spec::model::Type;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "paging",
    "the answer pages, and hardly anything stands beside the list of such an answer",
);

const PAGES: [&str; 5] = ["PageNumber", "PageSize", "PageNo", "PageIndex", "CurrentPage"];
const COUNTS: [&str; 5] = ["TotalCount", "TotalItems", "TotalPages", "TotalNum", "TotalSize"];
const TOKENS: [&str; 5] = ["NextToken", "MaxResults", "Marker", "NextMarker", "IsTruncated"];
/// What says at the top how a call went, in some products, and how many items came.
const OUTCOMES: [&str; 9] = [
    "Count",
    "Success",
    "Code",
    "Message",
    "HttpStatusCode",
    "ErrorCode",
    "ErrorMsg",
    "ErrorMessage",
    "TraceId",
];

/// What the parts of paging tell of the other rows.
pub(crate) struct PagingWitness<'a> {
    weights: &'a Weights,
    /// The row that tells which page of a list this is.
    page: Option<usize>,
    /// Where lists begin, in an answer that pages.
    lists: Option<usize>,
}

impl<'a> PagingWitness<'a> {
    /// Looks for the rows of paging.
    pub(crate) fn new(items: &[Item], weights: &'a Weights) -> Self {
        let told = items.iter().filter(|item| is_of_paging(&item.name)).count();
        Self {
            weights,
            page: items.iter().position(|item| PAGES.contains(&item.name.as_str())),
            lists: items
                .iter()
                .position(|item| item.declared.may_contain())
                .filter(|_| told > 1),
        }
    }
}

impl Witness for PagingWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let name = step.items[step.item].name.as_str();
        if let Some(inner) = step.container(stacks) {
            let element =
                step.items[inner].role.names_element() || step.items[inner].declared.kind == Some(Type::Array);
            let counts = element && self.page.is_some_and(|page| page < inner) && COUNTS.contains(&name);
            return if counts { self.weights.count_in_element } else { 0.0 };
        }
        let belongs = is_of_paging(name) || OUTCOMES.contains(&name) || name.eq_ignore_ascii_case(REQUEST_ID);
        let leaves = step.previous.is_some_and(|previous| previous + 1 != step.item);
        match self.lists {
            Some(first) if first < step.item && !belongs => {
                if leaves {
                    self.weights.beside_list
                } else {
                    self.weights.also_beside_list
                }
            }
            _ => 0.0,
        }
    }
}

fn is_of_paging(name: &str) -> bool {
    [&PAGES, &COUNTS, &TOKENS].iter().any(|names| names.contains(&name))
}
