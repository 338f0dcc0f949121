//! Builds the runners and starts them.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use nix::sys::resource::{Usage, UsageWho, getrusage};

use crate::Outcome;
use crate::sample::Sample;

/// How the runners are built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Build {
    Debug,
    Release,
}

impl Build {
    pub(crate) const ALL: [Self; 2] = [Self::Release, Self::Debug];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// One thing to time: a runner in one of its modes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// As the table calls it.
    pub(crate) name: &'static str,
    pub(crate) binary: &'static str,
    pub(crate) mode: &'static str,
}

/// The runners, built.
pub(crate) struct Runners {
    directory: PathBuf,
}

/// What a run printed.
pub(crate) struct Run {
    /// Opening the connection.
    pub(crate) connect: Sample,
    /// The rest.
    pub(crate) run: Sample,
    /// The most memory it ever had, in KiB, where it says so.
    pub(crate) peak: Option<f64>,
}

impl Run {
    /// Reads what a runner printed.
    pub(crate) fn of(printed: &str) -> Outcome<Self> {
        let rest = |name| printed.lines().find_map(|line| line.strip_prefix(name));
        let part = |name| {
            let mut numbers =
                rest(name).unwrap_or_default().split_whitespace().map(str::parse::<u64>);
            let mut next = || numbers.next().ok_or("a runner printed no time")?.map_err(Into::into);
            let (wall, cpu): (Outcome<u64>, Outcome<u64>) = (next(), next());
            Ok::<_, Box<dyn std::error::Error>>(Sample {
                wall: Duration::from_nanos(wall?),
                cpu: Duration::from_nanos(cpu?),
            })
        };
        let peak = rest("peak ").map(|peak| peak.trim().parse()).transpose()?;
        Ok(Self { connect: part("connect ")?, run: part("run ")?, peak })
    }
}

impl Runners {
    /// Builds all of a package.
    pub(crate) fn build(
        workspace: &Path,
        target: &Path,
        package: &str,
        build: Build,
    ) -> Outcome<Self> {
        let mut cargo = Command::new("cargo");
        cargo.current_dir(workspace).env("CARGO_TARGET_DIR", target);
        cargo.args(["build", "--quiet", "--package", package, "--bins"]);
        if build == Build::Release {
            cargo.arg("--release");
        }
        succeed(&mut cargo)?;
        Ok(Self { directory: target.join(build.name()) })
    }

    /// What starts one in a process of its own.
    pub(crate) fn command(&self, subject: Subject, count: usize, database: &str) -> Command {
        let mut command = Command::new(self.directory.join(subject.binary));
        command.args([subject.mode, &count.to_string(), database]);
        command
    }

    /// Runs one to its end.
    pub(crate) fn run(&self, subject: Subject, count: usize, database: &Path) -> Outcome<Run> {
        let database = database.to_str().ok_or("the path of a database is no text")?;
        Run::of(&succeed(&mut self.command(subject, count, database))?)
    }
}

/// Runs a command to its end and returns what it printed; its errors are those of the report.
pub(crate) fn succeed(command: &mut Command) -> Outcome<String> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(String::from_utf8(output.stdout)?);
    }
    Err(format!("{command:?}: {}\n{}", output.status, String::from_utf8_lossy(&output.stderr))
        .into())
}

/// What all processes have used that were started here and have ended.
pub(crate) fn children() -> Outcome<Duration> {
    let usage: Usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let micros = |time: nix::sys::time::TimeVal| {
        u64::try_from(time.tv_sec() * 1_000_000 + time.tv_usec()).unwrap_or(0)
    };
    Ok(Duration::from_micros(micros(usage.user_time()) + micros(usage.system_time())))
}
