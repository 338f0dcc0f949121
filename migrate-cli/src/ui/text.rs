//! Results for people.

mod added;
mod branches;
mod check;
mod examined;
mod listing;
mod repair;
mod rule;
mod run;
mod schema;
mod shadow;
mod shown;
mod tested;
mod verification;

use std::fmt::Write;

use anstyle::{AnsiColor, Style};
use migrate_core::text::counted;
use migrate_runtime::history::Applied;
use migrate_runtime::report::{Standing, Status};

use super::fold;
use super::table::{self, Cell, painted, plain};
use crate::commands::Prepared;

pub(super) use added::{added, proposed};
pub(super) use branches::{merged, rebased, squashed};
use check::way_back;
pub(super) use check::{check, details, findings, summary as check_summary, verdict_summary};
pub(super) use examined::{examined, state};
pub(super) use listing::{current, history, pending};
pub(super) use repair::{
    announced, details as trouble_details, repaired, repairs, title as trouble_title,
};
pub(super) use rule::{rule, rules};
pub(super) use run::{dry_run, milliseconds, outcome, path_of, plan};
pub(super) use schema::{drift, drift_summary, dumped, exported};
pub(super) use shadow::{installed, inventory, word as server_word};
pub(super) use shown::{effect, measured, receipts, rollback, shown};
pub(super) use tested::tested;
pub(super) use verification::{rows, summary as verification_summary, verification};

const BOLD: Style = Style::new().bold();
const GOOD: Style = AnsiColor::Green.on_default();
const WAITING: Style = AnsiColor::Yellow.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();

fn bold(text: &str) -> String {
    painted(&(text.to_owned(), BOLD))
}

