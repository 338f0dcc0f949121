//! The catalog as a schema: what to ask a server, and what its answers mean.
//!
//! Every column is text, so that the answers can come through any client and a test can record them.
//! Expressions are spelled as the engine prints them, which no file does: who compares with what was
//! replayed compares names, types and shapes.

use std::sync::Arc;

use crate::schema::{
    Action, Check, Column, Constraint, Deferrable, Enum, Exclusion, ForeignKey, Generated,
    Identity, Index, KeyColumn, Name, PrimaryKey, Schema, Sequence, Table, Unique, View,
};

/// One row of an answer; none for NULL.
pub type Row = Vec<Option<String>>;

/// What separates the elements of a list within a column.
pub const LIST: char = '\u{1d}';

/// Schemas that are not the user's own.
macro_rules! own {
    () => {
        "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND NOT EXISTS (SELECT 1 \
         FROM pg_depend e WHERE e.objid = o.oid AND e.deptype = 'e')"
    };
}

/// The queries, in the order in which [`schema`] takes their answers.
pub const QUERIES: [&str; 6] = [
    // Tables with their columns.
    concat!(
        "SELECT n.nspname, o.relname, a.attname, format_type(a.atttypid, a.atttypmod), ",
        "a.attnotnull::text, pg_get_expr(d.adbin, d.adrelid), a.attidentity::text, ",
        "a.attgenerated::text, (SELECT c.collname FROM pg_collation c JOIN pg_type t ON t.oid = ",
        "a.atttypid WHERE c.oid = a.attcollation AND a.attcollation <> t.typcollation), ",
        "o.relpersistence::text FROM pg_class o JOIN pg_namespace n ON n.oid = o.relnamespace LEFT ",
        "JOIN pg_attribute a ON a.attrelid = o.oid AND a.attnum > 0 AND NOT a.attisdropped LEFT JOIN ",
        "pg_attrdef d ON d.adrelid = o.oid AND d.adnum = a.attnum WHERE o.relkind IN ('r', 'p') AND ",
        own!(),
        " ORDER BY n.nspname, o.relname, a.attnum"
    ),
    // Constraints.
    concat!(
        "SELECT n.nspname, r.relname, o.conname, o.contype::text, (SELECT string_agg(a.attname, ",
        "chr(29) ORDER BY k.place) FROM unnest(o.conkey) WITH ORDINALITY k (num, place) JOIN ",
        "pg_attribute a ON a.attrelid = o.conrelid AND a.attnum = k.num), fn.nspname, f.relname, ",
        "(SELECT string_agg(a.attname, chr(29) ORDER BY k.place) FROM unnest(o.confkey) WITH ",
        "ORDINALITY k (num, place) JOIN pg_attribute a ON a.attrelid = o.confrelid AND a.attnum = ",
        "k.num), o.confdeltype::text, o.confupdtype::text, o.condeferrable::text, ",
        "o.condeferred::text, o.convalidated::text, o.connoinherit::text, o.confmatchtype::text, ",
        "pg_get_constraintdef(o.oid) FROM pg_constraint o JOIN pg_class r ON r.oid = o.conrelid JOIN ",
        "pg_namespace n ON n.oid = r.relnamespace LEFT JOIN pg_class f ON f.oid = o.confrelid LEFT ",
        "JOIN pg_namespace fn ON fn.oid = f.relnamespace WHERE o.contype IN ('p', 'u', 'c', 'f', 'x') ",
        "AND ",
        own!(),
        " ORDER BY 1, 2, 3"
    ),
    // Indexes that serve no constraint.
    concat!(
        "SELECT n.nspname, t.relname, o.relname, i.indisunique::text, m.amname, ",
        "pg_get_expr(i.indpred, i.indrelid) FROM pg_index i JOIN pg_class o ON o.oid = i.indexrelid ",
        "JOIN pg_class t ON t.oid = i.indrelid JOIN pg_namespace n ON n.oid = t.relnamespace JOIN ",
        "pg_am m ON m.oid = o.relam WHERE t.relkind IN ('r', 'p') AND NOT EXISTS (SELECT 1 FROM ",
        "pg_constraint c WHERE c.conindid = i.indexrelid AND c.contype IN ('p', 'u', 'x')) AND ",
        own!(),
        " ORDER BY 1, 2, 3"
    ),
    // Sequences, those of identity columns included.
    concat!(
        "SELECT n.nspname, o.relname, format_type(s.seqtypid, NULL), s.seqstart::text, ",
        "s.seqincrement::text, s.seqmin::text, s.seqmax::text, s.seqcycle::text, tn.nspname, ",
        "t.relname, a.attname FROM pg_sequence s JOIN pg_class o ON o.oid = s.seqrelid JOIN ",
        "pg_namespace n ON n.oid = o.relnamespace LEFT JOIN pg_depend d ON d.classid = ",
        "'pg_class'::regclass AND d.objid = o.oid AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0 LEFT JOIN ",
        "pg_class t ON t.oid = d.refobjid LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace LEFT ",
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid WHERE ",
        own!(),
        " ORDER BY 1, 2"
    ),
    // Views.
    concat!(
        "SELECT n.nspname, o.relname, (o.relkind = 'm')::text, pg_get_viewdef(o.oid) FROM pg_class o ",
        "JOIN pg_namespace n ON n.oid = o.relnamespace WHERE o.relkind IN ('v', 'm') AND ",
        own!(),
        " ORDER BY 1, 2"
    ),
    // Enumerated types.
    concat!(
        "SELECT n.nspname, o.typname, (SELECT string_agg(l.enumlabel, chr(29) ORDER BY ",
        "l.enumsortorder) FROM pg_enum l WHERE l.enumtypid = o.oid) FROM pg_type o JOIN pg_namespace ",
        "n ON n.oid = o.typnamespace WHERE o.typtype = 'e' AND ",
        own!(),
        " ORDER BY 1, 2"
    ),
];

