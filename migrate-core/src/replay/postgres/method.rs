//! Which values a method of indexes can keep when nobody says how: the default operator classes.

use crate::dialect::postgres::types;
use crate::replay::expression;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::memory;
use crate::replay::work::Work;
use crate::schema::{Index, IndexKey, Table};

/// The types with a default class, of `pg_opclass` in PostgreSQL 15, for each method; those that other
/// types are converted to unasked (a domain to what it is made of) are not told here.
#[rustfmt::skip]
const METHODS: [(&str, &[&str]); 6] = [
    ("brin", &["bigint", "bit", "bit varying", "box", "bytea", "character", "character varying",
        "cidr", "date", "double precision", "inet", "int4range", "int8range", "daterange",
        "numrange", "tsrange", "tstzrange", "integer", "interval", "macaddr", "macaddr8", "name",
        "numeric", "oid", "pg_lsn", "real", "smallint", "text", "tid", "time with time zone",
        "time without time zone", "timestamp with time zone", "timestamp without time zone", "uuid"]),
    ("btree", &["bigint", "bit", "bit varying", "boolean", "bytea", "character",
        "character varying", "cidr", "date", "double precision", "inet", "int4range", "int8range",
        "daterange", "numrange", "tsrange", "tstzrange", "integer", "interval", "jsonb", "macaddr",
        "macaddr8", "money", "name", "numeric", "oid", "pg_lsn", "real", "smallint", "text", "tid",
        "time with time zone", "time without time zone", "timestamp with time zone",
        "timestamp without time zone", "tsquery", "tsvector", "uuid"]),
    ("gin", &["jsonb", "tsvector"]),
    ("gist", &["box", "circle", "daterange", "int4range", "int8range", "numrange", "point",
        "polygon", "tsquery", "tsrange", "tstzrange", "tsvector"]),
    ("hash", &["bigint", "boolean", "bytea", "character", "character varying", "cidr", "date",
        "double precision", "inet", "int4range", "int8range", "daterange", "numrange", "tsrange",
        "tstzrange", "integer", "interval", "jsonb", "macaddr", "macaddr8", "name", "numeric",
        "oid", "pg_lsn", "real", "smallint", "text", "tid", "time with time zone",
        "time without time zone", "timestamp with time zone", "timestamp without time zone", "uuid",
        "xid"]),
    ("spgist", &["box", "cidr", "character varying", "daterange", "inet", "int4range", "int8range",
        "numrange", "point", "polygon", "text", "tsrange", "tstzrange"]),
];

/// The types of which that is not known: they have other names as well.
const OTHERS: [&str; 7] =
    ["char", "regclass", "regproc", "regtype", "serial", "bigserial", "smallserial"];

/// Refuses an index of a column whose type the method has no class for, unless it is told one.
pub(super) fn check(work: &Work<'_>, table: &Table, index: &Index) -> Outcome {
    let method = index.method.as_deref().unwrap_or("btree");
    let Some((_, known)) = METHODS.iter().find(|(name, _)| *name == method) else { return Ok(()) };
    let refused = index.columns.iter().find_map(|part| match &part.key {
        IndexKey::Column(name) if part.operator_class.is_none() => {
            table.column(name).filter(|column| !is_kept(&column.data_type, method, known))
        }
        _ => None,
    });
    let Some(column) = refused else { return Ok(()) };
    // `btree_gin` and its kin bring classes for the types of the engine.
    if memory::has_extension(work.schema()) {
        return Ok(());
    }
    let message = format!(
        "an index of the method `{method}` cannot keep column `{}` of type `{}` by itself",
        column.name, column.data_type
    );
    Err(Refusal::refused(message, work.span).note("name an operator class behind the column"))
}

fn is_kept(data_type: &str, method: &str, known: &[&str]) -> bool {
    if data_type.ends_with("[]") {
        return matches!(method, "btree" | "gin" | "hash");
    }
    let bare = types::without_modifier(data_type);
    expression::own_type(data_type).is_some()
        || known.contains(&bare.as_ref())
        || OTHERS.contains(&bare.as_ref())
}
