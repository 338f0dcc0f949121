//! What the README and the pages in `docs/` tell a reader to do, done.
//!
//! A page is a story in a crate of its own. A block that begins with a comment that names a file is that
//! file; a line of `console` behind `$` is run by a shell, and what stands below it is what it says, where
//! `...` stands for any lines and `[..]` for anything in a line. A block without `$` is commands alone, which
//! must succeed. `<!-- on: postgres -->` gives a page an empty database, in `$DATABASE_URL`, and begins anew
//! where a page has several. The block below `<!-- held by: tests/adopt/page.rs, on a database of that tool -->` is not run
//! here: the file that is named first does what it says, and says of which page, or has its very commands.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "docs/page.rs"]
mod page;
#[path = "docs/story.rs"]
mod story;
#[path = "docs/transcript.rs"]
mod transcript;

use std::fs;
use std::path::{Path, PathBuf};

use page::{Block, Content, Page};
use story::Story;

/// The pages: `rules.md` is generated from records whose examples have a test of their own.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let files = fs::read_dir(root.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<PathBuf> = files.filter(|path| !path.ends_with("rules.md")).collect();
    pages.push(root.join("README.md"));
    pages.sort();
    pages
}

#[test]
fn what_the_pages_say_is_so() {
    let mut wrong = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let mut story = Story::on("sqlite");
        for block in Page(&text).blocks() {
            match story.tell(&block) {
                Ok(()) => {}
                Err(why) => wrong.push(format!("{name}:{}: {why}", block.line)),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is not run here is done elsewhere: by a file of the tests that names the page, or by one that has
/// each of its commands.
#[test]
fn what_is_not_run_here_is_held_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut free = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        let page = path.file_name().unwrap().to_string_lossy().into_owned();
        for Block { line, content } in Page(&text).blocks() {
            let Content::Held(by, block) = content else { continue };
            let (file, _) = by.split_once(',').unwrap_or((by, ""));
            let holder = fs::read_to_string(root.join(file)).unwrap_or_default();
            let is_test = file.starts_with("tests/") && holder.contains("#[test]");
            let is_held = is_test && holder.contains(&page)
                || block.lines().all(|line| holder.lines().any(|it| has_words(it, line)));
            if !is_held {
                free.push(format!("{page}:{line}: {by}"));
            }
        }
    }
    assert!(free.is_empty(), "{free:#?}");
}

/// Whether a line has the words of another one in their order, and perhaps some between.
fn has_words(line: &str, words: &str) -> bool {
    let mut all = line.split_whitespace();
    words.split_whitespace().all(|word| all.any(|it| it == word))
}

/// A link to a file that is not there leads nowhere, and one to a heading that was renamed as well.
#[test]
fn links_lead_somewhere() {
    let mut dead = Vec::new();
    for path in pages() {
        let text = fs::read_to_string(&path).unwrap();
        for link in Page(&text).links() {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let at =
                if file.is_empty() { path.clone() } else { path.with_file_name("").join(file) };
            let there = fs::read_to_string(&at).ok();
            let is_there = match heading {
                "" => at.exists(),
                _ => there.is_some_and(|text| Page(&text).headings().any(|it| it == heading)),
            };
            if !is_there {
                dead.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert!(dead.is_empty(), "{dead:#?}");
}
