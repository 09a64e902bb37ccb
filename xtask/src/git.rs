//! What a folder held in a revision of git.

use alibabacloud_generator::files::SourceFile;
use anyhow::{Context as _, bail};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

/// The files below a folder, in a revision, whose names end in the given extension; their paths are relative to the folder.
///
/// # Errors
/// If there is no such revision, or git fails.
pub(crate) fn files(revision: &str, folder: &Path, extension: &str) -> anyhow::Result<Vec<SourceFile>> {
    let commit = format!("{revision}^{{commit}}");
    let parsed = run(
        folder,
        &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit],
    )
    .with_context(|| format!("{revision}: neither a folder nor a revision of git"))?;
    let commit = parsed.trim();
    let listed = run(folder, &["ls-tree", "-r", "-z", commit]).with_context(|| format!("{revision}: its files"))?;
    let mut names = Vec::new();
    let mut asked = tempfile::tempfile().context("a temporary file")?;
    for entry in listed.split('\0') {
        // `100644 blob <id>\t<path>`; symbolic links and submodules have other modes.
        if let Some((head, path)) = entry.split_once('\t')
            && let [mode, "blob", id] = head.split(' ').collect::<Vec<_>>()[..]
            && mode.starts_with("100")
            && path.ends_with(&format!(".{extension}"))
        {
            writeln!(asked, "{id}").context("a temporary file")?;
            names.push(path.to_owned());
        }
    }
    asked.rewind().context("a temporary file")?;
    let output = command(folder)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::from(asked))
        .output()
        .context("git")?;
    blobs(names, &output.stdout).with_context(|| format!("{revision}: git cat-file answers otherwise"))
}

/// Git in a folder, so that nothing of a repository is run.
fn command(folder: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder).args([
        "-c",
        "core.hooksPath=/dev/null",
        "-c",
        "core.symlinks=false",
        "-c",
        "protocol.ext.allow=never",
    ]);
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_LFS_SKIP_SMUDGE", "1");
    git
}

/// What git prints.
///
/// # Errors
/// What it says is wrong.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> anyhow::Result<String> {
    let output = command(folder)
        .args(arguments)
        .output()
        .context("git can't be started")?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        let said = said.trim();
        bail!("{}", if said.is_empty() { "git does not know it" } else { said });
    }
    String::from_utf8(output.stdout).context("git prints what is not UTF-8")
}

/// Reads `<id> blob <size>\n<bytes>\n`, one for each name.
fn blobs(names: Vec<String>, mut bytes: &[u8]) -> Option<Vec<SourceFile>> {
    let mut files = Vec::new();
    for path in names {
        let end = bytes.iter().position(|&byte| byte == b'\n')?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let mut contents = Vec::new();
        bytes = &bytes[end + 1..];
        bytes.by_ref().take(size as u64).read_to_end(&mut contents).ok()?;
        bytes = bytes.get(1..)?;
        files.push(SourceFile { path, bytes: contents });
    }
    Some(files)
}
