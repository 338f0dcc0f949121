//! Whether every value of one type is a value of another.

/// What a change of type does to values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Width {
    /// They stay what they are.
    Kept,
    /// Some of them do not fit.
    Narrower,
    /// It is not known.
    Unknown,
}

/// Judges a change of type from one normal spelling to another.
pub(super) fn change(from: &str, to: &str) -> Width {
    // An array is converted element by element.
    if let (Some(from), Some(to)) = (from.strip_suffix("[]"), to.strip_suffix("[]")) {
        return change(from, to);
    }
    let (from, to) = (Type::read(from), Type::read(to));
    if from == to {
        return Width::Kept;
    }
    if let (Some(old), Some(new)) = (from.integer(), to.integer()) {
        let fits = old.low >= new.low && old.high <= new.high;
        return if fits { Width::Kept } else { Width::Narrower };
    }
    match (from.text(), to.text()) {
        (Some(old), Some(new)) => {
            return if old <= new { Width::Kept } else { Width::Narrower };
        }
        (None, Some(room)) if from.letters().is_some_and(|letters| letters <= room) => {
            return Width::Kept;
        }
        _ => {}
    }
    match (from.name.as_str(), to.name.as_str()) {
        ("numeric" | "decimal", "numeric" | "decimal") => decimal(&from.sizes, &to.sizes),
        ("real" | "float", "double precision" | "double") => Width::Kept,
        ("double precision" | "double", "real" | "float")
        | ("timestamp" | "timestamptz" | "timestamp with time zone" | "datetime", "date") => {
            Width::Narrower
        }
        ("date", "timestamp" | "datetime" | "timestamp without time zone") => Width::Kept,
        ("boolean", "integer") if !from.array && !to.array => Width::Kept,
        _ => Width::Unknown,
    }
}

fn decimal(from: &[u64], to: &[u64]) -> Width {
    let Some(&precision) = to.first() else { return Width::Kept };
    let Some(&old_precision) = from.first() else { return Width::Narrower };
    let scale = |sizes: &[u64]| sizes.get(1).copied().unwrap_or(0);
    let (old_scale, new_scale) = (scale(from), scale(to));
    let whole = |precision: u64, scale: u64| precision.saturating_sub(scale);
    if whole(precision, new_scale) >= whole(old_precision, old_scale) && new_scale >= old_scale {
        Width::Kept
    } else {
        Width::Narrower
    }
}

#[derive(PartialEq, Eq)]
struct Type {
    name: String,
    sizes: Vec<u64>,
    array: bool,
    unsigned: bool,
}

struct Range {
    low: i128,
    high: i128,
}

impl Type {
    fn read(text: &str) -> Self {
        let text = text.to_ascii_lowercase();
        let array = text.ends_with("[]");
        let text = text.trim_end_matches("[]");
        let (head, rest) = text.split_once('(').unwrap_or((text, ""));
        let (inner, tail) = rest.split_once(')').unwrap_or(("", ""));
        let sizes = inner.split(',').filter_map(|size| size.trim().parse().ok()).collect();
        let words: Vec<&str> = head.split(' ').chain(tail.split(' ')).collect();
        let unsigned = words.contains(&"unsigned");
        let rest = words.into_iter().filter(|word| !word.is_empty() && *word != "unsigned");
        Self { name: rest.collect::<Vec<_>>().join(" "), sizes, array, unsigned }
    }

    fn integer(&self) -> Option<Range> {
        let bits = match self.name.as_str() {
            "tinyint" => 8,
            "smallint" | "int2" => 16,
            "mediumint" => 24,
            "integer" | "int" | "int4" => 32,
            "bigint" | "int8" => 64,
            _ => return None,
        };
        (!self.array).then(|| match self.unsigned {
            true => Range { low: 0, high: (1_i128 << bits) - 1 },
            false => Range { low: -(1_i128 << (bits - 1)), high: (1_i128 << (bits - 1)) - 1 },
        })
    }

    /// How many letters fit.
    fn text(&self) -> Option<u64> {
        let size = self.sizes.first().copied();
        match self.name.as_str() {
            _ if self.array => None,
            "text" | "citext" => Some(size.unwrap_or(u64::MAX)),
            "varchar" | "character varying" => Some(size.unwrap_or(u64::MAX)),
            _ => None,
        }
    }

    /// How many letters a value takes at most, where its text says exactly what it is.
    fn letters(&self) -> Option<u64> {
        if self.integer().is_some() {
            // The largest one of 64 bits, with its sign; those of fewer are told apart where they are usual.
            return Some(match self.name.as_str() {
                "tinyint" => 4,
                "smallint" | "int2" => 6,
                "mediumint" | "integer" | "int" | "int4" => 11,
                _ => 20,
            });
        }
        match self.name.as_str() {
            _ if self.array => None,
            "uuid" => Some(36),
            "boolean" => Some(5),
            // Years may have six digits, and one may be before Christ.
            "date" | "inet" => Some(64),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wider_types_keep_values() {
        for (from, to) in [
            ("integer", "bigint"),
            ("int unsigned", "bigint"),
            ("varchar(10)", "varchar(20)"),
            ("varchar(10)", "text"),
            ("text", "citext"),
            ("numeric(10,2)", "numeric(12,2)"),
            ("numeric(10,2)", "numeric"),
            ("uuid", "text"),
            ("uuid", "varchar(36)"),
            ("int(11)", "varchar(20)"),
            ("bigint", "varchar(20)"),
            ("boolean", "integer"),
            ("integer[]", "bigint[]"),
        ] {
            assert_eq!(change(from, to), Width::Kept, "{from} to {to}");
        }
    }

    #[test]
    fn narrower_and_foreign_types_do_not() {
        for (from, to, width) in [
            ("bigint", "integer", Width::Narrower),
            ("int", "int unsigned", Width::Narrower),
            ("text", "varchar(20)", Width::Narrower),
            ("numeric(10,2)", "numeric(10,4)", Width::Narrower),
            ("timestamp", "date", Width::Narrower),
            ("text", "integer", Width::Unknown),
            ("bigint", "varchar(10)", Width::Unknown),
            ("uuid", "varchar(20)", Width::Unknown),
            ("bigint[]", "integer[]", Width::Narrower),
            ("integer", "boolean", Width::Unknown),
            ("integer[]", "bigint", Width::Unknown),
            ("json", "jsonb", Width::Unknown),
        ] {
            assert_eq!(change(from, to), width, "{from} to {to}");
        }
    }
}
