//! Rules that hold in every dialect.

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[];
