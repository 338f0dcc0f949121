//! The name that a column has while another one still has the name that it is to get.

/// What is put behind the name from before.
const BETWEEN: &str = " (in between)";

/// The name in between of a column.
pub(crate) fn of(name: &str) -> String {
    name.to_owned() + BETWEEN
}

/// The name that a column had before it got one in between, if that is one.
pub(crate) fn before(name: &str) -> Option<&str> {
    name.strip_suffix(BETWEEN)
}
