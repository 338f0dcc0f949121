//! `seed.sql`: rows that the author gives, where none can be made up that a table takes.
//!
//! No engine but a throwaway one sees it. Each of its statements is put in before the first migration
//! behind the one whose up names the table that it writes, and again where that table is empty later. So
//! which statements a migration may meet is known without an engine, and a receipt is about those:
//! rows for a new table change nothing about what was seen of older migrations.

use std::ops::Range;

use crate::checksum::Checksum;
use crate::command::{DataKind, Path, Statement as Command, What};
use crate::dialect::session::Transactional;
use crate::dialect::{Target, transactional};
use crate::finding::Finding;
use crate::schema::{Name, Schema};
use crate::sql::{self, lexer, split};
use crate::text::Lines;

use super::{Migration, rules};

/// The name of the file, in the directory of the migrations.
pub const NAME: &str = "seed.sql";

/// What the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedFile {
    /// The file as shown to people.
    pub path: String,
    /// Its statements, in the order of the text.
    pub statements: Vec<Seed>,
    sql: String,
}

/// One statement of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// Where it begins, counted from one.
    pub line: usize,
    /// The tables it writes, as they are written.
    tables: Vec<Path>,
    /// The first migration that can meet its rows, by its place in the set.
    first: usize,
    range: Range<usize>,
}

impl SeedFile {
    /// Reads the text of the file, beside these migrations.
    pub(super) fn read(
        path: &str,
        sql: String,
        target: Target,
        migrations: &[Migration],
        findings: &mut Vec<Finding>,
    ) -> Self {
        let tokens = lexer::significant(&sql, target.dialect);
        let pieces = split::statements_of(&sql, &tokens, target.dialect);
        let commands = sql::read(&sql, target).statements;
        let (words, lines) = (Words::of(migrations), Lines::of(&sql));
        let mut statements: Vec<Seed> = Vec::new();
        for (piece, command) in pieces.iter().zip(&commands) {
            match transactional(target.dialect, &sql, piece) {
                Transactional::Begins | Transactional::Ends => findings.push(
                    Finding::new(
                        &rules::TRANSACTION_CONTROL,
                        path,
                        format!("`{}` in {NAME}", piece.leading.join(" ")),
                    )
                    .at(piece.span, "")
                    .note("each of its statements is committed by itself")
                    .help("remove it"),
                ),
                Transactional::Refuses | Transactional::Yes => {}
            }
            let tables = written(command);
            // What writes no table belongs to what stands before it: the counter of that, a setting.
            let before = statements.last().map_or(0, |before| before.first);
            let first = tables.iter().map(|table| words.first(&table.name)).max();
            statements.push(Seed {
                line: lines.line(piece.span.start),
                first: first.unwrap_or(before),
                tables,
                range: piece.span.range(),
            });
        }
        Self { path: path.to_owned(), statements, sql }
    }

    /// The text of a statement.
    #[must_use]
    pub fn text(&self, seed: &Seed) -> &str {
        self.sql.get(seed.range.clone()).unwrap_or_default()
    }

    /// The checksum of all that the migration at that place of the set can meet; none where that is
    /// nothing.
    #[must_use]
    pub fn checksum(&self, place: usize) -> Option<Checksum> {
        let met = self.statements.iter().filter(|seed| seed.is_met(place));
        let texts: Vec<&str> = met.flat_map(|seed| [self.text(seed), ";\n"]).collect();
        (!texts.is_empty()).then(|| Checksum::of_parts(&texts))
    }
}

impl Seed {
    /// Whether the migration at that place of the set can meet its rows.
    #[must_use]
    pub const fn is_met(&self, place: usize) -> bool {
        self.first <= place
    }

    /// Those of the tables it writes that a schema has.
    #[must_use]
    pub fn tables<'s>(&self, schema: &'s Schema) -> Vec<&'s Name> {
        let find = |path: &Path| {
            let is_it = |name: &&Name| {
                let namespace = path.namespace.as_deref().unwrap_or_default();
                name.name.eq_ignore_ascii_case(&path.name)
                    && (namespace.is_empty()
                        || name.namespace.eq_ignore_ascii_case(namespace)
                        || name.namespace.is_empty() && matches!(namespace, "public" | "main"))
            };
            schema.tables.keys().find(is_it)
        };
        self.tables.iter().filter_map(find).collect()
    }

    /// Whether a schema has all the tables it writes.
    #[must_use]
    pub fn is_writable(&self, schema: &Schema) -> bool {
        self.tables(schema).len() == self.tables.len()
    }
}

