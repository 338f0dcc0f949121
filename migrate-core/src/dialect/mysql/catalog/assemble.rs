//! From rows to a schema.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Row, sequence};
use crate::dialect::Target;
use crate::dialect::mysql::types;
use crate::schema::{
    Action, Check, Column, ForeignKey, Generated, Identity, Index, IndexColumn, IndexKey,
    KeyColumn, Name, Object, ObjectKind, ObjectName, PrimaryKey, Schema, Table, TableOptions, View,
};
use crate::sql::mysql::expression;

pub(super) fn schema(answers: &[Vec<Row>], target: Target) -> Schema {
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    let rows = |at: usize| answers.get(at).map(Vec::as_slice).unwrap_or_default().iter();
    for row in rows(0).filter(|row| !sequence::is_one(row)) {
        tables.insert(text(row, 0), Table { options: options(row), ..Table::default() });
    }
    let mut each = |at: usize, put: fn(&mut Table, &Row, Target)| {
        for row in rows(at) {
            if let Some(table) = tables.get_mut(&text(row, 0)) {
                put(table, row, target);
            }
        }
    };
    each(1, |table, row, target| table.columns.push(column(row, target)));
    each(2, |table, row, _| index(table, row));
    each(3, |table, row, _| foreign_key(table, row));
    each(4, |table, row, _| rules(table, row));
    each(5, |table, row, _| check(table, row));
    each(6, |table, row, _| partition(table, row));
    let mut schema = Schema::default();
    rows(7).for_each(|row| schema.views.insert(Name::bare(text(row, 0)), view(row)));
    let mut parameters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows(10) {
        parameters.entry(text(row, 0)).or_default().push(text(row, 1));
    }
    for (name, mut it) in rows(8).chain(rows(9)).filter_map(object) {
        let own = parameters.get(&name.name.name).filter(|_| name.kind == ObjectKind::Routine);
        if let Some(own) = own {
            it.text = format!("{} {}", own.join(", "), it.text);
        }
        schema.objects.insert(name, it);
    }
    for (name, mut table) in tables {
        table.sort();
        schema.tables.insert(Name::bare(name), Arc::new(table));
    }
    schema
}

fn text(row: &Row, at: usize) -> String {
    optional(row, at).unwrap_or_default()
}

fn optional(row: &Row, at: usize) -> Option<String> {
    row.get(at).cloned().flatten()
}

fn written(row: &Row, at: usize) -> Option<String> {
    optional(row, at).filter(|text| !text.is_empty())
}

fn options(row: &Row) -> TableOptions {
    let collation = optional(row, 2);
    let charset = collation.as_deref().and_then(types::charset_of).map(str::to_owned);
    let mut options = TableOptions {
        engine: optional(row, 1),
        charset,
        collation,
        comment: written(row, 3),
        ..TableOptions::default()
    };
    if text(row, 5) == "SYSTEM VERSIONED" {
        options.settings.insert("system versioning".to_owned(), "on".to_owned());
    }
    for option in text(row, 4).split_whitespace() {
        match option.split_once('=') {
            Some((name, value)) => {
                let value = value.trim_matches(|quote| matches!(quote, '"' | '\''));
                options.settings.insert(name.to_lowercase(), value.to_lowercase());
            }
            None if option == "partitioned" => options.partition_by = Some(String::new()),
            None => {}
        }
    }
    options
}

fn column(row: &Row, target: Target) -> Column {
    let extra = text(row, 5).to_lowercase();
    let data_type = text(row, 2);
    let mut column = Column {
        nullable: text(row, 3) == "YES",
        charset: optional(row, 6),
        collation: optional(row, 7),
        comment: written(row, 8),
        invisible: extra.split_whitespace().any(|word| word == "invisible"),
        ..Column::new(text(row, 1), data_type)
    };
    column.settings.extend(optional(row, 10).map(|id| ("srid".to_owned(), id)));
    column.identity = extra.contains("auto_increment").then_some(Identity::AutoIncrement);
    column.on_update = extra
        .split_once("on update ")
        .map(|(_, now)| now_spelled(now.trim_end_matches(" invisible")));
    column.generated = written(row, 9).map(|expression| Generated {
        expression,
        stored: extra.contains("stored") || extra.contains("persistent"),
    });
    if column.generated.is_none() {
        column.default = optional(row, 4).and_then(|text| default(&text, &column, &extra, target));
    }
    column
}

