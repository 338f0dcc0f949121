//! The mechanical part of what findings advise, done to the files.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use migrate_core::check::Checked;
use migrate_core::finding::{Edit, Finding};
use migrate_core::set::read::Reading;
use migrate_core::text::normalized;

use super::file;
use crate::error::CliError;

/// What was changed, and what was not and why.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    /// How many findings were answered.
    pub(crate) count: usize,
    /// The files by the path that findings show: what they held before, and what they hold now.
    pub(crate) files: BTreeMap<String, (String, String)>,
    /// Findings that have edits and were left, each with the reason.
    pub(crate) left: BTreeSet<String>,
    /// What was done for which finding: one that comes back as it was is not answered by more of it.
    done: BTreeSet<String>,
}

/// Applies the edits of all findings that have some, except to the files of `applied`, the versions
/// that a database has already: what ran somewhere must stay what it was.
///
/// Edits that touch each other are not made in one go. The caller checks again and comes back.
pub(crate) fn fix(
    checked: &Checked,
    applied: &BTreeSet<String>,
    fixed: &mut Fixed,
) -> Result<bool, CliError> {
    let mut chosen: BTreeMap<&str, Vec<&Edit>> = BTreeMap::new();
    let (mut count, mut done) = (0, BTreeSet::new());
    for finding in checked.findings() {
        let edits = finding.rewrite.as_ref().map_or(&[][..], |rewrite| &rewrite.edits);
        let texts: Vec<&str> = edits.iter().map(|edit| &*edit.text).collect();
        let answer = described(finding, &texts.join("\n"));
        if !edits.is_empty() && fixed.done.contains(&answer) {
            fixed.left.insert(described(finding, "it was done, and the finding is still there"));
            continue;
        }
        match possible(checked, edits, applied, &chosen) {
            Verdict::Possible => {
                count += 1;
                done.insert(answer);
                edits.iter().for_each(|edit| chosen.entry(&edit.path).or_default().push(edit));
            }
            Verdict::Later => {}
            Verdict::Never(reason) => {
                fixed.left.insert(described(finding, &reason));
            }
        }
    }
    let mut texts = Vec::new();
    for (path, edits) in chosen {
        texts.push((path, edited(&checked.reading, path, edits)?));
    }
    // All the texts are known to be right before the first file is touched.
    for (path, (bytes, before, after)) in texts {
        write(&checked.reading, path, &bytes)?;
        fixed.files.entry(path.to_owned()).or_insert_with(|| (before, String::new())).1 = after;
    }
    fixed.count += count;
    fixed.done.append(&mut done);
    Ok(count > 0)
}

/// Whether the edits of one finding can be made.
enum Verdict {
    Possible,
    /// Not together with others that were chosen, or there are none.
    Later,
    Never(String),
}

fn possible(
    checked: &Checked,
    edits: &[Edit],
    applied: &BTreeSet<String>,
    chosen: &BTreeMap<&str, Vec<&Edit>>,
) -> Verdict {
    let mut own: Vec<&Edit> = Vec::new();
    for edit in edits {
        let reading = &checked.reading;
        let Some(text) = reading.script(&edit.path).and_then(|_| reading.text(&edit.path)) else {
            return Verdict::Never(format!("{} is no script of the set", edit.path));
        };
        if text.get(edit.span.range()).is_none() {
            return Verdict::Never(format!("the place is not in {}", edit.path));
        }
        let version = reading.version(&edit.path);
        if version.is_some_and(|version| applied.contains(&*version.number())) {
            return Verdict::Never(format!("{} is already applied to the database", edit.path));
        }
        let others = chosen.get(&*edit.path).into_iter().flatten().chain(&own);
        if others.into_iter().any(|other| touch(edit, other)) {
            return Verdict::Later;
        }
        own.push(edit);
    }
    if own.is_empty() { Verdict::Later } else { Verdict::Possible }
}

fn touch(one: &Edit, other: &Edit) -> bool {
    one.path == other.path && one.span.start <= other.span.end && other.span.start <= one.span.end
}

fn described(finding: &Finding, reason: &str) -> String {
    format!("{} ({}): {reason}", finding.rule.name, finding.message)
}

/// The bytes to write, and the text before and after.
fn edited(
    reading: &Reading,
    path: &str,
    mut edits: Vec<&Edit>,
) -> Result<(Vec<u8>, String, String), CliError> {
    let changed = || CliError::Changed { path: path.to_owned() };
    let script = reading.script(path).ok_or_else(changed)?;
    // A file may hold more than one script.
    let before = reading.text(path).ok_or_else(changed)?;
    let bytes = fs::read(reading.directory.join(&*script.file))
        .map_err(|error| CliError::File { doing: "reading", path: path.to_owned(), error })?;
    let raw = String::from_utf8(bytes).map_err(|_| changed())?;
    if normalized(&raw) != before {
        return Err(changed());
    }
    edits.sort_by_key(|edit| edit.span);
    let mut text = before.to_owned();
    for edit in edits.into_iter().rev() {
        text.replace_range(edit.span.range(), &edit.text);
    }
    Ok((spelled_like(&raw, &text).into_owned().into_bytes(), before.to_owned(), text))
}

/// The text with the byte order mark and the line ends of `raw`.
fn spelled_like<'t>(raw: &str, text: &'t str) -> Cow<'t, str> {
    let mark = raw.starts_with('\u{feff}');
    let returns = raw.contains("\r\n");
    if !mark && !returns {
        return Cow::Borrowed(text);
    }
    let lines = if returns { text.replace('\n', "\r\n") } else { text.to_owned() };
    Cow::Owned(if mark { format!("\u{feff}{lines}") } else { lines })
}

