//! Figures, each with the bound it is to keep.

use crate::Outcome;
use std::fmt::Write as _;

/// Which side of its bound a figure is to be on.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

/// The figures of a bench.
#[derive(Debug, Default)]
pub(super) struct Figures(Vec<(String, f64, Bound)>);

impl Figures {
    pub(super) fn add(&mut self, name: impl Into<String>, value: f64, bound: Bound) {
        self.0.push((name.into(), value, bound));
    }

    /// Whether all are within their bounds.
    pub(super) fn are_kept(&self) -> bool {
        self.0.iter().all(|(_, value, bound)| is_kept(*value, *bound))
    }

    pub(super) fn outcome(&self) -> Outcome {
        if self.are_kept() {
            Outcome::Fine
        } else {
            Outcome::Differs
        }
    }

    /// A line for each.
    pub(super) fn table(&self) -> String {
        let width = self.0.iter().map(|(name, ..)| name.chars().count()).max().unwrap_or(0);
        let mut text = String::new();
        for (name, value, bound) in &self.0 {
            let (side, limit) = match bound {
                Bound::AtMost(limit) => ("at most", limit),
                Bound::AtLeast(limit) => ("at least", limit),
            };
            let missed = if is_kept(*value, *bound) { "" } else { "  MISSED" };
            let _ = writeln!(text, "{name:<width$}  {value:>8.3}  {side} {limit:.3}{missed}");
        }
        text
    }
}

fn is_kept(value: f64, bound: Bound) -> bool {
    match bound {
        Bound::AtMost(limit) => value <= limit,
        Bound::AtLeast(limit) => value >= limit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missed_figure_is_said() {
        let mut figures = Figures::default();
        figures.add("faster", 2.0, Bound::AtLeast(1.5));
        figures.add("cost", 5.0, Bound::AtMost(5.0));
        assert!(figures.are_kept() && !figures.table().contains("MISSED"));
        figures.add("more cost", f64::NAN, Bound::AtMost(5.0));
        assert!(!figures.are_kept());
        assert_eq!(figures.table().matches("MISSED").count(), 1, "{}", figures.table());
    }
}
