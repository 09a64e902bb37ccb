//! The class of a change, and why.

use super::Class;
use super::api::{Api, Sort};
use super::breaks::{Break, How};
use super::origins::Origin;
use crate::spec::compare::{Aspect, Difference};

/// Class and reason of a difference, given the breaks that follow from it and the versions at the crates' roots.
pub(super) fn of(difference: &Difference, breaks: &[&Break], roots: (Option<&str>, Option<&str>)) -> (Class, String) {
    if let Some(first) = breaks.iter().min_by_key(|found| weight(found)) {
        let more = match breaks.len() {
            1 => String::new(),
            count => format!(", and {} more", count - 1),
        };
        return (Class::Breaking, format!("{}{more}", told(first)));
    }
    if difference.aspect.is_prose() {
        return (Class::Prose, "only documentation".to_owned());
    }
    let added = difference.before.is_none();
    let reason = match difference.aspect {
        Aspect::Version => {
            let root = roots.1 == Some(difference.version.as_str());
            return match (added, root) {
                (true, true) if roots.0.is_some() => (
                    Class::Breaking,
                    format!(
                        "calls at the crate's root are of this version now, no longer of {}",
                        roots.0.unwrap_or_default()
                    ),
                ),
                (true, _) => (Class::Compatible, "a module of its own".to_owned()),
                (false, _) => (Class::Breaking, "its operations are gone".to_owned()),
            };
        }
        Aspect::Product => "a crate of its own",
        Aspect::Operation if added => "a new method",
        Aspect::Operation => "it was not in the crate",
        Aspect::Field if difference.path.starts_with("request.") && added => "a new setter, which need not be called",
        Aspect::Field if added => "a new field of a structure that takes more",
        Aspect::Field => "it was not in the crate",
        Aspect::Place | Aspect::Name => "it has the same name and place in Rust",
        Aspect::Type => "the same type in Rust",
        Aspect::ItemName => "lists are read as the service sends them; their type in Rust is the same",
        Aspect::Required if added => {
            "there are more required parameters than types keep track of; the service asks for it"
        }
        Aspect::Required => "it may be left out now; calls that set it stay as they are",
        Aspect::Position => "it is sent elsewhere in the request; calls stay as they are",
        Aspect::Values if added && difference.path.starts_with("request.") => {
            "its setter takes the documented values, and any other as before"
        }
        Aspect::Values => "its values stay plain in Rust",
        Aspect::Value if added => "a new variant of an enum that takes more; it came as `Unknown` before",
        Aspect::Value => "its variant stays, as the shared type has it from elsewhere",
        Aspect::TypeName | Aspect::ValueName => "the same name in Rust",
        Aspect::ErrorCode if added => "a new variant of an enum that takes more; it came as `Unknown` before",
        Aspect::ErrorCode => "it was not in the crate",
        Aspect::HttpStatus => "calls are told apart by the code; only what the code says of itself changes",
        Aspect::Pagination if added => "its pages can be walked now",
        Aspect::Pagination => "its pages are walked otherwise; what they hold is the same",
        Aspect::Default | Aspect::Minimum | Aspect::Maximum | Aspect::MaxLength | Aspect::MaxItems => {
            "the service decides; in the crate it is documentation"
        }
        Aspect::Deprecated if added => "its use is warned of",
        Aspect::Deprecated => "its use is no longer warned of",
        Aspect::Method | Aspect::Path | Aspect::Anonymous | Aspect::Code | Aspect::Style => {
            "calls are sent otherwise; in Rust they stay as they are"
        }
        Aspect::Endpoint => "calls go to another host; in Rust they stay as they are",
        Aspect::Success => "other responses are errors; in Rust calls stay as they are",
        _ => "calls stay as they are",
    };
    (Class::Compatible, reason.to_owned())
}

/// A break that no difference accounts for, as a change of its own.
pub(super) fn of_break(found: &Break, after: &Api) -> (Difference, String) {
    let origin = found.origins.first().cloned().unwrap_or_else(|| Origin {
        version: found.version.clone(),
        ..Origin::default()
    });
    let now = match &found.how {
        How::Gone { now } => now.clone(),
        _ => after.get(&found.version, &found.item).map(|_| found.item.clone()),
    };
    let difference = Difference {
        version: origin.version,
        operation: origin.operation,
        path: origin.path,
        aspect: Aspect::RustName,
        before: Some(shown(&found.item).to_owned()),
        after: now.map(|now| shown(&now).to_owned()),
    };
    (difference, told(found))
}

/// What tells most comes first: an operation, then a type, then what is in it.
fn weight(found: &Break) -> (usize, usize, &str) {
    let how = match found.how {
        How::Needed => 0,
        How::Form { .. } => 1,
        How::Gone { .. } => 2,
        How::Means { .. } | How::Apart { .. } => 3,
    };
    let sort = match found.sort {
        Sort::Operation => 0,
        Sort::Setter | Sort::Field => 1,
        Sort::Type => 2,
        Sort::Pages => 3,
        Sort::Variant => 4,
        Sort::Other => 5,
    };
    (sort, how, found.item.as_str())
}

fn told(found: &Break) -> String {
    let item = shown(&found.item);
    match (&found.how, found.sort) {
        (How::Gone { now: None }, _) => format!("`{item}` is gone"),
        (How::Gone { now: Some(now) }, _) => format!("`{item}` is now `{}`", shown(now)),
        (How::Form { now }, Sort::Setter) => {
            format!("`{item}` takes `{now}`, it took `{}`", found.form)
        }
        (How::Form { now }, Sort::Field) => format!("`{item}` is `{now}`, it was `{}`", found.form),
        (How::Form { now }, Sort::Pages) => format!("`{item}` gives `{now}`, it gave `{}`", found.form),
        (How::Form { now }, _) => format!("`{item}` is of {now}, it was of {}", found.form),
        (How::Means { now }, Sort::Pages) => format!("`{item}` walks `{now}`, it walked `{}`", found.wire),
        (How::Means { now }, _) => format!("`{item}` stands for `{now}`, it stood for `{}`", found.wire),
        (How::Apart { before }, _) => format!("what came as `{before}` comes as `{item}` now"),
        (How::Needed, _) => format!("code that does not call `{item}` does not compile"),
    }
}

/// An item's path without the module that its type tells.
fn shown(item: &str) -> &str {
    item.strip_prefix("operation::")
        .and_then(|rest| rest.split_once("::"))
        .map_or(item, |(_, rest)| rest)
}
