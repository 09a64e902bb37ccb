//! What the comparison of two specs says, by a table of small changes.

use alibabacloud_generator::files::SourceFile;
use alibabacloud_generator::spec::snapshot::Snapshot;
use alibabacloud_generator::verdict::{Change, Class, compare, show};

const OLD: &str = "operation: ListTasks
summary: Lists tasks.
source: docs/ListTasks.md
request:
- name: PageNumber
  type: Integer
  required: true
- name: PageSize
  type: Integer
- name: Kind
  type: String
  default: plain
response:
- name: Tasks
  type: Array
  items: Struct
  item_name: Task
  fields:
  - name: TaskId
    type: Integer
    description: Which.
  - name: Status
    type: String
    values:
    - value: waiting
    - value: running
  - name: Detail
    type: Struct
    fields:
    - name: Tag
      type: Array
      items: Struct
      fields:
      - name: Key
        type: String
- name: TotalCount
  type: Integer
errors:
- code: Task.Gone
  http_status: 404
- code: Busy
  http_status: 503
pagination:
  style: PageNumber
  page_number: PageNumber
  page_size: PageSize
  total_count: TotalCount
  items: Tasks
";

const MANIFEST: &str = "code: Demo
versions:
- 2019-08-10
style: RPC
endpoints:
  rule: demo.{region}.example.com
";

fn snapshot(files: &[(&str, &str)]) -> Snapshot {
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| SourceFile {
            path: (*path).to_owned(),
            bytes: text.as_bytes().to_vec(),
        })
        .collect();
    Snapshot::read("demo", &files).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn demo(operation: &str) -> Snapshot {
    snapshot(&[("product.yaml", MANIFEST), ("2019-08-10/ListTasks.yaml", operation)])
}

/// `breaking response.Tasks.TaskId: type Integer → String`
fn line(change: &Change) -> String {
    format!("{} {}: {}", change.class, change.difference.path, show::phrase(change))
}

#[test]
fn each_change_has_its_class() {
    // What is replaced by what, and the lines expected.
    let cases: &[(&str, &str, &[&str])] = &[
        (
            "Lists tasks.",
            "Lists all tasks.",
            &["prose : summary Lists tasks. → Lists all tasks."],
        ),
        (
            "docs/ListTasks.md",
            "docs/List.md",
            &["prose : page docs/ListTasks.md → docs/List.md"],
        ),
        (
            "- name: PageSize\n  type: Integer\n",
            "- name: PageSize\n  type: Long\n",
            &["compatible request.PageSize: type Integer → Long"],
        ),
        (
            "- name: PageSize\n  type: Integer\n",
            "- name: PageSize\n  type: String\n",
            &["breaking request.PageSize: type Integer → String"],
        ),
        (
            "- name: PageSize\n  type: Integer\n",
            "- name: PageSize\n  type: Integer\n  required: true\n",
            &["breaking request.PageSize: required"],
        ),
        (
            "  type: Integer\n  required: true\n",
            "  type: Integer\n",
            &["compatible request.PageNumber: no longer required"],
        ),
        (
            "- name: Kind\n",
            "- name: KIND\n",
            &["compatible request.KIND: renamed from request.Kind"],
        ),
        (
            "- name: Kind\n",
            "- name: Sort\n",
            &[
                "breaking request.Kind: field removed: String",
                "compatible request.Sort: field added: String",
            ],
        ),
        (
            "  default: plain\n",
            "  default: fancy\n",
            &["compatible request.Kind: default plain → fancy"],
        ),
        (
            "  default: plain\n",
            "  default: plain\n  deprecated: true\n",
            &["compatible request.Kind: deprecated"],
        ),
        (
            "  default: plain\n",
            "  default: plain\n  position: Header\n",
            &["compatible request.Kind: position Query → Header"],
        ),
        (
            "  default: plain\n",
            "  default: plain\n  values:\n  - value: plain\n  - value: fancy\n",
            &["breaking request.Kind: values added: plain, fancy"],
        ),
        (
            "    - value: running\n",
            "    - value: running\n    - value: done\n",
            &["compatible response.Tasks.Status: value done added"],
        ),
        (
            "    - value: running\n",
            "",
            &["breaking response.Tasks.Status: value running removed"],
        ),
        (
            "    - value: waiting\n    - value: running\n",
            "    - value: running\n    - value: waiting\n",
            &["prose response.Tasks.Status: order waiting, running → running, waiting"],
        ),
        (
            "- name: TotalCount\n  type: Integer\n",
            "- name: TotalCount\n  type: Integer\n- name: RequestId\n  type: String\n",
            &["compatible response.RequestId: field added: String"],
        ),
        // The new field's structure is nearer to the top, and takes the name.
        (
            "- name: TotalCount\n  type: Integer\n",
            "- name: TotalCount\n  type: Integer\n- name: Tag\n  type: Struct\n  fields:\n  - name: X\n    type: String\n",
            &[
                "compatible response.Tag: field added: Struct",
                "breaking response.Tasks.Detail.Tag: `Tag` in Rust, now `DetailTag`",
            ],
        ),
        (
            "  - name: TaskId\n    type: Integer\n    description: Which.\n",
            "  - name: TaskName\n    type: Integer\n    description: Which.\n",
            &["breaking response.Tasks.TaskName: renamed from response.Tasks.TaskId"],
        ),
        (
            "  item_name: Task\n",
            "  item_name: Job\n",
            &["breaking response.Tasks: name of elements Task → Job"],
        ),
        (
            "  - name: Detail\n    type: Struct\n    fields:\n    - name: Tag\n      type: Array\n      items: Struct\n      fields:\n      - name: Key\n        type: String\n- name: TotalCount\n",
            "- name: Detail\n  type: Struct\n  fields:\n  - name: Tag\n    type: Array\n    items: Struct\n    fields:\n    - name: Key\n      type: String\n- name: TotalCount\n",
            &["breaking response.Detail: moved from response.Tasks.Detail"],
        ),
        (
            "- code: Busy\n  http_status: 503\n",
            "",
            &["breaking errors.Busy: error code Busy removed"],
        ),
        (
            "- code: Busy\n",
            "- code: Late\n  http_status: 400\n- code: Busy\n",
            &["compatible errors.Late: error code Late added"],
        ),
        (
            "  http_status: 503\n",
            "  http_status: 429\n",
            &["compatible errors.Busy: HTTP status 503 → 429"],
        ),
        (
            "  total_count: TotalCount\n",
            "",
            &[
                "compatible pagination: paging number PageNumber, size PageSize, total TotalCount, items Tasks → number PageNumber, size PageSize, items Tasks",
            ],
        ),
        (
            "summary: Lists tasks.\n",
            "summary: Lists tasks.\ndeprecated: true\n",
            &["compatible : deprecated"],
        ),
    ];
    for (from, to, expected) in cases {
        assert!(OLD.contains(from), "{from}");
        let comparison = compare("demo", Some(&demo(OLD)), Some(&demo(&OLD.replacen(from, to, 1))));
        let lines: Vec<_> = comparison.changes.iter().map(line).collect();
        assert_eq!(lines, *expected, "{from:?} → {to:?}: {:#?}", comparison.changes);
    }
}

