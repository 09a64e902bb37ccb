//! The samples of a page as values: strict JSON, JSON as people write it, XML.

use crate::page::Sample;
use serde_json::{Map, Value};

/// How deep a sample may nest; real ones stay under 12.
const DEEPEST: usize = 64;

/// A sample of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Its first line.
    pub line: usize,
    /// Whether it was written as JSON, not XML.
    pub json: bool,
    /// Whether it parsed as it stands.
    pub strict: bool,
    /// Its value.
    pub value: Value,
}

/// Reads a code block as a sample of a successful answer; `Err` says why a block that looks like one can't be read.
pub fn answer(sample: &Sample) -> Option<Result<Answer, String>> {
    let body = strip_head(&sample.text);
    let mut trimmed = body.trim_start_matches('\u{feff}').trim();
    // `//json response`, `//xml response`
    while let Some((_, rest)) = trimmed.split_once('\n').filter(|(line, _)| line.starts_with("//") || line.starts_with('#')) {
        trimmed = rest.trim_start();
    }
    let first = trimmed.chars().next()?;
    let built = |json, strict, value: Value| Answer { line: sample.line, json, strict, value };
    if is_request(trimmed) || fails(&sample.label) {
        return None;
    }
    let result = match first {
        '<' => xml(trimmed).map(|value| built(false, true, value)),
        '{' | '[' | '"' | '/' | '“' => match serde_json::from_str::<Value>(trimmed) {
            Ok(value) => Ok(built(true, true, value)),
            Err(error) => lenient(trimmed).map(|value| built(true, false, value)).ok_or_else(|| error.to_string()),
        },
        _ => return None,
    };
    match result {
        Ok(answer) if !answer.value.is_object() => None,
        Ok(answer) if is_error(&answer.value) => None,
        result => Some(result),
    }
}

/// Removes a status line and headers before a body.
fn strip_head(text: &str) -> &str {
    let trimmed = text.trim_start();
    if !trimmed.starts_with("HTTP/") {
        return trimmed;
    }
    trimmed.find(['{', '<']).map_or("", |at| &trimmed[at..])
}

fn is_request(text: &str) -> bool {
    const STARTS: [&str; 8] = ["http://", "https://", "http(s)://", "GET ", "POST ", "PUT ", "DELETE ", "/?"];
    STARTS.iter().any(|start| text.starts_with(start)) || (text.contains("Action=") && !text.starts_with(['{', '<']))
}

fn fails(label: &str) -> bool {
    const WORDS: [&str; 8] = ["异常", "错误", "失败", "error", "Error", "exception", "Exception", "failure"];
    WORDS.iter().any(|word| label.contains(word))
}

/// Whether a body is the report of an error: a code and a message, and the host that refused.
fn is_error(value: &Value) -> bool {
    let Some(map) = value.as_object() else { return false };
    let inner = if map.len() == 1 { map.values().next().and_then(Value::as_object).unwrap_or(map) } else { map };
    inner.contains_key("HostId") && inner.contains_key("Code")
}

/// Reads JSON with what people do to it: no outer braces, comments, missing or trailing commas, full-width punctuation, `...`, open ends.
pub fn lenient(text: &str) -> Option<Value> {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Lenient { chars: &chars, at: 0 };
    reader.skip();
    let value = match reader.peek()? {
        '{' | '[' => reader.value(0)?,
        _ => Value::Object(reader.members(0)?),
    };
    let filled = value.as_object().is_some_and(|map| !map.is_empty()) || value.as_array().is_some_and(|items| !items.is_empty());
    filled.then_some(value)
}

struct Lenient<'a> {
    chars: &'a [char],
    at: usize,
}

