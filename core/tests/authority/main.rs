//! Authority, judged from outside: worked examples, amendments, codec, and fuzzed worlds.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that finds nothing where it must be should stop")]

mod amendments;
mod codec;
mod examples;
mod fuzz;
mod world;
