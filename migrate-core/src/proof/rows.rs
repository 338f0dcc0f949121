//! Whether the rows come back.

mod column;

use super::copies::Copies;
use super::enforcement::Enforcement;
use super::identity::Identity;
use super::saved::{self, Saved};
use super::{Doubt, Loss, Pair, Place, Reason, RowVerdict, undo};
use crate::change::Change;
use crate::command::{ColumnChange, Command, Data, DataKind, Opaque, TableChange, Touches, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{Name, ObjectKind, ObjectName, Schema};
use crate::set::name::Direction;

use column::{has_sequence, is_plain_cast};

/// Judges what a pair does to the rows that were there before it.
pub(super) fn verdict(pair: &Pair<'_>, doubts: &[Reason]) -> (RowVerdict, Vec<Doubt>) {
    let mut rows = Rows::new(pair);
    rows.follow(pair.up.steps, Direction::Up);
    if let Some(down) = &pair.down {
        rows.follow(down.steps, Direction::Down);
    }
    rows.finish(doubts)
}

struct Rows<'s> {
    dialect: Dialect,
    /// Whether references are enforced where it stands.
    enforces: bool,
    identity: Identity<'s>,
    losses: Vec<Loss>,
    reasons: Vec<Reason>,
    doubts: Vec<Doubt>,
    /// Rows that the up added to tables that were there before it, until the down takes them back.
    added: Vec<Added<'s>>,
    copies: Copies,
    saved: Saved,
    /// Sequences from before that are gone: a new one of the same name begins anew.
    counters: Vec<Counter>,
}

/// A sequence that is gone: the names by which a call of `setval` may mean it.
struct Counter {
    names: Vec<String>,
    reason: Reason,
}

struct Added<'s> {
    table: Name,
    data: &'s Data,
    place: Place,
}

impl<'s> Rows<'s> {
    fn new(pair: &Pair<'s>) -> Self {
        Self {
            dialect: pair.target.dialect,
            enforces: true,
            identity: Identity::new(pair.before),
            losses: Vec::new(),
            reasons: Vec::new(),
            doubts: Vec::new(),
            added: Vec::new(),
            copies: Copies::default(),
            saved: Saved::default(),
            counters: Vec::new(),
        }
    }

