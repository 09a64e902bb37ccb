//! Over the socket: faults that stand anywhere in a request, and values that no service takes.

#[allow(dead_code, reason = "a test uses a part")]
mod process;

use process::Process;
use process::call::Call;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::{Command, Stdio};
use tempfile::TempDir;

const PRODUCT: &str = "code: Harbour\nversions: ['2020-01-01']\nstyle: RPC\n";
const RPC: &str = "operation: ListShips
request:
- {name: ShipId, type: Array, items: String}
- {name: Filter, type: Array, items: Struct, format: Json, fields: [{name: Key, type: String}]}
- name: Tag
  type: Array
  items: Struct
  fields:
  - {name: Key, type: String}
  - {name: Value, type: Array, items: String}
- {name: PageSize, type: Integer}
- {name: Depth, type: Double}
response:
- {name: RequestId, type: String}
- {name: Ships, type: Array, items: String}
";
const ROA: &str = "operation: MoorShip
method: PUT
path: /berths/{BerthId}/ship
request:
- {name: BerthId, type: String, position: Path, required: true}
- {name: Captain, type: String, position: Header}
- {name: name, type: String, position: Body}
- name: crews
  type: Array
  items: Struct
  position: Body
  fields:
  - {name: name, type: String}
response:
- {name: name, type: String}
";
/// The body is a structure itself, or a list.
const STRUCT: &str = "operation: PaintShip
method: PUT
path: /paint
request:
- {name: body, type: Struct, position: Body, payload: true, fields: [{name: color, type: String}]}
response:
- {name: color, type: String}
";
const LIST: &str = "operation: LoadShip
method: PUT
path: /load
request:
- {name: body, type: Array, items: String, position: Body, payload: true}
response:
- {name: weight, type: Integer}
";
/// The answer is a list itself, and its parameter `Format` is its own.
const BARE: &str = "operation: ListFlags
request:
- {name: Format, type: String, required: true}
- {name: page_number, type: Integer}
- {name: page_size, type: Integer}
answer: {type: Array, items: Struct}
response:
- {name: flag_id, type: String, example: flag}
";
/// It has tokens, and no list.
const TEXT: &str = "operation: ReadLog
request:
- {name: Marker, type: String}
- {name: MaxItems, type: String}
response:
- {name: Content, type: String, example: fair}
- {name: NextMarker, type: String, example: more}
- {name: IsTruncated, type: String, example: 'true'}
";

fn spec() -> TempDir {
    let spec = tempfile::tempdir().expect("a folder");
    let version = spec.path().join("harbour/2020-01-01");
    fs::create_dir_all(&version).expect("folders");
    fs::write(spec.path().join("harbour/product.yaml"), PRODUCT).expect("written");
    for (name, text) in [
        ("ListShips", RPC),
        ("MoorShip", ROA),
        ("PaintShip", STRUCT),
        ("LoadShip", LIST),
        ("ListFlags", BARE),
        ("ReadLog", TEXT),
    ] {
        fs::write(version.join(format!("{name}.yaml")), text).expect("written");
    }
    spec
}

fn cloud(spec: &TempDir) -> Process {
    Process::start(&["--spec", &spec.path().to_string_lossy()])
}

fn call(operation: &str, method: &str, path: &str) -> Call {
    Call {
        product: "harbour".to_owned(),
        version: "2020-01-01".to_owned(),
        operation: operation.to_owned(),
        method: method.to_owned(),
        path: path.to_owned(),
        ..Call::default()
    }
}

fn rpc() -> Call {
    call("ListShips", "POST", "/")
}

fn roa(path: &str, body: &str) -> Call {
    Call {
        body: Some(body.to_owned()).filter(|body| !body.is_empty()),
        ..call("MoorShip", "PUT", path)
    }
}

