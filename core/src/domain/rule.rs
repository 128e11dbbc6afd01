//! Recurrence rules (RFC 5545, 3.3.10): the part that calendars of people use.
//!
//! `FREQ` from `DAILY` to `YEARLY` with `INTERVAL`, `COUNT`, `UNTIL`, `WKST`, `BYMONTH`, `BYMONTHDAY`, `BYDAY`, `BYSETPOS`.
//! Several starts a day (`BYHOUR` …) and counting by weeks or days of the year are refused.
//!
//! A rule is a question put to days: a day is in or out whatever came before it. So a question about next month costs the
//! days of next month, and a rule that never matches costs no more than one that does; libraries that walk from one match
//! to the next take up to a second for such a rule, and any member may write one. Only `COUNT` walks from the start.

use super::Problem;
use crate::limits::{MAX_RECURRENCE_STEPS, MAX_RRULE_BYTES};
use jiff::civil::{Date, DateTime, Weekday};
use jiff::{Span, ToSpan, Unit};

/// A rule that was read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    frequency: Frequency,
    interval: i32,
    count: Option<u32>,
    until: Option<Until>,
    week_start: Weekday,
    months: Vec<i8>,
    month_days: Vec<i8>,
    /// Ordinal (0 for every) and weekday.
    weekdays: Vec<(i16, Weekday)>,
    positions: Vec<i16>,
}

