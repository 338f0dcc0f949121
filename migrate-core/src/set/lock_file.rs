//! `migrate.lock`: what the directory held when `cargo migrate` last wrote to it.

use std::fmt::Write;

use super::{Down, MigrationSet};

/// The name of the file, in the directory of the migrations.
pub const NAME: &str = "migrate.lock";

const HEADER: &str = "\
# Written by `cargo migrate`; commit it. It lists the migrations of this directory, so that
# adding one changes a file the compiler already watches, and so that two branches which both
# add one meet in a merge conflict here rather than in production.
format = 1
";

/// The text of the lock file for `set`: valid TOML, one entry a migration, in order.
#[must_use]
pub fn render(set: &MigrationSet) -> String {
    let mut text = HEADER.to_owned();
    for migration in set.migrations.iter() {
        // Writing to a `String` does not fail.
        let _ = write!(
            text,
            "\n[[migration]]\nversion = \"{}\"\ntitle = \"{}\"\nup = \"{}\"\n",
            migration.version, migration.title, migration.up.checksum
        );
        if let Down::Script(down) = &migration.down {
            let _ = writeln!(text, "down = \"{}\"", down.checksum);
        }
    }
    text
}
