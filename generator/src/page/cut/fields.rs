//! Where the rows of parameters and fields begin: a name before a type word, or a type word alone.

use super::Unit;
use super::cells::{self, Cells};
use super::outline::Outline;
use super::path::{self, Costs, Start};
use crate::page::Row;
use crate::page::headings::Section;

/// What speaks against a place as the beginning of a row.
mod weights {
    /// A row of parameters without the yes or no that each of them has.
    pub(super) const NO_REQUIRED: u32 = 50;
    /// A name that the sample does not have.
    pub(super) const NOT_IN_SAMPLE: u32 = 25;
    /// A name that the sample has before those of the rows above.
    pub(super) const OUT_OF_ORDER: u32 = 10;
    /// Each name of the sample that is passed over, and the most that all of them count.
    pub(super) const PASSED_OVER: u32 = 3;
    pub(super) const MOST_PASSED_OVER: u32 = 40;
    /// A list that the row of its element does not follow.
    pub(super) const NO_ELEMENT: u32 = 40;
    /// An element of another kind than the list says.
    pub(super) const OTHER_ELEMENT: u32 = 30;
    /// A row without a name below an object: the value of a map.
    pub(super) const MAP_VALUE: u32 = 10;
    /// A row without a name where none is due.
    pub(super) const NO_NAME: u32 = 60;
    /// A row without a name behind what may well be one.
    pub(super) const NAME_AS_WORDS: u32 = 20;
    /// A parameter list that begins with a row without a name.
    pub(super) const ROOT_OF_REQUEST: u32 = 30;
    /// A name that is a type word itself.
    pub(super) const NAMED_AS_TYPE: u32 = 15;
    /// What looks like a row's beginning, with a name or without, inside a description.
    pub(super) const NAMED_IN_WORDS: u32 = 60;
    pub(super) const UNNAMED_IN_WORDS: u32 = 20;
    /// And a yes or no behind it, or a name that the sample has.
    pub(super) const REQUIRED_IN_WORDS: u32 = 60;
    pub(super) const SAMPLED_IN_WORDS: u32 = 30;
    /// A scalar that nothing is said of.
    pub(super) const NO_WORDS: u32 = 4;
    /// A unit before the first row.
    pub(super) const BEFORE_ROWS: u32 = 40;
    /// How much dearer another cut must be for this one to be sure.
    pub(super) const CLEAR: u32 = 6;
}

/// The kinds of type words, as far as they tell what follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Scalar,
    Object,
    /// `array`: of scalars, or of lists.
    Array,
    /// `array<object>`.
    ArrayOfObjects,
}

/// What a type word of today's pages says.
pub(super) fn type_word(text: &str) -> Option<Kind> {
    Some(match text.to_ascii_lowercase().as_str() {
        "string" | "boolean" | "integer" | "number" | "long" | "float" | "double" | "any" | "byte" | "binary"
        | "int32" | "int64" | "date" | "file" => Kind::Scalar,
        "object" | "map" => Kind::Object,
        "array<object>" => Kind::ArrayOfObjects,
        lower if lower == "array" || (lower.starts_with("array<") && lower.ends_with('>')) => Kind::Array,
        _ => return None,
    })
}

/// Whether a word can be the name of a parameter or field.
pub(super) fn is_name(text: &str) -> bool {
    text.len() <= 128
        && text.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$' | '@'))
        && text.chars().all(|c| {
            c.is_ascii_alphanumeric()
                || matches!(c, '_' | '.' | '-' | '#' | '$' | '@' | ':' | '/' | '[' | ']' | '{' | '}')
        })
}

/// Whether a word says that a parameter is required, or that it is not.
fn says_required(text: &str) -> bool {
    matches!(text, "是" | "否" | "必填" | "选填" | "必选" | "可选")
        || ["yes", "no", "required", "optional", "true", "false"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
}

/// The words that stand for yes and no in a language not known here: the two that follow most type words.
fn foreign_required(units: &[Unit]) -> Vec<&str> {
    const FEW: usize = 2;
    let types = units
        .windows(2)
        .filter(|pair| pair[0].word().and_then(type_word).is_some());
    let behind: Vec<&str> = types.filter_map(|pair| pair[1].word()).collect();
    if behind.iter().any(|word| says_required(word)) {
        return Vec::new();
    }
    let mut counts: Vec<(usize, &str)> = Vec::new();
    for word in &behind {
        match counts.iter().position(|(_, known)| known == word) {
            Some(at) => counts[at].0 += 1,
            None if counts.len() < 64 => counts.push((1, word)),
            None => {}
        }
    }
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.truncate(FEW);
    let covered: usize = counts.iter().map(|(count, _)| count).sum();
    let told = behind.len() > FEW && covered * 10 >= behind.len() * 7;
    counts.into_iter().filter(|_| told).map(|(_, word)| word).collect()
}

/// A place where a row may begin.
struct Place<'a> {
    name: Option<&'a str>,
    kind: Kind,
    type_at: usize,
    has_required: bool,
    /// What speaks against it, whatever stands above.
    cost: u32,
    /// Where the sample has its name, if it has.
    sampled: Option<&'a [usize]>,
}

