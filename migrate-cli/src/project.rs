//! Where the user stands: the crate, its migrations, its database.

pub(crate) mod beside;
pub(crate) mod database;
pub(crate) mod dependency;
pub(crate) mod draft;
pub(crate) mod editor;
pub(crate) mod evidence;
pub(crate) mod file;
pub(crate) mod fix;
pub(crate) mod git;
pub(crate) mod import;
pub(crate) mod lock_file;
pub(crate) mod manifest;
pub(crate) mod migration;
pub(crate) mod neighbour;
pub(crate) mod package;
mod path;
pub(crate) mod renumber;

use std::fs;
use std::path::Path;

use migrate_core::analysis::{Analysis, Settings};
use migrate_core::check::{self, Checked};
use migrate_core::config::{self, Config, ConfigError};
use migrate_core::dialect::Target;
use migrate_core::receipts::{self, Demand, Demands, Profile};
use migrate_core::set::layout::Layout;
use migrate_core::set::read::{Location, Reading};

use crate::cli::Place;
use crate::error::{BranchError, CliError};
use crate::project::package::Package;

/// A crate with migrations.
pub(crate) struct Project {
    /// The crate.
    pub(crate) package: Package,
    /// Its directory of migrations.
    pub(crate) location: Location,
    /// What they are written for.
    pub(crate) target: Target,
    /// How they are judged.
    settings: Settings,
    /// What is left out where its database is compared.
    pub(crate) ignore: Vec<String>,
}

impl Project {
    /// The project the user means.
    pub(crate) fn find(place: &Place) -> Result<Self, CliError> {
        Self::of(package::find(place)?, place)
    }

    /// The project of a package.
    pub(crate) fn of(package: Package, place: &Place) -> Result<Self, CliError> {
        let config = config(&package)?;
        let Some(target) = config.target else {
            return Err(CliError::NoDialect { package: package.name });
        };
        let location = location(place, &package, &config)?;
        let (settings, ignore) = (config.settings(), config.ignore);
        Ok(Self { package, location, target, settings, ignore })
    }

    /// Reads its directory: names, pairs and texts.
    pub(crate) fn read(&self) -> Reading {
        check::read(&self.location, self.target, &self.settings)
    }

    /// Reads its directory, and stops when there is no set of migrations in it.
    pub(crate) fn readable(&self) -> Result<Reading, CliError> {
        let reading = self.read();
        if reading.has_errors() {
            return Err(CliError::Findings(Box::new(self.receipts(reading))));
        }
        Ok(reading)
    }

    /// What there is to say where everything that was read must have a receipt, and nothing else is
    /// judged.
    pub(crate) fn receipts(&self, reading: Reading) -> Checked {
        let receipts = receipts::required(&reading, &self.settings);
        let (analysis, assumed) = (Analysis::default(), self.settings.assumed);
        Checked { reading, analysis, receipts, against: Vec::new(), assumed }
    }

    /// How its migrations are judged.
    pub(crate) const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same project as a build of that profile judges it.
    pub(crate) const fn built(mut self, profile: Profile) -> Self {
        self.settings.profile = profile;
        self
    }

    /// The same project for somebody who is about to verify it.
    pub(crate) const fn unverified(mut self) -> Self {
        self.settings.receipts = Demands::always(Demand::Off);
        self
    }

    /// That the files are laid out as ours.
    pub(crate) fn has_own_layout(&self) -> Result<(), CliError> {
        match self.settings.layout {
            Layout::Native => Ok(()),
            layout => Err(BranchError::OtherLayout { layout: layout.name() }.into()),
        }
    }

    /// That each script has a file of its own.
    pub(crate) fn has_two_files(&self) -> Result<(), CliError> {
        let layout = self.settings.layout;
        match layout.markers() {
            Some(_) => Err(BranchError::OneFile { layout: layout.name() }.into()),
            None => Ok(()),
        }
    }

    /// Its directory, and how that is laid out.
    pub(crate) fn directory(&self) -> (&Location, Layout) {
        (&self.location, self.settings.layout)
    }

    /// Reads and judges its directory, as the macro does.
    pub(crate) fn check(&self) -> Checked {
        check::check(&self.location, self.target, &self.settings)
    }

    /// Reads and judges its directory, and stops where the macro would not compile.
    pub(crate) fn checked(&self) -> Result<Checked, CliError> {
        let checked = self.check();
        if checked.has_errors() { Err(CliError::Findings(Box::new(checked))) } else { Ok(checked) }
    }
}

/// What the package says about its migrations.
pub(crate) fn config(package: &Package) -> Result<Config, CliError> {
    let failed = |error| {
        let path = path::shown(&package.manifest);
        CliError::File { doing: "reading", path, error }
    };
    let text = fs::read_to_string(&package.manifest).map_err(failed)?;
    config::parse(&text).map_err(|error: ConfigError| CliError::Config {
        manifest: path::shown(&package.manifest).into(),
        error,
    })
}

/// Where its migrations are: relative to the user where `--dir` says so, to the crate otherwise.
pub(crate) fn location(
    place: &Place,
    package: &Package,
    config: &Config,
) -> Result<Location, CliError> {
    let path = match &place.dir {
        Some(dir) => path::here()?.join(dir),
        None => package.root.join(config.dir.as_deref().unwrap_or(config::DEFAULT_DIR)),
    };
    let path = path::simplified(&path);
    let shown = path::shown(&path);
    // Errors of a run name the scripts by the directory's name, and a path should lead there from
    // where the user stands.
    Ok(Location { path, name: shown.clone(), shown })
}

/// A path as shown to people.
pub(crate) fn shown(path: &Path) -> String {
    path::shown(path)
}

/// The directory of the migrations relative to the crate, as `dir` in the metadata and the argument
/// of `embed_migrations!` name it.
pub(crate) fn relative(package: &Package, location: &Location) -> String {
    let way = path::from(&package.root, &location.path);
    way.as_deref().unwrap_or(&location.path).display().to_string().replace('\\', "/")
}
