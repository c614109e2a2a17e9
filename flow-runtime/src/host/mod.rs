//! Who calls the driver: a host owns order, durability and time, and knows no widget.

pub mod clock;
pub mod local;

pub use clock::Clock;
