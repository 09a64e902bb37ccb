//! Where credentials are found, and how they are asked for and renewed: over files, and servers that the test plays itself.

#[allow(dead_code, reason = "a test uses a part")]
mod credential_sources;

use alibabacloud_runtime::{
    AssumeRoleProvider, Credentials, CredentialsProvider, EcsRoleProvider, OidcRoleProvider, UriProvider,
};
use credential_sources::{HANGS_UP, Home, Server, cases, keys, logins, malformed};
use std::time::{Duration, SystemTime};

fn parts(credentials: &Credentials) -> String {
    format!(
        "{}/{}/{}",
        credentials.access_key_id(),
        credentials.access_key_secret(),
        credentials.security_token().unwrap_or("-")
    )
}

fn all_cases(uri: &Server, login: &Server) -> Vec<cases::Case<'static>> {
    [
        cases::cases(&uri.at("/keys")),
        malformed::cases(&uri.at("")),
        logins::cases(&login.at("")),
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_in_their_order() {
    let (sts, ecs) = (Server::sts(), Server::metadata(true, 404));
    let (uri, login) = (Server::uri(), Server::logins());
    for (name, files, variables, expected) in all_cases(&uri, &login) {
        let home = Home::new(&files, &variables);
        let chain = home
            .chain()
            .sts_endpoint(sts.at(""))
            .metadata_endpoint(ecs.at(""))
            .oauth_endpoint(login.at(""));
        sts.forget();
        ecs.forget();
        let found = chain.credentials().await;
        let asked = sts.last().or_else(|| ecs.last()).unwrap_or_default();
        let (key, request) = expected.split_once(' ').unwrap_or((expected, ""));
        assert_eq!(
            found.as_ref().map_or_else(|_| String::new(), parts),
            key,
            "{name}: {found:?}"
        );
        for part in request.split_whitespace() {
            assert!(
                asked.split_whitespace().any(|one| one == part),
                "{name}: {part} in {asked}"
            );
        }
        assert_eq!(asked.is_empty(), request.is_empty(), "{name}: {asked}");
    }
}

/// The same files and variables, given to Alibaba's own package: it finds the same, and asks STS the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn alibabas_own_package_finds_the_same() {
    let Some(python) = credential_sources::python() else {
        return;
    };
    // What we read and it does not, or what it can't survive.
    let ours = ["cli: CredentialsURI", "cli: a circle of profiles"];
    let (uri, login) = (Server::uri(), Server::logins());
    let ecs = Server::metadata(true, 404);
    let mut compared = 0;
    for (name, files, variables, expected) in all_cases(&uri, &login) {
        if ours.contains(&name) || name.starts_with("ours: ") {
            continue;
        }
        let home = Home::new(&files, &variables);
        let said = home.ask_python(&python, &ecs.at(""), &login.at(""));
        let said: Vec<_> = said.split_whitespace().collect();
        for part in expected.split_whitespace().filter(|part| !part.ends_with("-role")) {
            assert!(said.contains(&part), "{name}: {part} in {said:?}");
        }
        assert_eq!(said.is_empty(), expected.is_empty(), "{name}: {said:?}");
        compared += 1;
    }
    println!("{compared} cases compared");
}

#[tokio::test]
async fn every_place_is_listed_when_nothing_is_found() {
    let home = Home::new(&[], &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]);
    let error = home.chain().credentials().await.unwrap_err();
    let looked_at = error.looked_at().join("\n").replace(&home.path(), "~");
    assert_eq!(
        looked_at,
        "environment variable ALIBABA_CLOUD_ACCESS_KEY_ID (not set or empty)\n\
         environment variable ALIBABA_CLOUD_ACCESS_KEY_SECRET (not set or empty)\n\
         OIDC role (ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE not set)\n\
         ~/.aliyun/config.json (no such file)\n\
         ~/.alibabacloud/credentials.ini (no such file)\n\
         ECS metadata (disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED)\n\
         environment variable ALIBABA_CLOUD_CREDENTIALS_URI (not set)"
    );
}

