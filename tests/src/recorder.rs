//! A server on this machine that notes every request, and answers each operation as it was told.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// The longest body that is read.
const LONGEST: u64 = 1 << 20;

/// A request as it came.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// Its method.
    pub method: String,
    /// Path and query.
    pub target: String,
    /// Headers by their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// Its body.
    pub body: String,
}

/// The server.
#[derive(Debug)]
pub struct Recorder {
    /// Where it listens: `127.0.0.1:1234`.
    pub address: String,
    requests: Arc<Mutex<BTreeMap<String, Recorded>>>,
}

impl Recorder {
    /// Starts a server that answers each operation with its body in `answers`.
    ///
    /// # Panics
    /// If it can't listen.
    pub fn start(answers: BTreeMap<String, String>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let requests = Arc::new(Mutex::new(BTreeMap::new()));
        let noted = Arc::clone(&requests);
        std::thread::spawn(move || {
            let answers = Arc::new(answers);
            for stream in listener.incoming().flatten() {
                let (noted, answers) = (Arc::clone(&noted), Arc::clone(&answers));
                // A client that goes away in the middle is none of its business.
                std::thread::spawn(move || serve(&stream, &noted, &answers));
            }
        });
        Self { address, requests }
    }

    /// The last request of each operation, by the name in its header.
    ///
    /// # Panics
    /// If the server did.
    pub fn requests(&self) -> BTreeMap<String, Recorded> {
        self.requests.lock().expect("the server's notes").clone()
    }
}

type Notes = Mutex<BTreeMap<String, Recorded>>;

fn serve(stream: &TcpStream, noted: &Notes, answers: &BTreeMap<String, String>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        let request = read(&mut reader)?;
        let operation = request.headers.get("x-acs-action").cloned().unwrap_or_default();
        let answer = answers.get(&operation).map_or("{}", String::as_str);
        noted.lock().ok()?.insert(operation, request);
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json;charset=utf-8\r\ncontent-length: {}\r\n\r\n",
            answer.len()
        );
        writer.write_all(head.as_bytes()).ok()?;
        writer.write_all(answer.as_bytes()).ok()?;
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Recorded> {
    let mut line = || {
        let mut line = String::new();
        let read = reader.by_ref().take(LONGEST).read_line(&mut line).ok()?;
        (read > 0).then(|| line.trim_end().to_owned())
    };
    let first = line()?;
    let mut words = first.split(' ').map(str::to_owned);
    let mut request = Recorded {
        method: words.next()?,
        target: words.next()?,
        ..Recorded::default()
    };
    loop {
        let header = line()?;
        if header.is_empty() {
            break;
        }
        let (name, value) = header.split_once(':')?;
        request
            .headers
            .insert(name.trim().to_ascii_lowercase(), value.trim().to_owned());
    }
    let length: u64 = request
        .headers
        .get("content-length")
        .map_or(Ok(0), |length| length.parse())
        .ok()?;
    reader
        .take(length.min(LONGEST))
        .read_to_string(&mut request.body)
        .ok()?;
    Some(request)
}
