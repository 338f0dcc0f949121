//! What uses a table or a column, as far as the model can tell.

use crate::command::{DroppedKind, What};
use crate::replay::Step;
use crate::rule::Context;
use crate::schema::{Name, ObjectKind, Schema};
use crate::sql::normal::mentions;

use super::rebuild::{after, same};

/// Something whose definition names a table, and perhaps one of its columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Dependent {
    /// What it is: `view`, `trigger`, `routine`.
    pub(super) kind: &'static str,
    /// Its name.
    pub(super) name: Name,
    /// Its definition.
    pub(super) text: String,
}

impl Dependent {
    /// “view `v`”.
    pub(super) fn words(&self) -> String {
        format!("{} `{}`", self.kind, self.name)
    }
}

/// The tables that refer to `table` by a foreign key, itself not included.
pub(super) fn referring<'s>(schema: &'s Schema, table: &Name) -> Vec<&'s Name> {
    schema
        .tables
        .iter()
        .filter(|(name, _)| !same(name, table))
        .filter(|(_, it)| it.foreign_keys.iter().any(|key| same(&key.references, table)))
        .map(|(name, _)| name)
        .collect()
}

/// The views, triggers and routines that name `table` and, where one is asked for, `column`.
pub(super) fn users(step: &Step<'_>, table: &Name, column: Option<&str>) -> Vec<Dependent> {
    let mut users = views(step, table, column);
    users.extend(programs(&step.before, table, column));
    users
}

fn names(text: &str, table: &Name, column: Option<&str>) -> bool {
    mentions(text, &table.name) && column.is_none_or(|column| mentions(text, column))
}

fn views(step: &Step<'_>, table: &Name, column: Option<&str>) -> Vec<Dependent> {
    let mut views = Vec::new();
    for name in step.texts.views(&table.name) {
        let Some(view) = step.before.views.get(&name) else { continue };
        let frozen = |(from, columns): &(Name, Vec<String>)| {
            same(from, table)
                && column.is_none_or(|it| columns.iter().any(|one| one.eq_ignore_ascii_case(it)))
        };
        if names(&view.query, table, column) || view.frozen.iter().any(frozen) {
            let kind = if view.materialized { "materialized view" } else { "view" };
            views.push(Dependent { kind, name, text: view.query.clone() });
        }
    }
    views
}

/// The triggers and routines among them.
pub(super) fn programs(schema: &Schema, table: &Name, column: Option<&str>) -> Vec<Dependent> {
    let objects = schema.objects.iter().filter(|(object, it)| {
        let belongs = it.table.as_ref().is_some_and(|owner| same(owner, table));
        let runs = matches!(object.kind, ObjectKind::Trigger | ObjectKind::Routine);
        let uses = column.is_some_and(|column| mentions(&it.text, column));
        runs && (names(&it.text, table, column) || belongs && uses)
    });
    let objects = objects.map(|(object, it)| Dependent {
        kind: object.kind.words(),
        name: object.name.clone(),
        text: it.text.clone(),
    });
    objects.collect()
}

/// Whether a later step of the script drops or replaces it.
pub(super) fn is_mended(context: &Context<'_>, step: &Step<'_>, dependent: &Dependent) -> bool {
    let is_it = |name: &str| {
        let short = |name: &str| name.split(" on ").next().unwrap_or(name).to_ascii_lowercase();
        short(name) == short(&dependent.name.name)
    };
    after(context, step).any(|later| match &later.command.what {
        What::DropViews { views, .. } => views.iter().any(|view| is_it(&view.name)),
        What::CreateView(view) => is_it(&view.name.name),
        What::CreateObject(object) => is_it(&object.name.name),
        What::DropObjects(drop) => {
            let kind = drop
                .kinds
                .iter()
                .any(|kind| matches!(kind, DroppedKind::Object(_) | DroppedKind::Routine(_)));
            kind && drop.names.iter().any(|name| is_it(&name.name))
        }
        _ => false,
    })
}
