//! What was said of the same scripts before, so that a build in which no migration changed does not
//! judge them again.
//!
//! A judgement depends on the scripts, the settings and the build of the core; the key is a checksum
//! of all of them. The file holds its key and a checksum of the rest, so one that is stale, cut off
//! or damaged is no answer, and the scripts are judged. Where nothing can be read or written, too.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use migrate_core::analysis::Settings;
use migrate_core::check;
use migrate_core::checksum::Checksum;
use migrate_core::set::read::Reading;
use migrate_core::set::{Down, Script};

use crate::report::{Said, draw};

/// The first line of a file in this format.
const FORMAT: &str = "what embed_migrations! said, 1";

/// What there is to say of the SQL of a set whose files, names and pairs are right. Of others nothing
/// is said, nor kept: what is wrong with a directory is no part of the key.
pub(crate) fn judged(reading: &Reading, settings: &Settings) -> Vec<Said> {
    if reading.has_errors() {
        return Vec::new();
    }
    let judge = || draw(reading, &check::judge(reading, settings).findings);
    let Some(directory) = directory(env::var_os("OUT_DIR").map(PathBuf::from), env::args()) else {
        return judge();
    };
    let key = key(reading, settings);
    let file = file(&directory, reading);
    let kept = fs::read_to_string(&file).ok().and_then(|text| parse(&text, &key));
    kept.unwrap_or_else(|| {
        let said = judge();
        keep(&file, &print(&said, &key));
        said
    })
}

/// Where a macro may write: the directory of the crate's build script, or else the one that rustc,
/// whose process this is, writes its own output to.
fn directory(
    out_dir: Option<PathBuf>,
    mut arguments: impl Iterator<Item = String>,
) -> Option<PathBuf> {
    out_dir.or_else(|| {
        arguments.find(|argument| argument == "--out-dir")?;
        arguments.next().map(PathBuf::from)
    })
}

/// One file for each set of a crate, so that old ones do not pile up.
fn file(directory: &Path, reading: &Reading) -> PathBuf {
    let package = env::var("CARGO_PKG_NAME").unwrap_or_default();
    let root = reading.directory.to_string_lossy();
    let target = reading.set.target.to_string();
    let name = Checksum::of_parts(&[&root, "\n", &target]);
    let digits = name.as_str().trim_start_matches("sha256:");
    directory.join(format!("migrations-{package}-{}", &digits[..16]))
}

fn key(reading: &Reading, settings: &Settings) -> Checksum {
    let mut text = format!("{}\n{}\n{settings:?}\n", check::BUILD, reading.set.target);
    text += &format!("{}\n", reading.shown);
    let mut script = |script: &Script| {
        text += &format!("{} {} {}\n", script.file, script.checksum, script.transaction);
    };
    for migration in reading.set.migrations.iter() {
        script(&migration.up);
        match &migration.down {
            Down::Script(down) => script(down),
            // Its reason is a part of the up.
            Down::Irreversible { .. } => {}
        }
    }
    reading.set.repeatables.iter().for_each(|it| script(&it.script));
    Checksum::of_parts(&[&text])
}

fn print(said: &[Said], key: &Checksum) -> String {
    let mut body = String::new();
    for Said { rule, is_error, text } in said {
        let weight = if *is_error { "error" } else { "warning" };
        body += &format!("{weight} {rule} {}\n{text}\n", text.len());
    }
    let checksum = Checksum::of_parts(&[&body]);
    format!("{FORMAT}\n{key}\n{checksum}\n{body}")
}

fn parse(text: &str, key: &Checksum) -> Option<Vec<Said>> {
    let text = text.strip_prefix(FORMAT)?.strip_prefix('\n')?;
    let text = text.strip_prefix(key.as_str())?.strip_prefix('\n')?;
    let (checksum, mut body) = text.split_once('\n')?;
    if Checksum::of_parts(&[body]).as_str() != checksum {
        return None;
    }
    let mut said = Vec::new();
    while !body.is_empty() {
        let (head, rest) = body.split_once('\n')?;
        let mut words = head.split(' ');
        let (weight, rule, length) = (words.next()?, words.next()?, words.next()?);
        let is_error = match weight {
            "error" => true,
            "warning" => false,
            _ => return None,
        };
        let (text, rest) = rest.split_at_checked(length.parse().ok()?)?;
        said.push(Said { rule: rule.to_owned(), is_error, text: text.to_owned() });
        body = rest.strip_prefix('\n')?;
    }
    Some(said)
}

/// Several processes of rustc may keep the same at once: a file appears whole or not at all.
fn keep(file: &Path, text: &str) {
    let unfinished = file.with_extension(process::id().to_string());
    let kept = fs::write(&unfinished, text).and_then(|()| fs::rename(&unfinished, file));
    if kept.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Vec<Said> {
        let one = |rule: &str, is_error, text: &str| Said {
            rule: rule.to_owned(),
            is_error,
            text: text.to_owned(),
        };
        vec![one("drop-table", true, "two\nlines é"), one("column-order", false, "")]
    }

    #[test]
    fn what_is_kept_is_what_was_said() {
        let key = Checksum::of("scripts");
        assert_eq!(parse(&print(&said(), &key), &key), Some(said()));
        assert_eq!(parse(&print(&[], &key), &key), Some(Vec::new()));
    }

    #[test]
    fn what_is_stale_cut_off_or_changed_is_no_answer() {
        let key = Checksum::of("scripts");
        let kept = print(&said(), &key);
        assert_eq!(parse(&kept, &Checksum::of("other scripts")), None);
        for end in (0..kept.len()).filter(|end| kept.is_char_boundary(*end)) {
            assert_eq!(parse(&kept[..end], &key), None, "{end}");
        }
        assert_eq!(parse(&kept.replace("error", "warning"), &key), None);
        assert_eq!(parse(&kept.replace("drop", "grow"), &key), None);
    }

    #[test]
    fn it_stands_where_the_build_writes() {
        let arguments =
            || ["rustc", "--out-dir", "/t/deps", "-C", "x"].map(str::to_owned).into_iter();
        let here = directory(Some("/t/out".into()), arguments());
        assert_eq!(here, Some("/t/out".into()));
        assert_eq!(directory(None, arguments()), Some("/t/deps".into()));
        assert_eq!(directory(None, ["rust-analyzer".to_owned()].into_iter()), None);
    }
}
