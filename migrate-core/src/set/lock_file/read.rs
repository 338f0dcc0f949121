//! The text of a lock file to what it says, and to nothing where a line is not as it is written.

use std::collections::{BTreeMap, BTreeSet};

use super::toml::{self, Line, Value};
use super::{Entry, Evidence, FORMAT, LockFile, WITHOUT_BRANCHES};
use crate::checksum::Checksum;
use crate::dialect::engine::Engine;
use crate::schema::fingerprint::Fingerprint;
use crate::set::name::{self, Stem};
use crate::set::receipt::Receipt;
use crate::set::repeatable::PREFIX;
use crate::text::Span;
use crate::version::Version;

/// Why a lock file cannot be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockFileError {
    /// What is wrong.
    pub problem: Problem,
    /// The line.
    pub span: Span,
}

/// What to do about a file that nobody can make sense of.
pub const WRITE_ANEW: &str = "`cargo migrate` writes this file: take it back as it was, or delete it \
                              and run `cargo migrate verify`, which writes it anew";

/// What is wrong with a line of a lock file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// git has left both sides in the file.
    #[error("a merge conflict that nobody has resolved")]
    Conflict,
    /// A younger version of the framework wrote it.
    #[error("the lock file has the format {0}, and this version reads up to {FORMAT}")]
    Newer(u32),
    /// It does not begin with its format.
    #[error("the lock file does not begin with its format, as in `format = {WITHOUT_BRANCHES}`")]
    NoFormat,
    /// The line is none that is ever written.
    #[error("this is no line of a lock file")]
    NotALine,
    /// A heading names no migration.
    #[error("`{0}` is no name of a migration")]
    Name(String),
    /// A receipt is not below its migration.
    #[error("this receipt does not stand below its migration")]
    Stray,
    /// Two entries, or two keys of one.
    #[error("`{0}` stands here for the second time")]
    Twice(String),
    /// Something belongs here that is not there.
    #[error("`{0}` is missing here")]
    Missing(&'static str),
    /// No such key belongs here.
    #[error("`{0}` does not belong here")]
    Unknown(String),
    /// The value is none that the key can have.
    #[error("this is not what `{key}` can be: {expected}")]
    Value {
        /// The key.
        key: &'static str,
        /// What it can be.
        expected: &'static str,
    },
}

impl Problem {
    /// What to do about it.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Conflict => {
                "two branches each added or verified a migration: `cargo migrate merge` looks at both, \
                 and says whether both can stay"
            }
            Self::Newer(_) => "update `cargo-migrate`, and the crate's dependency on it",
            _ => WRITE_ANEW,
        }
    }
}

/// A heading and the keys below it.
struct Section<'t> {
    heading: Line<'t>,
    span: Span,
    pairs: Vec<(&'t str, Value, Span)>,
}

pub(super) fn parse(text: &str) -> Result<LockFile, LockFileError> {
    let mut sections = sections(text)?.into_iter();
    let Some(mut top) = sections.next() else { return Ok(LockFile::default()) };
    // An empty file says that an empty directory is meant.
    let rest: Vec<Section<'_>> = sections.collect();
    if top.pairs.is_empty() && rest.is_empty() {
        return Ok(LockFile::default());
    }
    let format = top.take("format");
    let (is_first, span) = match (&format, rest.first()) {
        (Some((_, span)), _) => (true, *span),
        (None, Some(first)) if top.pairs.is_empty() => (false, first.span),
        (None, _) => (false, top.pairs.first().map_or(top.span, |(_, _, span)| *span)),
    };
    let failed = |problem| Err(LockFileError { problem, span });
    let mut lock = Draft::default();
    let read: fn(&mut Draft, Section<'_>) -> Result<(), LockFileError> = match format {
        _ if !is_first => return failed(Problem::NoFormat),
        Some((Value::Number(1), _)) => Draft::listed,
        Some((Value::Number(WITHOUT_BRANCHES..=FORMAT), _)) => Draft::section,
        Some((Value::Number(newer), _)) if newer > FORMAT => return failed(Problem::Newer(newer)),
        _ => return failed(Problem::NoFormat),
    };
    top.end()?;
    for section in rest {
        read(&mut lock, section)?;
    }
    Ok(LockFile { entries: lock.entries, repeatables: lock.repeatables })
}

