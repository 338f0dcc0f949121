//! Whether the rows come back.

use super::copies::Copies;
use super::identity::Identity;
use super::width::{self, Width};
use super::{Loss, Pair, Place, Reason, RowVerdict, undo};
use crate::change::Change;
use crate::command::{ColumnChange, Command, Data, DataKind, Opaque, TableChange, Touches, What};
use crate::replay::Step;
use crate::schema::{Column, Name, ObjectKind, ObjectName, Schema};
use crate::set::name::Direction;

/// Judges what a pair does to the rows that were there before it.
pub(super) fn verdict(pair: &Pair<'_>, doubts: &[Reason]) -> RowVerdict {
    let mut rows = Rows::new(pair.before);
    rows.follow(pair.up.steps, Direction::Up);
    if let Some(down) = &pair.down {
        rows.follow(down.steps, Direction::Down);
    }
    rows.finish(doubts)
}

struct Rows<'s> {
    identity: Identity<'s>,
    losses: Vec<Loss>,
    reasons: Vec<Reason>,
    /// Rows that the up added to tables that were there before it, until the down takes them back.
    added: Vec<Added<'s>>,
    copies: Copies,
}

struct Added<'s> {
    table: Name,
    data: &'s Data,
    place: Place,
}

impl<'s> Rows<'s> {
    fn new(before: &'s Schema) -> Self {
        Self {
            identity: Identity::new(before),
            losses: Vec::new(),
            reasons: Vec::new(),
            added: Vec::new(),
            copies: Copies::default(),
        }
    }

