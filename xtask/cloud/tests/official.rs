//! The official Python SDK calls every operation of the products of `spec/` that it has, against the real binary. Skipped where
//! `OFFICIAL_PYTHON` names no Python that has the SDKs.

#[allow(dead_code, reason = "a test uses a part")]
mod process;

use alibabacloud_generator::spec::model::Operation;
use alibabacloud_generator::spec::pagination::{NUMBERS, SIZES, TOKENS};
use alibabacloud_tests::{official, root};
use process::Process;
use serde_json::Value;
use std::fmt::Write as _;
use std::io::Write as _;

#[test]
fn every_call_of_the_official_client_is_answered_and_decoded() {
    let Some(python) = official::python() else { return };
    let (mut table, mut problems) = (String::new(), Vec::new());
    let (mut calls_of_all, mut silent) = (0, 0);
    for product in official::products(&root().join("spec")) {
        let Some(module) = official::module(&python, &product) else {
            continue;
        };
        let cloud = Process::start(&["--product", &product.name]);
        let operations = product.versions.last().map_or(&[][..], |version| &version.operations);
        let calls: Vec<Value> = operations.iter().map(call).collect();

        let answers = official::calls(&python, &module, cloud.address(), &calls);
        let (mut all, mut decoded) = (0, 0);
        for operation in operations {
            let answer = answers.get(&operation.operation);
            let error = answer.and_then(|answer| answer["error"].as_str());
            // What the SDK does not have it can't call.
            if error == Some("none") {
                continue;
            }
            all += 1;
            match answer {
                Some(answer) if error.is_none() => {
                    decoded += 1;
                    silent += usize::from(!says(operation, &answer["answer"]));
                }
                _ => problems.push(format!("{}.{}: {answer:?}", product.name, operation.operation)),
            }
        }
        calls_of_all += all;
        let _ = writeln!(
            table,
            "{:12} {decoded:4} of {all:4} calls answered and decoded",
            product.name
        );
    }
    // Of some operations the SDK drops the answer's body.
    let _ = writeln!(table, "{silent} of them with nothing in it that the SDK has a word for");
    let _ = writeln!(std::io::stderr(), "{table}");
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(
        silent * 100 <= calls_of_all,
        "{silent} of {calls_of_all} answers say nothing"
    );
}

/// A call made of types: with numbers where pages are counted, without a token that no answer gave, and with the members of a body that
/// is a structure, as the SDK has it.
fn call(operation: &Operation) -> Value {
    let mut call = official::call(operation);
    let Some(request) = call["request"].as_object_mut() else {
        return call;
    };
    // What the cloud takes for parameters of paging by their names, whether or not the spec says how the operation pages.
    let is = |name: &str, names: &[&str]| names.iter().any(|known| plain(name) == plain(known));
    request.retain(|name, _| !is(name, &TOKENS.map(|(token, _)| token)));
    for (name, sent) in request.iter_mut().filter(|(_, sent)| sent.is_string()) {
        for (names, number) in [(NUMBERS, "2"), (SIZES, "7")] {
            if is(name, &names) {
                *sent = number.into();
            }
        }
    }
    for body in operation.request.iter().filter(|field| field.payload) {
        if let Some(Value::Object(members)) = request.get(&body.name).cloned() {
            request.extend(members);
        }
    }
    call
}

/// Whether the client read something where the spec has something.
fn says(operation: &Operation, answer: &Value) -> bool {
    match answer {
        Value::Null => operation.response.is_empty(),
        Value::Object(members) => operation.response.is_empty() || !members.is_empty(),
        _ => true,
    }
}

fn plain(name: &str) -> String {
    name.replace(['_', '-'], "").to_lowercase()
}
