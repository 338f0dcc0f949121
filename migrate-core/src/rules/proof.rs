//! Rules that are checked where their matter is at hand: while parsing, replaying and proving.

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[];
