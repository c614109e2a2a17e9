//! Talks with real flows, to their end, where they are at hand: `FLOW_CORPUS` names the folder. What
//! the flows ask of elsewhere is answered by the mocks in `talks/`.

use std::fs;
use std::path::Path;

use crate::folder::Folder;

/// Talks with a flow, `bot.json` in the folder, over a pipe. The transcript holds these lines, one
/// after the other, and the flow is then at its end.
#[track_caller]
fn talk(flow: &str, mocks: &str, args: &[&str], lines: &[&str], transcript: &[&str]) {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS") else {
        return;
    };
    let flow = fs::read_to_string(Path::new(&corpus).join("flows").join(flow)).unwrap();
    let folder = Folder::new(&[("bot.json", &flow), ("mocks.toml", mocks)]);
    let args = [
        &["run", "bot.json", "--steps", "--mock", "mocks.toml"],
        args,
    ]
    .concat();
    let done = folder.pipe(&args, &(lines.join("\n") + "\n"));
    let said = format!("{args:?}\n{}{}", done.out, done.err);
    assert_eq!(done.code, Some(0), "{said}");
    assert!(!done.err.contains("nothing answers it"), "{said}");
    let mut shown = done.out.lines();
    for expected in transcript {
        let found = shown.any(|line| line == *expected || line == format!("  · {expected}"));
        assert!(
            found,
            "`{expected}` is not there, or not in its turn\n{said}"
        );
    }
    let ends = done.out.rfind("  · the flow ended\n");
    let asked = done.out.rfind(" —sent→ ");
    assert!(ends > asked, "the flow goes on\n{said}");
}

#[test]
fn a_court_says_when_the_hearing_is() {
    talk(
        "CivicTechAtlanta__georgia-courtbot__twilio-studio_flow.json",
        include_str!("talks/court.toml"),
        &[],
        &["hello", "y", "21FM8850"],
        &[
            "customer: hello",
            "check_cya_consent —match→ send_and_reply_1",
            "customer: 21FM8850",
            "function_1 —success→ next_hearing_details",
            "next_hearing_details —sent→ end",
        ],
    );
}

#[test]
fn a_babysitter_is_found_at_the_second_request() {
    talk(
        "aCastilloNL__TwilioHackathonBE__twilio-flow.json",
        include_str!("talks/babysitter.toml"),
        &[],
        &["hello", "Dam 1", "yes"],
        &[
            "CheckAddress —success→ ConfirmAddressMessage",
            "customer: yes",
            "ConfirmAddressOptions —match→ FindBabysitterApi",
            "FindBabysitterApi —success→ FoundBabysitterMessage",
            "FoundBabysitterMessage —sent→ end",
        ],
    );
}

#[test]
fn a_subflow_that_is_not_at_hand_is_mocked() {
    talk(
        "anthonyjdella__level-up-with-twilio-studio__flows-daily-sit-down-parent.json",
        include_str!("talks/sit_down.toml"),
        &["--customer", "+15557770101"],
        &["hello", "1"],
        &[
            "validate_caller —success→ get_names",
            "ask_questions —completed→ end",
            "customer: 1",
            "press_1 —match→ airtable_link",
            "airtable_link —sent→ end",
        ],
    );
}

