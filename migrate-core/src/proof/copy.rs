//! `INSERT INTO new (…) SELECT … FROM old`: rows that move from one table to another.

use crate::command::{Data, DataKind};

/// Where the value of a column comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// A column as it is.
    Column(String),
    /// An expression, in normal spelling.
    Expression(String),
}

/// Rows copied without leaving any out: for each column that is written, in order, its name, where
/// the statement lists it, and the source of its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Copy {
    pub(super) columns: Vec<String>,
    /// None for `*`.
    pub(super) sources: Option<Vec<Source>>,
}

/// Reads a statement that copies all rows of one table into another; nothing where it is not certain
/// to.
pub(super) fn copied(data: &Data) -> Option<Copy> {
    let plain = data.kind == DataKind::Insert
        && !data.values
        && !data.filtered
        && !data.limited
        && !data.overwrites
        && !data.ignores
        && data.tables.len() == 1
        && data.reads.len() == 1;
    if !plain {
        return None;
    }
    let words = split(&data.text, ' ');
    let at = |keyword: &str| words.iter().position(|word| word.eq_ignore_ascii_case(keyword));
    let (select, from) = (at("SELECT")?, at("FROM")?);
    let list = words.get(select + 1..from)?;
    // One table and nothing behind it: no join, no grouping, no alias that would need following.
    if words.len() != from + 2 || list.first()?.eq_ignore_ascii_case("DISTINCT") {
        return None;
    }
    // What a `WITH` or parentheses stand for may leave rows out, or have other columns.
    let read = words.last()?.rsplit('.').next()?;
    let is_read = unquoted(read).eq_ignore_ascii_case(&data.reads.first()?.name);
    if !is_read || words.first()?.eq_ignore_ascii_case("WITH") {
        return None;
    }
    let columns = data.columns.iter().map(|column| column.name.clone()).collect();
    let list = list.join(" ");
    if list == "*" {
        return Some(Copy { columns, sources: None });
    }
    let sources = split(&list, ',').into_iter().map(|item| source(item.trim())).collect();
    Some(Copy { columns, sources: Some(sources) })
}

fn source(item: &str) -> Source {
    let name = unquoted(item);
    let is_name = |text: &str| {
        !text.is_empty() && text.chars().all(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let quoted = name.len() != item.len();
    let is_word = is_name(name) && !name.starts_with(|first: char| first.is_ascii_digit());
    let is_constant =
        ["null", "true", "false", "current_timestamp", "current_date", "current_time"]
            .iter()
            .any(|word| !quoted && name.eq_ignore_ascii_case(word));
    if is_word && !is_constant {
        return Source::Column(name.to_owned());
    }
    Source::Expression(item.to_owned())
}

/// A name without the quotes around it.
pub(super) fn unquoted(text: &str) -> &str {
    let inside = |quote: char| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let found = inside('"').or_else(|| inside('`'));
    found.filter(|name| !name.contains(['"', '`'])).unwrap_or(text)
}

/// Splits at every `separator` that stands in no quotes and in no parentheses; empty parts are left
/// out.
pub(super) fn split(text: &str, separator: char) -> Vec<&str> {
    let (mut depth, mut quote, mut start) = (0_usize, None, 0);
    let mut parts = Vec::new();
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (Some(open), _) if letter == open => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(letter),
            (None, '(' | '[') => depth += 1,
            (None, ')' | ']') => depth = depth.saturating_sub(1),
            _ if letter == separator && depth == 0 => {
                parts.push(&text[start..at]);
                start = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}
