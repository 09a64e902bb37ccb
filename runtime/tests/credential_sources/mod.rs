//! Places where credentials are: homes with files, and servers that hand them out.

pub(crate) mod cases;
pub(crate) mod logins;
pub(crate) mod malformed;

use alibabacloud_runtime::CredentialsChain;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

/// An access key as the services hand it out.
pub(crate) fn keys(id: &str, lifetime: Duration) -> String {
    let kind = id.split('-').next().unwrap_or_default();
    let expiration = humantime::format_rfc3339_millis(SystemTime::now() + lifetime);
    format!(
        r#"{{"Code":"Success","AccessKeyId":"{id}","AccessKeySecret":"{kind}-secret","SecurityToken":"{kind}-token","Expiration":"{expiration}"}}"#
    )
}

fn hour(id: &str) -> String {
    let whole = keys(id, Duration::from_secs(3600));
    // The services write whole seconds.
    match whole.rsplit_once('.') {
        Some((head, _)) => format!("{head}Z\"}}"),
        None => whole,
    }
}

/// A home directory and variables.
pub(crate) struct Home {
    dir: PathBuf,
    variables: HashMap<String, String>,
}

impl Home {
    pub(crate) fn new(files: &[(&str, String)], variables: &[(&str, &str)]) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("home-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&dir).unwrap();
        let filled = |text: &str| text.replace("$HOME", &dir.display().to_string());
        for (path, content) in files {
            let path = dir.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, filled(content)).unwrap();
        }
        let given = variables
            .iter()
            .map(|(name, value)| ((*name).to_owned(), filled(value)));
        let variables = given.chain([("HOME".to_owned(), dir.display().to_string())]).collect();
        Self { dir, variables }
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.dir.join(path)
    }

    pub(crate) fn path(&self) -> String {
        self.dir.display().to_string()
    }

    pub(crate) fn chain(&self) -> CredentialsChain {
        let variables = self.variables.clone();
        CredentialsChain::with_variables(move |name| variables.get(name).cloned())
    }

    /// What Alibaba's own package finds, and what it asks STS, in words; nothing if it finds none.
    pub(crate) fn ask_python(&self, python: &Path, metadata: &str, oauth: &str) -> String {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/credential_sources/reference.py");
        let output = Command::new(python)
            .arg(script)
            .args([metadata, oauth])
            .env_clear()
            .envs(&self.variables)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Home {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.dir);
    }
}

/// A Python that has Alibaba's own package: `$CREDENTIALS_PYTHON`, or `python3`.
pub(crate) fn python() -> Option<PathBuf> {
    let python = std::env::var_os("CREDENTIALS_PYTHON").map_or_else(|| "python3".into(), PathBuf::from);
    let has = Command::new(&python)
        .args(["-c", "import alibabacloud_credentials.client"])
        .output();
    if has.is_ok_and(|has| has.status.success()) {
        return Some(python);
    }
    println!(
        "skipped: {} has no alibabacloud-credentials (set CREDENTIALS_PYTHON)",
        python.display()
    );
    None
}

/// The status of a server that closes the connection in place of a response.
pub(crate) const HANGS_UP: u16 = 0;

