//! What a generated crate says about an operation, as a constant.

use crate::service::Service;

/// Where a parameter travels in the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Position {
    /// In the query string (of an RPC call that grows too long: in a form body).
    Query,
    /// In the path, where the template names it.
    Path,
    /// As a header of the parameter's name.
    Header,
    /// In the body: JSON of a ROA operation, a form field of an RPC operation.
    Body,
    /// As a field of a form in the body.
    Form,
}

/// How a list, structure or map is written where it does not travel as one parameter a part (`Tag.1.Key`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// As JSON text.
    Json,
    /// As values with commas between them.
    Comma,
}

/// What an operation's request looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Style {
    /// Everything is a parameter; the path is `/`.
    Rpc,
    /// HTTP method and path tell the resource.
    Roa {
        /// HTTP method, upper case.
        method: &'static str,
        /// Path, with `{Name}` or `[Name]` where a parameter stands.
        path: &'static str,
    },
}

/// How an operation hands out its pages. The names are wire names of request parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pager {
    /// By page number, counted from 1.
    PageNumber {
        /// Number of the page.
        page_number: &'static str,
        /// Items a page.
        page_size: Option<&'static str>,
    },
    /// By a token that each page gives for the next one.
    Token {
        /// The token.
        token: &'static str,
        /// Most items a page.
        max_results: Option<&'static str>,
    },
}

/// Verbs of RPC operations that change nothing.
const READS: &[&str] = &["Describe", "Get", "List", "Query"];

/// One operation of a service.
#[derive(Debug)]
pub struct Operation {
    service: &'static Service,
    name: &'static str,
    style: Style,
    /// Method and path of an RPC operation.
    rpc: (&'static str, &'static str),
    positions: &'static [(&'static str, Position)],
    formats: &'static [(&'static str, Format)],
    payload: Option<&'static str>,
    pager: Option<Pager>,
    repeatable: Option<bool>,
    client_token: Option<&'static str>,
    region: Option<&'static str>,
    anonymous: bool,
}

impl Operation {
    /// An operation of RPC style.
    #[must_use]
    pub const fn rpc(service: &'static Service, name: &'static str) -> Self {
        Self::of(service, name, Style::Rpc)
    }

    /// An operation of ROA style: an HTTP method on a path, which may hold `{Name}` or `[Name]` for its `Path` parameters.
    #[must_use]
    pub const fn roa(service: &'static Service, name: &'static str, method: &'static str, path: &'static str) -> Self {
        Self::of(service, name, Style::Roa { method, path })
    }

    const fn of(service: &'static Service, name: &'static str, style: Style) -> Self {
        Self {
            service,
            name,
            style,
            rpc: ("POST", "/"),
            positions: &[],
            formats: &[],
            payload: None,
            pager: None,
            repeatable: None,
            client_token: None,
            region: None,
            anonymous: false,
        }
    }

