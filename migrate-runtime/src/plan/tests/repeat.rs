//! Runs of repeatable scripts among the steps.

use migrate_core::set::repeatable::Repeatable;

use super::*;
use crate::report::Note;

const FIRST: &str = "drop view if exists v; create view v as select a from t1;";
const SECOND: &str = "drop view if exists v; create view v as select a, a as b from t1;";

/// That set with scripts of these names and texts.
fn repeating(numbers: &[u32], scripts: &[(&'static str, &str)]) -> MigrationSet {
    let all = scripts.iter().map(|(name, sql)| Repeatable {
        name: Cow::Borrowed(name),
        script: script(format!("R__{name}.sql"), (*sql).to_owned()),
    });
    set(numbers).repeating(all.collect())
}

/// What is in a history when these steps have run behind it.
fn after(mut history: History, plan: &Plan<'_>) -> History {
    for step in &plan.steps {
        if step.direction == Direction::Down {
            history.rows.retain(|row| row.version != step.version);
            continue;
        }
        let mut row = applied(1, history.rows.len() + 1);
        let down = step.down.as_ref().or(step.migration.map(|migration| &migration.down)).unwrap();
        (row.version, row.title) = (step.version.clone(), step.title.clone());
        row.up_checksum = step.script.checksum.clone();
        row.details.up_sql = step.script.sql.to_string();
        row.details.down_sql = down.script().map(|down| down.sql.to_string());
        row.details.irreversible = match down {
            Down::Irreversible { reason } => Some(reason.to_string()),
            Down::Script(_) => None,
        };
        history.rows.push(row);
    }
    history
}

fn plan_of<'a>(set: &'a MigrationSet, history: &History, goal: &Goal) -> Plan<'a> {
    plan(set, history, goal, &Options::default(), "").unwrap()
}

fn steps(plan: &Plan<'_>) -> Vec<String> {
    let sign = |step: &Step<'_>| if step.direction == Direction::Up { '+' } else { '-' };
    plan.steps.iter().map(|step| format!("{}{}", sign(step), step.name())).collect()
}

const BACK: Goal = Goal::Rollback(Rollback::Steps(1));

#[test]
fn they_run_behind_everything_and_only_at_the_head() {
    let set = repeating(&[1, 2], &[("w", SECOND), ("v", FIRST)]);
    let all = plan_of(&set, &history(&[]), &Goal::NEWEST);
    assert_eq!(steps(&all), ["+1_title_1", "+2_title_2", "+R__v", "+R__w"]);
    let some = plan_of(&set, &history(&[1]), &Goal::Apply(Upto::Version(version(2))));
    assert_eq!(steps(&some), ["+2_title_2"]);
    let some = plan_of(&set, &history(&[1]), &Goal::Apply(Upto::Steps(5)));
    assert_eq!(steps(&some), ["+2_title_2"]);
    let done = after(history(&[]), &all);
    assert!(plan_of(&set, &done, &Goal::NEWEST).steps.is_empty());
}

#[test]
fn what_undoes_a_run_is_the_text_before_it() {
    let (old, new) = (repeating(&[1], &[("v", FIRST)]), repeating(&[1], &[("v", SECOND)]));
    let first = after(history(&[1]), &plan_of(&old, &history(&[1]), &Goal::NEWEST));
    assert_eq!(first.rows[1].details.down_sql.as_deref(), Some("DROP VIEW v;\n"));
    let edited = plan_of(&new, &first, &Goal::NEWEST);
    assert_eq!(steps(&edited), ["+R__v"]);
    let second = after(first, &edited);
    assert_eq!(second.rows[2].details.down_sql.as_deref(), Some(FIRST));
    assert_eq!(second.rows[2].version, Version::of_run(2));
    let back = plan_of(&new, &second, &BACK);
    let step = &back.steps[0];
    assert_eq!((&*step.script.sql, step.origin), (FIRST, ScriptOrigin::History));
    assert_eq!(step.script.file, "R__v.sql (from the history)");
    let undone = after(second.clone(), &back);
    assert_eq!(steps(&plan_of(&new, &undone, &Goal::NEWEST)), ["+R__v"], "it is pending again");
    assert!(plan_of(&old, &undone, &Goal::NEWEST).steps.is_empty(), "the text before is current");
    let everything = plan_of(&new, &second, &Goal::Rollback(Rollback::Version(version(1))));
    let scripts: Vec<&str> = everything.steps.iter().map(|step| &*step.script.sql).collect();
    assert_eq!(scripts, [FIRST, "DROP VIEW v;\n"]);
}

