//! Which migrations of a set a history has, and as what: a migration may stand for others, or have had
//! another version on its branch.

use migrate_core::set::kin::Named;
use migrate_core::set::{Migration, MigrationSet};

use super::{PlanError, Renamed};
use crate::history::{Applied, History, State};

/// How the history has a migration of the set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Has {
    /// It does not.
    #[default]
    No,
    /// By its own name.
    Itself,
    /// As all of the migrations that it stands for.
    Replaced,
    /// As some of them; one that it lacks.
    Partly(Named),
}

/// A set beside a history.
#[derive(Debug)]
pub(crate) struct Match {
    /// For each row the place in the set of the migration that it is, or is a part of.
    pub(crate) rows: Vec<Option<Place>>,
    /// For each migration of the set, how the history has it.
    pub(crate) has: Vec<Has>,
}

/// What a row is to a migration of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// Where the migration stands.
    pub(crate) at: usize,
    /// Whether the row is of something that it stands for.
    pub(crate) replaced: bool,
}

impl Match {
    pub(crate) fn of(set: &MigrationSet, history: &History) -> Self {
        let migrations = &set.migrations;
        let replacing: Vec<usize> =
            (0..migrations.len()).filter(|at| !migrations[*at].kin.replaces.is_empty()).collect();
        let mut found = Self { rows: Vec::new(), has: vec![Has::No; migrations.len()] };
        let mut next = 0;
        for row in &history.rows {
            let part = replacing.iter().find(|at| is_part(&migrations[**at], row));
            // Nearly always the history is in the order of the set.
            let expected = || migrations.get(next).filter(|it| it.version == row.version);
            let place = match part {
                Some(at) => Some(Place { at: *at, replaced: true }),
                None => expected()
                    .map(|_| next)
                    .or_else(|| set.position(&row.version))
                    .map(|at| Place { at, replaced: false }),
            };
            if let Some(Place { at, replaced }) = place {
                next = at + 1;
                if !replaced {
                    found.has[at] = Has::Itself;
                }
            }
            found.rows.push(place);
        }
        for at in replacing {
            if found.has[at] != Has::Itself {
                found.has[at] = found.replaced(&migrations[at], at, history);
            }
        }
        found
    }

    /// How the history has what a migration stands for.
    fn replaced(&self, migration: &Migration, at: usize, history: &History) -> Has {
        let parts: Vec<&Applied> = self.parts(at, history).collect();
        if parts.is_empty() {
            return Has::No;
        }
        let is_applied = |named: &Named| {
            parts.iter().any(|row| row.state == State::Applied && is_named(row, named))
        };
        // Of several that it may have been, the one that comes nearest.
        let lacking = migration
            .kin
            .replaces
            .iter()
            .map(|all| all.iter().filter(|named| !is_applied(named)).collect::<Vec<_>>());
        match lacking.min_by_key(Vec::len).unwrap_or_default().first() {
            None => Has::Replaced,
            Some(named) => Has::Partly(Named::clone(named)),
        }
    }

    /// The rows of what the migration at that place stands for.
    fn parts<'h>(&'h self, at: usize, history: &'h History) -> impl Iterator<Item = &'h Applied> {
        let is_part = move |place: Option<Place>| place == Some(Place { at, replaced: true });
        let rows = history.rows.iter().zip(&self.rows);
        rows.filter(move |(_, place)| is_part(**place)).map(|(row, _)| row)
    }

    /// Refuses a history that is in the middle of what a migration stands for: its script cannot begin
    /// there.
    pub(crate) fn whole(&self, set: &MigrationSet, history: &History) -> Result<(), PlanError> {
        for (at, has) in self.has.iter().enumerate() {
            let Has::Partly(lacking) = has else { continue };
            let applied = self.parts(at, history).last().map(name).unwrap_or_default();
            let (name, lacking) = (set.migrations[at].name(), lacking.to_string());
            return Err(PlanError::Partly { name, applied, lacking });
        }
        Ok(())
    }

    /// What must be called otherwise in the history so that it can take `pending`, whose version it
    /// has for another migration: one that was given a later version since.
    pub(crate) fn renamed(
        &self,
        set: &MigrationSet,
        history: &History,
        pending: &[&Migration],
    ) -> Result<Vec<Renamed>, PlanError> {
        let mut renamed = Vec::new();
        // The newest goes first, so that none takes the version of another.
        for (row, place) in history.rows.iter().zip(&self.rows).rev() {
            let Some(Place { at, replaced: true }) = *place else { continue };
            let Some(new) = pending.iter().find(|it| it.version == row.version) else { continue };
            if self.parts(at, history).count() > 1 {
                let (pending, applied) = (new.name(), name(row));
                return Err(PlanError::Taken { pending, applied });
            }
            let (sequence, migration) = (row.sequence, set.migrations[at].clone());
            renamed.push(Renamed { sequence, migration });
        }
        Ok(renamed)
    }
}

fn name(row: &Applied) -> String {
    format!("{}_{}", row.version, row.title)
}

fn is_part(migration: &Migration, row: &Applied) -> bool {
    let is_itself = migration.version == row.version && migration.title == row.title;
    let mut replaced = migration.kin.replaces.iter().flat_map(|all| all.iter());
    !is_itself && replaced.any(|named| is_named(row, named))
}

fn is_named(row: &Applied, named: &Named) -> bool {
    row.version == named.version && row.title == named.title
}
