//! What each kind of evidence weighs against an attachment, in one scale: 1 for a weak habit broken, 6 for a plain contradiction.
//!
//! They were set by hand, by what they settle among the pages of `cargo xtask score` and the layouts of `xtask/tests/today.rs`, some 2,500
//! operations: a weight that is too small leaves a place doubtful, one that is too large overrules a better witness. To fit one again,
//! change it and run both; each group says what goes wrong first. Only relations between weights matter, not their sizes.

// A sample of the answer. It is the best witness where it has the name. Too small: rows follow the order of names or the habits of the
// product against what is shown. Too large: rows that a sample abridges are torn out of their containers.

/// What stands against a name that the sample has, but not there.
pub(crate) const ELSEWHERE: f64 = 5.0;
/// The same for a name that several rows bear: another row may be the one in the sample.
pub(crate) const ELSEWHERE_SHARED: f64 = 2.5;
/// A place that the sample has, without the name, which the sample has nowhere.
pub(crate) const ABSENT: f64 = 0.6;
/// A place that the sample doesn't have.
pub(crate) const NO_PLACE: f64 = 0.4;

// The order of names inside a level, of pages that keep it. Too large: tables in the order of their fields' meaning fall apart.

/// How far a product keeps the order that does not tell.
pub(crate) const USUAL_ORDER: f64 = 0.7;
/// So many siblings of a table count more than what is usual.
pub(crate) const FEW: f64 = 3.0;
/// Fewer siblings in order than this are so by chance.
pub(crate) const BY_CHANCE: f64 = 0.65;
/// What stands against a name that comes after a greater one, in a table that keeps the order.
pub(crate) const ORDER: f64 = 2.5;
/// So much of the order is kept in a table that tells nothing of it, and in one that keeps it.
pub(crate) const KEEPS_ORDER: f64 = 0.55;
/// See [`KEEPS_ORDER`].
pub(crate) const ALL_ORDER: f64 = 0.9;

// The form of a table: types and elements. Too small: lists without members; too large: fields behind an element without rows are swallowed.

/// The element of a list without any members: one that has none has no row.
pub(crate) const EMPTY_ELEMENT: f64 = 4.0;
/// A structure, or a list of them, without any.
pub(crate) const EMPTY_STRUCT: f64 = 2.5;
/// A list of nobody knows what without any.
pub(crate) const EMPTY_ARRAY: f64 = 1.0;
/// A row without a type that may hold others, and holds none.
pub(crate) const EMPTY_UNTYPED: f64 = 0.8;
/// So much of that is left where a sample shows it without members.
pub(crate) const EMPTY_AS_SHOWN: f64 = 0.2;
/// A member of what has a plain value as its example.
pub(crate) const IN_SCALAR: f64 = 4.0;
/// An element that ends after its first member.
pub(crate) const ONE_MEMBER: f64 = 0.8;
/// A structure of a request without any: what is in it may be the caller's.
pub(crate) const EMPTY_IN_REQUEST: f64 = 1.0;

// Habits of all products.

/// The request's id in a structure.
pub(crate) const OF_ANSWERS: f64 = 1.0;
/// A value that does not stand beside its key.
pub(crate) const PARTED: f64 = 1.5;
/// A third member beside a key and its value, with which a structure begins.
pub(crate) const BESIDE_PAIR: f64 = 2.0;
/// Members of an array without a row for its element, where others have one.
pub(crate) const UNDESCRIBED: f64 = 3.0;
/// What the form of a table rules out.
pub(crate) const FORBIDDEN: f64 = 100.0;
/// A row marked as one of the top that stands deeper, or the other way round.
pub(crate) const MARKED_TOP: f64 = 6.0;
/// A row that stands on another level than its mark says.
pub(crate) const MARKED_DEEPER: f64 = 4.0;
/// The count of a list's elements in one of them, where the number of the page stands outside.
pub(crate) const COUNT_IN_ELEMENT: f64 = 0.8;
/// A row beside the list of an answer that pages: of some 270 such answers, 12 have any that are no part of the paging.
pub(crate) const BESIDE_LIST: f64 = 1.5;
/// One more such row.
pub(crate) const ALSO_BESIDE_LIST: f64 = 0.5;
/// Leaving the container that the row before stands in.
pub(crate) const LEAVES: f64 = 0.3;

// The product's other operations. Too large: an operation that differs from the others is bent to them, without a mark.

