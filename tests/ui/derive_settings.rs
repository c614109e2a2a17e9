use flow_runtime::prelude::*;

#[derive(Settings)]
struct Pair(String, String); //~ error

#[derive(Settings)]
enum Either { //~ error
    One,
    Other,
}

struct Level;

#[derive(Settings)]
struct Production {
    level: Level, //~ E0277
}

fn main() {}
