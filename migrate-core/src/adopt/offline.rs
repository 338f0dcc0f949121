//! Migrations that are programs, as the SQL that their tool prints of them: `alembic upgrade head --sql`.

use crate::dialect::session::Transactional;
use crate::dialect::{Dialect, transactional};
use crate::sql::lexer;
use crate::sql::split;

/// What stands above the statements of one migration, and the other way round above those of its down.
const UP: &str = "-- Running upgrade ";
const DOWN: &str = "-- Running downgrade ";
const ARROW: &str = " ->";

/// A migration as it was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// What its tool calls it.
    pub name: String,
    /// What it does; empty where that cannot be said in SQL.
    pub up: String,
    /// What undoes it, where that was printed.
    pub down: Option<String>,
}

/// The migrations of an output, in order, without what is about the tool's own `table` and without
/// transactions, which are ours to begin.
#[must_use]
pub fn revisions(text: &str, table: &str, dialect: Dialect) -> Vec<Revision> {
    let mut found: Vec<Revision> = Vec::new();
    for (heading, body) in sections(text) {
        let sql = || without(body, table, dialect);
        if let Some((_, name)) = heading.strip_prefix(UP).and_then(|it| it.split_once(ARROW)) {
            let name = name.split(',').next().unwrap_or(name).trim().to_owned();
            found.push(Revision { name, up: sql(), down: None });
        } else if let Some((name, _)) =
            heading.strip_prefix(DOWN).and_then(|it| it.split_once(ARROW))
        {
            let revision = found.iter_mut().find(|it| it.name == name.trim());
            if let Some(revision) = revision {
                revision.down = Some(sql());
            }
        }
    }
    found
}

/// The headings with what stands below each.
fn sections(text: &str) -> Vec<(&str, &str)> {
    let mut starts = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(UP) || line.starts_with(DOWN) {
            starts.push((at, at + line.len()));
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).map(|(start, _)| *start).chain([text.len()]);
    starts
        .iter()
        .zip(ends)
        .map(|(&(start, body), end)| (text[start..body].trim_end(), &text[body..end]))
        .collect()
}

/// The text without the statements that are not of the migration itself.
fn without(text: &str, table: &str, dialect: Dialect) -> String {
    let mut kept = String::new();
    let mut from = 0;
    for statement in split::statements(text, dialect) {
        let own = &text[statement.span.range()];
        let is_about_table = lexer::tokens(own, dialect)
            .iter()
            .any(|token| own[token.span.range()].trim_matches(['"', '`']) == table);
        if is_about_table || transactional(dialect, text, &statement) != Transactional::Yes {
            kept += text[from..statement.span.start].trim_end();
            let behind = &text[statement.span.end..];
            from = statement.span.end + usize::from(behind.starts_with(';'));
        }
    }
    kept += text[from..].trim_end();
    let kept = kept.trim();
    if kept.is_empty() { String::new() } else { format!("{kept}\n") }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What alembic 1.20 prints.
    const PRINTED: &str = "\
BEGIN;

CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);

-- Running upgrade  -> 1975ea83b712

CREATE TABLE users (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);

INSERT INTO alembic_version (version_num) VALUES ('1975ea83b712') RETURNING version_num;

-- Running upgrade 1975ea83b712 -> ae1027a6acf

-- in a program only
UPDATE alembic_version SET version_num='ae1027a6acf' WHERE alembic_version.version_num = '1975ea83b712';

COMMIT;
-- Running downgrade ae1027a6acf -> 1975ea83b712

UPDATE alembic_version SET version_num='1975ea83b712' WHERE alembic_version.version_num = 'ae1027a6acf';

-- Running downgrade 1975ea83b712 ->

DROP TABLE users;

DELETE FROM alembic_version WHERE alembic_version.version_num = '1975ea83b712';
";

    #[test]
    fn each_migration_is_by_itself() {
        let found = revisions(PRINTED, "alembic_version", Dialect::Postgres);
        let [first, second] = &found[..] else { panic!("{found:?}") };
        assert_eq!(first.name, "1975ea83b712");
        assert_eq!(
            first.up,
            "CREATE TABLE users (\n    id INTEGER NOT NULL,\n    PRIMARY KEY (id)\n);\n"
        );
        assert_eq!(second.name, "ae1027a6acf");
        assert_eq!((&*second.up, second.down.as_deref()), ("-- in a program only\n", Some("")));
        assert_eq!(revisions("SELECT 1;", "alembic_version", Dialect::Postgres), []);
    }
}
