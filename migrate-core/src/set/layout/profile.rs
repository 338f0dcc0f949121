//! What tells layouts apart, one record for each.

use super::Markers;
use super::beside::Beside;
use super::markers::{DBMATE as DBMATE_MARKERS, GOOSE as GOOSE_MARKERS};
use crate::set::name::Direction;

/// A layout.
pub(in crate::set) struct Profile {
    /// What it is called.
    pub(super) name: &'static str,
    /// The names of its files, for people.
    pub(super) expected: &'static str,
    /// The form of a migration's own directory, where it has one; the files are in it then.
    pub(in crate::set) directory: Option<Pattern>,
    /// The forms of the names of its files, those first that others would take in.
    pub(in crate::set) files: &'static [Pattern],
    /// Which scripts run outside a transaction.
    pub(in crate::set) transactions: Transactions,
    /// The file that says more of a migration, where there may be one.
    pub(in crate::set) beside: Option<Beside>,
    /// How the names of scripts begin that run again when their text changes, where it has such.
    pub(in crate::set) repeatable: Option<&'static str>,
    /// Whether versions may have more than one part, with dots or underscores between them.
    pub(super) parts: bool,
    /// How the names of migrations begin that are programs.
    pub(in crate::set) programs: Option<(&'static str, &'static str)>,
}

/// The form of a name: a prefix, the version, a separator, the title, a suffix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::set) struct Pattern {
    pub(super) prefix: &'static str,
    pub(super) separator: &'static str,
    pub(in crate::set) suffix: &'static str,
    /// Whether the separator and the title may be left out.
    pub(super) untitled: bool,
    pub(in crate::set) holds: Holds,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::set) enum Holds {
    Up,
    Down,
    Both(&'static Markers),
}

/// Which scripts run outside a transaction beside those that say `-- migrate: no-transaction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::set) enum Transactions {
    /// No others.
    Inside,
    /// Those of files that begin with this text, except on MySQL.
    Beginning(&'static str),
    /// Those that cannot run in one, or begin their own: the tool begins none.
    AsNeeded,
}

impl Profile {
    /// The form in which a script is written anew: the first one that has it.
    pub(super) fn pattern(&self, direction: Direction) -> &'static Pattern {
        let holds = |pattern: &&Pattern| {
            matches!(
                (pattern.holds, direction),
                (Holds::Both(_), _) | (Holds::Up, Direction::Up) | (Holds::Down, Direction::Down)
            )
        };
        self.files.iter().find(holds).unwrap_or(&NUMBERED_UP)
    }
}

const NUMBERED_UP: Pattern = numbered(".up.sql", Holds::Up);
const NUMBERED_DOWN: Pattern = numbered(".down.sql", Holds::Down);

const fn numbered(suffix: &'static str, holds: Holds) -> Pattern {
    Pattern { prefix: "", separator: "_", suffix, untitled: false, holds }
}

const fn lettered(prefix: &'static str, suffix: &'static str, holds: Holds) -> Pattern {
    Pattern { prefix, separator: "__", suffix, untitled: false, holds }
}

/// A file of a migration's own directory.
const fn child(name: &'static str, holds: Holds) -> Pattern {
    Pattern { prefix: "", separator: "", suffix: name, untitled: true, holds }
}

const PLAIN: Profile = Profile {
    name: "",
    expected: "",
    directory: None,
    files: &[],
    transactions: Transactions::Inside,
    beside: None,
    repeatable: None,
    parts: false,
    programs: None,
};

pub(super) static NATIVE: Profile = Profile {
    name: "native",
    expected: crate::set::name::EXPECTED_FILE,
    repeatable: Some(crate::set::repeatable::PREFIX),
    ..PLAIN
};

pub(super) static SQLX: Profile = Profile {
    name: "sqlx",
    expected: "<version>_<title>.up.sql and .down.sql, or <version>_<title>.sql where there is no down",
    files: &[NUMBERED_UP, NUMBERED_DOWN, numbered(".sql", Holds::Up)],
    transactions: Transactions::Beginning("-- no-transaction"),
    ..PLAIN
};

pub(super) static DIESEL: Profile = Profile {
    name: "diesel",
    expected: "<version>_<title>/up.sql and <version>_<title>/down.sql",
    directory: Some(Pattern { untitled: true, ..numbered("", Holds::Up) }),
    files: &[child("up.sql", Holds::Up), child("down.sql", Holds::Down)],
    beside: Some(Beside::MetadataToml),
    parts: true,
    ..PLAIN
};

/// It has no downs, and takes no notice of a file that is named like one of these.
pub(super) static REFINERY: Profile = Profile {
    name: "refinery",
    expected: "V<version>__<title>.sql or U<version>__<title>.sql, and the same with .down.sql",
    files: &[
        lettered("V", ".down.sql", Holds::Down),
        lettered("U", ".down.sql", Holds::Down),
        lettered("V", ".sql", Holds::Up),
        lettered("U", ".sql", Holds::Up),
    ],
    programs: Some(("V", ".rs")),
    ..PLAIN
};

pub(super) static GOLANG_MIGRATE: Profile = Profile {
    name: "golang-migrate",
    expected: "<version>_<title>.up.sql and <version>_<title>.down.sql",
    files: &[NUMBERED_UP, NUMBERED_DOWN],
    transactions: Transactions::AsNeeded,
    ..PLAIN
};

pub(super) static GOOSE: Profile = Profile {
    name: "goose",
    expected: "<version>_<title>.sql",
    files: &[numbered(".sql", Holds::Both(&GOOSE_MARKERS))],
    programs: Some(("", ".go")),
    ..PLAIN
};

pub(super) static DBMATE: Profile = Profile {
    name: "dbmate",
    expected: "<version>_<title>.sql",
    files: &[numbered(".sql", Holds::Both(&DBMATE_MARKERS))],
    ..PLAIN
};

pub(super) static FLYWAY: Profile = Profile {
    name: "flyway",
    expected: "V<version>__<title>.sql and U<version>__<title>.sql",
    files: &[lettered("V", ".sql", Holds::Up), lettered("U", ".sql", Holds::Down)],
    transactions: Transactions::AsNeeded,
    beside: Some(Beside::ScriptConfig),
    repeatable: Some(crate::set::repeatable::PREFIX),
    parts: true,
    programs: Some(("V", ".java")),
    ..PLAIN
};
