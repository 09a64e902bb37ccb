//! What a product's operations show together, in samples and in what was inferred without doubt: the members of structs by the struct's
//! name, the wrappers of arrays, the order of siblings.

use crate::infer::samples::shape::{Shape, WeighedShape};
use crate::infer::structure::weights::Weights;
use crate::spec::model::Field;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Fewer answers than this do not tell what stands at the top of all.
const FEW_ANSWERS: usize = 5;

/// What a product's operations show together, of answers and of requests.
#[derive(Debug)]
pub(crate) struct Learned<'a> {
    /// Of answers.
    pub(crate) answers: CorpusStatistics,
    /// Of requests.
    pub(crate) requests: CorpusStatistics,
    /// What evidence weighs.
    pub(crate) weights: &'a Weights,
}

impl Learned<'_> {
    /// What is known before a page's answer is read.
    pub(crate) fn before_answers(&self) -> Prior<'_> {
        Prior {
            statistics: &self.answers,
            weights: self.weights,
        }
    }

    /// What is known before a page's request is read.
    pub(crate) fn before_requests(&self) -> Prior<'_> {
        Prior {
            statistics: &self.requests,
            weights: self.weights,
        }
    }
}

/// What is known before the rows of a page are read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Prior<'a> {
    /// What the product's other operations show.
    pub(crate) statistics: &'a CorpusStatistics,
    /// What evidence weighs.
    pub(crate) weights: &'a Weights,
}

/// Members by the name of their container, with the operations that show them.
#[derive(Debug, Default)]
pub(crate) struct CorpusStatistics {
    /// Container and member to operations; the top of an answer is the empty name.
    members: HashMap<String, HashMap<String, BTreeSet<String>>>,
    /// Container to operations.
    containers: HashMap<String, BTreeSet<String>>,
    /// Member to operations.
    names: HashMap<String, BTreeSet<String>>,
    /// Array and wrapper to operations.
    wrappers: BTreeMap<(String, String), BTreeSet<String>>,
    /// Names that stand in some structure of a request, to operations.
    nested: HashMap<String, BTreeSet<String>>,
    /// How many siblings follow each other, and how many of them out of alphabetical order.
    siblings: usize,
    falls: usize,
    /// How many arrays JSON samples show wrapped, and how many bare.
    wrapped: usize,
    bare: usize,
}

impl CorpusStatistics {
    /// Adds an operation's sample.
    pub(crate) fn add(&mut self, operation: &str, sample: &WeighedShape) {
        self.add_below(operation, "", &sample.shape, None);
        if sample.json {
            self.add_arrays(operation, &sample.shape);
        }
    }

    /// Adds what was inferred of an operation's answer without doubt. Where some of it is in doubt, what its structures lack says nothing.
    pub(crate) fn add_fields(&mut self, operation: &str, fields: &[Field]) {
        self.add_members(operation, "", None, fields, !fields.iter().any(Field::is_marked));
    }

    /// Adds what was inferred of an operation's request, in the same way.
    pub(crate) fn add_request(&mut self, operation: &str, fields: &[Field]) {
        self.add_fields(operation, fields);
        fields
            .iter()
            .for_each(|field| self.add_nested(operation, &field.fields));
    }

    fn add_nested(&mut self, operation: &str, fields: &[Field]) {
        for field in fields.iter().filter(|field| field.inferred.is_none()) {
            let operations = self.nested.entry(field.name.clone()).or_default();
            operations.insert(operation.to_owned());
            self.add_nested(operation, &field.fields);
        }
    }

    /// Adds the members of a structure that was inferred without doubt, wherever it stands.
    pub(crate) fn add_structure(&mut self, operation: &str, field: &Field) {
        if field.inferred.is_none() {
            self.add_members(operation, &field.name, field.item_name.as_deref(), &field.fields, true);
        }
    }

    fn add_members(
        &mut self,
        operation: &str,
        container: &str,
        wrapper: Option<&str>,
        fields: &[Field],
        complete: bool,
    ) {
        let certain = || fields.iter().filter(|field| field.inferred.is_none());
        if certain().next().is_none() {
            return;
        }
        for pair in fields.windows(2) {
            self.siblings += 1;
            self.falls += usize::from(pair[0].name > pair[1].name);
        }
        for holder in [Some(container), wrapper].into_iter().flatten() {
            if complete {
                add(self.containers.entry(holder.to_owned()).or_default(), operation);
            }
            let members = self.members.entry(holder.to_owned()).or_default();
            for field in certain() {
                add(members.entry(field.name.clone()).or_default(), operation);
            }
        }
        for field in certain() {
            add(self.names.entry(field.name.clone()).or_default(), operation);
            self.add_members(
                operation,
                &field.name,
                field.item_name.as_deref(),
                &field.fields,
                complete,
            );
        }
    }

    fn add_arrays(&mut self, operation: &str, shape: &Shape) {
        for (name, inner) in &shape.members {
            if inner.seen.list {
                self.bare += 1;
            }
            match inner.only_member() {
                Some((wrapper, element)) if !inner.seen.list && element.seen.list => {
                    self.wrapped += 1;
                    self.wrappers
                        .entry((name.clone(), wrapper.to_owned()))
                        .or_default()
                        .insert(operation.to_owned());
                    self.add_arrays(operation, element);
                }
                _ => self.add_arrays(operation, inner),
            }
        }
    }

    /// How many siblings follow each other in the product's answers, and how many of them out of alphabetical order.
    pub(crate) fn order(&self) -> (usize, usize) {
        (self.siblings, self.falls)
    }

