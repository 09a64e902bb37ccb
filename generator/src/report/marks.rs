//! What is said of marked spots.

use super::{Mark, ReviewedOperation};
use crate::infer::explain::held;
use crate::infer::structure::weights::Weights;
use crate::infer::structure::witnesses::ABOUT;
use crate::spec::overrides::OVERRIDES;
use maud::{Markup, html};

/// How to read what stands below a marked spot.
pub(super) fn legend() -> Markup {
    html! {
        details.legend {
            summary { "How to read marked spots" }
            p.soft {
                "A spot is marked where another reading of the page is worse by less than " (Weights::STANDARD.clear) ", or where what speaks against the \
                 reading that was taken comes to " (Weights::STANDARD.contradiction) " or more. What can speak against a place:"
            }
            dl { @for (witness, meaning) in ABOUT { div { dt { (witness) } dd { (meaning) } } } }
        }
    }
}

/// Why a spot is marked.
pub(super) fn why(mark: &Mark) -> String {
    let mut why = format!("marked: {}", mark.review.mark);
    if let Some(explained) = &mark.explained {
        why += &format!(" · against this place: {}", held(&explained.against));
        if let Some(other) = &explained.runner_up {
            why += &format!(
                " · {} is worse by {:.1}, against it: {}",
                other.place(),
                other.margin,
                held(&other.against)
            );
        }
    }
    why
}

/// How to say that the marked spots were looked at.
pub(super) fn settle(one: &ReviewedOperation) -> Markup {
    let mut rules = "fields:\n".to_owned();
    for mark in &one.marks {
        let review = &mark.review;
        let operation = &one.operation.operation;
        rules += &format!(
            "- {{operation: {operation}, path: {}, reviewed: '{}'}}\n",
            review.path, review.sign
        );
    }
    html! {
        details.settle {
            summary { "Looked at them? Rules for " code { (OVERRIDES) } }
            p.soft { "For spots that are right, until the docs change there; for one that is wrong, say " code { "move_to" } " instead of " code { "reviewed" } "." }
            pre { (rules) }
        }
    }
}
