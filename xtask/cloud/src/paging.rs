//! How an operation pages: by what its spec says, and by what its parameters and the answer's fields are called. Of a wrong reading of a
//! name no client's code comes, so that more names are taken for what they look like than the crates do.

use alibabacloud_generator::spec::model::{Field, Operation, Pagination, Type};
use alibabacloud_generator::spec::pagination::{
    self, MORE, NUMBERS, SIZES, TOKENS, TOTALS, are_alike, join, letters, scalars,
};

/// What the count of all items is called besides.
const MORE_TOTALS: [&str; 1] = ["TotalItems"];
/// What the count of all pages is called.
const PAGES: [&str; 2] = ["TotalPages", "TotalPage"];
/// How many structures may stand around the lists.
const DEEPEST: usize = 3;

/// How an operation pages. Parameters go by their names, fields of the answer by their paths.
#[derive(Debug)]
pub(crate) struct Paging<'o> {
    pub(crate) token: Option<&'o str>,
    pub(crate) number: Option<&'o str>,
    /// The parameters that set the size of a page; the one that the spec means comes first.
    pub(crate) sizes: Vec<&'o Field>,
    pub(crate) lists: Vec<String>,
    /// What the answer says of the page.
    pub(crate) told: Vec<(String, Told)>,
}

/// What a field of an answer says of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    Total,
    Pages,
    Number,
    Size,
    Next,
    More,
}

/// Some fields of an answer, and the path to what holds them.
type Level<'o> = (String, &'o [Field]);
/// A list of an answer, and its path.
type List<'o> = (String, &'o Field);
/// The levels from the top of an answer down to its lists, and the lists.
type Found<'o> = (Vec<Level<'o>>, Vec<List<'o>>);

impl<'o> Paging<'o> {
    /// How an operation pages, if it does: it has a parameter for that, and lists in the answer or a token for the next.
    pub(crate) fn of(operation: &'o Operation) -> Option<Self> {
        let request = &operation.request;
        let known = operation.pagination.as_ref();
        let exact = |name: &String| request.iter().find(|field| field.name == *name);
        let called = |names: &[&str]| scalars(request, names).next();
        let (number, size) = match known {
            Some(Pagination::PageNumber {
                page_number, page_size, ..
            }) => (exact(page_number), page_size.as_ref()),
            Some(Pagination::Token { page_size, .. }) => (None, page_size.as_ref()),
            None => (None, None),
        };
        let number = number.or_else(|| called(&NUMBERS).filter(|field| pagination::is_number(field)));
        let size = size.and_then(exact);
        let mut sizes: Vec<&Field> = size.into_iter().chain(scalars(request, &SIZES)).collect();
        let mut seen = std::collections::BTreeSet::new();
        sizes.retain(|field| seen.insert(&field.name));

        let around = match known {
            Some(Pagination::PageNumber { items, .. } | Pagination::Token { items, .. }) => {
                around(&operation.response, items)
            }
            None => lists_in(&operation.response, String::new(), DEEPEST),
        };
        let (chain, lists) = around.unwrap_or_else(|| (vec![(String::new(), &operation.response)], Vec::new()));
        let levels = with_infos(chain);
        let (token, next) = match known {
            Some(Pagination::Token { token, next_token, .. }) => {
                (exact(token), Some(next_token.rsplit('.').next().unwrap_or(next_token)))
            }
            _ => {
                let answers = |next: &str| {
                    levels
                        .iter()
                        .any(|(_, fields)| scalars(fields, &[next]).next().is_some())
                };
                let pairs = TOKENS.iter().filter(|(_, next)| answers(next));
                let found = pairs.filter_map(|(token, next)| Some((called(&[token])?, *next)));
                found
                    .map(|(token, next)| (Some(token), Some(next)))
                    .next()
                    .unwrap_or_default()
            }
        };
        if (token.is_none() && number.is_none() && sizes.is_empty()) || (token.is_none() && lists.is_empty()) {
            return None;
        }
        let mut told = spec_says(known);
        let lists = if known.is_some() {
            lists
        } else {
            narrowed(lists, &levels)
        };
        for (path, fields) in &levels {
            for field in fields.iter().filter(|field| field.kind.is_scalar()) {
                let path = join(path, &field.name);
                if told.iter().all(|(known, _)| *known != path)
                    && let Some(what) = what(field, next, &lists)
                {
                    told.push((path, what));
                }
            }
        }
        Some(Self {
            token: token.map(|field| field.name.as_str()),
            number: number.map(|field| field.name.as_str()),
            sizes,
            lists: lists.into_iter().map(|(path, _)| path).collect(),
            told,
        })
    }
}

