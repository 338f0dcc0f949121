//! A directory to a set: the only file access of the crate.

mod kin;
mod lock;
mod pair;
mod place;
mod repeat;
mod seed;
mod weight;

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

use super::kin::Named;
use super::layout::{self, Layout, Sample};
use super::lock_file::{self, LockFile};
use super::script::Unread;
use super::seed_file::SeedFile;
use super::structure::{Entry, EntryKind};
use super::{MigrationSet, rules};

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
    /// How it is laid out.
    pub layout: Layout,
    /// The lock file, where there is one.
    pub lock_file: Option<PathBuf>,
    /// What it says; nothing where it cannot be read.
    pub lock: Option<LockFile>,
    /// The author's rows, where there are any.
    pub seed: Option<SeedFile>,
    /// Files whose text in the set is not what they hold: they had a byte order mark or CRLF, or hold
    /// both scripts, or are none and say how those run.
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

/// Reads and checks a directory of migrations in our own layout: what `embed_migrations!()` and
/// `cargo migrate check` both do.
#[must_use]
pub fn read(location: &Location, target: Target) -> Reading {
    read_as(Layout::Native, location, target)
}

/// The same in any layout.
#[must_use]
pub fn read_as(layout: Layout, location: &Location, target: Target) -> Reading {
    let bytes = |file: &str| fs::read(location.path.join(file));
    read_from((layout, location), target, list(&location.path), &bytes)
}

/// The layout that a directory seems to have; nothing where it has none that is known.
#[must_use]
pub fn layout_of(directory: &Path) -> Option<Layout> {
    let sample = |(entry, path): (Entry, PathBuf)| match entry.kind {
        EntryKind::Directory(_) => {
            let has = |file| path.join(file).is_file();
            (has("up.sql") || has("down.sql")).then(|| Sample {
                name: entry.name,
                is_directory: true,
                has_metadata: has("metadata.toml"),
                text: String::new(),
            })
        }
        EntryKind::File if entry.name.ends_with(".sql") => {
            let bytes = fs::read(&path).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into_owned();
            Some(Sample { name: entry.name, text, ..Sample::default() })
        }
        _ => None,
    };
    let samples: Vec<Sample> = list_one(directory).ok()?.into_iter().filter_map(sample).collect();
    layout::detect(&samples)
}

/// What [`read`] would say of a directory with these files, by name and text: examples of rules, and
/// whatever else never was on a disk.
#[must_use]
pub fn read_texts(files: &[(&str, &str)], target: Target) -> Reading {
    let location = Location { path: PathBuf::new(), name: String::new(), shown: String::new() };
    let files = files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec()));
    read_files(Layout::Native, &location, &files.collect(), target)
}

/// What [`read`] would say if these were the files of the directory, by their paths below it: another
/// version of it, which is not on the disk.
#[must_use]
pub fn read_files(
    layout: Layout,
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
    read_from((layout, location), target, Ok(entries), &bytes)
}

fn read_from(
    (layout, location): (Layout, &Location),
    target: Target,
    entries: io::Result<Vec<Entry>>,
    bytes: &dyn Fn(&str) -> io::Result<Vec<u8>>,
) -> Reading {
    let mut reader = Reader {
        layout,
        location,
        target,
        bytes,
        findings: Vec::new(),
        rewritten: BTreeSet::new(),
        texts: BTreeMap::new(),
        replacing: Vec::new(),
    };
    let (mut migrations, repeatables) = match entries {
        Ok(entries) => (reader.migrations(&entries), reader.repeatables(&entries)),
        Err(error) => {
            reader.findings.push(unreadable(location, &error));
            (Vec::new(), Vec::new())
        }
    };
    // Of a directory that cannot be read there is no more to say.
    let is_there = reader.findings.iter().all(|it| it.rule != &rules::UNREADABLE_DIRECTORY);
    let (exists, lock) = if is_there { reader.lock() } else { (false, None) };
    let seed = if is_there { reader.seed(&migrations) } else { None };
    let lock_file = exists.then(|| location.path.join(lock_file::NAME));
    reader.relate(&mut migrations, lock.as_ref());
    let is_empty = migrations.is_empty() && repeatables.is_empty();
    if lock_file.is_none() && is_empty && reader.findings.is_empty() {
        reader.findings.push(empty(location));
    }
    // Names are judged before texts; a reader goes through the files one by one.
    reader.findings.sort_by(|one, other| one.place().cmp(&other.place()));
    let set = MigrationSet::new(target, location.name.clone(), migrations).repeating(repeatables);
    Reading {
        set,
        findings: reader.findings,
        directory: location.path.clone(),
        shown: location.shown.clone(),
        layout,
        lock_file,
        lock,
        seed,
        rewritten: reader.rewritten,
        texts: reader.texts,
        lines: Mutex::default(),
    }
}

const ELSEWHERE: &str = "run `cargo migrate init`, or name the right one relative to Cargo.toml: as `dir` \
                         under [package.metadata.migrate], or as in `embed_migrations!(\"db/migrations\")`";

const RIGHTS: &str = "give yourself the right to read it, and to see what is in it";

fn unreadable(location: &Location, error: &io::Error) -> Finding {
    let message = match error.kind() {
        io::ErrorKind::NotFound => "the directory of the migrations does not exist".to_owned(),
        io::ErrorKind::NotADirectory => "the directory of the migrations is a file".to_owned(),
        _ => format!("the directory of the migrations cannot be read: {error}"),
    };
    Finding::new(&rules::UNREADABLE_DIRECTORY, &location.shown, message)
        .note(format!("looked in {}", location.path.display()))
        .help(if error.kind() == io::ErrorKind::PermissionDenied { RIGHTS } else { ELSEWHERE })
}

fn empty(location: &Location) -> Finding {
    Finding::new(&rules::EMPTY_DIRECTORY, &location.shown, "the directory holds no migrations")
        .note(format!("looked in {}", location.path.display()))
        .help("run `cargo migrate new \"create users\"`")
}

struct Reader<'a> {
    layout: Layout,
    location: &'a Location,
    target: Target,
    bytes: &'a dyn Fn(&str) -> io::Result<Vec<u8>>,
    findings: Vec<Finding>,
    rewritten: BTreeSet<String>,
    texts: BTreeMap<String, String>,
    /// What a migration may have been applied as, each with the place where its up says so.
    replacing: Vec<(Version, String, Vec<Named>, Span)>,
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
