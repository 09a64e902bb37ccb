//! Signatures and layouts of requests, as the official clients compute them: `signatures/vectors.json`, and those of the shared material.

mod empty_operation;
mod shared;

use alibabacloud_runtime::{
    Call, CannedTransport, Client, Config, Credentials, Document, Endpoints, Operation, Position, Service, Value, sign,
};
use empty_operation::{Kind, Nothing};

fn text<'a>(vector: &'a Document, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"))
}

fn pairs(members: &Document) -> Vec<(String, String)> {
    let members = members.as_object().unwrap().iter();
    let pairs = members.filter(|(_, value)| !value.is_null()).map(|(name, value)| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (name.clone(), text)
    });
    pairs.collect()
}

/// Cases of our own, under a name.
fn own(name: &str) -> Vec<Document> {
    let own: Document = serde_json::from_str(include_str!("signatures/vectors.json")).unwrap();
    own[name].as_array().unwrap().clone()
}

/// Vectors of our own, and of every file of the shared material whose name begins so.
fn vectors(version: &str) -> Vec<Document> {
    let mut vectors = own(version);
    let Some(folder) = shared::folder() else { return vectors };
    let mut files = 0;
    for file in std::fs::read_dir(folder.join("vectors")).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with(&format!("signature_{version}")) && name.ends_with(".json") {
            files += 1;
            let read: Vec<Document> = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
            vectors.extend(read);
        }
    }
    assert!(files > 0, "no vectors of {version}");
    vectors
}

#[test]
fn acs3_hmac_sha256() {
    for vector in &vectors("v3") {
        let name = text(vector, "name");
        let lower = |(name, value): (String, String)| (name.to_ascii_lowercase(), value);
        let all: Vec<_> = pairs(&vector["headers"]).into_iter().map(lower).collect();
        let expected = text(vector, "authorization");
        let (_, signed) = expected.split_once("SignedHeaders=").unwrap();
        let (signed, _) = signed.split_once(',').unwrap();
        let signed: Vec<_> = signed.split(';').collect();
        let is_signed = |name: &str| signed.contains(&name);
        for (header, _) in &all {
            assert!(is_signed(header) || !sign::is_signed_header(header), "{name}: {header}");
        }
        let headers: Vec<_> = all.into_iter().filter(|(name, _)| is_signed(name)).collect();

        let payload = sign::sha256_hex(text(vector, "body").as_bytes());
        assert_eq!(payload, vector["headers"]["x-acs-content-sha256"], "{name}");
        let query = sign::canonical_query(&pairs(&vector["query"]));
        let (method, path) = (text(vector, "method"), text(vector, "path"));
        let canonical = sign::canonical_request(method, path, &query, &headers, &payload);
        assert_eq!(canonical, text(vector, "canonical_request"), "{name}");

        let to_sign = sign::string_to_sign(&canonical);
        assert_eq!(to_sign, text(vector, "string_to_sign"), "{name}");

        let (id, secret) = (text(vector, "access_key_id"), text(vector, "access_key_secret"));
        let authorization = sign::authorization(id, secret, &sign::signed_headers(&headers), &to_sign);
        assert_eq!(authorization, expected, "{name}");
    }
}

#[test]
fn hmac_sha1() {
    for vector in &vectors("v1") {
        let name = text(vector, "name");
        let mut parameters = pairs(&vector["params"]);
        let token = vector["security_token"]
            .as_str()
            .filter(|_| vector["params"]["SecurityToken"].is_null());
        parameters.extend(token.map(|token| ("SecurityToken".to_owned(), token.to_owned())));
        parameters.retain(|(name, _)| name != "Signature");
        let query = sign::canonical_query(&parameters);
        assert_eq!(query, text(vector, "canonical_query"), "{name}");
        let to_sign = sign::v1::string_to_sign(text(vector, "method"), &query);
        assert_eq!(to_sign, text(vector, "string_to_sign"), "{name}");
        let signature = sign::v1::signature(text(vector, "access_key_secret"), &to_sign);
        assert_eq!(signature, text(vector, "signature"), "{name}");
    }
}

static SERVICE: Service = Service::new("test", "2020-01-01", Endpoints::new().central("test.aliyuncs.com"));
static FLAT: Operation = Operation::rpc(&SERVICE, "Flat");
static IN_PATH: Operation =
    Operation::roa(&SERVICE, "InPath", "GET", "/pop/v1/apps/{AppId}").positions(&[("AppId", Position::Path)]);

/// A parameter as a caller would give it.
fn value(json: &Document) -> Value {
    match json {
        Document::String(text) => text.as_str().into(),
        Document::Number(number) => number
            .as_i64()
            .map_or_else(|| number.as_f64().unwrap().into(), Value::from),
        Document::Array(values) => Value::List(values.iter().map(value).collect()),
        Document::Object(members) => Value::map(members.iter().map(|(key, member)| (key.clone(), value(member)))),
        other => panic!("{other}"),
    }
}

async fn send(
    operation: &'static Operation,
    parameters: Vec<(&'static str, Value)>,
) -> alibabacloud_runtime::RecordedRequest {
    let cloud = CannedTransport::new().answer("Flat", "{}").answer("InPath", "{}");
    let config = Config::new()
        .credentials(Credentials::new("i", "s"))
        .transport(cloud.clone());
    let call = Call::new(&Client::new(&SERVICE, config).unwrap(), operation);
    let call = parameters
        .into_iter()
        .fold(call, |call, (name, value)| call.with(name, value));
    call.send::<Nothing, Kind>().await.unwrap();
    cloud.requests().remove(0)
}

#[tokio::test]
async fn parameters_are_laid_out_as_the_official_client_does() {
    for case in own("pairs") {
        let parameters = case["params"].as_object().unwrap().iter();
        // Wire names are constants of generated crates.
        let parameters = parameters.map(|(name, json)| (&*name.clone().leak(), value(json)));
        let request = send(&FLAT, parameters.collect()).await;
        let (mut sent, mut expected) = (request.parameters(), pairs(&case["pairs"]));
        sent.sort();
        expected.sort();
        assert_eq!(sent, expected, "{case}");
    }
    for case in own("paths") {
        let request = send(&IN_PATH, vec![("AppId", value(&case["value"]))]).await;
        assert_eq!(request.uri().path(), text(&case, "path"), "{case}");
    }
}
