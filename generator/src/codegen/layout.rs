//! Rust source as rustfmt would write it, for the few forms that generated files have.
//!
//! The generated crates are members of a workspace whose `cargo fmt --check` must pass, at the line width of its `rustfmt.toml`.
//! Writing these forms directly costs a small part of the time that a syntax tree and a general printer take, and a test holds the
//! result against rustfmt for names of every length.

use crate::codegen::columns::width;
use crate::codegen::docs::Doc;
use crate::codegen::literals::one_line;
use crate::files::GENERATED;
use order::import_order;
use std::fmt::Write as _;

mod order;

pub(super) use order::version_order;

/// The line width of `rustfmt.toml`.
const WIDTH: usize = 120;
/// The widest list of arguments, chain, or array on one line: 60 percent of the width, as rustfmt has it.
const NARROW: usize = WIDTH * 60 / 100;

/// A Rust file in the making.
#[derive(Debug)]
pub(super) struct Source {
    text: String,
}

impl Source {
    /// A file that says where it comes from.
    pub(super) fn new(from: &str, page: Option<&str>) -> Self {
        let mut text = format!("// {GENERATED} from {}. Do not edit.\n", one_line(from));
        if let Some(page) = page.map(one_line).filter(|page| !page.is_empty()) {
            let _ = writeln!(text, "// Source page: {page}");
        }
        Self { text }
    }

    pub(super) fn finish(self) -> String {
        self.text
    }

