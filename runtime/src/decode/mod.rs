//! JSON responses into generated types, forgivingly: read as meant, and where that can't be done, say where.

mod budget;
mod document;
mod failure;
mod glance;
mod list;
mod macros;
mod number;
mod reader;
mod repair;
mod scalar;
mod slot;

pub(crate) use budget::Growth;
pub use failure::{DecodeError, Failure};
pub(crate) use glance::glance;
pub(crate) use list::{Meaning, meaning};
pub use slot::{
    Field, KnownValue, Scalar, Shape, Slot, StructList, StructMap, StructSlot, ValueSlot, Visited, Visitor,
};
pub(crate) use slot::{fields_of, is_payload, wraps};

use crate::Document;
use reader::{OnMismatch, Reader};
use std::borrow::Cow;

/// Byte order mark of UTF-8, which some gateways put before the JSON.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Decodes a JSON response. A value that can't be read as what the documentation says is kept in the `unknown_fields` beside it, and
/// costs nothing else; names in another case than documented are taken where the documented one is not there; half a surrogate pair, or
/// a byte that is no UTF-8, is one replacement character.
///
/// # Errors
/// If the text is not a JSON object; if nothing that is documented can be read while words stand in its place; or if the
/// values take more memory than several times the text. An empty text is an error too, unless the type has no fields besides the
/// request id.
pub fn decode<R: Shape + Default>(json: &[u8]) -> Result<R, DecodeError> {
    read(json, OnMismatch::Keep)
}

/// Decodes a JSON response, in which every value must be what the documentation says.
///
/// # Errors
/// Those of [`decode`], and the first value that can't be read as what the documentation says.
pub fn decode_strictly<R: Shape + Default>(json: &[u8]) -> Result<R, DecodeError> {
    read(json, OnMismatch::Refuse)
}

fn read<R: Shape + Default>(json: &[u8], on_mismatch: OnMismatch) -> Result<R, DecodeError> {
    let (mut text, mut on_mismatch) = (Cow::Borrowed(json), on_mismatch);
    loop {
        let mut response = R::default();
        match read_into(&text, on_mismatch, slot::fields_of::<R>, &mut response)? {
            Outcome::Done => return Ok(response),
            Outcome::Mended(mended) => text = Cow::Owned(mended),
            Outcome::Strictly => on_mismatch = OnMismatch::Refuse,
        }
    }
}

/// How reading ended, other than by an error.
enum Outcome {
    Done,
    /// To be read once more from this text.
    Mended(Vec<u8>),
    /// To be read once more for the error that is in it.
    Strictly,
}

/// What the body of a response can be read into: a generated type, or a [`Document`] for the JSON as it is.
pub trait FromResponse: Sized {
    /// Reads the body of a response; where `strict` is said, every value must be what the documentation says.
    ///
    /// # Errors
    /// Those of [`decode`], or of [`decode_strictly`].
    fn from_response(json: &[u8], strict: bool) -> Result<Self, DecodeError>;

    /// What [`from_response`](Self::from_response) was called before.
    ///
    /// # Errors
    /// Those of [`from_response`](Self::from_response).
    #[doc(hidden)]
    fn from_answer(json: &[u8], strict: bool) -> Result<Self, DecodeError> {
        Self::from_response(json, strict)
    }

    /// The fields that the documentation gives it.
    #[doc(hidden)]
    fn fields() -> &'static [Field];
}

impl<R: Shape + Default> FromResponse for R {
    #[inline]
    fn from_response(json: &[u8], strict: bool) -> Result<Self, DecodeError> {
        if strict { decode_strictly(json) } else { decode(json) }
    }

    #[inline]
    fn fields() -> &'static [Field] {
        fields_of::<R>()
    }
}

impl FromResponse for Document {
    fn from_response(json: &[u8], _: bool) -> Result<Self, DecodeError> {
        let json = json.strip_prefix(BOM).unwrap_or(json);
        if json.trim_ascii().is_empty() {
            return Ok(Self::Null);
        }
        read_document(json)
    }

    fn fields() -> &'static [Field] {
        &[]
    }
}

fn read_document(json: &[u8]) -> Result<Document, DecodeError> {
    let mut reader = Reader::new(json, OnMismatch::Keep);
    reader.whole().or_else(|failure| match mended(&failure, json) {
        Some(mended) => read_document(&mended),
        None => Err(failure.into_error(reader.base())),
    })
}

/// The text without what makes it no JSON, if it can be mended.
fn mended(failure: &Failure, json: &[u8]) -> Option<Vec<u8>> {
    if failure.is_of_syntax() {
        repair::repair(json)
    } else {
        None
    }
}

// Not generic, so that it is compiled once and not once an operation.
fn read_into(
    json: &[u8],
    on_mismatch: OnMismatch,
    fields: fn() -> &'static [Field],
    response: &mut dyn Shape,
) -> Result<Outcome, DecodeError> {
    let json = json.strip_prefix(BOM).unwrap_or(json);
    if json.trim_ascii().is_empty() {
        let fields = fields();
        return if is_payload(fields) || fields.iter().all(|(name, _)| name.eq_ignore_ascii_case("RequestId")) {
            Ok(Outcome::Done)
        } else {
            let (expected, found) = (Cow::Borrowed("a JSON object"), "an empty body".to_owned());
            Err(DecodeError {
                path: String::new(),
                expected,
                found,
            })
        };
    }
    let mut reader = Reader::new(json, on_mismatch);
    match reader.response(response) {
        Ok(()) if on_mismatch == OnMismatch::Keep && reader.is_of_another_kind() => Ok(Outcome::Strictly),
        Ok(()) => Ok(Outcome::Done),
        Err(failure) => match mended(&failure, json) {
            Some(mended) => Ok(Outcome::Mended(mended)),
            None => Err(failure.into_error(reader.base())),
        },
    }
}
