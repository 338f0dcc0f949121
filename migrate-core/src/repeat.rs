//! What undoes the first run of a repeatable script, which no earlier text can.
//!
//! Behind every later run stands the text that was current before it, which the history keeps. Before
//! the first one there is none: then the down is the one that is proposed for the script, and only where
//! it is proven that nothing else is left of the run.

use crate::checksum::Checksum;
use crate::proof::{self, Certainty, Pair, RowVerdict, Run, SchemaVerdict};
use crate::propose;
use crate::replay::Replay;
use crate::set::directive::{self, Directive};
use crate::set::repeatable::Repeatable;
use crate::set::{Down, Migration, MigrationSet, Script};
use crate::sql::{self, lexer};

/// What stands above a script that runs outside a transaction.
const NO_TRANSACTION: &str = "-- migrate: no-transaction\n";

/// A database that has all migrations of a set, and what is known of it for certain.
pub(crate) struct Behind<'a> {
    replay: &'a Replay,
    certainty: &'a Certainty,
}

/// The first runs of the repeatable scripts of a set, in their order, on a database that has all of its
/// migrations and no run yet.
#[must_use]
pub fn first_runs(set: &MigrationSet) -> Vec<Migration> {
    if set.repeatables.is_empty() {
        return Vec::new();
    }
    let (mut replay, mut certainty) = (Replay::new(set.target), Certainty::default());
    let run = |replay: &mut Replay, certainty: &mut Certainty, sql: &str| {
        let script = sql::read(sql, set.target);
        replay.run(&script.statements).iter().for_each(|step| certainty.absorb(step));
    };
    for migration in set.migrations.iter() {
        run(&mut replay, &mut certainty, &migration.up.sql);
    }
    let mut runs = Vec::new();
    for (number, it) in (1..).zip(set.repeatables.iter()) {
        let before = Behind { replay: &replay, certainty: &certainty };
        runs.push(it.run(number, before.undo(it)));
        run(&mut replay, &mut certainty, &it.script.sql);
    }
    runs
}

impl<'a> Behind<'a> {
    /// What these say of a database.
    pub(crate) const fn new(replay: &'a Replay, certainty: &'a Certainty) -> Self {
        Self { replay, certainty }
    }

    /// What undoes the first run of a script.
    pub(crate) fn undo(&self, it: &Repeatable) -> Down {
        match self.inverse(it) {
            Ok(sql) => Down::Script(Script {
                file: format!("{}.sql (what undoes it)", it.file_stem()).into(),
                checksum: Checksum::of(&sql),
                sql: sql.into(),
                transaction: it.script.transaction,
            }),
            Err(why) => {
                let reason = said(it, self.replay).unwrap_or_else(|| {
                    format!(
                        "there is no earlier text of it, and what undoes it is not known: {why}"
                    )
                });
                Down::Irreversible { reason: reason.into() }
            }
        }
    }

    /// The text that undoes a script, or why none is known.
    fn inverse(&self, it: &Repeatable) -> Result<String, String> {
        let target = self.replay.target();
        let proposal = propose::down(self.replay, &it.script.sql);
        if let Some(left) = proposal.left.into_iter().next() {
            return Err(left);
        }
        if proposal.statements.is_empty() {
            return Err("it changes no schema, and rows tell nobody what they were".to_owned());
        }
        let down = proposal.statements.join("\n") + "\n";
        let (up_sql, down_sql) = (sql::read(&it.script.sql, target), sql::read(&down, target));
        let mut replay = self.replay.clone();
        let up = replay.run(&up_sql.statements);
        let after_up = replay.schema().clone();
        let steps = replay.run(&down_sql.statements);
        let verdict = proof::prove(&Pair {
            target,
            before: self.replay.schema(),
            certainty: self.certainty,
            up: Run { steps: &up, after: &after_up },
            down: Some(Run { steps: &steps, after: replay.schema() }),
            again: None,
            restored: replay.schema() == self.replay.schema(),
        });
        match (verdict.schema, verdict.rows) {
            (SchemaVerdict::Proven, RowVerdict::Kept) => {
                Ok(if it.script.transaction { down } else { NO_TRANSACTION.to_owned() + &down })
            }
            (SchemaVerdict::Proven, _) => Err("it changes rows".to_owned()),
            _ => Err("it is not proven that dropping what it makes restores the schema".to_owned()),
        }
    }
}

