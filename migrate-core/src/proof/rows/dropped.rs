//! What becomes of the rows of a table that goes.

use super::Rows;
use super::bystanders::refers_to;
use super::column::has_sequence;
use crate::proof::Place;
use crate::replay::Step;
use crate::schema::{Column, Identity, Name};

impl Rows<'_> {
    /// A table goes, its rows with it unless another one has them.
    pub(super) fn drop_table(&mut self, name: &Name, step: &Step<'_>, place: Place) {
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
        let counted = || {
            let columns = table.into_iter().flat_map(|table| &table.columns);
            columns.filter(|column| has_sequence(column))
        };
        if counted().next().is_some() {
            let names = self.numbering(name, counted());
            self.begins_anew(names, name, place);
        }
        let counts = |column: &Column| column.identity == Some(Identity::AutoIncrement);
        if table.is_some_and(|table| table.columns.iter().any(counts)) {
            self.forgets_the_last(name, &heir, place);
        }
        self.identity.moved(&heir, origin, columns);
    }
}
