//! What `product.yaml` says.

use super::{Aspect, Differences};
use crate::spec::product::{Endpoints, Manifest, Style};
use std::collections::BTreeMap;

pub(super) fn compare(differences: &mut Differences, old: &Manifest, new: &Manifest) {
    differences.text("", Aspect::Code, &old.code, &new.code);
    let style = |style: Style| match style {
        Style::Rpc => "RPC",
        Style::Roa => "ROA",
    };
    differences.text("", Aspect::Style, style(old.style), style(new.style));
    let (olds, news) = (hosts(&old.endpoints), hosts(&new.endpoints));
    for (path, host) in &olds {
        if !news.contains_key(path) {
            differences.removed(path, Aspect::Endpoint, host.clone());
        }
    }
    for (path, host) in &news {
        differences.optional(path, Aspect::Endpoint, olds.get(path), Some(host));
    }
}

/// Hosts by their place in `product.yaml`: `endpoints.rule`, `endpoints.cn-beijing`.
fn hosts(endpoints: &Endpoints) -> BTreeMap<String, String> {
    let mut hosts = BTreeMap::new();
    if let Some(rule) = &endpoints.rule {
        hosts.insert("endpoints.rule".to_owned(), rule.clone());
    }
    for region in &endpoints.regions {
        hosts.insert(format!("endpoints.{}", region.region), region.public.clone());
        if let Some(vpc) = &region.vpc {
            hosts.insert(format!("endpoints.{} (VPC)", region.region), vpc.clone());
        }
    }
    hosts
}
