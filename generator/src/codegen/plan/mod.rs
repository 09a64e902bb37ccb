//! What an operation is in Rust: which types there are, what they are called, and what they hold.
//!
//! Names are given out by depth, those nearest to the top first, so that a field added further down never renames what stands
//! above it; among those of one depth, in the page's order.

use crate::codegen::names::{self, Scope};
use crate::codegen::problems::Problems;
use crate::diagnostics::{Diagnostic, DiagnosticKind};
use crate::spec::choices::OperationChoices;
use crate::spec::model::{Field, Operation};
use crate::spec::product::Version;
use draft::{Drafts, Side};
use values::{Known, ValueEnum};

mod draft;
pub(crate) mod errors;
mod naming;
pub(super) mod paging;
pub(super) mod sample;
pub(crate) mod values;
pub(crate) mod version;
pub(super) mod wire;

/// An operation's names that other files use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Names {
    /// Its module: `list_tasks`.
    pub(crate) module: String,
    /// Its method on the client: `list_tasks`.
    pub(crate) method: String,
    /// The call's type: `ListTasks`.
    pub(crate) call: String,
    /// The type of a call with all that it needs: `CompleteListTasks`.
    pub(crate) complete: String,
}

impl Names {
    pub(crate) fn response(&self) -> String {
        format!("{}Response", self.call)
    }

    pub(crate) fn error(&self) -> String {
        format!("{}Error", self.call)
    }
}

/// An operation with all names given.
#[derive(Debug)]
pub(crate) struct Plan<'a> {
    pub(crate) spec: &'a Operation,
    /// What people chose for its Rust.
    pub(crate) choices: &'a OperationChoices,
    pub(crate) names: Names,
    /// The call's parameters.
    pub(crate) request: Struct<'a>,
    /// Structures of the request.
    pub(crate) params: Structs<'a>,
    /// Structures of the response; the first is the response itself.
    pub(crate) response: Structs<'a>,
    /// Value lists of the operation's own.
    pub(crate) enums: Vec<ValueEnum>,
    pub(crate) problems: Problems,
}

/// Structures by the index that members know them by. Equal ones share a type; only the first of them is written.
#[derive(Debug, Default)]
pub(crate) struct Structs<'a> {
    all: Vec<Struct<'a>>,
}

impl<'a> Structs<'a> {
    pub(crate) fn get(&self, index: usize) -> Option<&Struct<'a>> {
        self.all.get(index)
    }

    /// The structures to be written.
    pub(crate) fn written(&self) -> impl Iterator<Item = &Struct<'a>> {
        self.all.iter().filter(|structure| !structure.shared)
    }
}

/// A structure, or the call itself.
#[derive(Debug)]
pub(crate) struct Struct<'a> {
    pub(crate) name: String,
    /// The field that holds it; nothing at the top.
    pub(crate) field: Option<&'a Field>,
    pub(crate) members: Vec<Member<'a>>,
    shared: bool,
}

/// A field of a response, or a parameter.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    pub(crate) field: &'a Field,
    /// Its name in Rust.
    pub(crate) name: String,
    pub(crate) holds: Holds,
    /// Whether types keep track of its being set.
    pub(crate) needed: bool,
}

/// The parameter that is the client's region where a call does not set it.
pub(crate) const REGION: &str = "RegionId";

