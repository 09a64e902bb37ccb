//! Costs as integers: sums of them are exact, so that readings that cost the same come out the same.

use std::iter::Sum;
use std::ops::{Add, Sub};

/// What is held against a reading or a place, in 2⁻²⁰ parts of the scale that weights have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cost(i64);

const PARTS: f64 = (1 << 20) as f64;

impl Cost {
    pub(crate) const ZERO: Self = Self(0);
    /// More than anything costs, whatever is added or taken away.
    pub(crate) const UNBOUNDED: Self = Self(i64::MAX);

    /// The cost that is nearest to a weight.
    pub(crate) fn of(weight: f64) -> Self {
        debug_assert!(weight.is_finite() && weight >= 0.0, "a witness holds {weight}");
        Self((weight * PARTS + 0.5) as i64) // what `round` gives, faster
    }

    /// The same on the scale of weights.
    pub(crate) fn weight(self) -> f64 {
        self.0 as f64 / PARTS
    }
}

impl Add for Cost {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Cost {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        match self {
            Self::UNBOUNDED => self,
            Self(cost) => Self(cost.saturating_sub(other.0)),
        }
    }
}

impl Sum for Cost {
    fn sum<I: Iterator<Item = Self>>(costs: I) -> Self {
        costs.fold(Self::ZERO, Add::add)
    }
}
