//! An operation's fields by their paths, so that they can be found, corrected and moved.

use crate::spec::model::{Field, Operation, Pagination, Type};
use std::collections::BTreeMap;

/// A field without those inside it, and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) field: Field,
    /// Its whole path as the docs have it, such as `response.Tasks.Status`.
    pub(super) path: String,
    /// Where the field is that holds it; `None` at the top.
    pub(super) parent: Option<usize>,
    pub(super) in_request: bool,
    /// The name of the Rust type of its values.
    pub(super) type_name: Option<String>,
}

/// All fields of an operation, in the docs' order: each before those inside it.
#[derive(Debug, Default)]
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
}

impl Tree {
    /// Takes the fields out of an operation.
    pub(super) fn take(operation: &mut Operation) -> Self {
        let mut tree = Self::default();
        tree.add(std::mem::take(&mut operation.request), "request", None, true);
        tree.add(std::mem::take(&mut operation.response), "response", None, false);
        tree
    }

    fn add(&mut self, fields: Vec<Field>, path: &str, parent: Option<usize>, in_request: bool) {
        for mut field in fields {
            let inner = std::mem::take(&mut field.fields);
            let path = format!("{path}.{}", field.name);
            let at = self.nodes.len();
            self.nodes.push(Node {
                field,
                path: path.clone(),
                parent,
                in_request,
                type_name: None,
            });
            self.add(inner, &path, Some(at), in_request);
        }
    }

    /// The names of the Rust types of values, by the paths of their fields as they stand now.
    pub(super) fn type_names(&self) -> BTreeMap<String, String> {
        let named = self
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(at, node)| Some((at, node, node.type_name.clone()?)));
        let paths = named.map(|(at, node, name)| {
            let side = if node.in_request { "request" } else { "response" };
            (format!("{side}.{}", self.current_path(at)), name)
        });
        paths.collect()
    }

    /// Puts the fields back, each where its parent is now.
    pub(super) fn put_back(self, operation: &mut Operation) {
        let mut inside: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        let mut top = Vec::new();
        for (at, node) in self.nodes.iter().enumerate() {
            match node.parent {
                Some(parent) => inside[parent].push(at),
                None => top.push(at),
            }
        }
        let mut nodes: Vec<Option<Node>> = self.nodes.into_iter().map(Some).collect();
        for at in top {
            let in_request = nodes[at].as_ref().is_some_and(|node| node.in_request);
            if let Some(field) = built(at, &inside, &mut nodes) {
                if in_request {
                    operation.request.push(field);
                } else {
                    operation.response.push(field);
                }
            }
        }
    }

    /// The field at a whole path.
    pub(super) fn find(&self, path: &str) -> Option<usize> {
        self.nodes.iter().position(|node| node.path == path)
    }

    /// Those inside a field, or at the top of a side, as they stand now.
    pub(super) fn members(&self, parent: Option<usize>, in_request: bool) -> impl Iterator<Item = usize> {
        let inside = move |(_, node): &(usize, &Node)| node.parent == parent && node.in_request == in_request;
        self.nodes.iter().enumerate().filter(inside).map(|(at, _)| at)
    }

    /// Whether a field stands inside itself, by moves that go round.
    pub(super) fn is_in_cycle(&self, from: usize) -> bool {
        let mut at = from;
        for _ in 0..self.nodes.len() {
            match self.nodes[at].parent {
                Some(parent) if parent == from => return true,
                Some(parent) => at = parent,
                None => return false,
            }
        }
        true
    }

    /// The path of a field as it stands now, without its side.
    fn current_path(&self, mut at: usize) -> String {
        let mut names = vec![self.nodes[at].field.name.as_str()];
        for _ in 0..self.nodes.len() {
            let Some(parent) = self.nodes[at].parent else { break };
            names.push(&self.nodes[parent].field.name);
            at = parent;
        }
        names.reverse();
        names.join(".")
    }

    /// Has the paging follow the fields that were moved.
    pub(super) fn follow(&self, pagination: &mut Pagination) {
        let answer = match pagination {
            Pagination::PageNumber { total_count, items, .. } => [Some(items), total_count.as_mut(), None],
            Pagination::Token {
                next_token,
                more,
                items,
                ..
            } => [Some(items), Some(next_token), more.as_mut()],
        };
        for path in answer.into_iter().flatten() {
            if let Some(at) = self.find(&format!("response.{path}")) {
                *path = self.current_path(at);
            }
        }
    }
}

impl Node {
    /// Whether it can hold fields.
    pub(super) fn is_container(&self) -> bool {
        match self.field.kind {
            Type::Struct => true,
            Type::Array => self.field.items == Some(Type::Struct),
            _ => false,
        }
    }

    /// What it is, in words.
    pub(super) fn kind(&self) -> String {
        match self.field.items {
            Some(items) => format!("{:?} of {items:?}", self.field.kind),
            None => format!("{:?}", self.field.kind),
        }
    }
}

fn built(at: usize, inside: &[Vec<usize>], nodes: &mut [Option<Node>]) -> Option<Field> {
    let mut field = nodes[at].take()?.field;
    field.fields = inside[at]
        .iter()
        .filter_map(|inner| built(*inner, inside, nodes))
        .collect();
    Some(field)
}
