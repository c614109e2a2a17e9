//! What functions return: JSON whose fields templates read.

use std::marker::PhantomData;

use flow_model::{Map, Text, Value};
use serde::Serialize;

/// What a function returns: an object; `#[derive(Serialize, FunctionOutput)]`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be what a function returns",
    label = "this type does not implement `FunctionOutput`",
    note = "derive `Serialize` and `FunctionOutput` for a struct with named fields"
)]
pub trait FunctionOutput: Shaped + Serialize + Send + 'static {}

/// A type whose JSON has a known shape, for the checks of templates that read it. A field of any
/// other type counts as [`Shape::Open`].
pub trait Shaped {
    /// The shape.
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
    /// A field of that shape, which serde may leave out: `skip_serializing_if`.
    Maybe(&'static Shape),
}

impl FunctionOutput for () {}

impl Shaped for () {
    const SHAPE: Shape = Shape::Object(&[]);
}

impl FunctionOutput for serde_json::Value {}

impl FunctionOutput for Map {}

impl<T: Shaped> Shaped for Option<T> {
    const SHAPE: Shape = T::SHAPE;
}

impl<T: Shaped + ?Sized> Shaped for &T {
    const SHAPE: Shape = T::SHAPE;
}

/// A list: templates read `[0]`, `first`, `size` of it.
impl<T> Shaped for Vec<T> {
    const SHAPE: Shape = Shape::Open;
}

macro_rules! shaped {
    ($shape:expr; $($ty:ty)*) => {
        $(impl Shaped for $ty {
            const SHAPE: Shape = $shape;
        })*
    };
}

shaped!(Shape::Scalar; str String Text bool char);
shaped!(Shape::Scalar; u8 u16 u32 u64 usize i8 i16 i32 i64 isize f32 f64);
shaped!(Shape::Open; serde_json::Value Value Map);

/// The shape of any type: [`Shaped::SHAPE`] where it has one, else [`AnyShape::SHAPE`].
#[doc(hidden)]
#[derive(Debug)]
pub struct ShapeOf<T>(PhantomData<T>);

impl<T: Shaped> ShapeOf<T> {
    /// Found before the trait's constant of the same name, where `T` is [`Shaped`].
    pub const SHAPE: Shape = T::SHAPE;
}

/// What is known of a type that is not [`Shaped`]: nothing.
#[doc(hidden)]
pub trait AnyShape {
    /// Any field may be read.
    const SHAPE: Shape = Shape::Open;
}

impl<T> AnyShape for ShapeOf<T> {}
