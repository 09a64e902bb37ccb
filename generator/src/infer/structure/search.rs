//! The search for the cheapest reading of a flat table.
//!
//! The rows of an answer's table are the pre-order walk of a tree whose depths were thrown away. A reading gives each row a parent among
//! the containers still open above it. Every such choice costs what the [witnesses](Witness) hold against it; the cheapest sum wins, and
//! the readings that come close tell where it is doubtful.

use crate::infer::structure::rows::Item;
use std::collections::HashMap;

/// A chain of open containers, from the top of the answer inwards. Chains are shared: each knows its parent.
#[derive(Debug, Clone, Copy)]
pub struct Chain {
    /// The chain without its last container; the top is its own parent.
    pub parent: usize,
    /// The item that is its last container; `usize::MAX` for the top.
    pub item: usize,
    /// How many containers it has.
    pub depth: usize,
}

/// The chain of no container: the top of the answer.
pub const TOP: usize = 0;

/// All chains met in a search.
#[derive(Debug)]
pub struct Chains {
    all: Vec<Chain>,
    known: HashMap<(usize, usize), usize>,
}

impl Chains {
    fn new() -> Self {
        Self {
            all: vec![Chain {
                parent: TOP,
                item: usize::MAX,
                depth: 0,
            }],
            known: HashMap::new(),
        }
    }

    /// The chain of a number.
    pub fn get(&self, chain: usize) -> Chain {
        self.all[chain]
    }

    fn extend(&mut self, parent: usize, item: usize) -> usize {
        let all = &mut self.all;
        *self.known.entry((parent, item)).or_insert_with(|| {
            let depth = all[parent].depth + 1;
            all.push(Chain { parent, item, depth });
            all.len() - 1
        })
    }

    /// The items of a chain, innermost first.
    pub fn items(&self, mut chain: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::from_fn(move || {
            (chain != TOP).then(|| {
                let Chain { parent, item, .. } = self.all[chain];
                chain = parent;
                item
            })
        })
    }
}

/// One choice of a reading: a row, its parent, and what that implies.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// All items.
    pub items: &'a [Item],
    /// The item placed.
    pub item: usize,
    /// The chain it is placed in.
    pub parent: usize,
    /// The member of the parent right before it.
    pub previous: Option<usize>,
    /// The container that is thereby closed without a member.
    pub left_empty: Option<usize>,
}

/// A kind of evidence.
pub trait Witness {
    /// Its name, for people.
    fn name(&self) -> &'static str;

    /// What it holds against a choice; 0 for nothing, 1 for a weak habit broken, 6 for a plain contradiction.
    fn cost(&self, step: &Step<'_>, chains: &Chains) -> f64;

    /// Told before a search: what it remembers of chains is of the search before.
    fn begin(&self) {}

    /// What it holds against the last row being a container without members.
    fn cost_of_empty(&self, _items: &[Item], _item: usize) -> f64 {
        0.0
    }
}

/// A complete reading: for each item its parent.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The parent of each item; `None` for the top.
    pub parents: Vec<Option<usize>>,
    /// What all witnesses hold against it.
    pub cost: f64,
}

/// Another place of an item, and how much the cheapest reading that has it there costs more than the cheapest of all.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rival {
    /// The other parent; `None` for the top.
    pub parent: Option<usize>,
    /// How much more it costs.
    pub margin: f64,
}

/// All that a search found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// The cheapest readings, cheapest first; the first is the one to take.
    pub readings: Vec<Reading>,
    /// For each item its places in other readings.
    pub rivals: Vec<Vec<Rival>>,
}

/// What speaks against two members of one name in one struct.
const REPEATED: f64 = 6.0;
/// How wide the search is. Real tables stay far below; a hostile one is cut.
const WIDEST: usize = 256;
/// How many readings are kept for each chain.
const KEPT: usize = 6;
/// How many choices back a repeated name is looked for.
const FAR: usize = 256;
/// How deep containers may nest; real ones stay under 8.
const DEEPEST: usize = 24;
/// Rows times containers from which on the search is narrower, and narrowest; real tables stay under the first.
const LARGE: [usize; 2] = [6_000, 30_000];

const NOTHING: usize = usize::MAX;

#[derive(Debug, Clone, Copy)]
struct Choice {
    before: usize,
    parent: usize,
    item: usize,
}

/// A way to continue a reading: what it costs in all, the choice before, and the parent chosen.
#[derive(Debug, Clone, Copy)]
struct Path {
    cost: f64,
    /// Index into the choices made.
    choice: usize,
    parent: usize,
}

/// The cheapest paths that end in one chain, cheapest first.
#[derive(Debug, Clone, Copy)]
struct State {
    top: usize,
    len: usize,
    paths: [Path; KEPT],
}

