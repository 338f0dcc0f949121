//! Names of scripts that have no version: `R__active_users.sql`.

use std::collections::BTreeMap;

use super::{Entry, EntryKind};
use crate::finding::Finding;
use crate::set::layout::Layout;
use crate::set::name::{check_title, split_direction, title_from_words};
use crate::set::{repeatable::PREFIX, rules, shown_path};

/// Whether an entry is such a script, whatever is wrong with its name.
pub(super) fn is_one(entry: &Entry, layout: Layout) -> bool {
    entry.kind == EntryKind::File && layout.is_repeatable(&entry.name)
}

/// The files of such scripts by the names of these.
pub(in crate::set) fn repeatables(
    entries: &[Entry],
    layout: Layout,
    shown: &str,
    findings: &mut Vec<Finding>,
) -> BTreeMap<String, String> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for Entry { name: file, .. } in entries.iter().filter(|entry| is_one(entry, layout)) {
        let name = match name(file, layout) {
            Ok(name) => name,
            Err(problem) => {
                findings.push(problem.finding(shown_path(shown, file)));
                continue;
            }
        };
        // On a file system that tells small letters from large ones both can be there, and another has
        // room for one of them.
        match files.get(&name) {
            Some(first) => {
                let message = format!("two repeatable scripts are called `{name}`");
                let path = shown_path(shown, first);
                let finding = Finding::new(&rules::DUPLICATE_REPEATABLE, path, message);
                findings.push(finding.also(shown_path(shown, file)).help("rename one of them"));
            }
            None => {
                files.insert(name, file.clone());
            }
        }
    }
    files
}

/// What is wrong with a name.
enum Problem {
    /// It is none; and one that was probably meant.
    Name(String, Option<String>),
    /// It is named as half of a pair; and the file that is enough.
    Half(String),
}

impl Problem {
    fn finding(self, path: String) -> Finding {
        match self {
            Self::Name(problem, meant) => {
                let finding = Finding::new(&rules::MALFORMED_NAME, path, problem).help(
                    "a repeatable script is called `R__<name>.sql`, with a name of `a-z`, `0-9` and `_`, \
                     as in `R__active_users.sql`",
                );
                super::did_you_mean(finding, meant.as_deref())
            }
            Self::Half(whole) => {
                let message = "a repeatable script is one file, which has no version and no down";
                Finding::new(&rules::UNRECOGNISED_FILE, path, message)
                    .note("rolling its run back runs the text that was current before it")
                    .help(format!("write `{whole}` alone, and remove this file"))
            }
        }
    }
}

fn name(file: &str, layout: Layout) -> Result<String, Problem> {
    let stem = file.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(".sql"));
    let stem = stem.unwrap_or(file);
    let meant = || title_from_words(stem).ok().map(|name| format!("{PREFIX}{name}.sql"));
    if layout != Layout::Native {
        // Other tools take any letters.
        return title_from_words(stem)
            .map_err(|error| Problem::Name(format!("`{stem}` is not a name: {error}"), None));
    }
    if let Some((whole, _)) = split_direction(file) {
        return Err(Problem::Half(format!("{whole}.sql")));
    }
    match check_title(stem) {
        Ok(()) => Ok(stem.to_owned()),
        Err(error) => Err(Problem::Name(format!("`{stem}` is not a name: {error}"), meant())),
    }
}
