//! Whether the migrations of two branches may run in any order: the same schema either way.
//!
//! Databases have some of the one branch and some of the other, so it is not enough that the whole
//! of one may come before the whole of the other. For every two migrations, one of each branch, both
//! orders are replayed on what those in front of the two have made; where all of these pairs commute,
//! every order that keeps the order within the branches ends in the same schema.

use std::collections::BTreeSet;

use crate::change::words::{Expected, residues};
use crate::command::{DataKind, Touches, What};
use crate::dialect::Target;
use crate::replay::{Replay, Step};
use crate::rows;
use crate::set::Migration;
use crate::sql::{self, Script};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// What makes the order matter.
    pub collisions: Vec<Collision>,
    /// Why it is not known whether it does, as sentences without a full stop.
    pub unknown: Vec<String>,
    /// What is different in a way that no named column can see.
    pub notes: Vec<String>,
}

/// Two migrations that do not commute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collision {
    /// The name of the one that is here.
    pub ours: String,
    /// The name of the one on the other branch.
    pub theirs: String,
    /// What happens, as sentences without a full stop.
    pub reasons: Vec<String>,
}

impl Verdict {
    /// Whether every order is known to end in the same schema.
    #[must_use]
    pub fn commutes(&self) -> bool {
        self.collisions.is_empty() && self.unknown.is_empty()
    }
}

/// One migration, read.
struct Read<'m> {
    migration: &'m Migration,
    script: Script,
}

/// Compares the orders of what two branches have added to `base`.
#[must_use]
pub fn verdict<'m>(
    target: Target,
    base: impl IntoIterator<Item = &'m Migration>,
    ours: &[&'m Migration],
    theirs: &[&'m Migration],
) -> Verdict {
    let read = |migration: &&'m Migration| {
        let script = sql::read(&migration.up.sql, target);
        Read { migration, script }
    };
    let ours: Vec<Read<'_>> = ours.iter().map(read).collect();
    let theirs: Vec<Read<'_>> = theirs.iter().map(read).collect();
    let mut found = Verdict::default();
    // `row` holds the schemas after what there is of our branch so far and ever more of the other.
    let mut row = vec![Replay::after(target, base)];
    for their in &theirs {
        let mut next = row[row.len() - 1].clone();
        found.alone(their, &next.clone(), &next.run(&their.script.statements));
        row.push(next);
    }
    for our in &ours {
        let mut next = row[0].clone();
        found.alone(our, &row[0], &next.run(&our.script.statements));
        let mut beyond = vec![next];
        for (at, their) in theirs.iter().enumerate() {
            let pair = Pair { our, their, before: &row[at] };
            let both = pair.compare(&row[at + 1], &beyond[at], &mut found);
            beyond.push(both);
        }
        row = beyond;
    }
    found
}

impl Verdict {
    fn doubt(&mut self, sentence: String) {
        if !self.unknown.contains(&sentence) {
            self.unknown.push(sentence);
        }
    }

    /// What is not known of a migration on its own branch.
    fn alone(&mut self, read: &Read<'_>, before: &Replay, steps: &[Step<'_>]) {
        let name = read.migration.name();
        for error in &read.script.errors {
            self.doubt(format!("{name} cannot be read: {}", error.message));
        }
        for step in steps {
            let named = step.targets.iter().filter_map(|target| before.is_doubted(target));
            for doubt in step.doubts.iter().chain(&step.suspects).chain(named) {
                self.doubt(format!(
                    "it is not known all that {name} does, because {}",
                    doubt.reason
                ));
            }
        }
    }
}

/// A migration of each branch, and what both find.
struct Pair<'p, 'm> {
    our: &'p Read<'m>,
    their: &'p Read<'m>,
    before: &'p Replay,
}

impl Pair<'_, '_> {
    /// Runs the second of each order. Returns where the order leads in which ours comes first.
    fn compare(&self, theirs: &Replay, ours: &Replay, found: &mut Verdict) -> Replay {
        let (mut late, mut both) = (theirs.clone(), ours.clone());
        let [our, their] = [self.our, self.their];
        let mut reasons = Vec::new();
        reasons.extend(refused(our, their, self.before, &late.run(&our.script.statements)));
        reasons.extend(refused(their, our, self.before, &both.run(&their.script.statements)));
        if reasons.is_empty() {
            let other = residues(late.schema(), both.schema(), Expected::OtherOrder);
            let (notes, others): (Vec<_>, Vec<_>) = other.into_iter().partition(|it| it.note);
            for note in
                notes.into_iter().filter(|it| !found.notes.contains(&it.text)).collect::<Vec<_>>()
            {
                found.notes.push(note.text);
            }
            reasons.extend(others.into_iter().map(|residue| residue.text));
        }
        if reasons.is_empty() {
            if let Some(sentence) = self.rows(&both) {
                found.doubt(sentence);
            }
        } else {
            let (ours, theirs) = (our.migration.name(), their.migration.name());
            found.collisions.push(Collision { ours, theirs, reasons });
        }
        both
    }

    /// Whether one of them may find other rows behind the other.
    fn rows(&self, after: &Replay) -> Option<String> {
        let [our, their] = [self.our, self.their];
        let writers: Vec<&Read<'_>> = [our, their].into_iter().filter(|it| writes(it)).collect();
        let writer = writers.first()?;
        let reached = |read: &Read<'_>| -> BTreeSet<_> {
            let sql = [&*read.migration.up.sql];
            let mut names = rows::touched(after.schema(), &sql);
            names.extend(rows::touched(self.before.schema(), &sql));
            names
        };
        let (ours, theirs) = (reached(our), reached(their));
        let shared: Vec<String> = ours.intersection(&theirs).map(|it| format!("`{it}`")).collect();
        let tables = if shared.len() == 1 { "table" } else { "tables" };
        let other = if std::ptr::eq(*writer, our) { their } else { our };
        (!shared.is_empty()).then(|| {
            format!(
                "{} writes rows and {} reaches the same {tables}, {}: whether the rows are the same in \
                 both orders is not known",
                writer.migration.name(),
                other.migration.name(),
                shared.join(", ")
            )
        })
    }
}

/// What the engine would refuse of `late` because `early` has run, and would not otherwise.
fn refused(late: &Read<'_>, early: &Read<'_>, before: &Replay, steps: &[Step<'_>]) -> Vec<String> {
    let mut alone = before.clone();
    let own = alone.run(&late.script.statements);
    let own: Vec<&str> =
        own.iter().filter_map(|step| step.failure.as_ref()).map(|it| &*it.message).collect();
    let failures = steps.iter().filter_map(|step| step.failure.as_ref());
    failures
        .filter(|failure| !own.contains(&&*failure.message))
        .map(|failure| {
            let (late, early) = (late.migration.name(), early.migration.name());
            format!("{late} fails behind {early}: {}", failure.message)
        })
        .collect()
}

fn writes(read: &Read<'_>) -> bool {
    let commands = read.script.statements.iter().flat_map(|statement| &statement.commands);
    commands.into_iter().any(|command| match &command.what {
        What::Data(data) => data.kind != DataKind::Select,
        What::Opaque(opaque) => opaque.touches == Touches::Rows,
        _ => false,
    })
}

#[cfg(test)]
mod tests;
