//! What was meant by a name that there is not.

/// How much one name must be like another to be meant by it.
const LIKE: f64 = 0.8;

/// How much a name is like another, if it may be meant by it.
pub(crate) fn likeness(name: &str, other: &str) -> Option<f64> {
    Some(strsim::jaro_winkler(other, name)).filter(|like| *like > LIKE)
}

/// The name that may be meant by one that is not among them.
pub fn nearest<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let like = names
        .into_iter()
        .filter_map(|other| Some((likeness(name, other)?, other)));
    let nearest = like.max_by(|(one, _), (other, _)| one.total_cmp(other))?;
    Some(nearest.1)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn names_that_are_meant() {
        let names = ["ListTasks", "ListTags", "CreateTask"];
        for (name, meant) in [
            ("ListTask", Some("ListTasks")),
            ("listtasks", Some("ListTasks")),
            ("ListTagz", Some("ListTags")),
            ("Stop", None),
        ] {
            assert_eq!(nearest(name, names), meant, "{name}");
        }
    }
}
