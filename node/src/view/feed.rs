//! A calendar that another program on this machine subscribes to.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Asks for the address under which a community's calendar can be subscribed to; opens the door at the first time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct CalendarFeedQuery {
    /// Community id.
    pub community: String,
    /// Makes a new address; the former one leads nowhere then.
    #[serde(default)]
    pub renew: bool,
}

/// Where a calendar program finds the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CalendarFeed {
    /// `http://127.0.0.1:…/calendar/…/….ics`: for programs on this machine, while AllForOne runs. Whoever has it can read.
    pub url: String,
    /// Whether the address is another than before, because another program uses the former port: subscribe anew.
    pub moved: bool,
}
