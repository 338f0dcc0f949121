//! What branches have to do with each other, and pictures.

use migrate_core::graph::Graph;

use super::{Ui, json, markdown, text};
use crate::cli::Format;
use crate::commands::{Drawn, Merged, Rebased, Squeezed};

impl Ui {
    /// A picture in the form that was asked for.
    pub(crate) fn drawing(&self, it: &Graph) -> String {
        match self.format {
            Format::Dot => it.dot(),
            Format::Svg => it.svg(),
            Format::Json => format!("{}\n", json::graph(it)),
            Format::Markdown => format!("```mermaid\n{}```\n", it.mermaid()),
            _ => it.mermaid(),
        }
    }

    /// A picture, or the file that it is in.
    pub(crate) fn drawn(&self, it: &Drawn) {
        match &it.file {
            Some(file) => self.out(&format!("written {file}")),
            None => self.out(&self.drawing(&it.graph)),
        }
    }

    /// What two branches have to do with each other.
    pub(crate) fn merged(&self, it: &Merged) {
        self.result(|| text::merged(it), || json::merged(it), || markdown::merged(it));
    }

    /// What `rebase` did.
    pub(crate) fn rebased(&self, it: &Rebased) {
        if let Some(reason) = &it.unasked {
            self.note(&format!(
                "{reason}, so it is not known whether the database has any of them"
            ));
        }
        self.result(|| text::rebased(it), || json::rebased(it), || markdown::rebased(it));
    }

    /// What `squash` did.
    pub(crate) fn squashed(&self, it: &Squeezed) {
        self.result(|| text::squashed(it), || json::squashed(it), || markdown::squashed(it));
    }
}
