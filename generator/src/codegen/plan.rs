//! What an operation is in Rust: which types there are, what they are called, and what they hold.
//!
//! Names are given out by depth, those nearest to the top first, so that a field added further down never renames what stands
//! above it; among those of one depth, in the page's order.

use crate::codegen::names::{self, Scope};
use crate::codegen::values::{Known, ValueEnum};
use crate::diagnostics::{Diagnostic, Kind as Problem};
use crate::spec::model::{Field, Operation};
use draft::{Drafts, Side};

mod draft;
mod naming;

/// An operation's names that other files use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Names {
    /// Its module: `list_tasks`.
    pub(super) module: String,
    /// Its method on the client: `list_tasks`.
    pub(super) method: String,
    /// The call's type: `ListTasks`.
    pub(super) call: String,
}

impl Names {
    pub(super) fn response(&self) -> String {
        format!("{}Response", self.call)
    }

    pub(super) fn error(&self) -> String {
        format!("{}Error", self.call)
    }
}

/// An operation with all names given.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) spec: &'a Operation,
    pub(super) names: Names,
    /// The call's parameters.
    pub(super) request: Struct<'a>,
    /// Structures of the request.
    pub(super) params: Structs<'a>,
    /// Structures of the answer; the first is the answer itself.
    pub(super) answer: Structs<'a>,
    /// Value lists of the operation's own.
    pub(super) enums: Vec<ValueEnum>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Structures by the index that members know them by. Equal ones share a type; only the first of them is written.
#[derive(Debug, Default)]
pub(super) struct Structs<'a> {
    all: Vec<Struct<'a>>,
}

impl<'a> Structs<'a> {
    pub(super) fn get(&self, index: usize) -> Option<&Struct<'a>> {
        self.all.get(index)
    }

    /// The structures to be written.
    pub(super) fn written(&self) -> impl Iterator<Item = &Struct<'a>> {
        self.all.iter().filter(|structure| !structure.shared)
    }
}

/// A structure, or the call itself.
#[derive(Debug)]
pub(super) struct Struct<'a> {
    pub(super) name: String,
    /// The field that holds it; nothing at the top.
    pub(super) field: Option<&'a Field>,
    pub(super) members: Vec<Member<'a>>,
    shared: bool,
}

/// A field of an answer, or a parameter.
#[derive(Debug)]
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    /// Its name in Rust.
    pub(super) name: String,
    pub(super) holds: Holds,
}

/// What a member holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    One(Kind),
    Many(Kind),
    Map,
}

/// A kind of value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    String,
    Integer,
    Float,
    Boolean,
    /// Free-form.
    Any,
    /// Of a value list: the type's path, and whether its wire values are text.
    Value {
        path: String,
        text: bool,
    },
    /// A structure: its index.
    Struct(usize),
}

impl Plan<'_> {
    /// The Rust type of a kind; structures are those of the answer.
    pub(super) fn type_of(&self, structs: &Structs<'_>, kind: &Kind) -> String {
        match kind {
            Kind::String => "String".to_owned(),
            Kind::Integer => "i64".to_owned(),
            Kind::Float => "f64".to_owned(),
            Kind::Boolean => "bool".to_owned(),
            Kind::Any => "Document".to_owned(),
            Kind::Value { path, .. } => path.clone(),
            Kind::Struct(index) => structs
                .get(*index)
                .map(|structure| structure.name.clone())
                .unwrap_or_default(),
        }
    }
}

/// The names of all operations of a version, in their order; those without a name that can be one are left out.
pub(super) fn operation_names(operations: &[Operation]) -> (Vec<(&Operation, Names)>, Vec<Diagnostic>) {
    let mut types = Scope::with(names::TYPES.iter().copied().chain(["Client", "Config", "ConfigError"]));
    let mut modules = Scope::default();
    let mut methods = Scope::default();
    let mut diagnostics = Vec::new();
    let mut named = Vec::new();
    for operation in operations {
        let wire = operation.operation.as_str();
        if !crate::files::path::is_identifier(wire) {
            let message = format!("{wire:?} can't be the name of an operation; it is left out");
            diagnostics.push(Diagnostic::new(Problem::BadName, operation.source.as_str(), 0, message));
            continue;
        }
        let spoken = operation.rust_name.as_deref().unwrap_or(wire);
        let call = names::type_name(spoken);
        let method = names::method(spoken);
        if names::is_keyword(spoken) {
            let message = format!("`{wire}` is a word of Rust; called `{method}` there");
            diagnostics.push(Diagnostic::new(Problem::BadName, operation.source.as_str(), 0, message));
        }
        if let Some(other) = methods.owner(&method) {
            diagnostics.push(collision(operation, wire, other));
        }
        let names = Names {
            module: modules.take(&[names::module(spoken)], names::number_field, wire),
            method: methods.take(&[method], names::number_field, wire),
            call: types.take(&[call.clone(), format!("{call}Call")], names::number_type, wire),
        };
        named.push((operation, names));
    }
    (named, diagnostics)
}

fn collision(operation: &Operation, wire: &str, other: &str) -> Diagnostic {
    let message = format!("{wire} has the Rust name of {other}; the later one gets a number behind it");
    Diagnostic::new(Problem::NameCollision, operation.source.as_str(), 0, message)
}

/// Plans one operation. `known` are the value lists that the product's operations share.
pub(super) fn plan<'a>(spec: &'a Operation, names: Names, known: &Known) -> Plan<'a> {
    let mut drafts = Drafts {
        operation: spec,
        call: names.call.clone(),
        known,
        structs: vec![],
        enums: vec![],
        diagnostics: vec![],
    };
    let request = drafts.structure(Side::Request, None, None, &spec.request, 0, names.call.clone());
    let answer = drafts.structure(Side::Answer, None, None, &spec.response, 0, names.response());
    drafts.finish(names, request, answer)
}