#[tokio::test]
async fn metadata_versions() {
    for (v2, no_token, allow_v1, expected) in [
        (true, 404, true, "v2"),
        (true, 404, false, "v2"),
        (false, 404, true, "v1"),
        (false, 404, false, ""),
        (false, 500, true, "v1"),
        // As in a container that answers to a token's request don't reach.
        (false, HANGS_UP, true, "v1"),
        (false, HANGS_UP, false, ""),
    ] {
        let server = Server::metadata(v2, no_token);
        let provider = EcsRoleProvider::at(server.at(""), None, allow_v1).unwrap();
        let found = provider.credentials().await;
        assert_eq!(found.is_ok(), !expected.is_empty(), "{found:?}");
        let versions = server
            .all()
            .iter()
            .filter(|request| request.contains("its-role"))
            .map(|request| request.contains("v2"))
            .collect::<Vec<_>>();
        let expected = if expected.is_empty() {
            vec![]
        } else {
            vec![expected == "v2"]
        };
        assert_eq!(versions, expected, "{:?}", server.all());
    }
}

#[tokio::test]
async fn failures_say_where_and_why_but_not_what() {
    for (status, body, part) in [
        (
            403,
            r#"{"Code":"NoPermission","Message":"no","AccessKeySecret":"leak"}"#,
            "NoPermission: no (HTTP 403)",
        ),
        (
            200,
            r#"{"Credentials":{"AccessKeyId":"i","AccessKeySecret":"leak"}}"#,
            "the response has no Expiration",
        ),
        (
            200,
            r#"{"Credentials":{"AccessKeySecret":["leak"]}}"#,
            "can't be read at \"Credentials.AccessKeySecret\"",
        ),
        (200, "leak", "can't be read"),
    ] {
        let server = Server::start(move |_| (status, body.to_owned()));
        let source = Credentials::new("i", "leak");
        let provider = AssumeRoleProvider::new(source, "arn:r", "me")
            .unwrap()
            .endpoint(&server.at(""))
            .unwrap();
        let error = provider.credentials().await.unwrap_err().to_string();
        assert!(
            error.contains("role arn:r (STS: ") && error.contains(part) && !error.contains("leak"),
            "{error}"
        );
    }
    let provider = OidcRoleProvider::new("arn:r", "arn:p", "/nowhere/token", "me").unwrap();
    let error = provider.credentials().await.unwrap_err().to_string();
    assert!(
        error.contains("OIDC role arn:r (the token file /nowhere/token can't be read"),
        "{error}"
    );
    let server = Server::start(|_| (200, r#"{"Code":"Failed"}"#.to_owned()));
    let error = UriProvider::new(server.at("/x?key=leak"))
        .unwrap()
        .credentials()
        .await
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("/x (the response's code is \"Failed\")") && !error.contains("leak"),
        "{error}"
    );
}

/// New tokens of a login are written where the `aliyun` command keeps them: the old ones are of no use any more.
#[tokio::test]
async fn an_oauth_login_is_kept_up() {
    const FILE: &str = ".aliyun/config.json";
    let file = r#"{"current":"x","language":"en","profiles":[{"name":"y","site":7},
        {"name":"x","mode":"OAuth","region_id":"r","oauth_access_token":"old","oauth_access_token_expire":1,"oauth_refresh_token":"refresh"}]}"#;
    let home = Home::new(&[(FILE, file.to_owned())], &[]);
    #[cfg(unix)]
    std::fs::set_permissions(home.file(FILE), std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let login = Server::logins();
    for _ in 0..2 {
        let chain = home.chain().oauth_endpoint(login.at(""));
        assert_eq!(
            parts(&chain.credentials().await.unwrap()),
            "oauth-id/oauth-secret/oauth-token"
        );
    }
    assert_eq!(
        login.all().len(),
        2,
        "one token and one exchange: the second time keys were there"
    );
    let read = std::fs::read(home.file(FILE)).unwrap();
    let json: alibabacloud_runtime::Document = serde_json::from_slice(&read).unwrap();
    let profile = &json["profiles"][1];
    for (name, value) in [
        ("oauth_access_token", "new-access"),
        ("oauth_refresh_token", "new-refresh"),
        ("access_key_id", "oauth-id"),
        ("sts_token", "oauth-token"),
        ("region_id", "r"),
    ] {
        assert_eq!(profile[name], value);
    }
    assert!(
        profile["oauth_access_token_expire"].as_i64() > Some(1_000_000_000),
        "{profile}"
    );
    assert!(profile["sts_expiration"].as_i64() > Some(1_000_000_000), "{profile}");
    assert_eq!(
        (&json["language"], &json["profiles"][0]["site"]),
        (&"en".into(), &7.into())
    );
    let folder = std::fs::read_dir(home.file(".aliyun")).unwrap();
    assert_eq!(folder.count(), 1, "nothing is left beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.file(FILE)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

/// A command that takes long ends with the call that waits for it.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_dropped_call_ends_the_command() {
    let profile = r#"{"current":"x","profiles":[{"name":"x","mode":"External","process_command":"sh -c 'echo $$ > $HOME/begun; exec sleep 60'"}]}"#;
    let home = Home::new(&[(".aliyun/config.json", profile.to_owned())], &[]);
    let chain = home.chain();
    let waiting = tokio::spawn(async move { chain.credentials().await });
    let process = loop {
        match std::fs::read_to_string(home.file("begun")) {
            Ok(id) if id.ends_with('\n') => break id,
            _ => tokio::time::sleep(Duration::from_millis(10)).await,
        }
    };
    let status = format!("/proc/{}/status", process.trim());
    assert!(std::fs::read_to_string(&status).is_ok());
    waiting.abort();
    assert!(waiting.await.unwrap_err().is_cancelled());
    let runs = || std::fs::read_to_string(&status).is_ok_and(|status| !status.contains("State:\tZ"));
    for _ in 0..500 {
        if !runs() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the command runs on");
}

/// What two hundred callers at once ask of a provider, while there is nothing and when it has expired.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_callers_cause_one_refresh() {
    let server = Server::start(|number| (200, keys(&format!("id-{number}"), Duration::from_millis(1_200))));
    let provider = std::sync::Arc::new(UriProvider::new(server.at("/")).unwrap());
    for round in 1..=2 {
        let callers: Vec<_> = (0..200)
            .map(|_| {
                let provider = provider.clone();
                tokio::spawn(async move { provider.credentials().await.unwrap() })
            })
            .collect();
        let mut expires_at = SystemTime::now();
        for caller in callers {
            let credentials = caller.await.unwrap();
            assert_eq!(credentials.access_key_id(), format!("id-{round}"));
            expires_at = credentials.expires_at().unwrap();
        }
        assert_eq!(server.all().len(), round);
        let left = expires_at.duration_since(SystemTime::now()).unwrap_or_default();
        tokio::time::sleep(left + Duration::from_millis(20)).await;
    }
}

const CLI: &str = ".aliyun/config.json";

fn external(command: &str) -> String {
    let profile = serde_json::json!({"name": "x", "mode": "External", "process_command": command});
    serde_json::json!({"current": "x", "profiles": [profile]}).to_string()
}

/// A command that prints without end is ended, with what it has started.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_command_is_bounded() {
    let script = "sh -c 'sleep 60 & echo $! > $HOME/child; exec cat /dev/zero'";
    let home = Home::new(
        &[(CLI, external(script))],
        &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")],
    );
    let error = home.chain().credentials().await.unwrap_err().to_string();
    assert!(
        error.contains("command sh (it prints more than 1048576 bytes)"),
        "{error}"
    );
    let child = std::fs::read_to_string(home.file("child")).unwrap();
    let status = format!("/proc/{}/status", child.trim());
    let runs = || std::fs::read_to_string(&status).is_ok_and(|status| !status.contains("State:\tZ"));
    for _ in 0..500 {
        if !runs() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the command's child runs on");
}

/// What can't be read as a file of credentials: it says so, and nothing waits for it.
#[cfg(unix)]
#[tokio::test]
async fn files_that_are_none() {
    let home = Home::new(
        &[(CLI, String::new())],
        &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")],
    );
    std::fs::remove_file(home.file(CLI)).unwrap();
    let made = std::process::Command::new("mkfifo")
        .arg(home.file(CLI))
        .status()
        .unwrap();
    assert!(made.success());
    let error = home.chain().credentials().await.unwrap_err().to_string();
    assert!(error.contains("config.json (it is not a regular file)"), "{error}");
    let provider = OidcRoleProvider::new("arn:r", "arn:p", "/dev/zero", "me").unwrap();
    let error = provider.credentials().await.unwrap_err().to_string();
    assert!(
        error.contains("/dev/zero can't be read: it is not a regular file"),
        "{error}"
    );
}

/// Space around keys is not part of them, and what else is wrong with one names its place.
#[tokio::test]
async fn keys_with_more_than_a_key_in_them() {
    let ini = |secret: &str| {
        let text = format!("[default]\ntype=access_key\naccess_key_id=i\naccess_key_secret={secret}");
        (".alibabacloud/credentials.ini", text)
    };
    let cli = |secret: &str| {
        let profile =
            serde_json::json!({"name": "x", "mode": "AK", "access_key_id": " i\n", "access_key_secret": secret});
        (
            CLI,
            serde_json::json!({"current": "x", "profiles": [profile]}).to_string(),
        )
    };
    for (file, expected) in [
        (cli("\ts "), Ok("i/s/-")),
        (cli("a b"), Err("config.json (access_key_secret: it holds")),
        (
            ini("\u{201c}s\u{201d}"),
            Err("credentials.ini (access_key_secret: it holds"),
        ),
    ] {
        let home = Home::new(&[file], &[("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")]);
        match (home.chain().credentials().await, expected) {
            (Ok(found), Ok(key)) => assert_eq!(parts(&found), key),
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }
}

/// A region is a part of the host that a token goes to.
#[tokio::test]
async fn regions_of_sts_are_regions() {
    for region in ["127.0.0.1:9#", "evil.com/", "a.b"] {
        let home = Home::new(
            &[("token", "leak".to_owned())],
            &[
                ("ALIBABA_CLOUD_ROLE_ARN", "r"),
                ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "p"),
                ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "$HOME/token"),
                ("ALIBABA_CLOUD_STS_REGION", region),
                ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
            ],
        );
        let error = home.chain().credentials().await.unwrap_err().to_string();
        assert!(error.contains("is not a region of STS"), "{error}");
    }
}

/// Whatever a server says, a message is short, and one line.
#[tokio::test]
async fn what_servers_say_is_bounded() {
    let long = "x".repeat(5 << 20);
    for body in [
        format!(r#"{{"Code":"{long}"}}"#),
        format!(r#"{{"Code":"Success","AccessKeyId":"i","Expiration":"{long}"}}"#),
        format!(r#"{{"Code":"a\n\u202eb{long}"}}"#),
        format!(r#"{{"Code":"Success","AccessKeyId":{{"{long}":1}}}}"#),
    ] {
        let server = Server::start(move |_| (200, body.clone()));
        let error = UriProvider::new(server.at("/"))
            .unwrap()
            .credentials()
            .await
            .unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            shown.len() < 2_000 && !shown.contains(['\n', '\u{202e}']),
            "{} bytes",
            shown.len()
        );
    }
}
