//! What the tests between peers stand on: headless nodes as real processes, halls as network namespaces, waiting for conditions.

pub mod demo;
pub mod world;
pub mod hall;
pub mod peer;
#![allow(clippy::indexing_slicing, reason = "JSON that lacks a key reads as null, and a test that goes wrong must fail")]

pub mod wait;
