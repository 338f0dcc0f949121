//! What a person would write next: the down for an up, or both for a schema that is wanted.
//!
//! A proposal is replayed like any script, so it says itself what it leaves: nothing here has to be
//! believed.

use crate::change::words::{Expected, residues};
use crate::dialect::Target;
use crate::effect::unknown;
use crate::render;
use crate::replay::Replay;
use crate::schema::Schema;
use crate::sql;

/// Statements for a script, and what they leave to a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proposal {
    /// The statements in the order in which they run, each with its semicolon.
    pub statements: Vec<String>,
    /// What is not done by them, as sentences without a full stop.
    pub left: Vec<String>,
}

/// The down for an up that runs on `before`.
#[must_use]
pub fn down(before: &Replay, up: &str) -> Proposal {
    let script = sql::read(up, before.target());
    let mut after = before.clone();
    let steps = after.run(&script.statements);
    let mut proposal = between(&after, before.schema(), Expected::BeforeUp);
    proposal.left.extend(script.errors.iter().map(|error| error.message.clone()));
    proposal.left.extend(unknown(&steps));
    proposal
}

/// The up and the down that lead from `now` to the schema that `wanted` makes of an empty database,
/// and back.
#[must_use]
pub fn towards(now: &Replay, wanted: &str) -> [Proposal; 2] {
    let script = sql::read(wanted, now.target());
    let mut there = Replay::new(now.target());
    let steps = there.run(&script.statements);
    let mut up = between(now, there.schema(), Expected::Wanted);
    up.left.extend(script.errors.iter().map(|error| error.message.clone()));
    up.left.extend(unknown(&steps));
    let down = self::down(now, &up.statements.join("\n"));
    [up, down]
}

/// A whole schema, for a database that has nothing.
#[must_use]
pub fn schema(wanted: &Schema, target: Target) -> Proposal {
    between(&Replay::new(target), wanted, Expected::Wanted)
}

fn between(from: &Replay, to: &Schema, which: Expected) -> Proposal {
    let target = from.target();
    let statements = render::migration(from.schema(), to, target).statements;
    let mut there = from.clone();
    there.run(&sql::read(&statements.join("\n"), target).statements);
    let left = residues(there.schema(), to, which).into_iter().filter(|residue| !residue.note);
    Proposal { statements, left: left.map(|residue| residue.text).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Target};

    fn replay(sql: &str, dialect: Dialect) -> Replay {
        let mut replay = Replay::new(Target::oldest(dialect));
        replay.run(&sql::read(sql, replay.target()).statements);
        replay
    }

    #[test]
    fn a_down_undoes_its_up() {
        let base = "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(200));";
        for &dialect in Dialect::ALL {
            let before = replay(base, dialect);
            let up = "ALTER TABLE users ADD COLUMN role VARCHAR(20) DEFAULT 'user';\n\
                      CREATE INDEX users_role ON users (role);\n\
                      CREATE TABLE logins (id INTEGER PRIMARY KEY, who INTEGER);";
            let down = down(&before, up);
            assert_eq!(down.left, [""; 0], "{dialect}");
            let mut there = replay(&format!("{base}{up}"), dialect);
            there.run(&sql::read(&down.statements.join("\n"), there.target()).statements);
            assert_eq!(there.schema(), before.schema(), "{dialect}: {down:?}");
        }
    }

    #[test]
    fn what_has_no_inverse_is_left() {
        let before = replay("CREATE TYPE mood AS ENUM ('sad');", Dialect::Postgres);
        let down = down(&before, "ALTER TYPE mood ADD VALUE 'glad';");
        assert_eq!(down.statements, [""; 0]);
        assert_eq!(down.left, ["value `glad` of type `mood` is left behind"]);
    }

    #[test]
    fn what_is_not_understood_is_said() {
        let before = replay("", Dialect::Postgres);
        let opaque = down(&before, "DO $$ BEGIN EXECUTE 'x'; END $$;");
        assert!(opaque.left.iter().any(|it| it.starts_with("it is not known all")), "{opaque:?}");
        let broken = down(&before, "CREATE TABEL a (b int);");
        assert!(!broken.left.is_empty());
        let refused = down(&before, "DROP TABLE a;");
        assert!(refused.left.iter().any(|it| it.starts_with("a statement fails")), "{refused:?}");
    }

    #[test]
    fn a_schema_that_is_wanted_is_reached_and_left_again() {
        let now = replay("CREATE TABLE a (b int); CREATE TABLE gone (x int);", Dialect::Sqlite);
        let wanted = "CREATE TABLE a (b int, c text); CREATE INDEX i ON a (c);";
        let [up, down] = towards(&now, wanted);
        assert_eq!((&up.left, &down.left), (&Vec::new(), &Vec::new()));
        let mut there = now.clone();
        there.run(&sql::read(&up.statements.join("\n"), there.target()).statements);
        assert_eq!(there.schema(), replay(wanted, Dialect::Sqlite).schema());
        there.run(&sql::read(&down.statements.join("\n"), there.target()).statements);
        assert_eq!(there.schema(), now.schema());
    }
}
