//! What a replay and an engine must agree on, whatever spelling each has for an expression.

use std::collections::BTreeSet;

use crate::change::Change;
use crate::schema::{Constraint, Name, Schema, Table};

/// The tables, views and types that changes are about.
#[must_use]
pub fn names(changes: &[Change]) -> BTreeSet<Name> {
    let name = |change: &Change| match change {
        Change::CreateTable(name, _)
        | Change::DropTable(name)
        | Change::PutView(name, _)
        | Change::DropView(name)
        | Change::PutEnum(name, _)
        | Change::DropEnum(name) => Some(name.clone()),
        other => other.inside().cloned(),
    };
    changes.iter().filter_map(name).collect()
}

/// What these tables, views and types are, a line each for whatever has a name.
#[must_use]
pub fn shape(schema: &Schema, names: &BTreeSet<Name>) -> BTreeSet<String> {
    let mut lines = BTreeSet::new();
    for name in names {
        if let Some(table) = schema.tables.get(name) {
            lines.insert(format!("table `{name}`"));
            of_table(name, table, &mut lines);
        }
        if let Some(view) = schema.views.get(name) {
            let kind = if view.materialized { "materialized view" } else { "view" };
            lines.insert(format!("{kind} `{name}`"));
        }
        if let Some(kind) = schema.enums.get(name) {
            lines.insert(format!("type `{name}` of {}", kind.values.join(", ")));
        }
    }
    lines
}

fn of_table(name: &Name, table: &Table, lines: &mut BTreeSet<String>) {
    for column in &table.columns {
        let is = |yes: bool, word: &'static str| if yes { word } else { "" };
        lines.insert(format!(
            "column `{name}.{}` {}{}{}{}",
            column.name,
            column.data_type,
            is(!column.nullable, " not null"),
            is(column.default.is_some(), " with a default"),
            is(column.generated.is_some(), " generated"),
        ));
    }
    for (index, what) in &table.indexes {
        let unique = if what.unique { "unique index" } else { "index" };
        lines.insert(format!("{unique} `{index}` on `{name}`"));
    }
    for constraint in table.constraints() {
        let list = |columns: Vec<&str>| columns.join(", ");
        let what = match &constraint {
            Constraint::PrimaryKey(key) => {
                format!("primary key ({})", list(key.columns.iter().map(|it| &*it.name).collect()))
            }
            Constraint::Unique(key) => {
                format!("unique ({})", list(key.columns.iter().map(|it| &*it.name).collect()))
            }
            Constraint::Check(_) => "check".to_owned(),
            Constraint::ForeignKey(key) => {
                format!("foreign key ({}) to `{}`", key.columns.join(", "), key.references)
            }
            Constraint::Exclusion(_) => "exclusion".to_owned(),
        };
        lines.insert(format!("{what} {} of `{name}`", constraint.name().unwrap_or_default()));
    }
}
