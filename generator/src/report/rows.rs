//! Which row of a page a field was read from.

use crate::infer::structure::joined::response_items;
use crate::infer::structure::rows::wire_name;
use crate::page::headings::Section;
use crate::page::{Page, Row};
use crate::spec::model::{Field, Operation};
use crate::spec::repeated::is_index;
use std::collections::{BTreeMap, VecDeque};

/// The rows of an operation's page, by the paths of fields.
#[derive(Debug, Default)]
pub(super) struct Rows(BTreeMap<String, PageRow>);

/// A row as the page has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct PageRow {
    pub(super) line: usize,
    /// Its cells that are not empty.
    pub(super) cells: Vec<String>,
}

impl Rows {
    /// Finds the rows of an operation's fields on its page.
    pub(super) fn of(page: &Page, operation: &Operation) -> Self {
        let mut rows = BTreeMap::new();
        let all: BTreeMap<usize, &Row> = page
            .tables
            .iter()
            .flat_map(|table| &table.rows)
            .map(|row| (row.line, row))
            .collect();
        let request = page
            .tables
            .iter()
            .filter(|table| matches!(table.section, Section::Request | Section::Headers));
        for row in request.flat_map(|table| &table.rows) {
            if let Some(name) = wire_name(&row.name) {
                // `Tag.N.Key` is the field `Key` of the list `Tag`.
                let parts = name.split('.').filter(|part| !part.is_empty());
                let names: Vec<_> = parts
                    .enumerate()
                    .filter(|(at, part)| *at == 0 || !is_index(part))
                    .map(|(_, part)| part)
                    .collect();
                rows.entry(format!("request.{}", names.join(".")))
                    .or_insert_with(|| PageRow::of(row));
            }
        }
        // The answer's rows and fields are in one order; a name that stands several times does so in that order.
        let mut lines: BTreeMap<String, VecDeque<usize>> = BTreeMap::new();
        for item in response_items(page) {
            lines.entry(item.name).or_default().push_back(item.line);
        }
        take(&operation.response, "response", &mut |path, name| {
            let line = lines.get_mut(name).and_then(VecDeque::pop_front);
            if let Some(row) = line.and_then(|line| all.get(&line)) {
                rows.insert(path, PageRow::of(row));
            }
        });
        Self(rows)
    }

    pub(super) fn get(&self, path: &str) -> Option<&PageRow> {
        self.0.get(path)
    }
}

impl PageRow {
    fn of(row: &Row) -> Self {
        let cells = [
            row.name.as_str(),
            &row.kind.text,
            &row.required,
            &row.position,
            &row.example,
            &row.description.text,
        ];
        let cells = cells.into_iter().map(str::trim).filter(|cell| !cell.is_empty());
        Self {
            line: row.line,
            cells: cells.map(str::to_owned).collect(),
        }
    }
}

fn take(fields: &[Field], path: &str, visit: &mut impl FnMut(String, &str)) {
    for field in fields {
        let path = format!("{path}.{}", field.name);
        visit(path.clone(), &field.name);
        take(&field.fields, &path, visit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_find_their_rows() {
        let page = "# ListThings\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|--|--|--|--|\n\
                    |Action|String|Yes|ListThings. |\n|Tag.N.Key|String|No|Key. |\n\n## Response parameters\n\n\
                    |Parameter|Type|Description|\n|--|--|--|\n|Things|Array|All. |\n|Name|String|Of a thing. |\n|Name|String|Of all. |\n";
        let page = crate::page::read("ListThings.md", page.as_bytes());
        let field = |name: &str, fields: Vec<Field>| Field {
            name: name.into(),
            fields,
            ..Field::default()
        };
        let operation = Operation {
            request: vec![field("Tag", vec![field("Key", vec![])])],
            response: vec![field("Things", vec![field("Name", vec![])]), field("Name", vec![])],
            ..Operation::default()
        };
        let rows = Rows::of(&page, &operation);
        let line = |path: &str| rows.get(path).map(|row| row.line);
        assert_eq!(line("request.Tag.Key"), Some(8));
        assert_eq!(line("response.Things"), Some(14));
        assert_eq!(line("response.Things.Name"), Some(15));
        assert_eq!(line("response.Name"), Some(16));
        assert_eq!(line("request.Tag"), None);
        let cells = rows.get("response.Name").map(|row| row.cells.clone());
        assert_eq!(cells, Some(vec!["Name".into(), "String".into(), "Of all.".into()]));
    }
}
