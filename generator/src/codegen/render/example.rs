//! Client code in documentation; it compiles.

use crate::codegen::plan::version::Entry;
use crate::codegen::plan::{Holds, Kind, Plan};
use crate::spec::model::Field;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A call that a few lines of code can show: of an operation that reads, if there is one, and needs nothing but scalars.
pub(in crate::codegen) struct Example<'a> {
    entry: &'a Entry<'a>,
    setters: Vec<String>,
}

impl<'a> Example<'a> {
    pub(in crate::codegen) fn of(entries: &'a [Entry<'a>]) -> Option<Self> {
        let examples = entries.iter().filter_map(|entry| {
            Some(Self {
                entry,
                setters: setters(&entry.plan)?,
            })
        });
        examples.min_by_key(|Self { entry, setters }| {
            let reads = ["List", "Describe", "Get", "Query"]
                .iter()
                .any(|verb| entry.plan.spec.operation.starts_with(verb));
            (
                !reads,
                entry.paging.is_none(),
                setters.len(),
                entry.plan.spec.operation.len(),
            )
        })
    }

    /// The call, set to a variable, with what is done to it at last.
    fn call(&self, before: &str, last: &[&str]) -> Vec<String> {
        let mut lines = vec![
            format!("{before}client"),
            format!("    .{}()", self.entry.plan.names.method),
        ];
        lines.extend(self.setters.iter().map(|setter| format!("    {setter}")));
        lines.extend(last.iter().map(|line| format!("    {line}")));
        lines
    }

    /// The call sent, and its response printed.
    fn sent(&self) -> Vec<String> {
        let mut lines = self.call("let response = ", &[".send()", ".await?;"]);
        lines.push("println!(\"{response:?}\");".to_owned());
        lines
    }

    /// The shortest program there is.
    pub(in crate::codegen) fn first(&self, library: &str) -> Vec<String> {
        let mut lines = vec![format!(
            "let client = {library}::Client::from_env(\"cn-beijing\").await?;"
        )];
        lines.extend(self.sent());
        lines
    }

    /// A whole program of it, for tokio.
    pub(in crate::codegen) fn program(&self, library: &str) -> Vec<String> {
        let mut lines: Vec<String> = [
            format!("use {library}::Client;"),
            String::new(),
            "#[tokio::main(flavor = \"current_thread\")]".to_owned(),
            "async fn main() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
            "    let client = Client::from_env(\"cn-beijing\").await?;".to_owned(),
        ]
        .into();
        lines.extend(self.sent().into_iter().map(|line| format!("    {line}")));
        lines.extend(["    Ok(())", "}"].map(str::to_owned));
        lines
    }

    /// What can be done with a client, each under a heading.
    pub(super) fn tour(&self, library: &str) -> TokenStream {
        let root = library.split("::").next().unwrap_or(library);
        let mock = format!("let client = {library}::Client::mock();");
        let mut without = vec![mock.clone()];
        without.extend(self.sent());
        let mut errors = vec![format!("use {root}::Error;"), String::new(), mock.clone()];
        errors.extend(self.call("let response = ", &[".send()", ".await;"]));
        errors.extend(
            [
                "match response {",
                "    Ok(response) => println!(\"{response:?}\"),",
                "    Err(Error::Service { kind, request_id, .. }) => println!(\"{kind} ({request_id:?})\"),",
                "    Err(error) => println!(\"{error}\"),",
                "}",
            ]
            .map(str::to_owned),
        );
        let mut parts = vec![
            (
                "Without an account",
                "Responses are the samples of the documentation.",
                without,
            ),
            (
                "Errors",
                "What the service refuses comes as one of the documented codes of the operation.",
                errors,
            ),
        ];
        if self.entry.paging.is_some() {
            let mut paging = vec![mock.clone()];
            paging.extend(self.call("let mut items = ", &[".items();"]));
            paging.extend(
                [
                    "while let Some(item) = items.try_next().await? {",
                    "    println!(\"{item:?}\");",
                    "}",
                ]
                .map(str::to_owned),
            );
            parts.push(("Paging", "Pages are fetched as their items are asked for.", paging));
        }
        let mut blocking = vec!["# #[cfg(feature = \"blocking\")]".to_owned(), "# {".to_owned(), mock];
        blocking.extend(self.call("let response = ", &[".send()", ".wait()?;"]));
        blocking.extend(["println!(\"{response:?}\");", "# }"].map(str::to_owned));
        parts.push((
            "Blocking",
            "With the feature `blocking`, for programs without async.",
            blocking,
        ));
        let parts = parts.into_iter().map(|(heading, about, code)| {
            let heading = format!(" # {heading}");
            let about = format!(" {about}");
            let code = code_block(&code);
            quote! {
                #[doc = ""]
                #[doc = #heading]
                #[doc = ""]
                #[doc = #about]
                #[doc = ""]
                #(#[doc = #code])*
            }
        });
        parts.collect()
    }
}

/// Code in an async function as a block of documentation that is compiled and not run.
pub(super) fn code_block(lines: &[String]) -> Vec<String> {
    let mut block = vec![
        " ```no_run".to_owned(),
        " # async fn example() -> Result<(), Box<dyn std::error::Error>> {".to_owned(),
    ];
    let indented = |line: &String| {
        if line.is_empty() {
            String::new()
        } else {
            format!(" {line}")
        }
    };
    block.extend(lines.iter().map(indented));
    block.extend([" # Ok(())", " # }", " ```"].map(str::to_owned));
    block
}

/// The setters of a call's required parameters, with their examples; nothing if that takes more than scalars.
fn setters(plan: &Plan<'_>) -> Option<Vec<String>> {
    if plan.spec.deprecated {
        return None;
    }
    let required = plan.request.members.iter().filter(|member| member.needed);
    required
        .map(|member| {
            Some(format!(
                ".{}({})",
                member.name,
                example_value(member.field, &member.holds)?
            ))
        })
        .collect()
}

fn example_value(field: &Field, holds: &Holds) -> Option<String> {
    let example = field.example.as_deref().map(str::trim).unwrap_or_default();
    match holds {
        Holds::One(Kind::String) => {
            let plain = !example.is_empty()
                && example.len() <= 60
                && example.chars().all(|letter| letter.is_ascii_graphic() && letter != '`');
            Some(Literal::string(if plain { example } else { "…" }).to_string())
        }
        Holds::One(Kind::Integer) => Some(example.parse::<i64>().unwrap_or(1).to_string()),
        Holds::One(Kind::Float) => Some(format!(
            "{:?}",
            example
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite())
                .unwrap_or(1.0)
        )),
        Holds::One(Kind::Boolean) => Some(example.to_ascii_lowercase().parse::<bool>().unwrap_or(true).to_string()),
        _ => None,
    }
}
