//! An operation's structures and value lists, before they have names.

use super::values::{self, Known, ValueEnum};
use super::{Holds, Kind, Member, REGION, collision};
use crate::codegen::names::{self, Scope};
use crate::codegen::problems::Problems;
use crate::diagnostics::DiagnosticKind;
use crate::spec::choices::OperationChoices;
use crate::spec::model::{Field, Operation, Type};
use crate::spec::plural::singular;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// How deep structures may nest; below, a value is free-form.
const DEEPEST: usize = 32;
/// The longest wire name, in characters.
const LONGEST: usize = 90;
/// The most required parameters that a type keeps track of; what is beyond is left to the service to ask for.
const MOST: usize = 24;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    Response,
    Request,
}

/// Structures and value lists before they have names.
pub(super) struct Drafts<'a, 'k> {
    pub(super) operation: &'a Operation,
    pub(super) choices: &'a OperationChoices,
    pub(super) call: String,
    pub(super) known: &'k Known,
    pub(super) structs: Vec<DraftStruct<'a>>,
    pub(super) enums: Vec<DraftEnum>,
    pub(super) problems: Problems,
}

pub(super) struct DraftStruct<'a> {
    pub(super) side: Side,
    pub(super) depth: usize,
    pub(super) parent: Option<usize>,
    pub(super) field: Option<&'a Field>,
    pub(super) base: String,
    pub(super) members: Vec<Member<'a>>,
    /// Equal for structures that can share a type.
    pub(super) signature: String,
}

pub(super) struct DraftEnum {
    pub(super) depth: usize,
    pub(super) parent: usize,
    pub(super) base: String,
    pub(super) signature: String,
    pub(super) values: ValueEnum,
}

