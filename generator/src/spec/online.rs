//! Where operations are documented online.

/// The address of an operation's page in the provider's API Explorer; none where one of the names can't stand in it.
pub(crate) fn address(product: &str, version: &str, operation: &str) -> Option<String> {
    let parts = [product, version, operation];
    parts
        .iter()
        .all(|part| is_word(part))
        .then(|| format!("https://api.aliyun.com/document/{}", parts.join("/")))
}

/// What may stand between two slashes of an address.
pub(crate) fn is_word(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.len() <= 100 && text.chars().all(fits)
}
