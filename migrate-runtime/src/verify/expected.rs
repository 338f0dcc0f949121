//! What the static replay expects, held against what the engine has: where the two disagree, the model
//! is wrong, and no migration is.

use migrate_core::dialect::Target;
use migrate_core::diff::diff;
use migrate_core::replay::Replay;
use migrate_core::replay::shape::{names, shape};
use migrate_core::set::Script;
use migrate_core::sql;

use super::Verified;

/// A replay on its way through the set; none from the first statement on that it cannot follow, or
/// after a disagreement, since what follows differs for the same reason.
pub(super) struct Expected(Option<Replay>);

impl Expected {
    /// An empty database.
    pub(super) fn new(target: Target) -> Self {
        Self(Some(Replay::new(target)))
    }

    /// What the engine has behind an up that the replay has not, and the other way round. Only what
    /// either of them says to have changed is compared, so that the cost is that of the up.
    pub(super) fn disagreement(&mut self, up: &Script, verified: &Verified) -> Vec<String> {
        let Some(mut replay) = self.0.take() else { return Vec::new() };
        let read = sql::read(&up.sql, replay.target());
        let before = replay.schema().clone();
        let steps = replay.run(&read.statements);
        let is_lost = !read.errors.is_empty() || steps.iter().any(|step| step.failure.is_some());
        if is_lost || !replay.doubts().is_empty() {
            return Vec::new();
        }
        let mut touched = names(&diff(&before, replay.schema()));
        touched.extend(names(&diff(&verified.before, &verified.after)));
        let (model, engine) = (shape(replay.schema(), &touched), shape(&verified.after, &touched));
        let only_model = model.difference(&engine).map(|line| format!("only the model has {line}"));
        let only_engine =
            engine.difference(&model).map(|line| format!("only the engine has {line}"));
        let found: Vec<String> = only_model.chain(only_engine).collect();
        if found.is_empty() {
            self.0 = Some(replay);
        }
        found
    }
}
