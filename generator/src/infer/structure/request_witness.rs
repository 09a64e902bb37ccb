//! The witnesses to where a parameter stands, beside those that answers have too.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::corpus::Knowledge;
use crate::infer::structure::elements::{Role, is_pair, says_nothing};
use crate::infer::structure::parameters::Parameters;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, TOP, Witness};
use crate::infer::structure::weights::request::{
    COUNTED, LEAVES_STRUCTURE, NAMED_FOR_IT, NOT_BESIDE_TWIN, NOT_IN_OTHERS, NOT_SHOWN, ONE_MEMBER, PARTED, PLACED,
    PROTOCOL, SAID_AGAIN, UNANNOUNCED, UNANNOUNCED_LIST, UNPLACED, WHOLE_NAME,
};
use crate::spec::model::{Position, Type};
use crate::spec::plural::singular;
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

impl Witness for ExampleWitness {
    fn name(&self) -> &'static str {
        "example"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() || self.shown.iter().all(Option::is_none) {
            return 0.0;
        }
        let parent = (step.parent != TOP).then(|| owner(step.items, stacks.get(step.parent).item));
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
    /// The container before each that it is named for.
    namesakes: Vec<Option<usize>>,
    /// The container before each that is made like it.
    twins: Vec<Option<usize>>,
}

impl<'a> HabitWitness<'a> {
    pub(crate) fn new(parameters: &'a Parameters<'a>) -> Self {
        let places = (0..parameters.items.len()).map(|at| parameters.position(at)).collect();
        let items = &parameters.items;
        let holds = |at: &usize| items[*at].role == Role::Field && items[*at].declared.may_contain();
        let twins = (0..items.len()).map(|at| {
            let before = (0..at).rev().find(holds).filter(|_| holds(&at))?;
            are_twins(&items[before], &items[at]).then_some(before)
        });
        let namesakes = (0..items.len()).map(|at| {
            let before = (0..at).rev().find(holds).filter(|_| items[at].role == Role::Field)?;
            says_member(&items[before].name, &items[at].name).then_some(before)
        });
        let (twins, namesakes) = (twins.collect(), namesakes.collect());
        Self {
            parameters,
            places,
            namesakes,
            twins,
        }
    }
}

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

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let place = self.places[step.item];
        let container = (step.parent != TOP).then(|| stacks.get(step.parent).item);
        let before = step.item.checked_sub(1).map(|before| &step.items[before]);
        let leaves = step.previous.is_some_and(|previous| previous + 1 != step.item);
        let twin = self.twins[step.item];
        // What is made like the container before it ends that, however few its members.
        let ends = leaves && (twin.is_none() || twin != step.previous);
        let mut cost = match before.filter(|_| ends) {
            Some(key) if is_pair(&key.name, &item.name) => PARTED + LEAVES_STRUCTURE,
            Some(_) => LEAVES_STRUCTURE,
            None => 0.0,
        };
        // A structure of one member is rare.
        if ends && step.item > 1 && holds_one(step.items, step.item - 1) {
            cost += ONE_MEMBER;
        }
        if twin.is_some_and(|twin| step.previous != Some(twin)) {
            cost += NOT_BESIDE_TWIN;
        }
        if self.namesakes[step.item].is_some_and(|holder| stacks.items(step.parent).all(|above| above != holder)) {
            cost += NAMED_FOR_IT;
        }
        let Some(container) = container else {
            let unplaced = place.is_none() && self.parameters.positioned;
            let counted = !item.declared.may_contain() && is_counted(&item.description) && !item.name.contains('.');
            return cost + if unplaced { UNPLACED } else { 0.0 } + if counted { COUNTED } else { 0.0 };
        };
        let holder = &step.items[container];
        if place.is_some() && (holder.role != Role::Body || place != Some(Position::Body)) {
            cost += PLACED;
        }
        if OF_CALLS.iter().any(|name| name.eq_ignore_ascii_case(&item.name)) {
            cost += PROTOCOL;
        }
        if holder.role == Role::Body {
            return cost;
        }
        if item.name.contains('.') {
            cost += WHOLE_NAME;
        }
        let announced =
            holder.role.names_element() || says_member(&holder.name, &item.name) || !says_nothing(&holder.example);
        if step.previous.is_none() && !announced {
            let list = holder.declared.kind == Some(Type::Array);
            cost += if list { UNANNOUNCED_LIST } else { UNANNOUNCED };
        }
        cost
    }
}

