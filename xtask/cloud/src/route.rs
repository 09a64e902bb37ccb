//! Paths of ROA operations against their templates.

use percent_encoding::percent_decode_str;
use std::collections::BTreeMap;

/// The values that a path (percent-encoded) gives the names of a template, `/clusters/{ClusterId}` or with `[ClusterId]`; `None` where
/// it is another path.
pub(crate) fn values(template: &str, path: &str) -> Option<BTreeMap<String, String>> {
    let mut values = BTreeMap::new();
    let (mut template, mut path) = (
        template,
        path.strip_suffix('/').filter(|path| !path.is_empty()).unwrap_or(path),
    );
    template = template
        .strip_suffix('/')
        .filter(|rest| !rest.is_empty())
        .unwrap_or(template);
    loop {
        let open = template.find(['{', '[']).unwrap_or(template.len());
        let (text, rest) = template.split_at(open);
        path = path.strip_prefix(text)?;
        let Some((name, after)) = rest.get(1..).and_then(|inside| inside.split_once(['}', ']'])) else {
            return (rest.is_empty() && path.is_empty()).then_some(values);
        };
        // A value ends where the template goes on, and never holds a slash.
        let segment = path.find('/').unwrap_or(path.len());
        let next = after.chars().next().filter(|next| !matches!(next, '{' | '['));
        let end = next.and_then(|next| path.get(..segment)?.find(next)).unwrap_or(segment);
        let (value, left) = path.split_at(end);
        if value.is_empty() {
            return None;
        }
        values.insert(
            name.to_owned(),
            percent_decode_str(value).decode_utf8_lossy().into_owned(),
        );
        (template, path) = (after, left);
    }
}

#[cfg(test)]
mod tests {
    use super::values;

    #[test]
    fn paths_and_templates() {
        for (template, path, expected) in [
            ("/", "/", Some(vec![])),
            ("/clusters", "/clusters", Some(vec![])),
            ("/clusters", "/clusters/", Some(vec![])),
            ("/clusters", "/clusters/x", None),
            ("/clusters", "/cluster", None),
            ("/clusters/{Id}", "/clusters/a%2Fb%20c", Some(vec![("Id", "a/b c")])),
            ("/clusters/[Id]/nodes", "/clusters/7/nodes", Some(vec![("Id", "7")])),
            ("/clusters/{Id}/nodes", "/clusters//nodes", None),
            ("/clusters/{Id}", "/clusters/a/b", None),
            ("/a/{B}:do", "/a/x:do", Some(vec![("B", "x")])),
            ("/a/{B}/{C}", "/a/x/%FF", Some(vec![("B", "x"), ("C", "\u{fffd}")])),
            ("/a/{B", "/a/x", None),
            ("/a", "*", None),
            ("/a", "", None),
        ] {
            let found = values(template, path);
            let expected = expected.map(|pairs| {
                pairs
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect()
            });
            assert_eq!(found, expected, "{template} {path}");
        }
    }
}
