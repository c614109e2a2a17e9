//! The codes of all findings: what the error index is made from.

/// A rule that a flow can break.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Stable: `F0201`. The hundreds tell the family.
    pub id: &'static str,
    /// In words: `unknown_target`. What `#[allow]` names, for a lint.
    pub name: &'static str,
    /// Whether `#[allow]` can accept it.
    pub lint: bool,
    /// Why it matters, in one line.
    pub summary: &'static str,
}

/// The code of that name.
pub fn code(name: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|code| code.name == name)
}

macro_rules! codes {
    ($($id:ident $const:ident $name:ident $($lint:ident)?: $summary:literal;)*) => {
        $(
            #[doc = $summary]
            pub static $const: Code = Code {
                id: stringify!($id),
                name: stringify!($name),
                lint: codes!(@lint $($lint)?),
                summary: $summary,
            };
        )*

        /// Every code, in order.
        pub static CODES: &[&Code] = &[$(&$const),*];

        /// The page of each code. They are files, so that a code without one does not compile.
        pub(super) static PAGES: &[&str] = &[$(codes!(@page $id)),*];

        /// The pages as documentation.
        #[cfg(not(doctest))] // As `errors` has it.
        pub(crate) mod pages {
            $(
                #[doc = concat!("`", stringify!($name), "`", codes!(@mark $($lint)?), ": ", $summary)]
                ///
                #[doc = codes!(@page $id)]
                #[allow(non_snake_case)]
                pub mod $id {}
            )*
        }
    };
    (@page $id:ident) => { include_str!(concat!("../../errors/", stringify!($id), ".md")) };
    (@mark lint) => { " (lint)" };
    (@mark) => { "" };
    (@lint lint) => { true };
    (@lint) => { false };
}