impl State {
    fn new(top: usize) -> Self {
        let nothing = Path {
            cost: 0.0,
            choice: NOTHING,
            parent: TOP,
        };
        Self {
            top,
            len: 0,
            paths: [nothing; KEPT],
        }
    }

    fn paths(&self) -> &[Path] {
        &self.paths[..self.len]
    }

    /// Whether a path of this cost has no place among the cheapest.
    fn is_full_below(&self, cost: f64, kept: usize) -> bool {
        self.len == kept && self.paths[kept - 1].cost < cost
    }

    /// Puts a path in its place. One order for equal costs, or the result would hang on the order of arrival.
    fn add(&mut self, path: Path, kept: usize) {
        let order = |a: &Path| {
            a.cost
                .total_cmp(&path.cost)
                .then(a.parent.cmp(&path.parent))
                .then(a.choice.cmp(&path.choice))
        };
        let at = self.paths().partition_point(|known| order(known).is_lt());
        if at < kept {
            self.len = (self.len + 1).min(kept);
            self.paths.copy_within(at..self.len - 1, at + 1);
            self.paths[at] = path;
        }
    }
}

/// What a choice costs and where it leads, by the chain that is left for it: the same for all readings that come that way.
#[derive(Debug, Clone, Copy)]
struct Known {
    item: usize,
    cost: f64,
    slot: usize,
}

