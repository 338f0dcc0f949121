//! What the static replay expects, held against what the engine has and does: where the two disagree,
//! the model is wrong, and no migration is.

use migrate_core::dialect::Target;
use migrate_core::diff::diff;
use migrate_core::impact::measured::{Measured, Replayed, disagreements};
use migrate_core::replay::Replay;
use migrate_core::replay::shape::{names, shape};
use migrate_core::schema::Schema;
use migrate_core::set::Migration;
use migrate_core::sql;

use super::Verified;

/// A replay on its way through the set.
pub(super) struct Expected {
    /// What the scripts are written for.
    target: Target,
    /// What they run on.
    server: Target,
    /// None from the first statement on that it cannot follow, or after a disagreement, since what
    /// follows differs for the same reason.
    replay: Option<Replay>,
}

impl Expected {
    /// An empty database.
    pub(super) fn new(target: Target, server: Target) -> Self {
        Self { target, server, replay: Some(Replay::new(target)) }
    }

    /// What the engine has behind an up and the replay has not, and the other way round; and what
    /// statements cost in one and not in the other.
    pub(super) fn disagreement(
        &mut self,
        migration: &Migration,
        verified: &Verified,
    ) -> Vec<String> {
        let Verified { before, after, up_measured, down_measured, .. } = verified;
        let followed = self.replay.take();
        let follows = followed.is_some();
        if !follows && up_measured.is_empty() && down_measured.is_empty() {
            return Vec::new();
        }
        // What statements cost can be told of what there really is, too.
        let mut replay = followed.unwrap_or_else(|| Replay::of(self.target, before.clone()));
        let earlier = replay.schema().clone();
        let (is_lost, mut found) = self.run(&mut replay, follows, &migration.up.sql, up_measured);
        if follows && !is_lost && replay.doubts().is_empty() {
            let differences = differences(&earlier, replay.schema(), verified);
            self.replay = differences.is_empty().then_some(replay);
            found.extend(differences);
        }
        if let Some(down) = migration.down.script().filter(|_| !down_measured.is_empty()) {
            let over = || Replay::of(self.target, after.clone());
            let mut replay = self.replay.clone().unwrap_or_else(over);
            let follows = self.replay.is_some();
            found.extend(self.run(&mut replay, follows, &down.sql, down_measured).1);
        }
        found
    }

    /// Runs a script in a replay: whether that is lost, and where statements cost something else than
    /// they were seen to.
    fn run(
        &self,
        replay: &mut Replay,
        is_whole: bool,
        sql: &str,
        measured: &[Measured],
    ) -> (bool, Vec<String>) {
        let before = replay.schema().clone();
        let read = sql::read(sql, replay.target());
        let steps = replay.run(&read.statements);
        let is_lost = !read.errors.is_empty() || steps.iter().any(|step| step.failure.is_some());
        let (target, statements) = (self.server, &*read.statements);
        let script = Replayed { target, before: &before, sql, statements, steps: &steps, is_whole };
        (is_lost, disagreements(script, measured))
    }
}

/// What only one of the model and the engine has. Only what either of them says to have changed is
/// compared, so that the cost is that of the up.
fn differences(earlier: &Schema, later: &Schema, verified: &Verified) -> Vec<String> {
    let mut touched = names(&diff(earlier, later));
    touched.extend(names(&diff(&verified.before, &verified.after)));
    let (model, engine) = (shape(later, &touched), shape(&verified.after, &touched));
    let only_model = model.difference(&engine).map(|line| format!("only the model has {line}"));
    let only_engine = engine.difference(&model).map(|line| format!("only the engine has {line}"));
    only_model.chain(only_engine).collect()
}
