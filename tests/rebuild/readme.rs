//! What the README tells a newcomer to write and to type that takes a compiler.

use std::fs;
use std::process::Command;

use migrate_tests::cargo_migrate;

use crate::{Service, target, workspace};

/// The text of the first block of the README in that language that has this in it.
fn block(language: &str, has: &str) -> String {
    let page = fs::read_to_string(workspace().join("README.md")).unwrap();
    let fence = format!("\n```{language}\n");
    let blocks = page.split(&fence).skip(1);
    let mut texts = blocks.map(|rest| rest.split_once("\n```").unwrap().0);
    texts
        .find(|text| text.contains(has))
        .unwrap_or_else(|| panic!("no {language} with {has}"))
        .to_owned()
}

#[test]
fn a_service_as_the_readme_writes_it() {
    let service = Service::new("rebuild-readme");
    let runtime = workspace().join("migrate-runtime").display().to_string();
    let dependencies =
        block("toml", "[dependencies]").replace("../migrate/migrate-runtime", &runtime);
    service.write(
        "Cargo.toml",
        &format!(
            "[package]\nname = \"rebuild-readme\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
             [package.metadata.migrate]\ndialect = \"sqlite\"\n\n{dependencies}\n\n\
             [profile.dev]\ndebug = \"line-tables-only\"\n\n[workspace]\n"
        ),
    );
    let code = block("rust", "embed_migrations!()");
    let (items, statements) = code.split_once("\n\nlet ").unwrap();
    let statements = statements.replace('\n', "\n    ");
    service.write(
        "src/main.rs",
        &format!(
            "{items}\n\n#[tokio::main]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    let {statements}\n    \
             println!(\"{{}}\", report.steps.len());\n    Ok(())\n}}\n"
        ),
    );
    assert_eq!(service.run(), "1\n");
    assert!(service.path("app.db").exists());
}

/// The quickstart with a forgotten down and a misplaced statement.
#[test]
fn a_mistake_looks_as_the_readme_shows_it() {
    let service = Service::new("rebuild-mistake");
    let quickstart = workspace().join("examples/quickstart");
    let manifest = fs::read_to_string(workspace().join("Cargo.toml")).unwrap();
    let (_, versions) = manifest.split_once("\n[workspace.package]").unwrap();
    let versions = versions.replace("path = \"", &format!("path = \"{}/", workspace().display()));
    let members = "[workspace]\nresolver = \"3\"\nmembers = [\"examples/quickstart\"]\n";
    service.write("Cargo.toml", &format!("{members}\n[workspace.package]{versions}"));
    for file in ["Cargo.toml", "src/main.rs"] {
        let text = fs::read_to_string(quickstart.join(file)).unwrap();
        service.write(&format!("examples/quickstart/{file}"), &text);
    }
    for entry in fs::read_dir(quickstart.join("migrations")).unwrap() {
        let entry = entry.unwrap();
        let (name, text) = (entry.file_name(), fs::read_to_string(entry.path()).unwrap());
        let name = name.to_string_lossy();
        match &*name {
            "20260202080000_add_slug_to_posts.down.sql" => continue,
            "20260105090000_create_users.down.sql" => {
                service.write(&format!("examples/quickstart/migrations/{name}"), "VACUUM;\n")
            }
            _ => service.write(&format!("examples/quickstart/migrations/{name}"), &text),
        }
    }
    let shown = block("text", "cannot run in a transaction");
    // What rustc says of every macro is left out there.
    let said = service.check();
    let (of_macros, end) = ("   |\n   = note: this error originates in the macro", "\n\n");
    let parts = said.split(of_macros).enumerate();
    let said: String = parts
        .map(|(at, part)| if at == 0 { part } else { &part[part.find(end).unwrap() + 1..] })
        .collect();
    assert!(said.contains(&shown), "{said}");
}

/// With the profile of the tests, in which the command is built already.
#[test]
fn the_command_is_installed_as_the_readme_says() {
    let line = block("console", "cargo install");
    let mut words = line.split(' ');
    assert_eq!(words.next(), Some("cargo"), "{line}");
    let root = tempfile::tempdir().unwrap();
    cargo_migrate();
    let mut install = Command::new(env!("CARGO"));
    install.args(words).args(["--debug", "--offline", "--locked", "--quiet"]);
    install.current_dir(workspace()).env("CARGO_TARGET_DIR", target());
    let output = install.env("CARGO_INSTALL_ROOT", root.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut command = Command::new(root.path().join("bin/cargo-migrate"));
    assert!(command.args(["migrate", "--version"]).output().unwrap().status.success());
}
