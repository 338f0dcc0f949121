//! What SQLite does in its own way.

mod alter;
mod check;
mod create;
mod drop;
mod inline;
mod relations;
mod rename;
mod rows;

use super::dependents::User;
use super::engine::Engine;
use super::failure::Outcome;
use super::work::Work;
use crate::change::Change;
use crate::command::What;
use crate::dialect::Dialect;
use crate::dialect::sqlite::normalize;
use crate::schema::{Name, Object, View};
use crate::sql::sqlite::resolve;

/// Facts about SQLite.
pub(crate) static ENGINE: Engine = Engine {
    dialect: Dialect::Sqlite,
    default_namespace: "main",
    temporary_namespace: "temp",
    folds_names: true,
    folds_columns: true,
    indexes_are_named_in_namespace: true,
    keys_are_indexes: false,
    binds: false,
    resolves_views: false,
    enforces_foreign_keys: false,
    tables_share_names: false,
    references_must_exist: false,
    transactional_ddl: true,
    unique_key: None,
    keys_imply_not_null: false,
    uniques_are_indexes: false,
    hidden_columns: &["rowid", "oid", "_rowid_"],
    rows_are_values: false,
    row_functions: &[],
    own_namespaces: &[],
    is_own_table: |name| relations::is_reserved(name),
    namespaces_are_created: false,
    name_constraint: |_, _, _| None,
    name_index: |_, _, _| None,
    name_sequence: |_, table, column| format!("{}_{column}_seq", table.name),
    follow_constraint: |_, _, _, _| Ok(()),
    make_room: |_, _, _| Ok(()),
    check_new_index: |_, _, _| Ok(()),
    check_indexable: |_, _, _| Ok(()),
    check_retyped: |_, _, _, _, _| Ok(()),
    follow_type: |_, _, _, _| Ok(()),
    follow_definition: |_, _, _| Ok(()),
    storage: |_| None,
    set_charset: |_, _, _, _| Ok(()),
    repartition: |_, _, _| None,
    check_statement: |_| Ok(()),
    normalize: |table| {
        normalize::table(table);
        resolve::table(table);
    },
    normalize_default: |_| {},
    normalize_check: |_, _| None,
    normalize_index: |table, index| {
        resolve::index(table, index);
        normalize::index(table, index);
    },
    reference: |name| name.beside(name.name.to_ascii_lowercase()),
    referenced_column: str::to_ascii_lowercase,
    drop_column: |_, _| Ok(()),
    check_new_column: |_, _, _| Ok(()),
    follow_table: |_, _, _| Ok(()),
    check_renamed_column: |_, _, _, _| Ok(()),
    follow_column: |_, _, _, _| Ok(()),
    carry_out,
    end: read_texts,
    pass: |_| 0,
};

/// The commands that SQLite carries out in its own way; nothing for the others.
fn carry_out(work: &mut Work<'_>, what: &What) -> Option<Outcome> {
    Some(match what {
        What::CreateTable(create) => create::table(work, create),
        What::DropTables { tables, if_exists, .. } => drop::tables(work, tables, *if_exists),
        What::AlterTable(alter) => return alter::alter(work, alter),
        What::CreateIndex(create) => create::index(work, create),
        What::DropIndexes(drop) => drop::indexes(work, drop),
        What::CreateView(create) => create::view(work, create),
        What::DropViews { views, if_exists, .. } => drop::views(work, views, *if_exists),
        What::CreateObject(create) => create::object(work, create),
        What::DropObjects(drop) => drop::triggers(work, drop),
        What::Data(data) => rows::data(work, data),
        What::Maintenance(maintenance) => {
            let found = maintenance.on.iter().filter_map(|path| relations::find(work, path));
            let found: Vec<Name> = found.map(|(_, name)| name).collect();
            work.targets.extend(found);
            Ok(())
        }
        _ => return None,
    })
}

/// Reads the texts that a script has changed or broken, once for all scripts that follow: also the
/// down, whose replay is forgotten again.
fn read_texts(work: &mut Work<'_>) {
    // With doubts all of them would be read again the next time.
    if !work.replay.doubts().is_empty() {
        return;
    }
    // What is wrong with them is said where the engine says it.
    drop(relations::texts(work, &[], work.span));
}

fn rewrite(work: &mut Work<'_>, user: &User, text: &dyn Fn(&Work<'_>, &str) -> String) -> Outcome {
    match user {
        User::View(name) => {
            let Some(old) = work.schema().views.get(name) else { return Ok(()) };
            let new = View { query: text(work, &old.query), ..old.clone() };
            if new == *old { Ok(()) } else { work.emit(Change::PutView(name.clone(), new)) }
        }
        User::Object(name) => {
            let Some(old) = work.schema().objects.get(name) else { return Ok(()) };
            let new = Object { text: text(work, &old.text), ..old.clone() };
            if new == *old { Ok(()) } else { work.emit(Change::PutObject(name.clone(), new)) }
        }
    }
}

#[cfg(test)]
mod tests;
