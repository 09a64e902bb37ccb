//! The cheapest way to cut a row of units: a shortest path over the places where a row may begin.

/// A place where a row may begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Start {
    /// Its first unit.
    pub(crate) at: usize,
    /// The first unit behind those that make it a beginning.
    pub(crate) body: usize,
}

/// What speaks against a reading, in small integers.
pub(crate) trait Costs {
    /// What a reading remembers from row to row.
    type Memory: Clone + PartialEq;

    /// Before the first row.
    fn begin(&self) -> Self::Memory;

    /// What it costs that a row begins at `start`, after a row that began at `before`, and what is remembered from then on.
    fn row(&self, start: usize, before: Option<usize>, memory: &Self::Memory) -> (u32, Self::Memory);

    /// What it costs that the units between a row's beginning and the next row's are all its own.
    fn body(&self, start: usize, until: usize) -> u32;

    /// What it costs to pass over units before the first row.
    fn passed_over(&self, units: usize) -> u32;
}

/// How many readings are followed at each place.
const BEAM_WIDTH: usize = 8;
/// How many places a row may reach over.
const FARTHEST: usize = 32;
/// How many places before the first row are tried.
const FIRST: usize = 8;

struct Reading<M> {
    cost: u32,
    memory: M,
    /// The place before and which of its readings, as back pointers.
    before: Option<(usize, usize)>,
}

/// The starts of the cheapest reading, and for each whether one nearly as cheap does not begin a row there.
pub(crate) fn cheapest<C: Costs>(starts: &[Start], units: usize, costs: &C, clear: u32) -> Vec<(usize, bool)> {
    let mut readings: Vec<Vec<Reading<C::Memory>>> = starts.iter().map(|_| Vec::new()).collect();
    for (at, start) in starts.iter().enumerate().take(FIRST) {
        let (cost, memory) = costs.row(at, None, &costs.begin());
        let cost = cost + costs.passed_over(start.at);
        let before = None;
        add(&mut readings[at], Reading { cost, memory, before });
    }
    let mut ends: Vec<(u32, usize, usize)> = Vec::new();
    for at in 0..starts.len() {
        for which in 0..readings[at].len() {
            let Reading { cost, memory, .. } = &readings[at][which];
            let (cost, memory) = (*cost, memory.clone());
            let reached = (at + 1..starts.len()).filter(|next| starts[*next].at >= starts[at].body);
            for next in reached.take(FARTHEST) {
                let (row, memory) = costs.row(next, Some(at), &memory);
                let cost = cost + row + costs.body(at, starts[next].at);
                let before = Some((at, which));
                add(&mut readings[next], Reading { cost, memory, before });
            }
            if starts.len() - at <= FARTHEST {
                ends.push((cost + costs.body(at, units), at, which));
            }
        }
    }
    ends.sort_by_key(|(cost, at, _)| (*cost, std::cmp::Reverse(*at)));
    let Some((best, at, which)) = ends.first().copied() else {
        return Vec::new();
    };
    let walk = |mut place: Option<(usize, usize)>| {
        let mut path = Vec::new();
        while let Some((at, which)) = place {
            path.push(at);
            place = readings[at][which].before;
        }
        path.reverse();
        path
    };
    let path = walk(Some((at, which)));
    let mut sure = vec![true; path.len()];
    for (cost, at, which) in ends.into_iter().skip(1) {
        if cost >= best + clear {
            break;
        }
        let other = walk(Some((at, which)));
        for (start, sure) in path.iter().zip(&mut sure) {
            *sure &= other.binary_search(start).is_ok();
        }
    }
    path.into_iter().zip(sure).collect()
}

/// Puts a reading among the cheapest, behind those that cost the same, unless one that remembers the same costs no more.
fn add<M: PartialEq>(readings: &mut Vec<Reading<M>>, new: Reading<M>) {
    let at = readings.partition_point(|known| known.cost <= new.cost);
    let alike = readings.iter().position(|known| known.memory == new.memory);
    if at == BEAM_WIDTH || alike.is_some_and(|alike| alike < at) {
        return;
    }
    if let Some(dearer) = alike {
        readings.remove(dearer);
    }
    readings.insert(at, new);
    readings.truncate(BEAM_WIDTH);
}
