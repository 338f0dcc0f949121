//! What an engine showed of a migration.

use crate::checksum::Checksum;
use crate::dialect::engine::Engine;
use crate::schema::fingerprint::Fingerprint;

/// One migration, run up, down and up again on one engine: evidence that it can be undone, and of
/// what. It is not a signature; who can write the lock file can write a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The engine it ran on.
    pub engine: Engine,
    /// How many tables there were before it.
    pub tables: usize,
    /// How many of them had rows in them.
    pub seeded: usize,
    /// The checksum of the author's rows that it could meet; none where there were none.
    pub seed: Option<Checksum>,
    /// Columns, and tables as a whole, whose rows did not come back, sorted: the names with dots between.
    pub lost: Vec<String>,
    /// Tables that it can have reached and that had no rows, so that nothing is known of them, sorted.
    pub unproven: Vec<String>,
    /// What the statements of its up locked, wrote anew and read of what was there before it, a line for
    /// each table, sorted; nothing where that was not measured.
    pub up_locks: Vec<String>,
    /// The same of its down.
    pub down_locks: Vec<String>,
    /// The schema it met.
    pub before: Fingerprint,
    /// The schema it left behind.
    pub after: Fingerprint,
}
