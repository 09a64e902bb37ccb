//! Requests in, answers out, without a socket: what the cloud says of each.

use alibabacloud_runtime::{UtcTime, sign};
use serde_json::Value;
use std::fs;
use std::time::SystemTime;
use xtask_cloud::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, Answer, Catalog, Cloud, Faults, Request};

const PRODUCT: &str = "code: Harbour\nversions: ['2020-01-01']\nstyle: RPC\nsuccess:\n- {field: Code, is: [OK]}\n";
const OPERATION: &str = "operation: ListShips
request:
- {name: Berth, type: String, required: true}
- {name: Size, type: Integer}
- {name: Kind, type: String, values: [{value: sail}, {value: steam}]}
- name: Tag
  type: Array
  items: Struct
  fields:
  - {name: Key, type: String, required: true}
- {name: PageNumber, type: Integer}
- {name: PageSize, type: Integer}
response:
- {name: RequestId, type: String}
- {name: Code, type: String, example: 'Busy'}
- {name: TotalCount, type: Integer}
- name: Ships
  type: Array
  items: Struct
  item_name: Ship
  fields:
  - {name: ShipId, type: String, example: ship-a}
  - {name: Length, type: Double, example: '31.5'}
errors:
- {code: InvalidSize.Malformed, http_status: 403}
pagination:
  style: PageNumber
  page_number: PageNumber
  page_size: PageSize
  total_count: TotalCount
  items: Ships
";

/// It takes tokens and page numbers.
const EITHER: &str = "operation: ListCrews
request:
- {name: PageNumber, type: Integer}
- {name: PageSize, type: Integer, default: '5'}
- {name: MaxResults, type: Integer}
- {name: NextToken, type: String}
response:
- {name: PageNumber, type: Integer}
- {name: NextToken, type: String}
- name: Crews
  type: Array
  items: Struct
  fields:
  - {name: CrewId, type: String, example: crew-a}
pagination:
  style: Token
  token: NextToken
  next_token: NextToken
  page_size: PageSize
  items: Crews
";

/// Names and values of parameters.
type Sent<'s> = &'s [(&'s str, &'s str)];

fn cloud() -> Cloud {
    let spec = tempfile::tempdir().expect("a folder");
    let version = spec.path().join("harbour/2020-01-01");
    fs::create_dir_all(&version).expect("folders");
    fs::write(spec.path().join("harbour/product.yaml"), PRODUCT).expect("written");
    fs::write(version.join("ListShips.yaml"), OPERATION).expect("written");
    fs::write(version.join("ListCrews.yaml"), EITHER).expect("written");
    let catalog = Catalog::open(spec.path(), &[]).expect("a catalog");
    Cloud::new(catalog, Faults::new(None))
}

/// A call of RPC style, signed with signature 1.0.
fn signed(parameters: &[(&str, &str)], nonce: &str, now: SystemTime) -> Request {
    let time = UtcTime::from(now).seconds();
    let usual = [
        ("Version", "2020-01-01"),
        ("AccessKeyId", ACCESS_KEY_ID),
        ("SignatureMethod", sign::v1::ALGORITHM),
        ("SignatureVersion", "1.0"),
        ("SignatureNonce", nonce),
        ("Timestamp", &time),
    ];
    let pairs = usual.iter().chain(parameters);
    let mut query: Vec<(String, String)> = pairs
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    query.sort();
    let signature = sign::v1::signature(
        ACCESS_KEY_SECRET,
        &sign::v1::string_to_sign("GET", &sign::canonical_query(&query)),
    );
    query.push(("Signature".to_owned(), signature));
    Request {
        method: "GET".to_owned(),
        path: "/".to_owned(),
        query,
        ..Request::default()
    }
}

fn json(answer: &Answer) -> Value {
    serde_json::from_slice(answer.bytes()).expect("JSON")
}

