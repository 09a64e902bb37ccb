//! Who says it is calling.

use crate::config_error::ConfigError;

/// The client's own part.
pub(crate) const OWN: &str = concat!("alibabacloud-rs/", env!("CARGO_PKG_VERSION"));

/// The whole: the client's own part, and the caller's.
pub(crate) fn with(caller: Option<&str>) -> Result<String, ConfigError> {
    let Some(caller) = caller.map(str::trim).filter(|caller| !caller.is_empty()) else {
        return Ok(OWN.to_owned());
    };
    let visible = |byte: u8| byte == b' ' || byte.is_ascii_graphic();
    if caller.bytes().all(visible) {
        Ok(format!("{OWN} {caller}"))
    } else {
        Err(ConfigError::UserAgent)
    }
}
