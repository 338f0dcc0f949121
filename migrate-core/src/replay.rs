//! Commands over a schema: what each statement of a script does, with the engine's own semantics.
//!
//! Replay resolves names as the engine would (search path, folded letters, generated names), spells
//! out what a command takes with it, and says where the engine would refuse. It never guesses: what
//! it does not know is a [`Doubt`].
//!
//! A command changes the schema as far as it comes; when the engine would refuse, that is taken back. In
//! reading order: [`Replay::run`], then
//! `work` (one command), `names` (what a name means), `dependents` (who uses what), then one file for
//! each noun; what only one dialect does stands in the file of its name.

mod column;
mod constraint;
mod dependents;
mod doubt;
mod engine;
mod expression;
mod failure;
mod index;
mod memory;
#[cfg(feature = "mysql")]
mod mysql;
mod names;
mod object;
#[cfg(feature = "postgres")]
mod postgres;
mod resolve;
mod sequence;
mod session;
pub mod shape;
mod spelled;
#[cfg(feature = "sqlite")]
mod sqlite;
mod table;
mod types;
mod view;
mod work;

use std::sync::Arc;

use crate::change::Change;
use crate::command::{Command, Statement, What};
use crate::dialect::Target;
use crate::diff::diff;
use crate::schema::{Constraint, Map, Name, Schema};
use crate::set::{Migration, MigrationSet};
use crate::sql;
use crate::text::Span;

use dependents::{Dependents, Following};
pub(crate) use dependents::{Heirs, Texts};
use doubt::Doubts;
use memory::Memory;
use session::Session;
use work::Work;

pub use spelled::spelled_as;

pub(crate) use column::cast::domain_base;
pub(crate) use constraint::PRIMARY;
pub(crate) use engine::Engine;
#[cfg(feature = "mysql")]
pub(crate) use mysql::ENGINE as MYSQL;
#[cfg(feature = "postgres")]
pub(crate) use postgres::ENGINE as POSTGRES;
#[cfg(feature = "sqlite")]
pub(crate) use sqlite::ENGINE as SQLITE;

/// The mark of an index that came with a foreign key (MySQL), and goes when another one serves it.
pub(crate) const IMPLICIT: &str = "made for a foreign key";

/// The owner that a thing has which nobody gave to anybody: who runs the migrations.
pub(crate) const WHOEVER: &str = "current_user";

/// What PostgreSQL has spelled anew since it was written ends with this. It is a comment: to whoever reads
/// the expression it is the one that was written.
pub(crate) const REWRITTEN: &str = " /* rewritten by the engine */";

/// The constraints that stand at a column and go with it (SQLite), by the names of table and column in
/// lower case.
type Inline = Map<Name, Arc<Vec<(String, Constraint)>>>;

/// A schema, and what is known of how it came to be. Cloning is cheap: clones share what they have in
/// common.
#[derive(Clone, Debug)]
pub struct Replay {
    engine: &'static Engine,
    target: Target,
    schema: Schema,
    dependents: Following,
    doubts: Doubts,
    /// The constraints that stand at columns (SQLite).
    inline: Inline,
    memory: Memory,
}

impl Replay {
    /// An empty database.
    #[must_use]
    pub fn new(target: Target) -> Self {
        Self::of(target, Schema::default())
    }

    /// A database of which the schema alone is known, and not how it came to be.
    #[must_use]
    pub fn of(target: Target, schema: Schema) -> Self {
        let engine = Engine::of(target.dialect);
        let dependents = Dependents::of(&schema, engine).into();
        let (doubts, memory) = (Doubts::default(), Memory::default());
        let inline = Inline::new();
        Self { engine, target, schema, dependents, doubts, memory, inline }
    }

