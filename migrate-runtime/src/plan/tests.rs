mod repeat;

use std::borrow::Cow;
use std::collections::BTreeSet;

use migrate_core::checksum::Checksum;
use migrate_core::dialect::{Dialect, Target};
use migrate_core::set::kin::{Kin, Named, Replaced};
use migrate_core::set::{Down, Migration, MigrationSet, Script};
use proptest::prelude::*;

use super::*;
use crate::history::Details;

fn script(file: String, sql: String) -> Script {
    let (file, checksum) = (Cow::Owned(file), Checksum::of(&sql));
    Script { file, checksum, sql: Cow::Owned(sql), transaction: true }
}

fn version(number: u32) -> Version {
    Version::parse(&number.to_string()).unwrap()
}

fn migration(number: u32) -> Migration {
    Migration {
        version: version(number),
        title: Cow::Owned(format!("title_{number}")),
        up: script(format!("{number}.up.sql"), format!("create table t{number} (a)")),
        down: Down::Script(script(format!("{number}.down.sql"), format!("drop table t{number}"))),
        kin: Kin::NONE,
    }
}

fn set(numbers: &[u32]) -> MigrationSet {
    let migrations = numbers.iter().copied().map(migration).collect();
    MigrationSet::new(Target::oldest(Dialect::Sqlite), "migrations".to_owned(), migrations)
}

fn applied(number: u32, sequence: usize) -> Applied {
    let migration = migration(number);
    Applied {
        sequence: i64::try_from(sequence).unwrap(),
        version: migration.version,
        title: migration.title.into_owned(),
        state: State::Applied,
        up_checksum: migration.up.checksum,
        chain: Checksum::nothing(),
        details: Details {
            down_checksum: None,
            up_sql: migration.up.sql.into_owned(),
            down_sql: migration.down.script().map(|down| down.sql.to_string()),
            irreversible: None,
            applied_at: String::new(),
            duration_ms: 0,
            host: String::new(),
            process: String::new(),
            crate_name: String::new(),
        },
    }
}

fn history(numbers: &[u32]) -> History {
    let rows: Vec<_> =
        numbers.iter().enumerate().map(|(at, number)| applied(*number, at + 1)).collect();
    let last = rows.last().map_or(0, |row| row.sequence);
    History { rows, exists: true, last, ahead: false }
}

/// The steps as `+1`, `-1`, or the error's text.
fn planned(set: &MigrationSet, history: &History, goal: &Goal, options: &Options) -> String {
    match plan(set, history, goal, options, "") {
        Ok(plan) => {
            let sign = |step: &Step<'_>| if step.direction == Direction::Up { '+' } else { '-' };
            let steps = plan.steps.iter().map(|step| format!("{}{}", sign(step), step.version));
            let notes = plan.notes.iter().map(ToString::to_string);
            steps.chain(notes).collect::<Vec<_>>().join(" ")
        }
        Err(error) => error.to_string(),
    }
}

fn forward(set_of: &[u32], applied: &[u32], upto: Upto) -> String {
    planned(&set(set_of), &history(applied), &Goal::Apply(upto), &Options::default())
}

fn back(set_of: &[u32], applied: &[u32], rollback: Rollback) -> String {
    planned(&set(set_of), &history(applied), &Goal::Rollback(rollback), &Options::default())
}

#[test]
fn what_is_pending_is_applied_in_order() {
    assert_eq!(forward(&[1, 2, 10], &[1], Upto::Newest), "+2 +10");
    assert_eq!(forward(&[1, 2, 10], &[1], Upto::Steps(1)), "+2");
    assert_eq!(forward(&[1, 2, 10], &[], Upto::Version(version(2))), "+1 +2");
    assert_eq!(forward(&[1, 2], &[1, 2], Upto::Newest), "");
    assert_eq!(
        forward(&[1, 2], &[], Upto::Version(version(3))),
        "there is no migration 3 in the set"
    );
}

#[test]
fn a_newer_database_is_accepted_and_a_hole_is_not() {
    assert_eq!(
        forward(&[1, 2], &[1, 2, 3], Upto::Newest),
        "the database has migration 3 (title_3), which is newer than this set"
    );
    assert_eq!(
        forward(&[1, 3], &[1, 2, 3], Upto::Newest),
        "migration 2 (title_2) is applied and is not in the set"
    );
    let strict = Options { accept_newer: false, ..Options::default() };
    assert_eq!(
        planned(&set(&[1]), &history(&[1, 2]), &Goal::Apply(Upto::Newest), &strict),
        "the database is at 2 (title_2), which is newer than the set"
    );
}

