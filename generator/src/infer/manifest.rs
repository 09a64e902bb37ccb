//! What the pages tell of a product besides its operations: code, versions, style, endpoints.

use crate::diagnostics::{Diagnostic, Kind};
use crate::infer::grouping::Group;
use crate::infer::identity::host_in;
use crate::page::{Page, tables::is_region};
use crate::spec::product::{Endpoints, Manifest, RegionEndpoint, Style};
use std::collections::{BTreeMap, BTreeSet};

/// Infers the manifest of a product met for the first time.
pub fn infer(group: &Group<'_>, pages: &[Page], is_first: bool) -> (Manifest, Vec<Diagnostic>) {
    let linked = || {
        group
            .operations
            .iter()
            .flat_map(|operation| &operation.pages)
            .filter_map(|page| page.explorer.as_ref())
    };
    let linked = || linked().filter(|explorer| explorer.product.eq_ignore_ascii_case(&group.code));
    let code = most(linked().map(|explorer| explorer.product.clone())).unwrap_or_else(|| group.code.clone());
    let style = most(
        linked()
            .filter_map(|explorer| explorer.style.as_deref())
            .map(str::to_uppercase),
    );
    let by_path = group.operations.iter().filter(|operation| operation.is_roa()).count() * 2 > group.operations.len();
    let style = if style.as_deref() == Some("ROA") || (style.is_none() && by_path) {
        Style::Roa
    } else {
        Style::Rpc
    };
    let versions: BTreeSet<String> = group
        .operations
        .iter()
        .map(|operation| operation.identity.version.clone())
        .collect();
    let versions: Vec<String> = versions.into_iter().collect();
    let mut diagnostics = Vec::new();
    if versions.iter().any(String::is_empty) {
        diagnostics.push(Diagnostic::new(
            Kind::Version,
            "",
            0,
            format!("no page tells the version of {code}; fill it in in product.yaml"),
        ));
    }
    // Other products' tables in the folder say nothing of this one.
    let tables: Vec<&Page> = if is_first {
        pages.iter().collect()
    } else {
        group
            .operations
            .iter()
            .flat_map(|operation| operation.pages.iter().copied())
            .collect()
    };
    let endpoints = endpoints(&code, group, &tables);
    if endpoints == Endpoints::default() {
        let message = format!(
            "no page tells where {code} is called; assumed `{}.{{region}}.aliyuncs.com`",
            code.to_lowercase()
        );
        diagnostics.push(Diagnostic::new(Kind::Endpoint, "", 0, message));
    }
    (
        Manifest {
            code,
            versions,
            style,
            endpoints,
            success: None,
            docs: None,
        },
        diagnostics,
    )
}

/// The value that occurs most often; of equals the smallest.
fn most(values: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    counts
        .into_iter()
        .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
        .map(|(value, _)| value)
}

/// Hosts from tables of endpoints; where there is none, from the request samples.
fn endpoints(code: &str, group: &Group<'_>, pages: &[&Page]) -> Endpoints {
    let code = code.to_lowercase();
    let mine = |host: &str| {
        host.split('.')
            .next()
            .is_some_and(|first| first == code || first.strip_prefix(&code).is_some_and(|rest| rest.starts_with('-')))
    };
    let mut regions: BTreeMap<&str, RegionEndpoint> = BTreeMap::new();
    for row in pages.iter().flat_map(|page| &page.endpoints) {
        let hosts = || row.hosts.iter().filter(|host| mine(host));
        let Some(public) = hosts().find(|host| !host.contains("vpc")) else {
            continue;
        };
        let vpc = hosts().find(|host| host.contains("vpc")).cloned();
        let entry = regions.entry(row.region.as_str()).or_insert_with(|| RegionEndpoint {
            region: row.region.clone(),
            public: public.clone(),
            vpc: None,
        });
        entry.vpc = entry.vpc.take().or(vpc);
    }
    let regional = |host: &str, region: &str| host.replace(region, "{region}");
    let hosts = group
        .operations
        .iter()
        .flat_map(|operation| &operation.pages)
        .flat_map(|page| &page.samples)
        .filter_map(|sample| host_in(&sample.text))
        .filter(|host| mine(host));
    let from_samples = hosts.map(|host| {
        host.split('.')
            .find(|part| is_region(part))
            .map_or(host.to_owned(), |region| regional(host, region))
    });
    let rule = most(
        regions
            .values()
            .map(|entry| regional(&entry.public, &entry.region))
            .filter(|rule| rule.contains("{region}")),
    )
    .or_else(|| most(from_samples));
    // What the rule gives anyway need not be said.
    let differs = |entry: &RegionEndpoint| {
        entry.vpc.is_some()
            || rule
                .as_deref()
                .map(|rule| rule.replace("{region}", &entry.region))
                .as_deref()
                != Some(entry.public.as_str())
    };
    Endpoints {
        regions: regions.into_values().filter(|entry| differs(entry)).collect(),
        rule,
    }
}
