//! Writes the zones of a calendar file (RFC 5545, 3.6.5): every change of the clock that its events may meet.
//!
//! The calendars of today know the IANA names; the standard still asks for the definition, and some programs insist.

use super::content_line::write_line;
use super::when::{civil, zone};
use crate::time::{DAY_MS, Timestamp};
use jiff::tz::{Dst, Offset};

/// How far a definition reaches beyond the newest event and the writing: series without an end go on for a while.
const AHEAD_MS: u64 = 10 * 366 * DAY_MS;
/// Changes of the clock that one definition lists.
const MAX_CHANGES: usize = 200;

/// Writes the zone of this name from `from` to ten years after `to`; nothing where it is not known.
pub(super) fn write_zone(name: &str, from: Timestamp, to: Timestamp, file: &mut String) {
    let Some(zone) = zone(name) else { return };
    let from = instant(Timestamp(from.0.saturating_sub(DAY_MS)));
    let to = instant(to.plus_ms(AHEAD_MS));
    for line in ["BEGIN:VTIMEZONE", &format!("TZID:{name}")] {
        write_line(line, file);
    }
    let info = zone.to_offset_info(from);
    let (first, mut before) = (info.offset(), info.offset());
    let start = civil(millis(from), &zone).strftime("%Y%m%dT%H%M%S").to_string();
    write_observance(info.dst() == Dst::Yes, &start, first, first, info.abbreviation(), file);
    for change in zone.following(from).take_while(|change| change.timestamp() <= to).take(MAX_CHANGES) {
        // The onset is told by the clock as it stood before.
        let onset = before.to_datetime(change.timestamp()).strftime("%Y%m%dT%H%M%S").to_string();
        write_observance(change.dst() == Dst::Yes, &onset, before, change.offset(), change.abbreviation(), file);
        before = change.offset();
    }
    write_line("END:VTIMEZONE", file);
}

fn write_observance(is_dst: bool, onset: &str, before: Offset, after: Offset, name: &str, file: &mut String) {
    let kind = if is_dst { "DAYLIGHT" } else { "STANDARD" };
    for line in [
        format!("BEGIN:{kind}"),
        format!("DTSTART:{onset}"),
        format!("TZOFFSETFROM:{}", signed(before)),
        format!("TZOFFSETTO:{}", signed(after)),
        format!("TZNAME:{name}"),
        format!("END:{kind}"),
    ] {
        write_line(&line, file);
    }
}

/// `+0100`; seconds only where there are some.
fn signed(offset: Offset) -> String {
    let (sign, seconds) = (if offset.seconds() < 0 { '-' } else { '+' }, offset.seconds().unsigned_abs());
    let (hours, minutes, rest) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

fn instant(time: Timestamp) -> jiff::Timestamp {
    i64::try_from(time.0).ok().and_then(|ms| jiff::Timestamp::from_millisecond(ms).ok()).unwrap_or(jiff::Timestamp::MAX)
}

fn millis(time: jiff::Timestamp) -> Timestamp {
    Timestamp(u64::try_from(time.as_millisecond()).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_lists_its_changes_as_the_clock_before_told_them() {
        let mut file = String::new();
        // 2026-06-01, for events until then.
        write_zone("Europe/Paris", Timestamp(1_780_272_000_000), Timestamp(1_780_272_000_000), &mut file);
        assert!(file.starts_with("BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\nBEGIN:DAYLIGHT\r\n"), "{file}");
        let autumn = "BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n";
        let spring = "BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n";
        assert!(file.contains(autumn) && file.contains(spring), "{file}");
        assert!(file.contains("DTSTART:2036"), "it reaches ten years ahead");
    }

    #[test]
    fn a_zone_that_never_changes_has_one_line_of_life() {
        let mut file = String::new();
        write_zone("Asia/Tokyo", Timestamp(1_780_272_000_000), Timestamp(1_780_272_000_000), &mut file);
        assert_eq!(file.matches("BEGIN:STANDARD").count(), 1, "{file}");
        let mut none = String::new();
        write_zone("Mars/Base", Timestamp(0), Timestamp(0), &mut none);
        assert!(none.is_empty());
    }
}
