//! Where findings point, in the numbers that programs and people use.

use migrate_core::finding::{Finding, Label};
use migrate_core::set::read::Reading;
use migrate_core::set::shown_path;
use migrate_core::text::{Place, Span, place};

/// A part of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Region {
    /// In bytes of the normalised text.
    pub(super) span: Span,
    /// Its first character.
    pub(super) start: Place,
    /// Behind its last character.
    pub(super) end: Place,
}

/// The part of a text that a span means.
pub(super) fn region(text: &str, span: Span) -> Region {
    let start = place(text, span.start);
    // From there on, so that no text is counted twice.
    let within = text.get(span.range()).unwrap_or_default();
    let rest = place(within, within.len());
    let column = if rest.line == 1 { start.column + rest.column - 1 } else { rest.column };
    Region { span, start, end: Place { line: start.line + rest.line - 1, column } }
}

/// The part of its file that a label points at, if it points at one.
pub(super) fn of_label(reading: &Reading, label: &Label) -> Option<Region> {
    let (path, span) = (&label.path, label.span?);
    let (start, end) = (reading.place(path, span.start)?, reading.place(path, span.end)?);
    Some(Region { span, start, end })
}

/// The file a finding is about, and the part of it.
pub(super) fn main<'f>(reading: &Reading, finding: &'f Finding) -> (&'f str, Option<Region>) {
    match finding.labels.first() {
        Some(label) => (&label.path, of_label(reading, label)),
        None => ("", None),
    }
}

/// How the programs that read findings name files: from the root of the repository, wherever the
/// command was run.
#[derive(Clone, Debug)]
pub(super) struct Root {
    /// The directory of the migrations as findings show it.
    shown: String,
    /// The same from the root; none where there is no repository.
    from_root: Option<String>,
}

impl Root {
    /// The root of the repository that the migrations are in.
    pub(super) fn of(reading: &Reading) -> Self {
        let directory = &reading.directory;
        let root = directory.ancestors().find(|at| at.join(".git").exists());
        let way = root.and_then(|root| directory.strip_prefix(root).ok());
        let from_root = way.map(|way| way.display().to_string().replace('\\', "/"));
        Self { shown: reading.shown.clone(), from_root }
    }

    /// The path of a file that findings show.
    pub(super) fn path(&self, shown: &str) -> String {
        let rest = || shown.strip_prefix(&self.shown)?.strip_prefix('/');
        match (&self.from_root, rest()) {
            (Some(root), Some(rest)) => shown_path(root, rest),
            _ => shown.to_owned(),
        }
    }
}

/// Everything a finding says, without its places: for those who show one text.
pub(super) fn words(finding: &Finding) -> String {
    let mut text = finding.message.clone();
    for note in &finding.notes {
        text += &format!("\nnote: {note}");
    }
    for help in &finding.help {
        text += &format!("\nhelp: {help}");
    }
    if let Some(rewrite) = &finding.rewrite {
        text += &format!("\nhelp: {}:\n\n{}", rewrite.title, rewrite.sql.trim_end());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_region_ends_behind_its_last_character() {
        let text = "é x\nab\nc";
        let it = region(text, Span::new(3, 7));
        assert_eq!((it.start, it.end), (place(text, 3), place(text, 7)));
        assert_eq!(it.end, Place { line: 2, column: 3 });
        let it = region(text, Span::new(3, 4));
        assert_eq!(it.end, Place { line: 1, column: 4 });
    }
}
