//! Real nodes, real disks, real sockets: few tests, patient ones.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot set itself up must fail")]

mod e2e {
    mod alerts;
    mod answers;
    mod crash;
    mod demo;
    mod disk;
    mod groups;
    mod hall;
    mod membership;
    mod roads;
    mod rude;
    mod trouble;
}
