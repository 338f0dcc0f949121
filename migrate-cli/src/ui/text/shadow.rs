//! What throwaway databases are made of, for people.

use std::fmt::Write as _;

use super::super::table::{self, Cell, plain};
use super::GOOD;
use crate::commands::{Inventory, Server};
use crate::npm::Installed;

/// The result of `shadow list`.
pub(in crate::ui) fn inventory(it: &Inventory) -> String {
    if it.servers.is_empty() {
        return "No server is found here. `cargo migrate shadow install postgres` fetches one of \
                PostgreSQL."
            .to_owned();
    }
    let servers = it.servers.iter().map(|server| {
        let directory = server.found.directory.display().to_string();
        [(word(server).to_owned(), GOOD), plain(server.found.release.to_string()), plain(directory)]
    });
    let kept = it.kept.iter().map(|(engine, path)| {
        let path = path.display().to_string();
        [plain("cached"), plain(format!("data of {engine}")), plain(path)]
    });
    let rows: Vec<[Cell; 3]> = servers.chain(kept).collect();
    table::aligned(&rows)
}

/// How a server came to be there.
pub(in crate::ui) const fn word(server: &Server) -> &'static str {
    if server.is_installed { "installed" } else { "found" }
}

/// The result of `shadow install`.
pub(in crate::ui) fn installed(it: &Installed) -> String {
    let mut text = format!("PostgreSQL {} is in {}", it.version, it.directory.display());
    if it.before {
        // Writing to a `String` does not fail.
        let _ = write!(text, ", and was before");
    }
    text + "."
}
