//! How an operation's call is laid out, as far as the runtime must be told.

use super::Plan;
use crate::spec::model::{Format, Position, Type};
use crate::spec::product::Style;

/// With such a token, the service carries a call out once, however often it is sent.
const CLIENT_TOKEN: &str = "ClientToken";

/// Method and path of a call; RPC calls have the usual ones unless told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum RequestLine<'a> {
    Rpc(Option<(String, &'a str)>),
    Roa(String, &'a str),
}

impl<'a> Plan<'a> {
    /// The parameters that travel elsewhere than in the query.
    pub(crate) fn positions(&self) -> impl Iterator<Item = (&'a str, Position)> {
        let members = self.request.members.iter();
        let placed = members.filter_map(|member| Some((member.field.name.as_str(), member.field.position?)));
        placed.filter(|(_, position)| *position != Position::Query)
    }

    /// The parameters that are written in a form of their own. Text holds JSON that is written already.
    pub(crate) fn formats(&self) -> impl Iterator<Item = (&'a str, Format)> {
        let members = self.request.members.iter().map(|member| member.field);
        let written = members.filter_map(|field| Some((field.name.as_str(), field.format?, field.kind)));
        let formed = written.filter(|(_, format, kind)| (*format, *kind) != (Format::Json, Type::String));
        formed.map(|(name, format, _)| (name, format))
    }

    /// The parameter that is the whole body.
    pub(crate) fn payload(&self) -> Option<&'a str> {
        let mut members = self.request.members.iter();
        Some(members.find(|member| member.field.payload)?.field.name.as_str())
    }

    /// The parameter by which the service knows a call that it has seen.
    pub(crate) fn client_token(&self) -> Option<&'static str> {
        let mut members = self.request.members.iter();
        members
            .any(|member| member.field.name == CLIENT_TOKEN)
            .then_some(CLIENT_TOKEN)
    }

    /// How it is called, in a product of a style.
    pub(crate) fn request_line(&self, style: Style) -> RequestLine<'a> {
        let method = self.spec.method.as_ref().map(|method| method.to_ascii_uppercase());
        match (self.spec.path.as_deref(), method) {
            // A path alone is that of an RPC operation; with a method, it is of ROA style in whatever product.
            (Some(path), None) if style == Style::Rpc => RequestLine::Rpc(Some(("POST".to_owned(), path))),
            (None, Some(method)) if style == Style::Rpc => RequestLine::Rpc(Some((method, "/"))),
            (Some(path), method) => {
                let in_body = self.positions().any(|(_, position)| position == Position::Body);
                let unsaid = if in_body { "POST" } else { "GET" };
                RequestLine::Roa(method.unwrap_or_else(|| unsaid.to_owned()), path)
            }
            (None, _) => RequestLine::Rpc(None),
        }
    }
}
