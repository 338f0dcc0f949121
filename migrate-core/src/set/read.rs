//! A directory to a set: the only file access of the crate.

mod kin;
mod lock;
mod place;
mod seed;
mod weight;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use crate::checksum::Checksum;
use crate::dialect::Target;
use crate::finding::Finding;
use crate::text::{Lines, Span};
use crate::version::Version;

use super::kin::{Kin, Named};
use super::lock_file::{self, LockFile};
use super::name::Direction;
use super::script::{self, ReadScript, Source};
use super::seed_file::SeedFile;
use super::structure::{self, Entry, EntryKind, Pair};
use super::{Down, Migration, MigrationSet, rules, shown_path};

/// Where the migrations are.
#[derive(Clone, Debug)]
pub struct Location {
    /// The directory on this machine.
    pub path: PathBuf,
    /// The directory as written in the set: relative to the crate's manifest.
    pub name: String,
    /// The directory as findings show it: from where the user stands.
    pub shown: String,
}

/// What was found in a directory: as much of a set as could be read, and everything wrong with it.
#[derive(Debug)]
pub struct Reading {
    /// The migrations that could be read. Not to be used when there are errors.
    pub set: MigrationSet,
    /// Everything there is to say, in the order of the files.
    pub findings: Vec<Finding>,
    /// The directory on this machine.
    pub directory: PathBuf,
    /// The directory as findings show it.
    pub shown: String,
    /// The lock file, where there is one.
    pub lock_file: Option<PathBuf>,
    /// What it says; nothing where it cannot be read.
    pub lock: Option<LockFile>,
    /// The author's rows, where there are any.
    pub seed: Option<SeedFile>,
    /// Files whose text in the set is not what they hold: they had a byte order mark or CRLF.
    pub rewritten: BTreeSet<String>,
    texts: BTreeMap<String, String>,
    lines: Mutex<BTreeMap<String, Arc<Lines>>>,
}

impl Reading {
    /// Whether anything found forbids to use the set.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(Finding::is_error)
    }

    /// The checksum of the author's rows that the migration at that place of the set can meet; none
    /// where there are none.
    #[must_use]
    pub fn seeded(&self, place: usize) -> Option<Checksum> {
        self.seed.as_ref()?.checksum(place)
    }
}

/// Reads and checks a directory of migrations: what `embed_migrations!()` and `cargo migrate check`
/// both do.
#[must_use]
pub fn read(location: &Location, target: Target) -> Reading {
    let bytes = |file: &str| fs::read(location.path.join(file));
    read_from(location, target, list(&location.path), &bytes)
}

/// What [`read`] would say of a directory with these files, by name and text: examples of rules, and
/// whatever else never was on a disk.
#[must_use]
pub fn read_texts(files: &[(&str, &str)], target: Target) -> Reading {
    let location = Location { path: PathBuf::new(), name: String::new(), shown: String::new() };
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    read_files(&location, &files.collect(), target)
}

/// What [`read`] would say if these were the files of the directory, by their paths below it: another
/// version of it, which is not on the disk.
#[must_use]
pub fn read_files(
    location: &Location,
    files: &BTreeMap<String, Vec<u8>>,
    target: Target,
) -> Reading {
    let file = |name: &str| Entry { name: name.to_owned(), kind: EntryKind::File };
    let mut entries: Vec<Entry> = Vec::new();
    for path in files.keys() {
        match path.split_once('/') {
            None => entries.push(file(path)),
            Some((directory, child)) => match entries.last_mut() {
                Some(Entry { name, kind: EntryKind::Directory(all) }) if name == directory => {
                    all.push(file(child));
                }
                _ => entries.push(Entry {
                    name: directory.to_owned(),
                    kind: EntryKind::Directory(vec![file(child)]),
                }),
            },
        }
    }
    let bytes = |wanted: &str| files.get(wanted).cloned().ok_or(io::ErrorKind::NotFound.into());
    read_from(location, target, Ok(entries), &bytes)
}

