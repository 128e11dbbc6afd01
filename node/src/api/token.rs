//! The token of a session.

use data_encoding::BASE32_NOPAD;
use rand::TryRng;
use rand::rngs::SysRng;

/// What a caller has to know: random, made at each start, printed once.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Makes a new token: 32 random bytes in lower-case base32.
    ///
    /// # Errors
    /// Where the system has no chance to give.
    pub fn random() -> std::io::Result<Self> {
        let mut bytes = [0; 32];
        SysRng.try_fill_bytes(&mut bytes).map_err(std::io::Error::other)?;
        Ok(Self(BASE32_NOPAD.encode(&bytes).to_ascii_lowercase()))
    }

    /// Returns the text that a caller shows.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Tells whether `shown` is this token, in a time that says nothing about how much of it is right.
    pub(super) fn matches(&self, shown: &str) -> bool {
        // Comparing hashes of `blake3::Hash` takes constant time.
        blake3::hash(self.0.as_bytes()) == blake3::hash(shown.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_whole_token_matches() {
        let token = Token::random().expect("the system gives chance");
        assert!(token.matches(token.as_str()));
        assert!(!token.matches("") && !token.matches(&token.as_str()[1..]) && !token.matches(&format!("{} ", token.as_str())));
    }
}