/// Searches for the cheapest readings, and for what comes next to them at each item.
///
/// `opens` says which items may have members.
pub fn search(items: &[Item], opens: &[bool], witnesses: &[Box<dyn Witness + '_>]) -> Found {
    let (widest, kept) = width(items, opens);
    let names = Names::of(items);
    // Only a repeated name makes the cost of a choice hang on more than the chain it is made in; else the next best is for people.
    let kept = if names.any_repeated() { kept } else { kept.min(2) };
    let mut ways = Ways::default();
    let (readings, chains) = search_keeping(kept, widest, &names, items, opens, witnesses, Some(&mut ways));
    let rivals = match readings.first() {
        Some(best) => ways.rivals(best, &chains, items, witnesses),
        None => Vec::new(),
    };
    Found { readings, rivals }
}

/// The cheapest reading: the first that [`search`] gives.
pub fn cheapest(items: &[Item], opens: &[bool], witnesses: &[Box<dyn Witness + '_>]) -> Option<Reading> {
    let (widest, kept) = width(items, opens);
    let names = Names::of(items);
    // Only a repeated name makes the cost of a choice hang on more than the chain it is made in.
    let kept = if names.any_repeated() { kept } else { 1 };
    let (readings, _) = search_keeping(kept, widest, &names, items, opens, witnesses, None);
    readings.into_iter().next()
}

fn search_keeping(
    kept: usize,
    widest: usize,
    names: &Names,
    items: &[Item],
    opens: &[bool],
    witnesses: &[Box<dyn Witness + '_>],
    mut ways: Option<&mut Ways>,
) -> (Vec<Reading>, Chains) {
    witnesses.iter().for_each(|witness| witness.begin());
    let mut chains = Chains::new();
    let mut choices: Vec<Choice> = Vec::new();
    let mut states = vec![State::new(TOP)];
    states[0].len = 1;
    let mut next: Vec<State> = Vec::new();
    // By chain, and by whether the row before stays without members.
    let mut known: Vec<[Option<Known>; 2]> = Vec::new();
    let mut slots: Vec<Option<(usize, usize)>> = Vec::new();
    for (item, may_open) in opens.iter().enumerate() {
        next.clear();
        for state in &states {
            let top = state.top;
            let fresh = item > 0 && chains.get(top).item == item - 1;
            let mut left = None;
            let mut parent = top;
            let mut previous = (!fresh && item > 0).then(|| item - 1);
            loop {
                let left_empty = (fresh && parent != top).then(|| item - 1);
                let memo = left.map(|left: usize| (left, usize::from(left_empty.is_some())));
                let told = memo.and_then(|(left, empty)| known.get(left)?[empty].filter(|known| known.item == item));
                let Known { cost: once, slot, .. } = told.unwrap_or_else(|| {
                    let step = Step {
                        items,
                        item,
                        parent,
                        previous,
                        left_empty,
                    };
                    let cost = witnesses
                        .iter()
                        .map(|witness| exact(witness.cost(&step, &chains)))
                        .sum();
                    let new_top = if *may_open && chains.get(parent).depth < DEEPEST {
                        chains.extend(parent, item)
                    } else {
                        parent
                    };
                    slots.resize(chains.all.len(), None);
                    known.resize(chains.all.len(), [None; 2]);
                    let slot = match slots[new_top] {
                        Some((of, slot)) if of == item => slot,
                        _ => {
                            next.push(State::new(new_top));
                            next.len() - 1
                        }
                    };
                    slots[new_top] = Some((item, slot));
                    let told = Known { item, cost, slot };
                    if let Some((left, empty)) = memo {
                        known[left][empty] = Some(told);
                    }
                    told
                });
                let slot = &mut next[slot];
                let mut cheapest = f64::INFINITY;
                for path in state.paths() {
                    let cost = path.cost + once;
                    if slot.is_full_below(cost, kept) {
                        break; // those that follow cost no less
                    }
                    let repeats = names.repeats(&chains, &choices, path.choice, parent, item);
                    let cost = cost + if repeats { REPEATED } else { 0.0 };
                    let choice = path.choice;
                    cheapest = cheapest.min(cost);
                    slot.add(Path { cost, choice, parent }, kept);
                }
                if let Some(ways) = &mut ways {
                    let to = slot.top;
                    let cost = cheapest.min(state.paths[0].cost + once + REPEATED);
                    ways.all.push(Way {
                        item,
                        from: top,
                        to,
                        parent,
                        cost,
                        step: cost - state.paths[0].cost,
                    });
                }
                if parent == TOP {
                    break;
                }
                let outer = chains.get(parent);
                left = Some(parent);
                previous = Some(outer.item);
                parent = outer.parent;
            }
        }
        next.sort_unstable_by(|a, b| a.paths[0].cost.total_cmp(&b.paths[0].cost).then(a.top.cmp(&b.top)));
        next.truncate(widest);
        for state in &mut next {
            for path in &mut state.paths[..state.len] {
                choices.push(Choice {
                    before: path.choice,
                    parent: path.parent,
                    item,
                });
                path.choice = choices.len() - 1;
            }
        }
        std::mem::swap(&mut states, &mut next);
    }
    let readings = finish(items, &chains, &choices, &states, witnesses);
    if let Some(ways) = ways {
        ways.ends = states.iter().map(|state| state.top).collect();
    }
    (readings, chains)
}

/// One way through the search: an item placed, from the chain that was open before it to the one after.
#[derive(Debug, Clone, Copy)]
struct Way {
    item: usize,
    from: usize,
    to: usize,
    parent: usize,
    /// What the cheapest reading up to here costs that goes it.
    cost: f64,
    /// What of that is the way's own.
    step: f64,
}

/// All ways that a search went, in the order of the items.
#[derive(Debug, Default)]
struct Ways {
    all: Vec<Way>,
    /// The chains that readings end in.
    ends: Vec<usize>,
}

impl Ways {
    /// For each item the places that other readings give it: the ways are gone once more, from the end.
    fn rivals(
        &self,
        best: &Reading,
        chains: &Chains,
        items: &[Item],
        witnesses: &[Box<dyn Witness + '_>],
    ) -> Vec<Vec<Rival>> {
        let mut rivals: Vec<Vec<Rival>> = vec![Vec::new(); items.len()];
        let named = items.iter().enumerate();
        let last: HashMap<(Option<usize>, &str), usize> = named
            .map(|(at, item)| ((best.parents[at], item.name.as_str()), at))
            .collect();
        // What the cheapest way from a chain to the end costs, after an item and before it.
        let mut after = vec![f64::INFINITY; chains.all.len()];
        let mut before = after.clone();
        for end in &self.ends {
            after[*end] = end_cost(items, chains.get(*end).item, witnesses);
        }
        for ways in self.all.chunk_by(|a, b| a.item == b.item).rev() {
            for way in ways {
                before[way.from] = before[way.from].min(way.step + after[way.to]);
                let container = chains.get(way.parent).item;
                let parent = (container != usize::MAX).then_some(container);
                // One of its name stands there already, further down: the ways know only of those above.
                let name = items[way.item].name.as_str();
                let twice = last.get(&(parent, name)).is_some_and(|last| *last > way.item);
                let margin = way.cost + after[way.to] - best.cost + if twice { REPEATED } else { 0.0 };
                if best.parents[way.item] == parent || margin == f64::INFINITY {
                    continue;
                }
                let of_item = &mut rivals[way.item];
                match of_item.iter_mut().find(|rival| rival.parent == parent) {
                    Some(rival) => rival.margin = rival.margin.min(margin),
                    None => of_item.push(Rival { parent, margin }),
                }
            }
            ways.iter().for_each(|way| after[way.to] = f64::INFINITY);
            std::mem::swap(&mut after, &mut before);
        }
        rivals
    }
}

/// A cost in whole millionths, more or less: sums of such are exact, so that two readings that cost the same come out the same.
fn exact(cost: f64) -> f64 {
    const UNITS: f64 = (1 << 20) as f64;
    (cost * UNITS + 0.5) as i64 as f64 / UNITS // what `round` gives, faster
}

/// Which items bear one name.
struct Names {
    /// The item of the same name right before; `NOTHING` if it is the first.
    before: Vec<usize>,
    /// The first item of the same name.
    first: Vec<usize>,
}

impl Names {
    fn of(items: &[Item]) -> Self {
        let mut last: HashMap<&str, usize> = HashMap::new();
        let mut names = Self {
            before: Vec::with_capacity(items.len()),
            first: Vec::with_capacity(items.len()),
        };
        for (at, item) in items.iter().enumerate() {
            let before = last.insert(item.name.as_str(), at);
            names.before.push(before.unwrap_or(NOTHING));
            names.first.push(before.map_or(at, |before| names.first[before]));
        }
        names
    }

    fn any_repeated(&self) -> bool {
        self.before.iter().any(|before| *before != NOTHING)
    }

    /// Whether the parent has a member of the item's name already, on this path.
    fn repeats(&self, chains: &Chains, choices: &[Choice], mut choice: usize, parent: usize, item: usize) -> bool {
        // Members stand after their container, and no item of the name stands before the first.
        let container = chains.get(parent).item;
        let nearest = self.before[item];
        if nearest == NOTHING || (container != usize::MAX && nearest <= container) {
            return false;
        }
        for _ in 0..FAR {
            if choice == NOTHING {
                return false;
            }
            let made = choices[choice];
            if made.item < self.first[item] || made.item == container {
                return false;
            }
            if made.parent == parent && self.first[made.item] == self.first[item] {
                return true;
            }
            choice = made.before;
        }
        false
    }
}

/// How many chains the search keeps open, and how many readings of each.
fn width(items: &[Item], opens: &[bool]) -> (usize, usize) {
    let size = items.len() * opens.iter().filter(|opens| **opens).count();
    match size {
        _ if size > LARGE[1] => (8, 1),
        _ if size > LARGE[0] => (48, 3),
        _ => (WIDEST, KEPT),
    }
}

/// What each witness holds against each choice of a reading; zeros are left out.
pub fn costs(items: &[Item], reading: &Reading, witnesses: &[Box<dyn Witness + '_>]) -> Vec<Vec<(&'static str, f64)>> {
    witnesses.iter().for_each(|witness| witness.begin());
    let mut chains = Chains::new();
    let mut chain_of: HashMap<usize, usize> = HashMap::new();
    let mut last_member: HashMap<Option<usize>, usize> = HashMap::new();
    let mut members: std::collections::HashSet<(Option<usize>, &str)> = std::collections::HashSet::new();
    let mut all = Vec::with_capacity(items.len());
    for item in 0..items.len() {
        let container = reading.parents[item];
        let parent = container
            .and_then(|container| chain_of.get(&container).copied())
            .unwrap_or(TOP);
        chain_of.insert(item, chains.extend(parent, item));
        let before = item.checked_sub(1);
        let left_empty = before.filter(|before| container != Some(*before) && items[*before].declared.may_contain());
        let previous = last_member.insert(container, item);
        let repeats = !members.insert((container, items[item].name.as_str()));
        let step = Step {
            items,
            item,
            parent,
            previous,
            left_empty,
        };
        let held = witnesses
            .iter()
            .map(|witness| (witness.name(), witness.cost(&step, &chains)));
        let repeated = repeats.then_some(("repeated name", REPEATED));
        all.push(held.filter(|(_, cost)| *cost > 0.0).chain(repeated).collect());
    }
    all
}

/// What it costs that a reading ends in a container: one that is the last row has no members.
fn end_cost(items: &[Item], container: usize, witnesses: &[Box<dyn Witness + '_>]) -> f64 {
    if container == usize::MAX || container + 1 != items.len() {
        return 0.0;
    }
    let costs = witnesses
        .iter()
        .map(|witness| exact(witness.cost_of_empty(items, container)));
    costs.sum()
}

fn finish(
    items: &[Item],
    chains: &Chains,
    choices: &[Choice],
    states: &[State],
    witnesses: &[Box<dyn Witness + '_>],
) -> Vec<Reading> {
    let mut ends: Vec<(f64, usize)> = Vec::new();
    for state in states {
        let empty = end_cost(items, chains.get(state.top).item, witnesses);
        ends.extend(state.paths().iter().map(|path| (path.cost + empty, path.choice)));
    }
    ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    ends.truncate(KEPT * 4);
    let read_back = |(cost, mut choice): (f64, usize)| {
        let mut parents = vec![None; items.len()];
        while choice != NOTHING {
            let made = choices[choice];
            let container = chains.get(made.parent).item;
            parents[made.item] = (container != usize::MAX).then_some(container);
            choice = made.before;
        }
        Reading { parents, cost }
    };
    ends.into_iter().map(read_back).collect()
}
