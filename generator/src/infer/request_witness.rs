//! The witnesses to where a parameter stands, beside those that answers have too.

use crate::infer::elements::{Role, says_nothing, singular};
use crate::infer::knowledge::Knowledge;
use crate::infer::nesting::{Chains, Step, TOP, Witness};
use crate::infer::parameters::Parameters;
use crate::infer::rows::Item;
use crate::infer::shape::Shape;
use crate::spec::model::Position;
use serde_json::Value;

/// The example of a container, where it is JSON: it shows what stands in it.
pub(crate) struct ExampleWitness {
    shown: Vec<Option<Shape>>,
}

impl ExampleWitness {
    pub(crate) fn new(items: &[Item]) -> Self {
        let shown = items.iter().map(|item| {
            let parts = item.declared.may_contain() && item.example.trim_start().starts_with(['{', '[', '\\']);
            let example = parts.then(|| item.example.replace('\\', ""))?;
            let value: Value = serde_json::from_str(&example).ok()?;
            Some(Shape::of(&value)).filter(|shape| shape.seen.object || shape.seen.list)
        });
        Self { shown: shown.collect() }
    }

    fn shows(&self, container: usize, item: &Item) -> bool {
        let shown = self.shown.get(container).and_then(Option::as_ref);
        shown.is_some_and(|shape| shape.member(&item.name).is_some())
    }
}

/// What stands against a member that its container's example does not show, and against another place for one that it does.
const NOT_SHOWN: f64 = 4.0;

impl Witness for ExampleWitness {
    fn name(&self) -> &'static str {
        "example"
    }

    fn cost(&self, step: &Step<'_>, chains: &Chains) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() || self.shown.iter().all(Option::is_none) {
            return 0.0;
        }
        let parent = (step.parent != TOP).then(|| owner(step.items, chains.get(step.parent).item));
        let here = parent.is_some_and(|parent| self.shows(parent, item));
        let other = || (0..step.item).any(|container| self.shows(container, item));
        let absent = || parent.is_some_and(|parent| self.shown[parent].is_some());
        if !here && (other() || absent()) { NOT_SHOWN } else { 0.0 }
    }
}

/// The container itself where a row only describes its element.
fn owner(items: &[Item], mut container: usize) -> usize {
    while container > 0 && items[container].role.names_element() {
        container -= 1;
    }
    container
}

/// How requests are mostly written: what tells that rows are members, and which parameters stand at the top.
pub(crate) struct HabitWitness<'a> {
    parameters: &'a Parameters<'a>,
    places: Vec<Option<Position>>,
}

impl<'a> HabitWitness<'a> {
    pub(crate) fn new(parameters: &'a Parameters<'a>) -> Self {
        let places = (0..parameters.items.len()).map(|at| parameters.position(at)).collect();
        Self { parameters, places }
    }
}

/// A whole name, such as `Tag.N.Key`, in something else.
const WHOLE_NAME: f64 = 3.0;
/// A place on the wire told of what is no parameter of its own, and none told of one where others have theirs.
const PLACED: f64 = 6.0;
const UNPLACED: f64 = 2.0;
/// A container that nothing but its type announces.
const UNANNOUNCED: f64 = 1.5;
/// A parameter of the protocol in a structure.
const PROTOCOL: f64 = 1.5;

/// Parameters that most operations have, and their structures hardly ever.
const OF_CALLS: [&str; 12] = [
    "RegionId",
    "ClientToken",
    "DryRun",
    "PageNumber",
    "PageSize",
    "PageNo",
    "CurrentPage",
    "NextToken",
    "MaxResults",
    "OwnerId",
    "OwnerAccount",
    "ResourceOwnerId",
];

impl Witness for HabitWitness<'_> {
    fn name(&self) -> &'static str {
        "habit"
    }

    fn cost(&self, step: &Step<'_>, chains: &Chains) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let place = self.places[step.item];
        let container = (step.parent != TOP).then(|| chains.get(step.parent).item);
        let Some(container) = container else {
            return if place.is_none() && self.parameters.positioned { UNPLACED } else { 0.0 };
        };
        let holder = &step.items[container];
        let mut cost = match (holder.role, place) {
            (_, None) => 0.0,
            (Role::Body, Some(Position::Body)) => 0.0,
            _ => PLACED,
        };
        if OF_CALLS.iter().any(|name| name.eq_ignore_ascii_case(&item.name)) {
            cost += PROTOCOL;
        }
        if holder.role == Role::Body {
            return cost;
        }
        if item.name.contains('.') {
            cost += WHOLE_NAME;
        }
        let announced = holder.role.names_element() || says_member(&holder.name, &item.name) || !says_nothing(&holder.example);
        if step.previous.is_none() && !announced {
            cost += UNANNOUNCED;
        }
        cost
    }
}

/// Whether a name is that of its container, with more behind: `RuleName` in `Rules`.
fn says_member(container: &str, member: &str) -> bool {
    let stem = singular(container.rsplit('.').next().unwrap_or_default()).to_lowercase();
    let member = member.to_lowercase();
    stem.len() > 2 && member.len() > stem.len() && member.starts_with(&stem)
}

/// The product's other operations: parameters at the top, and members of structures of one name.
pub(crate) struct RequestKnowledge<'a> {
    knowledge: &'a Knowledge,
    operation: &'a str,
}

impl<'a> RequestKnowledge<'a> {
    pub(crate) fn new(knowledge: &'a Knowledge, operation: &'a str) -> Self {
        Self { knowledge, operation }
    }
}

impl Witness for RequestKnowledge<'_> {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cost(&self, step: &Step<'_>, chains: &Chains) -> f64 {
        let item = &step.items[step.item];
        if item.role != Role::Field {
            return 0.0;
        }
        let container = (step.parent != TOP).then(|| owner(step.items, chains.get(step.parent).item));
        let container = container.map(|at| &step.items[at]).filter(|holder| holder.role != Role::Body);
        let name = item.name.split('.').next().unwrap_or_default();
        self.knowledge
            .cost_of_parameter(self.operation, container.map(|holder| holder.name.as_str()), name)
    }
}
