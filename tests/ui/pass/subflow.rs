//! Flows that run other flows.

use flow_runtime::Program;
use flow_runtime::prelude::*;

flow! {
    /// Takes whatever it is given.
    pub flow Echo {
        trigger {
            incoming_parent => keep,
        }

        set_variables keep {
            variables: { all: json("{{trigger.parent.parameters | to_json}}") },

            next => end,
        }
    }
}

flow! {
    /// Runs it twice, and one that is not known here.
    pub flow Caller {
        trigger {
            incoming_message => one,
        }

        run_subflow one {
            flow: Echo {
                a: "1",
                r#type: "x",
                cart: json("{}"),
            },

            completed => two,
            failed => end,
        }

        run_subflow two {
            flow: self::Echo,

            completed => tell,
            failed => end,
        }

        send_message tell {
            body: "{{widgets.one.all.a}} {{widgets.two.all}}",

            _ => end,
        }
    }
}

#[test]
fn a_program_is_made_of_both() {
    let program = Program::of::<Caller>().unwrap();
    assert_eq!(program.subflow("one").unwrap().name(), "Echo");
    assert_eq!(program.subflow("two").unwrap().name(), "Echo");
    assert!(program.subflow("tell").is_none());
}
