//! `ALTER TABLE`.

use super::cursor::{Cursor, Read};
use super::key::{self, Key};
use super::{action, cause, column, option, partition, renames};
use crate::command::{
    AlterTable, Command, Ident, NewColumn, NewConstraint, Opaque, Path, Position, TableChange,
    Touches, What,
};
use crate::schema::Constraint;
use crate::text::Span;

/// What all actions of a statement share.
#[derive(Default)]
struct Shared {
    table: Path,
    if_exists: bool,
    algorithm: Option<Ident>,
    lock: Option<Ident>,
    changes: Vec<(Span, TableChange)>,
}

/// What follows `ALTER`, from `ONLINE`, `IGNORE` or `TABLE` on.
pub(super) fn table(cursor: &mut Cursor<'_>, whole: Span) -> Read<Vec<Command>> {
    let mut ignores = None;
    while !cursor.take_word("TABLE") {
        if cursor.at_word("IGNORE") {
            ignores = Some(cursor.here());
            if !cursor.grammar.target.is_mariadb {
                return Err(ignore(cursor));
            }
        }
        if !cursor.take_any(&["ONLINE", "OFFLINE", "IGNORE"]) {
            return Err(cursor.error("`TABLE`"));
        }
    }
    let mut shared = Shared {
        if_exists: key::if_exists(cursor, "`ALTER TABLE IF EXISTS`")?,
        table: cursor.path()?,
        ..Shared::default()
    };
    wait(cursor)?;
    actions(cursor, &mut shared)?;
    cursor.expect_end()?;
    let mut commands = shared.into_commands(whole);
    if let Some(span) = ignores {
        let reason = "`ALTER IGNORE` removes the rows that would violate a new key".to_owned();
        let opaque = Opaque { reason, touches: Touches::Rows, dynamic: false };
        commands.push(Command::new(span, What::Opaque(opaque)));
    }
    Ok(commands)
}

fn ignore(cursor: &Cursor<'_>) -> crate::sql::SyntaxError {
    let mut error = cause::only_in_mariadb(cursor, cursor.here(), "`ALTER IGNORE TABLE`");
    error.help = Some(
        "it was removed in MySQL 5.7.4: delete the rows that would violate the key first"
            .to_owned(),
    );
    error
}

/// `WAIT n` or `NOWAIT` (MariaDB).
pub(super) fn wait(cursor: &mut Cursor<'_>) -> Read<()> {
    if cursor.grammar.target.is_mariadb {
        if cursor.take_word("WAIT") {
            cursor.number()?;
        } else {
            cursor.take_word("NOWAIT");
        }
    }
    Ok(())
}

impl Shared {
    fn into_commands(self, whole: Span) -> Vec<Command> {
        let Self { table, if_exists, algorithm, lock, mut changes } = self;
        if changes.is_empty() {
            changes.push((whole, TableChange::Other(String::new())));
        }
        let command = |(span, change)| {
            let alter = AlterTable {
                table: table.clone(),
                if_exists,
                only: false,
                algorithm: algorithm.clone(),
                lock: lock.clone(),
                change,
            };
            Command::new(span, What::AlterTable(Box::new(alter)))
        };
        renames::in_turn(changes).into_iter().map(command).collect()
    }
}

fn actions(cursor: &mut Cursor<'_>, shared: &mut Shared) -> Read<()> {
    if cursor.is_at_end() {
        return Ok(());
    }
    loop {
        let start = cursor.position();
        one(cursor, shared, start)?;
        // Partitioning follows the other actions without a comma.
        let is_partitioning =
            cursor.at_words(&["PARTITION", "BY"]) || cursor.at_words(&["REMOVE", "PARTITIONING"]);
        if !cursor.take_symbol(",") && !is_partitioning && !is_option_next(cursor) {
            return Ok(());
        }
    }
}

/// Options of the table follow each other with or without commas.
fn is_option_next(cursor: &Cursor<'_>) -> bool {
    let mut ahead = *cursor;
    !cursor.is_at_end() && matches!(option::read(&mut ahead), Ok(Some(_)))
}

