//! The witnesses to where a row stands: each holds something against a choice, or nothing.

use crate::infer::REQUEST_ID;
use crate::infer::samples::shape::Shape;
use crate::infer::structure::corpus::Knowledge;
use crate::infer::structure::elements::{Role, is_pair, is_singular, says_nothing};
use crate::infer::structure::pairs::Pairs;
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Reading, Step, TOP, Witness};
use crate::infer::structure::weights::{
    ABSENT, BESIDE_PAIR, BY_CHANCE, ELSEWHERE, ELSEWHERE_SHARED, EMPTY_ELEMENT, EMPTY_IN_REQUEST, FEW, FORBIDDEN,
    LEAVES, NO_PLACE, OF_ANSWERS, ONE_MEMBER, PARTED, SAID_AGAIN, UNDESCRIBED, USUAL_ORDER, WRAPS_ALL, WRAPS_ITS_NAME,
};
use crate::spec::model::Type;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A sample of the answer: a name stands below its parent there, or it doesn't.
pub struct SampleWitness<'a> {
    root: &'a Shape,
    weight: f64,
    /// How often each name occurs among the rows.
    in_rows: BTreeMap<&'a str, usize>,
    /// What stands against each item at a place where the sample doesn't have it.
    elsewhere: Vec<Option<f64>>,
    /// Whether the sample has each item's name anywhere, however spelt.
    anywhere: Vec<bool>,
    /// Where the sample has a stack, as far as it was looked for.
    places: RefCell<Vec<Option<Option<&'a Shape>>>>,
}

impl<'a> SampleWitness<'a> {
    /// A sample with a weight; 1 for a page's only sample.
    pub fn new(root: &'a Shape, items: &'a [Item], weight: f64) -> Self {
        let mut in_sample = BTreeMap::new();
        root.count_names(&mut in_sample);
        let folded: BTreeSet<String> = in_sample.keys().map(|name| name.to_ascii_lowercase()).collect();
        let mut in_rows = BTreeMap::new();
        for item in items {
            *in_rows.entry(item.name.as_str()).or_default() += 1;
        }
        let elsewhere = |item: &Item| {
            let shared = in_rows.get(item.name.as_str()).is_some_and(|rows| *rows > 1);
            let cost = if shared { ELSEWHERE_SHARED } else { ELSEWHERE };
            in_sample.contains_key(item.name.as_str()).then_some(cost)
        };
        Self {
            root,
            weight,
            elsewhere: items.iter().map(elsewhere).collect(),
            anywhere: items
                .iter()
                .map(|item| folded.contains(&item.name.to_ascii_lowercase()))
                .collect(),
            in_rows,
            places: RefCell::default(),
        }
    }

    /// Where the sample has a stack of containers.
    fn place(&self, stack: usize, items: &[Item], stacks: &OpenStacks) -> Option<&'a Shape> {
        if stack == TOP {
            return Some(self.root);
        }
        if let Some(Some(place)) = self.places.borrow().get(stack) {
            return *place;
        }
        let link = stacks.get(stack);
        let place = self.place(link.parent, items, stacks).and_then(|outer| {
            self.below(outer, &items[link.item])
                .or_else(|| self.alias(outer, link.item, items))
        });
        // Some samples wrap a list in its own name once more.
        let place = place.map(|place| {
            place
                .only_member()
                .filter(|(name, _)| *name == items[link.item].name)
                .map_or(place, |(_, inner)| inner)
        });
        let mut places = self.places.borrow_mut();
        if places.len() <= stack {
            places.resize(stack + 1, None);
        }
        places[stack] = Some(place);
        place
    }

    /// A container under another name: one that no row names, and whose members are the names of rows below the item.
    fn alias(&self, place: &'a Shape, container: usize, items: &[Item]) -> Option<&'a Shape> {
        let below: Vec<&str> = items[container + 1..]
            .iter()
            .take(64)
            .map(|item| item.name.as_str())
            .collect();
        let fits = |shape: &Shape| {
            let element = shape.only_member().map_or(shape, |(_, inner)| inner);
            let shared = element
                .members
                .iter()
                .filter(|(name, _)| below.contains(&name.as_str()))
                .count();
            shared > 0 && shared * 2 >= element.members.len()
        };
        let mut candidates = place
            .members
            .iter()
            .filter(|(name, shape)| !self.in_rows.contains_key(name.as_str()) && fits(shape));
        candidates
            .next()
            .map(|(_, shape)| shape)
            .filter(|_| candidates.next().is_none())
    }

    /// The member of a place that an item names, looked for in a wrapper too.
    fn below(&self, place: &'a Shape, item: &Item) -> Option<&'a Shape> {
        match item.role {
            Role::Element | Role::Body => return Some(place),
            Role::Value => return place.members.first().map(|(_, value)| value),
            Role::Field | Role::Wrapper => {}
        }
        if let Some(found) = place.member(&item.name) {
            return Some(found);
        }
        let wrapped = place
            .only_member()
            .filter(|(name, _)| !self.in_rows.contains_key(name))
            .and_then(|(_, inner)| inner.member(&item.name));
        if wrapped.is_some() {
            return wrapped;
        }
        // The element's row stands for the array's place itself where the sample doesn't wrap.
        item.role.names_element().then_some(place)
    }
}

impl Witness for SampleWitness<'_> {
    fn name(&self) -> &'static str {
        "sample"
    }

    fn begin(&self) {
        self.places.borrow_mut().clear();
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        let place = self.place(step.parent, step.items, stacks);
        let cost = match (place, self.elsewhere[step.item]) {
            (Some(place), _) if self.anywhere[step.item] && self.below(place, item).is_some() => 0.0,
            (_, Some(elsewhere)) => elsewhere,
            (Some(place), None) if !place.members.is_empty() => ABSENT,
            _ => NO_PLACE,
        };
        cost * self.weight
    }
}

