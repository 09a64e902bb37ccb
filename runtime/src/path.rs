//! Path templates of ROA operations: `/pop/v1/app/{AppId}`, or with `[AppId]` as older pages write it.

use crate::wire::encode_into;
use std::borrow::Cow;

/// Names that a template has a place for.
pub(crate) fn names(template: &str) -> impl Iterator<Item = &str> {
    pieces(template).filter_map(|piece| match piece {
        Piece::Name(name) => Some(name),
        Piece::Text(_) => None,
    })
}

/// Fills a template. A value can't add or leave a segment: it is percent-encoded whole, and `.` and `..` are refused, since URL
/// parsers resolve them even when encoded.
///
/// # Errors
/// What is wrong, naming the parameter.
pub(crate) fn fill<'v>(template: &str, value: impl Fn(&str) -> Option<Cow<'v, str>>) -> Result<String, String> {
    let mut path = String::with_capacity(template.len());
    for piece in pieces(template) {
        match piece {
            Piece::Text(text) => path.push_str(text),
            Piece::Name(name) => {
                let value =
                    value(name).ok_or_else(|| format!("the path needs the parameter {name}, which is not set"))?;
                if matches!(value.as_ref(), "" | "." | "..") {
                    return Err(format!(
                        "the parameter {name} stands in the path and can't be {value:?}"
                    ));
                }
                encode_into(&value, &mut path);
            }
        }
    }
    Ok(path)
}

enum Piece<'t> {
    Text(&'t str),
    Name(&'t str),
}

fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let named = rest
            .strip_prefix(['{', '['])
            .and_then(|inside| inside.split_once(['}', ']']));
        if let Some((name, after)) = named {
            rest = after;
            return Some(Piece::Name(name));
        }
        // The first character is text in any case, even a bracket that is never closed.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let end = rest
            .get(first..)
            .and_then(|tail| tail.find(['{', '[']))
            .map_or(rest.len(), |at| at + first);
        let (text, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        Some(Piece::Text(text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filling() {
        for (template, value, expected) in [
            ("/pop/v1/app", "x", Ok("/pop/v1/app")),
            ("/app/{Id}", "a-1", Ok("/app/a-1")),
            ("/app/[Id]/x", "a b", Ok("/app/a%20b/x")),
            ("/{Id}/{Id}", "名", Ok("/%E5%90%8D/%E5%90%8D")),
            ("/app/{Id}", "../admin", Ok("/app/..%2Fadmin")),
            ("/app/{Id}", "a?b#c", Ok("/app/a%3Fb%23c")),
            ("/app/{Id}", "%2e%2e", Ok("/app/%252e%252e")),
            ("/app/{Id", "x", Ok("/app/{Id")),
            (
                "/app/{Id}",
                "..",
                Err("the parameter Id stands in the path and can't be \"..\""),
            ),
            (
                "/app/{Id}",
                ".",
                Err("the parameter Id stands in the path and can't be \".\""),
            ),
            (
                "/app/{Id}",
                "",
                Err("the parameter Id stands in the path and can't be \"\""),
            ),
            (
                "/app/{Other}",
                "x",
                Err("the path needs the parameter Other, which is not set"),
            ),
        ] {
            let filled = fill(template, |name| (name == "Id").then_some(value.into()));
            assert_eq!(filled.as_deref().map_err(String::as_str), expected, "{template}");
        }
        assert_eq!(names("/a/{B}/[C]").collect::<Vec<_>>(), ["B", "C"]);
    }
}
