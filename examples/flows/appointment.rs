//! A practice that finds a time for an appointment: questions that wait for an answer, a counter
//! of attempts, a time-out, and a function of the program's own.

use flow_runtime::prelude::*;
use serde::Serialize;

flow! {
    /// Finds a day for an appointment, and hands over to a person when it cannot.
    pub flow Appointment {
        trigger {
            incoming_conversation_message => start,
        }

        set_variables start {
            variables: { attempts: 0 },

            next => ask_day,
        }

        send_and_wait_for_reply ask_day {
            body: "Which day suits you: Monday, Tuesday or Thursday?",
            timeout: 14400,

            incoming_message => check_day,
            timeout => say_goodbye,
            delivery_failure => end,
        }

        split_based_on check_day {
            input: "{{widgets.ask_day.inbound.Body}}",

            /// A day we are open
            matches_any_of("monday", "tuesday", "thursday") => book,
            contains("person") | contains("human") => call_reception,
            _ => count_attempt,
        }

        set_variables count_attempt {
            variables: { attempts: "{{flow.variables.attempts | plus: 1}}" },

            next => check_attempts,
        }

        split_based_on check_attempts {
            input: "{{flow.variables.attempts}}",

            /// Tried often enough
            greater_than("2") => call_reception,
            _ => ask_day,
        }

        run_function book {
            function: BookAppointment {
                day: "{{widgets.ask_day.inbound.Body | strip | downcase}}",
            },

            success => ask_confirmation,
            fail => say_full,
        }

        send_message say_full {
            body: "{{widgets.book.body}} Let us look for another day.",

            _ => count_attempt,
        }

        send_and_wait_for_reply ask_confirmation {
            body: "We have {{widgets.book.parsed.day}} at {{widgets.book.parsed.time}}. \
                   Shall we book it? (yes or no)",

            incoming_message => check_confirmation,
            timeout => say_goodbye,
            delivery_failure => end,
        }

        split_based_on check_confirmation {
            input: "{{widgets.ask_confirmation.inbound.Body}}",

            /// Agrees
            matches_any_of("yes", "y", "ok", "sure") => say_booked,
            _ => count_attempt,
        }

        send_message say_booked {
            body: "Booked: {{widgets.book.parsed.day}} at {{widgets.book.parsed.time}}, \
                   confirmed by {{widgets.ask_confirmation.inbound.Author}}. See you then!",

            _ => end,
        }

        send_message call_reception {
            body: "I am calling somebody from the reception.",

            _ => leave_to_people,
        }

        run_function leave_to_people {
            function: HandOver,

            _ => end,
        }

        send_message say_goodbye {
            body: "We have not heard from you. Write again whenever you like.",

            _ => end,
        }
    }
}

/// Finds a free time on a day.
#[derive(Debug, FunctionParameters)]
struct BookAppointment {
    /// The day, in lower case.
    day: String,
}

/// A time that is free.
#[derive(Debug, Serialize, FunctionOutput)]
struct FreeTime {
    /// The day, as it is written.
    day: &'static str,
    /// The time, `HH:MM`.
    time: &'static str,
}

impl Function for BookAppointment {
    type Output = FreeTime;

    async fn call(self, _cx: &FunctionContext) -> Result<FreeTime, FunctionError> {
        match self.day.as_str() {
            "monday" => Ok(FreeTime {
                day: "Monday",
                time: "09:30",
            }),
            "tuesday" => Ok(FreeTime {
                day: "Tuesday",
                time: "14:00",
            }),
            _ => Err(FunctionError::new("That day is full.")),
        }
    }
}
