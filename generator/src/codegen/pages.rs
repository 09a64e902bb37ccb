//! Paging: how the runtime walks through the answers of an operation.

use crate::codegen::layout::Source;
use crate::codegen::literals::literal;
use crate::codegen::plan::{Holds, Kind, Member, Plan};
use crate::diagnostics::{Diagnostic, Kind as Problem};
use crate::spec::model::Pagination;
use serde_json::Value as Json;

/// How an operation pages, with everything found in its types.
#[derive(Debug)]
pub(super) struct Paging {
    /// The pager's fields.
    pager: Vec<(&'static str, Option<String>)>,
    style: &'static str,
    items: Place,
    /// The type of an item.
    item: String,
    total_count: Option<Place>,
    next_token: Option<Place>,
    has_more: Option<Place>,
}

/// A field of the answer: the structures on the way to it, and its own name.
#[derive(Debug)]
struct Place {
    through: Vec<String>,
    name: String,
    holds: Holds,
    /// All wire names on the way, its own the last.
    wire: Vec<String>,
    item_name: Option<String>,
}

impl Paging {
    /// How a planned operation pages; nothing, with a diagnostic, where what the spec names is not there.
    pub(super) fn of(plan: &Plan<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Self> {
        let pagination = plan.spec.pagination.as_ref()?;
        let found = Self::find(plan, pagination);
        if let Err(missing) = &found {
            let message = format!(
                "{} can't page by {missing:?}, which it does not have in a form for it",
                plan.spec.operation
            );
            diagnostics.push(Diagnostic::new(Problem::Spec, plan.spec.source.as_str(), 0, message));
        }
        found.ok()
    }

    fn find(plan: &Plan<'_>, pagination: &Pagination) -> Result<Self, String> {
        let parameter = |name: &String| {
            let known = plan.request.members.iter().any(|member| member.field.name == *name);
            if known { Ok(literal(name)) } else { Err(name.clone()) }
        };
        let optional = |name: &Option<String>| name.as_ref().map(parameter).transpose();
        let place = |path: &String, fits: fn(&Kind) -> bool| {
            let fits = |place: &Place| matches!(&place.holds, Holds::One(kind) if fits(kind));
            Place::find(plan, path).filter(fits).ok_or_else(|| path.clone())
        };
        let items = |path: &String| {
            let place = Place::find(plan, path).ok_or_else(|| path.clone())?;
            let Holds::Many(kind) = &place.holds else {
                return Err(path.clone());
            };
            let item = plan.type_of(&plan.answer, kind);
            Ok((place, item))
        };
        match pagination {
            Pagination::PageNumber {
                page_number,
                page_size,
                total_count,
                items: path,
            } => {
                let (items, item) = items(path)?;
                let count = |kind: &Kind| matches!(kind, Kind::Integer | Kind::String);
                Ok(Self {
                    pager: vec![
                        ("page_number", Some(parameter(page_number)?)),
                        ("page_size", optional(page_size)?),
                    ],
                    style: "PageNumber",
                    items,
                    item,
                    total_count: total_count.as_ref().map(|path| place(path, count)).transpose()?,
                    next_token: None,
                    has_more: None,
                })
            }
            Pagination::Token {
                token,
                next_token,
                more,
                page_size,
                items: path,
            } => {
                let (items, item) = items(path)?;
                Ok(Self {
                    pager: vec![
                        ("token", Some(parameter(token)?)),
                        ("max_results", optional(page_size)?),
                    ],
                    style: "Token",
                    items,
                    item,
                    total_count: None,
                    next_token: Some(place(next_token, |kind| *kind == Kind::String)?),
                    has_more: more
                        .as_ref()
                        .map(|path| place(path, |kind| *kind == Kind::Boolean))
                        .transpose()?,
                })
            }
        }
    }

    /// The type of an item, and the place of the list in the answer.
    pub(super) fn items(&self) -> (String, String) {
        (self.item.clone(), self.items.wire.join("."))
    }

    /// Writes the constant that the operation refers to.
    pub(super) fn write_pager(&self, source: &mut Source) {
        source.gap();
        source.line(0, &format!("const PAGER: Pager = Pager::{} {{", self.style));
        for (name, value) in &self.pager {
            let value = match (value, *name) {
                (Some(value), "page_size" | "max_results") => format!("Some({value})"),
                (Some(value), _) => value.clone(),
                (None, _) => "None".to_owned(),
            };
            source.line(1, &format!("{name}: {value},"));
        }
        source.line(0, "};");
    }

    /// Makes a sample the last page of a walk: one that speaks of more would be asked for them forever.
    pub(super) fn end(&self, sample: &mut Json) {
        let count = match self.items.value(sample) {
            Some(Json::Array(elements)) => elements.len(),
            Some(Json::Object(wrapper)) => match self.items.item_name.as_ref().and_then(|item| wrapper.get(item)) {
                Some(Json::Array(elements)) => elements.len(),
                _ => 1,
            },
            _ => 0,
        };
        if let Some(total) = self.total_count.as_ref().and_then(|place| place.value(sample)) {
            *total = Json::from(count);
        }
        if let Some(token) = self.next_token.as_ref().and_then(|place| place.value(sample)) {
            *token = Json::Null;
        }
        if let Some(more) = self.has_more.as_ref().and_then(|place| place.value(sample)) {
            *more = Json::Bool(false);
        }
    }

    /// Writes what makes the answer a page.
    pub(super) fn write_page(&self, source: &mut Source, plan: &Plan<'_>) {
        source.gap();
        source.line(0, &format!("impl Page for {} {{", plan.names.response()));
        source.line(1, &format!("type Item = {};", self.item));
        source.gap();
        source.line(1, &format!("fn items(&self) -> &[{}] {{", self.item));
        let owner = self.items.lead(source, "&", "&[]");
        source.line(2, &format!("&{owner}.{}", self.items.name));
        source.line(1, "}");
        source.gap();
        source.line(1, &format!("fn take_items(&mut self) -> Vec<{}> {{", self.item));
        let owner = self.items.lead(source, "&mut ", "Vec::new()");
        source.line(2, &format!("std::mem::take(&mut {owner}.{})", self.items.name));
        source.line(1, "}");
        for (place, name, gives) in [
            (&self.total_count, "total_count", "Option<i64>"),
            (&self.next_token, "next_token", "Option<&str>"),
            (&self.has_more, "has_more", "Option<bool>"),
        ] {
            let Some(place) = place else { continue };
            source.gap();
            source.line(1, &format!("fn {name}(&self) -> {gives} {{"));
            let owner = place.lead(source, "&", "None");
            let field = format!("{owner}.{}", place.name);
            match (name, &place.holds) {
                ("next_token", _) => source.line(2, &format!("{field}.as_deref()")),
                ("total_count", Holds::One(Kind::String)) => {
                    source.line(2, &format!("let text = {field}.as_deref()?;"));
                    source.line(2, "text.trim().parse().ok()");
                }
                _ => source.line(2, &field),
            }
            source.line(1, "}");
        }
        source.line(0, "}");
    }
}

impl Place {
    fn find(plan: &Plan<'_>, path: &str) -> Option<Self> {
        let mut members: &[Member<'_>] = &plan.answer.get(0)?.members;
        let (mut through, mut wire) = (Vec::new(), Vec::new());
        let mut parts = path.split('.').peekable();
        loop {
            let part = parts.next()?;
            let member = members.iter().find(|member| member.field.name == part)?;
            // The name between a list and its elements may be said, and adds nothing.
            let rest: Vec<_> = parts.clone().collect();
            let wrapped = matches!(member.holds, Holds::Many(_))
                && rest.len() == 1
                && rest.first().copied() == member.field.item_name.as_deref();
            wire.push(part.to_owned());
            if rest.is_empty() || wrapped {
                let item_name = member.field.item_name.clone();
                return Some(Self {
                    through,
                    name: member.name.clone(),
                    holds: member.holds.clone(),
                    wire,
                    item_name,
                });
            }
            let Holds::One(Kind::Struct(index)) = &member.holds else {
                return None;
            };
            through.push(member.name.clone());
            members = &plan.answer.get(*index)?.members;
        }
    }

    /// The field's value in a sample.
    fn value<'s>(&self, sample: &'s mut Json) -> Option<&'s mut Json> {
        self.wire.iter().try_fold(sample, |value, name| value.get_mut(name))
    }

    /// Writes the way through optional structures; gives the name of what holds the field.
    fn lead(&self, source: &mut Source, reference: &str, otherwise: &str) -> &'static str {
        let mut owner = "self";
        for name in &self.through {
            if otherwise == "None" {
                let flat = format!("{owner}.{name}.as_ref()?");
                // Not as long as rustfmt would break it.
                if flat.len() <= 70 {
                    source.line(2, &format!("let inner = {flat};"));
                } else {
                    source.line(2, &format!("let inner = &{owner}.{name};"));
                    source.line(2, "let inner = inner.as_ref()?;");
                }
            } else {
                source.line(2, &format!("let Some(inner) = {reference}{owner}.{name} else {{"));
                source.line(3, &format!("return {otherwise};"));
                source.line(2, "};");
            }
            owner = "inner";
        }
        owner
    }
}