/// The lines by their headings; the first has none.
fn sections(text: &str) -> Result<Vec<Section<'_>>, LockFileError> {
    let top = Section { heading: Line::Blank, span: Span::new(0, 0), pairs: Vec::new() };
    let mut sections = vec![top];
    let mut start = 0;
    for written in text.split('\n') {
        let span = Span::new(start, start + written.len());
        start = span.end + 1;
        match toml::line(written).map_err(|problem| LockFileError { problem, span })? {
            Line::Blank => {}
            Line::Pair(key, value) => {
                if let Some(section) = sections.last_mut() {
                    section.pair(key, value, span)?;
                }
            }
            heading => sections.push(Section { heading, span, pairs: Vec::new() }),
        }
    }
    Ok(sections)
}

impl<'t> Section<'t> {
    fn pair(&mut self, key: &'t str, value: Value, span: Span) -> Result<(), LockFileError> {
        if self.pairs.iter().any(|(other, ..)| *other == key) {
            return Err(LockFileError { problem: Problem::Twice(key.to_owned()), span });
        }
        self.pairs.push((key, value, span));
        Ok(())
    }

    fn take(&mut self, key: &str) -> Option<(Value, Span)> {
        let at = self.pairs.iter().position(|(other, ..)| *other == key)?;
        let (_, value, span) = self.pairs.remove(at);
        Some((value, span))
    }

    /// The value of a key that must be there, as `read` understands it.
    fn need<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<T, LockFileError> {
        let found = self.maybe(key, expected, read)?;
        found.ok_or_else(|| self.failed(Problem::Missing(key)))
    }

    fn maybe<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, LockFileError> {
        let Some((value, span)) = self.take(key) else { return Ok(None) };
        let text = if let Value::Text(text) = &value { read(text) } else { None };
        let problem = Problem::Value { key, expected };
        text.map(Some).ok_or(LockFileError { problem, span })
    }

    fn list<T>(
        &mut self,
        key: &'static str,
        expected: &'static str,
        read: impl Fn(String) -> Option<T>,
    ) -> Result<Vec<T>, LockFileError> {
        let Some((value, span)) = self.take(key) else { return Ok(Vec::new()) };
        let read: Option<Vec<T>> = match value {
            Value::List(list) => list.into_iter().map(read).collect(),
            _ => None,
        };
        read.ok_or(LockFileError { problem: Problem::Value { key, expected }, span })
    }

    /// That nothing is left of it.
    fn end(&self) -> Result<(), LockFileError> {
        self.pairs.first().map_or(Ok(()), |(key, _, span)| {
            Err(LockFileError { problem: Problem::Unknown((*key).to_owned()), span: *span })
        })
    }

    fn failed(&self, problem: Problem) -> LockFileError {
        LockFileError { problem, span: self.span }
    }
}

/// What a list is made of that is read as it stands.
const TEXTS: &str = "a list of texts";
const CHECKSUM: &str = "the name of an algorithm, a colon and digits";

fn checksum(text: &str) -> Option<Checksum> {
    let digits = text.strip_prefix("sha256:")?;
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let whole = digits.len() == 64 && digits.bytes().all(is_digit);
    whole.then(|| Checksum::recorded(text.to_owned().into()))
}

fn seeded(text: &str) -> Option<(usize, usize)> {
    let (seeded, tables) = text.split_once(" of ")?;
    let (seeded, tables) = (seeded.parse().ok()?, tables.parse().ok()?);
    (seeded <= tables).then_some((seeded, tables))
}

/// The checksums of an up, and of a down where there is one.
type Scripts = (Checksum, Option<Checksum>);

/// What was read so far.
#[derive(Default)]
struct Draft {
    entries: BTreeMap<Version, Entry>,
    repeatables: BTreeSet<String>,
    /// The entry that the next receipt belongs to, and the checksums of its scripts.
    last: Option<(Stem, Option<Scripts>)>,
}

impl Draft {
    fn entry(&mut self, name: &str, section: &Section<'_>) -> Result<Stem, LockFileError> {
        let stem = name::parse_name(name);
        let stem = stem.map_err(|_| section.failed(Problem::Name(name.to_owned())))?;
        let entry = Entry::new(&stem.title);
        match self.entries.insert(stem.version.clone(), entry) {
            None => Ok(stem),
            Some(_) => Err(section.failed(Problem::Twice(stem.version.to_string()))),
        }
    }

