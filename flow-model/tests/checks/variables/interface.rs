//! What a flow takes from a parent and gives to it.

use flow_model::check::{gives, is_subflow, output_reads, takes, takes_any};

use crate::read;

fn given(text: &str) -> Vec<(String, bool)> {
    let given = gives(&read(text).flow).into_iter();
    given.map(|given| (given.name, given.always)).collect()
}

fn taken(text: &str) -> Vec<(String, bool)> {
    let taken = takes(&read(text).flow).into_iter();
    taken.map(|taken| (taken.name, taken.required)).collect()
}

fn named(names: &[(&str, bool)]) -> Vec<(String, bool)> {
    names
        .iter()
        .map(|(name, flag)| ((*name).to_owned(), *flag))
        .collect()
}

#[test]
fn a_flow_whose_trigger_connects_a_parent_is_a_subflow() {
    for (trigger, is) in [
        ("trigger { incoming_parent => a }", true),
        (
            "trigger { incoming_message => a incoming_parent => end }",
            true,
        ),
        ("trigger { \"incomingParent\" => a }", true),
        ("trigger { _ => a }", true),
        ("trigger { incoming_message => a }", false),
        ("trigger { \"incoming_parent\" => a }", false),
        ("\"trigger\" t { incoming_parent => a }", false),
        ("send_message b { body: \"x\" incoming_parent => a }", false),
    ] {
        let text = format!("{trigger} send_message a {{ body: \"x\" _ => end }}");
        assert_eq!(is_subflow(&read(&text).flow), is, "{trigger}");
    }
}

#[test]
fn what_is_set_on_every_end_is_given_always() {
    let text = r#"trigger { incoming_parent => a }
        set_variables a { variables: { x: 1 } next => b }
        split_based_on b { input: "{{trigger.parent.parameters.p}}" equal_to("1") => c _ => end }
        set_variables c { variables: { y: 1 } next => end }
        set_variables d { variables: { z: 1 } next => end }"#;
    assert_eq!(given(text), named(&[("x", true), ("y", false)]));
}

#[test]
fn what_a_split_rules_out_is_not_given() {
    let text = r#"trigger { incoming_parent => a }
        set_variables a { variables: { mode: "on" } next => b }
        split_based_on b { input: "{{flow.variables.mode}}" equal_to("on") => c _ => end }
        set_variables c { variables: { y: 1 } next => end }"#;
    assert_eq!(given(text), named(&[("mode", true), ("y", true)]));
}

#[test]
fn a_parameter_is_required_where_some_read_does_not_reckon_with_a_blank() {
    let text = r#"trigger { incoming_parent => a }
        split_based_on a { input: "{{trigger.parent.parameters.tested}}" equal_to("1") => b _ => b }
        send_message b { body: "{{trigger.parent.parameters.plain.x}}
            {{trigger.parent.parameters.guarded | default: 'x'}}
            {% if trigger.parent.parameters.asked %}{{trigger.parent.parameters.asked.x}}{% endif %}
            {{trigger.parent.parameters.both | default: 'x'}}{{trigger.parent.parameters.both}}" _ => end }
        send_message c { body: "{{trigger.parent.parameters.unreached}}" _ => end }"#;
    let expected = [
        ("asked", false),
        ("both", true),
        ("guarded", false),
        ("plain", true),
        ("tested", false),
    ];
    assert_eq!(taken(text), named(&expected));
}

#[test]
fn a_flow_that_hands_its_parameters_on_takes_any() {
    for (template, expected) in [
        ("{{trigger.parent.parameters | to_json}}", true),
        ("{{trigger.parent | to_json}}", true),
        ("{{trigger | to_json}}", true),
        ("{{trigger.parent.parameters.a}}", false),
        ("{{trigger.parent.flow_sid}}{{flow.data}}", false),
    ] {
        let text = format!(
            "trigger {{ incoming_parent => a }} send_message a {{ body: \"{template}\" _ => end }}"
        );
        assert_eq!(takes_any(&read(&text).flow), expected, "{template}");
    }
}

#[test]
fn outputs_are_read_by_the_widgets_names_in_studio() {
    let text = r#"trigger { incoming_message => a }
        #[name = "a-a"]
        run_subflow a { flow: Sub { p: "x" } _ => b }
        send_message b { body: "{{widgets.a-a.x.y}} {{widgets.a-a}} {{widgets.c.x}}" _ => end }"#;
    let reads = output_reads(&read(text).flow);
    let reads: Vec<_> = reads
        .iter()
        .map(|read| (read.widget, read.path.join(".")))
        .collect();
    assert_eq!(reads, [(1, "x.y".to_owned())]);
}
