//! For build scripts.

use std::path::Path;

/// Makes cargo rebuild the crate when a file is added to `directory` by hand.
///
/// Edited and removed files, and files added by `cargo migrate new`, are seen without it. It is the one
/// line of a build script:
///
/// ```no_run
/// migrate_runtime::build::watch("migrations");
/// ```
///
/// As a `[build-dependencies]` entry the crate needs no features, and then builds no driver.
pub fn watch(directory: impl AsRef<Path>) {
    let directory = directory.as_ref().display();
    #[expect(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]
    {
        println!("cargo::rerun-if-changed={directory}");
    }
}
