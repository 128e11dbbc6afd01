//! What the tests between peers stand on: headless nodes as real processes, halls as network namespaces, small worlds in one
//! thread, waiting for conditions.
#![allow(clippy::indexing_slicing, reason = "JSON that lacks a key reads as null, and a test that goes wrong must fail")]

pub mod wait;

pub mod space;

pub mod running;
pub mod peer;

pub mod relay;

pub mod rude;

pub mod intruder;

pub mod hall;
pub mod model;

pub mod demo;

pub mod world;

pub mod client;

pub mod corpus;

pub mod town;

pub mod counter;

pub mod figure;

pub mod talk;
