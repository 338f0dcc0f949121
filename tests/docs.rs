//! What the README and the pages in `docs/` tell a reader to do, done.
//!
//! A page is a story in a crate of its own. A block that begins with a comment that names a file is that
//! file; a line of `console` behind `$` is run by a shell, and what stands below it is what it says, where
//! `...` stands for any lines and `[..]` for anything in a line. A block without `$` is commands alone, which
//! must succeed. `<!-- on: postgres -->` gives a page an empty database, in `$DATABASE_URL`, and begins anew
//! where a page has several; what stands between `<!-- not run: why -->` and the end of the block below it is not run.

#[path = "docs/page.rs"]
mod page;
#[path = "docs/story.rs"]
mod story;
#[path = "docs/transcript.rs"]
mod transcript;

use std::fs;
use std::path::{Path, PathBuf};

use page::Page;
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
