//! Times that an engine writes by itself whenever a row changes: `ON UPDATE CURRENT_TIMESTAMP`.

use super::Loss;
use super::reach::{self, named};
use crate::command::{AlterTable, Command, Data, DataKind, TableChange, What};
use crate::dialect::Target;
use crate::schema::{Name, Schema};
use crate::sql;

/// Which of the losses are no more than that: the scripts change rows of the table and do nothing to
/// the column. An `UPDATE` that is taken back leaves the time at which it was, and nobody can write a
/// down that does not.
#[must_use]
pub fn noted_by_engine(
    losses: Vec<Loss>,
    before: &Schema,
    scripts: &[&str],
    target: Target,
) -> (Vec<Loss>, Vec<Loss>) {
    let set_off = reach::reached(before, scripts);
    let statements: Vec<(String, Vec<Command>)> = scripts
        .iter()
        .flat_map(|script| {
            let statements = sql::read(script, target).statements.into_iter();
            statements.map(|it| (script[it.span.range()].to_owned(), it.commands))
        })
        .collect();
    losses.into_iter().partition(|loss| {
        let Some(column) = &loss.column else { return false };
        let clock = before.tables.get(&loss.table).and_then(|table| table.column(column));
        clock.is_some_and(|column| column.on_update.is_some())
            && !named(column, &set_off.words)
            && !named(&loss.table.name, &set_off.definitions)
            && statements.iter().all(|(text, commands)| leaves(&loss.table, text, commands))
    })
}

/// Whether a statement does nothing to a table but changing rows that stay.
fn leaves(table: &Name, text: &str, commands: &[Command]) -> bool {
    let is_about = named(&table.name, &reach::words(text));
    commands.iter().all(|command| match &command.what {
        What::Opaque(_) => false,
        _ if !is_about => true,
        What::Data(data) => is_change(data),
        What::AlterTable(alter) => is_in_place(alter),
        What::CreateIndex(_) | What::DropIndexes(_) | What::Nothing => true,
        _ => false,
    })
}

const fn is_change(data: &Data) -> bool {
    matches!(data.kind, DataKind::Select | DataKind::Update)
}

fn is_in_place(alter: &AlterTable) -> bool {
    !matches!(alter.change, TableChange::Rename(_) | TableChange::Partition { .. })
}
