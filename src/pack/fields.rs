//! The keys that a serde struct knows, asked of the struct itself: unknown keys of a table are told one by one with
//! the nearest known one, where serde would stop at the first, and no list of keys is kept twice.

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Error, Visitor};

/// The keys of a struct, as written; empty for anything else.
pub fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(Asker).err().map_or(&[], |answer| answer.0)
}

/// Answers every request with the fields that a struct asks for.
struct Asker;

#[derive(Debug)]
struct Answer(&'static [&'static str]);

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:?}", self.0)
    }
}

impl std::error::Error for Answer {}

impl Error for Answer {
    fn custom<M: fmt::Display>(_: M) -> Answer {
        Answer(&[])
    }
}

impl<'de> Deserializer<'de> for Asker {
    type Error = Answer;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Answer(&[]))
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], _: V) -> Result<V::Value, Answer> {
        Err(Answer(fields))
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_struct_tells_its_keys_as_written() {
        let keys = super::of::<crate::pack::written::WrittenCitation>();
        assert_eq!(keys, ["order", "act", "paragraph", "subparagraph", "kk-paragraph", "kk-subparagraph"]);
    }
}
