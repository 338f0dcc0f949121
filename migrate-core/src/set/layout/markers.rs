//! Files that hold both scripts, divided by comments.

use crate::set::name::Direction;
use crate::text::Span;

/// The comments that divide a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Markers {
    /// What begins the up.
    up: &'static str,
    /// What begins the down.
    down: &'static str,
    /// What says, anywhere in the file, that both scripts run outside a transaction.
    outside: Option<&'static str>,
    /// What says so behind one of the two.
    option: Option<&'static str>,
    /// What changes a script before it runs.
    changes: Option<&'static str>,
}

pub(super) static GOOSE: Markers = Markers {
    up: "+goose Up",
    down: "+goose Down",
    outside: Some("+goose NO TRANSACTION"),
    option: None,
    changes: Some("+goose ENVSUB ON"),
};

pub(super) static DBMATE: Markers = Markers {
    up: "migrate:up",
    down: "migrate:down",
    outside: None,
    option: Some("transaction:false"),
    changes: None,
};

/// One of the two scripts of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The text of the file up to its end, in which all that is not of it is blank: what stands at a
    /// byte of it stands there in the file.
    pub sql: String,
    /// Where it begins.
    pub start: usize,
    /// Whether it runs outside a transaction.
    pub outside: bool,
}

/// Why a file cannot be divided.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DivisionError {
    /// The up does not begin anywhere.
    #[error("no line `-- {0}` begins the up")]
    NoUp(&'static str),
    /// A script begins a second time.
    #[error("`-- {0}` stands here for the second time")]
    Twice(&'static str, Span),
    /// The script is not what runs.
    #[error("`-- {0}` puts values of the environment into the script before it runs")]
    Changes(&'static str, Span),
}

/// A line that is a comment of the tool.
struct Line<'t> {
    span: Span,
    /// What stands behind the word that it begins with.
    rest: &'t str,
}

impl Markers {
    /// The line that begins a script.
    #[must_use]
    pub fn line(&self, direction: Direction) -> String {
        format!("-- {}\n", self.word(direction))
    }

    const fn word(&self, direction: Direction) -> &'static str {
        match direction {
            Direction::Up => self.up,
            Direction::Down => self.down,
        }
    }

    /// Whether a text has a line that begins an up.
    pub(super) fn mark(&self, text: &str) -> bool {
        lines(text, self.up).next().is_some()
    }

    /// One of the scripts of a file; none where there is no down.
    ///
    /// # Errors
    ///
    /// When the file cannot be divided.
    pub fn part(&self, text: &str, direction: Direction) -> Result<Option<Part>, DivisionError> {
        let (up, down) = (once(text, self.up)?, once(text, self.down)?);
        let middle = down.as_ref().map_or(text.len(), |line| line.span.start);
        let up = up.filter(|line| line.span.start < middle).ok_or(DivisionError::NoUp(self.up))?;
        if let Some((word, line)) = self.changes.and_then(|it| Some((it, lines(text, it).next()?)))
        {
            return Err(DivisionError::Changes(word, line.span));
        }
        let outside = self.outside.is_some_and(|word| lines(text, word).next().is_some());
        let says = |line: &Line<'_>| {
            outside
                || self.option.is_some_and(|it| line.rest.split_whitespace().any(|word| word == it))
        };
        // What stands above the first mark is of the up: a statement there must not be lost.
        let part = match (direction, down) {
            (Direction::Up, _) => {
                let (before, behind) = (&text[..up.span.start], &text[up.span.end..middle]);
                let mark = blank(&text[up.span.range()]);
                let outside = says(&up);
                Part { sql: format!("{before}{mark}{behind}"), start: 0, outside }
            }
            (Direction::Down, Some(down)) => {
                let (start, outside) = (down.span.end, says(&down));
                Part { sql: blank(&text[..start]) + &text[start..], start, outside }
            }
            (Direction::Down, None) => return Ok(None),
        };
        Ok(Some(part))
    }
}

/// The lines that are the comment `word`, whatever its case, with more behind it or nothing.
fn lines<'t>(text: &'t str, word: &'static str) -> impl Iterator<Item = Line<'t>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let begin = start;
        start += line.len();
        let comment = line.trim_end().strip_prefix("--")?.trim_start();
        let (head, rest) = comment.split_at_checked(word.len())?;
        let is_whole = rest.is_empty() || rest.starts_with(char::is_whitespace);
        let span = Span::new(begin, begin + line.trim_end().len());
        (is_whole && head.eq_ignore_ascii_case(word)).then_some(Line { span, rest })
    })
}

fn once<'t>(text: &'t str, word: &'static str) -> Result<Option<Line<'t>>, DivisionError> {
    let mut found = lines(text, word);
    let first = found.next();
    match found.next() {
        Some(second) => Err(DivisionError::Twice(word, second.span)),
        None => Ok(first),
    }
}

/// As many bytes and as many lines, with nothing in them.
fn blank(text: &str) -> String {
    text.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "-- é\n-- +goose Up\nselect 1;\n\n-- +goose Down\nselect 2;\n";

    fn part(markers: &Markers, text: &str, direction: Direction) -> Part {
        markers.part(text, direction).unwrap().unwrap()
    }

    #[test]
    fn both_parts_stand_where_they_stand_in_the_file() {
        let (up, down) = (part(&GOOSE, FILE, Direction::Up), part(&GOOSE, FILE, Direction::Down));
        assert_eq!(up.sql, "-- é\n            \nselect 1;\n\n");
        assert_eq!(down.sql.trim(), "select 2;");
        assert_eq!(down.sql.find("select 2;"), FILE.find("select 2;"));
        assert_eq!(down.sql.lines().count(), FILE.lines().count());
        assert!(!up.outside && !down.outside);
    }

    #[test]
    fn transactions_are_as_the_tool_has_them() {
        let goose = format!("-- +goose NO TRANSACTION\n{FILE}");
        assert!(part(&GOOSE, &goose, Direction::Down).outside);
        let dbmate = "-- migrate:up transaction:false\nselect 1;\n--migrate:down\nselect 2;\n";
        assert!(part(&DBMATE, dbmate, Direction::Up).outside);
        assert!(!part(&DBMATE, dbmate, Direction::Down).outside);
    }

    #[test]
    fn a_file_may_have_no_down_and_must_have_an_up() {
        let up = "-- +goose up\nselect 1;\n";
        assert_eq!(GOOSE.part(up, Direction::Down), Ok(None));
        let turned = "-- migrate:down\n-- migrate:up\n";
        assert_eq!(DBMATE.part(turned, Direction::Up), Err(DivisionError::NoUp("migrate:up")));
        let twice = format!("{up}{up}");
        assert!(matches!(GOOSE.part(&twice, Direction::Up), Err(DivisionError::Twice(..))));
        let changed = format!("-- +goose ENVSUB ON\n{up}");
        assert!(matches!(GOOSE.part(&changed, Direction::Up), Err(DivisionError::Changes(..))));
        let near = "-- migrate:upper\n-- migrate: allow(drop-table, reason = \"x\")\n";
        assert_eq!(DBMATE.part(near, Direction::Up), Err(DivisionError::NoUp("migrate:up")));
    }
}
