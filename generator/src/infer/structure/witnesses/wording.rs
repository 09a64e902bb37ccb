//! What the words about parameters have in common: those of a structure's members mostly speak of it.

use crate::infer::structure::elements::{Role, is_pair};
use crate::infer::structure::rows::Item;
use crate::infer::structure::search::{OpenStacks, Step, Witness};
use crate::infer::structure::weights::Weights;
use crate::infer::words::blanks::joined;
use crate::spec::model::Type;
use crate::spec::repeated::is_index;
use std::collections::BTreeSet;

/// What it is called, and what it means that it speaks against a place.
pub(super) const ABOUT: (&str, &str) = (
    "words",
    "the words about the field speak of another structure, or call it by a whole name that is not its own",
);

/// The words of a structure: its members' words say them again, and some call a member by its whole name.
#[derive(Debug)]
pub(crate) struct Wording {
    /// The structures in which each item is called by its whole name, such as `Disk.N.Size`.
    called: Vec<Vec<usize>>,
    /// The structure whose words each item's say again, where they say more of them than of the rows before it.
    spoken_of: Vec<Option<usize>>,
    /// Whether each item is a structure whose keys are the caller's own.
    callers_keys: Vec<bool>,
}

/// How much has to be said again, a Chinese letter counting as two.
const ENOUGH: usize = 8;
/// How far back structures are looked for, and how much of the words is looked at.
const FAR: usize = 64;
const FIRST: usize = 48;

impl Wording {
    /// `texts` are all the words of the page that may name parameters.
    pub(crate) fn new<'a>(items: &[Item], opens: &[bool], texts: impl Iterator<Item = &'a str>) -> Self {
        let words: Vec<Vec<char>> = items.iter().map(|item| first_words(&item.description)).collect();
        let spoken_of = (0..items.len()).map(|at| {
            let nearest = (at.saturating_sub(FAR)..at).rev().filter(|holder| opens[*holder]);
            let mut nearest = nearest.filter(|holder| items[*holder].role == Role::Field);
            let holder = nearest.next().filter(|_| items[at].role == Role::Field)?;
            let element = items
                .get(holder + 1)
                .filter(|next| next.role.names_element())
                .map(|_| holder + 1);
            let own = [Some(holder), element].into_iter().flatten().filter(|own| *own != at);
            let own = own.map(|own| common(&words[own], &words[at])).max().unwrap_or(0);
            let others = (holder.saturating_sub(FAR)..holder).map(|other| common(&words[other], &words[at]));
            (own >= ENOUGH && own > others.max().unwrap_or(0)).then_some(holder)
        });
        let whole = whole_names(texts);
        let called = (0..items.len()).map(|at| {
            let holders = (0..at).filter(|holder| opens[*holder] && items[*holder].role == Role::Field);
            let holders = holders.filter(|holder| {
                let name = format!("{}.{}", items[*holder].name, items[at].name);
                // The first row of the name is the one that is meant.
                let mut between = items[holder + 1..at].iter();
                whole.contains(&name.to_lowercase()) && between.all(|item| item.name != items[at].name)
            });
            if items[at].role != Role::Field || whole.is_empty() {
                Vec::new()
            } else {
                holders.collect()
            }
        });
        Self {
            called: called.collect(),
            spoken_of: spoken_of.collect(),
            callers_keys: (0..items.len()).map(|at| has_callers_keys(items, at)).collect(),
        }
    }
}

/// The words of a request's rows, as a witness.
pub(crate) struct WordingWitness<'a> {
    pub(crate) wording: &'a Wording,
    pub(crate) weights: &'a Weights,
}

impl Witness for WordingWitness<'_> {
    fn name(&self) -> &'static str {
        ABOUT.0
    }

    fn cost(&self, step: &Step<'_>, stacks: &OpenStacks) -> f64 {
        if step
            .container(stacks)
            .is_some_and(|container| self.wording.callers_keys[container])
        {
            return self.weights.of_callers_keys;
        }
        let outside = |holder: usize| step.containers(stacks).all(|above| above != holder);
        let called = &self.wording.called[step.item];
        if !called.is_empty() && called.iter().all(|holder| outside(*holder)) {
            return self.weights.called;
        }
        if called.is_empty() && self.wording.spoken_of[step.item].is_some_and(outside) {
            self.weights.spoken_of
        } else {
            0.0
        }
    }
}

/// What words call a structure of the caller's own keys, in lower case.
const PAIRS: &[&str] = &["key/value", "key-value", "key value pair", "键值对"];

/// Whether the words call an item pairs of keys and values, and no row behind it is the key of one.
fn has_callers_keys(items: &[Item], at: usize) -> bool {
    let item = &items[at];
    let is_structure = matches!(item.declared.kind, Some(Type::Struct | Type::Map | Type::Any));
    if item.role != Role::Field || !is_structure {
        return false;
    }
    let words = item.description.to_lowercase();
    let described = || matches!(&items[at + 1..], [key, value, ..] if is_pair(&key.name, &value.name));
    PAIRS.iter().any(|pairs| words.contains(pairs)) && !described()
}

/// The whole names of members in texts, `Disk.N.Size` as `disk.size`.
fn whole_names<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let shaped = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let tokens = texts.flat_map(|text| text.split(move |letter: char| !shaped(letter)));
    let dotted = tokens.filter(|token| token.contains('.'));
    let whole = dotted.filter_map(|token| {
        let parts: Vec<&str> = token
            .split('.')
            .filter(|part| !is_index(part) && !part.is_empty())
            .collect();
        (2..=4)
            .contains(&parts.len())
            .then(|| parts[parts.len() - 2..].join(".").to_lowercase())
    });
    whole.collect()
}

/// The letters of the first words of a description.
fn first_words(words: &str) -> Vec<char> {
    let line = joined(words.lines().next().unwrap_or_default());
    let letters = line.chars().filter(|letter| letter.is_alphanumeric() || *letter == ' ');
    letters.flat_map(char::to_lowercase).take(FIRST).collect()
}

/// How long the longest run of letters is that two texts share.
fn common(one: &[char], other: &[char]) -> usize {
    let mut longest = 0;
    // For each letter of the other, how long the run is that ends there.
    let mut runs = vec![0; other.len() + 1];
    for letter in one {
        for (at, their) in other.iter().enumerate().rev() {
            runs[at + 1] = if letter != their {
                0
            } else {
                runs[at] + if letter.is_ascii() { 1 } else { 2 }
            };
            longest = longest.max(runs[at + 1]);
        }
    }
    longest
}
