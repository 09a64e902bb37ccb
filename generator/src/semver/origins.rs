//! Where in the spec the public items of a module come from.

use crate::codegen::plan::errors::{COMMON, COMMON_VARIANT, Enum};
use crate::codegen::plan::values::ValueEnum;
use crate::codegen::plan::version::{Entry, Gathered};
use crate::codegen::plan::{Holds, Kind, Member, Struct, Structs};
use std::collections::BTreeMap;

/// The place in the spec of all codes that operations have in common, which is in no operation.
pub(crate) const COMMON_PATH: &str = "errors";

/// A place in the spec.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) version: String,
    pub(crate) operation: String,
    /// As in [`Difference::path`](crate::spec::compare::Difference::path).
    pub(crate) path: String,
}

/// What an item stands for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Meaning {
    /// What it stands for on the wire.
    pub(crate) wire: String,
    /// Whether a call can't be sent, or a structure not be finished, without it.
    pub(crate) required: bool,
    /// The places in the spec that it comes from: equal structures share a type.
    pub(crate) origins: Vec<Origin>,
}

/// What the items of a version stand for, by their paths below its module.
pub(crate) type Meanings = BTreeMap<String, Meaning>;

/// What the items stand for that come of a version's plans; `common` are the codes that operations have in common.
pub(super) fn meanings(version: &str, common: Option<&Enum>, gathered: &Gathered<'_>) -> Meanings {
    let mut walk = Walk {
        meanings: Meanings::new(),
        origin: Origin {
            version: version.to_owned(),
            ..Origin::default()
        },
        module: String::new(),
    };
    if let Some(common) = common {
        walk.add(COMMON.to_owned(), "", COMMON_PATH);
        walk.codes(COMMON, common);
    }
    for entry in &gathered.entries {
        walk.entry(entry);
    }
    for values in gathered.known.iter() {
        walk.variants(&format!("types::{}", values.name), values);
    }
    walk.meanings
}

struct Walk {
    meanings: Meanings,
    origin: Origin,
    /// The module of the operation.
    module: String,
}

impl Walk {
    fn add(&mut self, item: String, wire: &str, path: &str) -> &mut Meaning {
        let meaning = self.meanings.entry(item).or_insert_with(|| Meaning {
            wire: wire.to_owned(),
            ..Meaning::default()
        });
        let origin = Origin {
            path: path.to_owned(),
            ..self.origin.clone()
        };
        if !meaning.origins.contains(&origin) {
            meaning.origins.push(origin);
        }
        meaning
    }

    fn entry(&mut self, entry: &Entry<'_>) {
        let (plan, names) = (&entry.plan, &entry.plan.names);
        let common = Origin {
            operation: String::new(),
            path: COMMON_PATH.to_owned(),
            ..self.origin.clone()
        };
        self.origin.operation.clone_from(&plan.spec.operation);
        self.module = format!("operation::{}", names.module);
        self.add(format!("Client::{}", names.method), &plan.spec.operation, "");
        let call = self.own(&names.call);
        self.add(call.clone(), "", "");
        self.members(&plan.request, "request");
        self.below(&plan.params, &plan.request, "request");
        if let Some(response) = plan.response.get(0) {
            self.add(self.own(&response.name), "", "");
            self.members(response, "response");
            self.below(&plan.response, response, "response");
        }
        for values in &plan.enums {
            self.variants(&self.own(&values.name), values);
        }
        let error = self.own(&names.error());
        self.add(error.clone(), "", "");
        self.codes(&error, &entry.errors);
        if entry.errors.common.is_some() {
            let name = format!("{error}::{COMMON_VARIANT}");
            self.meanings.entry(name).or_default().origins.push(common);
        }
        if let Some(paging) = &entry.paging {
            self.add(format!("{call}::items"), &paging.path(), "pagination");
        }
        self.origin.operation.clear();
    }

    fn own(&self, name: &str) -> String {
        format!("{}::{name}", self.module)
    }

    fn codes(&mut self, name: &str, errors: &Enum) {
        for code in &errors.codes {
            self.add(
                format!("{name}::{}", code.name),
                &code.wire,
                &format!("errors.{}", code.wire),
            );
        }
    }

    /// The structures below one, with the places of the fields that hold them.
    fn below(&mut self, structs: &Structs<'_>, structure: &Struct<'_>, path: &str) {
        // What holds itself was seen above.
        for member in structure.members.iter().filter(|member| member.field.same_as.is_none()) {
            if let Holds::One(Kind::Struct(index)) | Holds::Many(Kind::Struct(index)) | Holds::Map(Kind::Struct(index)) =
                &member.holds
                && let Some(inner) = structs.get(*index)
            {
                let path = format!("{path}.{}", member.field.name);
                self.add(self.own(&inner.name), "", &path);
                self.members(inner, &path);
                self.below(structs, inner, &path);
            }
        }
    }

    fn members(&mut self, structure: &Struct<'_>, path: &str) {
        let owner = self.own(&structure.name);
        let joint = if path.starts_with("request") { "::" } else { "." };
        for member in &structure.members {
            let path = format!("{path}.{}", member.field.name);
            let meaning = self.add(format!("{owner}{joint}{}", member.name), &member.field.name, &path);
            meaning.required |= member.needed;
            self.value_type(member, &path);
        }
    }

    /// The enum that a member's values are of.
    fn value_type(&mut self, member: &Member<'_>, path: &str) {
        if let Holds::One(Kind::Value { path: name, .. }) | Holds::Many(Kind::Value { path: name, .. }) = &member.holds
        {
            let name = if name.contains("::") {
                name.clone()
            } else {
                self.own(name)
            };
            self.add(name, "", path);
        }
    }

    /// The variants of an enum, which have the origins of the enum.
    fn variants(&mut self, name: &str, values: &ValueEnum) {
        let Some(origins) = self.meanings.get(name).map(|meaning| meaning.origins.clone()) else {
            return;
        };
        for value in &values.values {
            let meaning = Meaning {
                wire: value.wire.clone(),
                required: false,
                origins: origins.clone(),
            };
            self.meanings.insert(format!("{name}::{}", value.name), meaning);
        }
    }
}
