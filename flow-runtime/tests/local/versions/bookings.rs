//! A flow that books by a function, in several versions.

use std::time::Duration;

use flow_runtime::prelude::*;
use serde::Serialize;
use tokio::time::sleep;

/// What everything begins in.
pub(crate) mod first {
    use super::*;

    flow! {
        /// Books, and says so.
        pub(crate) flow Bookings {
            trigger { incoming_conversation_message => book }

            run_function book {
                function: Book { day: "{{trigger.conversation.Body}}" },

                success => ask,
                fail => failed,
            }

            send_and_wait_for_reply ask {
                body: "{{widgets.book.parsed.time}}?",

                incoming_message => tell,
                _ => end,
            }

            send_message tell { body: "{{widgets.book.parsed.time}} it is.", _ => end }

            send_message failed { body: "{{widgets.book.body}}", _ => end }
        }
    }

    #[derive(FunctionParameters)]
    pub(crate) struct Book {
        day: String,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Slot {
        time: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, cx: &FunctionContext) -> Result<Slot, FunctionError> {
            let key = cx.effect_key().to_owned();
            if self.day == "slow" {
                sleep(Duration::from_secs(5)).await;
            }
            let n = key.rsplit('.').next().unwrap_or_default();
            Ok(Slot {
                time: format!("{} at {n}", self.day),
            })
        }
    }
}

/// Bookings with another function before the one that books.
pub(crate) mod welcoming {
    use super::*;

    flow! {
        /// Books, and says so.
        pub(crate) flow Bookings {
            trigger { incoming_conversation_message => welcome }

            run_function welcome {
                function: Welcome,

                _ => book,
            }

            run_function book {
                function: Book { day: "{{trigger.conversation.Body}}" },

                success => ask,
                fail => failed,
            }

            send_and_wait_for_reply ask {
                body: "Would {{widgets.book.parsed.time}} do?",

                incoming_message => tell,
                _ => end,
            }

            send_message tell { body: "{{widgets.book.parsed.time}} then.", _ => end }

            send_message failed { body: "{{widgets.book.body}}", _ => end }
        }
    }

    #[derive(FunctionParameters)]
    pub(crate) struct Welcome;

    impl Function for Welcome {
        type Output = ();

        async fn call(self, _cx: &FunctionContext) -> Result<(), FunctionError> {
            Ok(())
        }
    }

    #[derive(FunctionParameters)]
    pub(crate) struct Book {
        day: String,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Slot {
        time: String,
        place: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, cx: &FunctionContext) -> Result<Slot, FunctionError> {
            let key = cx.effect_key().to_owned();
            let n = key.rsplit('.').next().unwrap_or_default();
            let time = format!("again {} at {n}", self.day);
            Ok(Slot {
                time,
                place: String::new(),
            })
        }
    }
}

/// Bookings whose function returns something else.
pub(crate) mod returning {
    use super::*;

    flow! {
        /// Books, and says so.
        pub(crate) flow Bookings {
            trigger { incoming_conversation_message => book }

            run_function book {
                function: Book { day: "{{trigger.conversation.Body}}" },

                success => ask,
                fail => failed,
            }

            send_and_wait_for_reply ask {
                body: "{{widgets.book.parsed.slot.from}}?",

                incoming_message => tell,
                _ => end,
            }

            send_message tell { body: "{{widgets.book.parsed.slot.from}} it is.", _ => end }

            send_message failed { body: "{{widgets.book.body}}", _ => end }
        }
    }

    #[derive(FunctionParameters)]
    pub(crate) struct Book {
        day: String,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Booked {
        slot: Slot,
    }

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Slot {
        from: String,
    }

    impl Function for Book {
        type Output = Booked;

        async fn call(self, _cx: &FunctionContext) -> Result<Booked, FunctionError> {
            Ok(Booked {
                slot: Slot { from: self.day },
            })
        }
    }
}