fn one(cursor: &mut Cursor<'_>, shared: &mut Shared, start: usize) -> Read<()> {
    let word = cursor.word();
    let change = match word.as_str() {
        "algorithm" => {
            shared.algorithm =
                Some(choice(cursor, &["DEFAULT", "INSTANT", "INPLACE", "NOCOPY", "COPY"])?);
            return Ok(());
        }
        "lock" => {
            shared.lock = Some(choice(cursor, &["DEFAULT", "NONE", "SHARED", "EXCLUSIVE"])?);
            return Ok(());
        }
        "add" => return add(cursor, shared, start),
        "modify" | "change" => replace(cursor)?,
        "drop" => action::drop(cursor)?,
        "rename" => action::rename(cursor)?,
        "alter" => action::alter(cursor)?,
        "convert" if partition::converts(cursor) => partition::convert(cursor)?,
        "convert" => action::convert(cursor)?,
        "force" => {
            cursor.next();
            TableChange::Rebuild
        }
        "order" => action::order(cursor)?,
        "partition" | "remove" | "truncate" | "coalesce" | "reorganize" | "exchange"
        | "analyze" | "check" | "optimize" | "rebuild" | "repair" => partition::read(cursor)?,
        "discard" | "import" => partition::tablespace(cursor)?,
        "enable" | "disable" | "with" | "without" | "secondary_load" | "secondary_unload" => {
            action::other(cursor)?
        }
        _ => match option::read(cursor)? {
            Some(found) => found.into_change(),
            None => return Err(cursor.error("an action")),
        },
    };
    shared.changes.push((cursor.span_since(start), change));
    Ok(())
}

/// The word behind `ALGORITHM =` or `LOCK =`.
pub(super) fn choice(cursor: &mut Cursor<'_>, words: &[&str]) -> Read<Ident> {
    cursor.next();
    cursor.take_symbol("=");
    let span = cursor.here();
    let Some(found) = words.iter().find(|word| cursor.at_word(word)) else {
        let words = words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>();
        return Err(cursor.error(&format!("one of {}", words.join(", "))));
    };
    cursor.next();
    Ok(Ident { name: (*found).to_owned(), span })
}

/// `ADD` of a column, several columns, a key or a partition.
fn add(cursor: &mut Cursor<'_>, shared: &mut Shared, start: usize) -> Read<()> {
    cursor.next();
    let change = match cursor.word().as_str() {
        "partition" => partition::add(cursor)?,
        "system" if cursor.word_ahead(1).as_str() == "versioning" => {
            action::system_versioning(cursor, "on")?
        }
        "period" if cursor.word_ahead(1).as_str() == "for" => action::period(cursor)?,
        _ if key::is_next(cursor) => key_change(key::read(cursor)?),
        _ => return add_columns(cursor, shared, start),
    };
    shared.changes.push((cursor.span_since(start), change));
    Ok(())
}

fn key_change(key: Key) -> TableChange {
    match key {
        Key::Constraint(constraint) => TableChange::AddConstraint(Box::new(constraint)),
        Key::Index(index) => TableChange::AddIndex(Box::new(index)),
    }
}

fn add_columns(cursor: &mut Cursor<'_>, shared: &mut Shared, start: usize) -> Read<()> {
    cursor.take_word("COLUMN");
    let if_not_exists = key::if_not_exists(cursor, "`ADD COLUMN IF NOT EXISTS`")?;
    if !cursor.at_symbol("(") {
        let column = Box::new(column::read(cursor)?);
        let position = position(cursor)?;
        let change = TableChange::AddColumn { column, if_not_exists, position };
        shared.changes.push((cursor.span_since(start), change));
        return Ok(());
    }
    let mut list = cursor.parenthesised()?;
    loop {
        let from = list.position();
        let change = if key::is_next(&list) {
            key_change(key::read(&mut list)?)
        } else {
            let column: Box<NewColumn> = Box::new(column::read(&mut list)?);
            TableChange::AddColumn { column, if_not_exists, position: None }
        };
        shared.changes.push((list.span_since(from), change));
        if !list.take_symbol(",") {
            return list.expect_end();
        }
    }
}

/// `FIRST` or `AFTER column`.
fn position(cursor: &mut Cursor<'_>) -> Read<Option<Position>> {
    if cursor.take_word("FIRST") {
        Ok(Some(Position::First))
    } else if cursor.take_word("AFTER") {
        Ok(Some(Position::After(cursor.name()?)))
    } else {
        Ok(None)
    }
}

/// `MODIFY` or `CHANGE`.
fn replace(cursor: &mut Cursor<'_>) -> Read<TableChange> {
    let renames = cursor.at_word("CHANGE");
    cursor.next();
    cursor.take_word("COLUMN");
    let if_exists = key::if_exists(cursor, "`MODIFY COLUMN IF EXISTS`")?;
    let old = if renames {
        cursor.name()?
    } else {
        let mut ahead = *cursor;
        ahead.name()?
    };
    let column = Box::new(column::read(cursor)?);
    let is_reference = |it: &&NewConstraint| matches!(it.constraint, Constraint::ForeignKey(_));
    if let Some(reference) = column.constraints.iter().find(is_reference)
        && cursor.grammar.target.is_mariadb
    {
        let span = reference.span;
        let mut error = cursor.error("no `REFERENCES`");
        error.span = span;
        error.help = Some("add the foreign key by itself: `ADD FOREIGN KEY …`".to_owned());
        return Err(error);
    }
    let position = position(cursor)?;
    Ok(TableChange::ReplaceColumn { old, column, position, if_exists })
}
