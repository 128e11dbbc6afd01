//! Real peers on loopback. Each test waits for conditions, at most [`PATIENCE`].
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
