//! Which words of a calendar file could not be read: so that a person finds them in the program they came from.

use super::calendar_file::{known_zone, read_when};
use super::content_line::ContentLine;
use super::{Problem, Rule, snippet};

/// Longest text that is shown of a line, in bytes.
const MAX_FAULT_BYTES: usize = 120;

/// Returns the value, as the file has it, that led to `problem`; `None` where something is missing rather than wrong.
pub(super) fn fault(lines: &[ContentLine], problem: &Problem) -> Option<String> {
    let found = match problem {
        Problem::Malformed("time zone") => {
            lines.iter().filter_map(|line| line.param("TZID")).find(|name| known_zone(name).is_err()).map(str::to_owned)
        }
        Problem::Malformed("recurrence rule") => {
            let rules = lines.iter().filter(|line| line.name == "RRULE").map(|line| line.value.trim());
            rules.into_iter().find(|rule| Rule::parse(&rule.to_ascii_uppercase()).is_err()).map(str::to_owned)
        }
        Problem::Malformed("duration") => value(lines, &["DURATION"], |_, _| true),
        Problem::OutOfRange("duration") => value(lines, &["DURATION", "DTEND"], |_, _| true),
        Problem::Malformed("date" | "date or time" | "local time" | "occurrence") | Problem::OutOfRange("year") => {
            let names = ["DTSTART", "DTEND", "EXDATE", "RDATE", "RECURRENCE-ID"];
            value(lines, &names, |line, value| read_when(line, value).is_err())
        }
        Problem::Empty(_) | Problem::Malformed(_) | Problem::OutOfRange(_) | Problem::TooLong { .. } => None,
    };
    found.map(|text| snippet(&text, MAX_FAULT_BYTES)).filter(|text| !text.is_empty())
}

/// Returns the first value of these lines that is wrong.
fn value(lines: &[ContentLine], names: &[&str], is_wrong: impl Fn(&ContentLine, &str) -> bool) -> Option<String> {
    let lines = lines.iter().filter(|line| names.contains(&line.name.as_str()));
    let mut values = lines.flat_map(|line| line.value.split(',').map(move |value| (line, value)));
    values.find(|(line, value)| is_wrong(line, value)).map(|(_, value)| value.to_owned())
}
