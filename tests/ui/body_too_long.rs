use flow_runtime::prelude::*;

flow! {
    pub flow Desk {
        trigger {
            incoming_message => offices,
        }

        send_message offices {
            //~v F0516
            body: "\
                Office 01, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 02, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 03, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 04, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 05, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 06, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 07, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 08, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 09, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 10, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 11, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 12, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 13, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 14, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 15, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 16, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 17, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 18, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 19, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 20, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
                Office 21, open from Monday to Friday, 08:00 to 17:00, at weekends by appointment.\n\
            ",

            _ => end,
        }
    }
}

fn main() {}
