//! What throwaway databases are made of, for programs.

use std::path::Path;

use serde::Serialize;

use super::document;
use crate::commands::Inventory;
use crate::npm::Installed;
use crate::ui::text;

#[derive(Serialize)]
struct InventoryJson<'a> {
    servers: Vec<ServerJson<'a>>,
    cached: Vec<CachedJson<'a>>,
}

#[derive(Serialize)]
struct ServerJson<'a> {
    status: &'static str,
    engine: &'a str,
    version: &'a str,
    directory: &'a Path,
}

#[derive(Serialize)]
struct CachedJson<'a> {
    engine: &'a str,
    directory: &'a Path,
}

/// The result of `shadow list`.
pub(in crate::ui) fn inventory(it: &Inventory) -> String {
    let servers = it.servers.iter().map(|server| ServerJson {
        status: text::server_word(server),
        engine: server.found.release.engine,
        version: &server.found.release.text,
        directory: &server.found.directory,
    });
    let cached = it.kept.iter().map(|(engine, directory)| CachedJson { engine, directory });
    document(&InventoryJson { servers: servers.collect(), cached: cached.collect() })
}

#[derive(Serialize)]
struct InstalledJson<'a> {
    engine: &'static str,
    version: &'a str,
    directory: &'a Path,
    was_there: bool,
}

/// The result of `shadow install`.
pub(in crate::ui) fn installed(it: &Installed) -> String {
    let (version, directory) = (&*it.version, &*it.directory);
    document(&InstalledJson { engine: "PostgreSQL", version, directory, was_there: it.before })
}
