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
    use flow_runtime::testing::simulate;

    use super::{Appointment as A, BookAppointment, FreeTime, FunctionError};

    #[tokio::test]
    async fn a_free_day_is_booked_once_somebody_agrees() {
        let mut chat = simulate(A).participant("partner", "+15557770124");
        chat.customer("hi").await.expect_waiting_at(A::ask_day);
        let offer = "We have Tuesday at 14:00. Shall we book it? (yes or no)";
        chat.says("partner", "tuesday")
            .await
            .expect_messages([offer]);
        let booked = "Booked: Tuesday at 14:00, confirmed by customer. See you then!";
        chat.customer("ok")
            .await
            .expect_message(booked)
            .expect_ended();
    }

    #[tokio::test]
    async fn whoever_refuses_three_times_talks_to_a_person() {
        let mut chat = simulate(A).function(|book: BookAppointment| match book.day.as_str() {
            "monday" => Ok(FreeTime {
                day: "Monday",
                time: "08:00",
            }),
            _ => Err(FunctionError::new("That day is full.")),
        });
        chat.customer("hi").await;
        chat.customer("sunday")
            .await
            .expect_variable("flow.variables.attempts", 1);
        chat.customer("thursday")
            .await
            .expect_message_containing("That day is full.");
        chat.customer("monday")
            .await
            .expect_waiting_at(A::ask_confirmation);
        chat.customer("no")
            .await
            .expect_visited(A::call_reception)
            .expect_handed_over();
        let mut chat = simulate(A);
        chat.customer("hi").await;
        chat.customer("a human, please").await.expect_handed_over();
    }

    #[tokio::test]
    async fn silence_and_undelivered_questions_end_it() {
        for answers in [&["hi"][..], &["hi", "monday"]] {
            let (mut chat, mut deaf) = (simulate(A), simulate(A).refusing(A::ask_day));
            deaf = if answers.len() == 2 {
                simulate(A).refusing(A::ask_confirmation)
            } else {
                deaf
            };
            for answer in answers {
                chat.customer(*answer).await;
                deaf.customer(*answer).await;
            }
            chat.nobody_answers()
                .await
                .expect_visited(A::say_goodbye)
                .expect_ended();
            deaf.expect_no_message().expect_ended();
        }
    }
}
