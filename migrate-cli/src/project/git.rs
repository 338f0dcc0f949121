//! What git knows of the directory, by its command line.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use migrate_core::dialect::Target;
use migrate_core::set::layout::Layout;
use migrate_core::set::read::{self, Location, Reading};

use crate::error::CliError;

/// Why git is of no help.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GitError {
    /// It cannot be started.
    #[error("git cannot be started: {0}")]
    NotInstalled(io::Error),
    /// The directory is in no repository.
    #[error("{path} is in no git repository")]
    NoRepository {
        /// The directory as shown to people.
        path: String,
    },
    /// Nothing is called so.
    #[error("git knows no commit `{reference}`")]
    NoSuchCommit {
        /// What is written.
        reference: String,
    },
    /// The two have no commit in common.
    #[error("`{reference}` and this branch have no commit in common")]
    Unrelated {
        /// The other one.
        reference: String,
    },
    /// No merge is under way, and nobody says with what.
    #[error("no merge is under way here")]
    NoMerge,
    /// The migrations of a commit are none.
    #[error("the migrations of `{commit}` cannot be read: {problem}")]
    Broken {
        /// What it is called.
        commit: String,
        /// What is wrong with them.
        problem: String,
    },
    /// It says something that is not understood, or refuses.
    #[error("`git {command}` failed: {said}")]
    Failed {
        /// Its arguments.
        command: String,
        /// What it says.
        said: String,
    },
}

impl GitError {
    /// What to do about it.
    pub(crate) fn hint(&self) -> String {
        match self {
            Self::NotInstalled(_) => "install git: other branches are read through it".to_owned(),
            Self::NoRepository { .. } => {
                "other branches are read through git: `git init`, or run this in a clone".to_owned()
            }
            Self::NoSuchCommit { reference } => match reference.split_once('/') {
                Some((remote, _)) => format!(
                    "`git fetch {remote}` gets it; in CI, check out with the whole history \
                     (`fetch-depth: 0`)"
                ),
                None => "`git branch --all` lists the branches".to_owned(),
            },
            Self::Unrelated { .. } => {
                "a shallow clone does not have it: `git fetch --unshallow`; in CI, check out with the \
                 whole history (`fetch-depth: 0`)"
                    .to_owned()
            }
            Self::NoMerge => {
                "`git merge` first, or name the branch behind the command, as in `origin/main`"
                    .to_owned()
            }
            Self::Broken { commit, .. } => {
                format!("mend it there first: `git checkout {commit}; cargo migrate check`")
            }
            Self::Failed { .. } => "run it yourself to see more".to_owned(),
        }
    }
}

/// A repository, and the directory of migrations in it.
pub(crate) struct Git {
    root: PathBuf,
    /// From the root to the directory, with `/` between the parts.
    below: String,
}

impl Git {
    /// The repository that a directory is in.
    pub(crate) fn of(location: &Location) -> Result<Self, CliError> {
        let nearest = location.path.ancestors().find(|it| it.is_dir());
        let here = nearest.unwrap_or(&location.path);
        let output = run(here, &["rev-parse", "--show-toplevel"])?;
        let no_repository = || GitError::NoRepository { path: location.shown.clone() };
        let root = text(&output).filter(|_| output.status.success()).ok_or_else(no_repository)?;
        let root = PathBuf::from(root);
        let real = location.path.canonicalize().unwrap_or_else(|_| location.path.clone());
        let below = real.strip_prefix(&root).map_err(|_| no_repository())?;
        let below = below.display().to_string().replace('\\', "/");
        Ok(Self { root, below })
    }

    /// The commit that somebody calls so.
    pub(crate) fn commit(&self, reference: &str) -> Result<String, CliError> {
        let wanted = format!("{reference}^{{commit}}");
        let output =
            self.run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
        let found = text(&output).filter(|_| output.status.success());
        Ok(found.ok_or_else(|| GitError::NoSuchCommit { reference: reference.to_owned() })?)
    }

    /// The commit that is being merged into this branch, where one is.
    pub(crate) fn merged(&self) -> Result<Option<String>, CliError> {
        match self.commit("MERGE_HEAD") {
            Err(CliError::Git(GitError::NoSuchCommit { .. })) => Ok(None),
            other => other.map(Some),
        }
    }

    /// What people call a commit: a branch that is there, or the first of its digits.
    pub(crate) fn name(&self, commit: &str) -> Result<String, CliError> {
        let listed = self.succeed(&[
            "for-each-ref",
            "--format=%(refname:short)",
            "--points-at",
            commit,
            "refs/heads",
            "refs/remotes",
        ])?;
        let found = text(&listed).and_then(|all| all.lines().next().map(str::to_owned));
        Ok(found.unwrap_or_else(|| commit.chars().take(10).collect()))
    }

