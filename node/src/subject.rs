//! What changed, as the outside hears it.

use serde::{Serialize, Serializer};
use ts_rs::TS;

/// Names something whose screens are out of date. In JSON an array of strings: `["messages", community, room]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, TS)]
#[ts(
    type = r#"["communities"] | ["settings"] | ["status"] | ["peers"] | ["join", string] | ["members", string] | ["profile", string, string] | ["invites", string] | ["rooms", string] | ["messages", string, string] | ["boards", string] | ["posts", string, string] | ["thread", string, string] | ["events", string] | ["event", string, string] | ["groups", string] | ["group", string, string] | ["unread", string] | ["all"]"#
)]
pub enum Subject {
    /// The list of communities.
    Communities,
    /// This device's settings.
    Settings,
    /// The node's status.
    Status,
    /// The list of peers.
    Peers,
    /// A join: its id.
    Join(String),
    /// The members of a community.
    Members(String),
    /// A profile: community, person.
    Profile(String, String),
    /// The invitations of a community.
    Invites(String),
    /// The rooms of a community.
    Rooms(String),
    /// The messages of a room: community, room.
    Messages(String, String),
    /// The boards of a community.
    Boards(String),
    /// The posts of a board: community, board.
    Posts(String, String),
    /// A post with its comments: community, post.
    Thread(String, String),
    /// The agenda of a community.
    Events(String),
    /// An event's page: community, event.
    Event(String, String),
    /// The groups of a community.
    Groups(String),
    /// A group and its people: community, group.
    Group(String, String),
    /// What is unread in a community.
    Unread(String),
    /// Everything.
    All,
}

impl Subject {
    /// Returns the words of the JSON array.
    #[must_use]
    pub fn path(&self) -> Vec<&str> {
        match self {
            Self::Communities => vec!["communities"],
            Self::Settings => vec!["settings"],
            Self::Status => vec!["status"],
            Self::Peers => vec!["peers"],
            Self::Join(id) => vec!["join", id],
            Self::Members(community) => vec!["members", community],
            Self::Profile(community, person) => vec!["profile", community, person],
            Self::Invites(community) => vec!["invites", community],
            Self::Rooms(community) => vec!["rooms", community],
            Self::Messages(community, room) => vec!["messages", community, room],
            Self::Boards(community) => vec!["boards", community],
            Self::Posts(community, board) => vec!["posts", community, board],
            Self::Thread(community, post) => vec!["thread", community, post],
            Self::Events(community) => vec!["events", community],
            Self::Event(community, event) => vec!["event", community, event],
            Self::Groups(community) => vec!["groups", community],
            Self::Group(community, group) => vec!["group", community, group],
            Self::Unread(community) => vec!["unread", community],
            Self::All => vec!["all"],
        }
    }
}

impl Serialize for Subject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.path().serialize(serializer)
    }
}
