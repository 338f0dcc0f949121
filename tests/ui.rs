//! What does not compile, as rustc prints it: one case for each shape of finding.
//!
//! The directories of migrations lie beside the cases. trybuild compiles in a crate of its own below
//! the target directory, so they are linked into that; `TRYBUILD=overwrite` accepts what is printed.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn what_is_wrong_is_a_compile_error() {
    link_migrations();
    let cases = trybuild::TestCases::new();
    cases.pass("ui/pass/*.rs");
    cases.compile_fail("ui/*.rs");
}

#[test]
fn every_directory_belongs_to_a_case() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui");
    let stems = |directory: PathBuf, extension: &str| -> Vec<String> {
        let mut stems: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|found| found == extension))
            .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
            .collect();
        stems.sort();
        stems
    };
    let cases = stems(here.clone(), "rs");
    assert_eq!(cases, stems(here.clone(), "stderr"), "each case has what rustc prints");
    for entry in fs::read_dir(here.join("migrations")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().into_owned();
        let used = cases.contains(&name) || here.join(format!("pass/{name}.rs")).is_file();
        assert!(used, "no case uses the directory {name}");
    }
}

/// `embed_migrations!` looks for directories relative to the crate trybuild writes.
fn link_migrations() {
    let metadata = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--no-deps", "--offline"])
        .output()
        .unwrap();
    let metadata: serde_json::Value = serde_json::from_slice(&metadata.stdout).unwrap();
    let target = Path::new(metadata["target_directory"].as_str().unwrap());
    let project = target.join("tests/trybuild").join(env!("CARGO_PKG_NAME"));
    fs::create_dir_all(&project).unwrap();
    let link = project.join("migrations");
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("ui/migrations");
    // A target directory that was copied, or whose clone is gone, has the link of another one.
    if fs::read_link(&link).ok().as_ref() != Some(&here) {
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(here, &link).unwrap();
    }
}
