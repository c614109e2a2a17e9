//! F15: what the rule of carrying over says of random executions and random changes of their flows, held
//! against how they go on.

use flow_model::carry::{Kinds, Standing, Version, carry};
use flow_model::{Flow, Map, Value};

use super::*;

/// An execution that waits.
struct Waiting {
    place: usize,
    known: BTreeMap<String, Known>,
}

/// Runs until an execution waits for a reply.
fn waiting(made: &Made, random: &mut Random) -> Option<Waiting> {
    let (start, first) = made.starts[random.below(made.starts.len())];
    let text = random.one_of(&TEXTS);
    let body = format!("trigger.{}.Body", STARTS[start].1);
    let mut known = BTreeMap::from([(body, Known { sure: true, text })]);
    let mut place = first;
    for _ in 0..20 {
        let waits = made.widgets[place].kind == Kind::Ask;
        if waits && random.below(3) == 0 {
            return Some(Waiting { place, known });
        }
        place = leave(made, place, &mut known, random, &mut Seen::default())?;
    }
    None
}

impl Waiting {
    fn standing(&self, flow: &Flow) -> Standing {
        let mut context = Map::new();
        for (path, known) in &self.known {
            let names: Vec<_> = path.split('.').collect();
            put(&mut context, &names, known.text);
        }
        let version = Version::of(flow, Kinds::new());
        let widget = format!("w{}", self.place);
        version
            .standing(&widget, &context)
            .expect("a widget of the flow")
    }
}

fn put(map: &mut Map, path: &[&str], text: &'static str) {
    match path {
        [] => {}
        [last] => map.insert((*last).to_owned(), Value::from(text)),
        [first, rest @ ..] => put(map.map_mut(&(*first).to_owned().into()), rest, text),
    }
}

/// The flow with some of its widgets written anew: what they read and set, and where they lead.
fn changed(made: &Made, random: &mut Random) -> Made {
    let kinds: Vec<_> = made.widgets.iter().map(|widget| widget.kind).collect();
    let mut new = Made {
        starts: made.starts.clone(),
        widgets: made.widgets.clone(),
    };
    for (place, own) in new.widgets.iter_mut().enumerate() {
        if random.below(3) == 0 {
            *own = widget(place, &kinds, random);
        }
    }
    new
}

#[test]
fn an_execution_is_never_held_in_its_own_flow() {
    let mut waited = 0;
    for seed in 1..3000 {
        let mut random = Random(seed * 0x9E37_79B9);
        let made = Made::new(&mut random);
        let flow = Source::read(&made.source()).flow;
        let kinds = Version::of(&flow, Kinds::new()).kinds;
        for _ in 0..5 {
            let Some(waiting) = waiting(&made, &mut random) else {
                continue;
            };
            let standing = waiting.standing(&flow);
            let carried = carry(&flow, &kinds, &standing);
            assert!(
                carried.is_ok(),
                "{carried:?}\n{standing:#?}\n{}",
                made.source()
            );
            waited += 1;
        }
    }
    assert!(waited > 1500, "{waited}");
}

#[test]
fn an_execution_that_is_carried_over_reads_no_blank_that_the_flow_does_not_know_of() {
    let (mut carried, mut held) = (0, 0);
    for seed in 1..5000 {
        let mut random = Random(seed * 0x9E37_79B9);
        let old = Made::new(&mut random);
        let new = changed(&old, &mut random);
        let Some(waiting) = waiting(&old, &mut random) else {
            continue;
        };
        let source = Source::read(&new.source());
        let standing = waiting.standing(&Source::read(&old.source()).flow);
        let kinds = Version::of(&source.flow, Kinds::new()).kinds;
        if carry(&source.flow, &kinds, &standing).is_err() {
            held += 1;
            continue;
        }
        carried += 1;
        let (mut seen, mut own) = (Seen::default(), Seen::default());
        for _ in 0..40 {
            run(&new, &mut random, &mut own);
            let mut known = waiting.known.clone();
            let mut at = Some(waiting.place);
            for _ in 0..40 {
                let Some(place) = at else { break };
                at = leave(&new, place, &mut known, &mut random, &mut seen);
                if let Some(to) = at {
                    enter(&new, to, &known, &mut seen);
                }
            }
        }
        let (said, _) = said(&source, &new);
        for (place, path) in seen.unset.difference(&own.unset) {
            let told = said.iter().any(|(_, told, of)| told == place && of == path);
            assert!(
                told,
                "w{place} reads {path} after w{}\n{standing:#?}\n{}",
                waiting.place,
                new.source()
            );
        }
    }
    assert!(carried > 500 && held > 25, "{carried} carried, {held} held");
}
