//! Prose in the width of the terminal that it goes to.
//!
//! Only blanks between words become ends of lines. What is there to be copied is never cut: what stands
//! in backticks, whatever is indented like code, and the lines of a table, which has its own way
//! ([`super::table`]). Where no terminal is, everything is as long as it is.

use std::io::{self, Stderr, Stdout};

use anstream::adapter::strip_str;
use terminal_size::{Width, terminal_size_of};

/// The width of what standard output is, where that is a terminal.
pub(super) fn of_stdout() -> Option<usize> {
    terminal_size_of::<Stdout>(io::stdout()).map(|(Width(width), _)| usize::from(width))
}

/// The same of standard error.
pub(super) fn of_stderr() -> Option<usize> {
    terminal_size_of::<Stderr>(io::stderr()).map(|(Width(width), _)| usize::from(width))
}

/// A report whose prose is no wider than that.
pub(super) fn report(text: &str, width: Option<usize>) -> String {
    let Some(width) = width else { return text.to_owned() };
    let lines = text.lines().map(|line| match hanging(&bare(line)) {
        Some(further) => folded(line, further, width),
        None => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// A line that goes on `further` in, where it is wider than the terminal that standard output is.
pub(super) fn item(line: &str, further: usize) -> String {
    of_stdout().map_or_else(|| line.to_owned(), |width| folded(line, further, width))
}

/// How far in a line of prose goes on; none where a line is none.
fn hanging(line: &str) -> Option<usize> {
    // What is said below the picture of a finding: ` = help: `.
    let said = line.trim_start();
    if let Some(rest) = said.strip_prefix("= ") {
        let (word, _) = rest.split_once(": ")?;
        return Some(line.chars().count() - said.chars().count() + word.chars().count() + 4);
    }
    let is_row = line.trim_end().contains("  ");
    let is_prose = line.starts_with(|first: char| first.is_alphanumeric() || first == '`');
    // A sentence goes on where it began, and an entry of a list further in.
    (is_prose && !is_row).then(|| if line.ends_with(['.', ':']) { 0 } else { 2 })
}

/// Fills lines up to a width; all but the first begin with so many blanks.
fn folded(line: &str, further: usize, width: usize) -> String {
    if bare(line).chars().count() <= width {
        return line.to_owned();
    }
    let mut text = String::new();
    let mut column = 0;
    for word in words(line) {
        let length = bare(word).chars().count();
        if column > further && column + 1 + length > width {
            text.push('\n');
            text.push_str(&" ".repeat(further));
            column = further;
        } else if !text.is_empty() {
            text.push(' ');
            column += 1;
        }
        text.push_str(word);
        column += length;
    }
    text
}

/// The parts of a line between the blanks at which it may end. Those in backticks are none of these.
fn words(line: &str) -> Vec<&str> {
    let start = line.len() - line.trim_start().len();
    let (mut words, mut from, mut is_code) = (Vec::new(), 0, false);
    for (at, letter) in line.char_indices().skip_while(|(at, _)| *at < start) {
        match letter {
            '`' => is_code = !is_code,
            ' ' if !is_code => {
                words.push(&line[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    words.push(&line[from..]);
    words
}

/// A line without what gives it colour.
fn bare(line: &str) -> String {
    strip_str(line).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_folded_between_words() {
        let text = "The one is as long as the other.";
        assert_eq!(report(text, Some(20)), "The one is as long\nas the other.");
        assert_eq!(report(text, None), text);
        let entry = "applied 20260101_a_long_title (1 ms)";
        assert_eq!(report(entry, Some(20)), "applied\n  20260101_a_long_title\n  (1 ms)");
    }

    #[test]
    fn what_is_to_be_copied_is_whole() {
        for text in
            ["    SELECT a, b, c, d;", "1  a_title  a b c d e", "12 |  a b c d e", "+ a b c d e f"]
        {
            assert_eq!(report(text, Some(10)), text);
        }
        let text = "write `a b c d e f g h` there";
        assert_eq!(report(text, Some(12)), "write\n  `a b c d e f g h`\n  there");
    }

    #[test]
    fn what_is_said_of_a_finding_goes_on_below_itself() {
        let text = "  \u{1b}[36m= \u{1b}[0mhelp: one two three four";
        assert_eq!(
            report(text, Some(20)),
            "  \u{1b}[36m= \u{1b}[0mhelp: one two\n          three four"
        );
    }
}
