//! The scripts without a version.

use super::Reader;
use crate::finding::Finding;
use crate::set::name::Direction;
use crate::set::repeatable::Repeatable;
use crate::set::structure::{self, Entry};
use crate::set::{rules, shown_path};

impl Reader<'_> {
    pub(super) fn repeatables(&mut self, entries: &[Entry]) -> Vec<Repeatable> {
        let (shown, findings) = (&self.location.shown, &mut self.findings);
        let files = structure::repeatables(entries, self.layout, shown, findings);
        let read = files.into_iter().filter_map(|(name, file)| {
            let beside = self.layout.profile().beside.map(|it| it.of(&file));
            let beside = beside.filter(|file| entries.iter().any(|entry| entry.name == *file));
            let outside = beside.is_some_and(|file| self.outside(&file));
            self.repeatable(name, &file, outside)
        });
        read.collect()
    }

    fn repeatable(&mut self, name: String, file: &str, outside: bool) -> Option<Repeatable> {
        let before = self.findings.len();
        let read = self.script(file, Direction::Up, outside).ok()?;
        // It is no half of a pair that could be removed as a whole.
        let is_empty = |finding: &&mut Finding| finding.rule == &rules::EMPTY_UP;
        for finding in self.findings[before..].iter_mut().filter(is_empty) {
            finding.message = "the script holds no statement".to_owned();
            finding.help = vec!["write its statements, or remove the file".to_owned()];
        }
        for (_, span) in &read.replaces {
            let path = shown_path(&self.location.shown, file);
            self.texts.entry(path.clone()).or_insert_with(|| read.script.sql.to_string());
            let message = "`replaces` belongs into a migration, which has a version";
            let finding = Finding::new(&rules::MALFORMED_DIRECTIVE, path, message);
            self.findings.push(finding.at(*span, "").help("remove the comment"));
        }
        Some(Repeatable { name: name.into(), script: read.script })
    }
}