    /// A database to which these migrations were applied.
    pub fn after<'m>(target: Target, migrations: impl IntoIterator<Item = &'m Migration>) -> Self {
        let mut replay = Self::new(target);
        for migration in migrations {
            replay.run(&sql::read(&migration.up.sql, target).statements);
        }
        replay
    }

    /// A database that has everything of a set, the repeatable scripts last.
    #[must_use]
    pub fn after_all(set: &MigrationSet) -> Self {
        let mut replay = Self::after(set.target, set.migrations.iter());
        for it in set.repeatables.iter() {
            replay.run(&sql::read(&it.script.sql, set.target).statements);
        }
        replay
    }

    /// The server whose semantics these are.
    #[must_use]
    pub const fn target(&self) -> Target {
        self.target
    }

    /// The schema as far as it is known.
    #[must_use]
    pub const fn schema(&self) -> &Schema {
        &self.schema
    }

    /// What is not known, in a stable order.
    #[must_use]
    pub fn doubts(&self) -> Vec<&Doubt> {
        self.doubts.all()
    }

    /// Why the definition of what has that name is not known, or whether it exists at all.
    #[must_use]
    pub fn is_doubted(&self, name: &Name) -> Option<&Doubt> {
        self.doubts.about(name)
    }

    /// Carries out the statements of one script in a session of its own.
    ///
    /// It goes on behind a refusal, as if the refused command was not there, so that what follows can
    /// be judged too; such steps are not [`Step::reached`]. The actions of one `ALTER TABLE` come in
    /// the order in which the engine makes them.
    pub fn run<'s>(&mut self, statements: &'s [Statement]) -> Vec<Step<'s>> {
        let mut session = Session::new(self.engine);
        let mut steps: Vec<Step<'s>> = Vec::with_capacity(statements.len());
        let mut reached = true;
        for (at, statement) in statements.iter().enumerate() {
            let commands = self.engine.in_order(&statement.commands);
            let count = commands.len();
            for (number, command) in commands.into_iter().enumerate() {
                let is_last = number + 1 == count;
                let step = Step { reached, ..self.step(&mut session, at, command, is_last) };
                reached &= step.failure.is_none();
                steps.push(step);
            }
        }
        self.end(&mut session);
        steps
    }

    fn step<'s>(
        &mut self,
        session: &mut Session,
        statement: usize,
        command: &'s Command,
        is_last: bool,
    ) -> Step<'s> {
        let before = (self.schema.clone(), self.doubts.clone());
        let (memory, inline) = (self.memory.clone(), self.inline.clone());
        let dependents = self.dependents.get_mut();
        let (heirs, texts) = (dependents.heirs().clone(), dependents.texts().clone());
        let mut work = Work::new(self, session, command);
        let outcome = work.carry_out(&command.what);
        let mut outcome = resolve::check(&work, command, outcome);
        if outcome.is_ok() {
            outcome = work.check_statement(is_last);
        }
        let done = work.finish(outcome, &before.1);
        if done.failure.is_some() || done.is_void {
            self.take_back(&before.0);
            self.doubts = before.1;
            (self.memory, self.inline) = (memory, inline);
        }
        for doubt in &done.doubts {
            self.doubts.raise(doubt);
        }
        Step {
            command,
            statement,
            before: before.0,
            heirs,
            texts,
            targets: done.targets,
            changes: done.changes,
            failure: done.failure,
            doubts: done.doubts,
            suspects: done.suspects,
            reached: true,
        }
    }

    /// Makes the schema what it was. The indexes over it follow the difference, which is small, so that
    /// no copy of them has to be kept for the rare case of a refusal.
    fn take_back(&mut self, before: &Schema) {
        for change in diff(&self.schema, before) {
            self.dependents.leave(&self.schema, &change);
            // The difference of two schemas fits the first of them: a law that is tested.
            drop(self.schema.apply(&change));
            self.dependents.enter(&self.schema, &change);
        }
        self.schema = before.clone();
    }

    /// What lives no longer than the session goes.
    fn end(&mut self, session: &mut Session) {
        let leaving = Command::new(Span::default(), What::Nothing);
        let temporary = session.take_temporary();
        let mut work = Work::new(self, session, &leaving);
        work.forget_temporary(&temporary);
        (work.replay.engine.end)(&mut work);
    }
}

/// One command with what it found and what it did.
#[derive(Clone, Debug)]
pub struct Step<'s> {
    /// The command.
    pub command: &'s Command,
    /// The position of its statement in the script.
    pub statement: usize,
    /// The schema before it. Cheap to keep: it shares whatever did not change.
    pub before: Schema,
    /// Which of its tables inherit from others.
    pub(crate) heirs: Heirs,
    /// Which of its views name what.
    pub(crate) texts: Texts,
    /// The tables, views, indexes' tables and other things that it names, resolved, in the order in
    /// which the command names them.
    pub targets: Vec<Name>,
    /// What it did, in order, everything that went or changed with it included; nothing where it was
    /// left alone (`IF EXISTS`) or failed.
    pub changes: Vec<Change>,
    /// Why the engine would refuse it.
    pub failure: Option<Failure>,
    /// What is not known from here on because of it.
    pub doubts: Vec<Doubt>,
    /// What was not known of the things that it changed, replaced or took away: their definition
    /// from before cannot be told, and therefore not restored with certainty.
    pub suspects: Vec<Doubt>,
    /// Whether the engine gets here: not behind a failure in the same script.
    pub reached: bool,
}

/// A refusal by the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What kind.
    pub kind: FailureKind,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// The words of the script that cannot be.
    pub span: Span,
    /// What else to know: what depends on it, which name was probably meant.
    pub notes: Vec<String>,
}

/// Kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureKind {
    /// Something it names does not exist.
    Unknown,
    /// Something it creates exists already.
    Duplicate,
    /// Something else depends on what it drops or changes.
    Dependents,
    /// The engine does not do that: `DROP COLUMN` of a key in SQLite.
    Refused,
}

/// Something that is not known for certain, and since when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about.
    pub about: About,
    /// Why, as a clause that completes “it is not known …, because”.
    pub reason: String,
    /// The words of the script that raised it.
    pub span: Span,
}

/// What a doubt is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum About {
    /// The whole schema.
    Everything,
    /// Whatever has that name, with all that belongs to it.
    Thing(Name),
}

#[cfg(test)]
mod tests;
