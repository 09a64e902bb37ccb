//! The beam: row by row, all candidates are expanded, scored by the witnesses, and pruned to the cheapest.

use super::names::Names;
use super::rivals::{Arc, Lattice};
use super::stacks::{OpenStacks, TOP};
use super::{Cost, Reading, Step, Witness, end_cost};
use crate::infer::structure::rows::Item;
use crate::infer::structure::weights::Weights;

/// How many open stacks the beam holds. Real tables stay far below; a hostile one is cut.
const BEAM_WIDTH: usize = 256;
/// How many it holds at first: that is enough for most tables, and tells of the others what the cheapest reading costs at most.
const NARROW: usize = 4;
/// How many candidates are kept for each of them.
const KEPT: usize = 6;
/// How deep containers may nest; real ones stay under 8.
const DEEPEST: usize = 24;
/// Rows times containers from which on the beam is narrower, and narrowest; real tables stay under the first.
const LARGE: [usize; 2] = [6_000, 30_000];

pub(super) const NOTHING: usize = usize::MAX;

/// An item attached to a parent, which the number of its stack tells, with a pointer back to the attachment before.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attachment {
    pub(super) before: usize,
    pub(super) parent: usize,
    pub(super) item: usize,
}

/// A reading so far: what it costs, the attachment before, and the stack of the parent now chosen.
#[derive(Debug, Clone, Copy)]
struct Candidate {
    cost: Cost,
    /// Index into the attachments made.
    last: usize,
    parent: usize,
}

/// The cheapest candidates that leave one stack open, cheapest first.
#[derive(Debug, Clone, Copy)]
struct Candidates {
    stack: usize,
    len: usize,
    cheapest: [Candidate; KEPT],
}

impl Candidates {
    fn new(stack: usize) -> Self {
        let nothing = Candidate {
            cost: Cost::ZERO,
            last: NOTHING,
            parent: TOP,
        };
        Self {
            stack,
            len: 0,
            cheapest: [nothing; KEPT],
        }
    }

    fn all(&self) -> &[Candidate] {
        &self.cheapest[..self.len]
    }

    /// Whether a candidate of this cost has no place among the cheapest.
    fn is_full_below(&self, cost: Cost, kept: usize) -> bool {
        self.len == kept && self.cheapest[kept - 1].cost < cost
    }

    /// Puts a candidate in its place. One order for equal costs, or the result would hang on the order of arrival.
    fn add(&mut self, candidate: Candidate, kept: usize) {
        let order = |a: &Candidate| {
            a.cost
                .cmp(&candidate.cost)
                .then(a.parent.cmp(&candidate.parent))
                .then(a.last.cmp(&candidate.last))
        };
        let at = self.all().partition_point(|known| order(known).is_lt());
        if at < kept {
            self.len = (self.len + 1).min(kept);
            self.cheapest.copy_within(at..self.len - 1, at + 1);
            self.cheapest[at] = candidate;
        }
    }
}

/// What an attachment costs and where it leads, by the stack that is left for it: the same for all candidates that come that way.
#[derive(Debug, Clone, Copy)]
struct Memo {
    item: usize,
    cost: Cost,
    /// The stack that it leaves open.
    stack: usize,
}

/// A search under way.
pub(super) struct Beam<'a> {
    items: &'a [Item],
    /// Which items may have members.
    opens: &'a [bool],
    witnesses: &'a [Box<dyn Witness + 'a>],
    names: Names,
    /// What two members of one name in one container cost.
    repeated: Cost,
    width: usize,
    /// What costs more is no part of any reading that is asked for.
    bound: Cost,
    /// The least that anything cost which was not followed.
    least_pruned: Cost,
    kept: usize,
    /// Whether what comes next is asked for, and not the cheapest reading alone.
    rivals: bool,
    pub(super) stacks: OpenStacks,
    attachments: Vec<Attachment>,
    now: Vec<Candidates>,
    next: Vec<Candidates>,
    /// What the next beam is sorted by, as its candidates are large: cost, stack, and place in it.
    order: Vec<(Cost, usize, usize)>,
    /// By candidate: the stacks that have a member of the item's name already.
    holders: [Vec<usize>; KEPT],
    /// By stack: its place in the next beam, and the item that this was for.
    places: Vec<Option<(usize, usize)>>,
    /// By stack that is left, and by whether the row before stays without members.
    memos: Vec<[Option<Memo>; 2]>,
}

