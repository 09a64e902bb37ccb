//! Files that hold credentials: small regular ones, read where nobody waits for the disk.

use std::fs::{File, Metadata};
use std::io::{ErrorKind, Read};
use std::path::Path;
use zeroize::Zeroizing;

/// Longest file that is read, in bytes.
const LONGEST: u64 = 1 << 20;

/// Does work that may wait for a disk on a thread of its own, so that a call's time can end before it; or here, without a runtime.
pub(super) async fn off_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, String> {
    match tokio::runtime::Handle::try_current() {
        Ok(runtime) => {
            let done = runtime.spawn_blocking(work).await;
            done.map_err(|error| format!("reading was broken off: {error}"))
        }
        Err(_) => Ok(work()),
    }
}

/// Reads a file. A pipe would keep the reader waiting, and a device has no end.
///
/// # Errors
/// Why it can't be read.
pub(super) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, String> {
    let told = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        _ => error.to_string(),
    };
    // Before it is opened: opening a pipe already waits.
    check(&path.metadata().map_err(told)?)?;
    let file = File::open(path).map_err(told)?;
    let metadata = file.metadata().map_err(told)?;
    check(&metadata)?;
    if may_be_written_by_others(&metadata) {
        tracing::warn!(file = %path.display(), "credentials are read from a file that others may write");
    }
    let mut content = Zeroizing::new(Vec::with_capacity(usize::try_from(metadata.len()).unwrap_or(0) + 1));
    file.take(LONGEST + 1).read_to_end(&mut content).map_err(told)?;
    if u64::try_from(content.len()).unwrap_or(u64::MAX) > LONGEST {
        return Err(too_long());
    }
    Ok(content)
}

fn check(metadata: &Metadata) -> Result<(), String> {
    if !metadata.is_file() {
        Err("it is not a regular file".to_owned())
    } else if metadata.len() > LONGEST {
        Err(too_long())
    } else {
        Ok(())
    }
}

fn too_long() -> String {
    format!("it is longer than {LONGEST} bytes")
}

#[cfg(unix)]
fn may_be_written_by_others(metadata: &Metadata) -> bool {
    const GROUP_OR_ALL: u32 = 0o022;
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & GROUP_OR_ALL != 0
}

#[cfg(not(unix))]
fn may_be_written_by_others(_: &Metadata) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_is_read() {
        let folder = std::env::temp_dir().join(format!("alibabacloud-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let at = |name: &str| folder.join(name);
        std::fs::write(at("small"), "text").unwrap();
        std::os::unix::fs::symlink(at("small"), at("link")).unwrap();
        File::create(at("sparse")).unwrap().set_len(1 << 40).unwrap();
        let fifo = std::process::Command::new("mkfifo").arg(at("fifo")).status();
        assert!(fifo.is_ok_and(|status| status.success()));
        for (path, expected) in [
            (at("small"), Ok("text")),
            (at("link"), Ok("text")),
            (at("sparse"), Err("longer than 1048576 bytes")),
            (at("fifo"), Err("not a regular file")),
            ("/dev/zero".into(), Err("not a regular file")),
            (folder.clone(), Err("not a regular file")),
            (at("none"), Err("no such file")),
        ] {
            match (read(&path), expected) {
                (Ok(content), Ok(text)) => assert_eq!(content.as_slice(), text.as_bytes()),
                (Err(why), Err(part)) => assert!(why.contains(part), "{}: {why}", path.display()),
                (got, _) => panic!("{}: {got:?}", path.display()),
            }
        }
        let mode = |mode| {
            let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
            std::fs::set_permissions(at("small"), permissions).unwrap();
            may_be_written_by_others(&at("small").metadata().unwrap())
        };
        assert_eq!(
            (mode(0o600), mode(0o644), mode(0o620), mode(0o602)),
            (false, false, true, true)
        );
        std::fs::remove_dir_all(folder).unwrap();
    }
}
