//! The result of `repair`, for people.

use migrate_core::text::counted;
use migrate_core::version::Version;
use migrate_runtime::history::State;
use migrate_runtime::repair::{Remedy, Repaired, Trouble};

use super::{bold, points, when};
use crate::commands::{Action, Repairs};

/// What was found, what is done about it, and what is left.
pub(in crate::ui) fn repairs(it: &Repairs) -> String {
    match &it.left {
        None if it.found.is_empty() => "Nothing is broken.".to_owned(),
        None if it.actions.is_empty() => format!("{}\n{}.", troubles(&it.found), broken(&it.found)),
        None => announced(it),
        Some(left) => {
            let done: String =
                it.actions.iter().map(|it| format!("{}\n", action(it, true))).collect();
            let end = match left.is_empty() {
                true => "Nothing is broken any more.".to_owned(),
                false => format!("\n{}\nStill, {}.", troubles(left), broken(left)),
            };
            done + &end
        }
    }
}

/// What will be done, before it is.
pub(in crate::ui) fn announced(it: &Repairs) -> String {
    let lines: Vec<String> = it.actions.iter().map(|it| action(it, false)).collect();
    let lines = points(&lines);
    format!("{}\n{}\n{lines}", troubles(&it.found), bold("This will be done:"))
}

fn broken(found: &[Trouble]) -> String {
    match found.len() {
        1 => "1 thing is not as it should be".to_owned(),
        count => format!("{} are not as they should be", counted(count, "thing")),
    }
}

fn troubles(found: &[Trouble]) -> String {
    let one = |it: &Trouble| {
        let details = points(details(it));
        format!("{}\n{details}\n", bold(&title(it)))
    };
    found.iter().map(one).collect()
}

/// What is broken, in one line.
pub(in crate::ui) fn title(it: &Trouble) -> String {
    match it {
        Trouble::Interrupted { version, title, state } => {
            format!("{} {} was interrupted", state.doing(), version.named(title))
        }
        Trouble::Edited { version, title, .. } => {
            format!("{version}_{title} was changed after it was applied")
        }
        Trouble::Missing { version, title, .. } => {
            format!("{version}_{title} is applied, and its files are not in the directory")
        }
        Trouble::InvalidIndex { name, table, .. } => {
            format!(
                "the index {name} on {table} is invalid: its build failed, and no query uses it"
            )
        }
        Trouble::Abandoned { holder, seconds, .. } => {
            format!("{holder} took the lease and is dead: it ran out {seconds} s ago")
        }
        Trouble::Held { holder, .. } => format!("{holder} has the right to migrate"),
    }
}

/// What else is known of it, and what to do.
pub(in crate::ui) fn details(it: &Trouble) -> Vec<String> {
    match it {
        Trouble::Interrupted { version, state, .. } => interrupted(version, *state),
        Trouble::Edited { version, file, diff, .. } => {
            let mut lines: Vec<String> = diff.trim_end().lines().map(str::to_owned).collect();
            lines.push(format!(
                "restore {file} to what was applied; or, where the database has already what it says now:"
            ));
            lines.push(format!("cargo migrate repair --accept {version} --reason \"...\""));
            lines
        }
        Trouble::Missing { version, applied_at, reversible, .. } => {
            let down = match reversible {
                true => "; the history keeps its down, which `cargo migrate down` runs",
                false => "",
            };
            vec![
                format!("it was applied at {}{down}", when(applied_at)),
                "restore its files from version control; or, where the database has no longer what it made:"
                    .to_owned(),
                format!("cargo migrate repair --forget {version} --reason \"...\""),
            ]
        }
        Trouble::InvalidIndex { drop, .. } => vec![drop.clone()],
        Trouble::Abandoned { running, .. } if running.is_empty() => {
            vec!["the next run takes it; nothing runs for the dead one any more".to_owned()]
        }
        Trouble::Abandoned { running, .. } => {
            let ended = running.join("; ");
            vec![format!("a statement of its still runs, and keeps others out: {ended}")]
        }
        Trouble::Held { seconds, end, .. } => held(*seconds, end.as_deref()),
    }
}

fn interrupted(version: &Version, state: State) -> Vec<String> {
    let done = match state {
        State::Applied => 0,
        State::Applying(done) | State::Reverting(done) | State::Undoing(done) => done,
    };
    let parts = counted(done, "part");
    let verb = if done == 1 { "is" } else { "are" };
    let mut lines = vec![format!("{parts} of it {verb} done")];
    lines.push("`cargo migrate repair --resume` goes on where it stopped".to_owned());
    if matches!(state, State::Applying(_)) {
        lines.push("`cargo migrate repair --undo` undoes what ran of it".to_owned());
    }
    lines.push("or, where somebody has undone it by hand:".to_owned());
    lines.push(format!("cargo migrate repair --forget {version} --reason \"...\""));
    lines
}

fn held(seconds: Option<u64>, end: Option<&str>) -> Vec<String> {
    match (seconds, end) {
        (Some(_), Some(end)) => {
            let text = "wait for it; or, where it stopped in the middle, give the lease back:";
            vec![text.to_owned(), format!("{end};")]
        }
        (Some(seconds), None) => {
            vec![format!(
                "wait for it; if it is dead, the lease runs out in {seconds} s: look again then"
            )]
        }
        (None, Some(end)) => {
            vec![format!("wait for it; if nobody is there any more, end its connection: `{end}`")]
        }
        (None, None) => vec!["wait for it".to_owned()],
    }
}

/// What is done, or was.
pub(in crate::ui) fn action(it: &Action, done: bool) -> String {
    let (verb, rest) = match it {
        Action::Mend(Remedy::Accept(version)) => {
            (["accept", "accepted"], format!("{version} as its file says it now"))
        }
        Action::Mend(Remedy::Forget(version)) => {
            (["forget", "forgot"], format!("{version}: it leaves the history, and nothing runs"))
        }
        Action::Mend(Remedy::DropIndex(drop)) => (["run", "ran"], drop.clone()),
        Action::Mend(Remedy::GiveUpLease) => {
            (["give up", "gave up"], "the lease of the dead, and end what runs for it".to_owned())
        }
        Action::Resume(version, _) => {
            (["go on", "went on"], format!("with {version} where it stopped"))
        }
        Action::Undo(version) => (["undo", "undid"], format!("what ran of {version}")),
    };
    format!("{} {rest}", verb[usize::from(done)])
}

/// What was repaired before.
pub(in crate::ui) fn repaired(all: &[Repaired]) -> String {
    if all.is_empty() {
        return "Nothing was repaired before.".to_owned();
    }
    let line = |it: &Repaired| {
        format!(
            "{} {} {} by {}: {}\n",
            when(&it.done_at),
            it.action,
            it.version,
            it.author,
            it.reason
        )
    };
    all.iter().map(line).collect()
}
