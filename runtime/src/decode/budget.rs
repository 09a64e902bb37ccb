//! How much memory the values of a response may take: three bytes of JSON can ask for a structure of thousands.

use super::failure::Failure;
use crate::Document;

/// Memory for each byte of the response. With the body itself, of which there may be two while it arrives, it stays within 8.
const TIMES: usize = 5;
/// What any response may take. Rows that give few of their many documented fields are not worth a refusal in a short response.
const LEAST: usize = 8 << 20;
/// What the allocator adds to a text, about.
const OF_TEXT: usize = 24;
/// What a free-form object takes that has any members, about: they stand in nodes of eleven.
const OF_OBJECT: usize = 11 * (size_of::<String>() + size_of::<Document>()) + 24;
/// What each further member takes beside its name, about: in nodes half full, or where some crate of the program has serde_json keep the
/// order of members, which makes a value larger, in a list that holds three times as much while it grows.
const OF_MEMBER: usize = if size_of::<Document>() > 40 {
    3 * (size_of::<String>() + size_of::<Document>() + 16)
} else {
    120
};

/// Memory that is left.
#[derive(Debug, Clone, Copy)]
pub(super) struct Budget {
    limit: usize,
    used: usize,
}

/// What a list allocates for its next element, and frees then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    allocated: usize,
    freed: usize,
}

impl Growth {
    pub(crate) const NONE: Self = Self { allocated: 0, freed: 0 };

    /// That of a map of so many members by name, whose nodes hold eleven and are half full.
    pub(crate) const fn of_member<T>(members: usize) -> Self {
        let entries = if members == 0 { 11 } else { 2 };
        Self {
            allocated: entries * (size_of::<String>() + size_of::<T>()),
            freed: 0,
        }
    }

    /// That of a vector, which doubles when it is full.
    #[inline]
    pub(crate) fn of<T>(list: &Vec<T>) -> Self {
        let (length, capacity) = (list.len(), list.capacity());
        if length < capacity {
            return Self::NONE;
        }
        let bytes = |elements: usize| elements.saturating_mul(size_of::<T>());
        Self {
            allocated: bytes(capacity.saturating_mul(2).max(4)),
            freed: bytes(capacity),
        }
    }
}

impl Budget {
    /// Budget of a response of so many bytes.
    pub(super) fn of_response(length: usize) -> Self {
        Self {
            limit: length.saturating_mul(TIMES).max(LEAST),
            used: 0,
        }
    }

    /// A text of so many bytes.
    #[inline]
    pub(super) fn text(&mut self, length: usize) -> Result<(), Box<Failure>> {
        self.take(length.saturating_add(OF_TEXT))
    }

    /// A member of a free-form object, of which there are some already, with a name of so many bytes.
    pub(super) fn member(&mut self, members: usize, name: usize) -> Result<(), Box<Failure>> {
        self.take(if members == 0 { OF_OBJECT } else { OF_MEMBER })?;
        self.text(name)
    }

    /// The next element of a list. While it moves, both its old and its new place are taken.
    #[inline]
    pub(super) fn grow(&mut self, growth: Growth) -> Result<(), Box<Failure>> {
        if growth.allocated > 0 {
            self.take(growth.allocated)?;
            self.used -= growth.freed.min(self.used);
        }
        Ok(())
    }

    #[inline]
    fn take(&mut self, bytes: usize) -> Result<(), Box<Failure>> {
        let used = self.used.saturating_add(bytes);
        if used > self.limit {
            return Err(self.exceeded());
        }
        self.used = used;
        Ok(())
    }

    #[cold]
    fn exceeded(&self) -> Box<Failure> {
        Failure::memory(self.limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_what_vectors_do() {
        let (mut list, mut budget) = (Vec::new(), Budget::of_response(0));
        for number in 0..1000_u64 {
            budget.grow(Growth::of(&list)).unwrap();
            list.push(number);
            assert_eq!(budget.used, list.capacity() * 8);
        }
    }
}
