//! Names to pairs: which files belong together. Pure; [`super::read`] lists the directory.

mod foreign;
pub(super) mod lengths;
mod repeatable;

use std::collections::BTreeSet;

use crate::code::SUFFIX;
use crate::finding::Finding;
use crate::text::nearest;
use crate::version::Version;

use super::layout::Layout;
use super::name::{self, Direction, EXPECTED_FILE, Stem, StemError};
use super::{rules, shown_path};

pub(super) use repeatable::repeatables;

/// Something in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: EntryKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum EntryKind {
    File,
    Directory(Vec<Entry>),
    /// A symbolic link that leads back.
    Loop,
    /// Neither file nor directory, or not to be read; with the reason.
    Unusable(String),
}

/// The files of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pair {
    pub(super) stem: Stem,
    pub(super) up: Option<String>,
    pub(super) down: Option<String>,
    /// The file that says more of it, where the layout has such files.
    pub(super) beside: Option<String>,
    /// Whether a finding about the names was already reported, so that a missing half is no news.
    pub(super) reported: bool,
}

/// Sorts the entries into pairs, in the order of their versions.
pub(super) fn pairs(
    entries: &[Entry],
    layout: Layout,
    shown: &str,
    findings: &mut Vec<Finding>,
) -> Vec<Pair> {
    let mut structure = Structure {
        layout,
        shown,
        findings,
        files: Vec::new(),
        beside: BTreeSet::new(),
        reported: BTreeSet::new(),
    };
    let mut layouts: [Option<&str>; 2] = [None, None];
    let others = entries.iter().filter(|entry| !is_beside(&entry.name));
    for entry in others.filter(|entry| !repeatable::is_one(entry, layout)) {
        let is_directory = structure.entry(entry);
        if let Some(is_directory) = is_directory {
            layouts[usize::from(is_directory)].get_or_insert(&entry.name);
        }
    }
    if let [Some(pair), Some(directory)] = layouts {
        structure.mixed(pair, directory);
    }
    structure.finish()
}

/// What may stand beside migrations.
fn is_beside(name: &str) -> bool {
    is_ignored(name) || name == super::seed_file::NAME
}

/// Files that may stand anywhere.
fn is_ignored(name: &str) -> bool {
    name.starts_with('.') || matches!(name, "README.md" | super::lock_file::NAME)
}

struct File {
    stem: Stem,
    direction: Direction,
    file: String,
}

struct Structure<'a> {
    layout: Layout,
    shown: &'a str,
    findings: &'a mut Vec<Finding>,
    files: Vec<File>,
    /// Files that say more of a migration.
    beside: BTreeSet<String>,
    /// Versions of files whose name was reported.
    reported: BTreeSet<Version>,
}

