//! What turns one schema into another, where a table that becomes another one is mostly made anew.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{
    column, create_index, create_table, create_trigger, create_view, is_literal, name, rebuild,
    virtual_table,
};
use crate::change::Change;
use crate::dialect::Target;
use crate::diff::diff;
use crate::render::{Rendered, Scene, Words};
use crate::schema::{Column, Name, ObjectKind, Schema};

/// The statements that turn `from` into `to`. A table is made anew unless it only gains columns at its
/// end that `ALTER TABLE` can add, loses some that nothing names, or gains and loses indexes.
#[must_use]
pub fn migration(from: &Schema, to: &Schema, target: Target) -> Rendered {
    let changes = diff(from, to);
    let anew: BTreeSet<&Name> = changes
        .iter()
        .filter(|change| !is_simple(change, from))
        .filter_map(Change::inside)
        .collect();
    let mut rendered = Rendered::default();
    let mut now = from.clone();
    for change in &changes {
        match change.inside().filter(|table| anew.contains(table)) {
            Some(table) => {
                let Some(after) = to.tables.get(table) else { continue };
                if now.tables.get(table) != Some(after) {
                    rendered.statements.push(rebuild(&now, table, after, &[]));
                    now.tables.insert(table.clone(), Arc::clone(after));
                }
            }
            None => {
                match self::change(
                    Scene { target, from, now: &now, to, words: Words::Author },
                    change,
                ) {
                    Some(statements) => rendered.statements.extend(statements),
                    None => rendered.left.push(change.clone()),
                }
                // The differ gives the changes in an order in which they fit.
                let _ = now.apply(change);
            }
        }
    }
    rendered
}

/// Whether SQLite has a statement for a change inside of a table.
fn is_simple(change: &Change, from: &Schema) -> bool {
    match change {
        Change::CreateIndex { .. } | Change::DropIndex { .. } => true,
        Change::AddColumn(_, column) => can_be_added(column),
        Change::DropColumn(_, column) => can_be_dropped(column, from),
        _ => false,
    }
}

/// What `ALTER TABLE … ADD COLUMN` takes (<https://www.sqlite.org/lang_altertable.html#altertabaddcol>).
fn can_be_added(column: &Column) -> bool {
    let default = column.default.as_deref();
    let is_stored = column.generated.as_ref().is_some_and(|it| it.stored);
    !is_stored && default.is_none_or(is_literal) && (column.nullable || default.is_some())
}

/// What `ALTER TABLE … DROP COLUMN` takes (<https://www.sqlite.org/lang_altertable.html#altertabdropcol>).
/// Keys, references and checks that name the column go with it, each by a change of its own, and so do
/// indexes, which come before it. Views and triggers may stay: those that may name it are asked.
fn can_be_dropped(column: &str, from: &Schema) -> bool {
    let column = column.to_ascii_lowercase();
    let views = from.views.iter().map(|(_, view)| &view.query);
    let objects = from.objects.iter().map(|(_, object)| &object.text);
    views.chain(objects).all(|text| !text.to_ascii_lowercase().contains(&column))
}

/// One change; none where SQLite has no statement for it, or only for some tables.
#[must_use]
pub fn change(scene: Scene<'_>, change: &Change) -> Option<Vec<String>> {
    let now = scene.now;
    Some(match change {
        Change::CreateTable(called, table) => {
            let indexes = table.indexes.iter();
            let indexes = indexes.map(|(index, it)| create_index(&called.name, index, it));
            [create_table(&called.name, table)].into_iter().chain(indexes).collect()
        }
        Change::DropTable(it) => vec![format!("DROP TABLE {};", name(&it.name))],
        Change::AddColumn(table, it) => vec![format!(
            "ALTER TABLE {} ADD COLUMN {};",
            name(&table.name),
            column(it, None, false)
        )],
        Change::DropColumn(table, it) => {
            vec![format!("ALTER TABLE {} DROP COLUMN {};", name(&table.name), name(it))]
        }
        Change::CreateIndex { table, name, index } => vec![create_index(&table.name, name, index)],
        Change::DropIndex { name: index, .. } => vec![format!("DROP INDEX {};", name(index))],
        Change::PutView(it, view) => {
            let old = now.views.contains_key(it);
            let old = old.then(|| format!("DROP VIEW {};", name(&it.name)));
            old.into_iter().chain([create_view(&it.name, view)]).collect()
        }
        Change::DropView(it) => vec![format!("DROP VIEW {};", name(&it.name))],
        Change::PutObject(it, object) if it.kind == ObjectKind::Trigger => {
            let old = now.objects.contains_key(it);
            let old = old.then(|| format!("DROP TRIGGER {};", name(&it.name.name)));
            old.into_iter().chain([create_trigger(&it.name.name, object)]).collect()
        }
        Change::DropObject(it) if it.kind == ObjectKind::Trigger => {
            vec![format!("DROP TRIGGER {};", name(&it.name.name))]
        }
        // In place of another it would be without the rows of that one.
        Change::PutObject(it, object)
            if it.kind == ObjectKind::VirtualTable && !now.objects.contains_key(it) =>
        {
            vec![virtual_table::create(it, object)]
        }
        Change::DropObject(it) if it.kind == ObjectKind::VirtualTable => {
            vec![format!("DROP TABLE {};", name(&it.name.name))]
        }
        Change::PutObject(it, object) if it.kind == ObjectKind::Setting => {
            vec![format!("PRAGMA {} = {};", it.name.name, object.text)]
        }
        Change::DropObject(it) if it.kind == ObjectKind::Setting => {
            vec![format!("PRAGMA {} = 0;", it.name.name)]
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::Dialect;
    use crate::dialect::sqlite::testing::schema;

    const WITH: &str = "CREATE TABLE a (b INT, c INT); CREATE INDEX i ON a (c);";

    /// The statements that take column `c` away, after the engine has run them.
    fn dropped(more: &str) -> Vec<String> {
        let (from, to) = (format!("{WITH}{more}"), format!("CREATE TABLE a (b INT);{more}"));
        let rendered = migration(&schema(&from), &schema(&to), Target::oldest(Dialect::Sqlite));
        let executed = schema(&format!("{from}{}", rendered.statements.concat()));
        assert_eq!(diff(&executed, &schema(&to)), [], "{rendered:?}");
        rendered.statements
    }

    #[test]
    fn a_column_is_dropped_where_the_engine_can() {
        assert_eq!(dropped(""), ["DROP INDEX i;", "ALTER TABLE a DROP COLUMN c;"]);
        let [anew] = &dropped("CREATE VIEW v AS SELECT b AS c FROM a;")[..] else { panic!() };
        assert!(anew.contains("CREATE TABLE a_new"), "{anew}");
    }
}