/// Whether two containers are made alike: of one type, and of names that differ in a word before the last.
fn are_twins(one: &Item, other: &Item) -> bool {
    let alike = one.declared.may_contain()
        && one.declared.kind == other.declared.kind
        && one.declared.items == other.declared.items;
    let (ours, theirs) = (words(&one.name), words(&other.name));
    let (Some((last, before)), Some((their_last, their_before))) = (ours.split_last(), theirs.split_last()) else {
        return false;
    };
    let by_end = last == their_last && !before.is_empty() && before.len() == their_before.len();
    let by_start = last != their_last && !before.is_empty() && before == their_before;
    alike && one.name != other.name && (by_end || by_start)
}

/// The words that a name is made of: `AddEntry`, `add_entry`.
fn words(name: &str) -> Vec<String> {
    heck::ToSnakeCase::to_snake_case(name)
        .split('_')
        .map(str::to_owned)
        .collect()
}

/// The rows between a container and one of its members, the nearest of them where there are many.
fn near(container: usize, member: usize) -> impl Iterator<Item = usize> {
    const MOST: usize = 64;
    (container + 1).max(member.saturating_sub(MOST))..member
}

/// Whether a row right before is the only member of the structure before it.
fn holds_one(items: &[Item], at: usize) -> bool {
    items[at].role == Role::Field && items[at - 1].role != Role::Body && {
        let holder = &items[at - 1];
        holder.role.names_element() && holder.declared.may_contain() || holder.declared.kind == Some(Type::Struct)
    }
}

/// Whether the words about a parameter count it: `N的取值范围：1~20`, `the ID of disk N`.
fn is_counted(words: &str) -> bool {
    let mut tokens =
        words.split(|letter: char| !letter.is_ascii_alphanumeric() && !matches!(letter, '.' | '_' | '-' | '/'));
    tokens.any(|token| matches!(token, "N" | "n"))
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
    /// What stands against each item in a place where no other operation has it, while some have it in another that is open to it.
    elsewhere: Vec<f64>,
    /// Whether other operations have each structure with the member that comes first here.
    known: Vec<bool>,
}

impl<'a> RequestKnowledge<'a> {
    pub(crate) fn new(knowledge: &'a Knowledge, operation: &'a str, items: &[Item], opens: &[bool]) -> Self {
        let weight = |count: usize| match count {
            0 => 0.0,
            1 => 1.0,
            2 => 1.5,
            3..=5 => 2.0,
            _ => 2.5,
        };
        let elsewhere = items.iter().enumerate().map(|(at, item)| {
            let name = first_part(&item.name);
            let open = items[..at]
                .iter()
                .zip(opens)
                .filter(|(holder, opens)| **opens && holder.role == Role::Field);
            let inside = open.map(|(holder, _)| knowledge.together(operation, Some(&holder.name), name));
            let top = weight(knowledge.together(operation, None, name));
            // A name that structures have as well as calls tells less.
            let top = if knowledge.is_nested(operation, name) {
                top * 0.5
            } else {
                top
            };
            inside.map(weight).fold(top, f64::max)
        });
        let known = (0..items.len()).map(|at| {
            let first = items[at + 1..].iter().find(|item| !item.role.names_element());
            knowledge.containers(operation, &items[at].name) > 0
                && first.is_some_and(|first| knowledge.together(operation, Some(&items[at].name), &first.name) > 0)
        });
        Self {
            knowledge,
            operation,
            elsewhere: elsewhere.collect(),
            known: known.collect(),
        }
    }
}

fn first_part(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

impl Witness for RequestKnowledge<'_> {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role != Role::Field {
            return 0.0;
        }
        let container = (step.parent != TOP).then(|| owner(step.items, stacks.get(step.parent).item));
        let container = container.filter(|at| step.items[*at].role != Role::Body);
        let name = container.map(|at| step.items[at].name.as_str());
        if self.knowledge.together(self.operation, name, first_part(&item.name)) > 0 {
            return 0.0;
        }
        let known = container.is_some_and(|at| self.known[at]);
        let moved = |before: &usize| {
            let name_before = first_part(&step.items[*before].name);
            self.elsewhere[*before] > 0.0 && self.knowledge.together(self.operation, name, name_before) == 0
        };
        let again = self.elsewhere[step.item] > 0.0
            && container.is_some_and(|at| near(at, step.item).any(|before| moved(&before)));
        let weight = if again { SAID_AGAIN } else { 1.0 };
        self.elsewhere[step.item] * weight + if known { NOT_IN_OTHERS } else { 0.0 }
    }
}
