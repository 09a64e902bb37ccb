//! Logins that the `aliyun` command keeps, and commands that print keys.

use super::cases::Case;
use super::malformed::{NEXT, profiles};

const FAR: i64 = 4_102_444_800;

/// The cases, with a server of logins at the given address.
pub(crate) fn cases(server: &str) -> Vec<Case<'static>> {
    let mut cases: Vec<Case<'static>> = Vec::new();
    for (name, printed, found) in [
        (
            "command: a key",
            r#"{"mode":"AK","access_key_id":"x-id","access_key_secret":"x-secret"}"#,
            "x-id/x-secret/-",
        ),
        (
            "command: a token",
            r#"{"mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t","expiration":"2100-01-01T00:00:00Z"}"#,
            "i/s/t",
        ),
        (
            "command: a token without an end",
            r#"{"mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t"}"#,
            "i/s/t",
        ),
        (
            "command: a token that is none",
            r#"{"mode":"StsToken","access_key_id":"i","access_key_secret":"s"}"#,
            NEXT,
        ),
        ("command: no secret", r#"{"mode":"AK","access_key_id":"i"}"#, NEXT),
        (
            "command: an end that is no time",
            r#"{"mode":"AK","access_key_id":"i","access_key_secret":"s","expiration":"soon"}"#,
            NEXT,
        ),
        ("command: no JSON", "key", NEXT),
    ] {
        let command = r#"{"name":"x","mode":"External","process_command":"cat '$HOME/what is printed'"}"#;
        let mut files = profiles(&[command]);
        files.push(("what is printed", printed.to_owned()));
        cases.push((name, files, vec![], found));
    }
    for (name, command) in [
        ("command: one that fails", r#""process_command":"false""#),
        ("command: one that is not there", r#""process_command":"/nowhere/x""#),
        ("command: an open quote", r#""process_command":"echo 'a""#),
        ("command: blanks", r#""process_command":" ""#),
        ("command: none", r#""process_command":"""#),
    ] {
        let profile = format!(r#"{{"name":"x","mode":"External",{command}}}"#);
        cases.push((name, profiles(&[&profile]), vec![], NEXT));
    }

    let sso = |url: &str, token: &str, expire: &str| {
        profiles(&[&format!(
            r#"{{"name":"x","mode":"CloudSSO","cloud_sso_sign_in_url":"{url}","cloud_sso_account_id":"acc","cloud_sso_access_config":"ac-1","access_token":"{token}"{expire}}}"#
        )])
    };
    let (url, far) = (
        format!("{server}/device/login"),
        format!(r#","cloud_sso_access_token_expire":{FAR}"#),
    );
    for (name, files, found) in [
        ("CloudSSO", sso(&url, "sso-token", &far), "sso-id/sso-secret/sso-token"),
        ("CloudSSO: another token", sso(&url, "other", &far), NEXT),
        (
            "CloudSSO: over",
            sso(&url, "sso-token", r#","cloud_sso_access_token_expire":1"#),
            NEXT,
        ),
        ("CloudSSO: no end", sso(&url, "sso-token", ""), NEXT),
        (
            "ours: CloudSSO: in the clear to elsewhere",
            sso("http://sso.example.com/", "sso-token", &far),
            NEXT,
        ),
    ] {
        cases.push((name, files, vec![], found));
    }

    let exchanged = "oauth-id/oauth-secret/oauth-token";
    let kept = r#","access_key_id":"o-id","access_key_secret":"o-secret","sts_token":"o-token","sts_expiration":"#;
    for (name, members, found) in [
        (
            "OAuth: keys that are kept",
            format!("{kept}{FAR}"),
            "o-id/o-secret/o-token",
        ),
        (
            "OAuth: keys that are over",
            format!(r#","oauth_access_token":"access","oauth_access_token_expire":{FAR}{kept}1"#),
            exchanged,
        ),
        (
            "OAuth: no keys",
            format!(r#","oauth_site_type":"intl","oauth_access_token":"access","oauth_access_token_expire":{FAR}"#),
            exchanged,
        ),
        (
            "OAuth: a token that is over",
            r#","oauth_access_token":"old","oauth_access_token_expire":1,"oauth_refresh_token":"refresh""#.to_owned(),
            exchanged,
        ),
        (
            "OAuth: nothing to renew a token with",
            r#","oauth_access_token":"old","oauth_access_token_expire":1"#.to_owned(),
            NEXT,
        ),
        (
            "OAuth: a token that was used",
            r#","oauth_access_token":"old","oauth_access_token_expire":1,"oauth_refresh_token":"used""#.to_owned(),
            NEXT,
        ),
        ("OAuth: another site", r#","oauth_site_type":"MARS""#.to_owned(), NEXT),
    ] {
        let profile = format!(r#"{{"name":"x","mode":"OAuth"{members}}}"#);
        cases.push((name, profiles(&[&profile]), vec![], found));
    }
    cases
}
