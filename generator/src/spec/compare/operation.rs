//! One operation that both specs have.

use super::fields::Fields;
use super::{Aspect, Chosen, Differences, errors, fields};
use crate::spec::model::{Operation, Pagination};

pub(super) fn compare(differences: &mut Differences, old: Chosen<'_>, new: Chosen<'_>) {
    let choices = (old.choices, new.choices);
    let (old, new) = (old.operation, new.operation);
    differences.words("", Aspect::Summary, &old.summary, &new.summary);
    differences.text("", Aspect::Source, &old.source, &new.source);
    let names = (choices.0.rust_name.as_ref(), choices.1.rust_name.as_ref());
    differences.optional("", Aspect::TypeName, names.0, names.1);
    differences.flag("", Aspect::Deprecated, old.deprecated, new.deprecated);
    differences.optional("", Aspect::Method, old.method.as_ref(), new.method.as_ref());
    differences.optional("", Aspect::Path, old.path.as_ref(), new.path.as_ref());
    differences.flag("", Aspect::Anonymous, old.anonymous, new.anonymous);
    let whole = |operation: &Operation| {
        let answer = operation.answer?;
        Some(answer.items.map_or(format!("{:?}", answer.kind), |items| {
            format!("{:?} of {items:?}", answer.kind)
        }))
    };
    differences.optional("response", Aspect::Answer, whole(old).as_ref(), whole(new).as_ref());
    let (before, after) = (&choices.0.type_names, &choices.1.type_names);
    let side = |fields, type_names| Fields { fields, type_names };
    fields::compare(
        differences,
        "request",
        side(&old.request, before),
        side(&new.request, after),
    );
    fields::compare(
        differences,
        "response",
        side(&old.response, before),
        side(&new.response, after),
    );
    errors::compare(differences, &old.errors, &new.errors);
    let shown = |pagination: &Option<Pagination>| pagination.as_ref().map(pagination_text);
    let (before, after) = (shown(&old.pagination), shown(&new.pagination));
    differences.optional("pagination", Aspect::Pagination, before.as_ref(), after.as_ref());
    let (before, after) = (&old.samples.response, &new.samples.response);
    differences.optional("samples.response", Aspect::Sample, before.as_ref(), after.as_ref());
}

/// How an operation is paged, in a few words: `number PageNumber, items Tasks`.
pub(crate) fn pagination_text(pagination: &Pagination) -> String {
    let mut text = Vec::new();
    let mut say = |key: &str, name: Option<&String>| text.extend(name.map(|name| format!("{key} {name}")));
    match pagination {
        Pagination::PageNumber {
            page_number,
            page_size,
            total_count,
            items,
        } => {
            say("number", Some(page_number));
            say("size", page_size.as_ref());
            say("total", total_count.as_ref());
            say("items", Some(items));
        }
        Pagination::Token {
            token,
            next_token,
            more,
            page_size,
            items,
        } => {
            say("token", Some(token));
            say("next", Some(next_token));
            say("more", more.as_ref());
            say("size", page_size.as_ref());
            say("items", Some(items));
        }
    }
    text.join(", ")
}
