//! Any text as a template: what is wrong with it, what it reads, and what it renders to.
#![no_main]

use flow_model::liquid::{self, Template};
use flow_model::{Map, Value};
use libfuzzer_sys::fuzz_target;

/// One value under every root, of every shape.
struct Scope(Value);

impl liquid::Scope for Scope {
    fn root(&self, _name: &str) -> Option<&Value> {
        Some(&self.0)
    }

    fn now(&self) -> i64 {
        1_700_000_000_000
    }
}

impl Scope {
    fn new() -> Self {
        let list = Value::List(vec![Value::Integer(-1), Value::Float(0.5), Value::Nil]);
        let mut map = Map::new();
        map.insert("a", "Olá 1.5");
        map.insert("list", list);
        map.insert("flag", true);
        Scope(map.into())
    }
}

fuzz_target!(|text: &str| {
    let problems = liquid::problems(text);
    for problem in &problems {
        assert!(text.get(problem.range.clone()).is_some(), "{problem:?}");
    }
    liquid::reads(text);
    liquid::long_loops(text);
    if let Ok(template) = Template::parse(text) {
        template.render(&Scope::new());
    }
});
