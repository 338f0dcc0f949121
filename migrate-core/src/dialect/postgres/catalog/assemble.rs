//! Rows to nouns.

use std::collections::BTreeMap;

use super::relations::Answers;
use super::{Cells, PART, array};
use crate::schema::{
    Action, Check, Column, Constraint, Deferrable, Enum, Exclusion, ForeignKey, Generated,
    Identity, Index, IndexColumn, IndexKey, KeyColumn, Name, Object, ObjectKind, ObjectName,
    PrimaryKey, Sequence, Settings, Table, TableOptions, Unique, View,
};

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

/// The index that a replica identity is by is known with the indexes.
const BY_INDEX: &str = "using index ";

/// A table without what other rows say of it.
pub(super) fn table(row: Cells<'_>, all: &Answers<'_>) -> Table {
    let enabled = |at: usize| row.is(at).then_some("enabled");
    let identity = match row.text(9) {
        "n" => Some("nothing"),
        "f" => Some("full"),
        "i" => Some(BY_INDEX),
        _ => None,
    };
    let mut settings = settings(&[
        ("persistence", persistence(row.text(3))),
        ("tablespace", row.get(4)),
        ("access method", row.get(5)),
        ("row security", enabled(7)),
        ("force row security", enabled(8)),
        ("replica identity", identity),
        ("owner", row.get(10)),
        ("type", row.get(16)),
    ]);
    settings.extend(row.options(6));
    settings.extend(row.options(17).map(|(name, value)| (format!("toast.{name}"), value)));
    settings.extend(row.pairs(14).map(|(name, on)| (format!("trigger {name}"), firing(on))));
    settings.extend(row.pairs(15).map(|(name, on)| (format!("rule {name}"), firing(on))));
    let mut parents: Vec<Name> = row.numbers(13).map(|parent| all.name(parent)).collect();
    let partition_of = row.get(12).zip(parents.first().cloned());
    let partition_of = partition_of.map(|(bound, parent)| (parent, bound.to_owned()));
    if partition_of.is_some() {
        parents.clear();
    }
    let partition_by = row.owned(11);
    let options = TableOptions {
        inherits: parents,
        partition_by,
        partition_of,
        settings,
        ..TableOptions::default()
    };
    Table { options, ..Table::default() }
}

/// What an index says of its table.
pub(super) fn said_of_table(row: Cells<'_>, serves_constraint: bool, table: &mut Table) {
    let settings = &mut table.options.settings;
    if let (true, Some(identity)) = (row.is(14), settings.get_mut("replica identity"))
        && identity == BY_INDEX
    {
        identity.push_str(row.text(2));
    }
    if row.is(15) {
        settings.insert("cluster".to_owned(), row.text(2).to_owned());
    }
    if serves_constraint && (row.get(11).is_some() || row.get(12).is_some()) {
        let options: Vec<&str> = row.elements(11).collect();
        let storage = format!("{} {}", options.join(","), row.text(12));
        settings.insert(format!("storage of {}", row.text(2)), storage);
    }
}

/// What a constraint NOT NULL has beyond being there: its name, that rows from before it may violate it,
/// and that it is no constraint of tables that inherit.
pub(in crate::dialect::postgres) const NOT_NULL: [&str; 3] =
    ["not null named", "not null not valid", "not null no inherit"];

/// A column of a table.
pub(super) fn column(row: Cells<'_>, table: &Table, all: &Answers<'_>) -> Column {
    let mut column = Column::new(row.text(2), row.text(3));
    column.nullable = !row.is(4);
    column.collation = row.owned(8);
    column.comment = all.comment(row.text(0), row.text(1));
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
    let compression = row.get(10).map(|letter| if letter == "l" { "lz4" } else { "pglz" });
    let not_null = all.not_null(row.text(0), row.text(1));
    let name_of = |it| name_of_not_null(it, &all.name(row.text(0)).name, row.text(2));
    let is_inherited = row.is(13) && table.options.partition_of.is_none();
    column.settings = settings(&[
        ("storage", storage(row)),
        ("compression", compression),
        ("statistics", row.get(11)),
        ("inherited", is_inherited.then_some("true")),
        (NOT_NULL[0], not_null.and_then(name_of)),
        (NOT_NULL[1], not_null.filter(|it| it.is(11)).map(|_| "true")),
        (NOT_NULL[2], not_null.filter(|it| it.is(12)).map(|_| "true")),
    ]);
    column.settings.extend(row.options(12));
    column
}

