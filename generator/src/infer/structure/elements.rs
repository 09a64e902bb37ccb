//! Rows that are no fields: the element of the array before them, the values of a map, the answer or the body as a whole.

use crate::infer::samples::shape::Shape;
use crate::infer::structure::rows::Item;
use crate::spec::model::Type;

/// What a row is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// A field of its name.
    #[default]
    Field,
    /// Names the element of the array right before it, and stands around it on the wire.
    Wrapper,
    /// Describes the element of the array right before it, whatever its name; not on the wire.
    Element,
    /// Describes the values of the map right before it, which have no name.
    Value,
    /// The body of the request: what is in it has no other name around it on the wire.
    Body,
}

impl Role {
    /// Whether a row belongs to the container right before it, and is the only thing in it.
    pub fn names_element(self) -> bool {
        matches!(self, Self::Wrapper | Self::Element | Self::Value)
    }
}

/// Whether a row may be the element of an array: no element has another type than its array says.
fn fits(array: &Item, element: &Item) -> bool {
    match (array.declared.items, element.declared.kind) {
        (_, None) => false,
        (None, Some(_)) => true,
        // An element that holds an array itself is written as an array, and is one object.
        (Some(Type::Struct), Some(kind)) => matches!(kind, Type::Struct | Type::Array | Type::Map | Type::Any),
        (Some(items), Some(kind)) => items == kind || items.is_scalar() == kind.is_scalar(),
    }
}

/// Tells rows that are no fields from those that are: by their own form, or because a sample shows it.
pub(crate) fn mark_elements(items: &mut [Item], samples: &[&Shape]) {
    let described = describe_elements(items);
    for at in 1..items.len() {
        let (before, item) = (&items[at - 1], &items[at]);
        let role = role(before, item, samples, described);
        items[at].role = role;
        if role == Role::Element && before_holds_objects(items, at) && items[at].declared.kind == Some(Type::Array) {
            items[at].declared.kind = Some(Type::Struct);
            items[at].declared.items = None;
        }
    }
}

fn before_holds_objects(items: &[Item], at: usize) -> bool {
    items[at - 1].declared.items == Some(Type::Struct)
}

/// Whether each array of a table is followed by a row for its element, as the tables of some pages have it.
fn describe_elements(items: &[Item]) -> bool {
    let array = |item: &Item| item.declared.kind == Some(Type::Array);
    let mut pairs = items.windows(2).filter(|pair| array(&pair[0])).peekable();
    let all =
        pairs.peek().is_some() && pairs.all(|pair| is_alike(&pair[1].name, &pair[0].name) && fits(&pair[0], &pair[1]));
    all && !items.last().is_some_and(array)
}

fn role(before: &Item, item: &Item, samples: &[&Shape], described: bool) -> Role {
    if before.block != item.block {
        return Role::Field;
    }
    if item.name.is_empty() {
        return match before.declared.kind {
            Some(Type::Array) => Role::Element,
            _ => Role::Value,
        };
    }
    if item.role == Role::Body {
        return Role::Body;
    }
    let silent = item.declared.kind.is_none() && item.declared.unknown.is_none() && says_nothing(&item.example);
    let array = before.declared.kind == Some(Type::Array) || before.declared.kind.is_none();
    let named = before.declared.name.as_deref().is_some_and(|name| name == item.name);
    let says_no_more = says_nothing(&item.description) || item.description == before.description;
    let alike = named || is_singular(&item.name, &before.name) || says_no_more;
    let typed_so = named && item.declared.may_contain();
    let shown = || item.declared.may_contain() && samples.iter().any(|shape| wraps(shape, &before.name, &item.name));
    let open = array && !before.role.names_element() && says_nothing(&before.example);
    if open && ((silent && alike) || typed_so || shown()) {
        return Role::Wrapper;
    }
    let array = before.declared.kind == Some(Type::Array);
    if array && is_alike(&item.name, &before.name) && fits(before, item) {
        let seen = samples.iter().filter_map(|shape| element(shape, &before.name));
        let mut known = seen.filter(|shape| !shape.is_empty()).peekable();
        let told = known.peek().is_some();
        let as_member = known.any(|shape| shape.members.iter().any(|(name, _)| *name == item.name));
        if told && !as_member || !told && described {
            return Role::Element;
        }
    }
    Role::Field
}

/// Whether a cell is empty, or holds what stands for that.
pub(crate) fn says_nothing(cell: &str) -> bool {
    matches!(cell.trim(), "" | "-" | "--" | "N/A" | "n/a" | "无" | "None")
}

/// What a sample shows at the first place of a name.
fn element<'a>(shape: &'a Shape, name: &str) -> Option<&'a Shape> {
    let here = shape
        .members
        .iter()
        .find(|(known, _)| known == name)
        .map(|(_, inner)| inner);
    here.or_else(|| shape.members.iter().find_map(|(_, inner)| element(inner, name)))
}

/// Whether a sample shows a list of one name inside the other, and nothing beside it.
fn wraps(shape: &Shape, outer: &str, inner: &str) -> bool {
    shape.members.iter().any(|(name, place)| {
        let here = name == outer
            && place
                .only_member()
                .is_some_and(|(only, list)| only == inner && list.seen.list);
        here || wraps(place, outer, inner)
    })
}

/// Whether a row may describe the element of the array of the other name: unnamed, by the same name, or by one of it.
fn is_alike(one: &str, many: &str) -> bool {
    one.is_empty() || one == many || many.strip_suffix('s') == Some(one) || is_singular(one, many)
}

/// Whether two names are those of a key and its value.
pub(crate) fn is_pair(key: &str, value: &str) -> bool {
    value.strip_suffix("alue").is_some_and(|stem| {
        let stem = stem.strip_suffix(['V', 'v']).unwrap_or(stem);
        ["Key", "key", "Name", "name"]
            .iter()
            .any(|word| key.strip_suffix(word) == Some(stem))
    })
}

/// Whether a name, or the words about it, are those of a list.
pub(crate) fn is_plural(name: &str, words: &str) -> bool {
    const WORDS: [&str; 8] = [
        "列表",
        "集合",
        "数组",
        "组成的",
        "list of",
        "array of",
        "set of",
        "collection of",
    ];
    let lower = name.to_lowercase();
    let by_name = lower.ends_with('s')
        && !["ss", "us", "is", "options", "data"]
            .iter()
            .any(|end| lower.ends_with(end));
    let words = words.lines().next().unwrap_or_default().to_lowercase();
    by_name || lower.ends_with("set") || lower.ends_with("list") || WORDS.iter().any(|word| words.contains(word))
}

/// Whether `one` is what an element of `many` would be called.
pub(crate) fn is_singular(one: &str, many: &str) -> bool {
    let (one, many) = (one.to_lowercase(), many.to_lowercase());
    if one == many {
        return false;
    }
    let stem = one.strip_suffix('y').unwrap_or(&one);
    let end = many.strip_prefix(one.as_str()).unwrap_or_default();
    matches!(end, "s" | "es" | "set" | "sets" | "list" | "_list") || many.strip_suffix("ies") == Some(stem)
}

/// The container itself where a row only describes its element.
pub(crate) fn owner(items: &[Item], mut container: usize) -> usize {
    while container > 0 && items[container].role.names_element() {
        container -= 1;
    }
    container
}