/// Lines that stand further in.
fn indented(text: &str) -> String {
    let lines = text.lines().map(|line| format!("    {line}").trim_end().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// A line of a list. Prose goes on below itself on a terminal; a command, a statement and a line of a
/// comparison are there to be copied.
fn point(line: &str) -> String {
    let is_copied = line.starts_with(|first: char| !first.is_alphanumeric() && first != '`')
        || line.starts_with("cargo ")
        || line.ends_with(';');
    let line = format!("    {line}");
    if is_copied { line.trim_end().to_owned() } else { fold::item(&line, 6) }
}

/// The lines of a list.
fn points<L: AsRef<str>>(lines: impl IntoIterator<Item = L>) -> String {
    lines.into_iter().map(|line| point(line.as_ref())).collect::<Vec<_>>().join("\n")
}

/// Something that is worth knowing.
pub(super) fn note(text: &str) -> String {
    format!("{}: {text}", bold("note"))
}

/// Something that is not as it should be.
pub(super) fn warning(text: &str) -> String {
    format!("{}: {text}", painted(&("warning".to_owned(), WAITING.bold())))
}

/// The result of `status`.
pub(super) fn status(status: &Status) -> String {
    if status.migrations.is_empty() && status.repeatables.is_empty() {
        return "There are no migrations, and none is applied.".to_owned();
    }
    let heading = ["version", "title", "status", "applied at (UTC)", "took"]
        .map(|text| (text.to_owned(), BOLD));
    let repeatables = status.repeatables.iter();
    let repeatables =
        repeatables.map(|it| standing_row("R", &it.name, (it.standing, it.applied.as_ref())));
    let migrations = status
        .migrations
        .iter()
        .map(|it| standing_row(it.version.as_str(), &it.title, (it.standing, it.applied.as_ref())));
    let rows: Vec<[Cell; 5]> =
        std::iter::once(heading).chain(migrations).chain(repeatables).collect();
    format!("{}\n{}", table::fitted(rows), status_summary(status))
}

fn standing_row(
    version: &str,
    title: &str,
    (standing, applied): (Standing, Option<&Applied>),
) -> [Cell; 5] {
    let style = match standing {
        Standing::Applied | Standing::CommentsEdited | Standing::Replaced => GOOD,
        Standing::Pending => WAITING,
        Standing::Edited | Standing::Unknown | Standing::Interrupted => BAD,
    };
    let details = applied.map(|applied| &applied.details);
    [
        plain(version),
        plain(title),
        (standing.word().to_owned(), style),
        plain(details.map(|it| when(&it.applied_at)).unwrap_or_default()),
        plain(details.map(|it| format!("{} ms", it.duration_ms)).unwrap_or_default()),
    ]
}

/// `2026-01-01 12:00:00` of `2026-01-01T12:00:00.000Z`.
pub(super) fn when(time: &str) -> String {
    let seconds = time.split_once('.').map_or(time, |(seconds, _)| seconds);
    seconds.trim_end_matches('Z').replacen('T', " ", 1)
}

/// One sentence on where the database stands.
pub(super) fn status_summary(status: &Status) -> String {
    let all = status.migrations.iter().map(|it| it.standing);
    let all: Vec<Standing> = all.chain(status.repeatables.iter().map(|it| it.standing)).collect();
    let count = |those: &[Standing]| all.iter().filter(|it| those.contains(it)).count();
    let conflicts = count(&[Standing::Edited, Standing::Unknown]);
    let interrupted = count(&[Standing::Interrupted]);
    let at = match status.current() {
        Some(version) if interrupted > 0 => format!("The database is in the middle of {version}"),
        Some(version) => format!("The database is at {version}"),
        None => "Nothing is applied".to_owned(),
    };
    let mut text = match (status.pending(), conflicts + interrupted) {
        (0, 0) => format!("{at}, and nothing is pending"),
        (0, _) => at,
        (pending, _) => format!("{at}; {} pending", are(pending)),
    };
    if conflicts > 0 {
        // Writing to a `String` does not fail.
        let _ = write!(text, "; {} not as the directory has it", are(conflicts));
    }
    if conflicts + interrupted > 0 {
        text += ": `cargo migrate repair` says what to do";
    }
    text + "."
}

/// `1 migration is`, `2 migrations are`.
fn are(count: usize) -> String {
    let verb = if count == 1 { "is" } else { "are" };
    format!("{} {verb}", counted(count, "migration"))
}

/// The result of `init`.
pub(super) fn prepared(it: &Prepared) -> String {
    let mut text = String::new();
    let lines = [("created", &it.created), ("changed", &it.changed)];
    for (what, path) in
        lines.into_iter().flat_map(|(what, paths)| paths.iter().map(move |it| (what, it)))
    {
        text += &format!("{} {path}\n", painted(&(what.to_owned(), GOOD)));
    }
    if text.is_empty() {
        text = format!("Package {} has everything already.\n", it.package);
    }
    format!("{text}\n{}", next_steps(it))
}

/// What remains to be done by hand.
pub(super) fn next_steps(it: &Prepared) -> String {
    let mut text = String::new();
    if let Some(dependency) = &it.dependency {
        text += &format!(
            "Add to Cargo.toml:\n\n    [dependencies]\n    migrate-runtime = {dependency}\n\n"
        );
    }
    if let Some((dialect, from)) = &it.guessed {
        text += &format!(
            "The migrations are taken for {dialect}'s, because of {from}: change that under \
             [package.metadata.migrate] if it is wrong.\n\n"
        );
    }
    let argument = it.directory.as_deref().unwrap_or("migrations");
    let directory = it.directory.as_ref().map(|it| format!("\"{it}\"")).unwrap_or_default();
    if let Some(since) = &it.since {
        text += &format!(
            "There are migrations already: the rules begin with version {since}, and what is older \
             is read and not judged (`since` in [package.metadata.migrate]).\n\n"
        );
    }
    text += &format!(
        "In the code:\n\n    \
         use migrate_runtime::{{Migrations, embed_migrations}};\n\n    \
         static MIGRATIONS: Migrations = embed_migrations!({directory});\n\n"
    );
    text += &format!(
        "    MIGRATIONS.apply(&pool).await?;\n\n\
         Or from here:\n\n    \
         cargo migrate verify\n    \
         cargo migrate up --database-url \"{}\"\n",
        it.session.url()
    );
    text += &format!(
        "\nScripts that are added by hand, rather than by `cargo migrate new`, are seen at once with a \
         build.rs, and migrate-runtime among the [build-dependencies]:\n\n    \
         fn main() {{\n        migrate_runtime::build::watch(\"{argument}\");\n    }}\n"
    );
    text
}
