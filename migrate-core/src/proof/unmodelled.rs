//! Attributes of tables that the model does not keep.

use crate::command::{TableChange, What};
use crate::replay::Step;
use crate::schema::Name;

/// Why the tables that a step is about may be others than the model has them.
pub(super) fn unmodelled(step: &Step<'_>) -> Option<String> {
    match &step.command.what {
        What::AlterTable(alter) => match &alter.change {
            TableChange::Inherit { .. } => {
                Some("the model does not keep which columns a table has from another".to_owned())
            }
            TableChange::SetOption { name: option, .. }
                if matches!(option.as_str(), "trigger all" | "trigger user") =>
            {
                let switched = |name: &Name| {
                    let table = step.before.tables.get(name);
                    table.is_some_and(|table| {
                        let mut settings = table.options.settings.keys();
                        settings.any(|it| it.starts_with("trigger ") && *it != *option)
                    })
                };
                let found = step.targets.iter().any(switched);
                found.then(|| "it switches triggers that were switched one by one".to_owned())
            }
            // How far numbers have come is the rows' affair.
            TableChange::Other(words) => {
                (words != "AUTO_INCREMENT").then(|| format!("the model keeps nothing of `{words}`"))
            }
            TableChange::Partition { action, .. }
                if step.changes.is_empty() && step.doubts.is_empty() =>
            {
                Some(format!("the model keeps nothing of `{action}`"))
            }
            _ => None,
        },
        What::Maintenance(work) if work.words.starts_with("CLUSTER") => {
            Some("the model does not keep the order that `CLUSTER` notes".to_owned())
        }
        _ => None,
    }
}
