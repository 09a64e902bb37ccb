//! Rules of fields: kept, reviewed, corrected where they stand, and moved.

use super::FieldRule;
use super::apply::{Run, in_scope};
use super::checks::is_whole;
use super::review::sign;
use super::rule::Key;
use super::tree::{Node, Tree};
use crate::spec::choices::Choices;
use crate::spec::model::{Field, Operation, Type};
use crate::spec::nearest::likeness;

/// How specific a rule is: the more, the sooner it counts.
fn specificity(rule: &FieldRule) -> usize {
    usize::from(rule.operation != "*") + usize::from(rule.version.is_some()) + usize::from(is_whole(&rule.path))
}

impl Run<'_> {
    /// Applies the rules of fields to an operation.
    pub(super) fn fields(&mut self, version: &str, operation: &mut Operation, choices: &mut Choices) {
        let overrides = self.overrides;
        let rules: Vec<(usize, &FieldRule)> = overrides
            .fields
            .iter()
            .enumerate()
            .filter(|(_, rule)| in_scope(&rule.operation, rule.version.as_ref(), &operation.operation, version))
            .collect();
        if rules.is_empty() {
            return;
        }
        let mut tree = Tree::take(operation);
        self.keep(&rules, &mut tree);
        self.reviewed(&rules, &mut tree);
        for at in 0..tree.nodes.len() {
            let node = &tree.nodes[at];
            let here = |rule: &FieldRule| {
                if is_whole(&rule.path) {
                    rule.path == node.path
                } else {
                    rule.path == node.field.name
                }
            };
            let matching: Vec<_> = rules.iter().copied().filter(|(_, rule)| here(rule)).collect();
            for (key, correct) in FieldRule::corrections() {
                self.correct(key, correct, &matching, &mut tree.nodes[at]);
            }
        }
        self.moves(operation, &rules, &mut tree);
        self.check_containers(&rules, &tree);
        for (index, rule) in &rules {
            self.note_nearest(*index, rule, &tree);
        }
        if let Some(pagination) = &mut operation.pagination {
            tree.follow(pagination);
        }
        let type_names = tree.type_names();
        if !type_names.is_empty() {
            choices.entry(&operation.operation).type_names = type_names;
        }
        tree.put_back(operation);
    }

    /// Adds the fields that are kept.
    fn keep(&mut self, rules: &[(usize, &FieldRule)], tree: &mut Tree) {
        // Those that hold others first.
        let mut kept: Vec<_> = rules.iter().copied().filter(|(_, rule)| rule.keep).collect();
        kept.sort_by_key(|(_, rule)| rule.path.matches('.').count());
        for (index, rule) in kept {
            let missing = tree.find(&rule.path).is_none();
            self.count("fields", index, "keep", missing);
            let Some((above, name)) = rule.path.rsplit_once('.').filter(|_| missing) else {
                continue;
            };
            let parent = tree.find(above);
            let top = matches!(above, "request" | "response");
            if !top && !parent.is_some_and(|parent| tree.nodes[parent].is_container()) {
                let message = format!(
                    "{} can't be kept: {above} is no structure or array of structures",
                    rule.path
                );
                self.errors.push(self.overrides.about("fields", index, "path", message));
                // This is all that is to be told of the rule.
                for (key, _) in FieldRule::corrections() {
                    self.count("fields", index, key.name, true);
                }
                continue;
            }
            let field = Field {
                name: name.to_owned(),
                deprecated: true,
                description: "The documentation does not mention it any more.".to_owned(),
                ..Field::default()
            };
            tree.nodes.push(Node {
                field,
                path: rule.path.clone(),
                parent,
                in_request: rule.path.starts_with("request."),
                type_name: None,
            });
        }
    }

    /// Takes the marks from reviewed spots.
    fn reviewed(&mut self, rules: &[(usize, &FieldRule)], tree: &mut Tree) {
        for (index, rule) in rules {
            let (Some(reviewed), Some(at)) = (&rule.reviewed, tree.find(&rule.path)) else {
                continue;
            };
            let marked = tree.nodes[at].field.inferred.is_some();
            self.count("fields", *index, "reviewed", marked);
            let now = sign(tree, at);
            if marked && *reviewed == now {
                tree.nodes[at].field.inferred = None;
            } else if marked {
                let message = format!(
                    "the docs changed at {} since it was reviewed; look at it again, then say `reviewed: '{now}'`",
                    rule.path
                );
                let diagnostic = self.overrides.about("fields", *index, "reviewed", message);
                self.diagnostics.push(diagnostic);
            }
        }
    }

    /// Corrects what a key is about at one field: the most specific rule counts.
    fn correct(
        &mut self,
        &Key { name: key, says, .. }: &'static Key<FieldRule>,
        correct: fn(&FieldRule, &mut Node) -> Option<bool>,
        matching: &[(usize, &FieldRule)],
        node: &mut Node,
    ) {
        let saying: Vec<_> = matching.iter().copied().filter(|(_, rule)| says(rule)).collect();
        let most = saying.iter().map(|(_, rule)| specificity(rule)).max();
        let mut best = saying
            .iter()
            .copied()
            .filter(|(_, rule)| Some(specificity(rule)) == most);
        let Some((index, rule)) = best.next() else { return };
        for (other, _) in best {
            if self.told.insert((index, other)) {
                let message = format!(
                    "two rules for one spot: {} is corrected by the rule on line {} too",
                    node.path,
                    self.overrides.line("fields", index)
                );
                self.errors.push(self.overrides.about("fields", other, key, message));
            }
        }
        for (index, _) in &saying {
            // Of a rule that a more specific one goes before, nothing is told here.
            self.count("fields", *index, key, true);
        }
        let done = correct(rule, node);
        if let Some(found) = self.found.get_mut(&("fields", index, key)) {
            match done {
                None => {
                    found.spots -= 1;
                    found.changed -= 1;
                }
                // What is kept is made of its corrections.
                Some(changed) => found.changed -= usize::from(!changed && !rule.keep),
            }
        }
    }

    /// Moves fields. All places are those of the docs, so the order of moves does not matter.
    fn moves(&mut self, operation: &Operation, rules: &[(usize, &FieldRule)], tree: &mut Tree) {
        let mut moved = Vec::new();
        for (index, rule) in rules {
            let (Some(place), Some(at)) = (&rule.move_to, tree.find(&rule.path)) else {
                continue;
            };
            let parent = tree.find(place);
            let problem = match parent.map(|parent| &tree.nodes[parent]) {
                None if matches!(place.as_str(), "request" | "response") => None,
                None => Some(format!("{place} is no place in {}", operation.operation)),
                Some(node) if node.is_container() => None,
                Some(node) => Some(format!(
                    "{place} is of type {}, which holds no fields; correct its type too",
                    node.kind()
                )),
            };
            let changes = problem.is_some() || tree.nodes[at].parent != parent;
            self.count("fields", *index, "move_to", changes);
            if let Some(message) = problem {
                self.errors
                    .push(self.overrides.about("fields", *index, "move_to", message));
                continue;
            }
            let node = &mut tree.nodes[at];
            node.parent = parent;
            node.field.inferred = None;
            moved.push((*index, at));
        }
        for (index, at) in moved {
            let node = &tree.nodes[at];
            let same = |other: &usize| *other != at && tree.nodes[*other].field.name == node.field.name;
            let message = if tree.is_in_cycle(at) {
                // What goes round has no top, and would be lost.
                Some(format!("{} would stand inside itself", node.path))
            } else if tree.members(node.parent, node.in_request).any(|other| same(&other)) {
                Some(format!(
                    "there is a {} already where {} would go",
                    node.field.name, node.path
                ))
            } else {
                None
            };
            let error = message.map(|message| self.overrides.about("fields", index, "move_to", message));
            self.errors.extend(error);
        }
    }

    /// Sees that what holds fields can hold them, and that arrays hold something.
    fn check_containers(&mut self, rules: &[(usize, &FieldRule)], tree: &Tree) {
        for (index, rule) in rules
            .iter()
            .filter(|(_, rule)| rule.kind.is_some() || rule.items.is_some())
        {
            let key = if rule.kind.is_some() { "type" } else { "items" };
            for (at, node) in tree.nodes.iter().enumerate() {
                if node.path != rule.path && node.field.name != rule.path {
                    continue;
                }
                let message = if tree.members(Some(at), node.in_request).next().is_some() && !node.is_container() {
                    format!(
                        "{} holds fields, so it can't be of type {}; move them first",
                        node.path,
                        node.kind()
                    )
                } else if node.field.kind == Type::Array && node.field.items.is_none() {
                    format!("{} is an Array of what? Say `items` too", node.path)
                } else {
                    continue;
                };
                self.errors.push(self.overrides.about("fields", *index, key, message));
            }
        }
    }

    /// Remembers the path that is most like a rule's.
    fn note_nearest(&mut self, index: usize, rule: &FieldRule, tree: &Tree) {
        for node in &tree.nodes {
            let theirs = if is_whole(&rule.path) {
                &node.path
            } else {
                &node.field.name
            };
            if let Some(like) = likeness(&rule.path, theirs)
                && self.nearest.get(&index).is_none_or(|(best, _)| like > *best)
            {
                self.nearest.insert(index, (like, theirs.clone()));
            }
        }
    }
}
