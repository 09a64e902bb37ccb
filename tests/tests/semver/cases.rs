//! Small changes of an operation, and what is said of each.

/// The operation as it was.
pub(crate) const OLD: &str = "operation: ListTasks
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
- name: Tag
  type: Array
  items: Struct
  fields:
  - name: Key
    type: String
    required: true
  - name: Value
    type: String
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

/// The error codes that operations have in common, as they were.
pub(crate) const COMMON: &str = "source: docs/Common error codes.md
errors:
- code: Throttling
  http_status: 400
- code: Denied
  http_status: 403
";

/// A change of codes in common, and of an operation's own.
#[derive(Debug)]
pub(crate) struct CommonCase {
    /// The codes in common before and after; none of the two where there are none.
    pub(crate) common: [&'static str; 2],
    /// What is replaced by what in the operation.
    pub(crate) own: (&'static str, &'static str),
    /// The lines expected.
    pub(crate) lines: &'static [&'static str],
    /// Whether what it breaks is found by the compiler; else it means something else when it runs.
    pub(crate) compiles: bool,
}

pub(crate) const COMMON_CASES: &[CommonCase] = &[
    CommonCase {
        common: [
            COMMON,
            "source: docs/Error codes.md\nerrors:\n- code: Denied\n  http_status: 403\n- code: Throttling\n  http_status: 400\n",
        ],
        own: ("", ""),
        lines: &[
            "prose source: page docs/Common error codes.md → docs/Error codes.md",
            "prose errors: order Throttling, Denied → Denied, Throttling",
        ],
        compiles: true,
    },
    CommonCase {
        common: [
            COMMON,
            "source: docs/Common error codes.md\nerrors:\n- code: Throttling\n  http_status: 429\n- code: Late\n- code: Denied\n  http_status: 403\n",
        ],
        own: ("", ""),
        lines: &[
            "compatible errors.Throttling: HTTP status 400 → 429",
            "compatible errors.Late: error code Late added",
        ],
        compiles: true,
    },
    CommonCase {
        common: [
            COMMON,
            "source: docs/Common error codes.md\nerrors:\n- code: Throttling\n  http_status: 400\n",
        ],
        own: ("", ""),
        lines: &["breaking errors.Denied: error code Denied removed"],
        compiles: false,
    },
    // From the operation to the list in common, and back.
    CommonCase {
        common: [
            COMMON,
            "source: docs/Common error codes.md\nerrors:\n- code: Throttling\n  http_status: 400\n- code: Denied\n  http_status: 403\n- code: Busy\n  http_status: 503\n",
        ],
        own: ("- code: Busy\n  http_status: 503\n", ""),
        lines: &[
            "compatible errors.Busy: error code Busy added",
            "breaking errors.Busy: error code Busy removed",
        ],
        compiles: false,
    },
    CommonCase {
        common: [
            COMMON,
            "source: docs/Common error codes.md\nerrors:\n- code: Throttling\n  http_status: 400\n",
        ],
        own: ("- code: Busy\n", "- code: Denied\n  http_status: 403\n- code: Busy\n"),
        lines: &[
            "breaking errors.Denied: error code Denied removed",
            "breaking errors.Denied: error code Denied added",
        ],
        compiles: false,
    },
    // The operation has a word of its own on it now, and it comes as that.
    CommonCase {
        common: [COMMON, COMMON],
        own: ("- code: Busy\n", "- code: Denied\n  http_status: 404\n- code: Busy\n"),
        lines: &["breaking errors.Denied: error code Denied added"],
        compiles: true,
    },
    CommonCase {
        common: [COMMON, ""],
        own: ("", ""),
        lines: &[
            "prose source: page removed: docs/Common error codes.md",
            "breaking errors.Throttling: error code Throttling removed",
            "breaking errors.Denied: error code Denied removed",
        ],
        compiles: false,
    },
    CommonCase {
        common: ["", COMMON],
        own: ("", ""),
        lines: &[
            "prose source: page added: docs/Common error codes.md",
            "compatible errors.Throttling: error code Throttling added",
            "compatible errors.Denied: error code Denied added",
        ],
        compiles: true,
    },
];

/// Code that uses the codes in common, besides [`CLIENT`].
pub(crate) const COMMON_CLIENT: &str = "
pub fn is_throttled(kind: &DemoError) -> bool {
    use cloud::CommonError;
    matches!(kind, DemoError::Common(CommonError::Throttling | CommonError::Denied | CommonError::Unknown(_)))
}
";

/// What is replaced by what, and the lines expected.
pub(crate) const CASES: &[(&str, &str, &[&str])] = &[
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
        &["compatible request.Kind: values added: plain, fancy"],
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
    (
        "pagination:\n  style: PageNumber\n  page_number: PageNumber\n  page_size: PageSize\n  total_count: TotalCount\n  items: Tasks\n",
        "",
        &["breaking pagination: paging removed: number PageNumber, size PageSize, total TotalCount, items Tasks"],
    ),
    (
        "  - name: Value\n    type: String\n",
        "  - name: Value\n    type: String\n    required: true\n",
        &["breaking request.Tag.Value: required"],
    ),
    (
        "- name: Kind\n  type: String\n",
        "- name: Kind\n  type: Array\n  items: String\n",
        &["breaking request.Kind: type String → Array of String"],
    ),
    (
        "- name: TotalCount\n  type: Integer\n",
        "- name: TotalCount\n  type: String\n",
        &["breaking response.TotalCount: type Integer → String"],
    ),
    (
        "- name: TotalCount\n  type: Integer\n",
        "- name: TotalCount\n  type: Long\n",
        &["compatible response.TotalCount: type Integer → Long"],
    ),
];

/// Code that uses all of the operation, called `Demo` here and `demo` in names of modules and methods.
pub(crate) const CLIENT: &str = "
use cloud::operation::demo::{Demo, DemoError, DemoResponse, Detail, Status, Tag, TagParam, Task};

pub fn call(client: &cloud::Client) -> Demo {
    client.demo()
}

pub async fn ask(client: &cloud::Client) -> Result<i64, cloud::Error<DemoError>> {
    let tag = TagParam::new().key(\"k\").value(\"v\");
    let call = client.demo().page_number(1).page_size(2).kind(\"x\").tag([tag, TagParam::new().key(\"k\")]);
    match call.send().await {
        Ok(answer) => Ok(count(&answer)),
        Err(cloud::Error::Service { kind: DemoError::TaskGone | DemoError::Busy, .. }) => Ok(0),
        Err(other) => Err(other),
    }
}

pub async fn walk(client: &cloud::Client) -> Result<Vec<Task>, cloud::Error<DemoError>> {
    let mut tasks = client.demo().page_number(1).items();
    let mut all = Vec::new();
    while let Some(task) = tasks.try_next().await? {
        all.push(task);
    }
    Ok(all)
}

fn count(answer: &DemoResponse) -> i64 {
    let total: Option<i64> = answer.total_count;
    let ids: i64 = answer.tasks.iter().map(id).sum();
    total.unwrap_or_default() + ids
}

fn id(task: &Task) -> i64 {
    let id: Option<i64> = task.task_id;
    let detail: Option<&Detail> = task.detail.as_ref();
    let tags: &[Tag] = detail.map_or(&[], |detail| &detail.tag);
    let keys: Option<&str> = tags.first().and_then(|tag| tag.key.as_deref());
    match &task.status {
        Some(Status::Waiting | Status::Running) if keys.is_some() => id.unwrap_or_default(),
        Some(Status::Unknown(other)) => other.len() as i64,
        _ => 0,
    }
}
";
