//! How much memory a response may take, whatever stands in it.

use alibabacloud_runtime::{Document, FromResponse, UnknownFields, decode, shape};
use peak_alloc::PeakAlloc;
use std::collections::BTreeMap;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// A structure of the size that rows of long lists have.
#[derive(Debug, Default)]
struct Row {
    #[expect(dead_code, reason = "only takes room")]
    names: [Option<String>; 32],
    rows: Vec<Row>,
    unknown_fields: UnknownFields,
}

shape!(Row { "Rows" => rows: Structs });

#[derive(Debug, Default)]
struct Answer {
    rows: Vec<Row>,
    texts: Vec<String>,
    numbers: Vec<i64>,
    any: Option<Document>,
    map: BTreeMap<String, Document>,
    unknown_fields: UnknownFields,
}

shape!(Answer {
    "Rows" => rows: Structs,
    "Texts" => texts: Strings,
    "Numbers" => numbers: Integers,
    "Any" => any: Any,
    "Map" => map: Map,
});

/// All in one test: they share the allocator.
#[test]
fn memory_stays_within_eight_times_the_body() {
    let list = |length: usize, element: &str| {
        let elements = vec![element; length / (element.len() + 1)];
        format!("[{}]", elements.join(","))
    };
    let members = |length: usize| {
        let members = (0..length / 10).map(|number| format!("\"{number:06}\":0"));
        format!("{{{}}}", members.collect::<Vec<_>>().join(","))
    };
    for length in [3 << 19, 3 << 20] {
        for (what, json) in [
            ("rows", format!(r#"{{"Rows":{}}}"#, list(length, "{}"))),
            (
                "rows in rows",
                format!(r#"{{"Rows":{}}}"#, list(length, r#"{"Rows":[{},{}]}"#)),
            ),
            ("nested", {
                let nested = format!("{}{}", "[".repeat(90), "]".repeat(90));
                format!(r#"{{"Any":{}}}"#, list(length, &nested))
            }),
            (
                "once more",
                format!(
                    r#"{{"Any":{},"Any":{}}}"#,
                    list(length / 2, r#"{"a":0}"#),
                    list(length / 2, r#"{"a":0}"#)
                ),
            ),
            ("many times", {
                let again = vec![r#""Numbers":[1,2,3,4,5,6,7]"#; length / 26];
                format!("{{{}}}", again.join(","))
            }),
            (
                "objects in texts",
                format!(r#"{{"Texts":{}}}"#, list(length, r#"{"a":1}"#)),
            ),
            ("texts", format!(r#"{{"Texts":{}}}"#, list(length, r#""""#))),
            ("short texts", format!(r#"{{"Texts":{}}}"#, list(length, r#""a""#))),
            ("numbers", format!(r#"{{"Numbers":{}}}"#, list(length, "7"))),
            ("odd numbers", format!(r#"{{"Numbers":{}}}"#, list(length, "{}"))),
            ("odd words", format!(r#"{{"Numbers":{}}}"#, list(length, r#""x""#))),
            ("lists", format!(r#"{{"Any":{}}}"#, list(length, "[]"))),
            ("objects", format!(r#"{{"Any":{}}}"#, list(length, r#"{"":0}"#))),
            ("undocumented", format!(r#"{{"New":{}}}"#, list(length, "[[]]"))),
            ("members", format!(r#"{{"Any":{}}}"#, members(length))),
            ("entries", format!(r#"{{"Map":{}}}"#, members(length))),
            ("fields", members(length)),
            ("keys", format!(r#"{{"Rows":{}}}"#, members(length))),
            ("broken", format!(r#"{{"Any":{}"#, list(length, "\"\\ud83d\""))),
            ("mended", format!(r#"{{"Any":{}}}"#, list(length, "\"\\ud83d\""))),
        ] {
            within(what, &json, |json| decode::<Answer>(json).is_ok());
            within(what, &json, |json| Document::from_response(json, false).is_ok());
        }
    }
}

fn within(what: &str, json: &str, read: impl FnOnce(&[u8]) -> bool) {
    let before = MEMORY.current_usage();
    MEMORY.reset_peak_usage();
    let is_read = read(json.as_bytes());
    let taken = MEMORY.peak_usage() - before;
    // Two bodies may be held while it arrives; and any response may take what short ones do.
    let allowed = (json.len() * 6).max(9 << 20);
    assert!(taken <= allowed, "{what}, {} bytes: {taken} ({is_read})", json.len());
}

/// What real answers have is far from all bounds.
#[test]
fn long_answers_are_read() {
    for (element, count) in [
        (r#"{"Rows":[]}"#, 1_200),
        (r#"{"Rows":[{"A":"some text"}],"B":[1,2,3]}"#, 1_000),
    ] {
        let json = format!(r#"{{"Rows":[{}]}}"#, vec![element; count].join(","));
        assert_eq!(decode::<Answer>(json.as_bytes()).unwrap().rows.len(), count);
    }
}