/// The author's reason why there is no way back.
fn said(it: &Repeatable, replay: &Replay) -> Option<String> {
    let (sql, dialect) = (&*it.script.sql, replay.target().dialect);
    let (directives, _) = directive::directives(sql, &lexer::tokens(sql, dialect), dialect);
    directives.into_iter().find_map(|placed| match placed.directive {
        Directive::Irreversible { reason } => Some(reason),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Target};
    use crate::set::read::read_texts;

    const TABLE: [(&str, &str); 2] = [
        ("1_users.up.sql", "CREATE TABLE users (id INTEGER PRIMARY KEY, active INTEGER);"),
        ("1_users.down.sql", "DROP TABLE users;"),
    ];

    fn runs(scripts: &[(&str, &str)], dialect: Dialect) -> Vec<Migration> {
        let files: Vec<(&str, &str)> = TABLE.into_iter().chain(scripts.iter().copied()).collect();
        let reading = read_texts(&files, Target::oldest(dialect));
        assert_eq!(reading.findings, []);
        first_runs(&reading.set)
    }

    fn down(script: &str, dialect: Dialect) -> String {
        match &runs(&[("R__it.sql", script)], dialect)[0].down {
            Down::Script(down) => down.sql.to_string(),
            Down::Irreversible { reason } => format!("none: {reason}"),
        }
    }

    #[test]
    fn the_first_run_of_a_view_is_undone_by_dropping_it() {
        for &dialect in Dialect::ALL {
            let view = "DROP VIEW IF EXISTS active;\n\
                        CREATE VIEW active AS SELECT id FROM users WHERE active = 1;";
            assert!(
                down(view, dialect).starts_with("DROP VIEW"),
                "{dialect}: {}",
                down(view, dialect)
            );
        }
    }

    #[test]
    fn what_is_not_proven_has_no_way_back() {
        let rows = "INSERT INTO users (id, active) VALUES (1, 1);";
        assert!(down(rows, Dialect::Sqlite).starts_with("none: there is no earlier text of it"));
        let both = format!("DROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id FROM users; {rows}");
        assert!(
            down(&both, Dialect::Sqlite).ends_with("it changes rows"),
            "{}",
            down(&both, Dialect::Sqlite)
        );
        let said = format!("-- migrate: irreversible(reason = \"they are looked up\")\n{rows}");
        assert_eq!(down(&said, Dialect::Sqlite), "none: they are looked up");
    }

    #[test]
    fn a_script_builds_on_those_before_it_by_name() {
        let all = runs(
            &[
                ("R__b.sql", "DROP VIEW IF EXISTS b; CREATE VIEW b AS SELECT id FROM a;"),
                ("R__a.sql", "DROP VIEW IF EXISTS a; CREATE VIEW a AS SELECT id FROM users;"),
            ],
            Dialect::Sqlite,
        );
        let named: Vec<String> = all.iter().map(Migration::name).collect();
        assert_eq!(named, ["R__a", "R__b"]);
        assert_eq!(all.iter().map(|it| it.version.run()).collect::<Vec<_>>(), [Some(1), Some(2)]);
        assert!(all.iter().all(|it| it.down.script().is_some()), "{all:?}");
    }

    #[test]
    fn what_runs_outside_a_transaction_is_undone_there() {
        let view = "-- migrate: no-transaction\nDROP VIEW IF EXISTS v; CREATE VIEW v AS SELECT id FROM users;";
        assert!(down(view, Dialect::Sqlite).starts_with(NO_TRANSACTION));
    }
}
