//! Where everything goes that is said.

use std::io::{self, Write};

use anstream::AutoStream;

use super::{Ui, fold, text};
use crate::cli::Format;

impl Ui {
    pub(super) fn log(&self, verbose: u8) {
        let filter = match verbose {
            0 => return,
            1 => "migrate_runtime=info",
            2 => "migrate_runtime=debug",
            _ => "trace",
        };
        // It fails only where somebody else has set one up, and then there is a log.
        let _ = tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_ansi(false)
            .without_time()
            .with_target(false)
            .with_writer(io::stderr)
            .try_init();
    }

    /// Writes a result. A reader that has gone away, as `head` does, is no failure of the command.
    pub(super) fn out(&self, text: &str) {
        let mut stream = AutoStream::new(io::stdout().lock(), self.color);
        let _ = writeln!(stream, "{}", text.trim_end()).and_then(|()| stream.flush());
    }

    /// Writes what is not a result.
    pub(super) fn err(&self, text: &str) {
        let mut stream = AutoStream::new(io::stderr().lock(), self.color);
        let _ = writeln!(stream, "{}", fold::report(text.trim_end(), fold::of_stderr()));
    }

    pub(super) fn result(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> String,
        markdown: impl FnOnce() -> String,
    ) {
        let report = || fold::report(&text(), fold::of_stdout());
        self.copied(report, json, markdown);
    }

    /// Writes a result whose text is there to be copied: no line of it is folded.
    pub(super) fn copied(
        &self,
        text: impl FnOnce() -> String,
        json: impl FnOnce() -> String,
        markdown: impl FnOnce() -> String,
    ) {
        self.out(&match self.format {
            Format::Json => json(),
            Format::Markdown => markdown(),
            // The forms of findings and of pictures are refused where there are none.
            _ => text(),
        });
    }

    /// Says something that is worth knowing.
    pub(super) fn note(&self, note: &str) {
        if !self.quiet {
            self.err(&text::note(note));
        }
    }
}