    /// A migration of the format 1, which knew no receipts: its checksums are of scripts that may
    /// never have run.
    fn listed(&mut self, mut section: Section<'_>) -> Result<(), LockFileError> {
        if section.heading != Line::Listed("migration") {
            return Err(section.failed(Problem::NotALine));
        }
        let text = |text: &str| Some(text.to_owned());
        let version = section.need("version", "digits", text)?;
        let title = section.need("title", "a title", text)?;
        section.need("up", CHECKSUM, checksum)?;
        section.maybe("down", CHECKSUM, checksum)?;
        section.end()?;
        self.entry(&format!("{version}_{title}"), &section).map(drop)
    }

    fn section(&mut self, mut section: Section<'_>) -> Result<(), LockFileError> {
        match std::mem::replace(&mut section.heading, Line::Blank) {
            Line::Heading(name) if name.starts_with(PREFIX) => {
                self.last = None;
                self.repeatable(name, &section)
            }
            Line::Heading(name) => {
                let stem = self.entry(name, &section)?;
                let versions = "a list of versions";
                let beside = section.list("beside", versions, |text| Version::parse(&text).ok())?;
                if let Some(entry) = self.entries.get_mut(&stem.version) {
                    entry.beside = beside;
                }
                let up = section.maybe("up", CHECKSUM, checksum)?;
                let down = section.maybe("down", CHECKSUM, checksum)?;
                section.end()?;
                self.last = Some((stem, up.map(|up| (up, down))));
                Ok(())
            }
            Line::Part(name, engine) => self.receipt(name, &engine, section),
            _ => Err(section.failed(Problem::NotALine)),
        }
    }

    fn repeatable(&mut self, name: &str, section: &Section<'_>) -> Result<(), LockFileError> {
        section.end()?;
        let its_name = name.strip_prefix(PREFIX).unwrap_or(name);
        name::check_title(its_name).map_err(|_| section.failed(Problem::Name(name.to_owned())))?;
        match self.repeatables.insert(its_name.to_owned()) {
            true => Ok(()),
            false => Err(section.failed(Problem::Twice(name.to_owned()))),
        }
    }

    fn receipt(
        &mut self,
        name: &str,
        engine: &str,
        mut section: Section<'_>,
    ) -> Result<(), LockFileError> {
        let is_its = |stem: &Stem| format!("{}_{}", stem.version, stem.title) == name;
        let Some((stem, checksums)) = self.last.as_ref().filter(|(stem, _)| is_its(stem)) else {
            return Err(section.failed(Problem::Stray));
        };
        let Some((up, down)) = checksums else {
            return Err(section.failed(Problem::Missing("up")));
        };
        let engine = Engine::parse(engine).filter(|read| read.to_string() == engine);
        let engine = engine.ok_or_else(|| section.failed(Problem::NotALine))?;
        let fingerprint = "the number of a format, a colon and 32 digits";
        let (seeded, tables) = section.need("seeded", "as in `3 of 4`", seeded)?;
        let receipt = Receipt {
            tables,
            seeded,
            seed: section.maybe("seed", CHECKSUM, checksum)?,
            lost: section.list("lost", TEXTS, Some)?,
            unproven: section.list("unproven", TEXTS, Some)?,
            // Those that were written before locks were measured have none.
            up_locks: section.list("up_locks", TEXTS, Some)?,
            down_locks: section.list("down_locks", TEXTS, Some)?,
            before: section.need("before", fingerprint, Fingerprint::parse)?,
            after: section.need("after", fingerprint, Fingerprint::parse)?,
            engine,
        };
        section.end()?;
        let Some(entry) = self.entries.get_mut(&stem.version) else { return Ok(()) };
        let evidence = entry.evidence.get_or_insert_with(|| Evidence {
            up: up.clone(),
            down: down.clone(),
            receipts: Vec::new(),
        });
        let series = receipt.engine.series();
        if evidence.receipts.iter().any(|other| other.engine.series() == series) {
            return Err(section.failed(Problem::Twice(series.to_string())));
        }
        evidence.receipts.push(receipt);
        Ok(())
    }
}
