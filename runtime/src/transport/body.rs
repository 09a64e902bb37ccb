//! Bodies of responses: unpacked and bounded while they arrive.

use super::TransportError;
use bytes::{Bytes, BytesMut};
use flate2::write::MultiGzDecoder;
use std::io::{self, Write};

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ContentEncoding {
    Plain,
    Gzip,
}

/// Takes the pieces of a body.
#[derive(Debug)]
pub(super) struct Body {
    http_status: u16,
    limit: usize,
    is_empty: bool,
    content: Content,
}

#[derive(Debug)]
enum Content {
    /// The most common case, a body in one piece, is not copied.
    Piece(Bytes),
    Pieces(BytesMut),
    Gzip(Box<MultiGzDecoder<BoundedBuffer>>),
}

/// Unpacked bytes up to a limit: a few kilobytes of gzip can unpack to gigabytes.
#[derive(Debug)]
struct BoundedBuffer {
    bytes: Vec<u8>,
    limit: usize,
    exceeded: bool,
}

impl Write for BoundedBuffer {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        if self.bytes.len() + piece.len() > self.limit {
            self.exceeded = true;
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        self.bytes.extend_from_slice(piece);
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Body {
    /// Body of a response with the given head, of at most `limit` bytes when unpacked.
    pub(super) fn new(
        status: http::StatusCode,
        headers: &http::HeaderMap,
        limit: usize,
    ) -> Result<Self, TransportError> {
        let http_status = status.as_u16();
        let encoding = headers.get(http::header::CONTENT_ENCODING);
        let packing = match encoding.map(|encoding| encoding.as_bytes().trim_ascii().to_ascii_lowercase()) {
            None => ContentEncoding::Plain,
            Some(name) if name.is_empty() || name == b"identity" => ContentEncoding::Plain,
            Some(name) if name == b"gzip" || name == b"x-gzip" => ContentEncoding::Gzip,
            Some(name) => {
                let message = format!("the response is packed as {:?}", String::from_utf8_lossy(&name));
                return Err(TransportError::Unusable {
                    message,
                    http_status: Some(http_status),
                });
            }
        };
        let content = match packing {
            ContentEncoding::Plain => Content::Piece(Bytes::new()),
            ContentEncoding::Gzip => Content::Gzip(Box::new(MultiGzDecoder::new(BoundedBuffer {
                bytes: Vec::new(),
                limit,
                exceeded: false,
            }))),
        };
        Ok(Self {
            http_status,
            limit,
            is_empty: true,
            content,
        })
    }

    pub(super) fn add(&mut self, piece: Bytes) -> Result<(), TransportError> {
        self.is_empty &= piece.is_empty();
        match &mut self.content {
            Content::Gzip(decoder) => {
                if let Err(error) = decoder.write_all(&piece) {
                    return Err(self.unreadable(error));
                }
            }
            Content::Piece(first) if first.len() + piece.len() <= self.limit => {
                if first.is_empty() {
                    *first = piece;
                } else {
                    let mut pieces = BytesMut::with_capacity((first.len() + piece.len()) * 2);
                    pieces.extend_from_slice(first);
                    pieces.extend_from_slice(&piece);
                    self.content = Content::Pieces(pieces);
                }
            }
            Content::Pieces(pieces) if pieces.len() + piece.len() <= self.limit => pieces.extend_from_slice(&piece),
            Content::Piece(_) | Content::Pieces(_) => {
                return Err(TransportError::too_long(self.limit, self.http_status));
            }
        }
        Ok(())
    }

    /// The whole body. One that breaks off inside its packing is an error.
    pub(super) fn finish(self) -> Result<Bytes, TransportError> {
        match self.content {
            Content::Piece(piece) => Ok(piece),
            Content::Pieces(pieces) => Ok(pieces.freeze()),
            // Nothing at all is an empty body, packed or not.
            Content::Gzip(_) if self.is_empty => Ok(Bytes::new()),
            Content::Gzip(decoder) => match decoder.finish() {
                Ok(bounded) => Ok(bounded.bytes.into()),
                Err(error) => Err(TransportError::failed(
                    "the response broke off inside its gzip packing",
                    Some(self.http_status),
                    error,
                )),
            },
        }
    }

    fn unreadable(&self, error: io::Error) -> TransportError {
        match &self.content {
            Content::Gzip(decoder) if decoder.get_ref().exceeded => {
                TransportError::too_long(self.limit, self.http_status)
            }
            _ => TransportError::failed(
                "the response is not the gzip it says it is",
                Some(self.http_status),
                error,
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(text).unwrap();
        encoder.finish().unwrap()
    }

    fn read(encoding: Option<&'static str>, pieces: &[&[u8]], limit: usize) -> Result<String, String> {
        let mut headers = http::HeaderMap::new();
        if let Some(encoding) = encoding {
            headers.insert("content-encoding", encoding.parse().unwrap());
        }
        let read = || {
            let mut body = Body::new(http::StatusCode::OK, &headers, limit)?;
            for piece in pieces {
                body.add(Bytes::copy_from_slice(piece))?;
            }
            body.finish()
        };
        let body = read().map_err(|error: TransportError| error.to_string())?;
        Ok(String::from_utf8_lossy(&body).into_owned())
    }

    #[test]
    fn bodies() {
        let (packed, bomb) = (gzip(b"hello"), gzip(&[b' '; 100_000]));
        let (head, tail) = packed.split_at(9);
        let cut = &packed[..packed.len() - 3];
        for (encoding, pieces, expected) in [
            (None, vec![], Ok("")),
            (None, vec![&b"hello"[..]], Ok("hello")),
            (None, vec![b"he", b"llo", b""], Ok("hello")),
            (Some("identity"), vec![b"hello"], Ok("hello")),
            (None, vec![&[b' '; 50], &[b' '; 51]], Err("longer than 100 bytes")),
            (None, vec![&[b' '; 101]], Err("longer than 100 bytes")),
            (Some("gzip"), vec![&packed], Ok("hello")),
            (Some(" X-GZip"), vec![head, tail], Ok("hello")),
            (Some("gzip"), vec![&packed, &packed], Ok("hellohello")),
            (Some("gzip"), vec![], Ok("")),
            (
                Some("gzip"),
                vec![&packed[..2]],
                Err("broke off inside its gzip packing"),
            ),
            (Some("gzip"), vec![cut], Err("broke off inside its gzip packing")),
            (
                Some("gzip"),
                vec![b"plain text, not packed at all"],
                Err("not the gzip it says it is"),
            ),
            (Some("gzip"), vec![&bomb], Err("longer than 100 bytes")),
            (Some("br"), vec![b"x"], Err("packed as \"br\"")),
        ] {
            match (read(encoding, &pieces, 100), expected) {
                (Ok(text), Ok(expected)) => assert_eq!(text, expected),
                (Err(error), Err(part)) => assert!(error.contains(part), "{error}"),
                (got, expected) => panic!("{encoding:?} {pieces:?}: {got:?}, not {expected:?}"),
            }
        }
    }
}
