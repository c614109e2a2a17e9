//! What the README says that exploring finds.

use flow_runtime::testing::explore;

// The flow of the example, of which the tests need not use everything.
#[allow(dead_code)]
#[path = "../../examples/flows/appointment.rs"]
mod appointment;

use appointment::Appointment;

#[test]
fn the_conversation_in_the_readme_is_the_shortest() {
    let readme = include_str!("../../README.md");
    let (_, section) = readme
        .split_once("is the shortest conversation to a widget")
        .unwrap();
    let (_, block) = section.split_once("```text\n").unwrap();
    let (shown, _) = block.split_once("```").unwrap();
    let explored = explore(Appointment).run();
    let talk = explored.conversation_to(Appointment::say_booked).unwrap();
    assert_eq!(talk.to_string(), shown);
}
