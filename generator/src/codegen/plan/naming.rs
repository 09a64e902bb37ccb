//! Names for what was drafted.

use super::draft::{Drafts, Side};
use super::values::ValueEnum;
use super::{Holds, Kind, Member, Names, Plan, Struct, Structs};
use crate::codegen::names::{self, Scope};
use std::collections::BTreeMap;

/// The longest name that is made of a parent's and its own.
const LONGEST: usize = 80;

impl<'a> Drafts<'a, '_> {
    /// Gives names, and puts them where they are used.
    pub(super) fn finish(mut self, names: Names, request: usize, response: usize) -> Plan<'a> {
        let own = [
            names.call.clone(),
            names.response(),
            names.error(),
            names.complete.clone(),
        ];
        let mut scope = Scope::with(names::TYPES.iter().copied().chain(own.iter().map(String::as_str)));
        // Responses before requests, structures before value lists; and in each, from the top down.
        let mut order: Vec<usize> = (0..self.structs.len())
            .filter(|index| *index != request && *index != response)
            .collect();
        order.sort_by_key(|index| self.structs.get(*index).map(|draft| (draft.side, draft.depth, *index)));
        let mut given: Vec<Option<(String, bool)>> = vec![None; self.structs.len()];
        let mut same: BTreeMap<(Side, &str, &str), String> = BTreeMap::new();
        for index in order {
            let Some(draft) = self.structs.get(index) else { continue };
            let key = (draft.side, draft.base.as_str(), draft.signature.as_str());
            if let (Some(name), Some(slot)) = (same.get(&key), given.get_mut(index)) {
                *slot = Some((name.clone(), true));
                continue;
            }
            let parent = self.parent_name(draft.parent, &given);
            let candidates = match draft.side {
                Side::Response => vec![draft.base.clone(), joined(&parent, &draft.base)],
                Side::Request => {
                    let suffixed = format!("{}Param", draft.base);
                    vec![draft.base.clone(), suffixed.clone(), joined(&parent, &suffixed)]
                }
            };
            let name = scope.take(&candidates, names::number_type, &draft.base);
            same.insert(key, name.clone());
            if let Some(slot) = given.get_mut(index) {
                *slot = Some((name, false));
            }
        }
        let mut order: Vec<usize> = (0..self.enums.len()).collect();
        order.sort_by_key(|index| self.enums.get(*index).map(|draft| (draft.depth, *index)));
        let mut paths = vec![String::new(); self.enums.len()];
        let mut same: BTreeMap<(&str, &str), String> = BTreeMap::new();
        let mut enums = Vec::new();
        for index in order {
            let (Some(draft), Some(path)) = (self.enums.get(index), paths.get_mut(index)) else {
                continue;
            };
            let key = (draft.base.as_str(), draft.signature.as_str());
            if let Some(name) = same.get(&key) {
                path.clone_from(name);
                continue;
            }
            let parent = match given.get(draft.parent) {
                Some(Some((name, _))) => name,
                _ => &self.call,
            };
            let name = scope.take(
                &[draft.base.clone(), joined(parent, &draft.base)],
                names::number_type,
                &draft.base,
            );
            same.insert(key, name.clone());
            path.clone_from(&name);
            enums.push(draft.values.clone().named(name));
        }
        self.assemble(names, request, response, &given, &paths, enums)
    }

    fn parent_name(&self, parent: Option<usize>, given: &[Option<(String, bool)>]) -> String {
        match parent.and_then(|parent| given.get(parent)) {
            Some(Some((name, _))) => name.clone(),
            _ => self.call.clone(),
        }
    }

    fn assemble(
        &mut self,
        names: Names,
        request: usize,
        response: usize,
        given: &[Option<(String, bool)>],
        paths: &[String],
        enums: Vec<ValueEnum>,
    ) -> Plan<'a> {
        // Indices count from each side's beginning: the call itself is not among its structures.
        let place = |index: usize| if index < response { index } else { index - response };
        let rename = |kind: Kind| match kind {
            Kind::Value { path, text } => {
                let own = path.parse::<usize>().ok().and_then(|index| paths.get(index)).cloned();
                Kind::Value {
                    path: own.unwrap_or(path),
                    text,
                }
            }
            Kind::Struct(index) => Kind::Struct(place(index)),
            other => other,
        };
        let mut all = Vec::new();
        for (index, draft) in std::mem::take(&mut self.structs).into_iter().enumerate() {
            let (name, shared) = given.get(index).cloned().flatten().unwrap_or((draft.base, false));
            let members = draft.members.into_iter().map(|member| Member {
                holds: match member.holds {
                    Holds::One(kind) => Holds::One(rename(kind)),
                    Holds::Many(kind) => Holds::Many(rename(kind)),
                    Holds::Boxed(kind) => Holds::Boxed(rename(kind)),
                    Holds::Map(kind) => Holds::Map(rename(kind)),
                },
                ..member
            });
            all.push(Struct {
                name,
                field: draft.field,
                members: members.collect(),
                shared,
            });
        }
        let responses = all.split_off(response.min(all.len()));
        let mut params = Structs { all };
        // The call stands first among its structures; it is written in a way of its own.
        let mut call = Struct {
            name: names.call.clone(),
            field: None,
            members: vec![],
            shared: true,
        };
        if let Some(first) = params.all.get_mut(request) {
            std::mem::swap(first, &mut call);
        }
        Plan {
            spec: self.operation,
            choices: self.choices,
            names,
            request: call,
            params,
            response: Structs { all: responses },
            enums,
            problems: self.problems.clone(),
        }
    }
}

/// A name after its parent's, unless that says it already.
fn joined(parent: &str, base: &str) -> String {
    let name = if base.starts_with(parent) {
        base.to_owned()
    } else {
        format!("{parent}{base}")
    };
    name.chars().take(LONGEST).collect()
}
