//! Which values the engine turns into another type by itself.

use super::alter::TypeChange;
use crate::dialect::Dialect;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Name, ObjectKind};

/// Kinds of types between which PostgreSQL has no cast that it would use unasked, but for those to a
/// text, which it always has. Types that are not among them may have any.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Boolean,
    Bytes,
    Json,
    Number,
    Text,
    Time,
    Uuid,
}

fn class(data_type: &str) -> Option<Class> {
    let is_array = data_type.contains('[');
    let bare = data_type.split('(').next().unwrap_or_default().trim();
    let class = match bare {
        _ if is_array => return None,
        "boolean" => Class::Boolean,
        "bytea" => Class::Bytes,
        "json" | "jsonb" => Class::Json,
        "smallint" | "integer" | "bigint" | "numeric" | "real" | "double precision" => {
            Class::Number
        }
        "text" | "character varying" | "varchar" | "character" => Class::Text,
        "date"
        | "timestamp"
        | "timestamp with time zone"
        | "timestamp without time zone"
        | "timestamptz" => Class::Time,
        "uuid" => Class::Uuid,
        _ => return None,
    };
    Some(class)
}

/// Refuses a change of type without `USING` where the engine would ask for it.
pub(super) fn check(work: &Work<'_>, table: &Name, change: &TypeChange<'_>) -> Outcome {
    if work.replay.engine.dialect != Dialect::Postgres || change.is_written {
        return Ok(());
    }
    let (Some(from), Some(to)) = (class(change.from), class(change.to)) else { return Ok(()) };
    let casts = work.schema().objects.keys().any(|object| object.kind == ObjectKind::Cast);
    if from == to || to == Class::Text || casts {
        return Ok(());
    }
    let TypeChange { column, from, to, .. } = change;
    let message = format!(
        "the values of column `{column}` of table `{table}` do not become `{to}` by themselves: \
         `USING` must say how to get one from `{from}`"
    );
    Err(Refusal::refused(message, change.span).about(table))
}
