//! What is implied is said, and what goes without saying is not.

use super::types;
use crate::schema::{Column, Table, TableOptions};
use crate::sql::mysql::literal as text;

/// Makes a table normal: its character set follows from its collation, and its columns say theirs only
/// where it is another one.
pub fn table(table: &mut Table) {
    options(&mut table.options);
    for column in table.columns.iter_mut() {
        charset(column, &table.options);
    }
}

/// The character set of a table where only its collation is written.
pub(crate) fn options(options: &mut TableOptions) {
    if let (None, Some(collation)) = (&options.charset, &options.collation) {
        options.charset = types::charset_of(collation).map(str::to_owned);
    }
}

/// The character set and collation of a column, as far as they are not those of its table.
pub(crate) fn charset(column: &mut Column, of: &TableOptions) {
    if !types::is_text(&column.data_type) {
        column.charset = None;
        column.collation = None;
        return;
    }
    let own = column.charset.clone().or_else(|| of.charset.clone());
    if let Some(collation) = &mut column.collation {
        // `BINARY` stands for the binary collation of whatever character set it is.
        if collation == "_bin" {
            let Some(own) = own else { return };
            *collation = format!("{own}_bin");
        }
        column.charset = types::charset_of(collation).map(str::to_owned);
        if column.charset == of.charset {
            column.charset = None;
        }
        if column.charset.is_none() && column.collation == of.collation {
            column.collation = None;
        }
        // The collation that the set has in every version.
        let own = [("ascii", "ascii_general_ci"), ("latin1", "latin1_swedish_ci")];
        let said = column.charset.as_deref().zip(column.collation.as_deref());
        if said.is_some_and(|said| own.contains(&said)) {
            column.collation = None;
        }
    } else if column.charset == of.charset && of.collation.is_none() {
        column.charset = None;
    }
}

/// The spelling that a literal has as the default of a column of that type, if it is a literal.
#[must_use]
pub fn default(value: &str, data_type: &str) -> String {
    let is_number = value.bytes().next().is_some_and(|byte| byte == b'-' || byte.is_ascii_digit())
        && value.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    let is_literal = is_number && !data_type.starts_with("bit") || value.starts_with('\'');
    if is_literal { literal(&text::text(value), data_type) } else { value.to_owned() }
}

/// The spelling of a literal in a column of that type.
pub(crate) fn literal(text: &str, data_type: &str) -> String {
    if types::is_number(data_type) {
        return number(text, data_type).unwrap_or_else(|| text::quoted(text));
    }
    if let Some(digits) = fraction_digits(data_type) {
        return text::quoted(&moment(text, digits));
    }
    text::quoted(text)
}

fn number(text: &str, data_type: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    let scale = data_type
        .strip_prefix("decimal(")
        .and_then(|rest| rest.split([',', ')']).nth(1))
        .and_then(|scale| scale.parse::<usize>().ok());
    let fraction = match scale {
        Some(scale) if fraction.len() <= scale => format!("{fraction:0<scale$}"),
        Some(_) => return None,
        None => fraction.trim_end_matches('0').to_owned(),
    };
    let is_zero = whole == "0" && fraction.bytes().all(|byte| byte == b'0');
    let sign = if is_zero { "" } else { sign };
    Some(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

/// How many digits of a second a type keeps; none for a type that is no time.
fn fraction_digits(data_type: &str) -> Option<usize> {
    let (name, rest) = data_type.split_once('(').unwrap_or((data_type, "0"));
    matches!(name, "datetime" | "timestamp")
        .then(|| rest.trim_end_matches(')').parse().unwrap_or(0))
}

/// A date and time with all its digits.
fn moment(text: &str, digits: usize) -> String {
    let is_date = text.len() == 10 && text.as_bytes().get(4) == Some(&b'-');
    let text = if is_date { format!("{text} 00:00:00") } else { text.to_owned() };
    let is_whole = text.len() == 19;
    if is_whole && digits > 0 { format!("{text}.{}", "0".repeat(digits)) } else { text }
}

/// Whether a literal is written as bytes: `0x41`, `0b1`.
pub(crate) fn is_bytes(text: &str) -> bool {
    text.starts_with("0x") || text.starts_with("0b")
}

/// Whether a default in the spelling of this module is certainly the one that the engine shows, so
/// that another one is another value.
pub(crate) fn is_settled(default: &str, data_type: &str) -> bool {
    let value = default.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\''));
    let kind = data_type.split(['(', ' ']).next().unwrap_or_default();
    match (kind, value) {
        ("year", _) => default.len() == 4,
        ("date", Some(value)) => is_shaped(value, "0000-00-00"),
        ("time", Some(value)) => is_shaped(value, "00:00:00"),
        ("datetime" | "timestamp", Some(value)) => is_shaped(value, "0000-00-00 00:00:00"),
        ("datetime" | "timestamp", None) => default == "current_timestamp",
        ("set", Some(value)) => !value.contains(','),
        ("bit" | "binary" | "varbinary", _) => false,
        (_, None) if types::is_number(data_type) => {
            let digits = default.strip_prefix('-').unwrap_or(default);
            digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
        }
        (_, Some(_)) => !types::is_number(data_type),
        _ => false,
    }
}

/// Whether a text is like a pattern, in which a zero is any digit.
fn is_shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| {
            if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted }
        })
}
