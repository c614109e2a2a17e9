use flow_runtime::prelude::*;

#[derive(Parameter)] //~ E0277
struct Account(String);

fn main() {}