/// How many siblings tell of a product whether it keeps the order.
const MEASURED: usize = 40;

/// Alphabetical order among siblings: a habit of these pages, as strong as the table at hand shows it.
pub struct OrderWitness {
    weight: f64,
}

impl OrderWitness {
    /// Measures how far a first reading, made without this witness, keeps the order, and how far the product's other answers do.
    pub fn new(items: &[Item], first: &Reading, knowledge: &Knowledge) -> Self {
        let mut last: HashMap<Option<usize>, usize> = HashMap::new();
        let (mut pairs, mut falls) = (0.0, 0.0);
        for (item, parent) in first.parents.iter().enumerate() {
            if let Some(before) = last.insert(*parent, item) {
                pairs += 1.0;
                falls += f64::from(items[before].name > items[item].name);
            }
        }
        let usual = match knowledge.order() {
            (siblings, _) if siblings < MEASURED => USUAL_ORDER,
            (siblings, falls) => 1.0 - falls as f64 / siblings as f64,
        };
        let few: f64 = (FEW - pairs).max(0.0);
        let kept = 1.0 - (falls + (1.0 - usual) * few) / (pairs + few);
        Self {
            weight: if kept < BY_CHANCE {
                0.0
            } else {
                2.5 * ((kept - 0.55) / 0.35_f64).clamp(0.0, 1.0)
            },
        }
    }
}

impl Witness for OrderWitness {
    fn name(&self) -> &'static str {
        "order"
    }

    fn cost(&self, step: &Step<'_>, _: &OpenStacks) -> f64 {
        let falls = step
            .previous
            .is_some_and(|previous| step.items[previous].name > step.items[step.item].name);
        if falls { self.weight } else { 0.0 }
    }
}

/// The type column: a struct has members, and no two of one name.
pub struct TypeWitness {
    /// What each item costs if it stays without members.
    empty: Vec<f64>,
    /// Whether an item's own example is a plain value, as only lists of scalars have.
    scalar: Vec<bool>,
    /// What an element costs that ends after its first member.
    one_member: f64,
}

impl TypeWitness {
    /// `shapes` are the samples: what they show as empty or scalar may well have no members.
    pub fn new(items: &[Item], samples: &[&Shape]) -> Self {
        let empty = items.iter().map(|item| {
            let declared = match (item.declared.kind, item.declared.items) {
                (Some(Type::Struct), _) if item.role.names_element() => EMPTY_ELEMENT,
                (Some(Type::Struct), _) | (Some(Type::Array), Some(Type::Struct)) => 2.5,
                (Some(Type::Array), _) => 1.0,
                (None, _) => 0.8,
                _ => 0.0,
            };
            let shown = samples
                .iter()
                .filter_map(|shape| find(shape, &item.name))
                .any(|shape| shape.members.is_empty() && !shape.is_empty());
            if shown { declared * 0.2 } else { declared }
        });
        let scalar: Vec<bool> = items
            .iter()
            .map(|item| {
                let start: String = item.example.chars().filter(|c| !c.is_whitespace()).take(2).collect();
                !says_nothing(&item.example) && !start.starts_with('{') && start != "[{"
            })
            .collect();
        Self {
            empty: empty
                .zip(&scalar)
                .map(|(cost, scalar)| if *scalar { 0.0 } else { cost })
                .collect(),
            scalar,
            one_member: ONE_MEMBER,
        }
    }
}

