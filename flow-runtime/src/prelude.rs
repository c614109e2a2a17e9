//! What a program that declares flows wants in scope: `use flow_runtime::prelude::*;`

pub use crate::flow::{Flow, Handle, machine};
pub use crate::function::{
    Function, FunctionContext, FunctionError, FunctionOutput, FunctionParameters, Parameter,
    ParameterError,
};
pub use crate::functions::{
    AddParticipant, CloseConversation, HandOver, ParticipantAdded, RemoveParticipant,
};
pub use crate::settings::Settings;
pub use flow_macros::flow;
