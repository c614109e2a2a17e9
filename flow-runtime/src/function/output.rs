//! What functions return: JSON whose fields templates read.

use flow_model::{Map, Text};
use serde::Serialize;

/// What a function returns: an object; `#[derive(Serialize, FunctionOutput)]`.
pub trait FunctionOutput: Serialize + Send + 'static {
    /// Its fields, for the checks of templates that read them.
    const SHAPE: Shape;
}

/// What is known of a JSON value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing: any field may be read.
    Open,
    /// Text, a number or the like: it has no fields.
    Scalar,
    /// An object with these fields.
    Object(&'static [(&'static str, Shape)]),
}

impl FunctionOutput for () {
    const SHAPE: Shape = Shape::Object(&[]);
}

impl FunctionOutput for serde_json::Value {
    const SHAPE: Shape = Shape::Open;
}

impl FunctionOutput for Map {
    const SHAPE: Shape = Shape::Open;
}

impl FunctionOutput for flow_model::Value {
    const SHAPE: Shape = Shape::Open;
}

impl<T: FunctionOutput> FunctionOutput for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

/// A list: templates read `[0]`, `first`, `size` of it.
impl<T: FunctionOutput> FunctionOutput for Vec<T> {
    const SHAPE: Shape = Shape::Open;
}

macro_rules! scalars {
    ($($ty:ty),*) => {$(
        impl FunctionOutput for $ty {
            const SHAPE: Shape = Shape::Scalar;
        }
    )*};
}

scalars!(
    bool,
    char,
    f32,
    f64,
    i8,
    i16,
    i32,
    i64,
    isize,
    u8,
    u16,
    u32,
    u64,
    usize,
    &'static str,
    String,
    Text
);
