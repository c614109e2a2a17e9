//! Paths that are hard to find.

use flow_runtime::prelude::*;
use flow_runtime::testing::{Exploration, explore};
use serde::Serialize;

flow! {
    /// Pays a parcel out, at the end of a path that nobody walks by chance.
    pub flow Vault {
        trigger { incoming_conversation_message => start }

        set_variables start {
            variables: { tries: 0, tier: "none" },

            next => ask_name,
        }

        send_and_wait_for_reply ask_name {
            body: "Who is it?",

            incoming_message => keep_name,
            timeout | delivery_failure => end,
        }

        // Read three turns later.
        set_variables keep_name {
            variables: { name: "{{widgets.ask_name.inbound.Body | strip | downcase}}" },

            next => ask_code,
        }

        send_and_wait_for_reply ask_code {
            body: "The code?",

            incoming_message => check_code,
            timeout | delivery_failure => end,
        }

        split_based_on check_code {
            input: "{{widgets.ask_code.inbound.Body}}",

            regex(r"V-\d{3}(?:[A-F]{2}|Z9)") => check_tries,
            _ => count,
        }

        set_variables count {
            variables: { tries: "{{flow.variables.tries | plus: 1}}" },

            next => ask_code,
        }

        // Exactly two wrong codes.
        split_based_on check_tries {
            input: "{{flow.variables.tries}}",

            equal_to("2") => ask_amount,
            _ => ask_code,
        }

        send_and_wait_for_reply ask_amount {
            body: "How much?",

            incoming_message => check_amount,
            timeout | delivery_failure => end,
        }

        split_based_on check_amount {
            input: "{{widgets.ask_amount.inbound.Body}}",

            less_than("100") => ask_amount,
            greater_than("102") => ask_amount,
            regex("[0-9]+") => rate,
            _ => ask_amount,
        }

        run_function rate {
            function: Rate { name: "{{flow.variables.name}}" },

            success => keep_tier,
            fail => end,
        }

        // The literal stands in a template alone.
        set_variables keep_tier {
            variables: {
                tier: "{% if widgets.rate.parsed.tier == 'platinum' and widgets.rate.parsed.points > 40 %}top{% else %}low{% endif %}",
            },

            next => check_tier,
        }

        split_based_on check_tier {
            input: "{{flow.variables.tier}}",

            equal_to("top") => confirm,
            _ => end,
        }

        run_subflow confirm {
            flow: Confirm { name: "{{flow.variables.name}}" },

            completed => check_confirmed,
            failed => end,
        }

        split_based_on check_confirmed {
            input: "{{widgets.confirm.word}}",

            equal_to("swordfish") => check_name,
            _ => end,
        }

        split_based_on check_name {
            input: "{{flow.variables.name}}",

            equal_to("ann of cleves") => pay_out,
            _ => end,
        }

        send_message pay_out {
            body: "Here it is.",

            _ => end,
        }
    }
}

flow! {
    /// Asks for a word.
    pub flow Confirm {
        trigger { incoming_parent => ask }

        send_and_wait_for_reply ask {
            body: "The word, {{trigger.parent.parameters.name}}?",

            incoming_message => keep,
            timeout | delivery_failure => end,
        }

        set_variables keep {
            variables: { word: "{{widgets.ask.inbound.Body}}" },

            next => end,
        }
    }
}

/// Says how good a customer somebody is.
#[derive(FunctionParameters)]
struct Rate {
    #[allow(dead_code)]
    name: String,
}

#[derive(Serialize, FunctionOutput)]
struct Rated {
    tier: String,
    points: u32,
}

impl Function for Rate {
    type Output = Rated;

    async fn call(self, _cx: &FunctionContext) -> Result<Rated, FunctionError> {
        Err(FunctionError::new("nobody is asked in an exploration"))
    }
}

fn explored() -> Exploration {
    explore(Vault).run()
}

#[test]
fn a_path_that_is_hard_to_find_is_found() {
    let explored = explored();
    let talk = explored.conversation_to(Vault::pay_out).unwrap();
    let says: Vec<_> = talk.says().collect();
    let [_, name, wrong, worse, code, amount, word] = &says[..] else {
        panic!("{talk}")
    };
    assert_eq!(name, "ann of cleves");
    assert_ne!(wrong, code);
    assert_ne!(worse, code);
    assert!(code.starts_with("V-"), "{code}");
    let amount: f64 = amount.parse().unwrap();
    assert!((100.0..=102.0).contains(&amount), "{amount}");
    assert_eq!(word, "swordfish");
    // A subflow fails where it cannot go on, and this one can.
    let never: Vec<_> = explored
        .unreached_edges()
        .map(ToString::to_string)
        .collect();
    assert_eq!(never, ["confirm —failed→ end"]);
    assert!(explored.is_complete(), "{explored}");
}