/// The tables a statement writes.
fn written(statement: &Command) -> Vec<Path> {
    let data = statement.commands.iter().filter_map(|command| match &command.what {
        What::Data(data) if data.kind != DataKind::Select => Some(&data.tables),
        _ => None,
    });
    data.flatten().cloned().collect()
}

/// The words of the ups.
struct Words(Vec<String>);

impl Words {
    fn of(migrations: &[Migration]) -> Self {
        Self(migrations.iter().map(|migration| migration.up.sql.to_lowercase()).collect())
    }

    /// The first migration behind the one that names a table; the first of all where none does, since
    /// its name may be put together when an up runs.
    fn first(&self, table: &str) -> usize {
        let table = table.to_lowercase();
        let is_part =
            |letter: Option<char>| letter.is_some_and(|it| it.is_alphanumeric() || it == '_');
        let names = |text: &String| {
            text.match_indices(&table).any(|(at, found)| {
                !is_part(text[..at].chars().next_back())
                    && !is_part(text[at + found.len()..].chars().next())
            })
        };
        self.0.iter().position(names).map_or(0, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::read_texts;
    use super::*;
    use crate::dialect::Dialect;

    fn read(seed: &str) -> (SeedFile, Vec<&'static str>) {
        let files = [
            ("1_users.up.sql", "CREATE TABLE users (id int, email text);"),
            ("1_users.down.sql", "DROP TABLE users;"),
            ("2_posts.up.sql", "CREATE TABLE \"Posts\" (id int, users_id int);"),
            ("2_posts.down.sql", "DROP TABLE \"Posts\";"),
            ("seed.sql", seed),
        ];
        let reading = read_texts(&files, Target::oldest(Dialect::Sqlite));
        let names = reading.findings.iter().map(|finding| finding.rule.name).collect();
        (reading.seed.unwrap(), names)
    }

    #[test]
    fn a_statement_is_met_behind_the_migration_that_names_its_table() {
        let (seed, findings) = read(
            "-- people\nINSERT INTO users VALUES (1, 'a; b');\n\nINSERT INTO posts VALUES (1, 1);\n\
             SELECT 1;\nUPDATE elsewhere SET a = 1;",
        );
        assert_eq!(findings, [""; 0]);
        let met = |place| seed.statements.iter().map(|it| it.is_met(place)).collect::<Vec<_>>();
        assert_eq!(met(0), [false, false, false, true]);
        assert_eq!(met(1), [true, false, false, true]);
        assert_eq!(met(2), [true; 4]);
        assert_eq!(seed.statements.iter().map(|it| it.line).collect::<Vec<_>>(), [2, 4, 5, 6]);
        assert_eq!(seed.text(&seed.statements[0]), "INSERT INTO users VALUES (1, 'a; b')");
    }

    #[test]
    fn a_checksum_is_of_what_is_met() {
        let (users, both) =
            ("INSERT INTO users VALUES (1, 'a');", " INSERT INTO posts VALUES (1, 1);");
        let of = |text: &str, place| read(text).0.checksum(place);
        assert_eq!(of(users, 0), None);
        assert_eq!(of(users, 1), of(&format!("{users}{both}"), 1));
        assert_ne!(of(users, 2), of(&format!("{users}{both}"), 2));
        assert_eq!(of(users, 1), of(&format!("-- a remark\n{users}\n"), 1));
        assert_ne!(of(users, 1), of(&users.replace('a', "b"), 1));
    }

    #[test]
    fn it_begins_no_transaction() {
        let (_, findings) = read("BEGIN; INSERT INTO users VALUES (1, 'a'); COMMIT;");
        assert_eq!(findings, ["transaction-control"; 2]);
    }
}
