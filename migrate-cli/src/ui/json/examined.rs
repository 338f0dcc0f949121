//! The result of `doctor`, for programs.

use serde::Serialize;

use super::document;
use crate::commands::Examined;
use crate::ui::text;

#[derive(Serialize)]
struct ExaminedJson<'a> {
    about: &'a str,
    /// `fine`, `note` or `wrong`.
    state: &'static str,
    message: &'a str,
    help: &'a [String],
}

/// What was found of each thing.
pub(in crate::ui) fn examined(all: &[Examined]) -> String {
    let all = all.iter().map(|it| ExaminedJson {
        about: it.about,
        state: text::state(it.state),
        message: &it.text,
        help: &it.help,
    });
    document(&all.collect::<Vec<_>>())
}
