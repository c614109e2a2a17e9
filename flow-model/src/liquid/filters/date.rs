//! `date`: reads a time and writes it as strftime does. No clock: `now` comes from outside.

use std::fmt::Write;

use super::{Arguments, text};
use crate::Value;

/// Where Studio's templates are: PST, eight hours west, all year round. Twilio's help centre
/// (article 4413699936411) names it; whether it keeps summer time is not documented.
const STUDIO_OFFSET: i64 = -8 * 3600;

/// What is no date, or an empty format, leaves the input as it is.
pub(super) fn date(input: &Value, arguments: &Arguments<'_>) -> Option<Value> {
    let format = arguments.text(0);
    let moment = match input {
        Value::Integer(seconds) => Some(Moment::studio(*seconds)),
        Value::Float(seconds) => Some(Moment::studio(*seconds as i64)),
        Value::Text(text) => Moment::read(text, arguments.now),
        _ => None,
    };
    match moment {
        Some(moment) if !format.is_empty() => text(moment.format(&format)),
        _ => Some(input.clone()),
    }
}

/// A time on some clock: seconds since 1970-01-01 there, and how far it is ahead of UTC.
struct Moment {
    local: i64,
    offset: i64,
}

impl Moment {
    fn studio(seconds: i64) -> Moment {
        Moment {
            local: seconds.saturating_add(STUDIO_OFFSET),
            offset: STUDIO_OFFSET,
        }
    }

    fn read(text: &str, now: i64) -> Option<Moment> {
        let text = text.trim();
        if ["now", "today"]
            .iter()
            .any(|word| text.eq_ignore_ascii_case(word))
        {
            return Some(Moment::studio(now.div_euclid(1000)));
        }
        if let Ok(seconds) = text.parse() {
            return Some(Moment::studio(seconds));
        }
        written(text)
    }

    fn format(&self, format: &str) -> String {
        let mut out = String::new();
        let mut rest = format;
        while let Some(start) = rest.find('%') {
            out.push_str(&rest[..start]);
            let directive = &rest[start..];
            let mut letters = directive[1..].chars();
            let mut flag = None;
            let mut letter = letters.next();
            if let Some(found @ ('-' | '^' | '_' | '0')) = letter {
                flag = Some(found);
                letter = letters.next();
            }
            rest = letters.as_str();
            match letter.and_then(|letter| self.directive(letter, flag)) {
                Some(part) => out.push_str(&part),
                // What strftime does not know stays as it is written.
                None => out.push_str(&directive[..directive.len() - rest.len()]),
            }
        }
        out + rest
    }

    /// What one letter after `%` stands for.
    fn directive(&self, letter: char, flag: Option<char>) -> Option<String> {
        let seconds = self.local.rem_euclid(86_400);
        let days = self.local.div_euclid(86_400);
        let (year, month, day) = civil(days);
        let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
        let hour12 = (hour + 11) % 12 + 1;
        let weekday = (days + 4).rem_euclid(7);
        let of_year = days - days_from_civil(year, 1, 1);
        let number =
            |number: i64, width: usize, fill: char| Some(padded(number, width, fill, flag));
        let word = |word: &str| {
            Some(match flag {
                Some('^') => word.to_uppercase(),
                _ => word.to_owned(),
            })
        };
        match letter {
            'Y' => number(year, 1, '0'),
            'C' => number(year.div_euclid(100), 2, '0'),
            'y' => number(year.rem_euclid(100), 2, '0'),
            'm' => number(month, 2, '0'),
            'd' => number(day, 2, '0'),
            'e' => number(day, 2, ' '),
            'j' => number(of_year + 1, 3, '0'),
            'H' => number(hour, 2, '0'),
            'k' => number(hour, 2, ' '),
            'I' => number(hour12, 2, '0'),
            'l' => number(hour12, 2, ' '),
            'M' => number(minute, 2, '0'),
            'S' => number(second, 2, '0'),
            'L' => number(0, 3, '0'),
            's' => number(self.local.saturating_sub(self.offset), 1, '0'),
            'u' => number((weekday + 6) % 7 + 1, 1, '0'),
            'w' => number(weekday, 1, '0'),
            'U' => number((of_year + 7 - weekday) / 7, 2, '0'),
            'W' => number((of_year + 7 - (weekday + 6) % 7) / 7, 2, '0'),
            'p' => word(if hour < 12 { "AM" } else { "PM" }),
            'P' => word(if hour < 12 { "am" } else { "pm" }),
            'A' => word(named(&WEEKDAYS, weekday)),
            'a' => word(&named(&WEEKDAYS, weekday)[..3]),
            'B' => word(named(&MONTHS, month - 1)),
            'b' | 'h' => word(&named(&MONTHS, month - 1)[..3]),
            'Z' => word(match self.offset {
                0 => "UTC",
                STUDIO_OFFSET => "PST",
                _ => "",
            }),
            'z' => Some(zone(self.offset)),
            '%' => Some("%".to_owned()),
            'n' => Some("\n".to_owned()),
            't' => Some("\t".to_owned()),
            'F' => Some(self.format("%Y-%m-%d")),
            'D' | 'x' => Some(self.format("%m/%d/%y")),
            'T' | 'X' => Some(self.format("%H:%M:%S")),
            'R' => Some(self.format("%H:%M")),
            'r' => Some(self.format("%I:%M:%S %p")),
            'c' => Some(self.format("%a %b %e %H:%M:%S %Y")),
            _ => None,
        }
    }
}

