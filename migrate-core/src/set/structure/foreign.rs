//! Names as other tools write them.

use super::{Entry, EntryKind, File, Pair, Structure, is_ignored};
use crate::finding::Finding;
use crate::set::layout::{Holds, NameError};
use crate::set::name::{Direction, Stem};
use crate::set::rules;

impl Structure<'_> {
    /// Takes in an entry of a directory in the layout of another tool.
    pub(super) fn foreign(&mut self, entry: &Entry) {
        let profile = self.layout.profile();
        match &entry.kind {
            EntryKind::Directory(children) if profile.directory.is_some() => {
                self.migration_directory(&entry.name, children);
            }
            EntryKind::Directory(children) => self.other_directory(&entry.name, children),
            // diesel takes no notice of files beside its directories.
            _ if profile.directory.is_some() => {}
            _ if profile.beside.is_some_and(|it| it.is(&entry.name)) => {
                self.beside.insert(entry.name.clone());
            }
            _ => self.named_file(&entry.name),
        }
    }

    fn named_file(&mut self, file: &str) {
        match self.layout.read(file) {
            Some(Ok((stem, holds))) => self.add_all(&stem, holds, file),
            Some(Err(error)) => self.unusable(file, &error),
            None if self.is_program(file) => self.program(file),
            None if file.to_ascii_lowercase().ends_with(".sql") => self.unnamed(file),
            // What else stands there is none of a migration's, and no tool looks at it.
            None => {}
        }
    }

    fn add_all(&mut self, stem: &Stem, holds: Holds, file: &str) {
        let directions: &[Direction] = match holds {
            Holds::Up => &[Direction::Up],
            Holds::Down => &[Direction::Down],
            Holds::Both(_) => &[Direction::Up, Direction::Down],
        };
        for &direction in directions {
            self.add(File { stem: stem.clone(), direction, file: file.to_owned() });
        }
    }

    fn migration_directory(&mut self, directory: &str, children: &[Entry]) {
        let scripts: Vec<&Entry> =
            children.iter().filter(|child| self.holds(child).is_some()).collect();
        if scripts.is_empty() {
            return;
        }
        let stem = match self.layout.read(directory) {
            Some(Ok((stem, _))) => stem,
            Some(Err(error)) => return self.unusable(directory, &error),
            None => return self.unnamed(directory),
        };
        for child in children.iter().filter(|child| !is_ignored(&child.name)) {
            let file = format!("{directory}/{}", child.name);
            match (self.holds(child), &child.kind) {
                (_, EntryKind::Loop | EntryKind::Unusable(_)) => {
                    self.entry(&Entry { name: file, kind: child.kind.clone() });
                }
                (Some(holds), _) => self.add_all(&stem, holds, &file),
                (None, EntryKind::File)
                    if self.layout.profile().beside.is_some_and(|it| it.is(&child.name)) =>
                {
                    self.beside.insert(file);
                }
                (None, _) => {}
            }
        }
    }

    /// What an entry of a migration's directory holds.
    fn holds(&self, child: &Entry) -> Option<Holds> {
        let files = self.layout.profile().files;
        files.iter().find(|pattern| pattern.suffix == child.name).map(|pattern| pattern.holds)
    }

    fn other_directory(&mut self, directory: &str, children: &[Entry]) {
        if !children.iter().any(|child| child.name.ends_with(".sql")) {
            return;
        }
        let finding = Finding::new(
            &rules::UNRECOGNISED_FILE,
            self.path(directory),
            "this directory holds scripts, and the layout of the others has no directories",
        );
        self.findings.push(finding.help("move its migrations up, beside the others"));
    }

    fn is_program(&self, file: &str) -> bool {
        let programs = self.layout.profile().programs;
        programs.is_some_and(|(prefix, suffix)| {
            let rest = file.strip_prefix(prefix).filter(|rest| rest.ends_with(suffix));
            rest.is_some_and(|rest| rest.starts_with(|letter: char| letter.is_ascii_digit()))
        })
    }

    fn program(&mut self, file: &str) {
        let finding = Finding::new(
            &rules::UNRECOGNISED_FILE,
            self.path(file),
            "this migration is a program, and what it does is not known before it runs",
        );
        self.findings.push(finding.help(format!(
            "write the SQL that it ran into a file of its version ({}), and remove it",
            self.layout.expected()
        )));
    }

    fn unnamed(&mut self, file: &str) {
        let finding = Finding::new(
            &rules::UNRECOGNISED_FILE,
            self.path(file),
            format!("this is not the name of a migration of {}", self.layout),
        );
        self.findings.push(finding.help(format!(
            "they are named {}; move other files elsewhere",
            self.layout.expected()
        )));
    }

    fn unusable(&mut self, file: &str, error: &NameError) {
        let finding = Finding::new(&rules::MALFORMED_NAME, self.path(file), error.to_string());
        self.findings.push(
            finding
                .note("versions are digits, so that they have one order everywhere")
                .help("give the migration another version, here and in the table of its history"),
        );
    }

    /// The file that says more of a migration.
    pub(super) fn beside_of(&self, pair: &Pair) -> Option<String> {
        let beside = self.layout.profile().beside?;
        let file = beside.of(pair.up.as_ref().or(pair.down.as_ref())?);
        self.beside.contains(&file).then_some(file)
    }
}
