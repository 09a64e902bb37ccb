use super::rule::Rule;
use super::*;
use crate::spec::choices::OperationChoices;
use crate::spec::model::{ErrorCode, Field, Operation, Pagination, Value};
use crate::spec::product::{Product, Version};
use schemars::generate::SchemaSettings;
use std::collections::BTreeSet;

fn file(text: &str) -> [SourceFile; 1] {
    [SourceFile {
        path: OVERRIDES.into(),
        bytes: text.as_bytes().to_vec(),
    }]
}

fn field(name: &str, kind: Type, fields: Vec<Field>) -> Field {
    Field {
        name: name.into(),
        kind,
        fields,
        ..Field::default()
    }
}

/// Two operations. `ListTasks` pages, and has a field at the top that belongs into its list.
fn product() -> Product {
    let listed = Field {
        values: vec![Value {
            value: Scalar::Integer(1),
            description: "running".into(),
            name: None,
        }],
        ..field("Status", Type::Integer, vec![])
    };
    let tasks = Field {
        items: Some(Type::Struct),
        ..field(
            "Tasks",
            Type::Array,
            vec![field("Status", Type::Long, vec![]), field("Name", Type::String, vec![])],
        )
    };
    let marked = Field {
        inferred: Some("puts it in Tasks".into()),
        ..field("Stray", Type::String, vec![])
    };
    let operations = vec![
        Operation {
            operation: "GetTask".into(),
            request: vec![field("Status", Type::Struct, vec![])],
            response: vec![tasks.clone()],
            ..Operation::default()
        },
        Operation {
            operation: "ListTasks".into(),
            source: "ListTasks.md".into(),
            request: vec![listed, field("System.Disk", Type::String, vec![])],
            response: vec![
                field(
                    "Page",
                    Type::Struct,
                    vec![tasks, field("TotalCount", Type::Long, vec![])],
                ),
                marked,
            ],
            errors: vec![ErrorCode {
                code: "NotFund".into(),
                http_status: Some(400),
                ..ErrorCode::default()
            }],
            pagination: Some(Pagination::PageNumber {
                page_number: "PageNumber".into(),
                page_size: None,
                total_count: Some("Page.TotalCount".into()),
                items: "Page.Tasks".into(),
            }),
            ..Operation::default()
        },
    ];
    Product {
        name: "demo".into(),
        versions: vec![Version {
            version: "2019-08-10".into(),
            operations,
            ..Version::default()
        }],
        ..Product::default()
    }
}

/// An operation in short: paths with what is said of them.
fn shown(operation: &Operation, choices: &OperationChoices) -> Vec<String> {
    fn add(lines: &mut Vec<String>, path: &str, fields: &[Field], choices: &OperationChoices) {
        for field in fields {
            let path = format!("{path}.{}", field.name);
            let mut line = format!("{path}: {:?}", field.kind);
            if let Some(items) = field.items {
                line += &format!(" of {items:?}");
            }
            for (says, word) in [
                (field.required, " required"),
                (field.deprecated, " deprecated"),
                (field.inferred.is_some(), " inferred"),
            ] {
                line += if says { word } else { "" };
            }
            for word in [field.item_name.as_ref(), choices.type_names.get(&path)]
                .into_iter()
                .flatten()
            {
                line += &format!(" {word}");
            }
            for value in &field.values {
                line += &format!(" {}={}", value.value, value.name.as_deref().unwrap_or("?"));
            }
            lines.push(line);
            add(lines, &path, &field.fields, choices);
        }
    }
    let mut lines = Vec::new();
    add(&mut lines, "request", &operation.request, choices);
    add(&mut lines, "response", &operation.response, choices);
    lines
}

/// What differs after the overrides: lines that are new.
fn changes(text: &str) -> Vec<String> {
    let (before, mut after) = (product(), product());
    let overrides = read(&file(text)).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
    let diagnostics = apply(&mut after, &overrides).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
    assert_eq!(diagnostics, [], "{text}");
    let lines = |product: &Product| -> Vec<String> {
        let operations = product.versions.iter().flat_map(|version| {
            let operations = version.operations.iter();
            operations.map(|one| (one, version.choices.of(&one.operation)))
        });
        operations
            .flat_map(|(one, choices)| {
                shown(one, choices)
                    .into_iter()
                    .map(|line| format!("{} {line}", one.operation))
            })
            .collect()
    };
    let before = lines(&before);
    lines(&after)
        .into_iter()
        .filter(|line| !before.contains(line))
        .collect()
}

