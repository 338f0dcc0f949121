//! The files of one migration to that migration.

use std::borrow::Cow;

use super::{Reader, Unread};
use crate::code::signature;
use crate::finding::Finding;
use crate::set::kin::Kin;
use crate::set::layout::says_outside;
use crate::set::name::Direction;
use crate::set::script::{self, ReadScript, Source};
use crate::set::structure::{self, Entry, Pair};
use crate::set::{Down, Migration, rules, shown_path};
use crate::text::normalized;

impl Reader<'_> {
    pub(super) fn migrations(&mut self, entries: &[Entry]) -> Vec<Migration> {
        let (shown, findings) = (&self.location.shown, &mut self.findings);
        let pairs = structure::pairs(entries, self.layout, shown, findings);
        pairs.iter().filter_map(|pair| self.migration(pair)).collect()
    }

    fn migration(&mut self, pair: &Pair) -> Option<Migration> {
        let outside = pair.beside.as_deref().is_some_and(|file| self.outside(file));
        let mut script = |file, direction| (file, self.script(file, direction, outside));
        let up = pair.up.as_deref().map(|file| script(file, Direction::Up));
        // What is wrong with a file that holds both scripts is said once.
        let is_said = pair.up == pair.down && matches!(up, Some((_, Err(_))));
        let down = pair.down.as_deref().filter(|_| !is_said);
        let down = down.map(|file| script(file, Direction::Down));
        let (up, down) = match (up, down) {
            (Some((_, Ok(up))), Some((file, Ok(down)))) => self.both(up, file, down),
            (Some((_, Ok(up))), None | Some((_, Err(Unread::NoDown)))) => {
                self.without_down(pair, up)?
            }
            (None, Some((file, _))) => {
                self.missing_up(pair, file);
                return None;
            }
            // What could not be read was reported when it was tried.
            _ => return None,
        };
        let stem = &pair.stem;
        for (names, span) in &up.replaces {
            let path = shown_path(&self.location.shown, &up.script.file);
            self.replacing.push((stem.version.clone(), path, names.clone(), *span));
        }
        Some(Migration {
            version: stem.version.clone(),
            title: Cow::Owned(stem.title.clone()),
            up: up.script,
            down,
            kin: Kin::NONE,
        })
    }

    /// Whether the file beside the scripts of a migration says that they run outside a transaction.
    pub(super) fn outside(&mut self, file: &str) -> bool {
        let Some(beside) = self.layout.profile().beside else { return false };
        let text = (self.bytes)(file).map_err(|error| error.to_string());
        let text = text.and_then(|it| String::from_utf8(it).map_err(|error| error.to_string()));
        // The build has to notice when it changes.
        self.rewritten.insert(file.to_owned());
        match text.and_then(|text| says_outside(beside, &normalized(&text))) {
            Ok(outside) => outside,
            Err(error) => {
                let path = shown_path(&self.location.shown, file);
                let message = format!("the file cannot be read: {error}");
                let finding = Finding::new(&rules::UNREADABLE_FILE, path, message);
                self.findings.push(finding.help("correct it, or remove it"));
                false
            }
        }
    }

    pub(super) fn script(
        &mut self,
        file: &str,
        direction: Direction,
        outside: bool,
    ) -> Result<ReadScript, Unread> {
        let shown = shown_path(&self.location.shown, file);
        let bytes = match (self.bytes)(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let finding = Finding::new(&rules::UNREADABLE_FILE, shown, message);
                self.findings.push(finding.help("give yourself the right to read it"));
                return Err(Unread::Reported);
            }
        };
        let (before, size) = (self.findings.len(), bytes.len());
        let (layout, dialect) = (self.layout, self.target.dialect);
        let source = Source { file, path: &shown, direction, dialect, layout, outside };
        let read = script::read(&source, bytes, &mut self.findings);
        if let Some(whole) = read.as_ref().err().and_then(Unread::text) {
            self.texts.insert(shown, whole.to_owned());
            return read;
        }
        let read = read?;
        if let Some(whole) = &read.whole {
            self.texts.insert(shown, whole.clone());
        } else if self.findings.len() > before {
            self.texts.insert(shown, read.script.sql.to_string());
        }
        // Normal text is never longer, and it is as long only when nothing was taken out.
        if read.script.sql.len() != size {
            self.rewritten.insert(file.to_owned());
        }
        Ok(read)
    }

    fn both(&mut self, up: ReadScript, file: &str, down: ReadScript) -> (ReadScript, Down) {
        if let Some((_, span)) = &up.irreversible {
            let path = shown_path(&self.location.shown, &up.script.file);
            let text = || up.script.sql.to_string();
            self.texts.entry(path.clone()).or_insert_with(text);
            let message = "this migration says it is irreversible, and has a down";
            let finding = Finding::new(&rules::IRREVERSIBLE_WITH_DOWN, path, message).at(*span, "");
            let finding = match up.script.file == file {
                true => finding,
                false => finding.also(shown_path(&self.location.shown, file)),
            };
            self.findings.push(finding.help("remove the directive, or remove the down"));
        }
        (up, Down::Script(down.script))
    }

    fn without_down(&mut self, pair: &Pair, up: ReadScript) -> Option<(ReadScript, Down)> {
        if let Some((reason, _)) = &up.irreversible {
            let down = Down::Irreversible { reason: Cow::Owned(reason.clone()) };
            return Some((up, down));
        }
        if pair.reported || up.malformed_directive {
            return None;
        }
        self.missing_down(pair, &up);
        // What is older than the rules stays in the set, with nothing behind it.
        Some((up, Down::Irreversible { reason: Cow::Borrowed("it has no down") }))
    }

    fn missing_down(&mut self, pair: &Pair, up: &ReadScript) {
        let file = &up.script.file;
        let help = match self.layout.down_beside(file) {
            _ if up.script.is_code() => format!("write `{}`", signature(Direction::Down)),
            Ok(down) => format!("write `{}`", shown_path(&self.location.shown, &down)),
            Err(mark) => {
                format!("write `{}` into the file and the down below it", mark.trim_end())
            }
        };
        let comment = if up.script.is_code() { "//" } else { "--" };
        self.findings.push(
            Finding::new(
                &rules::MISSING_DOWN,
                shown_path(&self.location.shown, file),
                format!("migration {} cannot be rolled back: it has no down", pair.stem.version),
            )
            .help(help)
            .help(format!(
                "if there is no way back, say why in the up: \
                 `{comment} migrate: irreversible(reason = \"...\")`"
            )),
        );
    }

    fn missing_up(&mut self, pair: &Pair, file: &str) {
        if pair.reported {
            return;
        }
        self.findings.push(
            Finding::new(
                &rules::MISSING_UP,
                shown_path(&self.location.shown, file),
                format!("migration {} has a down and no up", pair.stem.version),
            )
            .help("restore the up, or remove this file"),
        );
    }
}
