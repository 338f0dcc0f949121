//! The other crates of a workspace that have migrations of their own.

use std::path::PathBuf;

use migrate_core::config;
use migrate_core::set::read::{self, Location};
use migrate_runtime::Neighbour;

use super::migration::Names;
use super::package::Package;
use super::path;

/// Another member of the workspace that says something about migrations.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    /// Its name.
    pub(crate) name: String,
    /// Its Cargo.toml.
    pub(crate) manifest: PathBuf,
}

/// Those whose migrations are in another directory. What cannot be read has none: this is not about them.
pub(crate) fn neighbours(package: &Package, location: &Location) -> Vec<Neighbour> {
    package.beside.iter().filter_map(|member| neighbour(member, location)).collect()
}

fn neighbour(member: &Member, location: &Location) -> Option<Neighbour> {
    let config = config::parse(&std::fs::read_to_string(&member.manifest).ok()?).ok()?;
    let directory = config.dir.as_deref().unwrap_or(config::DEFAULT_DIR);
    let directory = path::simplified(&member.manifest.with_file_name(directory));
    if directory == location.path {
        return None;
    }
    let layout = config.layout.or_else(|| read::layout_of(&directory)).unwrap_or_default();
    let versions = Names::read(&directory, layout).ok()?.versions;
    Some(Neighbour { name: member.name.clone(), versions })
}
