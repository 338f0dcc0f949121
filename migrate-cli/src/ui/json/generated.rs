//! The results of `completions` and `man`, for programs.

use serde::Serialize;

use super::document;

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
