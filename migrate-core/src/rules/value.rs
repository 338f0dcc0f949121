//! Values that a rule proposes where the migration gives none.

/// What to write for a value that only a person can choose.
pub(super) const ANY: &str = "<a value>";

/// A value that a column of the type can begin with, as SQL; [`ANY`] where none is plain.
pub(super) fn first(data_type: &str) -> &'static str {
    let lower = data_type.to_ascii_lowercase();
    let end = lower.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(lower.len());
    if lower.contains('[') {
        return ANY;
    }
    match &lower[..end] {
        "smallint" | "integer" | "int" | "bigint" | "tinyint" | "mediumint" | "int2" | "int4"
        | "int8" | "numeric" | "decimal" | "real" | "double" | "float" => "0",
        "text" | "varchar" | "character" | "char" | "citext" => "''",
        "boolean" | "bool" => "false",
        "timestamp" | "timestamptz" | "datetime" => "CURRENT_TIMESTAMP",
        _ => ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_types_have_a_value_and_others_have_none() {
        assert_eq!(first("varchar(20)"), "''");
        assert_eq!(first("double precision"), "0");
        assert_eq!(first("timestamp with time zone"), "CURRENT_TIMESTAMP");
        assert_eq!([first("integer[]"), first("mood"), first("")], [ANY; 3]);
    }
}
