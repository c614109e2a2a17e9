use flow_runtime::prelude::*;

#[derive(FunctionParameters)]
enum Choice { //~ error
    This,
    That,
}

#[derive(FunctionParameters)]
struct Unnamed(String); //~ error

struct Anything;

#[derive(FunctionParameters)]
struct Lookup {
    name: String,
    what: Anything, //~ E0277
}

fn main() {}
