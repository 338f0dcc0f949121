//! The model as SQL: what a person pastes, so names have quotes only where they need them.

mod migration;
mod virtual_table;

use std::fmt::Write as _;

use super::normalize::rowid_column;
use crate::dialect::Dialect;
use crate::schema::{
    Action, Check, Column, Conflict, Deferrable, ForeignKey, Identity, Index, IndexColumn,
    IndexKey, KeyColumn, Name, Object, ObjectKind, ObjectName, PrimaryKey, Schema, Table, Unique,
    View,
};
use crate::sql::normal::mentions;
use crate::sql::quote;
use crate::sql::spelled::spelled;

pub use migration::{change, migration};

/// A name as SQL.
#[must_use]
pub fn name(name: &str) -> String {
    quote::identifier(name, Dialect::Sqlite)
}

/// `CREATE TABLE`, each column and constraint on a line of its own.
#[must_use]
pub fn create_table(called: &str, table: &Table) -> String {
    let rowid = rowid_column(table);
    let mut lines: Vec<String> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, it)| {
            let is_key = |key: &&PrimaryKey| lone(key).is_some_and(|part| part.name == it.name);
            let key = table.primary_key.as_ref().filter(is_key);
            column(it, key, rowid == Some(at))
        })
        .collect();
    if let Some(key) = table.primary_key.as_ref().filter(|key| lone(key).is_none()) {
        let words = format!("PRIMARY KEY ({})", key_columns(&key.columns));
        lines.push(named(key.name.as_deref(), words + &conflict(key.conflict)));
    }
    lines.extend(table.uniques.iter().map(unique));
    lines.extend(table.checks.iter().map(check));
    lines.extend(table.foreign_keys.iter().map(foreign_key));
    let mut options = Vec::new();
    if table.options.without_rowid {
        options.push("WITHOUT ROWID");
    }
    if table.options.strict {
        options.push("STRICT");
    }
    let tail = if options.is_empty() { String::new() } else { format!(" {}", options.join(", ")) };
    format!("CREATE TABLE {} (\n    {}\n){tail};", name(called), lines.join(",\n    "))
}

/// The only column of a key that the column itself can declare. A lone key is declared there wherever
/// possible: said by the table, `DESC` would mean something else.
fn lone(key: &PrimaryKey) -> Option<&KeyColumn> {
    match &key.columns[..] {
        [only] if only.collation.is_none() => Some(only),
        _ => None,
    }
}

/// A column as `CREATE TABLE` and `ADD COLUMN` want it.
#[must_use]
pub fn column(column: &Column, key: Option<&PrimaryKey>, is_rowid: bool) -> String {
    let mut text = name(&column.name);
    if let Some(written) = column.written_type() {
        let _ = write!(text, " {written}");
    }
    if let Some(key) = key {
        let direction = key.columns.iter().any(|part| part.descending);
        let words = if direction { "PRIMARY KEY DESC" } else { "PRIMARY KEY" };
        let _ = write!(
            text,
            " {}{}",
            named(key.name.as_deref(), words.to_owned()),
            conflict(key.conflict)
        );
        if column.identity == Some(Identity::AutoIncrement) {
            text.push_str(" AUTOINCREMENT");
        }
    }
    if !(column.nullable || is_rowid) {
        let _ = write!(text, " NOT NULL{}", conflict(column.not_null_conflict));
    }
    if let Some(default) = &column.default {
        let _ = write!(text, " DEFAULT {}", value(default));
    }
    if let Some(collation) = &column.collation {
        let _ = write!(text, " COLLATE {}", name(collation));
    }
    if let Some(generated) = &column.generated {
        let kind = if generated.stored { "STORED" } else { "VIRTUAL" };
        let _ = write!(text, " GENERATED ALWAYS AS ({}) {kind}", generated.expression);
    }
    text
}

/// A default: anything but a literal needs parentheses.
fn value(text: &str) -> String {
    let words = ["true", "false", "current_timestamp", "current_date", "current_time"];
    if words.iter().any(|word| text.eq_ignore_ascii_case(word)) {
        text.to_ascii_uppercase()
    } else if is_literal(text) {
        text.to_owned()
    } else {
        format!("({text})")
    }
}

/// Whether a default is a number, a text, a blob or a truth value: all that `ADD COLUMN` takes once a
/// table has rows.
#[must_use]
pub fn is_literal(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let is_number = digits.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    let quoted = text.strip_prefix(['x', 'X']).unwrap_or(text);
    let inner = quoted.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let is_text = inner.is_some_and(|inner| !inner.replace("''", "").contains('\''));
    let is_truth = text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false");
    is_number || is_text || is_truth
}

fn named(given: Option<&str>, constraint: String) -> String {
    match given {
        Some(given) => format!("CONSTRAINT {} {constraint}", name(given)),
        None => constraint,
    }
}

fn conflict(conflict: Option<Conflict>) -> String {
    match conflict {
        Some(_) => format!(" ON CONFLICT {}", Conflict::sql_or_default(conflict)),
        None => String::new(),
    }
}

