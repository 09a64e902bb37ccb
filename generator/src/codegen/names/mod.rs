//! Rust names of wire names.
//!
//! A name depends on its own wire name alone, unless two of one scope would be the same: then the later one gives way.

use heck::{ToSnakeCase, ToUpperCamelCase};
use std::collections::BTreeMap;

/// The longest name taken from the wire; what is beyond is cut.
const LONGEST: usize = 64;

/// Methods that a call, a request structure or a client has besides its setters, and names that clippy keeps for traits. A test sees that
/// those of the templates are here. None is taken out: the setter of a parameter that bears it would change its name.
const METHODS: &[&str] = &[
    "add",
    "as_mut",
    "as_ref",
    "bitand",
    "bitor",
    "bitxor",
    "borrow",
    "borrow_mut",
    "clone",
    "cmp",
    "default",
    "deref",
    "deref_mut",
    "div",
    "drop",
    "eq",
    "fmt",
    "from",
    "from_env",
    "from_iter",
    "from_str",
    "hash",
    "index",
    "index_mut",
    "into",
    "into_iter",
    "items",
    "mock",
    "mul",
    "neg",
    "new",
    "next",
    "not",
    "of",
    "pages",
    "parameters",
    "rem",
    "send",
    "send_raw",
    "set_parameter",
    "shl",
    "shr",
    "sub",
    "unchecked",
];

/// Module and file names that mean something else to the compiler, to clippy, or to a file system.
const MODULES: &[&str] = &["aux", "con", "lib", "main", "mod", "nul", "operation", "prn"];

/// Types that templates use without a path, those of both preludes; and `New`, which would have its own name for a
/// constructor.
pub(super) const TYPES: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Call",
    "Clone",
    "Copy",
    "Cow",
    "Debug",
    "Default",
    "Document",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ErrorCode",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "Form",
    "Format",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "IntoParameter",
    "IsSet",
    "Items",
    "Iterator",
    "Json",
    "KnownValue",
    "New",
    "None",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "Page",
    "Pager",
    "Pages",
    "ParameterValue",
    "Params",
    "PartialEq",
    "PartialOrd",
    "PhantomData",
    "Position",
    "ResponseFuture",
    "Result",
    "Scalar",
    "Self",
    "Send",
    "ServiceErrorKind",
    "Set",
    "Shape",
    "Sized",
    "Slot",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "UnknownFields",
    "Unpin",
    "Value",
    "Vec",
    "Visited",
    "Visitor",
];

/// The name of a response's field: `page_number`.
pub(super) fn field(wire: &str) -> String {
    escape(&snake(wire, "field"))
}

/// The name of a parameter's setter, or of an operation's method on the client.
pub(super) fn method(wire: &str) -> String {
    let name = field(wire);
    if METHODS.contains(&name.as_str()) {
        format!("{name}_")
    } else {
        name
    }
}

/// The name of an operation's module and file.
pub(super) fn module(operation: &str) -> String {
    let name = snake(operation, "operation");
    // Not a raw identifier: a file's name should need no thought.
    if MODULES.contains(&name.as_str()) || is_keyword(&name) {
        format!("{name}_")
    } else {
        name
    }
}

/// The name of a type: `ListTasks`.
pub(super) fn type_name(wire: &str) -> String {
    camel(wire, "Type")
}

/// The name of a value's variant: `PayByTraffic`, `CnHangzhou`, `Value0`, `ValueMinus1`.
pub(super) fn value(wire: &str) -> String {
    let digits = wire
        .strip_prefix('-')
        .filter(|rest| rest.starts_with(|first: char| first.is_ascii_digit()));
    let name = match digits {
        Some(digits) => format!("ValueMinus{}", camel(digits, "")),
        None => camel(wire, "Value"),
    };
    reserved(name, "Value")
}

/// The name of an error code's variant: `InvalidParameter`, `InvalidNotFound` of `Invalid%s.NotFound`, `Code400`.
pub(super) fn error(code: &str) -> String {
    reserved(camel(&code.replace("%s", "."), "Code"), "Code")
}

/// Every enum has a variant `Unknown`, and none may have `Self`.
fn reserved(name: String, suffix: &str) -> String {
    if matches!(name.as_str(), "Unknown" | "Self") {
        format!("{name}{suffix}")
    } else {
        name
    }
}

fn snake(wire: &str, prefix: &str) -> String {
    let name = words(wire).to_snake_case();
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{prefix}_{name}")
    } else {
        name
    }
}

fn camel(wire: &str, prefix: &str) -> String {
    let name = between_digits(&words(wire));
    if name.starts_with(|first: char| first.is_ascii_digit()) {
        format!("{prefix}{name}")
    } else {
        name
    }
}