/// The schema that the answers to [`QUERIES`] tell of.
#[must_use]
pub fn schema(answers: &[Vec<Row>]) -> Schema {
    let rows = |at: usize| answers.get(at).map(Vec::as_slice).unwrap_or_default();
    let mut schema = Schema::default();
    for row in rows(0).iter().map(Cells) {
        let mut table = taken(&mut schema, &row.name(0));
        if row.text(9) == "u" {
            let settings = &mut table.options.settings;
            settings.insert("persistence".to_owned(), "unlogged".to_owned());
        }
        table.columns.extend(row.get(2).map(|name| column(&row, name)));
        schema.tables.insert(row.name(0), Arc::new(table));
    }
    for row in rows(1).iter().map(Cells) {
        let mut table = taken(&mut schema, &row.name(0));
        match constraint(&row) {
            Some(Constraint::PrimaryKey(key)) => table.primary_key = Some(key),
            Some(Constraint::Unique(key)) => table.uniques.push(key),
            Some(Constraint::Check(check)) => table.checks.push(check),
            Some(Constraint::ForeignKey(key)) => table.foreign_keys.push(key),
            Some(Constraint::Exclusion(exclusion)) => table.exclusions.push(exclusion),
            None => {}
        }
        table.sort();
        schema.tables.insert(row.name(0), Arc::new(table));
    }
    for row in rows(2).iter().map(Cells) {
        let mut table = taken(&mut schema, &row.name(0));
        let method = row.get(4).filter(|method| *method != "btree");
        let index = Index {
            unique: row.is(3),
            method: method.map(ToOwned::to_owned),
            predicate: row.get(5).map(ToOwned::to_owned),
            ..Index::default()
        };
        table.indexes.insert(row.text(2).to_owned(), index);
        schema.tables.insert(row.name(0), Arc::new(table));
    }
    for row in rows(3).iter().map(Cells) {
        schema.sequences.insert(row.name(0), sequence(&row));
    }
    for row in rows(4).iter().map(Cells) {
        let query = row.text(3).to_owned();
        let view = View { materialized: row.is(2), query, ..View::default() };
        schema.views.insert(row.name(0), view);
    }
    for row in rows(5).iter().map(Cells) {
        schema.enums.insert(row.name(0), Enum { values: row.list(2) });
    }
    schema
}

