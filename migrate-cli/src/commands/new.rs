//! `cargo migrate new`

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use migrate_core::analysis::MigrationVerdict;
use migrate_core::check::Checked;
use migrate_core::finding::Finding;
use migrate_core::propose::{self, Proposal};
use migrate_core::replay::Replay;
use migrate_core::set::name::{self, Direction};
use migrate_core::set::rules::EMPTY_UP;
use migrate_core::text::normalized;
use migrate_core::version::Version;

use crate::cli::Common;
use crate::error::CliError;
use crate::exit::Exit;
use crate::project::draft::{self, Draft};
use crate::project::editor::Editor;
use crate::project::file;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{
    Form, Names, NewMigration, RepeatableFile, next_number, next_version,
};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Add a migration: its two scripts, and its entry in migrate.lock
///
/// Without more the scripts are comments, and the build refuses them until there is a statement in
/// each. With `--sql` or `--from` the up is written, and so is the down, as far as it follows from the
/// up; with `--from-schema` both are. What was proposed is judged at once, as by `cargo migrate check`,
/// and what a down cannot say is left to you in a comment. Exits with 1 where the build would refuse it.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct New {
    /// What it does, as in "add role to users"; the name of a repeatable script, as in "active users"
    title: String,
    /// A script without a version, which runs again whenever its text changes: `R__active_users.sql`
    ///
    /// For views and functions. It has no down, since the history keeps the text that was current
    /// before; so let it be able to run over its own result, as `CREATE OR REPLACE` is.
    #[arg(long, conflicts_with_all = ["from_schema", "sequential"])]
    repeatable: bool,
    /// The statements of the up
    #[arg(long, value_name = "STATEMENTS", allow_hyphen_values = true, conflicts_with_all = ["from", "from_schema"])]
    sql: Option<String>,
    /// A file with the statements of the up; `-` for standard input
    #[arg(long, value_name = "FILE", conflicts_with = "from_schema")]
    from: Option<PathBuf>,
    /// A file with the whole schema as it is wanted: what leads there from the migrations is written
    ///
    /// What has another name in it than the migrations give it is dropped and made anew, so write
    /// renames yourself.
    #[arg(long, value_name = "FILE")]
    from_schema: Option<PathBuf>,
    /// Open the up in the editor that VISUAL or EDITOR names, and then the down that follows from it
    #[arg(long)]
    edit: bool,
    /// Write it in Rust: a file with both functions, which the program that embeds it runs
    #[arg(long, conflicts_with_all = ["sql", "from", "from_schema", "edit"])]
    rust: bool,
    /// Number the migration, where it is the first one; those behind follow by themselves
    #[arg(long)]
    sequential: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate new \"add role to users\"
  cargo migrate new \"add role to users\" --sql \"ALTER TABLE users ADD COLUMN role TEXT;\"
  cargo migrate new \"add role to users\" --from up.sql
  cargo migrate new \"add role to users\" --from-schema schema.sql
  cargo migrate new \"backfill slugs\" --rust
  cargo migrate new \"add role to users\" --edit
  cargo migrate new --repeatable \"active users\" --from view.sql";

/// What was written.
pub(crate) struct Added {
    /// The version; none of a repeatable script.
    pub(crate) version: Option<String>,
    /// The title.
    pub(crate) title: String,
    /// The up as shown.
    pub(crate) up: String,
    /// The down as shown; none where the up says that there is no way back.
    pub(crate) down: Option<String>,
    /// The lock file as shown.
    pub(crate) lock_file: String,
    /// What became of it.
    pub(crate) written: Written,
    /// What is known of it, where it holds statements.
    pub(crate) judged: Option<Judged>,
}

/// A migration that was written with its statements, and what is known of it.
pub(crate) struct Judged {
    /// The down that follows from the up; none where there is no way back.
    pub(crate) proposal: Option<Proposal>,
    /// The set with it, judged.
    pub(crate) checked: Checked,
}

impl Judged {
    fn of(draft: Draft, project: &Project) -> Option<Self> {
        let proposal = match draft {
            Draft::Empty(_) => return None,
            Draft::Irreversible => None,
            Draft::Proposed(_, proposal) => Some(proposal),
        };
        Some(Self { proposal, checked: project.check() })
    }
}