#[test]
fn fields_are_corrected() {
    for (rule, expected) in [
        (
            "path: Status, type_name: TaskStatus, values: {0: Waiting, 1: Running}",
            vec![
                "GetTask response.Tasks.Status: Long TaskStatus 0=Waiting 1=Running",
                "ListTasks request.Status: Integer TaskStatus 1=Running 0=Waiting",
                "ListTasks response.Page.Tasks.Status: Long TaskStatus 0=Waiting 1=Running",
            ],
        ),
        (
            "operation: GetTask, path: Status, type_name: TaskStatus",
            vec!["GetTask response.Tasks.Status: Long TaskStatus"],
        ),
        (
            "version: '2019-08-10', path: response.Page.Tasks.Status, type: Integer",
            vec!["ListTasks response.Page.Tasks.Status: Integer"],
        ),
        (
            "operation: ListTasks, path: Status, required: true",
            vec!["ListTasks request.Status: Integer required 1=?"],
        ),
        (
            "path: request.System.Disk, type: Array, items: Long",
            vec!["ListTasks request.System.Disk: Array of Long"],
        ),
        (
            "path: response.Page.Tasks, item_name: Task, deprecated: true",
            vec!["ListTasks response.Page.Tasks: Array of Struct deprecated Task"],
        ),
        (
            "path: response.Stray, move_to: response.Page.Tasks, type: Long",
            vec!["ListTasks response.Page.Tasks.Stray: Long"],
        ),
        (
            "operation: ListTasks, path: response.Page.Old, keep: true, type: Long",
            vec!["ListTasks response.Page.Old: Long deprecated"],
        ),
    ] {
        assert_eq!(changes(&format!("fields:\n- {{{rule}}}\n")), expected, "{rule}");
    }
    for text in ["{}", "# nothing\n", "fields: []\n"] {
        assert_eq!(changes(text), [""; 0], "{text}");
    }
    assert_eq!(read(&[]), Ok(Overrides::default()));
}

#[test]
fn the_more_exact_rule_goes_first_in_any_order() {
    let general = "- {path: Status, required: true, type: Long}\n";
    let exact = "- {operation: ListTasks, path: request.Status, type: String}\n";
    let expected = [
        "GetTask request.Status: Long required",
        "ListTasks request.Status: String required 1=?",
    ];
    assert_eq!(changes(&format!("fields:\n{general}{exact}")), expected);
    assert_eq!(changes(&format!("fields:\n{exact}{general}")), expected);
}

#[test]
fn paging_follows_what_is_moved() {
    let text = "fields:\n- {path: response.Page.Tasks, move_to: response}\n- {path: response.Page.TotalCount, move_to: response}\n";
    let mut product = product();
    apply(&mut product, &read(&file(text)).expect("readable")).expect("applied");
    let operation = &product.versions[0].operations[1];
    let Some(Pagination::PageNumber { total_count, items, .. }) = &operation.pagination else {
        panic!("it pages by numbers");
    };
    assert_eq!((total_count.as_deref(), items.as_str()), (Some("TotalCount"), "Tasks"));
    assert_eq!(operation.response.len(), 4);
}

#[test]
fn operations_errors_and_endpoints_are_corrected() {
    let text = "operations:\n- {operation: GetTask, hide: true}\n- {operation: ListTasks, rust_name: AllTasks, deprecated: true, repeatable: false}\n\
                errors:\n- {code: NotFund, correct: NotFound, http_status: 404}\n- {operation: ListTasks, code: Busy, add: true}\n\
                endpoints:\n  rule: demo.{region}.example.com\n  central: demo.example.com\n  regions: [{region: cn-x, public: demo.example.com}]\n";
    let mut product = product();
    assert_eq!(apply(&mut product, &read(&file(text)).expect("readable")), Ok(vec![]));
    let [operation] = &product.versions[0].operations[..] else {
        panic!("one operation is hidden");
    };
    let choices = product.versions[0].choices.of("ListTasks");
    assert_eq!(
        (choices.rust_name.as_deref(), operation.deprecated, choices.repeatable),
        (Some("AllTasks"), true, Some(false))
    );
    let errors: Vec<_> = operation
        .errors
        .iter()
        .map(|error| (error.code.as_str(), error.http_status))
        .collect();
    assert_eq!(errors, [("NotFound", Some(404)), ("Busy", None)]);
    assert_eq!(
        product.manifest.endpoints.rule.as_deref(),
        Some("demo.{region}.example.com")
    );
    assert_eq!(product.manifest.endpoints.central.as_deref(), Some("demo.example.com"));
    assert_eq!(product.manifest.endpoints.regions.len(), 1);

    let hidden = read(&file("errors:\n- {code: NotFund, hide: true}\n")).expect("readable");
    let mut product = self::product();
    assert_eq!(apply(&mut product, &hidden), Ok(vec![]));
    assert_eq!(product.versions[0].operations[1].errors, []);
}

