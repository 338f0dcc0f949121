//! Which defaults give each row a value of its own.

use crate::schema::{ObjectKind, Schema};

/// Whether the expression may give another value for each row, so that adding a column with it as
/// default writes every row. A function that nobody knows is taken for volatile, as PostgreSQL does
/// with one that does not say otherwise.
#[must_use]
pub fn is_volatile(expression: &str, schema: &Schema) -> bool {
    calls(expression).any(|name| {
        let name = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        STEADY.binary_search(&name.as_str()).is_err() && !is_declared_steady(&name, schema)
    })
}

/// The names that stand before an opening parenthesis, outside literals.
fn calls(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let (mut at, mut quoted) = (0, false);
    std::iter::from_fn(move || {
        while let Some(&byte) = bytes.get(at) {
            let here = at;
            at += 1;
            match byte {
                b'\'' => quoted = !quoted,
                b'(' if !quoted => {
                    let name = callee(&text[..here]);
                    if !name.is_empty() {
                        return Some(name);
                    }
                }
                _ => {}
            }
        }
        None
    })
}

/// The name at the end of `before`, unless it is a type's: `x::numeric(10)`.
fn callee(before: &str) -> &str {
    let before = before.trim_end();
    let is_name = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '"');
    let start = before
        .char_indices()
        .rev()
        .take_while(|(_, letter)| is_name(*letter))
        .last()
        .map_or(before.len(), |(at, _)| at);
    if before[..start].trim_end().ends_with("::") { "" } else { &before[start..] }
}

/// Whether a function of that name was created as `IMMUTABLE` or `STABLE`, and none otherwise.
fn is_declared_steady(name: &str, schema: &Schema) -> bool {
    let mut functions = schema
        .objects
        .iter()
        .filter(|(object, _)| {
            object.kind == ObjectKind::Routine
                && object.name.name.split('(').next().is_some_and(|other| other == name)
        })
        .peekable();
    functions.peek().is_some()
        && functions.all(|(_, function)| {
            let text = function.text.to_ascii_lowercase();
            text.contains("immutable") || text.contains("stable")
        })
}

/// What PostgreSQL has that gives one value for a whole statement, and words that stand before a
/// parenthesis without being functions; sorted.
#[rustfmt::skip]
const STEADY: [&str; 74] = [
    "abs", "and", "any", "array", "array_to_json", "bit", "cardinality", "case", "cast", "ceil",
    "char", "character", "coalesce", "concat", "current_database", "current_date",
    "current_schema", "current_setting", "current_time", "current_timestamp", "current_user",
    "date", "date_part", "date_trunc", "decimal", "decode", "else", "encode", "extract", "floor",
    "format", "greatest", "in", "int4range", "interval", "json_build_array", "json_build_object",
    "jsonb_build_array", "jsonb_build_object", "least", "left", "length", "localtime",
    "localtimestamp", "lower", "make_date", "make_interval", "md5", "not", "now", "nullif",
    "numeric", "or", "repeat", "replace", "right", "round", "row", "session_user",
    "statement_timestamp", "string_to_array", "substr", "substring", "then", "time", "timestamp",
    "timezone", "to_char", "to_date", "to_timestamp", "to_tsvector", "transaction_timestamp",
    "trim", "upper",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_from_row_to_row_is_volatile() {
        let schema = Schema::default();
        assert!(STEADY.is_sorted());
        for steady in [
            "0",
            "now()",
            "current_timestamp",
            "'a(b'::text",
            "now() + interval '1 day'",
            "'{}'::jsonb",
            "(1 + 2)",
            "0::numeric(10, 2)",
            "timezone('utc', now())",
        ] {
            assert!(!is_volatile(steady, &schema), "{steady}");
        }
        for volatile in [
            "gen_random_uuid()",
            "random()",
            "clock_timestamp()",
            "uuidv7()",
            "nextval('s'::regclass)",
            "public.my_id()",
            "md5(random()::text)",
        ] {
            assert!(is_volatile(volatile, &schema), "{volatile}");
        }
    }
}
