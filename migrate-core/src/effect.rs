//! What one script does to the database that it finds, in words.

use crate::change::words::{Expected, residues};
use crate::impact;
use crate::replay::{Doubt, Replay, Step};
use crate::sql;

/// What a script does. All of them are sentences without a full stop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Effect {
    /// How the schema is another afterwards.
    pub changes: Vec<String>,
    /// Which locks are taken on what was there before, and who waits for how long.
    pub locks: Vec<String>,
    /// Why that may not be all.
    pub unknown: Vec<String>,
}

/// What the script `sql` does to `before`.
#[must_use]
pub fn of(before: &Replay, sql: &str) -> Effect {
    let script = sql::read(sql, before.target());
    let mut after = before.clone();
    let steps = after.run(&script.statements);
    let changes = residues(after.schema(), before.schema(), Expected::Earlier);
    let errors = script.errors.iter().map(|error| error.message.clone());
    Effect {
        changes: changes.into_iter().map(|change| change.text).collect(),
        locks: locks(before, &steps),
        unknown: errors.chain(unknown(&steps)).collect(),
    }
}

/// Nobody waits for what nobody else has seen yet.
fn locks(before: &Replay, steps: &[Step<'_>]) -> Vec<String> {
    let schema = before.schema();
    let mut sentences = Vec::new();
    for step in steps {
        let mut impact = impact::of(before.target(), step);
        impact.locks.retain(|lock| {
            schema.tables.contains_key(&lock.on) || schema.views.contains_key(&lock.on)
        });
        let sentence = impact.sentence().filter(|sentence| !sentences.contains(sentence));
        sentences.extend(sentence);
    }
    sentences
}

/// Why more may have happened than the schema shows.
pub(crate) fn unknown(steps: &[Step<'_>]) -> Vec<String> {
    let failures = steps.iter().filter_map(|step| step.failure.as_ref());
    let mut all: Vec<String> =
        failures.map(|failure| format!("a statement fails: {}", failure.message)).collect();
    for Doubt { reason, .. } in steps.iter().flat_map(|step| &step.doubts) {
        let sentence = format!("it is not known all that it does, because {reason}");
        if !all.contains(&sentence) {
            all.push(sentence);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{Dialect, Target};

    #[test]
    fn a_script_is_told_by_what_is_different_and_who_waits() {
        let mut before = Replay::new(Target::oldest(Dialect::Postgres));
        let base = "CREATE TABLE users (id int PRIMARY KEY, email text, old int);";
        before.run(&sql::read(base, before.target()).statements);
        let effect = of(
            &before,
            "ALTER TABLE users ALTER COLUMN email SET NOT NULL, DROP COLUMN old;\n\
             CREATE TABLE logins (who int); CREATE INDEX i ON logins (who);",
        );
        assert_eq!(
            effect.changes,
            [
                "table `logins` is new",
                "column `users.email` is NOT NULL, it was nullable before",
                "column `users.old` is dropped",
            ]
        );
        assert!(!effect.locks.is_empty());
        assert!(effect.locks.iter().all(|it| it.contains("`users`") && !it.contains("`logins`")));
        assert_eq!(effect.unknown, [""; 0]);
        assert!(!of(&before, "DO $$ BEGIN EXECUTE 'x'; END $$;").unknown.is_empty());
    }
}
