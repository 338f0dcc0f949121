//! Where things stand in what was read.

use std::sync::{Arc, PoisonError};

use super::Reading;
use crate::finding::{Finding, render};
use crate::set::{Script, shown_path};
use crate::text::{Lines, Place};
use crate::version::Version;

impl Reading {
    /// The text of a file by the path that findings show.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<&str> {
        let script = || self.script(path).map(|script| &*script.sql);
        self.texts.get(path).map(String::as_str).or_else(script)
    }

    /// The path of a script as findings show it.
    #[must_use]
    pub fn path(&self, script: &Script) -> String {
        shown_path(&self.shown, &script.file)
    }

    /// The script at a path that findings show.
    #[must_use]
    pub fn script(&self, path: &str) -> Option<&Script> {
        let migration = self.version(path).and_then(|version| self.set.get(&version));
        let scripts = migration.map(|it| [Some(&it.up), it.down.script()]).into_iter().flatten();
        let repeatables = self.set.repeatables.iter().map(|it| &it.script);
        scripts.flatten().chain(repeatables).find(|script| self.path(script) == path)
    }

    pub(super) fn file<'p>(&self, path: &'p str) -> Option<&'p str> {
        match path.strip_prefix(&self.shown) {
            Some(rest) if !self.shown.is_empty() => rest.strip_prefix('/'),
            _ => Some(path),
        }
    }

    /// The version of the migration that the file at a path is a part of.
    #[must_use]
    pub fn version(&self, path: &str) -> Option<Version> {
        self.layout.version_of(self.file(path)?)
    }

    /// Where the byte at `offset` of a file stands.
    #[must_use]
    pub fn place(&self, path: &str, offset: usize) -> Option<Place> {
        let text = self.text(path)?;
        Some(self.lines(path, text).place(text, offset))
    }

    fn lines(&self, path: &str, text: &str) -> Arc<Lines> {
        let mut all = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lines) = all.get(path) {
            return Arc::clone(lines);
        }
        let lines = Arc::new(Lines::of(text));
        all.insert(path.to_owned(), Arc::clone(&lines));
        lines
    }

    /// Draws one of the findings.
    #[must_use]
    pub fn render(&self, finding: &Finding, style: render::Style) -> String {
        let line = |path: &str, text: &str, offset| self.lines(path, text).line(offset);
        render::finding(finding, &|path| self.text(path), &line, style)
    }
}