/// MariaDB prints an expression, MySQL a bare literal unless it says that it is an expression.
fn default(text: &str, column: &Column, extra: &str, target: Target) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    if lower.starts_with("current_timestamp") {
        return Some(now_spelled(&lower));
    }
    if target.is_mariadb {
        return (text != "NULL").then(|| text.to_owned());
    }
    if extra.contains("default_generated") {
        // An operation is printed between parentheses, a call is not.
        return Some(format!("({})", expression::inner(text)));
    }
    let is_number = types::is_number(&column.data_type);
    Some(if is_number { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) })
}

fn now_spelled(text: &str) -> String {
    text.trim_end_matches("()").to_owned()
}

fn index(table: &mut Table, row: &Row) {
    let prefix = written(row, 4).and_then(|digits| digits.parse::<u32>().ok());
    let descending = optional(row, 6).as_deref() == Some("D");
    if text(row, 1) == "PRIMARY" {
        let key = table.primary_key.get_or_insert_with(PrimaryKey::default);
        key.columns.push(KeyColumn { name: text(row, 3), descending, prefix, collation: None });
        return;
    }
    let method = text(row, 5).to_lowercase();
    let name = text(row, 1);
    if !table.indexes.contains_key(&name) {
        let index = Index {
            unique: text(row, 2) == "0",
            method: Some(method).filter(|method| method != "btree"),
            comment: written(row, 7),
            invisible: text(row, 8) == "1",
            ..Index::default()
        };
        table.indexes.insert(name.clone(), index);
    }
    let Some(index) = table.indexes.get_mut(&name) else { return };
    let key = match optional(row, 3) {
        Some(column) => IndexKey::Column(column),
        None => IndexKey::Expression(text(row, 9)),
    };
    // A spatial index covers the first bytes of a shape, which says nothing.
    let prefix = prefix.filter(|_| index.method.as_deref() != Some("spatial"));
    index.columns.push(IndexColumn { descending, prefix, ..IndexColumn::new(key) });
}

fn foreign_key(table: &mut Table, row: &Row) {
    let name = optional(row, 1);
    let at = table.foreign_keys.iter().position(|key| key.name == name);
    let at = at.unwrap_or_else(|| {
        table.foreign_keys.push(ForeignKey {
            name,
            references: Name::bare(text(row, 3)),
            ..ForeignKey::default()
        });
        table.foreign_keys.len() - 1
    });
    if let Some(key) = table.foreign_keys.get_mut(at) {
        key.columns.push(text(row, 2));
        key.referenced_columns.push(text(row, 4));
    }
}

/// What a foreign key does.
fn rules(table: &mut Table, row: &Row) {
    let name = optional(row, 1);
    let action = |at| Action::parse(&text(row, at)).unwrap_or_default();
    let change = |key: &mut ForeignKey| {
        key.on_update = action(2);
        key.on_delete = action(3);
    };
    table.foreign_keys.update(|key| key.name == name, change);
}

fn check(table: &mut Table, row: &Row) {
    table.checks.push(Check {
        name: optional(row, 1),
        expression: text(row, 2),
        not_enforced: text(row, 3) == "NO",
        in_column: text(row, 4) == "Column",
        ..Check::default()
    });
}

/// How rows are spread, then each of the partitions.
fn partition(table: &mut Table, row: &Row) {
    let by = table.options.partition_by.get_or_insert_with(String::new);
    if by.is_empty() {
        *by = text(row, 1);
    }
    by.push_str("; ");
    by.push_str(&text(row, 2));
}

fn view(row: &Row) -> View {
    let kept = |value: Option<String>, usual: &str| {
        value.map(|value| value.to_lowercase()).filter(|value| value != usual)
    };
    let said = [
        ("check option", kept(optional(row, 2), "none")),
        ("security", kept(optional(row, 3), "definer")),
        ("definer", optional(row, 4)),
        ("algorithm", kept(optional(row, 5), "undefined")),
    ];
    let said = said.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    View { query: text(row, 1), settings: said.collect(), ..View::default() }
}

fn object(row: &Row) -> Option<(ObjectName, Object)> {
    let kind = ObjectKind::of(&text(row, 0))?;
    let object = Object { table: optional(row, 2).map(Name::bare), text: text(row, 3) };
    Some((ObjectName { kind, name: Name::bare(text(row, 1)) }, object))
}
