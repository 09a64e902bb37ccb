//! The official Python SDK and the crates made of the same metadata: for the same values both must put the same request on the wire, and
//! both must read the same out of one response. Skipped where `OFFICIAL_PYTHON` names no Python that has the SDKs.

use alibabacloud_generator::semver::api::methods;
use alibabacloud_generator::spec::model::Operation;
use alibabacloud_generator::spec::product::Product;
use alibabacloud_tests::command::{cargo, run, target, xtask};
use alibabacloud_tests::official;
use alibabacloud_tests::recorder::{Recorded, Recorder};
use alibabacloud_tests::shared::shared;
use alibabacloud_tests::{root, values};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// From so many bytes on, a query is long.
const LONG: usize = 4096;

/// What a difference is about, and an example of it.
type Differences = BTreeMap<String, Vec<String>>;

/// The parts of a thousand that must be alike.
struct Floor {
    requests: usize,
    answers: usize,
}

#[test]
fn requests_and_answers_are_those_of_the_official_client() {
    let alike = Floor {
        requests: 995,
        answers: 995,
    };
    held_against_official("metadata", "--metadata", &alike);
}

/// The pages are of 2021 and the SDKs of today, so some operations have changed since.
#[test]
fn pages_make_the_requests_of_the_official_client() {
    let alike = Floor {
        requests: 900,
        answers: 900,
    };
    held_against_official("docs", "--docs", &alike);
}

fn held_against_official(material: &str, option: &str, floor: &Floor) {
    let Some(python) = official::python() else { return };
    let Some(sources) = shared(material) else { return };
    let folder = target().join("official").join(material);
    let mut regen = xtask(&["regen", "--prose", "none", option]);
    regen.arg(&sources).arg("--spec").arg(folder.join("spec"));
    run(regen.arg("--generated").arg(folder.join("generated"))).well();
    let mut table = String::new();
    let (mut same, mut all, mut read_alike, mut read_all) = (0, 0, 0, 0);
    let mut differences = Differences::new();
    for product in official::products(&folder.join("spec")) {
        let Some(module) = official::module(&python, &product) else {
            continue;
        };
        let run = Run::of(&product, &module, &python, &folder);
        let _ = writeln!(
            table,
            "{:10} {:4} of {:4} requests, {:4} of {:4} answers; {} operations not in the SDK",
            product.name, run.same, run.all, run.read_alike, run.read_all, run.missing
        );
        (same, all) = (same + run.same, all + run.all);
        (read_alike, read_all) = (read_alike + run.read_alike, read_all + run.read_all);
        for (kind, examples) in run.differences {
            differences.entry(kind).or_default().extend(examples);
        }
    }
    let _ = writeln!(
        table,
        "all        {same:4} of {all:4} requests, {read_alike:4} of {read_all:4} answers"
    );
    for (kind, examples) in &differences {
        let shown: Vec<_> = examples.iter().take(12).cloned().collect();
        let _ = writeln!(table, "{:4} {kind}: {}", examples.len(), shown.join("; "));
    }
    let _ = writeln!(std::io::stderr(), "{table}");
    assert!(all > 0, "no SDK was found by {}", python.display());
    assert!(
        same * 1000 >= all * floor.requests && read_alike * 1000 >= read_all * floor.answers,
        "{table}"
    );
}

/// What came of one product.
#[derive(Default)]
struct Run {
    same: usize,
    all: usize,
    read_alike: usize,
    read_all: usize,
    missing: usize,
    differences: Differences,
}

