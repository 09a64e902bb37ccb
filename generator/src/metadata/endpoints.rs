//! The hosts by region, said as shortly as they can be: a rule, a central host, and the regions that differ.

use super::document::Endpoint;
use super::schema::Problems;
use crate::spec::product::{Endpoints, RegionEndpoint, is_host};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many regions must follow a rule before it is one.
const FEWEST: usize = 2;

/// The endpoints of a product.
pub(crate) fn endpoints(rows: &[Value], problems: &mut Problems) -> Endpoints {
    let mut hosts: BTreeMap<String, String> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        let place = format!("endpoints[{at}]");
        match Endpoint::of(row) {
            Ok(Endpoint { region, endpoint }) => {
                let (region, host) = (region.trim().to_owned(), endpoint.trim().to_ascii_lowercase());
                if can_be_region(&region) && is_host(&host) && host.contains('.') {
                    let known = hosts.entry(region).or_insert_with(|| host.clone());
                    if *known != host {
                        problems.tell(
                            &place,
                            format!("{host} is another host of a region that has {known}; left out"),
                        );
                    }
                } else {
                    problems.tell(
                        &place,
                        format!("{endpoint:?} is no host of a region {region:?}; left out"),
                    );
                }
            }
            Err(error) => problems.tell(&place, error),
        }
    }
    shortest(&hosts)
}

impl Endpoint {
    fn of(row: &Value) -> Result<Self, String> {
        serde_path_to_error::deserialize(row).map_err(|error| error.to_string())
    }
}

/// Whether what a row calls a region has the form of one. Where words are searched for one, it must be
/// [known](crate::page::hosts::is_region) besides.
fn can_be_region(region: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !region.is_empty() && region.len() <= 40 && region.bytes().all(fits)
}

/// The shorter of two ways to say it: by the rule that most regions follow, or by the host that most share.
fn shortest(hosts: &BTreeMap<String, String>) -> Endpoints {
    let rules = hosts.iter().filter_map(|(region, host)| {
        let labels = host.split('.').filter(|label| label.contains(region.as_str())).count();
        (labels == 1).then(|| host.replacen(region, "{region}", 1))
    });
    let rule = most(rules).filter(|(_, count)| *count >= FEWEST);
    // The only host there is serves all regions, unless it names its own.
    let is_of_all = |host: &String| hosts.len() == 1 && hosts.keys().all(|region| !host.contains(region.as_str()));
    let central = most(hosts.values().cloned()).filter(|(host, count)| *count >= FEWEST || is_of_all(host));
    let by_rule = rule.map(|(rule, _)| Endpoints {
        regions: others(hosts, |region| rule.replace("{region}", region)),
        central: central.as_ref().map(|(host, _)| host.clone()),
        rule: Some(rule),
        ..Endpoints::default()
    });
    let by_host = central.as_ref().map(|(central, _)| Endpoints {
        regions: others(hosts, |_| central.clone()),
        central: Some(central.clone()),
        ..Endpoints::default()
    });
    let neither = Endpoints {
        regions: others(hosts, |_| String::new()),
        ..Endpoints::default()
    };
    let ways = [by_rule, by_host].into_iter().flatten();
    ways.min_by_key(|way| way.regions.len()).unwrap_or(neither)
}

/// The regions whose host is not the usual one.
fn others(hosts: &BTreeMap<String, String>, usual: impl Fn(&str) -> String) -> Vec<RegionEndpoint> {
    let others = hosts.iter().filter(|(region, host)| usual(region) != **host);
    let entry = |(region, host): (&String, &String)| RegionEndpoint {
        region: region.clone(),
        public: host.clone(),
        vpc: None,
    };
    others.map(entry).collect()
}

/// What comes most often, and how often; of several the first in order.
fn most(values: impl Iterator<Item = String>) -> Option<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    values.for_each(|value| *counts.entry(value).or_default() += 1);
    counts.into_iter().rev().max_by_key(|(_, count)| *count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;
    use serde_json::json;

    #[test]
    fn hosts_said_shortly() {
        for (hosts, expected) in [
            (
                &[("cn-a", "x.aliyuncs.com"), ("cn-b", "x.aliyuncs.com")][..],
                "central: x.aliyuncs.com\n",
            ),
            (
                &[("cn-a", "x.cn-a.aliyuncs.com")],
                "regions:\n- region: cn-a\n  public: x.cn-a.aliyuncs.com\n",
            ),
            (&[("cn-a", "x.aliyuncs.com")], "central: x.aliyuncs.com\n"),
            (
                &[
                    ("cn-a", "x.cn-a.aliyuncs.com"),
                    ("cn-b", "x.cn-b.aliyuncs.com"),
                    ("cn-c", "x.aliyuncs.com"),
                ],
                "rule: x.{region}.aliyuncs.com\nregions:\n- region: cn-c\n  public: x.aliyuncs.com\n",
            ),
            (
                &[
                    ("cn-a", "x.cn-a.aliyuncs.com"),
                    ("cn-b", "x.cn-b.aliyuncs.com"),
                    ("cn-c", "x.aliyuncs.com"),
                    ("cn-d", "x.aliyuncs.com"),
                    ("cn-e", "x.aliyuncs.com"),
                ],
                "central: x.aliyuncs.com\nregions:\n- region: cn-a\n  public: x.cn-a.aliyuncs.com\n- region: cn-b\n  public: x.cn-b.aliyuncs.com\n",
            ),
            (&[("cn-a", "not a host"), ("A/../b", "x.aliyuncs.com")], "{}\n"),
        ] {
            let rows: Vec<_> = hosts
                .iter()
                .map(|(region, host)| json!({"regionId": region, "endpoint": host}))
                .collect();
            let endpoints = endpoints(&rows, &mut Problems::default());
            assert_eq!(yaml::to_string(&endpoints).expect("yaml"), expected);
        }
        let mut problems = Problems::default();
        endpoints(
            &[
                json!({"regionId": 1}),
                json!({"regionId": "cn-a", "endpoint": "https://x/"}),
            ],
            &mut problems,
        );
        let told: Vec<_> = problems.into_found().into_iter().map(|(path, _)| path).collect();
        assert_eq!(told, ["endpoints[0]", "endpoints[1]"]);
    }
}