    fn follow(&mut self, steps: &[Step<'s>], direction: Direction) {
        for step in steps {
            let place = Place { direction, span: step.command.span };
            self.command(step, place);
            for change in &step.changes {
                self.change(change, step, place);
                self.identity.absorb(change);
                self.copies.absorb(change);
            }
        }
    }

    fn finish(mut self, doubts: &[Reason]) -> RowVerdict {
        for added in std::mem::take(&mut self.added) {
            if self.losses.iter().any(|loss| loss.table == added.table && loss.column.is_none()) {
                continue;
            }
            let text = format!("the down leaves rows in table `{}` that this adds", added.table);
            self.reasons.push(Reason { text, place: Some(added.place) });
        }
        if !self.losses.is_empty() {
            return RowVerdict::Lossy(self.losses);
        }
        let displaced = self.identity.displaced();
        self.reasons.extend(displaced.map(|text| Reason { text, place: None }));
        self.reasons.extend(doubts.iter().cloned());
        if self.reasons.is_empty() { RowVerdict::Kept } else { RowVerdict::Unknown(self.reasons) }
    }

    fn command(&mut self, step: &Step<'s>, place: Place) {
        let command: &'s Command = step.command;
        match &command.what {
            What::Data(data) => self.data(data, step, place),
            What::Opaque(Opaque { touches: Touches::Rows, reason, .. }) => {
                self.unknown(reason.clone(), place);
            }
            What::AlterTable(alter) => match &alter.change {
                TableChange::Partition { loses_rows: true, .. } => {
                    self.rows_lost(step.targets.first(), place);
                }
                TableChange::Partition { action, .. } if action.contains("EXCHANGE") => {
                    self.unknown("rows are exchanged with another table".to_owned(), place);
                }
                TableChange::AlterColumn {
                    change: ColumnChange::Type { using: Some(using), .. },
                    column,
                    ..
                } if !is_plain_cast(using, &column.name) => {
                    let text = format!("`USING {using}` computes new values of `{}`", column.name);
                    self.unknown(text, place);
                }
                TableChange::ConvertCharset { charset, .. } => {
                    self.unknown(format!("texts are converted to `{charset}`"), place);
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn unknown(&mut self, text: String, place: Place) {
        self.reasons.push(Reason { text, place: Some(place) });
    }

    fn data(&mut self, data: &'s Data, step: &Step<'s>, place: Place) {
        if data.kind == DataKind::Select {
            return;
        }
        let targets: Vec<Name> = step.targets.iter().take(data.tables.len()).cloned().collect();
        if targets.len() != data.tables.len() || targets.is_empty() {
            return self.unknown("it is not known which rows it writes".to_owned(), place);
        }
        if let Some(table) = targets.iter().find(|table| has_trigger(table, &step.before)) {
            self.unknown(format!("a trigger of table `{table}` may write other rows"), place);
        }
        match data.kind {
            DataKind::Select => {}
            DataKind::Insert => self.insert(data, &targets, step, place),
            DataKind::Update => self.update(data, &targets[0], step, place),
            DataKind::Merge => {
                if self.identity.table(&targets[0]).is_some() {
                    self.unknown(format!("`{}` is merged with other rows", targets[0]), place);
                }
            }
            DataKind::Delete | DataKind::Truncate => self.delete(data, &targets, step, place),
        }
    }

    fn insert(&mut self, data: &'s Data, targets: &[Name], step: &Step<'s>, place: Place) {
        let table = &targets[0];
        if self.identity.table(table).is_none() {
            if self.copies.has(table) {
                self.unknown(format!("rows are added to table `{table}`"), place);
            } else {
                self.copies.note(data, table, step, &self.identity);
            }
            return;
        }
        if data.overwrites {
            return self.unknown(format!("rows of table `{table}` may be overwritten"), place);
        }
        match place.direction {
            Direction::Up => self.added.push(Added { table: table.clone(), data, place }),
            Direction::Down => {
                self.unknown(format!("the down adds rows to table `{table}`"), place);
            }
        }
    }

    fn update(&mut self, data: &Data, table: &Name, step: &Step<'_>, place: Place) {
        let Some(origin) = self.identity.table(table) else {
            if let Some(text) = self.copies.overwritten(table, data) {
                self.unknown(text, place);
            }
            return;
        };
        let touched = step
            .before
            .tables
            .get(table)
            .is_some_and(|table| table.columns.iter().any(|column| column.on_update.is_some()));
        let old = data.columns.iter().find(|column| {
            let named = step.before.tables.get(table).and_then(|table| {
                table.columns.iter().find(|found| found.name.eq_ignore_ascii_case(&column.name))
            });
            let name = named.map_or(column.name.as_str(), |found| found.name.as_str());
            self.identity.column(table, name).is_some()
        });
        let text = match old {
            Some(column) => format!("values of column `{origin}.{}` are overwritten", column.name),
            None if data.columns.is_empty() => format!("rows of table `{origin}` are changed"),
            None if touched => {
                format!("each row of table `{origin}` that changes notes when it does")
            }
            // Only columns that go with the down.
            None => return,
        };
        self.unknown(text, place);
    }

    fn delete(&mut self, data: &'s Data, targets: &[Name], step: &Step<'_>, place: Place) {
        for table in targets {
            let Some(origin) = self.identity.table(table) else {
                self.copies.forget(table);
                continue;
            };
            if place.direction == Direction::Up {
                self.rows_lost(Some(table), place);
                continue;
            }
            let known = step.before.tables.get(table);
            let of_it = |added: &Added<'_>| added.table == *table;
            let undone = self.added.iter().position(|added| {
                of_it(added) && known.is_some_and(|known| undo::undoes(data, added.data, known))
            });
            if let Some(at) = undone {
                self.added.remove(at);
            } else if self.added.iter().any(of_it) {
                let text = format!("it may take other rows of table `{origin}` than the up added");
                self.unknown(text, place);
                // Whatever of them it leaves, the reason is the same.
                self.added.retain(|added| !of_it(added));
            } else {
                self.rows_lost(Some(table), place);
            }
        }
    }

    fn change(&mut self, change: &Change, step: &Step<'_>, place: Place) {
        match change {
            Change::DropTable(name) => self.drop_table(name, step, place),
            Change::DropColumn(table, column) => {
                if let Some((origin, column)) = self.identity.column(table, column) {
                    self.column_lost(origin, column, place);
                }
            }
            Change::AlterColumn(table, column) => self.alter(table, column, step, place),
            Change::DropObject(ObjectName { kind: ObjectKind::VirtualTable, name }) => {
                self.lost(format!("the rows of table `{name}`"), name.clone(), None, place);
            }
            _ => {}
        }
    }

    fn drop_table(&mut self, name: &Name, step: &Step<'_>, place: Place) {
        self.copies.forget(name);
        let Some(origin) = self.identity.table(name) else { return };
        let Some((heir, columns)) = self.copies.take(&origin, &step.before) else {
            return self.rows_lost(Some(name), place);
        };
        let table = step.before.tables.get(name);
        let lost: Vec<String> = table
            .into_iter()
            .flat_map(|table| &table.columns)
            .filter(|column| column.generated.is_none())
            .filter_map(|column| self.identity.column(name, &column.name))
            .map(|(_, column)| column)
            .filter(|column| !columns.values().flatten().any(|kept| kept == column))
            .collect();
        for column in lost {
            self.column_lost(origin.clone(), column, place);
        }
        if refers_to(&step.before, name) {
            let text = format!("dropping table `{name}` may delete the rows that refer to it");
            self.unknown(text, place);
        }
        self.identity.moved(&heir, origin, columns);
    }

    fn alter(&mut self, table: &Name, column: &Column, step: &Step<'_>, place: Place) {
        let Some((origin, name)) = self.identity.column(table, &column.name) else { return };
        let Some(old) = step.before.tables.get(table).and_then(|table| table.column(&column.name))
        else {
            return;
        };
        if old.generated.is_none() && column.generated.is_some() {
            return self.column_lost(origin, name, place);
        }
        let first = self.identity.original(&origin).and_then(|table| table.column(&name));
        if first.is_some_and(|first| first.data_type == column.data_type) {
            return;
        }
        match width::change(&old.data_type, &column.data_type) {
            Width::Kept => {}
            Width::Narrower => {
                let text = format!(
                    "values of column `{origin}.{name}` that do not fit `{}`",
                    column.data_type
                );
                self.lost(text, origin, Some(name), place);
            }
            Width::Unknown => {
                let text = format!(
                    "values of column `{origin}.{name}` are converted from `{}` to `{}`",
                    old.data_type, column.data_type
                );
                self.unknown(text, place);
            }
        }
    }

    fn rows_lost(&mut self, table: Option<&Name>, place: Place) {
        if let Some(origin) = table.and_then(|table| self.identity.table(table)) {
            self.lost(format!("the rows of table `{origin}`"), origin, None, place);
        }
    }

    fn column_lost(&mut self, table: Name, column: String, place: Place) {
        let text = format!("the values of column `{table}.{column}`");
        self.lost(text, table, Some(column), place);
    }

    fn lost(&mut self, text: String, table: Name, column: Option<String>, place: Place) {
        let loss = Loss { text, table, column, place, acknowledged: false };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }
}

/// `a::integer` and `CAST(a AS integer)`: the conversion that would happen anyway.
fn is_plain_cast(using: &str, column: &str) -> bool {
    let text = using.trim_start_matches('(').to_ascii_lowercase();
    let name = column.to_ascii_lowercase();
    let rest = text.strip_prefix(&name).or_else(|| {
        text.strip_prefix(&format!("\"{name}\"")).or_else(|| {
            text.strip_prefix("cast(").or_else(|| text.strip_prefix("cast ("))?.strip_prefix(&name)
        })
    });
    let Some(rest) = rest else { return false };
    let rest = rest.trim_start();
    let type_name = rest.strip_prefix("::").or_else(|| rest.strip_prefix("as "));
    type_name.is_some_and(|name| {
        name.chars().all(|letter| {
            letter.is_alphanumeric()
                || matches!(letter, ' ' | '_' | '.' | '(' | ')' | ',' | '[' | ']' | '"')
        })
    })
}

fn has_trigger(table: &Name, before: &Schema) -> bool {
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    before
        .objects
        .from(&first)
        .take_while(|(name, _)| name.kind == ObjectKind::Trigger)
        .any(|(_, trigger)| trigger.table.as_ref() == Some(table))
}

/// Whether rows of other tables go when rows of this one do.
fn refers_to(schema: &Schema, table: &Name) -> bool {
    use crate::schema::Action::{Cascade, SetDefault, SetNull};
    schema.tables.values().any(|other| {
        other.foreign_keys.iter().any(|key| {
            key.references == *table && matches!(key.on_delete, Cascade | SetNull | SetDefault)
        })
    })
}