#[test]
fn products_versions_and_operations() {
    let small = "operation: GetTask\nresponse:\n- name: Id\n  type: String\n";
    let one = demo(OLD);
    let both = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2019-08-10/GetTask.yaml", small),
    ]);
    let newer = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2020-01-01/GetTask.yaml", small),
    ]);
    let older = snapshot(&[
        ("product.yaml", MANIFEST),
        ("2019-08-10/ListTasks.yaml", OLD),
        ("2014-01-01/GetTask.yaml", small),
    ]);
    let moved = snapshot(&[
        ("product.yaml", &MANIFEST.replace("demo.{region}", "new.{region}")),
        ("2019-08-10/ListTasks.yaml", OLD),
    ]);
    let (one, both, newer, older, moved) = (Some(&one), Some(&both), Some(&newer), Some(&older), Some(&moved));
    for (old, new, expected) in [
        (one, one, vec![]),
        (one, both, vec!["compatible : operation added"]),
        (both, one, vec!["breaking : operation removed"]),
        (one, newer, vec!["breaking : version added: 1 operation"]),
        (one, older, vec!["compatible : version added: 1 operation"]),
        (older, one, vec!["breaking : version removed: 1 operation"]),
        (
            one,
            moved,
            vec!["compatible endpoints.rule: endpoint demo.{region}.example.com → new.{region}.example.com"],
        ),
        (None, one, vec!["compatible : product added: 1 operation"]),
        (one, None, vec!["breaking : product removed: 1 operation"]),
    ] {
        let comparison = compare("demo", old, new);
        let lines: Vec<_> = comparison.changes.iter().map(line).collect();
        assert_eq!(lines, expected, "{:#?}", comparison.changes);
    }
}

#[test]
fn the_next_version_follows() {
    use alibabacloud_generator::verdict::Bump;
    for (bump, version, next) in [
        (Bump::Major, "0.1.0", "0.2.0"),
        (Bump::Minor, "0.1.3", "0.1.4"),
        (Bump::Patch, "0.1.3", "0.1.4"),
        (Bump::Major, "0.0.3", "0.0.4"),
        (Bump::Major, "1.2.3", "2.0.0"),
        (Bump::Minor, "1.2.3", "1.3.0"),
        (Bump::Patch, "1.2.3", "1.2.4"),
        (Bump::None, "1.2.3", "1.2.3"),
    ] {
        assert_eq!(bump.next(version).as_deref(), Some(next), "{bump:?} of {version}");
    }
    assert_eq!(Bump::Patch.next("1.2"), None);
    assert_eq!(Class::Breaking.to_string(), "breaking");
}
