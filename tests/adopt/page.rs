//! `docs/adopting.md`, and what README.md says of it: what they tell to type works, for a project of each tool.

use std::fs;
use std::path::Path;

use crate::{Project, diesel, refinery, sqlx, tables};

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/adopting.md");
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md");

/// A section: its heading, and the texts of its blocks in that language.
fn blocks(page: &str, heading: &str, language: &str) -> Vec<String> {
    let (_, section) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    let section = section.split("\n## ").next().unwrap();
    let mut parts = section.split("```");
    let mut found = Vec::new();
    while let (Some(_), Some(block)) = (parts.next(), parts.next()) {
        let (of, text) = block.split_once('\n').unwrap();
        found.extend((of == language).then(|| text.to_owned()));
    }
    found
}

/// Does what a section says, in a project of its tool.
fn follow(page: &str, heading: &str, it: &Project) {
    for text in blocks(page, heading, "toml") {
        let manifest = it.it.read("Cargo.toml");
        if !manifest.contains(&text) {
            it.it.write("Cargo.toml", &format!("{manifest}\n{text}"));
        }
    }
    let lines = blocks(page, heading, "console").concat();
    assert!(!lines.is_empty(), "{heading} has commands");
    for line in lines.lines() {
        let arguments = line.strip_prefix("cargo migrate ").unwrap_or_else(|| panic!("{line}"));
        let arguments: Vec<&str> = arguments.split(' ').collect();
        let mut command = it.it.command(&arguments);
        let output = command.env("DATABASE_URL", "sqlite:app.db").output().unwrap();
        assert!(output.status.success(), "{heading}: {line}: {}", crate::said(&output));
    }
}

#[test]
fn what_the_page_says_can_be_done() {
    let page = fs::read_to_string(Path::new(PAGE)).unwrap();
    let sqlx = sqlx::project();
    let diesel = diesel::project();
    let refinery = refinery::project();
    for it in [&sqlx, &diesel, &refinery] {
        it.apply();
    }
    follow(&page, "sqlx", &sqlx);
    follow(&page, "Back to sqlx", &sqlx);
    follow(&page, "diesel", &diesel);
    follow(&page, "refinery", &refinery);
    follow(&page, "golang-migrate", &tables::golang());
    follow(&page, "goose", &tables::goose());
    follow(&page, "dbmate", &tables::dbmate());
    follow(&page, "Flyway", &tables::flyway());
    follow(&page, "alembic", &tables::alembic());
    follow(&page, "SeaORM", &tables::sea_orm());
    let readme = fs::read_to_string(Path::new(README)).unwrap();
    let diesel = diesel::project();
    diesel.apply();
    follow(&readme, "The pages", &diesel);
}
