//! alembic: programs, two branches that meet, and databases on either.

use migrate_tests::Crate;
use migrate_tests::peers::Alembic;

use crate::engine::Engine;
use crate::said;
use crate::tools::{listed, ours};

const TABLE: &str = "alembic_version";

/// A revision: its name, what it comes behind, what it does and what undoes it.
const REVISIONS: [[&str; 4]; 4] = [
    [
        "a1",
        "base",
        "op.create_table('users', sa.Column('id', sa.Integer, primary_key=True), \
         sa.Column('email', sa.String(20)))",
        "op.drop_table('users')",
    ],
    [
        "b1",
        "a1",
        "op.create_table('roles', sa.Column('id', sa.Integer, primary_key=True))",
        "op.drop_table('roles')",
    ],
    [
        "b2",
        "a1",
        "op.create_index('of_email', 'users', ['email'])",
        "op.drop_index('of_email', 'users')",
    ],
    [
        "c1",
        "m1",
        "op.add_column('users', sa.Column('role', sa.String(10)))",
        "op.drop_column('users', 'role')",
    ],
];

/// A project of alembic.
struct Project<'e> {
    it: Crate,
    engine: &'e Engine,
    alembic: Alembic,
}

impl Project<'_> {
    /// Runs commands of alembic on a database; what they print.
    fn typed(&self, database: &str, commands: &[&[&str]]) -> String {
        let url = self.engine.url_for("alembic", database);
        let settings = self.it.read("alembic.ini");
        let line = settings.lines().find(|it| it.starts_with("sqlalchemy.url")).unwrap();
        self.it.write("alembic.ini", &settings.replace(line, &format!("sqlalchemy.url = {url}")));
        let output = self.alembic.run(&self.it.path(), commands);
        assert!(output.status.success(), "{commands:?}: {}", said(&output));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Creates all revisions but the last, which meet in `m1`.
    fn create(&self) {
        let template = ["init", "versions"];
        assert!(self.alembic.run(&self.it.path(), &[&template]).status.success());
        let mut commands: Vec<Vec<&str>> = Vec::new();
        for [name, behind, ..] in REVISIONS {
            if name == "c1" {
                commands.push(vec!["merge", "-m", "meet", "--rev-id", "m1", "b1", "b2"]);
            }
            commands
                .push(vec!["revision", "--splice", "-m", name, "--rev-id", name, "--head", behind]);
        }
        let commands: Vec<&[&str]> = commands.iter().map(Vec::as_slice).collect();
        self.typed("unused", &commands);
        for [name, _, up, down] in REVISIONS {
            let file = format!("versions/versions/{name}_{name}.py");
            let mut bodies = [up, down].into_iter();
            let lines = self.it.read(&file);
            let lines = lines.lines().map(|line| match line.trim() {
                "pass" => format!("    {}\n", bodies.next().unwrap()),
                _ => format!("{line}\n"),
            });
            self.it.write(&file, &lines.collect::<String>());
        }
    }

    /// Whether the schema is the one of the database that alembic alone has migrated.
    fn is_as_there(&self, database: &str) {
        let there = self.engine.dump("there", TABLE);
        assert_eq!(self.engine.dump(database, TABLE), there, "{database}");
    }
}

/// Databases of one project, at several places of its history, go on here.
pub(crate) fn goes_on(engine: &Engine) {
    let Some(alembic) = Alembic::install() else { return };
    let project = Project { it: Crate::bare(), engine, alembic };
    project.create();
    let it = &project.it;
    let metadata = format!("\n[package.metadata.migrate]\ndialect = \"{}\"\n", engine.name());
    it.write("Cargo.toml", &(it.read("Cargo.toml") + &metadata));
    let [met, b1, b2, both, _] =
        ["met", "b1", "b2", "two_heads", "there"].map(|database| engine.create(database));
    project.typed("met", &[&["upgrade", "m1"]]);
    project.typed("b1", &[&["upgrade", "b1"]]);
    project.typed("b2", &[&["upgrade", "b2"]]);
    project.typed("two_heads", &[&["upgrade", "b1"], &["upgrade", "b2"]]);
    project.typed("there", &[&["upgrade", "head"]]);
    it.write("up.sql", &project.typed("there", &[&["upgrade", "head", "--sql"]]));
    it.write("down.sql", &project.typed("there", &[&["downgrade", "head:base", "--sql"]]));

    let adopt = ["adopt", "--from", "alembic"];
    let scripts = ["--script", "up.sql", "--script", "down.sql"];
    ours(it, &met, &[&adopt[..], &scripts].concat());
    assert_eq!(pending(it, &met), 1);
    ours(it, &met, &["up"]);
    project.is_as_there("met");
    assert_eq!(engine.value("met", "SELECT version_num FROM alembic_version"), "m1");

    // Which branch stands first in the one line that it is here, is up to alembic.
    let is_b1_first = it.files("migrations").contains(&"0002_b1.up.sql".to_owned());
    let [(first, here), (_, other)] =
        if is_b1_first { [("b1", b1), ("b2", b2)] } else { [("b2", b2), ("b1", b1)] };
    ours(it, &here, &adopt);
    assert_eq!(pending(it, &here), 3, "nothing of the other branch is applied");
    ours(it, &here, &["up"]);
    project.is_as_there(first);
    let refused = it.run(&[&adopt[..], &["--database-url", &other]].concat());
    assert!(
        said(&refused).contains("migration 0002 is not applied, and newer ones are"),
        "{}",
        said(&refused)
    );
    assert!(ours(it, &other, &["current"]).starts_with("nothing"));
    ours(it, &both, &adopt);
    assert_eq!(pending(it, &both), 2);
    ours(it, &both, &["up"]);
    project.is_as_there("two_heads");
    ours(it, &met, &["down", "base", "--yes"]);
    engine.create("empty");
    assert_eq!(engine.dump("met", TABLE), engine.dump("empty", TABLE));
}

fn pending(it: &Crate, url: &str) -> usize {
    listed(&ours(it, url, &["status", "--format", "json"]), |it| it["status"] == "pending")
}

#[test]
fn a_project_of_alembic_goes_on_from_either_branch() {
    goes_on(&Engine::sqlite());
}