impl TypeWitness {
    /// Holds little against structures without members, as are many of requests: what is in them is the caller's.
    pub(crate) fn of_request(items: &[Item], samples: &[&Shape]) -> Self {
        let mut witness = Self {
            // Their habits are another witness's.
            one_member: 0.0,
            ..Self::new(items, samples)
        };
        for (item, empty) in items.iter().zip(&mut witness.empty) {
            if item.declared.kind == Some(Type::Struct) && item.role == Role::Field {
                *empty = empty.min(EMPTY_IN_REQUEST);
            }
        }
        witness
    }
}

/// The first place of a name, anywhere.
fn find<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    shape
        .member(name)
        .or_else(|| shape.members.iter().find_map(|(_, inner)| find(inner, name)))
}

impl Witness for TypeWitness {
    fn name(&self) -> &'static str {
        "type"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let empty = step.left_empty.map_or(0.0, |item| self.empty[item]);
        let in_scalar = step.parent != TOP && self.scalar[stacks.get(step.parent).item];
        let leaves = step.previous.is_some_and(|previous| previous + 1 != step.item);
        let ends = leaves && !step.items[step.item].role.names_element() && holds_one(step.items, step.item - 1);
        empty + if in_scalar { 4.0 } else { 0.0 } + if ends { self.one_member } else { 0.0 }
    }

    fn cost_of_empty(&self, _: &[Item], item: usize) -> f64 {
        self.empty[item]
    }
}

/// What the page's own form says: `└` and indentation, tables of their own, rows that name an element.
pub struct FormWitness {
    /// Whether indentation tells more than "not at the top".
    graded: bool,
    /// Items that have a table of their own.
    owners: Vec<bool>,
    /// Whether arrays have rows for their elements.
    described: bool,
}

impl FormWitness {
    /// Reads the marks of a table.
    pub fn new(items: &[Item]) -> Self {
        let mut owners = vec![false; items.len()];
        for item in items {
            if let Some(owner) = item.block {
                owners[owner] = true;
            }
        }
        Self {
            graded: items.iter().any(|item| item.depth.is_some_and(|depth| depth > 1)),
            owners,
            described: items.iter().any(|item| item.role == Role::Element),
        }
    }
}

impl Witness for FormWitness {
    fn name(&self) -> &'static str {
        "form"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        let mut cost = 0.0;
        // Every answer bears it at the top.
        if step.parent != TOP && item.name.eq_ignore_ascii_case(REQUEST_ID) {
            cost += OF_ANSWERS;
        }
        if step.previous.is_some_and(|previous| previous + 1 != step.item)
            && is_pair(&step.items[step.item - 1].name, &item.name)
        {
            cost += PARTED;
        }
        if let Some(marked) = item.depth {
            let depth = stacks
                .items(step.parent)
                .filter(|above| step.items[*above].role == Role::Field)
                .count();
            cost += match (marked, depth) {
                (0, 0) => 0.0,
                (0, _) | (_, 0) => 6.0,
                (marked, depth) if self.graded && marked != depth => 4.0,
                _ => 0.0,
            };
        }
        let inner = (step.parent != TOP).then(|| stacks.get(step.parent).item);
        if inner.is_some_and(|inner| step.item > inner + 2 && begins_with_pair(step.items, inner)) {
            cost += BESIDE_PAIR;
        }
        // Rows stay in what is open as long as nothing speaks against it.
        if step.previous.is_some_and(|previous| previous + 1 != step.item) && !item.role.names_element() {
            cost += LEAVES;
        }
        if item.role.names_element() {
            return cost
                + if inner.is_some_and(|inner| inner + 1 == step.item) {
                    0.0
                } else {
                    FORBIDDEN
                };
        }
        // An array has one element, and nothing beside it.
        if inner.is_some_and(|inner| {
            step.items
                .get(inner + 1)
                .is_some_and(|next| next.role.names_element() && inner + 1 < step.item)
        }) {
            cost += FORBIDDEN;
        }
        let list = |inner: usize| {
            let (item, next) = (&step.items[inner], step.items.get(inner + 1));
            item.declared.kind == Some(Type::Array) && !next.is_some_and(|next| next.role.names_element())
        };
        if self.described && inner.is_some_and(list) {
            cost += UNDESCRIBED;
        }
        // Rows of a struct's own table stay in it, and no others come in.
        let open = stacks.items(step.parent).find(|above| self.owners[*above]);
        if open != item.block {
            cost += FORBIDDEN;
        }
        cost
    }
}

