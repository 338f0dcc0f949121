//! One migration that does what several did.
//!
//! Its up is theirs, one behind the other, and its down theirs from the last to the first. A schema that
//! is rendered anew would be shorter, and would leave out what a model does not have: rows, rights,
//! whatever stands in a body. The statements that were reviewed and have run are kept instead, and what
//! the result does is compared with what they do.

mod text;

use crate::change::words::{Expected, residues};
use crate::dialect::Target;
use crate::replay::Replay;
use crate::set::kin::Named;
use crate::set::{Down, Migration};
use crate::sql;

use text::Pieces;

/// The scripts of a migration that stands for others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Squashed {
    /// The way there.
    pub up: String,
    /// The way back, where there is one.
    pub down: Option<String>,
    /// Whether both run in a transaction.
    pub transaction: bool,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SquashError {
    /// There is nothing to put together.
    #[error("a squash takes at least two migrations, and this range has {0}")]
    TooFew(usize),
    /// Some of the scripts run in a transaction, and some do not.
    #[error("{inside} runs in a transaction and {outside} does not")]
    Mixed {
        /// A script that does.
        inside: String,
        /// One that does not.
        outside: String,
    },
    /// Two of the scripts give their statements different times.
    #[error("{one} and {other} say different timeouts")]
    Timeouts {
        /// A script.
        one: String,
        /// Another.
        other: String,
    },
    /// One of the scripts is no SQL.
    #[error("{name} is written in Rust, and cannot be put together with others")]
    Code {
        /// The migration.
        name: String,
    },
    /// Databases may have them in too many forms.
    #[error("the migrations of this range replace others in {0} ways")]
    TooManyWays(usize),
}

impl SquashError {
    /// What to do about it.
    #[must_use]
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::TooFew(_) => "`A..B` begins with the first and ends with the last of them",
            Self::Mixed { .. } => {
                "what runs outside a transaction is not undone when a later statement fails: squash up \
                 to it, or behind it"
            }
            Self::Timeouts { .. } => "squash up to the second of them, or say the same in both",
            Self::Code { .. } => "squash up to it, or behind it",
            Self::TooManyWays(_) => "squash fewer of them",
        }
    }
}

/// More ways than this in which a database may have the same migrations are nobody's wish.
const WAYS: usize = 16;

/// Puts migrations together, which follow each other in a set.
///
/// # Errors
///
/// When they cannot run as one.
pub fn squash(migrations: &[Migration], target: Target) -> Result<Squashed, SquashError> {
    if migrations.len() < 2 {
        return Err(SquashError::TooFew(migrations.len()));
    }
    if let Some(code) = migrations.iter().find(|migration| migration.up.is_code()) {
        return Err(SquashError::Code { name: code.name() });
    }
    let ways = ways(migrations)?;
    let ups = migrations.iter().map(|migration| (migration.name(), &migration.up));
    let up = Pieces::read(ups, target.dialect)?;
    let downs = migrations.iter().rev();
    let downs: Option<Vec<_>> = downs.map(|it| Some((it.name(), it.down.script()?))).collect();
    let down = downs.map(|downs| Pieces::read(downs.into_iter(), target.dialect)).transpose()?;
    let reasons: Vec<String> = migrations
        .iter()
        .filter_map(|migration| match &migration.down {
            Down::Irreversible { reason } => Some(reason.to_string()),
            Down::Script(_) => None,
        })
        .collect();
    Ok(Squashed {
        up: up.text(&ways, &reasons),
        transaction: up.transaction && down.as_ref().is_none_or(|down| down.transaction),
        down: down.map(|down| down.text(&[], &[])),
    })
}

/// What a database may have instead: each of them, or what that stands for itself.
fn ways(migrations: &[Migration]) -> Result<Vec<Vec<Named>>, SquashError> {
    let mut ways: Vec<Vec<Named>> = vec![Vec::new()];
    for migration in migrations {
        let replaced = migration.kin.replaces.iter().map(|replaced| replaced.to_vec());
        let own: Vec<Vec<Named>> =
            std::iter::once(vec![migration.named()]).chain(replaced).collect();
        let with = |way: &Vec<Named>| {
            let way = way.clone();
            own.iter().map(move |own| [&*way, own].concat()).collect::<Vec<_>>()
        };
        ways = ways.iter().flat_map(with).collect();
        if ways.len() > WAYS {
            return Err(SquashError::TooManyWays(ways.len()));
        }
    }
    Ok(ways)
}

/// Whether one migration does what several do, as far as the model tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// What is different afterwards, as sentences without a full stop.
    pub differences: Vec<String>,
    /// Why there may be more, as sentences without a full stop.
    pub unknown: Vec<String>,
}

/// Replays what was put together beside what it was put together from, on what `before` has made.
#[must_use]
pub fn proof(
    before: &[Migration],
    migrations: &[Migration],
    squashed: &Squashed,
    target: Target,
) -> Proof {
    let before = Replay::after(target, before);
    let mut apart = before.clone();
    let mut proof = Proof::default();
    for migration in migrations {
        let script = sql::read(&migration.up.sql, target);
        proof.doubt(&crate::effect::unknown(&apart.run(&script.statements)));
    }
    let mut together = before.clone();
    let script = sql::read(&squashed.up, target);
    let steps = together.run(&script.statements);
    // What fails in one of them alone fails here as well, and is no difference.
    let failures = steps.iter().filter_map(|step| step.failure.as_ref());
    let failed: Vec<String> = failures
        .map(|failure| format!("a statement fails: {}", failure.message))
        .filter(|failure| !proof.unknown.contains(failure))
        .collect();
    proof.doubt(&crate::effect::unknown(&steps));
    proof.differences.extend(failed);
    proof.compare(&together, &apart);
    let Some(down) = &squashed.down else { return proof };
    for migration in migrations.iter().rev() {
        let Some(script) = migration.down.script() else { return proof };
        let script = sql::read(&script.sql, target);
        proof.doubt(&crate::effect::unknown(&apart.run(&script.statements)));
    }
    let script = sql::read(down, target);
    proof.doubt(&crate::effect::unknown(&together.run(&script.statements)));
    proof.compare(&together, &apart);
    proof
}

impl Proof {
    fn doubt(&mut self, sentences: &[String]) {
        for sentence in sentences {
            if !self.unknown.contains(sentence) {
                self.unknown.push(sentence.clone());
            }
        }
    }

    fn compare(&mut self, together: &Replay, apart: &Replay) {
        let different = residues(together.schema(), apart.schema(), Expected::Apart);
        self.differences.extend(different.into_iter().map(|residue| residue.text));
    }
}

#[cfg(test)]
mod tests;
