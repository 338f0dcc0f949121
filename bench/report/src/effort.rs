//! How often everything is repeated.

use std::time::Duration;

use crate::runner::Build;

/// How long the report may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effort {
    /// For numbers to be published.
    Full,
    /// To see whether it works.
    Quick,
}

impl Effort {
    /// Rounds over a fresh file, for SQLite alone and ours.
    pub(crate) fn fresh(self, size: usize, build: Build) -> usize {
        match (self, size, build) {
            (Self::Full, ..=100, _) => 15,
            (Self::Full, ..=1000, _) => 7,
            (Self::Full, _, Build::Release) => 3,
            (Self::Quick, ..=1000, _) => 5,
            _ => 1,
        }
    }

    /// How many of these rounds the peers take part in: they need minutes for the many.
    pub(crate) fn fresh_peers(self, size: usize, build: Build) -> usize {
        match (self, size, build) {
            (Self::Quick, 1001.., _) | (_, 1001.., Build::Debug) => 0,
            (Self::Full, ..=100, _) => 5,
            _ => 1,
        }
    }

    /// Rounds over a database where nothing is pending.
    pub(crate) fn idle(self) -> usize {
        if self == Self::Full { 21 } else { 5 }
    }

    /// Rounds of a verification.
    pub(crate) fn verify(self) -> usize {
        if self == Self::Full { 5 } else { 1 }
    }

    /// Rounds of reading a schema, each over a connection of its own.
    pub(crate) fn inspect(self) -> usize {
        if self == Self::Full { 11 } else { 5 }
    }

    /// Rounds of `cargo check`.
    pub(crate) fn check(self) -> usize {
        if self == Self::Full { 9 } else { 3 }
    }

    /// Rounds of a build from nothing.
    pub(crate) fn cold(self) -> usize {
        if self == Self::Full { 3 } else { 1 }
    }

    /// Rounds on a server, for its own client and ours.
    pub(crate) fn server(self, size: usize) -> usize {
        match (self, size) {
            (Self::Full, 1000..) => 7,
            (Self::Full, _) => 5,
            (Self::Quick, _) => 3,
        }
    }

    /// How many of these rounds the peers take part in.
    pub(crate) fn server_peers(self, size: usize) -> usize {
        match (self, size) {
            (_, ..1000) => 0,
            (Self::Full, _) => 3,
            (Self::Quick, _) => 1,
        }
    }

    /// Rounds of many replicas at once.
    pub(crate) fn replicas(self) -> usize {
        if self == Self::Full { 7 } else { 3 }
    }

    /// How long a transaction stays open.
    pub(crate) fn open(self) -> Duration {
        Duration::from_secs(if self == Self::Full { 20 } else { 6 })
    }
}