#[test]
fn requests_and_what_they_are_told() {
    let cloud = cloud();
    let now = SystemTime::now();
    let list = ("Action", "ListShips");
    let berth = ("Berth", "7");
    let cases: [(Sent<'_>, u16, &str); 11] = [
        (&[list, berth], 200, "OK"),
        (
            &[list, berth, ("Size", "12"), ("Kind", "steam"), ("Tag.1.Key", "k")],
            200,
            "OK",
        ),
        (&[list], 400, "MissingParameter"),
        (&[list, berth, ("Tag.1.Other", "k")], 400, "MissingParameter"),
        (&[list, berth, ("Size", "big")], 403, "InvalidSize.Malformed"),
        (&[list, berth, ("Kind", "oars")], 400, "InvalidParameter"),
        (&[list, berth, ("PageNumber", "0")], 400, "InvalidParameter"),
        (&[("Action", "SinkShips"), berth], 404, "InvalidAction.NotFound"),
        (&[berth], 400, "MissingParameter"),
        (&[list, ("Berth", "fault:503:1")], 503, "ServiceUnavailable"),
        (&[list, ("Berth", "fault:504")], 400, "InvalidFault"),
    ];
    for (at, (parameters, status, code)) in cases.into_iter().enumerate() {
        let (answer, log) = cloud.answer(&signed(parameters, &format!("nonce-{at}"), now), now);
        let body = json(&answer);
        assert_eq!(
            (answer.status, body["Code"].as_str()),
            (status, Some(code)),
            "{parameters:?}: {log} {body}"
        );
    }
    // A request that comes twice, and one whose time is over.
    let twice = signed(&[list, berth], "nonce-0", now);
    assert_eq!(json(&cloud.answer(&twice, now).0)["Code"], "SignatureNonceUsed");
    let late = signed(&[list, berth], "late", now - std::time::Duration::from_secs(3600));
    assert_eq!(json(&cloud.answer(&late, now).0)["Code"], "InvalidTimeStamp.Expired");
}

#[test]
fn pages_hold_their_part_of_the_rows() {
    let cloud = cloud();
    let now = SystemTime::now();
    let mut ids = std::collections::BTreeSet::new();
    for (page, rows) in [("1", 10), ("2", 10), ("3", 5), ("4", 0)] {
        let parameters = [
            ("Action", "ListShips"),
            ("Berth", "7"),
            ("PageNumber", page),
            ("PageSize", "10"),
        ];
        let body = json(&cloud.answer(&signed(&parameters, page, now), now).0);
        let ships = body["Ships"]["Ship"].as_array().expect("rows").clone();
        assert_eq!((ships.len(), &body["TotalCount"]), (rows, &25.into()), "{body}");
        ids.extend(
            ships
                .iter()
                .map(|ship| ship["ShipId"].as_str().expect("an id").to_owned()),
        );
    }
    assert_eq!(ids.len(), 25);
}

#[test]
fn a_page_by_its_number_where_there_are_tokens_too() {
    let cloud = cloud();
    let now = SystemTime::now();
    let cases: [(Sent<'_>, u64, &str, usize, &str); 6] = [
        (&[], 1, "crew-a", 5, "from-row-5"),
        (&[("PageNumber", "3")], 3, "crew-a", 5, "from-row-15"),
        (&[("PageNumber", "2"), ("PageSize", "20")], 2, "crew-a", 5, ""),
        (&[("MaxResults", "7")], 1, "crew-a", 7, "from-row-7"),
        (&[("NextToken", "from-row-24"), ("MaxResults", "7")], 1, "crew-a", 1, ""),
        (
            &[("NextToken", "from-row-5"), ("PageNumber", "")],
            1,
            "crew-a",
            5,
            "from-row-10",
        ),
    ];
    let mut first = Vec::new();
    for (at, (parameters, page, id, rows, next)) in cases.into_iter().enumerate() {
        let parameters = [&[("Action", "ListCrews")], parameters].concat();
        let (answer, log) = cloud.answer(&signed(&parameters, &format!("either-{at}"), now), now);
        let body = json(&answer);
        let crews = body["Crews"].as_array().unwrap_or_else(|| panic!("{log} {body}"));
        assert_eq!(
            (body["PageNumber"].as_u64(), crews.len(), body["NextToken"].as_str()),
            (Some(page), rows, Some(next)),
            "{parameters:?}: {body}"
        );
        let name = crews[0]["CrewId"].as_str().expect("an id").to_owned();
        assert!(name.starts_with(id), "{name}");
        first.push(name);
    }
    assert_ne!(first[0], first[1], "another page has other rows");
}
