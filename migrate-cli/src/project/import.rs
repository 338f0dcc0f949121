//! Migrations that were programs, written as scripts.

use std::fs;
use std::io;
use std::path::PathBuf;

use migrate_core::adopt::offline::{self, Revision};
use migrate_core::set::layout::Layout;
use migrate_core::set::name::title_from_words;
use migrate_core::text::normalized;
use migrate_core::version::Version;

use super::migration::{Form, NewMigration, following};
use super::{Project, config, lock_file, manifest, shown};
use crate::error::CliError;

/// Writes what a tool printed of its migrations as migrations of a project that has none yet, numbered in
/// their order, and lets the rules begin behind them. Returns the paths as shown. Never writes over
/// anything.
pub(crate) fn import(
    project: &Project,
    table: &str,
    files: &[PathBuf],
) -> Result<Vec<String>, CliError> {
    let mut text = String::new();
    for file in files {
        let read =
            fs::read_to_string(file).map_err(|error| failed("reading", shown(file), error))?;
        text += &normalized(&read);
        text.push('\n');
    }
    let revisions = offline::revisions(&text, table, project.target.dialect);
    if revisions.is_empty() {
        let names: Vec<String> = files.iter().map(|file| shown(file)).collect();
        let reason = "no `-- Running upgrade ...` begins a migration in it";
        let error = io::Error::new(io::ErrorKind::InvalidData, reason);
        return Err(failed("reading", names.join(", "), error));
    }
    let location = &project.location;
    let created = fs::create_dir_all(&location.path);
    created.map_err(|error| failed("creating", location.shown.clone(), error))?;
    let mut written = Vec::new();
    let mut before = None;
    for (at, revision) in revisions.iter().enumerate() {
        written.extend(write(project, at + 1, revision, before)?);
        before = Some(&*revision.name);
    }
    if config(&project.package)?.since.is_none() {
        let since = Version::parse(&numbered(revisions.len())).ok();
        let since = since.map(|newest| ("since", following(&newest, Layout::Native)));
        manifest::complete(&project.package, since.as_slice())?;
    }
    lock_file::write(&project.read())?;
    Ok(written)
}

/// The down of a migration that does nothing.
const NOTHING: &str = "-- Nothing to undo: two branches meet here\n";

fn write(
    project: &Project,
    number: usize,
    revision: &Revision,
    before: Option<&str>,
) -> Result<Vec<String>, CliError> {
    let Revision { name, down, .. } = revision;
    let title = title_from_words(name).map_err(|_| CliError::EmptyTitle { words: name.clone() })?;
    let new = NewMigration { version: numbered(number), title, form: Form::Pairs };
    let mut written = vec![new.write_up(&project.location, &revision.script(before))?];
    // Where branches meet nothing is done, and what undoes that is known.
    let is_meeting = revision.up.is_empty() && revision.behind.len() > 1;
    let down = down.as_deref().filter(|down| !down.is_empty());
    if let Some(down) = down.or(is_meeting.then_some(NOTHING)) {
        written.push(new.write_down(&project.location, down)?);
    }
    Ok(written)
}

fn numbered(number: usize) -> String {
    format!("{number:04}")
}

fn failed(doing: &'static str, path: String, error: io::Error) -> CliError {
    CliError::File { doing, path, error }
}
