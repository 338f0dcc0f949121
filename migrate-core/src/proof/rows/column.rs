//! What becomes of the values of a column.

use super::super::width::{self, Width};
use super::super::{Place, moment, refill, saved, shifted, swapped};
use super::Rows;
use crate::command::{ColumnChange, Data, TableChange, What};
use crate::replay::{Step, domain_base};
use crate::schema::{Column, Identity, Name, Schema};

impl Rows<'_> {
    /// Whether the statement does nothing but bring values back from where they were saved.
    pub(super) fn refill(&mut self, data: &Data, step: &Step<'_>) -> bool {
        let [target, copy] = step.targets.as_slice() else { return false };
        let refilled = refill::read(&data.text, self.dialect).and_then(|refill| {
            let table = step.before.tables.get(target)?;
            let (key, saved_key) = &refill.key;
            let (origin, key) =
                self.identity.column(target, key).filter(|_| refill::identifies(table, key))?;
            let of = |column: &str| self.copies.origin_of(copy, &origin, column);
            (of(saved_key)? == key).then_some(())?;
            let first = self.identity.original(&origin)?;
            // By a key that was overwritten no row is found again.
            if self.saved.has(&origin, &key) || self.shifted.has(&origin, &key) {
                return None;
            }
            let back = |(column, saved): &(String, String)| {
                let name = of(saved)?;
                let is_as_wide = table.column(column)?.data_type == first.column(&name)?.data_type;
                is_as_wide.then(|| (column.clone(), name))
            };
            let columns = refill.columns.iter().map(back).collect::<Option<Vec<_>>>()?;
            Some((origin, columns))
        });
        let Some((origin, columns)) = refilled else { return false };
        for (column, name) in columns {
            self.saved.is_back(&origin, &name);
            self.identity.refilled(target, column, name);
        }
        true
    }

    /// Whether the statement does nothing but exchange the values of columns.
    pub(super) fn swap(&mut self, data: &Data, step: &Step<'_>, place: Place) -> bool {
        let [table] = step.targets.as_slice() else { return false };
        if data.filtered || data.columns.len() < 2 {
            return false;
        }
        let swapped = swapped::read(&data.text, table, step, self.dialect).and_then(|columns| {
            let origin = self.identity.table(table)?;
            let name = |column: &str| Some(self.identity.column(table, column)?.1);
            let columns = columns.iter().map(|(to, from)| Some((name(to)?, name(from)?)));
            Some((origin, columns.collect::<Option<Vec<_>>>()?))
        });
        let Some((origin, columns)) = swapped else { return false };
        self.swapped.swap(origin, &columns, place);
        true
    }

    /// Whether the statement computes values of themselves, so that another one computes them back.
    pub(super) fn shift(&mut self, data: &Data, step: &Step<'_>, place: Place) -> bool {
        let [table] = step.targets.as_slice() else { return false };
        if data.filtered {
            return false;
        }
        // Without its strict mode MySQL cuts what does not fit.
        let read = || shifted::read(&data.text, table, step, self.dialect);
        let shifted = (!self.is_lenient).then(read).flatten().and_then(|columns| {
            let columns = columns.into_iter().map(|(name, shift)| {
                // Of a column that the pair added nothing is asked.
                Some((self.identity.column(table, &name)?, shift))
            });
            columns.collect::<Option<Vec<_>>>()
        });
        let Some(columns) = shifted else { return false };
        for (column, shift) in columns {
            self.shifted.shift(column, shift, place);
        }
        true
    }

    /// Whether truth values become texts of their own, or such texts truth values again.
    pub(super) fn is_encoded(
        &mut self,
        using: &str,
        column: &str,
        to: &str,
        step: &Step<'_>,
        place: Place,
    ) -> bool {
        let Some(table) = step.targets.first() else { return false };
        let Some(old) = step.before.tables.get(table).and_then(|table| table.column(column)) else {
            return false;
        };
        let Some(origin) = self.identity.column(table, column) else { return false };
        match to {
            "boolean" => self.encoded.decode(using, column, &origin),
            "text" => self.encoded.encode(using, old, origin, place),
            _ => false,
        }
    }

    /// Whether a cast by way of a text gives each row the value of that name in another enumerated type.
    pub(super) fn is_by_name(&self, using: &str, column: &str, to: &str, step: &Step<'_>) -> bool {
        let written = using.replace(' ', "");
        let spelled = format!("{column}::text::{}", to.replace(' ', ""));
        let values = |schema: &Schema, data_type: &str| {
            let name = Name::bare(data_type.trim_matches('"'));
            schema.enums.get(&name).map(|found| found.values.clone())
        };
        let known = step.targets.iter().find_map(|table| {
            let (origin, name) = self.identity.column(table, column)?;
            let first = self.identity.original(&origin)?.column(&name)?;
            let (old, new) =
                (values(self.identity.before(), &first.data_type)?, values(&step.before, to)?);
            Some(old.iter().all(|value| new.contains(value)))
        });
        written == spelled && known == Some(true)
    }

    pub(super) fn alter(&mut self, table: &Name, column: &Column, step: &Step<'_>, place: Place) {
        // A type that gets another name changes no value.
        if !matches!(step.command.what, What::AlterTable(_)) {
            return;
        }
        let Some((origin, name)) = self.identity.column(table, &column.name) else { return };
        let Some(old) = step.before.tables.get(table).and_then(|table| table.column(&column.name))
        else {
            return;
        };
        if old.generated.is_none() && column.generated.is_some() {
            return self.column_lost(origin, name, place);
        }
        let first = self.identity.original(&origin).and_then(|table| table.column(&name));
        if first.is_some_and(has_sequence) && column.identity.is_none() {
            let names = self.numbering(table, std::iter::once(column));
            self.begins_anew(names, table, place);
        }
        if first.is_some_and(|it| it.identity == Some(Identity::AutoIncrement))
            && column.identity.is_none()
        {
            self.forgets_the_last(&origin, table, place);
        }
        let is_same_moment =
            || using(step).is_some_and(|using| moment::is_universal(using, &column.name));
        // What a moment is in the zone of the session hangs on the session, also on the way back.
        let is_zoned = moment::is_zoned(&old.data_type, &column.data_type);
        if is_zoned && is_same_moment() {
            return;
        }
        if !is_zoned && first.is_some_and(|first| first.data_type == column.data_type) {
            return;
        }
        let is_spelled_out = || {
            let element = |data_type: &str| data_type.trim_end_matches("[]").to_owned();
            let dimensions = |data_type: &str| data_type.matches("[]").count();
            let name = Name::bare(element(&old.data_type).trim_matches('"'));
            let is_text = column.data_type.starts_with("text")
                && element(&column.data_type) == "text"
                && dimensions(&column.data_type) == dimensions(&old.data_type);
            is_text && step.before.enums.contains_key(&name)
                || domain_base(&name, &step.before).is_some_and(|base| base == column.data_type)
        };
        if is_spelled_out() {
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

    /// A column goes: its values are lost, unless they are computed, or kept somewhere for now.
    pub(super) fn column_gone(&mut self, table: Name, column: String, place: Place) {
        let first = self.identity.original(&table).and_then(|table| table.column(&column));
        if first.is_some_and(|first| first.generated.is_some()) {
            return;
        }
        let copy = self.copies.holding(&table, &column).cloned();
        match copy.or_else(|| self.taken_to(&table, &column)) {
            Some(copy) => {
                let may_be_back = false;
                self.saved.dropped(saved::Column { table, column, copy, place, may_be_back });
            }
            None => self.column_lost(table, column, place),
        }
    }

    pub(super) fn column_lost(&mut self, table: Name, column: String, place: Place) {
        let text = format!("the values of column `{table}.{column}`");
        self.lost(text, table, Some(column), place);
    }
}

/// Whether a sequence of its own numbers it; `AUTO_INCREMENT` goes on behind the largest number.
pub(super) const fn has_sequence(column: &Column) -> bool {
    use crate::schema::Identity::{Always, ByDefault};
    matches!(column.identity, Some(Always | ByDefault))
}

/// `a::integer` and `CAST(a AS integer)`: the conversion that would happen anyway.
pub(super) fn is_plain_cast(using: &str, column: &str) -> bool {
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

/// What a change of type says about how its values come about.
fn using<'s>(step: &Step<'s>) -> Option<&'s str> {
    let What::AlterTable(alter) = &step.command.what else { return None };
    match &alter.change {
        TableChange::AlterColumn { change: ColumnChange::Type { using, .. }, .. } => {
            using.as_deref()
        }
        _ => None,
    }
}