impl Run {
    fn of(product: &Product, module: &str, python: &Path, folder: &Path) -> Self {
        let version = product.versions.last().expect("a version");
        let answers: BTreeMap<String, String> = version
            .operations
            .iter()
            .map(|operation| (operation.operation.clone(), answer(operation).to_string()))
            .collect();
        let (ours, theirs) = (Recorder::start(answers.clone()), Recorder::start(answers));
        let calls: Vec<Value> = version.operations.iter().map(official::call).collect();
        let official = official::calls(python, module, &theirs.address, &calls);
        // What the SDK of today has no word for is no difference: ours is given what theirs kept.
        let kept = calls.iter().cloned().map(|mut call| {
            let name = call["operation"].as_str().unwrap_or_default();
            if let Some(kept) = official.get(name).and_then(|line| line.get("kept")) {
                call["request"] = kept.clone();
            }
            call
        });
        let generated = generated(product, folder, &ours.address, &kept.collect::<Vec<_>>());
        let mut run = Self::default();
        let (ours, theirs) = (ours.requests(), theirs.requests());
        for operation in &version.operations {
            let name = operation.operation.as_str();
            let at = format!("{}.{name}", product.name);
            let said = |answers: &BTreeMap<String, Value>, what: &str| {
                answers.get(name).and_then(|answer| answer.get(what)).cloned()
            };
            if said(&official, "error").as_ref().and_then(Value::as_str) == Some("none") {
                run.missing += 1;
                continue;
            }
            run.all += 1;
            let (Some(our), Some(their)) = (ours.get(name), theirs.get(name)) else {
                let error = said(&official, "error")
                    .or_else(|| said(&generated, "error"))
                    .unwrap_or_default();
                let whose = if theirs.contains_key(name) { "ours" } else { "theirs" };
                run.differs(&format!("no request of {whose}"), format!("{at} {error}"));
                continue;
            };
            let found = compare(our, their);
            run.same += usize::from(found.is_empty());
            for (kind, what) in found {
                run.differs(&kind, format!("{at} {what}"));
            }
            run.read_all += 1;
            match (said(&generated, "answer"), said(&official, "answer")) {
                (Some(our), Some(their)) => {
                    let mut lost = BTreeSet::new();
                    contains(&our, &their, "", &mut lost);
                    run.read_alike += usize::from(lost.is_empty());
                    if let Some(first) = lost.first() {
                        run.differs("answer read otherwise", format!("{at} {first}"));
                    }
                }
                (our, their) => {
                    let error = said(&generated, "error")
                        .or_else(|| said(&official, "error"))
                        .unwrap_or_default();
                    let who = if our.is_none() { "ours" } else { "theirs" };
                    run.differs(&format!("answer not read by {who}"), format!("{at} {error}"));
                    run.read_alike += usize::from(our.is_none() && their.is_none());
                }
            }
        }
        run
    }

    fn differs(&mut self, kind: &str, example: String) {
        self.differences.entry(kind.to_owned()).or_default().push(example);
    }
}

/// A response made of types; one that is a whole value stands by itself.
fn answer(operation: &Operation) -> Value {
    match operation.response.iter().find(|field| field.payload) {
        Some(field) => values::value(field),
        None => values::object(&operation.response),
    }
}

/// Runs the generated crate over the calls, with a program that is made for it.
fn generated(product: &Product, folder: &Path, endpoint: &str, calls: &[Value]) -> BTreeMap<String, Value> {
    let program = folder.join("driver").join(&product.name);
    fs::create_dir_all(program.join("src")).expect("folder");
    let package = format!("alibabacloud-{}", product.name);
    let runtime = root().join("runtime");
    let manifest = format!(
        "[package]\nname = \"driver-{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{package} = {{ path = {crate_:?}, \
         features = [\"serde\"] }}\nalibabacloud-runtime = {{ path = {runtime:?} }}\nserde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"rt\", \
         \"macros\", \"net\", \"time\"] }}\n\n[workspace]\n",
        name = product.name,
        crate_ = folder.join("generated").join(&product.name),
    );
    write(&program.join("Cargo.toml"), &manifest);
    write(&program.join("src/main.rs"), &driver(product));
    fs::copy(root().join("Cargo.lock"), program.join("Cargo.lock")).expect("copy");
    let mut command = cargo();
    command
        .current_dir(&program)
        .args(["run", "--offline", "--quiet", "--", endpoint]);
    official::fed(&mut command, calls.iter().map(Value::to_string))
}

fn write(path: &Path, text: &str) {
    if fs::read_to_string(path).ok().as_deref() != Some(text) {
        fs::write(path, text).expect("write");
    }
}