fn read_from(
    location: &Location,
    target: Target,
    entries: io::Result<Vec<Entry>>,
    bytes: &dyn Fn(&str) -> io::Result<Vec<u8>>,
) -> Reading {
    let mut reader = Reader {
        location,
        target,
        bytes,
        findings: Vec::new(),
        rewritten: BTreeSet::new(),
        texts: BTreeMap::new(),
        replacing: Vec::new(),
    };
    let mut migrations = match entries {
        Ok(entries) => reader.migrations(&entries),
        Err(error) => {
            reader.findings.push(unreadable(location, &error));
            Vec::new()
        }
    };
    let (exists, lock) = reader.lock();
    let seed = reader.seed(&migrations);
    let lock_file = exists.then(|| location.path.join(lock_file::NAME));
    reader.relate(&mut migrations, lock.as_ref());
    if lock_file.is_none() && migrations.is_empty() && reader.findings.is_empty() {
        reader.findings.push(empty(location));
    }
    // Names are judged before texts; a reader goes through the files one by one.
    reader.findings.sort_by(|one, other| one.place().cmp(&other.place()));
    let set = MigrationSet::new(target, location.name.clone(), migrations);
    Reading {
        set,
        findings: reader.findings,
        directory: location.path.clone(),
        shown: location.shown.clone(),
        lock_file,
        lock,
        seed,
        rewritten: reader.rewritten,
        texts: reader.texts,
        lines: Mutex::default(),
    }
}

fn unreadable(location: &Location, error: &io::Error) -> Finding {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "the directory of the migrations does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "the directory of the migrations is a file".to_owned(),
        _ => format!("the directory of the migrations cannot be read: {error}"),
    };
    Finding::new(&rules::UNREADABLE_DIRECTORY, &location.shown, message)
        .note(format!("looked in {}", location.path.display()))
        .help(
            "run `cargo migrate init`, or name the right one relative to Cargo.toml: as `dir` under \
             [package.metadata.migrate], or as in `embed_migrations!(\"db/migrations\")`",
        )
}

fn empty(location: &Location) -> Finding {
    Finding::new(&rules::EMPTY_DIRECTORY, &location.shown, "the directory holds no migrations")
        .note(format!("looked in {}", location.path.display()))
        .help("run `cargo migrate new \"create users\"`")
}

struct Reader<'a> {
    location: &'a Location,
    target: Target,
    bytes: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
    findings: Vec<Finding>,
    rewritten: BTreeSet<String>,
    texts: BTreeMap<String, String>,
    /// What a migration may have been applied as, each with the place where its up says so.
    replacing: Vec<(Version, String, Vec<Named>, Span)>,
}

impl Reader<'_> {
    fn migrations(&mut self, entries: &[Entry]) -> Vec<Migration> {
        let pairs = structure::pairs(entries, &self.location.shown, &mut self.findings);
        pairs.iter().filter_map(|pair| self.migration(pair)).collect()
    }

    fn migration(&mut self, pair: &Pair) -> Option<Migration> {
        let up = pair.up.as_deref().map(|file| (file, self.script(file, Direction::Up)));
        let down = pair.down.as_deref().map(|file| (file, self.script(file, Direction::Down)));
        let (up, down) = match (up, down) {
            (Some((_, Some(up))), Some((file, Some(down)))) => self.both(up, file, down),
            (Some((_, Some(up))), None) => self.without_down(pair, up)?,
            (None, Some((file, _))) => {
                self.missing_up(pair, file);
                return None;
            }
            // What could not be read was reported when it was tried.
            _ => return None,
        };
        let stem = &pair.stem;
        let path = shown_path(&self.location.shown, &up.script.file);
        for (names, span) in &up.replaces {
            self.replacing.push((stem.version.clone(), path.clone(), names.clone(), *span));
        }
        Some(Migration {
            version: stem.version.clone(),
            title: Cow::Owned(stem.title.clone()),
            up: up.script,
            down,
            kin: Kin::NONE,
        })
    }

    fn script(&mut self, file: &str, direction: Direction) -> Option<ReadScript> {
        let shown = shown_path(&self.location.shown, file);
        let bytes = match (self.bytes)(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                let message = format!("the file cannot be read: {error}");
                let finding = Finding::new(&rules::UNREADABLE_FILE, shown, message);
                self.findings.push(finding.help("give yourself the right to read it"));
                return None;
            }
        };
        let (before, size) = (self.findings.len(), bytes.len());
        let source = Source { file, path: &shown, direction, dialect: self.target.dialect };
        let read = script::read(&source, bytes, &mut self.findings)?;
        if self.findings.len() > before {
            self.texts.insert(shown, read.script.sql.to_string());
        }
        // Normal text is never longer, and it is as long only when nothing was taken out.
        if read.script.sql.len() != size {
            self.rewritten.insert(file.to_owned());
        }
        Some(read)
    }

    fn both(&mut self, up: ReadScript, file: &str, down: ReadScript) -> (ReadScript, Down) {
        if let Some((_, span)) = &up.irreversible {
            let path = shown_path(&self.location.shown, &up.script.file);
            self.texts.insert(path.clone(), up.script.sql.to_string());
            self.findings.push(
                Finding::new(
                    &rules::IRREVERSIBLE_WITH_DOWN,
                    path,
                    "this migration says it is irreversible, and has a down",
                )
                .at(*span, "")
                .also(shown_path(&self.location.shown, file))
                .help("remove the directive, or remove the down"),
            );
        }
        (up, Down::Script(down.script))
    }

    fn without_down(&mut self, pair: &Pair, up: ReadScript) -> Option<(ReadScript, Down)> {
        if let Some((reason, _)) = &up.irreversible {
            let down = Down::Irreversible { reason: Cow::Owned(reason.clone()) };
            return Some((up, down));
        }
        if pair.reported || up.malformed_directive {
            return None;
        }
        self.missing_down(pair, &up);
        // What is older than the rules stays in the set, with nothing behind it.
        Some((up, Down::Irreversible { reason: Cow::Borrowed("it has no down") }))
    }

    fn missing_down(&mut self, pair: &Pair, up: &ReadScript) {
        let file = &up.script.file;
        let expected = match file.strip_suffix("up.sql") {
            Some(stem) => format!("{stem}down.sql"),
            None => "the down".to_owned(),
        };
        self.findings.push(
            Finding::new(
                &rules::MISSING_DOWN,
                shown_path(&self.location.shown, file),
                format!("migration {} cannot be rolled back: it has no down", pair.stem.version),
            )
            .help(format!("write `{}`", shown_path(&self.location.shown, &expected)))
            .help(
                "if there is no way back, say why in the up: \
                 `-- migrate: irreversible(reason = \"...\")`",
            ),
        );
    }

    fn missing_up(&mut self, pair: &Pair, file: &str) {
        if pair.reported {
            return;
        }
        self.findings.push(
            Finding::new(
                &rules::MISSING_UP,
                shown_path(&self.location.shown, file),
                format!("migration {} has a down and no up", pair.stem.version),
            )
            .help("restore the up, or remove this file"),
        );
    }
}