/// A server on this machine, which keeps what it was asked, in words.
pub(crate) struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// A server whose response depends on the number of the request alone.
    pub(crate) fn start(answer: impl Fn(usize) -> (u16, String) + Send + Sync + 'static) -> Self {
        Self::serve(move |number, _| answer(number))
    }

    pub(crate) fn sts() -> Self {
        Self::serve(|_, request| {
            let signed = request.contains("AssumeRoleWithOIDC") != request.contains("Signature=");
            let form = request.starts_with("POST /?") && !request.contains("GET");
            let status = if signed && form { 200 } else { 400 };
            (
                status,
                format!(r#"{{"RequestId":"r","Credentials":{}}}"#, hour("sts-id")),
            )
        })
    }

    /// Hands out keys at `/keys`, and at other paths answers that are none.
    pub(crate) fn uri() -> Self {
        let keys = |from: &str, to: &str| (200, hour("uri-id").replace(from, to));
        Self::serve(move |_, request| match request.split_whitespace().nth(2) {
            Some("failed") => keys("Success", "Failed"),
            Some("no-code") => keys(r#""Code":"Success","#, ""),
            Some("no-token") => keys("SecurityToken", "Other"),
            Some("no-expiration") => keys("Expiration", "Other"),
            Some("no-time") => keys("T", " at "),
            Some("expired") => (
                200,
                hour("uri-id").split("20").next().unwrap_or_default().to_owned() + "2021-01-01T00:00:00Z\"}",
            ),
            Some("null") => keys(r#""uri-token""#, "null"),
            Some("error") => (500, hour("uri-id")),
            Some("redirect") => (302, String::new()),
            Some("html") => (200, "<html>".to_owned()),
            Some("empty") => (200, String::new()),
            Some("list") => (200, "[]".to_owned()),
            _ => (200, hour("uri-id")),
        })
    }

    /// Gives keys for logins, and new tokens.
    pub(crate) fn logins() -> Self {
        let bare = |id: &str| hour(id).replace(r#""Code":"Success","#, "");
        Self::serve(move |_, request| {
            let has = |part: &str| request.contains(part);
            match request.split_whitespace().nth(2) {
                Some("cloud-credentials") if has("Bearer sso-token") && has(r#""acc""#) => {
                    (200, format!(r#"{{"CloudCredential":{}}}"#, bare("sso-id")))
                }
                Some("exchange") if has("Bearer access") || has("Bearer new-access") => (200, bare("oauth-id")),
                Some("token") if has("refresh_token=refresh") && has("client_id=40") => (
                    200,
                    r#"{"access_token":"new-access","refresh_token":"new-refresh","expires_in":3600}"#.to_owned(),
                ),
                _ => (401, String::new()),
            }
        })
    }

    /// A metadata service of version 2; or else of version 1, which gives a request for a token the status `no_token`.
    pub(crate) fn metadata(v2: bool, no_token: u16) -> Self {
        Self::serve(move |_, request| {
            let token = request.contains("v2");
            match request.split_whitespace().nth(1).unwrap_or_default() {
                "/latest/api/token" if v2 => (200, "v2-token".to_owned()),
                "/latest/api/token" => (no_token, String::new()),
                _ if token != v2 => (403, String::new()),
                path if path.ends_with('/') => (200, "its-role\n".to_owned()),
                _ => (200, hour("ecs-id")),
            }
        })
    }

    fn serve(answer: impl Fn(usize, &str) -> (u16, String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (keep, answer) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (keep, answer) = (keep.clone(), answer.clone());
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    let number = {
                        let mut asked = keep.lock().unwrap();
                        asked.push(request.clone());
                        asked.len()
                    };
                    let (status, body) = answer(number, &request);
                    if status == HANGS_UP {
                        return;
                    }
                    let head = format!(
                        "HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
                        body.len()
                    );
                    let _ = (&stream).write_all(format!("{head}{body}").as_bytes());
                });
            }
        });
        Self { address, asked }
    }

    pub(crate) fn at(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    pub(crate) fn all(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// The last request, with the last part of its path as a word.
    pub(crate) fn last(&self) -> Option<String> {
        self.all().pop()
    }

    pub(crate) fn forget(&self) {
        self.asked.lock().unwrap().clear();
    }
}

/// A request in words: method, path, the path's last part, metadata token, and the parameters of query and form.
fn read(stream: &TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words: Vec<String> = line.split_whitespace().take(2).map(str::to_owned).collect();
    let target = words.get(1)?.clone();
    words.extend(target.rsplit('/').next().map(str::to_owned));
    let (mut length, mut header) = (0, String::new());
    while reader.read_line(&mut header).ok()? > 2 {
        let (name, value) = header.trim().split_once(':')?;
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().ok()?,
            "authorization" => words.push(value.trim().to_owned()),
            "x-aliyun-ecs-metadata-token" => words.push("v2".to_owned()),
            _ => {}
        }
        header.clear();
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let form = String::from_utf8(body).ok()?;
    let query = target.split_once('?').map_or("", |(_, query)| query);
    for pair in query.split('&').chain(form.split('&')) {
        let pair = percent_encoding::percent_decode_str(pair)
            .decode_utf8_lossy()
            .into_owned();
        words.extend(pair.strip_prefix("Action=").map(str::to_owned));
        words.push(pair);
    }
    Some(words.join(" "))
}
