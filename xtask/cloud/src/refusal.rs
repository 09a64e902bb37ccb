//! What a service says when it refuses: the codes that the spec documents for it, else the usual ones.

use alibabacloud_generator::spec::model::ErrorCode;

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
}

/// What is wrong with a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    /// It is required, and not there.
    Missing,
    /// It is not of its type.
    Malformed,
    /// It is none of the values it can have.
    NotSupported,
}

impl Refusal {
    pub(crate) fn new(status: u16, code: &str, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.to_owned(),
            message: message.into(),
        }
    }

    pub(crate) fn no_such_operation() -> Self {
        Self::new(
            404,
            "InvalidAction.NotFound",
            "Specified api is not found, please check your url and method.",
        )
    }

    /// A parameter is wrong. `name` is as it travels: `Tag.1.Key`.
    pub(crate) fn parameter<'e>(
        wrong: Wrong,
        name: &str,
        documented: impl Iterator<Item = &'e ErrorCode> + Clone,
    ) -> Self {
        let joined: String = name.split('.').filter(|part| part.parse::<u32>().is_err()).collect();
        let of = |patterns: &[&str]| -> Vec<String> {
            let names = if joined == name {
                vec![name]
            } else {
                vec![name, &joined]
            };
            let all = patterns.iter().flat_map(|pattern| {
                let names = if pattern.contains('{') { names.as_slice() } else { &[""] };
                names.iter().map(|name| pattern.replace("{}", name))
            });
            all.collect()
        };
        let (codes, usual) = match wrong {
            Wrong::Missing => (
                of(&[
                    "MissingParameter.{}",
                    "MissingParam.{}",
                    "Missing{}",
                    "MissingParameter",
                    "MissingParam",
                ]),
                Self::new(
                    400,
                    "MissingParameter",
                    format!(
                        "The input parameter \"{name}\" that is mandatory for processing this request is not supplied."
                    ),
                ),
            ),
            Wrong::Malformed | Wrong::NotSupported => {
                let (first, second) = if wrong == Wrong::Malformed {
                    ("Invalid{}.Malformed", "Invalid{}.ValueNotSupported")
                } else {
                    ("Invalid{}.ValueNotSupported", "Invalid{}.Malformed")
                };
                let patterns = [
                    first,
                    second,
                    "InvalidParameter.{}",
                    "InvalidParam.{}",
                    "Invalid{}",
                    "InvalidParameter",
                    "InvalidParam",
                ];
                (
                    of(&patterns),
                    Self::new(
                        400,
                        "InvalidParameter",
                        format!("The specified parameter \"{name}\" is not valid."),
                    ),
                )
            }
        };
        let documented = codes.iter().find_map(|code| {
            let mut rows = documented.clone();
            rows.find(|row| row.code.replace("%s", name).eq_ignore_ascii_case(code))
        });
        let Some(row) = documented else { return usual };
        let message = if row.message.is_empty() {
            usual.message
        } else {
            row.message.replace("%s", name)
        };
        Self {
            status: row
                .http_status
                .filter(|status| (400..600).contains(status))
                .unwrap_or(400),
            code: row.code.replace("%s", name),
            message,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_codes_go_before_the_usual_ones() {
        let row = |code: &str, status, message: &str| ErrorCode {
            code: code.to_owned(),
            http_status: status,
            message: message.to_owned(),
            ..ErrorCode::default()
        };
        let cases = [
            (Wrong::Missing, "Id", vec![], (400, "MissingParameter", "\"Id\"")),
            (
                Wrong::Missing,
                "Id",
                vec![row("MissingParameter", Some(403), "Give %s.")],
                (403, "MissingParameter", "Give Id."),
            ),
            (
                Wrong::Missing,
                "Tag.1.Key",
                vec![row("MissingParameter", None, ""), row("MissingParam.TagKey", None, "")],
                (400, "MissingParam.TagKey", "\"Tag.1.Key\""),
            ),
            (
                Wrong::Malformed,
                "Size",
                vec![row("Invalid%s", Some(200), "")],
                (400, "InvalidSize", "\"Size\""),
            ),
            (
                Wrong::NotSupported,
                "Size",
                vec![
                    row("InvalidSize.MalFormed", None, ""),
                    row("InvalidSize.ValueNotSupported", Some(404), "No."),
                ],
                (404, "InvalidSize.ValueNotSupported", "No."),
            ),
        ];
        for (wrong, name, documented, (status, code, part)) in cases {
            let refusal = Refusal::parameter(wrong, name, documented.iter());
            assert_eq!(
                (refusal.status, refusal.code.as_str()),
                (status, code),
                "{documented:?}"
            );
            assert!(refusal.message.contains(part), "{refusal:?}");
        }
    }
}
