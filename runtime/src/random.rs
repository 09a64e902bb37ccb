//! Random numbers, of the system.

use crate::sign;
use ring::rand::{SecureRandom, SystemRandom};

fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(bytes)
}

/// An id of 32 hexadecimal digits that was never used before. Nothing if the system gives no random numbers.
pub(crate) fn hex_id() -> Option<String> {
    bytes::<16>().map(|bytes| sign::hex(&bytes))
}

/// A number between 0 and 1.
pub(crate) fn fraction() -> Option<f64> {
    bytes().map(|bytes| f64::from(u32::from_be_bytes(bytes)) / f64::from(u32::MAX))
}
