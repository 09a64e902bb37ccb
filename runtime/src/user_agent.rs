//! Who says it is calling.

use crate::config_error::ConfigError;
use http::HeaderValue;

/// The client's own part.
const OWN: &str = concat!("alibabacloud-rs/", env!("CARGO_PKG_VERSION"));

/// The client's own part alone.
pub(crate) fn own() -> HeaderValue {
    HeaderValue::from_static(OWN)
}

/// The whole: the client's own part, and the caller's.
pub(crate) fn with(caller: Option<&str>) -> Result<HeaderValue, ConfigError> {
    let Some(caller) = caller.map(str::trim).filter(|caller| !caller.is_empty()) else {
        return Ok(own());
    };
    let visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if !caller.bytes().all(visible) {
        return Err(ConfigError::UserAgent);
    }
    HeaderValue::try_from(format!("{OWN} {caller}")).map_err(|_| ConfigError::UserAgent)
}