/// Last moment of a rule, as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// To the end of this day.
    Day(Date),
    /// To this wall time.
    Wall(DateTime),
    /// To this time in UTC.
    Utc(DateTime),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Frequency {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

const MAX_INTERVAL: i32 = 1_000;
const MAX_COUNT: u32 = 10_000;

impl Rule {
    /// Reads a rule as it stands after `RRULE:`.
    ///
    /// # Errors
    /// [`Problem`] where it is over [`MAX_RRULE_BYTES`], breaks the grammar, or has parts that are not understood: a rule
    /// is never half understood.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        const WRONG: Problem = Problem::Malformed("recurrence rule");
        super::check_text(text, "recurrence rule", MAX_RRULE_BYTES)?;
        let mut frequency = None;
        let mut rule = Self {
            frequency: Frequency::Daily,
            interval: 1,
            count: None,
            until: None,
            week_start: Weekday::Monday,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
        };
        let mut seen = Vec::new();
        for part in text.trim().trim_end_matches(';').split(';') {
            let (name, value) = part.split_once('=').ok_or(WRONG)?;
            if seen.contains(&name) {
                return Err(WRONG);
            }
            seen.push(name);
            match name {
                "FREQ" => frequency = Some(Frequency::parse(value).ok_or(WRONG)?),
                "INTERVAL" => rule.interval = number(value, 1..=MAX_INTERVAL).ok_or(WRONG)?,
                "COUNT" => rule.count = Some(number(value, 1..=MAX_COUNT).ok_or(WRONG)?),
                "UNTIL" => rule.until = Some(Until::parse(value).ok_or(WRONG)?),
                "WKST" => rule.week_start = weekday(value).ok_or(WRONG)?,
                "BYMONTH" => rule.months = list(value, |n| number(n, 1..=12)).ok_or(WRONG)?,
                "BYMONTHDAY" => rule.month_days = list(value, |n| nonzero(n, 31)).ok_or(WRONG)?,
                "BYDAY" => rule.weekdays = list(value, ordinal_weekday).ok_or(WRONG)?,
                "BYSETPOS" => rule.positions = list(value, |n| nonzero(n, 366)).ok_or(WRONG)?,
                _ => return Err(WRONG),
            }
        }
        rule.frequency = frequency.ok_or(WRONG)?;
        if rule.is_sensible() { Ok(rule) } else { Err(WRONG) }
    }

    /// What the grammar allows and RFC 5545 forbids in its table of BY parts.
    fn is_sensible(&self) -> bool {
        let has_ordinals = self.weekdays.iter().any(|(ordinal, _)| *ordinal != 0);
        let by_day_only = matches!(self.frequency, Frequency::Daily | Frequency::Weekly);
        let has_other = !(self.months.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty());
        !(self.count.is_some() && self.until.is_some()
            || has_ordinals && by_day_only
            || self.frequency == Frequency::Weekly && !self.month_days.is_empty()
            || !self.positions.is_empty() && !has_other)
    }

    /// Returns the wall times from `from` to `to`, both included, at which something that started at `start` happens by
    /// this rule; sorted, at most `limit`. `to_wall` turns a time in UTC into a wall time there.
    pub(super) fn between(
        &self,
        start: DateTime,
        (from, to): (DateTime, DateTime),
        to_wall: impl Fn(DateTime) -> DateTime,
        limit: usize,
    ) -> Vec<DateTime> {
        let last = match self.until {
            None => to,
            Some(Until::Day(day)) => to.min(day.at(23, 59, 59, 0)),
            Some(Until::Wall(wall)) => to.min(wall),
            Some(Until::Utc(utc)) => to.min(to_wall(utc)),
        };
        let mut found = Vec::new();
        let mut counted = 0;
        let first = if self.count.is_some() { 0 } else { self.period_before(start.date(), from.date()) };
        for (number, _) in (first..).zip(0..MAX_RECURRENCE_STEPS) {
            let Some((begin, days)) = self.period(start.date(), number) else { break };
            if begin > last.date() {
                break;
            }
            for day in self.days_of_period(start.date(), begin, days) {
                let time = day.to_datetime(start.time());
                if time < start {
                    continue;
                }
                counted += 1;
                if time > last || self.count.is_some_and(|count| counted > count) || found.len() >= limit {
                    return found;
                }
                if time >= from {
                    found.push(time);
                }
            }
        }
        found
    }

    /// Returns the days of one period that are in, positions applied.
    fn days_of_period(&self, start: Date, begin: Date, days: i32) -> Vec<Date> {
        let mut within = Vec::new();
        let mut day = begin;
        for _ in 0..days {
            if self.holds_for(start, day) {
                within.push(day);
            }
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
        if self.positions.is_empty() {
            return within;
        }
        let mut chosen: Vec<Date> = self.positions.iter().filter_map(|position| at_position(&within, *position)).collect();
        chosen.sort_unstable();
        chosen.dedup();
        chosen
    }

    /// Returns whether a day of the right period is in.
    fn holds_for(&self, start: Date, day: Date) -> bool {
        let no_days = self.month_days.is_empty() && self.weekdays.is_empty();
        let month = if !self.months.is_empty() {
            self.months.contains(&day.month())
        } else {
            self.frequency != Frequency::Yearly || !no_days || day.month() == start.month()
        };
        let month_day = if !self.month_days.is_empty() {
            self.month_days.contains(&day.day()) || self.month_days.contains(&(day.day() - day.days_in_month() - 1))
        } else {
            let by_start = no_days && matches!(self.frequency, Frequency::Monthly | Frequency::Yearly);
            !by_start || day.day() == start.day()
        };
        month && month_day && self.weekday_holds_for(start, day)
    }

    fn weekday_holds_for(&self, start: Date, day: Date) -> bool {
        if self.weekdays.is_empty() {
            return self.frequency != Frequency::Weekly || day.weekday() == start.weekday();
        }
        let of_year = self.frequency == Frequency::Yearly && self.months.is_empty();
        let (at, len) = if of_year {
            (day.day_of_year(), day.days_in_year())
        } else {
            (i16::from(day.day()), i16::from(day.days_in_month()))
        };
        let (from_first, from_last) = ((at - 1) / 7 + 1, -((len - at) / 7 + 1));
        let holds = |(ordinal, weekday): &(i16, Weekday)| {
            *weekday == day.weekday() && (*ordinal == 0 || *ordinal == from_first || *ordinal == from_last)
        };
        self.weekdays.iter().any(holds)
    }

    /// Returns the first day and the length in days of period `number`, counted from the start's in steps of the interval.
    fn period(&self, start: Date, number: i32) -> Option<(Date, i32)> {
        let steps = number.checked_mul(self.interval)?;
        let month = start.first_of_month();
        match self.frequency {
            Frequency::Daily => Some((moved(start, steps.days())?, 1)),
            Frequency::Weekly => Some((moved(self.week_of(start)?, steps.checked_mul(7)?.days())?, 7)),
            Frequency::Monthly => {
                let begin = moved(month, steps.months())?;
                Some((begin, i32::from(begin.days_in_month())))
            }
            Frequency::Yearly => {
                let begin = moved(start.first_of_year(), steps.years())?;
                Some((begin, i32::from(begin.days_in_year())))
            }
        }
    }

    /// Returns the number of a period that ends before `day` or holds it, and none between.
    fn period_before(&self, start: Date, day: Date) -> i32 {
        let until = |from: Date, unit: Unit| from.until((unit, day)).unwrap_or_default();
        let passed = match self.frequency {
            Frequency::Daily => until(start, Unit::Day).get_days(),
            Frequency::Weekly => self.week_of(start).map_or(0, |week| until(week, Unit::Day).get_days() / 7),
            Frequency::Monthly => until(start.first_of_month(), Unit::Month).get_months(),
            Frequency::Yearly => i32::from(until(start.first_of_year(), Unit::Year).get_years()),
        };
        (passed / self.interval).max(0)
    }

    /// Returns the first day of the week that holds `day`.
    fn week_of(&self, day: Date) -> Option<Date> {
        moved(day, i32::from(-day.weekday().since(self.week_start)).days())
    }
}

impl Frequency {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "DAILY" => Some(Self::Daily),
            "WEEKLY" => Some(Self::Weekly),
            "MONTHLY" => Some(Self::Monthly),
            "YEARLY" => Some(Self::Yearly),
            _ => None,
        }
    }
}

