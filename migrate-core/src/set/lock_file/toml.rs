//! The part of TOML that a lock file is written in: one heading or one key a line.
//!
//! The macro reads the file in every build, without optimisation; a parser of all of TOML takes
//! twelve times as long for it, and would let pass what `cargo migrate` never writes.

use std::borrow::Cow;
use std::fmt::Write;

use super::read::Problem;

/// What stands in a line.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line<'t> {
    /// Nothing, or a comment.
    Blank,
    /// `[[name]]`
    Listed(&'t str),
    /// `[name]`
    Heading(&'t str),
    /// `[name."part"]`
    Part(&'t str, String),
    /// `key = value`
    Pair(&'t str, Value),
}

/// What a key is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    Number(u32),
    Text(String),
    List(Vec<String>),
}

/// Reads a line without its end.
pub(super) fn line(text: &str) -> Result<Line<'_>, Problem> {
    if text.is_empty() || text.starts_with('#') {
        return Ok(Line::Blank);
    }
    if ["<<<<<<< ", "=======", ">>>>>>> ", "||||||| "].iter().any(|mark| text.starts_with(mark)) {
        return Err(Problem::Conflict);
    }
    let read = match text.strip_prefix('[') {
        Some(rest) => heading(rest),
        None => pair(text),
    };
    read.ok_or(Problem::NotALine)
}

fn heading(rest: &str) -> Option<Line<'_>> {
    if let Some(name) = rest.strip_prefix('[') {
        return Some(Line::Listed(bare(name.strip_suffix("]]")?)?));
    }
    let (name, rest) = leading(rest)?;
    let Some(part) = rest.strip_prefix('.') else {
        return (rest == "]").then_some(Line::Heading(name));
    };
    let (part, rest) = string(part)?;
    (rest == "]").then_some(Line::Part(name, part))
}

/// Reads a key that something follows, and that: in quotes if it has a dot in it, and else without.
fn leading(text: &str) -> Option<(&str, &str)> {
    match text.strip_prefix('"') {
        Some(inner) => {
            let (key, rest) = inner.split_once('"')?;
            let is_dotted = key.contains('.') && key.split('.').all(|part| bare(part).is_some());
            is_dotted.then_some((key, rest))
        }
        None => {
            let (key, rest) = text.split_at(text.find(['.', ']'])?);
            Some((bare(key)?, rest))
        }
    }
}

fn pair(text: &str) -> Option<Line<'_>> {
    let (key, value) = text.split_once(" = ")?;
    let value = match value.strip_prefix('[') {
        Some(rest) => Value::List(list(rest)?),
        None if value.starts_with('"') => {
            let (text, rest) = string(value)?;
            rest.is_empty().then_some(Value::Text(text))?
        }
        None => Value::Number(number(value)?),
    };
    Some(Line::Pair(bare(key)?, value))
}

/// Digits as TOML has them: no sign, no zero in front.
fn number(text: &str) -> Option<u32> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let plain = text == "0" || !text.starts_with('0');
    text.parse().ok().filter(|_| digits && plain)
}

fn list(mut rest: &str) -> Option<Vec<String>> {
    let mut items = Vec::new();
    loop {
        let (item, behind) = string(rest)?;
        items.push(item);
        match behind.strip_prefix(", ") {
            Some(next) => rest = next,
            None => return (behind == "]").then_some(items),
        }
    }
}

fn bare(name: &str) -> Option<&str> {
    let is_bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    (!name.is_empty() && name.bytes().all(is_bare)).then_some(name)
}

/// Reads a string in quotes, and what follows it.
fn string(text: &str) -> Option<(String, &str)> {
    let inner = text.strip_prefix('"')?;
    let end = inner.find(['"', '\\'])?;
    let mut read = inner[..end].to_owned();
    let mut rest = &inner[end..];
    while let Some(escaped) = rest.strip_prefix('\\') {
        let digits = if escaped.starts_with('u') { 5 } else { 1 };
        let (letter, behind) = escaped.split_at_checked(digits)?;
        read.push(unescaped(letter)?);
        let end = behind.find(['"', '\\'])?;
        read.push_str(&behind[..end]);
        rest = &behind[end..];
    }
    let is_plain = !text.contains(|letter: char| letter.is_control());
    is_plain.then_some((read, rest.strip_prefix('"')?))
}

fn unescaped(text: &str) -> Option<char> {
    match text {
        "\"" | "\\" => text.chars().next(),
        _ => char::from_u32(u32::from_str_radix(text.strip_prefix('u')?, 16).ok()?),
    }
}

/// Writes a key, as it stands in a heading.
pub(super) fn key(name: &str) -> Cow<'_, str> {
    if bare(name).is_some() { Cow::Borrowed(name) } else { Cow::Owned(quoted(name)) }
}

/// Writes a string in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut written = String::with_capacity(text.len() + 2);
    written.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => written.extend(['\\', letter]),
            // Writing to a `String` does not fail; all of them have four digits at most.
            _ if letter.is_control() => drop(write!(written, "\\u{:04x}", u32::from(letter))),
            _ => written.push(letter),
        }
    }
    written.push('"');
    written
}
