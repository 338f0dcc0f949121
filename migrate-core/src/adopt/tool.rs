//! The tools, one record for each: how their history is read, and what it says.

use super::checksum::Algorithm;
use super::lock::Lock;
use super::{AdoptError, PeerRow};
use crate::dialect::session::Session;
use crate::set::layout::Layout;

/// A tool whose history can be taken over.
#[derive(Debug)]
pub struct Tool {
    /// What it is called.
    pub name: &'static str,
    /// Its table, where a project gives it no other name.
    pub table: &'static str,
    /// The layout of its files, which says how its versions are read.
    pub layout: Layout,
    /// What its versions are.
    pub(super) versions: Versions,
    pub(super) columns: Columns,
    /// The last runs of its scripts that run again when their text changes, by their files, where it has
    /// such scripts.
    repeatables: Option<Columns>,
    pub(super) checksum: Algorithm,
    pub(super) lock: Option<Lock>,
    /// The version of a migration that it makes itself and that may be in no directory.
    pub(super) made: Option<&'static str>,
    /// Whether a row that says that everything up to it is applied may be about no migration itself.
    pub(super) marks: bool,
}

/// What the versions of a tool are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Versions {
    /// Numbers, and ours are the same.
    Numbers,
    /// Words in no order, which are the titles of migrations here.
    Words,
    /// Names in their order, which are titles here; the newest may stand for those before it.
    Names,
}