#[test]
fn a_redo_leaves_the_text_that_undoes_it() {
    let (old, new) = (repeating(&[1], &[("v", FIRST)]), repeating(&[1], &[("v", SECOND)]));
    let first = after(history(&[1]), &plan_of(&old, &history(&[1]), &Goal::NEWEST));
    let second = after(first.clone(), &plan_of(&new, &first, &Goal::NEWEST));
    let redo = plan_of(&new, &second, &Goal::Redo(1));
    assert_eq!(steps(&redo), ["-R__v", "+R__v"]);
    let again = after(second, &redo);
    assert_eq!(again.rows[2].details.down_sql.as_deref(), Some(FIRST));
    assert_eq!(steps(&plan_of(&new, &again, &Goal::Redo(3))).len(), 6);
}

#[test]
fn what_has_no_way_back_is_refused() {
    let set = repeating(&[1], &[("rows", "insert into t1 values (1);")]);
    let done = after(history(&[1]), &plan_of(&set, &history(&[1]), &Goal::NEWEST));
    let said = planned(&set, &done, &BACK, &Options::default());
    assert!(said.starts_with("R__rows cannot be rolled back: there is no"), "{said}");
}

#[test]
fn an_older_set_runs_none_and_a_lost_file_is_no_trouble() {
    let (old, new) = (repeating(&[1], &[("v", FIRST)]), repeating(&[1, 2], &[("v", SECOND)]));
    let done = after(history(&[]), &plan_of(&new, &history(&[]), &Goal::NEWEST));
    let plan = plan_of(&old, &done, &Goal::NEWEST);
    assert_eq!(steps(&plan), [""; 0]);
    assert!(matches!(plan.notes[..], [Note::DatabaseNewer { .. }]), "{:?}", plan.notes);
    let without = set(&[1, 2, 3]);
    assert_eq!(planned(&without, &done, &Goal::NEWEST, &Options::default()), "+3");
}

#[test]
fn a_late_migration_is_not_late_behind_a_run() {
    let old = repeating(&[1], &[("v", FIRST)]);
    let done = after(history(&[]), &plan_of(&old, &history(&[]), &Goal::NEWEST));
    let new = repeating(&[1, 2], &[("v", FIRST)]);
    let plan = plan_of(&new, &done, &Goal::NEWEST);
    assert_eq!(steps(&plan), ["+2_title_2"]);
    let done = after(done, &plan);
    assert_eq!(
        steps(&plan_of(&new, &done, &Goal::Rollback(Rollback::Steps(2)))),
        ["-2_title_2", "-R__v"]
    );
}

#[test]
fn a_run_that_was_interrupted_is_gone_on_with() {
    let (begun, mended) = ("create a; create b; drp c", "create a; create b; drop c");
    let mut set = repeating(&[1], &[("v", mended)]);
    set.repeatables.to_mut()[0].script.transaction = false;
    let mut history = history(&[1]);
    let mut row = applied(1, 2);
    (row.version, row.title, row.state) = (Version::of_run(1), "v".to_owned(), State::Applying(2));
    row.details = Details {
        up_sql: begun.to_owned(),
        down_sql: None,
        irreversible: Some("none".to_owned()),
        ..Details::default()
    };
    history.rows.push(row);
    let plan = plan_of(&set, &history, &Goal::NEWEST);
    assert_eq!((steps(&plan), plan.steps[0].done), (vec!["+R__v".to_owned()], 2));
    assert!(plan.steps[0].recorded && plan.steps[0].version == Version::of_run(1));
    assert_eq!(
        planned(&set, &history, &BACK, &Options::default()),
        "applying R__v was interrupted"
    );
    let other = repeating(&[1], &[("w", mended)]);
    assert_eq!(
        planned(&other, &history, &Goal::NEWEST, &Options::default()),
        "applying R__v was interrupted"
    );
}