/// A name and a structure that so many other answers have, and never together: the more often, the more it says. The last is for more.
pub(crate) const KNOWN_APART: [f64; 7] = [0.0, 0.5, 0.8, 1.0, 1.0, 1.0, 1.2];
/// What counts of it where the name is known elsewhere, beside the structure.
pub(crate) const NAME_APART: f64 = 0.5;
/// Structures of more members than this show other sides elsewhere, and what others hold against theirs counts less.
pub(crate) const SMALL: f64 = 6.0;
/// Fewer answers than this do not tell what stands at the top of all.
pub(crate) const FEW_ANSWERS: usize = 5;

/// What the product's other operations hold against a member counts so much where they hold the like against one before it: as a rule both
/// have moved for one reason.
pub(crate) const SAID_AGAIN: f64 = 0.5;
/// A list in a structure of its name, and one in any, where the product wraps its lists.
pub(crate) const WRAPS_ITS_NAME: f64 = 2.5;
/// See [`WRAPS_ITS_NAME`].
pub(crate) const WRAPS_ALL: f64 = 1.0;

// The search itself.

/// Two members of one name in one container.
pub(crate) const REPEATED: f64 = 6.0;

// What makes a reading sure. Too small: silent errors; too large: marks on what is right.

/// How much cheaper than the next reading the best must be, to be taken for certain.
pub(crate) const CLEAR: f64 = 1.7;
/// The same for a row that no sample shows, in a container that none shows, while there are samples.
pub(crate) const CLEAR_UNPLACED: f64 = 3.0;
/// What witnesses hold against one row's place in the cheapest reading, from which on the page contradicts itself.
pub(crate) const CONTRADICTION: f64 = 5.0;

// What words say of a parameter. Few repeat it, and those who do mean it.

/// What stands against a place outside the structure that the words speak of.
pub(crate) const SPOKEN_OF: f64 = 1.2;
/// The same where they call it by a name that begins with the structure's.
pub(crate) const CALLED: f64 = 3.0;

/// The weights of witnesses that requests alone have. A request has seldom a sample, so that forms and names must tell more.
pub(crate) mod request {
    /// What stands against a member that its container's example does not show, and against another place for one that it does.
    pub(crate) const NOT_SHOWN: f64 = 4.0;
    /// A whole name, such as `Tag.N.Key`, in something else.
    pub(crate) const WHOLE_NAME: f64 = 8.0;
    /// A place on the wire told of what is no parameter of its own, and none told of one where others have theirs.
    pub(crate) const PLACED: f64 = 6.0;
    /// See [`PLACED`].
    pub(crate) const UNPLACED: f64 = 2.0;
    /// A structure, or a list, that nothing but its type announces: lists of plain values are many.
    pub(crate) const UNANNOUNCED: f64 = 0.5;
    /// See [`UNANNOUNCED`].
    pub(crate) const UNANNOUNCED_LIST: f64 = 1.5;
    /// A parameter of the protocol in a structure.
    pub(crate) const PROTOCOL: f64 = 3.0;
    /// A container that does not stand beside the one before it that is made like it, as `RemoveEntry` like `AddEntry`.
    pub(crate) const NOT_BESIDE_TWIN: f64 = 2.5;
    /// A structure that ends after its first member.
    pub(crate) const ONE_MEMBER: f64 = 1.5;
    /// What is told by its number in a list, and stands in none.
    pub(crate) const COUNTED: f64 = 2.5;
    /// The end of a structure that nothing shows.
    pub(crate) const LEAVES_STRUCTURE: f64 = 0.5;
    /// A member that is named for the container before it, as `RuleName` for `Rules`, and stands outside of it.
    pub(crate) const NAMED_FOR_IT: f64 = 1.5;
    /// A value that does not stand beside its key.
    pub(crate) const PARTED: f64 = 2.0;
    /// What other operations hold against a member counts so much where they hold the like against one before it.
    pub(crate) const SAID_AGAIN: f64 = 0.25;
    /// A structure that other operations have without the member.
    pub(crate) const NOT_IN_OTHERS: f64 = 1.5;
    /// What so many other requests hold against a place that none of them has, while they have another that is open. The last is for more.
    pub(crate) const HELD_ELSEWHERE: [f64; 7] = [0.0, 1.0, 1.5, 2.0, 2.0, 2.0, 2.5];
    /// So much of it counts for the top, where structures have the name as well.
    pub(crate) const NESTED_ELSEWHERE: f64 = 0.5;
}