/// What a person is told, they can do.
#[test]
fn the_conversation_can_be_acted_out() {
    let explored = explored();
    let talk = explored.conversation_to(Vault::pay_out).unwrap();
    expect_test::expect![[r#"
        customer: hello
        Vault: Who is it?
        customer: ann of cleves
        Vault: The code?
        customer: something else
        Vault: The code?
        customer: something else
        Vault: The code?
        customer: V-123AB
        Vault: How much?
        customer: 100
          · `Rate` returns {"points":41,"tier":"platinum"}
        Vault: The word, ann of cleves?
        customer: swordfish
        Vault: Here it is.
          · the flow ended
    "#]]
    .assert_eq(&talk.to_string());
}

#[test]
fn what_functions_return_is_taken_instead_of_guessed() {
    let rated = |tier: &str, points| Rated {
        tier: tier.to_owned(),
        points,
    };
    let explored = explore(Vault)
        .returns::<Rate>(rated("gold", 50))
        .returns::<Rate>(rated("platinum", 40))
        .run();
    let never: Vec<_> = explored
        .unreached_edges()
        .map(ToString::to_string)
        .collect();
    assert!(
        never.contains(&"check_tier —equal_to(\"top\")→ confirm".to_owned()),
        "{never:?}"
    );
    assert!(explored.conversation_to(Vault::confirm).is_none());
    let explored = explore(Vault).returns::<Rate>(rated("platinum", 41)).run();
    assert!(explored.conversation_to(Vault::pay_out).is_some());
}

flow! {
    /// Wants to hear a word twice, which nobody guesses.
    pub flow Echo {
        trigger {
            incoming_conversation_message => shout,
        }

        run_function shout {
            function: Shout { },

            success => ask,
            fail => check_reason,
        }

        split_based_on check_reason {
            input: "{{widgets.shout.body}}",

            regex("(\\w+)-\\1") => ask,
            _ => end,
        }

        #[name = "ask-it"]
        make_http_request ask {
            method: "GET",
            url: "https://echo.example.com/",

            success => check_word,
            failed => end,
        }

        split_based_on check_word {
            input: "{{widgets.ask-it.parsed.word}}",

            regex("(\\w+)-\\1") => end,
            _ => end,
        }
    }
}

#[derive(FunctionParameters)]
struct Shout;

impl Function for Shout {
    type Output = ();

    async fn call(self, _cx: &FunctionContext) -> Result<(), FunctionError> {
        Ok(())
    }
}

/// The widgets with edges that are not taken.
fn missed(explored: &Exploration) -> Vec<&str> {
    let missed = explored.unreached_edges();
    missed.map(|edge| edge.from.as_str()).collect()
}

#[test]
fn what_is_said_of_a_call_is_tried() {
    let explored = explore(Echo).run();
    assert_eq!(missed(&explored), ["check_reason", "check_word"]);
    let explored = explore(Echo)
        .fails::<Shout>(FunctionError::new("no-no"))
        .run();
    assert_eq!(missed(&explored), ["check_word"]);
    let word = [("word", "yes-yes")].into_iter().collect();
    let explored = explore(Echo).answers(Echo::ask, word).run();
    assert_eq!(missed(&explored), ["check_reason", "check_word"]);
    let [_, other] = explored.unreached_edges().collect::<Vec<_>>()[..] else {
        panic!("{explored}");
    };
    assert_eq!(
        other.event, "_",
        "what is answered comes in place of guesses"
    );
}

#[test]
fn what_is_said_of_a_call_that_there_is_not_is_refused() {
    let told = |wrong: fn() -> flow_runtime::testing::Explore| {
        let failed = std::panic::catch_unwind(wrong).unwrap_err();
        failed.downcast_ref::<String>().unwrap().clone()
    };
    assert_eq!(
        told(|| explore(Echo).fails::<Rate>(FunctionError::new("no"))),
        "no widget of `Echo` runs the function `Rate`: it runs `Shout`"
    );
    assert_eq!(
        told(|| explore(Echo).answers("ask-itt", flow_runtime::model::Map::new())),
        "the flow `Echo` has no widget `ask-itt`: did you mean `ask-it`?"
    );
}
