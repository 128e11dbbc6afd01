//! What is wrong with something a person wrote.

/// Why a value breaks a rule of its noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// Something must stand there.
    #[error("{0} is empty")]
    Empty(&'static str),
    /// A text is too long or a list has too many members.
    #[error("{what} is over {max}")]
    TooLong {
        /// The field.
        what: &'static str,
        /// Bytes of a text, members of a list.
        max: usize,
    },
    /// The value has another form than the field asks for.
    #[error("{0} is not in a valid form")]
    Malformed(&'static str),
    /// The number lies outside of what the field allows.
    #[error("{0} is out of range")]
    OutOfRange(&'static str),
}