/// A program that calls each operation with the parameters it reads, and prints the response as the crate's types hold it.
fn driver(product: &Product) -> String {
    let library = format!("alibabacloud_{}", product.name.replace('-', "_"));
    let mut arms = String::new();
    for method in methods(product) {
        let unchecked = if method.needs { ".unchecked()" } else { "" };
        let _ = writeln!(
            arms,
            "        {:?} => {{ let call = set(client.{}(){unchecked}, parameters, |call, name, value| call.set_parameter(name, value)); \
             show(call.send().with_options(options()).await) }}",
            method.operation, method.name
        );
    }
    format!(
        r#"use {library}::runtime::{{CallOptions, Document, RetryPolicy, Signature, Value}};
use {library}::{{Client, Config}};
use std::io::BufRead as _;

fn value(document: &Document) -> Value {{
    match document {{
        Document::String(text) => Value::String(text.clone()),
        Document::Bool(value) => Value::Boolean(*value),
        Document::Number(number) => match number.as_i64() {{
            Some(integer) => Value::Integer(integer),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        }},
        Document::Array(elements) => Value::List(elements.iter().map(value).collect()),
        Document::Object(members) => Value::Map(members.iter().map(|(name, one)| (name.clone(), value(one))).collect()),
        Document::Null => Value::Json(Document::Null),
    }}
}}

fn set<C>(call: C, parameters: Vec<(String, Value)>, put: impl Fn(C, String, Value) -> C) -> C {{
    parameters.into_iter().fold(call, |call, (name, value)| put(call, name, value))
}}

fn options() -> CallOptions {{
    CallOptions::new().retry(RetryPolicy::NEVER).signature(Signature::V3).secrets_in_query(true)
}}

fn show<R: {library}::runtime::codegen::ser::Serialize, E: std::fmt::Display>(answer: Result<R, E>) -> Document {{
    match answer {{
        Ok(answer) => serde_json::json!({{"answer": answer}}),
        Err(error) => serde_json::json!({{"error": error.to_string()}}),
    }}
}}

async fn call(client: &Client, operation: &str, parameters: Vec<(String, Value)>) -> Document {{
    match operation {{
{arms}        _ => serde_json::json!({{"error": "none"}}),
    }}
}}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {{
    let endpoint = std::env::args().nth(1).unwrap_or_default();
    let keys = {library}::runtime::Credentials::new("testid", "testsecret");
    let config = Config::new().region("cn-hangzhou").credentials(keys).endpoint(format!("http://{{endpoint}}"));
    let client = Client::new(config)?;
    for line in std::io::stdin().lock().lines() {{
        let line: Document = serde_json::from_str(&line?)?;
        let operation = line["operation"].as_str().unwrap_or_default();
        let any: Vec<&str> = line["any"].as_array().into_iter().flatten().filter_map(Document::as_str).collect();
        let parts = [&line["path"], &line["request"]];
        let parts = parts.into_iter().filter_map(Document::as_object).flatten();
        let parameters = parts.map(|(name, one)| {{
            let free = any.contains(&name.as_str());
            (name.clone(), if free {{ Value::Json(one.clone()) }} else {{ value(one) }})
        }});
        let mut done = Box::pin(call(&client, operation, parameters.collect())).await;
        done["operation"] = operation.into();
        println!("{{done}}");
    }}
    Ok(())
}}
"#
    )
}

/// What differs between two requests, by kind.
fn compare(ours: &Recorded, theirs: &Recorded) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut differs = |kind: &str, what: String| found.push((kind.to_owned(), what));
    if ours.method != theirs.method {
        differs("method", format!("{} / {}", ours.method, theirs.method));
    }
    let split = |request: &Recorded| {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        (path.to_owned(), pairs(query))
    };
    let ((our_path, our_query), (their_path, their_query)) = (split(ours), split(theirs));
    if our_path != their_path {
        differs("path", format!("{our_path} / {their_path}"));
    }
    let (mut our_query, mut our_body, mut our_headers) = (our_query, body(ours), headers(ours));
    // A query too long for front ends travels as a form, from which the same gateways read it.
    if our_query.is_empty() && their_query.len() > 1 && theirs.target.len() > LONG {
        let moved = their_query
            .keys()
            .filter_map(|name| Some((name.clone(), our_body.remove(name)?)));
        our_query = moved.collect();
        our_headers.retain(|name, _| name != "content-type");
    }
    for (what, ours, theirs) in [
        ("query", our_query, their_query),
        ("body", our_body, body(theirs)),
        ("header", our_headers, headers(theirs)),
    ] {
        let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
        for name in names {
            match (ours.get(name), theirs.get(name)) {
                (Some(one), Some(other)) if alike(one, other) => {}
                (Some(one), Some(other)) => {
                    differs(&format!("{what}: another value"), format!("{name}={one} / {other}"))
                }
                (Some(one), None) => differs(&format!("{what}: not in theirs"), format!("{name}={one}")),
                // The SDK of today writes empty lists for parameters that came after the metadata, and that nobody set.
                (None, Some(other)) if other == "[]" => {}
                (None, Some(other)) => differs(&format!("{what}: not in ours"), format!("{name}={other}")),
                (None, None) => {}
            }
        }
    }
    found
}