    /// The last commit that both have.
    pub(crate) fn base(&self, reference: &str, one: &str, other: &str) -> Result<String, CliError> {
        let output = self.run(&["merge-base", one, other])?;
        let found = text(&output).filter(|_| output.status.success());
        Ok(found.ok_or_else(|| GitError::Unrelated { reference: reference.to_owned() })?)
    }

    /// The directory as it is in a commit.
    pub(crate) fn reading(
        &self,
        commit: &str,
        layout: Layout,
        location: &Location,
        target: Target,
    ) -> Result<Reading, CliError> {
        Ok(read::read_files(layout, location, &self.files(commit)?, target))
    }

    /// The files of the directory in a commit.
    fn files(&self, commit: &str) -> Result<BTreeMap<String, Vec<u8>>, CliError> {
        let below = if self.below.is_empty() { ".".to_owned() } else { format!("{}/", self.below) };
        let listed = self.succeed(&["ls-tree", "-r", "-z", "--full-tree", commit, "--", &below])?;
        let listed = String::from_utf8_lossy(&listed.stdout).into_owned();
        let mut wanted = Vec::new();
        for line in listed.split('\0') {
            // `<mode> blob <object>\t<path>`
            let Some((head, path)) = line.split_once('\t') else { continue };
            let mut words = head.split(' ');
            let (Some(mode), Some("blob"), Some(object)) =
                (words.next(), words.next(), words.next())
            else {
                continue;
            };
            let path = path.strip_prefix(&*self.below).unwrap_or(path).trim_start_matches('/');
            // What a symbolic link leads to is not in the commit.
            if mode != "120000" {
                wanted.push((path.to_owned(), object.to_owned()));
            }
        }
        let mut texts = self.objects(wanted.iter().map(|(_, object)| &**object))?.into_iter();
        Ok(wanted.into_iter().map_while(|(path, _)| Some((path, texts.next()?))).collect())
    }

    /// The texts of objects, in that order.
    fn objects<'o>(
        &self,
        objects: impl Iterator<Item = &'o str>,
    ) -> Result<Vec<Vec<u8>>, CliError> {
        let asked: String = objects.map(|object| format!("{object}\n")).collect();
        let arguments = ["cat-file", "--batch"];
        let mut child = command(&self.root, &arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(GitError::NotInstalled)?;
        let stdin = child.stdin.take();
        // git answers while it is asked, and a pipe holds only so much.
        let asking = std::thread::spawn(move || stdin.map(|mut it| it.write_all(asked.as_bytes())));
        let output = child.wait_with_output().map_err(GitError::NotInstalled)?;
        // Where it could not be asked, it has not answered either.
        drop(asking.join());
        let texts = blobs(&output.stdout);
        Ok(texts.ok_or_else(|| failed(&arguments, &output))?)
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, CliError> {
        run(&self.root, arguments)
    }

    fn succeed(&self, arguments: &[&str]) -> Result<Output, CliError> {
        let output = self.run(arguments)?;
        if output.status.success() { Ok(output) } else { Err(failed(arguments, &output).into()) }
    }
}

/// Who commits here: `Ada <ada@host>`, as far as git was told.
pub(crate) fn author(at: &Path) -> Option<String> {
    let told = |key: &str| run(at, &["config", key]).ok().as_ref().and_then(text);
    match (told("user.name"), told("user.email")) {
        (Some(name), Some(address)) => Some(format!("{name} <{address}>")),
        (name, address) => name.or(address),
    }
}

fn command(at: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.args(arguments).current_dir(at).env("LC_ALL", "C").stdin(Stdio::null());
    command
}

fn run(at: &Path, arguments: &[&str]) -> Result<Output, CliError> {
    Ok(command(at, arguments).output().map_err(GitError::NotInstalled)?)
}

fn text(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stdout).trim_end().to_owned();
    (!text.is_empty()).then_some(text)
}

fn failed(arguments: &[&str], output: &Output) -> GitError {
    let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    GitError::Failed { command: arguments.join(" "), said }
}

/// What `cat-file --batch` answers: `<object> blob <size>`, the text, and the end of a line.
fn blobs(mut answer: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut texts = Vec::new();
    while !answer.is_empty() {
        let end = answer.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&answer[..end]).ok()?;
        let size: usize = head.rsplit(' ').next()?.parse().ok()?;
        let text = answer.get(end + 1..end + 1 + size)?;
        texts.push(text.to_vec());
        answer = answer.get(end + 1 + size + 1..)?;
    }
    Some(texts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_of_git_is_taken_apart() {
        let answer = b"aa blob 3\na\nb\nbb blob 0\n\n";
        assert_eq!(blobs(answer), Some(vec![b"a\nb".to_vec(), Vec::new()]));
        assert_eq!(blobs(b"aa missing\n"), None);
        assert_eq!(blobs(b"aa blob 9\nabc\n"), None);
        assert_eq!(blobs(b""), Some(Vec::new()));
    }
}
