//! What is said of a table as a whole, and its place among others.

use crate::change::Change;
use crate::command::{Path, TableChange};
use crate::replay::failure::{Outcome, Refusal};
use crate::replay::work::Work;
use crate::schema::{Column, Name, Table, TableOptions};

/// An action that leaves columns and constraints alone.
pub(super) fn change(work: &mut Work<'_>, name: &Name, change: &TableChange) -> Outcome {
    match change {
        TableChange::Rename(to) => super::rename::rename(work, name, to),
        TableChange::SetNamespace(to) => super::rename::set_namespace(work, name, to),
        TableChange::SetOption { name: option, value }
            if matches!(option.as_str(), "charset" | "collation") =>
        {
            (work.replay.engine.set_charset)(work, name, option, value.clone())
        }
        TableChange::SetOption { name: option, value } => {
            let aria =
                |engine: Option<&String>| engine.is_some_and(|it| it.eq_ignore_ascii_case("aria"));
            if option == "engine"
                && aria(value.as_ref()) != aria(work.table_at(name)?.options.engine.as_ref())
            {
                // MariaDB notes `PAGE_CHECKSUM=1`, and keeps it for some engines and not for others.
                work.doubt(name, "options of Aria stay with the table under some other engines");
            }
            if option == "engine" && has_references(work, name)? {
                // Some engines refuse them, others forget them without a word.
                work.doubt(name, "not every engine keeps foreign keys");
            }
            if option.starts_with("period ") && value.is_some() {
                work.doubt(name, "the columns of a period become NOT NULL");
            }
            with(work, name, |options| set(options, option, value.clone()))
        }
        TableChange::ConvertCharset { charset, collation } => {
            convert(work, name, charset, collation.as_ref())
        }
        TableChange::Inherit { parent, inherit } => set_parent(work, name, parent, *inherit),
        TableChange::AttachPartition { partition, bound } => {
            let partition = work.table(partition)?;
            let parent = (name.clone(), bound.clone());
            if work.table_at(&partition)?.options.partition_of.is_some() {
                let message = format!("table `{partition}` is a partition already");
                return Err(Refusal::refused(message, work.span).about(&partition));
            }
            let (of, own) = (work.table_at(name)?, work.table_at(&partition)?);
            if let Some(lacks) = of.columns.iter().find(|it| own.column(&it.name).is_none()) {
                let message = format!("table `{partition}` has no column `{}`", lacks.name);
                return Err(Refusal::refused(message, work.span).about(&partition));
            }
            with(work, &partition, |options| options.partition_of = Some(parent))?;
            super::descend::attach_all(work, name, &partition)
        }
        TableChange::DetachPartition { partition, .. } => {
            let partition = work.table(partition)?;
            let of = work.table_at(&partition)?.options.partition_of.as_ref();
            if of.is_none_or(|(parent, _)| parent != name) {
                let message = format!("table `{partition}` is no partition of `{name}`");
                return Err(Refusal::refused(message, work.span).about(&partition));
            }
            with(work, &partition, |options| options.partition_of = None)
        }
        TableChange::Partition { action, text, .. } => partition(work, name, action, text),
        TableChange::Rebuild | TableChange::Other(_) => Ok(()),
        _ => Ok(()),
    }
}

/// Whether a table refers to others, or others to it.
fn has_references(work: &Work<'_>, name: &Name) -> Outcome<bool> {
    let own = !work.table_at(name)?.foreign_keys.is_empty();
    Ok(own || !work.dependents().referrers(name).is_empty())
}

pub(in crate::replay) fn with(
    work: &mut Work<'_>,
    name: &Name,
    change: impl FnOnce(&mut TableOptions),
) -> Outcome {
    let before = &work.table_at(name)?.options;
    let mut options = before.clone();
    change(&mut options);
    if options == *before {
        return Ok(());
    }
    work.emit(Change::SetOptions(name.clone(), options))
}

fn set(options: &mut TableOptions, option: &str, value: Option<String>) {
    match option {
        "engine" => options.engine = value,
        "comment" => options.comment = value.filter(|text| !text.is_empty()),
        _ => match value.or_else(|| switched_on(options, option)) {
            Some(value) => drop(options.settings.insert(option.to_owned(), value)),
            None => drop(options.settings.remove(option)),
        },
    }
}

/// What one trigger is that is on while all others are off.
fn switched_on(options: &TableOptions, option: &str) -> Option<String> {
    const ALL: [&str; 2] = ["trigger all", "trigger user"];
    let is_one = option.starts_with("trigger ") && !ALL.contains(&option);
    let are_off = ALL.iter().any(|all| options.settings.contains_key(*all));
    (is_one && are_off).then(|| "enabled".to_owned())
}

fn convert(work: &mut Work<'_>, name: &Name, charset: &str, collation: Option<&String>) -> Outcome {
    with(work, name, |options| {
        options.charset = Some(charset.to_owned());
        options.collation = collation.cloned();
    })?;
    if widens(work.table_at(name)?) {
        // `TEXT` becomes `MEDIUMTEXT` where its characters may take more bytes than before.
        work.doubt(name, "converting its character set may change the types of its text columns");
    }
    let changed: Vec<Column> = work
        .table_at(name)?
        .columns
        .iter()
        .filter(|column| column.charset.is_some() || column.collation.is_some())
        .map(|column| Column { charset: None, collation: None, ..column.clone() })
        .collect();
    changed.into_iter().try_for_each(|column| work.emit(Change::AlterColumn(name.clone(), column)))
}

fn widens(table: &Table) -> bool {
    table
        .columns
        .iter()
        .any(|column| matches!(column.data_type.as_str(), "tinytext" | "text" | "mediumtext"))
}

fn set_parent(work: &mut Work<'_>, name: &Name, parent: &Path, inherit: bool) -> Outcome {
    let span = parent.span;
    let parent = work.table(parent)?;
    let has = work.table_at(name)?.options.inherits.contains(&parent);
    if has == inherit {
        let verb = if inherit { "inherits from it already" } else { "does not inherit from it" };
        let message = format!("table `{name}` {verb}");
        return Err(Refusal::refused(message, span).about(name));
    }
    with(work, name, |options| {
        if inherit {
            options.inherits.push(parent);
        } else {
            options.inherits.retain(|other| *other != parent);
        }
    })
}

/// Rows are spread anew (MySQL). The definition after `PARTITION BY` is its text; of what else there
/// is only the fact is known.
fn partition(work: &mut Work<'_>, name: &Name, action: &str, text: &str) -> Outcome {
    let lower = text.to_lowercase();
    match action {
        "PARTITION BY" => {
            let by = lower
                .strip_prefix("partition by")
                .map_or(text, |rest| text.get(text.len() - rest.len()..).unwrap_or_default());
            with(work, name, |options| options.partition_by = Some(by.trim().to_owned()))
        }
        "CONVERT PARTITION" => {
            work.doubt_everything("a partition becomes a table, or a table a partition");
            Ok(())
        }
        "REMOVE PARTITIONING" => with(work, name, |options| options.partition_by = None),
        "ADD PARTITION" | "DROP PARTITION" | "COALESCE PARTITION" | "REORGANIZE PARTITION" => {
            let by = work.table_at(name)?.options.partition_by.clone().unwrap_or_default();
            match (work.replay.engine.repartition)(&by, action, text) {
                Some(by) => with(work, name, |options| options.partition_by = Some(by)),
                None => {
                    work.doubt(name, "its partitions are others");
                    Ok(())
                }
            }
        }
        _ => {
            work.doubt(name, "its partitions are others");
            Ok(())
        }
    }
}
