//! What came back in other letters, where the engine takes both for one name.

use std::sync::Arc;

use super::{Engine, Replay};
use crate::change::words::{Residue, ResidueKind, Subject};
use crate::dialect::Target;
use crate::schema::{Difference, Map, Name, ObjectKind, ObjectName, Schema, Table};
use crate::sql::{self, quote};

/// What `found` is when its tables, views, indexes and triggers are spelled as in `wanted`, and a note on
/// each; none where no spelling differs, or where more than that would.
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
        notes.push(note("table", &to.name, &from.name, Subject::Table((*to).clone())));
    }
    let mut spelled = replay.map_or_else(|| found.clone(), |replay| replay.schema().clone());
    others(&mut spelled, wanted, &mut notes);
    (!notes.is_empty()).then_some((spelled, notes))
}

fn note(kind: &str, to: &str, from: &str, subject: Subject) -> Residue {
    let text = format!("{kind} `{to}` is spelled `{from}` now, which is the same name here");
    Residue { text, note: true, subject, kind: ResidueKind::Other }
}

/// What is no table: its name stands nowhere else.
fn others(spelled: &mut Schema, wanted: &Schema, notes: &mut Vec<Residue>) {
    let is_view = |one: &Name, other: &Name| one.name.eq_ignore_ascii_case(&other.name);
    for (from, to) in respell(&mut spelled.views, &wanted.views, is_view) {
        notes.push(note("view", &to.name, &from.name, Subject::View(to.clone())));
    }
    let is_trigger = |one: &ObjectName, other: &ObjectName| {
        let kinds = [one.kind, other.kind];
        kinds == [ObjectKind::Trigger; 2] && is_view(&one.name, &other.name)
    };
    for (from, to) in respell(&mut spelled.objects, &wanted.objects, is_trigger) {
        let subject = Subject::Object(to.clone());
        notes.push(note("trigger", &to.name.name, &from.name.name, subject));
    }
    indexes(spelled, wanted, notes);
}

/// Gives what only `spelled` has the key that is the same to the engine and that only `wanted` has; which, and
/// what it is now.
fn respell<K: Ord + Clone, V: Clone + PartialEq>(
    spelled: &mut Map<K, V>,
    wanted: &Map<K, V>,
    is_same: impl Fn(&K, &K) -> bool,
) -> Vec<(K, K)> {
    let other = |difference| {
        let Difference::Added(from, _) = difference else { return None };
        let to = wanted.keys().find(|to| is_same(to, from))?;
        Some((from.clone(), to.clone()))
    };
    let keys: Vec<(K, K)> = wanted.diff(spelled).filter_map(other).collect();
    for (from, to) in &keys {
        let Some(value) = spelled.get(from).cloned() else { continue };
        spelled.remove(from);
        spelled.insert(to.clone(), value);
    }
    keys
}

fn indexes(spelled: &mut Schema, wanted: &Schema, notes: &mut Vec<Residue>) {
    let changed: Vec<Name> = wanted
        .tables
        .diff(&spelled.tables)
        .filter_map(|difference| match difference {
            Difference::Changed { key, .. } => Some(key.clone()),
            _ => None,
        })
        .collect();
    for name in changed {
        let (Some(found), Some(wanted)) = (spelled.tables.get(&name), wanted.tables.get(&name))
        else {
            continue;
        };
        let missing = wanted.indexes.keys().filter(|it| !found.indexes.contains_key(*it));
        let missing: Vec<&String> = missing.collect();
        if missing.is_empty() {
            continue;
        }
        let mut table = Table::clone(found);
        for to in missing {
            let is_it = |it: &&String| it.eq_ignore_ascii_case(to);
            let Some(from) = found.indexes.keys().find(is_it) else { continue };
            let Some(index) = found.indexes.get(from).cloned() else { continue };
            notes.push(note("index", to, from, Subject::Index(name.clone(), to.clone())));
            table.indexes.remove(from);
            table.indexes.insert(to.clone(), index);
        }
        spelled.tables.insert(name, Arc::new(table));
    }
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
        assert!(spelled == before);
        assert_eq!(
            notes[0].text,
            "table `users` is spelled `Users` now, which is the same name here"
        );
        assert_eq!(spelled_as(&before, &before, target), None);
    }

    #[test]
    fn so_are_those_of_views_indexes_and_triggers() {
        let target: Target = "sqlite 3.51".parse().unwrap();
        let base = "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);";
        let of = |index: &str, view: &str, trigger: &str| {
            let rest = format!(
                "CREATE INDEX {index} ON t (a); CREATE VIEW {view} AS SELECT a FROM t;
                CREATE TRIGGER {trigger} AFTER INSERT ON t BEGIN SELECT 1; END;"
            );
            schema(&format!("{base}{rest}"), target)
        };
        let (before, found) = (of("i", "v", "r"), of("I", "V", "R"));
        let (spelled, notes) = spelled_as(&found, &before, target).unwrap();
        assert!(spelled == before);
        let texts: Vec<&str> = notes.iter().map(|note| &*note.text).collect();
        assert_eq!(
            texts,
            [
                "view `v` is spelled `V` now, which is the same name here",
                "trigger `r` is spelled `R` now, which is the same name here",
                "index `i` is spelled `I` now, which is the same name here",
            ]
        );
        let other = of("i", "v", "other");
        assert_eq!(spelled_as(&other, &before, target), None);
    }

    #[test]
    fn an_engine_that_tells_letters_apart_has_two_tables() {
        let target: Target = "postgres 15".parse().unwrap();
        let [one, other] = ["users", "\"Users\""]
            .map(|name| schema(&format!("CREATE TABLE {name} (id integer);"), target));
        assert_eq!(spelled_as(&other, &one, target), None);
    }
}
