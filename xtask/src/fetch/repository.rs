//! A folder of a git repository at a revision, by `git`.

use crate::git;
use alibabacloud_generator::spec::product::Repository;
use anyhow::{Context as _, bail};
use std::fs;
use std::path::Path;

/// Fetches a repository's folder to `to`, if there is a place for it and it is not there at that revision; the revision that is meant.
pub(super) fn fetch(repository: &Repository, to: Option<&Path>, known: Option<&str>) -> anyhow::Result<String> {
    let revision = revision(repository)?;
    let Some(to) = to else { return Ok(revision) };
    if known == Some(revision.as_str()) && to.is_dir() {
        return Ok(revision);
    }
    let parent = to.parent().context("a folder above")?;
    fs::create_dir_all(parent).with_context(|| parent.display().to_string())?;
    // In the same folder, so that it is there at once or not at all.
    let scratch = tempfile::tempdir_in(parent).context("a temporary folder")?;
    let home = scratch.path().join("repository");
    fs::create_dir(&home).with_context(|| home.display().to_string())?;
    git::run(&home, &["init", "--quiet"])?;
    git::run(
        &home,
        &[
            "fetch",
            "--quiet",
            "--depth",
            "1",
            "--no-tags",
            "--",
            &repository.git,
            &revision,
        ],
    )?;
    git::run(&home, &["checkout", "--quiet", "FETCH_HEAD"])?;
    let folder = home.join(repository.folder.as_deref().unwrap_or("."));
    if !folder.is_dir() {
        bail!("{}: no folder {:?} at {revision}", repository.git, repository.folder);
    }
    if folder == home.join(".") {
        let own = home.join(".git");
        fs::remove_dir_all(&own).with_context(|| own.display().to_string())?;
    }
    if to.exists() {
        fs::rename(to, scratch.path().join("before")).with_context(|| to.display().to_string())?;
    }
    fs::rename(&folder, to).with_context(|| to.display().to_string())?;
    Ok(revision)
}

/// The commit that the revision names now.
fn revision(repository: &Repository) -> anyhow::Result<String> {
    let wanted = repository.revision.as_deref().unwrap_or("HEAD");
    if wanted.len() == 40 && wanted.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(wanted.to_owned());
    }
    let listed = git::run(
        Path::new("."),
        &["ls-remote", "--exit-code", "--", &repository.git, wanted],
    )?;
    let first = listed.split_whitespace().next();
    first
        .map(str::to_owned)
        .with_context(|| format!("{}: no revision {wanted}", repository.git))
}
