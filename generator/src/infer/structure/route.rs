//! Method and path of an operation: from its request syntax, else from the request that a page shows, whose ids give way to parameters.

use crate::infer::structure::parameters::position;
use crate::infer::structure::rows::wire_name;
use crate::page::headings::Section;
use crate::page::{Page, Row};
use crate::spec::model::{Operation, Position};

/// A path that holds an id which no parameter explains: nobody else's calls may go there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Unexplained {
    /// The line of the request.
    pub(crate) line: usize,
    pub(crate) path: String,
    pub(crate) segment: String,
}

/// A parameter that stands in the path.
struct InPath {
    name: String,
    example: String,
    used: bool,
}

/// The method and path that a page tells; of several methods any will do, and the first is taken.
pub(crate) fn of(page: &Page) -> Option<Result<(String, String), Unexplained>> {
    let lines = |syntax: bool| {
        let samples = page
            .samples
            .iter()
            .filter(move |sample| (sample.section == Section::Syntax) == syntax);
        samples.filter_map(|sample| Some((sample.line, request_line(&sample.text)?)))
    };
    let (line, (method, path)) = lines(true).chain(lines(false)).next()?;
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let rows = page
        .tables
        .iter()
        .filter(|table| table.section == Section::Request)
        .flat_map(|table| &table.rows);
    let mut parameters: Vec<InPath> = rows.filter_map(in_path).collect();
    let mut segments: Vec<String> = path
        .split('/')
        .map(|segment| placeholder(segment).unwrap_or(segment.to_owned()))
        .collect();
    // Names as they are, then names in another case, then values that the page shows as examples.
    for same in [str::eq as fn(&str, &str) -> bool, str::eq_ignore_ascii_case] {
        for segment in &mut segments {
            take(segment, &mut parameters, |inside, parameter| {
                inside.is_some_and(|inside| same(inside, &parameter.name))
            });
        }
    }
    for segment in &mut segments {
        let plain = mask(segment);
        take(segment, &mut parameters, |inside, parameter| {
            inside.is_none() && !parameter.example.is_empty() && mask(&parameter.example) == plain
        });
    }
    // One that is left on either side can only mean the other.
    let is_open = |segment: &String| {
        let named =
            inside(segment).is_some_and(|inside| !parameters.iter().any(|known| known.used && known.name == inside));
        named || is_id(segment)
    };
    let open: Vec<usize> = (0..segments.len()).filter(|at| is_open(&segments[*at])).collect();
    let mut left = parameters.iter().filter(|parameter| !parameter.used);
    if let ([only], Some(parameter), None) = (open.as_slice(), left.next(), left.next()) {
        segments[*only] = format!("{{{}}}", parameter.name);
    }
    let path = segments.join("/");
    if let Some(segment) = segments.iter().find(|segment| is_id(segment)) {
        let segment = segment.clone();
        return Some(Err(Unexplained { line, path, segment }));
    }
    Some(Ok((method.to_owned(), path)))
}

/// Puts the first parameter that fits in a segment's place.
fn take(segment: &mut String, parameters: &mut [InPath], fits: impl Fn(Option<&str>, &InPath) -> bool) {
    let unused = parameters.iter_mut().filter(|parameter| !parameter.used);
    if let Some(parameter) = unused.into_iter().find(|parameter| fits(inside(segment), parameter)) {
        *segment = format!("{{{}}}", parameter.name);
        parameter.used = true;
    }
}

/// The first line of a request: its method, of several the first, and its path.
fn request_line(text: &str) -> Option<(&str, &str)> {
    let mut words = text.split_whitespace();
    let methods = words.next()?;
    let mut all = methods.split(['|', ',', '/']).filter(|method| !method.is_empty());
    let method = all.next().filter(|method| Operation::METHODS.contains(method))?;
    if !all.all(|method| Operation::METHODS.contains(&method)) {
        return None;
    }
    let address = words.next()?;
    // A whole address names the host before the path.
    let after = ["https://", "http://"]
        .iter()
        .find_map(|scheme| address.strip_prefix(scheme));
    let path = match after {
        Some(rest) => &rest[rest.find('/')?..],
        None => address,
    };
    (path.starts_with('/') && path.len() > 1).then_some((method, path))
}

/// A segment that stands for a parameter, in braces: `[X]`, `{X}`, `<X>`, `:X`.
fn placeholder(segment: &str) -> Option<String> {
    let inner = match segment.as_bytes() {
        [b'[', .., b']'] | [b'{', .., b'}'] | [b'<', .., b'>'] => &segment[1..segment.len() - 1],
        [b':', _, ..] => &segment[1..],
        _ => return None,
    };
    let name = inner.trim_matches(['{', '}', '[', ']', '$', ' ']);
    (!name.is_empty()).then(|| format!("{{{name}}}"))
}

