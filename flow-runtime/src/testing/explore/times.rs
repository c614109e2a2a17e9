//! When conversations begin, where a split asks what time it is.

use flow_model::Text;

use crate::conversation::Timestamp;
use crate::driver::time::iso8601;
use crate::testing::START;

const MINUTE: Timestamp = 60_000;
const HOUR: Timestamp = 60 * MINUTE;
const DAY: Timestamp = 24 * HOUR;

/// By day and by night on each day of a week; and around each time and each date of these texts.
pub(super) fn tried(texts: &[Text]) -> Vec<Timestamp> {
    let midnight = START - 9 * HOUR;
    let mut times = vec![START];
    for text in texts {
        if let Some(time) = time(text) {
            times.push(midnight + time);
        } else if let Some(date) = date(text) {
            times.push(date + 12 * HOUR);
        }
    }
    for day in 0..7 {
        times.extend([3, 10, 14, 20].map(|hour| midnight + day * DAY + hour * HOUR));
    }
    let mut tried = Vec::new();
    for time in times {
        if !tried.contains(&time) {
            tried.push(time);
        }
    }
    tried
}

/// `Wednesday, 2025-01-15 09:00 UTC`
pub(super) fn told(time: Timestamp) -> String {
    const DAYS: [&str; 7] = [
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
        "Monday",
        "Tuesday",
        "Wednesday",
    ];
    let day = usize::try_from(time.div_euclid(DAY).rem_euclid(7)).unwrap_or(0);
    let text = iso8601(time);
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    let minute = time.get(..5).unwrap_or(time);
    format!("{}, {date} {minute} UTC", DAYS[day])
}

/// `09:30`
fn time(text: &str) -> Option<Timestamp> {
    let (hour, minute) = text.trim().split_once(':')?;
    let (hour, minute): (Timestamp, Timestamp) = (hour.parse().ok()?, minute.parse().ok()?);
    ((0..24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * HOUR + minute * MINUTE)
}

/// `2025-12-24`, and the same without the year; with slashes the month comes first.
fn date(text: &str) -> Option<Timestamp> {
    let numbers = |separator| -> Option<Vec<Timestamp>> {
        let parts = text.trim().split(separator);
        parts.map(|part| part.parse().ok()).collect()
    };
    let (year, month, day) = match (numbers('-').as_deref(), numbers('/').as_deref()) {
        (Some([year, month, day]), _) | (_, Some([month, day, year])) => (*year, *month, *day),
        (Some([month, day]), _) | (_, Some([month, day])) => (2025, *month, *day),
        _ => return None,
    };
    let is_date =
        (1970..2200).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| days(year, month, day) * DAY)
}

/// The days from 1970 to a date, by [Howard Hinnant's
/// algorithm](https://howardhinnant.github.io/date_algorithms.html#days_from_civil).
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_told_as_a_person_would() {
        assert_eq!(told(START), "Wednesday, 2025-01-15 09:00 UTC");
        assert_eq!(told(0), "Thursday, 1970-01-01 00:00 UTC");
    }

    #[test]
    fn times_and_dates_are_read() {
        assert_eq!(time("09:30"), Some(9 * HOUR + 30 * MINUTE));
        assert_eq!(time("24:00"), None);
        assert_eq!(date("1970-01-02"), Some(DAY));
        assert_eq!(date("01/15/2025"), Some(START - 9 * HOUR));
        assert_eq!(date("01-15"), date("2025-01-15"));
        assert_eq!(date("support"), None);
    }
}
