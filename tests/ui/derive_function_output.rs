use flow_runtime::prelude::*;
use serde::Serialize;

#[derive(Serialize, FunctionOutput)]
enum Choice { //~ error
    This,
    That,
}

#[derive(Serialize, FunctionOutput)]
struct Unnamed(String); //~ error

#[derive(FunctionOutput)]
struct NotSerialized { //~ E0277
    name: String,
}

fn main() {}
