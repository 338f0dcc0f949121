//! What a reader has in front of them: a crate, a database, and what was done so far.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use migrate_tests::server::mariadb::Mariadb;
use migrate_tests::server::postgres::Postgres;
use migrate_tests::{BARE_MANIFEST, Crate, cargo_migrate};

use crate::page::{Block, Content};
use crate::transcript;

/// One page, as far as it is told.
pub(crate) struct Story {
    it: Crate,
    /// None where the engine is not installed: then nothing is done, and in CI the tests fail.
    url: Option<String>,
    /// The tables of the manifest: what stands in brackets, and what stands below it.
    manifest: Vec<(String, String)>,
}

impl Story {
    /// A crate without migrations for an engine, and an empty database where that is installed.
    pub(crate) fn on(engine: &str) -> Self {
        let mut story = Self { it: Crate::bare(), url: database(engine), manifest: Vec::new() };
        story.tables(BARE_MANIFEST);
        story.tables(&format!("[package.metadata.migrate]\ndialect = \"{engine}\"\n"));
        story
    }

    /// Does what a block says. An error is what is wrong about it.
    pub(crate) fn tell(&mut self, block: &Block<'_>) -> Result<(), String> {
        match block.content {
            Content::On(engine) => {
                *self = Self::on(engine);
                Ok(())
            }
            // What others hold is looked at with the page.
            Content::Held(..) => Ok(()),
            Content::Code(..) if self.url.is_none() => Ok(()),
            Content::Code("console", text) => self.run_all(text),
            Content::Code("sql" | "toml", text) => self.write(text),
            Content::Code("yaml", text) => self.run_steps(text),
            Content::Code("rust" | "rust,ignore", text) => is_compiled(text),
            Content::Code(language, _) => Err(format!("nothing can be done with `{language}`")),
        }
    }

    /// A file that names itself in its first line.
    fn write(&mut self, text: &str) -> Result<(), String> {
        let first = text.lines().next().unwrap_or_default();
        let name = first.strip_prefix("-- ").or_else(|| first.strip_prefix("# "));
        match name.filter(|name| !name.contains(' ')) {
            Some("Cargo.toml") => self.tables(text),
            Some(name) => {
                self.it.write(name, text);
            }
            None => return Err(format!("its first line names no file: {first}")),
        }
        Ok(())
    }

    /// Puts tables into the manifest, in place of those of the same name.
    fn tables(&mut self, text: &str) {
        for table in format!("\n{text}").split("\n[").skip(1) {
            let (name, body) = table.split_once(']').unwrap_or((table, ""));
            self.manifest.retain(|(known, _)| known != name);
            self.manifest.push((name.to_owned(), body.to_owned()));
        }
        let tables = self.manifest.iter().map(|(name, body)| format!("[{name}]{body}\n"));
        self.it.write("Cargo.toml", &tables.collect::<String>());
    }

    fn run_all(&self, text: &str) -> Result<(), String> {
        let mut calls = transcript::calls(text).peekable();
        if calls.peek().is_none() {
            let mut commands = text.lines().filter(|line| !line.is_empty());
            return commands.try_for_each(|line| self.run(line, "...\n"));
        }
        calls.try_for_each(|(command, said)| self.run(command, said))
    }

    fn run_steps(&self, text: &str) -> Result<(), String> {
        let mut steps = text.lines().filter_map(|line| line.split_once("run: "));
        steps.try_for_each(|(_, command)| self.run(command, "...\n"))
    }

    /// A command must succeed, and say what stands below it.
    fn run(&self, command: &str, expected: &str) -> Result<(), String> {
        let binary = cargo_migrate().parent().unwrap_or_else(|| Path::new("."));
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("exec 2>&1\n{command}")]).current_dir(self.it.path());
        shell.env("PATH", format!("{}:{path}", binary.display()));
        shell.envs(self.url.iter().map(|url| ("DATABASE_URL", url)));
        for variable in ["SHADOW_DATABASE_URL", "CLICOLOR_FORCE", "RUST_LOG"] {
            shell.env_remove(variable);
        }
        for who in
            ["GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"]
        {
            shell.env(who, "me@example.org");
        }
        shell.env("COLUMNS", "100").env("LC_ALL", "C.UTF-8");
        let output = shell.output().map_err(|error| error.to_string())?;
        let said = String::from_utf8_lossy(&output.stdout);
        match output.status.success() && transcript::is_like(&said, expected) {
            true => Ok(()),
            false => Err(format!("{command}\n{said}{}", output.status)),
        }
    }
}

/// The URL of a new, empty database.
fn database(engine: &str) -> Option<String> {
    static POSTGRES: OnceLock<Option<Postgres>> = OnceLock::new();
    static MARIADB: OnceLock<Option<Mariadb>> = OnceLock::new();
    static COUNT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let name = format!("page{}", COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed));
    let create = format!("CREATE DATABASE {name};");
    match engine {
        "postgres" => {
            let server = POSTGRES.get_or_init(Postgres::start_for_process).as_ref()?;
            server.run("postgres", &create).unwrap();
            Some(server.url(&name))
        }
        "mariadb" => {
            let server = MARIADB.get_or_init(Mariadb::start_for_process).as_ref()?;
            server.run("", &create).unwrap();
            Some(server.url(&name))
        }
        _ => Some("sqlite:app.db?mode=rwc".to_owned()),
    }
}

/// Rust takes long to compile, so a page says only what an example has, which is compiled.
fn is_compiled(text: &str) -> Result<(), String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let examples = [
        "examples/quickstart/src/main.rs",
        "tests/hooks.rs",
        "tests/code/posts/3_backfill_slugs.rs",
        "tests/code/tools/1_settings.rs",
        "tests/rebuild.rs",
        "tests/testing.rs",
    ];
    let code: String = examples.map(|file| fs::read_to_string(root.join(file)).unwrap()).concat();
    // A fixture is a string with its own escapes.
    let code = code.replace("\\n", "\n").replace("\\\"", "\"");
    let strange = text.lines().map(str::trim).find(|line| !code.contains(line));
    strange.map_or(Ok(()), |line| Err(format!("no example has this line: {line}")))
}
