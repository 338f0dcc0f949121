//! The author's rows beside the scripts.

use std::io;

use super::Reader;
use crate::finding::Finding;
use crate::set::seed_file::{self, SeedFile};
use crate::set::{Migration, rules, script, shown_path};

impl Reader<'_> {
    /// What the file says, where there is one that can be read.
    pub(super) fn seed(&mut self, migrations: &[Migration]) -> Option<SeedFile> {
        let path = shown_path(&self.location.shown, seed_file::NAME);
        let bytes = match (self.bytes)(seed_file::NAME) {
            Ok(bytes) => bytes,
            Err(error) if is_absent(&error) => return None,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let finding = Finding::new(&rules::UNREADABLE_FILE, path, message);
                self.findings.push(finding.help("give yourself the right to read it"));
                return None;
            }
        };
        let before = self.findings.len();
        let sql = script::decoded(&path, bytes, &mut self.findings)?;
        let seed = SeedFile::read(&path, sql.clone(), self.target, migrations, &mut self.findings);
        if self.findings.len() > before {
            self.texts.insert(path, sql);
        }
        Some(seed)
    }
}

/// What is said of a directory that is none is said elsewhere.
fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
