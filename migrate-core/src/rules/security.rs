//! Rules about who may do and see what.

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[];