#[test]
fn out_of_order_is_refused_until_it_is_accepted() {
    assert_eq!(
        forward(&[1, 2, 3], &[1, 3], Upto::Newest),
        "migration 2 is pending and older than 3, which is applied"
    );
    let lax = Options { accept_out_of_order: true, ..Options::default() };
    let goal = Goal::Apply(Upto::Newest);
    assert_eq!(planned(&set(&[1, 2, 3]), &history(&[1, 3]), &goal, &lax), "+2");
}

#[test]
fn rolling_back_follows_the_order_of_application() {
    assert_eq!(back(&[1, 2, 3], &[1, 3, 2], Rollback::Steps(2)), "-2 -3");
    assert_eq!(back(&[1, 2, 3], &[1, 3, 2], Rollback::Version(version(3))), "-2");
    assert_eq!(back(&[1, 2, 3], &[1, 2, 3], Rollback::All), "-3 -2 -1");
    assert_eq!(back(&[1], &[1], Rollback::Steps(9)), "-1");
    assert_eq!(back(&[1, 2], &[1], Rollback::Version(version(2))), "migration 2 is not applied");
}

#[test]
fn a_redo_comes_back_to_where_it_began() {
    let goal = Goal::Redo(2);
    let options = Options::default();
    assert_eq!(planned(&set(&[1, 2, 3]), &history(&[1, 2, 3]), &goal, &options), "-3 -2 +2 +3");
}

#[test]
fn an_older_binary_rolls_back_with_the_down_of_the_history() {
    let set = set(&[1]);
    let history = history(&[1, 2]);
    let goal = Goal::Rollback(Rollback::Steps(1));
    let plan = plan(&set, &history, &goal, &Options::default(), "").unwrap();
    assert_eq!(plan.steps[0].script.sql, "drop table t2");
    assert_eq!(plan.steps[0].origin, ScriptOrigin::History);
}

#[test]
fn what_was_edited_since_is_rolled_back_by_the_down_it_had() {
    let mut history = history(&[1]);
    history.rows[0].up_checksum = Checksum::of("create table z (a)");
    history.rows[0].details.up_sql = "create table z (a)".to_owned();
    history.rows[0].details.down_sql = Some("drop table z".to_owned());
    let set = set(&[1]);
    let goal = Goal::Redo(1);
    let plan = plan(&set, &history, &goal, &Options::default(), "").unwrap();
    let scripts: Vec<&str> = plan.steps.iter().map(|step| &*step.script.sql).collect();
    assert_eq!(scripts, ["drop table z", "create table t1 (a)"]);
}

#[test]
fn what_another_crate_applied_is_not_rolled_back() {
    let mut history = history(&[1, 2]);
    history.rows[1].details.crate_name = "beta 0.1.0".to_owned();
    let set = set(&[1]);
    let goal = Goal::Rollback(Rollback::Steps(1));
    let error = plan(&set, &history, &goal, &Options::default(), "alpha 2.0.0").unwrap_err();
    assert_eq!(error.to_string(), "migration 2 (title_2) was applied by `beta 0.1.0`");
    assert!(plan(&set, &history, &goal, &Options::default(), "beta 0.2.0").is_ok());
}

#[test]
fn what_is_irreversible_is_not_jumped_over() {
    let mut set = set(&[1, 2]);
    set.migrations.to_mut()[0].down = Down::Irreversible { reason: "data is gone".into() };
    let goal = Goal::Rollback(Rollback::All);
    assert_eq!(
        planned(&set, &history(&[1, 2]), &goal, &Options::default()),
        "migration 1 (title_1) cannot be rolled back: data is gone"
    );
}

#[test]
fn an_edit_of_the_meaning_is_refused_and_one_of_a_comment_is_not() {
    let mut history = history(&[1]);
    let row = &mut history.rows[0];
    row.up_checksum = Checksum::of("-- before\ncreate table t1 (a)");
    row.details.up_sql = "-- before\ncreate table t1 (a)".to_owned();
    let goal = Goal::Apply(Upto::Newest);
    assert_eq!(
        planned(&set(&[1]), &history, &goal, &Options::default()),
        "migrations/1.up.sql was edited after 1 was applied, but only its comments or blanks"
    );
    history.rows[0].details.up_sql = "create table t1 (b)".to_owned();
    let Err(PlanError::Edited { diff, .. }) =
        plan(&set(&[1]), &history, &goal, &Options::default(), "")
    else {
        panic!("the edit was not noticed")
    };
    assert!(diff.contains("-create table t1 (b)\n") && diff.contains("+create table t1 (a)\n"));
}

