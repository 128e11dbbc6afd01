//! Tests across the parts of an entry.
