//! Where operations are documented online.

use crate::files::path::is_segment;

/// The address of an operation's page in the provider's API Explorer; none where one of the names can't stand in it.
pub(crate) fn address(product: &str, version: &str, operation: &str) -> Option<String> {
    let parts = [product, version, operation];
    parts
        .iter()
        .all(|part| is_segment(part))
        .then(|| format!("https://api.aliyun.com/document/{}", parts.join("/")))
}
