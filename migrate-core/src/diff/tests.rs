//! The law of the differ, and generators of schemas for whoever has laws of their own.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::*;
use crate::schema::{
    Action, Check, Column, Enum, ForeignKey, Generated, Index, IndexColumn, IndexKey, KeyColumn,
    Object, ObjectKind, ObjectName, PrimaryKey, Sequence, TableOptions, Unique, View,
};

const COLUMNS: [&str; 5] = ["id", "email", "role", "user_id", "note"];

fn maybe(values: &'static [&'static str]) -> impl Strategy<Value = Option<String>> {
    proptest::option::of(select(values).prop_map(str::to_owned))
}

fn name() -> impl Strategy<Value = Name> {
    select(&["users", "posts", "tags", "audit", "a", "b", "c"][..]).prop_map(Name::bare)
}

fn column(name: &'static str) -> impl Strategy<Value = Column> {
    let generated = proptest::option::weighted(
        0.1,
        any::<bool>().prop_map(|stored| Generated { expression: "1 + 1".to_owned(), stored }),
    );
    let data_type = select(&["TEXT", "INTEGER", ""][..]);
    (data_type, any::<bool>(), maybe(&["'x'", "1"]), maybe(&["NOCASE"]), generated).prop_map(
        move |(data_type, nullable, default, collation, generated)| Column {
            nullable,
            default,
            collation,
            generated,
            ..Column::new(name, data_type)
        },
    )
}

fn keys() -> impl Strategy<Value = Vec<KeyColumn>> {
    (subsequence(&COLUMNS[..], 1..3).prop_shuffle(), any::<bool>()).prop_map(
        |(names, descending)| {
            let key = |name: &str| KeyColumn {
                name: name.to_owned(),
                descending,
                ..KeyColumn::default()
            };
            names.into_iter().map(key).collect()
        },
    )
}

fn unique() -> impl Strategy<Value = Unique> {
    (maybe(&["u1", "u2"]), keys()).prop_map(|(name, columns)| Unique {
        name,
        columns,
        ..Unique::default()
    })
}

fn check() -> impl Strategy<Value = Check> {
    (maybe(&["c1"]), select(&["id > 0", "note <> ''"][..])).prop_map(|(name, expression)| Check {
        name,
        expression: expression.to_owned(),
        ..Check::default()
    })
}

fn foreign_key() -> impl Strategy<Value = ForeignKey> {
    let action = select(&[Action::NoAction, Action::Cascade, Action::SetNull][..]);
    (keys(), name(), action).prop_map(|(columns, references, on_delete)| ForeignKey {
        columns: columns.into_iter().map(|column| column.name).collect(),
        references,
        on_delete,
        ..ForeignKey::default()
    })
}

fn index() -> impl Strategy<Value = Index> {
    let part = (select(&COLUMNS[..]), any::<bool>(), any::<bool>()).prop_map(
        |(name, descending, expression)| IndexColumn {
            descending,
            ..IndexColumn::new(if expression {
                IndexKey::Expression(format!("lower ( {name} )"))
            } else {
                IndexKey::Column(name.to_owned())
            })
        },
    );
    (any::<bool>(), proptest::collection::vec(part, 1..3), maybe(&["id > 0"])).prop_map(
        |(unique, columns, predicate)| Index { unique, columns, predicate, ..Index::default() },
    )
}

pub(crate) fn table() -> impl Strategy<Value = Table> {
    let columns = subsequence(&COLUMNS[..], 1..=5)
        .prop_shuffle()
        .prop_flat_map(|names| names.into_iter().map(column).collect::<Vec<_>>());
    let primary_key = proptest::option::of(
        keys().prop_map(|columns| PrimaryKey { columns, ..PrimaryKey::default() }),
    );
    let lists = (
        proptest::collection::vec(unique(), 0..3),
        proptest::collection::vec(check(), 0..3),
        proptest::collection::vec(foreign_key(), 0..3),
    );
    let index_name = select(&["i1", "i2", "i3"][..]).prop_map(str::to_owned);
    let indexes = proptest::collection::btree_map(index_name, index(), 0..3);
    (columns, primary_key, lists, indexes, any::<(bool, bool)>()).prop_map(
        |(columns, primary_key, (uniques, checks, foreign_keys), indexes, options)| {
            let (strict, without_rowid) = options;
            let options = TableOptions { strict, without_rowid, ..TableOptions::default() };
            let mut table = Table {
                columns: columns.into(),
                primary_key,
                uniques: uniques.into(),
                checks: checks.into(),
                foreign_keys: foreign_keys.into(),
                indexes: indexes.into_iter().collect(),
                options,
                ..Table::default()
            };
            table.sort();
            table
        },
    )
}

