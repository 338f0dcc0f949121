//! One file of the corpus.

use std::fs;
use std::path::Path;

use migrate_core::analysis::{self, MigrationVerdict, Settings};
use migrate_core::dialect::Target;
use migrate_core::proof::{RowVerdict, SchemaVerdict};
use migrate_core::set::read::{self, Reading};
use migrate_tests::engine::{Cycle, Outcome};

/// What is to be said of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expected {
    Differs,
    Rows,
    Fails,
    Restored,
    Note,
}

impl Expected {
    pub(crate) const fn is_right(self) -> bool {
        matches!(self, Self::Restored | Self::Note)
    }

    fn read(word: &str) -> Option<Self> {
        Some(match word {
            "differs" => Self::Differs,
            "rows" => Self::Rows,
            "fails" => Self::Fails,
            "restored" => Self::Restored,
            "note" => Self::Note,
            _ => return None,
        })
    }

    /// What an engine's cycle shows.
    pub(crate) const fn of(cycle: &Cycle) -> Option<Self> {
        Some(match cycle.outcome {
            Outcome::DownFails => Self::Fails,
            Outcome::Differs => Self::Differs,
            Outcome::Restored | Outcome::Order if !cycle.rows.is_empty() => Self::Rows,
            Outcome::Restored => Self::Restored,
            Outcome::Order => Self::Note,
            Outcome::UpFails | Outcome::NoDown => return None,
        })
    }
}

/// What the static proof says of schema and rows together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Proof {
    /// Both come back.
    Proven,
    /// One of them does not.
    Refuted,
    /// It is not known.
    Unknown,
}

/// A pair and its base as two migrations.
pub(crate) struct Pair {
    /// Its file, without its ending.
    pub(crate) name: String,
    pub(crate) expected: Expected,
    pub(crate) reading: Reading,
}

impl Pair {
    /// Every pair of a directory, those of `wrong` and those of `right`.
    pub(crate) fn all(directory: &str, target: Target) -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("mutants").join(directory);
        let mut pairs = Vec::new();
        for kind in ["wrong", "right"] {
            let entries = fs::read_dir(root.join(kind)).unwrap();
            let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
            files.sort();
            let new = pairs.len();
            pairs.extend(files.iter().map(|file| Self::read(file, target)));
            let is_misplaced = |pair: &&Self| pair.expected.is_right() != (kind == "right");
            let misplaced: Vec<_> =
                pairs[new..].iter().filter(is_misplaced).map(|pair| &pair.name).collect();
            assert!(misplaced.is_empty(), "not in `{kind}`: {misplaced:?}");
        }
        pairs
    }

    fn read(file: &Path, target: Target) -> Self {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(file).unwrap();
        let part = |text: &str, before: &str| -> (String, String) {
            let Some((head, rest)) = text.split_once(before) else {
                panic!("{name}: no line `{}`", before.trim())
            };
            (head.to_owned(), rest.to_owned())
        };
        let (title, rest) = part(&text, "\n-- verdict: ");
        let (verdict, rest) = part(&rest, "\n-- why: ");
        let (why, rest) = part(&rest, "\n\n-- base\n");
        let (base, rest) = part(&rest, "\n-- up\n");
        let (up, down) = part(&rest, "\n-- down\n");
        assert!(title.starts_with("-- ") && !why.is_empty(), "{name}: what it is, and why");
        let expected = Expected::read(&verdict);
        let expected = expected.unwrap_or_else(|| panic!("{name}: no verdict `{verdict}`"));
        let base = format!("-- migrate: irreversible(reason = \"the base\")\n{base}");
        let (up_file, down_file) = (format!("2_{name}.up.sql"), format!("2_{name}.down.sql"));
        let files = [("1_base.up.sql", &*base), (&*up_file, &*up), (&*down_file, &*down)];
        let reading = read::read_texts(&files, target);
        let errors: Vec<_> = reading.findings.iter().filter(|it| it.is_error()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
        Self { name, expected, reading }
    }

    /// The static verdict, in one word and in all of them.
    pub(crate) fn proof(&self) -> (Proof, String) {
        let analysis = analysis::analyse(&self.reading, &Settings::default());
        let verdict = analysis.verdicts.last().unwrap();
        let MigrationVerdict { schema, rows, .. } = verdict;
        let is_refuted = matches!(schema, SchemaVerdict::Differs(_) | SchemaVerdict::Fails(_))
            || matches!(rows, RowVerdict::Lossy(_));
        let is_proven = matches!(schema, SchemaVerdict::Proven | SchemaVerdict::Order(_))
            && *rows == RowVerdict::Kept;
        let proof = match (is_refuted, is_proven) {
            (true, _) => Proof::Refuted,
            (false, true) => Proof::Proven,
            (false, false) => Proof::Unknown,
        };
        (proof, format!("schema {}, rows {}: {}", schema.word(), rows.word(), why(verdict)))
    }
}

/// Everything that a verdict says besides its words.
fn why(verdict: &MigrationVerdict) -> String {
    let mut texts: Vec<&str> = Vec::new();
    match &verdict.schema {
        SchemaVerdict::Differs(found) | SchemaVerdict::Order(found) => {
            texts.extend(found.iter().map(|it| &*it.text));
        }
        SchemaVerdict::Fails(refusal) => texts.push(&refusal.message),
        SchemaVerdict::Unknown(reasons) => texts.extend(reasons.iter().map(|it| &*it.text)),
        SchemaVerdict::Proven | SchemaVerdict::Irreversible => {}
    }
    match &verdict.rows {
        RowVerdict::Lossy(losses) => texts.extend(losses.iter().map(|it| &*it.text)),
        RowVerdict::Unknown(reasons) => texts.extend(reasons.iter().map(|it| &*it.text)),
        RowVerdict::Kept | RowVerdict::Irreversible => {}
    }
    texts.join("; ")
}
