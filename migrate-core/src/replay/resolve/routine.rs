//! Bodies of functions in SQL: the engine reads them when it is told of them.
//!
//! It reads all statements before any of them runs, so that a table which one of them makes is not there
//! for the next; and what defines something is read no further (`fmgr_sql_validator` in `pg_proc.c`).

use super::Resolver;
use crate::command::{CreateObject, Data, Routine, What};
use crate::replay::failure::Outcome;
use crate::replay::work::Work;

/// Refuses a body that names what is not there.
pub(super) fn check(work: &Work<'_>, create: &CreateObject) -> Outcome {
    let Some(routine) = create.routine.as_ref().filter(|it| is_read(work, create, it)) else {
        return Ok(());
    };
    let own = create.name.name.split('(').next().unwrap_or_default();
    let names = routine.arguments.iter().map(String::as_str).filter(|name| !name.is_empty());
    let arguments: Vec<&str> = names.chain([own]).collect();
    for command in routine.body.iter().flat_map(|statement| &statement.commands) {
        let What::Data(data) = &command.what else { continue };
        relations(work, data)?;
        Resolver::new(work, &command.names, &arguments).check_all(Ok(()))?;
    }
    Ok(())
}

/// Whether the engine reads the body: not where the types in it are those of whoever calls it.
fn is_read(work: &Work<'_>, create: &CreateObject, routine: &Routine) -> bool {
    let types = create.name.name.split_once('(').map_or("", |(_, types)| types);
    let any = |text: &str| text.split([',', ' ', ')']).any(|it| it.starts_with("any"));
    work.replay.engine.binds
        && work.session.checks_bodies
        && routine.language == "sql"
        && !any(types)
        && !routine.returns.as_deref().is_some_and(any)
}

fn relations(work: &Work<'_>, data: &Data) -> Outcome {
    data.tables.iter().chain(&data.reads).try_for_each(|path| match work.find_relation(path) {
        None if !work.is_own(path) => Err(work.unknown_relation(path)),
        _ => Ok(()),
    })
}