fn storage(row: Cells<'_>) -> Option<&'static str> {
    row.get(9).map(|letter| match letter {
        "p" => "plain",
        "e" => "external",
        "m" => "main",
        _ => "extended",
    })
}

/// From version 18 on, NOT NULL is a constraint with a name; the one that it would get by itself says nothing.
fn name_of_not_null<'a>(row: Cells<'a>, table: &str, column: &str) -> Option<&'a str> {
    /// A longer one is cut somewhere.
    const LONGEST: usize = 63 - "__not_null".len();
    let is_short = table.len() + column.len() <= LONGEST;
    row.get(2).filter(|name| is_short && *name != format!("{table}_{column}_not_null"))
}

/// What a view keeps of its columns.
pub(super) fn column_of_view(row: Cells<'_>, view: &mut View) {
    let name = row.text(2);
    // What its query does not say: `SELECT` of a function may come to another type.
    let columns = view.settings.entry("columns".to_owned()).or_default();
    if !columns.is_empty() {
        columns.push_str(", ");
    }
    columns.push_str(&format!("{name} {}", row.text(3)));
    if let Some(default) = row.owned(5) {
        view.settings.insert(format!("default of {name}"), default);
    }
    let kept: Vec<&str> = row.get(11).into_iter().chain(storage(row)).collect();
    if !kept.is_empty() {
        view.settings.insert(format!("storage of {name}"), kept.join(" "));
    }
}

fn keys(columns: Vec<String>) -> Vec<KeyColumn> {
    columns.into_iter().map(|name| KeyColumn { name, ..KeyColumn::default() }).collect()
}

pub(super) fn constraint(row: Cells<'_>, all: &Answers<'_>) -> Option<Constraint> {
    let name = row.owned(2);
    let columns = all.names(row.text(0), row.numbers(4));
    let deferrable = match (row.is(9), row.is(10)) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    };
    let index = all.index(row.text(1));
    let include = index.map(|index| included(index, all)).unwrap_or_default();
    let without_overlaps = row.is(18);
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
            nulls_not_distinct: index.is_some_and(|index| index.is(10)),
            without_overlaps,
            ..Unique::default()
        }),
        "c" => Constraint::Check(Check {
            name,
            expression: array::cast_inside(row.text(15)),
            not_valid: row.is(11),
            not_enforced: row.is(17),
            no_inherit: row.is(12),
            ..Check::default()
        }),
        "f" => Constraint::ForeignKey(foreign_key(row, all, deferrable)),
        "x" => {
            let definition = row.text(14).trim_start_matches("EXCLUDE ").to_owned();
            Constraint::Exclusion(Exclusion { name, definition, deferrable })
        }
        _ => return None,
    })
}