fn key_columns(columns: &[KeyColumn]) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|column| name(&column.name) + &order(column.collation.as_deref(), column.descending))
        .collect();
    columns.join(", ")
}

fn order(collation: Option<&str>, descending: bool) -> String {
    let mut text = String::new();
    if let Some(collation) = collation {
        let _ = write!(text, " COLLATE {}", name(collation));
    }
    if descending {
        text.push_str(" DESC");
    }
    text
}

fn names(columns: &[String]) -> String {
    quote::list(columns, Dialect::Sqlite)
}

fn unique(key: &Unique) -> String {
    let words = format!("UNIQUE ({}){}", key_columns(&key.columns), conflict(key.conflict));
    named(key.name.as_deref(), words)
}

fn check(check: &Check) -> String {
    let words = format!("CHECK ({}){}", check.expression, conflict(check.conflict));
    named(check.name.as_deref(), words)
}

fn foreign_key(key: &ForeignKey) -> String {
    let mut text =
        format!("FOREIGN KEY ({}) REFERENCES {}", names(&key.columns), name(&key.references.name));
    if !key.referenced_columns.is_empty() {
        let _ = write!(text, " ({})", names(&key.referenced_columns));
    }
    for (event, action) in [("DELETE", key.on_delete), ("UPDATE", key.on_update)] {
        if action != Action::NoAction {
            let _ = write!(text, " ON {event} {}", action.sql());
        }
    }
    if key.deferrable == Deferrable::InitiallyDeferred {
        text.push_str(" DEFERRABLE INITIALLY DEFERRED");
    }
    named(key.name.as_deref(), text)
}

/// `CREATE INDEX`.
#[must_use]
pub fn create_index(table: &str, called: &str, index: &Index) -> String {
    let part = |part: &IndexColumn| {
        let key = match &part.key {
            IndexKey::Column(column) => name(column),
            IndexKey::Expression(expression) => expression.clone(),
        };
        key + &order(part.collation.as_deref(), part.descending)
    };
    let parts: Vec<String> = index.columns.iter().map(part).collect();
    let unique = if index.unique { "UNIQUE " } else { "" };
    let (called, table) = (name(called), name(table));
    let filter = index.predicate.as_ref();
    let filter = filter.map_or_else(String::new, |filter| format!(" WHERE {filter}"));
    format!("CREATE {unique}INDEX {called} ON {table} ({}){filter};", parts.join(", "))
}

/// `CREATE VIEW`.
#[must_use]
pub fn create_view(called: &str, view: &View) -> String {
    let columns = match &view.columns[..] {
        [] => String::new(),
        columns => format!(" ({})", names(columns)),
    };
    format!("CREATE VIEW {}{columns} AS {};", name(called), spelled(&view.query, Dialect::Sqlite))
}

/// `CREATE TRIGGER`.
#[must_use]
pub fn create_trigger(called: &str, trigger: &Object) -> String {
    format!("CREATE TRIGGER {} {};", name(called), spelled(&trigger.text, Dialect::Sqlite))
}

/// The recipe that gives a table another definition, since `ALTER TABLE` knows few changes
/// (<https://www.sqlite.org/lang_altertable.html#otheralter>): the new table, the rows, the old table
/// gone, the name, and everything that went with the old one. `renamed` tells the old name of a
/// column that has another one now.
///
/// This framework runs a migration with references unchecked and checks all of them before it commits,
/// so the recipe needs no pragma.
#[must_use]
pub fn rebuild(schema: &Schema, of: &Name, after: &Table, renamed: &[(&str, &str)]) -> String {
    let Some(before) = schema.tables.get(of) else { return String::new() };
    let temporary = format!("{}_new", of.name);
    let mut lines = Vec::new();
    let (away, back) = bystanders(schema, of);
    lines.extend(away);
    lines.push(create_table(&temporary, after));
    let (mut into, mut from) = (Vec::new(), Vec::new());
    for column in after.columns.iter().filter(|column| column.generated.is_none()) {
        let old = renamed.iter().find(|(_, new)| *new == column.name).map(|(old, _)| *old);
        let old = old.unwrap_or(&column.name);
        if let Some(source) = before.columns.iter().find(|it| it.name.eq_ignore_ascii_case(old)) {
            into.push(name(&column.name));
            from.push(copied(source, column));
        }
    }
    let (temporary, table) = (name(&temporary), name(&of.name));
    lines.push(format!(
        "INSERT INTO {temporary} ({})\n    SELECT {} FROM {table};",
        into.join(", "),
        from.join(", ")
    ));
    lines.push(format!("DROP TABLE {table};"));
    lines.push(format!("ALTER TABLE {temporary} RENAME TO {table};"));
    lines.extend(after.indexes.iter().map(|(index, it)| create_index(&of.name, index, it)));
    lines.extend(triggers(schema, of).map(|(called, it)| create_trigger(called, it)));
    lines.extend(back);
    lines.join("\n")
}

