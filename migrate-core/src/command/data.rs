//! Rows.

use super::{Ident, Path};

/// A statement that reads or writes rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Data {
    /// What it does; the strongest of what it does where that is several things.
    pub kind: DataKind,
    /// The tables whose rows it writes.
    pub tables: Vec<Path>,
    /// The tables and views whose rows it reads besides.
    pub reads: Vec<Path>,
    /// The columns it lists or assigns; empty where it lists none.
    pub columns: Vec<Ident>,
    /// Whether a condition limits what it changes: not `WHERE true` or `WHERE 1 = 1`.
    pub filtered: bool,
    /// Whether an `INSERT` gives its rows as `VALUES` rather than by a query.
    pub values: bool,
    /// How many values the first row has, where it gives `VALUES`.
    pub arity: Option<usize>,
    /// Whether an insert may delete or overwrite rows: `REPLACE`, `INSERT OR REPLACE`, `ON CONFLICT
    /// DO UPDATE`, `ON DUPLICATE KEY UPDATE`.
    pub overwrites: bool,
    /// Whether it leaves rows alone that are there already: `ON CONFLICT DO NOTHING`, `INSERT IGNORE`.
    pub ignores: bool,
    /// `TRUNCATE … CASCADE`.
    pub cascade: bool,
    /// Whether a `LIMIT` bounds it.
    pub limited: bool,
    /// Functions it calls, in lower case, as far as it names them.
    pub calls: Vec<String>,
    /// `COPY … PROGRAM`, `LOAD DATA INFILE`, `INTO OUTFILE`: the words that reach out of the database.
    pub outside: Option<Ident>,
    /// All of it in normal spelling.
    pub text: String,
}

/// What a statement does with rows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataKind {
    /// It reads.
    #[default]
    Select,
    /// It adds rows.
    Insert,
    /// It changes rows.
    Update,
    /// It adds, changes or removes rows, as it finds them: `MERGE`.
    Merge,
    /// It removes rows.
    Delete,
    /// It removes all rows of a table at once.
    Truncate,
}
