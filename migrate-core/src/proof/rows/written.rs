//! Rows that are written and are in no table of the model.

use super::Rows;
use crate::replay::Step;
use crate::schema::{Column, Name, ObjectKind, ObjectName};

impl Rows<'_> {
    /// What is written that the rows of no table of before stand for: those of a virtual or foreign table,
    /// or whichever a view shows.
    pub(super) fn elsewhere(&self, targets: &[Name], step: &Step<'_>) -> Option<String> {
        let before = &self.identity.before().objects;
        let is_other = |name: &Name| {
            let kinds = [ObjectKind::VirtualTable, ObjectKind::Foreign];
            kinds
                .iter()
                .any(|kind| before.contains_key(&ObjectName { kind: *kind, name: name.clone() }))
        };
        let table = targets.iter().find(|name| is_other(name));
        let other = table.map(|name| format!("rows of table `{name}` are changed"));
        let view = || targets.iter().find(|name| step.before.views.contains_key(name));
        other.or_else(|| view().map(|name| format!("rows are changed by way of view `{name}`")))
    }

    /// What fills a new column with values that a function of the migrations computes, which may write
    /// rows of its own.
    pub(super) fn filled(&self, column: &Column, step: &Step<'_>) -> Option<String> {
        let default = column.default.as_deref()?;
        let routines = step.before.objects.keys().filter(|it| it.kind == ObjectKind::Routine);
        let mut names = routines.filter_map(|it| it.name.name.split('(').next());
        let name = names.find(|name| {
            let calls = [format!("{name} ("), format!("{name}(")];
            !name.is_empty() && calls.iter().any(|call| default.contains(call))
        })?;
        Some(format!("it is not known what the function `{name}` does to rows"))
    }
}
