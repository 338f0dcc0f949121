//! An up that fails where there are rows: once more with others, to find out whose fault it is.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use migrate_core::dialect::catalog::Scope;
use migrate_core::diff::diff;
use migrate_core::render;
use migrate_core::rows::{Cause, Content, cause, touched};
use migrate_core::schema::{Name, Schema};
use migrate_core::seed::Fill;

use super::cycle::{Cycle, Sight};
use crate::error::{Error, Failure};
use crate::plan::Step;

/// What came of it.
pub(super) struct Tamed {
    pub(super) took: Duration,
    pub(super) after: Schema,
    /// The rows that were there before it, of the tables it can reach.
    pub(super) rows: BTreeMap<Name, Content>,
    /// What is to be said of it.
    pub(super) note: Option<String>,
    /// Why it can never work where there are rows.
    pub(super) blocker: Option<Box<Failure>>,
}

impl Cycle<'_, '_, '_> {
    /// Runs an up on rows that are more and more ordinary, until it works: on those at the limits of
    /// their types, on plain ones, on one, on none.
    pub(super) async fn up_on_rows(
        &mut self,
        up: &Step<'_>,
        before: &Schema,
        sight: &Sight,
    ) -> Result<Tamed, Error> {
        let rows = self.content(before, &sight.read).await?;
        let failure = match self.step(up).await {
            Ok((took, after)) => return Ok(Tamed { took, after, rows, note: None, blocker: None }),
            Err(Error::Failed(failure)) => failure,
            Err(error) => return Err(error),
        };
        // What is emptied comes back made up: rows that an earlier migration wrote for the down to refer to
        // stay where the up does not reach them.
        let reached = &touched(before, &[&up.script.sql]);
        if !self.rows.has_any(reached) {
            return Err(Error::Failed(failure));
        }
        let mut last = failure.clone();
        // The author's rows stay beside all of them, and go last.
        let given = self.rows.given.reaches(before, reached);
        let ways =
            [(Fill::Tame, false), (Fill::One, false), (Fill::None, false), (Fill::None, true)];
        for (fill, alone) in ways.into_iter().filter(|(_, alone)| given || !alone) {
            if !self.put_back(before, up).await? {
                return Err(Error::Failed(failure));
            }
            self.refill(before, reached, fill, alone).await?;
            let rows = self.content(before, &sight.read).await?;
            match self.step(up).await {
                Ok((took, after)) => {
                    let tamed = Tamed { took, after, rows, note: None, blocker: None };
                    if alone {
                        // Those are rows as there can be, whatever was made up.
                        return Ok(Tamed { blocker: Some(last), ..tamed });
                    }
                    return Ok(self.judged(tamed, before, reached, fill, last));
                }
                Err(Error::Failed(failure)) => last = failure,
                Err(error) => return Err(error),
            }
        }
        Err(Error::Failed(last))
    }

    /// With whose fault it is, after it worked on these rows and on none before.
    fn judged(
        &self,
        tamed: Tamed,
        before: &Schema,
        reached: &BTreeSet<Name>,
        fill: Fill,
        failure: Box<Failure>,
    ) -> Tamed {
        let said = said(&failure);
        let whose = match fill {
            Fill::Full | Fill::Tame => Cause::Rows,
            Fill::One | Fill::None => {
                let target = self.run.context.set.target;
                let (schemas, message) = ((before, &tamed.after), failure.error.message());
                let ran = failure.sql.get(..failure.span.range().end).unwrap_or(&failure.sql);
                cause(schemas, reached, ran, target, message, fill == Fill::One)
            }
        };
        if whose == Cause::Script {
            return Tamed { blocker: Some(failure), ..tamed };
        }
        let note = match fill {
            Fill::Full | Fill::Tame => {
                "the up fails on NULL or on values at the limits of their types, so it ran on \
                 ordinary rows"
            }
            Fill::One => {
                "the up fails on the rows that were made up, so it ran on one in each table"
            }
            Fill::None => {
                "the up fails on the rows that were made up, so it ran on empty tables, and what it \
                 does to rows is not known"
            }
        };
        Tamed { note: Some(format!("{note}: {said}")), ..tamed }
    }

    /// Makes the schema what it was, where a script that failed left something behind. False where
    /// that takes more than is known.
    pub(super) async fn put_back(
        &mut self,
        before: &Schema,
        failed: &Step<'_>,
    ) -> Result<bool, Error> {
        let target = self.run.context.set.target;
        // What was rolled back of it is as it was when it was looked at last.
        let now = self.inspect(Scope::Script(&failed.script.sql)).await?;
        let back = render::inspected(&now, before, target);
        for statement in &back.statements {
            if self.run.driver.execute(statement).await.is_err() {
                return Ok(false);
            }
        }
        let now =
            if back.statements.is_empty() { now } else { self.inspect(Scope::Everything).await? };
        Ok(diff(&now, before).is_empty())
    }

    /// Makes the rows anew that a migration can reach, and those that refer to them: `alone` without
    /// the author's.
    async fn refill(
        &mut self,
        schema: &Schema,
        reached: &BTreeSet<Name>,
        fill: Fill,
        alone: bool,
    ) -> Result<(), Error> {
        let dialect = self.run.context.set.target.dialect;
        self.rows.empty(self.run.driver, schema, dialect, reached).await?;
        let mut sowing = self.sowing(schema);
        sowing.fills = reached.iter().map(|name| (name.clone(), fill)).collect();
        sowing.without = if alone { reached.clone() } else { BTreeSet::new() };
        self.seed(&sowing).await
    }
}

/// What the engine says, with the row where it shows one.
pub(super) fn said(failure: &Failure) -> String {
    let detail = failure.error.detail().map(|detail| format!(" ({detail})"));
    format!("{}{}", failure.error.message(), detail.unwrap_or_default())
}
