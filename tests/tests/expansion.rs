//! What `flow!` leaves in a crate: the tables that the model makes, whatever form the flow has and
//! whatever names stand around it, and nothing that the strictest of lints would speak of.

#![deny(missing_docs, unreachable_pub, clippy::all, clippy::pedantic)]

use flow_runtime::model::Machine;
use flow_runtime::model::machine::{ArmRow, lower};
use flow_runtime::prelude::*;

#[path = "../../examples/flows/support_desk.rs"]
mod desk;

mod functions {
    use flow_runtime::prelude::*;

    #[derive(Debug, FunctionParameters)]
    pub(crate) struct Silence {
        pub(crate) r#for: String,
        pub(crate) minutes: Option<u32>,
    }

    impl Function for Silence {
        type Output = ();

        async fn call(self, _: &FunctionContext) -> Result<(), FunctionError> {
            drop((self.r#for, self.minutes));
            Ok(())
        }
    }
}

/// Called as the expansion calls a thing of its own.
#[derive(Debug, FunctionParameters)]
struct WidgetRow;

impl Function for WidgetRow {
    type Output = ();

    async fn call(self, _: &FunctionContext) -> Result<(), FunctionError> {
        Ok(())
    }
}

flow! {
    #[name = "Every form"]
    #[allow_concurrent_calls(false)]
    pub(crate) flow Forms {
        #[name = "Start"]
        trigger {
            incoming_message | incoming_conversation_message => match,
            incoming_call => machine,
        }

        #[at(-10, 20)]
        split_based_on match {
            input: r#"{{trigger.message.Body}}"#,

            /// Yes
            equal_to("yes") => silence,
            matches_any_of("a", "b",) | is_blank => machine,
            "some_future_operator"("x") => machine,
            _ => end
        }

        run_function silence {
            function: crate::functions::Silence { for: "{{contact.channel.address}}" },

            success => set,
            fail => nothing,
        }

        run_function nothing {
            function: WidgetRow,

            _ => set,
        }

        set_variables set {
            variables: {
                text: "a\n\
                       b",
                cart: json("{}"),
                count: -1_000.5,
                on: true,
                "a name with blanks": "x",
                type: "a keyword"
            },

            next => wait,
        }

        send_and_wait_for_reply wait {
            body: "?",
            timeout: 120,

            incoming_message => retired,
            _ => end,
        }

        "retired-widget" retired {
            "someProp": [1, "two", { three: false }, []],

            "done" => end,
            "else" => machine,
        }

        #[name = "a-name-that-is-no-identifier"]
        send_message machine {
            body: "Bye",

            _ => end,
        }
    }
}

// Widgets called as the trait's functions are.
flow! {
    flow Plain {
        trigger { incoming_message => machine }

        send_message machine { body: "Hello", _ => functions }

        send_message functions { body: "Bye", _ => end }
    }
}

/// The tables are those that the model makes of the flow that they are.
fn assert_tables<F: Flow>() {
    let machine: &Machine = machine::<F>();
    assert!(!machine.widgets.is_empty());
    assert_eq!(&lower(&machine.flow()), machine);
}

#[test]
fn the_tables_are_those_of_the_model() {
    assert_tables::<desk::SupportDesk>();
    assert_tables::<Forms>();
    assert_tables::<Plain>();
}

#[test]
fn handles_are_the_widgets_of_their_names() {
    assert_eq!(desk::SupportDesk::check_support.name(), "check-support");
    assert_eq!(Forms::r#match.name(), "match");
    assert_eq!(Forms::machine.name(), "a-name-that-is-no-identifier");
    assert_eq!(Plain::functions.index(), 2);
}

#[test]
fn the_tables_say_what_the_author_wrote() {
    let machine = machine::<Forms>();
    assert_eq!(machine.friendly_name(), "Every form");
    assert!(!machine.head.allow_concurrent_calls);
    let split = machine.widget(usize::from(Forms::r#match.index())).unwrap();
    assert_eq!(split.place(), Some((-10, 20)));
    let labels: Vec<_> = split.arms().map(|arm| arm.label).collect();
    assert_eq!(labels, [Some("Yes"), None, None, None, None]);
    assert_eq!(machine.arms.last().map(|arm| arm.target), Some(ArmRow::END));
    assert_eq!(<Forms as Flow>::functions().len(), 2);
}
