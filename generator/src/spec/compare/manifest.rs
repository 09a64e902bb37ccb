//! What `product.yaml` says.

use super::{Aspect, Differences};
use crate::spec::product::{Endpoints, Manifest, Sign};
use std::collections::BTreeMap;

pub(super) fn compare(differences: &mut Differences, old: &Manifest, new: &Manifest) {
    differences.text("", Aspect::Code, &old.code, &new.code);
    differences.text("", Aspect::Style, &old.style.to_string(), &new.style.to_string());
    let (olds, news) = (signs(old), signs(new));
    for (path, sign) in &olds {
        if !news.contains_key(path) {
            differences.removed(path, Aspect::Success, sign.clone());
        }
    }
    for (path, sign) in &news {
        differences.optional(path, Aspect::Success, olds.get(path), Some(sign));
    }
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

/// Signs of success by their place in `product.yaml`: `success.Code`.
fn signs(manifest: &Manifest) -> BTreeMap<String, String> {
    let Some(signs) = &manifest.success else {
        return BTreeMap::new();
    };
    if signs.is_empty() {
        return BTreeMap::from([("success".to_owned(), "none".to_owned())]);
    }
    let shown = |sign: &Sign| {
        let list =
            |word: &str, values: &[String]| (!values.is_empty()).then(|| format!("{word} {}", values.join(", ")));
        let both = [list("is", &sign.is), list("is not", &sign.is_not)];
        both.into_iter().flatten().collect::<Vec<_>>().join("; ")
    };
    let named = |sign: &Sign| (format!("success.{}", sign.field), shown(sign));
    signs.iter().map(named).collect()
}

/// Hosts by their place in `product.yaml`: `endpoints.rule`, `endpoints.cn-beijing`.
fn hosts(endpoints: &Endpoints) -> BTreeMap<String, String> {
    let mut hosts = BTreeMap::new();
    if let Some(rule) = &endpoints.rule {
        hosts.insert("endpoints.rule".to_owned(), rule.clone());
    }
    if let Some(central) = &endpoints.central {
        hosts.insert("endpoints.central".to_owned(), central.clone());
    }
    for region in &endpoints.regions {
        hosts.insert(format!("endpoints.{}", region.region), region.public.clone());
        if let Some(vpc) = &region.vpc {
            hosts.insert(format!("endpoints.{} (VPC)", region.region), vpc.clone());
        }
    }
    hosts
}