#[test]
fn what_was_interrupted_is_finished_first() {
    let mut history = history(&[1, 2]);
    let (begun, mended) = ("create a; create b; drp c", "create a; create b; drop c");
    history.rows[1].state = State::Applying(2);
    history.rows[1].details.up_sql = begun.to_owned();
    let mut set = set(&[1, 2, 3]);
    let up = &mut set.migrations.to_mut()[1].up;
    *up = Script { transaction: false, ..script("2.up.sql".to_owned(), mended.to_owned()) };
    let goal = Goal::Apply(Upto::Newest);
    let resumed = plan(&set, &history, &goal, &Options::default(), "").unwrap();
    assert_eq!((resumed.steps[0].done, resumed.steps.len()), (2, 2));
    let goal = Goal::Rollback(Rollback::Steps(1));
    assert_eq!(
        planned(&set, &history, &goal, &Options::default()),
        "applying migration 2 was interrupted"
    );
}

fn numbers() -> impl Strategy<Value = Vec<u32>> {
    prop::collection::btree_set(1_u32..12, 0..10).prop_map(|set| set.into_iter().collect())
}

fn goals() -> impl Strategy<Value = Goal> {
    prop_oneof![
        Just(Goal::Apply(Upto::Newest)),
        (0_usize..12).prop_map(|steps| Goal::Apply(Upto::Steps(steps))),
        (1_u32..12).prop_map(|number| Goal::Apply(Upto::Version(version(number)))),
        Just(Goal::Rollback(Rollback::All)),
        (0_usize..12).prop_map(|steps| Goal::Rollback(Rollback::Steps(steps))),
        (1_u32..12).prop_map(|number| Goal::Rollback(Rollback::Version(version(number)))),
        (0_usize..12).prop_map(Goal::Redo),
    ]
}

proptest! {
    /// Whatever the set, the history and the goal: no panic, nothing is applied twice or rolled back
    /// without being applied, and the order is that of versions forward and of application back.
    #[test]
    fn a_plan_never_repeats_and_never_reorders(
        known in numbers(),
        done in numbers().prop_shuffle(),
        goal in goals(),
        out_of_order: bool,
        accept_newer: bool,
    ) {
        let set = set(&known);
        let history = history(&done);
        let options = Options { accept_out_of_order: out_of_order, accept_newer, ..Options::default() };
        if let Ok(plan) = plan(&set, &history, &goal, &options, "") {
            let mut applied: BTreeSet<Version> = done.iter().copied().map(version).collect();
            let mut stack: Vec<Version> = done.iter().copied().map(version).collect();
            let mut last_up: Option<Version> = None;
            for step in &plan.steps {
                if step.direction == Direction::Up {
                    prop_assert!(applied.insert(step.version.clone()), "applied twice");
                    let in_order = last_up < Some(step.version.clone());
                    prop_assert!(in_order || matches!(goal, Goal::Redo(_)), "reordered");
                    last_up = Some(step.version.clone());
                    stack.push(step.version.clone());
                } else {
                    prop_assert_eq!(stack.pop(), Some(step.version.clone()));
                    prop_assert!(applied.remove(&step.version));
                }
            }
            if matches!(goal, Goal::Redo(_)) {
                let before: Vec<Version> = done.iter().copied().map(version).collect();
                prop_assert_eq!(&stack, &before, "a redo keeps the order of application");
            }
            if goal == Goal::Apply(Upto::Newest) {
                prop_assert!(known.iter().all(|number| applied.contains(&version(*number))));
            }
            if goal == Goal::Rollback(Rollback::All) {
                prop_assert!(applied.is_empty());
            }
        }
    }
}

/// The same set with what one of its migrations stands for.
fn replacing(numbers: &[u32], at: u32, ways: &[&[u32]]) -> MigrationSet {
    let mut set = set(numbers);
    let named =
        |number: &u32| Named { version: version(*number), title: format!("title_{number}").into() };
    let replaces: Vec<Replaced> =
        ways.iter().map(|all| all.iter().map(named).collect::<Vec<_>>().into()).collect();
    let migrations = set.migrations.to_mut();
    let migration = migrations.iter_mut().find(|it| it.version == version(at)).unwrap();
    migration.kin.replaces = replaces.into();
    migration.title = "all".into();
    set
}

