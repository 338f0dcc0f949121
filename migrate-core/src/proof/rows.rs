//! Whether the rows come back.

mod bystanders;
mod carried;
mod column;
mod counter;
mod deleted;
mod dropped;
mod overwritten;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use super::converted::Converted;
use super::copies::Copies;
use super::encoded::Encoded;
use super::enforcement::Enforcement;
use super::identity::Identity;
use super::mirrors::Mirrors;
use super::saved::{self, Saved};
use super::shifted::Shifted;
use super::swapped::Swapped;
use super::{Certainty, Doubt, Loss, Pair, Place, Reason, RowVerdict, moment, spread, undo};
use crate::change::Change;
use crate::command::{ColumnChange, Command, Data, DataKind, Opaque, TableChange, Touches, What};
use crate::dialect::Dialect;
use crate::replay::Step;
use crate::schema::{Name, ObjectKind, ObjectName};
use crate::set::name::Direction;

use bystanders::has_trigger;
use carried::Carried;
use column::is_plain_cast;
use counter::Counter;
use overwritten::Taken;

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
    certainty: &'s Certainty,
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
    mirrors: Mirrors,
    swapped: Swapped,
    shifted: Shifted,
    /// Tables to which the down adds rows, which may be those that the up took away.
    refilled: BTreeSet<Name>,
    /// Of a script, which columns of which tables were read for which others.
    taken: Vec<Taken>,
    /// Tables that go with the session, and where they were made.
    temporary: BTreeMap<Name, Place>,
    /// Whether a script says how strict the engine is about values.
    is_lenient: bool,
    encoded: Encoded,
    converted: Converted,
    partitions: spread::Added,
    /// Sequences from before that are gone: a new one of the same name begins anew.
    counters: Vec<Counter>,
    /// Tables that took over how far the numbers of another had come.
    carried: Carried,
}

struct Added<'s> {
    table: Name,
    /// The columns that the rows are for.
    columns: Vec<String>,
    data: &'s Data,
    place: Place,
}

impl<'s> Rows<'s> {
    fn new(pair: &Pair<'s>) -> Self {
        Self {
            dialect: pair.target.dialect,
            certainty: pair.certainty,
            enforces: true,
            identity: Identity::new(pair.before),
            losses: Vec::new(),
            reasons: Vec::new(),
            doubts: Vec::new(),
            added: Vec::new(),
            copies: Copies::default(),
            saved: Saved::default(),
            mirrors: Mirrors::default(),
            swapped: Swapped::default(),
            shifted: Shifted::default(),
            refilled: BTreeSet::new(),
            taken: Vec::new(),
            temporary: BTreeMap::new(),
            is_lenient: false,
            encoded: Encoded::default(),
            converted: Converted::default(),
            partitions: spread::Added::default(),
            counters: Vec::new(),
            carried: Carried::default(),
        }
    }

