//! Everything the tool says. Results go to standard output, in the form that was asked for; progress,
//! notes, questions and errors go to standard error.

mod annotation;
mod branches;
mod confirmation;
mod fold;
mod html;
mod json;
mod markdown;
mod place;
pub(crate) mod progress;
mod repairs;
mod results;
mod sarif;
mod streams;
mod table;
mod text;

use std::io::{self, IsTerminal};
use std::sync::Arc;

use anstream::ColorChoice;
use migrate_core::check::Checked;
use migrate_core::dialect::{Dialect, Target};
use migrate_core::finding::Severity;
use migrate_core::finding::render::{self, Diagram, Style};
use migrate_core::rule::Rule;
use migrate_core::rules;
use migrate_core::set::{Migration, MigrationSet};
use migrate_core::text::counted;
use migrate_runtime::drift::Drift;
use migrate_runtime::event::{Event, Observer};
use migrate_runtime::plan::Plan;
use migrate_runtime::report::{MigrationStatus, Status};

use crate::cli::{Color, Format, Output};
use crate::commands::{
    Added, Awaited, Dumped, Exported, Fixes, Inventory, Makers, Prepared, Shown, Tested,
};
use crate::error::CliError;
use crate::npm::Installed;
use crate::outcome::{Now, Outcome, Stop};
use crate::proven::Proven;
use crate::ui::progress::Progress;

/// The one who speaks.
pub(crate) struct Ui {
    format: Format,
    color: ColorChoice,
    quiet: bool,
    verbose: bool,
}

impl Ui {
    /// Speaks as the options ask, and sends the log to standard error.
    pub(crate) fn new(output: &Output) -> Self {
        let color = match output.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let ui =
            Self { format: output.format, color, quiet: output.quiet, verbose: output.verbose > 0 };
        ui.log(output.verbose);
        ui
    }

    /// Says why the command ends early.
    pub(crate) fn error(&self, error: &CliError) {
        match error {
            CliError::Run(error) => self.err(&error.render(Style::Color)),
            CliError::Findings(checked) => {
                self.err(&text::findings(checked));
                self.err(&format!("\n{}", plain_error(error)));
            }
            CliError::Declined => self.err(&error.to_string()),
            _ => self.err(&plain_error(error)),
        }
    }

    /// What `init` did.
    pub(crate) fn prepared(&self, it: &Prepared) {
        self.result(|| text::prepared(it), || json::prepared(it), || markdown::prepared(it));
    }

    /// What `new` did.
    pub(crate) fn added(&self, it: &Added) {
        self.result(|| text::added(it), || json::added(it), || markdown::added(it));
    }

    /// That the migrations make the schema in the file `path` already.
    pub(crate) fn nothing_to_add(&self, path: &str) {
        let text = || format!("The migrations make the schema of {path} already: nothing to add.");
        self.result(text, || "{\n  \"version\": null\n}".to_owned(), text);
    }

    /// What `check` found in the directory that is shown as `directory`, and what it mended first.
    pub(crate) fn check(&self, it: &Checked, directory: &str, fixes: Option<&Fixes>) {
        let changed = fixes.filter(|fixes| !fixes.fixed.files.is_empty());
        if let Some(reason) = changed.and_then(|fixes| fixes.unasked.as_ref()) {
            self.note(&format!(
                "{reason}, so it is not known which migrations are applied already: do not commit \
                 a change to one that is"
            ));
        }
        match self.format {
            Format::Text => {
                let report = text::check(it, directory, fixes);
                self.out(&fold::report(&report, fold::of_stdout()));
            }
            Format::Json => self.out(&json::check(it, fixes)),
            Format::Markdown => self.out(&markdown::check(it, directory, fixes)),
            Format::Sarif => self.out(&sarif::check(it)),
            // The forms of pictures are refused where there are none.
            Format::Github | Format::Mermaid | Format::Dot | Format::Svg => {
                let annotations = annotation::check(it);
                if !annotations.is_empty() {
                    self.out(&annotations);
                }
            }
        }
    }

