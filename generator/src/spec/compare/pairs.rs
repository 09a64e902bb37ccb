//! Which field of the new spec is which of the old.

use super::fields::kind;
use crate::spec::model::Field;
use std::collections::{BTreeMap, BTreeSet};

/// A field with the place it stands in.
pub(super) struct Placed<'a> {
    pub(super) path: String,
    /// The path of what holds it.
    pub(super) parent: String,
    pub(super) field: &'a Field,
}

/// The fields of one side of an operation, each before those in it. Of two that are called the same in one place, only the first is
/// seen, as only that gets into the crate.
#[derive(Default)]
pub(super) struct Tree<'a> {
    pub(super) all: Vec<Placed<'a>>,
    /// Names in their order, by the path of what holds them.
    pub(super) children: BTreeMap<String, Vec<&'a str>>,
    by_path: BTreeMap<String, usize>,
}

impl<'a> Tree<'a> {
    pub(super) fn of(side: &str, fields: &'a [Field]) -> Self {
        let mut tree = Self::default();
        tree.add(side, fields);
        tree
    }

    fn add(&mut self, parent: &str, fields: &'a [Field]) {
        for field in fields {
            let path = format!("{parent}.{}", field.name);
            if self.by_path.contains_key(&path) {
                continue;
            }
            self.by_path.insert(path.clone(), self.all.len());
            self.children.entry(parent.to_owned()).or_default().push(&field.name);
            self.all.push(Placed {
                path: path.clone(),
                parent: parent.to_owned(),
                field,
            });
            self.add(&path, &field.fields);
        }
    }

    pub(super) fn get(&self, path: &str) -> Option<&Placed<'a>> {
        self.all.get(*self.by_path.get(path)?)
    }

    /// The fields that stand in one place.
    fn within(&self, parent: &str) -> impl Iterator<Item = &Placed<'a>> {
        let names = self.children.get(parent).into_iter().flatten();
        let parent = parent.to_owned();
        names.filter_map(move |name| self.get(&format!("{parent}.{name}")))
    }

    fn has(&self, parent: &str, name: &str) -> bool {
        self.by_path.contains_key(&format!("{parent}.{name}"))
    }
}

/// Pairs of one field, at its old and its new place.
#[derive(Default)]
pub(super) struct Pairs {
    olds: BTreeMap<String, String>,
    news: BTreeMap<String, String>,
}

impl Pairs {
    /// Pairs fields that stand where they stood or were clearly renamed there; then those that were clearly moved.
    pub(super) fn of(olds: &Tree<'_>, news: &Tree<'_>) -> Self {
        let mut pairs = Self::default();
        for new in &news.all {
            // Beneath what was renamed, places are the same by the old name.
            let parent = pairs.before(&new.parent).unwrap_or(&new.parent).to_owned();
            if olds.has(&parent, &new.field.name) {
                pairs.add(&format!("{parent}.{}", new.field.name), &new.path);
                continue;
            }
            let gone = |new: &Placed<'_>| {
                let gone = olds
                    .within(&parent)
                    .filter(|old| !news.has(&new.parent, &old.field.name));
                let alike = gone.filter(|old| is_renamed(old.field, new.field));
                alike.map(|old| old.path.clone()).collect::<Vec<_>>()
            };
            let [old] = &gone(new)[..] else { continue };
            let rivals = news.within(&new.parent).filter(|other| {
                other.path != new.path && !olds.has(&parent, &other.field.name) && gone(other).contains(old)
            });
            if rivals.count() == 0 {
                pairs.add(old, &new.path);
            }
        }
        pairs.add_moved(olds, news);
        pairs
    }

    fn add_moved(&mut self, olds: &Tree<'_>, news: &Tree<'_>) {
        fn free<'t>(tree: &'t Tree<'_>, taken: &BTreeMap<String, String>) -> BTreeMap<(&'t str, String), Vec<&'t str>> {
            let mut free: BTreeMap<_, Vec<&str>> = BTreeMap::new();
            for placed in tree.all.iter().filter(|placed| !taken.contains_key(&placed.path)) {
                let key = (placed.field.name.as_str(), kind(placed.field));
                free.entry(key).or_default().push(&placed.path);
            }
            free
        }
        let (free_olds, free_news) = (free(olds, &self.news), free(news, &self.olds));
        for placed in &olds.all {
            let key = (placed.field.name.as_str(), kind(placed.field));
            let ([old], Some([new])) = (
                free_olds.get(&key).map_or(&[][..], Vec::as_slice),
                free_news.get(&key).map(Vec::as_slice),
            ) else {
                continue;
            };
            let (Some(from), Some(to)) = (olds.get(old), news.get(new)) else {
                continue;
            };
            // From one structure that is gone to one that is new is no move, unless the structure itself is one that moved.
            let is_side = |path: &str| !path.contains('.');
            let stays = is_side(&from.parent) || self.news.contains_key(&from.parent);
            let stood = is_side(&to.parent) || self.olds.contains_key(&to.parent);
            if (stays || stood) && self.after(&from.path).is_none() && self.before(&to.path).is_none() {
                self.add_with_parts(olds, news, &from.path, &to.path);
            }
        }
    }

    /// What a structure holds moves with it.
    fn add_with_parts(&mut self, olds: &Tree<'_>, news: &Tree<'_>, old: &str, new: &str) {
        self.add(old, new);
        for inner in olds.within(old) {
            if news.has(new, &inner.field.name) {
                self.add_with_parts(olds, news, &inner.path, &format!("{new}.{}", inner.field.name));
            }
        }
    }

    fn add(&mut self, old: &str, new: &str) {
        self.olds.insert(new.to_owned(), old.to_owned());
        self.news.insert(old.to_owned(), new.to_owned());
    }

    /// Where a field of the new spec stood before.
    pub(super) fn before(&self, new: &str) -> Option<&str> {
        self.olds.get(new).map(String::as_str)
    }

    /// Where a field of the old spec stands now.
    pub(super) fn after(&self, old: &str) -> Option<&str> {
        self.news.get(old).map(String::as_str)
    }
}

/// Whether two fields of one place, each in one spec only, are clearly one that was renamed.
fn is_renamed(old: &Field, new: &Field) -> bool {
    let letters = |name: &str| -> String {
        let letters = name.chars().filter(|letter| letter.is_alphanumeric());
        letters.flat_map(char::to_lowercase).collect()
    };
    let names = |field: &Field| -> BTreeSet<String> { field.fields.iter().map(|inner| inner.name.clone()).collect() };
    let (inner_old, inner_new) = (names(old), names(new));
    let common = inner_old.intersection(&inner_new).count();
    let same_name = letters(&old.name) == letters(&new.name);
    let same_words = !old.description.is_empty() && old.description == new.description;
    let same_parts = common > 1 && common * 2 >= inner_old.len().max(inner_new.len());
    kind(old) == kind(new) && (same_name || same_words || same_parts)
}
