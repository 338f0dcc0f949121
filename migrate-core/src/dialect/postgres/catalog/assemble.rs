//! Rows to nouns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Cells, PART, array, name};
use crate::schema::{
    Action, Check, Column, Constraint, Deferrable, Enum, Exclusion, ForeignKey, Generated,
    Identity, Index, IndexColumn, IndexKey, KeyColumn, Name, Object, ObjectKind, ObjectName,
    PrimaryKey, Schema, Sequence, Settings, Table, TableOptions, Unique, View,
};

/// Tables while their parts come in.
#[derive(Default)]
pub(super) struct Tables(BTreeMap<Name, Table>);

impl Tables {
    pub(super) fn table(&mut self, row: &Cells<'_>) {
        self.0.entry(row.name(0)).or_default().options = options(row);
    }

    pub(super) fn column(&mut self, row: &Cells<'_>) {
        self.0.entry(row.name(0)).or_default().columns.push(column(row));
    }

    pub(super) fn constraint(&mut self, row: &Cells<'_>) {
        let table = self.0.entry(row.name(0)).or_default();
        match constraint(row) {
            Some(Constraint::PrimaryKey(key)) => table.primary_key = Some(key),
            Some(Constraint::Unique(key)) => table.uniques.push(key),
            Some(Constraint::Check(check)) => table.checks.push(check),
            Some(Constraint::ForeignKey(key)) => table.foreign_keys.push(key),
            Some(Constraint::Exclusion(exclusion)) => table.exclusions.push(exclusion),
            None => {}
        }
    }

    pub(super) fn index(&mut self, row: &Cells<'_>) {
        let table = self.0.entry(row.name(0)).or_default();
        table.indexes.insert(row.text(2).to_owned(), index(row));
    }

    pub(super) fn into_schema(self, schema: &mut Schema) {
        for (name, mut table) in self.0 {
            table.sort();
            schema.tables.insert(name, Arc::new(table));
        }
    }
}

/// Those of the settings that are not the default ones, by the names that replay has for them.
fn settings(known: &[(&str, Option<&str>)]) -> Settings {
    let said =
        known.iter().filter_map(|(name, value)| Some(((*name).to_owned(), (*value)?.to_owned())));
    said.collect()
}

const fn persistence(letter: &str) -> Option<&'static str> {
    match letter.as_bytes() {
        b"u" => Some("unlogged"),
        b"t" => Some("temporary"),
        _ => None,
    }
}

/// What `ENABLE` and `DISABLE` did to a trigger or a rule.
fn firing(letter: &str) -> String {
    match letter {
        "D" => "disabled",
        "R" => "replica",
        "A" => "always",
        other => other,
    }
    .to_owned()
}

fn options(row: &Cells<'_>) -> TableOptions {
    let enabled = |at: usize| row.is(at).then_some("enabled");
    let identity = match row.text(8) {
        "n" => Some("nothing".to_owned()),
        "f" => Some("full".to_owned()),
        "i" => Some(format!("using index {}", row.text(9))),
        _ => None,
    };
    let mut settings = settings(&[
        ("persistence", persistence(row.text(2))),
        ("tablespace", row.get(3)),
        ("access method", row.get(4)),
        ("row security", enabled(6)),
        ("force row security", enabled(7)),
        ("replica identity", identity.as_deref()),
        ("cluster", row.get(10)),
        ("owner", row.get(11)),
        ("type", row.get(18)),
    ]);
    settings.extend(row.options(5));
    settings.extend(row.pairs(15).map(|(name, on)| (format!("trigger {name}"), firing(on))));
    settings.extend(row.pairs(16).map(|(name, on)| (format!("rule {name}"), firing(on))));
    settings.extend(row.pairs(17).map(|(name, it)| (format!("storage of {name}"), it.to_owned())));
    let parents = row.pairs(14).map(|(namespace, own)| name(namespace, own));
    let mut parents: Vec<Name> = parents.collect();
    let partition_of = row.get(13).zip(parents.first().cloned());
    let partition_of = partition_of.map(|(bound, parent)| (parent, bound.to_owned()));
    if partition_of.is_some() {
        parents.clear();
    }
    let partition_by = row.owned(12);
    TableOptions {
        inherits: parents,
        partition_by,
        partition_of,
        settings,
        ..TableOptions::default()
    }
}

/// What a constraint NOT NULL has beyond being there: its name, that rows from before it may violate it,
/// and that it is no constraint of tables that inherit.
pub(in crate::dialect::postgres) const NOT_NULL: [&str; 3] =
    ["not null named", "not null not valid", "not null no inherit"];

fn column(row: &Cells<'_>) -> Column {
    let mut column = Column::new(row.text(2), row.text(3));
    column.nullable = !row.is(4);
    column.collation = row.owned(8);
    column.comment = row.owned(13);
    column.identity = match row.text(6) {
        "a" => Some(Identity::Always),
        "d" => Some(Identity::ByDefault),
        _ => None,
    };
    match row.text(7) {
        "" => column.default = row.owned(5),
        kind => {
            let expression = row.text(5).to_owned();
            column.generated = Some(Generated { expression, stored: kind == "s" });
        }
    }
    let storage = row.get(9).map(|letter| match letter {
        "p" => "plain",
        "e" => "external",
        "m" => "main",
        _ => "extended",
    });
    let compression = row.get(10).map(|letter| if letter == "l" { "lz4" } else { "pglz" });
    column.settings = settings(&[
        ("storage", storage),
        ("compression", compression),
        ("statistics", row.get(11)),
        ("inherited", (!row.is(14)).then_some("true")),
        (NOT_NULL[0], row.get(15)),
        (NOT_NULL[1], row.get(16).filter(|_| !row.is(16)).map(|_| "true")),
        (NOT_NULL[2], row.is(17).then_some("true")),
    ]);
    column.settings.extend(row.options(12));
    column
}