struct Fields<'a> {
    units: &'a [Unit],
    places: Vec<Place<'a>>,
    starts: Vec<Start>,
    asks_required: bool,
    is_request: bool,
    sample: Option<&'a Outline>,
    /// For each unit, what all the beginnings before it cost if they are none.
    ignored: Vec<u32>,
}

/// Reads the rows of a table; gives the lines of those whose beginning is a guess besides.
pub(super) fn read(
    units: &[Unit],
    asks_required: bool,
    section: Section,
    sample: Option<&Outline>,
) -> (Vec<Row>, Vec<usize>) {
    let fields = Fields::of(units, asks_required, section != Section::Response, sample);
    let cut = path::cheapest(&fields.starts, units.len(), &fields, weights::CLEAR);
    let mut doubtful = Vec::new();
    let mut rows = Vec::with_capacity(cut.len());
    for (at, (place, sure)) in cut.iter().enumerate() {
        let until = cut.get(at + 1).map_or(units.len(), |(next, _)| fields.starts[*next].at);
        let row = fields.row(*place, until, at + 1 == cut.len());
        if !sure {
            doubtful.push(row.line);
        }
        rows.push(row);
    }
    (rows, doubtful)
}

impl<'a> Fields<'a> {
    fn of(units: &'a [Unit], asks_required: bool, is_request: bool, sample: Option<&'a Outline>) -> Self {
        let mut fields = Self {
            units,
            places: Vec::new(),
            starts: Vec::new(),
            asks_required,
            is_request,
            sample,
            ignored: Vec::with_capacity(units.len() + 1),
        };
        let foreign = if asks_required {
            foreign_required(units)
        } else {
            Vec::new()
        };
        let required_word = |word: &str| says_required(word) || foreign.contains(&word);
        let mut ignored = 0;
        for (at, unit) in units.iter().enumerate() {
            fields.ignored.push(ignored);
            let Some(kind) = unit.word().and_then(type_word) else {
                continue;
            };
            let required = units.get(at + 1).and_then(Unit::word).is_some_and(required_word);
            let has_required = asks_required && required;
            let before = at.checked_sub(1).and_then(|before| units[before].word());
            let named = before.filter(|name| is_name(name));
            let unnamed = named.is_none() || !asks_required || has_required;
            let readings = named.map(Some).into_iter().chain(unnamed.then_some(None));
            for name in readings {
                fields.starts.push(Start {
                    at: at - usize::from(name.is_some()),
                    body: at + 1 + usize::from(has_required),
                });
                let sampled = name.zip(sample).and_then(|(name, sample)| sample.places(name));
                let lacks_required = asks_required && !has_required;
                let odd = sampled.is_none() && name.and_then(type_word).is_some();
                fields.places.push(Place {
                    name,
                    kind,
                    type_at: at,
                    has_required,
                    cost: if lacks_required { weights::NO_REQUIRED } else { 0 }
                        + if odd { weights::NAMED_AS_TYPE } else { 0 },
                    sampled,
                });
            }
            ignored += fields.ignoring(named, has_required);
        }
        fields.ignored.push(ignored);
        fields
    }

    /// What it costs to take a beginning for words.
    fn ignoring(&self, name: Option<&str>, has_required: bool) -> u32 {
        let plain = match name {
            Some(_) if !self.asks_required || has_required => weights::NAMED_IN_WORDS,
            _ => weights::UNNAMED_IN_WORDS,
        };
        let required = if has_required { weights::REQUIRED_IN_WORDS } else { 0 };
        let sampled = name.is_some_and(|name| self.sample.is_some_and(|sample| sample.has(name)));
        plain + required + if sampled { weights::SAMPLED_IN_WORDS } else { 0 }
    }

    fn row(&self, place: usize, until: usize, is_last: bool) -> Row {
        let (start, place) = (&self.starts[place], &self.places[place]);
        let body = &self.units[start.body.min(until)..until];
        let shown = |text: &str| match (self.sample, place.name) {
            (Some(sample), Some(name)) => sample.shows(name, text),
            _ => false,
        };
        let holds_no_objects = matches!(place.kind, Kind::Scalar | Kind::Array);
        let Cells { description, example } = cells::split(body, holds_no_objects, is_last, shown);
        Row {
            line: self.units[start.at].line,
            depth: None,
            name: place.name.unwrap_or_default().to_owned(),
            kind: self.units[place.type_at].text.clone(),
            required: if place.has_required {
                self.units[place.type_at + 1].text.text.trim().to_owned()
            } else {
                String::new()
            },
            position: String::new(),
            example,
            description,
        }
    }

