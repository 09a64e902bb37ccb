//! Every operation of the products of `spec/` that looks as if it paged is walked over the socket: its pages are of the size that was
//! asked for, hold all rows, and end; and sizes that can't be are refused.

#[allow(dead_code, reason = "a test uses a part")]
mod process;

use alibabacloud_generator::spec::model::{Field, Operation, Pagination, Position, Type};
use alibabacloud_generator::spec::product::Product;
use alibabacloud_tests::{official, root, values};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use process::Process;
use process::call::Call;
use serde_json::{Map, Value};
use std::fmt::Write as _;
use std::io::Write as _;

const NUMBERS: [&str; 6] = ["pagenumber", "pagenum", "currentpage", "pageno", "pageindex", "page"];
const SIZES: [&str; 6] = ["pagesize", "maxresults", "maxitems", "maxresult", "maxkeys", "limit"];
const TOKENS: [&str; 2] = ["nexttoken", "marker"];
/// How many rows there are.
const ROWS: usize = 25;
/// How many operations of the specs page.
const PAGING: usize = 279;

/// Operations that look as if they paged, and why they don't.
const OTHERS: [(&str, &str); 1] = [("ims GetCredentialReport", "its answer is one text, with no list in it")];

/// Paths into an answer, and the numbers there.
type Said<'s> = &'s [(&'s str, u64)];

/// What a call says of the page it asks for.
#[derive(Default)]
struct Asks {
    number: Option<String>,
    size: Option<String>,
    token: Option<String>,
}

impl Asks {
    fn of(operation: &Operation) -> Self {
        let named = |names: &[&str]| {
            let mut fields = names.iter().flat_map(|name| {
                operation
                    .request
                    .iter()
                    .filter(move |field| plain(&field.name) == *name)
            });
            fields
                .find(|field| field.kind.is_scalar())
                .map(|field| field.name.clone())
        };
        let (number, size) = (named(&NUMBERS), named(&SIZES));
        match &operation.pagination {
            Some(Pagination::PageNumber {
                page_number, page_size, ..
            }) => Self {
                number: Some(page_number.clone()),
                size: page_size.clone().or(size),
                token: None,
            },
            Some(Pagination::Token { token, page_size, .. }) => Self {
                number: None,
                size: page_size.clone().or(size),
                token: Some(token.clone()),
            },
            None => Self {
                number,
                size,
                token: named(&TOKENS),
            },
        }
    }

    fn any(&self) -> bool {
        [&self.number, &self.size, &self.token].into_iter().any(Option::is_some)
    }

    /// What is wrong with how an operation pages.
    fn walk(&self, call: &Call, cloud: &Process) -> Result<(), String> {
        let size = if self.size.is_some() { 4 } else { 10 };
        let sized = match &self.size {
            Some(name) => call.with(name, size),
            None => call.clone(),
        };
        let sized = match &self.number {
            Some(name) => sized.with(name, 1),
            None => sized,
        };
        let first = good(&sized, cloud)?;
        let mut lists = Vec::new();
        lengths(&first, "", &mut lists);
        // Lists beside that have as many rows by chance don't page.
        lists.retain(|(_, rows)| *rows == size);
        if lists.is_empty() {
            return Err(format!("no list of {size} rows in {first}"));
        }
        let pages: Vec<Value> = match (&self.token, &self.number, &self.size) {
            (Some(token), ..) => {
                let (mut pages, mut next) = (vec![first.clone()], next(&first, token));
                while let Some(text) = next.filter(|text| !text.is_empty()) {
                    pages.push(good(&sized.with(token, &text), cloud)?);
                    next = pages.last().and_then(|page| self::next(page, token));
                    if pages.len() > ROWS {
                        return Err("no end".to_owned());
                    }
                }
                pages
            }
            (None, Some(number), _) => {
                let pages = (1..=ROWS.div_ceil(size) + 1).map(|page| good(&sized.with(number, page), cloud));
                pages.collect::<Result<_, _>>()?
            }
            (None, None, Some(name)) => vec![good(&call.with(name, 100), cloud)?],
            (None, None, None) => Vec::new(),
        };
        let all = |path: &str| -> usize { pages.iter().filter_map(|page| rows(page, path)).sum() };
        let found: Vec<usize> = lists.iter().map(|(path, _)| all(path)).collect();
        if !found.contains(&ROWS) {
            return Err(format!("{found:?} rows on {} pages of {size}", pages.len()));
        }
        for name in self.number.iter().chain(&self.size) {
            for wrong in ["0", "-1", "+5", "x", "1.5"] {
                let (status, body) = call.with(name, wrong).send(cloud);
                if status < 400 {
                    return Err(format!("{name}={wrong} is taken: {status} {body}"));
                }
            }
        }
        Ok(())
    }
}

#[test]
fn every_operation_that_looks_as_if_it_paged_does() {
    let cloud = Process::start(&[]);
    let (mut table, mut problems, mut paging) = (String::new(), Vec::new(), 0);
    for product in official::products(&root().join("spec")) {
        let (mut pages, mut all) = (0, 0);
        for version in &product.versions {
            for operation in &version.operations {
                let asks = Asks::of(operation);
                let lists = has_list(&operation.response) || operation.answer.is_some();
                if !asks.any() || (!lists && asks.token.is_none()) {
                    continue;
                }
                all += 1;
                let call = call(&product, &version.version, operation);
                let found = asks.walk(&call, &cloud);
                pages += usize::from(found.is_ok());
                let name = format!("{} {}", product.name, operation.operation);
                let other = OTHERS.iter().any(|(other, _)| *other == name);
                match found {
                    Err(problem) if !other => problems.push(format!("{name}: {problem:.300}")),
                    Ok(()) if other => problems.push(format!("{name} pages after all")),
                    _ => {}
                }
            }
        }
        paging += pages;
        let _ = writeln!(table, "{:12} {pages:4} of {all:4} page", product.name);
    }
    let _ = writeln!(std::io::stderr(), "{table}{paging} operations page");
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(paging >= PAGING, "{paging} of {PAGING} operations page");
}

#[test]
fn what_an_answer_says_of_its_page() {
    let cloud = Process::start(&[]);
    let products = official::products(&root().join("spec"));
    // The parameters, and what stands where in the answer: pages have 4 rows, and it is the third.
    let cases: [(&str, &str, [&str; 2], Said<'_>); 6] = [
        (
            "cs",
            "DescribeClustersV1",
            ["page_size", "page_number"],
            &[
                ("/page_info/page_size", 4),
                ("/page_info/page_number", 3),
                ("/page_info/total_count", 25),
            ],
        ),
        (
            "cs",
            "DescribeTemplates",
            ["page_size", "page_num"],
            &[("/page_info/page_number", 3), ("/page_info/total_count", 25)],
        ),
        (
            "ecs",
            "DescribeImageSharePermission",
            ["PageSize", "PageNumber"],
            &[("/PageNumber", 3), ("/PageSize", 4), ("/TotalCount", 25)],
        ),
        (
            "cs",
            "DescribeClusterNodes",
            ["pageSize", "pageNumber"],
            &[("/page/page_number", 3), ("/page/total_count", 25)],
        ),
        // Of several lists, the one that is counted.
        (
            "slb",
            "DescribeAccessControlListAttribute",
            ["PageSize", "Page"],
            &[("/TotalAclEntry", 25)],
        ),
        (
            "alidns",
            "DescribeCustomLines",
            ["PageSize", "PageNumber"],
            &[("/TotalItems", 25), ("/TotalPages", 7), ("/PageNumber", 3)],
        ),
    ];
    for (product, name, [size, number], expected) in cases {
        let product = products.iter().find(|known| known.name == product).expect("a product");
        let version = product.versions.last().expect("a version");
        let operation = version.operations.iter().find(|known| known.operation == name);
        let call = call(product, &version.version, operation.expect("an operation"));
        let (_, body) = call.with(size, 4).with(number, 3).send(&cloud);
        for (path, value) in expected {
            let said = body.pointer(path).and_then(Value::as_u64);
            assert_eq!(said, Some(*value), "{name} {path}: {body}");
        }
    }
}

/// A call with what is required.
fn call(product: &Product, version: &str, operation: &Operation) -> Call {
    let mut call = Call {
        product: product.name.clone(),
        version: version.to_owned(),
        operation: operation.operation.clone(),
        method: operation.method.clone().unwrap_or_else(|| "POST".to_owned()),
        path: operation.path.clone().unwrap_or_else(|| "/".to_owned()),
        ..Call::default()
    };
    let mut body = Map::new();
    for field in operation.request.iter().filter(|field| field.required) {
        let value = values::value(field);
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match field.position.unwrap_or_default() {
            Position::Path => {
                let encoded = utf8_percent_encode(&text, NON_ALPHANUMERIC).to_string();
                for (open, close) in [('{', '}'), ('[', ']')] {
                    call.path = call.path.replace(&format!("{open}{}{close}", field.name), &encoded);
                }
            }
            Position::Body if field.payload => call.body = Some(value.to_string()),
            Position::Body => drop(body.insert(field.name.clone(), value)),
            Position::Header | Position::Query | Position::Form => call.query.push((field.name.clone(), text)),
        }
    }
    if !body.is_empty() {
        call.body = Some(Value::Object(body).to_string());
    }
    call
}

fn good(call: &Call, cloud: &Process) -> Result<Value, String> {
    match call.send(cloud) {
        (200, body) => Ok(body),
        (status, body) => Err(format!("{status} {body}")),
    }
}

/// The lists of an answer that stand in no other list, by their paths, and how long they are.
fn lengths(level: &Value, path: &str, found: &mut Vec<(String, usize)>) {
    match level {
        Value::Array(rows) => found.push((path.to_owned(), rows.len())),
        Value::Object(members) => {
            for (name, value) in members {
                lengths(value, &format!("{path}/{name}"), found);
            }
        }
        _ => {}
    }
}

fn rows(answer: &Value, path: &str) -> Option<usize> {
    answer.pointer(path).and_then(Value::as_array).map(Vec::len)
}

/// The token of the next page, wherever it stands.
fn next(answer: &Value, token: &str) -> Option<String> {
    let members = answer.as_object()?;
    let is_it = |name: &str| {
        [token, "NextToken", "NextMarker"]
            .iter()
            .any(|known| plain(name) == plain(known))
    };
    let here = members.iter().find(|(name, _)| is_it(name));
    match here.and_then(|(_, value)| value.as_str()) {
        Some(text) => Some(text.to_owned()),
        None => members.values().find_map(|value| next(value, token)),
    }
}

fn has_list(fields: &[Field]) -> bool {
    let mut fields = fields.iter();
    fields.any(|field| field.kind == Type::Array || (field.kind == Type::Struct && has_list(&field.fields)))
}

fn plain(name: &str) -> String {
    name.replace(['_', '-'], "").to_lowercase()
}
