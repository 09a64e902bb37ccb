//! Sources from elsewhere: a server and a git repository on this machine.

use crate::Bench;
use alibabacloud_tests::command::run;
use alibabacloud_tests::root;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What the server does with the file.
#[derive(Debug, Clone)]
enum Mood {
    /// Serves it, from any byte on.
    Whole(Vec<u8>),
    /// Breaks off after so many bytes.
    BreaksOff(Vec<u8>, usize),
    /// Never ends.
    Endless,
    /// Says that it is elsewhere, at an address that is not of the web.
    Elsewhere,
}

/// A server of one file; the last request's head.
struct Server {
    base: String,
    mood: Arc<Mutex<Mood>>,
    asked: Arc<Mutex<String>>,
}

impl Server {
    fn start(mood: Mood) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}/meta/v1", listener.local_addr().expect("an address"));
        let (mood, asked) = (Arc::new(Mutex::new(mood)), Arc::new(Mutex::new(String::new())));
        let (moods, noted) = (Arc::clone(&mood), Arc::clone(&asked));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let mood = moods.lock().expect("a mood").clone();
                // A client that has seen enough goes away.
                let _ = answer(stream, &mood, &noted);
            }
        });
        Self { base, mood, asked }
    }

    fn turns(&self, mood: Mood) {
        *self.mood.lock().expect("a mood") = mood;
    }

    fn asked(&self) -> String {
        self.asked.lock().expect("the last request").clone()
    }
}

fn answer(mut stream: TcpStream, mood: &Mood, noted: &Mutex<String>) -> std::io::Result<()> {
    let mut head = String::new();
    let mut reader = BufReader::new(stream.try_clone()?);
    while reader.read_line(&mut head)? > 2 {}
    let from = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("range: bytes=").map(str::to_owned))
        .and_then(|range| range.trim().trim_end_matches('-').parse::<usize>().ok());
    *noted.lock().expect("the last request") = head;
    match mood {
        Mood::Whole(file) | Mood::BreaksOff(file, _) => {
            let at = from.unwrap_or(0);
            let status = match from {
                Some(at) => format!(
                    "206 Partial Content\r\ncontent-range: bytes {at}-{}/{}",
                    file.len() - 1,
                    file.len()
                ),
                None => "200 OK".to_owned(),
            };
            let rest = &file[at..];
            write!(
                stream,
                "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                rest.len()
            )?;
            let sent = if let Mood::BreaksOff(_, sent) = mood {
                *sent
            } else {
                rest.len()
            };
            stream.write_all(&rest[..sent.min(rest.len())])
        }
        Mood::Endless => {
            write!(stream, "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(&[b' '; 1 << 16])?;
            }
        }
        Mood::Elsewhere => write!(
            stream,
            "HTTP/1.1 302 Found\r\nlocation: file:///etc/hostname\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        ),
    }
}

fn harbour() -> Vec<u8> {
    fs::read(root().join("generator/tests/metadata/harbour.json")).expect("metadata")
}

fn bench() -> Bench {
    let bench = Bench::new();
    bench.write(
        "spec/harbour/product.yaml",
        "# Mine.\ncode: Harbour\nversions:\n- '2021-03-04'\nstyle: RPC\nmetadata: ../../sources/harbour/metadata\n",
    );
    bench
}

#[test]
fn metadata_over_http() {
    let (bench, server) = (bench(), Server::start(Mood::Whole(harbour())));
    let fetch = |more: &[&str]| {
        bench.other(
            &[
                &["fetch", "--spec", "spec", "--to", "sources", "--from", &server.base],
                more,
            ]
            .concat(),
        )
    };
    let never = fetch(&["--check"]);
    assert_eq!(
        (never.code, never.stdout.as_str(), server.asked()),
        (
            1,
            "harbour: nothing of it was fetched yet; `cargo xtask fetch --product harbour` brings it\n",
            String::new()
        )
    );
    assert!(!bench.path("sources").exists());
    fetch(&[]).well();
    assert!(
        server
            .asked()
            .starts_with("GET /meta/v1/products/Harbour/versions/2021-03-04/api-docs.json ")
    );
    let file = "sources/harbour/metadata/2021-03-04/api-docs.json";
    assert_eq!(bench.read(file).into_bytes(), harbour());
    let manifest = bench.read("spec/harbour/product.yaml");
    assert!(
        manifest.starts_with("# Mine.\n") && manifest.contains("\nfetched:\n  metadata:\n    '2021-03-04': "),
        "{manifest}"
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let path = bench.path("spec/harbour/product.yaml");
        let mode = fs::metadata(path).expect("it is there").permissions().mode();
        assert_eq!(mode & 0o044, 0o044, "others may read it as before");
    }
    // The same again is no news.
    assert!(fetch(&[]).well().stdout.contains("harbour: as it was"));
    assert_eq!(
        (fetch(&["--check"]).code, bench.read("spec/harbour/product.yaml")),
        (0, manifest)
    );
    bench.regen(&["--docs-only"]).well();
    assert!(bench.path("spec/harbour/2021-03-04/ListShips.yaml").exists());

    let newer = String::from_utf8(harbour())
        .expect("UTF-8")
        .replace("Lists the ships", "Shows the ships")
        .into_bytes();
    server.turns(Mood::BreaksOff(newer.clone(), 1000));
    assert_eq!(fetch(&[]).code, 2, "it broke off");
    assert_eq!(bench.read(file).into_bytes(), harbour(), "what was there stays whole");
    server.turns(Mood::Whole(newer.clone()));
    fetch(&[]).well();
    assert!(
        server.asked().to_lowercase().contains("range: bytes=1000-"),
        "{}",
        server.asked()
    );
    assert_eq!(bench.read(file).into_bytes(), newer);
    let aside = bench.other(&["fetch", "--spec", "spec", "--to", "aside", "--from", &server.base]);
    let aside = aside.well().stdout;
    assert!(aside.contains("does not name this folder as `metadata`"), "{aside}");

    for (mood, told) in [
        (Mood::Whole(b"<html>Sign in</html>".to_vec()), "it is a web page"),
        (
            Mood::Whole(fs::read(root().join("generator/tests/metadata/pier.json")).expect("metadata")),
            "it is of Pier 2022-01-02",
        ),
        (
            Mood::Whole(
                br#"{"info": {"style": "RPC", "product": "Harbour", "version": "2021-03-04"}, "apis": {}}"#.to_vec(),
            ),
            "there is no operation in it",
        ),
        (Mood::Endless, "more than 64 MiB"),
        (Mood::Elsewhere, "rotocol"),
    ] {
        server.turns(mood);
        let done = fetch(&[]);
        assert_eq!(
            (done.code, done.stderr.contains(told)),
            (2, true),
            "{told}: {}",
            done.stderr
        );
        assert_eq!(bench.read(file).into_bytes(), newer, "{told}");
        assert!(
            !bench.path(&format!("{file}.part")).exists() || told == "rotocol",
            "{told}"
        );
        let _ = fs::remove_file(bench.path(&format!("{file}.part")));
    }
    let done = bench.other(&[
        "fetch",
        "--spec",
        "spec",
        "--to",
        "sources",
        "--from",
        &server.base.replace("http:", "https:"),
    ]);
    assert_eq!(done.code, 2, "it does not speak TLS: {}", done.stderr);
}

