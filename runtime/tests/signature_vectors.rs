//! Signatures that the official clients computed, checked at every stage.

mod shared;

use alibabacloud_runtime::{Document, sign};

fn text<'a>(vector: &'a Document, name: &str) -> &'a str {
    vector[name].as_str().unwrap_or_else(|| panic!("{name} of {vector}"))
}

fn pairs(members: &Document) -> Vec<(String, String)> {
    let members = members.as_object().unwrap();
    members
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn acs3_hmac_sha256() {
    let Some(folder) = shared::folder() else { return };
    let vectors = std::fs::read_to_string(folder.join("vectors/signature_v3.json")).unwrap();
    let vectors: Vec<Document> = serde_json::from_str(&vectors).unwrap();
    assert!(!vectors.is_empty());
    for vector in &vectors {
        let name = text(vector, "name");
        let headers = pairs(&vector["headers"]);
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
        assert_eq!(authorization, text(vector, "authorization"), "{name}");
    }
}

#[test]
fn hmac_sha1() {
    let Some(folder) = shared::folder() else { return };
    let vectors = std::fs::read_to_string(folder.join("vectors/signature_v1.json")).unwrap();
    let vectors: Vec<Document> = serde_json::from_str(&vectors).unwrap();
    assert!(!vectors.is_empty());
    for vector in &vectors {
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
