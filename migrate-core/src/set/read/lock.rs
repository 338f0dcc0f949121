//! The lock file beside the scripts.

use std::io;

use super::Reader;
use crate::finding::Finding;
use crate::set::lock_file::{self, LockFile, LockFileError};
use crate::set::{rules, shown_path};
use crate::text::normalized;

impl Reader<'_> {
    /// Whether there is one, and what it says if it can be read.
    pub(super) fn lock(&mut self) -> (bool, Option<LockFile>) {
        let path = shown_path(&self.location.shown, lock_file::NAME);
        let text = match (self.bytes)(lock_file::NAME).map(String::from_utf8) {
            Ok(Ok(text)) => normalized(&text).into_owned(),
            Ok(Err(_)) => {
                let finding =
                    Finding::new(&rules::MALFORMED_LOCK_FILE, path, "the lock file is not UTF-8");
                self.findings.push(finding.help(lock_file::WRITE_ANEW));
                return (true, None);
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return (false, Some(LockFile::default()));
            }
            Err(error) => {
                let message = format!("the lock file cannot be read: {error}");
                let finding = Finding::new(&rules::UNREADABLE_FILE, path, message);
                self.findings.push(finding.help("give yourself the right to read it"));
                return (true, None);
            }
        };
        let lock = LockFile::parse(&text).map_err(|LockFileError { problem, span }| {
            let finding = Finding::new(&rules::MALFORMED_LOCK_FILE, &*path, problem.to_string());
            self.findings.push(finding.at(span, "").help(problem.help()));
            self.texts.insert(path, text);
        });
        (true, lock.ok())
    }
}