#[test]
fn a_fault_may_stand_anywhere_in_a_request() {
    let spec = spec();
    let cloud = cloud(&spec);
    let header = |mut call: Call, value: &str| {
        call.headers.push(("captain", value.to_owned()));
        call
    };
    let cases = [
        (rpc(), 200, ""),
        (rpc().with("ShipId.1", "fault:throttling"), 400, "Throttling"),
        (rpc().with("ShipId.1", "fault:Throttling"), 400, "Throttling"),
        (rpc().with("Tag.1.Value.2", "fault:503"), 503, "ServiceUnavailable"),
        (
            rpc().with("Filter", r#"[{"Key":"fault:503"}]"#),
            503,
            "ServiceUnavailable",
        ),
        (rpc().with("Other", "fault:503"), 503, "ServiceUnavailable"),
        (roa("/berths/7/ship", r#"{"name":"x"}"#), 200, ""),
        (
            roa("/berths/7/ship", r#"{"name":"fault:503"}"#),
            503,
            "ServiceUnavailable",
        ),
        (
            roa(
                "/berths/7/ship",
                r#"{"crews":[{"name":"x"},{"name":"fault:internal"}]}"#,
            ),
            500,
            "InternalError",
        ),
        (
            roa("/berths/7/ship", r#"{"Other":{"a":["fault:503"]}}"#),
            503,
            "ServiceUnavailable",
        ),
        (roa("/berths/fault:throttling/ship", ""), 400, "Throttling"),
        (roa("/berths/fault%3Athrottling/ship", ""), 400, "Throttling"),
        (roa("/berths/fault%3Anothing/ship", ""), 400, "InvalidFault"),
        (
            header(roa("/berths/7/ship", ""), "fault:503"),
            503,
            "ServiceUnavailable",
        ),
        // The first of an operation only.
        (roa("/berths/fault:503:1/ship", ""), 503, "ServiceUnavailable"),
        (roa("/berths/fault:503:1/ship", ""), 200, ""),
    ];
    told(&cloud, &cases);
}

#[test]
fn values_that_no_service_takes() {
    let spec = spec();
    let cloud = cloud(&spec);
    let whole = |operation: &str, path: &str, body: &str| Call {
        body: Some(body.to_owned()),
        ..call(operation, "PUT", path)
    };
    let accept = |kinds: &str| {
        let mut call = rpc();
        call.headers.push(("accept", kinds.to_owned()));
        call
    };
    let invalid = "InvalidParameter";
    let cases = [
        // Indices of lists.
        (rpc().with("ShipId.1", "a").with("ShipId.12", "b"), 200, ""),
        (rpc().with("ShipId.x", "a"), 400, invalid),
        (rpc().with("ShipId.1", "a").with("ShipId.x", "b"), 400, invalid),
        (rpc().with("ShipId.+1", "a"), 400, invalid),
        (rpc().with("ShipId.01", "a"), 400, invalid),
        (rpc().with("ShipId.", "a"), 400, invalid),
        (rpc().with("ShipId.99999999999", "a"), 400, invalid),
        (rpc().with("Tag.x.Key", "a"), 400, invalid),
        (rpc().with("Tag.1.Value.x", "a"), 400, invalid),
        // Numbers.
        (rpc().with("PageSize", "5").with("Depth", "-1.5"), 200, ""),
        (rpc().with("PageSize", "+5"), 400, invalid),
        (rpc().with("PageSize", "0"), 400, invalid),
        (rpc().with("Depth", "+1.5"), 400, invalid),
        (call("ReadLog", "POST", "/").with("MaxItems", "0"), 400, invalid),
        (call("ReadLog", "POST", "/").with("Marker", "from-row-+5"), 400, invalid),
        // Bodies.
        (roa("/berths/7/ship", "{}"), 200, ""),
        (roa("/berths/7/ship", "[]"), 400, invalid),
        (roa("/berths/7/ship", "null"), 400, invalid),
        (roa("/berths/7/ship", "7"), 400, invalid),
        (roa("/berths/7/ship", "{"), 400, invalid),
        (whole("PaintShip", "/paint", "{}"), 200, ""),
        (whole("PaintShip", "/paint", "[]"), 400, invalid),
        (whole("PaintShip", "/paint", "null"), 400, invalid),
        (whole("LoadShip", "/load", "[]"), 200, ""),
        (whole("LoadShip", "/load", "{}"), 400, invalid),
        (whole("LoadShip", "/load", "null"), 400, invalid),
        // Answers of another kind.
        (rpc().with("Format", "json"), 200, ""),
        (rpc().with("Format", "XML"), 400, invalid),
        (call("ListFlags", "POST", "/").with("Format", "XML"), 200, ""),
        (accept("application/json"), 200, ""),
        (accept("text/html, application/xml;q=0.9, */*;q=0.8"), 200, ""),
        (accept("application/xml"), 400, invalid),
    ];
    told(&cloud, &cases);
    let (_, body) = rpc().with("Format", "XML").send(&cloud);
    let message = body["Message"].as_str().unwrap_or_default();
    assert!(message.contains("XML") && message.contains("JSON"), "{body}");
}

#[test]
fn an_answer_that_is_a_list_pages_too() {
    let spec = spec();
    let cloud = cloud(&spec);
    let call = call("ListFlags", "POST", "/").with("Format", "x").with("page_size", 10);
    for (page, rows, first) in [(1, 10, json!("flag")), (3, 5, json!("flag-20")), (4, 0, Value::Null)] {
        let (_, body) = call.with("page_number", page).send(&cloud);
        let found = body.as_array().map(Vec::len);
        assert_eq!((found, &body[0]["flag_id"]), (Some(rows), &first), "{page}: {body}");
    }
}

#[test]
fn what_has_no_list_comes_to_an_end() {
    let spec = spec();
    let (_, body) = call("ReadLog", "POST", "/").send(&cloud(&spec));
    let whole = json!({"Content": "fair", "NextMarker": "", "IsTruncated": "false"});
    assert_eq!(body, whole);
}

#[test]
fn answers_reach_clients_that_send_too_much_or_have_ended_their_side() {
    let spec = spec();
    let cloud = Process::start(&["--spec", spec.path().to_str().expect("UTF-8")]);
    const TOO_MUCH: usize = 20 << 20;
    let head =
        |length: usize| format!("POST /?Action=ListShips HTTP/1.1\r\nhost: x\r\ncontent-length: {length}\r\n\r\n");
    for (length, ends, status) in [
        (0, true, "HTTP/1.1 4"),
        (TOO_MUCH, false, "HTTP/1.1 413"),
        (TOO_MUCH, true, "HTTP/1.1 413"),
    ] {
        for _ in 0..20_usize.saturating_sub(length >> 20).max(1) {
            let mut stream = TcpStream::connect(cloud.address()).expect("a connection");
            stream.write_all(head(length).as_bytes()).expect("the head");
            stream.write_all(&vec![b'a'; length]).expect("the whole body is read");
            if ends {
                stream.shutdown(Shutdown::Write).expect("its side ends");
            }
            let mut first = String::new();
            BufReader::new(stream).read_line(&mut first).expect("an answer");
            assert!(first.starts_with(status), "{length} {ends}: {first:?}");
        }
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_log_that_can_not_be_written_is_told_once() {
    let spec = spec();
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask-cloud"));
    command
        .args(["--seconds", "600", "--log", "/dev/full", "--spec"])
        .arg(spec.path());
    let mut process = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the cloud starts");
    let mut output = BufReader::new(process.stdout.take().expect("its output"));
    let mut first = String::new();
    output.read_line(&mut first).expect("a line");
    let address = first.split("http://").nth(1).and_then(|rest| rest.split(' ').next());
    let address = address.expect("an address");
    for _ in 0..3 {
        assert_eq!(rpc().send_to(address).0, 200);
    }
    // What it says of a request it says before it answers.
    process.kill().expect("it runs");
    let mut said = String::new();
    let mut errors = process.stderr.take().expect("its errors");
    errors.read_to_string(&mut said).expect("text");
    let _ = process.wait();
    assert_eq!(said.matches("/dev/full").count(), 1, "{said}");
}

/// Sends calls, and holds their answers against a status and a code.
fn told(cloud: &Process, cases: &[(Call, u16, &str)]) {
    for (call, status, code) in cases {
        let (found, body) = call.send(cloud);
        let said = body["Code"].as_str().unwrap_or_default();
        assert_eq!((found, said), (*status, *code), "{call:?}: {body}");
    }
}