fn write(reading: &Reading, path: &str, bytes: &[u8]) -> Result<(), CliError> {
    let Some(script) = reading.script(path) else { return Ok(()) };
    file::replace(&reading.directory.join(&*script.file), bytes).map_err(|error| CliError::File {
        doing: "writing",
        path: path.to_owned(),
        error,
    })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use migrate_core::analysis::Settings;
    use migrate_core::check::check;
    use migrate_core::dialect::{Dialect, Target};
    use migrate_core::finding::Rewrite;
    use migrate_core::set::read::Location;
    use migrate_core::set::rules::VERSION_GAP;
    use migrate_core::text::Span;
    use tempfile::TempDir;

    use super::*;

    const UP: &str = "migrations/1_a.up.sql";

    fn checked(path: &Path, edits: &[&[(usize, usize, &str)]]) -> Checked {
        let (name, shown) = ("migrations".to_owned(), "migrations".to_owned());
        let location = Location { path: path.to_owned(), name, shown };
        let mut checked = check(&location, Target::oldest(Dialect::Sqlite), &Settings::default());
        for edits in edits {
            let edit = |&(start, end, text): &(usize, usize, &str)| Edit {
                path: UP.to_owned(),
                span: Span::new(start, end),
                text: text.to_owned(),
            };
            let mut finding = Finding::new(&VERSION_GAP, UP, "it can be done better");
            let edits = edits.iter().map(edit).collect();
            finding.rewrite = Some(Rewrite { title: String::new(), sql: String::new(), edits });
            checked.analysis.findings.push(finding);
        }
        checked
    }

    fn directory(up: &str) -> TempDir {
        let directory = tempfile::tempdir().unwrap();
        fs::write(directory.path().join("1_a.up.sql"), up).unwrap();
        fs::write(directory.path().join("1_a.down.sql"), "SELECT 2;").unwrap();
        directory
    }

    fn text(directory: &TempDir) -> String {
        fs::read_to_string(directory.path().join("1_a.up.sql")).unwrap()
    }

    #[test]
    fn what_does_not_help_is_not_done_again() {
        let it = directory("SELECT 1;");
        let mut fixed = Fixed::default();
        let insertion: [&[_]; 1] = [&[(9, 9, "\nSELECT 2;")]];
        let again = || checked(it.path(), &insertion);
        assert!(fix(&again(), &BTreeSet::new(), &mut fixed).unwrap());
        assert!(!fix(&again(), &BTreeSet::new(), &mut fixed).unwrap());
        assert_eq!((fixed.count, fixed.left.len()), (1, 1));
        assert_eq!(text(&it), "SELECT 1;\nSELECT 2;");
    }

    #[test]
    fn edits_that_do_not_touch_are_made_together() {
        let it = directory("SELECT 1;");
        let edits: [&[_]; 3] = [&[(0, 6, "VALUES"), (7, 8, "(1)")], &[(8, 9, "")], &[(5, 6, "x")]];
        let mut fixed = Fixed::default();
        assert!(fix(&checked(it.path(), &edits), &BTreeSet::new(), &mut fixed).unwrap());
        assert_eq!(text(&it), "VALUES (1);", "the second and the third touch the first");
        assert_eq!(fixed.count, 1);
        assert_eq!(fixed.files[UP], ("SELECT 1;".to_owned(), "VALUES (1);".to_owned()));
        assert_eq!(fs::read_dir(it.path()).unwrap().count(), 2, "no other file is left");
    }

    #[test]
    fn what_is_applied_stays_as_it_is() {
        let it = directory("SELECT 1;");
        let mut fixed = Fixed::default();
        let applied = BTreeSet::from(["1".to_owned()]);
        let checked = checked(it.path(), &[&[(0, 6, "VALUES")]]);
        assert!(!fix(&checked, &applied, &mut fixed).unwrap());
        assert_eq!(text(&it), "SELECT 1;");
        assert!(fixed.left.first().unwrap().contains("is already applied"), "{fixed:?}");
    }

    #[test]
    fn a_file_that_changed_meanwhile_is_left() {
        let it = directory("SELECT 1;");
        let checked = checked(it.path(), &[&[(0, 6, "VALUES")]]);
        fs::write(it.path().join("1_a.up.sql"), "SELECT 10;").unwrap();
        let error = fix(&checked, &BTreeSet::new(), &mut Fixed::default()).unwrap_err();
        assert!(matches!(error, CliError::Changed { .. }), "{error}");
        assert_eq!(text(&it), "SELECT 10;");
    }

    #[test]
    fn an_edit_outside_of_the_text_is_left() {
        let it = directory("SELECT 'é';");
        let mut fixed = Fixed::default();
        let edits: [&[_]; 2] = [&[(9, 10, "x")], &[(0, 99, "x")]];
        assert!(!fix(&checked(it.path(), &edits), &BTreeSet::new(), &mut fixed).unwrap());
        assert_eq!(text(&it), "SELECT 'é';");
    }

    #[test]
    fn line_ends_and_marks_stay_as_they_are() {
        let it = directory("\u{feff}SELECT\r\n1;\r\n");
        let checked = checked(it.path(), &[&[(7, 8, "2,\n3")]]);
        assert!(fix(&checked, &BTreeSet::new(), &mut Fixed::default()).unwrap());
        assert_eq!(text(&it), "\u{feff}SELECT\r\n2,\r\n3;\r\n");
    }
}
