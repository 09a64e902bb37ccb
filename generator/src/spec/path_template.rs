//! The places in the path of an operation that parameters fill: `/clusters/{ClusterId}`, or `[ClusterId]`.

/// The names in the places of a path, in their order; a bracket that never closes is none.
pub(crate) fn places(path: &str) -> impl Iterator<Item = &str> {
    let opened = path.split(['{', '[']).skip(1);
    opened.filter_map(|rest| rest.split_once(['}', ']']).map(|(name, _)| name))
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn what_parameters_fill() {
        for (path, expected) in [
            ("/", &[][..]),
            ("/clusters/{Id}/nodes/[Node]", &["Id", "Node"]),
            ("/a/{B}:do", &["B"]),
            ("/a/{B", &[]),
            ("/a/{B/{C}", &["C"]),
            ("/a}/b", &[]),
        ] {
            assert_eq!(places(path).collect::<Vec<_>>(), expected, "{path}");
        }
    }
}
