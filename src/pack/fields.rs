//! The keys that a serde struct knows and what each may hold, asked of the struct itself: unknown keys of a table are told
//! one by one with the nearest known one, where serde would stop at the first, and no list of keys is kept twice.
//!
//! Nothing is read here: every question is answered by an error, and the error carries what was found out.

use std::fmt;

use serde::Deserialize;
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What a value may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holds {
    Text,
    Bool,
    Number,
    Date,
    /// One of these words.
    Word(&'static [&'static str]),
    List(Box<Holds>),
    /// A table with the keys of the struct of this name.
    Table(&'static str),
    /// What the struct does not say of itself.
    Unsaid,
}

/// The keys of a struct, as written; empty for anything else.
pub fn of<'de, T: Deserialize<'de>>() -> &'static [&'static str] {
    T::deserialize(Asker { about: None }).err().map_or(&[], |answer| answer.fields)
}

/// The keys of a struct with what each may hold.
pub fn held<'de, T: Deserialize<'de>>() -> Vec<(&'static str, Holds)> {
    let about = |key: &&'static str| T::deserialize(Asker { about: Some(key) }).err().map(|answer| (*key, answer.holds));
    of::<T>().iter().filter_map(about).collect()
}

/// Answers every request: with the fields that a struct asks for, or with what the field `about` asks for.
#[derive(Clone, Copy)]
struct Asker {
    about: Option<&'static str>,
}

#[derive(Debug)]
struct Answer {
    fields: &'static [&'static str],
    holds: Holds,
}

impl From<Holds> for Answer {
    fn from(holds: Holds) -> Answer {
        Answer { fields: &[], holds }
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:?} {:?}", self.fields, self.holds)
    }
}

impl std::error::Error for Answer {}

impl Error for Answer {
    fn custom<M: fmt::Display>(_: M) -> Answer {
        Holds::Unsaid.into()
    }
}

impl<'de> Deserializer<'de> for Asker {
    type Error = Answer;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Holds::Unsaid.into())
    }

    fn deserialize_struct<V: Visitor<'de>>(self, _: &'static str, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Answer> {
        match self.about {
            Some(key) => visitor.visit_map(Entry(key)),
            None => Err(Answer { fields, holds: Holds::Unsaid }),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

/// A table of the one entry that is asked about.
struct Entry(&'static str);

impl<'de> MapAccess<'de> for Entry {
    type Error = Answer;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Answer> {
        // Borrowed, because a value with its place asks for no less.
        seed.deserialize(BorrowedStrDeserializer::new(self.0)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Answer> {
        seed.deserialize(Value)
    }
}

/// Finds out what a value may be.
struct Value;

/// How a value with its place asks for itself, and how a date does.
const PLACED: &str = "$__serde_spanned_private_value";
const DATE: &str = "$__toml_private_datetime";

impl<'de> Deserializer<'de> for Value {
    type Error = Answer;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Holds::Unsaid.into())
    }

    fn deserialize_bool<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Holds::Bool.into())
    }

    fn deserialize_f64<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Holds::Number.into())
    }

    fn deserialize_string<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Answer> {
        Err(Holds::Text.into())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Answer> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Answer> {
        visitor.visit_seq(Items).map_err(|answer| Holds::List(Box::new(answer.holds)).into())
    }

    fn deserialize_enum<V: Visitor<'de>>(self, _: &'static str, words: &'static [&'static str], _: V) -> Result<V::Value, Answer> {
        Err(Holds::Word(words).into())
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Answer> {
        if fields.contains(&PLACED) {
            return visitor.visit_map(Entry(PLACED));
        }
        Err(if fields == [DATE] { Holds::Date } else { Holds::Table(name) }.into())
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 char str bytes byte_buf unit unit_struct
        newtype_struct tuple tuple_struct map identifier ignored_any
    }
}

/// A list of values to be found out about.
struct Items;

impl<'de> SeqAccess<'de> for Items {
    type Error = Answer;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Answer> {
        seed.deserialize(Value).map(Some)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pack::written::{WrittenExample, WrittenPack};

    #[test]
    fn a_struct_tells_its_keys_as_written() {
        let keys = of::<crate::pack::written::WrittenCitation>();
        assert_eq!(keys, ["order", "act", "paragraph", "subparagraph", "kk-paragraph", "kk-subparagraph"]);
    }

    #[test]
    fn a_struct_tells_what_its_keys_hold() {
        let of_pack = held::<WrittenPack>();
        let holds = |key: &str| of_pack.iter().find(|(known, _)| *known == key).map(|(_, holds)| holds.clone());
        assert_eq!(of_pack.len(), of::<WrittenPack>().len());
        assert_eq!([holds("id"), holds("in-force"), holds("advisory")], [Some(Holds::Text), Some(Holds::Date), Some(Holds::Bool)]);
        assert_eq!(holds("title"), Some(Holds::Table("Words")));
        assert_eq!(holds("chapter"), Some(Holds::List(Box::new(Holds::Table("WrittenChapter")))));
        assert_eq!((holds("stages"), holds("non-compliant-share")), (Some(Holds::List(Box::new(Holds::Text))), Some(Holds::Number)));
        let of_example = held::<WrittenExample>();
        assert!(of_example.contains(&("edition", Holds::Word(&["kk", "ru", "en"]))), "{of_example:?}");
        // Either `true` or a list: it is `untagged`.
        assert!(of_example.contains(&("complete", Holds::Unsaid)), "{of_example:?}");
    }
}