#[test]
fn a_fetch_that_brought_nothing_leaves_the_rest_as_it_was() {
    let (bench, server) = (bench(), Server::start(Mood::BreaksOff(harbour(), 1000)));
    let done = bench.other(&["fetch", "--spec", "spec", "--to", "sources", "--from", &server.base]);
    assert_eq!(done.code, 2, "{done:?}");
    let part = "sources/harbour/metadata/2021-03-04/api-docs.json.part";
    assert!(bench.path(part).exists(), "the next fetch goes on from it");
    let run = bench.regen(&[]).well();
    assert!(run.stdout.contains("not at hand: metadata of harbour"), "{run:?}");
}

#[test]
fn pages_out_of_a_repository() {
    let bench = Bench::new();
    let home = bench.path("upstream");
    fs::create_dir_all(home.join("pages/en")).expect("folders");
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(&home);
        command.args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.c",
            "-c",
            "init.defaultBranch=main",
        ]);
        run(command.args(arguments)).well().stdout
    };
    git(&["init", "--quiet"]);
    let commit = |text: &str| {
        fs::write(home.join("pages/en/A.md"), text).expect("write");
        git(&["add", "."]);
        git(&["commit", "--quiet", "--message", text]);
        git(&["rev-parse", "HEAD"]).trim().to_owned()
    };
    let first = commit("one");
    bench.write(
        "spec/harbour/product.yaml",
        format!(
            "code: Harbour\nversions:\n- '2021-03-04'\nstyle: RPC\nrepository:\n  git: file://{}\n  revision: main\n  folder: pages\n",
            home.display()
        ),
    );
    let fetch = |more: &[&str]| bench.other(&[&["fetch", "--spec", "spec", "--to", "sources"], more].concat());
    fetch(&[]).well();
    assert_eq!(bench.read("sources/harbour/docs/en/A.md"), "one");
    assert!(
        bench
            .read("spec/harbour/product.yaml")
            .contains(&format!("fetched:\n  docs: '{first}'\n"))
    );
    assert_eq!(fetch(&["--check"]).code, 0);
    let second = commit("two");
    assert_eq!(fetch(&["--check"]).code, 1);
    assert_eq!(bench.read("sources/harbour/docs/en/A.md"), "one");
    fetch(&[]).well();
    assert_eq!(bench.read("sources/harbour/docs/en/A.md"), "two");
    // Back to what it was.
    bench.edit(
        "spec/harbour/product.yaml",
        "revision: main",
        &format!("revision: {first}"),
    );
    fetch(&[]).well();
    assert_eq!(bench.read("sources/harbour/docs/en/A.md"), "one");
    assert_ne!(first, second);
    bench.edit("spec/harbour/product.yaml", "folder: pages", "folder: nowhere");
    let manifest = bench.read("spec/harbour/product.yaml").replace(&first, &second);
    bench.write(
        "spec/harbour/product.yaml",
        manifest.replacen(&format!("  docs: '{second}'"), "  docs: 'gone'", 1),
    );
    let done = fetch(&[]);
    assert_eq!(
        (done.code, done.stderr.contains("no folder")),
        (2, true),
        "{}",
        done.stderr
    );
    assert_eq!(
        bench.read("sources/harbour/docs/en/A.md"),
        "one",
        "what was there stays"
    );
}
