//! Which changes of a type lose values: on the servers that enforce types.

/// What a type can hold, as far as it matters here.
#[derive(Clone, Debug, PartialEq)]
enum Holds {
    /// Text of at most that many characters.
    Text(Option<u64>),
    /// At most that many bytes.
    Bytes(Option<u64>),
    /// Whole numbers from and to.
    Integer(i128, i128),
    /// Digits in all, and those behind the point; none where there is no limit.
    Decimal(Option<(u32, u32)>),
    /// Binary fractions with that many bits of precision.
    Float(u32),
    /// A day.
    Date,
    /// A time of day with that many digits of a second.
    Time(u32),
    /// A point in time with that many digits of a second.
    Timestamp(u32),
    /// JSON.
    Json,
    /// Anything else, comparable by its name only.
    Other(String),
}

/// What goes wrong with values of type `from` in a column of type `to`: a clause. None where every
/// value fits, and where nothing is known of one of them.
#[must_use]
pub(super) fn loss(from: &str, to: &str) -> Option<String> {
    use Holds::{Bytes, Date, Decimal, Float, Integer, Json, Other, Text, Time, Timestamp};
    if from == to {
        return None;
    }
    let (old, new) = (holds(from), holds(to));
    match (&old, &new) {
        (Other(_), _) | (_, Other(_)) => None,
        (Text(one), Text(other)) | (Bytes(one), Bytes(other)) => {
            let limit = other.filter(|limit| one.is_none_or(|one| one > *limit))?;
            let unit = if matches!(old, Text(_)) { "characters" } else { "bytes" };
            Some(format!("values longer than {limit} {unit} do not fit"))
        }
        (Text(_), Json) => Some("values that are not JSON do not fit".to_owned()),
        (Text(_), Bytes(_)) | (Bytes(_), Text(_)) | (Json, Text(None)) => None,
        (Text(_), _) => Some(format!("values that are no `{to}` do not fit")),
        (Integer(low, high), Integer(least, most)) => (least > low || most < high)
            .then(|| format!("values outside {least} to {most} do not fit")),
        (Integer(low, high), Decimal(Some((digits, scale)))) => {
            let most = 10_i128.checked_pow(digits - scale.min(digits))?;
            (*high >= most || *low <= -most)
                .then(|| format!("values of more than {} digits do not fit", digits - scale))
        }
        (Integer(_, high), Float(bits)) => (*high >= 1_i128 << bits)
            .then(|| format!("values beyond {} are rounded", 1_i128 << bits)),
        (Decimal(one), Decimal(Some((digits, scale)))) => decimals(*one, *digits, *scale),
        (Decimal(Some((digits, 0))), Integer(_, most)) => {
            let fits = 10_i128.checked_pow(*digits).is_some_and(|limit| limit - 1 <= *most);
            (!fits).then(|| format!("values beyond {most} do not fit"))
        }
        (Decimal(_) | Float(_), Integer(least, most)) => {
            Some(format!("fractions are rounded, and values outside {least} to {most} do not fit"))
        }
        (Decimal(_), Float(_)) => {
            Some("digits that binary fractions cannot hold are lost".to_owned())
        }
        (Float(_), Decimal(Some(_))) => Some("values are rounded".to_owned()),
        (Float(one), Float(other)) => {
            (other < one).then(|| format!("values keep {other} bits of their precision"))
        }
        (Timestamp(_), Date) => Some("the time of day is cut off".to_owned()),
        (Timestamp(_), Time(_)) => Some("the day is cut off".to_owned()),
        (Timestamp(one), Timestamp(other)) | (Time(one), Time(other)) => {
            (other < one).then(|| format!("fractions of a second are rounded to {other} digits"))
        }
        (_, Text(Some(limit))) => width(&old)
            .filter(|width| width > limit)
            .map(|_| format!("values of more than {limit} characters do not fit")),
        _ => None,
    }
}

fn decimals(one: Option<(u32, u32)>, digits: u32, scale: u32) -> Option<String> {
    let before_point = digits.saturating_sub(scale);
    match one {
        Some((all, behind)) if all.saturating_sub(behind) > before_point => {
            Some(format!("values with more than {before_point} digits before the point do not fit"))
        }
        Some((_, behind)) if behind <= scale => None,
        _ => Some(format!("values are rounded to {scale} digits behind the point")),
    }
}

/// How many characters the longest value takes as text.
fn width(holds: &Holds) -> Option<u64> {
    match holds {
        Holds::Integer(low, high) => {
            Some(low.to_string().len().max(high.to_string().len()).try_into().unwrap_or(u64::MAX))
        }
        Holds::Date => Some(10),
        Holds::Timestamp(digits) => Some(19 + u64::from(*digits)),
        _ => None,
    }
}

