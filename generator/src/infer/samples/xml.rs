//! XML samples as values. Many are malformed, so this reads what it can and ends where it can't go on.

use crate::infer::samples::DEEPEST;
use serde_json::{Map, Value};

/// Reads XML: elements as members, repeated ones as lists, text as strings. Forgiving: ends where it can't go on.
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let mut stack: Vec<(String, Map<String, Value>, String)> = vec![(String::new(), Map::new(), String::new())];
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        let (words, tag) = rest.split_at(open);
        if let Some((_, _, text)) = stack.last_mut() {
            text.push_str(words.trim());
        }
        let Some(end) = tag.find('>') else { break };
        let inner = tag[1..end].trim();
        rest = &tag[end + 1..];
        if inner.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = inner.strip_prefix('/') {
            let name = name.trim();
            if stack.iter().skip(1).any(|(open, _, _)| open == name) {
                while stack.len() > 1 {
                    let closed = close(&mut stack);
                    if closed == name {
                        break;
                    }
                }
            } else if stack.len() > 1
                && stack
                    .last()
                    .is_some_and(|(_, members, text)| members.is_empty() && !text.is_empty())
            {
                // A value that is closed under a wrong name.
                close(&mut stack);
            }
            continue;
        }
        let name: String = inner
            .trim_end_matches('/')
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            continue;
        }
        if stack.len() > DEEPEST {
            return Err(format!("the sample nests deeper than {DEEPEST}"));
        }
        stack.push((name, Map::new(), String::new()));
        if inner.ends_with('/') {
            close(&mut stack);
        }
    }
    while stack.len() > 1 {
        close(&mut stack);
    }
    let (_, root, _) = stack.pop().unwrap_or_default();
    if root.is_empty() {
        Err("no element".to_owned())
    } else {
        Ok(Value::Object(root))
    }
}

fn close(stack: &mut Vec<(String, Map<String, Value>, String)>) -> String {
    let Some((name, members, text)) = stack.pop() else {
        return String::new();
    };
    let value = if members.is_empty() {
        Value::String(text)
    } else {
        Value::Object(members)
    };
    if let Some((_, parent, _)) = stack.last_mut() {
        match parent.get_mut(&name) {
            Some(Value::Array(items)) => items.push(value),
            Some(before) => {
                let first = before.take();
                *before = Value::Array(vec![first, value]);
            }
            None => {
                parent.insert(name.clone(), value);
            }
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn xml_becomes_members_and_lists() {
        let cases = [
            (
                "<? xml version=\"1.0\"? ><R><A>1</A><L><I><X>1</X></I><I><X>2</X></I></L><E/><200>x</200></R>",
                json!({"R": {"A": "1", "L": {"I": [{"X": "1"}, {"X": "2"}]}, "E": ""}}),
            ),
            ("<R><A>1</AA><B>2</B></R>", json!({"R": {"A": "1", "B": "2"}})),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text).unwrap(), expected, "{text}");
        }
    }
}