const WEEKDAYS: [&str; 7] = [
    "Sunday",
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
];

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

fn named(names: &[&'static str], index: i64) -> &'static str {
    let index = usize::try_from(index).unwrap_or(0);
    names.get(index).copied().unwrap_or(names[0])
}

fn padded(number: i64, width: usize, fill: char, flag: Option<char>) -> String {
    match (flag, fill) {
        (Some('-'), _) => number.to_string(),
        (Some('_'), _) | (None, ' ') => format!("{number:>width$}"),
        _ => format!("{number:0>width$}"),
    }
}

fn zone(offset: i64) -> String {
    let sign = if offset < 0 { '-' } else { '+' };
    let minutes = offset.abs() / 60;
    let mut zone = String::new();
    // Writing to a String does not fail.
    let _ = write!(zone, "{sign}{:02}{:02}", minutes / 60, minutes % 60);
    zone
}

/// A time in words: `2026-11-22`, `2026-11-22 20:14:05 +0100` (ISO 8601), `11/22/2026`, or
/// `Sun, 22 Nov 2026 20:14:05 +0000` (RFC 2822, as Twilio's APIs write). Without a zone it is UTC.
fn written(text: &str) -> Option<Moment> {
    let mut reader = Numbers { rest: text };
    let (year, month, day) = reader.day()?;
    let days = days_from_civil(year, month, day);
    if !(1..=12).contains(&month) || civil(days) != (year, month, day) {
        return None;
    }
    let seconds = reader.time()?;
    let offset = reader.zone()?;
    Some(Moment {
        local: days * 86_400 + seconds,
        offset,
    })
}

struct Numbers<'t> {
    rest: &'t str,
}

impl Numbers<'_> {
    fn eat(&mut self, mark: char) -> Option<()> {
        self.rest = self.rest.strip_prefix(mark)?;
        Some(())
    }

    /// A number of at most four digits.
    fn number(&mut self) -> Option<i64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 4 {
            return None;
        }
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        number.parse().ok()
    }

    fn day(&mut self) -> Option<(i64, i64, i64)> {
        if let Some((_, rest)) = self.rest.split_once(", ") {
            self.rest = rest;
        }
        let first = self.number()?;
        if self.eat('-').is_some() {
            let month = self.number()?;
            self.eat('-')?;
            return Some((first, month, self.number()?));
        }
        if self.eat('/').is_some() {
            let day = self.number()?;
            self.eat('/')?;
            return Some((self.number()?, first, day));
        }
        self.eat(' ')?;
        let word = self.rest.split(' ').next()?;
        let month = MONTHS.iter().position(|month| {
            word.eq_ignore_ascii_case(month) || word.eq_ignore_ascii_case(&month[..3])
        })?;
        self.rest = self.rest[word.len()..].strip_prefix(' ')?;
        Some((self.number()?, i64::try_from(month).ok()? + 1, first))
    }

    /// Seconds of the day; midnight where nothing follows.
    fn time(&mut self) -> Option<i64> {
        if self.rest.is_empty() {
            return Some(0);
        }
        self.rest = self.rest.strip_prefix(['T', ' '])?;
        let hour = self.number()?;
        self.eat(':')?;
        let minute = self.number()?;
        let second = match self.eat(':') {
            Some(()) => self.number()?,
            None => 0,
        };
        if let Some(fraction) = self.rest.strip_prefix('.') {
            self.rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
        (hour < 24 && minute < 60 && second <= 60).then_some(hour * 3600 + minute * 60 + second)
    }

    /// Seconds ahead of UTC.
    fn zone(&mut self) -> Option<i64> {
        let zone = self.rest.trim();
        if matches!(zone, "" | "Z" | "UTC" | "GMT") {
            return Some(0);
        }
        let sign = if zone.starts_with('-') { -1 } else { 1 };
        let digits = zone.strip_prefix(['+', '-'])?.replace(':', "");
        if digits.len() != 4 {
            return None;
        }
        let number: i64 = digits.parse().ok()?;
        Some(sign * (number / 100 * 3600 + number % 100 * 60))
    }
}

