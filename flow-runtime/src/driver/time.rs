//! Times as Twilio writes them.

use flow_model::Text;

use crate::conversation::Timestamp;

const SECOND: i64 = 1000;
const DAY: i64 = 24 * 3600 * SECOND;

/// A time in ISO 8601, UTC, to the millisecond: `2021-08-10T18:00:58.111Z`.
pub(super) fn iso8601(time: Timestamp) -> Text {
    let (year, month, day) = date(time.div_euclid(DAY));
    let millis = time.rem_euclid(DAY);
    let (hour, minute, second) = (
        millis / (3600 * SECOND),
        millis / (60 * SECOND) % 60,
        millis / SECOND % 60,
    );
    let millis = millis % SECOND;
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z").into()
}

/// Year, month and day of a day since 1970, by
/// [Howard Hinnant's algorithm](https://howardhinnant.github.io/date_algorithms.html#civil_from_days):
/// years begin in March, so that a leap day is the last of its year.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = year + era * 400 + i64::from(month <= 2);
    (year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_iso_8601() {
        for (time, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (-1, "1969-12-31T23:59:59.999Z"),
            (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (1_628_618_458_111, "2021-08-10T18:00:58.111Z"),
            (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
            (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        ] {
            assert_eq!(iso8601(time), text, "{time}");
        }
    }

    #[test]
    fn no_time_is_out_of_range() {
        iso8601(i64::MIN);
        iso8601(i64::MAX);
    }
}