    /// What it costs that a name comes now, when the names of the sample up to `reached` have come; and up to where they have then.
    fn sampled(&self, place: &Place<'_>, reached: usize) -> (u32, usize) {
        const WINDOW: usize = 200;
        let Some(places) = place.sampled else {
            let cost = if self.sample.is_some() {
                weights::NOT_IN_SAMPLE
            } else {
                0
            };
            return (cost, reached);
        };
        match places.iter().find(|at| (reached..reached + WINDOW).contains(at)) {
            Some(at) => {
                let passed = u32::try_from(at - reached).unwrap_or(u32::MAX);
                let cost = passed
                    .saturating_mul(weights::PASSED_OVER)
                    .min(weights::MOST_PASSED_OVER);
                (cost, at + 1)
            }
            None => (weights::OUT_OF_ORDER, reached),
        }
    }
}

/// Whether the row below a list is named as its element: as the list itself, or as one of it.
fn names_element(name: &str, list: &str) -> bool {
    let (name, list) = (name.to_ascii_lowercase(), list.to_ascii_lowercase());
    let stem = list
        .trim_end_matches('s')
        .trim_end_matches("ie")
        .trim_end_matches("list");
    name == list || (!stem.is_empty() && name.starts_with(stem) && name.len() <= list.len())
}

/// What a reading has come to.
#[derive(Debug, Clone, PartialEq)]
struct Reached {
    /// How many names of the sample have come.
    names: usize,
    /// Whether the row of a list's element is due.
    element_due: bool,
}

impl Costs for Fields<'_> {
    type Memory = Reached;

    fn begin(&self) -> Reached {
        Reached {
            names: 0,
            element_due: false,
        }
    }

    fn row(&self, start: usize, before: Option<usize>, reached: &Reached) -> (u32, Reached) {
        let place = &self.places[start];
        let above = before.map(|before| &self.places[before]);
        let due = reached.element_due;
        let holds_objects = above.is_some_and(|above| above.kind == Kind::ArrayOfObjects);
        let is_list = matches!(place.kind, Kind::Array | Kind::ArrayOfObjects);
        // The element of a list of objects is one object, even where its type says otherwise.
        let is_object = matches!(place.kind, Kind::Object | Kind::ArrayOfObjects);
        let element = |cost: u32| {
            let cost = cost
                + if holds_objects && !is_object {
                    weights::OTHER_ELEMENT
                } else {
                    0
                };
            let reached = Reached {
                element_due: is_list && !holds_objects,
                ..reached.clone()
            };
            (cost, reached)
        };
        let mut cost = place.cost;
        let Some(name) = place.name else {
            // The name before it then stands in the row above, as far as that has words.
            let above_body = before.map_or(0, |before| self.starts[before].body);
            let behind = place.type_at.checked_sub(1).filter(|behind| *behind >= above_body);
            if let Some(word) = behind
                .and_then(|behind| self.units[behind].word())
                .filter(|word| is_name(word))
            {
                let sampled = self.sample.is_some_and(|sample| sample.has(word));
                cost += weights::NAME_AS_WORDS + if sampled { weights::SAMPLED_IN_WORDS } else { 0 };
            }
            if due {
                return element(cost);
            }
            cost += match above {
                None if self.is_request => weights::ROOT_OF_REQUEST,
                None => 0,
                Some(above) if above.kind == Kind::Object => weights::MAP_VALUE,
                Some(_) => weights::NO_NAME,
            };
            let reached = Reached {
                element_due: is_list,
                ..reached.clone()
            };
            return (cost, reached);
        };
        if due
            && above
                .and_then(|above| above.name)
                .is_some_and(|list| names_element(name, list))
        {
            // The sample shows an element by its members alone.
            return element(cost);
        }
        if due {
            cost += weights::NO_ELEMENT;
        }
        let (sampled, names) = self.sampled(place, reached.names);
        let reached = Reached {
            names,
            element_due: is_list,
        };
        (cost + sampled, reached)
    }

    fn body(&self, start: usize, until: usize) -> u32 {
        let from = self.starts[start].body.min(until);
        let ignored = self.ignored[until] - self.ignored[from];
        let silent = from == until && self.places[start].kind == Kind::Scalar;
        // A list at the end of all has no element either.
        let unfinished = until == self.units.len()
            && matches!(self.places[start].kind, Kind::Array | Kind::ArrayOfObjects)
            && self.places[start].name.is_some();
        ignored + if silent { weights::NO_WORDS } else { 0 } + if unfinished { weights::NO_ELEMENT } else { 0 }
    }

    fn passed_over(&self, units: usize) -> u32 {
        u32::try_from(units)
            .unwrap_or(u32::MAX / 1000)
            .saturating_mul(weights::BEFORE_ROWS)
    }
}
