//! Positions in text: the only arithmetic on offsets, lines and columns.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// A half-open range of bytes in one script.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset one past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }

    /// The same span in a text that has `by` more bytes before it.
    #[must_use]
    pub const fn shifted(self, by: usize) -> Self {
        Self::new(self.start + by, self.end + by)
    }

    /// As a range, to index a `str` with.
    #[must_use]
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

/// A place a person can go to: both numbers count from one, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Line, from one.
    pub line: usize,
    /// Column in characters, from one.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Where the byte at `offset` stands in `text`. An offset past the end is the end.
#[must_use]
pub fn place(text: &str, offset: usize) -> Place {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place {
        line: before.bytes().filter(|&byte| byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

/// Where the lines of a text begin: a long text with thousands of findings is counted once.
#[derive(Clone, Debug)]
pub struct Lines(Vec<usize>);

impl Lines {
    /// Those of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let behind = text.match_indices('\n').map(|(at, _)| at + 1);
        Self(std::iter::once(0).chain(behind).collect())
    }

    /// The line on which the byte at `offset` stands, from one.
    #[must_use]
    pub fn line(&self, offset: usize) -> usize {
        self.0.partition_point(|start| *start <= offset)
    }

    /// Where the byte at `offset` stands in `text`, which these are the lines of, as [`place`] says it.
    #[must_use]
    pub fn place(&self, text: &str, offset: usize) -> Place {
        let offset = if text.is_char_boundary(offset) { offset } else { text.len() };
        let line = self.line(offset);
        let start = self.0.get(line - 1).copied().unwrap_or_default();
        Place { line, column: text[start..offset].chars().count() + 1 }
    }
}

/// The text every reader of a script sees: without a byte order mark, lines ended by LF.
///
/// Editors and git change both without anybody noticing, so neither may change a checksum.
#[must_use]
pub fn normalized(text: &str) -> Cow<'_, str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.contains('\r') { Cow::Owned(text.replace("\r\n", "\n")) } else { Cow::Borrowed(text) }
}

/// `1 row`, `2 rows`: a count with its noun.
#[must_use]
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

/// The candidate a person most likely meant by `written`, if one is near enough.
#[must_use]
pub fn nearest<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<&'a str> {
    let written = written.to_ascii_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&written, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= 1.max(candidate.len() / 3))
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_characters_and_lines_from_one() {
        assert_eq!(place("select 1", 0), Place { line: 1, column: 1 });
        assert_eq!(place("é\nab", 4), Place { line: 2, column: 2 });
        assert_eq!(place("a", 99), Place { line: 1, column: 2 });
    }

    #[test]
    fn lines_that_were_counted_once_say_the_same() {
        for text in ["", "a", "é\nab\n\nc\n", "\n\n"] {
            let lines = Lines::of(text);
            for offset in 0..text.len() + 2 {
                assert_eq!(lines.place(text, offset), place(text, offset), "{text:?} {offset}");
            }
        }
    }

    #[test]
    fn a_byte_order_mark_and_carriage_returns_do_not_count() {
        assert_eq!(normalized("\u{feff}a\r\nb\r\n"), "a\nb\n");
        assert_eq!(normalized("a\rb"), "a\rb", "a lone carriage return is text");
    }

    #[test]
    fn near_names_are_found_and_far_ones_are_not() {
        assert_eq!(nearest("dwon", ["up", "down"]), Some("down"));
        assert_eq!(nearest("Irreversable", ["irreversible", "allow"]), Some("irreversible"));
        assert_eq!(nearest("sideways", ["up", "down"]), None);
    }
}