    fn follow(&mut self, steps: &[Step<'s>], direction: Direction) {
        self.taken.clear();
        let mut enforcement = Enforcement::of(steps, self.dialect);
        for step in steps {
            self.enforces = enforcement.at(step);
            let place = Place { direction, span: step.command.span };
            self.command(step, place);
            for change in &step.changes {
                self.change(change, step, place);
                self.identity.absorb(change);
                self.mirrors.absorb(change, step);
                self.copies.absorb(change);
                self.carried.absorb(change);
            }
        }
        self.end_of_session();
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
        self.may_be_inserted();
        if !self.losses.is_empty() {
            return (RowVerdict::Lossy(self.losses), self.doubts);
        }
        self.reasons.extend(self.counters.into_iter().map(|counter| counter.reason));
        self.reasons.extend(self.shifted.into_reasons());
        self.reasons.extend(self.swapped.into_reasons().chain(self.encoded.into_reasons()));
        self.reasons.extend(self.converted.into_reasons());
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
        self.restart(command, step, place);
        match &command.what {
            What::Data(data) => self.data(data, step, place),
            What::AlterObject(alter) => self.attribute_gone(alter, step, place),
            What::Set(setting) => self.is_lenient |= setting.name.ends_with("sql_mode"),
            What::Opaque(Opaque { touches: Touches::Rows, reason, .. }) => {
                self.unknown(reason.clone(), place);
            }
            What::AlterTable(alter) => match &alter.change {
                TableChange::Partition { action, text, loses_rows } => {
                    if self.partitions.may_lose(step, action, text, self.dialect) && *loses_rows {
                        self.rows_lost(step.targets.first(), place);
                    } else if action.contains("EXCHANGE") {
                        self.unknown("rows are exchanged with another table".to_owned(), place);
                    }
                }
                TableChange::AlterColumn {
                    change: ColumnChange::Type { using: Some(using), data_type, .. },
                    column,
                    ..
                } if !(is_plain_cast(using, &column.name)
                    || moment::is_universal(using, &column.name)
                    || self.is_by_name(using, &column.name, data_type, step)
                    || self.is_encoded(using, &column.name, data_type, step, place)) =>
                {
                    let text = format!("`USING {using}` computes new values of `{}`", column.name);
                    self.unknown(text, place);
                }
                TableChange::Other(words) if words == "AUTO_INCREMENT" => {
                    self.renumbered_by_hand(step, place);
                }
                TableChange::ConvertCharset { charset, .. }
                    if !self.converted.is_followed(step, charset, &self.identity, place) =>
                {
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
        self.setval(data, place);
        if data.kind == DataKind::Select || counter::is_written(data, self.dialect) {
            return;
        }
        let targets: Vec<Name> = step.targets.iter().take(data.tables.len()).cloned().collect();
        if targets.len() != data.tables.len() || targets.is_empty() {
            return self.unknown("it is not known which rows it writes".to_owned(), place);
        }
        if let Some(text) = self.elsewhere(&targets, step) {
            return self.unknown(text, place);
        }
        if let Some(table) = targets.iter().find(|table| has_trigger(table, &step.before)) {
            self.unknown(format!("a trigger of table `{table}` may write other rows"), place);
        }
        targets.iter().for_each(|table| self.partitions.forget(table));
        self.take(data, step);
        targets.iter().for_each(|table| self.mirrors.note(data, table, step, self.dialect));
        if data.kind == DataKind::Update
            && (self.swap(data, step, place) || self.shift(data, step, place))
        {
            return;
        }
        self.swapped.disturb();
        self.shifted.disturb();
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
        let is_old = self.identity.before().tables.contains_key(table);
        if place.direction == Direction::Down && is_old {
            self.refilled.insert(table.clone());
        }
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
            Direction::Up => {
                let known = step.before.tables.get(table);
                let columns = known.map(|known| undo::listed(data, known)).unwrap_or_default();
                self.added.push(Added { table: table.clone(), columns, data, place });
            }
            Direction::Down => {
                self.unknown(format!("the down adds rows to table `{table}`"), place);
            }
        }
    }

    fn change(&mut self, change: &Change, step: &Step<'_>, place: Place) {
        use Change::{AlterColumn, CreateTable, DropColumn, DropTable, RenameTable};
        if matches!(
            change,
            AlterColumn(..) | CreateTable(..) | DropColumn(..) | DropTable(_) | RenameTable { .. }
        ) {
            self.swapped.disturb();
            self.shifted.disturb();
        }
        if let AlterColumn(table, _) | RenameTable { from: table, .. } = change {
            self.partitions.forget(table);
        }
        match change {
            Change::DropTable(name) => self.drop_table(name, step, place),
            Change::DropColumn(table, column) => {
                let Some((origin, first)) = self.identity.column(table, column) else { return };
                match self.mirrors.heir(table, column).map(str::to_owned) {
                    Some(heir) if self.identity.column(table, &heir).is_none() => {
                        self.identity.refilled(table, heir, first);
                    }
                    _ => self.column_gone(origin, first, place),
                }
            }
            Change::CreateTable(name, _) => {
                if let What::CreateTable(create) = &step.command.what {
                    self.copies.created(create, name, step, &self.identity);
                    if create.temporary {
                        self.temporary.insert(name.clone(), place);
                    }
                }
            }
            Change::AlterColumn(table, column) => self.alter(table, column, step, place),
            Change::AddColumn(_, column) => {
                if let Some(text) = self.filled(column, step) {
                    self.unknown(text, place);
                }
            }
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
