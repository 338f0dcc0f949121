//! The results of `completions`, `man` and `adopt --export`, for programs.

use serde::Serialize;

use super::document;
use crate::commands::Exported;

#[derive(Serialize)]
struct GeneratedJson<'a> {
    language: &'a str,
    text: &'a str,
}

#[derive(Serialize)]
struct PagesJson<'a> {
    directory: &'a str,
}

/// A text for another program.
pub(in crate::ui) fn generated(language: &str, text: &str) -> String {
    document(&GeneratedJson { language, text })
}

/// Where the manual pages are.
pub(in crate::ui) fn pages(directory: &str) -> String {
    document(&PagesJson { directory })
}

#[derive(Serialize)]
struct ExportedJson<'a> {
    tool: &'a str,
    files: &'a [String],
    recorded: Option<usize>,
}

/// What was written for another tool.
pub(in crate::ui) fn exported(it: &Exported) -> String {
    let Exported { tool, files, recorded } = it;
    document(&ExportedJson { tool, files, recorded: *recorded })
}
