//! What a type cell says.

use crate::page::document::Text;
use crate::spec::model::Type;

/// A type as declared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The type; `None` where the cell is empty or says nothing known.
    pub kind: Option<Type>,
    /// What an Array holds, where it says: a scalar, or `Struct`.
    pub items: Option<Type>,
    /// The name of the struct, or of the struct an Array holds.
    pub name: Option<String>,
    /// The words of the cell where they are no type known here.
    pub unknown: Option<String>,
}

impl Declared {
    /// Whether rows below it may be its members.
    pub fn may_contain(&self) -> bool {
        match self.kind {
            None => true,
            Some(Type::Array) => self.items.is_none_or(|items| !items.is_scalar()),
            Some(kind) => !kind.is_scalar(),
        }
    }
}

/// Reads a type cell.
pub(crate) fn declared(cell: &Text) -> Declared {
    let text = plain(cell.text.trim());
    let lower = text.to_lowercase();
    if lower.is_empty() || matches!(lower.as_str(), "-" | "n/a" | "无" | "--" | "none") {
        return Declared::default();
    }
    if let Some(element) = element_of(&text, &lower) {
        let lower = element.to_lowercase();
        let inner = scalar(&lower).or_else(|| composite(&lower));
        let name = if inner.is_some() { None } else { name_in(element) };
        let items = inner.or(name.is_some().then_some(Type::Struct));
        return Declared {
            kind: Some(Type::Array),
            items,
            name,
            unknown: None,
        };
    }
    if let Some(kind) = scalar(&lower) {
        return Declared {
            kind: Some(kind),
            ..Declared::default()
        };
    }
    if let Some(kind) = composite(&lower) {
        return Declared {
            kind: Some(kind),
            ..Declared::default()
        };
    }
    // `String (required)`, `String类型`, `Integer/Long`: the first word counts.
    let word: String = lower.chars().take_while(char::is_ascii_alphabetic).collect();
    if let Some(kind) = scalar(&word).filter(|_| word.len() < lower.len()) {
        return Declared {
            kind: Some(kind),
            unknown: Some(text),
            ..Declared::default()
        };
    }
    match name_in(&text) {
        Some(name) => Declared {
            kind: Some(Type::Struct),
            name: Some(name),
            ..Declared::default()
        },
        None => Declared {
            unknown: Some(text),
            ..Declared::default()
        },
    }
}

/// The words of a cell without marks, and with one blank between two words.
fn plain(cell: &str) -> String {
    if cell.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return cell.to_owned();
    }
    let text = cell.replace(['\\', '`', '*', '\u{a0}', '\u{200b}'], " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace(" [", "[").replace("[ ", "[").replace(" ]", "]")
}

/// A type with parts in any of its spellings, lower case.
fn composite(lower: &str) -> Option<Type> {
    Some(match lower {
        "array" | "list" | "repeatlist" | "arraylist" | "jsonarray" | "json array" | "数组" | "列表"
        | "repeat list" | "repeat" => Type::Array,
        "struct" | "object" | "jsonobject" | "json object" | "结构体" | "对象" | "structure" => Type::Struct,
        "any" => Type::Any,
        _ if lower.starts_with("map") || lower.contains("to string map") || lower.contains("string map") => Type::Map,
        _ => return None,
    })
}

/// Whether an example is an integer that needs more than 32 bits.
pub(crate) fn is_wide(example: &str) -> bool {
    let number = example.trim();
    let digits = number.strip_prefix('-').unwrap_or(number);
    digits.len() >= 10 && number.parse::<i64>().is_ok_and(|number| i32::try_from(number).is_err())
}

/// The element that `Array of X`, `X[]`, `List<X>` or `List of X` names.
fn element_of<'a>(text: &'a str, lower: &str) -> Option<&'a str> {
    for start in [
        "array of ",
        "list of ",
        "arrayof ",
        "list of",
        "array<",
        "list<",
        "list <",
        "array <",
        "list[",
        "array[",
    ] {
        if lower.starts_with(start) {
            return text
                .get(start.len()..)
                .map(|rest| rest.trim().trim_end_matches(['>', ']']).trim());
        }
    }
    for end in ["[]", " list", " array", " 列表", "的数组", "数组", "的列表", "列表"] {
        if let Some(rest) = lower.strip_suffix(end) {
            return text.get(..rest.len()).map(str::trim);
        }
    }
    None
}

/// The name of a struct: one word that begins with a letter.
fn name_in(text: &str) -> Option<String> {
    let text = text.trim();
    let shaped = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    shaped.then(|| text.to_owned())
}

/// A scalar type in any of its spellings, lower case.
fn scalar(word: &str) -> Option<Type> {
    Some(match word.trim() {
        "string" | "str" | "sting" | "sring" | "srting" | "stirng" | "strng" | "json" | "json string"
        | "jsonstring" | "datetime" | "date" | "time" | "timestamp" | "text" | "enum" | "url" | "password"
        | "字符串" | "char" | "varchar" | "strings" | "base64" | "ip" | "byte" | "binary" => Type::String,
        "integer" | "int" | "interger" | "intger" | "integar" | "int32" | "整数" | "整型" | "short" | "inter"
        | "numeric" => Type::Integer,
        "long" | "int64" | "bigint" | "长整型" => Type::Long,
        "float" => Type::Float,
        "double" | "decimal" | "number" => Type::Double,
        "boolean" | "bool" | "booleaan" | "boolen" | "布尔" | "布尔值" | "布尔型" => Type::Boolean,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn type_cells() {
        let array = |items, name: Option<&str>| (Some(Type::Array), items, name.map(str::to_owned));
        let cases = [
            ("String", (Some(Type::String), None, None)),
            ("Interger", (Some(Type::Integer), None, None)),
            ("Array of Task", array(Some(Type::Struct), Some("Task"))),
            ("Array of String", array(Some(Type::String), None)),
            ("UsageData[]", array(Some(Type::Struct), Some("UsageData"))),
            ("List<String>", array(Some(Type::String), None)),
            ("List\\[String\\]", array(Some(Type::String), None)),
            ("List\\[Rule\\]", array(Some(Type::Struct), Some("Rule"))),
            ("Rule\\[ \\]", array(Some(Type::Struct), Some("Rule"))),
            ("array<object>", array(Some(Type::Struct), None)),
            ("Array of Struct", array(Some(Type::Struct), None)),
            ("array<array>", array(Some(Type::Array), None)),
            ("array", array(None, None)),
            ("object", (Some(Type::Struct), None, None)),
            ("any", (Some(Type::Any), None, None)),
            ("number", (Some(Type::Double), None, None)),
            ("byte", (Some(Type::String), None, None)),
            ("RepeatList", array(None, None)),
            ("Struct", (Some(Type::Struct), None, None)),
            ("String to string map", (Some(Type::Map), None, None)),
            (
                "KeyMetadata",
                (Some(Type::Struct), None, Some("KeyMetadata".to_owned())),
            ),
            ("-", (None, None, None)),
            ("", (None, None, None)),
        ];
        for (text, expected) in cases {
            let got = declared(&Text {
                text: text.to_owned(),
                links: Vec::new(),
            });
            assert_eq!((got.kind, got.items, got.name), expected, "{text}");
        }
    }
}
