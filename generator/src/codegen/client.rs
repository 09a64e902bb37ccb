//! `client.rs`: a method an operation.

use crate::codegen::docs::Doc;
use crate::codegen::entry::Entry;
use crate::codegen::layout::{Function, Source, version_order};
use crate::codegen::operation::{Home, needs};

/// Writes the client of a version.
pub(super) fn write(entries: &[Entry<'_>], home: Home<'_>, title: &str) -> String {
    let mut source = Source::new(home.spec, None);
    source.gap();
    source.inner_docs(&Doc::own("The client."));
    source.gap();
    let mut imports: Vec<_> = entries
        .iter()
        .map(|entry| (entry.plan.names.module.as_str(), entry.plan.names.call.as_str()))
        .collect();
    imports.sort_by(|(one, _), (other, _)| version_order(one, other));
    for (module, call) in imports {
        source.line(0, &format!("use {}::operation::{module}::{call};", home.root));
    }
    source.line(0, &format!("use {}::samples;", home.root));
    source.import("alibabacloud_runtime", &["Config", "ConfigError"]);
    source.gap();
    source.docs(
        0,
        &Doc::own(format!(
            "Client of {title}. Cheap to clone; clones share connections and credentials."
        )),
    );
    source.line(0, "#[derive(Debug, Clone)]");
    source.line(0, "pub struct Client {");
    source.line(1, "inner: alibabacloud_runtime::Client,");
    source.line(0, "}");
    source.gap();
    source.line(0, "impl Client {");
    write_constructors(&mut source, home);
    for entry in entries {
        let names = &entry.plan.names;
        let mut doc = Doc::prose(&entry.plan.spec.summary);
        if doc.is_empty() {
            doc.push_own(format!("Calls `{}`.", entry.plan.spec.operation));
        }
        if !entry.written.required.is_empty() {
            doc.push_own(needs(&names.call, &entry.written.required));
        }
        source.gap();
        source.docs(1, &doc);
        if entry.plan.spec.deprecated {
            source.line(1, "#[deprecated]");
        }
        let head = format!("pub fn {}", names.method);
        source.function(
            1,
            &Function {
                head: &head,
                arguments: &["&self".to_owned()],
                gives: &names.call,
                bounds: &[],
            },
        );
        source.line(2, &format!("{}::new(&self.inner)", names.call));
        source.line(1, "}");
    }
    source.line(0, "}");
    source.finish()
}

fn write_constructors(source: &mut Source, home: Home<'_>) {
    let service = format!("&{}::SERVICE", home.root);
    let mut errors = Doc::own("Client for a region, with credentials from the environment.");
    errors.push_heading("Errors");
    errors.push_own("If there are no credentials, or the HTTP client can't be set up.");
    source.docs(1, &errors);
    source.line(
        1,
        "pub async fn from_env(region: impl Into<String>) -> Result<Self, ConfigError> {",
    );
    source.line(2, "let config = Config::from_env(region).await?;");
    source.line(2, "Self::new(config)");
    source.line(1, "}");
    source.gap();
    let mut errors = Doc::own("Client of a given configuration.");
    errors.push_heading("Errors");
    errors.push_own("If nothing says where the service is, or the HTTP client can't be set up.");
    source.docs(1, &errors);
    source.line(1, "pub fn new(config: Config) -> Result<Self, ConfigError> {");
    source.line(
        2,
        &format!("let inner = alibabacloud_runtime::Client::new({service}, config)?;"),
    );
    source.line(2, "Ok(Self { inner })");
    source.line(1, "}");
    source.gap();
    source.docs(
        1,
        &Doc::own("Client that never touches the network: it answers with the samples of the documentation."),
    );
    source.line(1, "#[must_use]");
    source.line(1, "pub fn mock() -> Self {");
    source.line(2, "Self {");
    source.line(
        3,
        &format!("inner: alibabacloud_runtime::Client::mock({service}, samples::SAMPLES),"),
    );
    source.line(2, "}");
    source.line(1, "}");
}
