//! A flow that takes orders, in several versions.

/// What everything begins in.
pub(crate) mod first {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(crate) flow Orders {
            trigger { incoming_conversation_message => ask }

            send_and_wait_for_reply ask {
                body: "What would you like?",
                timeout: 60,

                incoming_message => keep,
                timeout => give_up,
                delivery_failure => end,
            }

            set_variables keep {
                variables: { item: "{{widgets.ask.inbound.Body}}" },

                next => confirm,
            }

            send_and_wait_for_reply confirm {
                body: "{{flow.variables.item}}?",

                incoming_message => done,
                _ => end,
            }

            send_message done {
                body: "{{flow.variables.item}} it is.",

                _ => end,
            }

            send_message give_up {
                body: "Nobody there.",

                _ => end,
            }
        }
    }
}

/// The same orders in other words, with a widget more.
pub(crate) mod reworded {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(crate) flow Orders {
            trigger { incoming_conversation_message => hello }

            send_message hello { body: "Hello!", _ => ask }

            send_and_wait_for_reply ask {
                body: "And what would you like?",
                timeout: 60,

                incoming_message => keep,
                timeout => give_up,
                delivery_failure => end,
            }

            set_variables keep {
                variables: { item: "{{widgets.ask.inbound.Body | upcase}}" },

                next => confirm,
            }

            send_and_wait_for_reply confirm {
                body: "Really {{flow.variables.item}}?",

                incoming_message => done,
                _ => end,
            }

            send_message done { body: "Right, {{flow.variables.item}}.", _ => end }

            send_message give_up { body: "Another time.", _ => end }
        }
    }
}

/// Orders that are put on an account, which is looked up first.
pub(crate) mod accounts {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(crate) flow Orders {
            trigger { incoming_conversation_message => look_up }

            set_variables look_up {
                variables: { account: "{{trigger.conversation.Author}}" },

                next => ask,
            }

            send_and_wait_for_reply ask {
                body: "What would you like?",
                timeout: 60,

                incoming_message => keep,
                timeout | delivery_failure => end,
            }

            set_variables keep {
                variables: { item: "{{widgets.ask.inbound.Body}}" },

                next => confirm,
            }

            send_and_wait_for_reply confirm {
                body: "{{flow.variables.item}}, {{flow.variables.account}}?",

                incoming_message => done,
                _ => end,
            }

            send_message done { body: "{{flow.variables.item}}, as you wish.", _ => end }
        }
    }
}

/// Orders in which two widgets have other names.
pub(crate) mod renamed {
    use flow_runtime::prelude::*;

    flow! {
        /// Takes an order.
        pub(crate) flow Orders {
            trigger {
                incoming_conversation_message => ask_item,
            }

            send_and_wait_for_reply ask_item {
                body: "What would you like?",
                timeout: 60,

                incoming_message => check,
                _ => end,
            }

            send_and_wait_for_reply check {
                body: "{{widgets.ask_item.inbound.Body}}?",

                incoming_message => done,
                _ => end,
            }

            send_message done {
                body: "{{widgets.ask_item.inbound.Body}} at last.",

                _ => end,
            }

            migrate {
                ask => ask_item,
                confirm => check,
            }
        }
    }
}