#[test]
fn a_reviewed_spot_is_quiet_until_the_docs_change() {
    let mut docs = product();
    let [review] = &reviews(&docs.versions[0].operations[1])[..] else {
        panic!("one spot is marked");
    };
    assert_eq!(
        (review.path.as_str(), review.mark.as_str()),
        ("response.Stray", "puts it in Tasks")
    );
    let text = format!(
        "fields:\n- operation: ListTasks\n  path: response.Stray\n  reviewed: '{}'\n",
        review.sign
    );
    assert_eq!(changes(&text), ["ListTasks response.Stray: String"]);
    let overrides = read(&file(&text)).expect("readable");
    let doubt = |name: &str| {
        let message = format!("the place of `{name}` is doubtful");
        Diagnostic::new(DiagnosticKind::StructureDoubtful, "ListTasks.md", 7, message)
            .with_place(format!("response.{name}"))
    };
    let mut diagnostics = vec![doubt("Stray"), doubt("Other")];
    quiet(&docs, &overrides, &mut diagnostics);
    assert_eq!(diagnostics, [doubt("Other")]);

    // Another field appears beside it.
    docs.versions[0].operations[1]
        .response
        .push(field("New", Type::String, vec![]));
    let mut diagnostics = vec![doubt("Stray")];
    quiet(&docs, &overrides, &mut diagnostics);
    assert!(diagnostics[0].message.contains("reviewed: '"), "{diagnostics:?}");
    let told = apply(&mut docs, &overrides).expect("applied");
    assert!(
        told[0].message.contains("look at it again") && told[0].line == 4,
        "{told:?}"
    );
    assert!(docs.versions[0].operations[1].response[1].inferred.is_some());
}

#[test]
fn what_the_docs_agree_with_is_a_diagnostic() {
    for (text, line, expected) in [
        (
            "fields:\n- path: response.Page\n  type: Struct\n",
            3,
            "agree with `type`",
        ),
        (
            "fields:\n- path: Status\n  operation: ListTasks\n  required: false\n",
            4,
            "agree with `required`",
        ),
        (
            "fields:\n- path: response.Stray\n  operation: ListTasks\n  keep: true\n  type: Long\n",
            4,
            "agree with `keep`",
        ),
        (
            "fields:\n- path: response.Stray\n  move_to: response\n",
            3,
            "agree with `move_to`",
        ),
        (
            "errors:\n- code: NotFund\n  http_status: 400\n",
            3,
            "agree with `http_status`",
        ),
        (
            "errors:\n- code: Wrong\n  correct: NotFund\n",
            3,
            "agree with `correct`",
        ),
        (
            "operations:\n- operation: GetTask\n  rust_name: GetTask\n",
            3,
            "agree with `rust_name`",
        ),
    ] {
        let overrides = read(&file(text)).expect("readable");
        let diagnostics = apply(&mut product(), &overrides).expect("applied");
        assert_eq!(diagnostics.len(), 1, "{text}: {diagnostics:?}");
        assert!(diagnostics[0].message.contains(expected), "{text}: {}", diagnostics[0]);
        assert_eq!(
            (diagnostics[0].kind, diagnostics[0].line),
            (DiagnosticKind::Override, line),
            "{text}"
        );
    }
}

