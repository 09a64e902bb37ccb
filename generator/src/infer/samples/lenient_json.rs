//! JSON as people write it.

use crate::infer::samples::DEEPEST;
use serde_json::{Map, Value};

/// Reads JSON with what people do to it: no outer braces, comments, missing or trailing commas, full-width punctuation, `...`, open ends.
pub(crate) fn read(text: &str) -> Option<Value> {
    let chars: Vec<char> = text.chars().collect();
    let mut reader = Lenient { chars: &chars, at: 0 };
    reader.skip();
    let value = match reader.peek()? {
        '{' | '[' => reader.value(0)?,
        _ => Value::Object(reader.members(0)?),
    };
    let filled =
        value.as_object().is_some_and(|map| !map.is_empty()) || value.as_array().is_some_and(|items| !items.is_empty());
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
                    while self.at < self.chars.len()
                        && !(self.chars[self.at] == '*' && self.chars.get(self.at + 1) == Some(&'/'))
                    {
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
            '"' | '“' | '”' | '\'' => self.string(false).map(Value::String),
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
                Some('"' | '“' | '”' | '\'') => self.string(true)?,
                Some(c) if c.is_alphanumeric() || c == '_' => {
                    let from = self.at;
                    while self
                        .peek()
                        .is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
                    {
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
        let Some(end) = self.chars[self.at + 1..].iter().position(|c| matches!(c, '"' | '\n')) else {
            return false;
        };
        let rest = &self.chars[self.at + 1 + end..];
        rest.first() == Some(&'"')
            && rest[1..]
                .iter()
                .find(|c| !c.is_whitespace())
                .is_some_and(|c| matches!(c, ':' | '：'))
    }

    /// A string; a quote inside it counts as its end only where a string may end.
    fn string(&mut self, is_key: bool) -> Option<String> {
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
                    let colon = is_key && matches!(after, Some(':' | '：' | '='));
                    if colon || matches!(after, None | Some('\n' | ',' | '，' | '}' | ']' | '/')) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn json_as_people_write_it() {
        let cases = [
            (
                "no braces",
                "\"A\": 1,\n\"B\": {\"C\": \"x\"}",
                json!({"A": 1, "B": {"C": "x"}}),
            ),
            ("comment", "//json response\n{\"A\": true}", json!({"A": true})),
            ("trailing comma", "{\"A\": [1, 2,],}", json!({"A": [1, 2]})),
            ("missing comma", "{\"A\": \"x\"\n\"B\": 2}", json!({"A": "x", "B": 2})),
            (
                "unescaped quotes",
                "{\"A\": \"{\"x\":1}\", \"B\": 2}",
                json!({"A": "{\"x\":1}", "B": 2}),
            ),
            ("full width", "{“A”：“x”，“B”：2}", json!({"A": "x", "B": 2})),
            ("ellipsis", "{\"A\": [{\"B\": 1}, ...]}", json!({"A": [{"B": 1}]})),
            ("open end", "{\"A\": {\"B\": 1", json!({"A": {"B": 1}})),
        ];
        for (name, text, value) in cases {
            assert_eq!(read(text), Some(value), "{name}");
        }
        assert_eq!(read(&"[".repeat(100_000)), None);
    }
}