fn map<K: Ord + Clone + std::fmt::Debug, V: Clone + std::fmt::Debug>(
    key: impl Strategy<Value = K>,
    value: impl Strategy<Value = V>,
) -> impl Strategy<Value = Map<K, V>> {
    proptest::collection::vec((key, value), 0..4).prop_map(|entries| entries.into_iter().collect())
}

pub(crate) fn schema() -> impl Strategy<Value = Schema> {
    let view = select(&["select 1", "select 2"][..])
        .prop_map(|query| View { query: query.to_owned(), ..View::default() });
    let values = proptest::collection::vec("[ab]", 0..2).prop_map(|values| Enum { values });
    let sequence = (0_i64..3).prop_map(|start| Sequence {
        data_type: "bigint".to_owned(),
        start,
        increment: 1,
        minimum: 1,
        maximum: 9,
        cycle: false,
        ..Sequence::default()
    });
    let kind = select(&[ObjectKind::Trigger, ObjectKind::Routine][..]);
    let object_name = (kind, name()).prop_map(|(kind, name)| ObjectName { kind, name });
    let object =
        (proptest::option::of(name()), "[ab]").prop_map(|(table, text)| Object { table, text });
    let types = (map(name(), values), map(name(), sequence), map("[xy]", Just(())));
    let table = table().prop_map(Arc::new);
    (map(name(), table), map(name(), view), types, map(object_name, object)).prop_map(
        |(tables, views, (enums, sequences, namespaces), objects)| Schema {
            namespaces,
            tables,
            views,
            enums,
            sequences,
            objects,
        },
    )
}

/// Two schemas, the second the first with some tables replaced: they share the rest.
pub(crate) fn pair() -> impl Strategy<Value = (Schema, Schema)> {
    let replaced = proptest::collection::vec((name(), proptest::option::of(table())), 0..3);
    let mutated = (schema(), replaced).prop_map(|(before, replaced)| {
        let mut after = before.clone();
        for (name, table) in replaced {
            match table {
                Some(table) => after.tables.insert(name, Arc::new(table)),
                None => drop(after.tables.remove(&name)),
            }
        }
        (before, after)
    });
    prop_oneof![mutated, (schema(), schema())]
}

fn applied(changes: &[Change], before: &Schema) -> Schema {
    let mut schema = before.clone();
    for change in changes {
        schema.apply(change).unwrap_or_else(|error| panic!("{change:?}: {error}"));
    }
    schema
}

proptest! {
    #[test]
    fn applying_the_difference_gives_the_second_schema((before, after) in pair()) {
        prop_assert_eq!(applied(&diff(&before, &after), &before), after);
    }

    #[test]
    fn a_schema_does_not_differ_from_itself(schema in schema()) {
        prop_assert_eq!(diff(&schema, &schema.clone()), []);
        let rebuilt = Schema { tables: schema.tables.iter().map(|(name, table)| (name.clone(), Arc::new(Table::clone(table)))).collect(), ..schema.clone() };
        prop_assert_eq!(diff(&schema, &rebuilt), []);
    }

    #[test]
    fn another_column_order_is_one_change(table in table()) {
        let mut turned = table.clone();
        turned.columns = table.columns.iter().rev().cloned().collect();
        let of = |table| Schema { tables: [(Name::bare("t"), Arc::new(table))].into_iter().collect(), ..Schema::default() };
        let changes = diff(&of(table.clone()), &of(turned));
        prop_assert_eq!(changes.len(), usize::from(table.columns.len() > 1));
        prop_assert!(changes.iter().all(|change| matches!(change, Change::ReorderColumns(..))));
    }
}
