//! A script as the rules see it.

use std::cell::OnceCell;

use crate::command::Statement;
use crate::dialect::Target;
use crate::impact::{self, Impact};
use crate::replay::Step;
use crate::schema::{Name, Schema, Table};
use crate::set::name::Direction;
use crate::sql::quote;
use crate::text::Span;

use super::Lineage;
use super::outlook::{Event, Outlook};

/// A script as the rules see it.
#[derive(Debug)]
pub struct Context<'a> {
    /// What it is written for.
    pub target: Target,
    /// Whether nobody said so and the oldest version is assumed.
    pub assumed: bool,
    /// Its path as shown to people.
    pub path: &'a str,
    /// Its text.
    pub sql: &'a str,
    /// Whether it goes up or down.
    pub direction: Direction,
    /// Whether it runs in a transaction.
    pub transaction: bool,
    /// Its statements.
    pub statements: &'a [Statement],
    /// What they did, in order.
    pub steps: &'a [Step<'a>],
    /// The schema before its first statement.
    pub before: &'a Schema,
    /// The schema before the up of the same migration: for an up, the same as `before`. What is not
    /// in there is new, and nobody uses it yet.
    pub settled: &'a Schema,
    /// What the migration made itself: of the up's steps for an up, of the up's and then the down's
    /// for a down.
    pub lineage: &'a Lineage,
    /// What comes later in it, once some rule has asked.
    pub outlook: OnceCell<Outlook>,
}

impl<'a> Context<'a> {
    /// The steps behind `step` in which something comes, in order.
    pub(crate) fn later(
        &self,
        step: &Step<'_>,
        event: Event,
        name: &str,
    ) -> impl DoubleEndedIterator<Item = &'a Step<'a>> + use<'a, '_> {
        let places = self.outlook().places(event, name);
        let (steps, statement, from) = (self.steps, step.statement, step.command.span.start);
        let behind = places.partition_point(|&at| steps[at].statement < statement);
        self.at(&places[behind..]).filter(move |other| other.command.span.start > from)
    }

    /// All steps in which something comes, in order.
    pub(crate) fn whenever(
        &self,
        event: Event,
        name: &str,
    ) -> impl DoubleEndedIterator<Item = &'a Step<'a>> + use<'a, '_> {
        self.at(self.outlook().places(event, name))
    }

    fn outlook(&self) -> &Outlook {
        self.outlook.get_or_init(|| Outlook::of(self.steps, self.settled))
    }

    fn at<'c>(
        &self,
        places: &'c [usize],
    ) -> impl DoubleEndedIterator<Item = &'a Step<'a>> + use<'a, 'c> {
        let steps = self.steps;
        places.iter().map(move |&at| {
            #[cfg(test)]
            super::outlook::work::count();
            &steps[at]
        })
    }

    /// Whether the table came with this migration, so that nobody reads or writes it yet. A table
    /// that only got its name here is not new, and neither is one that the model knows nothing of.
    #[must_use]
    pub fn is_new_table(&self, name: &Name) -> bool {
        let stayed =
            self.settled.tables.contains_key(name) && self.before.tables.contains_key(name);
        !stayed && self.lineage.made_table(name)
    }

    /// Whether the column came with this migration.
    #[must_use]
    pub fn is_new_column(&self, table: &Name, column: &str) -> bool {
        let has = |schema: &Schema| {
            schema.tables.get(table).is_some_and(|table| table.column(column).is_some())
        };
        let stayed = has(self.settled) && has(self.before);
        self.is_new_table(table) || !stayed && self.lineage.made_column(table, column)
    }

    /// What the step costs on the target.
    #[must_use]
    pub fn impact(&self, step: &Step<'_>) -> Impact {
        impact::of(self.target, step)
    }

    /// Where the version decides: that it is assumed, if it is.
    #[must_use]
    pub fn assumption(&self) -> Option<String> {
        self.assumed.then(|| {
            let target = self.target;
            format!(
                "{target} is assumed, the oldest that is supported; name yours under \
                 [package.metadata.migrate] with `target = \"{} …\"`",
                target.engine()
            )
        })
    }

    /// The text at that place.
    #[must_use]
    pub fn text(&self, span: Span) -> &'a str {
        self.sql.get(span.range()).unwrap_or_default()
    }

    /// A name as it must be written in the script's dialect: in quotes where it needs them.
    #[must_use]
    pub fn written(&self, name: &str) -> String {
        quote::identifier(name, self.target.dialect)
    }

    /// The name of a table or anything else with a namespace, as it must be written.
    #[must_use]
    pub fn path_to(&self, name: &Name) -> String {
        if name.namespace.is_empty() {
            return self.written(&name.name);
        }
        format!("{}.{}", self.written(&name.namespace), self.written(&name.name))
    }
}

/// What a step works on.
impl Step<'_> {
    /// The first thing it names, resolved.
    #[must_use]
    pub fn target(&self) -> Option<&Name> {
        self.targets.first()
    }

    /// The table that its command names first, as it was before.
    #[must_use]
    pub fn table(&self) -> Option<&Table> {
        self.before.tables.get(self.target()?).map(|table| &**table)
    }
}