impl New {
    pub(super) fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let title = name::title_from_words(&self.title)
            .map_err(|_| CliError::EmptyTitle { words: self.title.clone() })?;
        let editor = if self.edit { Some(Editor::find()?) } else { None };
        let project = Project::find(&common.place)?;
        let location = &project.location;
        // What Cargo.toml names begins with the first migration; what is typed may have a slip in it.
        match common.place.dir {
            None => file::directory(location)?,
            Some(_) if location.path.is_dir() => {}
            Some(_) => return Err(CliError::NoDirectory { shown: location.shown.clone() }),
        }
        let reading = project.read();
        lock_file::usable(&reading)?;
        if self.rust {
            return self.code(title, &project, ui);
        }
        if self.repeatable {
            return self.repeat(title, &project, editor.as_ref(), ui);
        }
        let before = Replay::after(project.target, reading.set.migrations.iter());
        let Some(up) = self.up(&before)? else {
            ui.nothing_to_add(&self.from_schema.as_deref().map(shown).unwrap_or_default());
            return Ok(Exit::Done);
        };
        let (new, written) = self.write(title, &up, &project, &before, editor.as_ref())?;
        let reading = project.read();
        let lock = lock_file::write(&reading)?;
        let added = Added {
            up: written.up,
            down: written.down,
            lock_file: shown(&lock_file::path(&reading)),
            written: lock,
            judged: Judged::of(written.draft, &project),
            version: Some(new.version),
            title: new.title,
        };
        let is_wrong = added.has_errors();
        ui.added(&added);
        Ok(if is_wrong { Exit::Findings } else { Exit::Done })
    }

    /// Writes a script without a version.
    fn repeat(
        &self,
        name: String,
        project: &Project,
        editor: Option<&Editor>,
        ui: &Ui,
    ) -> Result<Exit, CliError> {
        let layout = project.settings().layout;
        let script = RepeatableFile::new(&name);
        if !layout.is_repeatable(&script.file) {
            return Err(CliError::NoRepeatables { layout: layout.name() });
        }
        let text = match (&self.sql, &self.from) {
            (Some(sql), _) => format!("{}\n", normalized(sql).trim_end()),
            (None, Some(file)) => text_of(file)?,
            (None, None) => draft::empty_repeatable(&self.title),
        };
        let up = script.write(&project.location, &text)?;
        if let Some(editor) = editor {
            let path = project.location.path.join(&script.file);
            // What nobody has written need not stay.
            editor.open(&path).map_err(|error| {
                let _ = fs::remove_file(&path);
                error.taken_back()
            })?;
        }
        let reading = project.read();
        let written = lock_file::write(&reading)?;
        let is_empty = |finding: &Finding| {
            finding.rule == &EMPTY_UP && finding.place().is_some_and(|place| place.0 == up)
        };
        let judged = !reading.findings.iter().any(is_empty);
        let added = Added {
            version: None,
            title: name,
            down: None,
            lock_file: shown(&lock_file::path(&reading)),
            written,
            judged: judged.then(|| Judged { proposal: None, checked: project.check() }),
            up,
        };
        let is_wrong = added.has_errors();
        ui.added(&added);
        Ok(if is_wrong { Exit::Findings } else { Exit::Done })
    }

    /// The text of the up before anybody edits it; nothing where the schema is as it is wanted.
    fn up(&self, before: &Replay) -> Result<Option<String>, CliError> {
        if let Some(sql) = &self.sql {
            return Ok(Some(format!("{}\n", normalized(sql).trim_end())));
        }
        if let Some(file) = &self.from {
            return Ok(Some(text_of(file)?));
        }
        let Some(file) = &self.from_schema else { return Ok(Some(draft::empty_up(&self.title))) };
        let [up, _] = propose::towards(before, &text_of(file)?);
        if up == Proposal::default() {
            return Ok(None);
        }
        Ok(Some(draft::up(&self.title, &up)))
    }

    /// Writes a migration in Rust.
    fn code(&self, title: String, project: &Project, ui: &Ui) -> Result<Exit, CliError> {
        project.has_own_layout()?;
        let names = names(project)?;
        let new = NewMigration { version: self.version(&names.versions)?, form: Form::Code, title };
        let up = new.write_up(&project.location, &draft::empty_code(&self.title))?;
        let reading = project.read();
        ui.added(&Added {
            up,
            down: None,
            written: lock_file::write(&reading)?,
            lock_file: shown(&lock_file::path(&reading)),
            judged: None,
            version: Some(new.version),
            title: new.title,
        });
        Ok(Exit::Done)
    }

    fn write(
        &self,
        title: String,
        up: &str,
        project: &Project,
        before: &Replay,
        editor: Option<&Editor>,
    ) -> Result<(NewMigration, Scripts), CliError> {
        let location = &project.location;
        let names = names(project)?;
        let version = self.version(&names.versions)?;
        let new = NewMigration { version, form: names.form, title };
        let shown_up = new.write_up(location, up)?;
        let mut text = up.to_owned();
        if let Some(editor) = editor {
            let path = location.path.join(new.file(Direction::Up));
            let edited = editor.open(&path).and_then(|()| text_of(&path));
            text = edited.map_err(|error| {
                new.remove_up(location);
                error.taken_back()
            })?;
        }
        let (up, own) = new.divided(text);
        let draft = Draft::of(&self.title, &up, before);
        let down = match draft.text() {
            // Who edited a file that holds both scripts may have written both.
            Some(_) if own.is_some() => Some(shown_up.clone()),
            Some(text) => Some(new.write_down(location, text).inspect_err(|_| {
                // What somebody has written in an editor stays.
                if editor.is_none() {
                    new.remove_up(location);
                }
            })?),
            None => None,
        };
        if let (Some(editor), Some(_)) = (editor, &down) {
            editor.open(&location.path.join(new.file(Direction::Down)))?;
        }
        Ok((new, Scripts { up: shown_up, down, draft }))
    }

    fn version(&self, existing: &[Version]) -> Result<String, CliError> {
        if self.sequential {
            let newest = existing.last().map(ToString::to_string).unwrap_or_default();
            return next_number(existing).ok_or(CliError::NotSequential { newest });
        }
        let now = Timestamp::now().to_zoned(TimeZone::UTC).datetime();
        Ok(next_version(existing, now))
    }
}