    /// What a rule is about.
    pub(crate) fn rule(&self, it: &Rule, dialect: Option<Dialect>) {
        let markdown = || markdown::rule(it, dialect);
        self.result(|| text::rule(it, dialect), || json::rule(it), markdown);
    }

    /// All rules.
    pub(crate) fn rules(&self, all: &[&Rule]) {
        self.result(|| text::rules(all), || json::rules(all), rules::markdown);
    }

    /// Where the migrations stand.
    pub(crate) fn status(&self, status: &Status) {
        self.result(|| text::status(status), || json::status(status), || markdown::status(status));
        for note in &status.notes {
            self.note(&note.to_string());
        }
    }

    /// How far a database is.
    pub(crate) fn current(&self, status: &Status, now: &Now) {
        let text = || text::current(status, now);
        self.result(text, || json::current(status, now), || format!("**Current:** {}", text()));
    }

    /// What would be applied.
    pub(crate) fn pending(&self, pending: &Awaited<'_>) {
        let markdown = || markdown::pending(pending);
        self.result(|| text::pending(pending), || json::pending(pending), markdown);
    }

    /// The newest migration of a directory.
    pub(crate) fn heads(&self, head: Option<&Migration>) {
        let text = || head.map_or("There are no migrations.".to_owned(), Migration::name);
        self.result(text, || json::heads(head), text);
    }

    /// What was applied, in that order; `whole` adds where and by whom.
    pub(crate) fn history(&self, applied: &[&MigrationStatus], whole: bool) {
        let markdown = || markdown::history(applied);
        self.result(|| text::history(applied, whole), || json::history(applied), markdown);
    }

    /// One migration, and what is known of it.
    pub(crate) fn shown(&self, it: &Shown<'_>) {
        self.result(|| text::shown(it), || json::shown(it), || markdown::shown(it));
    }

    /// That the directory has errors, so that what was read of it is not all of it.
    pub(crate) fn incomplete(&self, directory: &str, errors: usize) {
        self.err(&text::warning(&format!(
            "{directory} has {}, so this may not be all of it: see `cargo migrate check`",
            counted(errors, "error")
        )));
    }

    /// What a run did.
    pub(crate) fn outcome(&self, outcome: &Outcome<'_>, set: &MigrationSet) {
        for note in &outcome.notes {
            self.note(&note.to_string());
        }
        let failed = matches!(outcome.stop, Some(Stop::Failed { .. }));
        // The error itself follows on standard error; in text that says it all.
        if failed && self.format == Format::Text && outcome.steps.is_empty() {
            return;
        }
        self.result(
            || text::outcome(outcome, set),
            || json::outcome(outcome),
            || markdown::outcome(outcome),
        );
    }

    /// What a run would do; `is_record` where it writes the history alone.
    pub(crate) fn dry_run(&self, plan: &Plan<'_>, set: &MigrationSet, is_record: bool) {
        let text = || text::dry_run(plan, set, is_record);
        let markdown = || format!("```sql\n{}\n```", text().trim_end());
        self.copied(text, || json::dry_run(plan, set, is_record), markdown);
        for note in &plan.notes {
            self.note(&note.to_string());
        }
    }

    /// What became of a dump of the schema.
    pub(crate) fn dumped(&self, it: &Dumped) {
        self.copied(|| text::dumped(it), || json::dumped(it), || markdown::dumped(it));
    }

    /// A script that a person runs, and the file it is in.
    pub(crate) fn script(&self, sql: &str, file: Option<&str>) {
        let written = |file: &str| format!("written {file}");
        self.copied(
            || file.map_or_else(|| sql.to_owned(), written),
            || json::script(sql, file),
            || file.map_or_else(|| format!("```sql\n{sql}```\n"), written),
        );
    }

    /// The files that were made of another tool's programs; the result is what is recorded of them.
    pub(crate) fn imported(&self, files: &[String]) {
        if !self.quiet {
            files.iter().for_each(|file| self.err(&format!("created {file}")));
        }
    }

    /// What was written for another tool.
    pub(crate) fn exported(&self, it: &Exported) {
        self.result(|| text::exported(it), || json::exported(it), || text::exported(it));
    }