impl<'a> Drafts<'a, '_> {
    /// Drafts a structure and all below it; gives its index.
    pub(super) fn structure(
        &mut self,
        side: Side,
        parent: Option<usize>,
        field: Option<&'a Field>,
        fields: &'a [Field],
        place: &str,
        base: String,
    ) -> usize {
        let index = self.structs.len();
        let depth = parent.map_or(0, |parent| self.structs[parent].depth + 1);
        self.structs.push(DraftStruct {
            side,
            depth,
            parent,
            field,
            base,
            members: vec![],
            signature: String::new(),
        });
        let mut scope = Scope::with(if side == Side::Response {
            Some("unknown_fields")
        } else {
            None
        });
        let mut wires = BTreeSet::new();
        let mut members = Vec::new();
        let mut signature = String::new();
        let mut needed = 0;
        for field in fields {
            let wire = field.name.as_str();
            let place = format!("{place}.{wire}");
            if !self.is_usable(wire, &mut wires, &place) {
                continue;
            }
            let name = self.member_name(side, wire, &mut scope, &place);
            let holds = self.holds(side, index, field, &place);
            let _ = write!(
                signature,
                "{wire}:{}:{};",
                self.describe(index, &holds),
                field.item_name.as_deref().unwrap_or_default()
            );
            if side == Side::Request {
                let _ = write!(signature, "{};", field.required);
            }
            let by_client = parent.is_none() && wire == REGION && field.kind == Type::String;
            let tracked = side == Side::Request && field.required && !by_client && needed < MOST;
            needed += usize::from(tracked);
            members.push(Member {
                field,
                name,
                holds,
                needed: tracked,
            });
        }
        if let Some(draft) = self.structs.get_mut(index) {
            draft.members = members;
            draft.signature = signature;
        }
        index
    }

    /// Whether a field can be asked for by its name on the wire: it is one, and the only one here.
    fn is_usable(&mut self, wire: &'a str, wires: &mut BTreeSet<&'a str>, place: &str) -> bool {
        if let Some(problem) = bad_wire_name(wire) {
            let message = format!("the name {wire:?} {problem}; the field is left out");
            self.problems.tell(DiagnosticKind::BadName, place, message);
            return false;
        }
        let is_first = wires.insert(wire);
        if !is_first {
            let message = format!("{wire} stands twice in one place; the second is left out");
            self.problems.tell(DiagnosticKind::NameCollision, place, message);
        }
        is_first
    }

    /// The name of a field, or of a parameter's setter.
    fn member_name(&mut self, side: Side, wire: &str, scope: &mut Scope, place: &str) -> String {
        let name = match side {
            Side::Request => names::method(wire),
            Side::Response => names::field(wire),
        };
        if let Some(other) = scope.owner(&name) {
            self.problems
                .tell(DiagnosticKind::NameCollision, place, collision(wire, other));
        }
        scope.take(&[name], names::number_field, wire)
    }

    fn holds(&mut self, side: Side, parent: usize, field: &'a Field, place: &str) -> Holds {
        let depth = self.structs[parent].depth;
        let element = match (field.kind, side) {
            // What a caller maps names to is free.
            (Type::Map, Side::Request) => return Holds::Map(Kind::Any),
            (Type::Map | Type::Array, _) => field.items.unwrap_or(Type::Any),
            (kind, _) => kind,
        };
        let kind = match element {
            Type::Struct if field.same_as.is_some() => {
                let above = self.above(parent, field.same_as.as_deref().unwrap_or_default());
                if above.is_none() {
                    let message = format!(
                        "nothing above {} is what its `same_as` says; it is taken as free-form",
                        field.name
                    );
                    self.problems.tell(DiagnosticKind::Spec, place, message);
                }
                above.map_or(Kind::Any, Kind::Struct)
            }
            Type::Struct if !field.fields.is_empty() && depth < DEEPEST => {
                let base = match &field.item_name {
                    // What a list as a whole response holds has no name on the wire.
                    _ if field.payload && side == Side::Response => format!("{}Item", self.call),
                    Some(name) if field.kind == Type::Array => names::type_name(name),
                    _ if field.kind != Type::Struct => names::type_name(&singular(&field.name)),
                    _ => names::type_name(&field.name),
                };
                Kind::Struct(self.structure(side, Some(parent), Some(field), &field.fields, place, base))
            }
            Type::String | Type::Integer | Type::Long => self.scalar(parent, field, element, place),
            Type::Float | Type::Double => Kind::Float,
            Type::Boolean => Kind::Boolean,
            Type::Struct | Type::Array | Type::Map | Type::Any => Kind::Any,
        };
        if element == Type::Struct && depth >= DEEPEST {
            let message = format!(
                "{} lies more than {DEEPEST} structures deep; it is taken as free-form",
                field.name
            );
            self.problems.tell(DiagnosticKind::TooLarge, place, message);
        }
        match (field.kind, kind) {
            (Type::Array, kind) => Holds::Many(kind),
            (Type::Map, kind @ (Kind::String | Kind::Struct(_))) => Holds::Map(kind),
            (Type::Map, _) => Holds::Map(Kind::Any),
            (_, kind @ Kind::Struct(_)) if side == Side::Response && field.same_as.is_some() => Holds::Boxed(kind),
            (_, kind) => Holds::One(kind),
        }
    }

    /// The structure around `inner` that lies at a path from the top.
    fn above(&self, inner: usize, path: &str) -> Option<usize> {
        let mut around = std::iter::successors(Some(inner), |index| self.structs.get(*index)?.parent);
        around.find(|index| self.path(*index) == path)
    }

    /// The path of a structure from the top, which is `.`.
    fn path(&self, index: usize) -> String {
        let around = std::iter::successors(Some(index), |index| self.structs.get(*index)?.parent);
        let names = around.filter_map(|index| Some(self.structs.get(index)?.field?.name.as_str()));
        let mut names: Vec<&str> = names.collect();
        names.reverse();
        if names.is_empty() {
            ".".to_owned()
        } else {
            names.join(".")
        }
    }

    fn scalar(&mut self, parent: usize, field: &Field, kind: Type, place: &str) -> Kind {
        let depth = self.structs[parent].depth;
        let text = kind == Type::String;
        let plain = if text { Kind::String } else { Kind::Integer };
        let shared = self.choices.type_names.get(place);
        if let Some(path) = shared.and_then(|name| self.known.path(name, text)) {
            return Kind::Value { path, text };
        }
        let Some(values) = values::of_field(field, text, place, &mut self.problems) else {
            return plain;
        };
        let base = if field.kind == Type::Array {
            singular(&field.name)
        } else {
            field.name.clone()
        };
        let base = names::type_name(&base);
        let signature = values.signature();
        // The path is filled in when names are given.
        let path = self.enums.len().to_string();
        self.enums.push(DraftEnum {
            depth,
            parent,
            base,
            signature,
            values,
        });
        Kind::Value { path, text }
    }

    /// What a member of the structure `outer` holds, equal for what is equal.
    fn describe(&self, outer: usize, holds: &Holds) -> String {
        let depth = |index: usize| self.structs.get(index).map_or(0, |draft| draft.depth);
        let kind = |kind: &Kind| match kind {
            Kind::Struct(index) if depth(*index) <= depth(outer) => format!("^{}", depth(outer) - depth(*index)),
            Kind::Struct(index) => format!("{{{}}}", self.structs.get(*index).map_or("", |draft| &draft.signature)),
            Kind::Value { path, .. } => match self.own_enum(path) {
                Some(draft) => format!("{}({})", draft.base, draft.signature),
                None => path.clone(),
            },
            other => format!("{other:?}"),
        };
        match holds {
            Holds::One(one) | Holds::Boxed(one) => kind(one),
            Holds::Many(many) => format!("[{}]", kind(many)),
            Holds::Map(Kind::Any) => "map".to_owned(),
            Holds::Map(value) => format!("map{}", kind(value)),
        }
    }

    fn own_enum(&self, path: &str) -> Option<&DraftEnum> {
        self.enums.get(path.parse::<usize>().ok()?)
    }
}

fn bad_wire_name(wire: &str) -> Option<&'static str> {
    if wire.trim().is_empty() {
        Some("is empty")
    } else if wire.chars().count() > LONGEST {
        Some("is too long")
    } else if wire.chars().any(char::is_control) {
        Some("holds control characters")
    } else {
        None
    }
}
