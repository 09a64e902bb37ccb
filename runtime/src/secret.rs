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

/// Whether the name of a parameter says that its value is a secret. Members count with their parameter: `Login.1.Password`.
pub(crate) fn is_secret(name: &str) -> bool {
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
