//! Texts that are nearly JSON: what one character spoils, one replacement character mends.

use std::borrow::Cow;

/// The same text with a replacement character for each half of a surrogate pair and each sequence of bytes that is no UTF-8, and
/// control characters inside of strings escaped. Nothing if there are none of these.
pub(super) fn repair(json: &[u8]) -> Option<Vec<u8>> {
    let text = String::from_utf8_lossy(json);
    let mut repaired = String::new();
    // What of the text has been taken over.
    let mut done = 0;
    let mut mend = |from: usize, to: usize, mended: &str| {
        if repaired.is_empty() {
            // Grown step by step, it would take more than twice its length.
            repaired.reserve_exact(text.len());
        }
        repaired.push_str(text.get(done..from).unwrap_or_default());
        repaired.push_str(mended);
        done = to;
    };
    let bytes = text.as_bytes();
    let (mut at, mut in_string) = (0, false);
    while let Some(byte) = bytes.get(at) {
        let length = match byte {
            b'"' => {
                in_string = !in_string;
                1
            }
            b'\\' if in_string => match unit(bytes, at) {
                Some(0xd800..=0xdbff) if matches!(unit(bytes, at + 6), Some(0xdc00..=0xdfff)) => 12,
                Some(0xd800..=0xdfff) => {
                    mend(at, at + 6, "\\ufffd");
                    6
                }
                Some(_) => 6,
                None => 2,
            },
            control @ 0..0x20 if in_string => {
                mend(at, at + 1, &format!("\\u{control:04x}"));
                1
            }
            _ => 1,
        };
        at += length;
    }
    if done == 0 {
        return match text {
            Cow::Borrowed(_) => None,
            Cow::Owned(text) => Some(text.into_bytes()),
        };
    }
    repaired.push_str(text.get(done..).unwrap_or_default());
    Some(repaired.into_bytes())
}

/// The UTF-16 unit that an escape `\uXXXX` at a place stands for.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let digits = bytes.get(at..at.checked_add(6)?)?.strip_prefix(b"\\u")?;
    // `from_str_radix` would take a sign.
    let digits = str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts() {
        for (json, expected) in [
            (&br#"{"a":"\ud83d\ude00 \\ud83d \n"}"#[..], None),
            (br#"["x\ud83d"]"#, Some("[\"x\\ufffd\"]")),
            (
                br#"["\ud83d\ud83d\ude00\udce2y"]"#,
                Some("[\"\\ufffd\\ud83d\\ude00\\ufffdy\"]"),
            ),
            (br#"["\uD83D\n"]"#, Some("[\"\\ufffd\\n\"]")),
            (br#"["\\\ud83d"]"#, Some("[\"\\\\\\ufffd\"]")),
            (b"[\"\xe5\xba\"]", Some("[\"\u{fffd}\"]")),
            (b"[\"a\tb\"]\n", Some("[\"a\\u0009b\"]\n")),
            (b"[\n]", None),
            (br#"["\u+12f"#, None),
            (br#"["\"#, None),
            (b"", None),
        ] {
            let repaired = repair(json).map(|text| String::from_utf8(text).unwrap());
            assert_eq!(repaired.as_deref(), expected, "{}", String::from_utf8_lossy(json));
        }
    }
}