/// The entries of a directory of migrations by name, with those of its subdirectories.
fn list(directory: &Path) -> io::Result<Vec<Entry>> {
    let root = directory.canonicalize()?;
    let mut entries = list_one(directory)?;
    for (entry, path) in &mut entries {
        if let EntryKind::Directory(children) = &mut entry.kind {
            match children_of(path, &root) {
                Ok(found) => *children = found,
                Err(kind) => entry.kind = kind,
            }
        }
    }
    Ok(entries.into_iter().map(|(entry, _)| entry).collect())
}

/// The entries of a migration's own directory, unless it is one that contains it.
fn children_of(path: &Path, root: &Path) -> Result<Vec<Entry>, EntryKind> {
    let unusable = |error: io::Error| EntryKind::Unusable(format!("it cannot be read: {error}"));
    let real = path.canonicalize().map_err(unusable)?;
    if root.starts_with(&real) {
        return Err(EntryKind::Loop);
    }
    let children = list_one(path).map_err(unusable)?;
    Ok(children.into_iter().map(|(entry, _)| entry).collect())
}

fn list_one(directory: &Path) -> io::Result<Vec<(Entry, PathBuf)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = kind(entry.file_type()?, &path);
        entries.push((Entry { name, kind }, path));
    }
    entries.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    Ok(entries)
}

/// What an entry is, behind symbolic links. The type that the directory itself keeps spares a call
/// for each file.
fn kind(file_type: fs::FileType, path: &Path) -> EntryKind {
    let file_type = if file_type.is_symlink() {
        match fs::metadata(path) {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return EntryKind::Unusable("this symbolic link leads nowhere".to_owned());
            }
            // `FilesystemLoop`, which std does not let stable code name.
            Err(error) if error.to_string().contains("symbolic link") => return EntryKind::Loop,
            Err(error) => return EntryKind::Unusable(format!("it cannot be read: {error}")),
        }
    } else {
        file_type
    };
    match (file_type.is_file(), file_type.is_dir()) {
        (true, _) => EntryKind::File,
        (_, true) => EntryKind::Directory(Vec::new()),
        _ => EntryKind::Unusable("it is neither a file nor a directory".to_owned()),
    }
}

#[cfg(test)]
mod tests;
