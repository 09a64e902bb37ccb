//! JSON answers into generated types, forgivingly: read as meant, and where that can't be done, say where.

mod failure;
mod list;
mod macros;
mod number;
mod reader;
mod scalar;
mod slot;

pub use failure::{DecodeError, Failure};
pub(crate) use list::{Meaning, meaning};
pub(crate) use slot::wraps;
pub use slot::{Field, KnownValue, Scalar, Shape, Slot, StructList, StructSlot, ValueSlot, Visited, Visitor};

use reader::Reader;
use std::borrow::Cow;

/// Byte order mark of UTF-8, which some gateways put before the JSON.
const BOM: &[u8] = b"\xef\xbb\xbf";

/// Decodes a JSON answer.
///
/// # Errors
/// If the text is not JSON, or a value is of a kind that can't be read as what the documentation says. An empty text is an error too,
/// unless the type has no fields besides the request id.
pub fn decode<R: Shape + Default>(json: &[u8]) -> Result<R, DecodeError> {
    let mut answer = R::default();
    decode_into(json, slot::fields_of::<R>, &mut answer)?;
    Ok(answer)
}

fn decode_into(json: &[u8], fields: fn() -> &'static [Field], answer: &mut dyn Shape) -> Result<(), DecodeError> {
    let json = json.strip_prefix(BOM).unwrap_or(json);
    if json.trim_ascii().is_empty() {
        return if fields().iter().all(|(name, _)| name.eq_ignore_ascii_case("RequestId")) {
            Ok(())
        } else {
            let (expected, found) = (Cow::Borrowed("a JSON object"), "an empty body".to_owned());
            Err(DecodeError {
                path: String::new(),
                expected,
                found,
            })
        };
    }
    Reader::new(json).answer(answer).map_err(|failure| failure.into_error())
}
