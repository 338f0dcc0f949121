//! `cargo migrate squash`

use std::collections::BTreeMap;

use migrate_core::change::words::{Expected, residues};
use migrate_core::check::{Checked, judge};
use migrate_core::set::name::{Direction, title_from_words};
use migrate_core::set::read::{self, Reading};
use migrate_core::set::{Migration, MigrationSet, shown_path};
use migrate_core::squash::{self, Proof, Squashed};
use migrate_runtime::{Migrator, Options};

use super::aim::{Known, Range};
use super::trial;
use crate::cli::{Common, ShadowArgs};
use crate::error::{BranchError, CliError};
use crate::exit::Exit;
use crate::project::file;
use crate::project::lock_file::{self, Written};
use crate::project::migration::{Names, NewMigration};
use crate::project::{Project, shown};
use crate::ui::Ui;

/// Put a range of migrations into one that replaces them
///
/// A and B are the first and the last of them. The new migration has the version of the last. Its up is
/// their ups, one behind the other, and its down their downs from the last to the first: what was
/// reviewed and has run is kept, rows and all. A database that has all of them has the new one, too, as
/// its file says, and rolls them back as they were applied; a new database runs the new one alone. A
/// database that has some of them refuses: apply the rest there first, with the files from before.
///
/// Before the old files are removed, it is shown that the new one does the same: both are replayed, and
/// both run on a throwaway database whose schemas are compared.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct Squash {
    /// The first and the last of them: `A..B`, `..B` from the beginning, `A..` to the end
    #[arg(value_name = "A..B")]
    range: Range,
    /// What the new one does, in a few words; the titles of the first and the last if it is not written
    title: Option<String>,
    /// Say what would be put together, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Do not run anything; only where the replay leaves no doubt
    #[arg(long)]
    no_verify: bool,
    #[command(flatten)]
    shadow: ShadowArgs,
}

const EXAMPLES: &str = "\
Examples:
  cargo migrate squash ..add_role --dry-run
  cargo migrate squash 20260101..20260331 \"first quarter\"
  cargo migrate squash create_users.. --no-verify";

/// What `squash` did.
pub(crate) struct Squeezed {
    /// The names of the migrations that were put together.
    pub(crate) replaced: Vec<String>,
    /// The name of the one that replaces them.
    pub(crate) name: String,
    /// Its files, and their texts.
    pub(crate) files: Vec<(String, String)>,
    /// The files that are gone.
    pub(crate) removed: Vec<String>,
    /// What the replay shows.
    pub(crate) proof: Proof,
    /// The engine on which both schemas were the same, if it was tried.
    pub(crate) engine: Option<String>,
    /// The lock file as shown, and what became of it; none where nothing was written.
    pub(crate) lock_file: Option<(String, Written)>,
}

impl Squash {
    pub(super) async fn run(self, common: &Common, ui: &Ui) -> Result<Exit, CliError> {
        let project = Project::find(&common.place)?.unverified();
        project.has_two_files()?;
        let reading = project.checked()?.reading;
        let (set, all) = (&reading.set, &reading.set.migrations);
        let found = self.range.find(&Known::of(set))?;
        let place = |version| set.position(version).unwrap_or_default();
        let (from, to) = (
            found.from.as_ref().map_or(0, place),
            found.to.as_ref().map_or(all.len().saturating_sub(1), place),
        );
        let range = all.get(from..=to).ok_or(CliError::Backwards)?;
        let squashed = squash::squash(range, set.target).map_err(BranchError::Squash)?;
        let new = self.named(&project, range)?;
        let after = read_after(&project, &reading, range, &new, &squashed)?;
        let proof = squash::proof(&all[..from], range, &squashed, set.target);
        self.proven(&proof)?;
        let mut squeezed = Squeezed {
            replaced: range.iter().map(Migration::name).collect(),
            name: format!("{}_{}", new.version, new.title),
            files: Vec::new(),
            removed: Vec::new(),
            proof,
            engine: None,
            lock_file: None,
        };
        if !self.no_verify {
            let both = [&set.migrations[..=to], &after.set.migrations[..=from]];
            squeezed.engine = Some(self.same_on_an_engine(&project, both, common, ui).await?);
        }
        self.write(&project, &reading, range, &new, &squashed, &mut squeezed)?;
        ui.squashed(&squeezed);
        Ok(Exit::Done)
    }

