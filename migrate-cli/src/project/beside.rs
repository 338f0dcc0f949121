//! Another branch of the project.

use migrate_core::branches::against::{self, Other};
use migrate_core::check::Checked;
use migrate_core::finding::Finding;
use migrate_core::set::read::Reading;
use migrate_core::set::rules::EMPTY_DIRECTORY;
use migrate_core::set::{Migration, MigrationSet};

use super::Project;
use super::git::{Git, GitError};
use crate::error::CliError;

/// Another branch, and the commit where this one left it.
pub(crate) struct Beside {
    /// What it is called.
    pub(crate) name: String,
    /// Its migrations.
    pub(crate) theirs: Reading,
    /// Those of the commit that both have.
    pub(crate) base: Reading,
    /// Those of the last commit here.
    pub(crate) ours: Reading,
    /// Whether it is being merged into this one.
    pub(crate) under_way: bool,
}

impl Beside {
    /// The branch of that name, beside what is checked out.
    pub(crate) fn find(project: &Project, reference: &str) -> Result<Self, CliError> {
        let git = Git::of(&project.location)?;
        let commit = git.commit(reference)?;
        Self::of(&git, project, reference, &commit, false)
    }

    /// The branch that is being merged, or the one of that name.
    pub(crate) fn merged(project: &Project, reference: Option<&str>) -> Result<Self, CliError> {
        let git = Git::of(&project.location)?;
        let merged = git.merged()?;
        let (name, commit) = match reference {
            Some(reference) => (reference.to_owned(), git.commit(reference)?),
            None => {
                let commit = merged.clone().ok_or(GitError::NoMerge)?;
                (git.name(&commit)?, commit)
            }
        };
        let under_way = merged.is_some_and(|merged| merged == commit);
        Ok(Self { under_way, ..Self::of(&git, project, &name, &commit, true)? })
    }

    /// What is here is judged elsewhere, unless all `sides` must be sets to be brought together.
    fn of(
        git: &Git,
        project: &Project,
        name: &str,
        commit: &str,
        sides: bool,
    ) -> Result<Self, CliError> {
        let head = git.commit("HEAD")?;
        let base = git.base(name, &head, commit)?;
        let read = |commit: &str, is_needed: bool| -> Result<Reading, CliError> {
            let reading =
                git.reading(commit, project.settings().layout, &project.location, project.target)?;
            let reading = reading.weighed(project.settings());
            // A commit from before the first migration has none.
            let stops = |it: &&Finding| it.is_error() && it.rule != &EMPTY_DIRECTORY;
            match reading.findings.iter().find(stops) {
                Some(finding) if is_needed && reading.is_broken() => {
                    let commit = if commit == head { "HEAD" } else { name };
                    let (commit, problem) = (commit.to_owned(), finding.message.clone());
                    Err(GitError::Broken { commit, problem }.into())
                }
                _ => Ok(reading),
            }
        };
        let (theirs, base, ours) = (read(commit, true)?, read(&base, sides)?, read(&head, sides)?);
        Ok(Self { name: name.to_owned(), theirs, base, ours, under_way: false })
    }

    /// It as the core sees it.
    pub(crate) fn other(&self) -> Other<'_> {
        Other { name: &self.name, set: &self.theirs.set, base: &self.base.set }
    }

    /// What it has and this one does not.
    pub(crate) fn added(&self) -> Vec<&Migration> {
        let theirs = self.theirs.set.migrations.iter();
        let is_new =
            |it: &&Migration| self.base.set.same(it).is_none() && self.ours.set.same(it).is_none();
        theirs.filter(is_new).collect()
    }

    /// What there is to say of a directory beside it.
    pub(crate) fn findings(&self, checked: &Checked, project: &Project) -> Vec<Finding> {
        against::findings(&checked.reading, self.other(), project.settings())
    }

    /// The migrations of the commit that both have.
    pub(crate) fn past(&self) -> &MigrationSet {
        &self.base.set
    }
}