impl<'a> Beam<'a> {
    /// A beam; `rivals` says whether what comes next to the cheapest reading is asked for.
    pub(super) fn new(
        items: &'a [Item],
        opens: &'a [bool],
        witnesses: &'a [Box<dyn Witness + 'a>],
        weights: &Weights,
        rivals: bool,
    ) -> Self {
        let size = items.len() * opens.iter().filter(|opens| **opens).count();
        let (width, kept) = match size {
            _ if size > LARGE[1] => (8, 1),
            _ if size > LARGE[0] => (48, 3),
            _ => (BEAM_WIDTH, KEPT),
        };
        let names = Names::of(items);
        let kept = if names.any_repeated() {
            kept
        } else {
            // What an attachment costs hangs on the stack alone; the next best is for people.
            kept.min(1 + usize::from(rivals))
        };
        Self {
            items,
            opens,
            witnesses,
            names,
            repeated: Cost::of(weights.repeated),
            width,
            bound: Cost::UNBOUNDED,
            least_pruned: Cost::UNBOUNDED,
            kept,
            rivals,
            stacks: OpenStacks::new(),
            attachments: Vec::with_capacity(items.len() * NARROW * kept),
            now: Vec::with_capacity(NARROW),
            next: Vec::with_capacity(NARROW * 4),
            order: Vec::with_capacity(NARROW * 4),
            holders: Default::default(),
            places: Vec::new(),
            memos: Vec::new(),
        }
    }

    /// The cheapest readings, cheapest first, and the ways that were gone: all that cost at most `beyond` more than the cheapest.
    ///
    /// Readings only get dearer on their way. So those that cost less than anything that was not followed are what the wide beam finds,
    /// and most tables are settled by a narrow one, or by leaving out what costs more than the reading that it found.
    pub(super) fn search(&mut self, beyond: Cost) -> (Vec<Reading>, Lattice) {
        let width = std::mem::replace(&mut self.width, NARROW);
        let (readings, lattice) = self.pass();
        let Some(cheapest) = readings.first().map(|reading| reading.cost) else {
            return (readings, lattice);
        };
        if self.least_pruned > cheapest + beyond {
            return (readings, lattice);
        }
        self.width = width;
        self.bound = cheapest + beyond;
        let (readings, lattice) = self.pass();
        if readings.first().is_some_and(|reading| reading.cost <= cheapest) {
            return (readings, lattice);
        }
        self.bound = Cost::UNBOUNDED;
        self.pass()
    }

    /// Goes through all items.
    fn pass(&mut self) -> (Vec<Reading>, Lattice) {
        self.witnesses.iter().for_each(|witness| witness.begin());
        self.least_pruned = Cost::UNBOUNDED;
        self.stacks = OpenStacks::new();
        self.attachments.clear();
        self.places.clear();
        self.memos.clear();
        let mut first = Candidates::new(TOP);
        first.len = 1;
        self.now.clear();
        self.now.push(first);
        let mut lattice = Lattice::default();
        if self.rivals {
            lattice.arcs.reserve(self.items.len() * NARROW * 2);
        }
        for item in 0..self.items.len() {
            for from in 0..self.now.len() {
                self.expand(item, from, &mut lattice);
            }
            self.prune(item);
        }
        lattice.ends = self.now.iter().map(|candidates| candidates.stack).collect();
        (self.finish(), lattice)
    }

    /// Attaches an item to each container that the candidates of one stack have open.
    fn expand(&mut self, item: usize, from: usize, lattice: &mut Lattice) {
        let candidates = self.now[from];
        let open = candidates.stack;
        for (candidate, holders) in candidates.all().iter().zip(&mut self.holders) {
            self.names.holders(&self.attachments, candidate.last, item, holders);
        }
        let fresh = item > 0 && self.stacks.get(open).item == item - 1;
        let mut left = None;
        let mut parent = open;
        let mut previous = (!fresh && item > 0).then(|| item - 1);
        loop {
            let step = Step {
                items: self.items,
                item,
                stack: parent,
                previous,
                left_empty: (fresh && parent != open).then(|| item - 1),
            };
            let Memo { cost: once, stack, .. } = self.score(step, left);
            let before = candidates.cheapest[0].cost;
            let affordable = if before + once <= self.bound {
                candidates.all()
            } else {
                &[]
            };
            let mut cheapest = Cost::UNBOUNDED;
            for (at, candidate) in affordable.iter().enumerate() {
                let place = self.place(stack, item);
                let place = &mut self.next[place];
                let cost = candidate.cost + once;
                if place.is_full_below(cost, self.kept) {
                    break; // those that follow cost no less
                }
                let last = candidate.last;
                let repeats = self.holders[at].contains(&parent);
                let cost = cost + if repeats { self.repeated } else { Cost::ZERO };
                cheapest = cheapest.min(cost);
                place.add(Candidate { cost, last, parent }, self.kept);
            }
            let cost = cheapest.min(before + once + self.repeated);
            if self.rivals {
                lattice.arcs.push(Arc {
                    item,
                    from: open,
                    to: stack,
                    parent,
                    cost,
                    own: cost - before,
                });
            }
            if parent == TOP {
                return;
            }
            let outer = self.stacks.get(parent);
            left = Some(parent);
            previous = Some(outer.item);
            parent = outer.parent;
        }
    }

    /// What the witnesses hold against an attachment, and which stack it leaves open.
    fn score(&mut self, step: Step<'_>, left: Option<usize>) -> Memo {
        let key = left.map(|left| (left, usize::from(step.left_empty.is_some())));
        let memo = key.and_then(|(left, empty)| self.memos.get(left)?[empty]);
        if let Some(memo) = memo.filter(|memo| memo.item == step.item) {
            return memo;
        }
        let held = self
            .witnesses
            .iter()
            .map(|witness| Cost::of(witness.cost(&step, &self.stacks)));
        let cost = held.sum();
        let Step {
            item, stack: parent, ..
        } = step;
        let stack = if self.opens[item] && self.stacks.get(parent).depth < DEEPEST {
            self.stacks.push(parent, item)
        } else {
            parent
        };
        self.memos.resize(self.stacks.len(), [None; 2]);
        let memo = Memo { item, cost, stack };
        if let Some((left, empty)) = key {
            self.memos[left][empty] = Some(memo);
        }
        memo
    }

    /// Where the next beam has a stack.
    fn place(&mut self, stack: usize, item: usize) -> usize {
        self.places.resize(self.stacks.len(), None);
        match self.places[stack] {
            Some((of, at)) if of == item => at,
            _ => {
                self.next.push(Candidates::new(stack));
                self.places[stack] = Some((item, self.next.len() - 1));
                self.next.len() - 1
            }
        }
    }

    /// Keeps the cheapest of what an item led to.
    fn prune(&mut self, item: usize) {
        self.order.clear();
        let keys = self.next.iter().enumerate();
        self.order
            .extend(keys.map(|(at, next)| (next.cheapest[0].cost, next.stack, at)));
        self.order.sort_unstable_by_key(|(cost, stack, _)| (*cost, *stack));
        let affordable = self.order.partition_point(|(cost, ..)| *cost <= self.bound);
        let followed = affordable.min(self.width);
        if let Some((cost, ..)) = self.order.get(followed) {
            self.least_pruned = self.least_pruned.min(*cost);
        }
        self.now.clear();
        self.now
            .extend(self.order[..followed].iter().map(|(.., at)| self.next[*at]));
        self.next.clear();
        for candidates in &mut self.now {
            for candidate in &mut candidates.cheapest[..candidates.len] {
                self.attachments.push(Attachment {
                    before: candidate.last,
                    parent: candidate.parent,
                    item,
                });
                candidate.last = self.attachments.len() - 1;
            }
        }
    }

    /// The candidates at the end as readings, read back from their last attachments.
    fn finish(&self) -> Vec<Reading> {
        let mut ends: Vec<(Cost, usize)> = Vec::new();
        for candidates in &self.now {
            let empty = end_cost(self.items, self.stacks.container(candidates.stack), self.witnesses);
            ends.extend(candidates.all().iter().map(|one| (one.cost + empty, one.last)));
        }
        ends.sort_unstable();
        ends.truncate(KEPT * 4);
        let read_back = |(cost, mut last): (Cost, usize)| {
            let mut parents = vec![None; self.items.len()];
            while last != NOTHING {
                let made = self.attachments[last];
                parents[made.item] = self.stacks.container(made.parent);
                last = made.before;
            }
            Reading { parents, cost }
        };
        ends.into_iter().map(read_back).collect()
    }
}
