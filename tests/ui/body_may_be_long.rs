use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_conversation_message => offices,
        }

        send_message offices {
            //~v F0517
            body: "Office 01, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 02, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 03, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 04, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 05, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 06, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 07, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 08, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 09, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 10, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 11, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 12, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 13, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 14, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 15, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 16, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 17, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 18, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 19, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment. Office 20, open from Mon",

            _ => end,
        }
    }
}

fn main() {}
