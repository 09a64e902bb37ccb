//! How answers are enveloped: the parts of paging and the request's id at the top, a list or structure, and hardly anything else.

use crate::infer::REQUEST_ID;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::spec::model::Type;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "envelope",
    "hardly anything stands beside the list of an answer that pages, or beside what comes right behind the request's id",
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

/// What the rows of the envelope tell of the others.
pub(crate) struct EnvelopeWitness<'a> {
    weights: &'a Weights,
    /// The row that tells which page of a list this is.
    page: Option<usize>,
    /// Where what is enveloped begins, in an answer that pages, or of which only the request's id comes before.
    payload: Option<usize>,
}

impl<'a> EnvelopeWitness<'a> {
    /// Looks for the rows of paging, and for the request's id.
    pub(crate) fn new(items: &[Item], weights: &'a Weights) -> Self {
        let told = items.iter().filter(|item| is_of_paging(&item.name)).count();
        let first = items.iter().position(|item| item.declared.may_contain());
        let is_bare = first == Some(1) && items[0].name.eq_ignore_ascii_case(REQUEST_ID);
        Self {
            weights,
            page: items.iter().position(|item| PAGES.contains(&item.name.as_str())),
            payload: first.filter(|_| told > 1 || is_bare),
        }
    }
}

impl Witness for EnvelopeWitness<'_> {
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
        match self.payload {
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
