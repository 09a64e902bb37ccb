//! What is wrong with an overrides file by itself, whatever the spec says.

use super::rule::Rule;
use super::{ErrorRule, FieldRule, OperationRule, Overrides, is_type_name};
use crate::diagnostics::Diagnostic;
use crate::files::path::is_identifier;
use crate::spec::model::{Operation, Type};
use std::collections::HashMap;

/// All that is wrong, with lines.
pub(super) fn check(overrides: &Overrides) -> Vec<Diagnostic> {
    let mut errors = Vec::new();
    errors.extend(each(overrides, field));
    errors.extend(each(overrides, operation));
    errors.extend(each(overrides, error));
    errors.extend(endpoints(overrides));
    errors
}

/// What is wrong with each rule of a kind: by itself, or as there is one for its spot already.
fn each<R: Rule>(overrides: &Overrides, problem: fn(&R) -> Problem) -> impl Iterator<Item = Diagnostic> {
    let mut known = HashMap::new();
    R::of(overrides).iter().enumerate().filter_map(move |(index, rule)| {
        let spot = (rule.operation(), rule.version(), rule.spot());
        let first = *known.entry(spot).or_insert(index);
        let twice = || twice::<R>(overrides, rule.spot(), first, index);
        let (key, message) = problem(rule).or_else(twice)?;
        Some(overrides.about(R::LIST, index, key, message))
    })
}

