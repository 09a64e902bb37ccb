//! What each kind of evidence weighs against an attachment, in one scale: 1 for a weak habit broken, 6 for a plain contradiction.
//!
//! They were set by hand, by what they settle among the pages of `cargo xtask score` and the layouts of `xtask/tests/today.rs`, some 2,500
//! operations: a weight that is too small leaves a place doubtful, one that is too large overrules a better witness. Only relations between
//! weights matter, not their sizes. Each group says what goes wrong first. To fit one again, `cargo xtask score --weights NAME` tells what
//! changes where it is smaller or larger, over the shared docs or, with `--docs`, over any for which there is metadata.

macro_rules! weights {
    ($($(#[$doc:meta])* $name:ident: $kind:ty = $value:expr,)*) => {
        /// All weights of the search.
        #[derive(Debug, Clone, PartialEq)]
        pub struct Weights {
            $($(#[$doc])* pub(crate) $name: $kind,)*
        }

        impl Weights {
            /// As they were set.
            pub const STANDARD: Self = Self { $($name: $value,)* };

            /// Their names.
            pub const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// The same weights, one of them so many times as large; nothing if there is none of that name.
            #[must_use]
            pub fn scaled(&self, name: &str, factor: f64) -> Option<Self> {
                let mut scaled = self.clone();
                match name {
                    $(stringify!($name) => scaled.$name.scale(factor),)*
                    _ => return None,
                }
                Some(scaled)
            }
        }
    };
}

weights! {
    // A sample of the answer. It is the best witness where it has the name. Too small: rows follow the order of names or the habits of the
    // product against what is shown. Too large: rows that a sample abridges are torn out of their containers.

    /// What stands against a name that the sample has, but not there.
    elsewhere: f64 = 5.0,
    /// The same for a name that several rows bear: another row may be the one in the sample.
    elsewhere_shared: f64 = 2.5,
    /// A place that the sample has, without the name, which the sample has nowhere.
    absent: f64 = 0.6,
    /// A place that the sample doesn't have.
    no_place: f64 = 0.4,

    // The order of names inside a level, of pages that keep it. Too large: tables in the order of their fields' meaning fall apart.

    /// How far a product keeps the order that does not tell.
    usual_order: f64 = 0.7,
    /// So many siblings of a table count more than what is usual.
    few: f64 = 3.0,
    /// Fewer siblings in order than this are so by chance.
    by_chance: f64 = 0.65,
    /// What stands against a name that comes after a greater one, in a table that keeps the order.
    order: f64 = 2.5,
    /// So much of the order is kept in a table that tells nothing of it, and in one that keeps it.
    keeps_order: f64 = 0.55,
    /// See [`keeps_order`](Self::keeps_order).
    all_order: f64 = 0.9,

    // The form of a table: types and elements. Too small: lists without members; too large: fields behind an element without rows are
    // swallowed.

    /// The element of a list without any members: one that has none has no row.
    empty_element: f64 = 4.0,
    /// A structure, or a list of them, without any.
    empty_struct: f64 = 2.5,
    /// A list of nobody knows what without any.
    empty_array: f64 = 1.0,
    /// A row without a type that may hold others, and holds none.
    empty_untyped: f64 = 0.8,
    /// So much of that is left where a sample shows it without members.
    empty_as_shown: f64 = 0.2,
    /// A member of what has a plain value as its example.
    in_scalar: f64 = 4.0,
    /// An element that ends after its first member.
    one_member: f64 = 0.8,
    /// A structure of a request without any: what is in it may be the caller's.
    empty_in_request: f64 = 1.0,

    // Habits of all products.

    /// The request's id in a structure.
    of_answers: f64 = 1.0,
    /// A value that does not stand beside its key.
    parted: f64 = 1.5,
    /// A third member beside a key and its value, with which a structure begins.
    beside_pair: f64 = 2.0,
    /// Members of an array without a row for its element, where others have one.
    undescribed: f64 = 3.0,
    /// What the form of a table rules out.
    forbidden: f64 = 100.0,
    /// A row marked as one of the top that stands deeper, or the other way round.
    marked_top: f64 = 6.0,
    /// A row that stands on another level than its mark says.
    marked_deeper: f64 = 4.0,
    /// The count of a list's elements in one of them, where the number of the page stands outside.
    count_in_element: f64 = 0.8,
    /// A row beside the list of an answer that pages: of some 270 such answers, 12 have any that are no part of the paging. And beside the
    /// structure or list right behind the request's id: of 191 such answers, 4 have a value that is no part of the paging, 13 another
    /// structure or list.
    beside_list: f64 = 1.5,
    /// One more such row.
    also_beside_list: f64 = 0.5,
    /// Leaving the container that the row before stands in.
    leaves: f64 = 0.3,

    // The product's other operations. Too large: an operation that differs from the others is bent to them, without a mark.

    /// A name and a structure that so many other answers have, and never together: the more often, the more it says. The last is for more.
    known_apart: [f64; 7] = [0.0, 0.5, 0.8, 1.0, 1.0, 1.0, 1.2],
    /// What counts of it where the name is known elsewhere, beside the structure.
    name_apart: f64 = 0.5,
    /// Structures of more members than this show other sides elsewhere, and what others hold against theirs counts less.
    small: f64 = 6.0,
    /// What the product's other operations hold against a member counts so much where they hold the like against one before it: as a rule
    /// both have moved for one reason.
    said_again: f64 = 0.5,
    /// A list in a structure of its name, and one in any, where the product wraps its lists.
    wraps_its_name: f64 = 2.5,
    /// See [`wraps_its_name`](Self::wraps_its_name).
    wraps_all: f64 = 1.0,

    // The search itself.

    /// Two members of one name in one container.
    repeated: f64 = 6.0,

    // What makes a reading sure. Too small: silent errors; too large: marks on what is right.

    /// How much cheaper than the next reading the best must be, to be taken for certain.
    clear: f64 = 1.7,
    /// The same for a row that no sample shows, in a container that none shows, while there are samples.
    clear_unplaced: f64 = 3.0,
    /// What witnesses hold against one row's place in the cheapest reading, from which on the page contradicts itself.
    contradiction: f64 = 5.0,

    // What words say of a parameter. Few repeat it, and those who do mean it.

    /// What stands against a place outside the structure that the words speak of.
    spoken_of: f64 = 1.2,
    /// The same where they call it by a name that begins with the structure's.
    called: f64 = 3.0,
    /// A member of a structure that the words call pairs of keys and values: these are the caller's own. Of 15 such structures of all
    /// shared metadata, none has members.
    of_callers_keys: f64 = 3.0,

    // The weights of witnesses that requests alone have. A request has seldom a sample, so that forms and names must tell more.

    /// What stands against a member that its container's example does not show, and against another place for one that it does.
    request_not_shown: f64 = 4.0,
    /// A whole name, such as `Tag.N.Key`, in something else.
    request_whole_name: f64 = 8.0,
    /// A place on the wire told of what is no parameter of its own, and none told of one where others have theirs.
    request_placed: f64 = 6.0,
    /// See [`request_placed`](Self::request_placed).
    request_unplaced: f64 = 2.0,
    /// A structure, or a list, that nothing but its type announces: lists of plain values are many.
    request_unannounced: f64 = 0.5,
    /// See [`request_unannounced`](Self::request_unannounced).
    request_unannounced_list: f64 = 1.5,
    /// A parameter of the protocol in a structure.
    request_protocol: f64 = 3.0,
    /// A container that does not stand beside the one before it that is made like it, as `RemoveEntry` like `AddEntry`.
    request_not_beside_twin: f64 = 2.5,
    /// A structure that ends after its first member.
    request_one_member: f64 = 1.5,
    /// What is told by its number in a list, and stands in none.
    request_counted: f64 = 2.5,
    /// The end of a structure that nothing shows.
    request_leaves_structure: f64 = 0.5,
    /// A member that is named for the container before it, as `RuleName` for `Rules`, and stands outside of it.
    request_named_for_it: f64 = 1.5,
    /// A value that does not stand beside its key.
    request_parted: f64 = 2.0,
    /// What other operations hold against a member counts so much where they hold the like against one before it.
    request_said_again: f64 = 0.25,
    /// A structure that other operations have without the member.
    request_not_in_others: f64 = 1.5,
    /// What so many other requests hold against a place that none of them has, while they have another that is open. The last is for more.
    request_held_elsewhere: [f64; 7] = [0.0, 1.0, 1.5, 2.0, 2.0, 2.0, 2.5],
    /// So much of it counts for the top, where structures have the name as well.
    request_nested_elsewhere: f64 = 0.5,
}

/// One weight, or one for each of several counts.
trait Weight {
    fn scale(&mut self, factor: f64);
}

impl Weight for f64 {
    fn scale(&mut self, factor: f64) {
        *self *= factor;
    }
}

impl<const COUNTS: usize> Weight for [f64; COUNTS] {
    fn scale(&mut self, factor: f64) {
        self.iter_mut().for_each(|weight| *weight *= factor);
    }
}