impl Structure<'_> {
    fn path(&self, file: &str) -> String {
        shown_path(self.shown, file)
    }

    /// Takes in one entry. True for a migration's directory, false for a file of a pair.
    fn entry(&mut self, entry: &Entry) -> Option<bool> {
        match &entry.kind {
            EntryKind::File | EntryKind::Directory(_) if self.layout != Layout::Native => {
                self.foreign(entry);
                None
            }
            EntryKind::File => self.file(&entry.name),
            EntryKind::Directory(children) => self.directory(&entry.name, children),
            EntryKind::Loop => {
                let finding = Finding::new(
                    &rules::SYMLINK_LOOP,
                    self.path(&entry.name),
                    "this symbolic link leads back to a directory it is in",
                );
                self.findings.push(finding.help("remove the link"));
                None
            }
            EntryKind::Unusable(reason) => {
                let finding =
                    Finding::new(&rules::UNREADABLE_FILE, self.path(&entry.name), reason.clone());
                self.findings.push(finding.help("make it a readable file, or remove it"));
                self.mark_reported(&entry.name);
                None
            }
        }
    }

    fn file(&mut self, file: &str) -> Option<bool> {
        let Some((stem, directions)) = name::split_file(file) else {
            self.unrecognised(file);
            return None;
        };
        let (suffix, is_code) = (&file[stem.len()..], file.ends_with(SUFFIX));
        match name::parse_stem(stem) {
            Ok(stem) => {
                for &direction in directions {
                    self.add(File { stem: stem.clone(), direction, file: file.to_owned() });
                }
            }
            Err(_) if is_code && !stem.starts_with(|c: char| c.is_ascii_digit()) => {
                self.unrecognised(file);
                return None;
            }
            Err(error) => self.malformed(file, &error, suffix),
        }
        // One in Rust lies beside pairs of files as well as beside directories.
        (!is_code).then_some(false)
    }

    fn directory(&mut self, directory: &str, children: &[Entry]) -> Option<bool> {
        let stem = match name::parse_stem(directory) {
            Ok(stem) => stem,
            Err(error) => {
                let holds_scripts =
                    children.iter().any(|child| matches!(&*child.name, "up.sql" | "down.sql"));
                if holds_scripts || directory.starts_with(|c: char| c.is_ascii_digit()) {
                    self.malformed(directory, &error, "/");
                } else {
                    self.unrecognised(directory);
                }
                return None;
            }
        };
        let count = self.files.len();
        for child in children.iter().filter(|child| !is_ignored(&child.name)) {
            self.child(directory, &stem, child);
        }
        let has_files = self.files.len() > count
            || self.files.iter().any(|file| file.stem.version == stem.version);
        if !has_files && self.reported.insert(stem.version.clone()) {
            let finding = Finding::new(
                &rules::UNRECOGNISED_FILE,
                self.path(directory),
                "this directory holds no migration",
            );
            self.findings.push(finding.help("put `up.sql` and `down.sql` into it, or remove it"));
        }
        Some(true)
    }

    fn child(&mut self, directory: &str, stem: &Stem, child: &Entry) {
        let file = format!("{directory}/{}", child.name);
        let direction = match (&*child.name, &child.kind) {
            ("up.sql", EntryKind::File) => Direction::Up,
            ("down.sql", EntryKind::File) => Direction::Down,
            (_, EntryKind::Loop | EntryKind::Unusable(_)) => {
                self.reported.insert(stem.version.clone());
                self.entry(&Entry { name: file, kind: child.kind.clone() });
                return;
            }
            _ => {
                let finding = Finding::new(
                    &rules::UNRECOGNISED_FILE,
                    self.path(&file),
                    "this file is not part of the migration",
                );
                let finding = finding.help("a migration's directory holds `up.sql` and `down.sql`");
                let meant = nearest(&child.name, ["up.sql", "down.sql"]);
                if meant.is_some() {
                    self.reported.insert(stem.version.clone());
                }
                self.findings.push(did_you_mean(finding, meant));
                return;
            }
        };
        self.add(File { stem: stem.clone(), direction, file });
    }

    fn add(&mut self, file: File) {
        self.files.push(file);
    }

    /// Remembers the version of a file that was reported, as far as its name tells one.
    fn mark_reported(&mut self, file: &str) {
        self.reported.extend(self.layout.version_of(file));
    }

    fn unrecognised(&mut self, file: &str) {
        let finding = Finding::new(
            &rules::UNRECOGNISED_FILE,
            self.path(file),
            "this is not the name of a migration",
        );
        let finding = finding
            .help(format!("migrations are named {EXPECTED_FILE}; move other files elsewhere"));
        let meant = name::suggestion(file);
        if meant.is_some() {
            self.mark_reported(file);
        }
        self.findings.push(did_you_mean(finding, meant.as_deref()));
    }

    fn malformed(&mut self, file: &str, error: &StemError, suffix: &str) {
        let finding = Finding::new(&rules::MALFORMED_NAME, self.path(file), error.to_string());
        let finding = finding.help(format!(
            "the name is `<version>_<title>{suffix}`, with a version of digits and a title of \
             `a-z`, `0-9` and `_`, as in `20260101120000_create_users{suffix}`"
        ));
        let meant = match suffix {
            "/" => name::suggestion(&format!("{file}.up.sql"))
                .and_then(|name| name.strip_suffix(".up.sql").map(|name| format!("{name}/"))),
            _ => name::suggestion(file),
        };
        self.mark_reported(file);
        self.findings.push(did_you_mean(finding, meant.as_deref()));
    }

    fn mixed(&mut self, pair: &str, directory: &str) {
        let finding =
            Finding::new(&rules::MIXED_LAYOUTS, self.path(pair), "files and directories are mixed");
        self.findings.push(
            finding
                .also(self.path(directory))
                .note("one directory has one layout, so that two people cannot add one version twice")
                .help("write all migrations as `<version>_<title>.up.sql` and `.down.sql`, or all as `<version>_<title>/up.sql` and `down.sql`"),
        );
    }

    fn finish(mut self) -> Vec<Pair> {
        let mut found = Vec::new();
        let mut files = std::mem::take(&mut self.files);
        // They come in the order of their names, which hardly differs.
        files.sort_by(|one, other| one.stem.version.cmp(&other.stem.version));
        let mut files = files.into_iter().peekable();
        while let Some(first) = files.next() {
            let version = first.stem.version.clone();
            let mut together = vec![first];
            while let Some(file) = files.next_if(|file| file.stem.version == version) {
                together.push(file);
            }
            let mut pairs = self.of_one_version(together);
            let reported = self.reported.contains(&version);
            pairs.iter_mut().for_each(|pair| pair.reported |= reported);
            found.append(&mut pairs);
        }
        self.gaps(&found);
        lengths::check(&found, self.shown, self.findings);
        found
    }

    /// The pairs of one version: one, when all is well.
    fn of_one_version(&mut self, files: Vec<File>) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        for File { stem, direction, file } in files {
            let is_code = |file: &str| file.ends_with(SUFFIX);
            let same = |pair: &&mut Pair| {
                let other = pair.up.as_deref().or(pair.down.as_deref()).unwrap_or_default();
                pair.stem.title == stem.title
                    && pair.stem.version.as_str() == stem.version.as_str()
                    && is_code(other) == is_code(&file)
            };
            let pair = if let Some(pair) = pairs.iter_mut().find(same) {
                pair
            } else {
                pairs.push(Pair { stem, up: None, down: None, beside: None, reported: false });
                let last = pairs.len() - 1;
                &mut pairs[last]
            };
            match direction {
                Direction::Up => pair.up = Some(file),
                Direction::Down => pair.down = Some(file),
            }
        }
        for pair in &mut pairs {
            pair.beside = self.beside_of(pair);
        }
        if pairs.len() > 1 {
            self.clash(&pairs);
            pairs.iter_mut().for_each(|pair| pair.reported = true);
            pairs.truncate(1);
        }
        pairs
    }

    fn clash(&mut self, pairs: &[Pair]) {
        let file = |pair: &Pair| pair.up.clone().or_else(|| pair.down.clone()).unwrap_or_default();
        let stems: Vec<&Stem> = pairs.iter().map(|pair| &pair.stem).collect();
        let split_pair = pairs.len() == 2
            && pairs.iter().any(|pair| pair.down.is_none())
            && pairs.iter().any(|pair| pair.up.is_none());
        let same_text = stems.iter().all(|stem| stem.version.as_str() == stems[0].version.as_str());
        let has_parts = stems.iter().any(|stem| stem.version.has_parts());
        let finding = if split_pair && same_text {
            Finding::new(
                &rules::TITLE_MISMATCH,
                self.path(&file(&pairs[0])),
                format!("up and down of version {} have different titles", stems[0].version),
            )
            .help("give both the same title")
        } else {
            let message = format!("version {} is used more than once", stems[0].version);
            let finding =
                Finding::new(&rules::DUPLICATE_VERSION, self.path(&file(&pairs[0])), message);
            let finding =
                finding.help("give one of them a later version, as `cargo migrate new` does");
            let finding = did_you_mean(finding, lengths::meant(&pairs[0]).as_deref());
            match (same_text, has_parts) {
                (true, _) => finding,
                (false, false) => {
                    finding.note("versions are compared as numbers, so leading zeros do not count")
                }
                (false, true) => finding.note(
                    "versions are compared part by part, so zeros in front of a part and parts of \
                     zeros at the end do not count",
                ),
            }
        };
        let paths: Vec<String> = pairs[1..].iter().map(|pair| self.path(&file(pair))).collect();
        self.findings.push(paths.into_iter().fold(finding, Finding::also));
    }

    /// A number left out of a sequence was perhaps lost in a merge. Times have gaps by nature.
    fn gaps(&mut self, pairs: &[Pair]) {
        let numbers: Option<Vec<u32>> =
            pairs.iter().map(|pair| pair.stem.version.ordinal()).collect();
        let Some(numbers) = numbers else { return };
        let steps: Vec<u32> = numbers.windows(2).map(|two| two[1].saturating_sub(two[0])).collect();
        let regular = steps.iter().filter(|&&step| step == 1).count();
        if regular == 0 || regular * 2 < steps.len() {
            return;
        }
        for (at, _) in steps.iter().enumerate().filter(|&(_, &step)| step > 1) {
            let pair = &pairs[at + 1];
            let file = pair.up.as_ref().or(pair.down.as_ref());
            let finding = Finding::new(
                &rules::VERSION_GAP,
                self.path(file.map_or("", |file| file)),
                format!("version {} follows {}", pair.stem.version, pairs[at].stem.version),
            );
            self.findings.push(finding.note("the other versions are numbered without gaps").help(
                "restore the missing migration, or renumber this one before it is applied anywhere",
            ));
        }
    }
}

fn did_you_mean(finding: Finding, meant: Option<&str>) -> Finding {
    match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding,
    }
}
