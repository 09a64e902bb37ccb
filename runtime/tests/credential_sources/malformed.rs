//! Files that are written oddly, and answers that are none: what is found all the same, or in the next place.

use super::cases::Case;

const CLI: &str = ".aliyun/config.json";
const INI: &str = ".alibabacloud/credentials.ini";
/// What is found where the place before gives nothing.
pub(super) const NEXT: &str = "next-id/next-secret/-";
const ECS: &str = "ecs-id/ecs-secret/ecs-token its-role";

const NO_ECS: (&str, &str) = ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "True");

pub(super) type Files = Vec<(&'static str, String)>;

/// A file of the `aliyun` command, and behind it an ini file that gives [`NEXT`].
fn cli(json: &str) -> Files {
    let next = "[default]\ntype=access_key\naccess_key_id=next-id\naccess_key_secret=next-secret";
    vec![(CLI, json.to_owned()), (INI, next.to_owned())]
}

/// The same with some profiles, of which the last is the current one.
pub(super) fn profiles(profiles: &[&str]) -> Files {
    let name = profiles.last().and_then(|last| last.split('"').nth(3));
    let current = name.unwrap_or_default();
    cli(&format!(
        r#"{{"current":"{current}","profiles":[{}]}}"#,
        profiles.join(",")
    ))
}

fn ini(text: &str) -> Files {
    vec![(INI, text.to_owned())]
}

/// The cases, with a server of credentials URIs at the given address. What only we read is called `ours: …`.
pub(crate) fn cases(uri: &str) -> Vec<Case<'static>> {
    let role = r#"{"name":"role","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s","ram_role_arn":"arn:cli","ram_session_name":"me"}"#;
    let chained = |name: &str, source: &str| {
        format!(
            r#"{{"name":"{name}","mode":"ChainableRamRoleArn","source_profile":"{source}","ram_role_arn":"arn:{name}","ram_session_name":"me"}}"#
        )
    };
    let over = |source: &str| {
        let name = source.split('"').nth(3).unwrap_or_default();
        profiles(&[source, &chained("chain", name)])
    };
    let oidc = r#"{"name":"oidc","mode":"OIDC","ram_role_arn":"arn:o","oidc_provider_arn":"arn:p","oidc_token_file":"$HOME/token","role_session_name":"me","policy":"{}","expired_seconds":901}"#;
    let with_token = |mut files: Files| {
        files.push(("token", "oidc-token".to_owned()));
        files
    };
    let ak = r#"{"name":"ak","mode":"AK","access_key_id":"i","access_key_secret":"s"}"#;
    let mut cases: Vec<Case<'static>> = vec![
        (
            "cli: three profiles in a chain",
            profiles(&[role, &chained("two", "role"), &chained("three", "two")]),
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:three AccessKeyId=sts-id SecurityToken=sts-token",
        ),
        (
            "cli: a chain from a token",
            over(r#"{"name":"sts","mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t"}"#),
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:chain AccessKeyId=i SecurityToken=t",
        ),
        (
            "cli: a chain from the instance",
            over(r#"{"name":"ecs","mode":"EcsRamRole","ram_role_name":"cli-role"}"#),
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:chain AccessKeyId=ecs-id SecurityToken=ecs-token",
        ),
        (
            "cli: a chain from OIDC",
            with_token(over(oidc)),
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:chain AccessKeyId=sts-id SecurityToken=sts-token",
        ),
        (
            "cli: OIDC with a policy",
            with_token(profiles(&[oidc])),
            vec![],
            "sts-id/sts-secret/sts-token AssumeRoleWithOIDC RoleArn=arn:o Policy={} DurationSeconds=901",
        ),
        (
            "cli: a role's name from the environment",
            profiles(&[
                r#"{"name":"role","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s","expired_seconds":null}"#,
            ]),
            vec![
                ("ALIBABA_CLOUD_ROLE_ARN", "arn:env"),
                ("ALIBABA_CLOUD_ROLE_SESSION_NAME", "env-me"),
            ],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:env RoleSessionName=env-me DurationSeconds=3600",
        ),
        (
            "cli: a secret from the environment",
            profiles(&[r#"{"name":"ak","mode":"AK","access_key_id":"i","access_key_secret":""}"#]),
            vec![("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret")],
            "i/env-secret/-",
        ),
        (
            "cli: a token from the environment",
            profiles(&[
                r#"{"name":"sts","mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":""}"#,
            ]),
            vec![("ALIBABA_CLOUD_SECURITY_TOKEN", "env-token")],
            "i/s/env-token",
        ),
        (
            "cli: an empty name of a profile is none",
            profiles(&[ak]),
            vec![("ALIBABA_CLOUD_PROFILE", "")],
            "i/s/-",
        ),
        (
            "cli: of two with one name the first",
            profiles(&[
                ak,
                r#"{"name":"ak","mode":"AK","access_key_id":"i2","access_key_secret":"s2"}"#,
            ]),
            vec![],
            "i/s/-",
        ),
        (
            "cli: more than we know",
            cli(&format!(
                r#"{{"current":"ak","profiles":[{{"name":"x","regions":[{{}}]}},{ak}],"meta_path":"","plugins":{{"a":[1]}}}}"#
            )),
            vec![],
            "i/s/-",
        ),
        (
            "cli: disabled by nothing but true",
            profiles(&[ak]),
            vec![("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "1")],
            "i/s/-",
        ),
        (
            "cli: a name that only the ini file has",
            vec![
                (CLI, profiles(&[ak])[0].1.clone()),
                (
                    INI,
                    "[two]\ntype=access_key\naccess_key_id=i2\naccess_key_secret=s2".to_owned(),
                ),
            ],
            vec![("ALIBABA_CLOUD_PROFILE", "two")],
            "i2/s2/-",
        ),
        (
            "cli: the instance's role, disabled",
            profiles(&[r#"{"name":"ecs","mode":"EcsRamRole"}"#]),
            vec![NO_ECS],
            NEXT,
        ),
        (
            "ours: cli: a byte order mark",
            cli(&format!("\u{feff}{}", profiles(&[ak])[0].1)),
            vec![],
            "i/s/-",
        ),
        (
            "ini: not where it is said to be",
            ini("[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=s"),
            vec![("ALIBABA_CLOUD_CREDENTIALS_FILE", "$HOME/none.ini")],
            ECS,
        ),
        (
            "ini: a role with a policy",
            ini(
                "[default]\ntype=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_arn=arn:i\npolicy={\"a\": 1}",
            ),
            vec![("ALIBABA_CLOUD_ROLE_SESSION_NAME", "env-me")],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:i RoleSessionName=env-me",
        ),
        (
            "ini: a secret from the environment",
            ini("[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret="),
            vec![("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret")],
            "i/env-secret/-",
        ),
        (
            "ECS: version 1 disabled",
            vec![],
            vec![("ALIBABA_CLOUD_IMDSV1_DISABLED", "true")],
            ECS,
        ),
        (
            "URI: answers",
            vec![],
            vec![("ALIBABA_CLOUD_CREDENTIALS_URI", leak(uri, "/keys?a=b")), NO_ECS],
            "uri-id/uri-secret/uri-token",
        ),
    ];
    for (name, json) in [
        ("cli: no profile of that name", r#"{"current":"none","profiles":[]}"#),
        (
            "cli: no current profile",
            r#"{"profiles":[{"name":"","mode":"AK","access_key_id":"i","access_key_secret":"s"}]}"#,
        ),
        ("cli: profiles of nothing", r#"{"current":"ak","profiles":null}"#),
        ("cli: no profiles", r#"{"current":"ak"}"#),
        ("cli: a list", "[]"),
        ("cli: nothing at all", ""),
        ("cli: more behind the end", r#"{"current":"ak","profiles":[]} x"#),
    ] {
        cases.push((name, cli(json), vec![], NEXT));
    }
    for (name, profile) in [
        (
            "cli: no mode",
            r#"{"name":"x","access_key_id":"i","access_key_secret":"s"}"#,
        ),
        (
            "cli: a mode in lower case",
            r#"{"name":"x","mode":"ak","access_key_id":"i","access_key_secret":"s"}"#,
        ),
        (
            "cli: AK without a secret",
            r#"{"name":"x","mode":"AK","access_key_id":"i"}"#,
        ),
        (
            "cli: AK with an empty id",
            r#"{"name":"x","mode":"AK","access_key_id":"","access_key_secret":"s"}"#,
        ),
        (
            "cli: StsToken without a token",
            r#"{"name":"x","mode":"StsToken","access_key_id":"i","access_key_secret":"s"}"#,
        ),
        (
            "cli: RamRoleArn without a role",
            r#"{"name":"x","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s"}"#,
        ),
        (
            "cli: RamRoleArn without a key",
            r#"{"name":"x","mode":"RamRoleArn","ram_role_arn":"arn"}"#,
        ),
        (
            "cli: too short a session",
            r#"{"name":"x","mode":"RamRoleArn","access_key_id":"i","access_key_secret":"s","ram_role_arn":"arn","expired_seconds":899}"#,
        ),
        (
            "cli: OIDC without a provider",
            r#"{"name":"x","mode":"OIDC","ram_role_arn":"arn","oidc_token_file":"/x"}"#,
        ),
        (
            "cli: a chain of one",
            r#"{"name":"x","mode":"ChainableRamRoleArn","ram_role_arn":"arn"}"#,
        ),
        (
            "cli: a chain from nobody",
            r#"{"name":"x","mode":"ChainableRamRoleArn","ram_role_arn":"arn","source_profile":"y"}"#,
        ),
        (
            "cli: CredentialsURI without one",
            r#"{"name":"x","mode":"CredentialsURI"}"#,
        ),
    ] {
        cases.push((name, profiles(&[profile]), vec![], NEXT));
    }
    for (name, text, found) in [
        (
            "ini: names in any case",
            "[default]\nTYPE = access_key\nAccess_Key_Id = i\nACCESS_KEY_SECRET = s",
            "i/s/-",
        ),
        (
            "ini: colons",
            "[default]\ntype: access_key\naccess_key_id : i\naccess_key_secret:s",
            "i/s/-",
        ),
        (
            "ini: comments",
            "; one\n[default]\n# two\ntype=access_key\n;three\naccess_key_id=i\naccess_key_secret=s ",
            "i/s/-",
        ),
        (
            "ini: a comment behind the section",
            "[default] # mine\ntype=access_key\naccess_key_id=i\naccess_key_secret=s",
            "i/s/-",
        ),
        (
            "ini: blanks and carriage returns",
            "\r\n[default]\r\n\r\ntype = access_key\r\naccess_key_id = i\r\n\r\naccess_key_secret = s\r\n",
            "i/s/-",
        ),
        (
            "ini: signs in a value",
            "[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=a=b:c;d/e+f",
            "i/a=b:c;d/e+f/-",
        ),
        (
            "ours: ini: a percent sign",
            "[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=a%b",
            "i/a%b/-",
        ),
        (
            "ours: ini: a token",
            "[default]\ntype=sts\naccess_key_id=i\naccess_key_secret=s\nsecurity_token=t",
            "i/s/t",
        ),
        (
            "ours: ini: a byte order mark",
            "\u{feff}[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=s",
            "i/s/-",
        ),
        (
            "ini: another section",
            "[other]\ntype=access_key\naccess_key_id=i\naccess_key_secret=s",
            ECS,
        ),
        (
            "ini: a section in another case",
            "[Default]\ntype=access_key\naccess_key_id=i\naccess_key_secret=s",
            ECS,
        ),
        ("ini: no type", "[default]\naccess_key_id=i\naccess_key_secret=s", ECS),
        (
            "ini: an unheard type",
            "[default]\ntype=unheard\naccess_key_id=i\naccess_key_secret=s",
            ECS,
        ),
        ("ini: no secret", "[default]\ntype=access_key\naccess_key_id=i", ECS),
        (
            "ini: no role",
            "[default]\ntype=ram_role_arn\naccess_key_id=i\naccess_key_secret=s",
            ECS,
        ),
        ("ini: nothing at all", "", ECS),
        (
            "ini: no section",
            "type=access_key\naccess_key_id=i\naccess_key_secret=s",
            ECS,
        ),
    ] {
        cases.push((name, ini(text), vec![], found));
    }
    for (name, path) in [
        ("URI: another code", "/failed"),
        ("URI: no code", "/no-code"),
        ("URI: no token", "/no-token"),
        ("URI: no expiration", "/no-expiration"),
        ("URI: an expiration that is no time", "/no-time"),
        ("URI: an error with keys", "/error"),
        ("URI: a redirect", "/redirect"),
        ("URI: a page", "/html"),
        ("URI: keys that have expired", "/expired"),
        ("URI: nothing", "/empty"),
        ("URI: a list", "/list"),
        ("ours: URI: a token of null", "/null"),
    ] {
        let variables = vec![("ALIBABA_CLOUD_CREDENTIALS_URI", leak(uri, path)), NO_ECS];
        cases.push((name, vec![], variables, ""));
    }
    cases
}

fn leak(uri: &str, path: &str) -> &'static str {
    Box::leak(format!("{uri}{path}").into_boxed_str())
}