    fn named(&self, project: &Project, range: &[Migration]) -> Result<NewMigration, CliError> {
        let (Some(first), Some(last)) = (range.first(), range.last()) else {
            return Err(CliError::Backwards);
        };
        let title = match &self.title {
            Some(words) => title_from_words(words)
                .map_err(|_| CliError::EmptyTitle { words: words.clone() })?,
            None => format!("{}_to_{}", first.title, last.title),
        };
        let version = last.version.to_string();
        let names = Names::read(&project.location.path, project.settings().layout);
        let form = names.map(|names| names.form).unwrap_or_default();
        // The history tells the two apart by their titles.
        match range.iter().any(|it| it.version == last.version && it.title == *title) {
            true => Err(BranchError::TitleTaken { title }.into()),
            false => Ok(NewMigration { version, title, form }),
        }
    }

    /// Stops where the replay shows a difference, or nothing else shows that there is none.
    fn proven(&self, proof: &Proof) -> Result<(), CliError> {
        if !proof.differences.is_empty() {
            return Err(BranchError::NotTheSame { differences: proof.differences.clone() }.into());
        }
        if self.no_verify && !proof.unknown.is_empty() {
            return Err(BranchError::NotProven { unknown: proof.unknown.clone() }.into());
        }
        Ok(())
    }

    /// Runs the migrations one by one, and the new one in their place, on throwaway databases, and
    /// compares what both make. Returns the engine.
    async fn same_on_an_engine(
        &self,
        project: &Project,
        both: [&[Migration]; 2],
        common: &Common,
        ui: &Ui,
    ) -> Result<String, CliError> {
        let mut shadow = trial::shadow("trying both", &self.shadow, project, common, ui).await?;
        let mut url = shadow.url().to_owned();
        let mut made = Vec::new();
        for migrations in both {
            if !made.is_empty() {
                url = shadow.another().await?;
            }
            let name = project.location.name.clone();
            let set = MigrationSet::new(project.target, name, migrations.to_vec());
            made.push(Migrator::new(&set, Options::default()).made_on(&*url).await?);
        }
        let [(apart, engine), (together, _)] = &made[..] else { return Ok(String::new()) };
        let different = residues(together, apart, Expected::Apart);
        let differences: Vec<String> = different.into_iter().map(|it| it.text).collect();
        if differences.is_empty() {
            Ok(engine.clone())
        } else {
            Err(BranchError::NotTheSame { differences }.into())
        }
    }

    /// Writes the new files, and then removes the old ones.
    fn write(
        &self,
        project: &Project,
        reading: &Reading,
        range: &[Migration],
        new: &NewMigration,
        squashed: &Squashed,
        squeezed: &mut Squeezed,
    ) -> Result<(), CliError> {
        let at = &project.location;
        let down = squashed.down.as_ref().map(|down| (Direction::Down, down));
        let scripts: Vec<_> = [(Direction::Up, &squashed.up)].into_iter().chain(down).collect();
        for (direction, text) in &scripts {
            let shown = shown_path(&at.shown, &new.file(*direction));
            squeezed.files.push((shown, (*text).clone()));
        }
        let of = |migration: &Migration| file::all_of(project.directory(), migration);
        let old: Vec<String> = range.iter().flat_map(of).collect();
        squeezed.removed = old.iter().map(|file| shown_path(&at.shown, file)).collect();
        if self.dry_run {
            return Ok(());
        }
        new.write_up(at, &squashed.up)?;
        if let Some(down) = &squashed.down {
            new.write_down(at, down)?;
        }
        for old in &old {
            file::remove(at, old)?;
        }
        let after = project.read();
        let written = match reading.lock_file {
            Some(_) => lock_file::write(&after)?,
            None => Written::Unchanged,
        };
        squeezed.lock_file = Some((shown(&lock_file::path(&after)), written));
        Ok(())
    }
}

/// What would be read of the directory with the new files in place of the old ones.
fn read_after(
    project: &Project,
    reading: &Reading,
    range: &[Migration],
    new: &NewMigration,
    squashed: &Squashed,
) -> Result<Reading, CliError> {
    let kept = reading
        .set
        .migrations
        .iter()
        .filter(|it| range.iter().all(|old| old.version != it.version));
    let mut texts = BTreeMap::new();
    for file in kept.flat_map(|it| file::all_of(project.directory(), it)) {
        let text = file::read(&project.location, &file)?;
        texts.insert(file, text);
    }
    texts.insert(new.file(Direction::Up), squashed.up.as_bytes().to_vec());
    if let Some(down) = &squashed.down {
        texts.insert(new.file(Direction::Down), down.as_bytes().to_vec());
    }
    let after =
        read::read_files(project.settings().layout, &project.location, &texts, project.target);
    let after = after.weighed(project.settings());
    let analysis = judge(&after, project.settings());
    if after.has_errors() || analysis.has_errors() {
        let (receipts, against) = (Vec::new(), Vec::new());
        let assumed = project.settings().assumed;
        let checked = Checked { reading: after, analysis, receipts, against, assumed };
        return Err(CliError::Findings(Box::new(checked)));
    }
    Ok(after)
}
