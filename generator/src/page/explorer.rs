//! The links to the API Explorer on a page, and which of them tells what the page is about.

use crate::files::path::is_segment;
use crate::page::Explorer;
use crate::page::document::Text;
use crate::page::headings::Section;

/// Hosts of the API Explorer, with or without `next.` before them.
const HOSTS: [&str; 2] = ["api.aliyun.com", "api.alibabacloud.com"];

/// What the links met so far say.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// The first link as it was written until 2021.
    earlier: Option<Explorer>,
    /// Links of today's form, each with how good a witness its place makes it and how often it stands there.
    today: Vec<(Place, Explorer, usize)>,
}

/// Where a link of today's form stands, the best witness first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// Under the heading that invites to try the operation.
    Debug,
    /// Around an image, as it stands in that section whatever its heading is called.
    Image,
    /// Among words, which may speak of other operations.
    Words,
    /// To the page of the operation in the Explorer's own documentation.
    Document,
}

impl Links {
    /// Whether there is a link of today's form.
    pub(crate) fn any_of_today(&self) -> bool {
        !self.today.is_empty()
    }

    /// Takes the links of a text in a section; gives the operation that one of them invites to try.
    pub(crate) fn take(&mut self, text: &Text, section: Section) -> Option<String> {
        let mut invites = None;
        for link in &text.links {
            let target = link.target.trim();
            if self.earlier.is_none() {
                self.earlier = earlier_form(target);
            }
            let Some((place, explorer)) = today_form(target) else {
                continue;
            };
            let place = match place {
                Place::Words if section == Section::Debug => Place::Debug,
                Place::Words if link.around_image => Place::Image,
                place => place,
            };
            if place == Place::Debug {
                invites = Some(explorer.api.clone());
            }
            let same = |(known, other, _): &&mut (Place, Explorer, usize)| *known == place && *other == explorer;
            match self.today.iter_mut().find(same) {
                Some((_, _, count)) => *count += 1,
                None => self.today.push((place, explorer, 1)),
            }
        }
        invites
    }

    /// Takes the links of a table's cell; in today's pages those speak of other operations.
    pub(crate) fn take_cell(&mut self, text: &Text) {
        if self.earlier.is_none() {
            self.earlier = text.links.iter().find_map(|link| earlier_form(link.target.trim()));
        }
    }

    /// What the page is about, and whether a link of today's form says so. `title` is the operation that its title names.
    pub(crate) fn lead(self, title: Option<&str>) -> Option<(Explorer, bool)> {
        let debug = |(place, ..): &&(Place, Explorer, usize)| *place == Place::Debug;
        if let (Some(earlier), false) = (&self.earlier, self.today.iter().any(|link| debug(&link))) {
            return Some((earlier.clone(), false));
        }
        let entitled = |explorer: &Explorer| title.is_some_and(|title| title.eq_ignore_ascii_case(&explorer.api));
        let best = self
            .today
            .into_iter()
            .enumerate()
            .min_by_key(|(at, (place, explorer, count))| (*place, !entitled(explorer), std::cmp::Reverse(*count), *at));
        best.map(|(_, (_, explorer, _))| (explorer, true))
    }
}

/// `https://api.aliyun.com/#/?product=Ecs&api=DescribeZones&type=RPC&version=2014-05-26`.
fn earlier_form(target: &str) -> Option<Explorer> {
    let (address, query) = target.split_once('#')?;
    if !HOSTS.iter().any(|host| address.contains(host)) {
        return None;
    }
    let value = |key: &str| {
        let found = query.trim_start_matches('/').split('&').find_map(|pair| {
            pair.split_once('=')
                .filter(|(name, _)| name.trim_start_matches('?') == key)
        });
        found
            .map(|(_, value)| value.trim().to_owned())
            .filter(|value| !value.is_empty())
    };
    Some(Explorer {
        product: value("product")?,
        api: value("api")?,
        version: value("version"),
        style: value("type"),
    })
}

/// `https://api.aliyun.com/api/Ecs/2014-05-26/DescribeZones`, with a query or an anchor behind it or without.
fn today_form(target: &str) -> Option<(Place, Explorer)> {
    let rest = target
        .strip_prefix("https://")
        .or_else(|| target.strip_prefix("http://"))?;
    let (host, path) = rest.split_once('/')?;
    if !HOSTS.contains(&host.strip_prefix("next.").unwrap_or(host)) {
        return None;
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let mut parts = path.trim_end_matches('/').split('/');
    let place = match parts.next()? {
        "api" | "api-tools" => Place::Words,
        "document" => Place::Document,
        _ => return None,
    };
    let (product, version, api) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || api == "errorCode" || ![product, version, api].into_iter().all(is_segment) {
        return None;
    }
    let explorer = Explorer {
        product: product.to_owned(),
        api: api.to_owned(),
        version: Some(version.to_owned()),
        style: None,
    };
    Some((place, explorer))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::document::Link;

    #[test]
    fn targets() {
        for (target, expected) in [
            (
                "https://api.aliyun.com/api/Fruit/2020-01-01/ListPears",
                Some("Fruit 2020-01-01 ListPears"),
            ),
            (
                "https://next.api.alibabacloud.com/api/Fruit/2020-01-01/ListPears?lang=JAVA#x",
                Some("Fruit 2020-01-01 ListPears"),
            ),
            (
                " https://api.aliyun.com/document/Fruit/2020-01-01/ListPears?updateTime=2024-01-01#workbench",
                Some("Fruit 2020-01-01 ListPears"),
            ),
            ("https://api.aliyun.com/document/Fruit/2020-01-01/errorCode", None),
            (
                "https://api.aliyun.com.example.org/api/Fruit/2020-01-01/ListPears",
                None,
            ),
            ("https://api.aliyun.com/api/Fruit/2020-01-01", None),
            ("https://api.aliyun.com/api/Fruit/2020-01-01/../../x", None),
            ("https://help.aliyun.com/api/Fruit/2020-01-01/ListPears", None),
        ] {
            let found = today_form(target.trim()).map(|(_, explorer)| {
                format!(
                    "{} {} {}",
                    explorer.product,
                    explorer.version.unwrap_or_default(),
                    explorer.api
                )
            });
            assert_eq!(found.as_deref(), expected, "{target}");
        }
    }

    #[test]
    fn the_best_witness_leads() {
        let text = |target: &str, around_image| Text {
            text: String::new(),
            links: vec![Link {
                text: String::new(),
                target: target.to_owned(),
                around_image,
            }],
        };
        let link = |api: &str| format!("https://api.aliyun.com/api/Fruit/2020-01-01/{api}");
        let mut links = Links::default();
        links.take(&text(&link("ListApples"), false), Section::Description);
        links.take(&text(&link("ListApples"), false), Section::Description);
        links.take(&text(&link("ListPears"), true), Section::Other);
        let lead = links.lead(None).map(|(explorer, today)| (explorer.api, today));
        assert_eq!(
            lead,
            Some(("ListPears".to_owned(), true)),
            "an image's link beats words"
        );
        let mut links = Links::default();
        links.take(
            &text("https://api.aliyun.com/#/?product=Fruit&api=ListPlums", false),
            Section::Intro,
        );
        links.take(&text(&link("ListApples"), false), Section::Description);
        let lead = links.lead(None).map(|(explorer, today)| (explorer.api, today));
        assert_eq!(
            lead,
            Some(("ListPlums".to_owned(), false)),
            "an older page may mention today's links"
        );
    }
}
