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

#[cfg(test)]
mod tests {
    use super::Appointment;
    use flow_runtime::testing::{explore, simulate};

    #[tokio::test]
    async fn a_day_is_booked_when_somebody_agrees() {
        let mut chat = simulate(Appointment).participant("partner", "+15557770124");
        chat.customer("hi").await;
        chat.says("partner", "Tuesday").await;
        chat.customer("ok").await.expect_ended();
        chat.expect_message_containing("Tuesday at 14:00, confirmed by customer");
    }

    #[tokio::test]
    async fn a_person_takes_over_after_three_attempts_and_when_asked() {
        for wish in ["monday", "a person, please", "are you human?"] {
            let mut chat = simulate(Appointment);
            for answer in ["hi", "sunday", "thursday", wish, "no"] {
                chat.customer(answer).await;
            }
            chat.expect_handed_over();
        }
    }

    #[tokio::test]
    async fn silence_and_questions_that_do_not_arrive_end_it() {
        let mut chat = simulate(Appointment).refusing(Appointment::ask_confirmation);
        chat.customer("hi").await;
        chat.customer("monday").await.expect_ended();
        let mut chat = simulate(Appointment);
        chat.customer("hi").await;
        chat.nobody_answers().await.expect_ended();
        chat.customer("hi").await;
        chat.customer("monday").await;
        chat.nobody_answers().await.expect_ended();
        let mut chat = chat.refusing(Appointment::ask_day);
        chat.customer("hi").await.expect_no_message();
    }

    #[test]
    fn every_way_can_be_gone_and_ends_well() {
        let explored = explore(Appointment).run();
        explored.expect_every_edge().expect_good_ends();
    }
}