#[test]
fn a_flow_is_talked_with_as_the_subflow_that_it_is() {
    talk(
        "anthonyjdella__level-up-with-twilio-studio__flows-daily-sit-down-child.json",
        include_str!("talks/sit_down_child.toml"),
        &["--parameters", r#"{"name": "ann"}"#],
        &["tests", "more tests", "none"],
        &[
            "Trigger —incomingRequest→ subflow",
            "customer: tests",
            "subflow: condition —noMatch→ impediments",
            "subflow: save_to_airtable —success→ end",
            "subflow —completed→ end",
        ],
    );
}

#[test]
fn a_flow_runs_its_real_subflow() {
    let Some(corpus) = std::env::var_os("FLOW_CORPUS") else {
        return;
    };
    let flows = Path::new(&corpus).join("flows");
    let name = |which| {
        format!("anthonyjdella__level-up-with-twilio-studio__flows-daily-sit-down-{which}.json")
    };
    let parent = fs::read_to_string(flows.join(name("parent"))).unwrap();
    let (_, sid) = parent.split_once("\"FW").unwrap();
    let child = flows.join(name("child"));
    let subflow = format!("FW{}={}", &sid[..32], child.display());
    talk(
        &name("parent"),
        include_str!("talks/sit_down_parent.toml"),
        &["--subflow", &subflow],
        &["hello", "tests", "more tests", "none", "1"],
        &[
            "get_names —success→ ask_questions",
            "ask_questions: var_name —next→ yesterday",
            "customer: none",
            "ask_questions: save_to_airtable —success→ end",
            "ask_questions —completed→ end",
            "airtable_link —sent→ end",
        ],
    );
}

#[test]
fn a_flow_hands_over_and_people_talk_among_themselves() {
    talk(
        "awieber-twilio__hls-flex-spotlight__assets-messaging-flow.json",
        "",
        &["--participant", "eve"],
        &["hello", "n", "Ann", "is anybody there?", "eve: I am"],
        &[
            "split_1 —noMatch→ send_and_reply_2",
            "SendConversationToAgent —callComplete→ end",
            "the flow ended",
            "customer: is anybody there?",
            "eve: I am",
        ],
    );
}

#[test]
fn a_place_is_found_and_another_is_not() {
    talk(
        "dsmwong__what3words__studio-flow.json",
        include_str!("talks/three_words.toml"),
        &["--trigger", "incoming_message"],
        &["hello", "Bern", "hello", "Atlantis"],
        &[
            "get_coordinates_sms —success→ get_3words_by_coord_sms",
            "send_what3words —sent→ end",
            "the flow ended",
            "customer: Atlantis",
            "get_coordinates_sms —fail→ send_sorry",
            "send_sorry —sent→ end",
        ],
    );
}

#[test]
fn a_card_is_sent() {
    talk(
        "heathermhargreaves__vcard-generator__twilio-studio-flow.json",
        include_str!("talks/card.toml"),
        &[],
        &["hello", "confirm please"],
        &[
            "split_confirm —match→ send_signup_promotion",
            "generate_store_vcard —success→ send_vcard",
            "send_vcard —sent→ end",
        ],
    );
}

#[test]
fn a_wrong_key_is_asked_for_again() {
    talk(
        "luisleao__twilio-whatsapp-gerador-certificado__TwilioStudio-studio.json",
        include_str!("talks/certificate.toml"),
        &[],
        &["oi", "errada", "certa", "Ann"],
        &[
            "customer: errada",
            "verifica-palavra-chave —fail→ fail-verifica-palavra",
            "customer: certa",
            "verifica-palavra-chave —success→ nome",
            "    *Fluxos em Rust*.",
            "emite-certificado —success→ end",
        ],
    );
}

#[test]
fn a_request_starts_a_flow() {
    talk(
        "prebrov__twilio-studio-requestbin__studio-flow.json",
        include_str!("talks/callback.toml"),
        &[],
        &["Ann"],
        &[
            "Trigger —incomingRequest→ intro",
            "customer: Ann",
            "callback —success→ ack",
            "ack —sent→ end",
        ],
    );
}

#[test]
fn what_is_answered_depends_on_the_code_that_was_sent() {
    talk(
        "todd-twilio__global-connect-passport__twilio-studio-flow.json",
        include_str!("talks/passport.toml"),
        &[],
        &["1234", "9999"],
        &[
            "check_action —match→ send_activation",
            "Bot: Welcome, Ann of Bern.",
            "the flow ended",
            "check_action_error —match→ invalid_code",
            "invalid_code —sent→ end",
        ],
    );
}

#[test]
fn a_bot_hands_over_once_it_is_asked_to() {
    talk(
        "twilio-professional-services__flex-chat-aws-lex-integration-poc__studio-approach-studio-flow-studio-flow.json",
        include_str!("talks/flowers.toml"),
        &[],
        &["hello", "a person, please"],
        &[
            "CheckIfReadyForFulfillment —noMatch→ SendBotReplyAndWait",
            "Bot: Which flowers?",
            "CheckIntent —match→ SendPreAgentMessage",
            "Bot: Let me fetch somebody.",
            "SendMessageToAgent —callComplete→ end",
        ],
    );
}

#[test]
fn the_messages_of_a_flow_run_without_its_calls() {
    talk(
        "mgmuscari__accfb-foodnow__studio-bot_flow.json",
        include_str!("talks/food.toml"),
        &[],
        &[
            "hello",
            "english",
            "yes",
            "Oakland",
            "Main Street 1",
            "yes",
            "no",
            "yes",
        ],
        &[
            "valid_http_city_sms —success→ decide_valid_city_sms",
            "http_find_pantries_sms_english —success→ check_empty_results_sms_english",
            "Bot: I found Green Pantry.",
            "customer: no",
            "Bot: I found Red Pantry.",
            "record_referral_sms_english —success→ send_goodbye_sms_english",
            "send_survey_sms_english —sent→ end",
        ],
    );
}

#[test]
fn a_registration_asks_again_for_what_it_does_not_understand() {
    talk(
        "luisleao__twilio_whatsapp_eventos__studio-fluxo-at-9d15c76.json",
        "",
        &[],
        &["oi", "Ann", "9", "2", "linkedin.com/in/ann"],
        &[
            "valida-nome —match→ pronome",
            "valida-pronome —noMatch→ erro-pronome",
            "valida-pronome —match→ linkedin",
            "valida-linkedin —match→ resultado",
            "resultado —sent→ end",
        ],
    );
}

#[test]
fn points_are_withdrawn() {
    talk(
        "luisleao__twilio_whatsapp_eventos__studio-tdc-twilio.json",
        include_str!("talks/points.toml"),
        &["--parameters", r#"{"twilion": true, "evento": "rust"}"#],
        &["0123456789abcdef0123456789abcdef", "20"],
        &[
            "subflow: verifica-twilion —match→ participante",
            "Bot: *Ann of Bern*",
            "subflow: verifica-desconto-pontos —match→ send_message_4",
            "Bot: Twenty are gone.",
            "subflow —completed→ end",
        ],
    );
}