#[test]
fn rules_that_can_not_apply_are_errors() {
    for (text, line, expected) in [
        ("fields:\n- path: Nowhere\n  type_name: X\n", 2, "matches nothing"),
        ("fields:\n- path: response.Status\n  type: Long\n", 2, "matches nothing"),
        (
            "fields:\n- path: response.Page.Task.Status\n  type: Long\n",
            2,
            "did you mean response.Page.Tasks.Status?",
        ),
        ("fields:\n- path: Page\n  type_name: X\n", 2, "can't be corrected so"),
        (
            "fields:\n- path: Status\n  type_name: X\n  operation: ListTask\n",
            2,
            "did you mean ListTasks?",
        ),
        (
            "fields:\n- path: Status\n  type_name: X\n  operation: Gone\n",
            2,
            "have the docs changed?",
        ),
        (
            "fields:\n- path: Status\n  version: '2020-01-01'\n  type: Long\n",
            2,
            "matches nothing",
        ),
        ("fields:\n- path: response.Page\n  type: Long\n", 3, "holds fields"),
        ("fields:\n- path: response.Stray\n  type: Array\n", 3, "Array of what?"),
        (
            "fields:\n- path: response.Page\n  move_to: response.Page.Tasks\n",
            3,
            "inside itself",
        ),
        (
            "fields:\n- path: response.Stray\n  move_to: response.Stray\n",
            3,
            "holds no fields",
        ),
        (
            "fields:\n- path: response.Stray\n  move_to: response.None\n",
            3,
            "no place",
        ),
        (
            "fields:\n- path: response.Page.Tasks.Status\n  move_to: response.Page\n- path: response.Page.TotalCount\n  move_to: response\n\
             - operation: ListTasks\n  path: response.Page.Status\n  keep: true\n  type: Long\n",
            3,
            "already",
        ),
        (
            "fields:\n- path: Status\n  operation: ListTasks\n  type: Long\n- path: request.Status\n  type: String\n",
            6,
            "two rules for one spot: request.Status is corrected by the rule on line 2 too",
        ),
        (
            "fields:\n- operation: ListTasks\n  path: response.Gone.Old\n  type: Long\n  keep: true\n",
            3,
            "can't be kept",
        ),
        (
            "operations:\n- operation: GoneTask\n  hide: true\n",
            2,
            "matches nothing",
        ),
        (
            "operations:\n- operation: GoneTask\n  pagination: {style: PageNumber, page_number: Page, items: Tasks}\n",
            2,
            "matches nothing",
        ),
        (
            "operations:\n- operation: GetTask\n  rust_name: Listtasks\n",
            3,
            "another operation",
        ),
        (
            "errors:\n- operation: ListTasks\n  code: Gone\n  hide: true\n",
            3,
            "matches nothing",
        ),
    ] {
        let overrides = read(&file(text)).unwrap_or_else(|errors| panic!("{text}: {errors:?}"));
        let errors = apply(&mut product(), &overrides).expect_err(text);
        assert!(errors[0].message.contains(expected), "{text}: {errors:?}");
        assert_eq!(
            (errors[0].kind, errors[0].line),
            (DiagnosticKind::Override, line),
            "{text}: {errors:?}"
        );
    }
}