    /// An empty line, unless a block has just begun.
    pub(super) fn gap(&mut self) {
        if !self.text.ends_with("{\n") && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// One line, indented by so many steps.
    pub(super) fn line(&mut self, depth: usize, text: &str) {
        for _ in 0..depth {
            self.text.push_str("    ");
        }
        self.text.push_str(text);
        self.text.push('\n');
    }

    /// Lines as they are.
    pub(super) fn lines(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// The documentation of what comes next.
    pub(super) fn docs(&mut self, depth: usize, doc: &Doc) {
        doc.write(&format!("{}/// ", "    ".repeat(depth)), &mut self.text);
    }

    /// The documentation of the file itself.
    pub(super) fn inner_docs(&mut self, doc: &Doc) {
        doc.write("//! ", &mut self.text);
    }

    /// `use path::{A, B};`
    pub(super) fn import(&mut self, path: &str, names: &[&str]) {
        self.import_as("use", path, names);
    }

    /// `pub use path::{A, B};`
    pub(super) fn import_as(&mut self, keyword: &str, path: &str, names: &[&str]) {
        let mut names = names.to_vec();
        names.sort_unstable_by(|one, other| import_order(one, other));
        names.dedup();
        match names.as_slice() {
            [] => {}
            [name] => self.line(0, &format!("{keyword} {path}::{name};")),
            _ => {
                let flat = format!("{keyword} {path}::{{{}}};", names.join(", "));
                // Two columns short of the width: rustfmt's own arithmetic.
                if width(&flat) <= WIDTH - 2 {
                    return self.line(0, &flat);
                }
                self.line(0, &format!("{keyword} {path}::{{"));
                let mut line = String::new();
                let last = names.len() - 1;
                for (at, name) in names.into_iter().enumerate() {
                    let limit = if at == last { WIDTH } else { WIDTH - 1 };
                    if !line.is_empty() && 4 + line.len() + name.len() + 2 > limit {
                        self.line(1, &line);
                        line.clear();
                    }
                    if !line.is_empty() {
                        line.push(' ');
                    }
                    let _ = write!(line, "{name},");
                }
                self.line(1, &line);
                self.line(0, "};");
            }
        }
    }

    /// `pub name: type,`
    pub(super) fn field(&mut self, depth: usize, name: &str, kind: &str) {
        let flat = format!("{name}: {kind},");
        if depth * 4 + width(&flat) <= WIDTH {
            return self.line(depth, &flat);
        }
        self.line(depth, &format!("{name}:"));
        self.line(depth + 1, &format!("{kind},"));
    }

    /// `pub struct Name<A = a, B = b> {`
    pub(super) fn struct_head(&mut self, name: &str, generics: &[String]) {
        if generics.is_empty() {
            return self.line(0, &format!("pub struct {name} {{"));
        }
        let flat = format!("pub struct {name}<{}>", generics.join(", "));
        if width(&flat) + 2 <= WIDTH {
            return self.line(0, &format!("{flat} {{"));
        }
        if width(&flat) <= WIDTH {
            self.line(0, &flat);
            return self.line(0, "{");
        }
        self.line(0, &format!("pub struct {name}<"));
        for generic in generics {
            self.line(1, &format!("{generic},"));
        }
        self.line(0, "> {");
    }

    /// `impl<A, B> Trait for Name<A, B> {`, or without a trait.
    pub(super) fn impl_head(&mut self, generics: &[String], of: Option<&str>, name: &str, of_type: &[String]) {
        let generics = arguments(generics);
        let arguments = arguments(of_type);
        let (first, second) = match of {
            Some(of) => (format!("impl{generics} {of}"), format!("for {name}")),
            None => (format!("impl{generics}"), name.to_owned()),
        };
        let flat = format!("{first} {second}{arguments}");
        if width(&flat) + 2 <= WIDTH {
            return self.line(0, &format!("{flat} {{"));
        }
        self.line(0, &first);
        if 4 + width(&second) + width(&arguments) <= WIDTH || of_type.is_empty() {
            self.line(1, &format!("{second}{arguments}"));
        } else {
            self.line(1, &format!("{second}<"));
            for argument in of_type {
                self.line(2, &format!("{argument},"));
            }
            self.line(1, ">");
        }
        self.line(0, "{");
    }

    /// The head of a function, `{` included.
    pub(super) fn function(&mut self, depth: usize, function: &Function<'_>) {
        let Function {
            head,
            arguments,
            gives,
            bounds,
        } = function;
        let result = if gives.is_empty() {
            String::new()
        } else {
            format!(" -> {gives}")
        };
        let brace = if bounds.is_empty() { " {" } else { "" };
        let flat = format!("{head}({}){result}{brace}", arguments.join(", "));
        if depth * 4 + width(&flat) <= WIDTH {
            self.line(depth, &flat);
        } else {
            self.line(depth, &format!("{head}("));
            for argument in *arguments {
                self.argument(depth + 1, argument);
            }
            self.result(depth, gives, brace);
        }
        if !bounds.is_empty() {
            self.line(depth, "where");
            for bound in *bounds {
                self.line(depth + 1, &format!("{bound},"));
            }
            self.line(depth, "{");
        }
    }

    fn argument(&mut self, depth: usize, argument: &str) {
        self.line(depth, &format!("{argument},"));
    }

    /// The end of a function's head whose arguments stand on lines of their own.
    fn result(&mut self, depth: usize, gives: &str, brace: &str) {
        if gives.is_empty() {
            return self.line(depth, &format!("){brace}"));
        }
        // These two limits are rustfmt's own arithmetic.
        let flat = format!(") -> {gives}");
        if depth * 4 + width(&flat) <= WIDTH - 6 {
            return self.line(depth, &format!("{flat}{brace}"));
        }
        if depth * 4 + width(&flat) <= WIDTH + 2 {
            self.line(depth, &flat);
            if !brace.is_empty() {
                self.line(depth, "{");
            }
            return;
        }
        // Only a type with arguments can be broken.
        let Some((name, inner)) = gives.strip_suffix('>').and_then(|gives| gives.split_once('<')) else {
            return self.line(depth, &format!("{flat}{brace}"));
        };
        self.line(depth, &format!(") -> {name}<"));
        for argument in inner.split(", ") {
            self.line(depth + 1, &format!("{argument},"));
        }
        self.line(depth, &format!(">{brace}"));
    }

    /// `self.call.set("Name", value);`: a method of a field of `self`.
    pub(super) fn call(&mut self, depth: usize, field: &str, method: &str, arguments: &[&str]) {
        let inside = arguments.join(", ");
        let flat = format!("self.{field}.{method}({inside})");
        if width(&flat) <= NARROW {
            self.line(depth, &format!("{flat};"));
        } else if width(&inside) <= NARROW {
            self.line(depth, &format!("self.{field}"));
            self.line(depth + 1, &format!(".{method}({inside});"));
        } else {
            self.line(depth, &format!("self.{field}.{method}("));
            for argument in arguments {
                self.line(depth + 1, &format!("{argument},"));
            }
            self.line(depth, ");");
        }
    }

    /// A constant or static whose value is a call with further calls on it: `Operation::rpc(a, b).paged(c)`.
    pub(super) fn chain(&mut self, item: &str, function: &str, arguments: &[&str], calls: &[String]) {
        let inside = arguments.join(", ");
        let root = format!("{function}({inside})");
        let flat = format!("{root}{}", calls.concat());
        let wide = width(&inside) > NARROW;
        if !wide && (calls.len() < 2 || width(&flat) <= NARROW) {
            if width(item) + 3 + width(&flat) < WIDTH {
                return self.line(0, &format!("{item} = {flat};"));
            }
            self.line(0, &format!("{item} ="));
            return self.line(1, &format!("{flat};"));
        }
        let last = calls.len();
        let end = |at: usize| if at == last { ";" } else { "" };
        let depth = if wide {
            self.line(0, &format!("{item} = {function}("));
            for argument in arguments {
                self.line(1, &format!("{argument},"));
            }
            self.line(0, &format!("){}", end(0)));
            0
        } else if width(item) + 3 + width(&root) < WIDTH {
            self.line(0, &format!("{item} = {root}"));
            1
        } else {
            self.line(0, &format!("{item} ="));
            self.line(1, &root);
            2
        };
        for (at, call) in calls.iter().enumerate() {
            self.line(depth, &format!("{call}{}", end(at + 1)));
        }
    }

    /// `const NAME: &[(&str, T)] = &[(a, b), (c, d)];`
    pub(super) fn pairs(&mut self, item: &str, pairs: &[(String, String)]) {
        let inside = pairs
            .iter()
            .map(|(one, other)| format!("({one}, {other})"))
            .collect::<Vec<_>>()
            .join(", ");
        let flat = format!("{item} = &[{inside}];");
        if let [(one, other)] = pairs
            && width(&flat) >= WIDTH - 2
        {
            self.line(0, &format!("{item} = &[("));
            self.line(1, &format!("{one},"));
            self.line(1, &format!("{other},"));
            return self.line(0, ")];");
        }
        if width(&inside) <= NARROW && width(&flat) <= WIDTH || pairs.len() < 2 {
            return self.line(0, &flat);
        }
        self.line(0, &format!("{item} = &["));
        for (one, other) in pairs {
            let flat = format!("{one}, {other}");
            if width(&flat) <= NARROW {
                self.line(1, &format!("({flat}),"));
            } else {
                self.line(1, "(");
                self.line(2, &format!("{one},"));
                self.line(2, &format!("{other},"));
                self.line(1, "),");
            }
        }
        self.line(0, "];");
    }

    /// A table behind a macro's name, one row a line.
    pub(super) fn table(&mut self, head: &str, rows: impl IntoIterator<Item = String>) {
        let mut rows = rows.into_iter().peekable();
        let (name, inside) = head.split_once('!').unwrap_or((head, ""));
        if rows.peek().is_none() {
            return self.line(0, &format!("{name}!({inside} {{}});"));
        }
        self.line(0, &format!("{name}!({inside} {{"));
        for row in rows {
            self.line(1, &format!("{row},"));
        }
        self.line(0, "});");
    }
}

/// The head of a function.
#[derive(Debug, Default)]
pub(super) struct Function<'a> {
    /// `pub fn name`
    pub(super) head: &'a str,
    pub(super) arguments: &'a [String],
    /// What it gives, or nothing.
    pub(super) gives: &'a str,
    /// What stands behind `where`.
    pub(super) bounds: &'a [String],
}

/// `<A, B>`, or nothing.
pub(super) fn arguments(generics: &[String]) -> String {
    if generics.is_empty() {
        String::new()
    } else {
        format!("<{}>", generics.join(", "))
    }
}

#[cfg(test)]
mod tests;
