//! A flow that books by a function, in several versions.

use std::time::Duration;

use flow_runtime::prelude::*;
use serde::Serialize;
use tokio::time::sleep;

/// A version of the flow: where it begins, what its function is given besides the day, how it asks about
/// what was booked, what it says of it, and which widgets it has besides.
macro_rules! bookings {
    (
        begins at $first:ident,
        $(gives $parameter:ident: $type:ty = $text:literal,)?
        asks $question:literal, tells $answer:literal; $($more:tt)*
    ) => {
        flow! {
            /// Books, and says so.
            pub(crate) flow Bookings {
                trigger { incoming_conversation_message => $first }

                $($more)*

                run_function book {
                    function: Book {
                        day: "{{trigger.conversation.Body}}",
                        $($parameter: $text,)?
                    },

                    success => ask,
                    fail => failed,
                }

                send_and_wait_for_reply ask {
                    body: $question,

                    incoming_message => tell,
                    _ => end,
                }

                send_message tell { body: $answer, _ => end }

                send_message failed { body: "{{widgets.book.body}}", _ => end }
            }
        }

        #[derive(FunctionParameters)]
        pub(crate) struct Book {
            day: String,
            $($parameter: $type,)?
        }
    };
}

/// Which effect of its execution a call is.
fn number(cx: &FunctionContext) -> &str {
    cx.effect_key().rsplit('.').next().unwrap_or_default()
}

/// What everything begins in.
pub(crate) mod first {
    use super::*;

    bookings! {
        begins at book,
        asks "{{widgets.book.parsed.time}}?",
        tells "{{widgets.book.parsed.time}} it is.";
    }

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Slot {
        time: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, cx: &FunctionContext) -> Result<Slot, FunctionError> {
            if self.day == "slow" {
                sleep(Duration::from_secs(5)).await;
            }
            Ok(Slot {
                time: format!("{} at {}", self.day, number(cx)),
            })
        }
    }
}

/// Bookings with another function before the one that books, which returns more.
pub(crate) mod welcoming {
    use super::*;

    bookings! {
        begins at welcome,
        asks "Would {{widgets.book.parsed.time}} do?",
        tells "{{widgets.book.parsed.time}} then.";

        run_function welcome {
            function: Welcome,

            _ => book,
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

    #[derive(Serialize, FunctionOutput)]
    pub(crate) struct Slot {
        time: String,
        place: String,
    }

    impl Function for Book {
        type Output = Slot;

        async fn call(self, cx: &FunctionContext) -> Result<Slot, FunctionError> {
            Ok(Slot {
                time: format!("again {} at {}", self.day, number(cx)),
                place: String::new(),
            })
        }
    }
}

/// Bookings whose function returns something else.
pub(crate) mod returning {
    use super::*;

    bookings! {
        begins at book,
        asks "{{widgets.book.parsed.slot.from}}?",
        tells "{{widgets.book.parsed.slot.from}} it is.";
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

/// Bookings whose function is told how long, as a value of that type.
macro_rules! lasting {
    ($type:ty) => {
        use super::*;

        bookings! {
            begins at book,
            gives minutes: $type = "30",
            asks "{{widgets.book.parsed.time}}?",
            tells "{{widgets.book.parsed.time}} it is.";
        }

        #[derive(Serialize, FunctionOutput)]
        pub(crate) struct Slot {
            time: String,
        }

        impl Function for Book {
            type Output = Slot;

            async fn call(self, _cx: &FunctionContext) -> Result<Slot, FunctionError> {
                let time = format!("{} for {:?}", self.day, self.minutes);
                Ok(Slot { time })
            }
        }
    };
}

pub(crate) mod minutes {
    lasting!(u32);
}

pub(crate) mod perhaps_minutes {
    lasting!(Option<u32>);
}

pub(crate) mod minutes_in_words {
    lasting!(String);
}
