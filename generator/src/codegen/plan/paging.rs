//! Paging: how the runtime walks through the responses of an operation.

use super::{Holds, Kind, Member, Plan};
use crate::codegen::problems::Problems;
use crate::diagnostics::DiagnosticKind;
use crate::spec::model::Pagination;
use serde_json::Value as Json;

/// How an operation pages, with everything found in its types.
#[derive(Debug)]
pub(crate) struct Paging {
    pub(crate) by: By,
    /// The parameter that sets the size of a page.
    pub(crate) page_size: Option<String>,
    pub(crate) items: Place,
    /// What an item is.
    pub(crate) item: Kind,
    pub(crate) total_count: Option<Place>,
    pub(crate) next_token: Option<Place>,
    pub(crate) has_more: Option<Place>,
}

/// The parameter that a walk sets for each page.
#[derive(Debug)]
pub(crate) enum By {
    Number(String),
    Token(String),
}

/// A field of the response: the structures on the way to it, and its own name.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) through: Vec<String>,
    pub(crate) name: String,
    pub(crate) holds: Holds,
    /// All wire names on the way, its own the last.
    wire: Vec<String>,
    item_name: Option<String>,
}

impl Paging {
    /// How a planned operation pages; nothing, with a diagnostic, where what the spec names is not there.
    pub(crate) fn of(plan: &Plan<'_>, problems: &mut Problems) -> Option<Self> {
        let pagination = plan.spec.pagination.as_ref()?;
        let found = Self::find(plan, pagination);
        if let Err(missing) = &found {
            let message = format!(
                "{} can't page by {missing:?}, which it does not have in a form for it",
                plan.spec.operation
            );
            problems.tell(DiagnosticKind::Spec, "pagination", message);
        }
        found.ok()
    }

    fn find(plan: &Plan<'_>, pagination: &Pagination) -> Result<Self, String> {
        let parameter = |name: &String| {
            let known = plan.request.members.iter().any(|member| member.field.name == *name);
            known.then(|| name.clone()).ok_or_else(|| name.clone())
        };
        let optional = |name: &Option<String>| name.as_ref().map(parameter).transpose();
        let place = |path: &String, fits: fn(&Kind) -> bool| {
            let fits = |place: &Place| matches!(&place.holds, Holds::One(kind) if fits(kind));
            Place::find(plan, path).filter(fits).ok_or_else(|| path.clone())
        };
        let items = |path: &String| {
            let place = Place::find(plan, path).ok_or_else(|| path.clone())?;
            match place.holds.clone() {
                Holds::Many(kind) => Ok((place, kind)),
                _ => Err(path.clone()),
            }
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
                    by: By::Number(parameter(page_number)?),
                    page_size: optional(page_size)?,
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
                let flag = |kind: &Kind| *kind == Kind::Boolean;
                Ok(Self {
                    by: By::Token(parameter(token)?),
                    page_size: optional(page_size)?,
                    items,
                    item,
                    total_count: None,
                    next_token: Some(place(next_token, |kind| *kind == Kind::String)?),
                    has_more: more.as_ref().map(|path| place(path, flag)).transpose()?,
                })
            }
        }
    }

    /// The place of the list in the response.
    pub(crate) fn path(&self) -> String {
        self.items.wire.join(".")
    }

    /// Makes a sample the last page of a walk: one that speaks of more would be asked for them forever.
    pub(crate) fn end(&self, sample: &mut Json) {
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
}

impl Place {
    fn find(plan: &Plan<'_>, path: &str) -> Option<Self> {
        let mut members: &[Member<'_>] = &plan.response.get(0)?.members;
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
            members = &plan.response.get(*index)?.members;
        }
    }

    /// The field's value in a sample.
    fn value<'s>(&self, sample: &'s mut Json) -> Option<&'s mut Json> {
        self.wire.iter().try_fold(sample, |value, name| value.get_mut(name))
    }
}
