//! Losses that an engine showed, held against what the author wrote down.

use super::consent::Consents;
use crate::dialect::Target;
use crate::proof::{self, Place};
use crate::rows::Loss;
use crate::set::name::Direction;
use crate::set::{Migration, Script};
use crate::sql;

/// Which of the losses are meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answered {
    /// Those that an annotation of the migration answers.
    pub acknowledged: Vec<Loss>,
    /// Those that nobody wrote down.
    pub open: Vec<Loss>,
    /// The tables and columns that are said to be lost and were not, as they are written.
    pub idle: Vec<String>,
}

/// Sorts the losses of a migration by its annotations: `lossy` for the table or the column, and
/// `allow` of a rule about losses at a statement that names the table.
#[must_use]
pub fn answered(migration: &Migration, target: Target, losses: Vec<Loss>) -> Answered {
    let down = migration.down.script().map(|script| (Direction::Down, script));
    let scripts = std::iter::once((Direction::Up, &migration.up)).chain(down);
    let mut consents = Consents::default();
    let mut places: Vec<(Place, &str)> = Vec::new();
    for (direction, script) in scripts {
        let Script { sql, .. } = script;
        let read = sql::read(sql, target);
        consents.read(sql, target.dialect, direction, &read.statements);
        let spans = read.statements.iter().map(|statement| statement.span);
        places.extend(spans.map(|span| (Place { direction, span }, &sql[span.range()])));
    }
    let mut answered = Answered::default();
    for loss in losses {
        let table = loss.table.name.to_lowercase();
        let names = |(_, text): &&(Place, &str)| text.to_lowercase().contains(&table);
        let named = places.iter().filter(names).map(|(place, _)| *place);
        // A `lossy` holds wherever it stands.
        let somewhere =
            places.first().map(|(place, _)| Place { span: crate::text::Span::new(0, 0), ..*place });
        let is_meant = somewhere.into_iter().chain(named).any(|place| {
            consents.acknowledges(&proof::Loss {
                text: String::new(),
                table: loss.table.clone(),
                column: loss.column.clone(),
                place,
                acknowledged: false,
            })
        });
        if is_meant { answered.acknowledged.push(loss) } else { answered.open.push(loss) }
    }
    answered.idle = consents.idle().collect();
    answered
}
