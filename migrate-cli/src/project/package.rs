//! Which crate is meant.

use std::path::{Path, PathBuf};

use cargo_metadata::{Dependency, Metadata, MetadataCommand};
use migrate_core::dialect::Dialect;
use migrate_core::text::nearest;

use super::neighbour::Member;
use super::path;
use crate::cli::Place;
use crate::error::CliError;

/// A package of the workspace.
#[derive(Clone, Debug)]
pub(crate) struct Package {
    /// Its name.
    pub(crate) name: String,
    /// Its version.
    pub(crate) version: String,
    /// Its Cargo.toml.
    pub(crate) manifest: PathBuf,
    /// The directory of that.
    pub(crate) root: PathBuf,
    /// Whether it depends on migrate-runtime.
    pub(crate) depends_on_runtime: bool,
    /// The dialects whose drivers it depends on.
    pub(crate) drivers: Vec<Dialect>,
    /// The other members of the workspace that have `[package.metadata.migrate]`.
    pub(crate) beside: Vec<Member>,
    /// Whether it has `[package.metadata.migrate]`.
    configured: bool,
}

/// The package the user means: the one named, else the one they stand in, else the only one that
/// can be meant.
pub(crate) fn find(place: &Place) -> Result<Package, CliError> {
    let manifest = manifest(place)?;
    let members = members(&manifest)?;
    let configured = members.iter().filter(|member| member.configured);
    let mut beside: Vec<Member> = configured
        .map(|it| Member { name: it.name.clone(), manifest: it.manifest.clone() })
        .collect();
    let meant = match (&place.package, members.iter().find(|it| it.manifest == manifest)) {
        (Some(name), _) => named(members, name),
        (None, Some(member)) => Ok(member.clone()),
        (None, None) => only(members),
    }?;
    beside.retain(|member| member.name != meant.name);
    Ok(Package { beside, ..meant })
}

fn named(members: Vec<Package>, name: &str) -> Result<Package, CliError> {
    let names: Vec<String> = members.iter().map(|member| member.name.clone()).collect();
    members.into_iter().find(|member| member.name == name).ok_or_else(|| CliError::NoSuchPackage {
        name: name.to_owned(),
        meant: nearest(name, names.iter().map(String::as_str)).map(str::to_owned),
        members: names,
    })
}

fn only(members: Vec<Package>) -> Result<Package, CliError> {
    let configured = members.iter().any(|member| member.configured);
    let mut candidates = members;
    candidates.retain(|member| member.configured == configured);
    match <[Package; 1]>::try_from(candidates) {
        Ok([only]) => Ok(only),
        Err(candidates) => {
            let members = candidates.into_iter().map(|member| member.name).collect();
            Err(CliError::WhichPackage { members, configured })
        }
    }
}

/// The Cargo.toml that was named, or the nearest one.
fn manifest(place: &Place) -> Result<PathBuf, CliError> {
    let here = path::here()?;
    let Some(named) = &place.manifest_path else {
        let nearest = here.ancestors().map(|at| at.join("Cargo.toml")).find(|path| path.is_file());
        return nearest.ok_or(CliError::NoManifest { from: here });
    };
    let path = here.join(named);
    let path = if path.is_dir() { path.join("Cargo.toml") } else { path };
    if !path.is_file() {
        return Err(CliError::MissingManifest { path: named.clone() });
    }
    Ok(path::simplified(&path))
}

fn members(manifest: &Path) -> Result<Vec<Package>, CliError> {
    let metadata = MetadataCommand::new().manifest_path(manifest).no_deps().exec();
    match metadata {
        Ok(metadata) => Ok(packages(metadata)),
        Err(cargo_metadata::Error::CargoMetadata { stderr }) => {
            let said = stderr.trim();
            Err(CliError::Cargo(said.strip_prefix("error: ").unwrap_or(said).to_owned()))
        }
        Err(error) => Err(CliError::Cargo(error.to_string())),
    }
}

fn packages(metadata: Metadata) -> Vec<Package> {
    let members = &metadata.workspace_members;
    let mut packages: Vec<Package> = metadata
        .packages
        .into_iter()
        .filter(|package| members.contains(&package.id))
        .map(|package| {
            let manifest = PathBuf::from(&package.manifest_path);
            Package {
                root: manifest.parent().unwrap_or(Path::new("")).to_owned(),
                manifest,
                depends_on_runtime: package
                    .dependencies
                    .iter()
                    .any(|it| it.name == "migrate-runtime"),
                drivers: drivers(&package.dependencies),
                beside: Vec::new(),
                configured: package.metadata.get("migrate").is_some(),
                name: package.name.to_string(),
                version: package.version.to_string(),
            }
        })
        .collect();
    packages.sort_by(|one, other| one.name.cmp(&other.name));
    packages
}

/// Crates whose features are named after databases, and those that are a driver themselves.
const WITH_FEATURES: [&str; 7] =
    ["sqlx", "diesel", "diesel-async", "sea-orm", "refinery", "deadpool-diesel", "migrate-runtime"];
const DRIVERS: [(&str, &str); 6] = [
    ("tokio-postgres", "postgres"),
    ("postgres", "postgres"),
    ("deadpool-postgres", "postgres"),
    ("mysql", "mysql"),
    ("mysql_async", "mysql"),
    ("rusqlite", "sqlite"),
];

fn drivers(dependencies: &[Dependency]) -> Vec<Dialect> {
    let named = dependencies.iter().filter(|it| WITH_FEATURES.contains(&&*it.name));
    // `sqlx-postgres` of sea-orm, `postgres_backend` of diesel.
    let parts = named
        .flat_map(|it| &it.features)
        .flat_map(|feature| feature.split(['-', '_']).collect::<Vec<_>>());
    let own = dependencies
        .iter()
        .filter_map(|it| DRIVERS.iter().find(|(name, _)| *name == it.name).map(|(_, it)| *it));
    let mut found: Vec<Dialect> = parts.chain(own).filter_map(|name| name.parse().ok()).collect();
    found.sort();
    found.dedup();
    found
}
