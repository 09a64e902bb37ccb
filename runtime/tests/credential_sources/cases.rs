//! Files and variables, and what is to be found there.

const AK: &str = r#"{"name":"ak","mode":"AK","access_key_id":"cli-id","access_key_secret":"cli-secret"}"#;
const CLI: &str = ".aliyun/config.json";
const INI: &str = ".alibabacloud/credentials.ini";

/// Files, variables, and what is found: an access key, and the request that STS or the metadata service got for it.
pub(crate) type Case<'a> = (&'a str, Vec<(&'a str, String)>, Vec<(&'a str, &'a str)>, &'a str);

fn profiles(current: &str, profiles: &[&str]) -> String {
    format!(
        r#"{{"current":"{current}","profiles":[{}],"meta_path":""}}"#,
        profiles.join(",")
    )
}

/// The cases, with a credentials URI at the given address.
pub(crate) fn cases(uri: &str) -> Vec<Case<'static>> {
    let env = [
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", "env-id"),
        ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "env-secret"),
    ];
    let oidc = [
        ("ALIBABA_CLOUD_ROLE_ARN", "arn:oidc"),
        ("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "arn:provider"),
        ("ALIBABA_CLOUD_OIDC_TOKEN_FILE", "$HOME/token"),
    ];
    let token = ("token", "oidc-token\n".to_owned());
    let ini = |section: &str, lines: &str| (INI, format!("[{section}]\nenable = true\n{lines}\n"));
    let ini_key = "type = access_key\naccess_key_id = ini-id # mine\naccess_key_secret=ini-secret";
    let cli = |current: &str, more: &[&str]| (CLI, profiles(current, &[&[AK], more].concat()));
    let role = r#"{"name":"role","mode":"RamRoleArn","access_key_id":"cli-id","access_key_secret":"cli-secret","ram_role_arn":"arn:cli","ram_session_name":"me","expired_seconds":900,"policy":"{}","external_id":"ext","sts_region":"cn-beijing"}"#;
    let chain = r#"{"name":"chain","mode":"ChainableRamRoleArn","source_profile":"role","ram_role_arn":"arn:chain","ram_session_name":"me"}"#;
    let circle =
        r#"{"name":"circle","mode":"ChainableRamRoleArn","source_profile":"circle","ram_role_arn":"arn:circle"}"#;
    let uri_profile = format!(r#"{{"name":"uri","mode":"CredentialsURI","credentials_uri":"{uri}"}}"#);
    let uri: &'static str = Box::leak(uri.to_owned().into_boxed_str());
    vec![
        ("environment", vec![cli("ak", &[])], env.to_vec(), "env-id/env-secret/-"),
        (
            "environment with a token",
            vec![],
            [&env[..], &[("ALIBABA_CLOUD_SECURITY_TOKEN", "env-token")]].concat(),
            "env-id/env-secret/env-token",
        ),
        (
            "environment before OIDC",
            vec![token.clone()],
            [&env[..], &oidc].concat(),
            "env-id/env-secret/-",
        ),
        (
            "half an environment",
            vec![cli("ak", &[])],
            vec![env[0]],
            "cli-id/cli-secret/-",
        ),
        (
            "an empty variable is none",
            vec![cli("ak", &[])],
            vec![env[0], ("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "")],
            "cli-id/cli-secret/-",
        ),
        (
            "OIDC",
            vec![token.clone(), cli("ak", &[])],
            [&oidc[..], &[("ALIBABA_CLOUD_ROLE_SESSION_NAME", "pod")]].concat(),
            "sts-id/sts-secret/sts-token AssumeRoleWithOIDC RoleArn=arn:oidc OIDCProviderArn=arn:provider OIDCToken=oidc-token RoleSessionName=pod DurationSeconds=3600",
        ),
        (
            "OIDC without its file",
            vec![cli("ak", &[])],
            oidc.to_vec(),
            "cli-id/cli-secret/-",
        ),
        (
            "half an OIDC",
            vec![token.clone(), cli("ak", &[])],
            oidc[..2].to_vec(),
            "cli-id/cli-secret/-",
        ),
        (
            "cli: AK, and before ini",
            vec![cli("ak", &[]), ini("default", ini_key)],
            vec![],
            "cli-id/cli-secret/-",
        ),
        (
            "cli: named profile",
            vec![cli(
                "nobody",
                &[r#"{"name":"two","mode":"AK","access_key_id":"i2","access_key_secret":"s2"}"#],
            )],
            vec![("ALIBABA_CLOUD_PROFILE", "two")],
            "i2/s2/-",
        ),
        (
            "cli: StsToken",
            vec![cli(
                "sts",
                &[r#"{"name":"sts","mode":"StsToken","access_key_id":"i","access_key_secret":"s","sts_token":"t"}"#],
            )],
            vec![],
            "i/s/t",
        ),
        (
            "cli: RamRoleArn",
            vec![cli("role", &[role])],
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:cli RoleSessionName=me DurationSeconds=900 Policy={} ExternalId=ext AccessKeyId=cli-id",
        ),
        (
            "cli: chained profiles",
            vec![cli("chain", &[role, chain])],
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:chain RoleSessionName=me DurationSeconds=3600 AccessKeyId=sts-id SecurityToken=sts-token",
        ),
        (
            "cli: a circle of profiles",
            vec![cli("circle", &[circle]), ini("default", ini_key)],
            vec![],
            "ini-id/ini-secret/-",
        ),
        (
            "cli: EcsRamRole",
            vec![cli(
                "ecs",
                &[r#"{"name":"ecs","mode":"EcsRamRole","ram_role_name":"cli-role"}"#],
            )],
            vec![],
            "ecs-id/ecs-secret/ecs-token cli-role",
        ),
        (
            "cli: OIDC",
            vec![
                token.clone(),
                cli(
                    "oidc",
                    &[
                        r#"{"name":"oidc","mode":"OIDC","ram_role_arn":"arn:o","oidc_provider_arn":"arn:p","oidc_token_file":"$HOME/token","role_session_name":"me"}"#,
                    ],
                ),
            ],
            vec![],
            "sts-id/sts-secret/sts-token AssumeRoleWithOIDC RoleArn=arn:o OIDCProviderArn=arn:p OIDCToken=oidc-token RoleSessionName=me DurationSeconds=3600",
        ),
        (
            "cli: CredentialsURI",
            vec![cli("uri", &[&uri_profile])],
            vec![],
            "uri-id/uri-secret/uri-token",
        ),
        (
            "cli: a mode that is not supported",
            vec![
                cli("sso", &[r#"{"name":"sso","mode":"Unheard"}"#]),
                ini("default", ini_key),
            ],
            vec![],
            "ini-id/ini-secret/-",
        ),
        (
            "cli: disabled",
            vec![cli("ak", &[]), ini("default", ini_key)],
            vec![("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "TRUE")],
            "ini-id/ini-secret/-",
        ),
        (
            "cli: broken",
            vec![(CLI, "{".to_owned()), ini("default", ini_key)],
            vec![],
            "ini-id/ini-secret/-",
        ),
        (
            "ini: access_key",
            vec![ini("default", ini_key)],
            vec![],
            "ini-id/ini-secret/-",
        ),
        (
            "ini: named section",
            vec![ini("two", ini_key)],
            vec![("ALIBABA_CLOUD_PROFILE", "two")],
            "ini-id/ini-secret/-",
        ),
        (
            "ini: another file",
            vec![("other.ini", format!("[default]\n{ini_key}"))],
            vec![("ALIBABA_CLOUD_CREDENTIALS_FILE", "$HOME/other.ini")],
            "ini-id/ini-secret/-",
        ),
        (
            "ini: ram_role_arn",
            vec![ini(
                "default",
                "type=ram_role_arn\naccess_key_id=i\naccess_key_secret=s\nrole_arn=arn:ini\nrole_session_name=me",
            )],
            vec![],
            "sts-id/sts-secret/sts-token AssumeRole RoleArn=arn:ini RoleSessionName=me DurationSeconds=3600 AccessKeyId=i",
        ),
        (
            "ini: oidc_role_arn",
            vec![
                token,
                ini(
                    "default",
                    "type=oidc_role_arn\nrole_arn=arn:i\noidc_provider_arn=arn:p\noidc_token_file_path=$HOME/token\nrole_session_name=me",
                ),
            ],
            vec![],
            "sts-id/sts-secret/sts-token AssumeRoleWithOIDC RoleArn=arn:i OIDCProviderArn=arn:p OIDCToken=oidc-token RoleSessionName=me DurationSeconds=3600",
        ),
        (
            "ini: ecs_ram_role",
            vec![ini("default", "type=ecs_ram_role\nrole_name=ini-role")],
            vec![],
            "ecs-id/ecs-secret/ecs-token ini-role",
        ),
        (
            "ECS: the instance's own role",
            vec![],
            vec![],
            "ecs-id/ecs-secret/ecs-token its-role",
        ),
        (
            "ECS: named role",
            vec![],
            vec![("ALIBABA_CLOUD_ECS_METADATA", "env-role")],
            "ecs-id/ecs-secret/ecs-token env-role",
        ),
        (
            "ECS before the URI",
            vec![],
            vec![("ALIBABA_CLOUD_CREDENTIALS_URI", uri)],
            "ecs-id/ecs-secret/ecs-token its-role",
        ),
        (
            "URI",
            vec![],
            vec![
                ("ALIBABA_CLOUD_CREDENTIALS_URI", uri),
                ("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true"),
            ],
            "uri-id/uri-secret/uri-token",
        ),
        (
            "nothing",
            vec![],
            vec![("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")],
            "",
        ),
        (
            "a disabled instance role in a file",
            vec![cli("ecs", &[r#"{"name":"ecs","mode":"EcsRamRole"}"#])],
            vec![("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true")],
            "",
        ),
    ]
}