/// The scripts that were written.
struct Scripts {
    up: String,
    down: Option<String>,
    draft: Draft,
}

impl Added {
    /// Whether there is anything in it that the build refuses although its statements are written.
    fn has_errors(&self) -> bool {
        let Some(judged) = &self.judged else { return false };
        self.findings(&judged.checked).any(Finding::is_error)
    }

    /// What is known of its way back.
    pub(crate) fn verdict<'c>(&self, checked: &'c Checked) -> Option<&'c MigrationVerdict> {
        checked.analysis.verdicts.iter().find(|it| match &self.version {
            Some(version) => it.version.as_str() == version,
            None => it.version.is_run() && it.title == self.title,
        })
    }

    /// What there is to say of this migration alone.
    pub(crate) fn findings<'c>(
        &'c self,
        checked: &'c Checked,
    ) -> impl Iterator<Item = &'c Finding> {
        let files = [Some(&self.up), self.down.as_ref()];
        let is_here = move |path: &str| files.iter().flatten().any(|file| *file == path);
        checked
            .findings()
            .filter(move |finding| finding.labels.iter().any(|label| is_here(&label.path)))
    }
}

fn names(project: &Project) -> Result<Names, CliError> {
    let location = &project.location;
    let names = Names::read(&location.path, project.settings().layout);
    names.map_err(|error| CliError::File { doing: "reading", path: location.shown.clone(), error })
}

fn text_of(file: &Path) -> Result<String, CliError> {
    let text = if file == Path::new("-") {
        let mut text = String::new();
        io::stdin().read_to_string(&mut text).map(|_| text)
    } else {
        fs::read_to_string(file)
    };
    let text =
        text.map_err(|error| CliError::File { doing: "reading", path: shown(file), error })?;
    Ok(normalized(&text).into_owned())
}