impl<'a> Struct<'a> {
    /// Whether a response tells nothing but the id of the request. There are very many of these, and one type serves for all.
    pub(crate) fn is_empty_response(&self) -> bool {
        let only = |member: &Member<'_>| {
            member.field.name == "RequestId" && member.name == "request_id" && member.holds == Holds::One(Kind::String)
        };
        self.field.is_none() && matches!(self.members.as_slice(), [member] if only(member))
    }

    /// The member of a name that differs in case at most.
    fn named_like(&self, name: &str) -> Option<&Member<'a>> {
        let mut members = self.members.iter();
        members.find(|member| member.field.name.eq_ignore_ascii_case(name))
    }

    /// The members that types keep track of.
    pub(crate) fn needed(&self) -> impl Iterator<Item = &Member<'a>> {
        self.members.iter().filter(|member| member.needed)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Holds {
    One(Kind),
    /// One of a structure that holds itself.
    Boxed(Kind),
    Many(Kind),
    Map(Kind),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
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
    /// The names of all types of its module but those of the call's own.
    pub(crate) fn type_names(&self) -> impl Iterator<Item = &str> {
        let structs = [&self.request]
            .into_iter()
            .chain(self.params.written())
            .chain(self.response.written());
        let structs = structs.map(|structure| structure.name.as_str());
        structs.chain(self.enums.iter().map(|values| values.name.as_str()))
    }

    /// The setters that types keep track of.
    pub(crate) fn needed(&self) -> impl Iterator<Item = &str> {
        let structs = [&self.request].into_iter().chain(self.params.written());
        structs.flat_map(Struct::needed).map(|member| member.name.as_str())
    }

    /// The parameter that is the client's region, unless it is set.
    pub(crate) fn region(&self) -> Option<&'static str> {
        let mut members = self.request.members.iter();
        let region = members.find(|member| member.field.name == REGION)?;
        (region.field.required && !region.needed).then_some(REGION)
    }
}

/// The names of all operations of a version, in their order; those without a name that can be one are left out.
pub(crate) fn operation_names(version: &Version) -> (Vec<(&Operation, Names)>, Vec<Diagnostic>) {
    let mut types = Scope::with(names::TYPES.iter().copied().chain(["Client", "Config", "ConfigError"]));
    let mut modules = Scope::default();
    let mut methods = Scope::default();
    let mut diagnostics = Vec::new();
    let mut named = Vec::new();
    let dated = version.version.as_str();
    for operation in &version.operations {
        let wire = operation.operation.as_str();
        if !crate::files::path::is_identifier(wire) {
            let message = format!("{wire:?} can't be the name of an operation; it is left out");
            diagnostics.push(Diagnostic::new(DiagnosticKind::BadName, dated, 0, message));
            continue;
        }
        let mut problems = Problems::of(dated, wire);
        let rust_name = version.choices.of(wire).rust_name.as_deref();
        let spoken = rust_name.unwrap_or(wire);
        let wanted = names::type_name(spoken);
        let method = names::method(spoken);
        if names::is_keyword(spoken) {
            let message = format!("`{wire}` is a word of Rust; called `{method}` there");
            problems.tell(DiagnosticKind::BadName, "", message);
        }
        if let Some(other) = methods.owner(&method) {
            problems.tell(DiagnosticKind::NameCollision, "", collision(wire, other));
        }
        let call = types.take(&[wanted.clone(), format!("{wanted}Call")], names::number_type, wire);
        if call != wanted && rust_name.is_some() {
            let message = format!("a type that every crate has is called `{wanted}`; {wire} is called by `{call}`");
            problems.tell(DiagnosticKind::BadName, "", message);
        }
        diagnostics.extend(problems.into_found());
        let names = Names {
            module: modules.take(&[names::module(spoken)], names::number_field, wire),
            method: methods.take(&[method], names::number_field, wire),
            complete: format!("Complete{call}"),
            call,
        };
        named.push((operation, names));
    }
    (named, diagnostics)
}

fn collision(wire: &str, other: &str) -> String {
    format!("{wire} has the Rust name of {other}; the later one gets a number behind it")
}

/// Plans one operation. `known` are the value lists that the product's operations share.
pub(crate) fn plan<'a>(version: &'a Version, spec: &'a Operation, names: Names, known: &Known) -> Plan<'a> {
    let mut drafts = Drafts {
        operation: spec,
        choices: version.choices.of(&spec.operation),
        call: names.call.clone(),
        known,
        structs: vec![],
        enums: vec![],
        problems: Problems::of(&version.version, &spec.operation),
    };
    let request = drafts.structure(Side::Request, None, None, &spec.request, "request", names.call.clone());
    let response = drafts.structure(Side::Response, None, None, &spec.response, "response", names.response());
    drafts.finish(names, request, response)
}
