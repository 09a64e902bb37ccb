//! How requests are mostly written.

use crate::infer::structure::elements::{Role, is_pair, says_nothing};
use crate::infer::structure::parameters::Parameters;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::spec::model::{Position, Type};
use crate::spec::plural::singular;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "habit",
    "requests are seldom written so: a structure of one field, a parameter of the protocol inside one, and the like",
);

/// How requests are mostly written: what tells that rows are members, and which parameters stand at the top.
pub(crate) struct HabitWitness<'a> {
    weights: &'a Weights,
    /// Whether the page says of parameters where they travel.
    positioned: bool,
    habits: Vec<Habits>,
}

/// What is usual for a row, wherever it stands.
struct Habits {
    place: Option<Position>,
    /// The container before it that it is named for.
    namesake: Option<usize>,
    /// The container before it that is made like it.
    twin: Option<usize>,
    /// Whether the row right before it, if it is a container, announces it as its first member.
    announced: bool,
    /// Whether it is told by its number in a list.
    counted: bool,
    of_calls: bool,
}

impl<'a> HabitWitness<'a> {
    pub(crate) fn new(parameters: &Parameters<'_>, weights: &'a Weights) -> Self {
        let items = &parameters.items;
        let holds = |at: &usize| items[*at].role == Role::Field && items[*at].declared.may_contain();
        let habits = |(at, item): (usize, &Item)| {
            let container = (0..at).rev().find(holds);
            let twin = container.filter(|before| holds(&at) && are_twins(&items[*before], item));
            let namesake = container.filter(|_| item.role == Role::Field);
            let announces = |holder: &Item| {
                holder.role.names_element() || !says_nothing(&holder.example) || says_member(&holder.name, &item.name)
            };
            Habits {
                place: parameters.position(at),
                namesake: namesake.filter(|before| says_member(&items[*before].name, &item.name)),
                twin,
                announced: at.checked_sub(1).is_some_and(|before| announces(&items[before])),
                counted: !item.declared.may_contain() && !item.name.contains('.') && is_counted(&item.description),
                of_calls: OF_CALLS.iter().any(|name| name.eq_ignore_ascii_case(&item.name)),
            }
        };
        Self {
            weights,
            positioned: parameters.positioned,
            habits: items.iter().enumerate().map(habits).collect(),
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
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let habits = &self.habits[step.item];
        let Habits { place, twin, .. } = *habits;
        let container = step.container(stacks);
        let before = step.item.checked_sub(1).map(|before| &step.items[before]);
        let leaves = step.previous.is_some_and(|previous| previous + 1 != step.item);
        // What is made like the container before it ends that, however few its members.
        let ends = leaves && (twin.is_none() || twin != step.previous);
        let mut cost = match before.filter(|_| ends) {
            Some(key) if is_pair(&key.name, &item.name) => {
                self.weights.request_parted + self.weights.request_leaves_structure
            }
            Some(_) => self.weights.request_leaves_structure,
            None => 0.0,
        };
        // A structure of one member is rare.
        if ends && step.item > 1 && is_only_member(step.items, step.item - 1) {
            cost += self.weights.request_one_member;
        }
        if twin.is_some_and(|twin| step.previous != Some(twin)) {
            cost += self.weights.request_not_beside_twin;
        }
        if habits
            .namesake
            .is_some_and(|holder| step.containers(stacks).all(|above| above != holder))
        {
            cost += self.weights.request_named_for_it;
        }
        let Some(container) = container else {
            let unplaced = place.is_none() && self.positioned;
            return cost
                + if unplaced { self.weights.request_unplaced } else { 0.0 }
                + if habits.counted {
                    self.weights.request_counted
                } else {
                    0.0
                };
        };
        let holder = &step.items[container];
        if place.is_some() && (holder.role != Role::Body || place != Some(Position::Body)) {
            cost += self.weights.request_placed;
        }
        if habits.of_calls {
            cost += self.weights.request_protocol;
        }
        if holder.role == Role::Body {
            return cost;
        }
        if item.name.contains('.') {
            cost += self.weights.request_whole_name;
        }
        if step.previous.is_none() && !habits.announced {
            let list = holder.declared.kind == Some(Type::Array);
            cost += if list {
                self.weights.request_unannounced_list
            } else {
                self.weights.request_unannounced
            };
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

/// Whether a row right before is the only member of the structure before it.
fn is_only_member(items: &[Item], at: usize) -> bool {
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