    /// Says where parameters travel; any parameter not named here travels in the query.
    #[must_use]
    pub const fn positions(mut self, positions: &'static [(&'static str, Position)]) -> Self {
        self.positions = positions;
        self
    }

    /// Says by which method and on which path an RPC operation is called, where that is not `POST /`.
    #[must_use]
    pub const fn on(mut self, method: &'static str, path: &'static str) -> Self {
        self.rpc = (method, path);
        self
    }

    /// Says which parameters travel as one text each, although they have parts.
    #[must_use]
    pub const fn formats(mut self, formats: &'static [(&'static str, Format)]) -> Self {
        self.formats = formats;
        self
    }

    /// Names the parameter that is the whole body of the request, as JSON.
    #[must_use]
    pub const fn payload(mut self, parameter: &'static str) -> Self {
        self.payload = Some(parameter);
        self
    }

    /// Says how the operation hands out its pages.
    #[must_use]
    pub const fn paged(mut self, pager: Pager) -> Self {
        self.pager = Some(pager);
        self
    }

    /// Says whether it does no harm to repeat a call that may have reached the service already. Unless said, that is taken from the
    /// name, or from the HTTP method of a ROA operation: what reads may be repeated, what creates or changes may not.
    #[must_use]
    pub const fn repeatable(mut self, repeatable: bool) -> Self {
        self.repeatable = Some(repeatable);
        self
    }

    /// Names the parameter by which the service knows a repeated call (`ClientToken`). A call that does not set it gets one, kept over
    /// all its attempts, and may be repeated.
    #[must_use]
    pub const fn client_token(mut self, parameter: &'static str) -> Self {
        self.client_token = Some(parameter);
        self
    }

    /// Names the parameter that holds the region (`RegionId`). A call that does not set it gets the client's.
    #[must_use]
    pub const fn region(mut self, parameter: &'static str) -> Self {
        self.region = Some(parameter);
        self
    }

    /// Says that calls are not signed: they prove who calls by a parameter of their own.
    #[must_use]
    pub const fn anonymous(mut self) -> Self {
        self.anonymous = true;
        self
    }

    /// The service it belongs to.
    #[must_use]
    pub const fn service(&self) -> &'static Service {
        self.service
    }

    /// Name, as in `ListTasks`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Layout of the request.
    #[must_use]
    pub const fn style(&self) -> Style {
        self.style
    }

    /// How pages are handed out, if they are.
    #[must_use]
    pub const fn pager(&self) -> Option<Pager> {
        self.pager
    }

    /// Whether it does no harm to repeat a call that may have reached the service already.
    #[must_use]
    pub fn is_repeatable(&self) -> bool {
        self.repeatable.unwrap_or_else(|| match self.style {
            Style::Roa { method, .. } => matches!(method, "GET" | "HEAD"),
            Style::Rpc => READS.iter().any(|verb| {
                let rest = self.name.strip_prefix(verb);
                rest.is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_uppercase()))
            }),
        })
    }

    /// Name of the parameter by which the service knows a repeated call, if it has one.
    #[must_use]
    pub const fn token_parameter(&self) -> Option<&'static str> {
        self.client_token
    }

    /// Name of the parameter that is the client's region unless it is set, if there is one.
    #[must_use]
    pub const fn region_parameter(&self) -> Option<&'static str> {
        self.region
    }

    /// Whether calls are not signed.
    #[must_use]
    pub const fn is_anonymous(&self) -> bool {
        self.anonymous
    }

    /// Method and path, with places for parameters.
    pub(crate) const fn route(&self) -> (&'static str, &'static str) {
        match self.style {
            Style::Rpc => self.rpc,
            Style::Roa { method, path } => (method, path),
        }
    }

    /// How a parameter is written that travels as one text.
    pub(crate) fn format(&self, parameter: &str) -> Option<Format> {
        let mut formats = self.formats.iter();
        formats.find(|(name, _)| *name == parameter).map(|(_, format)| *format)
    }

    /// Whether a parameter is the whole body.
    pub(crate) fn is_payload(&self, parameter: &str) -> bool {
        self.payload == Some(parameter)
    }

    /// Where a parameter travels.
    #[must_use]
    pub fn position(&self, parameter: &str) -> Position {
        self.positions
            .iter()
            .find(|(name, _)| *name == parameter)
            .map_or(Position::Query, |(_, position)| *position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoints::Endpoints;

    #[test]
    fn what_may_be_repeated() {
        static SERVICE: Service = Service::new("test", "2020-01-01", Endpoints::new());
        let rpc = |name| Operation::rpc(&SERVICE, name);
        let roa = |method| Operation::roa(&SERVICE, "Any", method, "/");
        for (operation, expected) in [
            (rpc("DescribeInstances"), true),
            (rpc("ListTasks"), true),
            (rpc("GetTaskResult"), true),
            (rpc("QueryMoney"), true),
            (rpc("Getaway"), false),
            (rpc("Listen"), false),
            (rpc("CreateTask"), false),
            (rpc("DeleteKey"), false),
            (rpc("CheckOut"), false),
            (rpc("CreateTask").repeatable(true), true),
            (rpc("GetNextNumber").repeatable(false), false),
            (roa("GET"), true),
            (roa("PUT"), false),
            (roa("POST"), false),
        ] {
            assert_eq!(operation.is_repeatable(), expected, "{operation:?}");
        }
    }
}
