use flow_runtime::prelude::*;

#[derive(Parameter)]
struct Account(String); //~ E0277

fn main() {}
