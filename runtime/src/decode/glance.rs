//! A look at some members of a response, past all the others.

use super::reader::{OnMismatch, Reader};
use super::repair::repair;
use super::{BOM, Failure};
use crate::Document;
use jiter::Peek;

/// Values of the named members at the top of a response; of names that only differ in case the one as given. Nothing if it is not a JSON
/// object.
pub(crate) fn glance(json: &[u8], names: &[&str]) -> Option<Vec<Option<Document>>> {
    let json = json.strip_prefix(BOM).unwrap_or(json);
    match look(json, names) {
        Ok(values) => values,
        Err(failure) if failure.is_of_syntax() => look(&repair(json)?, names).ok().flatten(),
        Err(_) => None,
    }
}

fn look(json: &[u8], names: &[&str]) -> Result<Option<Vec<Option<Document>>>, Box<Failure>> {
    let mut reader = Reader::new(json, OnMismatch::Keep);
    if reader.json.peek()? != Peek::Object {
        return Ok(None);
    }
    let mut values = vec![None; names.len()];
    let mut exact = vec![false; names.len()];
    let mut key = reader.json.known_object()?;
    while let Some(name) = key {
        let is_exact = names.contains(&name);
        let wanted = names
            .iter()
            .position(|known| *known == name || !is_exact && known.eq_ignore_ascii_case(name));
        match wanted {
            Some(index) if is_exact || !exact[index] => {
                exact[index] = is_exact;
                values[index] = Some(reader.document()?);
            }
            _ => {
                reader.raw()?;
            }
        }
        key = reader.json.next_key()?;
    }
    reader.json.finish()?;
    Ok(Some(values))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members() {
        for (json, expected) in [
            (r#"{"B":1,"X":[[{}]],"a":"y","A":"x","A":"z"}"#, Some("z 1")),
            (r#"{"A":"x","a":"y"}"#, Some("x -")),
            (r#"{"b":{"c":null}}"#, Some("- {\"c\":null}")),
            ("\u{feff}{\"A\":\"\\ud83d\"}", Some("\u{fffd} -")),
            ("[]", None),
            (r#"{"A":"x""#, None),
            ("", None),
        ] {
            let shown = |value: &Option<Document>| match value {
                None => "-".to_owned(),
                Some(Document::String(text)) => text.clone(),
                Some(other) => other.to_string(),
            };
            let found = glance(json.as_bytes(), &["A", "B"]);
            let found = found.map(|values| values.iter().map(shown).collect::<Vec<_>>().join(" "));
            assert_eq!(found.as_deref(), expected, "{json}");
        }
    }
}
