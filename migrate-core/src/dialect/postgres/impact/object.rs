//! What commands cost that are about neither tables nor rows.

use crate::change::Change;
use crate::command::{DroppedKind, ObjectChange, What};
use crate::impact::{Impact, Work};
use crate::replay::Step;
use crate::schema::{Name, ObjectKind, Schema};

use super::{
    ACCESS_EXCLUSIVE, MEASURED, SHARE, SHARE_ROW_EXCLUSIVE, SHARE_UPDATE_EXCLUSIVE, also, on,
};

pub(super) fn of(step: &Step<'_>, target: &Name) -> Impact {
    match &step.command.what {
        What::CreateObject(create) => {
            let table = owner(step).unwrap_or(target);
            match create.kind {
                ObjectKind::Trigger => on(table, SHARE_ROW_EXCLUSIVE),
                ObjectKind::Policy | ObjectKind::Rule => on(table, ACCESS_EXCLUSIVE),
                ObjectKind::Statistics => on(table, SHARE_UPDATE_EXCLUSIVE),
                _ => Impact::nothing(MEASURED),
            }
        }
        What::DropObjects(drop) => {
            let of_table = [ObjectKind::Trigger, ObjectKind::Policy, ObjectKind::Rule];
            let locks = drop.kinds.iter().any(|kind| match kind {
                DroppedKind::Object(kind) => of_table.contains(kind),
                DroppedKind::Enum | DroppedKind::Sequence | DroppedKind::Routine(_) => false,
            });
            match owner(step).or_else(|| drop.table.as_ref().and(Some(target))) {
                Some(table) if locks => on(table, ACCESS_EXCLUSIVE),
                Some(table) if drop.kinds == [DroppedKind::Object(ObjectKind::Statistics)] => {
                    on(table, SHARE_UPDATE_EXCLUSIVE)
                }
                _ => Impact::nothing(MEASURED),
            }
        }
        What::AlterObject(alter)
            if matches!(
                alter.kind,
                ObjectKind::Trigger | ObjectKind::Policy | ObjectKind::Rule
            ) =>
        {
            let table = owner(step).unwrap_or(target);
            on(table, ACCESS_EXCLUSIVE)
        }
        What::AlterObject(alter) if alter.kind == ObjectKind::Domain => match &alter.change {
            ObjectChange::Other { text, .. } if checks_rows(text) => domain(step, target),
            _ => Impact::nothing(MEASURED),
        },
        What::CreateView(_) | What::DropViews { .. } | What::AlterView { .. } => views(step),
        What::AlterIndex(_) => on(target, SHARE_UPDATE_EXCLUSIVE),
        _ => Impact::nothing(MEASURED),
    }
}

/// The views that are replaced; whatever goes is locked by all commands alike.
fn views(step: &Step<'_>) -> Impact {
    step.changes.iter().fold(Impact::nothing(MEASURED), |impact, change| match change {
        Change::PutView(name, _) if step.before.views.contains_key(name) => {
            also(impact, name, ACCESS_EXCLUSIVE)
        }
        _ => impact,
    })
}

/// The table that what a step makes or drops belongs to.
fn owner<'a>(step: &'a Step<'_>) -> Option<&'a Name> {
    step.changes.iter().find_map(|change| match change {
        Change::PutObject(_, object) => object.table.as_ref(),
        Change::DropObject(name) => step.before.objects.get(name)?.table.as_ref(),
        _ => None,
    })
}

fn checks_rows(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    let adds = text.starts_with("add ") || text.starts_with("set not null");
    adds && !text.contains("not valid")
}

/// A new constraint of a domain reads every table that has a column of it.
fn domain(step: &Step<'_>, domain: &Name) -> Impact {
    users(&step.before, domain).into_iter().fold(Impact::nothing(MEASURED), |impact, table| {
        also(impact, &table, SHARE).work(Work::Scan(table))
    })
}

/// The tables with a column of that type.
#[must_use]
pub fn users(schema: &Schema, data_type: &Name) -> Vec<Name> {
    let spelled = data_type.to_string();
    let uses = schema.tables.iter().filter(|(_, table)| {
        table.columns.iter().any(|column| column.data_type.trim_end_matches("[]") == spelled)
    });
    uses.map(|(name, _)| name.clone()).collect()
}