/// What is wrong with a rule: the key that is meant, and words.
type Problem = Option<(&'static str, String)>;

fn twice<R: Rule>(overrides: &Overrides, name: &str, first: usize, index: usize) -> Problem {
    (first != index).then(|| {
        let line = overrides.line(R::LIST, first);
        let message = format!("two rules for one spot: {name} stands on line {line} already; make one rule of them");
        (R::SPOT, message)
    })
}

fn field(rule: &FieldRule) -> Problem {
    let whole = is_whole(&rule.path);
    let exact = whole && rule.operation != "*";
    let scalar_items = |items: Type| items.is_scalar() || items == Type::Struct;
    if rule.path.is_empty() || rule.path.split('.').any(str::is_empty) {
        return Some(("path", format!("{:?} is no path", rule.path)));
    }
    if !whole && rule.path.contains('.') {
        let message = format!(
            "a path of several names begins with `request.` or `response.`, as `response.{}` does",
            rule.path
        );
        return Some(("path", message));
    }
    if rule.said().next().is_none() {
        return Some(("path", format!("the rule for {} corrects nothing", rule.path)));
    }
    if let Some(name) = rule.type_name.as_ref().filter(|name| !is_type_name(name)) {
        let message = format!("{name:?} can't be a type's name; it takes the form of `TaskStatus`");
        return Some(("type_name", message));
    }
    if let Some(items) = rule.items {
        if rule.kind.is_some_and(|kind| kind != Type::Array) {
            return Some(("items", "only an Array has items".to_owned()));
        }
        if !scalar_items(items) {
            return Some((
                "items",
                format!("an Array of {items:?} can't be; it holds scalars, or Struct"),
            ));
        }
    }
    if rule.path.starts_with("response.") && (rule.required.is_some() || rule.position.is_some()) {
        let key = if rule.required.is_some() {
            "required"
        } else {
            "position"
        };
        return Some((key, format!("`{key}` is for parameters of a request")));
    }
    if let Some(place) = &rule.move_to {
        let side = |path: &str| path.split('.').next().map(str::to_owned);
        if !whole || !(is_whole(place) || matches!(place.as_str(), "request" | "response")) {
            let message =
                "a whole path is moved to a whole path, such as `response.Tasks`, or to `request` or `response`";
            return Some(("move_to", message.to_owned()));
        }
        if side(place) != side(&rule.path) {
            return Some(("move_to", "a field stays on its side: request or response".to_owned()));
        }
    }
    if rule.keep && (!exact || rule.kind.is_none() || rule.move_to.is_some()) {
        let message = "what is kept needs its operation, its whole path and its `type`, and no `move_to`";
        return Some(("keep", message.to_owned()));
    }
    if rule.reviewed.is_some() && !exact {
        return Some((
            "reviewed",
            "a reviewed spot needs its operation and its whole path".to_owned(),
        ));
    }
    None
}

/// Whether a path tells the whole way to a field.
pub(super) fn is_whole(path: &str) -> bool {
    path.starts_with("request.") || path.starts_with("response.")
}

fn operation(rule: &OperationRule) -> Problem {
    let corrects = rule.says_besides("hide");
    if !is_identifier(&rule.operation) {
        return Some((
            "operation",
            format!("{:?} can't be an operation's name", rule.operation),
        ));
    }
    if rule.hide == corrects {
        let message = if corrects {
            "what is hidden needs no other correction"
        } else {
            "the rule corrects nothing"
        };
        return Some(("operation", message.to_owned()));
    }
    if let Some(name) = rule.rust_name.as_ref().filter(|name| !is_type_name(name)) {
        let message = format!("{name:?} can't be an operation's name in Rust; it takes the form of `ListTasks`");
        return Some(("rust_name", message));
    }
    if let Some(method) = rule
        .method
        .as_ref()
        .filter(|method| !Operation::METHODS.contains(&method.as_str()))
    {
        return Some((
            "method",
            format!("{method:?} is no HTTP method; one of {}", Operation::METHODS.join(", ")),
        ));
    }
    if rule
        .path
        .as_ref()
        .is_some_and(|path| !path.starts_with('/') || path.contains(char::is_whitespace))
    {
        return Some(("path", "a path template begins with `/` and has no spaces".to_owned()));
    }
    None
}

fn error(rule: &ErrorRule) -> Problem {
    let plain = |code: &str| !code.is_empty() && code.len() <= 200 && !code.contains(char::is_control);
    if !plain(&rule.code) || rule.correct.as_deref().is_some_and(|code| !plain(code)) {
        return Some(("code", "an error code is one line of at most 200 characters".to_owned()));
    }
    if rule.http_status.is_some_and(|status| !(100..=599).contains(&status)) {
        return Some(("http_status", "an HTTP status lies between 100 and 599".to_owned()));
    }
    if rule.said().next().is_none() {
        return Some(("code", "the rule corrects nothing".to_owned()));
    }
    if rule.hide && rule.says_besides("hide") {
        return Some(("hide", "what is hidden needs no other correction".to_owned()));
    }
    (rule.add && rule.correct.is_some()).then(|| {
        let message = "a code that is added is right as it stands; say it as `code`";
        ("correct", message.to_owned())
    })
}

fn endpoints(overrides: &Overrides) -> Vec<Diagnostic> {
    let given = &overrides.endpoints;
    let mut errors = Vec::new();
    let mut problem = |steps: &[crate::yaml::positions::Step<'_>], message: String| {
        let line = overrides.positions.line_of(steps);
        errors.push(overrides.at(line, message));
    };
    use crate::yaml::positions::Step::{Index, Key};
    if given.guessed {
        let message = "whether the hosts are a guess is said in product.yaml alone".to_owned();
        problem(&[Key("endpoints"), Key("guessed")], message);
    }
    for (index, region) in given.regions.iter().enumerate() {
        let steps = [Key("endpoints"), Key("regions"), Index(index)];
        if given.regions[..index].iter().any(|other| other.region == region.region) {
            problem(
                &steps,
                format!("two rules for one spot: the region {} stands twice", region.region),
            );
        }
    }
    errors
}

#[cfg(test)]
mod tests {
    use crate::files::SourceFile;
    use crate::spec::overrides::{OVERRIDES, read};

    fn file(text: &str) -> [SourceFile; 1] {
        [SourceFile {
            path: OVERRIDES.into(),
            bytes: text.as_bytes().to_vec(),
        }]
    }

    #[test]
    fn a_file_of_another_form_is_refused_with_its_line() {
        for (text, line, expected) in [
            ("fields:\n- path: A\n  typ_name: X\n", 3, "typ_name"),
            ("felds: []\n", 1, "felds"),
            ("fields:\n- type_name: X\n", 2, "path"),
            ("fields:\n- path: A\n  type: Number\n", 3, "Number"),
            ("fields:\n- path: A\n  values: {0: X, 0: Y}\n", 3, "twice"),
            ("fields:\n- path: A\n  values: {0: X, 1: X}\n", 3, "twice"),
            ("fields:\n- path: A\n  values: {0: a b}\n", 3, "variant"),
            ("fields: [\n", 2, ""),
            ("fields:\n- path: A\n", 2, "corrects nothing"),
            ("fields:\n- path: A.B\n  type: Long\n", 2, "begins with"),
            ("fields:\n- path: response..B\n  type: Long\n", 2, "no path"),
            (
                "fields:\n- path: A\n  type_name: task status\n",
                3,
                "can't be a type's name",
            ),
            ("fields:\n- path: A\n  type: Long\n  items: Long\n", 4, "only an Array"),
            ("fields:\n- path: A\n  items: Array\n", 3, "can't be"),
            ("fields:\n- path: response.A\n  required: true\n", 3, "of a request"),
            ("fields:\n- path: response.A\n  move_to: request\n", 3, "its side"),
            ("fields:\n- path: A\n  move_to: response\n", 3, "whole path"),
            (
                "fields:\n- path: response.A\n  keep: true\n  type: Long\n",
                3,
                "needs its operation",
            ),
            ("fields:\n- path: response.A\n  reviewed: x\n", 3, "needs its operation"),
            (
                "fields:\n- path: A\n  type: Long\n- path: B\n  type: Long\n- path: A\n  required: true\n",
                6,
                "A stands on line 2 already",
            ),
            ("operations:\n- operation: GetTask\n", 2, "corrects nothing"),
            ("operations:\n- operation: GetTask\n  rust_name: fn\n", 3, "can't be"),
            (
                "operations:\n- operation: GetTask\n  method: FETCH\n",
                3,
                "no HTTP method",
            ),
            ("errors:\n- code: X\n  http_status: 42\n", 3, "between 100"),
            ("errors:\n- code: X\n  hide: true\n  correct: Y\n", 3, "no other"),
            ("endpoints:\n  rule: https://x/\n", 2, "no host"),
            ("endpoints:\n  guessed: true\n", 2, "in product.yaml alone"),
        ] {
            let errors = read(&file(text)).expect_err(text);
            assert_eq!(errors[0].file, OVERRIDES);
            assert_eq!(errors[0].line, line, "{text}: {errors:?}");
            assert!(errors[0].message.contains(expected), "{text}: {errors:?}");
        }
    }
}
