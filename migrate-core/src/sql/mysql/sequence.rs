//! Sequences (MariaDB).

use super::cursor::{Cursor, Read};
use super::{cause, data_type, option};
use crate::command::{Command, CreateSequence, DropObjects, DroppedKind, ObjectChange, Path, What};
use crate::schema::Sequence;
use crate::text::Span;

/// `CREATE SEQUENCE`, from `SEQUENCE` on.
pub(super) fn create(
    cursor: &mut Cursor<'_>,
    temporary: bool,
    or_replace: bool,
    whole: Span,
) -> Read<Vec<Command>> {
    known(cursor)?;
    cursor.next();
    let if_not_exists = cursor.take_words(&["IF", "NOT", "EXISTS"]);
    let name = cursor.path()?;
    let mut sequence =
        Sequence { data_type: "bigint".to_owned(), increment: 1, ..Sequence::default() };
    sequence.settings.insert("cache".to_owned(), "1000".to_owned());
    if cursor.take_word("AS") {
        sequence.data_type = data_type::read(cursor)?.normal.name;
    }
    let mut given = Given::default();
    while let Some((name, value)) = attribute(cursor)? {
        given.put(&name, value, &mut sequence);
    }
    cursor.expect_end()?;
    given.settle(&mut sequence);
    let mut commands = Vec::new();
    if or_replace {
        commands.push(Command::new(whole, dropped(vec![name.clone()], true)));
    }
    let create = CreateSequence { name, sequence, owned_by: None, temporary, if_not_exists };
    commands.push(Command::new(whole, What::CreateSequence(Box::new(create))));
    Ok(commands)
}

/// `DROP SEQUENCE`, from `SEQUENCE` on.
pub(super) fn drop(cursor: &mut Cursor<'_>) -> Read<What> {
    known(cursor)?;
    cursor.next();
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let names = cursor.paths()?;
    cursor.expect_end()?;
    Ok(dropped(names, if_exists))
}

fn dropped(names: Vec<Path>, if_exists: bool) -> What {
    let kinds = vec![DroppedKind::Sequence];
    What::DropObjects(DropObjects { kinds, names, table: None, if_exists, cascade: false })
}

/// `ALTER SEQUENCE`, from `SEQUENCE` on: one command for each attribute.
pub(super) fn alter(cursor: &mut Cursor<'_>) -> Read<Vec<Command>> {
    known(cursor)?;
    cursor.next();
    let if_exists = cursor.take_words(&["IF", "EXISTS"]);
    let name = cursor.path()?;
    let mut commands = Vec::new();
    loop {
        let start = cursor.position();
        let Some((attribute, value)) = attribute(cursor)? else { break };
        let change = ObjectChange::Set { name: attribute, value };
        let what = What::AlterSequence { name: name.clone(), if_exists, change };
        commands.push(Command::new(cursor.span_since(start), what));
    }
    cursor.expect_end()?;
    Ok(commands)
}

fn known(cursor: &Cursor<'_>) -> Read<()> {
    if cursor.grammar.target.is_mariadb {
        return Ok(());
    }
    let mut error = cause::only_in_mariadb(cursor, cursor.here(), "sequences");
    error.help = Some(format!(
        "MariaDB has them; on {} number rows with `AUTO_INCREMENT`",
        cursor.grammar.target
    ));
    Err(error)
}

/// The attribute that comes next, if one does: its name and its value, none for `NO …`.
fn attribute(cursor: &mut Cursor<'_>) -> Read<Option<(String, Option<String>)>> {
    let word = cursor.word();
    let name = match word.as_str() {
        "nocache" | "nocycle" | "nominvalue" | "nomaxvalue" => {
            cursor.next();
            let name = word.as_str().trim_start_matches("no");
            return Ok(Some((name.to_owned(), None)));
        }
        "no" => {
            cursor.next();
            let name = cursor.word().as_str().to_owned();
            cursor.next();
            return Ok(Some((name, None)));
        }
        "cycle" => {
            cursor.next();
            return Ok(Some(("cycle".to_owned(), Some("true".to_owned()))));
        }
        name @ ("start" | "increment" | "minvalue" | "maxvalue" | "cache" | "restart") => name,
        _ => return Ok(option::read(cursor)?.map(|found| (found.name, found.value))),
    };
    cursor.next();
    let _ = cursor.take_word("WITH") || cursor.take_word("BY") || cursor.take_symbol("=");
    let sign = if cursor.take_symbol("-") { "-" } else { "" };
    if name == "restart" && !cursor.at_kind(crate::sql::lexer::TokenKind::Number) {
        return Ok(Some((name.to_owned(), None)));
    }
    let value = format!("{sign}{}", cursor.number()?);
    Ok(Some((name.to_owned(), Some(value))))
}

/// Bounds as far as they are written.
#[derive(Default)]
struct Given {
    start: Option<i64>,
    minimum: Option<i64>,
    maximum: Option<i64>,
}

impl Given {
    fn put(&mut self, name: &str, value: Option<String>, sequence: &mut Sequence) {
        let number = value.as_deref().and_then(|value| value.parse::<i64>().ok());
        match name {
            "start" => self.start = number,
            "minvalue" => self.minimum = number,
            "maxvalue" => self.maximum = number,
            "increment" => sequence.increment = number.unwrap_or(1),
            "cycle" => sequence.cycle = value.is_some(),
            name => {
                let value = value.unwrap_or_else(|| "0".to_owned());
                sequence.settings.insert(name.to_owned(), value);
            }
        }
    }

    /// Fills in what the engine takes where nothing is written.
    fn settle(self, sequence: &mut Sequence) {
        let falls = sequence.increment < 0;
        let (minimum, maximum) = if falls { (i64::MIN + 1, -1) } else { (1, i64::MAX - 1) };
        sequence.minimum = self.minimum.unwrap_or(minimum);
        sequence.maximum = self.maximum.unwrap_or(maximum);
        let first = if falls { sequence.maximum } else { sequence.minimum };
        sequence.start = self.start.unwrap_or(first);
    }
}
