//! Writes the migrations that the binaries embed or read.

use std::path::Path;

use corpus::{Dialect, Layout};

/// How many accounts the application has.
const ACCOUNTS: usize = 1000;

fn main() -> std::io::Result<()> {
    // Beside the manifest, since the macros take paths relative to it.
    let root = Path::new("generated");
    for (name, dialect) in [("postgres", Dialect::Postgres), ("mysql", Dialect::Mysql)] {
        for size in corpus::SERVER_SIZES {
            let migrations = corpus::migrations(dialect, size);
            let directory = root.join(name).join(size.to_string());
            corpus::write(&migrations, Layout::Pairs, &directory.join("pairs"))?;
            corpus::write(&migrations, Layout::Refinery, &directory.join("refinery"))?;
            corpus::write(&migrations, Layout::Directories, &directory.join("directories"))?;
        }
        let traffic = corpus::traffic(dialect, ACCOUNTS);
        for count in 1..=traffic.len() {
            let directory = root.join(name).join(count.to_string()).join("pairs");
            corpus::write(&traffic[..count], Layout::Pairs, &directory)?;
        }
    }
    println!("cargo::rerun-if-changed=build.rs");
    Ok(())
}