fn keys(columns: Vec<String>) -> Vec<KeyColumn> {
    columns.into_iter().map(|name| KeyColumn { name, ..KeyColumn::default() }).collect()
}

fn constraint(row: &Cells<'_>) -> Option<Constraint> {
    let name = row.owned(2);
    let columns = row.list(4);
    let deferrable = match (row.is(10), row.is(11)) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    };
    let definition = row.text(15);
    let (include, without_overlaps) = (row.list(17), row.is(20));
    Some(match row.text(3) {
        "p" => Constraint::PrimaryKey(PrimaryKey {
            name,
            columns: keys(columns),
            include,
            deferrable,
            without_overlaps,
            ..PrimaryKey::default()
        }),
        "u" => Constraint::Unique(Unique {
            name,
            columns: keys(columns),
            include,
            deferrable,
            nulls_not_distinct: definition.contains("NULLS NOT DISTINCT"),
            without_overlaps,
            ..Unique::default()
        }),
        "c" => Constraint::Check(Check {
            name,
            expression: array::cast_inside(row.text(16)),
            not_valid: !row.is(12),
            not_enforced: !row.is(19),
            no_inherit: row.is(13),
            ..Check::default()
        }),
        "f" => Constraint::ForeignKey(ForeignKey {
            name,
            columns,
            references: row.name(5),
            referenced_columns: row.list(7),
            on_delete: action(row.text(8)),
            on_update: action(row.text(9)),
            deferrable,
            on_delete_columns: row.list(18),
            match_full: row.text(14) == "f",
            period: row.is(20),
            not_valid: !row.is(12),
            not_enforced: !row.is(19),
        }),
        "x" => {
            let definition = definition.trim_start_matches("EXCLUDE ").to_owned();
            Constraint::Exclusion(Exclusion { name, definition, deferrable })
        }
        _ => return None,
    })
}

fn action(letter: &str) -> Action {
    match letter {
        "r" => Action::Restrict,
        "c" => Action::Cascade,
        "n" => Action::SetNull,
        "d" => Action::SetDefault,
        _ => Action::NoAction,
    }
}

pub(super) fn index(row: &Cells<'_>) -> Index {
    let mut settings = settings(&[
        ("tablespace", row.get(10)),
        ("invalid", (!row.is(12)).then_some("true")),
        ("part of", row.get(13)),
    ]);
    settings.extend(row.options(9));
    let mut columns = Vec::new();
    for (at, element) in row.elements(6).enumerate() {
        let parts: Vec<&str> = element.split(PART).collect();
        let part = |at: usize| parts.get(at).copied().filter(|text| !text.is_empty());
        let text = part(1).unwrap_or_default().to_owned();
        let is_column = part(0) == Some("c");
        let key = if is_column { IndexKey::Column(text) } else { IndexKey::Expression(text) };
        let flags: u8 = part(2).and_then(|flags| flags.parse().ok()).unwrap_or_default();
        // `INDOPTION_DESC` and `INDOPTION_NULLS_FIRST`.
        let (descending, first) = (flags & 1 != 0, flags & 2 != 0);
        columns.push(IndexColumn {
            descending,
            collation: part(3).map(str::to_owned),
            nulls_first: (first != descending).then_some(first),
            operator_class: part(4).map(str::to_owned),
            ..IndexColumn::new(key)
        });
        let target = part(5).map(|target| (format!("statistics of {}", at + 1), target.to_owned()));
        settings.extend(target);
    }
    Index {
        unique: row.is(3),
        method: row.owned(4).filter(|method| method != "btree"),
        columns,
        include: row.list(7),
        predicate: row.owned(5).map(|it| array::cast_inside(&it)),
        nulls_not_distinct: row.is(8),
        comment: row.owned(11),
        settings,
        ..Index::default()
    }
}

pub(super) fn sequence(row: &Cells<'_>) -> Sequence {
    // One that goes with a column is as lasting as the table.
    let own = row.text(12);
    let own = if row.text(14) == own { "p" } else { own };
    Sequence {
        data_type: row.text(2).to_owned(),
        start: row.number(3),
        increment: row.number(4),
        minimum: row.number(5),
        maximum: row.number(6),
        cycle: row.is(7),
        owned_by: row.get(9).map(|_| (row.name(8), row.text(10).to_owned())),
        settings: settings(&[
            ("cache", row.get(11)),
            ("persistence", persistence(own)),
            ("owner", row.get(13)),
        ]),
    }
}

pub(super) fn view(row: &Cells<'_>) -> View {
    let mut settings = settings(&[
        ("tablespace", row.get(5)),
        ("owner", row.get(6)),
        // What its query does not say: `SELECT` of a function may come to another type.
        ("columns", row.get(8)),
        ("access method", row.get(9)),
        ("populated", row.get(11)),
    ]);
    settings.extend(row.options(4));
    settings.extend(row.pairs(7).map(|(name, it)| (format!("default of {name}"), it.to_owned())));
    settings.extend(row.pairs(10).map(|(name, it)| (format!("storage of {name}"), it.to_owned())));
    View { materialized: row.is(2), query: row.text(3).to_owned(), settings, ..View::default() }
}

pub(super) fn values(row: &Cells<'_>) -> Enum {
    Enum { values: row.list(2) }
}

/// Whatever is compared by the text that the server has for it.
pub(super) fn object(row: &Cells<'_>) -> Option<(ObjectName, Object)> {
    let kind = ObjectKind::of(row.text(0))?;
    let object = Object { table: row.get(4).map(|_| row.name(3)), text: row.text(5).to_owned() };
    Some((ObjectName { kind, name: row.name(1) }, object))
}
