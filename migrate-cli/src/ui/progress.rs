//! What is said while migrations run: a bar on a terminal, lines elsewhere.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use migrate_core::set::name::Direction;
use migrate_core::set::{Down, MigrationSet};
use migrate_core::version::Version;
use migrate_runtime::event::{Event, Observer};
use migrate_runtime::report::StepReport;

/// Watches a run: shows it, and remembers what is committed, which a failed run does not report.
pub(crate) struct Progress {
    shown: Shown,
    paths: Vec<Paths>,
    /// The repeatable scripts as shown, by their names.
    repeatables: BTreeMap<String, String>,
    done: Mutex<Done>,
}

enum Shown {
    /// There is one while something runs.
    Bar(Mutex<Option<ProgressBar>>),
    Lines,
    Nothing,
}

/// The scripts of a version as shown.
struct Paths {
    version: Version,
    up: String,
    down: String,
}

#[derive(Default)]
struct Done {
    finished: Vec<StepReport>,
    committed: usize,
    /// What is verified now: it runs on a throwaway database, so that nothing of it is done.
    verifying: Option<Verifying>,
}

/// A migration on a throwaway database.
struct Verifying {
    name: String,
    /// How often its up has begun.
    ups: usize,
}

impl Verifying {
    /// Which of its scripts begins to run, in words.
    fn begins(&mut self, direction: Direction) -> String {
        let phase = match (direction, self.ups) {
            (Direction::Up, 0) => "up",
            (Direction::Up, _) => "up again",
            (Direction::Down, _) => "down",
        };
        self.ups += usize::from(direction == Direction::Up);
        format!("verifying {}: {phase}", self.name)
    }
}

impl Progress {
    /// A bar on standard error.
    pub(super) fn bar(set: &MigrationSet) -> Self {
        Self::new(set, Shown::Bar(Mutex::default()))
    }

    /// A line on standard error for each script.
    pub(super) fn lines(set: &MigrationSet) -> Self {
        Self::new(set, Shown::Lines)
    }

    /// Nothing to see.
    pub(super) fn silent(set: &MigrationSet) -> Self {
        Self::new(set, Shown::Nothing)
    }

    fn new(set: &MigrationSet, shown: Shown) -> Self {
        let paths = set.migrations.iter().map(|migration| Paths {
            version: migration.version.clone(),
            up: set.path(&migration.up),
            down: match &migration.down {
                Down::Script(script) => set.path(script),
                Down::Irreversible { .. } => String::new(),
            },
        });
        let repeatables = set.repeatables.iter();
        let repeatables = repeatables.map(|it| (it.name.to_string(), set.path(&it.script)));
        let (paths, repeatables) = (paths.collect(), repeatables.collect());
        Self { shown, paths, repeatables, done: Mutex::default() }
    }

    /// Takes the bar off the screen, so that what follows stands in its place.
    pub(crate) fn clear(&self) {
        if let Shown::Bar(bar) = &self.shown
            && let Some(bar) = locked(bar).take()
        {
            bar.finish_and_clear();
        }
    }

    /// Forgets what ran: that was on a throwaway database.
    pub(crate) fn start_over(&self) {
        self.clear();
        *locked(&self.done) = Done::default();
    }

    /// The scripts that are committed.
    pub(crate) fn committed(&self) -> Vec<StepReport> {
        let done = locked(&self.done);
        done.finished[..done.committed].to_vec()
    }

    fn path(&self, version: &Version, title: &str, direction: Direction) -> String {
        if version.is_run() {
            // What undoes it is in the history alone.
            let script = self.repeatables.get(title).filter(|_| direction == Direction::Up);
            return script.cloned().unwrap_or_default();
        }
        let found = self.paths.binary_search_by(|paths| paths.version.cmp(version));
        let paths = found.ok().map(|at| &self.paths[at]);
        let path = paths.map(|paths| match direction {
            Direction::Up => &paths.up,
            Direction::Down => &paths.down,
        });
        path.cloned().unwrap_or_default()
    }

    fn say(&self, text: &str) {
        match &self.shown {
            Shown::Bar(bar) => locked(bar).get_or_insert_with(new_bar).set_message(text.to_owned()),
            Shown::Lines => {
                // Whoever closed standard error does not want to know.
                let _ = writeln!(io::stderr().lock(), "{text}");
            }
            Shown::Nothing => {}
        }
    }

    fn length(&self, length: usize, position: usize) {
        if let Shown::Bar(bar) = &self.shown {
            let mut bar = locked(bar);
            let bar = bar.get_or_insert_with(new_bar);
            bar.set_length(length as u64);
            bar.set_position(position as u64);
        }
    }
}

impl Observer for Progress {
    fn event(&self, event: &Event<'_>) {
        match event {
            Event::Planned { steps } => self.length(*steps, 0),
            Event::Waiting { waited, holder } => self.say(&waiting(*waited, *holder)),
            Event::Started { version, title, direction } => {
                let verifying =
                    locked(&self.done).verifying.as_mut().map(|it| it.begins(*direction));
                match (verifying, &self.shown) {
                    (None, _) => {
                        self.say(&format!("{} {}", doing(*direction), version.named(title)))
                    }
                    (Some(phase), Shown::Bar(_)) => self.say(&phase),
                    // A line for each script that runs twice tells nobody anything.
                    (Some(_), Shown::Lines | Shown::Nothing) => {}
                }
            }
            Event::Finished { .. } if locked(&self.done).verifying.is_some() => {}
            Event::Finished { version, title, direction, took } => {
                if let Shown::Bar(bar) = &self.shown {
                    locked(bar).get_or_insert_with(new_bar).inc(1);
                }
                locked(&self.done).finished.push(StepReport {
                    direction: *direction,
                    version: (*version).clone(),
                    title: (*title).to_owned(),
                    path: self.path(version, title, *direction),
                    took: *took,
                });
            }
            Event::Committed => {
                let mut done = locked(&self.done);
                done.committed = done.finished.len();
            }
            Event::Verifying { version, title, index, total } => {
                let name = version.named(title);
                self.length(*total, *index);
                self.say(&format!("verifying {name}"));
                locked(&self.done).verifying = Some(Verifying { name, ups: 0 });
            }
            _ => {}
        }
    }
}

fn new_bar() -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    // One long statement reports nothing meanwhile, and the clock shows that it is not stuck.
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn doing(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "applying",
        Direction::Down => "rolling back",
    }
}

fn waiting(waited: Duration, holder: Option<&str>) -> String {
    match (waited.as_secs(), holder) {
        (0, None) => "waiting for another process that has the database locked".to_owned(),
        (0, Some(holder)) => format!("waiting for another migrator: {holder}"),
        (seconds, None) => format!("still waiting for it after {seconds} s"),
        (seconds, Some(holder)) => format!("still waiting after {seconds} s for {holder}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_phases_of_a_verification_are_told_apart() {
        let mut verifying = Verifying { name: "1_users".to_owned(), ups: 0 };
        let phases = [Direction::Up, Direction::Down, Direction::Up].map(|it| verifying.begins(it));
        let said =
            ["verifying 1_users: up", "verifying 1_users: down", "verifying 1_users: up again"];
        assert_eq!(phases, said);
    }
}