impl Lenient<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Passes over white space, comments, ellipses and stray punctuation between members.
    fn skip(&mut self) {
        while let Some(c) = self.peek() {
            let next = self.chars.get(self.at + 1).copied();
            match c {
                '/' if next == Some('/') => self.skip_until('\n'),
                '/' if next == Some('*') => {
                    self.at += 2;
                    while self.at < self.chars.len() && !(self.chars[self.at] == '*' && self.chars.get(self.at + 1) == Some(&'/')) {
                        self.at += 1;
                    }
                    self.at += 2;
                }
                '#' => self.skip_until('\n'),
                ',' | '，' | '…' | '.' | ';' | '；' | '\u{feff}' | '\u{200b}' => self.at += 1,
                c if c.is_whitespace() => self.at += 1,
                _ => return,
            }
        }
    }

    fn skip_until(&mut self, end: char) {
        while self.peek().is_some_and(|c| c != end) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        match self.peek()? {
            '{' => {
                self.at += 1;
                let members = self.members(depth + 1)?;
                self.close('}');
                Some(Value::Object(members))
            }
            '[' => {
                self.at += 1;
                let mut items = Vec::new();
                loop {
                    self.skip();
                    match self.peek() {
                        None | Some(']' | '}') => break,
                        // Members without braces around them.
                        Some('"') if self.is_key() => items.push(Value::Object(self.members(depth + 1)?)),
                        Some(_) => items.push(self.value(depth + 1)?),
                    }
                }
                self.close(']');
                Some(Value::Array(items))
            }
            '"' | '“' | '”' | '\'' => self.string().map(Value::String),
            _ => self.bare(),
        }
    }

    fn close(&mut self, end: char) {
        self.skip();
        if self.peek() == Some(end) {
            self.at += 1;
        }
    }

    fn members(&mut self, depth: usize) -> Option<Map<String, Value>> {
        if depth > DEEPEST {
            return None;
        }
        let mut members = Map::new();
        loop {
            self.skip();
            let key = match self.peek() {
                None | Some('}' | ']') => return Some(members),
                Some('"' | '“' | '”' | '\'') => self.string()?,
                Some(c) if c.is_alphanumeric() || c == '_' => {
                    let from = self.at;
                    while self.peek().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
                        self.at += 1;
                    }
                    self.chars[from..self.at].iter().collect()
                }
                Some(_) => return None,
            };
            while self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            }
            if !matches!(self.peek(), Some(':' | '：' | '=')) {
                return None;
            }
            self.at += 1;
            while self.peek().is_some_and(char::is_whitespace) {
                self.at += 1;
            }
            let value = match self.peek() {
                None | Some(',' | '，' | '}' | ']') => Value::Null,
                Some(_) => self.value(depth)?,
            };
            members.insert(key.trim().to_owned(), value);
        }
    }

    /// Whether the string here is the name of a member.
    fn is_key(&self) -> bool {
        let Some(end) = self.chars[self.at + 1..].iter().position(|c| matches!(c, '"' | '\n')) else { return false };
        let rest = &self.chars[self.at + 1 + end..];
        rest.first() == Some(&'"') && rest[1..].iter().find(|c| !c.is_whitespace()).is_some_and(|c| matches!(c, ':' | '：'))
    }

    /// A string; a quote inside it counts as its end only where a string may end.
    fn string(&mut self) -> Option<String> {
        let mut text = String::new();
        self.at += 1;
        loop {
            let c = self.peek()?;
            self.at += 1;
            match c {
                '\\' => {
                    match self.peek()? {
                        'n' => text.push('\n'),
                        't' => text.push('\t'),
                        other => text.push(other),
                    }
                    self.at += 1;
                }
                '"' | '“' | '”' | '\'' if c != '\'' || !text.is_empty() => {
                    let rest = self.chars[self.at..].iter().copied();
                    let after = rest.clone().find(|c| *c != ' ' && *c != '\t' && *c != '\r');
                    if matches!(after, None | Some('\n' | ',' | '，' | ':' | '：' | '}' | ']' | '/')) {
                        return Some(text);
                    }
                    text.push(c);
                }
                '\n' => return Some(text),
                c => text.push(c),
            }
        }
    }

    fn bare(&mut self) -> Option<Value> {
        let from = self.at;
        while self.peek().is_some_and(|c| !matches!(c, ',' | '，' | '}' | ']' | '\n')) {
            self.at += 1;
        }
        let word: String = self.chars[from..self.at].iter().collect::<String>().trim().to_owned();
        if self.at == from {
            return None;
        }
        Some(serde_json::from_str(&word).unwrap_or(Value::String(word)))
    }
}

/// Reads XML: elements as members, repeated ones as lists, text as strings. Forgiving: ends where it can't go on.
fn xml(text: &str) -> Result<Value, String> {
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
            }
            continue;
        }
        let name: String = inner.trim_end_matches('/').split_whitespace().next().unwrap_or_default().to_owned();
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
    if root.is_empty() { Err("no element".to_owned()) } else { Ok(Value::Object(root)) }
}

fn close(stack: &mut Vec<(String, Map<String, Value>, String)>) -> String {
    let Some((name, members, text)) = stack.pop() else { return String::new() };
    let value = if members.is_empty() { Value::String(text) } else { Value::Object(members) };
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

/// Unwraps an answer that stands inside the operation's name, or inside `data` and nothing else.
pub fn unwrap_root(value: Value, json: bool, operation: &str, is_field: impl Fn(&str) -> bool) -> Value {
    let Value::Object(map) = &value else { return value };
    let Some((name, inner)) = map.iter().next() else { return value };
    let wraps = map.len() == 1 && inner.is_object() && !is_field(name);
    let named = name.eq_ignore_ascii_case(operation) || name.to_lowercase().ends_with("response") || name.to_lowercase().ends_with("result");
    // An XML document has one root, whatever its name.
    if wraps && (named || !json || !name.starts_with(char::is_uppercase)) { inner.clone() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_as_people_write_it() {
        let cases = [
            ("no braces", "\"A\": 1,\n\"B\": {\"C\": \"x\"}", json!({"A": 1, "B": {"C": "x"}})),
            ("comment", "//json response\n{\"A\": true}", json!({"A": true})),
            ("trailing comma", "{\"A\": [1, 2,],}", json!({"A": [1, 2]})),
            ("missing comma", "{\"A\": \"x\"\n\"B\": 2}", json!({"A": "x", "B": 2})),
            ("unescaped quotes", "{\"A\": \"{\"x\":1}\", \"B\": 2}", json!({"A": "{\"x\":1}", "B": 2})),
            ("full width", "{“A”：“x”，“B”：2}", json!({"A": "x", "B": 2})),
            ("ellipsis", "{\"A\": [{\"B\": 1}, ...]}", json!({"A": [{"B": 1}]})),
            ("open end", "{\"A\": {\"B\": 1", json!({"A": {"B": 1}})),
        ];
        for (name, text, value) in cases {
            assert_eq!(lenient(text), Some(value), "{name}");
        }
        assert_eq!(lenient(&"[".repeat(100_000)), None);
    }

    #[test]
    fn xml_becomes_members_and_lists() {
        let value = xml("<? xml version=\"1.0\"? ><R><A>1</A><L><I><X>1</X></I><I><X>2</X></I></L><E/><200>x</200></R>").unwrap();
        assert_eq!(value, json!({"R": {"A": "1", "L": {"I": [{"X": "1"}, {"X": "2"}]}, "E": ""}}));
    }
}