    fn follow(&mut self, steps: &[Step<'s>], direction: Direction) {
        let mut enforcement = Enforcement::of(steps, self.dialect);
        for step in steps {
            self.enforces = enforcement.at(step);
            let place = Place { direction, span: step.command.span };
            self.command(step, place);
            for change in &step.changes {
                self.change(change, step, place);
                self.identity.absorb(change);
                self.copies.absorb(change);
            }
        }
    }

    fn finish(mut self, doubts: &[Reason]) -> (RowVerdict, Vec<Doubt>) {
        for added in std::mem::take(&mut self.added) {
            if self.losses.iter().any(|loss| loss.table == added.table && loss.column.is_none()) {
                continue;
            }
            let text = format!("the down leaves rows in table `{}` that this adds", added.table);
            self.reasons.push(Reason { text, place: Some(added.place) });
        }
        for saved in std::mem::take(&mut self.saved).into_columns() {
            let saved::Column { table, column, copy, place, may_be_back } = saved;
            if may_be_back {
                let text =
                    format!("the values of column `{table}.{column}` went to table `{copy}`");
                self.doubtful(text, &table, &[column], place);
            } else {
                self.column_lost(table, column, place);
            }
        }
        if !self.losses.is_empty() {
            return (RowVerdict::Lossy(self.losses), self.doubts);
        }
        self.reasons.extend(self.counters.into_iter().map(|counter| counter.reason));
        let displaced = self.identity.displaced();
        self.reasons.extend(displaced.map(|text| Reason { text, place: None }));
        self.reasons.extend(doubts.iter().cloned());
        let rows = match self.reasons.is_empty() {
            true => RowVerdict::Kept,
            false => RowVerdict::Unknown(self.reasons),
        };
        (rows, self.doubts)
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
                    change: ColumnChange::Type { using: Some(using), data_type, .. },
                    column,
                    ..
                } if !(is_plain_cast(using, &column.name)
                    || self.is_by_name(using, &column.name, data_type, step)) =>
                {
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

    /// Columns of a table, or its rows where none is named, may be lost.
    fn doubtful(&mut self, text: String, table: &Name, columns: &[String], place: Place) {
        let loss = |column: Option<&String>| Loss {
            text: column.map_or_else(
                || format!("the rows of table `{table}`"),
                |column| format!("the values of column `{table}.{column}`"),
            ),
            table: table.clone(),
            column: column.cloned(),
            place,
            acknowledged: false,
        };
        let losses = match columns {
            [] => vec![loss(None)],
            columns => columns.iter().map(|column| loss(Some(column))).collect(),
        };
        let reason = Reason { text, place: Some(place) };
        self.doubts.push(Doubt { reason: reason.clone(), losses });
        self.reasons.push(reason);
    }

    fn data(&mut self, data: &'s Data, step: &Step<'s>, place: Place) {
        if data.calls.iter().any(|call| call.ends_with("setval")) {
            let says = |counter: &Counter| counter.names.iter().any(|it| data.text.contains(it));
            self.counters.retain(|counter| !says(counter));
        }
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
        if data.kind == DataKind::Update && self.refill(data, step) {
            return;
        }
        self.saved.may_be_back(&step.targets);
        match data.kind {
            DataKind::Select => {}
            DataKind::Insert => self.insert(data, &targets, step, place),
            DataKind::Update => self.update(data, &targets[0], step, place),
            DataKind::Merge => {
                if let Some(origin) = self.identity.table(&targets[0]) {
                    let text = format!("`{}` is merged with other rows", targets[0]);
                    self.doubtful(text, &origin, &[], place);
                }
            }
            DataKind::Delete | DataKind::Truncate => self.delete(data, &targets, step, place),
        }
    }

    fn insert(&mut self, data: &'s Data, targets: &[Name], step: &Step<'s>, place: Place) {
        let table = &targets[0];
        let Some(origin) = self.identity.table(table) else {
            if self.copies.has(table) {
                self.unknown(format!("rows are added to table `{table}`"), place);
            } else {
                self.copies.note(data, table, step, &self.identity);
            }
            return;
        };
        if data.overwrites {
            let text = format!("rows of table `{table}` may be overwritten");
            return self.doubtful(text, &origin, &[], place);
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
        let old: Vec<String> = data
            .columns
            .iter()
            .filter_map(|column| {
                let named = step.before.tables.get(table).and_then(|table| {
                    table.columns.iter().find(|it| it.name.eq_ignore_ascii_case(&column.name))
                });
                let name = named.map_or(column.name.as_str(), |found| found.name.as_str());
                self.identity.column(table, name).map(|(_, first)| first)
            })
            .collect();
        let text = match old.as_slice() {
            [column] => format!("values of column `{origin}.{column}` are overwritten"),
            [_, ..] => {
                let names: Vec<_> = old.iter().map(|it| format!("`{origin}.{it}`")).collect();
                format!("values of columns {} are overwritten", names.join(", "))
            }
            [] if data.columns.is_empty() => format!("rows of table `{origin}` are changed"),
            [] if touched => {
                format!("each row of table `{origin}` that changes notes when it does")
            }
            // Only columns that go with the down.
            [] => return,
        };
        self.doubtful(text, &origin, &old, place);
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
                self.doubtful(text, &origin, &[], place);
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
                    self.column_gone(origin, column, place);
                }
            }
            Change::CreateTable(name, _) => {
                if let What::CreateTable(create) = &step.command.what {
                    self.copies.created(create, name, step, &self.identity);
                }
            }
            Change::AlterColumn(table, column) => self.alter(table, column, step, place),
            // One that is renamed is put under its new name in the same step.
            Change::DropSequence(name)
                if self.identity.before().sequences.contains_key(name)
                    && !step.changes.iter().any(|it| matches!(it, Change::PutSequence(..))) =>
            {
                self.begins_anew(vec![name.name.clone()], name, place);
            }
            Change::DropObject(gone @ ObjectName { kind: ObjectKind::VirtualTable, name })
                if self.identity.before().objects.contains_key(gone) =>
            {
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
            self.column_gone(origin.clone(), column, place);
        }
        if self.enforces && refers_to(&step.before, name) {
            let text = format!("dropping table `{name}` may delete the rows that refer to it");
            self.unknown(text, place);
        }
        if table.is_some_and(|table| table.columns.iter().any(has_sequence)) {
            self.begins_anew(vec![name.name.clone()], name, place);
        }
        self.identity.moved(&heir, origin, columns);
    }

    /// What numbers new rows goes, and with it how far it had come.
    fn begins_anew(&mut self, names: Vec<String>, of: &Name, place: Place) {
        let text = format!("the numbers of `{of}` begin anew unless `setval` goes on with them");
        self.counters.push(Counter { names, reason: Reason { text, place: Some(place) } });
    }

    fn rows_lost(&mut self, table: Option<&Name>, place: Place) {
        if let Some(origin) = table.and_then(|table| self.identity.table(table)) {
            self.lost(format!("the rows of table `{origin}`"), origin, None, place);
        }
    }

    fn lost(&mut self, text: String, table: Name, column: Option<String>, place: Place) {
        let loss = Loss { text, table, column, place, acknowledged: false };
        if !self.losses.contains(&loss) {
            self.losses.push(loss);
        }
    }
}

fn has_trigger(table: &Name, before: &Schema) -> bool {
    let first = ObjectName { kind: ObjectKind::Trigger, name: Name::default() };
    let settings = before.tables.get(table).map(|table| &table.options.settings);
    let is_off = |name: &str| {
        let name = name.split(" on ").next().unwrap_or_default();
        let setting = settings.and_then(|settings| settings.get(&format!("trigger {name}")));
        setting.is_some_and(|value| value == "disabled")
    };
    before
        .objects
        .from(&first)
        .take_while(|(name, _)| name.kind == ObjectKind::Trigger)
        .any(|(name, trigger)| trigger.table.as_ref() == Some(table) && !is_off(&name.name.name))
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
