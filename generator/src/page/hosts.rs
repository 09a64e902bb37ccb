//! Hosts that a page names, in tables of endpoints and among its words.

use crate::page::document::Text;
use memchr::memchr_iter;

/// A row of a table that names hosts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EndpointRow {
    /// The region's id, where a cell has it.
    pub region: Option<String>,
    /// The first cell: mostly what the region is called.
    pub label: String,
    /// The hosts, in the order of the cells.
    pub hosts: Vec<String>,
}

/// The domain that the hosts of products are below.
const DOMAIN: &str = ".aliyuncs.com";

/// Reads a row that names hosts, in whatever columns.
pub(crate) fn endpoint_row(cells: &[Text]) -> Option<EndpointRow> {
    let named: Vec<&str> = cells.iter().flat_map(|cell| hosts_in(&cell.text)).collect();
    if named.is_empty() {
        return None; // most rows, and soon told
    }
    let words = cells.iter().flat_map(|cell| {
        cell.text
            .split(|c: char| c.is_whitespace() || matches!(c, '：' | '，' | '、' | '/' | ',' | '(' | ')' | '（' | '）'))
    });
    let mut words = words.filter(|word| !word.contains('.'));
    Some(EndpointRow {
        region: words.find(|word| is_region(word)).map(str::to_owned),
        label: cells
            .first()
            .map(|cell| cell.text.trim().to_owned())
            .unwrap_or_default(),
        hosts: named.into_iter().map(str::to_owned).collect(),
    })
}

/// The hosts in a text; the region may stand in one as `<RegionId>`, `{region}` or the like.
pub(crate) fn hosts_in(text: &str) -> impl Iterator<Item = &str> {
    // Most texts have no point at all, which is sooner told.
    let points = memchr_iter(b'.', text.as_bytes());
    let found = points.filter(|at| text[*at..].starts_with(DOMAIN));
    found.filter_map(|at| {
        let is_part = |c: char| {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '<' | '>' | '{' | '}' | '[' | ']' | '$' | '_')
        };
        let begin = text[..at]
            .char_indices()
            .rev()
            .take_while(|(_, c)| is_part(*c))
            .last()?
            .0;
        let after = text[at + DOMAIN.len()..].chars().next();
        let host = text[begin..at + DOMAIN.len()].trim_start_matches(['.', '-', '>', ']', '}']);
        let ends = !after.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        (ends && host.len() > DOMAIN.len() && host.len() < 100).then_some(host)
    })
}

/// Whether a word is a region's id, such as `cn-hangzhou` or `ap-southeast-1`.
pub(crate) fn is_region(word: &str) -> bool {
    let mut parts = word.split('-');
    let area = parts.next().unwrap_or_default();
    let places: Vec<&str> = parts.collect();
    matches!(area, "cn" | "ap" | "us" | "eu" | "me" | "rus" | "sa" | "na")
        && !places.is_empty()
        && places
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_among_words() {
        for (text, expected) in [
            (
                "Call `https://pear.cn-hangzhou.aliyuncs.com/?Action=X`.",
                vec!["pear.cn-hangzhou.aliyuncs.com"],
            ),
            (
                "接入地址：pear.<RegionId>.aliyuncs.com，",
                vec!["pear.<RegionId>.aliyuncs.com"],
            ),
            (
                "http(s)://pear.{region}.aliyuncs.com/",
                vec!["pear.{region}.aliyuncs.com"],
            ),
            (
                "pear.aliyuncs.com and plum.aliyuncs.com",
                vec!["pear.aliyuncs.com", "plum.aliyuncs.com"],
            ),
            ("aliyuncs.com, x.aliyuncs.community, .aliyuncs.com", vec![]),
        ] {
            assert_eq!(hosts_in(text).collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
