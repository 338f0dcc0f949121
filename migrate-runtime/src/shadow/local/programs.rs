//! Which servers are installed here.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use migrate_core::dialect::Target;

use super::super::cache;
use super::super::engine::{Engine, Programs};
use super::super::error::ShadowError;

/// The server that suits best: of a directory that the user names, else of all that are found.
pub(super) fn best(engine: &dyn Engine, target: Target) -> Result<Programs, ShadowError> {
    let wanted = engine.wanted(target);
    let fits = |it: &Programs| it.release.engine == wanted;
    let found = match named(engine) {
        Some(directory) => {
            let found = known(engine, vec![directory.clone()]);
            if found.is_empty() {
                let (variable, path) = (engine.variable(), directory.display().to_string());
                return Err(ShadowError::NotThere { variable, path, engine: wanted });
            }
            found
        }
        None => {
            let mut found = known(engine, places(engine));
            if !found.iter().any(|it| fits(it) && it.release.is_of_the_series(target)) {
                found.extend(known(engine, guided(engine).into_iter().collect()));
            }
            found
        }
    };
    let (fitting, others): (Vec<Programs>, Vec<Programs>) = found.into_iter().partition(fits);
    // Of several of one kind the first is meant.
    let best = fitting.into_iter().min_by_key(|it| it.release.distance(target));
    best.ok_or_else(|| ShadowError::NotFound {
        engine: wanted,
        target,
        install: engine.install(target),
        others: others.iter().map(|it| it.release.to_string()).collect(),
    })
}

/// The directory that the user names.
fn named(engine: &dyn Engine) -> Option<PathBuf> {
    std::env::var_os(engine.variable()).filter(|it| !it.is_empty()).map(PathBuf::from)
}

/// All servers of an engine that are found.
pub(super) fn all(engine: &dyn Engine) -> Vec<Programs> {
    let places = named(engine).into_iter().chain(places(engine)).chain(guided(engine));
    known(engine, places.collect())
}

/// Directories in which programs may be.
fn places(engine: &dyn Engine) -> Vec<PathBuf> {
    let fetched = cache::programs().map(|it| it.join("*/bin").display().to_string()).ok();
    let usual = engine.places().iter().map(|it| (*it).to_owned());
    let patterns = fetched.into_iter().chain(usual);
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut found: Vec<PathBuf> = std::env::split_paths(&path).collect();
    found.extend(patterns.flat_map(|pattern| expanded(Path::new(&pattern))));
    found
}

/// The directory that the engine's own guide names.
fn guided(engine: &dyn Engine) -> Option<PathBuf> {
    let (program, question) = engine.guide()?;
    Some(PathBuf::from(answer(ask(Command::new(program).arg(question))?)?.trim()))
}

/// The servers in those directories that say which release they are, each once.
fn known(engine: &dyn Engine, directories: Vec<PathBuf>) -> Vec<Programs> {
    let mut servers: Vec<PathBuf> = Vec::new();
    for directory in directories {
        let names = engine.servers().iter();
        // A link leads to the directory that holds the other programs.
        let found = names.filter_map(|name| directory.join(name).canonicalize().ok());
        for server in found.filter(|path| path.is_file() && is_complete(engine, path)) {
            if !servers.contains(&server) {
                servers.push(server);
            }
        }
    }
    // They answer side by side: each takes longer to be loaded than to say it.
    let asked: Vec<(PathBuf, Option<Child>)> = servers
        .into_iter()
        .map(|server| {
            let asked = ask(Command::new(&server).arg("--version"));
            (server, asked)
        })
        .collect();
    let known = |(server, asked): (PathBuf, Option<Child>)| {
        let release = engine.release(&answer(asked?)?)?;
        Some(Programs { server, release })
    };
    asked.into_iter().filter_map(known).collect()
}

fn is_complete(engine: &dyn Engine, server: &Path) -> bool {
    let beside = engine.initializer().map(|name| server.with_file_name(name));
    beside.is_none_or(|path| path.is_file())
}

fn ask(command: &mut Command) -> Option<Child> {
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()
}

fn answer(asked: Child) -> Option<String> {
    let output = asked.wait_with_output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The paths that a pattern stands for, in order; `*` stands for any part of one name.
fn expanded(pattern: &Path) -> Vec<PathBuf> {
    let mut paths = vec![PathBuf::new()];
    for part in pattern.iter() {
        paths = match part.to_str().and_then(|part| part.split_once('*')) {
            None => paths.into_iter().map(|path| path.join(part)).collect(),
            Some((before, after)) => {
                paths.iter().flat_map(|path| matching(path, before, after)).collect()
            }
        };
    }
    paths.retain(|path| path.is_dir());
    paths
}

fn matching(directory: &Path, before: &str, after: &str) -> Vec<PathBuf> {
    let matches = |name: &OsStr| {
        name.to_str()
            .is_some_and(|name| name.strip_prefix(before).is_some_and(|rest| rest.ends_with(after)))
    };
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> =
        entries.filter(|it| matches(&it.file_name())).map(|it| it.path()).collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_part_of_a_name() {
        let directory = tempfile::tempdir().unwrap();
        for path in ["lib/15/bin", "lib/16/bin", "lib/x/other", "opt/postgresql@17/bin"] {
            fs::create_dir_all(directory.path().join(path)).unwrap();
        }
        let expand = |pattern: &str| {
            let paths = expanded(&directory.path().join(pattern));
            let short =
                |path: &PathBuf| path.strip_prefix(directory.path()).unwrap().display().to_string();
            paths.iter().map(short).collect::<Vec<_>>()
        };
        assert_eq!(expand("lib/*/bin"), ["lib/15/bin", "lib/16/bin"]);
        assert_eq!(expand("opt/postgresql*/bin"), ["opt/postgresql@17/bin"]);
        assert_eq!(expand("opt/mariadb*/bin"), [""; 0]);
    }
}