fn inside(segment: &str) -> Option<&str> {
    segment.strip_prefix('{')?.strip_suffix('}')
}

/// A parameter of the path, with the value that the page shows for it.
fn in_path(row: &Row) -> Option<InPath> {
    (position(&row.position) == Some(Position::Path)).then_some(())?;
    Some(InPath {
        name: wire_name(&row.name)?,
        example: row.example.trim().to_owned(),
        used: false,
    })
}

/// A value with what hides a part of it written in one way.
fn mask(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars().filter(|c| *c != '\\') {
        if c != '*' || !plain.ends_with('*') {
            plain.push(c);
        }
    }
    plain
}

/// Whether a segment is the id of something and no word of the path: hidden in part, a number, or a long string of hexadecimal digits.
fn is_id(segment: &str) -> bool {
    let hidden = segment.contains('*') || (segment.len() > 4 && segment.to_ascii_lowercase().ends_with("xxxx"));
    let number = !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_digit());
    let digits = segment.bytes().filter(u8::is_ascii_digit).count();
    let hex = segment.len() >= 16 && digits >= 4 && segment.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    inside(segment).is_none() && (hidden || number || hex)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::{Form, Sample, Table};

    fn page(syntax: bool, line: &str, parameters: &[(&str, &str)]) -> Page {
        let row = |(name, example): &(&str, &str)| Row {
            name: (*name).to_owned(),
            example: (*example).to_owned(),
            position: "Path".to_owned(),
            ..Row::default()
        };
        Page {
            samples: vec![Sample {
                line: 7,
                section: if syntax { Section::Syntax } else { Section::Examples },
                label: String::new(),
                text: line.to_owned(),
            }],
            tables: vec![Table {
                section: Section::Request,
                form: Form::Cells,
                caption: None,
                id: None,
                line: 1,
                rows: parameters.iter().map(row).collect(),
            }],
            ..Page::default()
        }
    }

    #[test]
    fn paths() {
        type Case<'a> = (bool, &'a str, &'a [(&'a str, &'a str)], Result<&'a str, &'a str>);
        let cases: &[Case<'_>] = &[
            (
                true,
                "PATCH|POST /barns/[BarnId]/name HTTP/1.1",
                &[("BarnId", "b-1")],
                Ok("PATCH /barns/{BarnId}/name"),
            ),
            (
                true,
                "GET /barns/{barnid} HTTP/1.1",
                &[("BarnId", "")],
                Ok("GET /barns/{BarnId}"),
            ),
            (
                true,
                "GET /barns/<Barn>/cows/:Cow",
                &[("Barn", ""), ("Cow", "")],
                Ok("GET /barns/{Barn}/cows/{Cow}"),
            ),
            (
                true,
                "GET /barns/[BarnNo]",
                &[("BarnId", "")],
                Ok("GET /barns/{BarnId}"),
            ),
            (
                false,
                "PUT https://farm.example.com/barns/b-7****/cows/17?x=1 HTTP/1.1",
                &[("Barn", "b-7*****"), ("Cow", "17")],
                Ok("PUT /barns/{Barn}/cows/{Cow}"),
            ),
            (
                false,
                "GET /barns/b-9**** HTTP/1.1",
                &[("Barn", "b-7****")],
                Ok("GET /barns/{Barn}"),
            ),
            (
                false,
                "DELETE /barns/b-7****/cows/c-1**** HTTP/1.1",
                &[("Barn", "b-7****")],
                Err("c-1****"),
            ),
            (
                false,
                "DELETE /barns/0123456789abcdef0123456789abcdef HTTP/1.1",
                &[],
                Err("0123456789abcdef0123456789abcdef"),
            ),
            (false, "GET /api/v1/barns HTTP/1.1", &[], Ok("GET /api/v1/barns")),
            (
                true,
                "GET /barns/[BarnId]/[Unknown]",
                &[("BarnId", "")],
                Ok("GET /barns/{BarnId}/{Unknown}"),
            ),
        ];
        for (syntax, line, parameters, expected) in cases {
            let told = of(&page(*syntax, line, parameters)).expect(line);
            let told = told
                .map(|(method, path)| format!("{method} {path}"))
                .map_err(|found| found.segment);
            assert_eq!(told, expected.map(str::to_owned).map_err(str::to_owned), "{line}");
        }
        for line in ["PATCH|FLY /barns", "SELECT 1 FROM x", "GET barns", "Action=ListBarns"] {
            assert_eq!(of(&page(true, line, &[])), None, "{line}");
        }
    }
}
