//! Times as Twilio writes them.

use flow_model::Text;

use crate::conversation::Timestamp;

const SECOND: i64 = 1000;
const DAY: i64 = 24 * 3600 * SECOND;

/// A time in ISO 8601, UTC, to the millisecond: `2021-08-10T18:00:58.111Z`.
pub(crate) fn iso8601(time: Timestamp) -> Text {
    let (year, month, day) = date(time.div_euclid(DAY));
    let of_day = time.rem_euclid(DAY);
    let (hour, minute) = (of_day / (3600 * SECOND), of_day / (60 * SECOND) % 60);
    let (second, milli) = (of_day / SECOND % 60, of_day % SECOND);
    if !(0..10_000).contains(&year) {
        return format_args!(
            "{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{milli:03}Z"
        )
        .into();
    }
    // By hand: every message has one, and formatting takes several times as long.
    let mut text = *b"0000-00-00T00:00:00.000Z";
    put(&mut text, 0, year / 100);
    put(&mut text, 2, year % 100);
    put(&mut text, 5, month);
    put(&mut text, 8, day);
    put(&mut text, 11, hour);
    put(&mut text, 14, minute);
    put(&mut text, 17, second);
    put(&mut text, 20, milli / 10);
    text[22] = b'0' + (milli % 10) as u8;
    Text::Shared(std::str::from_utf8(&text).unwrap_or_default().into())
}

/// Writes a number below 100 as two digits.
#[inline]
fn put(text: &mut [u8; 24], at: usize, number: i64) {
    let number = number as u8;
    text[at] = b'0' + number / 10;
    text[at + 1] = b'0' + number % 10;
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
            (-62_167_219_200_000, "0000-01-01T00:00:00.000Z"),
            (253_402_300_800_000, "10000-01-01T00:00:00.000Z"),
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
