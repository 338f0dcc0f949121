//! Which values the engine turns into another type by itself.

use super::retype::TypeChange;
use crate::dialect::Dialect;
use crate::dialect::types;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Name, ObjectKind, ObjectName, Schema};

/// Kinds of types between which PostgreSQL has no cast that it would use unasked, but for those to a
/// text, which it always has. Types that are not among them may have any.
///
/// The casts of `pg_cast` that are not explicit ones.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::replay) enum Class {
    Address,
    Array(Box<Class>),
    Boolean,
    Bytes,
    /// An enumerated type.
    Enum(String),
    /// How long something takes, or the hour of a day: that of a moment is taken from it unasked.
    Duration,
    Hour,
    Json,
    Number,
    Text,
    Time,
    Uuid,
}

pub(in crate::replay) fn class(data_type: &str, schema: &Schema) -> Option<Class> {
    if let Some(element) = data_type.strip_suffix("[]") {
        return class(element, schema).map(|class| Class::Array(Box::new(class)));
    }
    let bare = types::without_modifier(data_type);
    let class = match bare.as_ref() {
        "inet" | "cidr" => Class::Address,
        "interval" => Class::Duration,
        "time without time zone" => Class::Hour,
        "boolean" => Class::Boolean,
        "bytea" => Class::Bytes,
        "json" | "jsonb" => Class::Json,
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
            Class::Number
        }
        "text" | "character varying" | "character" | "citext" => Class::Text,
        "date" | "timestamp with time zone" | "timestamp without time zone" => Class::Time,
        "uuid" => Class::Uuid,
        other => {
            let (namespace, name) = other.rsplit_once('.').unwrap_or(("", other));
            let (namespace, name) = (namespace.to_owned(), name.trim_matches('"').to_owned());
            let name = Name::new(namespace, name);
            if let Some(base) = domain_base(&name, schema) {
                return class(&base, schema);
            }
            let is_enum = schema.enums.contains_key(&name);
            return is_enum.then(|| Class::Enum(other.to_owned()));
        }
    };
    Some(class)
}

/// What the values of a domain are, but for its conditions.
pub(crate) fn domain_base(name: &Name, schema: &Schema) -> Option<String> {
    const CLAUSES: [&str; 6] =
        [" check ", " constraint ", " default ", " not null", " collate ", " null"];
    let object = ObjectName { kind: ObjectKind::Domain, name: name.clone() };
    let text = &schema.objects.get(&object)?.text;
    let base = text.strip_prefix("domain ").unwrap_or(text).strip_prefix("as ")?;
    let end = CLAUSES.iter().filter_map(|clause| base.find(clause)).min();
    base.get(..end.unwrap_or(base.len())).map(|base| base.trim().to_owned())
}

/// Whether values of one class are stored as those of another without being asked.
fn becomes(from: &Class, to: &Class) -> bool {
    match (from, to) {
        (_, Class::Text)
        | (Class::Duration | Class::Time, Class::Hour)
        | (Class::Hour, Class::Duration) => true,
        (Class::Array(from), Class::Array(to)) => becomes(from, to),
        _ => from == to,
    }
}

/// Refuses a change of type without `USING` where the engine would ask for it, and one of a column
/// with a default that does not become a value of the new type: no `USING` says how.
pub(super) fn check(work: &mut Work<'_>, table: &Name, change: &TypeChange<'_>) -> Outcome {
    let TypeChange { column, from, to, .. } = change;
    let plain = types::without_modifier;
    if work.replay.engine.dialect != Dialect::Postgres
        || change.is_written && !change.has_default
        || plain(from) == plain(to)
    {
        return Ok(());
    }
    let schema = work.schema();
    let casts = schema.objects.keys().any(|object| object.kind == ObjectKind::Cast);
    let classes = class(from, schema).zip(class(to, schema));
    if classes.as_ref().is_some_and(|(from, to)| becomes(from, to)) {
        return Ok(());
    }
    // A default keeps the type that the column had when it was set, and that may be another.
    let is_sure = classes.is_some_and(|(from, _)| !(change.is_written && from == Class::Text));
    if casts || !is_sure {
        let reason = format!(
            "`{from}` does not become `{to}` by itself for certain, in values without `USING` and \
             in defaults"
        );
        work.doubt(table, &reason);
        return Ok(());
    }
    let message = if change.is_written {
        format!(
            "the default of column `{column}` of table `{table}` does not become `{to}` by itself: \
             it must be dropped first"
        )
    } else {
        format!(
            "the values of column `{column}` of table `{table}` do not become `{to}` by themselves: \
             `USING` must say how to get one from `{from}`"
        )
    };
    Err(Refusal::refused(message, change.span).about(table))
}

/// Whether a column of one type may refer to one of another; nothing where that is not known.
pub(in crate::replay) fn refers(from: &str, to: &str, schema: &Schema) -> Option<bool> {
    let (from, to) = (types::without_modifier(from), types::without_modifier(to));
    if from == to {
        return Some(true);
    }
    let (one, other) = (class(&from, schema)?, class(&to, schema)?);
    let rank = |it: &str| match it {
        "smallint" | "integer" | "bigint" => 0,
        "numeric" => 1,
        _ => 2,
    };
    Some(match (&one, &other) {
        (Class::Number, Class::Number) => rank(&from) <= rank(&to),
        (Class::Json, _) | (Class::Array(_), Class::Array(_)) => false,
        _ => one == other,
    })
}