fn holds(written: &str) -> Holds {
    let lower = written.to_ascii_lowercase();
    let (base, sizes) = match lower.split_once('(') {
        Some((base, rest)) => {
            let (sizes, tail) = rest.split_once(')').unwrap_or((rest, ""));
            (format!("{}{}", base.trim_end(), tail), sizes.to_owned())
        }
        None => (lower.clone(), String::new()),
    };
    let sizes: Vec<u64> = sizes.split(',').filter_map(|it| it.trim().parse().ok()).collect();
    let size = sizes.first().copied();
    let digits = |default| size.and_then(|size| u32::try_from(size).ok()).unwrap_or(default);
    let unsigned = base.contains("unsigned");
    let base = base.replace(" unsigned", "").replace(" zerofill", "");
    match base.as_str() {
        "char" | "character" | "bpchar" | "nchar" => Holds::Text(Some(size.unwrap_or(1))),
        "varchar" | "character varying" | "nvarchar" => Holds::Text(size),
        "tinytext" => Holds::Text(Some(255)),
        "mediumtext" => Holds::Text(Some(16_777_215)),
        "longtext" => Holds::Text(Some(4_294_967_295)),
        "text" | "citext" => Holds::Text(None),
        "binary" => Holds::Bytes(Some(size.unwrap_or(1))),
        "varbinary" => Holds::Bytes(size),
        "tinyblob" => Holds::Bytes(Some(255)),
        "bytea" | "blob" | "mediumblob" | "longblob" => Holds::Bytes(None),
        "decimal" | "numeric" => decimal(&sizes),
        "real" | "float" | "float4" => Holds::Float(24),
        "double" | "double precision" | "float8" => Holds::Float(53),
        "date" => Holds::Date,
        "time" | "time without time zone" | "time with time zone" => Holds::Time(digits(6)),
        "timestamp" | "datetime" => Holds::Timestamp(digits(6)),
        "timestamp without time zone" | "timestamp with time zone" | "timestamptz" => {
            Holds::Timestamp(digits(6))
        }
        "json" | "jsonb" => Holds::Json,
        integer => match bits(integer) {
            Some(bits) => range(bits, unsigned),
            None => Holds::Other(lower),
        },
    }
}

fn decimal(sizes: &[u64]) -> Holds {
    let size = |at: usize| sizes.get(at).and_then(|size| u32::try_from(*size).ok());
    Holds::Decimal(size(0).map(|digits| (digits, size(1).unwrap_or(0))))
}

fn bits(integer: &str) -> Option<u32> {
    match integer {
        "tinyint" => Some(8),
        "smallint" | "int2" => Some(16),
        "mediumint" => Some(24),
        "int" | "integer" | "int4" => Some(32),
        "bigint" | "int8" => Some(64),
        _ => None,
    }
}

const fn range(bits: u32, unsigned: bool) -> Holds {
    let half = 1_i128 << (bits - 1);
    if unsigned { Holds::Integer(0, 2 * half - 1) } else { Holds::Integer(-half, half - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn narrower_types_lose_values_and_wider_ones_do_not() {
        for (from, to) in [
            ("varchar(50)", "varchar(20)"),
            ("text", "character varying(20)"),
            ("bigint", "integer"),
            ("int", "int unsigned"),
            ("bigint", "double precision"),
            ("numeric(10,2)", "numeric(8,2)"),
            ("numeric(10,2)", "numeric(10,1)"),
            ("numeric", "numeric(10,2)"),
            ("double", "float"),
            ("datetime(6)", "date"),
            ("timestamp(6)", "timestamp(0)"),
            ("text", "integer"),
            ("integer", "varchar(5)"),
            ("text", "jsonb"),
            ("decimal(12,2)", "int"),
        ] {
            assert!(loss(from, to).is_some(), "{from} to {to}");
        }
        for (from, to) in [
            ("varchar(20)", "varchar(50)"),
            ("varchar(20)", "text"),
            ("integer", "bigint"),
            ("smallint", "numeric(5,0)"),
            ("int", "double"),
            ("numeric(8,2)", "numeric(10,2)"),
            ("integer", "text"),
            ("integer", "varchar(20)"),
            ("date", "timestamp with time zone"),
            ("json", "jsonb"),
            ("uuid", "text"),
            ("mood", "text"),
        ] {
            assert_eq!(loss(from, to), None, "{from} to {to}");
        }
    }
}
