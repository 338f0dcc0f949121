//! Values that are written over, and where they may have gone before.

use super::Rows;
use crate::command::{AlterObject, Data, DataKind, Ident, ObjectChange};
use crate::proof::hidden::has_word;
use crate::proof::{Loss, Place, saved};
use crate::replay::Step;
use crate::schema::{Name, ObjectKind, ObjectName};
use crate::set::name::Direction;

/// A statement that read a table from before the up for another one.
pub(super) struct Taken {
    /// The table, as it was called before the up.
    from: Name,
    to: Name,
    text: String,
}

impl Rows<'_> {
    /// Notes which tables are read for which, whatever of them it is.
    pub(super) fn take(&mut self, data: &Data, step: &Step<'_>) {
        if !matches!(data.kind, DataKind::Insert | DataKind::Update) {
            return;
        }
        let Some((to, read)) = step.targets.split_first() else { return };
        // A new column may take up the values of an old one beside it.
        let is_new = |column: &Ident| self.identity.column(to, &column.name).is_none();
        let beside = data.kind == DataKind::Update && data.columns.iter().any(is_new);
        if let Some(from) = self.identity.table(to).filter(|_| beside) {
            self.taken.push(Taken { from, to: to.clone(), text: data.text.clone() });
        }
        for from in read.iter().filter(|from| *from != to) {
            if let Some(from) = self.identity.table(from) {
                self.taken.push(Taken { from, to: to.clone(), text: data.text.clone() });
            }
        }
    }

    /// The table to which values of a column may have gone.
    pub(super) fn taken_to(&self, table: &Name, column: &str) -> Option<Name> {
        let names = |taken: &&Taken| taken.from == *table && has_word(&taken.text, column);
        self.taken.iter().find(names).map(|taken| taken.to.clone())
    }

    /// `DROP ATTRIBUTE` of a type from before: each value of it has that no more.
    pub(super) fn attribute_gone(&mut self, alter: &AlterObject, step: &Step<'_>, place: Place) {
        let ObjectChange::Other { text, .. } = &alter.change else { return };
        let Some(rest) = text.strip_prefix("drop attribute ") else { return };
        let before = &self.identity.before().objects;
        let mut types = step.targets.iter().filter_map(|name| {
            before.get(&ObjectName { kind: ObjectKind::Type, name: name.clone() })
        });
        let mut names = rest.split(' ').filter(|word| !["if", "exists"].contains(word));
        let name = names.next().unwrap_or_default().trim_matches('"');
        if types.any(|of| has_word(&of.text, name)) {
            self.unknown(format!("values of type `{}` lose `{name}`", alter.name), place);
        }
    }

    /// Rows that the up took away and the down may have inserted again: whether they are the same, only who
    /// knows the rows can tell.
    pub(super) fn may_be_inserted(&mut self) {
        let losses = std::mem::take(&mut self.losses);
        let is_back = |loss: &Loss| {
            let is_up = loss.place.direction == Direction::Up;
            is_up && loss.column.is_none() && self.refilled.contains(&loss.table)
        };
        let (back, lost): (Vec<Loss>, Vec<Loss>) = losses.into_iter().partition(is_back);
        self.losses = lost;
        for loss in back {
            let text = format!("the down may not insert {} that this takes away", loss.text);
            self.doubtful(text, &loss.table, &[], loss.place);
        }
    }

    /// With the session go its tables, and the rows that are nowhere else.
    pub(super) fn end_of_session(&mut self) {
        for (name, place) in std::mem::take(&mut self.temporary) {
            self.copies.forget(&name);
            self.rows_lost(Some(&name), place);
        }
    }

    pub(super) fn update(&mut self, data: &Data, table: &Name, step: &Step<'_>, place: Place) {
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
        let old = self.overwritten(&origin, old, place);
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

    /// Those of the columns of which no copy has the values, to be taken back.
    fn overwritten(&mut self, table: &Name, columns: Vec<String>, place: Place) -> Vec<String> {
        let kept = |column: &String| {
            let copy = self.copies.holding(table, column).cloned()?;
            let (table, column, may_be_back) = (table.clone(), column.clone(), true);
            Some(saved::Column { table, column, copy, place, may_be_back })
        };
        let (kept, lost): (Vec<_>, Vec<_>) =
            columns.into_iter().map(|column| kept(&column).ok_or(column)).partition(Result::is_ok);
        kept.into_iter().flatten().for_each(|column| self.saved.dropped(column));
        lost.into_iter().filter_map(Result::err).collect()
    }
}
