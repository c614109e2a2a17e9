//! The error index: a page for each code that ends a message of `flow!`, such as `[F0203]`.
//!
//! A page says what the code means and what a customer would notice if the flow ran as it is. Its
//! first example is a flow that earns the code, its second one what to write instead; both stand
//! below `use flow_runtime::prelude::*;`. A line that begins with `// …` stands for all lines
//! between the one above it and the one below it.
//!
//! | codes | what they are about |
//! |---|---|
//! | F00… | syntax: what is no flow at all |
//! | F01… | names: Studio's that do not exist, and yours that cannot be taken |
//! | F02… | transitions: where each event leads |
//! | F03… | reach: widgets and arms that no conversation comes to |
//! | F04… | progress: conversations that go round without a stop |
//! | F05… | values: what a widget is set to |
//! | F06… | templates: Liquid, and settings |
//! | F07… | variables: what a template reads, and whether it is there |
//! | F08… | functions and subflows: what they take and what they return |
//! | F09… | budget: Studio's limits |
//!
//! Some codes are **lints**: the author may know better. `#[allow(name)]` on a widget or on the
//! flow accepts one there; its page says when. An `#[allow]` that accepts nothing is an error
//! itself, so none stays behind when its reason is gone.

pub use crate::check::codes::pages::*;