/// Upper camel case that keeps apart what only a separator keeps apart: `1.2` is `1_2`, and not `12`.
fn between_digits(words: &str) -> String {
    let mut name = String::new();
    for word in words.split('_').filter(|word| !word.is_empty()) {
        let word = word.to_upper_camel_case();
        let digit = |letter: char| letter.is_ascii_digit();
        if name.ends_with(digit) && word.starts_with(digit) {
            name.push('_');
        }
        name.push_str(&word);
    }
    name
}

/// The ASCII letters and digits of a wire name, in words parted by `_`, so that `heck` finds the words in them. Never empty.
fn words(wire: &str) -> String {
    let mut ascii: String = wire
        .chars()
        .map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '_' })
        .collect();
    if ascii.bytes().all(|byte| byte == b'_') {
        // Nothing to go by: the code points, which are as stable as the name.
        let codes: Vec<_> = wire
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .map(|letter| format!("u{:x}", u32::from(letter)))
            .collect();
        return if codes.is_empty() {
            "unnamed".to_owned()
        } else {
            cut(&codes.join("_")).to_owned()
        };
    }
    let runs = capital_runs(&ascii);
    for (start, end) in runs.into_iter().rev() {
        let lower = ascii[start + 1..end].to_ascii_lowercase();
        ascii.replace_range(start + 1..end, &lower);
    }
    cut(&ascii).trim_matches('_').to_owned()
}

/// Where capitals make one word with the small letter behind them: `ID` of `IDs`, `IP` of `IPv6`.
fn capital_runs(ascii: &str) -> Vec<(usize, usize)> {
    let bytes = ascii.as_bytes();
    let mut runs = Vec::new();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_uppercase())
            .count();
        let end = start + length;
        let next = bytes.get(end).copied();
        let after = bytes.get(end + 1).copied();
        let plural = next == Some(b's') && !after.is_some_and(|byte| byte.is_ascii_lowercase());
        let versioned = next == Some(b'v') && after.is_some_and(|byte| byte.is_ascii_digit());
        if length >= 2 && (plural || versioned) {
            runs.push((start, end));
        }
        start = end.max(start + 1);
    }
    runs
}

fn cut(ascii: &str) -> &str {
    &ascii[..ascii.len().min(LONGEST)]
}

/// Makes a keyword a name: raw where that is possible.
fn escape(name: &str) -> String {
    match name {
        "self" | "super" | "crate" => format!("{name}_"),
        _ if is_keyword(name) => format!("r#{name}"),
        _ => name.to_owned(),
    }
}

/// `gen` is a keyword since edition 2024, which `syn` does not know.
pub(super) fn is_keyword(name: &str) -> bool {
    name == "gen" || syn::parse_str::<syn::Ident>(name).is_err()
}

/// Whether a name can stand as a type or a variant.
pub(super) fn is_type_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_uppercase())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && name != "Self"
}

/// The names of one scope, by what they stand for.
#[derive(Debug, Default)]
pub(super) struct Scope {
    taken: BTreeMap<String, String>,
}

impl Scope {
    /// A scope in which some names are taken already.
    pub(super) fn with(taken: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self {
            taken: taken.into_iter().map(|name| (name.into(), String::new())).collect(),
        }
    }

    /// Takes the first free one of some names, or else the last of them with a number behind it.
    pub(super) fn take(&mut self, names: &[String], number: fn(&str, usize) -> String, wire: &str) -> String {
        let numbers = (2..).map(|count| number(names.last().map_or("", String::as_str), count));
        let free = names
            .iter()
            .cloned()
            .chain(numbers)
            .find(|name| !self.taken.contains_key(name))
            .unwrap_or_default();
        self.taken.insert(free.clone(), wire.to_owned());
        free
    }

    /// What a name stands for already; nothing where it was taken from the start.
    pub(super) fn owner(&self, name: &str) -> Option<&str> {
        self.taken
            .get(name)
            .map(String::as_str)
            .filter(|owner| !owner.is_empty())
    }
}

/// `vpc_id_2`.
pub(super) fn number_field(name: &str, count: usize) -> String {
    let plain = name.trim_start_matches("r#").trim_end_matches('_');
    format!("{plain}_{count}")
}

/// `Tag2`; `Value1_2` after a digit.
pub(super) fn number_type(name: &str, count: usize) -> String {
    let parted = if name.ends_with(|last: char| last.is_ascii_digit()) {
        "_"
    } else {
        ""
    };
    format!("{name}{parted}{count}")
}

#[cfg(test)]
mod tests;