/// The views and the triggers of other tables that name a table, which a rebuild must make way for:
/// SQLite renames nothing while one of them names what is not there. How to drop them, and how to
/// create them again.
#[must_use]
pub fn bystanders(schema: &Schema, of: &Name) -> (Vec<String>, Vec<String>) {
    let views: Vec<(&Name, &View)> =
        schema.views.iter().filter(|(_, view)| mentions(&view.query, &of.name)).collect();
    let is_other = |trigger: &Object, object: &ObjectName| {
        object.kind == ObjectKind::Trigger && !belongs(trigger, of)
    };
    let falls = |trigger: &Object| views.iter().any(|(view, _)| belongs(trigger, view));
    let others: Vec<(&str, &Object)> = schema
        .objects
        .iter()
        .filter(|(object, it)| is_other(it, object) && (falls(it) || mentions(&it.text, &of.name)))
        .map(|(object, it)| (&*object.name.name, it))
        .collect();
    let standing = others.iter().filter(|(_, it)| !falls(it));
    let away = standing.map(|(trigger, _)| format!("DROP TRIGGER {};", name(trigger)));
    let away = away.chain(views.iter().map(|(it, _)| format!("DROP VIEW {};", name(&it.name))));
    let back = views.iter().map(|(called, view)| create_view(&called.name, view));
    let back = back.chain(others.iter().map(|(called, it)| create_trigger(called, it)));
    (away.collect(), back.collect())
}

/// Whether a trigger is one of that table or view.
fn belongs(trigger: &Object, to: &Name) -> bool {
    trigger.table.as_ref().is_some_and(|table| table.name.eq_ignore_ascii_case(&to.name))
}

/// What fills a column from the one before: a column that accepts NULL no longer gets its default
/// where a row has none.
fn copied(source: &Column, column: &Column) -> String {
    let from = name(&source.name);
    match &column.default {
        Some(default) if source.nullable && !column.nullable => {
            format!("coalesce({from}, {})", value(default))
        }
        _ => from,
    }
}

/// The triggers of a table, by name.
pub fn triggers<'s>(
    schema: &'s Schema,
    of: &'s Name,
) -> impl Iterator<Item = (&'s str, &'s Object)> {
    schema
        .objects
        .iter()
        .filter(|(object, it)| object.kind == ObjectKind::Trigger && belongs(it, of))
        .map(|(object, it)| (&*object.name.name, it))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::sqlite::testing::schema;

    const SCRIPT: &str = "
        create table parent (id integer primary key autoincrement, \"group\" text collate nocase);
        create table t (
            a int primary key desc, b varchar(10) not null on conflict ignore default 'it''s',
            c default (1 + 2), d real default -1.5, e default current_timestamp, f default true,
            g int generated always as (a + 1) stored, h as (b || 'x'),
            p int references parent on delete cascade on update set null deferrable initially deferred,
            constraint u unique (b collate nocase, c) on conflict replace,
            constraint k check (a > 0 and b <> ')'), check (d < 5)
        );
        create table w (a text collate nocase, b any, primary key (b, a)) without rowid, strict;
        create table n (a text, primary key (a collate nocase));
        create unique index i on t (b desc, lower(c)) where d is not null;
        create index \"order\" on t (b collate nocase);
        create trigger tr after update of b on t when new.b <> old.b begin
            update t set c = 1 where a = new.a; end;
        create view v (x) as select a from t;
        create trigger tp after insert on parent begin delete from t where p = new.id; end;
        create trigger tv instead of insert on v begin insert into parent values (new.x, ''); end;
    ";

    #[test]
    fn a_rebuild_that_changes_nothing_changes_nothing() {
        let before = schema(SCRIPT);
        for (name, table) in &before.tables {
            let sql = rebuild(&before, name, table, &[]);
            let after = schema(&format!("{SCRIPT};{sql}"));
            assert_eq!(after, before, "{sql}");
        }
    }

    #[test]
    fn rows_survive_a_rebuild_with_another_name_and_without_null() {
        let script = "create table t (id integer primary key, a int, b int as (a));";
        let before = schema(script);
        let name = Name::bare("t");
        let mut after = before.tables[&name].as_ref().clone();
        let mut columns = after.columns.iter_mut();
        let second = columns.nth(1).unwrap();
        second.name = "c".to_owned();
        second.nullable = false;
        second.default = Some("7".to_owned());
        columns.next().unwrap().generated = None;
        drop(columns);
        let sql = rebuild(&before, &name, &after, &[("a", "c")]);
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let rows = "insert into t (a) values (1), (null);";
        connection.execute_batch(&format!("{script}{rows}{sql}")).unwrap();
        let read = "select group_concat(c || ' ' || coalesce(b, 'null')) from t";
        let found: String = connection.query_row(read, [], |row| row.get(0)).unwrap();
        assert_eq!(found, "1 1,7 null");
    }
}
