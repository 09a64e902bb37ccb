use super::*;
use crate::codegen::literals::literal;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// What rustfmt makes of a text; nothing where there is no rustfmt.
fn formatted(text: &str) -> Option<String> {
    let command = Command::new("rustfmt")
        .args(["--edition", "2024", "--config", &format!("max_width={WIDTH}")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let mut rustfmt = match command {
        Ok(rustfmt) => rustfmt,
        Err(error) => {
            eprintln!("SKIPPED: rustfmt can't be run ({error}), so the layout is not compared");
            return None;
        }
    };
    rustfmt
        .stdin
        .take()
        .expect("a pipe")
        .write_all(text.as_bytes())
        .expect("rustfmt reads");
    let output = rustfmt.wait_with_output().expect("rustfmt ends");
    assert!(output.status.success(), "rustfmt refuses:\n{text}");
    Some(String::from_utf8(output.stdout).expect("UTF-8"))
}

fn check(text: &str) {
    let Some(formatted) = formatted(text) else { return };
    if let Some((at, (ours, theirs))) = text
        .lines()
        .zip(formatted.lines())
        .enumerate()
        .find(|(_, (ours, theirs))| ours != theirs)
    {
        let context: Vec<_> = text.lines().skip(at.saturating_sub(3)).take(8).collect();
        panic!(
            "line {}: {ours:?} should be {theirs:?} in\n{}",
            at + 1,
            context.join("\n")
        );
    }
    assert_eq!(text.len(), formatted.len());
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

#[test]
fn every_length_is_laid_out_as_rustfmt_does() {
    let mut source = Source::new("x", None);
    // Names of types are cut at 64 letters; wire names of more than 90 are left out.
    for length in 1..=92 {
        let name = format!("N{}", "a".repeat(length));
        let small = format!("n{}", "a".repeat(length));
        let text = literal(&name);
        source.gap();
        source.line(0, &format!("impl {name} {{"));
        for (head, arguments, gives) in [
            (
                format!("pub fn {small}"),
                strings(&["mut self", "value: i64"]),
                "Self".to_owned(),
            ),
            (
                format!("pub fn {small}"),
                strings(&["mut self", "value: impl Into<String>"]),
                "Self".to_owned(),
            ),
            (
                format!("pub fn {small}"),
                strings(&[
                    "mut self",
                    "values: impl IntoIterator<Item = (impl Into<String>, impl Into<Value>)>",
                ]),
                "Self".to_owned(),
            ),
            (
                "pub fn value".to_owned(),
                strings(&["self", "value: i64"]),
                format!("{name}<Given, A, B, C>"),
            ),
            (
                "pub fn send".to_owned(),
                strings(&["self"]),
                format!("ResponseFuture<{name}Response, {name}Error>"),
            ),
            (
                "pub fn pages".to_owned(),
                strings(&["self"]),
                format!("Pages<{name}Response, {name}Error>"),
            ),
            (format!("pub fn {small}"), strings(&["&self"]), name.clone()),
        ] {
            if length > 80 && gives != "Self" {
                continue;
            }
            for bounds in [vec![], strings(&["A: IsGiven", "B: IsGiven"])] {
                source.gap();
                source.function(
                    1,
                    &Function {
                        head: &head,
                        arguments: &arguments,
                        gives: &gives,
                        bounds: &bounds,
                    },
                );
                source.call(2, "call", "set", &[&text, "value"]);
                source.call(2, "call", "set", &[&text, "value.into()"]);
                source.call(2, "params", "set_list", &[&text, "values"]);
                source.line(1, "}");
            }
        }
        source.line(0, "}");
        if length <= 80 {
            source.gap();
            source.struct_head(&name, &strings(&["A = missing::a", "B = missing::b"]));
            source.field(1, &format!("pub {small}"), &format!("Option<{name}>"));
            source.field(1, "pub a", &format!("Vec<{name}>"));
            source.line(0, "}");
            source.gap();
            source.impl_head(&strings(&["A", "B", "C"]), None, &name, &strings(&["A", "B", "C"]));
            source.line(1, "const A: u8 = 1;");
            source.line(0, "}");
            source.gap();
            source.impl_head(&[], Some("Default"), &name, &strings(&["missing::a"]));
            source.line(1, "const A: u8 = 1;");
            source.line(0, "}");
        }
        for calls in [
            vec![],
            strings(&[".paged(PAGER)"]),
            strings(&[".positions(POSITIONS)", ".paged(PAGER)"]),
        ] {
            source.gap();
            source.chain(
                "pub(crate) static OPERATION: Operation",
                "Operation::rpc",
                &["&crate::SERVICE", &text],
                &calls,
            );
            source.gap();
            let arguments = ["&crate::SERVICE", &text, "\"GET\"", "\"/path/of/it\""];
            source.chain(
                "pub(crate) static OPERATION: Operation",
                "Operation::roa",
                &arguments,
                &calls,
            );
        }
        source.gap();
        let pair = |name: &str| (literal(name), "Position::Path".to_owned());
        for pairs in [
            vec![pair(&name)],
            vec![pair(&name), pair("Body")],
            vec![pair("Body"), pair("Head"), pair(&name)],
        ] {
            source.gap();
            source.pairs("const POSITIONS: &[(&str, Position)]", &pairs);
        }
    }
    check(&source.finish());
}

#[test]
fn many_type_parameters() {
    let mut source = Source::new("x", None);
    for count in 1..25 {
        let names: Vec<String> = (0..count).map(|at| char::from(b'A' + at).to_string()).collect();
        let defaults: Vec<String> = names
            .iter()
            .map(|name| format!("{name} = missing::parameter"))
            .collect();
        source.gap();
        source.struct_head("CreateThing", &defaults);
        source.line(1, "call: Call,");
        source.line(0, "}");
        source.gap();
        let markers: Vec<String> = names.iter().map(|name| format!("missing::{name}")).collect();
        for of in [None, Some("Default")] {
            for name in ["Short", "CreateSomethingWithALongNameOfWhichThereAreSome"] {
                for (generics, arguments) in [(&names, &names), (&vec![], &markers)] {
                    source.gap();
                    source.impl_head(generics, of, name, arguments);
                    source.line(1, "const A: u8 = 1;");
                    source.line(0, "}");
                }
            }
        }
        source.gap();
        source.impl_head(&names, Some("Default"), "X", &names);
        source.line(1, "const A: u8 = 1;");
        source.line(0, "}");
        source.gap();
        source.impl_head(&names, None, "CreateThing", &names);
        let gives = format!("CreateThing{}", arguments(&names));
        source.function(
            1,
            &Function {
                head: "pub fn x",
                arguments: &strings(&["self", "value: i64"]),
                gives: &gives,
                bounds: &[],
            },
        );
        source.line(2, "self");
        source.line(1, "}");
        source.line(0, "}");
    }
    check(&source.finish());
}

#[test]
fn imports() {
    let mut source = Source::new("x", None);
    let names = [
        "values",
        "UnknownFields",
        "shape",
        "Call",
        "error_codes",
        "Error",
        "Given",
        "IsGiven",
        "Items",
        "Operation",
        "Page",
        "Pager",
        "Pages",
        "Params",
        "Position",
        "ResponseFuture",
        "Document",
        "Value",
    ];
    for count in 1..=names.len() {
        source.gap();
        source.import("alibabacloud_runtime", &names[..count]);
    }
    for length in 1..60 {
        let name = "N".repeat(length);
        source.gap();
        source.import(
            "alibabacloud_runtime",
            &[
                "Call",
                "Given",
                "IsGiven",
                "Items",
                "Operation",
                "Page",
                &name,
                "error_codes",
                "shape",
            ],
        );
    }
    check(&source.finish());
}

#[test]
fn imports_of_modules_are_in_order() {
    let mut names = [
        "a10",
        "a2",
        "a_b",
        "ab",
        "a",
        "list_x2",
        "list_x10",
        "list_x_10",
        "list",
        "r2d2",
        "a02",
        "b1c",
        "b1_c",
        "b12",
    ]
    .map(String::from)
    .to_vec();
    names.sort_by(|one, other| version_order(one, other));
    check(
        &names
            .iter()
            .map(|name| format!("use x::{name}::X;\n"))
            .collect::<String>(),
    );
}
