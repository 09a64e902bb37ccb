//! Which paths may be written: plain ones, below the output folder, and through no symbolic link.

use crate::files::FileError;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// Joins a path from the pipeline to the output folder.
///
/// # Errors
/// If the path is empty, absolute, has a `..`, or leads through a symbolic link below the folder.
pub fn below(root: &Path, relative: &Path) -> Result<PathBuf, FileError> {
    let mut path = root.to_path_buf();
    let mut parts = relative.components().peekable();
    if parts.peek().is_none() {
        return Err(FileError::new(relative, "an empty path"));
    }
    while let Some(part) = parts.next() {
        let Component::Normal(part) = part else {
            return Err(FileError::new(relative, "not a plain path below the output folder"));
        };
        path.push(part);
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => {
                return Err(FileError::new(
                    &path,
                    "a symbolic link, which could lead out of the output folder",
                ));
            }
            Ok(metadata) if parts.peek().is_some() && !metadata.is_dir() => {
                return Err(FileError::new(&path, "a file where a folder is needed"));
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(FileError::new(&path, error)),
        }
    }
    Ok(path)
}

/// Whether Windows keeps a name for a device, whatever stands behind a dot in it: a file or folder of it could not be checked out there.
fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = ["com", "lpt"].iter().find_map(|device| name.strip_prefix(device));
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul")
        || numbered.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// Whether a name is a plain identifier, such as an operation's: letters, digits and `_`, a letter first; and can name a file anywhere.
pub fn is_identifier(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.len() <= 120
        && !is_device(name)
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// Whether a name is a date, such as a version's: `2019-08-10`.
pub fn is_date(name: &str) -> bool {
    name.len() == 10
        && name.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// Whether a text can stand between two slashes of an address as it is.
pub(crate) fn is_segment(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.len() <= 100 && text.chars().all(fits)
}

/// What this project's own crates are called behind `alibabacloud-`, as no product's can be.
const OWN_CRATES: [&str; 4] = ["bench", "generator", "runtime", "tests"];

/// Whether a name can be a product's folder, and its crate's name: letters, digits, `-` and `_`, a letter or digit first; anywhere.
pub fn is_product(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphanumeric())
        && name.len() <= 60
        && !is_device(name)
        && !OWN_CRATES.contains(&name.to_ascii_lowercase().as_str())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_names_become_paths() {
        let names = [
            ("ListTasks", true),
            ("fn", true),
            ("List_Tasks2", true),
            ("../../x", false),
            ("", false),
            ("1List", false),
            ("List Tasks", false),
            ("Liſt", false),
            ("a/b", false),
            ("C:", false),
            ("Con", false),
            ("LPT1", false),
            ("Console", true),
        ];
        for (name, good) in names {
            assert_eq!(is_identifier(name), good, "{name:?}");
        }
        for (date, good) in [
            ("2019-08-10", true),
            ("2019-8-10", false),
            ("../..-..-..", false),
            ("2019/08/10", false),
            ("", false),
        ] {
            assert_eq!(is_date(date), good, "{date:?}");
        }
        for (product, good) in [
            ("kms", true),
            ("cloud-api", true),
            ("..", false),
            (".git", false),
            ("a b", false),
            ("-x", false),
            ("aux", false),
            ("Runtime", false),
            ("runtimes", true),
        ] {
            assert_eq!(is_product(product), good, "{product:?}");
        }
    }

    #[test]
    fn nothing_leaves_the_folder() {
        let root = tempfile::tempdir().expect("a temporary folder");
        for path in ["", "/etc/passwd", "../x", "a/../../x", ".", "./x"] {
            assert!(below(root.path(), Path::new(path)).is_err(), "{path:?}");
        }
        fs::write(root.path().join("file"), "").expect("write");
        assert!(below(root.path(), Path::new("file/x")).is_err());
        assert_eq!(
            below(root.path(), Path::new("a/b.rs")).expect("plain"),
            root.path().join("a/b.rs")
        );
    }

    #[cfg(unix)]
    #[test]
    fn no_symbolic_link_is_followed() {
        let outside = tempfile::tempdir().expect("a temporary folder");
        let root = tempfile::tempdir().expect("a temporary folder");
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).expect("link");
        for path in ["link", "link/x", "link/a/b"] {
            assert!(below(root.path(), Path::new(path)).is_err(), "{path:?}");
        }
    }
}
