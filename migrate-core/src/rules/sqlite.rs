//! Rules for SQLite.

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[];