/// What the spec itself says of an answer's fields.
fn spec_says(known: Option<&Pagination>) -> Vec<(String, Told)> {
    let (one, other) = match known {
        None => (None, None),
        Some(Pagination::PageNumber { total_count, .. }) => {
            (total_count.as_ref().map(|path| (path, Told::Total)), None)
        }
        Some(Pagination::Token { next_token, more, .. }) => (
            Some((next_token, Told::Next)),
            more.as_ref().map(|path| (path, Told::More)),
        ),
    };
    let both = [one, other].into_iter().flatten();
    both.map(|(path, told)| (path.clone(), told)).collect()
}

/// What a field says of the page, by its name.
fn what(field: &Field, next: Option<&str>, lists: &[List<'_>]) -> Option<Told> {
    let is = |names: &[&str]| names.iter().any(|name| are_alike(&field.name, name));
    let counts = matches!(field.kind, Type::Integer | Type::Long | Type::String);
    if next.is_some_and(|next| are_alike(&field.name, next)) {
        Some(Told::Next)
    } else if is(&MORE) {
        Some(Told::More)
    } else if !counts {
        None
    } else if is(&TOTALS) || is(&MORE_TOTALS) || lists.iter().any(|(_, list)| is_total_of(field, list)) {
        Some(Told::Total)
    } else if is(&PAGES) {
        Some(Told::Pages)
    } else if is(&NUMBERS) {
        Some(Told::Number)
    } else {
        is(&SIZES).then_some(Told::Size)
    }
}

/// The levels from the top to the one that holds the list of a path, and the list.
fn around<'o>(response: &'o [Field], items: &str) -> Option<Found<'o>> {
    let mut levels = vec![(String::new(), response)];
    let mut names = items.split('.').peekable();
    loop {
        let (path, fields) = levels.last()?.clone();
        let name = names.next()?;
        let field = fields.iter().find(|field| field.name == name)?;
        let path = join(&path, name);
        if names.peek().is_none() {
            return Some((levels, vec![(path, field)]));
        }
        levels.push((path, &field.fields));
    }
}

/// The levels from the top to the first that holds lists, and those lists.
fn lists_in(fields: &[Field], path: String, deepest: usize) -> Option<Found<'_>> {
    let lists = fields.iter().filter(|field| field.kind == Type::Array);
    let lists: Vec<List<'_>> = lists.map(|field| (join(&path, &field.name), field)).collect();
    if !lists.is_empty() {
        return Some((vec![(path, fields)], lists));
    }
    let deepest = deepest.checked_sub(1)?;
    let mut structs = fields.iter().filter(|field| field.kind == Type::Struct);
    let (mut levels, lists) = structs.find_map(|field| lists_in(&field.fields, join(&path, &field.name), deepest))?;
    levels.insert(0, (path, fields));
    Some((levels, lists))
}

/// The lists that page, of those beside each other: the one that a count is named for; else those of structures; else all.
fn narrowed<'o>(lists: Vec<List<'o>>, levels: &[Level<'o>]) -> Vec<List<'o>> {
    let counted = |list: &Field| {
        let mut fields = levels.iter().flat_map(|(_, fields)| fields.iter());
        fields.any(|field| field.kind.is_scalar() && is_total_of(field, list))
    };
    let some = |is: &dyn Fn(&Field) -> bool| -> Vec<_> { lists.iter().filter(|(_, list)| is(list)).cloned().collect() };
    let (counted, structs) = (some(&counted), some(&|list| !list.fields.is_empty()));
    let mut choices = [counted, structs].into_iter();
    choices.find(|some| !some.is_empty()).unwrap_or(lists)
}

/// The same levels, and with them the structures in them that only say something of the page, such as `page_info`.
fn with_infos(levels: Vec<Level<'_>>) -> Vec<Level<'_>> {
    let is_info = |field: &&Field| {
        let is_next = |field: &Field| TOKENS.iter().any(|(_, next)| are_alike(&field.name, next));
        let says = |field: &&Field| field.kind.is_scalar() && (is_next(field) || what(field, None, &[]).is_some());
        field.kind == Type::Struct && field.fields.iter().filter(says).count() > 1
    };
    let mut all = levels.clone();
    for (path, fields) in levels {
        let infos = fields.iter().filter(is_info);
        let infos = infos.map(|field| (join(&path, &field.name), field.fields.as_slice()));
        for info in infos {
            // What leads to the list is there already.
            if all.iter().all(|(known, _)| *known != info.0) {
                all.push(info);
            }
        }
    }
    all
}

/// Whether a field is the count of a list by its name: `TotalTask` of `Tasks`.
fn is_total_of(field: &Field, list: &Field) -> bool {
    let [name, list] = [field, list].map(|field| letters(&field.name).collect::<String>());
    let rest = name.strip_prefix("total").filter(|rest| rest.len() > 2);
    rest.is_some_and(|rest| list.strip_suffix('s').unwrap_or(&list) == rest.strip_suffix('s').unwrap_or(rest))
}