impl Until {
    fn parse(text: &str) -> Option<Self> {
        const TIME: &str = "%Y%m%dT%H%M%S";
        match (text.len(), text.strip_suffix('Z')) {
            (8, None) => Date::strptime("%Y%m%d", text).ok().map(Self::Day),
            (15, None) => DateTime::strptime(TIME, text).ok().map(Self::Wall),
            (16, Some(utc)) => DateTime::strptime(TIME, utc).ok().map(Self::Utc),
            _ => None,
        }
    }
}

fn moved(day: Date, span: Span) -> Option<Date> {
    day.checked_add(span).ok()
}

fn at_position(days: &[Date], position: i16) -> Option<Date> {
    let from_end = usize::from(position.unsigned_abs());
    let at = if position > 0 { from_end.checked_sub(1) } else { days.len().checked_sub(from_end) };
    days.get(at?).copied()
}

/// Members of a BY list, at most this many.
const MAX_LIST: usize = 64;

fn list<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    let members: Option<Vec<T>> = text.split(',').map(read).collect();
    members.filter(|members| members.len() <= MAX_LIST)
}

fn number<T: std::str::FromStr + PartialOrd>(text: &str, range: std::ops::RangeInclusive<T>) -> Option<T> {
    text.parse().ok().filter(|n| range.contains(n))
}

fn nonzero<T: std::str::FromStr + PartialOrd + Default + std::ops::Neg<Output = T> + Copy>(text: &str, most: T) -> Option<T> {
    number(text, -most..=most).filter(|n| *n != T::default())
}

