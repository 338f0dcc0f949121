//! Tables that came back in other letters, where the engine takes both for one name.

use super::{Engine, Replay};
use crate::change::words::{Residue, ResidueKind, Subject};
use crate::dialect::Target;
use crate::schema::{Difference, Name, Schema};
use crate::sql::{self, quote};

/// What `found` is when its tables are spelled as in `wanted`, and a note on each; none where no spelling
/// differs, or where more than that would.
#[must_use]
pub fn spelled_as(
    found: &Schema,
    wanted: &Schema,
    target: Target,
) -> Option<(Schema, Vec<Residue>)> {
    if !Engine::of(target.dialect).folds_names {
        return None;
    }
    let (mut added, mut removed): (Vec<&Name>, Vec<&Name>) = (Vec::new(), Vec::new());
    for difference in found.tables.diff(&wanted.tables) {
        match difference {
            Difference::Added(name, _) => added.push(name),
            Difference::Removed(name, _) => removed.push(name),
            Difference::Changed { .. } => {}
        }
    }
    let mut notes = Vec::new();
    // Made of the whole schema, and hardly ever needed.
    let mut replay: Option<Replay> = None;
    for from in removed {
        let is_it = |it: &&&Name| it.name.eq_ignore_ascii_case(&from.name);
        let Some(to) = added.iter().find(is_it) else { continue };
        let replay = replay.get_or_insert_with(|| Replay::of(target, found.clone()));
        if !renamed(replay, from, to) {
            return None;
        }
        notes.push(Residue {
            text: format!("table `{to}` is spelled `{from}` now, which is the same name here"),
            note: true,
            subject: Subject::Table((*to).clone()),
            kind: ResidueKind::Other,
        });
    }
    replay.map(|replay| (replay.schema().clone(), notes))
}

/// Gives a table another name by way of a third, since the engine takes the two for one. Whether nothing is
/// unclear about it.
fn renamed(replay: &mut Replay, from: &Name, to: &Name) -> bool {
    let target = replay.target();
    let name = |name: &str| quote::identifier(name, target.dialect);
    let (old, new, between) =
        (name(&from.name), name(&to.name), name(&format!("{} in other letters", to.name)));
    let text =
        format!("ALTER TABLE {old} RENAME TO {between};\nALTER TABLE {between} RENAME TO {new};\n");
    let script = sql::read(&text, target);
    let steps = replay.run(&script.statements);
    steps.len() == 2 && steps.iter().all(|step| step.failure.is_none() && step.doubts.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(sql: &str, target: Target) -> Schema {
        let mut replay = Replay::new(target);
        replay.run(&sql::read(sql, target).statements);
        replay.schema().clone()
    }

    const BEFORE: &str = "CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT);
        CREATE INDEX users_email ON users (email);
        CREATE TABLE posts (id INTEGER PRIMARY KEY, author REFERENCES users (id));";

    #[test]
    fn letters_alone_are_a_note() {
        let target: Target = "sqlite 3.51".parse().unwrap();
        let before = schema(BEFORE, target);
        let away = "ALTER TABLE users RENAME TO people; ALTER TABLE people RENAME TO Users;";
        let found = schema(&format!("{BEFORE}{away}"), target);
        let (spelled, notes) = spelled_as(&found, &before, target).unwrap();
        assert!(crate::proof::same(&spelled, &before));
        assert_eq!(
            notes[0].text,
            "table `users` is spelled `Users` now, which is the same name here"
        );
        assert_eq!(spelled_as(&before, &before, target), None);
    }

    #[test]
    fn an_engine_that_tells_letters_apart_has_two_tables() {
        let target: Target = "postgres 15".parse().unwrap();
        let [one, other] = ["users", "\"Users\""]
            .map(|name| schema(&format!("CREATE TABLE {name} (id integer);"), target));
        assert_eq!(spelled_as(&other, &one, target), None);
    }
}