fn forward_of(set: &MigrationSet, applied: &[u32]) -> String {
    planned(set, &history(applied), &Goal::Apply(Upto::Newest), &Options::default())
}

fn back_of(set: &MigrationSet, applied: &[u32], rollback: Rollback) -> String {
    planned(set, &history(applied), &Goal::Rollback(rollback), &Options::default())
}

#[test]
fn what_stands_for_others_is_applied_where_all_of_them_are() {
    let set = replacing(&[1, 4, 5], 4, &[&[2, 3, 4]]);
    assert_eq!(forward_of(&set, &[]), "+1 +4 +5");
    assert_eq!(forward_of(&set, &[1]), "+4 +5");
    assert_eq!(forward_of(&set, &[1, 2, 3, 4]), "+5");
    assert_eq!(
        forward_of(&set, &[1, 2, 3]),
        "4_all stands for several migrations, of which 3_title_3 is applied and 4_title_4 is not"
    );
    let either = replacing(&[1, 4], 4, &[&[2, 4], &[3, 4]]);
    assert_eq!(forward_of(&either, &[1, 3, 4]), "", "it may have been either");
}

#[test]
fn what_stands_for_others_is_rolled_back_as_a_whole() {
    let set = replacing(&[1, 4, 5], 4, &[&[2, 3, 4]]);
    let all = [1, 2, 3, 4, 5];
    assert_eq!(back_of(&set, &all, Rollback::Steps(1)), "-5");
    assert_eq!(back_of(&set, &all, Rollback::Steps(2)), "-5 -4 -3 -2");
    assert_eq!(back_of(&set, &all, Rollback::Version(version(1))), "-5 -4 -3 -2");
    assert_eq!(back_of(&set, &all, Rollback::Version(version(4))), "-5");
    assert_eq!(
        back_of(&set, &all, Rollback::Version(version(3))),
        "3 is a part of 4_all, which is rolled back as a whole"
    );
    assert_eq!(back_of(&set, &[1, 2], Rollback::Steps(1)), "-2", "out of its middle");
    let redo = planned(&set, &history(&[1, 2, 3, 4]), &Goal::Redo(1), &Options::default());
    assert_eq!(redo, "-4 -3 -2 +4");
}

/// Two branches gave one number twice, and ours got a later one.
#[test]
fn a_row_is_renamed_where_its_version_is_wanted() {
    let mut set = replacing(&[1, 2, 3], 3, &[&[2]]);
    let migrations = set.migrations.to_mut();
    migrations[1].title = "theirs".into();
    migrations[2].up = migration(2).up;
    let goal = Goal::Apply(Upto::Newest);
    let plan = |applied: &[u32]| {
        plan(&set, &history(applied), &goal, &Options::default(), "").map(|plan| {
            let renamed =
                plan.renamed.iter().map(|it| format!("{} {}", it.sequence, it.migration.version));
            let steps = plan.steps.iter().map(|step| step.version.to_string());
            (renamed.collect::<Vec<_>>(), steps.collect::<Vec<_>>())
        })
    };
    let (renamed, steps) = plan(&[1, 2]).unwrap();
    assert_eq!((&*renamed, &*steps), (&["2 3".to_owned()][..], &["2".to_owned()][..]));
    let (renamed, steps) = plan(&[1]).unwrap();
    assert_eq!((renamed.len(), &*steps), (0, &["2".to_owned(), "3".to_owned()][..]));
}

/// The one that replaces says the same as what it replaces, or it was edited.
#[test]
fn what_has_a_later_version_is_still_the_same() {
    let set = replacing(&[1, 3], 3, &[&[2]]);
    assert_eq!(forward_of(&set, &[1, 2]), "migration 2 was changed after it was applied");
}

#[test]
fn what_commutes_with_all_that_is_newer_comes_late() {
    let mut set = set(&[1, 2, 3, 4]);
    set.migrations.to_mut()[1].kin.beside = vec![version(3)].into();
    assert_eq!(forward_of(&set, &[1, 3]), "+2 +4");
    assert_eq!(
        forward_of(&set, &[1, 3, 4]),
        "migration 2 is pending and older than 4, which is applied"
    );
    assert_eq!(forward_of(&set, &[3]), "migration 1 is pending and older than 3, which is applied");
}
