//! Writes the migrations that the binaries embed.

use std::path::Path;

use corpus::{Dialect, Layout};

fn main() -> std::io::Result<()> {
    // Beside the manifest, since the macros take paths relative to it.
    let root = Path::new("generated");
    for size in corpus::SIZES {
        let migrations = corpus::migrations(Dialect::Sqlite, size);
        let directory = root.join(size.to_string());
        corpus::write(&migrations, Layout::Pairs, &directory.join("pairs"))?;
        corpus::write(&migrations, Layout::Refinery, &directory.join("refinery"))?;
        corpus::write(&migrations, Layout::Directories, &directory.join("directories"))?;
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
