//! What a command answers when it cannot.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Why a command did not happen: a code the screen decides by, and a sentence it can show.
///
/// - `message` says what happened, what is safe and what to do, in plain English; screens translate by `code`.
/// - `details` is for whoever mends it: ids, limits, causes; never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[error("{message}")]
pub struct NodeError {
    /// What a screen decides by.
    pub code: ErrorCode,
    /// For people.
    pub message: String,
    /// For whoever mends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub details: Option<String>,
}

impl NodeError {
    /// Returns an error with the usual sentence of its code.
    #[must_use]
    pub fn new(code: ErrorCode) -> Self {
        Self { code, message: code.sentence().to_owned(), details: None }
    }

    /// Returns this error with what whoever mends it wants to know.
    #[must_use]
    pub fn with_details(mut self, details: impl ToString) -> Self {
        self.details = Some(details.to_string());
        self
    }

    /// Returns this error with a sentence that says more than the usual one.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<String>) -> Self {
        self.message = message.into();
        self
    }

    /// Returns `bad_input` with what is wrong with it.
    #[must_use]
    pub fn bad_input(details: impl ToString) -> Self {
        Self::new(ErrorCode::BadInput).with_details(details)
    }

    /// Returns `not_found` with what was looked for: `NodeError::not_found("room")`.
    #[must_use]
    pub fn not_found(noun: impl ToString) -> Self {
        Self::new(ErrorCode::NotFound).with_details(noun)
    }

    /// Returns `internal` with its cause.
    #[must_use]
    pub fn internal(cause: impl ToString) -> Self {
        Self::new(ErrorCode::Internal).with_details(cause)
    }
}

impl From<ErrorCode> for NodeError {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $status:ident, $sentence:literal;)*) => {
        /// What a screen decides by. In JSON in snake case: `bad_input`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, TS)]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode { $($(#[$doc])* $name,)* }

        impl ErrorCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Returns the HTTP status that carries this code.
            #[must_use]
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }

            /// Returns the usual sentence: what happened, what is safe, what to do.
            #[must_use]
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

codes! {
    /// The input is not what the command takes.
    BadInput = BAD_REQUEST, "This could not be done because something in it is missing or wrong. Nothing was changed. Check it and try again.";
    /// The token is missing or wrong.
    NoToken = UNAUTHORIZED, "The key of this session is missing or out of date. Your data is safe. Open AllForOne again from the link that it printed at its start.";
    /// The person may not do this.
    NotAllowed = FORBIDDEN, "You may not do this here. Nothing was changed. A moderator of the community can help.";
    /// Another web page, or a wrong host name, called.
    BadOrigin = FORBIDDEN, "This page may not talk to AllForOne, so it was refused. Nothing was read or changed. Use the address that AllForOne printed at its start.";
    /// No command has this name.
    UnknownCommand = NOT_FOUND, "This version of AllForOne does not know that action. Nothing was changed. Update it and try again.";
    /// The thing is not here.
    NotFound = NOT_FOUND, "This is not on this device. It may have been deleted, or it has not arrived yet. Try again once you are connected.";
    /// It clashes with what is there.
    Conflict = CONFLICT, "This does not fit with what is there by now. Nothing was changed. Look at the newest state and try again.";
    /// A limit of the community or of the device is reached.
    QuotaReached = CONFLICT, "A limit is reached, so this was not added. Everything that was there is safe. Make room or wait a little, then try again.";
    /// More bytes than a command may carry.
    TooLarge = PAYLOAD_TOO_LARGE, "This is too long to be saved in one piece. Nothing was changed. Make it shorter or split it.";
    /// Nothing can be written now.
    ReadOnly = SERVICE_UNAVAILABLE, "AllForOne cannot write at the moment, so this was not saved. All that was saved before is safe and can be read. The status page says why.";
    /// The disk is full.
    DiskFull = SERVICE_UNAVAILABLE, "The disk is full, so this was not saved. All that was saved before is safe. Free some space and try again.";
    /// The link is no invitation.
    WrongLink = BAD_REQUEST, "This is not a whole invitation link. Nothing was sent. Copy it again from the beginning to the end, or ask for a new one.";
    /// The invitation has run out.
    LinkExpired = CONFLICT, "This invitation has run out. Ask the person who invited you for a new one.";
    /// The invitation was used up.
    LinkUsed = CONFLICT, "This invitation has been used by as many people as it was for. Ask the person who invited you for a new one.";
    /// The invitation was taken back.
    LinkRevoked = CONFLICT, "This invitation was taken back. Ask the person who invited you for a new one.";
    /// The other side speaks another version.
    OtherVersion = CONFLICT, "The other side runs a version of AllForOne that does not fit with this one. Your data is safe. Update both and try again.";
    /// Nobody answers.
    Unreachable = SERVICE_UNAVAILABLE, "Nobody of this community could be reached. Nothing is lost. Make sure that a member has AllForOne open, on the same Wi-Fi or on the internet, and try again.";
    /// The person was removed from the community.
    Removed = FORBIDDEN, "You are no longer a member of this community. What you had before stays readable here.";
    /// The person looks around and has given no name yet.
    Nameless = CONFLICT, "You are looking around without a name, so this was not written. Nothing is lost. Say who you are, then try again.";
    /// The thing is still arriving or starting.
    NotReady = SERVICE_UNAVAILABLE, "This is still on its way. Nothing is lost. Wait a moment and try again.";
    /// This device's clock is far from the others'.
    ClockWrong = CONFLICT, "The clock of this device is far from that of the others. Set the date and time, then try again.";
    /// The words of the phrase do not match.
    WrongPhrase = BAD_REQUEST, "These are not the words that were shown. Nothing was changed. Compare them with your paper and try again.";
    /// A fault in the program.
    Internal = INTERNAL_SERVER_ERROR, "Something went wrong inside AllForOne. What was saved before is safe. Try again; if it comes back, start AllForOne again and report it.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_the_contract_has_its_status() {
        let contract = [
            (400, "bad_input"),
            (401, "no_token"),
            (403, "not_allowed"),
            (403, "bad_origin"),
            (404, "unknown_command"),
            (404, "not_found"),
            (409, "conflict"),
            (409, "quota_reached"),
            (413, "too_large"),
            (503, "read_only"),
            (503, "disk_full"),
        ];
        for (status, name) in contract {
            let code: ErrorCode = serde_json::from_value(name.into()).expect("the contract's codes exist");
            assert_eq!(code.status().as_u16(), status, "{name}");
        }
    }

    #[test]
    fn every_sentence_is_whole() {
        for code in ErrorCode::ALL {
            assert!(code.sentence().ends_with('.') && code.sentence().len() > 40, "{code:?} says too little");
            assert!(code.status().is_client_error() || code.status().is_server_error(), "{code:?} is an error");
        }
    }

    #[test]
    fn details_are_absent_where_there_are_none() {
        let json = serde_json::to_string(&NodeError::new(ErrorCode::Conflict)).expect("plain values serialise");
        assert!(json.starts_with(r#"{"code":"conflict","message":"#) && !json.contains("details"), "{json}");
    }
}
