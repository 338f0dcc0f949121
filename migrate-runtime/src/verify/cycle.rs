//! Up, down and up again, with a look at the schema after each.

use std::time::Duration;

use migrate_core::change::words::{Expected, Residue, Subject, residues};
use migrate_core::dialect::catalog::Scope;
use migrate_core::schema::{ObjectKind, Schema};
use migrate_core::set::Migration;
use migrate_core::sql::space::same_but_for_space;

use super::{Blocker, Verdict, Verified};
use crate::error::Error;
use crate::execute::Run;
use crate::inspect::Eye;
use crate::plan::Step;

/// A database on its way through the set, and what its schema is now.
pub(crate) struct Cycle<'r, 'a, 'd> {
    pub(crate) run: &'r mut Run<'a, 'd>,
    pub(crate) eye: &'r mut Eye,
    pub(crate) runs: Runs,
}

/// Where scripts run.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Runs {
    /// On a throwaway database, each committed by itself.
    Alone,
    /// In the transaction that is open.
    Within,
}

impl<'a> Cycle<'_, 'a, '_> {
    /// Runs one script and looks at what it may have changed.
    async fn step(&mut self, step: &Step<'_>) -> Result<(Duration, Schema), Error> {
        let took = match self.runs {
            Runs::Alone => self.run.alone(step).await?,
            Runs::Within => self.run.within(step).await?,
        };
        let scope = Scope::Script(&step.script.sql);
        let schema = self.eye.look(self.run.driver, scope).await?;
        Ok((took, schema))
    }

    pub(crate) async fn verify(&mut self, migration: &'a Migration) -> Result<Verified, Error> {
        let up = Step::up(migration);
        let before = self.eye.schema.clone();
        let (up_took, after) = self.step(&up).await?;
        self.eye.schema = after.clone();
        let mut verified = Verified {
            version: migration.version.clone(),
            title: migration.title.to_string(),
            path: self.run.context.set.path(&migration.up),
            verdict: Verdict::Trusted,
            up: up_took,
            down: Duration::ZERO,
            disagreement: Vec::new(),
            before,
            after,
        };
        let trusted = &self.run.context.options.trusted;
        if !trusted.contains(&migration.version) {
            verified.verdict = match Step::down(migration) {
                Ok(down) => self.back_and_forth(&up, &down, &mut verified).await?,
                Err(reason) => Verdict::Irreversible { reason: reason.to_owned() },
            };
        }
        Ok(verified)
    }

    async fn back_and_forth(
        &mut self,
        up: &Step<'_>,
        down: &Step<'_>,
        verified: &mut Verified,
    ) -> Result<Verdict, Error> {
        let blocker = |blocker| Ok(Verdict::Blocker(blocker));
        let restored = match self.step(down).await {
            Ok((took, schema)) => {
                verified.down = took;
                schema
            }
            Err(Error::Failed(failure)) => return blocker(Blocker::DownFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, mut notes) =
            self.compared(&restored, &verified.before, Expected::BeforeUp);
        if !differences.is_empty() {
            return blocker(Blocker::NotRestored(differences));
        }
        let again = match self.step(up).await {
            Ok((_, schema)) => schema,
            Err(Error::Failed(failure)) => return blocker(Blocker::SecondUpFailed(failure)),
            Err(error) => return Err(error),
        };
        let (differences, more) = self.compared(&again, &verified.after, Expected::AfterFirstUp);
        if !differences.is_empty() {
            return blocker(Blocker::SecondUpDiffers(differences));
        }
        notes.extend(more);
        self.eye.schema = again;
        Ok(Verdict::Restored { notes })
    }

    /// Differences that count, and those that are only worth a note.
    fn compared(
        &self,
        found: &Schema,
        expected: &Schema,
        which: Expected,
    ) -> (Vec<String>, Vec<String>) {
        let (mut differences, mut notes) = (Vec::new(), Vec::new());
        for residue in residues(found, expected, which) {
            if residue.note {
                notes.push(residue.text);
            } else if self.is_only_spaced(&residue, found, expected) {
                notes.push(format!("{}, by white space alone", residue.text));
            } else {
                differences.push(residue.text);
            }
        }
        (differences, notes)
    }

    /// Whether what the engine keeps as it was written is written the same but for white space.
    fn is_only_spaced(&self, residue: &Residue, found: &Schema, expected: &Schema) -> bool {
        const KEPT: [ObjectKind; 3] = [ObjectKind::Routine, ObjectKind::Trigger, ObjectKind::Event];
        let Subject::Object(name) = &residue.subject else { return false };
        match (found.objects.get(name), expected.objects.get(name)) {
            (Some(found), Some(expected)) if KEPT.contains(&name.kind) => {
                found.table == expected.table
                    && same_but_for_space(
                        &found.text,
                        &expected.text,
                        self.run.context.set.target.dialect,
                    )
            }
            _ => false,
        }
    }
}
