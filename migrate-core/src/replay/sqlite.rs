//! What SQLite does in its own way.

use super::column::Dropped;
use super::constraint;
use super::dependents::User;
use super::engine::Engine;
use super::expression;
use super::failure::{Outcome, Refusal};
use super::index;
use super::work::Work;
use crate::change::Change;
use crate::command::NewColumn;
use crate::dialect::Dialect;
use crate::dialect::sqlite::normalize;
use crate::schema::{Constraint, Identity, Name, Object, View};
use crate::sql::sqlite::resolve;

/// Facts about SQLite.
pub(super) static ENGINE: Engine = Engine {
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
    references_must_exist: false,
    transactional_ddl: true,
    keys_imply_not_null: false,
    namespaces_are_created: false,
    name_constraint: |_, _, _| None,
    name_index: |_, _, _| None,
    normalize: |table| {
        normalize::table(table);
        resolve::table(table);
    },
    normalize_index: |table, index| {
        normalize::index(table, index);
        resolve::index(table, index);
    },
    reference: |name| Name {
        namespace: name.namespace.clone(),
        name: name.name.to_ascii_lowercase(),
    },
    referenced_column: str::to_ascii_lowercase,
    drop_column,
    check_new_column,
    check_dropped_index: |_, _, _, _| Ok(()),
    follow_table,
    follow_column,
    pass: |_| 0,
};

/// <https://www.sqlite.org/lang_altertable.html#altertabaddcol>. What the engine refuses only where the
/// table has rows (NOT NULL without a default, a stored generated column) is a matter of rules.
fn check_new_column(_: &Work<'_>, table: &Name, new: &NewColumn) -> Outcome {
    let is_key = new.constraints.iter().find_map(|new| match &new.constraint {
        Constraint::PrimaryKey(_) => Some("a `PRIMARY KEY`"),
        Constraint::Unique(_) => Some("a `UNIQUE`"),
        _ => None,
    });
    let numbered = matches!(new.column.identity, Some(Identity::AutoIncrement));
    match is_key.or(numbered.then_some("an `AUTOINCREMENT`")) {
        Some(why) => {
            let message = format!("SQLite cannot add {why} column to table `{table}`");
            Err(Refusal::refused(message, new.span).about(table))
        }
        None => Ok(()),
    }
}

/// <https://www.sqlite.org/lang_altertable.html#altertabdropcol>: nothing goes with it, and nothing may
/// name it.
fn drop_column(work: &mut Work<'_>, dropped: &Dropped<'_>) -> Outcome {
    let Dropped { table, column, span, .. } = *dropped;
    let of = work.table_at(table)?;
    let names = |text: &str| expression::names(text, column, Dialect::Sqlite);
    let mut users = Vec::new();
    for it in of.constraints() {
        if constraint::names_column(work, &it, column) {
            users.push(words(&it));
        }
    }
    for (name, index) in &of.indexes {
        if index::names_column(work, index, column) {
            users.push(format!("index `{name}` names it"));
        }
    }
    for other in of.columns.iter().filter(|other| other.name != column) {
        if other.generated.as_ref().is_some_and(|generated| names(&generated.expression)) {
            users.push(format!("column `{}` is computed from it", other.name));
        }
    }
    if of.columns.len() == 1 {
        users.push("it is the only column".to_owned());
    }
    if !users.is_empty() {
        let what = format_args!("column `{column}` of table `{table}`");
        return Err(Refusal::dependents(what, users, span).about(table));
    }
    // Views and triggers that name it make the statement fail; whether a word of theirs means this
    // column is more than can be told.
    for user in work.dependents().mentions(column) {
        if let Some(name) = user_of(work, &user, table) {
            let reason = "it may name a column that was dropped, which would have been refused";
            work.doubt(&name, reason);
        }
    }
    work.emit(Change::DropColumn(table.clone(), column.to_owned()))
}

fn words(constraint: &Constraint) -> String {
    match constraint {
        Constraint::PrimaryKey(_) => "it is part of the primary key".to_owned(),
        Constraint::Unique(_) => "a `UNIQUE` constraint names it".to_owned(),
        Constraint::Check(_) => "a `CHECK` names it".to_owned(),
        Constraint::ForeignKey(_) => "a foreign key names it".to_owned(),
        Constraint::Exclusion(_) => "a constraint names it".to_owned(),
    }
}

/// The name of a view or trigger whose text has the name of `table` too, or that belongs to it.
fn user_of(work: &Work<'_>, user: &User, table: &Name) -> Option<Name> {
    let (name, text, of) = match user {
        User::View(name) => (name, &work.schema().views.get(name)?.query, None),
        User::Object(name) => {
            let object = work.schema().objects.get(name)?;
            (&name.name, &object.text, object.table.as_ref())
        }
    };
    let mentions = || {
        expression::words(text, Dialect::Sqlite)
            .iter()
            .any(|word| word.name.eq_ignore_ascii_case(&table.name))
    };
    (of == Some(table) || mentions()).then(|| name.clone())
}

/// The engine writes the new name into the texts of triggers and views.
fn follow_table(work: &mut Work<'_>, from: &Name, to: &Name) -> Outcome {
    if work.session.legacy_alter_table {
        return Ok(());
    }
    for user in work.dependents().mentions(&from.name) {
        rewrite(work, &user, |text| {
            expression::replace(text, Dialect::Sqlite, &to.name, |word| {
                word.name.eq_ignore_ascii_case(&from.name)
            })
        })?;
    }
    Ok(())
}

/// The engine writes the new name into the texts of triggers and views where they mean this column.
fn follow_column(work: &mut Work<'_>, table: &Name, from: &str, to: &str) -> Outcome {
    for user in work.dependents().mentions(from) {
        let Some(name) = user_of(work, &user, table) else { continue };
        rewrite(work, &user, |text| expression::rename(text, from, to, Dialect::Sqlite))?;
        work.doubt(&name, "it may name a column that was renamed");
    }
    Ok(())
}

fn rewrite(work: &mut Work<'_>, user: &User, text: impl Fn(&str) -> String) -> Outcome {
    match user {
        User::View(name) => {
            let Some(old) = work.schema().views.get(name) else { return Ok(()) };
            let new = View { query: text(&old.query), ..old.clone() };
            if new == *old { Ok(()) } else { work.emit(Change::PutView(name.clone(), new)) }
        }
        User::Object(name) => {
            let Some(old) = work.schema().objects.get(name) else { return Ok(()) };
            let new = Object { text: text(&old.text), ..old.clone() };
            if new == *old { Ok(()) } else { work.emit(Change::PutObject(name.clone(), new)) }
        }
    }
}