/// Days since 1970-01-01 of a day of the Gregorian calendar (Howard Hinnant, "chrono-Compatible
/// Low-Level Date Algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The day of the Gregorian calendar, as year, month and day.
fn civil(days: i64) -> (i64, i64, i64) {
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (era * 400 + year + next, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_as_strftime() {
        // 2026-11-22 20:14:05 UTC is 12:14:05 in Studio.
        let moment = Moment::studio(1_795_378_445);
        for (format, wanted) in [
            ("%Y-%m-%d", "2026-11-22"),
            ("%H:%M:%S", "12:14:05"),
            ("%-d %B %Y, %l:%M %p", "22 November 2026, 12:14 PM"),
            ("%a %^b %j %u %w", "Sun NOV 326 7 0"),
            ("%U %W", "47 46"),
            ("%z %Z %s", "-0800 PST 1795378445"),
            ("100%% %Q %", "100% %Q %"),
            ("%D %R", "11/22/26 12:14"),
        ] {
            assert_eq!(moment.format(format), wanted, "{format}");
        }
    }

    #[test]
    fn reads_what_apis_write() {
        for (text, wanted) in [
            ("2026-11-22", Some("2026-11-22 00:00:00 +0000")),
            ("2026-11-22T20:14:05Z", Some("2026-11-22 20:14:05 +0000")),
            (
                "2026-11-22 20:14:05.123 +01:00",
                Some("2026-11-22 20:14:05 +0100"),
            ),
            (
                "Sun, 22 Nov 2026 20:14:05 +0000",
                Some("2026-11-22 20:14:05 +0000"),
            ),
            ("22 November 2026", Some("2026-11-22 00:00:00 +0000")),
            ("11/22/2026", Some("2026-11-22 00:00:00 +0000")),
            ("2026-02-30", None),
            ("2026-11-22T25:00", None),
            ("soon", None),
            ("", None),
        ] {
            let found = Moment::read(text, 0).map(|moment| moment.format("%F %T %z"));
            assert_eq!(found.as_deref(), wanted, "{text}");
        }
    }

    #[test]
    fn every_day_goes_there_and_back() {
        for days in (-800_000..800_000).step_by(37) {
            let (year, month, day) = civil(days);
            assert_eq!(days_from_civil(year, month, day), days);
        }
    }

    #[test]
    fn no_second_is_too_far_away() {
        for seconds in [i64::MIN, i64::MAX, 0] {
            assert!(
                !Moment::studio(seconds)
                    .format("%c %z %j %U %W %s")
                    .is_empty()
            );
        }
    }
}
