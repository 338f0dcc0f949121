//! Migrations that are programs, as the SQL that their tool prints of them: `alembic upgrade head --sql`.

use crate::dialect::session::Transactional;
use crate::dialect::{Dialect, transactional};
use crate::sql::lexer;
use crate::sql::split;

/// What stands above the statements of one migration, and the other way round above those of its down.
const UP: &str = "-- Running upgrade ";
const DOWN: &str = "-- Running downgrade ";
const ARROW: &str = " ->";
/// What stands above a script that does not come behind the one before it, as the tool's own scripts say it.
const REVISES: &str = "-- Revises: ";
/// What comes behind nothing.
const BASE: &str = "<base>";

/// A migration as it was printed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Revision {
    /// What its tool calls it.
    pub name: String,
    /// What it comes behind: none, one, or several where branches meet.
    pub behind: Vec<String>,
    /// What it does; empty where that cannot be said in SQL.
    pub up: String,
    /// What undoes it, where that was printed.
    pub down: Option<String>,
}

/// The migrations of an output, in order, without what is about the tool's own `table` and without
/// transactions, which are ours to begin.
#[must_use]
pub fn revisions(text: &str, table: &str, dialect: Dialect) -> Vec<Revision> {
    let table = table.rsplit('.').next().unwrap_or(table);
    let mut found: Vec<Revision> = Vec::new();
    for (heading, body) in sections(text) {
        let sql = || divide(body, table, dialect).0;
        if let Some((behind, name)) = heading.strip_prefix(UP).and_then(|it| it.split_once(ARROW)) {
            let name = name.split(',').next().unwrap_or(name).trim().to_owned();
            let (up, about_table) = divide(body, table, dialect);
            let mut behind: Vec<String> = behind
                .split(',')
                .map(|it| it.trim().to_owned())
                .filter(|it| !it.is_empty())
                .collect();
            // What it depends on elsewhere is told by the rows that it takes away.
            behind.extend(about_table.iter().flat_map(|it| literals(it, dialect)));
            behind.retain(|it| *it != name);
            behind.sort();
            behind.dedup();
            found.push(Revision { name, behind, up, down: None });
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

impl Revision {
    /// The text of the script, which says what it comes behind where that is not `before` alone.
    #[must_use]
    pub fn script(&self, before: Option<&str>) -> String {
        let usual = self.behind.iter().map(String::as_str).eq(before);
        let names = if self.behind.is_empty() { BASE.to_owned() } else { self.behind.join(", ") };
        let line = if usual { String::new() } else { format!("{REVISES}{names}\n") };
        line + &self.up
    }
}

/// What a script of [`Revision::script`] comes behind; none where that is the one before it.
pub(super) fn behind(sql: &str) -> Option<Vec<&str>> {
    let names = sql.lines().next()?.strip_prefix(REVISES)?;
    Some(names.split(',').map(str::trim).filter(|it| *it != BASE).collect())
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

/// The text without the statements that are not of the migration itself, and those about the table.
fn divide<'t>(text: &'t str, table: &str, dialect: Dialect) -> (String, Vec<&'t str>) {
    let (mut kept, mut about_table) = (String::new(), Vec::new());
    let mut from = 0;
    for statement in split::statements(text, dialect) {
        let own = &text[statement.span.range()];
        let is_about_table = lexer::tokens(own, dialect)
            .iter()
            .any(|token| own[token.span.range()].trim_matches(['"', '`']) == table);
        about_table.extend(is_about_table.then_some(own));
        if is_about_table || transactional(dialect, text, &statement) != Transactional::Yes {
            kept += text[from..statement.span.start].trim_end();
            let behind = &text[statement.span.end..];
            from = statement.span.end + usize::from(behind.starts_with(';'));
        }
    }
    kept += text[from..].trim_end();
    let kept = kept.trim();
    (if kept.is_empty() { String::new() } else { format!("{kept}\n") }, about_table)
}

/// The texts in a statement.
fn literals(statement: &str, dialect: Dialect) -> impl Iterator<Item = String> {
    lexer::tokens(statement, dialect).into_iter().filter_map(|token| {
        let text = statement[token.span.range()].strip_prefix('\'')?;
        text.strip_suffix('\'').map(str::to_owned)
    })
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
        assert_eq!(
            (&first.behind[..], &second.behind[..]),
            (&[][..], &["1975ea83b712".to_owned()][..])
        );
        assert_eq!(first.script(None), first.up, "as every first one");
        assert_eq!(second.script(Some("1975ea83b712")), second.up, "behind the one before it");
        assert_eq!(revisions("SELECT 1;", "alembic_version", Dialect::Postgres), []);
    }

    /// Two branches that meet, and what depends on a migration of another branch.
    const BRANCHES: &str = "\
-- Running upgrade  -> a

INSERT INTO alembic_version (version_num) VALUES ('a');

-- Running upgrade a -> b1

UPDATE alembic_version SET version_num='b1' WHERE alembic_version.version_num = 'a';

-- Running upgrade a -> b2

INSERT INTO alembic_version (version_num) VALUES ('b2');

-- Running upgrade b1, b2 -> m

DELETE FROM alembic_version WHERE alembic_version.version_num = 'b1';

UPDATE alembic_version SET version_num='m' WHERE alembic_version.version_num = 'b2';

-- Running upgrade  -> other

UPDATE alembic_version SET version_num='other' WHERE alembic_version.version_num = 'm';
";

    #[test]
    fn a_script_says_what_it_comes_behind() {
        let found = revisions(BRANCHES, "alembic_version", Dialect::Sqlite);
        let mut before = None;
        let mut told = Vec::new();
        for revision in &found {
            let script = revision.script(before);
            told.push(behind(&script).map(|it| it.join(" ")));
            before = Some(&*revision.name);
        }
        let told: Vec<Option<&str>> = told.iter().map(Option::as_deref).collect();
        assert_eq!(told, [None, None, Some("a"), Some("b1 b2"), None]);
        let base = Revision { name: "x".to_owned(), ..Revision::default() };
        assert_eq!(base.script(Some("a")), "-- Revises: <base>\n");
        assert_eq!(behind(&base.script(Some("a"))), Some(Vec::new()));
        assert_eq!(behind("SELECT 1;\n"), None);
    }
}
