//! Where in a YAML file of a spec something stands, so that a reviewer finds it.
//!
//! It reads the form in which the files are written; of a file that a person wrote in another form it may find less, and never more.

use crate::diagnostics::Diagnostic;
use crate::files::SourceFile;
use std::collections::BTreeMap;

/// The lines of one operation's file, counted from 1, by the paths of [`Difference`](crate::spec::compare::Difference).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceMap(BTreeMap<String, usize>);

impl SourceMap {
    /// Finds the places in an operation's YAML.
    pub fn of(text: &str) -> Self {
        let mut lines = BTreeMap::new();
        let mut section = "";
        // The names on the way to the current line, each with the column of its dash.
        let mut way: Vec<(usize, String)> = Vec::new();
        let mut block: Option<usize> = None;
        for (at, line) in text.lines().enumerate() {
            let column = line.len() - line.trim_start_matches(' ').len();
            if line.trim().is_empty() || block.is_some_and(|outer| column > outer) {
                continue;
            }
            let entry = line.trim_start();
            let (dash, pair) = entry.strip_prefix("- ").map_or((false, entry), |rest| (true, rest));
            let (key, value) = pair.split_once(':').unwrap_or((pair, ""));
            // What a block scalar holds stands deeper than its key.
            let key_column = if dash { column + 2 } else { column };
            block = value.trim_start().starts_with(['|', '>']).then_some(key_column);
            if !dash && column == 0 {
                section = key;
                way.clear();
                lines.entry(key.to_owned()).or_insert(at + 1);
            } else if dash && matches!(key, "name" | "code") {
                way.retain(|(outer, _)| *outer < column);
                way.push((column, plain(value)));
                let names: Vec<_> = way.iter().map(|(_, name)| name.as_str()).collect();
                lines.entry(format!("{section}.{}", names.join("."))).or_insert(at + 1);
            }
        }
        Self(lines)
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

/// A scalar's text without its quotes.
fn plain(value: &str) -> String {
    let value = value.trim();
    match value.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        Some(inner) => inner.replace("''", "'"),
        None => value.trim_matches('"').to_owned(),
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
