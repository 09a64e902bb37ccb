//! Rows of tables, their cells found by the words of the header.

use crate::page::cut::{is_http_status, is_type_word};
use crate::page::document::Text;
use crate::page::headings::{Column, Section, column_of};
use crate::page::{ErrorRow, Row};

/// What each column holds; `None` for one that no word of ours names.
pub(crate) type Columns = Vec<Option<Column>>;

/// The columns of a header; `None` if it is no table of fields or errors.
pub(crate) fn columns(header: &[Text]) -> Option<Columns> {
    let mut columns: Columns = Vec::with_capacity(header.len());
    for (at, cell) in header.iter().enumerate() {
        let mut column = column_of(&cell.text);
        if column == Some(Column::Name) && at > 0 && columns.contains(&Some(Column::Name)) {
            // "Parameters" as the second column means the type.
            column = (at == 1).then_some(Column::Type);
        }
        columns.push(column.filter(|column| !columns.contains(&Some(*column))));
    }
    let known = columns.iter().flatten().count();
    tell_messages(header, &mut columns);
    (known >= 2).then_some(columns)
}

/// The columns of a table whose header is in a language not known here, by what stands below it: type words in the second column, or HTTP
/// statuses in the first.
pub(crate) fn foreign_columns(width: usize, rows: &[(usize, Vec<Text>)]) -> Option<(Section, Columns)> {
    let all = |at: usize, fits: fn(&str) -> bool| {
        !rows.is_empty()
            && rows
                .iter()
                .all(|(_, cells)| cells.get(at).is_some_and(|cell| fits(trim(&cell.text))))
    };
    let (section, columns): (Section, &[Column]) = if all(1, is_type_word) && width == 5 {
        let columns = &[
            Column::Name,
            Column::Type,
            Column::Required,
            Column::Description,
            Column::Example,
        ];
        (Section::Request, columns)
    } else if all(1, is_type_word) && width == 4 {
        let columns = &[Column::Name, Column::Type, Column::Description, Column::Example];
        (Section::Response, columns)
    } else if all(0, is_http_status) && (3..=4).contains(&width) {
        let columns = &[Column::Status, Column::Code, Column::Message, Column::Description];
        (Section::Errors, &columns[..width])
    } else {
        return None;
    };
    Some((section, columns.iter().copied().map(Some).collect()))
}

/// Where two columns of error codes describe them and none is called a message, the first is the message on the wire, and the second says
/// what it means.
fn tell_messages(header: &[Text], columns: &mut Columns) {
    if !is_error_table(columns) || columns.contains(&Some(Column::Message)) {
        return;
    }
    let describes = |at: &usize| column_of(&header[*at].text) == Some(Column::Description);
    let mut described = (0..header.len()).filter(describes);
    let (Some(first), Some(second)) = (described.next(), described.next()) else {
        return;
    };
    columns[first] = Some(Column::Message);
    columns[second] = Some(Column::Description);
}

/// Whether a table lists error codes.
pub(crate) fn is_error_table(columns: &Columns) -> bool {
    let has = |column| columns.contains(&Some(column));
    !has(Column::Type)
        && !has(Column::Name)
        && has(Column::Code)
        && (has(Column::Status) || has(Column::Message) || has(Column::Description))
}

/// Whether a table lists parameters or fields.
pub(crate) fn is_field_table(columns: &Columns, section: Section) -> bool {
    let has = |column| columns.contains(&Some(column));
    let in_place = matches!(
        section,
        Section::Request | Section::Path | Section::Response | Section::Headers
    );
    columns.first() == Some(&Some(Column::Name)) && (has(Column::Type) || (in_place && has(Column::Description)))
}

/// Takes the cell of a column; empty if there is none.
fn cell(columns: &Columns, cells: &mut [Text], column: Column) -> Text {
    let at = columns.iter().position(|at| *at == Some(column));
    let cell = at.and_then(|at| cells.get_mut(at));
    cell.map(std::mem::take).unwrap_or_default()
}

fn words(columns: &Columns, cells: &mut [Text], column: Column) -> String {
    let text = cell(columns, cells, column).text;
    let plain = trim(&text);
    if plain.len() < text.len() {
        return plain.to_owned();
    }
    text
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{200b}' || c == '\u{feff}')
}

/// Reads a row of parameters or fields.
pub(crate) fn row(columns: &Columns, line: usize, cells: &mut [Text]) -> Row {
    let name = cell(columns, cells, Column::Name).text;
    let (depth, name) = indentation(&name);
    Row {
        line,
        depth,
        name: name.to_owned(),
        kind: cell(columns, cells, Column::Type),
        required: words(columns, cells, Column::Required),
        position: words(columns, cells, Column::Position),
        example: words(columns, cells, Column::Example),
        description: unquoted(cell(columns, cells, Column::Description)),
    }
}

/// A cell without the marks of quotations, which today's pages keep in tables.
fn unquoted(mut text: Text) -> Text {
    if text.text.contains('>') && text.text.lines().any(|line| line.starts_with('>')) {
        let lines: Vec<&str> = text
            .text
            .lines()
            .map(|line| line.trim_start_matches(['>', ' ']))
            .collect();
        text.text = lines.join("\n");
    }
    text
}

/// How deep `└` puts a name: one more than the em-spaces before it. `None` where a name has no such mark.
fn indentation(name: &str) -> (Option<usize>, &str) {
    let plain = trim(name);
    let Some(at) = name.find('└') else {
        return (None, plain);
    };
    let spaces = name[..at].chars().filter(|c| *c == '\u{2003}').count();
    let rest = trim(name[at..].trim_start_matches(['└', '─', '-', '\u{2003}', ' ']));
    (Some(1 + spaces), rest)
}

/// Reads a row of an error table.
pub(crate) fn error_row(columns: &Columns, line: usize, cells: &mut [Text]) -> ErrorRow {
    ErrorRow {
        line,
        status: words(columns, cells, Column::Status),
        code: words(columns, cells, Column::Code),
        message: words(columns, cells, Column::Message),
        description: words(columns, cells, Column::Description),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_and_what_they_mean() {
        for (header, message, description) in [
            ("Error code|Error message|HTTP status code|Description", "b", "d"),
            ("HttpCode|错误码|错误信息|描述", "c", "d"),
            // The second description says what the first means, which goes over the wire.
            ("错误代码|描述|Http 状态码|语义", "b", "d"),
            ("错误代码|描述|HTTP 状态码", "", "b"),
            ("错误码|错误信息|描述|备注", "b", "c"),
        ] {
            let texts = |cells: &str| -> Vec<Text> {
                let text = |cell: &str| Text {
                    text: cell.to_owned(),
                    links: vec![],
                };
                cells.split('|').map(text).collect()
            };
            let columns = columns(&texts(header)).expect(header);
            assert!(is_error_table(&columns), "{header}");
            let row = error_row(&columns, 1, &mut texts("a|b|c|d"));
            assert_eq!(
                (row.message.as_str(), row.description.as_str()),
                (message, description),
                "{header}"
            );
        }
        // A table of fields is none of errors.
        let text = |cell: &str| Text {
            text: cell.to_owned(),
            links: vec![],
        };
        let columns = columns(&["名称", "描述", "错误码", "语义"].map(text)).expect("columns");
        assert_eq!(columns[1], Some(Column::Description));
    }
}