/// The table of that name, to be changed and put back.
fn taken(schema: &mut Schema, name: &Name) -> Table {
    schema.tables.get(name).map(|table| Table::clone(table)).unwrap_or_default()
}

/// The columns of a row.
struct Cells<'a>(&'a Row);

impl<'a> Cells<'a> {
    fn get(&self, at: usize) -> Option<&'a str> {
        self.0.get(at).and_then(Option::as_deref)
    }

    fn text(&self, at: usize) -> &'a str {
        self.get(at).unwrap_or_default()
    }

    fn is(&self, at: usize) -> bool {
        matches!(self.text(at), "t" | "true")
    }

    fn list(&self, at: usize) -> Vec<String> {
        let text = self.get(at).filter(|text| !text.is_empty());
        text.map(|text| text.split(LIST).map(ToOwned::to_owned).collect()).unwrap_or_default()
    }

    fn number(&self, at: usize) -> i64 {
        self.text(at).parse().unwrap_or_default()
    }

    /// A name from the namespace at `at` and what follows it; `public` is the default one.
    fn name(&self, at: usize) -> Name {
        let namespace = self.get(at).filter(|namespace| *namespace != "public");
        let namespace = namespace.unwrap_or_default().to_owned();
        Name { namespace, name: self.text(at + 1).to_owned() }
    }
}

fn column(row: &Cells<'_>, name: &str) -> Column {
    let mut column = Column::new(name, row.text(3));
    column.nullable = !row.is(4);
    column.collation = row.get(8).map(ToOwned::to_owned);
    column.identity = match row.text(6) {
        "a" => Some(Identity::Always),
        "d" => Some(Identity::ByDefault),
        _ => None,
    };
    let expression = row.get(5).map(ToOwned::to_owned);
    match row.text(7) {
        "" => column.default = expression,
        kind => {
            let expression = expression.unwrap_or_default();
            column.generated = Some(Generated { expression, stored: kind == "s" });
        }
    }
    column
}

fn constraint(row: &Cells<'_>) -> Option<Constraint> {
    let name = row.get(2).map(ToOwned::to_owned);
    let columns = row.list(4);
    let deferrable = match (row.is(10), row.is(11)) {
        (false, _) => Deferrable::No,
        (true, false) => Deferrable::InitiallyImmediate,
        (true, true) => Deferrable::InitiallyDeferred,
    };
    let keys = || {
        let key = |name: &String| KeyColumn { name: name.clone(), ..KeyColumn::default() };
        columns.iter().map(key).collect()
    };
    let definition = row.text(15).to_owned();
    Some(match row.text(3) {
        "p" => {
            let columns = keys();
            Constraint::PrimaryKey(PrimaryKey {
                name,
                columns,
                deferrable,
                ..PrimaryKey::default()
            })
        }
        "u" => {
            let nulls_not_distinct = definition.contains("NULLS NOT DISTINCT");
            let columns = keys();
            let rest = Unique::default();
            Constraint::Unique(Unique { name, columns, deferrable, nulls_not_distinct, ..rest })
        }
        "c" => Constraint::Check(Check {
            name,
            expression: definition,
            not_valid: !row.is(12),
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
            match_full: row.text(14) == "f",
            not_valid: !row.is(12),
            ..ForeignKey::default()
        }),
        "x" => Constraint::Exclusion(Exclusion { name, definition, deferrable }),
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

fn sequence(row: &Cells<'_>) -> Sequence {
    Sequence {
        data_type: row.text(2).to_owned(),
        start: row.number(3),
        increment: row.number(4),
        minimum: row.number(5),
        maximum: row.number(6),
        cycle: row.is(7),
        owned_by: row.get(9).map(|_| (row.name(8), row.text(10).to_owned())),
        ..Sequence::default()
    }
}