/// What to read of each row. `{table}` stands for the table.
#[derive(Debug)]
pub(super) struct Columns {
    version: &'static str,
    title: Option<&'static str>,
    at: At,
    /// What is true of a migration that was applied to its end.
    done: &'static str,
    checksum: Option<Digest>,
    /// The time it took, and how many of its units are a millisecond.
    took: Option<(&'static str, i64)>,
    /// What is true of a row that says that everything up to it is applied.
    upto: Option<&'static str>,
    /// Which rows count.
    only: &'static str,
}

#[derive(Debug)]
enum At {
    Never,
    Moment(&'static str),
    /// RFC 3339.
    Text(&'static str),
    /// Since 1970.
    Seconds(&'static str),
}

#[derive(Debug)]
enum Digest {
    Bytes(&'static str),
    Text(&'static str),
}

const PLAIN: Columns = Columns {
    version: "version",
    title: None,
    at: At::Never,
    done: "1 = 1",
    checksum: None,
    took: None,
    upto: None,
    only: "1 = 1",
};

const TOOL: Tool = Tool {
    name: "",
    table: "",
    layout: Layout::Native,
    versions: Versions::Numbers,
    columns: PLAIN,
    repeatables: None,
    checksum: Algorithm::None,
    lock: None,
    made: None,
    marks: false,
};

/// All of them.
pub static TOOLS: [Tool; 9] = [
    Tool {
        name: "sqlx",
        table: "_sqlx_migrations",
        layout: Layout::Sqlx,
        columns: Columns {
            title: Some("description"),
            at: At::Moment("installed_on"),
            done: "success",
            checksum: Some(Digest::Bytes("checksum")),
            took: Some(("execution_time", 1_000_000)),
            ..PLAIN
        },
        checksum: Algorithm::Sha384,
        lock: Some(Lock::Sqlx),
        ..TOOL
    },
    Tool {
        name: "diesel",
        table: "__diesel_schema_migrations",
        layout: Layout::Diesel,
        columns: Columns { at: At::Moment("run_on"), ..PLAIN },
        made: Some("00000000000000"),
        ..TOOL
    },
    Tool {
        name: "refinery",
        table: "refinery_schema_history",
        layout: Layout::Refinery,
        columns: Columns {
            title: Some("name"),
            at: At::Text("applied_on"),
            checksum: Some(Digest::Text("checksum")),
            ..PLAIN
        },
        checksum: Algorithm::SipHash,
        ..TOOL
    },
    Tool {
        name: "golang-migrate",
        table: "schema_migrations",
        layout: Layout::GolangMigrate,
        columns: Columns { done: "NOT dirty", upto: Some("1 = 1"), ..PLAIN },
        lock: Some(Lock::GolangMigrate),
        ..TOOL
    },
    Tool {
        name: "goose",
        table: "goose_db_version",
        layout: Layout::Goose,
        columns: Columns {
            version: "version_id",
            at: At::Moment("tstamp"),
            // A rollback used to be a row of its own, and `0` stands for no migration.
            only: "id IN (SELECT max(id) FROM {table} GROUP BY version_id) AND is_applied \
                   AND version_id > 0",
            ..PLAIN
        },
        lock: Some(Lock::Goose),
        ..TOOL
    },
    Tool {
        name: "dbmate",
        table: "schema_migrations",
        layout: Layout::Dbmate,
        lock: Some(Lock::Dbmate),
        ..TOOL
    },
    Tool {
        name: "flyway",
        table: "flyway_schema_history",
        layout: Layout::Flyway,
        columns: Columns {
            title: Some("description"),
            at: At::Moment("installed_on"),
            done: "success",
            checksum: Some(Digest::Text("checksum")),
            took: Some(("execution_time", 1)),
            upto: Some("type = 'BASELINE'"),
            // The last word on each version; scripts that are run again have none.
            only: "installed_rank IN (SELECT max(installed_rank) FROM {table} \
                   WHERE version IS NOT NULL GROUP BY version) \
                   AND NOT (success AND type LIKE 'UNDO%') AND type <> 'DELETE'",
            ..PLAIN
        },
        repeatables: Some(Columns {
            version: "script",
            at: At::Moment("installed_on"),
            done: "success",
            checksum: Some(Digest::Text("checksum")),
            took: Some(("execution_time", 1)),
            only: "installed_rank IN (SELECT max(installed_rank) FROM {table} \
                   WHERE version IS NULL AND success AND type <> 'DELETE' GROUP BY script)",
            ..PLAIN
        }),
        checksum: Algorithm::Crc32,
        lock: Some(Lock::Flyway),
        marks: true,
        ..TOOL
    },
    Tool {
        name: "alembic",
        table: "alembic_version",
        versions: Versions::Words,
        // One row for each head.
        columns: Columns { version: "version_num", upto: Some("1 = 1"), ..PLAIN },
        ..TOOL
    },
    Tool {
        name: "sea-orm",
        table: "seaql_migrations",
        versions: Versions::Names,
        columns: Columns { at: At::Seconds("applied_at"), ..PLAIN },
        ..TOOL
    },
];

impl Tool {
    /// The tool of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        TOOLS.iter().find(|tool| tool.name == name)
    }

    /// Reads its table; a dot in the name stands behind a schema.
    #[must_use]
    pub fn select(&self, session: &dyn Session, table: &str) -> String {
        select(session, table, &self.columns)
    }

    /// The same of its scripts that run again when their text changes; none where it has no such scripts.
    #[must_use]
    pub fn select_repeatables(&self, session: &dyn Session, table: &str) -> Option<String> {
        self.repeatables.as_ref().map(|columns| select(session, table, columns))
    }

    /// The rows that [`Tool::select`] reads.
    ///
    /// # Errors
    ///
    /// When one is none of that tool.
    pub fn rows(
        &self,
        table: &str,
        rows: Vec<Vec<Option<String>>>,
    ) -> Result<Vec<PeerRow>, AdoptError> {
        let rows: Option<Vec<PeerRow>> = rows.into_iter().map(|row| self.row(row)).collect();
        rows.ok_or_else(|| AdoptError::Shape { table: table.to_owned() })
    }

    fn moment(&self, text: &str) -> String {
        match self.columns.at {
            At::Seconds(_) => text.parse().map_or_else(|_| String::new(), moment_of),
            _ => moment(text),
        }
    }

    fn row(&self, row: Vec<Option<String>>) -> Option<PeerRow> {
        let mut cells = row.into_iter();
        let mut cell = || cells.next().flatten();
        let version = cell()?;
        let mut cell = || cell().unwrap_or_default();
        let (title, applied_at, succeeded, checksum) =
            (cell(), self.moment(&cell()), cell() == "1", cell());
        let took = cell();
        let unit = self.columns.took.map_or(1, |(_, unit)| unit);
        let took = if took.is_empty() { 0 } else { took.parse::<i64>().ok()? / unit };
        // Less than nothing stands where nobody measured.
        let duration_ms = u64::try_from(took).unwrap_or_default();
        let upto = cell() == "1";
        Some(PeerRow { version, title, applied_at, succeeded, checksum, duration_ms, upto })
    }
}

fn select(session: &dyn Session, table: &str, it: &Columns) -> String {
    let table: Vec<String> = table.split('.').map(|part| session.name(part)).collect();
    let table = table.join(".");
    let text = |column: &str| session.as_text(column);
    let nothing = || "''".to_owned();
    let whether = |condition: &str| format!("CASE WHEN {condition} THEN '1' ELSE '' END");
    let cells = [
        text(it.version),
        it.title.map_or_else(nothing, text),
        match it.at {
            At::Never => nothing(),
            At::Moment(column) => session.moment(column),
            At::Text(column) | At::Seconds(column) => text(column),
        },
        whether(it.done),
        match it.checksum {
            None => nothing(),
            Some(Digest::Bytes(column)) => session.hex(column),
            Some(Digest::Text(column)) => text(column),
        },
        it.took.map_or_else(nothing, |(column, _)| text(column)),
        it.upto.map_or_else(nothing, whether),
    ];
    let only = it.only.replace("{table}", &table);
    format!("SELECT {} FROM {table} WHERE {only}", cells.join(", "))
}

/// The moment so many seconds after 1970 began, as text.
fn moment_of(seconds: i64) -> String {
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Years that begin in March end with the day that not all of them have.
    let days = days + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    let year = year + era * 400 + next;
    let (hour, minute, second) = (of_day / 3_600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.000Z")
}

/// `2026-01-01T12:00:00.000Z` of `2026-01-01 12:00:00`, with what it has behind its seconds.
fn moment(text: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let text = text.trim_end_matches('Z').trim_end_matches("+00:00").replacen(' ', "T", 1);
    let (seconds, rest) = text.split_once('.').unwrap_or((&text, ""));
    format!("{seconds}.{rest:0<3.3}Z")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::dialect::session::session;

    #[test]
    fn a_moment_is_in_utc_with_milliseconds() {
        assert_eq!(moment("2026-01-01 12:00:00"), "2026-01-01T12:00:00.000Z");
        assert_eq!(moment("2026-01-01T12:00:00.123456"), "2026-01-01T12:00:00.123Z");
        assert_eq!(moment("2026-01-01T12:00:00.5Z"), "2026-01-01T12:00:00.500Z");
        assert_eq!(moment("2026-01-01T12:00:00.123456789+00:00"), "2026-01-01T12:00:00.123Z");
        assert_eq!(moment(""), "");
    }

    #[test]
    fn seconds_are_a_moment() {
        assert_eq!(moment_of(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(moment_of(951_827_696), "2000-02-29T12:34:56.000Z");
        assert_eq!(moment_of(1_767_225_599), "2025-12-31T23:59:59.000Z");
        assert_eq!(moment_of(4_107_542_400), "2100-03-01T00:00:00.000Z");
    }

    #[test]
    fn a_table_may_be_in_a_schema() {
        let tool = Tool::named("golang-migrate").unwrap();
        assert_eq!(
            tool.select(session(Dialect::Postgres), "ops.versions"),
            "SELECT CAST(version AS TEXT), '', '', CASE WHEN NOT dirty THEN '1' ELSE '' END, '', '', \
             CASE WHEN 1 = 1 THEN '1' ELSE '' END FROM \"ops\".\"versions\" WHERE 1 = 1"
        );
    }

    #[test]
    fn what_is_no_row_of_the_tool_is_none() {
        let tool = Tool::named("sqlx").unwrap();
        let cell = |text: &str| Some(text.to_owned());
        let row = |took| vec![cell("1"), cell("a"), None, cell("1"), cell("00"), cell(took), None];
        assert_eq!(tool.rows("t", vec![row("-1")]).unwrap()[0].duration_ms, 0);
        assert_eq!(tool.rows("t", vec![row("2500000")]).unwrap()[0].duration_ms, 2);
        assert!(tool.rows("t", vec![row("soon")]).is_err());
        assert!(tool.rows("t", vec![vec![None]]).is_err());
    }
}
