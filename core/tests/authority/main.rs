//! Authority, judged from outside: worked examples, amendments, codec, and fuzzed worlds.
#![allow(clippy::disallowed_methods, reason = "tests read seeds and switches from the environment")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that finds nothing where it must be should stop")]

mod amendments;
mod codec;
mod examples;
mod fuzz;
mod world;
