//! How often everything is repeated.

/// How long the report may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For numbers to be published.
    Full,
    /// To see whether it works.
    Quick,
}

impl Effort {
    /// Rounds over a fresh file.
    pub(crate) fn fresh(self, size: usize) -> usize {
        match (self, size) {
            (Self::Quick, _) => 1,
            (Self::Full, ..=100) => 15,
            (Self::Full, ..=1000) => 7,
            (Self::Full, _) => 3,
        }
    }

    /// Rounds over a database where nothing is pending.
    pub(crate) fn idle(self) -> usize {
        if self == Self::Full { 21 } else { 5 }
    }

    /// Rounds of `cargo check`.
    pub(crate) fn check(self) -> usize {
        if self == Self::Full { 9 } else { 3 }
    }
}
