//! The data of a server that was never used, kept for the next one.

use std::fs;
use std::path::{Path, PathBuf};

use super::cache;
use super::engine::{Engine, Programs};
use super::error::{INSTEAD_OF_OURS, ShadowError};
use super::guard::{command, quoted};
use super::place::Place;
use super::user::{User, number};

/// Fills `data` of a place: from what is kept, else by the server's own program.
pub(super) fn fill(
    place: &mut Place,
    engine: &dyn Engine,
    programs: &Programs,
    user: Option<User>,
) -> Result<(), ShadowError> {
    let failed = ShadowError::io("speaking to a shell");
    let kept = Kept::of(engine, programs, user);
    let data = quoted(&place.path("data"));
    if let Some(path) = kept.as_ref().map(|kept| kept.path()).filter(|path| path.is_dir()) {
        let copy = format!("cp -R {} {data}", quoted(&path.display().to_string()));
        if place.guard.run(&copy).map_err(ShadowError::io("speaking to a shell"))? {
            return Ok(());
        }
        tracing::debug!(said = place.guard.said(), "what is kept cannot be copied");
    }
    let initialize = engine.initialize(programs, &place.path("data"), &place.path(""));
    let fresh = format!("rm -rf {data} && mkdir -m 700 {data} && {}", command(&initialize));
    if !place.guard.run(&format!("{{ {fresh}; }}")).map_err(failed)? {
        let doing = format!("initialising the data of a throwaway {}", programs.release);
        let (said, remedy) = (place.guard.end(), INSTEAD_OF_OURS.to_owned());
        return Err(ShadowError::Program { doing, said, remedy });
    }
    if let Some(kept) = kept
        && !kept.keep(place, &data)
    {
        tracing::debug!(said = place.guard.said(), "the data cannot be kept for the next time");
    }
    Ok(())
}

/// Where the data are kept.
struct Kept {
    directory: PathBuf,
    /// Which programs made them.
    program: String,
    /// Which build of these, and what they were told.
    build: String,
}

impl Kept {
    /// None where there is no place to keep anything.
    fn of(engine: &dyn Engine, programs: &Programs, user: Option<User>) -> Option<Self> {
        let directory = cache::templates()?.join(number(user).to_string());
        let told = engine.initialize(programs, "data", "scratch");
        let release = &programs.release;
        Some(Self {
            directory,
            program: format!("{}-{}", release.engine, cache::digits(&programs.server)),
            build: cache::digits((cache::identity(&programs.server), &release.text, told)),
        })
    }

    fn path(&self) -> PathBuf {
        self.directory.join(format!("{}-{}", self.program, self.build))
    }

    /// Keeps a copy. It gets its name when it is complete, so that nobody finds half of one; where two
    /// keep one at a time, the first one's stays.
    fn keep(&self, place: &mut Place, data: &str) -> bool {
        let new = self.directory.join(format!("new-{}", cache::unique()));
        let copy = quoted(&new.display().to_string());
        let copied = self.prepare(place)
            && place
                .guard
                .run(&format!("{{ copy={copy}; cp -R {data} {copy}; }}"))
                .unwrap_or(false);
        if copied && fs::rename(&new, self.path()).is_ok() {
            self.forget_older();
        }
        // What has not got its name goes.
        place.guard.run("{ rm -rf \"$copy\"; copy=; }").is_ok() && copied
    }

    /// The directory belongs to whom the server runs as, who copies.
    fn prepare(&self, place: &Place) -> bool {
        let made = fs::create_dir_all(&self.directory);
        let owner = fs::metadata(&place.directory);
        made.is_ok() && owner.is_ok_and(|owner| owned(&self.directory, &owner))
    }

    /// Forgets what earlier builds of the same program made.
    fn forget_older(&self) {
        for entry in fs::read_dir(&self.directory).into_iter().flatten().flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            let of_program = name.strip_prefix(&self.program).is_some_and(|it| it.starts_with('-'));
            if of_program && path != self.path() {
                // It stays where somebody copies it just now; nobody looks for it any more.
                let _ = fs::remove_dir_all(path);
            }
        }
    }
}

fn owned(directory: &Path, owner: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let is_owned = fs::metadata(directory).is_ok_and(|it| it.uid() == owner.uid());
    is_owned || std::os::unix::fs::chown(directory, Some(owner.uid()), Some(owner.gid())).is_ok()
}

/// What is kept: the name of the engine, and where.
pub(super) fn all() -> Vec<(String, PathBuf)> {
    let users = cache::templates().map(fs::read_dir).into_iter().flatten().flatten().flatten();
    let kept = users.flat_map(|user| fs::read_dir(user.path()).into_iter().flatten().flatten());
    let named = |entry: fs::DirEntry| {
        let name = entry.file_name().to_string_lossy().into_owned();
        let engine = name.split('-').next()?.to_owned();
        (engine != "new").then(|| (engine, entry.path()))
    };
    let mut all: Vec<(String, PathBuf)> = kept.filter_map(named).collect();
    all.sort();
    all
}