fn pairs(query: &str) -> BTreeMap<String, String> {
    form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

/// The parts of a form; a JSON body's members; any other body as it is.
fn body(request: &Recorded) -> BTreeMap<String, String> {
    let kind = request.headers.get("content-type").map_or("", String::as_str);
    if request.body.is_empty() {
        return BTreeMap::new();
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        return pairs(&request.body);
    }
    match serde_json::from_str(&request.body) {
        Ok(Value::Object(members)) => members
            .iter()
            .map(|(name, value)| (name.clone(), value.to_string()))
            .collect(),
        Ok(other) => BTreeMap::from([(String::new(), other.to_string())]),
        Err(_) => BTreeMap::from([(String::new(), request.body.clone())]),
    }
}

/// The headers that say something of the call, without those of the signature.
fn headers(request: &Recorded) -> BTreeMap<String, String> {
    let own = [
        "host",
        "date",
        "user-agent",
        "authorization",
        "accept",
        "accept-encoding",
        "connection",
        "content-length",
    ];
    let stamps = [
        "x-acs-date",
        "x-acs-signature-nonce",
        "x-acs-content-sha256",
        "x-acs-credentials-provider",
    ];
    let says = |name: &str| !own.contains(&name) && !stamps.contains(&name);
    let headers = request.headers.iter().filter(|(name, _)| says(name));
    let mut said: BTreeMap<String, String> = headers.map(|(name, value)| (name.clone(), value.clone())).collect();
    match said.get_mut("content-type") {
        // Without a body it says nothing.
        Some(_) if request.body.is_empty() => drop(said.remove("content-type")),
        Some(kind) => kind.truncate(kind.find(';').unwrap_or(kind.len())),
        None => {}
    }
    said
}

/// Whether two texts are the same, or the same JSON. Python writes `True` where all other clients write `true`.
fn alike(one: &str, other: &str) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    let is_boolean = matches!(one, "true" | "false") && one.eq_ignore_ascii_case(other);
    one == other || is_boolean || json(one).is_some_and(|value| Some(value) == json(other))
}

/// Whether one response has all that the other has.
fn contains(ours: &Value, theirs: &Value, path: &str, lost: &mut BTreeSet<String>) {
    match (ours, theirs) {
        (_, Value::Null) => {}
        (Value::Object(ours), Value::Object(theirs)) => {
            for (name, theirs) in theirs {
                let path = format!("{path}.{name}");
                match ours.get(name) {
                    Some(ours) => contains(ours, theirs, &path, lost),
                    None if says_nothing(theirs) => {}
                    None => drop(lost.insert(format!("{path}={theirs}"))),
                }
            }
        }
        (Value::Array(ours), Value::Array(theirs)) if ours.len() == theirs.len() => {
            ours.iter()
                .zip(theirs)
                .for_each(|(ours, theirs)| contains(ours, theirs, path, lost));
        }
        (Value::Number(ours), Value::Number(theirs)) if ours.as_f64() == theirs.as_f64() => {}
        (ours, theirs) if ours == theirs => {}
        (ours, theirs) => drop(lost.insert(format!("{path}: {ours} / {theirs}"))),
    }
}

fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(members) => members.values().all(says_nothing),
        Value::Array(elements) => elements.is_empty(),
        _ => false,
    }
}