fn ordinal_weekday(text: &str) -> Option<(i16, Weekday)> {
    let (ordinal, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = if ordinal.is_empty() { 0 } else { nonzero(ordinal, 53)? };
    Some((ordinal, weekday(day)?))
}

fn weekday(text: &str) -> Option<Weekday> {
    const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
    let at = NAMES.iter().position(|name| *name == text)?;
    Weekday::from_monday_zero_offset(i8::try_from(at).ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where it fails")]
    use super::*;
    use proptest::prelude::*;

    fn starts(rule: &str, start: &str, from: &str, to: &str) -> Vec<String> {
        let window = (from.parse().unwrap(), to.parse().unwrap());
        let rule = Rule::parse(rule).unwrap();
        let found = rule.between(start.parse().unwrap(), window, |utc| utc, 1_000);
        found.into_iter().map(|time| time.strftime("%Y-%m-%d").to_string()).collect()
    }

    #[test]
    fn hard_rules_give_the_days_of_the_standard() {
        // Rule, start, and the first days; most are the examples of RFC 5545, 3.8.5.3.
        let table: [(&str, &str, &[&str]); 14] = [
            ("FREQ=DAILY;COUNT=3", "1997-09-02T09:00", &["1997-09-02", "1997-09-03", "1997-09-04"]),
            ("FREQ=DAILY;INTERVAL=10", "1997-09-02T09:00", &["1997-09-02", "1997-09-12", "1997-09-22"]),
            ("FREQ=WEEKLY;INTERVAL=2;WKST=SU", "1997-09-02T09:00", &["1997-09-02", "1997-09-16", "1997-09-30"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=MO", "1997-08-05T09:00", &["1997-08-05", "1997-08-10", "1997-08-19"]),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "1997-08-05T09:00", &["1997-08-05", "1997-08-17", "1997-08-19"]),
            ("FREQ=MONTHLY;BYDAY=1FR", "1997-09-05T09:00", &["1997-09-05", "1997-10-03", "1997-11-07"]),
            ("FREQ=MONTHLY;BYDAY=-2MO", "1997-09-22T09:00", &["1997-09-22", "1997-10-20", "1997-11-17"]),
            ("FREQ=MONTHLY;BYMONTHDAY=-3", "1997-09-28T09:00", &["1997-09-28", "1997-10-29", "1997-11-28"]),
            ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "1998-02-13T09:00", &["1998-02-13", "1998-03-13", "1998-11-13"]),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "1997-09-30T09:00", &["1997-09-30", "1997-10-31", "1997-11-28"]),
            ("FREQ=MONTHLY", "2026-01-31T09:00", &["2026-01-31", "2026-03-31", "2026-05-31"]),
            ("FREQ=YEARLY", "2024-02-29T09:00", &["2024-02-29", "2028-02-29", "2032-02-29"]),
            ("FREQ=YEARLY;BYDAY=20MO", "1997-05-19T09:00", &["1997-05-19", "1998-05-18", "1999-05-17"]),
            (
                "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
                "1996-11-05T09:00",
                &["1996-11-05", "2000-11-07", "2004-11-02"],
            ),
        ];
        for (rule, start, expected) in table {
            let found = starts(rule, start, start, "2036-12-31T00:00");
            assert_eq!(found.get(..expected.len()).unwrap_or(&found), expected, "{rule}");
        }
    }

    #[test]
    fn until_is_included_in_each_of_its_forms() {
        for until in ["20260103", "20260103T180000", "20260103T180000Z"] {
            let found = starts(&format!("FREQ=DAILY;UNTIL={until}"), "2026-01-01T18:00", "2026-01-01T00:00", "2027-01-01T00:00");
            assert_eq!(found.last().unwrap(), "2026-01-03", "{until}");
        }
        assert!(starts("FREQ=DAILY;UNTIL=20251231", "2026-01-01T18:00", "2026-01-01T00:00", "2027-01-01T00:00").is_empty());
    }

    #[test]
    fn what_is_not_wholly_understood_is_refused() {
        for rule in [
            "",
            "DAILY",
            "FREQ=HOURLY",
            "FREQ=DAILY;BYHOUR=9",
            "FREQ=DAILY;COUNT=0",
            "FREQ=DAILY;INTERVAL=0",
            "FREQ=DAILY;COUNT=2;UNTIL=20260101",
            "FREQ=DAILY;FREQ=DAILY",
            "FREQ=DAILY;BYDAY=1MO",
            "FREQ=WEEKLY;BYMONTHDAY=1",
            "FREQ=MONTHLY;BYSETPOS=1",
            "FREQ=MONTHLY;BYDAY=éMO",
            "FREQ=MONTHLY;BYDAY=O",
            "FREQ=DAILY;X-THING=1",
            "FREQ=MONTHLY;BYMONTHDAY=-128",
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=DAILY;UNTIL=20261301",
        ] {
            assert!(Rule::parse(rule).is_err(), "{rule}");
        }
    }

    #[test]
    fn a_rule_that_never_matches_ends() {
        for rule in ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=MONTHLY;BYDAY=1MO;BYMONTHDAY=20;COUNT=9"] {
            assert!(starts(rule, "1970-01-01T09:00", "2200-01-01T00:00", "2200-12-31T00:00").is_empty());
        }
    }

    fn rules() -> impl Strategy<Value = String> {
        let weekday = prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]);
        let days =
            prop::collection::btree_set(weekday.clone(), 1..4).prop_map(|days| days.into_iter().collect::<Vec<_>>().join(","));
        // The library refuses -5.
        let ordinal = prop_oneof![-4i8..=-1, 1i8..=5];
        let nth = (ordinal, weekday).prop_map(|(n, day)| format!("{n}{day}"));
        let month_days = prop::collection::btree_set(prop_oneof![-31i8..=-1, 1i8..=31], 1..4)
            .prop_map(|days| days.into_iter().map(|n| n.to_string()).collect::<Vec<_>>().join(","));
        let months = prop::collection::btree_set(1u8..=12, 1..4)
            .prop_map(|months| months.into_iter().map(|n| n.to_string()).collect::<Vec<_>>().join(","));
        let body = prop_oneof![
            Just("FREQ=DAILY".to_owned()),
            days.clone().prop_map(|d| format!("FREQ=DAILY;BYDAY={d}")),
            months.clone().prop_map(|m| format!("FREQ=DAILY;BYMONTH={m}")),
            Just("FREQ=WEEKLY".to_owned()),
            days.clone().prop_map(|d| format!("FREQ=WEEKLY;BYDAY={d}")),
            Just("FREQ=MONTHLY".to_owned()),
            nth.clone().prop_map(|n| format!("FREQ=MONTHLY;BYDAY={n}")),
            days.clone().prop_map(|d| format!("FREQ=MONTHLY;BYDAY={d}")),
            month_days.clone().prop_map(|m| format!("FREQ=MONTHLY;BYMONTHDAY={m}")),
            (days.clone(), month_days.clone()).prop_map(|(d, m)| format!("FREQ=MONTHLY;BYDAY={d};BYMONTHDAY={m}")),
            (days.clone(), prop_oneof![-3i8..=-1, 1i8..=3]).prop_map(|(d, p)| format!("FREQ=MONTHLY;BYDAY={d};BYSETPOS={p}")),
            Just("FREQ=YEARLY".to_owned()),
            (months.clone(), nth.clone()).prop_map(|(m, n)| format!("FREQ=YEARLY;BYMONTH={m};BYDAY={n}")),
            (months, month_days).prop_map(|(m, d)| format!("FREQ=YEARLY;BYMONTH={m};BYMONTHDAY={d}")),
            nth.prop_map(|n| format!("FREQ=YEARLY;BYDAY={n}")),
            days.prop_map(|d| format!("FREQ=YEARLY;BYDAY={d}")),
        ];
        let end = prop_oneof![
            Just(String::new()),
            (1u32..50).prop_map(|n| format!(";COUNT={n}")),
            (1u8..=28).prop_map(|day| format!(";UNTIL=203006{day:02}T180000Z")),
        ];
        (body, 1u8..=4, prop::sample::select(vec!["MO", "SU", "WE"]), end)
            .prop_map(|(body, interval, week, end)| format!("{body};INTERVAL={interval};WKST={week}{end}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]

        /// The library walks from match to match, we ask days: two ways, the same answer.
        #[test]
        fn rules_agree_with_another_implementation(rule in rules(), month in 1u8..=12, day in 1u8..=28, later in 0i32..900) {
            let set: rrule::RRuleSet = format!("DTSTART:2026{month:02}{day:02}T180000Z\nRRULE:{rule}").parse().unwrap();
            let start: DateTime = format!("2026-{month:02}-{day:02}T18:00").parse().unwrap();
            let from = start.checked_add(later.days()).unwrap();
            let to = from.checked_add(400.days()).unwrap();
            let theirs: Vec<String> = set
                .limit()
                .into_iter()
                .map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string())
                .take_while(|time| *time <= to.to_string())
                .filter(|time| *time >= from.to_string())
                .collect();
            let ours: Vec<String> = Rule::parse(&rule).unwrap()
                .between(start, (from, to), |utc| utc, 1_000)
                .into_iter().map(|time| time.to_string()).collect();
            prop_assert_eq!(ours, theirs, "{} from {}", rule, start);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in "[A-Z=;,0-9é+-]{0,60}") {
            let _ = Rule::parse(&text);
        }
    }
}
