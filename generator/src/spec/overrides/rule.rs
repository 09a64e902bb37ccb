//! What the rules of all kinds have in common. Each kind has one table of its keys, by which rules are checked, applied and told of.

use super::Overrides;

/// A kind of rule.
pub(super) trait Rule: Sized + 'static {
    /// How a key corrects the one field, operation or code that a rule is for.
    type Correct: Copy + 'static;

    /// The key of the list that its rules stand in.
    const LIST: &'static str;
    /// The key of a rule that tells its spot.
    const SPOT: &'static str;
    /// The keys that correct something, which are all but `operation`, `version` and [`SPOT`](Self::SPOT). Those that say how they correct
    /// one field, operation or code are applied in this order; the others, which are about more than that one, before or after these.
    const KEYS: &'static [Key<Self>];

    /// The rules of this kind.
    fn of(overrides: &Overrides) -> &[Self];

    /// The operation that it is for, or `*`.
    fn operation(&self) -> &str;

    fn version(&self) -> Option<&String>;

    /// What its key [`Rule::SPOT`] says.
    fn spot(&self) -> &str;

    /// What it is for, in words.
    fn subject(&self) -> String {
        let operation = match self.operation() {
            "*" => "any operation",
            named => named,
        };
        format!("{} of {operation}", self.spot())
    }

    /// The keys that it says something for.
    fn said(&self) -> impl Iterator<Item = &'static Key<Self>> {
        Self::KEYS.iter().filter(|key| (key.says)(self))
    }

    /// Whether it corrects something but by a key.
    fn says_besides(&self, name: &str) -> bool {
        self.said().any(|key| key.name != name)
    }
}

/// A key of a rule that corrects something.
pub(super) struct Key<R: Rule> {
    pub(super) name: &'static str,
    /// Whether a rule says something for it.
    pub(super) says: fn(&R) -> bool,
    pub(super) correct: R::Correct,
}

impl<R: Rule> Key<R> {
    pub(super) const fn new(name: &'static str, says: fn(&R) -> bool, correct: R::Correct) -> Self {
        Self { name, says, correct }
    }
}
