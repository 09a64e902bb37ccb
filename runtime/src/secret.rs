//! Which parameters are secret, by their names.

/// Parts of names that say that the value is a secret, in lower case without separators.
const SECRET: &[&str] = &[
    "accesskeysecret",
    "keymaterial",
    "passphrase",
    "passwd",
    "password",
    "plaintext",
    "privatekey",
    "secret",
];

/// Ends of names of tokens that let their holder in; others (`ClientToken`, `NextToken`) only tell calls and pages apart.
const TOKENS: &[&str] = &[
    "accesstoken",
    "apitoken",
    "authtoken",
    "authorizationtoken",
    "idtoken",
    "oidctoken",
    "refreshtoken",
    "samlassertion",
    "securitytoken",
    "sessiontoken",
];

/// What any name of a secret has in it.
const SIGNS: &[&[u8]] = &[b"ass", b"ey", b"ecret", b"oken", b"plain"];

/// Whether a name has such a sign in it, found in one pass.
fn may_be_secret(mut name: &[u8]) -> bool {
    while let [first, rest @ ..] = name {
        let is_sign = |sign: &&[u8]| {
            name.get(..sign.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(sign))
        };
        let begins_one = matches!(first.to_ascii_lowercase(), b'a' | b'e' | b'o' | b'p');
        if begins_one && SIGNS.iter().any(is_sign) {
            return true;
        }
        name = rest;
    }
    false
}

/// Whether the name of a parameter says that its value is a secret. Members count with their parameter: `Login.1.Password`.
pub(crate) fn is_secret(name: &str) -> bool {
    // Asked of every parameter of every call, so the first look costs little.
    if !may_be_secret(name.as_bytes()) {
        return false;
    }
    let bare: String = name
        .chars()
        .filter(|character| !matches!(character, '-' | '_'))
        .map(|character| character.to_ascii_lowercase())
        .collect();
    SECRET.iter().any(|part| bare.contains(part))
        || bare
            .split('.')
            .any(|segment| TOKENS.iter().any(|end| segment.ends_with(end)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs() {
        for name in SECRET.iter().chain(TOKENS) {
            assert!(may_be_secret(name.as_bytes()), "{name}");
        }
    }

    #[test]
    fn names() {
        for (name, secret) in [
            ("Password", true),
            ("AccountPassword", true),
            ("Login.1.Password", true),
            ("master_user_password", true),
            ("PrivateKey", true),
            ("private-key", true),
            ("SSLPrivateKey", true),
            ("ClientSecret", true),
            ("SecretData", true),
            ("AuthToken", true),
            ("Auth.Token", false),
            ("ClientToken", false),
            ("NextToken", false),
            ("KeyId", false),
            ("PassRole", false),
            ("PublicKey", false),
        ] {
            assert_eq!(is_secret(name), secret, "{name}");
        }
    }
}