    /// A text for another program, in the language of that.
    pub(crate) fn generated(&self, language: &str, text: &str) {
        self.copied(
            || text.to_owned(),
            || json::generated(language, text),
            || format!("```{language}\n{text}```\n"),
        );
    }

    /// That the manual pages are in a directory.
    pub(crate) fn pages(&self, directory: &str) {
        let text = || format!("written {directory}");
        self.result(text, || json::pages(directory), text);
    }

    /// What is different in a database from what `makers` make.
    pub(crate) fn drift(&self, it: &Drift, makers: Makers, target: Target) {
        let markdown = || markdown::drift(it, makers, target);
        self.result(|| text::drift(it, makers, target), || json::drift(it, target), markdown);
    }

    /// Which server something is done on, and for which one the migrations are written where that is another.
    pub(crate) fn shadow(&self, doing: &str, words: &str, other: Option<Target>) {
        let other = other.map(|target| format!("; the target in Cargo.toml is {target}"));
        self.note(&format!("{doing} on {words}{}", other.unwrap_or_default()));
    }

    /// That something has begun which takes a while.
    pub(crate) fn begins(&self, what: &str) {
        if !self.quiet {
            self.err(what);
        }
    }

    /// What `shadow list` found.
    pub(crate) fn inventory(&self, it: &Inventory) {
        self.result(|| text::inventory(it), || json::inventory(it), || markdown::inventory(it));
    }

    /// What `shadow install` did.
    pub(crate) fn installed(&self, it: &Installed) {
        self.result(|| text::installed(it), || json::installed(it), || text::installed(it));
    }

    /// What is known of the rollback of each migration.
    pub(crate) fn verification(&self, it: &Proven, set: &MigrationSet) {
        self.result(
            || text::verification(it, set),
            || json::verification(it, set),
            || markdown::verification(it),
        );
    }

    /// The same as a page for a browser, of the directory that is shown as `directory`.
    pub(crate) fn page(&self, it: &Proven, checked: &Checked, directory: &str) -> String {
        html::verification(it, checked, directory)
    }

    /// That a file was written.
    pub(crate) fn written(&self, path: &str) {
        self.note(&format!("{path} is written"));
    }

    /// That the lock file did not say what is known now.
    pub(crate) fn lock_file_rewritten(&self, path: &str) {
        self.note(&format!("{path} is written anew: commit it"));
    }

    /// Shows what will be rolled back, or out of the history, and asks.
    pub(crate) fn confirm(&self, plan: &Plan<'_>, is_record: bool) -> Result<(), CliError> {
        self.err(&text::plan(plan, is_record));
        confirmation::ask(match is_record {
            true => CliError::UnconfirmedRecord,
            false => CliError::Unconfirmed,
        })
    }

    /// Whether results are for people.
    pub(crate) fn is_text(&self) -> bool {
        self.format == Format::Text
    }

    /// How the command ended that was run on a fresh database. In text, standard output is the command's.
    pub(crate) fn tested(&self, it: &Tested) {
        if self.is_text() {
            return self.note(&text::tested(it));
        }
        self.result(|| text::tested(it), || json::tested(it), || text::tested(it));
    }

    /// Shows the progress of what runs `set`.
    pub(crate) fn progress(&self, set: &MigrationSet) -> Progress {
        // The log says it too.
        match (self.quiet || self.verbose, io::stderr().is_terminal()) {
            (true, _) => Progress::silent(set),
            (false, true) => Progress::bar(set),
            (false, false) => Progress::lines(set),
        }
    }

    /// Nobody who watches.
    pub(crate) fn silence(&self) -> Arc<dyn Observer> {
        Arc::new(|_: &Event<'_>| {})
    }
}

/// An error in the look of the others.
fn plain_error(error: &CliError) -> String {
    let (title, hints) = (error.to_string(), error.hints());
    let footers = hints.iter().map(|hint| ("help", hint.as_str())).collect();
    let severity = Severity::Error;
    render::draw(&Diagram { severity, title: &title, places: Vec::new(), footers }, Style::Color)
}