/// Whether a structure's members begin with a key and its value.
fn begins_with_pair(items: &[Item], container: usize) -> bool {
    let [first, second] = [1, 2].map(|after| &items[container + after]);
    let plain = |item: &Item| item.role == Role::Field && item.declared.kind.is_some_and(Type::is_scalar);
    let paired = is_pair(&first.name, &second.name) || is_pair(&second.name, &first.name);
    paired && plain(first) && plain(second) && first.block == second.block
}

/// Whether a row is a plain value, and right behind the row that describes a list's element.
fn holds_one(items: &[Item], at: usize) -> bool {
    let element = at
        .checked_sub(1)
        .is_some_and(|before| items[before].role == Role::Element);
    element && items[at].role == Role::Field && items[at].declared.kind.is_some_and(Type::is_scalar)
}

/// The same names elsewhere in the product: a struct of one name mostly has the same members.
pub struct KnowledgeWitness<'a> {
    knowledge: &'a Knowledge,
    operation: &'a str,
    /// What others hold against items in containers.
    held: Pairs<f64>,
}

impl<'a> KnowledgeWitness<'a> {
    /// What the product's other operations show.
    pub fn new(knowledge: &'a Knowledge, operation: &'a str) -> Self {
        Self {
            knowledge,
            operation,
            held: Pairs::default(),
        }
    }
}

impl Witness for KnowledgeWitness<'_> {
    fn name(&self) -> &'static str {
        "product"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        let item = &step.items[step.item];
        if item.role.names_element() {
            return 0.0;
        }
        // The members of an element that only a row describes are those of its array.
        let mut parent = stacks.get(step.parent).item;
        while let Some(array) = parent
            .checked_sub(1)
            .filter(|_| step.items.get(parent).is_some_and(|at| at.role == Role::Element))
        {
            parent = array;
        }
        let cost = self.held(parent, step.item, step.items);
        match step.previous {
            Some(previous) if cost > 0.0 && self.held(parent, previous, step.items) > 0.0 => cost * SAID_AGAIN,
            _ => cost,
        }
    }
}

impl KnowledgeWitness<'_> {
    /// What others hold against an item in a container; `usize::MAX` is the top.
    fn held(&self, container: usize, item: usize, items: &[Item]) -> f64 {
        self.held.get(container, item, || {
            let name = items.get(container).map(|container| container.name.as_str());
            self.knowledge.cost(self.operation, name, &items[item].name)
        })
    }
}

/// Structures around a single list, as many answers wrap theirs: `Keys`, then `Key`, then its members.
pub struct WrapperWitness {
    /// What stands against a second member of each item, beside the list right below it.
    alone: Vec<f64>,
}

impl WrapperWitness {
    /// Looks for lists right below a structure.
    pub fn new(items: &[Item], knowledge: &Knowledge) -> Self {
        let habit = if knowledge.wraps() { WRAPS_ALL } else { 0.0 };
        let cost = |(at, item): (usize, &Item)| {
            let list = items.get(at + 1)?;
            let around = item.declared.kind == Some(Type::Struct) && list.declared.kind == Some(Type::Array);
            let known = knowledge.wrapper(&item.name) == Some(list.name.as_str());
            let named = known || is_singular(&list.name, &item.name) || is_type_of_set(&list.name, &item.name);
            (around && list.role == Role::Field && item.role == Role::Field).then_some(if named {
                WRAPS_ITS_NAME + habit
            } else {
                habit
            })
        };
        let alone = items.iter().enumerate().map(|pair| cost(pair).unwrap_or(0.0));
        Self { alone: alone.collect() }
    }
}

/// `AccessPointType` in `AccessPointSet`.
fn is_type_of_set(list: &str, outer: &str) -> bool {
    let stem = list.strip_suffix("Type").zip(outer.strip_suffix("Set"));
    stem.is_some_and(|(list, outer)| list == outer)
}

impl Witness for WrapperWitness {
    fn name(&self) -> &'static str {
        "wrapper"
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        if step.parent == TOP {
            return 0.0;
        }
        let container = stacks.get(step.parent).item;
        if container + 1 == step.item {
            0.0
        } else {
            self.alone[container]
        }
    }
}
