//! Rules for MySQL and MariaDB.

use crate::rule::Rule;

/// In the order of their codes.
pub(super) const ALL: &[&Rule] = &[];
