use flow_runtime::prelude::*;
use serde::Serialize;

#[derive(FunctionParameters)]
struct Book {
    day: String,
}

#[derive(Serialize, FunctionOutput)]
struct Booked {
    time: String,
    place: Place,
    notes: Vec<String>,
}

#[derive(Serialize, FunctionOutput)]
struct Place {
    street: String,
}

impl Function for Book {
    type Output = Booked;

    async fn call(self, _cx: &FunctionContext) -> Result<Booked, FunctionError> {
        Err(FunctionError::new(self.day))
    }
}

flow! {
    pub flow Billing {
        trigger {
            incoming_parent => keep,
        }

        set_variables keep {
            variables: { paid: "yes", receipt: "{{trigger.parent.parameters.account}}" },

            next => end,
        }
    }
}

flow! {
    pub flow Desk {
        trigger {
            incoming_message => book,
        }

        run_function book {
            function: Book { day: "monday" },

            success => tell,
            fail => apologise,
        }

        send_message tell {
            body: "At {{widgets.book.parsed.tiem}} in {{widgets.book.parsed.place.town}}.", //~ F0804

            _ => note,
        }

        send_message note {
            body: "{{widgets.book.parsed.time}} {{widgets.book.parsed.notes[0].text}} {{widgets.book.parsed.notes.size}} {{widgets.book.body}}",

            _ => hours,
        }

        send_message hours {
            body: "{{widgets.book.parsed.time.hours}}", //~ F0804

            _ => bill,
        }

        run_subflow bill {
            flow: Billing { account: "1" },

            completed => receipt,
            failed => end,
        }

        send_message receipt {
            body: "{{widgets.bill.paid}} {{widgets.bill.payed}} {{widgets.bill.total}}", //~ F0804

            _ => end,
        }

        send_message apologise {
            body: "{{widgets.book.body}}",

            _ => end,
        }
    }
}

fn main() {}
