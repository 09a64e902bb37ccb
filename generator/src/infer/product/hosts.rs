//! Where a product is called: its hosts by region, out of tables, samples and words.

use crate::infer::identity::host_in;
use crate::infer::product::grouping::Group;
use crate::infer::product::manifest::most;
use crate::infer::samples;
use crate::page::hosts::is_region;
use crate::page::{EndpointRow, Page};
use crate::spec::product::{Endpoints, RegionEndpoint};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// How often a host must be named among words before it is the product's though it does not bear its code.
const OFTEN: usize = 3;

/// What tables call regions whose hosts do not bear their ids.
const REGIONS: &[(&str, &[&str])] = &[
    ("cn-qingdao", &["青岛", "Qingdao"]),
    ("cn-beijing", &["北京", "Beijing"]),
    ("cn-zhangjiakou", &["张家口", "Zhangjiakou"]),
    ("cn-huhehaote", &["呼和浩特", "Hohhot"]),
    ("cn-wulanchabu", &["乌兰察布", "Ulanqab"]),
    ("cn-hangzhou", &["杭州", "Hangzhou"]),
    ("cn-shanghai", &["上海", "Shanghai"]),
    ("cn-shenzhen", &["深圳", "Shenzhen"]),
    ("cn-heyuan", &["河源", "Heyuan"]),
    ("cn-guangzhou", &["广州", "Guangzhou"]),
    ("cn-chengdu", &["成都", "Chengdu"]),
    ("cn-hongkong", &["香港", "Hong Kong"]),
    ("ap-southeast-1", &["新加坡", "Singapore"]),
    ("ap-southeast-2", &["悉尼", "Sydney"]),
    ("ap-southeast-3", &["吉隆坡", "Kuala Lumpur"]),
    ("ap-southeast-5", &["雅加达", "Jakarta"]),
    ("ap-south-1", &["孟买", "Mumbai"]),
    ("ap-northeast-1", &["东京", "Tokyo"]),
    ("us-west-1", &["硅谷", "Silicon Valley"]),
    ("us-east-1", &["弗吉尼亚", "Virginia"]),
    ("eu-central-1", &["法兰克福", "Frankfurt"]),
    ("eu-west-1", &["伦敦", "London"]),
    ("me-east-1", &["迪拜", "Dubai"]),
];

/// The hosts that pages tell; nothing where they tell none.
pub(crate) fn endpoints(code: &str, group: &Group<'_>, pages: &[&Page]) -> Endpoints {
    let own: Vec<&Page> = group
        .operations
        .iter()
        .flat_map(|operation| operation.pages.iter().copied())
        .collect();
    let ours = Ours::of(code, &own);
    let mut hosts = Hosts::default();
    for row in pages.iter().flat_map(|page| &page.endpoints) {
        hosts.take_row(row, &ours);
    }
    for (region, host) in own.iter().flat_map(|page| pairs(page)) {
        hosts.take(Some(&region), &host, &ours);
    }
    let called = own
        .iter()
        .flat_map(|page| &page.samples)
        .filter_map(|sample| host_in(&sample.text));
    let called: Vec<&str> = called.filter(|host| ours.has(host)).collect();
    hosts.settle(&called, || named(&ours, &own, pages))
}

/// Which hosts are the product's.
struct Ours {
    code: String,
    /// The first parts of the hosts that requests on its pages go to.
    called: BTreeSet<String>,
}

impl Ours {
    fn of(code: &str, pages: &[&Page]) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let requests = pages
            .iter()
            .flat_map(|page| &page.samples)
            .filter(|sample| sample.text.contains("Action="));
        for host in requests.filter_map(|sample| host_in(&sample.text)) {
            *counts.entry(stem(host).to_owned()).or_default() += 1;
        }
        Self {
            code: code.to_lowercase(),
            called: counts
                .into_iter()
                .filter(|(_, count)| *count >= OFTEN)
                .map(|(stem, _)| stem)
                .collect(),
        }
    }

    fn has(&self, host: &str) -> bool {
        let stem = stem(host);
        stem == self.code || self.called.contains(stem)
    }
}

/// The first part of a host without a region or what says that it is inside a VPC.
fn stem(host: &str) -> &str {
    let first = host.split('.').next().unwrap_or_default();
    let region = first
        .match_indices('-')
        .find(|(at, _)| is_region(&first[at + 1..]))
        .map(|(at, _)| at);
    let first = &first[..region.unwrap_or(first.len())];
    ["-vpc", "-internal", "-intranet"]
        .iter()
        .find_map(|end| first.strip_suffix(end))
        .unwrap_or(first)
}

