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

/// Whether the name of a parameter says that its value is a secret. Members count with their parameter: `Login.1.Password`.
pub(crate) fn is_secret(name: &str) -> bool {
    // Asked of every parameter of every call, so the first look costs little.
    let may_be = |sign: &&[u8]| {
        let mut windows = name.as_bytes().windows(sign.len());
        windows.any(|window| window.eq_ignore_ascii_case(sign))
    };
    if !SIGNS.iter().any(may_be) {
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
            let has = |sign: &&[u8]| name.as_bytes().windows(sign.len()).any(|window| window == *sign);
            assert!(SIGNS.iter().any(has), "{name}");
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
