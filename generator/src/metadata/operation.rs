//! An operation of the file as one of the spec.

use super::document::{Api, Document, Style};
use super::schema::{Problems, Reader};
use super::{answer, errors, request};
use crate::spec::model::{Operation, Samples};
use crate::spec::{online, pagination};
use rayon::prelude::*;

/// The operations of a file, in its order; `file` is where it lies.
pub(crate) fn operations(document: &Document, file: &str, problems: &mut Problems) -> Vec<Operation> {
    let names: Vec<&String> = document.apis.keys().collect();
    let read = |name: &&String| {
        let mut problems = Problems::default();
        let operation = operation(document, name, file, &mut problems);
        (operation, problems.into_found())
    };
    let read: Vec<_> = names.par_iter().map(read).collect();
    let mut operations = Vec::with_capacity(read.len());
    for (operation, found) in read {
        operations.extend(operation);
        problems.extend(found);
    }
    operations
}

fn operation(document: &Document, name: &str, file: &str, problems: &mut Problems) -> Option<Operation> {
    let inside = problems.enter(&format!("apis.{name}"));
    let api: Api = match serde_path_to_error::deserialize(document.apis.get(name)?) {
        Ok(api) => api,
        Err(error) => {
            problems.tell(
                &error.path().to_string(),
                format!("{}; {name} is left out", error.inner()),
            );
            return None;
        }
    };
    if api.methods.is_empty() && api.parameters.is_empty() && api.responses.is_empty() {
        problems.tell("", "no method, parameter or answer is told; it is called without any");
    }
    let path = api.path.clone().filter(|path| path.starts_with('/') && path != "/");
    if let Some(bad) = api
        .path
        .as_deref()
        .filter(|path| !path.is_empty() && !path.starts_with('/'))
    {
        problems.tell("path", format!("{bad:?} is no path; {name} is called without one"));
    }
    let is_roa = match document.info.style {
        Style::Rpc => false,
        Style::Roa | Style::V3 | Style::Own(_) => path.is_some(),
    };
    let methods: Vec<String> = api
        .methods
        .iter()
        .map(|method| method.trim().to_ascii_uppercase())
        .collect();
    let method = if is_roa {
        methods.first().cloned()
    } else {
        // Nearly all RPC operations take any method, and a form body goes with POST alone.
        methods
            .first()
            .filter(|method| methods.len() == 1 && *method == "GET" && path.is_none())
            .cloned()
    };
    // What takes an access key may be signed with one, whatever it takes besides.
    let anonymous = !api.security.is_empty() && api.security.iter().all(|way| !way.contains_key("AK"));
    let parameters = request::request(&api, is_roa, &mut Reader::new(&document.components.schemas, problems));
    let mut reader = Reader::new(&document.components.schemas, problems);
    let (whole, response) = answer::fields(&api, &mut reader);
    let sample = answer::sample(&api, &mut reader);
    let errors = errors::errors(&api.error_codes, problems);
    problems.leave(inside);
    let summary = [&api.summary, &api.title]
        .into_iter()
        .flatten()
        .find(|words| !words.trim().is_empty());
    Some(Operation {
        operation: name.to_owned(),
        summary: summary.map(|words| words.trim().to_owned()).unwrap_or_default(),
        source: file.to_owned(),
        online: online::address(&document.info.product, &document.info.version, name),
        deprecated: api.deprecated,
        anonymous,
        method,
        path,
        pagination: pagination::infer(&parameters, &response),
        request: parameters,
        answer: whole,
        response,
        errors,
        samples: Samples {
            response: sample.and_then(|sample| serde_json::to_string_pretty(&sample).ok()),
        },
    })
}