/// Codes in common and those of the one operation that has some, after rules; what is told, if anything is.
#[test]
fn rules_for_codes_in_common() {
    type Case = (
        &'static str,
        &'static [&'static str],
        &'static [&'static str],
        &'static str,
    );
    let cases: [Case; 9] = [
        ("code: Busy\n  hide: true", &["Denied 403"], &["NotFund 400"], ""),
        (
            "code: Busy\n  correct: Late",
            &["Late 503", "Denied 403"],
            &["NotFund 400"],
            "",
        ),
        (
            "code: Busy\n  http_status: 500",
            &["Busy 500", "Denied 403"],
            &["NotFund 400"],
            "",
        ),
        // What is added to all stands once.
        (
            "code: New\n  http_status: 404\n  add: true",
            &["Busy 503", "Denied 403", "New 404"],
            &["NotFund 400"],
            "",
        ),
        ("code: NotFund\n  hide: true", &["Busy 503", "Denied 403"], &[], ""),
        (
            "operation: ListTasks\n  code: New\n  add: true",
            &["Busy 503", "Denied 403"],
            &["NotFund 400", "New 0"],
            "",
        ),
        (
            "operation: ListTasks\n  code: Busy\n  add: true",
            &["Busy 503", "Denied 403"],
            &["NotFund 400"],
            "the docs agree with `add`",
        ),
        (
            "operation: ListTasks\n  code: Busy\n  hide: true",
            &["Busy 503", "Denied 403"],
            &["NotFund 400"],
            "it stands in common-errors.yaml, which `operation: '*'` is for",
        ),
        (
            "version: '2020-01-01'\n  code: Busy\n  hide: true",
            &["Busy 503", "Denied 403"],
            &["NotFund 400"],
            "have the docs changed?",
        ),
    ];
    for (rule, common, own, told) in cases {
        let mut product = product();
        let error = |(code, http_status): (&str, u16)| ErrorCode {
            code: code.into(),
            http_status: Some(http_status),
            ..ErrorCode::default()
        };
        product.versions[0].common.errors = [("Busy", 503), ("Denied", 403)].map(error).to_vec();
        let overrides =
            read(&file(&format!("errors:\n- {rule}\n"))).unwrap_or_else(|errors| panic!("{rule}: {errors:?}"));
        let diagnostics = apply(&mut product, &overrides).unwrap_or_else(|errors| errors);
        let shown = |errors: &[ErrorCode]| -> Vec<String> {
            let shown = |error: &ErrorCode| format!("{} {}", error.code, error.http_status.unwrap_or_default());
            errors.iter().map(shown).collect()
        };
        let version = &product.versions[0];
        assert_eq!(shown(&version.common.errors), common, "{rule}");
        let all: Vec<_> = version
            .operations
            .iter()
            .flat_map(|operation| shown(&operation.errors))
            .collect();
        assert_eq!(all, own, "{rule}");
        assert_eq!(diagnostics.is_empty(), told.is_empty(), "{rule}: {diagnostics:?}");
        assert!(
            diagnostics.iter().all(|one| one.message.contains(told)),
            "{rule}: {diagnostics:?}"
        );
    }
}

#[test]
fn paging_that_is_not_seen_can_be_said() {
    let rule = |pagination: &str| format!("operations:\n- operation: GetTask\n  pagination: {pagination}\n");
    let said = "{style: Token, token: Status, next_token: Tasks.Next, items: Tasks}";
    let mut product = product();
    product.versions[0].operations[0].response[0]
        .fields
        .push(field("Next", Type::String, vec![]));
    let rules = read(&file(&rule(said))).expect("readable");
    assert_eq!(apply(&mut product, &rules), Ok(vec![]));
    let pagination = product.versions[0].operations[0].pagination.as_ref();
    let Some(Pagination::Token {
        token,
        next_token,
        items,
        ..
    }) = pagination
    else {
        panic!("{pagination:?}");
    };
    assert_eq!(
        (token.as_str(), next_token.as_str(), items.as_str()),
        ("Status", "Tasks.Next", "Tasks")
    );
    for (pagination, missing) in [
        ("{style: PageNumber, page_number: Page, items: Tasks}", "request.Page"),
        (
            "{style: PageNumber, page_number: Status, items: Nothing}",
            "response.Nothing",
        ),
        (
            "{style: PageNumber, page_number: Status, total_count: Sum, items: Tasks}",
            "response.Sum",
        ),
    ] {
        let rules = read(&file(&rule(pagination))).expect("readable");
        let refused = apply(&mut self::product(), &rules).expect_err(pagination);
        let told = refused.iter().map(ToString::to_string).collect::<String>();
        assert!(told.contains(&format!("has no {missing}")), "{told}");
    }
}

/// Editors complete and check what the schema says; a key that no table has would be read, and correct nothing.
#[test]
fn the_schema_and_the_tables_have_the_same_keys() {
    fn compared<R: Rule + JsonSchema>() {
        let schema = SchemaSettings::draft07().into_generator().into_root_schema_for::<R>();
        let properties = schema.get("properties").and_then(|properties| properties.as_object());
        let said: BTreeSet<&str> = properties.expect("an object").keys().map(String::as_str).collect();
        let corrects = R::KEYS.iter().map(|key| key.name);
        let known: BTreeSet<&str> = corrects.clone().chain(["operation", "version", R::SPOT]).collect();
        assert_eq!(said, known, "{}", R::LIST);
        assert_eq!(
            corrects.collect::<BTreeSet<_>>().len(),
            R::KEYS.len(),
            "{}: twice",
            R::LIST
        );
    }
    compared::<FieldRule>();
    compared::<OperationRule>();
    compared::<ErrorRule>();
}