    /// The wrapper that most operations show for an array of this name.
    pub(crate) fn wrapper(&self, array: &str) -> Option<&str> {
        let known = self
            .wrappers
            .range((array.to_owned(), String::new())..)
            .take_while(|((name, _), _)| name == array);
        known
            .max_by_key(|(_, operations)| operations.len())
            .map(|((_, wrapper), _)| wrapper.as_str())
    }

    /// The wrapper of arrays that end in the same words: `IpAddress` for `RdmaIpAddress`, as for `PublicIpAddress`.
    pub(crate) fn wrapper_like(&self, array: &str) -> Option<String> {
        let alike = self.wrappers.keys().filter(|(name, wrapper)| {
            name.len() > wrapper.len()
                && name.ends_with(wrapper.as_str())
                && array.len() > wrapper.len()
                && array.ends_with(wrapper.as_str())
        });
        alike
            .map(|(_, wrapper)| wrapper)
            .max_by_key(|wrapper| wrapper.len())
            .cloned()
    }

    /// Whether the product's arrays are wrapped as a rule.
    pub(crate) fn wraps(&self) -> bool {
        self.wrapped >= 5 && self.wrapped >= self.bare * 9
    }

    fn add_below(&mut self, operation: &str, container: &str, shape: &Shape, wrapper: Option<&str>) {
        if shape.members.is_empty() {
            return;
        }
        for holder in [Some(container), wrapper].into_iter().flatten() {
            add(self.containers.entry(holder.to_owned()).or_default(), operation);
            let members = self.members.entry(holder.to_owned()).or_default();
            for (name, _) in &shape.members {
                add(members.entry(name.clone()).or_default(), operation);
            }
        }
        for (name, inner) in &shape.members {
            add(self.names.entry(name.clone()).or_default(), operation);
            // What looks like a wrapper lends its own name to the members of its element.
            let wraps = shape.only_member().is_some() && !container.is_empty();
            self.add_below(operation, name, inner, wraps.then_some(container));
        }
    }

    /// How many other operations have a member of this name in a container of that name; `None` is the top.
    pub(crate) fn together(&self, operation: &str, container: Option<&str>, name: &str) -> usize {
        let members = self.members.get(container.unwrap_or_default());
        members
            .and_then(|members| members.get(name))
            .map_or(0, |all| others(all, operation))
    }

    /// Whether requests of other operations have a member of this name in some structure.
    pub(crate) fn is_nested(&self, operation: &str, name: &str) -> bool {
        self.nested.get(name).is_some_and(|all| others(all, operation) > 0)
    }

    /// How many other operations have a container of this name.
    pub(crate) fn containers(&self, operation: &str, container: &str) -> usize {
        self.containers.get(container).map_or(0, |all| others(all, operation))
    }

    /// How many members a container has, all operations taken together.
    fn size(&self, container: &str) -> f64 {
        self.members.get(container).map_or(0, HashMap::len) as f64
    }
}

impl Prior<'_> {
    /// What other operations hold against a member of a container; `None` is the top.
    pub(crate) fn cost(self, operation: &str, container: Option<&str>, name: &str) -> f64 {
        let Self { statistics, weights } = self;
        let container = container.unwrap_or_default();
        let others = |set: Option<&BTreeSet<String>>| set.map_or(0, |set| others(set, operation));
        let together = others(statistics.members.get(container).and_then(|members| members.get(name)));
        if together > 0 {
            return 0.0;
        }
        let containers = others(statistics.containers.get(container));
        let names = others(statistics.names.get(name));
        // Known apart, never together: the more often, the more it says.
        let weight = |count: usize| weights.known_apart[count.min(weights.known_apart.len() - 1)];
        match (container.is_empty(), containers) {
            (true, _) => weight(names),
            // What stands at the top of nearly every answer, as a request's id does, belongs to no struct that is new.
            (false, 0) => {
                let answers = others(statistics.containers.get(""));
                let top = others(statistics.members.get("").and_then(|members| members.get(name)));
                if answers >= FEW_ANSWERS && top * 10 >= answers * 9 {
                    weight(top)
                } else {
                    0.0
                }
            }
            // Small structs are the same everywhere; large ones, an instance say, show other sides elsewhere.
            (false, _) => {
                let known = weight(containers) + weight(names) * weights.name_apart;
                known * (weights.small / statistics.size(container)).min(1.0).powi(2)
            }
        }
    }
}

/// Adds an operation to those that show something; mostly it is there already.
fn add(operations: &mut BTreeSet<String>, operation: &str) {
    if !operations.contains(operation) {
        operations.insert(operation.to_owned());
    }
}

fn others(operations: &BTreeSet<String>, operation: &str) -> usize {
    operations.len() - usize::from(operations.contains(operation))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_at_the_top_of_every_answer_is_no_member_of_a_new_struct() {
        let field = |name: &str, fields: Vec<Field>| Field {
            name: name.into(),
            fields,
            ..Field::default()
        };
        let mut statistics = CorpusStatistics::default();
        for operation in ["GetA", "GetB", "GetC", "GetD", "GetE"] {
            statistics.add_fields(operation, &[field("RequestId", vec![]), field(operation, vec![])]);
        }
        let prior = Prior {
            statistics: &statistics,
            weights: &Weights::STANDARD,
        };
        let cost = |container, name| prior.cost("GetF", container, name);
        assert!(cost(Some("Harvest"), "RequestId") > 0.0);
        assert!(cost(None, "RequestId") <= 0.0);
        assert!(cost(Some("Harvest"), "GetA") <= 0.0);
        assert!(cost(Some("Harvest"), "Unheard") <= 0.0);
    }
}
