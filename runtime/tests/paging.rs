//! Where walks through pages end, whatever the service says.

use alibabacloud_runtime::{
    Call, CannedTransport, Client, Config, Credentials, Endpoints, Operation, Page, Pager, Service, UnknownFields,
    error_codes, shape,
};
use std::pin::Pin;
use std::task::{Context, Poll};

static SERVICE: Service = Service::new("test", "2020-01-01", Endpoints::new().central("test.aliyuncs.com"));
static NUMBERED: Operation = Operation::rpc(&SERVICE, "List").paged(Pager::PageNumber {
    page_number: "PageNumber",
    page_size: Some("PageSize"),
});
static TOKENS: Operation = Operation::rpc(&SERVICE, "List").paged(Pager::Token {
    token: "NextToken",
    max_results: None,
});
static UNPAGED: Operation = Operation::rpc(&SERVICE, "List");

#[derive(Debug, Clone, Default, PartialEq)]
struct List {
    ids: Vec<i64>,
    total: Option<i64>,
    next: Option<String>,
    more: Option<bool>,
    unknown_fields: UnknownFields,
}

shape!(List { "Ids" => ids: Integers, "Total" => total: Integer, "Next" => next: String, "More" => more: Boolean });

impl Page for List {
    type Item = i64;

    fn items(&self) -> &[i64] {
        &self.ids
    }

    fn take_items(&mut self) -> Vec<i64> {
        std::mem::take(&mut self.ids)
    }

    fn total_count(&self) -> Option<i64> {
        self.total
    }

    fn next_token(&self) -> Option<&str> {
        self.next.as_deref()
    }

    fn has_more(&self) -> Option<bool> {
        self.more
    }
}

#[derive(Clone)]
enum Kind {
    Unknown(String),
}

error_codes!(Kind {});

