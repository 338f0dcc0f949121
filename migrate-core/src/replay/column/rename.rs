//! What follows a column to its new name.

use crate::change::Change;
use crate::command::Ident;
use crate::dialect::Dialect;
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::replay::{constraint, expression, view};
use crate::schema::{
    Check, Column, Constraint, Exclusion, ForeignKey, Generated, Index, IndexKey, Name, Sequence,
    TableOptions,
};

/// `RENAME COLUMN`. Keys and indexes keep their names, expressions of the table follow.
pub(in crate::replay) fn rename(
    work: &mut Work<'_>,
    table: &Name,
    from: &Ident,
    to: &Ident,
) -> Outcome {
    let old = work.column(table, from)?;
    let new = to.name.as_str();
    if old == new {
        return Ok(());
    }
    if work.has_column(table, new) && !work.replay.engine.same(&old, new) {
        let what = format_args!("column `{new}` of table `{table}`");
        return Err(Refusal::duplicate(what, to.span).about(table));
    }
    (work.replay.engine.check_renamed_column)(work, table, &old, from.span)?;
    let renamed = Renamed { table, from: &old, to: new, dialect: work.replay.engine.dialect };
    let (from, to) = (old.clone(), new.to_owned());
    work.emit(Change::RenameColumn { table: table.clone(), from, to })?;
    renamed.in_columns(work)?;
    renamed.in_constraints(work)?;
    renamed.in_indexes(work)?;
    renamed.in_options(work)?;
    renamed.in_references(work)?;
    renamed.in_sequences(work)?;
    view::follow_column(work, table, &old, new)?;
    (work.replay.engine.follow_column)(work, table, &old, new)
}

struct Renamed<'a> {
    table: &'a Name,
    from: &'a str,
    to: &'a str,
    dialect: Dialect,
}

impl Renamed<'_> {
    /// The expression after the renaming, where it names the column.
    fn text(&self, text: &str) -> Option<String> {
        expression::names(text, self.from, self.dialect)
            .then(|| expression::rename(text, self.from, self.to, self.dialect))
    }

    fn in_columns(&self, work: &mut Work<'_>) -> Outcome {
        let changed: Vec<Column> = work
            .table_at(self.table)?
            .columns
            .iter()
            .filter_map(|column| {
                let generated = column.generated.as_ref()?;
                let expression = self.text(&generated.expression)?;
                let generated = Some(Generated { expression, ..generated.clone() });
                Some(Column { generated, ..column.clone() })
            })
            .collect();
        let table = self.table;
        changed
            .into_iter()
            .try_for_each(|column| work.emit(Change::AlterColumn(table.clone(), column)))
    }

    fn in_constraints(&self, work: &mut Work<'_>) -> Outcome {
        let of = work.table_at(self.table)?;
        let mut changed = Vec::new();
        for check in &of.checks {
            let is_own = check.in_column && check.name.as_deref() == Some(self.from);
            let expression = self.text(&check.expression);
            if is_own || expression.is_some() {
                let expression = expression.unwrap_or_else(|| check.expression.clone());
                let name = if is_own { Some(self.to.to_owned()) } else { check.name.clone() };
                let new = Check { name, expression, ..check.clone() };
                changed.push((Constraint::Check(check.clone()), Constraint::Check(new)));
            }
        }
        for other in &of.exclusions {
            if let Some(definition) = self.text(&other.definition) {
                let new = Exclusion { definition, ..other.clone() };
                changed.push((Constraint::Exclusion(other.clone()), Constraint::Exclusion(new)));
            }
        }
        changed
            .into_iter()
            .try_for_each(|(old, new)| constraint::replace(work, self.table, old, new))
    }

    fn in_indexes(&self, work: &mut Work<'_>) -> Outcome {
        let of = work.table_at(self.table)?;
        let changed: Vec<(String, Index)> = of
            .indexes
            .iter()
            .filter_map(|(name, index)| Some((name.clone(), self.index(index)?)))
            .collect();
        for (name, index) in changed {
            let table = self.table.clone();
            work.emit(Change::DropIndex { table: table.clone(), name: name.clone() })?;
            work.emit(Change::CreateIndex { table, name, index })?;
        }
        Ok(())
    }

    fn index(&self, index: &Index) -> Option<Index> {
        let mut new = index.clone();
        for part in &mut new.columns {
            if let IndexKey::Expression(text) = &mut part.key
                && let Some(renamed) = self.text(text)
            {
                *text = renamed;
            }
        }
        if let Some(renamed) = new.predicate.as_deref().and_then(|text| self.text(text)) {
            new.predicate = Some(renamed);
        }
        (new != *index).then_some(new)
    }

    fn in_options(&self, work: &mut Work<'_>) -> Outcome {
        let options = &work.table_at(self.table)?.options;
        let Some(by) = options.partition_by.as_deref().and_then(|text| self.text(text)) else {
            return Ok(());
        };
        let options = TableOptions { partition_by: Some(by), ..options.clone() };
        work.emit(Change::SetOptions(self.table.clone(), options))
    }

    fn in_references(&self, work: &mut Work<'_>) -> Outcome {
        let (table, from) = (self.table, self.from);
        let same = |column: &String| work.replay.engine.same(column, from);
        let keys =
            constraint::references_to(work, table, |key| key.referenced_columns.iter().any(same));
        for (referrer, key) in keys {
            let mut new = ForeignKey { ..key.clone() };
            for column in &mut new.referenced_columns {
                if work.replay.engine.same(column, from) {
                    *column = (work.replay.engine.referenced_column)(self.to);
                }
            }
            let (old, new) = (Constraint::ForeignKey(key), Constraint::ForeignKey(new));
            constraint::replace(work, &referrer, old, new)?;
        }
        Ok(())
    }

    fn in_sequences(&self, work: &mut Work<'_>) -> Outcome {
        for name in work.dependents().owned(self.table) {
            let Some(old) = work.schema().sequences.get(&name).cloned() else { continue };
            if old.owned_by.as_ref().is_some_and(|(_, column)| column == self.from) {
                let owned_by = Some((self.table.clone(), self.to.to_owned()));
                let new = Sequence { owned_by, ..old };
                work.emit(Change::PutSequence(Name::clone(&name), new))?;
            }
        }
        Ok(())
    }
}
