//! Where in a YAML file of a spec something stands, so that a reviewer finds it.

use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;
use crate::yaml::lines::{Line, lines, scalar};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The lines of one operation's file, counted from 1, by the paths of [`Difference`](crate::spec::compare::Difference).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap(BTreeMap<String, usize>);

impl SourceMap {
    /// Finds the places in an operation's YAML.
    pub fn of(text: &str) -> Self {
        let mut places = BTreeMap::new();
        let mut cursor = PathCursor::default();
        for line in lines(text) {
            if cursor.advance(&line) {
                places.entry(cursor.path()).or_insert(line.number);
            }
        }
        Self(places)
    }

    /// The line of a place; that of the file's first key for the operation itself, and that of what is around it for what has none.
    pub fn get(&self, path: &str) -> Option<usize> {
        if path.is_empty() {
            return self.0.get("operation").copied();
        }
        let section = path.split('.').next().unwrap_or_default();
        self.0.get(path).or_else(|| self.0.get(section)).copied()
    }
}

/// Gives diagnostics about places in a spec the line in its file, and what stands there.
pub fn locate(files: &[SourceFile], diagnostics: &mut [Diagnostic]) {
    let mut read: BTreeMap<String, (SourceMap, &str)> = BTreeMap::new();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.line == 0) {
        let Some(place) = &diagnostic.place else { continue };
        if !read.contains_key(&diagnostic.file) {
            let file = files.iter().find(|file| file.path == diagnostic.file);
            let text = file
                .and_then(|file| std::str::from_utf8(&file.bytes).ok())
                .unwrap_or_default();
            read.insert(diagnostic.file.clone(), (SourceMap::of(text), text));
        }
        if let Some((lines, text)) = read.get(&diagnostic.file)
            && let Some(line) = lines.get(place)
        {
            diagnostic.line = line;
            let excerpt = text.lines().nth(line - 1).unwrap_or_default();
            *diagnostic = diagnostic.clone().with_excerpt(excerpt);
        }
    }
}

/// A cursor over the lines of an operation's file: the section it is in, and what has a name around it.
#[derive(Debug, Default)]
pub(super) struct PathCursor<'t> {
    section: &'t str,
    /// The names, each with the column of its dash.
    names: Vec<(usize, Cow<'t, str>)>,
}

impl<'t> PathCursor<'t> {
    /// Goes on to a line; whether a section, a field or an error code begins there.
    pub(super) fn advance(&mut self, line: &Line<'t>) -> bool {
        if line.is_top() {
            self.section = line.key;
            self.names.clear();
            return true;
        }
        let is_named = line.is_item && matches!(line.key, "name" | "code");
        if is_named {
            self.names.retain(|(outer, _)| *outer < line.indent);
            self.names.push((line.indent, scalar(line.value)));
        }
        is_named
    }

    /// Where it is, such as `response.Tasks.Status`.
    pub(super) fn path(&self) -> String {
        let mut path = self.section.to_owned();
        for (_, name) in &self.names {
            path.push('.');
            path.push_str(name);
        }
        path
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_of_fields_and_errors() {
        let text = "# head\noperation: ListTasks\nrequest:\n- name: PageNumber\n  type: Integer\n  description: |-\n    - name: Fake\n    x\n\
                    - name: 'on'\n  type: String\nresponse:\n- name: Tasks\n  type: Array\n  fields:\n  - name: TaskId\n    type: Long\n  - name: Name\n\
                    - name: Total\nerrors:\n- code: Invalid.Name\n  http_status: 400\n";
        let lines = SourceMap::of(text);
        for (path, line) in [
            ("", Some(2)),
            ("request.PageNumber", Some(4)),
            ("request.on", Some(9)),
            ("response.Tasks", Some(12)),
            ("response.Tasks.TaskId", Some(15)),
            ("response.Tasks.Name", Some(17)),
            ("response.Total", Some(18)),
            ("errors.Invalid.Name", Some(20)),
            ("errors.Gone", Some(19)),
            ("request.PageNumber.Fake", Some(3)),
            ("pagination", None),
        ] {
            assert_eq!(lines.get(path), line, "{path}");
        }
    }
}