fn is_inside(host: &str) -> bool {
    host.contains("vpc") || host.contains("internal") || host.contains("intranet")
}

fn region_of(host: &str) -> Option<&str> {
    let dashed = |part: &str| {
        part.match_indices('-')
            .map(|(at, _)| at + 1)
            .find(|at| is_region(&part[*at..]))
    };
    host.split('.').find_map(|part| {
        if is_region(part) {
            return Some(part);
        }
        dashed(part).map(|at| &part[at..])
    })
}

/// A host with `{region}` for its region, however the page writes that.
fn as_rule(host: &str) -> Option<String> {
    let open = host.find(['<', '{', '[', '$']);
    if let Some(open) = open {
        let inner = host[open..].find('.').map_or(host.len(), |end| open + end);
        return Some(format!("{}{{region}}{}", &host[..open], &host[inner..]));
    }
    region_of(host).map(|region| host.replace(region, "{region}"))
}

/// Regions and hosts that the samples of a page pair.
fn pairs(page: &Page) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for sample in page
        .samples
        .iter()
        .filter(|sample| sample.text.contains("RegionEndpoint"))
    {
        if let Some(Ok(answer)) = samples::answer(sample, false) {
            pairs_in(&answer.value, &mut found);
        }
    }
    found
}

fn pairs_in(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str).map(str::trim);
            if let (Some(region), Some(host)) = (text("RegionId"), text("RegionEndpoint")) {
                found.push((region.to_owned(), host.to_owned()));
            }
            members.values().for_each(|inner| pairs_in(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| pairs_in(inner, found)),
        _ => {}
    }
}

/// What is found, by region.
#[derive(Default)]
struct Hosts {
    regions: BTreeMap<String, RegionEndpoint>,
    central: Vec<String>,
    rules: Vec<String>,
}

impl Hosts {
    fn take_row(&mut self, row: &EndpointRow, ours: &Ours) {
        let mine: Vec<&str> = row
            .hosts
            .iter()
            .map(String::as_str)
            .filter(|host| ours.has(host))
            .collect();
        let in_hosts = || mine.iter().find_map(|host| region_of(host));
        let called = || {
            REGIONS
                .iter()
                .find(|(_, names)| names.iter().any(|name| row.label.contains(name)))
                .map(|(id, _)| *id)
        };
        let region = row
            .region
            .as_deref()
            .or_else(called)
            .or_else(in_hosts)
            .map(str::to_owned);
        for host in mine {
            self.take(region.as_deref(), host, ours);
        }
    }

    fn take(&mut self, region: Option<&str>, host: &str, ours: &Ours) {
        if !ours.has(host) {
            return;
        }
        if host.contains(['<', '{', '[', '$']) {
            self.rules.extend(as_rule(host).filter(|_| !is_inside(host)));
            return;
        }
        let Some(region) = region.filter(|region| is_region(region)) else {
            if !is_inside(host) {
                self.central.push(host.to_owned());
            }
            return;
        };
        let entry = self.regions.entry(region.to_owned()).or_insert_with(|| RegionEndpoint {
            region: region.to_owned(),
            ..RegionEndpoint::default()
        });
        if is_inside(host) {
            entry.vpc.get_or_insert_with(|| host.to_owned());
        } else if entry.public.is_empty() {
            entry.public = host.to_owned();
        }
    }

    /// A rule, and the regions that differ from it. A host for all regions that a table names beside those of some is the rule.
    fn settle(self, called: &[&str], named: impl FnOnce() -> Option<String>) -> Endpoints {
        let regions: Vec<RegionEndpoint> = self
            .regions
            .into_values()
            .filter(|entry| !entry.public.is_empty())
            .collect();
        let by_region = most(regions.iter().filter_map(|entry| as_rule(&entry.public)));
        let central = most(self.central.into_iter());
        let rule = most(self.rules.into_iter())
            .or(central)
            .or(by_region)
            .or_else(|| most(called.iter().map(|host| as_rule(host).unwrap_or((*host).to_owned()))))
            .or_else(named);
        // What the rule gives anyway need not be said.
        let differs = |entry: &RegionEndpoint| {
            let given = rule.as_deref().map(|rule| rule.replace("{region}", &entry.region));
            entry.vpc.is_some() || given.as_deref() != Some(entry.public.as_str())
        };
        Endpoints {
            regions: regions.into_iter().filter(|entry| differs(entry)).collect(),
            rule,
            central: None,
            guessed: false,
        }
    }
}

