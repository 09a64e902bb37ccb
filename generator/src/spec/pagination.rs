//! Whether an operation pages, and how.

use crate::spec::model::{Field, Pagination, Type};

/// What parameters are called that number a page.
pub const NUMBERS: [&str; 6] = ["PageNumber", "PageNum", "CurrentPage", "PageNo", "PageIndex", "Page"];
/// What parameters are called that set the size of a page.
pub const SIZES: [&str; 6] = ["PageSize", "MaxResults", "MaxItems", "MaxResult", "MaxKeys", "Limit"];
/// What an answer's count of all items is called.
pub const TOTALS: [&str; 5] = ["TotalCount", "Total", "TotalSize", "TotalNum", "TotalRecordCount"];
/// What tokens are called: the parameter, and the field of the answer that holds the next.
pub const TOKENS: [(&str, &str); 3] = [
    ("NextToken", "NextToken"),
    ("Marker", "Marker"),
    ("Marker", "NextMarker"),
];
/// What an answer's flag is called that says there is more.
pub const MORE: [&str; 3] = ["IsTruncated", "HasMore", "Truncated"];

/// Infers how an operation pages from the names of its parameters and fields.
pub fn infer(request: &[Field], response: &[Field]) -> Option<Pagination> {
    let parameter = |names: &[&str]| Some(scalars(request, names).next()?.name.clone());
    let (prefix, level) = level_of_items(response)?;
    let items = join(&prefix, &items(level)?.name);
    // The count may stand beside the items, in a structure there that is about the page, or at the top.
    let found = |names: &[&str]| {
        let at = |fields: &[Field], prefix: &str| Some(join(prefix, &scalars(fields, names).next()?.name));
        let infos = level.iter().filter(|field| field.kind == Type::Struct);
        let mut infos = infos.filter_map(|info| at(&info.fields, &join(&prefix, &info.name)));
        at(level, &prefix).or_else(|| infos.next()).or_else(|| at(response, ""))
    };
    let page_size = page_sizes(request).next().map(|field| field.name.clone());
    if let Some((token, next_token)) = TOKENS
        .iter()
        .find_map(|(token, next)| Some((parameter(&[token])?, found(&[next])?)))
    {
        return Some(Pagination::Token {
            token,
            next_token,
            more: found(&MORE),
            page_size,
            items,
        });
    }
    Some(Pagination::PageNumber {
        page_number: page_number(request)?.name.clone(),
        page_size,
        total_count: found(&TOTALS),
        items,
    })
}

/// The parameter that asks for a page by its number.
pub fn page_number(request: &[Field]) -> Option<&Field> {
    scalars(request, &NUMBERS).next().filter(|field| is_number(field))
}

/// The parameters that say how many items a page has.
pub fn page_sizes(request: &[Field]) -> impl Iterator<Item = &Field> {
    scalars(request, &SIZES)
}

/// The scalar fields of some names, in the order of these.
pub fn scalars<'f>(fields: &'f [Field], names: &[&str]) -> impl Iterator<Item = &'f Field> {
    let find = |name: &&str| {
        let mut fields = fields.iter();
        fields.find(|field| field.kind.is_scalar() && are_alike(&field.name, name))
    };
    names.iter().filter_map(find).collect::<Vec<_>>().into_iter()
}

/// Whether two names are the same in all spellings: `PageSize`, `pageSize`, `page_size`.
pub fn are_alike(one: &str, other: &str) -> bool {
    letters(one).eq(letters(other))
}

/// The letters of a name that all its spellings have.
pub fn letters(name: &str) -> impl Iterator<Item = char> {
    let letters = name.chars().filter(|letter| !matches!(letter, '_' | '-'));
    letters.map(|letter| letter.to_ascii_lowercase())
}