/// Items that came, what each request asked for, and why the walk did not come to its end, if so.
async fn walk(
    operation: &'static Operation,
    start: &[(&'static str, &str)],
    answers: &[&str],
) -> (Vec<i64>, String, &'static str) {
    let transport = answers.iter().fold(CannedTransport::new(), |transport, json| {
        transport.answer("List", *json)
    });
    let config = Config::new()
        .credentials(Credentials::new("i", "s"))
        .transport(transport.clone());
    let call = Call::new(&Client::new(&SERVICE, config).unwrap(), operation);
    let call = start.iter().fold(call, |call, (name, value)| call.with(name, *value));
    let mut items = call.items::<List, Kind>();
    let (mut ids, mut stuck) = (Vec::new(), "");
    loop {
        match items.try_next().await {
            Ok(Some(id)) => ids.push(id),
            Ok(None) => break,
            Err(error) => {
                let problems = ["once more", "used already", "empty pages"];
                let told = problems.into_iter().find(|problem| error.to_string().contains(problem));
                stuck = told.unwrap_or_else(|| panic!("{error}"));
                break;
            }
        }
        assert!(ids.len() < 1000, "no end");
    }
    assert_eq!(items.try_next().await.unwrap(), None, "ended once, ended for good");
    let asked =
        |name| move |request: &alibabacloud_runtime::RecordedRequest| request.parameter(name).unwrap_or("-".into());
    let name = if matches!(operation.pager(), Some(Pager::Token { .. })) {
        "NextToken"
    } else {
        "PageNumber"
    };
    (
        ids,
        transport
            .requests()
            .iter()
            .map(asked(name))
            .collect::<Vec<_>>()
            .join(" "),
        stuck,
    )
}

#[tokio::test]
async fn by_page_number() {
    let size = ("PageSize", "2");
    for (start, answers, ids, asked) in [
        // total reached
        (
            vec![size],
            vec![r#"{"Ids":[1,2],"Total":3}"#, r#"{"Ids":[3],"Total":3}"#],
            vec![1, 2, 3],
            "- 2",
        ),
        (vec![size], vec![r#"{"Ids":[1,2],"Total":2}"#], vec![1, 2], "-"),
        (
            vec![size, ("PageNumber", "2")],
            vec![r#"{"Ids":[3,4],"Total":5}"#, r#"{"Ids":[5],"Total":5}"#],
            vec![3, 4, 5],
            "2 3",
        ),
        // pages shorter than asked for
        (
            vec![("PageSize", "9")],
            vec![r#"{"Ids":[1],"Total":2}"#, r#"{"Ids":[2],"Total":2}"#],
            vec![1, 2],
            "- 2",
        ),
        // no total: an empty page ends
        (
            vec![],
            vec![r#"{"Ids":[1]}"#, r#"{"Ids":[2]}"#, r#"{"Ids":[]}"#],
            vec![1, 2],
            "- 2 3",
        ),
        (vec![], vec![r#"{"Ids":[],"Total":9}"#], vec![], "-"),
        // a total of nothing beside items
        (
            vec![],
            vec![r#"{"Ids":[1],"Total":0}"#, r#"{"Total":0}"#],
            vec![1],
            "- 2",
        ),
        // from a later page on, of a service that gives fewer items a page than asked for
        (
            vec![("PageSize", "1000"), ("PageNumber", "2")],
            vec![r#"{"Ids":[3,4],"Total":5}"#, r#"{"Ids":[5],"Total":5}"#],
            vec![3, 4, 5],
            "2 3",
        ),
        // alike at both ends
        (
            vec![],
            vec![
                r#"{"Ids":[1,2,3],"Total":9}"#,
                r#"{"Ids":[1,5,3],"Total":9}"#,
                r#"{"Ids":[7,8,9],"Total":9}"#,
            ],
            vec![1, 2, 3, 1, 5, 3, 7, 8, 9],
            "- 2 3",
        ),
        // an empty page that says that more follow
        (
            vec![],
            vec![
                r#"{"Ids":[1],"More":true}"#,
                r#"{"Ids":[],"More":true}"#,
                r#"{"Ids":[2],"More":false}"#,
            ],
            vec![1, 2],
            "- 2 3",
        ),
        // one in the middle of what the total says; where the total takes no more pages, it ends the walk
        (
            vec![size],
            vec![
                r#"{"Ids":[1,2],"Total":6}"#,
                r#"{"Ids":[],"Total":6}"#,
                r#"{"Ids":[3],"Total":6}"#,
                r#"{"Ids":[],"Total":6}"#,
            ],
            vec![1, 2, 3],
            "- 2 3 4",
        ),
        // a service that says so
        (
            vec![],
            vec![r#"{"Ids":[1],"More":true}"#, r#"{"Ids":[2],"More":false}"#],
            vec![1, 2],
            "- 2",
        ),
        (
            vec![("PageNumber", "9223372036854775807")],
            vec![r#"{"Ids":[1],"Total":9}"#],
            vec![1],
            "9223372036854775807",
        ),
    ] {
        assert_eq!(
            walk(&NUMBERED, &start, &answers).await,
            (ids, asked.to_owned(), ""),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn where_a_service_repeats_itself() {
    let walked = walk(&NUMBERED, &[], &[r#"{"Ids":[1,2,3],"Total":100000}"#]).await;
    assert_eq!(walked, (vec![1, 2, 3], "- 2".to_owned(), "once more"));
    for (start, answers, ids, asked) in [
        (
            vec![],
            vec![
                r#"{"Ids":[1],"Next":"a"}"#,
                r#"{"Ids":[2],"Next":"b"}"#,
                r#"{"Ids":[3],"Next":"a"}"#,
            ],
            vec![1, 2, 3],
            "- a b",
        ),
        (
            vec![("NextToken", "a")],
            vec![r#"{"Ids":[1],"Next":"a"}"#],
            vec![1],
            "a",
        ),
    ] {
        let walked = walk(&TOKENS, &start, &answers).await;
        assert_eq!(walked, (ids, asked.to_owned(), "used already"), "{answers:?}");
    }
    assert_eq!(
        walk(&NUMBERED, &[("PageSize", "2")], &[r#"{"Ids":[],"Total":100000}"#]).await,
        (vec![], "- 2 3 4 5 6 7 8 9 10".to_owned(), "empty pages")
    );
    let tokens: Vec<_> = (0..50).map(|number| format!(r#"{{"Next":"t{number}"}}"#)).collect();
    let answers: Vec<_> = tokens.iter().map(String::as_str).collect();
    assert_eq!(
        walk(&TOKENS, &[], &answers).await,
        (vec![], "- t0 t1 t2 t3 t4 t5 t6 t7 t8".to_owned(), "empty pages")
    );
}

#[tokio::test]
async fn by_token() {
    for (start, answers, ids, asked) in [
        (
            vec![],
            vec![r#"{"Ids":[1],"Next":"a"}"#, r#"{"Ids":[2],"Next":""}"#],
            vec![1, 2],
            "- a",
        ),
        (
            vec![("NextToken", "a")],
            vec![r#"{"Ids":[2],"Next":"b"}"#, r#"{"Ids":[3]}"#],
            vec![2, 3],
            "a b",
        ),
        // an empty page with a token is not the last one
        (
            vec![],
            vec![r#"{"Ids":[1],"Next":"a"}"#, r#"{"Next":"b"}"#, r#"{"Ids":[3]}"#],
            vec![1, 3],
            "- a b",
        ),
        (vec![], vec![r#"{"Next":"b"}"#, r#"{"Ids":[3]}"#], vec![3], "- b"),
        // and pages that are alike are two
        (
            vec![],
            vec![
                r#"{"Ids":[1],"Next":"a"}"#,
                r#"{"Ids":[1],"Next":"b"}"#,
                r#"{"Ids":[2]}"#,
            ],
            vec![1, 1, 2],
            "- a b",
        ),
        (
            vec![],
            vec![
                r#"{"Ids":[1],"Next":"a","More":true}"#,
                r#"{"Next":"b","More":"true"}"#,
                r#"{"Ids":[3]}"#,
            ],
            vec![1, 3],
            "- a b",
        ),
        // a token beside the word that nothing follows
        (vec![], vec![r#"{"Ids":[1],"Next":"a","More":false}"#], vec![1], "-"),
    ] {
        assert_eq!(
            walk(&TOKENS, &start, &answers).await,
            (ids, asked.to_owned(), ""),
            "{answers:?}"
        );
    }
}

#[tokio::test]
async fn operations_without_pages() {
    assert_eq!(
        walk(&UNPAGED, &[], &[r#"{"Ids":[1],"Total":9,"Next":"a"}"#]).await,
        (vec![1], "-".to_owned(), "")
    );
}

#[test]
fn pages_are_a_stream() {
    use futures_core::Stream;
    let client = Client::mock(&SERVICE, &[("List", r#"{"Ids":[1,2],"Total":2}"#)]);
    let mut items = Call::new(&client, &NUMBERED).items::<List, Kind>();
    let mut next = || match Pin::new(&mut items).poll_next(&mut Context::from_waker(std::task::Waker::noop())) {
        Poll::Ready(item) => item.map(Result::unwrap),
        Poll::Pending => panic!("pending"),
    };
    assert_eq!((next(), next(), next()), (Some(1), Some(2), None));
}
