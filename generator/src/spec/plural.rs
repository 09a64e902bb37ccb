//! Names of many things, and of one of them.

/// What one element of a list is called: `Task` of `Tasks`, `Policy` of `Policies`; `Status` stays.
pub(crate) fn singular(wire: &str) -> String {
    const LISTS: &[&str] = &["Allow", "Black", "Check", "Deny", "White"];
    if let Some(rest) = wire.strip_suffix("List") {
        if !rest.is_empty() && !LISTS.iter().any(|kind| rest.ends_with(kind)) {
            return rest.to_owned();
        }
        return wire.to_owned();
    }
    let capitals = |text: &str| text.bytes().rev().take_while(u8::is_ascii_uppercase).count();
    if let Some(acronym) = wire.strip_suffix('s').filter(|rest| capitals(rest) >= 2) {
        return acronym.to_owned();
    }
    // The last word begins with a capital, or behind what is no letter.
    let start =
        wire.rfind(|letter: char| !letter.is_ascii_lowercase())
            .map_or(0, |at| match wire[at..].chars().next() {
                Some(first) if !first.is_ascii_uppercase() => at + first.len_utf8(),
                _ => at,
            });
    let (before, last) = wire.split_at(start);
    let lower = last.to_ascii_lowercase();
    let kept = |count: usize| format!("{before}{}", &last[..last.len() - count]);
    match lower.as_str() {
        "indices" => return format!("{before}{}ndex", &last[..1]),
        "aliases" => return kept(2),
        "caches" => return kept(1),
        "series" | "news" | "kms" | "os" | "dns" | "https" | "cors" | "ecs" | "oss" | "rds" | "gas" | "canvas"
        | "bps" | "qps" | "iops" => {
            return wire.to_owned();
        }
        _ => {}
    }
    let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| lower.ends_with(suffix));
    if ends(&["ies"]) && lower.len() > 4 {
        format!("{}y", kept(3))
    } else if ends(&["sses", "xes", "ches", "shes", "tuses", "ruses", "buses"]) {
        kept(2)
    } else if ends(&["ss", "us", "is"]) || lower.len() < 3 || !ends(&["s"]) {
        wire.to_owned()
    } else {
        kept(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn singulars() {
        for (plural, expected) in [
            ("Tasks", "Task"),
            ("Policies", "Policy"),
            ("Addresses", "Address"),
            ("Address", "Address"),
            ("Status", "Status"),
            ("Statuses", "Status"),
            ("Os", "Os"),
            ("DNS", "DNS"),
            ("Aliases", "Alias"),
            ("Databases", "Database"),
            ("Caches", "Cache"),
            ("Patches", "Patch"),
            ("Boxes", "Box"),
            ("Indices", "Index"),
            ("Analysis", "Analysis"),
            ("VpcIDs", "VpcID"),
            ("IDs", "ID"),
            ("Series", "Series"),
            ("Drives", "Drive"),
            ("TaskList", "Task"),
            ("WhiteList", "WhiteList"),
            ("List", "List"),
            ("Data", "Data"),
            ("s", "s"),
            ("", ""),
            ("应用s", "应用s"),
        ] {
            assert_eq!(singular(plural), expected, "{plural:?}");
        }
    }
}