/// Whether a parameter holds a number; some pages call its type a text, which it is on the wire anyway.
pub fn is_number(field: &Field) -> bool {
    let mut shown = [&field.example, &field.default, &field.minimum]
        .into_iter()
        .flatten()
        .peekable();
    match field.kind {
        Type::Integer | Type::Long => true,
        // Where nothing is shown, the name has to say that it is a number.
        Type::String if shown.peek().is_none() => !field.name.eq_ignore_ascii_case("Page"),
        Type::String => shown.any(|text| text.trim_matches(['"', ' ']).parse::<u32>().is_ok()),
        _ => false,
    }
}

/// The level of the answer that holds the items: the top, or the only struct in it.
fn level_of_items(response: &[Field]) -> Option<(String, &[Field])> {
    let mut prefix = String::new();
    let mut level = response;
    for _ in 0..3 {
        if items(level).is_some() {
            return Some((prefix, level));
        }
        let mut structs = level.iter().filter(|field| field.kind == Type::Struct);
        let (Some(only), None) = (structs.next(), structs.next()) else {
            return None;
        };
        prefix = join(&prefix, &only.name);
        level = &only.fields;
    }
    None
}

/// The list of items: the only list of structs, else the only list.
fn items(level: &[Field]) -> Option<&Field> {
    let only = |structs: bool| {
        let mut lists = level
            .iter()
            .filter(|field| field.kind == Type::Array && (!structs || !field.fields.is_empty()));
        lists.next().filter(|_| lists.next().is_none())
    };
    only(true).or_else(|| only(false))
}

/// The path of a name below another path; an empty one is the top.
pub fn join(above: &str, name: &str) -> String {
    if above.is_empty() {
        name.to_owned()
    } else {
        format!("{above}.{name}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(name: &str, kind: Type, fields: Vec<Field>) -> Field {
        Field {
            name: name.to_owned(),
            kind,
            fields,
            ..Field::default()
        }
    }

    #[test]
    fn conventions_of_paging() {
        let tasks = || field("Tasks", Type::Array, vec![field("Id", Type::Long, vec![])]);
        let numbered = infer(
            &[
                field("PageNumber", Type::Integer, vec![]),
                field("PageSize", Type::Integer, vec![]),
            ],
            &[tasks(), field("TotalCount", Type::Long, vec![])],
        );
        assert_eq!(
            numbered,
            Some(Pagination::PageNumber {
                page_number: "PageNumber".into(),
                page_size: Some("PageSize".into()),
                total_count: Some("TotalCount".into()),
                items: "Tasks".into()
            })
        );
        let data = field(
            "Data",
            Type::Struct,
            vec![tasks(), field("NextToken", Type::String, vec![])],
        );
        let token = infer(&[field("NextToken", Type::String, vec![])], &[data]);
        assert_eq!(
            token,
            Some(Pagination::Token {
                token: "NextToken".into(),
                next_token: "Data.NextToken".into(),
                more: None,
                page_size: None,
                items: "Data.Tasks".into()
            })
        );
        assert_eq!(infer(&[], &[tasks()]), None);
        let info = field(
            "page_info",
            Type::Struct,
            vec![field("total_count", Type::Integer, vec![])],
        );
        let other_spelling = infer(
            &[
                field("page_number", Type::Integer, vec![]),
                field("page_size", Type::Integer, vec![]),
            ],
            &[tasks(), info],
        );
        assert_eq!(
            other_spelling,
            Some(Pagination::PageNumber {
                page_number: "page_number".into(),
                page_size: Some("page_size".into()),
                total_count: Some("page_info.total_count".into()),
                items: "Tasks".into()
            })
        );

        // A number that the page calls a text; a text that is none.
        let page = |example: &str| Field {
            example: Some(example.into()),
            ..field("Page", Type::String, vec![])
        };
        assert!(infer(&[page("1")], &[tasks()]).is_some());
        assert_eq!(infer(&[page("index.html")], &[tasks()]), None);
        let silent = |name: &str| [field(name, Type::String, vec![])];
        assert!(infer(&silent("PageNumber"), &[tasks()]).is_some());
        assert_eq!(infer(&silent("Page"), &[tasks()]), None);
    }
}