codes! {
    // Syntax: found by the front end that reads the source.
    F0001 SYNTAX syntax: "The source is no flow: a token stands where the grammar has no place for it.";
    F0002 UNKNOWN_ATTRIBUTE unknown_attribute: "Flows, widgets and arms take only their own attributes.";

    // Names.
    F0101 UNKNOWN_KIND unknown_kind: "Studio has no widget of this kind; a quoted kind is taken as it is.";
    F0102 UNKNOWN_PROPERTY unknown_property: "Widgets of this kind have no such property; a quoted one is taken as it is.";
    F0103 UNKNOWN_EVENT unknown_event: "Widgets of this kind never leave by this event; a quoted one is taken as it is.";
    F0104 UNKNOWN_OPERATOR unknown_operator: "A split has no such operator; a quoted one is taken as it is.";
    F0105 DUPLICATE_WIDGET duplicate_widget: "A target must mean one widget, so each name is given once.";
    F0106 DUPLICATE_PROPERTY duplicate_property: "A property has one value.";
    F0107 REFUSED_NAME refused_name lint: "Studio takes letters, digits, `_` and `-`, beginning with a letter.";
    F0108 RESERVED_NAME reserved_name: "The name means something else in a flow.";
    F0109 DUPLICATE_NAME duplicate_name: "Templates and Studio know a widget by its name in Studio, so each is given once.";
    F0110 UNKNOWN_LINT unknown_lint: "An `#[allow]` names a lint.";
    F0111 UNUSED_ALLOW unused_allow: "An `#[allow]` that accepts nothing hides what is found there later.";
    F0112 TOO_MANY_WIDGETS too_many_widgets: "The tables of a flow number its widgets in 16 bits.";
    F0113 WIDGET_STILL_THERE widget_still_there: "An execution that waits at a widget which the flow has goes on there.";
    F0114 MIGRATED_TWICE migrated_twice: "What stands for a widget of an earlier version is one widget.";

    // Transitions.
    F0201 UNKNOWN_TARGET unknown_target: "An arm leads to a widget of this flow, or to `end`.";
    F0202 EVENT_HANDLED_TWICE event_handled_twice: "An event leads to one place.";
    F0203 DANGLING_EVENT dangling_event: "An execution that leaves by an event no arm handles ends without a word.";
    F0204 NOTHING_LEFT nothing_left: "`_` means the events that no arm names; every one is named.";
    F0205 SPLIT_WITHOUT_REST split_without_rest: "An input that no arm of a split accepts must go somewhere.";
    F0206 TRIGGER_UNCONNECTED trigger_unconnected lint: "A flow whose trigger leads nowhere does nothing.";
    F0207 NO_TRIGGER no_trigger: "Executions start at a trigger.";
    F0208 SECOND_TRIGGER second_trigger: "Executions start at one place.";
    F0209 EVENT_ARGUMENTS event_arguments: "Only the operators of a split take arguments.";
    F0210 MISPLACED_ATTRIBUTE misplaced_attribute: "Only the conditions of a split have a label or a subject.";
    F0211 REST_NOT_LAST rest_not_last: "`_` means the events not named above it, so nothing stands below it.";

    // Reach.
    F0301 UNREACHABLE_WIDGET unreachable_widget lint: "No execution ever comes to this widget.";
    F0302 ARM_NEVER_TAKEN arm_never_taken lint: "No execution takes this arm: an arm above it takes all that it would, or the way here has decided the same.";

    // Progress.
    F0401 SPINNING_CYCLE spinning_cycle lint: "A cycle in which nothing waits runs until a limit stops the execution.";

    // Values.
    F0501 MISSING_PROPERTY missing_property: "The widget cannot work without this property.";
    F0502 WRONG_TYPE wrong_type: "A value of another type is wanted here.";
    F0503 OUT_OF_RANGE out_of_range: "Studio refuses a value beyond these bounds.";
    F0504 EXCLUSIVE_PROPERTIES exclusive_properties: "These properties say different things about the same matter.";
    F0505 UNKNOWN_CHOICE unknown_choice: "Studio knows only these texts here.";
    F0506 JSON_NOT_ALLOWED json_not_allowed: "`json(…)` stands only where Studio has its \"Parse as JSON object\".";
    F0507 DUPLICATE_KEY duplicate_key: "A map gives each key once.";
    F0508 EMPTY_MAP empty_map: "At least one entry is wanted here.";
    F0509 ENTRY_WITH_COMMA entry_with_comma: "Studio separates the entries by commas, so an entry holds none.";
    F0510 WRONG_ARITY wrong_arity: "An operator takes a certain number of arguments.";
    F0511 NOT_A_NUMBER not_a_number: "Only decimal numbers are less or greater.";
    F0512 NOT_A_TIME not_a_time: "Times are compared as `HH:MM`, of 24 hours and with leading zeros.";
    F0513 NOT_A_DATE not_a_date: "Dates are compared as `YYYY-MM-DD`, with leading zeros.";
    F0514 BAD_REGEX bad_regex: "No engine can make sense of this pattern.";
    F0515 REGEX_NOT_CHECKED regex_not_checked lint: "The pattern may mean something to Studio, but not to the engine here: the arm never matches.";
    F0516 BODY_TOO_LONG body_too_long: "An SMS holds 1,600 characters; a longer one fails.";
    F0517 BODY_MAY_BE_LONG body_may_be_long lint: "An SMS holds 1,600 characters; a longer one fails where it goes out as one.";
    F0518 STALE_SUBJECT stale_subject lint: "The condition tests something else than the input of its split.";

    // Templates.
    F0601 LIQUID_SYNTAX liquid_syntax: "Text that is no Liquid renders as nothing.";
    F0602 UNKNOWN_FILTER unknown_filter: "A template with a filter that does not exist renders as nothing.";
    F0603 UNKNOWN_TAG unknown_tag: "A template with a tag that does not exist renders as nothing.";
    F0604 LIQUID_NOT_ALLOWED liquid_not_allowed: "Studio takes this text as it is: a template in it is never rendered.";
    F0605 NO_SETTING no_setting: "A setting is one text with a name: `settings.name`.";
    F0606 UNKNOWN_SETTING unknown_setting: "A flow reads only the settings that its type of settings has.";

    // Variables.
    F0701 UNKNOWN_ROOT unknown_root lint: "A path begins with `trigger`, `flow`, `widgets`, `contact` or `settings`; any other is blank.";
    F0702 UNKNOWN_PATH unknown_path lint: "Nothing stands at this path in any execution, so it is blank.";
    F0703 UNKNOWN_WIDGET unknown_widget lint: "No widget has this name, so its outputs are blank.";
    F0704 UNKNOWN_OUTPUT unknown_output lint: "Widgets of this kind never leave such an output, so it is blank.";
    F0705 UNKNOWN_VARIABLE unknown_variable lint: "Nothing in the flow sets this variable, so it is blank.";
    F0706 NEVER_SET_HERE never_set_here lint: "Whichever path an execution comes by, this is blank here.";
    F0707 MAY_BE_UNSET may_be_unset lint: "Executions that come by one of the paths here read a blank.";

    // Functions and subflows. All but the first need a type, so that rustc finds them, in constants of
    // the runtime; what a typed subflow breaks of F0905 too.
    F0801 DUPLICATE_PARAMETER duplicate_parameter: "A function is given each parameter once.";
    F0802 MISSING_PARAMETER missing_parameter: "The function or the subflow cannot do its work without this parameter.";
    F0803 UNKNOWN_PARAMETER unknown_parameter: "The subflow never reads a parameter of this name, so its value is lost.";
    F0804 NEVER_RETURNED never_returned: "A function returns the fields of its type, and a subflow the variables it sets; any other is blank.";
    F0805 NO_SUBFLOW no_subflow: "Another flow can run only a flow whose trigger connects `incoming_parent`.";

    // Budget: what Studio's limits refuse. All but the lint are found on export.
    F0901 TOO_MANY_STATES too_many_states: "Studio takes 1,000 widgets in one flow.";
    F0902 TOO_MANY_STEPS too_many_steps: "Studio ends an execution after 1,000 steps.";
    F0903 TOO_MANY_SUBFLOWS too_many_subflows: "Studio takes 150 `run_subflow` in one flow, and 50 different subflows.";
    F0904 LONG_LOOP long_loop lint: "A `for` stops after 15 rounds.";
    F0905 NESTED_SUBFLOW nested_subflow: "A subflow runs no subflow of its own.";
}
