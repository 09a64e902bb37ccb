//! What is told of a request.

use crate::answer::Answer;
use crate::refusal::Refusal;
use crate::request::Request;
use serde_json::json;
use std::fmt;

/// The longest text of a client's that stands in a line.
const LONGEST: usize = 80;

/// What became of a request; it is shown as one line.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// The product, if it is one that is played.
    pub(crate) product: Option<String>,
    /// The operation, as the request names it.
    pub(crate) operation: String,
    pub(crate) scheme: &'static str,
    pub(crate) fault: Option<&'static str>,
    refusal: Option<Refusal>,
    method: String,
    path: String,
    pub(crate) status: u16,
}

impl Log {
    pub(crate) fn of(request: &Request) -> Self {
        Self {
            method: request.method.clone(),
            path: request.path.clone(),
            ..Self::default()
        }
    }

    pub(crate) fn refused(&mut self, refusal: Refusal, request_id: &str) -> Answer {
        let answer = Answer::refused(&refusal, request_id);
        self.refusal = Some(refusal);
        answer
    }

    /// The request and what became of it, as a line of JSON.
    #[must_use]
    pub fn json(&self, request: &Request) -> String {
        let verdict = self.refusal.as_ref().map_or("ok", |refusal| refusal.code.as_str());
        let line = json!({
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "form": request.form(),
            "headers": request.headers,
            "body": String::from_utf8_lossy(&request.body),
            "product": self.product,
            "action": self.operation,
            "signature": self.scheme,
            "verdict": verdict,
            "fault": self.fault,
            "status": self.status,
        });
        line.to_string()
    }
}

impl fmt::Display for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (method, path) = (shown(&self.method), shown(&self.path));
        let product = self.product.as_deref().unwrap_or("?");
        let operation = shown(&self.operation);
        write!(
            f,
            "{product} {operation} {} {method} {path} {}",
            self.scheme, self.status
        )?;
        if let Some(Refusal { code, message, .. }) = &self.refusal {
            write!(f, " {}: {}", shown(code), shown(message))?;
        }
        self.fault.map_or(Ok(()), |fault| write!(f, " fault {fault}"))
    }
}

/// A client's text, without what could make two lines of one.
fn shown(text: &str) -> String {
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.is_empty() {
        short.push('-');
    } else if short.len() < text.len() {
        short.push_str("...");
    }
    short
        .chars()
        .flat_map(|letter| {
            if letter.is_control() {
                letter.escape_default().collect()
            } else {
                vec![letter]
            }
        })
        .collect()
}
