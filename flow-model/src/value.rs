//! What variables and outputs hold: JSON in written order, read in place by templates.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Text;

/// A JSON value whose objects keep their order, so that the same execution is the same bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// `null`, and what is absent.
    #[default]
    Nil,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Float(f64),
    /// A string.
    Text(Text),
    /// An array.
    List(Vec<Value>),
    /// An object.
    Map(Map),
}

/// A JSON object in order of insertion.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Map(Vec<(Text, Value)>);

impl Map {
    /// An empty one; allocates nothing.
    pub const fn new() -> Self {
        Map(Vec::new())
    }

    /// The value of that key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The value of that key, to change.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.0
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// Sets a key; one that is there keeps its place.
    pub fn insert(&mut self, key: impl Into<Text>, value: impl Into<Value>) {
        let (key, value) = (key.into(), value.into());
        match self.get_mut(&key) {
            Some(old) => *old = value,
            None => self.0.push((key, value)),
        }
    }

    /// Adds a key that is known not to be there, without looking for it; of two, the earlier is
    /// the one that is read.
    pub fn push(&mut self, key: impl Into<Text>, value: impl Into<Value>) {
        self.0.push((key.into(), value.into()));
    }

    /// Makes room for so many more entries.
    pub fn reserve(&mut self, entries: usize) {
        self.0.reserve(entries);
    }

    /// Takes every entry out, and keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let index = self.0.iter().position(|(name, _)| name == key)?;
        Some(self.0.remove(index).1)
    }

    /// The map at that key, put there if something else or nothing is.
    pub fn map_mut(&mut self, key: &Text) -> &mut Map {
        let index = match self.0.iter().position(|(name, _)| name == key) {
            Some(index) => index,
            None => {
                self.0.push((key.clone(), Value::Nil));
                self.0.len() - 1
            }
        };
        let value = &mut self.0[index].1;
        if !matches!(value, Value::Map(_)) {
            *value = Value::Map(Map::new());
        }
        match value {
            Value::Map(map) => map,
            _ => unreachable!("it was made a map just now"),
        }
    }

    /// Every entry in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&Text, &Value)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    /// Every value in order, to change.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<K: Into<Text>, V: Into<Value>> FromIterator<(K, V)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Map::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl Value {
    /// The value at a key of a map, or nil.
    pub fn get(&self, key: &str) -> &Value {
        const NIL: &Value = &Value::Nil;
        match self {
            Value::Map(map) => map.get(key).unwrap_or(NIL),
            _ => NIL,
        }
    }

    /// The text, where it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The map, where it is one.
    pub fn as_map(&self) -> Option<&Map> {
        match self {
            Value::Map(map) => Some(map),
            _ => None,
        }
    }

    /// The whole number that it is, or that it says as text; of a decimal number the whole part.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            Value::Float(number) => Some(*number as i64),
            Value::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }

    /// Whether it is nil.
    pub fn is_nil(&self) -> bool {
        matches!(self, Value::Nil)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Value::Flag(value)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Value::Integer(value)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Value::Float(value)
    }
}

impl From<Text> for Value {
    fn from(value: Text) -> Self {
        Value::Text(value)
    }
}

impl From<&'static str> for Value {
    fn from(value: &'static str) -> Self {
        Value::Text(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Value::Text(value.into())
    }
}

impl From<Map> for Value {
    fn from(value: Map) -> Self {
        Value::Map(value)
    }
}

impl FromIterator<Value> for Value {
    fn from_iter<I: IntoIterator<Item = Value>>(items: I) -> Self {
        Value::List(items.into_iter().collect())
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Value::Nil,
            serde_json::Value::Bool(flag) => Value::Flag(flag),
            serde_json::Value::Number(number) => match number.as_i64() {
                Some(integer) => Value::Integer(integer),
                None => Value::Float(number.as_f64().unwrap_or(f64::MAX)),
            },
            serde_json::Value::String(text) => Value::Text(text.into()),
            serde_json::Value::Array(items) => {
                Value::List(items.into_iter().map(Value::from).collect())
            }
            serde_json::Value::Object(object) => Value::Map(object.into_iter().collect()),
        }
    }
}

impl fmt::Display for Value {
    /// As compact JSON; with `{:#}` indented by two spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = if f.alternate() {
            serde_json::to_string_pretty(self)
        } else {
            serde_json::to_string(self)
        };
        f.write_str(&json.map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Nil => serializer.serialize_unit(),
            Value::Flag(flag) => serializer.serialize_bool(*flag),
            Value::Integer(number) => serializer.serialize_i64(*number),
            Value::Float(number) => serializer.serialize_f64(*number),
            Value::Text(text) => serializer.serialize_str(text),
            Value::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Value::Map(map) => map.serialize(serializer),
        }
    }
}

impl Serialize for Map {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (key, value) in self.iter() {
            map.serialize_entry(key, value)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue)
    }
}

impl<'de> Deserialize<'de> for Map {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Map(map) => Ok(map),
            _ => Err(serde::de::Error::custom("expected an object")),
        }
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Nil)
    }

    fn visit_bool<E>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Flag(flag))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Integer(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(i64::try_from(number).map_or(Value::Float(number as f64), Value::Integer))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Float(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned().into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        // Pushed without looking for a double, so that a large object takes linear time; the
        // first of two is the one read.
        let mut map = Map::new();
        while let Some(entry) = entries.next_entry::<Text, Value>()? {
            map.0.push(entry);
        }
        Ok(Value::Map(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Value {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn json_goes_there_and_back_in_order() {
        for json in [
            r#"{"z":1,"a":[2.5,null,true,"é\n"],"m":{"b":{},"a":[]}}"#,
            "-9223372036854775808",
            "3.0",
            "1e-7",
            "\"\"",
        ] {
            assert_eq!(read(json).to_string(), json);
            assert_eq!(read(&read(json).to_string()), read(json));
        }
    }

    #[test]
    fn whole_numbers_beyond_64_bits_are_decimal() {
        assert_eq!(read("9223372036854775807"), Value::Integer(i64::MAX));
        assert_eq!(
            read("9223372036854775808"),
            Value::Float(9_223_372_036_854_775_808.0)
        );
        let tree: serde_json::Value = serde_json::from_str("18446744073709551615").unwrap();
        assert_eq!(
            Value::from(tree),
            Value::Float(18_446_744_073_709_551_615.0)
        );
    }

    #[test]
    fn a_map_keeps_the_place_of_a_key() {
        let mut map: Map = [("b", 1), ("a", 2)]
            .into_iter()
            .map(|(key, n)| (key, i64::from(n)))
            .collect();
        map.insert("b", "new");
        map.map_mut(&Text::from("a")).insert("in", true);
        assert_eq!(
            Value::from(map.clone()).to_string(),
            r#"{"b":"new","a":{"in":true}}"#
        );
        assert_eq!(map.remove("b"), Some(Value::from("new")));
        assert_eq!((map.len(), map.get("b")), (1, None));
    }

    #[test]
    fn an_absent_key_is_nil() {
        let value = read(r#"{"a":{"b":null}}"#);
        assert!(value.get("a").get("b").is_nil() && value.get("x").get("y").is_nil());
    }

    #[test]
    fn whole_numbers_are_read_from_text() {
        for (value, number) in [
            (Value::from("12"), Some(12)),
            (Value::from(" -3 "), Some(-3)),
            (Value::from(2.9), Some(2)),
            (Value::from("2.9"), None),
            (Value::from(true), None),
        ] {
            assert_eq!(value.as_integer(), number, "{value}");
        }
    }
}
