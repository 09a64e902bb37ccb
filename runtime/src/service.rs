//! What a generated crate says about its service, as a constant.

use crate::endpoints::Endpoints;

/// A product at one API version.
#[derive(Debug)]
pub struct Service {
    name: &'static str,
    version: &'static str,
    endpoints: Endpoints,
    success: Success,
}

impl Service {
    /// A service of the given product code and API version (`YYYY-MM-DD`).
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, endpoints: Endpoints) -> Self {
        Self {
            name,
            version,
            endpoints,
            success: Success::USUAL,
        }
    }

    /// Says by which fields responses of a status of success tell errors, where the documentation gives them such a field: all of them
    /// have to say success. Unless said, that is a `Success` that is not false; with none at all, such responses are never errors.
    #[must_use]
    pub const fn success(mut self, signs: &'static [Sign]) -> Self {
        self.success = Success::of(signs);
        self
    }

    /// Product code, as in `multimediaai`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// API version, as in `2019-08-10`.
    #[must_use]
    pub const fn version(&self) -> &'static str {
        self.version
    }

    pub(crate) const fn signs_of_success(&self) -> Success {
        self.success
    }

    /// Where the service can be reached.
    #[must_use]
    pub const fn endpoints(&self) -> &Endpoints {
        &self.endpoints
    }
}

/// What a field at the top of a response says of success. Case does not matter, neither of the name nor of the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    field: &'static str,
    values: &'static [&'static str],
    mean_success: bool,
}

impl Sign {
    /// The values of a field that mean success; any other means failure.
    #[must_use]
    pub const fn is(field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            field,
            values,
            mean_success: true,
        }
    }

    /// The values of a field that mean failure.
    #[must_use]
    pub const fn is_not(field: &'static str, values: &'static [&'static str]) -> Self {
        Self {
            field,
            values,
            mean_success: false,
        }
    }

    pub(crate) const fn field(&self) -> &'static str {
        self.field
    }

    pub(crate) fn says_success(&self, value: &str) -> bool {
        let is_listed = self.values.iter().any(|known| known.eq_ignore_ascii_case(value.trim()));
        is_listed == self.mean_success
    }
}

/// By which fields responses of a status of success tell errors.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Success(&'static [Sign]);

impl Success {
    pub(crate) const USUAL: Self = Self(&[Sign::is_not("Success", &["false", "0"])]);

    pub(crate) const fn of(signs: &'static [Sign]) -> Self {
        Self(signs)
    }

    pub(crate) const fn signs(self) -> &'static [Sign] {
        self.0
    }
}
