//! Tools that are programs: their users create and apply migrations with them, and go on here.

use std::fs;
use std::process::{Command, Output};

use migrate_tests::Crate;
use migrate_tests::peers::{self, peer};

use crate::engine::Engine;
use crate::{said, succeeded};

/// What the migrations of such a project do: title, up, down.
const MIGRATIONS: [[&str; 3]; 3] = [
    [
        "create_users",
        "CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR(20));\n",
        "DROP TABLE users;\n",
    ],
    [
        "create_roles",
        "CREATE TABLE roles (id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL);\n\
         CREATE TABLE more (id INTEGER PRIMARY KEY);\n",
        "DROP TABLE more;\nDROP TABLE roles;\n",
    ],
    [
        "add_role",
        "ALTER TABLE users ADD COLUMN role VARCHAR(10) DEFAULT 'none';\n",
        "ALTER TABLE users DROP COLUMN role;\n",
    ],
];

/// A tool, and what its users type.
pub(crate) struct Cli {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    /// What is typed once for a project, with the URL of its database.
    begin: fn(&Crate, &str),
    /// What is typed for a new migration.
    create: fn(&Crate, usize),
    /// What is typed to apply what is there.
    pub(crate) apply: fn(&Crate, &str) -> Command,
    /// Whether its migrations have downs.
    has_downs: bool,
    /// What stands above the up and above the down where one file has both.
    marks: Option<[&'static str; 2]>,
}

pub(crate) static SQLX: Cli = Cli {
    name: "sqlx",
    table: "_sqlx_migrations",
    begin: |_, _| (),
    create: |it, at| {
        typed(it, "sqlx", &["migrate", "add", "-r", "-s", MIGRATIONS[at][0]]);
    },
    apply: |it, url| command(it, "sqlx", &["migrate", "run", "--database-url", url]),
    has_downs: true,
    marks: None,
};

pub(crate) static DIESEL: Cli = Cli {
    name: "diesel",
    table: "__diesel_schema_migrations",
    begin: |it, url| {
        it.write("migrations/.keep", "");
        typed(it, "diesel", &["setup", "--database-url", url]);
    },
    create: |it, at| {
        typed(it, "diesel", &["migration", "generate", MIGRATIONS[at][0]]);
    },
    apply: |it, url| command(it, "diesel", &["migration", "run", "--database-url", url]),
    has_downs: true,
    marks: None,
};

pub(crate) static REFINERY: Cli = Cli {
    name: "refinery",
    table: "refinery_schema_history",
    begin: |_, _| (),
    create: |it, at| {
        it.write(&format!("migrations/V{}__{}.sql", at + 1, MIGRATIONS[at][0]), "");
    },
    apply: |it, url| {
        let mut refinery = command(it, "refinery", &["migrate", "-e", "URL", "-p", "migrations"]);
        refinery.env("URL", url);
        refinery
    },
    has_downs: false,
    marks: None,
};

pub(crate) static DBMATE: Cli = Cli {
    name: "dbmate",
    table: "schema_migrations",
    begin: |_, _| (),
    create: |it, at| {
        typed(it, "dbmate", &["--migrations-dir", "migrations", "new", MIGRATIONS[at][0]]);
        // A version is the second in which it was made, and these are made in one.
        let title = format!("_{}.sql", MIGRATIONS[at][0]);
        let files = it.files("migrations");
        let made = files.iter().find(|file| file.ends_with(&title)).unwrap();
        let [from, to] = [made, &format!("2026010112000{at}{title}")]
            .map(|file| it.path().join("migrations").join(file));
        fs::rename(from, to).unwrap();
    },
    apply: |it, url| {
        let arguments = ["--migrations-dir", "migrations", "--no-dump-schema", "--url", url];
        command(it, "dbmate", &[&arguments[..], &["migrate"]].concat())
    },
    has_downs: true,
    marks: Some(["-- migrate:up", "-- migrate:down"]),
};

fn command(it: &Crate, program: &str, arguments: &[&str]) -> Command {
    let mut command = match program {
        "dbmate" => peers::dbmate().unwrap(),
        _ => peer(program),
    };
    command.args(arguments).current_dir(it.path());
    command
}

/// Runs a program in a project, which must do what it is to do; what it prints.
pub(crate) fn typed(it: &Crate, program: &str, arguments: &[&str]) -> String {
    succeeded(&mut command(it, program, arguments))
}

impl Cli {
    pub(crate) fn named(name: &str) -> &'static Self {
        let found = [&SQLX, &DIESEL, &REFINERY].into_iter().find(|cli| cli.name == name);
        found.unwrap_or_else(|| panic!("{name} is no program"))
    }