fn foreign_key(row: Cells<'_>, all: &Answers<'_>, deferrable: Deferrable) -> ForeignKey {
    let mut on_delete_columns = all.names(row.text(0), row.numbers(16));
    on_delete_columns.sort();
    ForeignKey {
        name: row.owned(2),
        columns: all.names(row.text(0), row.numbers(4)),
        references: all.name(row.text(5)),
        referenced_columns: all.names(row.text(5), row.numbers(6)),
        on_delete: action(row.text(7)),
        on_update: action(row.text(8)),
        deferrable,
        on_delete_columns,
        match_full: row.text(13) == "f",
        period: row.is(18),
        not_valid: row.is(11),
        not_enforced: row.is(17),
    }
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

/// The columns that an index has besides its keys.
fn included(row: Cells<'_>, all: &Answers<'_>) -> Vec<String> {
    let keys = usize::try_from(row.number(6)).unwrap_or_default();
    all.names(row.text(0), row.numbers(7).skip(keys))
}

/// The collation of a database, as one that is named.
const USUAL: &str = "\"default\"";

pub(super) fn index(row: Cells<'_>, all: &Answers<'_>) -> Index {
    let mut settings = settings(&[
        ("tablespace", row.get(12)),
        ("invalid", row.is(13).then_some("true")),
        ("part of", row.get(16)),
    ]);
    settings.extend(row.options(11));
    // What a key is beyond a column, by its place.
    let more: BTreeMap<&str, Vec<&str>> = row
        .elements(9)
        .filter_map(|key| key.split_once(PART))
        .map(|(place, more)| (place, more.split(PART).collect()))
        .collect();
    let mut columns = Vec::new();
    for (at, (column, flags)) in row.numbers(7).zip(row.numbers(8)).enumerate() {
        let place = (at + 1).to_string();
        let part = |at: usize| {
            let more = more.get(&*place)?;
            more.get(at).filter(|text| !text.is_empty()).map(|text| (*text).to_owned())
        };
        let key = match part(0) {
            Some(expression) => IndexKey::Expression(expression),
            None => IndexKey::Column(all.column(row.text(0), column)),
        };
        // Where all are usual, only one of a column is told by its column.
        let is_usual = row.get(9).is_none() && all.is_collated(row.text(0), column);
        let flags: u8 = flags.parse().unwrap_or_default();
        // `INDOPTION_DESC` and `INDOPTION_NULLS_FIRST`.
        let (descending, first) = (flags & 1 != 0, flags & 2 != 0);
        columns.push(IndexColumn {
            descending,
            collation: part(1).or_else(|| is_usual.then(|| USUAL.to_owned())),
            nulls_first: (first != descending).then_some(first),
            operator_class: part(2),
            ..IndexColumn::new(key)
        });
        settings.extend(part(3).map(|target| (format!("statistics of {place}"), target)));
    }
    Index {
        unique: row.is(3),
        method: row.owned(4),
        columns,
        include: included(row, all),
        predicate: row.owned(5).map(|it| array::cast_inside(&it)),
        nulls_not_distinct: row.is(10),
        comment: all.comment(row.text(1), "0"),
        settings,
        ..Index::default()
    }
}

pub(super) fn sequence(row: Cells<'_>, all: &Answers<'_>) -> Sequence {
    let mut column = row.numbers(12);
    let column = column.next().zip(column.next());
    let owned_by = column.map(|(table, column)| (all.name(table), all.column(table, column)));
    // One that goes with a column is as lasting as the table.
    let own = row.text(10);
    let is_table = column.is_some_and(|(table, _)| all.persistence(table) == own);
    let own = if is_table { "p" } else { own };
    Sequence {
        data_type: row.text(3).to_owned(),
        start: row.number(4),
        increment: row.number(5),
        minimum: row.number(6),
        maximum: row.number(7),
        cycle: row.is(8),
        owned_by,
        settings: settings(&[
            ("cache", row.get(9)),
            ("persistence", persistence(own)),
            ("owner", row.get(11)),
        ]),
    }
}

/// A view without what other rows say of it.
pub(super) fn view(row: Cells<'_>) -> View {
    let mut settings = settings(&[
        ("tablespace", row.get(6)),
        ("owner", row.get(7)),
        ("access method", row.get(8)),
        ("populated", row.get(9)),
    ]);
    settings.extend(row.options(5));
    View { materialized: row.is(3), query: row.text(4).to_owned(), settings, ..View::default() }
}

pub(super) fn values(row: Cells<'_>) -> Enum {
    Enum { values: row.list(2) }
}

/// Whatever is compared by the text that the server has for it.
pub(super) fn object(row: Cells<'_>) -> Option<(ObjectName, Object)> {
    let kind = ObjectKind::of(row.text(0))?;
    row.get(2)?;
    let object = Object { table: row.get(4).map(|_| row.name(3)), text: row.text(5).to_owned() };
    Some((ObjectName { kind, name: row.name(1) }, object))
}