/// The host that words name most: the product's, or without one the host that they name again and again.
fn named(ours: &Ours, own: &[&Page], pages: &[&Page]) -> Option<String> {
    let words = || pages.iter().flat_map(|page| &page.hosts).map(String::as_str);
    let samples = own.iter().flat_map(|page| &page.samples);
    let samples = samples.flat_map(|sample| crate::page::hosts::hosts_in(&sample.text));
    let all: Vec<&str> = words().chain(samples).filter(|host| !is_inside(host)).collect();
    let rule = |host: &&str| as_rule(host).unwrap_or((*host).to_owned());
    let mine = most(all.iter().filter(|host| ours.has(host)).map(rule));
    mine.or_else(|| {
        // Objects and images lie elsewhere.
        let others = ["oss", "img", "log", "sls", "help"];
        let called = all
            .iter()
            .filter(|host| !others.iter().any(|other| host.contains(other)))
            .map(rule);
        let called: Vec<String> = called.collect();
        let best = most(called.iter().cloned())?;
        let count = called.iter().filter(|host| **host == best).count();
        (count >= OFTEN && count * 2 > called.len()).then_some(best)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(cells: &[&str]) -> EndpointRow {
        let text = |cell: &&str| crate::page::document::Text {
            text: (*cell).to_owned(),
            links: Vec::new(),
        };
        crate::page::hosts::endpoint_row(&cells.iter().map(text).collect::<Vec<_>>()).expect("hosts")
    }

    fn told(rows: &[&[&str]], called: &[&str]) -> String {
        let ours = Ours {
            code: "pear".to_owned(),
            called: BTreeSet::new(),
        };
        let mut hosts = Hosts::default();
        for cells in rows {
            hosts.take_row(&row(cells), &ours);
        }
        let Endpoints { rule, regions, .. } = hosts.settle(called, || None);
        let region = |entry: &RegionEndpoint| {
            let vpc = entry.vpc.as_deref().map(|vpc| format!(" ({vpc})")).unwrap_or_default();
            format!("; {} {}{vpc}", entry.region, entry.public)
        };
        rule.unwrap_or_default() + &regions.iter().map(region).collect::<String>()
    }

    #[test]
    fn tables_of_endpoints() {
        type Case<'a> = (&'a [&'a [&'a str]], &'a [&'a str], &'a str);
        let cases: &[Case<'_>] = &[
            // Regions by id.
            (
                &[
                    &["华东1", "cn-hangzhou", "pear.cn-hangzhou.aliyuncs.com"],
                    &["x", "eu-west-1", "pear.eu-west-1.aliyuncs.com"],
                ],
                &[],
                "pear.{region}.aliyuncs.com",
            ),
            // By what they are called, with a host for all others.
            (
                &[
                    &["Center", "pear.aliyuncs.com"],
                    &["Germany (Frankfurt)", "pear.eu-central-1.aliyuncs.com"],
                ],
                &[],
                "pear.aliyuncs.com; eu-central-1 pear.eu-central-1.aliyuncs.com",
            ),
            // The region of a host that is everybody's.
            (
                &[
                    &["中心", "pear.aliyuncs.com"],
                    &[
                        "华东1（杭州）",
                        "pear.aliyuncs.com",
                        "pear-vpc.cn-hangzhou.aliyuncs.com",
                    ],
                ],
                &[],
                "pear.aliyuncs.com; cn-hangzhou pear.aliyuncs.com (pear-vpc.cn-hangzhou.aliyuncs.com)",
            ),
            (
                &[
                    &["Japan (Tokyo)", "pear.aliyuncs.com"],
                    &["UK (London)", "pear.eu-west-1.aliyuncs.com"],
                ],
                &[],
                "pear.{region}.aliyuncs.com; ap-northeast-1 pear.aliyuncs.com",
            ),
            (
                &[&["any", "pear.<RegionId>.aliyuncs.com"]],
                &[],
                "pear.{region}.aliyuncs.com",
            ),
            (
                &[&["other", "cn-hangzhou", "plum.cn-hangzhou.aliyuncs.com"]],
                &["pear.cn-beijing.aliyuncs.com"],
                "pear.{region}.aliyuncs.com",
            ),
        ];
        for (rows, called, expected) in cases {
            assert_eq!(told(rows, called), *expected, "{rows:?}");
        }
    }

    #[test]
    fn stems_and_regions() {
        for (host, first, region) in [
            ("pear.aliyuncs.com", "pear", None),
            ("pear-vpc.cn-hangzhou.aliyuncs.com", "pear", Some("cn-hangzhou")),
            ("pear-cn-hangzhou.aliyuncs.com", "pear", Some("cn-hangzhou")),
            ("pear-openapi.eu-west-1.aliyuncs.com", "pear-openapi", Some("eu-west-1")),
        ] {
            assert_eq!((stem(host), region_of(host)), (first, region), "{host}");
        }
    }
}