    /// Applies what is there.
    pub(crate) fn apply(&self, it: &Crate, url: &str) -> Output {
        (self.apply)(it, url).output().unwrap()
    }

    fn applies(&self, it: &Crate, url: &str) {
        succeeded(&mut (self.apply)(it, url));
    }

    /// Creates a migration with the tool, and writes what it is to do into its files.
    fn create(&self, it: &Crate, at: usize) {
        let before = it.files("migrations");
        (self.create)(it, at);
        let mut files = it.files("migrations");
        files.retain(|file| !before.contains(file) && file.ends_with(".sql"));
        let count = if self.has_downs && self.marks.is_none() { 2 } else { 1 };
        assert_eq!(files.len(), count, "{} {files:?}", self.name);
        let [_, up, down] = MIGRATIONS[at];
        for file in files {
            let text = match self.marks {
                Some([above_up, above_down]) => format!("{above_up}\n{up}\n{above_down}\n{down}"),
                None => if file.ends_with("down.sql") { down } else { up }.to_owned(),
            };
            it.write(&format!("migrations/{file}"), &text);
        }
    }
}

/// `cargo migrate` on a database, which must do what it says; what it prints.
pub(crate) fn ours(it: &Crate, url: &str, arguments: &[&str]) -> String {
    let output = it.run(&[arguments, &["--database-url", url]].concat());
    assert!(output.status.success(), "{url} {arguments:?}: {}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn refused(it: &Crate, url: &str, tool: &str) -> String {
    let output = it.run(&["adopt", "--from", tool, "--database-url", url]);
    assert!(!output.status.success(), "{tool}: {}", said(&output));
    assert!(ours(it, url, &["current"]).starts_with("nothing"), "{tool}");
    said(&output)
}

/// A list in what `cargo migrate` prints as JSON.
pub(crate) fn listed(json: &str, is_it: impl Fn(&serde_json::Value) -> bool) -> usize {
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    json["migrations"].as_array().unwrap().iter().filter(|it| is_it(it)).count()
}

/// A project with two migrations that its tool has applied, and one that it has not, goes on here: that
/// one alone runs, and then the schema is the one of a project that stayed. Returns it, and where its
/// database is.
pub(crate) fn goes_on(engine: &Engine, cli: &Cli) -> (Crate, String) {
    let it = Crate::bare();
    let [here, there] = ["here", "there"].map(|name| format!("{}_{name}", cli.name));
    let url = engine.create(&here);
    (cli.begin)(&it, &engine.url_for(cli.name, &here));
    (0..2).for_each(|at| cli.create(&it, at));
    cli.applies(&it, &engine.url_for(cli.name, &here));
    cli.create(&it, 2);
    ours(&it, &url, &["init", "--dialect", engine.name()]);
    let rows = format!("SELECT CAST(count(*) AS CHAR(9)) FROM {}", cli.table);
    let before = engine.value(&here, &rows);

    let json = ["--format", "json"];
    assert!(!ours(&it, &url, &["adopt", "--from", cli.name, "--dry-run"]).contains("add_role"));
    assert!(ours(&it, &url, &["current"]).starts_with("nothing"), "{}", cli.name);
    lacking_a_file(&it, &url, cli);
    ours(&it, &url, &["adopt", "--from", cli.name]);
    ours(&it, &url, &["adopt", "--from", cli.name]);
    let status = ours(&it, &url, &[&["status"][..], &json].concat());
    assert_eq!(listed(&status, |it| it["status"] == "pending"), 1, "{}: {status}", cli.name);
    let up = ours(&it, &url, &[&["up"][..], &json].concat());
    assert_eq!(listed(&up, |it| it["title"] == "add_role"), 1, "{}: {up}", cli.name);
    assert_eq!(listed(&up, |_| true), 1, "{}: nothing runs again: {up}", cli.name);
    ours(&it, &url, &["status", "--check"]);
    assert_eq!(engine.value(&here, &rows), before, "the table of {} is left alone", cli.name);

    engine.create(&there);
    cli.applies(&it, &engine.url_for(cli.name, &there));
    let stayed = engine.dump(&there, cli.table);
    assert_eq!(engine.dump(&here, cli.table), stayed, "{} on {}", cli.name, engine.name());
    goes_back(engine, cli, &it, &here);
    (it, url)
}

/// The downs are those of the files.
fn goes_back(engine: &Engine, cli: &Cli, it: &Crate, here: &str) {
    if !cli.has_downs {
        return;
    }
    let (url, empty) = (engine.url(here), format!("{}_empty", cli.name));
    engine.create(&empty);
    ours(it, &url, &["down", "base", "--yes"]);
    assert_eq!(engine.dump(here, cli.table), engine.dump(&empty, cli.table), "{}", cli.name);
    ours(it, &url, &["up"]);
}

/// The first of its migrations is gone for a while.
fn lacking_a_file(it: &Crate, url: &str, cli: &Cli) {
    let mut files = it.files("migrations");
    files.retain(|file| file.contains(MIGRATIONS[0][0]));
    let there = |file: &String| it.path().join("migrations").join(file);
    let elsewhere = |file: &String| it.path().join(file.replace('/', "_"));
    files.iter().for_each(|file| fs::rename(there(file), elsewhere(file)).unwrap());
    let said = refused(it, url, cli.name);
    assert!(said.contains("is applied and is not in the directory"), "{}: {said}", cli.name);
    files.iter().for_each(|file| fs::rename(elsewhere(file), there(file)).unwrap());
}

/// What a tool could not apply is not applied: what it did before is taken over, and once the file is
/// right it runs here. A failure that it keeps a note of is refused.
pub(crate) fn fails(engine: &Engine, cli: &Cli, is_noted: bool) {
    let it = Crate::bare();
    let here = format!("{}_fails", cli.name);
    let url = engine.create(&here);
    (cli.begin)(&it, &engine.url_for(cli.name, &here));
    (0..2).for_each(|at| cli.create(&it, at));
    let files = it.files("migrations");
    let is_second = |file: &&String| file.contains(MIGRATIONS[1][0]) && !file.ends_with("down.sql");
    let second = format!("migrations/{}", files.iter().find(is_second).unwrap());
    let right = it.read(&second);
    let up = MIGRATIONS[1][1];
    it.write(&second, &right.replace(up, &format!("{up}INSERT INTO nowhere VALUES (1);\n")));
    let failed = cli.apply(&it, &engine.url_for(cli.name, &here));
    assert!(!failed.status.success(), "{}: {}", cli.name, said(&failed));
    ours(&it, &url, &["init", "--dialect", engine.name()]);
    if is_noted {
        assert!(
            refused(&it, &url, cli.name).contains("was begun and not finished"),
            "{}",
            cli.name
        );
        return;
    }
    ours(&it, &url, &["adopt", "--from", cli.name]);
    it.write(&second, &right);
    let up = ours(&it, &url, &["up", "--format", "json"]);
    assert_eq!(listed(&up, |_| true), 1, "{}: {up}", cli.name);
}

/// The way back: sqlx finds everything applied, as it is in its own files.
pub(crate) fn goes_back_to_sqlx(it: &Crate, url: &str) {
    ours(it, url, &["adopt", "--export", "sqlx", "--into", "back"]);
    let info = ["migrate", "info", "--source", "back", "--database-url", url];
    let info = typed(it, "sqlx", &info);
    let installed = info.lines().filter(|line| line.contains("/installed ")).count();
    assert_eq!((installed, info.lines().count()), (MIGRATIONS.len(), MIGRATIONS.len()), "{info}");
}
