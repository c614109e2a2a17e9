//! Real flows, where they are at hand (`FLOW_CORPUS`): what is said of their variables. Each finding
//! was followed by hand, and is true; a change of a rule that changes a number here is to be read
//! the same way.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use flow_model::carry::{Kinds, Version, carry, standings};
use flow_model::check;
use flow_model::studio::import::import;
use flow_runtime::lock::{Flows, Lock};
use flow_runtime::program::Definition;

/// The flows of which something is said: how many reads, and how many arms that no execution takes.
const SAID: &[(&str, usize, usize)] = &[
    ("JeanLuis2010__UltimaDefensaLegal__twilio-studio-flow", 4, 0),
    (
        "anthonyjdella__level-up-with-twilio-studio__flows-daily-sit-down-child",
        1,
        0,
    ),
    (
        "awieber-twilio__hls-flex-spotlight__assets-messaging-flow",
        1,
        0,
    ),
    (
        "dsmwong__armorvox-twilio__twiml-flow-studio-enrolment-flow-definition-template",
        1,
        0,
    ),
    (
        "dsmwong__armorvox-twilio__twiml-flow-studio-verify-flow-definition-template",
        1,
        0,
    ),
    ("joshskifstrom__Vibe-A-Thon__twilio_flow", 9, 0),
    ("kris-payne__Twilio-Flex-with-Dynamics365__studioFlow", 1, 0),
    (
        "techmatters__flex-plugins__br-messaging-conv-lambda.rendered",
        1,
        0,
    ),
    ("techmatters__flex-plugins__ca-webchat-v2.rendered", 2, 0),
    (
        "techmatters__flex-plugins__co-whatsapp-templates.rendered",
        1,
        0,
    ),
    (
        "techmatters__flex-plugins__mt-messaging-whatsapp-lex-conv-lambda.rendered",
        1,
        0,
    ),
    (
        "techmatters__flex-plugins__ph-with-lex-chatbot-conv-lambda.rendered",
        4,
        0,
    ),
    (
        "techmatters__flex-plugins__twilio-iac-ecpat-staging-studio_flow-at-b532d25",
        1,
        0,
    ),
    ("techmatters__flex-plugins__usnm-sms.rendered", 2, 6),
];

/// F15: a version that does the same strands nobody, whatever lints the flow has.
#[test]
fn whoever_waits_in_a_flow_can_go_on_in_the_same_flow() {
    let Some(root) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return;
    };
    let mut waiting = 0;
    for folder in ["flows", "rendered"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let file = file.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            let flow = import(&text, "Desk").unwrap().flow;
            let version = Version::of(&flow, Kinds::new());
            for standing in standings(&flow, &version) {
                let carried = carry(&flow, &version.kinds, &standing);
                assert!(carried.is_ok(), "{}: {carried:?}", file.display());
                waiting += 1;
            }
        }
    }
    assert!(waiting > 500, "{waiting}");
}

/// What is written down of a flow is read as it was, and holds that flow back nowhere.
#[test]
fn whoever_waits_as_a_lock_says_can_go_on_in_the_same_flow() {
    let Some(root) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return;
    };
    for folder in ["flows", "rendered"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let file = file.unwrap().path();
            let text = fs::read_to_string(&file).unwrap();
            let flow = import(&text, "Desk").unwrap().flow;
            let flows = Flows::new().definition(&Definition::from(&flow));
            let mut lock = Lock::default();
            lock.record(&flows).unwrap();
            let read: Lock = lock.to_string().parse().unwrap();
            assert_eq!(read, lock, "{}", file.display());
            assert_eq!(read.stranded(&flows), [], "{}", file.display());
        }
    }
}

#[test]
fn of_each_flow_as_much_is_said_as_was_found_true() {
    let Some(root) = std::env::var_os("FLOW_CORPUS").map(PathBuf::from) else {
        return;
    };
    let mut said = BTreeMap::new();
    for folder in ["flows", "rendered"] {
        for file in fs::read_dir(root.join(folder)).unwrap() {
            let file = file.unwrap().path();
            let (name, reads, arms) = counted(&file);
            if reads + arms > 0 {
                said.insert(name, (reads, arms));
            }
        }
    }
    let expected = SAID
        .iter()
        .map(|(name, reads, arms)| ((*name).to_owned(), (*reads, *arms)));
    assert_eq!(said, expected.collect());
}

fn counted(file: &Path) -> (String, usize, usize) {
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let text = fs::read_to_string(file).unwrap();
    let found = check(&import(&text, &name).unwrap().flow);
    let count = |is: &dyn Fn(&str) -> bool| found.iter().filter(|found| is(found.code.id)).count();
    let reads = count(&|id| id.starts_with("F07"));
    (name, reads, count(&|id| id == "F0302"))
}
